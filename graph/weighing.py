"""Whether a name that a document uses is a stored entity's: points for and against, each with its reason.

A gazetteer's key settles it without weighing. Nothing here looks at other candidates: a decision is about one pair.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from graph.judgements import Verdict
from graph.spelling import Likeness, compare, initials

SAME, UNSURE = 4.0, 3.0
"""Points from which two are taken to be the same, and from which a person should look at them."""
_NAMES = {Likeness.EQUAL: 4.0, Likeness.SPELLING: 3.0, Likeness.INITIALS: 1.5, Likeness.PART: 1.0}
_ACRONYM = 3.0
_SAME_STATE, _OTHER_STATE = 2.0, -6.0
_SAME_OFFICE = 1.0
_COMPANY, _MOST_COMPANY = 1.0, 2.0
_WORDS = {
    Likeness.EQUAL: "the same name",
    Likeness.SPELLING: "the same name in another spelling",
    Likeness.INITIALS: "the same surname, and initials that fit",
    Likeness.PART: "a part of the name",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One side of a comparison: what an entity is called, for whom it acts, which offices it holds at the time."""

    names: Collection[str]
    state_id: str | None = None
    offices: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A point of a decision."""

    reason: str
    detail: str
    points: float

    def to_json(self) -> dict[str, Any]:
        """As it is stored and served."""
        return {"reason": self.reason, "detail": self.detail, "points": self.points}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reasons add up to."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """The sum of points."""
        return sum(reason.points for reason in self.reasons)

    @property
    def verdict(self) -> Verdict:
        """Whether they are the same, different, or for a person to look at."""
        return Verdict.SAME if self.score >= SAME else Verdict.UNSURE if self.score >= UNSURE else Verdict.DIFFERENT


def weigh(read: Seen, stored: Seen, company: Collection[str] = ()) -> Decision | None:
    """The decision about an entity that a document speaks of and a stored one; None where no name speaks for it.

    `company` are the names of those who appear beside both.
    """
    named = [reason for name in read.names for other in stored.names if (reason := _name(name, other))]
    if not named:
        return None
    reasons = [max(named, key=lambda reason: (reason.points, reason.detail))]
    if read.state_id and stored.state_id:
        same = read.state_id == stored.state_id
        detail = "both act for it" if same else "they act for different ones"
        reasons.append(Reason("state", detail, _SAME_STATE if same else _OTHER_STATE))
    if shared := sorted(set(read.offices) & set(stored.offices)):
        reasons.append(Reason("office", f"both are called {', '.join(shared)}", _SAME_OFFICE))
    if company:
        points = min(_COMPANY * len(company), _MOST_COMPANY)
        reasons.append(Reason("company", f"both appear beside {', '.join(sorted(company))}", points))
    return Decision(tuple(sorted(reasons, key=lambda reason: -abs(reason.points))))


def _name(name: str, other: str) -> Reason | None:
    likeness = compare(name, other)
    if likeness is not None:
        return Reason("name", f"{_WORDS[likeness]}: {name}, {other}", _NAMES[likeness])
    short, long = sorted((name, other), key=len)
    if len(short) > 2 and short.isupper() and short == initials(long):
        return Reason("name", f"the initials of the name: {name}, {other}", _ACRONYM)
    return None
