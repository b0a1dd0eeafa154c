"""Bodies of offices that a text describes: `head of the electoral council`, `spokesman for its foreign ministry`."""

from collections.abc import Iterator

from graph.vocabulary import EntityType, Span
from nlp.actors import Actor, Mention, mention_at
from nlp.arguments import children, prepositional
from nlp.claims import state_actor
from nlp.described import added
from nlp.grammar import words
from nlp.offices import INSTITUTIONS
from nlp.titles import Title
from nlp.tokens import Token

BODIES = words(
    "commission committee council association assembly parliament bank court tribunal mission bureau board panel agency "
    "institute federation coalition foundation organisation organization junta inquiry"
)
"""Nouns of bodies that have officers of their own."""
ALONE = words("parliament junta")
"""Those that tell enough by themselves."""


def described_body(title: Title, named: dict[int, Mention]) -> tuple[Actor, Span] | None:
    """The body that stands behind `of` or before the office, without a name that is known: an organisation of its own."""
    behind = [token for token in prepositional(title.head, "of", "in") if token.lemma_.lower() in BODIES]
    before = [token for token in children(title.head, "compound", "nmod") if token.lemma_.lower() in BODIES]
    noun = next((token for token in [*behind, *before] if token.i not in named), None)
    if noun is None:
        return None
    return body_at(noun, named, behind=bool(behind))


def body_at(noun: Token, named: dict[int, Mention], *, behind: bool = True) -> tuple[Actor, Span] | None:
    """The organisation that the phrase around a noun of `BODIES` describes; `behind` if the noun follows its office."""
    phrase = list(_phrase(noun, with_owner=behind))
    if len(phrase) == 1 and noun.lemma_.lower() not in ALONE:
        found = _named_before(noun)
        return (found, Span(noun.idx, noun.idx + len(noun))) if found is not None else None
    inside = [named[token.i].actors[0] for token in phrase if token.i in named]
    if any(token.tag_ == "PRP$" for token in phrase) or any(_is_its_own(actor, behind) for actor in inside):
        return None
    name = "".join(token.text_with_ws for token in phrase).strip()
    actor = added(noun.doc, EntityType.ORGANIZATION, name)
    return actor, Span(phrase[0].idx, phrase[0].idx + len(name))


def _is_its_own(actor: Actor, behind: bool) -> bool:
    """Whether the phrase is called by the name in it: `the Keidanren business federation`, `Hamas's political bureau`."""
    return actor.type == EntityType.GROUP or (actor.type == EntityType.ORGANIZATION and not (actor.known and behind))


def _phrase(noun: Token, *, with_owner: bool) -> Iterator[Token]:
    """The words that tell the body: what goes before its noun without articles, and its complement."""
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound", "nmod"} or (with_owner and child.dep_ == "poss"):
            yield from child.subtree
    yield noun
    for child in noun.rights:
        if child.dep_ == "prep" and child.i == noun.i + 1 and child.lower_ in {"of", "on", "for"}:
            yield from child.subtree


def _named_before(noun: Token) -> Actor | None:
    """The body that a bare noun speaks of: of `the assembly` the National Assembly named before."""
    bodies = [actor for actor in noun.doc.actors if actor.type == EntityType.ORGANIZATION]
    return next((actor for actor in bodies if any(name.lower().endswith(" " + noun.lower_) for name in actor.names)), None)


def served_institution(title: Title) -> Actor | None:
    """Whose ministry or government an office is in: `a spokeswoman for its foreign ministry`, `for the ministry in Beijing`."""
    for noun in prepositional(title.head, "of", "for", "in", "at"):
        if noun.lemma_.lower() not in INSTITUTIONS:
            continue
        owners = [*children(noun, "poss", "amod", "compound"), *prepositional(noun, "in")]
        for mention in (m for token in owners if (m := mention_at(token)) is not None):
            actor = mention.actors[0]
            state = actor.state if actor.type == EntityType.PERSON else actor
            if state is not None and state.type == EntityType.PLACE:
                state = state_actor(noun.doc, state.country)
            if state is not None:
                return state
    return None
