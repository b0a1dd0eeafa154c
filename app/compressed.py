"""Bytes as they come: plain, or compressed by gzip or Zstandard, told by their first bytes and not by a name."""

import io
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import zstandard

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SUFFIXES = {".gz", ".zst"}
GZIP, ZSTANDARD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
CHUNK = 4096
"""Compressed bytes taken at once: few, since one that repeats a byte may become thousands."""
DAMAGED = (EOFError, zlib.error, zstandard.ZstdError)
"""What reading raises where compressed bytes are damaged or end too early."""


class Decompressor(Protocol):
    """What takes compressed bytes of one frame."""

    @property
    def eof(self) -> bool:
        """Whether the frame has ended."""

    @property
    def unused_data(self) -> bytes:
        """What stood behind the end of the frame."""

    def decompress(self, data: bytes, /) -> bytes:
        """What the bytes stand for."""


def plain(stream: BinaryIO) -> io.BufferedReader:
    """The bytes of `stream`, uncompressed as they are read; raises one of `DAMAGED` where that is impossible."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    start = buffered.peek(len(ZSTANDARD))
    if start.startswith(GZIP):
        return io.BufferedReader(_Frames(buffered, _gzip))
    if start.startswith(ZSTANDARD):
        return io.BufferedReader(_Frames(buffered, _zstandard))
    return buffered


def _gzip() -> Decompressor:
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


def _zstandard() -> Decompressor:
    return cast(Decompressor, zstandard.ZstdDecompressor().decompressobj())


class _Frames(io.RawIOBase):
    """Frames one after the other; what stands before a damage is given out.

    Zstandard's own reader takes a file cut off for one that ends, and gzip's loses what it has read before an error.
    """

    def __init__(self, source: BinaryIO, begin: Callable[[], Decompressor]) -> None:
        self._source = source
        self._begin = begin
        self._frame: Decompressor | None = None
        self._waiting = b""
        """Compressed bytes behind the frame in hand."""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        """It can be read, and nothing else."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill `buffer` with what is there; 0 at the end of the last frame."""
        while not self._ready:
            compressed = self._waiting or self._source.read(CHUNK)
            if not compressed:
                if self._frame is not None:
                    raise EOFError("they end too early")
                return 0
            self._take(compressed)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._ready))
        target[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _take(self, compressed: bytes) -> None:
        frame = self._frame or self._begin()
        self._ready = memoryview(frame.decompress(compressed))
        self._waiting, self._frame = frame.unused_data, None if frame.eof else frame
