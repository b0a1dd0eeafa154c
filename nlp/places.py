"""Where an event took place: the place named with it, the end of a journey, or what `there` and `the capital` mean."""

from collections.abc import Iterable, Iterator

from graph.vocabulary import ClaimPart, EntityType, Span
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import children, prepositional
from nlp.gazetteer import Gazetteer, fold
from nlp.offices import HEADS, INSTITUTIONS
from nlp.sentences import datelines
from nlp.tokens import Doc, Token

LEAD = 60
"""Characters that may stand between a dateline's place and the sentence that it leads."""
PREPOSITIONS = ("in", "at", "on", "near", "outside", "inside", "off")
TOWNS = frozenset(
    "city town port village resort suburb district province region outskirts island centre center ruins airport palace "
    "castle".split()
)
"""Nouns that go before the name of the place itself: `the port of Manzanillo`."""
THIS_PLACE = TOWNS | {"place", "rock", "territory", "hotel"}
JOURNEYS = frozenset("travel fly go return come arrive drive journey head sail land visit tour cross move rush hurry jet".split())
GOALS = ("to", "in", "at", "for", "into", "on")
WHERE = frozenset((*GOALS, *PREPOSITIONS))
OFFICES = HEADS | INSTITUTIONS
STATES = ("in", "at")
"""Prepositions behind which a state is a place."""


def place_of(*triggers: Token) -> ClaimPart | None:
    """Where the event of the first of `triggers` that has a place took place; of a report's first line, its dateline."""
    if not triggers:
        return None
    for find in (_named_with, _journeys_end, _there):
        for trigger in triggers:
            for token in find(trigger):
                if (found := _part(token)) is not None:
                    return found
    return _only_one(triggers[0]) or _dateline(triggers[0])


def _only_one(trigger: Token) -> ClaimPart | None:
    """The one place that a sentence says something went on in or went to, wherever the parser hung it."""
    found = {}
    for token in trigger.sent:
        if token.dep_ == "pobj" and token.head.lower_ in WHERE and not _tells_an_office(token.head.head):
            mention = mention_at(token)
            if mention is not None and mention.actors[0].type == EntityType.PLACE:
                found[mention.actors[0].key] = mention
    if len(found) != 1:
        return None
    return named_by(next(iter(found.values())))


def _tells_an_office(noun: Token) -> bool:
    """`the ambassador in Delhi`, `the foreign ministry in Tokyo`."""
    return noun.lemma_.lower() in OFFICES


def named_by(mention: Mention) -> ClaimPart:
    """The place that a mention names."""
    return ClaimPart("place", mention.actors[0].key, Span(mention.span.start_char, mention.span.end_char))


def _part(token: Token) -> ClaimPart | None:
    """The place that the noun phrase of `token` names or means."""
    for named in (token, *_named_inside(token)):
        mention = mention_at(named)
        if mention is not None and len(mention.actors) == 1 and _is_place(mention, named):
            return named_by(mention)
    if token.lemma_.lower() == "capital":
        return _capital(token)
    if token.lemma_.lower() in THIS_PLACE and any(child.lower_ in {"the", "this", "that", "same"} for child in token.children):
        return _last_named(token)
    return None


def _named_inside(token: Token) -> Iterator[Token]:
    """`the port of Manzanillo`, `Boryspil airport`, `the capital, Naypyidaw`."""
    yield from children(token, "appos")
    yield from prepositional(token, "of") if token.lemma_.lower() in TOWNS else ()
    yield from children(token, "compound", "nmod")


def _is_place(mention: Mention, token: Token) -> bool:
    kind = mention.actors[0].type
    if kind == EntityType.PLACE:
        return True
    return kind == EntityType.STATE and not mention.metonym and token.dep_ == "pobj" and token.head.lower_ in STATES


def _named_with(trigger: Token) -> Iterator[Token]:
    """Places that hang from the trigger by a preposition or as a modifier, then those behind its objects in the clause."""
    yield from prepositional(trigger, *PREPOSITIONS)
    yield from (child for child in children(trigger, "compound", "nmod", "amod", "poss") if _names_place(child))
    for token in trigger.subtree:
        if token.i > trigger.i and token.dep_ == "pobj" and token.head.lower_ in PREPOSITIONS and _same_clause(token, trigger):
            yield token


def _names_place(token: Token) -> bool:
    mention = mention_at(token)
    return mention is not None and mention.actors[0].type == EntityType.PLACE


