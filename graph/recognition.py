"""Recognises entities of a document that are stored under another spelling, and keeps why it did or did not."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from graph.acquaintance import Acquaintance
from graph.candidates import company, names_of, offices, offices_read
from graph.judgements import Verdict
from graph.tables import Entity
from graph.vocabulary import EntityRead, EntityType, Reading
from graph.weighing import Decision, Seen, weigh

BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)
"""Readers are not of one mind about which of these a body is, so that a name stands for either."""
_TELLING = 3.0
"""Points of a name from which it is worth keeping why two are not the same."""


def may_be(type_: EntityType, entity: Entity) -> bool:
    """Whether a stored entity may be what was read as of a type."""
    return entity.type in (BODIES if type_ in BODIES else (type_,))


@dataclass(frozen=True, slots=True)
class _Weighed:
    entity: Entity
    decision: Decision
    verdict: Verdict


class Recogniser:
    """Compares those of one document whose full names are not stored with those stored."""

    def __init__(
        self, session: Session, known: Acquaintance, document_id: str, reading: Reading, strangers: Iterable[EntityRead]
    ) -> None:
        self._session, self._known, self._document_id = session, known, document_id
        self._candidates = {read.key: known.alike(read) for read in strangers}
        self._offices = offices_read(reading)
        self.matches: list[dict[str, Any]] = []
        """Rows of what was compared."""

    def recognise(
        self, read: EntityRead, state_id: str | None, beside: Mapping[str, str]
    ) -> tuple[Entity | None, list[_Weighed]]:
        """The stored entity that a name stands for, if one is likely enough, and all that it was compared with.

        `beside` are the names of those who appear in the document too, by their ids.
        """
        candidates = [entity for entity in self._candidates.get(read.key, ()) if may_be(read.type, entity)]
        weighed = self._weigh(read, state_id, candidates, beside) if candidates else []
        best = [one for one in weighed if one.decision.score == weighed[0].decision.score]
        if not best or best[0].verdict is not Verdict.SAME:
            return None, weighed
        if len(best) > 1:
            return None, [_Weighed(one.entity, one.decision, _at_most_unsure(one.verdict)) for one in weighed]
        return best[0].entity, [best[0]]

    def note(self, read: EntityRead, entity: Entity, weighed: Collection[_Weighed]) -> None:
        """Keep why a name stands for an entity, and why for no other."""
        for one in weighed:
            if one.verdict is Verdict.DIFFERENT and max(r.points for r in one.decision.reasons if r.reason == "name") < _TELLING:
                continue
            self.matches.append(
                {
                    "entity_id": entity.id,
                    "candidate_id": None if one.entity is entity else one.entity.id,
                    "name": read.name,
                    "document_id": self._document_id,
                    "verdict": str(one.verdict),
                    "score": one.decision.score,
                    "reasons": [reason.to_json() for reason in one.decision.reasons],
                    "created_at": dt.datetime.now(dt.UTC),
                }
            )

    def _weigh(
        self, read: EntityRead, state_id: str | None, candidates: Sequence[Entity], beside: Mapping[str, str]
    ) -> list[_Weighed]:
        own = Seen(names_of(read), state_id, self._offices.get(read.key, ()))
        names = self._known.names([entity.id for entity in candidates])
        called = [entity for entity in candidates if weigh(own, Seen(names.get(entity.id, ()))) is not None]
        ids = [entity.id for entity in called]
        shared = company(self._session, ids, beside)
        held = offices(self._session, ids) if read.type is EntityType.PERSON else {}
        found = []
        for entity in called:
            stored = Seen(names.get(entity.id, ()), entity.state_id, held.get(entity.id, ()))
            if (decision := weigh(own, stored, shared.get(entity.id, ()))) is not None:
                found.append(_Weighed(entity, decision, decision.verdict))
        return sorted(found, key=lambda one: (-one.decision.score, one.entity.id))


def _at_most_unsure(verdict: Verdict) -> Verdict:
    return Verdict.UNSURE if verdict is Verdict.SAME else verdict
