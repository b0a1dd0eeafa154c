"""Which claims of a document may speak of one thing, and a way to find them without comparing each with each."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from graph.vocabulary import Claim, FactKind
from nlp.kinds import KINDS

SHORT = 3
"""Words of no more letters say nothing of what is spoken of."""
OVERLAP = 0.5
"""Of the entities of two claims that speak of one thing, at least this part is in both, where a role takes several."""
MONTHS = 24
"""A date that spans more months than these fits too many others to find them by."""
ANY = -1
"""The month under which claims stand that fit any."""
Key = tuple[str, Hashable]


def alike(one: Claim, other: Claim) -> bool:
    """Whether two claims of a document may speak of one thing: enough entities in common, and words, status and date that fit."""
    if one.kind != other.kind:
        return False
    kind = KINDS[one.kind]
    if not all(_share(set(one.entities(role)), set(other.entities(role)), kind.field_of(role).least) for role in kind.same_roles):
        return False
    if kind.name == "agreement":  # "the truce" may be "the ceasefire", signed
        return one.status == other.status or _words_meet(kind, one, other)
    return _words_meet(kind, one, other) and _statuses_meet(kind, one.status, other.status) and _dates_meet(one, other)


class Index:
    """Claims of a document, to find the surest that is alike a given one.

    What two claims that are alike must share (an entity of each role, a word of each text, a month) is looked up; of these
    the one that fewest claims share is followed. So a text that says one thing a thousand times costs no more than a
    thousand texts that say it once.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        distinct: dict[Hashable, Claim] = {}
        for claim in sorted(claims, key=lambda claim: -claim.confidence):
            distinct.setdefault(_signature(claim), claim)
        self._claims = list(distinct.values())
        self._sharing: dict[Key, list[int]] = defaultdict(list)
        for number, claim in enumerate(self._claims):
            for key in _filed_under(claim):
                self._sharing[key].append(number)
        self._found: dict[Hashable, Claim | None] = {}

    def surest(self, claim: Claim) -> Claim | None:
        """Of the claims that are alike `claim` the one with the highest confidence, the first of several; or None."""
        signature = _signature(claim)
        if signature not in self._found:
            numbers = sorted({number for key in self._followed(claim) for number in self._sharing.get(key, ())})
            candidates = (self._claims[number] for number in numbers)
            self._found[signature] = next((other for other in candidates if alike(claim, other)), None)
        return self._found[signature]

    def _followed(self, claim: Claim) -> Sequence[Key]:
        """Of what claims must share with `claim`, that which fewest have."""

        def size(key: Key) -> int:
            return len(self._sharing.get(key, ()))

        ways = [sorted(keys, key=size)[: len(keys) - spare] for keys, spare in _ways(claim)]
        return min(ways, key=lambda keys: sum(map(size, keys)))


def _ways(claim: Claim) -> Iterator[tuple[list[Key], int]]:
    """What has to be shared: one of the keys; some may be spared, as who shares two of them shares one of the others."""
    kind = KINDS[claim.kind]
    for role in kind.same_roles:
        keys = _entity_keys(claim, role)
        yield keys, max(min(kind.field_of(role).least, len(keys)) - 1, 0)
    if kind.name == "agreement":
        return
    yield from ((_word_keys(claim, name), 0) for name in kind.same_values)
    if months := _months(claim):
        yield [(kind.name, month) for month in (*months, ANY)], 0


def _filed_under(claim: Claim) -> Iterator[Key]:
    kind = KINDS[claim.kind]
    for role in kind.same_roles:
        yield from _entity_keys(claim, role)
    for name in kind.same_values:
        yield from _word_keys(claim, name)
    yield from ((kind.name, month) for month in _months(claim) or [ANY])


def _entity_keys(claim: Claim, role: str) -> list[Key]:
    return [(f"{claim.kind} {role}", entity) for entity in sorted(set(claim.entities(role)))]


def _word_keys(claim: Claim, name: str) -> list[Key]:
    return [(f"{claim.kind} {name}", word) for word in sorted(_words(claim, name))]


def _months(claim: Claim) -> list[int]:
    """The months that its date touches; none where it has no date, or one that fits too many."""
    date = claim.dates.get("date")
    if date is None:
        return []
    first, last = (12 * day.year + day.month for day in (date.start, date.end))
    return [] if last - first >= MONTHS else list(range(first, last + 1))


def _signature(claim: Claim) -> Hashable:
    """All that `alike` looks at."""
    kind, date = KINDS[claim.kind], claim.dates.get("date")
    entities = tuple(frozenset(claim.entities(role)) for role in kind.same_roles)
    words = tuple(frozenset(_words(claim, name)) for name in kind.same_values)
    return claim.kind, claim.status, entities, words, date and (date.start, date.end)


def _share(one: set[str], other: set[str], least: int) -> bool:
    shared = len(one & other)
    return shared >= max(least, 1) and (least < 2 or shared >= OVERLAP * max(len(one), len(other)))


def _words_meet(kind: FactKind, one: Claim, other: Claim) -> bool:
    return all(bool(_words(one, name) & _words(other, name)) for name in kind.same_values)


def _words(claim: Claim, name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", claim.values.get(name, "").lower()) if len(word) > SHORT}


def _statuses_meet(kind: FactKind, one: str, other: str) -> bool:
    return not kind.status_groups or any(one in group and other in group for group in kind.status_groups)


def _dates_meet(one: Claim, other: Claim) -> bool:
    dates = (one.dates.get("date"), other.dates.get("date"))
    return dates[0] is None or dates[1] is None or dates[0].overlaps(dates[1])
