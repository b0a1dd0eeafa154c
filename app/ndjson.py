"""Cuts a stream of bytes into lines, holding one line at most, however much comes."""

from collections.abc import Iterator


class Lines:
    """The lines of what has been fed so far, numbered from 1; one that is longer than `longest` bytes is given as None."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._rest = bytearray()
        self._number = 0
        self._too_long = False

    def feed(self, chunk: bytes) -> Iterator[tuple[int, bytes | None]]:
        """The lines that end in `chunk`; blank ones are counted and not given."""
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            self._add(piece)
            yield from self._end()
        self._add(rest)

    def close(self) -> Iterator[tuple[int, bytes | None]]:
        """The last line, if it does not end in a line break."""
        if self._rest or self._too_long:
            yield from self._end()

    def _add(self, piece: bytes) -> None:
        if self._too_long or len(self._rest) + len(piece) > self._longest:
            self._too_long = True
            self._rest.clear()
        else:
            self._rest += piece

    def _end(self) -> Iterator[tuple[int, bytes | None]]:
        self._number += 1
        line, too_long = bytes(self._rest), self._too_long
        self._rest.clear()
        self._too_long = False
        if too_long or line.strip():
            yield self._number, None if too_long else line
