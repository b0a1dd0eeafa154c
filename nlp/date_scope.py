"""Which date belongs to an event, and since and until when an office is held."""

from collections.abc import Iterable, Iterator

from graph.vocabulary import Date, Precision
from nlp import calendar
from nlp.date_mentions import DateMention, dates
from nlp.date_values import Tense
from nlp.tense import tense_of
from nlp.tokens import Token

_UP = {
    "dobj", "nsubj", "nsubjpass", "pobj", "prep", "attr", "appos", "conj", "xcomp", "pcomp", "agent", "acl", "advcl", "relcl",
    "oprd", "dative", "compound", "nmod", "poss", "amod", "npadvmod", "acomp",
}  # fmt: skip
"""Relations over which a date of the head is the dependent's too; a reported clause (ccomp) is not among them."""


_BETWEEN = {"ADP", "ADV", "SCONJ", "PART", "PROPN"}
"""Words between a date and what it dates: 'at Nassau in May' is when they meet, not when Nassau is."""
_SAY = {"say", "tell", "announce", "report", "write", "declare", "add", "warn", "state", "confirm"}
_BEGIN = {"become", "take", "assume", "appoint", "name", "swear", "inaugurate", "install"}
_END = {"resign", "step", "leave", "quit", "retire", "oust", "topple", "depose", "overthrow", "dismiss", "sack", "die", "remove"}
"""Verbs that begin and end a term of office."""


HOURS = frozenset("morning afternoon evening night midnight noon dawn later subsequently afterwards thereafter".split())
"""Words that tell when on a day already named."""
LATER = frozenset("later afterwards thereafter subsequently earlier then beforehand".split())
"""Adverbs of a verb that place it on the day told of."""
PART_OF_DAY = frozenset("hour morning evening afternoon night most part course end start middle".split())
"""Nouns between a day and what happened on it: `in the small hours of Friday`."""


def date_of(trigger: Token) -> Date | None:
    """The date of the event that a verb or noun expresses, None where the text gives none.

    The trigger's own words come first, then clauses that tell of it ("the accord that they signed in May"), then those
    that govern it short of a verb of saying, then the line's heading.
    """
    mentions = [mention for mention in _in_sentence(trigger) if _may_date(mention)]
    plain = [mention for mention in mentions if not mention.relation]
    found = (
        _nearest(trigger, [trigger], mentions)
        or _nearest(trigger, _clauses(trigger), plain)
        or _nearest(trigger, _governors(trigger), mentions)
    )
    if found:
        return _applied(found)
    heading = _heading(trigger)
    if heading:
        return heading.value
    only = _only(trigger, plain)
    if only is not None and trigger.pos_ not in ("NOUN", "PROPN") and not _in_one_clause(plain, trigger):
        only = None
    return only or (_same_day(trigger) if not mentions else None)


def _same_day(trigger: Token) -> Date | None:
    """`In the afternoon they met`, `Later he received her`: the last day named in the paragraph, where only the hour is told."""
    opening = {token.lower_ for token in trigger.sent[:4]}
    hours = ("pobj", "npadvmod")
    later = (child for child in trigger.children if child.dep_ == "advmod" and child.lower_ in LATER)
    if not opening & HOURS and not any(later) and not any(t.lower_ in HOURS for t in trigger.subtree if t.dep_ in hours):
        return None
    start, _ = _line(trigger)
    before = [
        mention
        for mention in dates(trigger.doc)
        if start <= mention.span.start_char < trigger.idx and not mention.relation and mention.value.precision is Precision.DAY
    ]
    return before[-1].value if before else None


def _only(trigger: Token, plain: list[DateMention]) -> Date | None:
    """The one date of a sentence that the parser hung elsewhere, unless it says when something else was said or done."""
    free = [mention for mention in plain if mention.modifies is None]
    if len(free) != 1 or _attachment(free[0]).lemma_ in _SAY or _is_aside(free[0], trigger):
        return None
    return free[0].value


def _is_aside(mention: DateMention, trigger: Token) -> bool:
    """`was received by X, who seized power in December`: a relative clause of somebody else tells when he did something else."""
    clause = next((token for token in mention.span.root.ancestors if token.pos_ in ("VERB", "AUX")), None)
    if clause is None or clause.dep_ != "relcl" or not any(child.lower_ == "who" for child in clause.children):
        return False
    return clause != trigger and not clause.is_ancestor(trigger)


def _in_one_clause(plain: list[DateMention], verb: Token) -> bool:
    """Whether a sentence's one date stands in the clause of `verb`, though the parser hung it on another word there."""
    date = next(mention for mention in plain if mention.modifies is None).span.root
    clause = next((token for token in date.ancestors if token.pos_ in ("VERB", "AUX")), date)
    return clause == verb or (
        verb.is_ancestor(clause) and all(token.dep_ not in ("relcl", "acl", "ccomp") for token in _between(clause, verb))
    )


