"""Who takes part in a meeting and who is visited: found around the word that names it, where the rule's own paths do not lead."""

from collections.abc import Iterator
from itertools import pairwise

from graph.vocabulary import ClaimPart, EntityType
from nlp.actors import mentions
from nlp.arguments import children, governor, is_passive, objects, prepositional, subjects
from nlp.claims import actor_parts, host_of, represented
from nlp.contacts import has_person
from nlp.grammar import VERBS, Match, words
from nlp.status import CANCEL, DECLINE, LIGHT, PLAN, PROPOSE
from nlp.tokens import Span, Token

GATHERINGS = frozenset({"summit", "conference", "meeting"})
"""Rules of gatherings that a body's name tells apart: `the G20 summit`; the body itself takes no part in them."""
MODIFIERS = ("amod", "compound", "npadvmod")
BROKERED = words("hosted brokered mediated led sponsored backed chaired facilitated organised organized supported")
"""`Norwegian-hosted talks`: who stands before such a word does not take part by that."""
GO_BETWEENS = words(
    "mediator facilitator intermediary go-between moderator broker matchmaker chairman host witness observer third chair"
)
HELP = words("mediate preside chair facilitate moderate")
ABSOLUTE = 24
"""Tokens that `with X … as mediator` may span."""
MEALS = words("lunch dinner breakfast supper tea coffee banquet luncheon")
MUTUAL = frozenset({"meet", "sit-down", "come-together", "each-other", "spend-time", "walk"})
"""Rules of verbs that two do together, so that one subject is not all."""
REACH = 10
"""Tokens between a meeting's noun and the `between` that tells its two sides."""
TAKE_CALL = words("receive take get have accept answer")
HOLD = words("hold have conduct attend")
PAY = words("pay make undertake")
AWAIT = words("expect await schedule bring join")
UNDONE = words("cancel postpone refuse reject decline boycott leave skip call put turn break")
"""Verbs by which a subject keeps away from a meeting that is their object."""
ABOUT_TALKS = LIGHT | PROPOSE | PLAN | UNDONE | DECLINE | CANCEL
"""Verbs whose object is a meeting in which their subject takes part, or was to."""


def participants_of(match: Match) -> list[Token]:
    """The tokens of the participants; those of a noun trigger are also sought around the verb that governs it."""
    found = [*match.roles["participant"], *_invited(match.trigger)]
    trigger = match.trigger
    found = [token for token in found if not is_go_between(token)]
    if trigger.pos_ in VERBS:
        found += _who_all(trigger)
        alone = match.rule.name in MUTUAL and len(actor_parts("participant", found)) < 2
        return [*found, *(_joined(_before(trigger)) if alone else ())]
    if _are_told(match.roles["participant"]):
        return found  # who calls for talks between two others takes no part in them
    if _are_told(between := _between(trigger)) or (between := _joined(_behind_between(trigger))):
        return [*found, *between]
    found += [
        t
        for child in children(trigger, "poss", "amod", "compound", "nmod")
        if child.lower_ not in BROKERED
        for t in (*children(child, *MODIFIERS), child)
    ]
    if (
        match.rule.name in GATHERINGS
        and len(named := [token for token in found if represented(token)]) == 1
        and _is_body(named[0])
    ):
        found = []
    for clause in children(trigger, "relcl"):
        for verb in (clause, *children(clause, "xcomp")):
            # "the talks that A and B held", "the dinner that they were to have had"
            if verb.lemma_ in HOLD | PAY | {"plan", "schedule"}:
                found += [*subjects(verb), *prepositional(verb, "with")]
    for verb in governing_verbs(trigger):
        found += prepositional(verb, "with", "between", "among")
        if trigger.lemma_.lower() in MEALS:
            found += _told_over(trigger, verb)
        if match.rule.name == "phone-call":
            found += [*(prepositional(verb, "from") if verb.lemma_ in TAKE_CALL else ()), *_asked_by_phone(trigger, verb)]
        if is_passive(verb) and verb.lemma_ in AWAIT:
            found += objects(verb)
        if _object_side(trigger, verb) or (match.rule.name == "visit-noun" and trigger.dep_ == "dobj"):
            found += subjects(verb)
        if is_passive(verb) and verb.lemma_ in {"attend", "join"}:
            found += subjects(verb)
        if verb.lemma_ in {"invite", "summon"}:
            found += objects(verb)
    return found


