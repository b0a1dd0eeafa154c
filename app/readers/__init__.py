"""Readers: what turns texts into claims, in processes of their own, so that no text can stop the rest.

A reader's process loads this and the language pipeline. It looks at the database once, as it is loaded, for the names of
entities that were imported.
"""

from app.readers.pool import Pool
from app.readers.process import ReaderSpec
from app.readers.readers import InProcess, Outcome, Reader, Readers, ReaderUnavailable, Text, Unreadable

__all__ = ["InProcess", "Outcome", "Pool", "Reader", "ReaderSpec", "ReaderUnavailable", "Readers", "Text", "Unreadable"]
