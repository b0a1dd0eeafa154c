"""Claims whose entities are settled, and the facts they add up to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.vocabulary import Claim, Date


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """A claim whose entity keys are entity ids, with the document it stands in."""

    id: str
    claim: Claim
    document_id: str
    published_at: dt.date | None = None
    text_key: str = ""
    """Equal for documents of the same text, which count as one source."""

    @property
    def source(self) -> str:
        """What independent sources are counted by."""
        return self.text_key or self.document_id

    @property
    def order(self) -> tuple[dt.date, str, int, str]:
        """By publication, then by the order of the text; no two claims are equal in it."""
        return (self.published_at or dt.date.max, self.document_id, self.claim.evidence.start, self.id)


@dataclass(frozen=True, slots=True)
class ConsolidatedFact:
    """What the claims about one happening add up to."""

    id: str
    kind: str
    status: str
    parts: tuple[tuple[str, str], ...]
    """(entity, role), in the order in which the claims name them."""
    values: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)
    place: str | None = None
    confidence: float = 1.0
    sources: int = 1
    claims: tuple[ResolvedClaim, ...] = ()
    """In the order of publication and text: the ledger of the fact."""

    def entities(self, role: str) -> frozenset[str]:
        """The entities that play `role`."""
        return frozenset(entity for entity, part in self.parts if part == role)

    @property
    def documents(self) -> frozenset[str]:
        """The documents whose claims it rests on."""
        return frozenset(claim.document_id for claim in self.claims)
