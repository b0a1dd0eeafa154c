"""Roles: a person holds an office of a state or organisation."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from graph.vocabulary import Claim, ClaimPart, EntityType, FactKind, PartField, ValueField
from nlp.actors import Actor, Mention, mention_at
from nlp.arguments import children, coordinated, prepositional
from nlp.claims import build, words_for
from nlp.dates import period_of
from nlp.grammar import NOUNS, Match, Rule, words

ORDER = 4
KIND = FactKind(
    name="role",
    plural="roles",
    summary="A person holds an office of a state or organisation.",
    parts=(PartField("person", "person", many=False, least=1), PartField("of", "of", many=False, least=1)),
    values=(ValueField("title"),),
    statuses=("current", "former", "acting", "incoming"),
    dates=("since", "until"),
    happened=("current", "former", "acting"),
    same_roles=("person", "of"),
    same_values=("title",),
    in_words="{person}, {title} of {of} ({status})",
)

OFFICES = words(
    "president vice-president premier minister chancellor king queen emir prince sultan envoy ambassador secretary secretary-general "
    "chief chairman chairwoman chair chairperson speaker governor commissioner leader commander director director-general spokesman "
    "spokeswoman spokesperson negotiator mediator representative coordinator adviser advisor diplomat general-secretary head deputy "
    "chargé delegate senator congressman congresswoman mayor judge prosecutor regent ruler monarch pope taoiseach administrator "
    "rapporteur president-elect counsellor counselor undersecretary under-secretary-general under-secretary co-chair strongman attaché "
    "high-representative emissary aide marshal patriarch archbishop troika chief-of-staff treasurer vice-chairman vice-chair guide "
    "lieutenant boss minister-counsellor presidency viceroy member manager co-founder founder mp deputy-president caliph ayatollah captain"
)
FORMER = words("former ex-president ex-premier ex-minister ex late ousted deposed then then-president onetime outgoing-not first-ever erstwhile overthrown toppled sometime past previous")
ACTING = words("acting interim caretaker provisional transitional")
INCOMING = words("incoming elect nominee designate designated president-elect elected-not future next nominated")
COMMON = words("member aide general captain head chief boss guide senator mayor judge")

RULES: tuple[Rule, ...] = (
    Rule(
        "title",
        OFFICES,
        {"person": "head", "appositive": "appos"},
        "Turkish President Recep Tayyip Erdogan spoke to reporters.",
        "current: Recep Tayyip Erdogan, Turkey",
        pos=NOUNS,
        confidence=0.92,
    ),
)


def read(match: Match) -> Iterable[Claim]:
    """The role of each person whose office the trigger names."""
    office = match.trigger
    persons = _persons(office)
    if not persons or office.dep_ in {"compound"} and office.head.lower_ in OFFICES:
        return
    of = _body(office, persons)
    if of is None:
        return
    title = _title(office)
    since, until = period_of(office)
    dates = {name: date for name, date in (("since", since), ("until", until)) if date is not None}
    for mention in persons:
        person = mention.actors[0]
        if person is of[0]:
            continue
        yield build(
            "role",
            _status(office, title),
            office,
            [ClaimPart("person", person.key, words_for(mention, person)), ClaimPart("of", of[0].key, words_for(of[1], of[0]))],
            f"role.{match.rule.name}",
            values={"title": title},
            dates=dates,
            confidence=match.rule.confidence,
        )


def _persons(office: Token) -> list[Mention]:
    """The persons whom the office stands beside: before a name, after it, set off by commas, or joined by `is`."""
    return [m for token in _person_tokens(office) if (m := mention_at(token)) is not None and _is_person(m)]


def _is_person(mention: Mention) -> bool:
    return len(mention.actors) == 1 and mention.actors[0].type == EntityType.PERSON


def _person_tokens(office: Token) -> Iterator[Token]:
    head = office.head
    if office.dep_ in {"compound", "nmod", "amod", "appos", "nn"}:
        yield from coordinated(head) if office.dep_ == "compound" and office.tag_ == "NNS" else [head]
    if office.dep_ == "conj" and head.lower_ in OFFICES:
        yield from _person_tokens(head)
    yield from (other for child in children(office, "appos") for other in coordinated(child))
    if office.dep_ in {"attr", "oprd"} and head.lemma_ in {"be", "become", "remain", "name", "appoint", "elect"}:
        yield from (child for child in head.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"})
    if head.lower_ == "as" and head.head.pos_ == "VERB":
        yield from (child for child in head.head.children if child.dep_ in {"nsubj", "nsubjpass", "dobj"})


def _title(office: Token) -> str:
    """The words of the office without the state: `foreign minister`, `secretary of state`, `special envoy for Syria`."""
    skip = {token.i for child in office.children for token in _named(child)}
    left = [t for t in office.lefts if t.dep_ in {"compound", "amod", "nmod"} and t.i not in skip and t.lower_ not in FORMER | ACTING | {"new"}]
    start = min((t.left_edge.i for t in left), default=office.i)
    words_ = [t for t in office.doc[start : office.i + 1] if t.i not in skip and t.dep_ not in {"case", "det"} and t.lower_ not in FORMER]
    tail = _complement(office)
    return " ".join([t.text for t in words_] + ([tail] if tail else [])).replace(" - ", "-")


def _complement(office: Token) -> str:
    """`of state`, `for foreign affairs`: what follows the office and is no state or body."""
    for prep in children(office, "prep"):
        if prep.lower_ in {"of", "for", "to"} and prep.i == office.i + 1:
            for obj in children(prep, "pobj"):
                if mention_at(obj) is None and obj.pos_ in NOUNS:
                    return str(office.doc[prep.i : obj.i + 1].text)
    return ""


def _named(token: Token) -> Iterable[Token]:
    mention = mention_at(token)
    if mention is not None and mention.kind != "pronoun":
        return [*mention.span, *children(token, "case")]
    return [token, *children(token, "case")] if mention is not None else ()


def _body(office: Token, persons: list[Mention]) -> tuple[Actor, Mention] | None:
    """The state or body of an office: named beside it, else the one its holder acts for in this document."""
    for token in [*children(office, "amod", "compound", "nmod", "poss"), *prepositional(office, "of", "for", "to", "at", "in")]:
        mention = mention_at(token)
        if mention is not None and mention.actors[0].type not in {EntityType.PERSON, EntityType.PLACE}:
            return mention.actors[0], mention
        if mention is not None and mention.actors[0].state is not None and token.dep_ == "poss":
            return mention.actors[0].state, mention
    for mention in persons:
        if mention.actors[0].state is not None:
            return mention.actors[0].state, mention
    return None


def _status(office: Token, title: str) -> str:
    before = {token.lower_ for token in Tokens(office.doc, max(office.left_edge.i, office.i - 6), office.i + 1)}
    if before & ACTING:
        return "acting"
    if before & FORMER or any(word.startswith("ex-") for word in before):
        return "former"
    if before & INCOMING or "elect" in title.lower():
        return "incoming"
    return "current"
