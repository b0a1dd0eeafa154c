"""Who says so: the speaker to whom a text attributes a sentence or clause."""

from spacy.tokens import Token

from nlp.actors import Mention, mention_at
from nlp.arguments import subjects

SAY = frozenset(
    "say tell announce state declare report claim add confirm note explain write warn stress insist argue "
    "allege remark reply reiterate "
    "acknowledge admit assert maintain contend comment quote conclude observe recall according".split()
)


def speaker(trigger: Token) -> Mention | None:
    """The actor to whom the clause of `trigger` is attributed, or None where the text speaks for itself."""
    for token in trigger.ancestors:
        if token.lemma_.lower() in SAY and token.pos_ in {"VERB", "ADP"} and (found := _first_actor(token)) is not None:
            return found
    return _trailing_speaker(trigger)


def _first_actor(verb: Token) -> Mention | None:
    return next((mention for token in subjects(verb) if (mention := mention_at(token)) is not None), None)


def _trailing_speaker(trigger: Token) -> Mention | None:
    """The speaker of a parenthetical verb: `… will meet on Friday, Lavrov said`; or of `according to X`."""
    for token in trigger.sent:
        if token.lemma_.lower() in SAY and token.dep_ in {"parataxis", "ccomp"} and trigger in token.subtree:
            return _first_actor(token)
        if token.lower_ == "according":
            for child in token.subtree:
                if (mention := mention_at(child)) is not None:
                    return mention
    return None
