"""Whether an event took place: negation, modality, tense and the verbs that speak of plans, offers, refusals and
cancellations. Read here once for every kind of fact; the words are from general knowledge of English news prose."""

from enum import StrEnum
from typing import NamedTuple

from nlp.arguments import children, governor, is_passive
from nlp.grammar import words
from nlp.tokens import Token


class Reality(StrEnum):
    """How real a text says an event is."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    DENIED = "denied"
    """The text says that it did not happen, or that nothing is known of it: no fact."""


DECLINE = words(
    "refuse decline reject spurn rebuff snub boycott shun dismiss balk baulk refusal rejection boycott rebuff "
    "skip block veto oppose shut avoid exclude unwilling"
)
CANCEL = words(
    "cancel postpone scrap scupper abandon shelve delay defer suspend collapse abort scuttle drop derail axe "
    "torpedo ditch adjourn miss "
    "cancellation postponement suspension collapse"
)
CANCEL_PARTICLES = {
    ("call", "off"),
    ("put", "off"),
    ("break", "off"),
    ("fall", "through"),
    ("pull", "out"),
    ("back", "out"),
    ("push", "back"),
}
DECLINE_PARTICLES = {
    ("rule", "out"),
    ("turn", "down"),
    ("stay", "away"),
    ("brush", "aside"),
    ("wave", "away"),
    ("brush", "off"),
    ("throw", "out"),
    ("decide", "against"),
}
PLAN = words(
    "schedule plan expect agree announce set arrange fix slate intend promise prepare due pledge vow appoint confirm accept book "
    "suppose undertaking promise pencil "
    "plan schedule date preparation agreement arrangement commitment undertake commit pencil resolve decide "
    "timetable ready convene summon"
)
PROPOSE = words(
    "ensure propose offer invite urge ask seek suggest request call want hope wish push press demand appeal "
    "encourage advocate consider "
    "discuss float mull explore recommend volunteer desire beg need like prefer favour favor back support "
    "welcome threaten insist "
    "proposal offer invitation call request appeal hope wish bid idea prospect possibility suggestion demand desire readiness "
    "willingness willing ready open prepared eager keen possible likely attempt try effort seek aim clamour plead petition sound"
)
NEVER = words("deny denial denied doubt speculation rumour rumor")
LIGHT = words(
    "hold have conduct open start begin begin resume continue go attend join host chair lead convene stage "
    "conclude end wrap enter take "
    "pay make do come get give finish complete reopen restart break kick undertake launch"
)
MODIFIER = {
    Reality.PLANNED: words(
        "planned scheduled upcoming forthcoming coming impending expected next approaching future prospective"
    ),
    Reality.PROPOSED: words("proposed possible potential suggested eventual likely hoped-for mooted further urgent"),
    Reality.CANCELLED: words("cancelled canceled postponed aborted abandoned scrapped"),
    Reality.ONGOING: words("ongoing current continuing"),
}
SET = words("planned scheduled set fixed due slated arranged pencilled booked agreed announced")
"""Participles of what was to be: `the visit, set for Tuesday, did not take place`."""
FUTURE = words("will shall 'll wo")
POSSIBLE = words("may might could can should must ought ca")
NEGATIONS = words("not n't never no neither nor without hardly")
NOBODY = words("no neither nobody none")
STANDING = {
    frozenset({"under discussion", "under consideration", "under negotiation", "on offer"}): Reality.PROPOSED,
    frozenset({"under way", "in progress", "in session"}): Reality.ONGOING,
    frozenset({"in preparation", "on schedule", "in sight", "on course"}): Reality.PLANNED,
}
"""Phrases behind `be` that tell how an event stands."""
ADJUNCTS = words("in during after at since following over throughout")
CONDITIONS = words("if unless whether should until")
TAKE_PLACE = words("take happen hold occur materialise materialize come go proceed")
AGREE = words("accept agree")
HOPES = words("hope wish propose suggest")
"""Verbs that make no plan of a future in the clause they govern: `hopes that talks will resume`."""


class Tense(NamedTuple):
    """How a verb stands: its time (`past`, `present`, `future`, `none`), and what qualifies it."""

    time: str
    negated: bool = False
    possible: bool = False
    conditional: bool = False
    progressive: bool = False


def is_negated(token: Token) -> bool:
    """Whether `token` has a negation of its own (`did not`, `no talks`, `neither`)."""
    return any(
        child.dep_ == "neg" or (child.lower_ in NEGATIONS and child.dep_ in {"det", "advmod", "preconj", "cc", "neg"})
        for child in token.children
    )


def _is_done_by_nobody(verb: Token) -> bool:
    """`No member will travel there`, `Neither will receive him`."""
    subjects = children(verb, "nsubj", "nsubjpass")
    return any(subject.lower_ in NOBODY or any(c.lower_ in NOBODY for c in children(subject, "det")) for subject in subjects)


def _auxiliaries(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if not own and verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.tag_ in {"VB", "VBN", "VBG"}:
        return _auxiliaries(verb.head)
    return own


def tense(verb: Token) -> Tense:
    """The tense of `verb` as its auxiliaries and form tell."""
    helpers = _auxiliaries(verb)
    said = {helper.lower_ for helper in helpers}
    to = any(helper.tag_ == "TO" for helper in helpers)
    conditional = any(child.dep_ == "mark" and child.lower_ in CONDITIONS for child in verb.children)
    progressive = verb.tag_ == "VBG" and bool(said & {"is", "are", "'re", "'s", "am", "was", "were", "been"})
    return Tense(
        time=_time(verb, said, helpers, to),
        negated=is_negated(verb) or _is_done_by_nobody(verb),
        possible=bool(said & POSSIBLE),
        conditional=conditional,
        progressive=progressive,
    )


def _time(verb: Token, said: set[str], helpers: list[Token], to: bool) -> str:
    if said & FUTURE or "would" in said:
        return "future"
    if to:
        return "none"
    if any(helper.tag_ in {"VBD"} or helper.lower_ in {"has", "have", "had", "'ve"} for helper in helpers) or verb.tag_ == "VBD":
        return "past"
    if verb.tag_ in {"VBZ", "VBP"} or any(helper.tag_ in {"VBZ", "VBP"} for helper in helpers):
        return "present"
    return "past" if verb.tag_ == "VBN" else "none"


def particle_pair(verb: Token, pairs: set[tuple[str, str]]) -> bool:
    """Whether `verb` stands with a particle so that both are in `pairs` (`call … off`)."""
    return any((verb.lemma_.lower(), child.lower_) in pairs for child in verb.children if child.dep_ in {"prt", "advmod", "prep"})


def _lexical(token: Token) -> Reality | None:
    """What the word itself says of an event that it governs."""
    lemma = token.lemma_.lower()
    if particle_pair(token, CANCEL_PARTICLES):
        return Reality.CANCELLED
    if particle_pair(token, DECLINE_PARTICLES):
        return Reality.DECLINED
    for lemmas, reality in (
        (NEVER, Reality.DENIED),
        (DECLINE, Reality.DECLINED),
        (CANCEL, Reality.CANCELLED),
        (PROPOSE, Reality.PROPOSED),
        (PLAN, Reality.PLANNED),
    ):
        if lemma in lemmas:
            return reality
    return None


def _modified(noun: Token) -> Reality | None:
    if any(_was_to_have(clause) for clause in children(noun, "relcl")):
        return Reality.CANCELLED  # "the dinner that they were to have had"
    for child in children(noun, "amod", "advmod", "acl"):
        for reality, modifiers in MODIFIER.items():
            if child.lower_ in modifiers:
                return reality
        if child.dep_ == "acl" and child.tag_ == "VBN" and (found := _lexical(child)) is not None:
            return found
    return None


def _tensed(verb: Token) -> Reality | None:
    """What tense and mood alone say; None where the verb has none of its own (infinitives)."""
    how = tense(verb)
    if how.negated:
        return Reality.DECLINED if how.time == "future" or how.possible else Reality.DENIED
    if how.conditional:
        return Reality.PROPOSED
    if how.possible:
        return Reality.PROPOSED
    if how.time == "future":
        return Reality.PLANNED
    if how.time == "present" and how.progressive:
        return Reality.ONGOING
    if how.time in {"past", "present"}:
        return Reality.HELD
    return None


def reality(trigger: Token) -> Reality:
    """How real the event is that `trigger` (a verb or noun) names.

    The word nearest to the trigger decides: its modifiers, then the verbs and nouns that govern it, until a finite verb.
    """
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return _governed(trigger)
    if is_negated(trigger):
        return Reality.DENIED
    above = _aside(trigger) or _governed(trigger)
    if above in {Reality.CANCELLED, Reality.DECLINED}:
        return above
    modified = _modified(trigger)
    if above is Reality.DENIED and modified is Reality.PLANNED and any(child.lower_ in SET for child in trigger.children):
        return Reality.CANCELLED  # "the visit, set for Tuesday, did not take place"
    return modified or above


def _governed(trigger: Token) -> Reality:
    if trigger.dep_ in {"pobj", "pcomp"} and trigger.head.lower_ == "without":
        return Reality.DENIED
    token, below = trigger, trigger
    for _ in range(6):
        found = _step(token, below)
        if found is not None:
            return _overruled(token, found)
        above = _next(token)
        if above is None:
            break
        token, below = above, token
    return Reality.HELD


def _overruled(token: Token, found: Reality) -> Reality:
    """`found`, which `token` says, unless the word above takes it back: `rejected an offer`, `hopes that they will`."""
    above = _next(token)
    if above is None or found not in {Reality.PLANNED, Reality.PROPOSED}:
        return found
    if token.pos_ == "NOUN" and (taken_back := _lexical(above)) in {Reality.DECLINED, Reality.CANCELLED}:
        return _negated(above, taken_back)
    if token.pos_ == "NOUN" and above.lemma_ in AGREE and found is Reality.PROPOSED:
        return _negated(above, Reality.PLANNED)
    return Reality.PROPOSED if token.dep_ == "ccomp" and above.lemma_ in HOPES else found


def _aside(noun: Token) -> Reality | None:
    """`In a call with X, Y offered …`, `agreed at their summit`: the verb says nothing of the event itself but its time."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in ADJUNCTS or preposition.head.pos_ not in {"VERB", "AUX"}:
        return None
    how = tense(preposition.head)
    return Reality.PLANNED if how.time == "future" and preposition.lower_ not in {"after", "since", "following"} else Reality.HELD


