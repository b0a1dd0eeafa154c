"""Makes the client that waits of the one for asyncio, as httpcore makes its own: the words of asyncio are left out."""

import re
from pathlib import Path

CLIENT = Path(__file__).parents[2] / "app" / "client"
SOURCE, TARGET = CLIENT / "asynchronous.py", CLIENT / "synchronous.py"
WORDS = {
    r"The client for asyncio\. `synchronous\.py` is made of this file by": "The client that waits. Made of `asynchronous.py` by",
    r"import asyncio": "import time",
    r"asyncio\.sleep": "time.sleep",
    r"\basync (def|with|for)\b": r"\1",
    r"\(await ((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)\.": r"\1.",
    r"\bawait ": "",
    r" async for ": " for ",
    r"import AsyncGenerator, AsyncIterator": "import Generator, Iterator",
    r"AsyncGenerator\[(\w+), None\]": r"Generator[\1, None, None]",
    r"\bAsync(Iterator|Client|BaseTransport)\b": r"\1",
    r"\b__a(enter|exit)__\b": r"__\1__",
    r"\ba(close|read|iter_bytes)\b": r"\1",
}


def unasync(source: str) -> str:
    """The source without asyncio."""
    for pattern, replacement in WORDS.items():
        source = re.sub(pattern, replacement, source)
    return source


if __name__ == "__main__":
    TARGET.write_text(unasync(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
