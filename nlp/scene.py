"""When and where a meeting was of which the sentence does not say so: as the journey or meeting just told of the same persons."""

from dataclasses import replace

from graph.vocabulary import Claim
from nlp.completion import SERIAL
from nlp.contacts import by_phone
from nlp.date_mentions import dates
from nlp.places import filed_from
from nlp.tokens import Token

REACH = 420
"""How many characters back the earlier meeting may be told, within the same paragraph."""
GOES_ON = frozenset("subsequently afterwards then later thereafter next".split())
AFAR = frozenset({"call", "visit"})
"""Formats of what is not done where one is, or tells itself where one goes."""
THESE_DAYS = 2
"""Days before its own of which a report tells at its place."""
HAPPENED = frozenset({"held", "ongoing"})
TO_COME = frozenset({"planned"})


def told(claim: Claim, trigger: Token, earlier: list[Claim]) -> Claim:
    """`claim` with what the text around its sentence tells of when and where: the meetings `earlier` in it, its dateline."""
    return _reported(_in_scene(claim, trigger, earlier), trigger)


def _in_scene(claim: Claim, trigger: Token, earlier: list[Claim]) -> Claim:
    """`claim` with the day and place of the last meeting told of one of its participants, as far as it names none itself."""
    if (claim.dates and claim.place) or not _time_of(claim) or _is_elsewhere(trigger):
        return claim
    for other in reversed(earlier[-4:]):
        if not _is_near(other, claim, trigger):
            break
        if _may_share(other, claim):
            return _borrowed(claim, other, trigger)
    return claim


def _is_near(other: Claim, claim: Claim, trigger: Token) -> bool:
    gap = trigger.doc.text[other.evidence.end : claim.evidence.start]
    goes_on = any(token.lower_ in GOES_ON for token in trigger.sent[:6])
    return len(gap) <= REACH and (goes_on or "\n" not in gap)


def _may_share(other: Claim, claim: Claim) -> bool:
    """Whether two claims may tell of one stay: they have a participant in common, and are not of two days or places."""
    met = set(other.entities("participant")) & set(claim.entities("participant"))
    apart = claim.dates and other.dates and claim.dates["date"].start != other.dates["date"].start
    away = claim.place and other.place and claim.place.entity != other.place.entity
    return (
        other.status in _time_of(claim)
        and bool(met)
        and not apart
        and not away
        and claim.values["format"] not in AFAR
        and other.values["format"] != "call"
    )


def _time_of(claim: Claim) -> frozenset[str]:
    """The statuses of meetings that may be of one stay with `claim`; none where it neither happened nor will."""
    return next((statuses for statuses in (HAPPENED, TO_COME) if claim.status in statuses), frozenset())


def _borrowed(claim: Claim, other: Claim, trigger: Token) -> Claim:
    own = any(trigger.sent.start <= mention.span.start < trigger.sent.end for mention in dates(trigger.doc))
    return replace(claim, dates=claim.dates or ({} if own else other.dates), place=claim.place or other.place)


def _is_elsewhere(trigger: Token) -> bool:
    """Whether a meeting is told as another one: `had met before`, `a second round`, `the previous summit`."""
    said = {child.lower_ for child in trigger.children}
    return bool(said & (SERIAL | {"had", "again", "once", "last", "first", "before", "since"}))


def _reported(claim: Claim, trigger: Token) -> Claim:
    """A meeting of these days of which no place is told was where the report comes from."""
    today, date = trigger.doc.published_at, claim.dates.get("date")
    if claim.place or today is None or date is None or claim.status not in HAPPENED or claim.values["format"] in AFAR:
        return claim
    if abs((date.start - today).days) > THESE_DAYS or claim.rule == "meeting.speak" or by_phone(trigger):
        return claim
    return replace(claim, place=filed_from(trigger))
