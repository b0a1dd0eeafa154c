"""What became of a measure: which words around it say so, and what they say."""

from collections.abc import Iterator
from itertools import islice

from nlp.arguments import children, governor, has_relative_object, subjects
from nlp.attribution import speaker
from nlp.grammar import NOUNS, VERBS, Match
from nlp.sanction_words import BY_PARTICLE, BY_WORD, BY_WORD_ENDS, OBSERVED, TAKEN_OFF, TEXTS, UNDONE, UNWANTED
from nlp.side_by_side import in_turn
from nlp.status import Reality, is_negated, particle_pair, reality, tense
from nlp.tokens import Token

OUTER = ("threatened", "called_for", "rejected", "planned")
"""What a word above the deciding one may make of `imposed`: `threatened to impose`, `urged the EU to impose`."""
UNDOING = ("lifted", "eased")
UNDONE_LATER = ("lifted", "extended")
"""What, told in the future, is planned."""
DUTY = frozenset({"should", "must"})
THINK = frozenset({"believe", "think", "feel", "hold", "consider", "write", "demand", "propose", "suggest"})
WANT = frozenset({"want", "see", "demand", "need", "like", "wish"})
"""Verbs whose object is to have done to it what the participle behind it says."""
DECIDE = frozenset({"agree", "decide", "vote", "resolve", "move", "order", "require"})
AHEAD = frozenset({Reality.PLANNED, Reality.PROPOSED})
VAIN = frozenset({Reality.DENIED, Reality.DECLINED, Reality.CANCELLED})
REACH = 4
"""Words above the measure that may say what became of it."""
MAINTAIN = frozenset({"maintain", "keep", "retain", "sustain", "preserve"})
IN_FORCE = frozenset({"force", "place", "effect"})
STANDS_WITHIN = 25
"""Words behind a measure within which it may say since when it is in force."""
Fate = tuple[Token | None, str]


def fates(match: Match) -> Iterator[Fate]:
    """Each word that says what became of the measure, with the status it gives; (None, "imposed") where none does.

    A measure may be lifted by the verb that governs it and have been imposed by the clause behind it; it may be imposed,
    extended and lifted by verbs that stand side by side.
    """
    trigger = match.trigger
    behind = [clause for clause in _clauses_behind(match) if status_of(clause) is not None]
    told = [fate for clause in behind for fate in _told_behind(clause)]
    yield from told
    if (since := stands_since(trigger)) is not None:
        yield since, "imposed"
    if match.rule.status:
        found: tuple[Token | None, str | None] = (trigger, _wished(trigger, _tensed(trigger, match.rule.status)))
    else:
        found = _deciding(trigger)
    if (behind and found[0] is None) or found[1] in {status for _, status in told}:
        return
    if found[0] is not None:
        yield from _with_next(found[0], found[1], is_verb=trigger.pos_ in VERBS)
    elif found[1] is not None:
        yield None, found[1]


def _told_behind(clause: Token) -> Iterator[tuple[Token, str]]:
    """What a clause behind the measure says of it; who wants to see it imposed calls for it."""
    status = _tensed(clause, status_of(clause))
    wish = _wishing(clause) if clause.dep_ == "acl" else None
    if wish is None:
        yield from _with_next(clause, status)
    elif (wished := _wished(clause, status)) is not None:
        yield wish, wished


def in_force(measure: Token) -> Token | None:
    """The noun of `an embargo on X, in force since 1986`, of which no verb tells."""
    if measure.pos_ not in NOUNS:
        return None
    for word in measure.doc[measure.i + 1 : min(measure.sent.end, measure.i + STANDS_WITHIN)]:
        if word.pos_ in VERBS:
            return None
        if word.lower_ in IN_FORCE and word.nbor(-1).lower_ == "in":
            return word if word.head.head.pos_ != "AUX" else None
    return None


def stands_since(measure: Token) -> Token | None:
    """The `since` of `an embargo on X, in force since 1986`: it was imposed then, whatever the verb says of it now."""
    force = in_force(measure)
    behind = force.doc[force.i + 1 : min(force.sent.end, force.i + STANDS_WITHIN)] if force is not None else ()
    return next((token for token in behind if token.lower_ == "since"), None)


def _with_next(verb: Token, status: str | None, *, is_verb: bool = False) -> Iterator[tuple[Token, str]]:
    """The verb, and those beside it that say more of the same measure, unless the verb is a measure itself."""
    if status is not None:
        yield verb, status
    for other in () if is_verb else islice(in_turn(verb), 1, None):
        if (found := _tensed(other, status_of(other))) is not None:
            yield other, found


