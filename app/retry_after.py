"""How long a server asks to be left alone: what its header `Retry-After` says."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)


def seconds(header: str | None) -> float | None:
    """The seconds from now that a `Retry-After` means, given as such or as a date; None where it makes no sense."""
    if header is None:
        return None
    if SECONDS.fullmatch(header.strip()):
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:  # of "-0000", a time in UTC
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
