"""Offices that pass from one to another: `his predecessor, X`, `Y, who succeeded her`, `Z takes over from him`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.vocabulary import Claim, ClaimPart, EntityType, Span
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import children, objects, prepositional, subjects
from nlp.claims import known_actor
from nlp.dates import date_of
from nlp.gazetteer import Gazetteer
from nlp.officeholders import SUCCEED, person_at
from nlp.status import tense
from nlp.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Held:
    """An office that a person holds or held: its title, and the part of a claim that names what it is of."""

    title: str
    of: ClaimPart


def remember(doc: Doc, claim: Claim) -> None:
    """Keep what a claim tells of an office, for those named later by their relation to its holder."""
    held = Held(claim.values["title"], next(part for part in claim.parts if part.role == "of"))
    doc.offices[claim.entities("person")[0]] = held


def held_by(doc: Doc, person: Actor) -> Held | None:
    """The office read last of a person, else the one that the gazetteer knows at the document's date."""
    if person.key in doc.offices:
        return doc.offices[person.key]
    on = doc.published_at
    terms = [term for term in Gazetteer.load().terms(person.key) if on is not None and term.holds(on, 31)]
    body = known_actor(doc, terms[0].of) if terms else None
    return Held(terms[0].office, ClaimPart("of", body.key, _where(doc, person))) if body is not None else None


def _where(doc: Doc, person: Actor) -> Span:
    span = next(m.span for m in mentions(doc) if person in m.actors)
    return Span(span.start_char, span.end_char)


def related(noun: Token, holder: Actor) -> Held | None:
    """The office of the one whose `predecessor` or `successor` the holder is."""
    doc = noun.doc
    owners = [m for child in children(noun, "poss") if (m := mention_at(child)) is not None]
    before = [m for m in mentions(doc) if noun.sent.start <= m.span.start < noun.i and m.kind == "name"]
    for mention in [*owners, *(reversed(before) if owners else ())]:
        for actor in mention.actors:
            if actor.type == EntityType.PERSON and actor is not holder and (held := held_by(doc, actor)) is not None:
                return held
    return None


def handed_over(verb: Token) -> Iterator[tuple[Mention, Held, str]]:
    """Who takes over from whom, with the office and the status of each: `Y succeeds X` makes X `former`."""
    if verb.lemma_ == "take" and not any(child.lower_ == "over" for child in verb.children):
        return
    earlier = _first(prepositional(verb, "from") if verb.lemma_ == "take" else objects(verb))
    later = _first(subjects(verb))
    how = tense(verb)
    if earlier is None or later is None or earlier.actors[0] is later.actors[0] or how.negated or how.conditional:
        return
    held = held_by(verb.doc, earlier.actors[0])
    if held is None:
        return
    yield later, held, "incoming" if _is_to_come(verb) else "current"
    if how.time == "past":
        yield earlier, held, "former"


def replaced(office: Token) -> Mention | None:
    """Whom the holder has followed in an office: `succeeded Waldheim as secretary-general`."""
    verb = office.head.head if office.dep_ == "pobj" and office.head.lower_ == "as" else office
    done = verb.lemma_ in SUCCEED and tense(verb).time == "past" and not tense(verb).negated
    return _first(objects(verb) or prepositional(verb, "from")) if done else None


def _is_to_come(verb: Token) -> bool:
    how, day, today = tense(verb), date_of(verb), verb.doc.published_at
    return how.time == "future" or how.possible or (day is not None and today is not None and day.start > today)


def _first(tokens: Iterable[Token]) -> Mention | None:
    return next((person for token in tokens if (person := person_at(token)) is not None), None)
