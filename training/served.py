"""A claim in the form of a served fact, so that it can be held against the gold by itself."""

from collections.abc import Mapping

from app.matching import Json
from graph.vocabulary import Claim, Date
from nlp.kinds import KINDS


def served(claim: Claim, names: Mapping[str, str], text: str) -> Json:
    """The claim as the fact that it alone would make; `names` are those of the entities by key, `text` is what it was read in."""
    kind = KINDS[claim.kind]
    fact: dict[str, object] = {"kind": claim.kind, kind.status_field: claim.status, **claim.values}
    for field in kind.parts:
        found = [
            {"name": names[part.entity], "mention": text[part.mention.start : part.mention.end]}
            for part in claim.parts
            if part.role == field.role
        ]
        fact[field.name] = found if field.many else next(iter(found), None)
    if claim.place is not None:
        fact["place"] = {"name": names[claim.place.entity]}
    return fact | {name: _date(date) for name, date in claim.dates.items()}


def _date(date: Date) -> Json:
    return {"start": date.start.isoformat(), "end": date.end.isoformat()}
