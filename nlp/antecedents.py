"""What a pronoun or description may stand for: whether an actor fits it, and which names belong together."""

from collections.abc import Callable

from graph.vocabulary import EntityType
from nlp.actors import Actor, Mention
from nlp.arguments import children, prepositional
from nlp.coreference_words import BELOW, FORMER, HEADS_OF_STATES, LEADERS, MEET, OFFICE_WORDS, QUALIFIERS, RANKS, SUBJECTS
from nlp.gazetteer import Gazetteer
from nlp.tokens import Doc, Token


def is_met(token: Token, verb: Token) -> bool:
    """Whether `token` is whom the subject of `verb` is with."""
    if token.dep_ == "dobj":
        return token.head.i == verb.i and verb.lemma_ in MEET
    if token.dep_ != "pobj" or token.head.lower_ != "with":
        return False
    above = token.head.head
    while above.pos_ == "NOUN" and above.dep_ in {"dobj", "pobj", "prep"}:
        above = above.head if above.dep_ == "dobj" else above.head.head
    return above.i == verb.i


def standing_for(actor: Actor, fits: Callable[[Actor], bool]) -> Actor | None:
    """The actor itself if it fits, else the state that it acts for."""
    if fits(actor):
        return actor
    return actor.state if actor.state is not None and fits(actor.state) else None


def singular_of(token: Token) -> str:
    """The lemma, also of a plural that is written as a name (`the two Prime Ministers`)."""
    lemma = token.lemma_.lower()
    return lemma[:-1] if token.tag_ in {"NNS", "NNPS"} and lemma == token.lower_ and lemma.endswith("s") else lemma


def _words_of(title: str) -> list[str]:
    return title.lower().replace("-", " ").split()


def names_office(title: str, known: str) -> bool:
    """Whether `known` is the office of `title` and not another that only ends like it (`vice president`)."""
    before, found, _ = f" {' '.join(_words_of(known))} ".partition(f" {title} ")
    return bool(found) and before.rpartition(" ")[2] not in QUALIFIERS


def is_former(known: str) -> bool:
    """Whether a title says that the office is held no more."""
    return any(word in FORMER for word in _words_of(known))


def is_told_of(actor: Actor) -> bool:
    """Whether a person is known, titled or fully named, and so no place or thing that only looks like a name."""
    return actor.known or bool(actor.titles) or " " in actor.name


def full_title(token: Token, lemma: str) -> str:
    """The title in full: `vice president`, `prime minister`, `secretary general`."""
    before = [child.lower_ for child in token.lefts if child.dep_ in {"compound", "amod"} and child.lower_ in QUALIFIERS]
    return " ".join([*before, *_words_of(lemma)])


def is_pleonastic(token: Token) -> bool:
    """`it` that stands for a clause: `it was announced that`, `it is hard to`."""
    head = token.head
    if token.dep_ == "expl":
        return True
    return (
        token.dep_ in {"nsubj", "nsubjpass"}
        and any(child.dep_ in {"ccomp", "xcomp", "csubj"} for child in head.children)
        and head.lemma_ == "be"
    )


def salience_of(mention: Mention) -> int:
    """How likely a mention is to be spoken of again: subjects first."""
    root = mention.root.head if mention.root.dep_ == "appos" else mention.root  # "the Director General, Rafael Grossi, paid …"
    return {"nsubj": 2, "nsubjpass": 2, "poss": 0}.get(root.dep_, 1)


def prominence_of(mention: Mention) -> int:
    """How far a mention is from what its sentence is about: subjects, then whose the subject is (`their summit`), the rest."""
    root = mention.root
    if root.dep_ in SUBJECTS:
        return 0
    return 1 if root.dep_ == "poss" and root.head.dep_ in SUBJECTS else 2


def in_same_clause(mention: Mention, token: Token) -> bool:
    """Whether both hang from one verb, so that a plain pronoun cannot mean the other (`he met him`)."""
    if token.dep_ == "poss" or mention.root.dep_ == "poss":
        return False
    return (
        mention.root.head.i == token.head.i
        and token.dep_ in {"dobj", "nsubj", "nsubjpass", "pobj", "dative"}
        and token.pos_ == "PRON"
    )


