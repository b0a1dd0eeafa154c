"""Whether a word of stance holds as it stands: negation turns it round, doubt, conditions and other people's wishes void it."""

from nlp.arguments import children, governor
from nlp.status import NEVER, is_negated, particle_pair, tense
from nlp.tokens import Token

OPPOSITE = {"supports": "opposes", "accepts": "rejects"}
"""What a negated stance says; one that is not here says nothing when negated (`did not rule out`)."""
REFUSE = frozenset(
    "refuse decline reject balk baulk stop cease fail unwilling reluctant unable unwillingness refusal loath hesitate".split()
)
WISHES = frozenset(
    "urge ask call press want hope expect wish demand propose suggest encourage exhort beg implore plead appeal request "
    "invite tell order force persuade convince pressure push allow let help try attempt seek threaten recommend advise "
    "lobby need consider like enable compel oblige require induce pressurise coax cajole nudge warn authorise authorize "
    "obligation likely unlikely expected supposed effort bid chance condition possible impossible hard difficult easy".split()
)
DOUBTFUL = frozenset("may might could should must ought need".split())
LIGHT = frozenset(
    "voice express give lend offer declare announce make reiterate reaffirm repeat renew state pledge get win have issue "
    "add throw restate register signal show receive draw underline stress confirm raise maintain convey extend withdraw "
    "deliver drop lodge submit table restated promise put set enter utter emphasise emphasize affirm present lay join".split()
)
"""Verbs that only carry a noun of stance: `voiced support`, `lodged an objection`."""
FAVOUR = frozenset({"favour", "favor"})
"""What one `is not in`."""
HINDER = frozenset("withdraw drop withhold lack retract refuse".split())


def holds(trigger: Token, stance: str) -> str | None:
    """The stance that `trigger` really takes, or None if it takes none."""
    found: str | None = _own(trigger, stance)
    token = trigger
    for _ in range(5):
        above = _governing(token)
        if above is None or found is None:
            return found
        found = _under(above, token, found)
        token = above
    return found


def _own(token: Token, stance: str) -> str | None:
    """The stance after the negation and mood of the word itself."""
    words = {child.lower_ for child in token.children if child.dep_ == "aux"}
    how = tense(token)
    if how.conditional or words & DOUBTFUL:
        return None
    return OPPOSITE.get(stance) if is_negated(token) else stance


def _governing(token: Token) -> Token | None:
    """The word above whose sense the stance depends on: that of an infinitive, gerund, reported clause or noun."""
    if token.dep_ in {"ROOT", "relcl", "advcl", "parataxis", "appos", "nsubj", "nsubjpass", "acomp", "attr"}:
        return None
    if token.dep_ == "ccomp" and any(other.text == ";" for other in token.doc[token.i : token.head.i]):
        return None  # `Norway wanted a mention; Chile would not have it`: no clause of the other
    if token.dep_ == "conj":
        return _governing(token.head) if token.tag_ in {"VB", "VBG", "NN", "NNS"} and token.head.i != token.i else None
    return governor(token)


def _under(above: Token, token: Token, stance: str) -> str | None:
    lemma = above.lemma_.lower()
    if lemma in NEVER or tense(above).conditional:
        return None
    if not _is_finite(token) and (lemma in REFUSE or particle_pair(above, {("rule", "out")})):
        return OPPOSITE.get(stance) if not is_negated(above) else None
    if token.lemma_.lower() in FAVOUR and is_negated(above):
        return OPPOSITE.get(stance)
    if token.pos_ in {"NOUN", "PROPN"}:
        return _carried(above, stance)
    if lemma in WISHES and not _is_finite(token):
        return None
    return _own(above, stance) if not _is_finite(token) or is_negated(above) else stance


def _carried(above: Token, stance: str) -> str | None:
    """A noun of stance under a verb: `gave no support`, `did not voice support`, `withdrew its objection`."""
    if above.lemma_.lower() in HINDER:
        return None
    return _own(above, stance) if above.lemma_.lower() in LIGHT else stance


def _is_finite(verb: Token) -> bool:
    helpers = list(children(verb, "aux", "auxpass"))
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(helper.tag_ in {"VBD", "VBZ", "VBP", "MD"} for helper in helpers)