def _step(token: Token, below: Token) -> Reality | None:
    """What `token` says of the event that hangs from it by `below` (the event's own word if they are the same)."""
    if token.i != below.i and (found := _lexical(token)) is not None and not _ends_otherwise(found, below):
        return _negated(token, found)
    if token.lemma_ == "fail" and below.dep_ == "xcomp":
        return Reality.DENIED  # "failed to meet"; talks that failed were held
    if token.lemma_.lower() in TAKE_PLACE and below.dep_ in {"nsubj", "nsubjpass"} and _is_off(token):
        return Reality.CANCELLED
    if below.dep_ == "nsubj" and _goes_on(token):
        return Reality.ONGOING
    if token.lemma_ == "be" and token.i != below.i and (found := _predicated(token, below)) is not None:
        return found
    if token.pos_ in {"VERB", "AUX"}:
        return _tensed(token)
    return None


def _ends_otherwise(found: Reality, below: Token) -> bool:
    """`broke off to confer with X`: what ends is not what is done next."""
    return found is Reality.CANCELLED and below.pos_ == "VERB" and any(child.tag_ == "TO" for child in below.children)


def _is_off(verb: Token) -> bool:
    """`will not take place`, `never did`, `nor did it`; `did not take place` says so of what was known to be planned only."""
    said = {child.lower_ for child in verb.children}
    negated = is_negated(verb) or "nor" in said
    return negated and (tense(verb).time == "future" or bool(said & {"nor", "never"}))