def _clauses_behind(match: Match) -> Iterator[Token]:
    """The clauses that say what became of it: its own, `bans on its leaders, which the Union extended`, `…, imposed by`."""
    trigger = match.trigger
    yield from children(trigger, "relcl", "acl")
    if trigger.pos_ not in NOUNS:
        return
    for joined in children(trigger, "conj"):  # "a travel ban and an asset freeze imposed by the council"
        yield from children(joined, "relcl", "acl") if not any(children(joined, "prep")) else ()
    for target in match.roles["target"]:
        yield from (clause for clause in children(target, "relcl") if has_relative_object(clause))
    for prep in children(trigger, "prep"):  # "a ban on imports of Russian wine, which Georgia lifted"
        yield from (
            t for t in prep.subtree if t.dep_ == "relcl" and t.head not in match.roles["target"] and has_relative_object(t)
        )
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "of":  # "the removal of the embargo that the council imposed"
        yield from (clause for clause in children(trigger.head.head, "relcl") if has_relative_object(clause))
    end = trigger.right_edge.i + 1
    following = trigger.doc[end : end + 2]
    if len(following) == 2 and following[0].text == "," and following[1].tag_ == "VBN" and following[1].head.i != trigger.i:
        yield following[1]


def _chain(trigger: Token) -> Iterator[Token]:
    """The trigger if it is a verb, then the verbs and nouns above it, nearest first."""
    token: Token | None = trigger
    if trigger.pos_ in VERBS:
        yield trigger
    for _ in range(REACH):
        token = governor(token) if token is not None and token.dep_ not in {"ROOT", "relcl", "advcl"} else None
        if token is None:
            return
        yield token


def _deciding(trigger: Token) -> tuple[Token | None, str | None]:
    """The word that says what became of the measure, and the status it gives; (None, "imposed") where none does."""
    found: Token | None = None
    status: str | None = None
    for token in _chain(trigger):
        here = _own_status(trigger) if token.i == trigger.i else status_of(token)
        if token.lemma_.lower() in OBSERVED:
            return token, None
        if status is None and _is_unwanted(trigger, token):
            return token, None
        if here is None or _is_let(token):
            continue
        if status is None:
            if here == "called_for" and _is_out_of_favour(token):
                return token, None
            found, status = token, here
        elif (status in {"imposed", "extended"} and here in OUTER) or (status == "threatened" == here and token.pos_ in VERBS):
            return token, None if is_negated(token) else here
        elif status == "planned" and here == "called_for" and not is_negated(token):
            return token, here  # "asked the administration to prepare visa bans"
        elif status == "called_for" and here == "rejected" and found is not None and found.pos_ in NOUNS:
            return token, None if is_negated(token) else here  # "rejected calls for an embargo"
        elif status in UNDOING and here in {"called_for", "rejected", "planned"}:
            return token, None  # a call to lift sanctions is a position
    if found is not None and (voted := _vote_on(found)) is not None:
        return voted, "rejected"
    if found is None:
        return None, "imposed" if trigger.pos_ in NOUNS else None
    return found, _tensed(found, status)


def _is_unwanted(measure: Token, word: Token) -> bool:
    """`is against sanctions on X`, `no need for sanctions`, `opposed an embargo`: what somebody does not want is not imposed,
    unless it is the one that there is."""
    if any(child.lower_ == "the" or child.dep_ == "poss" for child in measure.children):
        return False
    against = measure.dep_ == "pobj" and measure.head.lower_ == "against" and measure.head.head.i == word.i
    return against or word.lemma_.lower() in UNWANTED


def _is_out_of_favour(noun: Token) -> bool:
    """`was not in favour of sanctions`."""
    return noun.pos_ in NOUNS and noun.head.dep_ == "prep" and is_negated(noun.head.head)


def _is_let(verb: Token) -> bool:
    """Whether somebody lets a measure do what the verb says: `let the embargo expire`."""
    return verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_ == "let" and verb.lemma_ in BY_WORD_ENDS


def deciding_word(measure: Token) -> Token | None:
    """The word that says what became of a measure."""
    return _deciding(measure)[0]


def _wished(verb: Token, status: str | None) -> str | None:
    """The status under the verb above: `threatened to shut its border`; to ask that a measure be lifted is a position."""
    above = _wishing(verb)
    wish = status_of(above) if above is not None else None
    if wish not in OUTER or status is None or above is None or is_negated(above):
        return status
    return wish if status in {"imposed", "planned"} else None


def _wishing(verb: Token) -> Token | None:
    """The verb that wants what another tells: `threatened to shut`, `came out for closing`, `wants the border shut`, `would like
    to see it closed`."""
    if verb.dep_ == "conj" and verb.head.dep_ in {"xcomp", "pcomp"} and verb.tag_ in {"VB", "VBG"}:
        verb = verb.head
    above = governor(verb) if verb.dep_ in {"xcomp", "ccomp", "pcomp"} else None
    if verb.dep_ == "pcomp" and verb.head.lower_ not in {"for", "of"}:
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.dep_ == "dobj":
        above = verb.head.head if verb.head.head.lemma_ in WANT else None
    if above is not None and above.lemma_ == "see" and above.dep_ == "xcomp":
        above = above.head
    return above


