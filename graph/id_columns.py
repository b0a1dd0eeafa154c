"""Ids by the million: arrays of bytes instead of strings, half as wide where all are a prefix and hexadecimal digits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.bytes_]
Ints = NDArray[np.int32]
ABSENT = -1
_HEXADECIMAL = b"0123456789abcdef"
_LETTERS = np.frombuffer(_HEXADECIMAL, np.uint8)
_DIGITS = np.full(256, 255, np.uint8)
_DIGITS[list(_HEXADECIMAL)] = range(16)


def as_bytes(ids: Collection[str]) -> Bytes:
    """Ids as an array of bytes; they are ASCII, as all ids here."""
    return np.array(list(ids), dtype="S") if ids else np.empty(0, "S1")


@dataclass(frozen=True, eq=False)
class IdColumn:
    """Ids by position. `sorting` orders the positions by id, so that an id is found by binary search."""

    prefix: bytes
    values: Bytes
    """Without the prefix, two hexadecimal digits a byte; or whole, where `prefix` is empty."""
    sorting: Ints

    @classmethod
    def of(cls, ids: Bytes) -> "IdColumn":
        """A column of these ids, in their order."""
        prefix, values = _packed(np.ascontiguousarray(ids))
        return cls(prefix, values, np.argsort(values, kind="stable").astype(np.int32))

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, position: int) -> str:
        value = bytes(self.values[position])
        if not self.prefix:
            return value.decode()
        return (self.prefix + value.ljust(self.values.dtype.itemsize, b"\0").hex().encode()).decode()

    def named(self, positions: NDArray[Any]) -> list[str]:
        """The ids at a few positions."""
        found = self.values[positions]
        if not self.prefix:
            return [value.decode() for value in found.tolist()]
        prefix, digits, width = self._form[0], found.tobytes().hex(), 2 * found.dtype.itemsize
        return [prefix + digits[i : i + width] for i in range(0, len(digits), width)]

    def taken(self, positions: NDArray[Any]) -> Bytes:
        """The whole ids at some positions."""
        values: Bytes = self.values[positions]
        if not self.prefix or not len(values):
            return values
        digits = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), -1)
        letters = np.empty((len(values), len(self.prefix) + 2 * digits.shape[1]), np.uint8)
        letters[:, : len(self.prefix)] = np.frombuffer(self.prefix, np.uint8)
        letters[:, len(self.prefix) :: 2] = _LETTERS[digits >> 4]
        letters[:, len(self.prefix) + 1 :: 2] = _LETTERS[digits & 15]
        return letters.view(f"S{letters.shape[1]}").ravel()

    @cached_property
    def _is_sorted(self) -> bool:
        return bool(np.array_equal(self.sorting, np.arange(len(self.sorting), dtype=np.int32)))

    def positions(self, ids: Bytes) -> Ints:
        """Where each id is; `ABSENT` for one that is not here."""
        if not len(self) or not len(ids):
            return np.full(len(ids), ABSENT, np.int32)
        keys, fits = self._keys(ids)
        ordered = self.values if self._is_sorted else None
        places = np.searchsorted(self.values, keys, sorter=None if ordered is not None else self.sorting)
        positions = self.sorting[np.minimum(places, len(self) - 1)]
        return np.where(fits & (self.values[positions] == keys), positions, ABSENT).astype(np.int32)

    def position(self, id_: str) -> int:
        """Where an id is, or `ABSENT`."""
        key = self._key(id_)
        if key is None or not len(self.values):
            return ABSENT
        if self._is_sorted:
            position = int(self.values.searchsorted(key))
        else:
            place = int(self.values.searchsorted(key, sorter=self.sorting))
            position = int(self.sorting[place]) if place < len(self.values) else place
        return position if position < len(self.values) and self.values[position] == key else ABSENT

    def _key(self, id_: str) -> bytes | None:
        """An id in the form of the column; none if it cannot be in it."""
        if not self.prefix:
            return id_.encode() if id_.isascii() and "\0" not in id_ else None
        prefix, length = self._form
        digits = id_[len(prefix) :]
        if len(id_) != length or not id_.startswith(prefix):
            return None
        try:
            key = bytes.fromhex(digits)
        except ValueError:
            return None
        return key.rstrip(b"\0") if key.hex() == digits else None  # without zeros at the end, as arrays give them

    @cached_property
    def _form(self) -> tuple[str, int]:
        """The prefix, and how long an id is."""
        return self.prefix.decode(), len(self.prefix) + 2 * self.values.dtype.itemsize

    def _keys(self, ids: Bytes) -> tuple[Bytes, NDArray[np.bool_]]:
        """Ids in the form of the column, and which can be in it at all."""
        if not self.prefix:
            return ids, np.ones(len(ids), bool)
        width = len(self.prefix) + 2 * self.values.dtype.itemsize
        if ids.dtype.itemsize > width:
            lengths = np.char.str_len(ids)
            ids = np.where(lengths == width, ids, b"").astype(f"S{width}")
        letters = ids.astype(f"S{width}").view(np.uint8).reshape(len(ids), width)
        packed, fits = _pack(letters, self.prefix)
        return packed, fits


def _packed(ids: Bytes) -> tuple[bytes, Bytes]:
    """A prefix that all ids share and the rest packed; no prefix and the ids as they are where that is not possible."""
    width = ids.dtype.itemsize
    if not len(ids):
        return b"", ids
    prefix = bytes(ids[0]).partition(b"_")[0] + b"_"
    if len(prefix) >= width or (width - len(prefix)) % 2:
        return b"", ids
    packed, fits = _pack(ids.view(np.uint8).reshape(len(ids), width), prefix)
    return (prefix, packed) if fits.all() else (b"", ids)


def _pack(letters: NDArray[np.uint8], prefix: bytes) -> tuple[Bytes, NDArray[np.bool_]]:
    """The hexadecimal digits behind a prefix as bytes, and which rows are made so."""
    digits = _DIGITS[letters[:, len(prefix) :]]
    fits = (digits < 16).all(axis=1) & (letters[:, : len(prefix)] == np.frombuffer(prefix, np.uint8)).all(axis=1)
    packed = np.ascontiguousarray((digits[:, 0::2] << 4) | (digits[:, 1::2] & 15))
    return packed.view(f"S{packed.shape[1]}").ravel(), fits


class ActorIds:
    """The ids of actors by number: those of the base in the order of their ids, later ones in the order in which they came."""

    def __init__(self, base: IdColumn, later: Sequence[str] = ()) -> None:
        self.base = base
        self.later = tuple(later)
        self._numbers = {id_: len(base) + i for i, id_ in enumerate(self.later)}

    def __len__(self) -> int:
        return len(self.base) + len(self.later)

    def __getitem__(self, number: int) -> str:
        return self.base[number] if number < len(self.base) else self.later[number - len(self.base)]

    def named(self, numbers: NDArray[Any]) -> list[str]:
        """The ids of a few actors."""
        if self.later and numbers.max() >= len(self.base):
            return [self[number] for number in numbers.tolist()]
        return self.base.named(numbers)

    def number(self, id_: str) -> int:
        """The number of an actor; `ABSENT` if it has none."""
        found = self._numbers.get(id_, ABSENT)
        return found if found != ABSENT else self.base.position(id_)

    def unknown(self, ids: Sequence[str]) -> list[str]:
        """Those of the ids that have no number."""
        missing = np.flatnonzero(self.base.positions(as_bytes(ids)) == ABSENT).tolist()
        return [ids[i] for i in missing if ids[i] not in self._numbers]

    def with_new(self, ids: Sequence[str]) -> tuple["ActorIds", Ints]:
        """These actors and those of `ids` that are new, and the number of each of `ids`."""
        numbers = self.base.positions(as_bytes(ids))
        unknown = np.flatnonzero(numbers == ABSENT).tolist()
        missing = dict.fromkeys(ids[i] for i in unknown)
        new = [id_ for id_ in missing if id_ not in self._numbers]
        grown = ActorIds(self.base, (*self.later, *new)) if new else self
        for i in unknown:
            numbers[i] = grown._numbers[ids[i]]
        return grown, numbers
