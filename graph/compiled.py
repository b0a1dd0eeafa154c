"""What compiled functions are made with, and the small ones that they share.

Numba looks at what the file of a function holds to see if its cache is stale, and functions have those that they call built in.
So files hold a digest of the modules that they build in; a test says what it has to be.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

EVER: Any = np.int64(2**31 - 1)
NONE: Any = np.int64(0)
ONE: Any = np.int64(1)
NOBODY: Any = np.int64(-1)
NO, YES = np.bool_(False), np.bool_(True)
"""What is handed to functions are numbers of numpy: numba would compile these anew for each number that stands in Python."""


def compiled(function: Callable[..., Any]) -> Any:
    """The function as machine code, compiled when it is first called and kept beside its file or in the user's cache."""
    try:
        return njit(function, cache=True, nogil=True)
    except RuntimeError:  # there is no folder to keep it in, so that each start compiles it anew
        return njit(function, nogil=True)


@compiled
def lower_bound(values, low, high, key):  # type: ignore[no-untyped-def]
    """The first place between `low` and `high` whose value is not smaller than the key."""
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def lower_bound_near(values, low, high, key, likely):  # type: ignore[no-untyped-def]
    """The same, begun at a place that is likely to be near: fewer values are read, and these lie beside each other."""
    step = 4
    if likely < high and values[likely] < key:
        low = likely + 1
        while low + step < high:
            if values[low + step] >= key:
                high = low + step
                break
            low += step + 1
            step *= 2
    else:
        high = likely
        while high - step >= low:
            if values[high - step] < key:
                low = high - step + 1
                break
            high -= step
            step *= 2
    return lower_bound(values, low, high, key)


@compiled
def grown(array):  # type: ignore[no-untyped-def]
    """The array with as much room again."""
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger


@compiled
def wider(table):  # type: ignore[no-untyped-def]
    """The table with as many columns again."""
    wider = np.empty((table.shape[0], 2 * table.shape[1]), table.dtype)
    wider[:, : table.shape[1]] = table
    return wider


@compiled
def holds(sorted_, value):  # type: ignore[no-untyped-def]
    """Whether a sorted array holds a value."""
    place = lower_bound(sorted_, 0, len(sorted_), value)
    return place < len(sorted_) and sorted_[place] == value


@compiled
def way_to(who, before, entry):  # type: ignore[no-untyped-def]
    """The actors from the beginning of a log to an entry."""
    length, at = 0, entry
    while at >= 0:
        length += 1
        at = before[at]
    way = np.empty(length, np.int32)
    at = entry
    for i in range(length - 1, -1, -1):
        way[i] = who[at]
        at = before[at]
    return way


@compiled
def forget(reached, side, who, n):  # type: ignore[no-untyped-def]
    """Make the entries of a side -1 again."""
    for entry in range(n):
        reached[who[entry], side] = -1
