"""Agreements: a text or deal between two or more actors."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from graph.vocabulary import Claim, FactKind, PartField, ValueField
from nlp.actors import mention_at
from nlp.arguments import RELATIVE, children, governor, is_passive, objects, prepositional, subjects
from nlp.claims import actor_parts, build, for_institutions
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.places import place_of
from nlp.status import Reality, is_negated, particle_pair, reality

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
BY_VERB = {
    "signed": words(
        "put sign reach conclude strike ink initial ratify seal agree clinch make close enter adopt issue renew "
        "cement approve exchange finalise "
        "finalize secure broker mediate negotiate produce bring yield come hold end settle join accede honour "
        "honor set take bind commit affix subscribe arrive unveil"
    ),
    "proposed": words(
        "favour favor propose offer suggest seek draft negotiate discuss table urge demand want hope float push plan prepare work"
    ),
    "rejected": words("reject refuse spurn dismiss veto rebuff decline"),
    "violated": words("violate break breach infringe flout disregard"),
    "ended": words(
        "end expire suspend quit abandon terminate lapse collapse denounce cancel annul scrap renounce abrogate "
        "leave repudiate withdraw"
    ),
}
PARTICLES = {
    ("turn", "down"): "rejected",
    ("throw", "out"): "rejected",
    ("tear", "up"): "ended",
    ("pull", "out"): "ended",
    ("walk", "away"): "ended",
    ("walk", "out"): "ended",
    ("break", "down"): "ended",
    ("run", "out"): "ended",
    ("withdraw", "from"): "ended",
}
PARTIES = "prep:between,with,among,of pobj | prep:between,with prep:with,between pobj"

MEETINGS = words(
    "meet meeting summit conference talk visit round session resume consultation negotiation hold continue remain differ"
)
SIGN = words("sign initial ink conclude seal ratify put subscribe hammer exchange")
JOINT = words("joint final common trilateral bilateral tripartite prisoner prisoners peace power-sharing quadrilateral")


def _is_signed(noun: Token) -> bool:
    """Whether somebody signs it: then any paper is an agreement."""
    clauses = [child for child in children(noun, "acl", "relcl")]
    above = governor(noun)
    return any(verb.lemma_.lower() in SIGN for verb in [*clauses, *([above] if above is not None else [])])


RULES: tuple[Rule, ...] = (
    Rule(
        "treaty",
        words(
            "agreement accord treaty pact deal ceasefire cease-fire truce memorandum protocol convention armistice compact "
            "settlement memorandum charter understanding moratorium swap"
        ),
        {"party": PARTIES},
        "Egypt and Israel signed a peace treaty in Washington in March 1979.",
        "signed: Egypt, Israel",
        pos=NOUNS,
        needs=lambda noun: noun.lower_ != "understanding" or noun.head.lower_ != "of",
    ),
    Rule(
        "joint-text",
        words("declaration communiqué communique statement plan framework roadmap text exchange"),
        {"party": PARTIES},
        "Turkey and Armenia issued a joint declaration in Zurich.",
        "signed: Turkey, Armenia",
        pos=NOUNS,
        needs=lambda noun: any(child.lower_ in JOINT for child in noun.children) and not _is_signed(noun),
        confidence=0.6,
    ),
    Rule(
        "signed-text",
        words(
            "document paper contract consensus agenda draft resolution code undertaking bargain peace pledge "
            "package act declaration statement"
        ),
        {"party": PARTIES},
        "Robert Gallucci and Kang Sok-ju signed a paper of four pages in Geneva.",
        "signed: Robert Gallucci, Kang Sok-ju",
        pos=NOUNS,
        needs=lambda noun: _is_signed(noun),
        confidence=0.6,
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


def read(match: Match) -> Iterable[Claim]:
    """The agreements that a match speaks of; one with fewer than two parties is left to be completed from the context.

    A text may be signed by the clause behind it and be broken by the verb that governs it: two claims.
    """
    trigger = match.trigger
    if is_negated(trigger):
        return
    if trigger.pos_ not in NOUNS:
        yield from _claim(match, trigger, _as_real(trigger, "signed"))
        return
    behind = [clause for clause in (*children(trigger, "acl", "relcl"), *_participle(trigger)) if _is_about(clause)]
    for clause in behind:
        yield from _claim(match, clause, _as_real(clause, _status_of(clause) or "signed"))
    deciding, status = _deciding(trigger)
    if deciding is not None or not behind:
        yield from _claim(match, deciding, status)


def _claim(match: Match, deciding: Token | None, status: str | None) -> Iterator[Claim]:
    trigger = match.trigger
    name = _name(trigger)
    if status is None or not name:
        return
    parties = actor_parts("party", _of_the_text(match, status))
    if len(parties) < 2:  # whose the text is goes before who signs it: "a memorandum between the two countries"
        parties = actor_parts("party", [*_of_the_text(match, status), *_signers(trigger, deciding, status)])
    if status in {"ended", "violated"}:  # who leaves or breaks it does so for the state
        parties = for_institutions(trigger.doc, parties)
    mediators = actor_parts("mediator", _mediators(trigger, deciding))
    mediating = {part.entity for part in mediators}
    yield build(
        "agreement",
        status,
        deciding if deciding is not None and deciding.dep_ in {"acl", "relcl"} else trigger,
        [part for part in parties if part.entity not in mediating] + mediators,
        f"agreement.{match.rule.name}",
        values={"name": name},
        place=place_of(trigger, *([deciding] if deciding is not None else [])),
        confidence=match.rule.confidence if deciding is not None else 0.4,
    )


def _participle(noun: Token) -> Iterator[Token]:
    """`the Agreement, concluded by the two governments`: the participle behind the comma, which may hang elsewhere."""
    following = noun.doc[noun.i + 1 : noun.i + 3]
    if len(following) == 2 and following[0].text == "," and following[1].tag_ == "VBN" and following[1].head.i != noun.i:
        yield following[1]


def _of_the_text(match: Match, status: str) -> list[Token]:
    return [token for token in match.roles["party"] if status not in FATES or not _is_set(token)]


def _signers(trigger: Token, deciding: Token | None, status: str) -> list[Token]:
    """Who is beside the text and its verb; who breaks it as `both sides` is whoever the text was said to be of."""
    return [token for token in _around(trigger, deciding) if status not in FATES or not _is_set(token)]


def _is_set(token: Token) -> bool:
    mention = mention_at(token)
    return mention is not None and mention.kind != "name" and len(mention.actors) > 1


def _is_about(clause: Token) -> bool:
    """Whether a clause says what became of the text it follows: `that they signed`, `which expired`, not `that ends a war`."""
    status = _status_of(clause)
    if status is None or clause.tag_ == "VBG":
        return False
    does_it = any(child.dep_ == "nsubj" and child.lower_ in RELATIVE for child in clause.children)
    return not does_it or (status == "ended" and not any(children(clause, "dobj")))


def _agreed(verb: Token) -> list[Token]:
    """What is agreed on, meetings and visits left out, which are facts of their own."""
    found = [*children(verb, "dobj", "xcomp", "ccomp"), *prepositional(verb, "on", "to")]
    return [] if any(token.lemma_.lower() in MEETINGS for token in found) else found


def _chain(noun: Token) -> Iterator[Token]:
    token: Token | None = noun
    for _ in range(3):
        token = governor(token) if token is not None and token.dep_ not in {"ROOT", "relcl"} else None
        if token is None:
            return
        yield token


def _deciding(noun: Token) -> tuple[Token | None, str | None]:
    """The word that says what became of the text, and the status it gives; (None, "signed") where none does."""
    for token in _chain(noun):
        status = _status_of(token)
        if status is not None:
            return token, _as_real(token, status)
    draft = any(child.lower_ in {"draft", "proposed", "possible", "future", "permanent", "new"} for child in noun.children)
    return None, "proposed" if draft else "signed"


def _status_of(token: Token) -> str | None:
    for pair, status in PARTICLES.items():
        if particle_pair(token, {pair}):
            return status
    lemma = token.lemma_.lower()
    return next((status for status, lemmas in BY_VERB.items() if lemma in lemmas), None)


def _as_real(verb: Token, status: str) -> str | None:
    if status != "signed":
        return status
    found = reality(verb)
    if found is Reality.DENIED:
        return None
    if found is Reality.DECLINED:
        return "rejected"
    return "signed" if found in {Reality.HELD, Reality.ONGOING} else "proposed"


def _around(trigger: Token, deciding: Token | None) -> list[Token]:
    """Parties beside the noun and around the verb: `A and B signed`, `signed by A and B`, `the Russian-Turkish accord`."""
    found = [*children(trigger, "poss", "amod", "compound", "nmod")] if trigger.pos_ in NOUNS else []
    if deciding is not None and deciding.pos_ in VERBS and deciding.i != trigger.i:
        found += [*subjects(deciding), *prepositional(deciding, "with", "between")]
        if is_passive(deciding):
            found += prepositional(deciding, "by")
    return [token for token in found if token.i != trigger.i]


def _mediators(trigger: Token, deciding: Token | None) -> list[Token]:
    """Who brokered it: the subject of `broker`, `mediate`, or the adjective in `a French-brokered truce`."""
    found: list[Token] = []
    for verb in [*children(trigger, "acl", "relcl", "amod"), *([deciding] if deciding is not None else [])]:
        if verb.lemma_.lower() in {"broker", "mediate", "facilitate", "brokered", "mediated"}:
            found += subjects(verb)
    return found


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


def _agreed_on(verb: Token) -> str:
    """What they agreed on: a noun, or what they agreed to do."""
    for token in [*objects(verb), *prepositional(verb, "on", "to", "upon")]:
        if token.pos_ in NOUNS:
            return str(verb.doc[token.left_edge.i : token.i + 1].text)
    for clause in children(verb, "xcomp"):
        end = min(max(t.i for t in clause.subtree if t.pos_ in NOUNS | {"VERB"}) + 1, clause.i + 8)
        return str(verb.doc[clause.i : end].text)
    return ""
