"""Reading: the one place where stored documents become claims and facts."""

from app.readers import Reader
from app.reading.room import ReadingRoom, why_unread

__all__ = ["Reader", "ReadingRoom", "why_unread"]