def _same_clause(token: Token, trigger: Token) -> bool:
    """Whether no other verb stands between the two."""
    for ancestor in token.ancestors:
        if ancestor.i == trigger.i:
            continue
        if ancestor.pos_ == "VERB":
            return ancestor in trigger.ancestors
        if ancestor.i == trigger.head.i:
            return True
    return True


def _journeys_end(trigger: Token) -> Iterator[Token]:
    """`flew to Gaza to see Arafat`, `in Warsaw, where he was received`, `visits Georgetown and meets Ali`."""
    token = trigger
    for _ in range(4):
        if token.dep_ == "relcl" and any(child.lower_ == "where" for child in token.children):
            yield token.head
            return
        if token.dep_ not in {"xcomp", "advcl", "conj", "pobj", "prep", "dobj", "ccomp"} or token.head.i == token.i:
            return
        token = token.head
        if token.lemma_ in JOURNEYS and token.pos_ == "VERB":
            yield from prepositional(token, *GOALS)
            yield from children(token, "dobj")
            return


def _there(trigger: Token) -> Iterator[Token]:
    """The place last named, where the clause says `there`."""
    for child in (*trigger.children, *trigger.head.children):
        if child.lower_ == "there" and child.dep_ == "advmod":
            last = _last_mention(child)
            yield from (last.root,) if last is not None else ()


def _last_mention(token: Token, country: str | None = None) -> Mention | None:
    """The last place named before `token`, in a country if one is given."""
    before = [
        m
        for m in mentions(token.doc)
        if m.span.start < token.i and m.actors[0].type == EntityType.PLACE and country in {None, m.actors[0].country}
    ]
    return before[-1] if before else None


def _last_named(token: Token) -> ClaimPart | None:
    """`the Swiss city`, `the same hotel`: the place last named."""
    owner = _owner(token)
    last = _last_mention(token, owner.country if owner is not None else None)
    return named_by(last) if last is not None else None


def _owner(token: Token) -> Actor | None:
    beside = (*children(token, "amod", "compound", "poss", "nmod"), *prepositional(token, "of"))
    found = (mention_at(other) for other in beside)
    return next((m.actors[0] for m in found if m is not None and m.actors[0].type == EntityType.STATE), None)


def _capital(token: Token) -> ClaimPart | None:
    """`the Belgian capital`."""
    owner = _owner(token)
    if owner is None:
        return _last_capital(token)
    name = Gazetteer.load().capital(owner.country) if owner.country is not None else None
    if name is None:
        return None
    place = _place(token.doc, name, owner.country)
    return ClaimPart("place", place.key, Span(token.idx, token.idx + len(token)))


def _last_capital(token: Token) -> ClaimPart | None:
    """`the capital` of which the text does not say whose: the last one named."""
    capital_of = Gazetteer.load().capital
    for mention in reversed(mentions(token.doc)):
        place = mention.actors[0]
        if (
            mention.span.start < token.i
            and place.type == EntityType.PLACE
            and place.country
            and capital_of(place.country) == place.name
        ):
            return named_by(mention)
    return None


def _place(doc: Doc, name: str, country: str | None) -> Actor:
    """The place of that name among the document's actors, added if it is not named."""
    key = f"{EntityType.PLACE}/{fold(name).replace(' ', '-')}"
    found: Iterable[Actor] = doc.actors
    known = next((actor for actor in found if actor.key == key), None)
    if known is None:
        known = Actor(key, EntityType.PLACE, name, country=country)
        doc.actors.append(known)
    return known


def _dateline(trigger: Token) -> ClaimPart | None:
    """`GENEVA (Agency) - Talks between …`: the place that the first sentence of a report starts with, or that `here` means."""
    here = any(child.lower_ == "here" for token in (trigger, trigger.head) for child in token.subtree)
    filed = filed_from(trigger)
    if filed is None or here:
        return filed
    lead = trigger.sent[0].idx - filed.mention.end
    return filed if lead <= LEAD else None


def filed_from(token: Token) -> ClaimPart | None:
    """The place of the dateline under which `token` stands, the last one before it: a text may hold several reports."""
    before = [start for start, _ in datelines(token.doc.text) if start <= token.idx]
    span = token.doc.char_span(before[-1], before[-1] + 1, "expand") if before else None
    mention = mention_at(span[0]) if span is not None else None
    return named_by(mention) if mention is not None and mention.actors[0].type == EntityType.PLACE else None
