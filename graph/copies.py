"""Texts that are copies of each other, as newspapers print one agency's report: they are one source, not several.

A text's MinHash signature is cut into bands, and each band is stored as a number, so that texts that may be copies are found
by an index however many there are. Those found are compared word by word. Copies of copies are one group, named after its
earliest document; which group a document is in depends on the documents alone, not on which came first.
"""

import datetime as dt
import functools
import hashlib
import importlib.util
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import Session

from graph.bulk import insert_rows, update_rows
from graph.database import batches
from graph.one_of import one_of
from graph.queue import READ
from graph.tables import Base, Document, TextBand
from graph.text_keys import folded_words, number_of, text_digest

if TYPE_CHECKING:
    from datasketch.minhash import MinHash

BANDS, ROWS = 30, 3
"""Of pairs of texts with half of their phrases in common 98 in 100 share a band; with a third, two in three; with none, none."""
COPIED = 0.7
"""How much of the shorter text must stand in the longer one."""
_PHRASE = 4
"""Words of a phrase by which texts are compared."""
_LEAST = 25
"""Phrases of a text that can be told to be a copy; a shorter one is a copy of the very same words alone."""

_REMEMBERED = 20_000
"""Characters of the longest text whose phrases are remembered, so that 500 of them take 25 MB at most."""
_LOW_32_BITS = np.uint64(0xFFFF_FFFF)
"""Which the signatures are made of."""

_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_BANDS = Base.metadata.tables[TextBand.__tablename__]
_NEAR = select(_BANDS.c.document_id, _BANDS.c.key).where(one_of(_BANDS.c.key))
_TEXTS = select(_DOCUMENTS.c.id, _DOCUMENTS.c.text, _DOCUMENTS.c.published_at, _DOCUMENTS.c.text_group)
_TEXTS_OF = _TEXTS.where(one_of(_DOCUMENTS.c.id))
_GROUPS = select(_DOCUMENTS.c.id, _DOCUMENTS.c.published_at, _DOCUMENTS.c.text_group).where(one_of(_DOCUMENTS.c.text_group))


@dataclass(frozen=True, slots=True)
class NewText:
    """A text that is to be compared with those stored."""

    document_id: str
    text: str
    published_at: dt.date | None


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The groups of texts, and the stored documents that are now in one group with others than before."""

    group_of: Mapping[str, str]
    changed: frozenset[str]


def group_texts(session: Session, new: Sequence[NewText]) -> Regrouped:
    """Find the group of each new text, join the groups that they tie together, and remember the texts' bands."""
    bands = {text.document_id: bands_of(text.text) for text in new}
    near = _near(session, bands)
    day_of = {text.document_id: text.published_at for text in new}
    stored = _rows(session, _TEXTS_OF, {other for others in near.values() for other in others} - day_of.keys())
    sets = _Sets()
    for row in stored:
        sets.join(row.id, row.text_group)
    _join_copies(sets, near, {text.document_id: text.text for text in new} | {row.id: row.text for row in stored})
    members = _rows(session, _GROUPS, {row.text_group for row in stored})
    found = _regroup(session, day_of, {row.id: row for row in members}, sets)
    rows = [{"key": key, "document_id": document_id} for document_id, keys in bands.items() for key in sorted(keys)]
    insert_rows(session, _BANDS, rows)
    return found


def group_uncompared(session: Session) -> None:
    """Compare the texts that were read before copies were looked for."""
    known = exists().where(TextBand.document_id == Document.id)
    uncompared = select(Document.id).where(Document.state == READ, ~known).order_by(Document.id)
    for batch in batches(session.scalars(uncompared).all()):
        group_texts(session, [NewText(row.id, row.text, row.published_at) for row in _rows(session, _TEXTS_OF, batch)])


def ungroup(session: Session, document_id: str) -> frozenset[str]:
    """Take a document out of its group, which may fall apart by that; the other documents whose company has changed."""
    group = session.execute(select(_DOCUMENTS.c.text_group).where(_DOCUMENTS.c.id == document_id)).scalar_one()
    day_of = {row.id: row.published_at for row in _rows(session, _GROUPS, {group}) if row.id != document_id}
    texts = {row.id: row.text for row in _rows(session, _TEXTS_OF, day_of)}
    bands = {key: bands_of(text) for key, text in texts.items()}
    sets = _Sets()
    _join_copies(sets, {a: {b for b in bands if b != a and not bands[a].isdisjoint(bands[b])} for a in bands}, texts)
    clusters = sets.all(texts)
    _move(session, {key: _name(cluster, day_of) for cluster in clusters for key in cluster})
    return frozenset(day_of) if len(clusters) > 1 else frozenset()


