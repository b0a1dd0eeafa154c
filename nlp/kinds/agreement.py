"""Agreements: a text or deal between two or more actors."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.vocabulary import Claim, Date, FactKind, PartField, ValueField
from nlp.actors import mention_at
from nlp.agreement_fates import as_real, fates
from nlp.agreement_parties import mediators_of, parties_of
from nlp.agreement_words import EXCHANGED, JOINT, JOINT_TEXTS, PAPERS, SIGN, TREATIES
from nlp.arguments import children, governor, objects, prepositional
from nlp.claims import build
from nlp.completion import follows_at_once
from nlp.dates import date_of
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.places import place_of
from nlp.status import is_negated
from nlp.tokens import Doc, Token
from nlp.topics import earlier, is_pronoun

ORDER = 5
KIND = FactKind(
    name="agreement",
    plural="agreements",
    summary="A text or deal between two or more actors: treaty, ceasefire, accord, memorandum, exchange.",
    parts=(PartField("party", "parties", least=2), PartField("mediator", "mediator")),
    values=(ValueField("name"),),
    statuses=("signed", "proposed", "rejected", "violated", "ended"),
    has_place=True,
    happened=("signed", "violated", "ended"),
    same_roles=("party",),
    same_values=("name",),
    status_groups=(("signed", "proposed", "rejected"), ("violated",), ("ended",)),
    in_words="{parties} – {name}, {status}",
)

FATES = frozenset({"violated", "ended"})
"""Statuses that tell what became of something named before, so that the sentence may leave out who took part."""
PARTIES = (
    "prep:between,with,among,of pobj | prep:between,with prep:with,between pobj | prep:of prep:between,with,among pobj "
    "| prep:of pobj prep:between,with pobj | prep:under pobj prep:between,with pobj"
)

OF_THE_LAST = frozenset({"agreement.break-it", "agreement.end-it"})
"""Rules whose claims speak of the text told of last."""
MEETINGS = words(
    "meet meeting summit conference talk visit round session resume consultation negotiation hold continue remain differ"
)


def _is_signed(noun: Token) -> bool:
    """Whether somebody signs it: then any paper is an agreement."""
    clauses = [child for child in children(noun, "acl", "relcl")]
    above = governor(noun)
    return any(verb.lemma_.lower() in SIGN for verb in [*clauses, *([above] if above is not None else [])])


def _is_in_an_actor(noun: Token) -> bool:
    """`the Warsaw Pact`, `the Government of National Accord`."""
    mention = mention_at(noun)
    return mention is not None and mention.kind == "name" and all(actor.known for actor in mention.actors)


RULES: tuple[Rule, ...] = (
    Rule(
        "treaty",
        TREATIES,
        {"party": PARTIES},
        "Egypt and Israel signed a peace treaty in Washington in March 1979.",
        "signed: Egypt, Israel",
        pos=NOUNS,
        needs=lambda noun: (noun.lower_ != "understanding" or noun.head.lower_ != "of") and not _is_in_an_actor(noun),
    ),
    Rule(
        "joint-text",
        JOINT_TEXTS,
        {"party": PARTIES},
        "Turkey and Armenia issued a joint declaration in Zurich.",
        "signed: Turkey, Armenia",
        pos=NOUNS,
        needs=lambda noun: (
            not _is_signed(noun)
            and (
                any(child.lower_ in JOINT for child in noun.children)
                or any(prepositional(noun, "between"))
                or (noun.lemma_ == "exchange" and any(token.lemma_.lower() in EXCHANGED for token in prepositional(noun, "of")))
            )
        ),
        confidence=0.6,
    ),
    Rule(
        "signed-text",
        PAPERS,
        {"party": PARTIES},
        "Robert Gallucci and Kang Sok-ju signed a paper of four pages in Geneva.",
        "signed: Robert Gallucci, Kang Sok-ju",
        pos=NOUNS,
        needs=lambda noun: _is_signed(noun),
        confidence=0.6,
    ),
    Rule(
        "swap",
        words("exchange swap trade"),
        {"party": "subject | prep:with pobj"},
        "Egypt and Libya exchanged prisoners on Monday.",
        "signed: Egypt, Libya",
        confidence=0.5,
        needs=lambda verb: any(token.lemma_.lower() in EXCHANGED for token in objects(verb)),
    ),
    Rule(
        "come-to-terms",
        words("come"),
        {"party": "subject | prep:with pobj | prep:to pobj prep:with pobj"},
        "Latvia came to terms with Russia on a withdrawal.",
        "signed: Latvia, Russia",
        confidence=0.5,
        needs=lambda verb: any(token.lower_ in {"terms", "agreement"} for token in prepositional(verb, "to")),
    ),
    Rule(
        "break-it",
        words("break violate breach infringe flout"),
        {"party": ""},
        "Egypt and Libya signed a truce in May. Both broke it within days.",
        "violated: Egypt, Libya",
        status="violated",
        confidence=0.4,
        needs=lambda verb: _is_of_that(verb),
    ),
    Rule(
        "end-it",
        words("tear denounce abrogate scrap terminate repudiate abandon renounce bury lapse expire collapse"),
        {"party": ""},
        "Egypt and Libya signed a treaty in May. Egypt tore it up in June.",
        "ended: Egypt, Libya",
        status="ended",
        confidence=0.4,
        needs=lambda verb: _is_of_that(verb),
    ),
    Rule(
        "agree",
        words("agree"),
        {"party": "subject | prep:with pobj"},
        "India and Pakistan agreed on a halt to shelling along the border.",
        "signed: India, Pakistan",
        confidence=0.5,
        needs=lambda verb: bool(_agreed(verb)),
    ),
)


def _is_of_that(verb: Token) -> bool:
    """`broke it`, `it lapsed`: of something named before, which only what goes before can tell to be a text."""
    spoken_of = _object(verb)
    return spoken_of is not None and spoken_of.lower_ in {"it", "them"}


def _object(verb: Token) -> Token | None:
    """What is broken or ends: the object, or the subject where there is none."""
    return next(iter([*children(verb, "dobj", "nsubjpass"), *children(verb, "nsubj")]), None)


def read(match: Match) -> Iterable[Claim]:
    """The agreements that a match speaks of; one with fewer than two parties is left to be completed from the context."""
    trigger = match.trigger
    if is_negated(trigger):
        return
    if trigger.pos_ in NOUNS:
        found = fates(trigger)
    else:
        status = as_real(trigger, match.rule.status or "signed")
        found = iter([(trigger, status)] if status is not None else [])
    for deciding, status in found:
        yield from _claim(match, deciding, status)


def _claim(match: Match, deciding: Token | None, status: str) -> Iterator[Claim]:
    trigger = match.trigger
    name = _name(trigger) if match.rule.status is None else _name_before(trigger)
    if not name:
        return
    mediators = mediators_of(trigger, deciding)
    mediating = {part.entity for part in mediators}
    yield build(
        "agreement",
        status,
        deciding if deciding is not None and deciding.dep_ in {"acl", "relcl"} else trigger,
        [part for part in parties_of(match, deciding, status) if part.entity not in mediating] + mediators,
        f"agreement.{match.rule.name}",
        values={"name": name},
        dates=_dates(trigger, deciding, status),
        place=place_of(trigger, *([deciding] if deciding is not None else [])),
        confidence=match.rule.confidence if deciding is not None else 0.4,
    )


def fallback(claim: Claim, doc: Doc, earlier: list[Claim]) -> Claim:
    """What speaks of the text told of in the sentence before, or earlier in the same, is of its parties."""
    last = earlier[-1] if earlier and claim.rule in OF_THE_LAST else None
    if last is None or last.status not in {"signed", "proposed"} or not follows_at_once(claim, last):
        return claim
    return replace(claim, parts=tuple(part for part in last.parts if part.role == "party"), values=last.values)


def _dates(trigger: Token, deciding: Token | None, status: str) -> dict[str, Date]:
    """When it was signed, or when it was broken: the day of the text itself is that of its signing."""
    found = date_of(deciding) if deciding is not None else None
    if found is None and (status not in FATES or not any(children(trigger, "acl", "relcl"))):
        found = date_of(trigger)
    return {"date": found} if found is not None else {}


def _agreed(verb: Token) -> list[Token]:
    """What is agreed on, meetings and visits left out, which are facts of their own."""
    found = [*children(verb, "dobj", "xcomp", "ccomp"), *prepositional(verb, "on", "to")]
    return [] if any(token.lemma_.lower() in MEETINGS for token in found) else found


def _name(trigger: Token) -> str:
    """What the text calls it: the noun with the words before it that are no party, or what was agreed."""
    if trigger.pos_ in VERBS:
        return _agreed_on(trigger)
    left = [
        t
        for t in trigger.lefts
        if t.dep_ in {"amod", "compound", "nmod", "nummod"} and (mention_at(t) is None or t.pos_ == "PROPN")
    ]
    start = min((t.left_edge.i for t in left), default=trigger.i)
    tail = next(
        (obj for prep in children(trigger, "prep") if prep.lower_ in {"on", "for"} for obj in children(prep, "pobj")), None
    )
    end = tail.i + 1 if tail is not None and tail.i - trigger.i < 10 else trigger.i + 1
    return str(trigger.doc[start:end].text)


def _name_before(verb: Token) -> str:
    """What the text is called that a pronoun stands for; empty where no text was named."""
    pronoun = _object(verb)
    noun = earlier(pronoun) if pronoun is not None else None
    return _name(noun) if noun is not None and noun.lemma_.lower() in TREATIES | PAPERS | JOINT_TEXTS else ""


def _agreed_on(verb: Token) -> str:
    """What they agreed on: a noun, what `it` stands for, or what they agreed to do."""
    for token in [*objects(verb), *prepositional(verb, "on", "to", "upon")]:
        noun = earlier(token) if is_pronoun(token) else token
        if noun is not None and noun.pos_ in NOUNS and noun.ent_type_ not in {"DATE", "TIME"}:
            return str(verb.doc[noun.left_edge.i : noun.i + 1].text)
    clauses = [clause for prep in children(verb, "prep") for clause in children(prep, "pcomp")]
    for clause in [*children(verb, "xcomp"), *clauses]:
        telling = [token.i for token in clause.subtree if token.pos_ in NOUNS | {"VERB"}]
        if telling:  # "agreed to be careful" names nothing
            return str(verb.doc[clause.i : min(max(telling) + 1, clause.i + 8)].text)
    return ""
