"""A visit in the course of which the visitor met somebody: two clauses that tell of one happening."""

from dataclasses import replace

from graph.vocabulary import Claim, EntityType
from nlp.tokens import Doc


def without_stages(doc: Doc, claims: list[Claim]) -> list[Claim]:
    """`claims` without visits to a state whose sentence tells whom the visitor met there.

    That meeting says more; it takes over the day and the place as far as it has none of its own.
    """
    states = {actor.key: actor.state.key for actor in doc.actors if actor.type == EntityType.PERSON and actor.state is not None}
    kept = list(claims)
    for visit in claims:
        if visit.values["format"] != "visit":
            continue
        for number, claim in enumerate(kept):
            if claim is not visit and _is_stage(visit, claim, states):
                kept[number] = replace(claim, dates=claim.dates or visit.dates, place=claim.place or visit.place)
                kept = [other for other in kept if other is not visit]
                break
    return kept


def _is_stage(visit: Claim, claim: Claim, states: dict[str, str]) -> bool:
    """Whether `claim` tells whom the visitor met: persons of the visited state, in one sentence, at that time."""
    if claim.values["format"] in {"visit", "call"} or visit.status != claim.status:
        return False
    hosts = set(visit.entities("host"))
    visitors = set(visit.entities("participant")) - hosts
    others = set(claim.entities("participant")) - visitors
    seen = visitors <= set(claim.entities("participant"))
    return (
        bool(visitors and others)
        and seen
        and all(states.get(other) in hosts for other in others)
        and visit.evidence == claim.evidence
        and not _are_apart(visit, claim)
    )


def _are_apart(visit: Claim, claim: Claim) -> bool:
    """Whether the two are told to be on different days."""
    first, second = visit.dates.get("date"), claim.dates.get("date")
    return first is not None and second is not None and (first.end < second.start or second.end < first.start)
