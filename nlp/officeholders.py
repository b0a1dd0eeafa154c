"""Who holds an office that a text names: the person before or behind the title, or the subject of its verb."""

from collections.abc import Callable, Iterable, Iterator

from graph.vocabulary import EntityType
from nlp.actors import Mention, mention_at, mentions
from nlp.arguments import antecedent, children, objects, subjects
from nlp.grammar import VERBS, words
from nlp.offices import COUNTERPARTS, HEADS, HONORIFICS
from nlp.titles import Title, is_office, is_plural, title_at
from nlp.tokens import Doc, Token

FORMER = words(
    "former ex late ousted deposed then onetime one-time erstwhile overthrown toppled sometime previous once exiled retired"
)
ACTING = words("acting interim caretaker provisional transitional")
SUCCEED = frozenset({"succeed", "replace", "take"})
"""Verbs whose subject has the office after their object."""
GO_BETWEENS = words("mediator facilitator host witness observer guarantor intermediary go-between")
"""What somebody may act as for a day, without holding an office."""
BETWEEN = FORMER | ACTING | words("a an the now once under his her its their at that time until recently long")
"""What may stand between the comma behind a name and the title."""


def names_of_bodies(doc: Doc) -> dict[int, Mention]:
    """The tokens inside names of states and bodies, by which a title is told from what it is of (`envoys` is no name)."""
    if doc.bodies is not None:
        return doc.bodies
    found: dict[int, Mention] = {}
    for mention in mentions(doc):
        if mention.kind == "name" and mention.actors[0].type not in {EntityType.PERSON, EntityType.PLACE}:
            held = any(is_office(token) for token in mention.span)  # of `Lebanese and Syrian defence ministers` the states alone
            found.update((token.i, mention) for token in mention.span if not is_office(token) and not (held and token.is_lower))
    doc.bodies = found
    return found


def holders(title: Title) -> list[Mention]:
    """Who holds the office: the name right after it, the name that it follows or precedes behind a comma, or its subject."""
    doc = title.head.doc
    for find in _finders(title.head):
        if (found := find(title)) and not (find is _before_comma and _is_titled_already(found[0]) and _after_comma(title)):
            return sorted(found, key=lambda mention: mention.span.start)
    if title.head.dep_ == "conj" and title.head.head.lemma_.lower() in HEADS:
        earlier = title_at(title.head.head, names_of_bodies(doc))
        return holders(earlier) if earlier is not None else []
    return []


def _finders(office: Token) -> list[Callable[[Title], list[Mention]]]:
    """Where to look for the holder, the surest place first: of `X, who was president of Ghana, Y` before the office."""
    if office.dep_ == "poss" and office.i + 1 < len(office.doc) and office.nbor().lower_ in {"'s", "’s", "'", "’"}:
        return [_described]  # of `X, the president's adviser` nobody is told to be the president
    if office.dep_ == "attr" and office.head.dep_ == "relcl":
        return [_adjacent, _predicated, _before_comma, _after_comma, _described]
    return [_adjacent, _before_comma, _after_comma, _predicated, _described]


def _is_titled_already(name: Mention) -> bool:
    """`the President of Türkiye, Erdoğan, the Prime Minister of Sweden, Kristersson`: the first has his title before him."""
    doc, comma = name.span.doc, name.span.start - 1
    while comma > 0 and doc[comma].lower_ in HONORIFICS:
        comma -= 1
    return doc[comma].text == "," and any(is_office(token) for token in doc[max(name.span.sent.start, comma - 8) : comma])


def person_at(token: Token | None) -> Mention | None:
    """The mention of one person that `token` belongs to; of a relative pronoun, that of its antecedent."""
    if token is None:
        return None
    mention = mention_at(antecedent(token))
    if mention is None or len(mention.actors) != 1 or mention.actors[0].type != EntityType.PERSON:
        return None
    return mention if mention.kind in {"name", "pronoun"} or token.dep_ in {"nsubj", "nsubjpass"} else None


def _token(doc: Doc, i: int) -> Token | None:
    return doc[i] if 0 <= i < len(doc) else None


def _skip_honorifics(doc: Doc, i: int) -> int:
    while i < len(doc) and (
        doc[i].lower_ in HONORIFICS or doc[i].lower_ in {"h.e.", "his", "her", "excellency", "general", "colonel"}
    ):
        i += 1
    return i


def _adjacent(title: Title) -> list[Mention]:
    """`Turkish President Erdogan`; of a plural title all the names: `envoys Steve Witkoff and Keith Kellogg`."""
    doc = title.head.doc
    i = _skip_honorifics(doc, title.span.end)
    first = person_at(_token(doc, i))
    if first is None and title.whole.end > title.span.end:  # "President of Russia Vladimir Putin"
        i = _skip_honorifics(doc, title.whole.end)
        first = person_at(_token(doc, i))
    if first is None or first.kind != "name" or first.span.start != i or doc[i].sent != title.head.sent:
        return []
    if not is_plural(title.head):
        return [first]
    return [first, *_listed(first)]


def _listed(first: Mention) -> list[Mention]:
    """The names in a row with `first`: coordinated in the tree, or one after the other with at most a body behind each."""
    in_tree = [person_at(token) for token in first.root.conjuncts if token.i > first.root.i]
    found = {m.span.start: m for m in (*in_tree, *_in_a_row(first)) if m is not None and m.kind == "name"}
    return list(found.values())


