"""Dates as they are stored and served."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from graph.vocabulary import Date, Precision


def dates_to_json(dates: Mapping[str, Date]) -> dict[str, Any]:
    """Dates as they are stored and served: ISO days, end included."""
    return {
        name: {
            "start": date.start.isoformat(),
            "end": date.end.isoformat(),
            "precision": str(date.precision),
            "text": date.text,
        }
        for name, date in dates.items()
    }


def dates_from_json(dates: Mapping[str, Any]) -> dict[str, Date]:
    """The inverse of `dates_to_json`."""
    return {
        name: Date(
            dt.date.fromisoformat(date["start"]), dt.date.fromisoformat(date["end"]), Precision(date["precision"]), date["text"]
        )
        for name, date in dates.items()
    }