def _told_over(meal: Token, verb: Token) -> list[Token]:
    """`gave the ambassador his account over lunch`: to whom something is done at table."""
    at_table = meal.dep_ == "pobj" and meal.head.lower_ in {"over", "at", "during"} and not prepositional(meal, "with", "between")
    return [token for token in objects(verb) if has_person([token])] if at_table else []


def _asked_by_phone(call: Token, verb: Token) -> list[Token]:
    """`in a telephone conversation, requested the crown prince to drop the ban`: who is asked is at the other end."""
    in_call = call.dep_ == "pobj" and call.head.lower_ in {"in", "during", "by"} and not prepositional(call, "with", "between")
    return [token for token in objects(verb) if has_person([token])] if in_call else []


def _are_told(tokens: list[Token]) -> bool:
    """Whether the meeting is said to be between two actors or more."""
    between = [token for token in tokens if _preposition(token) in {"between", "among", "of", "involving"}]
    return len(actor_parts("participant", between)) > 1


def _between(noun: Token) -> list[Token]:
    """`talks at Freetown in June between A and B`: the parser may hang the preposition on any noun behind the trigger."""
    behind = (token for token in noun.subtree if token.i > noun.i and token.lower_ == "between" and token.dep_ == "prep")
    return next((found for prep in behind if len(found := prepositional(prep.head, "between")) > 1), [])


def _joined(words: Span) -> list[Token]:
    """The first names among words that `and` joins, persons first: whom the parser did not see to be two."""
    named = [m for m in mentions(words.doc) if m.kind == "name" and words.start <= m.span.start and m.span.end <= words.end]
    persons = [m for m in named if m.actors[0].type == EntityType.PERSON]
    others = [m for m in named if m.actors[0].type not in {EntityType.PERSON, EntityType.PLACE}]
    for group in (persons, others):
        for first, second in pairwise(group):
            gap = words.doc[first.span.end : second.span.start]
            if any(token.lower_ == "and" for token in gap) and not any(token.pos_ in VERBS for token in gap):
                return [first.root, second.root]
    return []


def _before(verb: Token) -> Span:
    """The words of a clause before its verb, from the last word that is no longer of the clause."""
    start = verb.sent.start
    for token in verb.doc[start : verb.i]:
        other = token.pos_ in VERBS and token.head is not verb
        if other or token.text == ";" or token.tag_ in {"WDT", "WP", "WRB"} or token.dep_ == "mark":
            start = token.i + 1
    return verb.doc[start : verb.i]


def _behind_between(noun: Token) -> Span:
    """The words behind `between` up to the next verb, where a meeting is said to be between some."""
    doc, end = noun.doc, noun.sent.end
    start = next((t.i + 1 for t in doc[noun.i + 1 : min(end, noun.i + REACH)] if t.lower_ == "between"), end)
    if start < end and doc[start].ent_type_ in {"DATE", "TIME"}:  # "between March and May"
        return doc[end:end]
    stop = next((t.i for t in doc[start:end] if t.pos_ in VERBS and t.tag_ not in {"VBN", "VBG"}), end)
    return doc[start:stop] if not any(t.pos_ in VERBS for t in doc[noun.i + 1 : start]) else doc[end:end]


def _preposition(token: Token) -> str:
    """The preposition before the first of the names coordinated with `token`."""
    while token.dep_ == "conj":
        token = token.head
    return token.head.lower_ if token.dep_ == "pobj" else ""


def go_betweens(match: Match) -> list[Token]:
    """Those of a match's participants who only help the others to talk."""
    return [token for token in match.roles["participant"] if is_go_between(token)]


