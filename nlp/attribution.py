"""Who says so: the speaker to whom a text attributes a sentence or clause."""

from collections.abc import Iterator

from nlp.actors import Mention, mention_at
from nlp.arguments import children, subjects
from nlp.tokens import Token

SAY = frozenset(
    "say tell announce state declare report claim add confirm note explain write warn stress insist argue "
    "allege remark reply reiterate "
    "acknowledge admit assert maintain contend comment quote conclude observe recall".split()
)
SAY_IN_A_NOUN = frozenset("announce declare report claim confirm allege acknowledge admit".split())
"""Those whose object is what is said: `announced talks`, but not `concluded a treaty`."""


def speaker(trigger: Token) -> Mention | None:
    """The actor to whom the clause of `trigger` is attributed, or None where the text speaks for itself."""
    for verb in (*_reporting(trigger), *_asides(trigger)):
        if (found := _first_actor(verb)) is not None:
            return found
    return _according_to(trigger)


def _reporting(trigger: Token) -> Iterator[Token]:
    """The verbs of saying that govern the clause, nearest first: `Lavrov said that they met`, `announced a meeting`."""
    below = trigger
    for verb in trigger.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in SAY and _is_said(below, verb):
            yield verb
        below = verb


def _is_said(below: Token, verb: Token) -> bool:
    """Whether what hangs from `verb` by `below` is what it says, not when, where or to whom it is said."""
    if below.dep_ == "dobj":
        return verb.lemma_.lower() in SAY_IN_A_NOUN
    if below.dep_ == "xcomp" or any(child.tag_ == "TO" for child in children(below, "aux")):
        return verb.lemma_.lower() == "claim"
    return below.dep_ in {"ccomp", "parataxis", "nsubjpass", "csubjpass"}


def _asides(trigger: Token) -> Iterator[Token]:
    """Verbs of saying put in: `Egypt, Lavrov said, will meet Jordan`, `as Lavrov said`."""
    for head in (trigger, *trigger.ancestors):
        for verb in children(head, "parataxis", "advcl"):
            is_put_in = verb.dep_ == "parataxis" or any(child.lower_ == "as" for child in children(verb, "mark"))
            if is_put_in and verb.lemma_.lower() in SAY:
                yield verb


def _first_actor(verb: Token) -> Mention | None:
    return next((mention for token in subjects(verb) if (mention := mention_at(token)) is not None), None)


def _according_to(trigger: Token) -> Mention | None:
    for token in trigger.sent:
        if token.lower_ == "according":
            return next((mention for child in token.subtree if (mention := mention_at(child)) is not None), None)
    return None