def bands_of(text: str) -> frozenset[int]:
    """The numbers by which texts that may be copies of each other find each other."""
    phrases = _phrases_of(text)
    bands = {number_of("text", text_digest(text))}
    if len(phrases) >= _LEAST:
        signature = _empty().copy()
        signature.update_batch((phrases & _LOW_32_BITS).tolist())
        values = signature.hashvalues.tolist()
        bands |= {number_of("band", str(i), str(values[i * ROWS : (i + 1) * ROWS])) for i in range(BANDS)}
    return frozenset(bands)


def are_copies(a: str, b: str) -> bool:
    """Whether most of the shorter text stands in the longer one."""
    if a == b:
        return True
    left, right = _phrases_of(a), _phrases_of(b)
    shorter = min(len(left), len(right))
    return shorter >= _LEAST and len(np.intersect1d(left, right, assume_unique=True)) >= COPIED * shorter


def _phrases_of(text: str) -> NDArray[np.uint64]:
    """All runs of a few words, without case and punctuation, each once and as a number of 64 bits.

    Of texts of usual length remembered, since what is new is compared with what came shortly before.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _runs(text)


def _runs(text: str) -> NDArray[np.uint64]:
    words = folded_words(text)
    runs = {" ".join(words[i : i + _PHRASE]).encode() for i in range(len(words) - _PHRASE + 1)}
    digests = b"".join(hashlib.sha1(run, usedforsecurity=False).digest()[:8] for run in runs)
    return np.unique(np.frombuffer(digests, "<u8"))


_remembered = functools.lru_cache(maxsize=500)(_runs)


@functools.cache
def _empty() -> "MinHash":
    """A signature of nothing. Of datasketch only this module is loaded: all of it brings scipy along, 56 MB and half a second."""
    spec = importlib.util.find_spec("datasketch")
    if "datasketch" not in sys.modules and spec is not None:
        package = sys.modules["datasketch"] = ModuleType("datasketch")
        package.__path__ = list(spec.submodule_search_locations or ())
    from datasketch.minhash import MinHash

    return MinHash(num_perm=BANDS * ROWS, seed=1, hashfunc=int)


class _Sets:
    """Disjoint sets of documents."""

    def __init__(self) -> None:
        self._leader: dict[str, str] = {}

    def of(self, key: str) -> str:
        while (leader := self._leader.get(key, key)) != key:
            key = leader
        return key

    def join(self, a: str, b: str) -> None:
        left, right = sorted((self.of(a), self.of(b)))
        self._leader[right] = left

    def all(self, keys: Iterable[str]) -> list[set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            found[self.of(key)].add(key)
        return list(found.values())


def _near(session: Session, bands: Mapping[str, frozenset[int]]) -> dict[str, set[str]]:
    """For each new text the others, new or stored, with which it shares a band."""
    holders: dict[int, set[str]] = defaultdict(set)
    for document_id, keys in bands.items():
        for key in keys:
            holders[key].add(document_id)
    for batch in batches(sorted(holders)):
        for document_id, key in session.connection().execute(_NEAR, {"values": batch}):
            holders[key].add(document_id)
    return {document_id: set().union(*(holders[key] for key in keys)) - {document_id} for document_id, keys in bands.items()}


def _join_copies(sets: _Sets, near: Mapping[str, Collection[str]], texts: Mapping[str, str]) -> None:
    for document_id, others in near.items():
        for other in sorted(others):
            if sets.of(document_id) != sets.of(other) and are_copies(texts[document_id], texts[other]):
                sets.join(document_id, other)


def _regroup(session: Session, new: Mapping[str, dt.date | None], stored: Mapping[str, Row[Any]], sets: _Sets) -> Regrouped:
    """The groups that new texts are in, with all that were in them before."""
    for row in stored.values():
        sets.join(row.id, row.text_group)
    day_of = {key: row.published_at for key, row in stored.items()} | dict(new)
    clusters = [cluster for cluster in sets.all(day_of) if not cluster.isdisjoint(new)]
    group_of = {key: _name(cluster, day_of) for cluster in clusters for key in cluster}
    before = {key: stored[key].text_group if key in stored else key for key in group_of}
    _move(session, {key: group for key, group in group_of.items() if group != before[key]})
    tied = [cluster - new.keys() for cluster in clusters if len({stored[key].text_group for key in cluster - new.keys()}) > 1]
    return Regrouped(group_of, frozenset().union(*tied))


def _rows(session: Session, query: Select[Any], values: Collection[str]) -> list[Row[Any]]:
    return [row for batch in batches(sorted(values)) for row in session.connection().execute(query, {"values": batch})]


def _name(cluster: Collection[str], day_of: Mapping[str, dt.date | None]) -> str:
    """A group is named after its earliest document."""
    return min(cluster, key=lambda key: (day_of[key] or dt.date.max, key))


def _move(session: Session, group_of: Mapping[str, str]) -> None:
    update_rows(session, _DOCUMENTS, "id", [{"id": key, "text_group": group} for key, group in group_of.items()])
