"""Resolution: from claims to facts, first within each document, then across documents.

`consolidate` is a pure function of the claims and does not depend on their order. Within a document facts are grown greedily,
the best dated first, and a claim joins a fact only if it agrees with every member; across documents `graph.arrangement`
does the same with what they tell. What people judged to be one happening is one *unit* from the start, whatever it looks
like; a unit agrees with another if something in both does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.arrangement import arrange
from graph.combine import combine, days, said_by_sources, support, unite
from graph.judgements import NO_JUDGEMENTS, Judgements
from graph.likeness import key_entities, outline, same_happening
from graph.resolved import ConsolidatedFact, ResolvedClaim, Telling
from graph.tellings import tellings_of, together
from graph.text_keys import stable_id
from graph.vocabulary import Claim, Date, EntityRead, EntityType, FactKind, Reading

__all__ = [
    "ConsolidatedFact",
    "ResolvedClaim",
    "belongings",
    "claim_id",
    "consolidate",
    "facts_of_reading",
    "resolve_across",
    "resolve_within",
    "span_of",
]

_NOWHERE: Mapping[str, str] = {}
_UNDATED_DAYS = 10**6


def consolidate(
    claims: Sequence[ResolvedClaim],
    kinds: Mapping[str, FactKind],
    belongs: Mapping[str, str] = _NOWHERE,
    judged: Judgements = NO_JUDGEMENTS,
) -> list[ConsolidatedFact]:
    """The facts that the claims add up to, in the order of publication and text.

    `belongs` maps persons to the states they act for, and places to the states they lie in. `judged` says which claims
    speak of one happening, and which do not, by their ids.
    """
    return resolve_across(resolve_within(claims, kinds, belongs, judged), kinds, belongs, judged)


def resolve_within(
    claims: Iterable[ResolvedClaim],
    kinds: Mapping[str, FactKind],
    belongs: Mapping[str, str] = _NOWHERE,
    judged: Judgements = NO_JUDGEMENTS,
) -> list[ConsolidatedFact]:
    """The facts as each document states them: one happening once a document."""
    groups: dict[tuple[str, str], list[ConsolidatedFact]] = defaultdict(list)
    for claim in claims:
        kind = kinds[claim.claim.kind]
        groups[claim.document_id, kind.name].append(combine([claim], kind, belongs))
    facts = (fact for (_, name), group in groups.items() for fact in _grow(group, kinds[name], belongs, judged))
    return sorted(facts, key=_order)


def resolve_across(
    views: Sequence[ConsolidatedFact],
    kinds: Mapping[str, FactKind],
    belongs: Mapping[str, str] = _NOWHERE,
    judged: Judgements = NO_JUDGEMENTS,
) -> list[ConsolidatedFact]:
    """One fact a happening, of views that are already one a happening within each document."""
    said: dict[str, list[ConsolidatedFact]] = defaultdict(list)
    same: dict[str, list[Telling]] = defaultdict(list)
    for view, telling in tellings_of(views, kinds, belongs, judged):
        said[telling.id].append(view)
        same[telling.id].append(telling)
    facts = []
    for group in arrange(map(together, same.values()), kinds, belongs, judged):
        ledger = sorted((c for telling in group for view in said[telling.id] for c in view.claims), key=lambda c: c.order)
        supported = support(said_by_sources(ledger))
        facts.append(unite(group, kinds[group[0].kind], belongs, supported, tuple(ledger)))
    return sorted(facts, key=_order)


def facts_of_reading(
    reading: Reading, kinds: Mapping[str, FactKind], published_at: dt.date | None = None
) -> list[ConsolidatedFact]:
    """The facts of one reading, nothing stored; the entities keep the keys of the document."""
    claims = {claim_id("", claim): claim for claim in reading.claims}
    resolved = [ResolvedClaim(id_, claim, "", published_at) for id_, claim in claims.items()]
    return consolidate(resolved, kinds, belongings(reading.entities))


def belongings(entities: Iterable[EntityRead]) -> dict[str, str]:
    """Whom persons act for and where places lie, by the keys of one document."""
    belongs = {}
    for entity in entities:
        if entity.state:
            belongs[entity.key] = entity.state
        elif entity.type is EntityType.PLACE and entity.country:
            belongs[entity.key] = f"state/{entity.country}"
    return belongs


def claim_id(document_id: str, claim: Claim) -> str:
    """The same words read in the same way are the same claim, however often the document is read."""
    parts = sorted((part.role, part.entity) for part in claim.parts)
    place = claim.place and claim.place.entity
    dates = sorted((name, date.start, date.end) for name, date in claim.dates.items())
    said = (claim.kind, claim.status, claim.evidence.start, claim.evidence.end, parts, place, claim.said_by)
    return stable_id("claim", document_id, *said, dates, sorted(claim.values.items()))


@dataclass(slots=True)
class _Unit:
    """Facts that are one by judgement; mostly a single one."""

    facts: list[ConsolidatedFact]
    barred: set[str] = field(default_factory=set)
    """Claims that are not of this happening by judgement."""

    def bars(self, other: "_Unit") -> bool:
        return bool(self.barred) and any(claim.id in self.barred for fact in other.facts for claim in fact.claims)


def _units(facts: Iterable[ConsolidatedFact], judged: Judgements) -> list[_Unit]:
    """The facts, those that are one by judgement put together."""
    if not judged:
        return [_Unit([fact]) for fact in facts]
    unit_of: dict[str, _Unit] = {}
    for fact in sorted(facts, key=_order):
        ids = [claim.id for claim in fact.claims]
        unit = _Unit([fact], judged.apart(ids))
        bidden = (unit_of[key] for id_ in ids for key in sorted(judged.together(id_)) if key in unit_of)
        for other in {id(other): other for other in bidden}.values():
            if not other.bars(unit):
                unit = _Unit([*other.facts, *unit.facts], other.barred | unit.barred)
        unit_of.update({claim.id: unit for fact in unit.facts for claim in fact.claims})
    return list({id(unit): unit for unit in unit_of.values()}.values())


class _Group:
    """Units that are one happening. Of those alike in all that counts, one stands for all."""

    def __init__(self) -> None:
        self.members: list[ConsolidatedFact] = []
        self._unlike: dict[Hashable, ConsolidatedFact] = {}
        self._judged: list[_Unit] = []

    def add(self, unit: _Unit, kind: FactKind) -> None:
        self.members += unit.facts
        if len(unit.facts) == 1:
            self._unlike.setdefault(outline(unit.facts[0], kind), unit.facts[0])
        if len(unit.facts) > 1 or unit.barred:
            self._judged.append(unit)

    def admits(self, unit: _Unit, kind: FactKind, belongs: Mapping[str, str]) -> bool:
        """Whether the unit agrees with every other."""
        if any(other.bars(unit) for other in self._judged):
            return False

        def agrees(facts: Iterable[ConsolidatedFact]) -> bool:
            return any(same_happening(a, b, kind, belongs, within=True) for a in unit.facts for b in facts)

        return all(agrees([fact]) for fact in self._unlike.values()) and all(agrees(u.facts) for u in self._judged)


def _grow(
    facts: Iterable[ConsolidatedFact], kind: FactKind, belongs: Mapping[str, str], judged: Judgements
) -> list[ConsolidatedFact]:
    """Join facts of one document that are one happening: each to the likest group that admits it."""
    groups: list[_Group] = []
    by_entity: dict[str, set[int]] = defaultdict(set)
    for unit in sorted(_units(facts, judged), key=lambda unit: min(map(_best_known, unit.facts))):
        keys = {key for fact in unit.facts for key in key_entities(fact, kind, belongs)}
        near = sorted({number for key in keys for number in by_entity[key]})
        fitting = [number for number in near if groups[number].admits(unit, kind, belongs)]
        if not fitting:
            groups.append(_Group())
            fitting = [len(groups) - 1]
        chosen = fitting[0] if len(fitting) == 1 else max(fitting, key=lambda i: _likeness(unit.facts, groups[i].members))
        groups[chosen].add(unit, kind)
        for key in keys:
            by_entity[key].add(chosen)
    return [_united(group.members, kind, belongs) for group in groups]


def _united(facts: Sequence[ConsolidatedFact], kind: FactKind, belongs: Mapping[str, str]) -> ConsolidatedFact:
    if len(facts) == 1:
        return facts[0]
    return combine((claim for fact in facts for claim in fact.claims), kind, belongs)


def _best_known(fact: ConsolidatedFact) -> tuple[int, int, tuple[dt.date, str, int, str]]:
    """Dated before undated, precise before vague, many parts before few, then the order of claims."""
    widths = [days(date) for date in fact.dates.values()]
    return (min(widths, default=_UNDATED_DAYS), -len(fact.parts), fact.claims[0].order)


def _likeness(unit: Sequence[ConsolidatedFact], group: Sequence[ConsolidatedFact]) -> tuple[int, int, int, int]:
    """How like the likest fact of a unit is to a group."""
    return max(_likeness_of_one(fact, group) for fact in unit)


def _likeness_of_one(fact: ConsolidatedFact, group: Sequence[ConsolidatedFact]) -> tuple[int, int, int, int]:
    """How like a fact is to a group: same parts, place and status, then near in the text."""
    parts = {part for member in group for part in member.parts}
    shared = len(parts & set(fact.parts)) - len(parts ^ set(fact.parts))
    place = sum(member.place is not None and member.place == fact.place for member in group)
    status = sum(member.status == fact.status for member in group)
    return (shared, place, status, -min(_distance(fact, member) for member in group))


def _distance(a: ConsolidatedFact, b: ConsolidatedFact) -> int:
    """Characters apart."""
    return abs(a.claims[0].claim.evidence.start - b.claims[0].claim.evidence.start)


def _order(fact: ConsolidatedFact) -> tuple[dt.date, str, int, str]:
    return fact.claims[0].order


def span_of(dates: Mapping[str, Date]) -> tuple[dt.date | None, dt.date | None]:
    """The first and last day that the dates of a fact tell of: its date, or since when and until when."""
    date = dates.get("date")
    since, until = date or dates.get("since"), date or dates.get("until")
    return (since.start if since else None, until.end if until else None)
