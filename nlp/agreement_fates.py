"""What became of a text: which words around it say so, and what they say."""

from collections.abc import Iterator

from nlp.agreement_words import BY_PARTICLE, BY_WORD, DEAD, EVENTS, KEPT, OPEN, SIGN
from nlp.arguments import RELATIVE, children, governor, prepositional
from nlp.side_by_side import in_turn
from nlp.status import Reality, particle_pair, reality
from nlp.tokens import Token

UNREAL = frozenset({Reality.DENIED, Reality.DECLINED, Reality.CANCELLED, Reality.PROPOSED})
TO_COME = frozenset({"draft", "proposed", "possible", "future", "permanent", "new"})
"""Adjectives of a text that there is not yet."""
ABOUT = frozenset({"on", "about", "over", "for"})
BROKERING = frozenset({"mediate", "broker", "negotiate", "finalise", "finalize", "hammer", "thrash"})
"""Verbs that bring a text forth, so that while they last there is none."""
NEAR = frozenset({"close", "near", "ready"})
ALLEGE = frozenset({"accuse", "suspect", "charge"})
REACH = 3
"""Words above the text that may say what became of it."""
Fate = tuple[Token | None, str]


def fates(noun: Token) -> Iterator[Fate]:
    """Each word that says what became of the text, with the status it gives; (None, "signed") where none does.

    A text may be signed by the clause behind it and be broken by the verb that governs it: two claims.
    """
    behind = [clause for clause in (*children(noun, "acl", "relcl"), *_participle(noun), *_farther(noun)) if _is_about(clause)]
    for clause in behind:
        yield from _in_turn(clause, status_of(clause) or "signed")
    deciding, status = _deciding(noun)
    if deciding is not None:
        yield from _in_turn(deciding, status)
    elif not behind and status is not None:
        yield None, status


def _in_turn(verb: Token, status: str | None) -> Iterator[Fate]:
    """The verb, and those beside it that say more of the same text: `was signed in May and broken in June`."""
    for number, token in enumerate(in_turn(verb)):
        said = status if number == 0 else status_of(token)
        if said is not None and (real := as_real(token, said)) is not None:
            yield token, real


def _participle(noun: Token) -> Iterator[Token]:
    """`the Agreement, concluded by the two governments`: the participle behind the comma, which may hang elsewhere."""
    following = noun.doc[noun.i + 1 : noun.i + 3]
    if len(following) == 2 and following[0].text == "," and following[1].tag_ == "VBN" and following[1].head.i != noun.i:
        yield following[1]


def _farther(noun: Token) -> Iterator[Token]:
    """`the memorandum on trade which they signed`: the clause that the parser hung on the last noun before it."""
    for prep in children(noun, "prep"):
        clauses = (token for token in prep.subtree if token.dep_ == "relcl" and token.lemma_.lower() in SIGN)
        yield from (
            clause for clause in clauses if any(child.lower_ in RELATIVE for child in children(clause, "dobj", "nsubjpass"))
        )


def _is_about(clause: Token) -> bool:
    """Whether a clause says what became of the text it follows: `that they signed`, `which expired`, not `that ends a war`."""
    status = status_of(clause)
    if status is None or clause.tag_ == "VBG":
        return False
    does_it = any(child.dep_ == "nsubj" and child.lower_ in RELATIVE for child in clause.children)
    return not does_it or (status == "ended" and not any(children(clause, "dobj")))


def _chain(noun: Token) -> Iterator[Token]:
    token: Token | None = noun
    for _ in range(REACH):
        token = governor(token) if token is not None and token.dep_ not in {"ROOT", "relcl"} else None
        if token is None:
            return
        yield token


def _deciding(noun: Token) -> tuple[Token | None, str | None]:
    """The word that says what became of the text, and the status it gives; (None, "signed") where none does."""
    for token in _chain(noun):
        if token.lemma_.lower() in KEPT:
            break
        if token.lemma_.lower() in EVENTS and noun.dep_ == "pobj" and noun.head.lower_ in ABOUT:
            return token, "proposed"  # "talks on a treaty"
        status = status_of(token)
        if status is not None:
            return token, status
    draft = any(child.lower_ in TO_COME for child in noun.children) or _is_open(noun)
    return None, "proposed" if draft else "signed"


def status_of(token: Token) -> str | None:
    """What a word that governs the text says became of it."""
    lemma = token.lemma_.lower()
    if token.pos_ == "ADJ":
        return "proposed" if lemma in NEAR else None
    if lemma == "end" and any(children(token, "dobj", "nsubjpass")):
        return "ended"  # "ended its treaty", but "the talks ended with a treaty"
    for pair, status in BY_PARTICLE.items():
        if lemma == pair[0] and particle_pair(token, {pair}):
            return status
    if lemma == "be" and any(child.lemma_.lower() in DEAD for child in children(token, "acomp")):
        return "ended"
    if lemma == "be" and _is_open(token):
        return "proposed"
    return next((status for status, lemmas in BY_WORD.items() if lemma in lemmas), None)


def _is_open(token: Token) -> bool:
    """`is on the table`, `a treaty under negotiation`."""
    return any(noun.lemma_.lower() in OPEN for noun in prepositional(token, "on", "under", "in"))


def _is_subjunctive(verb: Token) -> bool:
    """`demanded that it be torn up`."""
    helpers = [*children(verb, "aux", "auxpass")]
    return verb.dep_ == "ccomp" and [helper.lower_ for helper in helpers] == ["be"]


def as_real(verb: Token, status: str) -> str | None:
    """The status after negation and mood: what may be signed is proposed; what was not broken is nothing."""
    found = Reality.PROPOSED if _is_subjunctive(verb) else reality(verb)
    if status in {"violated", "ended"}:
        above = governor(verb)
        return None if found in UNREAL or (above is not None and above.lemma_ in ALLEGE) else status
    if status != "signed":
        return status
    if found is Reality.ONGOING and verb.lemma_ in BROKERING:
        return "proposed"
    if found is Reality.DENIED:
        return None
    if found is Reality.DECLINED:
        return "rejected"
    return "signed" if found in {Reality.HELD, Reality.ONGOING} else "proposed"
