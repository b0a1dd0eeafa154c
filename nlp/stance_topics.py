"""What a stance is taken on: which of the words a rule found is the topic, and when another rule or kind tells the same."""

from graph.vocabulary import EntityType
from nlp.actors import mention_at
from nlp.agreement_words import TREATIES
from nlp.arguments import antecedent, children
from nlp.claims import represented
from nlp.grammar import NOUNS, Match
from nlp.stance_words import (
    ACCEPT,
    ASSETS,
    COURTESIES,
    IMPOSE,
    MEASURE,
    MEETING,
    OPPOSE,
    PERSONS,
    PROPOSE,
    PROPOSED,
    REJECT,
    SUPPORT,
    UNSAID,
)
from nlp.tokens import Token
from nlp.topics import MATTERS, earlier, is_elliptical, is_pronoun, undated

INVITATIONS = frozenset("invitation conference act ultimatum".split())
TO_MATTERS = frozenset("fight combat promote greet".split())
SUMS = frozenset("idea proposal step move measure demand request decision suggestion plan relaxation thing concession".split())
"""Nouns by which an apposition sums up what was said: `a truce, an idea that Oman supports`."""
OF_MATTERS = TO_MATTERS | frozenset("unveil present circulate submit".split())
"""Verbs that are of stance only with a matter of diplomacy as their object; the latter only with what is proposed."""
FIRM = frozenset({"insist", "demand"})
"""Verbs after which a proof or an apology is a demand and no courtesy."""
REACH = 14
"""How many words behind its verb a clause may begin."""
VERBAL = SUPPORT | OPPOSE | PROPOSE | ACCEPT | REJECT
"""Verbs that are read as stances by themselves, also below `refused to` and `is ready to`."""


def topic_of(match: Match) -> Token | None:
    """The head of the topic: the first that the rule found, what it stands for if it is a pronoun, or what was named before."""
    actors = {token for token in match.roles.get("actor", ()) if represented(token)}
    for token in map(antecedent, match.roles["topic"]):
        token = undated(_matter(token, match.trigger))
        if token in actors or not _fits(token, match):
            continue
        return earlier(token) if is_pronoun(token) else token
    if match.rule.status == "demands" and (clause := _that_clause(match.trigger)) is not None:
        return clause
    if is_elliptical(match.trigger):
        return earlier(match.trigger)
    if (fronted := _fronted(match.trigger)) is not None:
        return fronted
    return _answered(match.trigger) if match.rule.name in {"say-yes", "say-no"} else None


def _matter(noun: Token, trigger: Token) -> Token:
    """What a relative clause is about: of `withdrawal from Badme, which it demands` the withdrawal, of `a truce, a step that it
    rejects` the truce."""
    if not any(token.dep_ == "relcl" and token.head.i == noun.i for token in (trigger, *trigger.ancestors)):
        return noun
    if noun.dep_ == "pobj" and noun.head.head.pos_ in NOUNS and _is_place(noun):
        return noun.head.head
    sums_up = noun.dep_ == "appos" and noun.lemma_.lower() in SUMS and noun.head.pos_ in NOUNS
    return noun.head if sums_up and not represented(noun.head) else noun


def _is_place(token: Token) -> bool:
    mention = mention_at(token)
    return mention is not None and mention.actors[0].type in {EntityType.PLACE, EntityType.STATE}


def _fronted(verb: Token) -> Token | None:
    """`A withdrawal of the army he ruled out`: the object before the subject, which the parser takes for one more subject."""
    before = list(children(verb, "nsubj"))
    return before[0] if len(before) > 1 and not represented(before[0]) and represented(before[-1]) else None


def _answered(verb: Token) -> Token | None:
    """What `Nicaragua said yes` answers: what was proposed before."""
    noun = earlier(verb) if verb.tag_ in {"VBD", "VBZ", "VBP"} else None
    return noun if noun is not None and noun.lemma_.lower() in PROPOSED | TREATIES | INVITATIONS else None


def _that_clause(verb: Token) -> Token | None:
    """`demanded in a letter of August 16 that the sanctions be scrapped`: the clause, though the parser hangs it elsewhere."""
    if verb.pos_ != "VERB":
        return None
    for token in verb.doc[verb.i + 1 : min(verb.i + REACH, verb.sent.end)]:
        if token.pos_ == "VERB" and token.dep_ not in {"amod", "acl"} and not any(c.lower_ == "that" for c in token.children):
            return None
        if token.lower_ == "that" and token.dep_ == "mark":
            return token.head if _is_wish(token.head) else None
    return None


