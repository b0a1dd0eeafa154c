"""A line of JSON Lines: the object that it is, or what is wrong with it."""

import json
from typing import Any


class NotAnObjectError(ValueError):
    """A line holds no object; the message says what is wrong with it."""


def json_object(line: bytes) -> dict[str, Any]:
    """The object that a line holds; `NotAnObjectError` if there is none."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotAnObjectError(f"not UTF-8: {error.reason} at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise NotAnObjectError(f"not JSON: {error.msg} at column {error.pos + 1}") from error
    except RecursionError as error:
        raise NotAnObjectError("not JSON that can be read: nested too deeply") from error
    except ValueError as error:
        raise NotAnObjectError("not JSON that can be read: a number has too many digits") from error
    if not isinstance(found, dict):
        raise NotAnObjectError("not a JSON object")
    return found
