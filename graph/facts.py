"""Keeps the stored facts what the stored claims add up to.

What one document says of one happening is a *view*: its claims under one fact. Views that say the same are one *telling*,
stored once; a change to some views settles anew the facts of their tellings, and of no others but those that this can touch.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from graph import fact_rows, telling_rows
from graph.arrangement import Arrangement, Group, Stored
from graph.claims import Placed, load_claims, place_claims
from graph.combine import combine, support, unite
from graph.copies import group_uncompared
from graph.database import batches
from graph.judgements import NO_JUDGEMENTS, Judgements
from graph.resolve import resolve_within
from graph.resolved import ConsolidatedFact, ResolvedClaim, Support, Telling
from graph.standing import belongings_of
from graph.tables import Claim, Fact, Mention
from graph.tables import Telling as TellingRow
from graph.telling_keys import Key, keys
from graph.tellings import tellings_of, together
from graph.vocabulary import FactKind

Kinds = Mapping[str, FactKind]
_NOTHING: Mapping[str, str | None] = {}


class Belongings(dict[str, str]):
    """To whom entities belong, learned from the tables as it is asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._asked: set[str] = set()

    def learn(self, entity_ids: Iterable[str]) -> None:
        """Learn to whom entities belong."""
        new = set(entity_ids) - self._asked
        self._asked |= new
        self.update(belongings_of(self._session, new))


def views_of(session: Session, kinds: Kinds, document_id: str) -> list[ConsolidatedFact]:
    """What a document says of each of its facts, with the ids of these."""
    groups: dict[str | None, list[ResolvedClaim]] = defaultdict(list)
    for claim, fact_id in load_claims(session, Claim.document_id == document_id):
        groups[fact_id].append(claim)
    belongs = Belongings(session)
    belongs.learn(_entities_of(claim for claims in groups.values() for claim in claims))
    views = ((fact_id, combine(claims, kinds[claims[0].claim.kind], belongs)) for fact_id, claims in groups.items())
    return [view if fact_id is None else replace(view, id=fact_id) for fact_id, view in views]


def retell(
    session: Session, kinds: Kinds, document_ids: Collection[str], revision: int, judged: Judgements = NO_JUDGEMENTS
) -> None:
    """Compute anew what stored documents say, as after a judgement on their claims or the entities that they speak of."""
    settlement = Settlement(session, kinds, judged)
    settlement.retell(document_ids)
    place_claims(session, settlement.settle(revision))


def recompute_all(session: Session, kinds: Kinds, revision: int, judged: Judgements = NO_JUDGEMENTS) -> None:
    """Compute all facts anew from the claims, and store those that are not as they should be."""
    group_uncompared(session)
    session.execute(delete(TellingRow).execution_options(synchronize_session=False))
    settlement = Settlement(session, kinds, judged)
    documents = session.scalars(select(Claim.document_id).distinct().order_by(Claim.document_id)).all()
    for batch in batches(documents):
        stored = list(load_claims(session, Claim.document_id.in_(batch)))
        settlement.say([claim for claim, _ in stored], {claim.id: fact_id for claim, fact_id in stored})
    place_claims(session, settlement.settle(revision, session.scalars(select(Fact.id)).all()))


def documents_that_speak_of(session: Session, entity_ids: Collection[str]) -> list[str]:
    """The documents whose claims name one of some entities."""
    naming = select(Claim.document_id).join(Mention).where(Mention.entity_id.in_(entity_ids)).distinct()
    return list(session.scalars(naming.order_by(Claim.document_id)))


@dataclass(slots=True)
class _Said:
    """What documents now say by one telling: their claims, the facts these stood under, the confidence of each text."""

    claims: list[str] = field(default_factory=list)
    under: set[str | None] = field(default_factory=set)
    sources: dict[str, float] = field(default_factory=dict)