def _fits(token: Token, match: Match) -> bool:
    """Whether `token` can be what a stance is taken on: a clause only as a complement, no date, no courtesy, no guest."""
    lemma, trigger = token.lemma_.lower(), match.trigger
    if token.ent_type_ in {"DATE", "TIME"} or (lemma in COURTESIES and trigger.lemma_ not in FIRM):
        return False
    if token.dep_ in {"ccomp", "advcl", "acl", "relcl"} and token.i < trigger.i and trigger.dep_ != "aux":
        return False
    if token.dep_ in {"advcl", "acl", "relcl"} and trigger.dep_ != "aux":
        return any(child.tag_ == "TO" or (child.dep_ == "mark" and child.lower_ == "that") for child in token.children)
    if trigger.lemma_ in OF_MATTERS and match.rule.name in {"propose", "oppose", "support"}:
        return lemma in PROPOSED or (trigger.lemma_ in TO_MATTERS and (lemma in MATTERS or is_pronoun(token)))
    if (match.rule.name in {"urge", "insist-on"} or trigger.lemma_ == "suggest") and token.dep_ == "ccomp":
        return _is_wish(token)
    if trigger.lemma_ in {"ask", "request", "beg", "plead"} and token.dep_ == "xcomp" and not match.roles.get("toward"):
        return False
    if trigger.lemma_ in {"urge", "request"} and match.rule.name == "demand":
        return not represented(token) and not any(children(trigger, "xcomp", "ccomp", "advcl"))
    if trigger.lemma_ in {"refuse", "decline"} and (token.lemma_ in UNSAID or lemma == "visa"):
        return False
    if (
        match.rule.name == "propose"
        and token.dep_ in {"dative", "dobj"}
        and token.tag_ == "PRP"
        and token.lower_ not in {"it", "this"}
    ):
        return False
    if trigger.lemma_ == "block" and lemma in ASSETS:
        return False
    if trigger.lemma_ in {
        "welcome",
        "greet",
        "embrace",
        "salute",
        "dismiss",
        "throw",
        "block",
        "refuse",
        "want",
        "seek",
        "accept",
    }:
        return not _is_person(token)
    return True


def _is_wish(verb: Token) -> bool:
    """Whether a clause is one of wishing: an infinitive, a subjunctive, or with `must` and `should`."""
    helpers = {child.lower_ for child in children(verb, "aux", "auxpass")}
    if helpers & {"to", "be", "must", "should"}:
        return True
    return verb.tag_ in {"VB", "VBP"} and not helpers


def _is_person(token: Token) -> bool:
    mention = mention_at(token)
    return token.lemma_.lower() in PERSONS or (mention is not None and mention.actors[0].type == EntityType.PERSON)


def is_other_kind(match: Match, topic: Token) -> bool:
    """Whether another rule or kind tells the same: a stance within, a declined meeting, sanctions called for or ruled out."""
    lemma, name, stance = topic.lemma_.lower(), match.rule.name, match.rule.status
    below = {token.lemma_.lower() for token in topic.children if token.dep_ in {"dobj", "dative"}}
    if topic.pos_ == "VERB" and name in {"ready", "reject", "acceptance-noun", "rejection-noun"} and lemma in VERBAL:
        return True
    if stance == "rejects" and ({lemma} | below) & MEETING:
        return True
    if match.trigger.lemma_ in {"seek", "want", "request", "ask"} and topic.pos_ in NOUNS and lemma in MEETING:
        return True
    if stance in {"demands", "proposes"} and any(map(_is_sanction, (topic, *children(topic, "conj")))):
        return True
    return (stance in {"demands", "proposes"} or name == "turn-down") and lemma in MEASURE and topic.pos_ in NOUNS


def _is_sanction(verb: Token) -> bool:
    """`to blacklist officers`, `to freeze their accounts`, `to impose an embargo`: calls for these are sanctions called for."""
    lemma, objects = verb.lemma_.lower(), list(children(verb, "dobj"))
    if verb.pos_ in NOUNS:
        return False
    if lemma in {"blacklist", "sanction", "embargo"}:
        return True
    if lemma in {"freeze", "block", "seize"} and any(token.lemma_.lower() in ASSETS for token in objects):
        return True
    if lemma in {"ban", "bar"} and any(token.lemma_.lower() in PERSONS or mention_at(token) is not None for token in objects):
        return True
    if lemma in {"extend", "tighten", "widen"} and any(token.lemma_.lower() == "measure" for token in objects):
        return True
    return lemma in IMPOSE and any(token.lemma_.lower() in MEASURE and token.pos_ in NOUNS for token in verb.subtree)