def _goes_on(verb: Token) -> bool:
    """`the talks continue`, `negotiations go on`."""
    present = tense(verb).time == "present" and not tense(verb).negated
    return present and (
        verb.lemma_ in {"continue", "proceed"} or particle_pair(verb, {("go", "on"), ("drag", "on"), ("carry", "on")})
    )


def _was_to_have(be: Token) -> bool:
    """`were to have met`."""
    done = (verb for verb in children(be, "xcomp") if {"to", "have"} <= {child.lower_ for child in children(verb, "aux")})
    return be.lemma_ == "be" and be.tag_ == "VBD" and any(done)


def _predicated(be: Token, below: Token) -> Reality | None:
    """`is to meet`, `is due to open`, `is off`: what a form of `be` says with the words behind it."""
    if below.dep_ == "xcomp" and any(child.tag_ == "TO" for child in below.children) and be.tag_ != "VBN":
        if _was_to_have(be):
            return Reality.CANCELLED  # "they were to have met"
        return Reality.DECLINED if is_negated(be) else Reality.PLANNED
    for child in children(be, "acomp", "attr", "advmod", "prep"):
        if child.lower_ in {"off", "dead"}:
            return Reality.CANCELLED
        if (found := _standing(child)) is not None:
            return Reality.DENIED if is_negated(be) else found
        if child.dep_ == "acomp" and (found := _lexical(child)) is not None:
            return Reality.DENIED if is_negated(be) else found
    return None


def _standing(preposition: Token) -> Reality | None:
    """`is under discussion`, `are under way`, `is in preparation`."""
    phrases = (f"{preposition.lower_} {obj.lemma_.lower()}" for obj in children(preposition, "pobj"))
    return next((found for phrase in phrases for words_, found in STANDING.items() if phrase in words_), None)


def _negated(token: Token, found: Reality) -> Reality:
    """`did not propose`, `has not agreed`, `will not cancel`: nothing is known; `will not agree to meet` declines."""
    if not is_negated(token) and not _has_no_date(token):
        return found
    if found in {Reality.PLANNED, Reality.PROPOSED} and tense(token).time == "future":
        return Reality.DECLINED
    return Reality.DENIED


def _has_no_date(verb: Token) -> bool:
    """`No date has been set`, `no invitation was sent`."""
    return any(is_negated(child) and child.lemma_ in PLAN | PROPOSE for child in children(verb, "nsubj", "nsubjpass"))


def _next(token: Token) -> Token | None:
    if token.dep_ in {"ROOT", "relcl", "appos"}:
        return None
    if token.dep_ == "conj" and token.head.pos_ in {"VERB", "AUX"} and token.pos_ in {"VERB", "AUX"}:
        return token.head if token.tag_ in {"VB", "VBG"} else None
    if token.dep_ == "conj":
        return _next(token.head)
    return governor(token)


def reported_denial(trigger: Token) -> bool:
    """Whether a verb of denying governs the clause (`denied that a meeting was in the works`)."""
    return any(token.lemma_.lower() in NEVER for token in trigger.ancestors if token.pos_ in {"VERB", "NOUN"}) and not is_passive(
        trigger
    )
