"""Claims whose entities are settled, what documents tell by them, and the facts that this adds up to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.text_keys import stable_id
from graph.vocabulary import Claim, Date

Order = tuple[dt.date, str, int, str]
"""By publication, then by the order of the text; no two claims are equal in it."""


def fact_id_of(claim_id: str) -> str:
    """The id of the fact of which a claim is the earliest."""
    return stable_id("fact", claim_id)


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
    def order(self) -> Order:
        """Its place among all claims."""
        return (self.published_at or dt.date.max, self.document_id, self.claim.evidence.start, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of one happening, be it by a claim, by a document or by many."""

    kind: str
    status: str
    parts: tuple[tuple[str, str], ...]
    """(entity, role), in the order in which the claims name them."""
    values: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, Date] = field(default_factory=dict)
    place: str | None = None
    reported: dt.date | None = None
    """The day of publication."""

    def entities(self, role: str) -> frozenset[str]:
        """The entities that play `role`."""
        return frozenset(entity for entity, part in self.parts if part == role)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice(Told):
    """What is said with so much weight: by one claim, or by all documents that tell the same."""

    weight: int
    """Its confidence in thousandths, added up over documents; an integer, so that sums do not depend on their order."""
    first: Order
    last: dt.date
    """The last day on which it was said; the greatest day where that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling(Voice):
    """One way in which documents tell of a happening: alike in all that counts when happenings are told apart."""

    id: str
    alone: str | None = None
    """The document that keeps it apart from something alike; two tellings of one such document are never one happening."""
    documents: int = 1
    judged: tuple[str, ...] = ()
    """Its claims, where people ruled on one of them; it is then the telling of one document."""


@dataclass(frozen=True, slots=True)
class Support:
    """How many independent texts speak, and what doubt they leave: millionths of -ln(1 - confidence), added up."""

    sources: int = 0
    doubt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidatedFact(Told):
    """What the claims about one happening add up to."""

    id: str
    confidence: float = 1.0
    sources: int = 1
    claims: tuple[ResolvedClaim, ...] = ()
    """In the order of publication and text: the ledger of the fact; not kept where many documents are added up."""

    @property
    def documents(self) -> frozenset[str]:
        """The documents whose claims it rests on."""
        return frozenset(claim.document_id for claim in self.claims)
