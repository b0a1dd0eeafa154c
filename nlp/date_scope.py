"""Which date belongs to an event, and since and until when an office is held."""

from collections.abc import Iterator

from spacy.tokens import Token

from graph.vocabulary import Date
from nlp import calendar
from nlp.date_mentions import DateMention, dates
from nlp.date_values import Tense
from nlp.tense import tense_of

_UP = {
    "dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "appos", "conj", "xcomp", "pcomp", "agent", "acl", "advcl", "relcl",
    "oprd", "dative", "compound", "nmod", "poss", "amod", "npadvmod", "acomp",
}  # fmt: skip
"""Relations over which a date of the head is the dependent's too; a reported clause (ccomp) is not among them."""


def date_of(trigger: Token) -> Date | None:
    """The date of the event that a verb or noun expresses, None where the text gives none.

    The trigger's own words come first, then those that govern it short of a verb of saying, then the line's heading.
    """
    mentions = [mention for mention in _in_sentence(trigger) if not mention.dateline and not mention.heading]
    for token in (trigger, *_governors(trigger)):
        own = [mention for mention in mentions if _hangs_on(mention, token)]
        if own:
            return _applied(min(own, key=lambda mention: abs(mention.span.root.i - trigger.i)), trigger)
    heading = _heading(trigger)
    return heading.value if heading else None


def period_of(token: Token) -> tuple[Date | None, Date | None]:
    """Since and until when the office that a token names or takes up is held, as far as its clause says."""
    since = until = None
    for mention in _in_sentence(token):
        if not _near(mention, token):
            continue
        if mention.relation in ("since", "from"):
            start, end = mention.value.start, mention.value.end
            since = mention.value
            if mention.relation == "from" and start != end and " to " in mention.span.text:
                since, until = calendar.day(start), calendar.day(end)
        elif mention.relation == "until":
            until = mention.value
    return since, until


def _in_sentence(token: Token) -> Iterator[DateMention]:
    sentence = token.sent
    return (mention for mention in dates(token.doc) if sentence.start <= mention.span.start < sentence.end)


def _governors(token: Token) -> Iterator[Token]:
    while token.dep_ in _UP:
        token = token.head
        yield token


def _hangs_on(mention: DateMention, token: Token) -> bool:
    if mention.modifies is not None:
        return mention.modifies == token
    return _attachment(mention) == token


def _attachment(mention: DateMention) -> Token:
    """The word that a date hangs on, prepositions and adverbs between them left out."""
    head = mention.span.root
    while head.i in range(mention.span.start, mention.span.end) or head.pos_ in ("ADP", "ADV", "SCONJ", "PART"):
        if head.head == head:
            break
        head = head.head
    return head


def _applied(mention: DateMention, trigger: Token) -> Date:
    today, value = trigger.doc._.published_at, mention.value
    if mention.relation in ("by", "before", "until") and today and today <= value.end and tense_of(trigger) is Tense.FUTURE:
        return calendar.interval(today, value.end)
    return value


def _heading(trigger: Token) -> DateMention | None:
    text = trigger.doc.text
    line = text.rfind("\n", 0, trigger.idx) + 1
    for mention in dates(trigger.doc):
        if mention.heading and line <= mention.span.start_char <= trigger.idx:
            return mention
    return None


def _near(mention: DateMention, token: Token) -> bool:
    attached = _attachment(mention)
    return attached == token or token.is_ancestor(mention.span.root) or attached in set(_governors(token))