def text_of(verb: Token) -> Token | None:
    """The draft, law or order of which `verb` says what it does: `a resolution that threatened`, `an order ending`."""
    return next((noun for noun in subjects(verb) if noun.lemma_.lower() in TEXTS), None) if verb.pos_ in VERBS else None


def _vote_on(verb: Token) -> Token | None:
    """The word that turns down the draft of which `verb` says what it would do: `vetoed a text that threatened Syria`."""
    text = text_of(verb)
    above = governor(text) if text is not None else None
    if above is None or is_negated(above):
        return None
    return next((word for word in (above, *children(above, "dobj")) if status_of(word) == "rejected"), None)


def status_of(token: Token) -> str | None:
    """What a word that governs the measure says became of it."""
    lemma = token.lemma_.lower()
    if lemma == "let":
        return next((BY_WORD_ENDS[t.lemma_] for t in children(token, "ccomp", "xcomp") if t.lemma_ in BY_WORD_ENDS), None)
    for pair, status in BY_PARTICLE.items():
        if lemma == pair[0] and particle_pair(token, {pair}):
            return status
    if lemma in TAKEN_OFF and any(child.lower_ in {"off", "from"} for child in token.children):
        return "lifted"
    if lemma == "call" and token.pos_ in VERBS and any(children(token, "oprd", "ccomp")):
        return None  # "called it an embargo"
    return next((status for status, lemmas in BY_WORD.items() if lemma in lemmas), None)


def _own_status(trigger: Token) -> str | None:
    """What a word that is a measure itself says: it imposes one or undoes it."""
    if trigger.pos_ not in VERBS:
        return None
    return "lifted" if trigger.lemma_.lower() in UNDONE else "imposed"


def _tensed(verb: Token, status: str | None) -> str | None:
    how = tense(verb)
    if _no_longer(verb):
        return "lifted" if status == "imposed" else None
    if how.negated:
        return "rejected" if status == "imposed" and how.time == "future" else None
    if status in UNDOING and (reality(verb) in VAIN):
        return None
    if status in UNDONE_LATER and how.time == "future" and not how.possible:
        return "planned"
    if status in UNDONE_LATER and how.conditional and any(child.lower_ == "whether" for child in verb.children):
        return "planned"
    if status == "extended" and verb.lemma_ in MAINTAIN and _has_since(verb):
        return "imposed"
    if status in {"imposed", "extended"} and is_duty(verb):
        return "called_for" if advised_by(verb) else "planned"
    if status != "imposed" or _is_decided(verb):
        return status
    if how.conditional or how.possible or _has_condition(verb):
        return "threatened"
    if how.time == "future" or (how.time == "none" and reality(verb) in AHEAD):
        return "planned"
    return status


def _has_since(verb: Token) -> bool:
    """`has maintained its embargo since June` tells when it was imposed."""
    return any(child.lower_ == "since" for child in verb.children)


def is_duty(verb: Token) -> bool:
    """`should impose`, `ought to follow with`, but no `Should Moscow`, a condition."""
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "ought":
        return True
    bearers = list(children(verb, "nsubj", "nsubjpass"))
    return any(aux.lower_ in DUTY and all(bearer.i < aux.i for bearer in bearers) for aux in children(verb, "aux"))


def advised_by(verb: Token) -> list[Token]:
    """Who says or thinks that something should be done."""
    said = speaker(verb)
    if said is not None:
        return [said.root]
    clause = verb.head if verb.dep_ == "xcomp" else verb
    return subjects(clause.head) if clause.dep_ == "ccomp" and clause.head.lemma_ in THINK else []


def _is_decided(verb: Token) -> bool:
    """`agreed to shut its borders`, `voted to impose`: bodies impose by deciding to."""
    above = governor(verb)
    if verb.dep_ not in {"xcomp", "ccomp"} or above is None or above.lemma_ not in DECIDE:
        return False
    how = tense(above)
    return how.time in {"past", "present"} and not how.negated and not how.possible


def _no_longer(verb: Token) -> bool:
    """`no longer blacklists Belavia`."""
    return any(child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children) for child in verb.children)


def _has_condition(verb: Token) -> bool:
    """`will impose sanctions if …` is a threat."""
    clauses = children(verb, "advcl")
    future = tense(verb).time == "future"
    return future and any(mark.lower_ in {"if", "unless"} for clause in clauses for mark in children(clause, "mark"))
