"""A visit in the course of which the visitor met somebody: two clauses that tell of one happening."""

from collections import defaultdict
from dataclasses import replace

from graph.vocabulary import Claim, EntityType, Span
from nlp.tokens import Doc


def without_stages(doc: Doc, claims: list[Claim]) -> list[Claim]:
    """`claims` without visits to a state whose sentence tells whom the visitor met there.

    That meeting says more; it takes over the day and the place as far as it has none of its own.
    """
    states = {actor.key: actor.state.key for actor in doc.actors if actor.type == EntityType.PERSON and actor.state is not None}
    here: dict[Span, list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        here[claim.evidence].append(number)
    kept: list[Claim | None] = list(claims)
    for place, visit in enumerate(claims):
        if visit.values["format"] != "visit":
            continue
        for number in here[visit.evidence]:
            stage = kept[number]
            if stage is not None and number != place and _is_stage(visit, stage, states):
                kept[number] = replace(stage, dates=stage.dates or visit.dates, place=stage.place or visit.place)
                kept[place] = None
                break
    return [claim for claim in kept if claim is not None]


def _is_stage(visit: Claim, claim: Claim, states: dict[str, str]) -> bool:
    """Whether `claim`, of the same sentence, tells whom the visitor met: persons of the visited state, at that time."""
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
        and _may_be_of_one_day(visit, claim)
    )


def _may_be_of_one_day(visit: Claim, claim: Claim) -> bool:
    first, second = visit.dates.get("date"), claim.dates.get("date")
    return first is None or second is None or first.overlaps(second)
