"""How much memory a process holds."""

import resource
from pathlib import Path


def resident(pid: int | str = "self") -> float:
    """Megabytes that a running process holds, this one if none is named; Linux alone tells."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