def is_go_between(token: Token) -> bool:
    """`with Richard Holbrooke as mediator`, `with Mugabe in the chair`: who helps others to talk."""
    if _preposition(token) not in {"with", "of", "under"}:
        return False
    behind = token.doc[token.i + 1 : min(token.i + ABSOLUTE, token.sent.end)]
    return any(
        (word.lower_ in {"as", "in"} and _is_helping(behind[place + 1 : place + 4]))
        or (word.tag_ == "VBG" and word.lemma_ in HELP)
        for place, word in enumerate(behind)
    )


def _is_helping(words: Span) -> bool:
    return any(word.lemma_.lower() in GO_BETWEENS for word in words)


def _who_all(verb: Token) -> list[Token]:
    """`Gove and Sefcovic, who conferred in Brussels`: what takes two is done by all that `who` may stand for."""
    if verb.dep_ != "relcl" or any(children(verb, "dobj")) or not any(child.lower_ == "who" for child in children(verb, "nsubj")):
        return []
    person = next(iter(subjects(verb)), verb.head)
    return [token for token in person.conjuncts if token.pos_ == "PROPN"]


def _invited(trigger: Token) -> list[Token]:
    """`At the invitation of X, the prime minister, Y, paid a visit`: whom the parser hangs on the one who invites."""
    if not _opens_with_invitation(trigger):
        return []
    verb = trigger if trigger.pos_ in VERBS else next(governing_verbs(trigger), trigger)
    before = [m for m in mentions(trigger.doc) if trigger.sent.start <= m.span.start < verb.i and m.kind == "name"]
    persons = [m for m in before if all(actor.type == EntityType.PERSON for actor in m.actors)]
    return [m.root for m in (persons if "visit" not in trigger.lemma_.lower() else persons[1:])]


def _opens_with_invitation(trigger: Token) -> bool:
    opening = [token.lower_ for token in trigger.sent[:5] if not token.is_space and not token.is_punct]
    return opening[:3] == ["at", "the", "invitation"] and trigger.lemma_.lower() != "invitation"


def _is_body(token: Token) -> bool:
    return all(
        actor.type in {EntityType.ORGANIZATION, EntityType.GROUP} for mention in represented(token) for actor in mention.actors
    )


def _object_side(noun: Token, verb: Token) -> bool:
    """Whether the subject of `verb` takes part in what `noun` names, as its object or goal: `held talks`, `flew in for talks`."""
    lemma = verb.lemma_.lower()
    label = noun.dep_ if noun.dep_ != "conj" else noun.head.dep_
    if label == "dobj":
        return lemma in ABOUT_TALKS or (lemma == "receive" and noun.lemma_ == "call")
    return label == "pobj" and not is_passive(verb) and lemma not in {"say", "tell"}


def governing_verbs(noun: Token) -> Iterator[Token]:
    """The verbs above a noun trigger, through nouns such as `round` and `offer`, nearest first."""
    token: Token | None = noun
    for _ in range(3):
        token = governor(token) if token is not None else None
        if token is None:
            return
        if token.pos_ in VERBS:
            yield token
            return


def visited(match: Match) -> tuple[list[ClaimPart], ClaimPart | None]:
    """The host of a visit, and the place if a place was named: a visited city is in a state, which receives the visitor."""
    hosts: list[ClaimPart] = []
    place: ClaimPart | None = None
    paid = [verb for clause in children(match.trigger, "relcl") for verb in (clause, *children(clause, "xcomp"))]
    paid += governing_verbs(match.trigger) if match.trigger.dep_ == "dobj" else ()
    behind = [token for verb in paid if verb.lemma_ in PAY for token in prepositional(verb, "to")]
    for token in (*match.roles.get("visited", ()), *(behind if "visited" in match.roles else ())):
        part, host = host_of(token)
        place = place or part
        if host is not None:
            hosts.append(host)
    return hosts, place
