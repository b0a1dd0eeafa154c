"""Compressed bytes are read as what they hold, and damage never passes for the end."""

import contextlib
import gzip
import io
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from app.compressed import DAMAGED, plain

Pack = Callable[[bytes], bytes]
PACKERS: list[Pack] = [gzip.compress, zstandard.compress]


@pytest.mark.parametrize("pack", [bytes, *PACKERS], ids=["plain", "gzip", "zstandard"])
@given(parts=st.lists(st.binary(min_size=1, max_size=20_000), max_size=4))
def test_what_was_packed_comes_out_again(pack: Pack, parts: list[bytes]) -> None:
    content = [b"news " + part for part in parts]
    packed = b"".join(map(pack, content))
    assert plain(io.BytesIO(packed)).read() == b"".join(content)


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "zstandard"])
@given(cut=st.floats(0.1, 0.99))
def test_what_is_cut_off_is_damaged(pack: Pack, cut: float) -> None:
    packed = pack(bytes(range(256)) * 400)
    with pytest.raises(DAMAGED):
        plain(io.BytesIO(packed[: max(6, int(len(packed) * cut))])).read()


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "zstandard"])
def test_what_stands_before_a_damage_is_given_out(pack: Pack) -> None:
    stream = plain(io.BytesIO(pack(b"one\n") + pack(b"two\n")[:-3]))
    assert stream.readline() == b"one\n"
    with pytest.raises(DAMAGED):
        stream.read()


@pytest.mark.parametrize("pack", PACKERS, ids=["gzip", "zstandard"])
def test_a_bit_that_fell_over_is_damage_or_seen_in_what_comes_out(pack: Pack) -> None:
    packed = bytearray(pack(b"They met in Paris. " * 100))
    packed[len(packed) // 2] ^= 0xFF
    with contextlib.suppress(*DAMAGED):
        assert plain(io.BytesIO(bytes(packed))).read() != b"They met in Paris. " * 100


def test_a_large_file_is_read_a_piece_at_a_time() -> None:
    packed = zstandard.compress(bytes(50 * 2**20))
    stream = plain(io.BytesIO(packed))
    assert sum(len(piece) for piece in iter(lambda: stream.read(2**20), b"")) == 50 * 2**20