def _in_a_row(first: Mention) -> Iterator[Mention]:
    """`Hill of the United States, Petritsch (European Union) and Mayorsky of Russia`, which parsers take apart."""
    doc, mention = first.span.doc, first
    while True:
        i = _behind_body(doc, mention.span.end)
        joined = i
        while joined < len(doc) and doc[joined].lower_ in {",", "and", "&"}:
            joined += 1
        start = _skip_honorifics(doc, joined)
        following = person_at(_token(doc, start))
        if joined == i or following is None or following.span.start != start or doc[start].sent != first.root.sent:
            return
        yield following
        mention = following


def _behind_body(doc: Doc, i: int) -> int:
    """The place behind `of Russia`, `(Russia)` or `, of Russia` that begins at `i`; `i` itself where there is none."""
    bodies, start = names_of_bodies(doc), i
    while i < len(doc) and doc[i].lower_ in {"of", "from", "for", "(", "the"}:
        i += 1
    if i == start or i >= len(doc) or i not in bodies:
        return start
    while i < len(doc) and (i in bodies or doc[i].text == ")"):
        i += 1
    return i


def _before_comma(title: Title) -> list[Mention]:
    """`Andriy Yermak, Ukraine's chief of staff`; through another title: `X, president of Y and chairman of Z`."""
    doc = title.head.doc
    i = title.whole.start - 1
    if title.whole.start - title.head.left_edge.i < 8:
        edge = title.head.left_edge
        i = min(i, edge.i if edge.text == "(" else edge.i - 1)
    while i > 0 and (doc[i].lower_ in BETWEEN or doc[i].dep_ == "poss"):
        i -= 1
    if i <= 0 or doc[i].text not in {",", "(", "—", "–", "-"} or is_plural(title.head):
        return _plural_apposition(title)
    found = person_at(doc[i - 1])
    if found is None or found.kind != "name":
        return []
    return [] if title.head.dep_ == "conj" and title.head.head.lemma_.lower() not in HEADS and _after_comma(title) else [found]


def _plural_apposition(title: Title) -> list[Mention]:
    if not is_plural(title.head) or title.head.dep_ != "appos":
        return []
    first = person_at(title.head.head)
    others = [person_at(token) for token in title.head.head.conjuncts]
    return list({id(mention): mention for mention in [first, *others] if mention is not None}.values())


def _after_comma(title: Title) -> list[Mention]:
    """`Ukraine's chief of staff, Andriy Yermak`; `the presidents of Peru, Alberto Fujimori, and of Ecuador, Jamil Mahuad`."""
    behind = title.head.doc[title.span.end : title.whole.end]
    first = _behind_comma(title.head.doc, title.whole.end, plural=is_plural(title.head))
    if first is None or any(is_office(token) and token.i not in names_of_bodies(token.doc) for token in behind):
        return []  # of `envoys of the ousted president, Zelaya,` he is the president
    return [first, *(_listed(first) or _each_with_body(first))] if is_plural(title.head) else [first]


def _behind_comma(doc: Doc, i: int, *, plural: bool = False) -> Mention | None:
    """The name behind a comma; of a plural with the body before it, too: `the two ministers, Iran's X and …`."""
    if i >= len(doc) or doc[i].text not in {",", ":", "("}:
        return None
    bodies, start = names_of_bodies(doc), i + 1
    while plural and start < len(doc) and (start in bodies or doc[start].tag_ == "POS"):
        start += 1
    start = _skip_honorifics(doc, start)
    found = person_at(_token(doc, start))
    return found if found is not None and found.kind == "name" and found.span.start == start else None


def _each_with_body(first: Mention) -> Iterator[Mention]:
    """The names behind further bodies: `…, of the Federative Republic of Brazil, Dilma Rousseff, and of Uruguay, José Mujica`."""
    doc, mention = first.span.doc, first
    while True:
        i = mention.span.end
        while i < len(doc) and doc[i].lower_ in {",", "and", "(", ")"}:
            i += 1
        end = _behind_body(doc, i)
        following = _behind_comma(doc, end) if end > i and i > mention.span.end else None
        if following is None:
            return
        yield following
        mention = following


def _predicated(title: Title) -> list[Mention]:
    """`X is the president of Y`, `whose president is X`, `X was sworn in as president`, `appointed X foreign minister`."""
    head = title.head
    verb = head.head
    if head.dep_ in {"attr", "oprd"} and verb.pos_ in VERBS:
        return _first_person([*subjects(verb), *objects(verb), *children(verb, "nsubj", "nsubjpass", "dobj")])
    if head.dep_ == "nsubj" and verb.lemma_ == "be":
        return [person for person in _first_person(children(verb, "attr")) if person.kind == "name"]
    if head.dep_ == "pobj" and head.head.lower_ == "as" and head.head.head.pos_ in VERBS and head.lemma_ not in GO_BETWEENS:
        verb = head.head.head
        doers = [*subjects(verb), *(subjects(verb.head) if verb.dep_ == "conj" else ())]
        return _first_person(doers if verb.lemma_ in SUCCEED else [*objects(verb), *doers])
    return []


def _described(title: Title) -> list[Mention]:
    """`the Gambian leader`, where the document names him elsewhere."""
    mention = mention_at(title.head)
    if mention is None or mention.kind != "description" or title.head.lemma_.lower() in COUNTERPARTS:
        return []
    if any(person.type != EntityType.PERSON for person in mention.actors) or all(person.titles for person in mention.actors):
        return []
    if (
        len(mention.actors) > 1
        and title.head.dep_ != "appos"
        and not any(token.i in names_of_bodies(token.doc) for token in title.whole)
    ):
        return []  # "the two leaders" says of nobody what is led
    return [Mention(mention.span, (person,), mention.kind) for person in mention.actors]


def _first_person(tokens: Iterable[Token]) -> list[Mention]:
    for token in tokens:
        if (found := person_at(token)) is not None:
            return [found]
    return []