class Settlement:
    """One change to what documents say, and the facts that it makes."""

    def __init__(self, session: Session, kinds: Kinds, judged: Judgements = NO_JUDGEMENTS) -> None:
        """`judged` says which claims people ruled to be of one happening, and which not."""
        self.session = session
        self.kinds = kinds
        self.belongs = Belongings(session)
        self._arrangement = Arrangement(kinds, self.belongs, judged, self._find, self._find_claims)
        self._judged = judged
        self._stored: dict[str, Telling] = {}
        self._fact_of: dict[str, str] = {}
        self._size: dict[str, int] = {}
        self._unsure: set[str] = set()
        """Facts whose support is to be counted anew."""
        self._said: dict[str, _Said] = defaultdict(_Said)

    def say(self, claims: Sequence[ResolvedClaim], under: Mapping[str, str | None] = _NOTHING) -> None:
        """Take in all claims of some documents that are not told yet; stored ones stood `under` facts before."""
        self.belongs.learn(_entities_of(claims))
        by_id: dict[str, list[Telling]] = defaultdict(list)
        for view, told in self._told(claims):
            by_id[told.id].append(told)
            said = self._said[told.id]
            for claim in view.claims:
                said.claims.append(claim.id)
                said.under.add(under.get(claim.id))
                said.sources[claim.source] = max(said.sources.get(claim.source, 0.0), claim.claim.confidence)
        self._know(telling_rows.facts_with(self.session, [key for key in by_id if key not in self._arrangement.tellings]))
        new = []
        for key, tellings in by_id.items():
            known = self._arrangement.tellings.get(key)
            if known is None:
                new.append(together(tellings))
            else:
                self._arrangement.update(together([known, *tellings]))
        self._arrangement.add(new)
        self._arrangement.look_around(new)

    def _told(self, claims: Sequence[ResolvedClaim]) -> list[tuple[ConsolidatedFact, Telling]]:
        views = resolve_within(claims, self.kinds, self.belongs, self._judged)
        return tellings_of(views, self.kinds, self.belongs, self._judged)

    def forget(self, document_ids: Collection[str]) -> None:
        """Take out what documents said; their claims stay, under no fact."""
        gone = [row for batch in batches(sorted(document_ids)) for row in telling_rows.told_by(self.session, batch)]
        self._know(telling_rows.facts_with(self.session, gone))
        for batch in batches(sorted(document_ids)):
            mute = update(Claim).where(Claim.document_id.in_(batch)).values(telling_id=None, fact_id=None)
            self.session.execute(mute.execution_options(synchronize_session=False))
        rest = telling_rows.tallies(self.session, gone)
        telling_rows.drop(self.session, set(gone) - rest.keys())
        for key in gone:
            self._unsure.add(self._fact_of[key])
            if key in rest:
                self._arrangement.update(replace(self._arrangement.tellings[key], **rest[key]))
            else:
                self._arrangement.remove(key)
                del self._fact_of[key], self._stored[key]

    def recount(self, document_ids: Collection[str]) -> None:
        """Count anew how many independent texts tell what documents tell, after these are other texts' copies or are no more."""
        told = [key for batch in batches(sorted(document_ids)) for key in telling_rows.told_by(self.session, batch)]
        self._know(telling_rows.facts_with(self.session, told))
        for key in told:
            self._unsure.add(self._fact_of[key])
            self._arrangement.update(self._arrangement.tellings[key])

    def retell(self, document_ids: Collection[str]) -> None:
        """Compute anew what stored documents say."""
        loads = (load_claims(self.session, Claim.document_id.in_(batch)) for batch in batches(sorted(document_ids)))
        stored = [pair for load in loads for pair in load]
        self.forget(document_ids)
        self.say([claim for claim, _ in stored], {claim.id: fact_id for claim, fact_id in stored})

    def settle(self, revision: int, stored: Collection[str] = ()) -> dict[str, Placed]:
        """Store the facts that this makes in place of those touched, and of others that are `stored`.

        Returns under which telling and fact each claim that was said now stands.
        """
        self._arrangement.settle()
        groups = list(self._arrangement.touched.values())
        living = [group for group in groups if group.members]
        supports = self._supports(living)
        facts = [self._fact(group, supported) for group, supported in zip(living, supports, strict=True)]
        old = {group.stored for group in groups if group.stored} | set(stored)
        fact_rows.write(self.session, facts, sorted(old), revision)
        fact_of = {key: fact.fact.id for group, fact in zip(living, facts, strict=True) for key in group.members}
        self._store_tellings(fact_of)
        gone = old - {written.fact.id for written in facts}
        fact_rows.withdraw(self.session, self._successors(gone, fact_of), revision)
        return {claim: Placed(key, fact_of[key]) for key, said in self._said.items() for claim in said.claims}

    def _successors(self, gone: Collection[str], fact_of: Mapping[str, str]) -> dict[str, str | None]:
        """The facts to which most tellings of facts that are gone have moved."""
        taken: dict[str | None, Counter[str]] = {fact_id: Counter() for fact_id in gone}
        for key, fact_id in fact_of.items():
            before = self._said[key].under if key in self._said else set()
            for old in {*before, self._fact_of.get(key)} & taken.keys():
                taken[old][fact_id] += 1
        return {id_: min(taken[id_], key=lambda to: (-taken[id_][to], to), default=None) for id_ in gone}

    def _fact(self, group: Group, supported: Support) -> fact_rows.Written:
        kind = self.kinds[next(iter(group.members.values())).kind]
        fact = unite(group.members.values(), kind, self.belongs, supported)
        before = (self._said[key].under if key in self._said else {self._fact_of[key]} for key in group.members)
        grown = any(ids != {fact.id} for ids in before)
        return fact_rows.Written(fact, kind, supported.doubt, grown)

    def _supports(self, groups: Sequence[Group]) -> list[Support]:
        """What independent texts say of each group: what is stored, and what is said now."""
        kept = fact_rows.supports(self.session, [group.stored for group in groups if group.stored and self._is_whole(group)])
        others = [group for group in groups if group.stored not in kept or not self._is_whole(group)]
        told = telling_rows.sources(self.session, [key for group in others for key in self._stored_members(group)])
        bases = {id(group): support(self._merged(group, told)) for group in others}
        before = telling_rows.told_by_sources(self.session, sorted({s for said in self._said.values() for s in said.sources}))
        return [self._with_said(group, bases.get(id(group)) or kept[group.stored or ""], before) for group in groups]

    def _with_said(self, group: Group, base: Support, before: Mapping[str, Mapping[str, float]]) -> Support:
        """The support of a group with what is said now; a text that was counted before counts by its best claim."""
        said = self._merged(group, {key: self._said[key].sources for key in group.members if key in self._said})
        counted = {source: best for source, best in self._merged(group, before).items() if source in said}
        known, now = support(counted), support({source: max(said[source], counted.get(source, 0.0)) for source in said})
        return Support(base.sources - known.sources + now.sources, base.doubt - known.doubt + now.doubt)

    def _merged(self, group: Group, told: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
        """The highest confidence of each text that tells one of the tellings of a group."""
        best: dict[str, float] = {}
        for key in group.members.keys() & told.keys():
            for source, confidence in told[key].items():
                best[source] = max(best.get(source, 0.0), confidence)
        return best

    def _is_whole(self, group: Group) -> bool:
        """Whether a group still holds what is stored of one fact, and nothing stored of another."""
        members = self._stored_members(group)
        whole = group.stored is not None and len(members) == self._size[group.stored] and group.stored not in self._unsure
        return whole and all(self._fact_of[key] == group.stored for key in members)

    def _stored_members(self, group: Group) -> list[str]:
        return [key for key in group.members if key in self._fact_of]

    def _store_tellings(self, fact_of: Mapping[str, str]) -> None:
        """Store the tellings of the facts touched, and move the claims of those that have come under another fact."""
        told = {key: self._arrangement.tellings[key] for key in fact_of}
        before = self._fact_of
        new = [telling_rows.New(told[key], fact, self._keys(told[key])) for key, fact in fact_of.items() if key not in before]
        moved = {key: fact for key, fact in fact_of.items() if before.get(key, fact) != fact}
        other = (key for key in fact_of if key in before and (key in moved or told[key] != self._stored[key]))
        telling_rows.store(self.session, new)
        telling_rows.update(self.session, [(told[key], fact_of[key]) for key in other])
        telling_rows.move_claims(self.session, moved)

    def _keys(self, told: Telling) -> frozenset[Key]:
        return keys(told, self.kinds[told.kind], self.belongs)

    def _find(self, keys: Collection[Key]) -> Stored:
        return self._learned(telling_rows.facts_under(self.session, keys))

    def _find_claims(self, claims: Collection[str]) -> Stored:
        return self._learned(telling_rows.facts_that_hold(self.session, sorted(claims)))

    def _know(self, stored: Stored) -> None:
        self._arrangement.know(self._learned(stored))

    def _learned(self, stored: Stored) -> Stored:
        """Stored facts, noted as they were, with whom their entities belong to."""
        facts = [(fact_id, list(tellings)) for fact_id, tellings in stored]
        self.belongs.learn(_spoken_of(telling for _, tellings in facts for telling in tellings))
        for fact_id, tellings in facts:
            if fact_id is not None and fact_id not in self._size:
                self._size[fact_id] = len(tellings)
                self._stored |= {telling.id: telling for telling in tellings}
                self._fact_of |= {telling.id: fact_id for telling in tellings}
        return facts


def _spoken_of(tellings: Iterable[Telling]) -> set[str]:
    told = list(tellings)
    return {entity for telling in told for entity, _ in telling.parts} | {telling.place for telling in told if telling.place}


def _entities_of(claims: Iterable[ResolvedClaim]) -> set[str]:
    spoken = [resolved.claim for resolved in claims]
    parts = {part.entity for claim in spoken for part in claim.parts}
    return parts | {claim.place.entity for claim in spoken if claim.place}
