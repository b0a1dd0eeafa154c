"""What people ruled about entities and facts, as resolution takes it: which are one, which are not, who stands for whom.

Pure functions of rulings. Where rulings contradict each other the later counts, and the earlier is *overruled*: it is
kept, and counts again once the later one is taken back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What a person ruled about two entities or facts."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict about what stands left and right: of entities their ids, of facts the ids of their claims."""

    id: str
    verdict: Verdict
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judgements:
    """The rulings in force, put together: *same* holds for all that hangs together by it."""

    _together: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _leaders: Mapping[str, str] = field(default_factory=dict)
    overruled: frozenset[str] = frozenset()
    """Ids of rulings that later ones contradict."""

    @staticmethod
    def of(rulings: Sequence[Ruling]) -> "Judgements":
        """What `rulings` add up to, given in the order in which they were made."""
        sets = _Sets()
        taken = [ruling for ruling in reversed(rulings) if sets.take(ruling)]
        overruled = {ruling.id for ruling in rulings} - {ruling.id for ruling in taken}
        return Judgements(sets.together(), sets.apart(), _leaders(reversed(taken)), frozenset(overruled))

    def __bool__(self) -> bool:
        return bool(self._together or self._apart)

    def about(self, keys: Iterable[str]) -> bool:
        """Whether anything is ruled about one of `keys`."""
        return bool(self) and any(key in self._together or key in self._apart for key in keys)

    def together(self, key: str) -> frozenset[str]:
        """All that are one with `key`, itself included."""
        return self._together.get(key) or frozenset({key})

    def apart(self, keys: Iterable[str]) -> set[str]:
        """All that must not be with any of `keys`."""
        return {other for key in keys for other in self._apart.get(key, ())}

    def differing(self, other: "Judgements") -> set[str]:
        """The keys that are one, or not, with others than by `other`."""
        keys = {*self._together, *self._apart, *other._together, *other._apart}
        return {key for key in keys if self.together(key) != other.together(key) or self.apart([key]) != other.apart([key])}

    def leader(self, key: str) -> str:
        """Who stands for `key`: the left of the rulings that made it one with others; itself where there are none."""
        return self._leaders.get(key, key)


NO_JUDGEMENTS = Judgements()


class _Sets:
    """Disjoint sets of keys, and which of these sets must not be joined."""

    def __init__(self) -> None:
        self._set_of: dict[str, set[str]] = {}
        self._barred: defaultdict[str, set[str]] = defaultdict(set)

    def take(self, ruling: Ruling) -> bool:
        """Heed a ruling; False, and nothing done, if one that was heeded before contradicts it."""
        if ruling.verdict is Verdict.UNSURE:
            return True
        if ruling.verdict is Verdict.DIFFERENT:
            return self._bar(ruling.left, ruling.right)
        return self._join((*ruling.left, *ruling.right))

    def together(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(keys) for key, keys in self._set_of.items() if len(keys) > 1}

    def apart(self) -> dict[str, frozenset[str]]:
        """Whatever is barred from one of a set is barred from all of it, and so is all that is one with it."""
        found: dict[str, frozenset[str]] = {}
        for key in self._set_of:
            barred = {other for member in self._set_of[key] for other in self._barred.get(member, ())}
            if barred:
                found[key] = frozenset(other for one in barred for other in self._set_of[one])
        return found

    def _bar(self, left: Iterable[str], right: Iterable[str]) -> bool:
        pairs = [(a, b) for a in left for b in right]
        if any(self._set(a) is self._set(b) for a, b in pairs):
            return False
        for a, b in pairs:
            self._barred[a].add(b)
            self._barred[b].add(a)
        return True

    def _join(self, keys: Iterable[str]) -> bool:
        joined: set[str] = set()
        for key in keys:
            joined |= self._set(key)
        if any(not joined.isdisjoint(self._barred.get(key, ())) for key in joined):
            return False
        self._set_of.update(dict.fromkeys(joined, joined))
        return True

    def _set(self, key: str) -> set[str]:
        return self._set_of.setdefault(key, {key})


def _leaders(taken: Iterable[Ruling]) -> dict[str, str]:
    """Whoever stood left when two became one stands for both."""
    leads: dict[str, str] = {}
    followers: defaultdict[str, set[str]] = defaultdict(set)
    for ruling in taken:
        if ruling.verdict is not Verdict.SAME:
            continue
        first = leads.get(ruling.left[0], ruling.left[0])
        for key in (*ruling.left, *ruling.right):
            other = leads.get(key, key)
            if other != first:
                moved = followers.pop(other, set()) | {other}
                leads.update(dict.fromkeys(moved, first))
                followers[first] |= moved
    return leads
