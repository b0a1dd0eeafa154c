"""When a word that may speak of contact does so: with whom, how, and in what company. Conditions of the rules of meetings."""

from collections.abc import Iterable, Iterator

from graph.vocabulary import EntityType
from nlp.actors import mention_at
from nlp.arguments import children, objects, prepositional, subjects
from nlp.claims import REPRESENTATIVES, actor_parts, represented
from nlp.grammar import VERBS, words
from nlp.tokens import Token

PHONE = words("phone telephone video videoconference hotline line")
HOSPITALITY = words("lunch dinner breakfast host call respects supper banquet reception luncheon audience")
TIME = words("hour minute")
GOING = words("go fly come travel return head rush hurry drive sail dash journey")
PAPERS = words("letter message note text draft proposal plan list document memorandum ultimatum invitation report petition")
COMPANY = words("together face table across")


def has_thing_for_object(verb: Token) -> bool:
    """`met the conditions`, `met resistance`: what is met is neither an actor nor a person."""
    found = objects(verb)
    return bool(found) and not any(
        represented(token) or token.pos_ in {"PROPN", "PRON"} or token.lemma_.lower() in REPRESENTATIVES for token in found
    )


def names_a_place(word: Token) -> bool:
    """Whether a place or state is named as the goal of a word."""
    found = [mention_at(token) for token in prepositional(word, "in", "at", "to", "into", "for")]
    return any(mention is not None and mention.actors[0].type in {EntityType.PLACE, EntityType.STATE} for mention in found)


def gives_hospitality(verb: Token) -> bool:
    """`gave lunch to`, `played host to`, `paid a call on`, `gave him an hour`."""
    given = {token.lemma_.lower() for token in objects(verb)}
    return bool(given & HOSPITALITY) or (verb.lemma_ == "give" and bool(given & TIME) and has_person(_receivers(verb)))


def hands_over(verb: Token) -> bool:
    """`handed X a letter`, `delivered a message to X`: what is put into somebody's hand."""
    receivers = [*_receivers(verb), *prepositional(verb, "to")]
    return any(token.lemma_.lower() in PAPERS for token in objects(verb)) and has_person(receivers)


def _receivers(verb: Token) -> list[Token]:
    """To whom something is given: `X` in `gave X an hour`, `gave an hour to X`."""
    datives = children(verb, "dative")
    return [*datives, *(obj for to in datives for obj in children(to, "pobj"))]


def is_walked_together(verb: Token) -> bool:
    """`walked in the garden with X`: persons on both sides."""
    return has_person(subjects(verb)) and has_person(prepositional(verb, "with"))


def by_phone(verb: Token) -> bool:
    """Whether a verb is done by telephone or video."""
    return any(token.lower_ in PHONE for prep in children(verb, "prep", "npadvmod", "advmod") for token in prep.subtree)


def is_together(verb: Token) -> bool:
    """`spoke with`, `talked to` and the like are contact only with a partner, not with reporters or a nation."""
    return any(prepositional(token, "with", "to") for token in (verb, *prepositional(verb)))


def has_person(tokens: Iterable[Token]) -> bool:
    """Whether some of the tokens stand for a person."""
    return any(actor.type == EntityType.PERSON for token in tokens for mention in represented(token) for actor in mention.actors)


def is_several(verb: Token) -> bool:
    """Whether the subject of `verb` is more than one actor: then it needs no partner."""
    return len(actor_parts("participant", subjects(verb))) > 1


def in_company(verb: Token) -> bool:
    """`sat down with X`, `sat across the table from X`, and of several `sat down together`."""
    return bool(prepositional(verb, "with", "opposite", "beside", "from")) or (
        is_several(verb) and any(token.lower_ in COMPANY for token in verb.subtree)
    )


def is_with_strangers(verb: Token) -> bool:
    """`pleaded with the deputies`: with somebody, and nobody that is known."""
    partners = prepositional(verb, "with")
    return bool(partners) and not any(represented(token) for token in partners)


def partners_of(nouns: Iterable[Token]) -> Iterator[Token]:
    """The partners that hang from nouns of time: `an hour with X`."""
    return (partner for noun in nouns for partner in prepositional(noun, "with"))


def is_in_person(noun: Token) -> bool:
    """`in person`, `to his face`, `face to face`, as an adverb of a verb between two actors."""
    if noun.lemma_ == "person":
        verb = noun.head.head
        done = noun.dep_ == "pobj" and noun.head.lower_ == "in" and verb.pos_ in VERBS and noun.i == noun.head.i + 1
        return done and bool(objects(verb) or prepositional(verb, "with", "to"))
    return noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.pos_ in VERBS and noun.nbor(-1).dep_ == "poss"


def is_at_table(verb: Token) -> bool:
    """`had them round one table`, `seated them at his table`, `had him to dinner`, `will have them as guests`."""
    for prep in children(verb, "prep"):
        goals = {token.lemma_.lower() for token in children(prep, "pobj")}
        if prep.lower_ in {"round", "around", "at"} and "table" in goals:
            return True
        hosted = goals & (HOSPITALITY if prep.lower_ in {"to", "for"} else {"guest"} if prep.lower_ == "as" else set())
        if verb.lemma_ == "have" and hosted:
            return True
    return False


def is_where_or_when(verb: Token) -> bool:
    """Whether the clause says where or when: `was with Silveira at Itamaraty on 5 July`."""
    return any(prepositional(verb, "in", "at", "on")) or any(children(verb, "npadvmod", "tmod"))


def is_guest(noun: Token) -> bool:
    """`was the guest of X`, `spent two days in Oslo as a guest of X`."""
    stands = noun.head.lower_ == "as" if noun.dep_ == "pobj" else noun.dep_ == "attr" and noun.head.lemma_ == "be"
    return stands and has_person([*children(noun, "poss"), *prepositional(noun, "of")])


def is_end_of_journey(verb: Token) -> bool:
    """`was in Jerusalem to brief X`, `flew to Rome to warn X`: whom somebody goes somewhere to tell is told face to face."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "advcl"} or not any(child.tag_ == "TO" for child in verb.children):
        return False
    return (above.lemma_ in GOING or above.lemma_ == "be") and names_a_place(above)


def sits_down(verb: Token) -> bool:
    """`A and B sit down in Entebbe`."""
    return any(child.lower_ == "down" for child in verb.children)


def asks(verb: Token) -> bool:
    """`called on X to do it` asks; `called on X in Rome` is a visit."""
    return any(child.dep_ in {"xcomp", "ccomp", "advcl", "oprd"} for child in verb.children)


def brings_together(verb: Token) -> bool:
    """`brought together`, `reunited`."""
    return any(token.lower_ == "together" for token in verb.subtree) or verb.lemma_ in {"reunite", "convene", "gather"}


def is_received(token: Token, verb: Token) -> bool:
    """Whether the object of `receive` or `welcome` is somebody: one welcomes plans too, and receives states' delegations."""
    found = [actor for mention in represented(token) for actor in mention.actors]
    if any(actor.type == EntityType.PERSON for actor in found):
        return True
    return verb.lemma_ in {"receive", "host"} and token.pos_ != "PRON" and any(actor.type != EntityType.PLACE for actor in found)