def _between(token: Token, above: Token) -> Iterator[Token]:
    while token != above:
        yield token
        token = token.head


def _nearest(trigger: Token, tokens: Iterable[Token], mentions: list[DateMention]) -> DateMention | None:
    """The date of the first of the tokens that has one."""
    for token in tokens:
        own = [mention for mention in mentions if _hangs_on(mention, token)]
        if not own and token.dep_ == "ROOT":
            own = [mention for mention in mentions if _is_fronted(mention)]
        if own:
            return min(own, key=lambda mention: abs(mention.span.root.i - trigger.i))
    return None


def period_of(token: Token) -> tuple[Date | None, Date | None]:
    """Since and until when the office that a token names or takes up is held, as far as its clause says."""
    since = until = None
    for mention in _in_sentence(token):
        if not _near(mention, token):
            continue
        if mention.relation == "from" and mention.value.precision is Precision.INTERVAL:
            since, until = calendar.day(mention.value.start), calendar.day(mention.value.end)
        elif mention.relation in ("since", "from") or _attachment(mention).lemma_ in _BEGIN:
            since = since or mention.value
        elif mention.relation == "until" or _attachment(mention).lemma_ in _END:
            until = until or mention.value
    return since, until


def _in_sentence(token: Token) -> Iterator[DateMention]:
    """The dates of the sentence, as far as it stands on the token's line."""
    start, end = _line(token)
    sentence = token.sent
    for mention in dates(token.doc):
        if sentence.start <= mention.span.start < sentence.end and start <= mention.span.start_char < end:
            yield mention


def _line(token: Token) -> tuple[int, int]:
    text = token.doc.text
    end = text.find("\n", token.idx)
    return text.rfind("\n", 0, token.idx) + 1, len(text) if end < 0 else end


def _may_date(mention: DateMention) -> bool:
    if mention.dateline or mention.heading or mention.relation in ("until", "after"):
        return False
    if mention.relation in ("by", "before"):
        return tense_of(mention.span.root) in (Tense.FUTURE, Tense.PRESENT)
    return True


def _clauses(token: Token) -> Iterable[Token]:
    """The verbs of clauses that tell more of the event itself."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return (child for child in token.children if _is_purpose(child) or _is_bare_copula(child))
    matter = (noun for prep in token.children if prep.lower_ in ("of", "on") for noun in prep.children if noun.pos_ == "NOUN")
    return (child for noun in (token, *matter) for child in noun.children if child.dep_ in ("relcl", "acl"))


def _is_purpose(token: Token) -> bool:
    """'Went to see him on Friday'."""
    return token.dep_ == "xcomp" or (token.dep_ == "advcl" and token.tag_ == "VB")


def _is_bare_copula(token: Token) -> bool:
    """'The last time they met was in May' may be parsed with 'was' below 'met' and without a subject."""
    subjects = ("nsubj", "nsubjpass", "expl", "csubj")
    return token.lemma_ == "be" and token.dep_ in ("dep", "conj", "ccomp") and not any(c.dep_ in subjects for c in token.children)


def _governors(token: Token) -> Iterator[Token]:
    while token.dep_ in _UP:
        subject = token.dep_ in ("nsubj", "nsubjpass")
        token = token.head
        yield token
        if subject:  # "consultations are to take place in June"
            yield from (child for child in token.children if child.dep_ == "xcomp")


def _hangs_on(mention: DateMention, token: Token) -> bool:
    if mention.modifies is not None:
        return mention.modifies == token
    if mention.relation == "since" and token.pos_ == "NOUN":
        return False  # "the first such encounter since 1949"
    return _attachment(mention) == token


def _is_fronted(mention: DateMention) -> bool:
    """'In April 2009, after the launch, the Council met': a date at the head of its sentence is that of the main clause."""
    return mention.modifies is None and mention.span.start - mention.span.sent.start <= 1


def _attachment(mention: DateMention) -> Token:
    """The word that a date hangs on, prepositions and adverbs between them left out."""
    span = mention.span
    before = span.doc[span.start - 1] if span.start else span.root
    head = before if before.pos_ == "ADP" and before.dep_ == "prep" else span.root
    while head.i in range(span.start, span.end) or head.pos_ in _BETWEEN or head.lemma_ in PART_OF_DAY:
        if head.head == head:
            break
        head = head.head
    return head


def _applied(mention: DateMention) -> Date:
    """The days in question: 'by the end of June' is any day from now till then."""
    today, value = mention.span.doc.published_at, mention.value
    if mention.relation in ("by", "before") and today and today <= value.end:
        return calendar.interval(today, value.end)
    return value


def _heading(trigger: Token) -> DateMention | None:
    line = _line(trigger)[0]
    for mention in dates(trigger.doc):
        if mention.heading and line <= mention.span.start_char <= trigger.idx:
            return mention
    return None


def _near(mention: DateMention, token: Token) -> bool:
    attached = _attachment(mention)
    return attached == token or token.is_ancestor(mention.span.root) or attached in set(_governors(token))
