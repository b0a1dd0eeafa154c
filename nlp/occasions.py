"""Several occasions told by one verb: `met in Bonn on 3 May and at Ohrid on 12 June`, `saw A on Monday and B on Tuesday`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.vocabulary import Claim, ClaimPart, EntityType
from nlp.actors import Mention, mention_at, mentions
from nlp.claims import actor_parts
from nlp.date_mentions import DateMention, dates
from nlp.places import named_by
from nlp.tokens import Token

WHERE = frozenset({"in", "at", "near", "on"})
APART = frozenset({"again", "then", "later", "afterwards"})
LINKS = frozenset({"and", "then", ",", ";", "but"})
CLOSED = frozenset({"VERB", "AUX"})
PARTICIPLES = frozenset({"VBN", "VBG"})


@dataclass(frozen=True, slots=True)
class _Leg:
    """The words of one occasion, from `start` up to `end`, with the date or place that tells it apart."""

    start: int
    end: int
    date: DateMention | None = None


def told_apart(claim: Claim, trigger: Token) -> list[Claim]:
    """The claim itself, or one for each occasion that the words behind its trigger tell."""
    for legs in (_by_date(trigger), _by_place(trigger)):
        if len(legs) > 1 and (found := _claims(claim, trigger, legs)):
            return found
    return [claim]


def _claims(claim: Claim, trigger: Token, legs: list[_Leg]) -> list[Claim]:
    here = [actor_parts("participant", [m.root for m in _persons(trigger, leg)]) for leg in legs]
    met = {part.entity for parts in here for part in parts}
    met -= {part.entity for part in claim.parts if part.mention.start < trigger.idx}
    places = [_place(trigger, leg) for leg in legs]
    dated = all(leg.date is not None for leg in legs)
    if not all(
        _stands_alone(trigger, leg, parts, place) for leg, parts, place in zip(legs[1:], here[1:], places[1:], strict=True)
    ):
        return []
    if not dated and not all(parts and place for parts, place in zip(here, places, strict=True)):
        return []
    found = []
    for number, (leg, parts, place) in enumerate(zip(legs, here, places, strict=True)):
        own = [part for part in parts if part.entity in met] if parts else list(here[0])
        known = {part.entity for part in own}
        kept = [part for part in claim.parts if part.entity not in met - known]
        kept += [part for part in own if part.entity not in {p.entity for p in kept}]
        found.append(
            replace(
                claim,
                parts=tuple(kept),
                dates={"date": leg.date.value} if leg.date is not None else claim.dates,
                place=place or (claim.place if number == 0 and claim.place not in places else None),
            )
        )
    return found


def _stands_alone(trigger: Token, leg: _Leg, parts: list[ClaimPart], place: ClaimPart | None) -> bool:
    """Whether the words of a leg tell an occasion of its own: whom was met then, where, or that it was again."""
    return bool(parts) or place is not None or any(token.lower_ in APART for token in trigger.doc[leg.start : leg.end])


def _by_date(trigger: Token) -> list[_Leg]:
    """The words behind a trigger, divided so that a date stands in each part."""
    end = _clause_end(trigger)
    told = [m for m in dates(trigger.doc) if trigger.i < m.span.start < end and not m.relation and m.modifies is None]
    return _legs(trigger, end, [(m.span.start, m.span.end, m) for m in told])


def _by_place(trigger: Token) -> list[_Leg]:
    end = _clause_end(trigger)
    told = [m for m in mentions(trigger.doc) if trigger.i < m.span.start < end and _is_where(m)]
    return _legs(trigger, end, [(m.span.start, m.span.end, None) for m in told])


def _legs(trigger: Token, end: int, anchors: list[tuple[int, int, DateMention | None]]) -> list[_Leg]:
    """The parts that hold one anchor each: its first and last token and its date; none where nothing links them."""
    if len(anchors) < 2:
        return []
    borders = [_border(trigger, stop, following) for (_, stop, _), (following, _, _) in pairwise(anchors)]
    starts = [trigger.i + 1, *(border for border in borders if border is not None)]
    if len(starts) < len(anchors):
        return []
    return [_Leg(start, stop, date) for start, stop, (_, _, date) in zip(starts, [*starts[1:], end], anchors, strict=True)]


def _border(trigger: Token, stop: int, following: int) -> int | None:
    """Where a new part begins between two dates: at the last `and`, else at the last comma."""
    between = trigger.doc[stop:following]
    links = [token.i for token in between if token.lower_ == "and"] or [token.i for token in between if token.text in ",;"]
    return links[-1] if links else None


def _clause_end(trigger: Token) -> int:
    """Where the words that a trigger governs end: at the clause of the next finite verb, or at a semicolon."""
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if token.pos_ in CLOSED and token.tag_ not in PARTICIPLES:
            return max(trigger.i + 1, min(token.left_edge.i, token.i) if token.left_edge.i > trigger.i else token.i)
        if token.text == ";" or token.lower_ in {"who", "which", "where", "when", "that"} or "\n" in token.text:
            return token.i
    return trigger.sent.end


def _persons(trigger: Token, leg: _Leg) -> Iterator[Mention]:
    for mention in mentions(trigger.doc):
        named = mention.kind == "name" and len(mention.actors) == 1 and mention.actors[0].type == EntityType.PERSON
        if named and leg.start <= mention.span.start < leg.end and mention.root.dep_ not in {"poss", "compound"}:
            yield mention


def _is_where(mention: Mention) -> bool:
    return (
        mention.actors[0].type == EntityType.PLACE
        and mention.span.start > 0
        and mention.span.doc[mention.span.start - 1].lower_ in WHERE
    )


def _place(trigger: Token, leg: _Leg) -> ClaimPart | None:
    for token in trigger.doc[leg.start : leg.end]:
        mention = mention_at(token)
        if mention is not None and mention.span.start >= leg.start and _is_where(mention):
            return named_by(mention)
    return None