def coordination_of(mention: Mention, found: list[Mention]) -> tuple[Actor, ...]:
    """The actors of the coordinated names that `mention` ends, if they are two or more."""
    roots = {m.root.i: m for m in found}
    head = mention.root.head if mention.root.dep_ == "appos" else mention.root
    members = [mention]
    while head.dep_ == "conj":
        head = head.head
        names = [m for token in (head, *children(head, "appos")) if (m := roots.get(token.i)) is not None and len(m.actors) == 1]
        if not names:
            break
        members.append(names[-1])
    actors = tuple(dict.fromkeys(actor for member in reversed(members) for actor in member.actors))
    return actors if len(actors) > 1 else ()


def has_actor_inside(token: Token, doc: Doc) -> bool:
    """Whether a description names the actor that it belongs to."""
    return any(child.i in doc.mention_of for child in children(token, "amod", "compound", "poss"))


def serves(state: Actor, office: str, actor: Actor) -> bool:
    """Whether a person acts for a state, in an office that the text gives, or as its leader."""
    if actor.type != EntityType.PERSON or actor.state is not state:
        return False
    return office in LEADERS or any(office in title.lower() for title in actor.titles)


def holds_office(state: Actor, office: str, actor: Actor) -> bool:
    """Whether the text gives a person an office of a state."""
    return actor.state is state and holds_one_of((office,), actor)


def offices_meant(lemma: str) -> tuple[str, ...]:
    """The offices of those whom a plural means: `the two ministers`; `the leaders` lead states."""
    return HEADS_OF_STATES if lemma in {"leader", "head"} else (lemma,)


def may_be(office: str, actor: Actor) -> bool:
    """Whether a person may be one of those whom a plural means: has no title in the text, or one that fits.

    The two ministers are no prime ministers, and the two leaders no envoys.
    """
    words = OFFICE_WORDS.get(office, ())
    if actor.type != EntityType.PERSON or not words:
        return actor.type == EntityType.PERSON
    titles = [title.lower() for title in actor.titles] or [term.office for term in Gazetteer.load().terms(actor.key)]
    titles = [title for title in titles if any(word in title for word in RANKS)]
    below = BELOW.get(office, ())
    fitting = (title for title in titles if any(word in title for word in words))
    return not titles or any(not any(word in title for word in below) for title in fitting)


def holds_one_of(offices: tuple[str, ...], actor: Actor) -> bool:
    """Whether the text gives a person one of some offices, of whatever state."""
    return actor.type == EntityType.PERSON and any(names_office(office, known) for office in offices for known in actor.titles)


def owner_of(token: Token, doc: Doc) -> Actor | None:
    """The state or body that stands beside a description: `the Turkish leader`, `the bloc's chief`."""
    for other in [*children(token, "amod", "compound", "poss", "nmod"), *prepositional(token, "of")]:
        mention = doc.mention_of.get(other.i)
        if mention is not None and len(mention.actors) == 1 and mention.actors[0].type != EntityType.PLACE:
            return mention.actors[0]
    return None


def is_one_of_a_people(name: Mention) -> bool:
    """`the South African`, `the Fijian`: one of a people, whose name takes an s where more are meant."""
    root = name.root
    alone = (
        root.i == name.span.end - 1 and root.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"} and root.tag_ in {"NNP", "NN", "JJ"}
    )
    before = name.span.doc[name.span.start - 1].lower_ if name.span.start else ""
    names = {word.lower() for word in name.actors[0].name.split()}
    return alone and before == "the" and root.lower_ not in names and root.lower_.endswith(("an", "li", "qi", "ti", "ni"))


def is_named_like(actor: Actor, hints: tuple[str, ...]) -> bool:
    """Whether the name of a body holds one of some words; any name does if there are none."""
    name = actor.name.lower()
    return not hints or any(hint in name for hint in hints)
