"""Times of a question asked many times over."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np


def measure(
    what: str,
    ask: Callable[..., Any],
    questions: Iterable[Sequence[Any]],
    allowed_s: float = 60.0,
    clock: Callable[[], float] = time.process_time,
) -> float:
    """Print how long an answer takes, in milliseconds; the median. It stops asking when the time allowed is used up.

    The time is that of this process on a processor, so that others at work on the machine do not count; over HTTP it is
    the time that passes.
    """
    times, found = [], 0
    begun = time.perf_counter()
    for question in questions:
        started = clock()
        found += bool(ask(*question))
        times.append((clock() - started) * 1000)
        if time.perf_counter() - begun > allowed_s:
            break
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    print(f"| {what} | {p50:.3f} | {p95:.3f} | {p99:.3f} | {found} of {len(times)} |", flush=True)
    return float(p50)


def once(what: str, work: Callable[[], Any]) -> Any:
    """Print how long something takes, in seconds of wall clock and of this process; what it makes."""
    started, used = time.perf_counter(), time.process_time()
    made = work()
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    print(f"{what}: {wall:.2f} s ({cpu:.2f} s of CPU)", file=sys.stdout, flush=True)
    return made
