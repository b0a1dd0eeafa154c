"""Between whom a text is, and who brokered it."""

from collections.abc import Iterable

from graph.vocabulary import ClaimPart, EntityType
from nlp.actors import Actor, Mention, mention_at
from nlp.agreement_words import EVENTS, MEDIATE, MEDIATOR, SIGN
from nlp.arguments import PASSIVE, children, governor, is_passive, objects, prepositional, subjects
from nlp.claims import REPRESENTATIVES, actor_parts, for_institutions, represented, words_for
from nlp.described import described_parts, heads
from nlp.grammar import NOUNS, VERBS, Match
from nlp.tokens import Token

BROKEN = frozenset({"ended", "violated"})
"""Statuses of a text that was there before."""
TITLE = 5
"""Words that an office before a name may have, and the `and` before it."""
FOR_WHOM = frozenset({"government", "country", "state", "nation"})


def parties_of(match: Match, deciding: Token | None, status: str) -> list[ClaimPart]:
    """The parties: whose the text is said to be goes before who signs it (`a memorandum between the two countries`)."""
    trigger = match.trigger
    named = [token for token in match.roles["party"] if status not in BROKEN or not _is_set(token)]
    parties = _parts(named)
    if len(parties) < 2:
        beside = [token for token in _around(trigger, deciding) if status not in BROKEN or not _is_set(token)]
        parties = _parts([*named, *beside]) if status not in BROKEN else actor_parts("party", [*named, *beside])
    if len(parties) < 2 and status not in BROKEN:
        parties = _parts([*named, *beside, *_bound(trigger), *_of_other_fates(trigger, deciding)])
    if len(parties) < 2 and status == "signed" and deciding is not None:
        parties = _with_those_before(deciding, parties)
    if status in BROKEN or _is_for_states(trigger, deciding, named):  # who leaves or breaks it does so for the state
        parties = for_institutions(trigger.doc, parties)
    return parties


def _with_those_before(verb: Token, parties: list[ClaimPart]) -> list[ClaimPart]:
    """`A, declared the winner, and B, who lost, signed`: the only two persons or the only two bodies that the sentence names
    before the verb, where the parser lost one of them."""
    if verb.lemma_.lower() not in SIGN or is_passive(verb) or any(child.lower_ == "they" for child in children(verb, "nsubj")):
        return parties
    known = {part.entity for part in parties}
    named: dict[Actor, Mention] = {}
    for token in verb.doc[verb.sent.start : verb.i]:
        mention = mention_at(token)
        if mention is not None and mention.kind == "name" and len(mention.actors) == 1:
            named.setdefault(mention.actors[0], mention)
    persons = [actor for actor in named if actor.type == EntityType.PERSON]
    bodies = [actor for actor in named if actor.type not in {EntityType.PERSON, EntityType.PLACE}]
    pair = next((two for two in (persons, bodies) if len(two) == 2 and known <= {actor.key for actor in two}), None)
    if pair is None or not _is_behind_and(named[pair[1]]):
        return parties
    return [ClaimPart("party", actor.key, words_for(named[actor], actor)) for actor in pair]


def _is_behind_and(mention: Mention) -> bool:
    """`…, and the rebel leader Guillaume Soro`: whether a name ends a list, with an office before it at most."""
    start = mention.span.start
    return any(token.lower_ == "and" for token in mention.span.doc[max(mention.root.sent.start, start - TITLE) : start])


def _parts(tokens: Iterable[Token]) -> list[ClaimPart]:
    """The actors that tokens stand for, the groups among them that the text only describes included."""
    found = list(tokens)
    unknown = [_led(token) for token in heads(found) if not represented(token)]
    return [*actor_parts("party", found), *described_parts("party", unknown)]


def _led(noun: Token) -> Token:
    """`envoys of fourteen armed groups`: whom somebody without a name acts for."""
    if noun.lemma_.lower() not in REPRESENTATIVES:
        return noun
    return next(iter(prepositional(noun, "of", "from")), noun)


def _is_set(token: Token) -> bool:
    """Whether words mean several at once; who breaks a text as `both sides` is whoever it was said to be of."""
    mention = mention_at(token)
    return mention is not None and mention.kind != "name" and len(mention.actors) > 1


