"""Who takes a stance: the actors that a word of stance hangs from, where the parser's own path leads to none too."""

from collections.abc import Iterable, Iterator

from graph.vocabulary import EntityType
from nlp.actors import mention_at
from nlp.arguments import children, prepositional, subjects
from nlp.claims import represented
from nlp.grammar import NOUNS, VERBS
from nlp.stance import LIGHT
from nlp.tokens import Token

PAPERS = frozenset({"resolution", "statement", "declaration", "communiqué", "text", "letter", "note", "motion", "paper"})
BETWEEN = frozenset({"aux", "auxpass", "neg", "advmod", "punct"})
"""What may stand between a verb and the subject that the parser hung elsewhere."""


def holders(trigger: Token, found: Iterable[Token]) -> list[Token]:
    """The tokens of `found` that name actors; else the subject of the verb that carries the stance, else the name before it."""
    if trigger.pos_ in NOUNS and (
        carried := [token for verb in _carriers(trigger) for token in subjects(verb) if represented(token)]
    ):
        return carried
    named = [token for token in found if represented(token)]
    if named or trigger.pos_ in NOUNS:
        return named
    if any(children(trigger, "nsubj", "nsubjpass", "agent")):
        return _documents(trigger)
    return _written(trigger) or _before(trigger)


def voiced(holder: Token, trigger: Token) -> Token:
    """The person through whom a state or group takes a stance: `Spain, through its minister, José Manuel Albares, welcomed it`.

    Where it is only said by whom (`Spain will never yield, its minister said`) the stance is the state's.
    """
    for through in (*prepositional(trigger, "through"), *prepositional(holder, "through")):
        if persons := [m for m in represented(through) if m.actors[0].type == EntityType.PERSON]:
            return persons[0].root
    return holder


def _carriers(noun: Token) -> Iterator[Token]:
    """The verb that a noun of stance is the object of: `voiced support`, `came out in support`."""
    verb = noun.head if noun.dep_ in {"dobj", "attr"} else noun.head.head if noun.dep_ == "pobj" else None
    if verb is not None and verb.pos_ in VERBS and verb.lemma_.lower() in LIGHT:
        yield verb


def _documents(trigger: Token) -> list[Token]:
    """The body whose paper speaks: `a Security Council resolution demanded`."""
    papers = [token for token in subjects(trigger) if token.lemma_.lower() in PAPERS]
    beside = [child for paper in papers for child in children(paper, "compound", "poss", "amod") if represented(child)]
    authors = [
        token
        for paper in papers
        for clause in (*children(paper, "acl"), *([paper.head] if paper.dep_ == "dobj" else []))
        for token in subjects(clause)
        if represented(token)
    ]
    return beside or authors


def _written(trigger: Token) -> list[Token]:
    """The author of the words that take the stance: `issued a statement welcoming the accord`."""
    if trigger.dep_ != "acl" or trigger.tag_ != "VBG":
        return []
    paper = trigger.head
    owners = [token for token in children(paper, "poss", "compound", "amod") if represented(token)]
    return owners or [token for token in subjects(paper.head) if paper.dep_ == "dobj" and represented(token)]


def _before(trigger: Token) -> list[Token]:
    """The name that stands right before the verb, past its auxiliaries: a subject that the parser hung elsewhere."""
    if trigger.tag_ not in {"VBD", "VBZ", "VBP"} and not any(children(trigger, "aux")):
        return []
    i = trigger.i - 1
    while i >= trigger.sent.start and trigger.doc[i].dep_ in BETWEEN and trigger.doc[i].head.i in {trigger.i, i - 1}:
        i -= 1
    name = trigger.doc[i]
    mention = mention_at(name)
    return [name] if i >= trigger.sent.start and mention is not None and mention.kind == "name" else []