def _is_for_states(trigger: Token, deciding: Token | None, named: Iterable[Token]) -> bool:
    """`signed on behalf of their governments`, `an agreement between their countries`."""
    signers = prepositional(deciding, "for") if deciding is not None else []
    behalf = (
        [owner for noun in prepositional(deciding, "on") for owner in prepositional(noun, "of")] if deciding is not None else []
    )
    return any(token.lemma_.lower() in FOR_WHOM for token in (*named, *signers, *behalf))


def _around(trigger: Token, deciding: Token | None) -> list[Token]:
    """Parties beside the noun and around the verb: `A and B signed`, `signed by A and B`, `the Russian-Turkish accord`."""
    found = [child for child in children(trigger, "poss", "amod", "compound", "nmod") if not _is_in_name(child, trigger)]
    found += [party for clause in children(trigger, "relcl") if _is_by_which(clause) for party in subjects(clause)]
    if deciding is not None and deciding.pos_ in NOUNS:
        found += _of_the_noun(deciding)
    if deciding is not None and deciding.dep_ == "acomp":
        found += subjects(deciding.head)  # "are close to a deal"
    if deciding is not None and deciding.lemma_ == "offer":
        found += [token for token in objects(deciding) if token.i != trigger.i]
    if trigger.dep_ == "conj" and trigger.head.pos_ in NOUNS:
        found += prepositional(trigger.head, "between", "with")
    if deciding is not None and deciding.pos_ in VERBS and deciding.i != trigger.i:
        acting = subjects(deciding)
        found += [*acting, *prepositional(deciding, "with", "between")]
        found += [
            other for event in acting if event.lemma_.lower() in EVENTS for other in prepositional(event, "between", "of", "with")
        ]
        if is_passive(deciding):
            found += prepositional(deciding, "by")
    return [token for token in found if token.i != trigger.i and not _as_mediator(token)]


def _of_the_noun(noun: Token) -> list[Token]:
    """Who takes part in what becomes of the text: `Egypt's withdrawal from the treaty`, `began talks on a treaty`."""
    beside = [*children(noun, "poss", "amod", "compound"), *prepositional(noun, "between", "by", "with", "of")]
    return [*beside, *(subjects(noun.head) if noun.dep_ == "dobj" else [])]


def _of_other_fates(trigger: Token, deciding: Token | None) -> list[Token]:
    """`a truce offered by the rebels was rejected by the government`: who takes part in what else became of the text."""
    above = governor(trigger)
    verbs = [*children(trigger, "acl", "relcl"), *([above] if above is not None and trigger.dep_ in PASSIVE else [])]
    return [token for verb in verbs if verb is not deciding and is_passive(verb) for token in subjects(verb)]


def _bound(trigger: Token) -> list[Token]:
    """`Under the deal Egypt and Libya will …`: who does what a text says."""
    above = trigger.head.head
    is_adjunct = trigger.dep_ == "pobj" and trigger.head.lower_ in {"under", "in"} and above.pos_ in VERBS
    return subjects(above) if is_adjunct else []


def _is_by_which(clause: Token) -> bool:
    """`the protocol by which Armenia and Azerbaijan undertook to stop`."""
    return any(obj.lower_ == "which" for prep in children(clause, "prep") for obj in children(prep, "pobj"))


def _is_in_name(word: Token, noun: Token) -> bool:
    """`the General Peace Agreement`, `the Leap Day deal`: what is before the noun and known for no actor is part of its name."""
    mention = mention_at(word)
    if mention is None or word.dep_ == "poss":
        return False
    return noun.i < mention.span.end or not all(actor.known for actor in mention.actors)


def _as_mediator(token: Token) -> bool:
    """`with Portugal as broker`."""
    preposition = token.head
    behind = [*children(token, "prep"), *children(preposition, "prep"), *children(preposition.head, "prep")]
    return token.dep_ == "pobj" and any(
        other.lemma_.lower() in MEDIATOR for prep in behind if prep.lower_ == "as" for other in children(prep, "pobj")
    )


def mediators_of(trigger: Token, deciding: Token | None) -> list[ClaimPart]:
    """Who brokered it: the subject of `broker` and the like, also in `a French-brokered truce`, and who is there as mediator."""
    found: list[Token] = []
    for verb in [*children(trigger, "acl", "relcl", "amod"), *([deciding] if deciding is not None else [])]:
        if verb.lemma_.lower() in MEDIATE:
            found += subjects(verb)
        found += [token for token in prepositional(verb, "with") if _as_mediator(token)]
    return actor_parts("mediator", found)
