"""Roles: a person holds an office of a state or organisation."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from graph.vocabulary import Claim, ClaimPart, EntityType, FactKind, PartField, Span, ValueField
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import antecedent, children, objects, prepositional, subjects
from nlp.claims import build, known_actor, words_for
from nlp.dates import period_of
from nlp.gazetteer import Gazetteer, same_office
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.offices import HEADS, HONORIFICS, normal
from nlp.status import tense
from nlp.titles import Title, title_at

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

FORMER = words("former ex late ousted deposed then onetime one-time erstwhile overthrown toppled sometime previous once exiled retired")
FORMER_BEHIND = words("then former formerly once previously until ousted")
ACTING = words("acting interim caretaker provisional transitional")
INCOMING = words("incoming elect nominee designate designated president-elect future")
NO_OFFICE = words(
    "politician lawmaker diplomat aide banker businessman tycoon oligarch activist strongman dictator warlord founder guerrilla "
    "ruler member"
)
"""Heads that are an office only with the name of what they are of: `a diplomat` is none, `the ruler of Dubai` is one."""
STATE_OFFICES = words("president premier minister king queen emir sultan monarch chancellor ambassador taoiseach senator secretary vice-president")
RANKS = words("general colonel major captain admiral marshal lieutenant brigadier cardinal sheikh ayatollah")
"""Ranks go before a name without making it the name of an office."""
LEADS = {"lead": "leader", "head": "head", "chair": "chair", "command": "commander"}
COUNTERPARTS = words("counterpart number colleague")
APPOINT = words("appoint name elect nominate make choose designate swear install inaugurate confirm pick select reelect re-elect")
START = words("become be remain serve act take step come")
LEAVE = words("resign quit retire step stand oust remove dismiss sack fire replace depose")

RULES: tuple[Rule, ...] = (
    Rule(
        "title",
        HEADS | words("pm fm chief-of-staff co-president member number colleague"),
        {},
        "Turkish President Recep Tayyip Erdogan spoke to reporters.",
        "current: Recep Tayyip Erdogan, Turkey",
        pos=NOUNS,
        needs=lambda noun: noun.lemma_.lower() not in RANKS or noun.nbor(-1).text == "-" or noun.nbor(-1).lower_ in {"secretary", "director", "attorney"},
        confidence=0.92,
    ),
    Rule(
        "leads",
        frozenset(LEADS),
        {"person": "subject", "of": "object | prep:over pobj"},
        "Hassan Nasrallah, who leads Hezbollah, rejected the plan.",
        "current: Hassan Nasrallah, Hezbollah",
        needs=lambda verb: verb.dep_ in {"relcl", "ROOT"},
        confidence=0.7,
    ),
)


def read(match: Match) -> Iterable[Claim]:
    """The role of each person whose office the trigger names."""
    if match.rule.name == "leads":
        yield from _led(match)
        return
    office = match.trigger
    named = _names(office.doc)
    title = title_at(office, named)
    if title is None or _heads_another(office) or (office.lemma_.lower() == "number" and office.nbor(-1).lower_ != "opposite"):
        return
    holders = _holders(title)
    for place, person in enumerate(holders):
        of = _shared_out(title, named, place, len(holders)) or _body(title, named, person)
        if of is None or of[0] is person.actors[0]:
            continue
        text, status = _office(title, named, person)
        if text:
            yield _claim(match, person, of, text, status)


def _claim(match: Match, mention: Mention, of: tuple[Actor, Span], title: str, status: str) -> Claim:
    person = mention.actors[0]
    dated = match.trigger.i > mention.span.start or match.trigger.head.pos_ in VERBS
    since, until = period_of(match.trigger) if dated else (None, None)
    over = until is not None and status == "current" and _past(match.trigger, until.end)
    return build(
        "role",
        "former" if over else status,
        match.trigger,
        [ClaimPart("person", person.key, words_for(mention, person)), ClaimPart("of", of[0].key, of[1])],
        f"role.{match.rule.name}",
        values={"title": title},
        dates={name: date for name, date in (("since", since), ("until", until)) if date is not None},
        confidence=match.rule.confidence,
    )


def _past(token: Token, day: dt.date) -> bool:
    published: dt.date | None = token.doc._.published_at
    return published is not None and day < published


def _led(match: Match) -> Iterable[Claim]:
    """`X, who leads the Y`: a role without the name of an office."""
    for token in match.roles["person"]:
        person = _person(token)
        for body in match.roles["of"]:
            mention = mention_at(body)
            if person is not None and mention is not None and mention.kind == "name" and mention.actors[0].type not in {EntityType.PERSON, EntityType.PLACE}:
                status = "former" if tense(match.trigger).time == "past" and match.trigger.tag_ == "VBD" else "current"
                of = (mention.actors[0], words_for(mention, mention.actors[0]))
                yield _claim(match, person, of, LEADS[match.trigger.lemma_.lower()], status)


def _names(doc: Doc) -> dict[int, Mention]:
    """The tokens inside names of states and bodies, by which a title is told from what it is of."""
    found: dict[int, Mention] = {}
    for mention in mentions(doc):
        if mention.kind == "name" and mention.actors[0].type not in {EntityType.PERSON, EntityType.PLACE}:
            found.update(dict.fromkeys(range(mention.span.start, mention.span.end), mention))
    return found


def _heads_another(office: Token) -> bool:
    """Whether the word only modifies the real head of the title (`deputy` in `deputy foreign minister`)."""
    return office.dep_ in {"compound", "amod", "nmod"} and office.head.lemma_.lower() in HEADS and office.i < office.head.i


def _holders(title: Title) -> list[Mention]:
    """Who holds the office: the name right after it, the name that it follows or precedes behind a comma, or its subject."""
    doc = title.head.doc
    for find in (_adjacent, _before_comma, _after_comma, _predicated, _described):
        if found := find(title):
            return found
    if title.head.dep_ == "conj" and title.head.head.lemma_.lower() in HEADS:
        earlier = title_at(title.head.head, _names(doc))
        return _holders(earlier) if earlier is not None else []
    return []


def _person(token: Token | None) -> Mention | None:
    mention = mention_at(antecedent(token)) if token is not None else None
    if mention is None or len(mention.actors) != 1 or mention.actors[0].type != EntityType.PERSON:
        return None
    return mention if mention.kind in {"name", "pronoun"} or token.dep_ in {"nsubj", "nsubjpass"} else None


def _token(doc: Doc, i: int) -> Token | None:
    return doc[i] if 0 <= i < len(doc) else None


def _skip_honorifics(doc: Doc, i: int) -> int:
    while i < len(doc) and (doc[i].lower_ in HONORIFICS or doc[i].lower_ in {"h.e.", "his", "her", "excellency", "general", "colonel"}):
        i += 1
    return i


def _adjacent(title: Title) -> list[Mention]:
    """`Turkish President Erdogan`; of a plural title all the names: `envoys Steve Witkoff and Keith Kellogg`."""
    doc = title.head.doc
    i = _skip_honorifics(doc, title.span.end)
    first = _person(_token(doc, i))
    if first is None or first.kind != "name" or first.span.start != i or doc[i].sent != title.head.sent:
        return []
    if title.head.tag_ not in {"NNS", "NNPS"}:
        return [first]
    return [first, *_listed(first)]


def _listed(first: Mention) -> list[Mention]:
    """The names coordinated with `first`."""
    return [m for token in first.root.conjuncts if token.i > first.root.i and (m := _person(token)) is not None and m.kind == "name"]


def _before_comma(title: Title) -> list[Mention]:
    """`Andriy Yermak, Ukraine's chief of staff`; through another title: `X, president of Y and chairman of Z`."""
    doc = title.head.doc
    i = title.whole.start - 1
    if title.whole.start - title.head.left_edge.i < 8:
        i = min(i, title.head.left_edge.i - 1)
    while i > 0 and (doc[i].lower_ in FORMER | ACTING | {"a", "an", "the", "now", "once", "under", "his", "her", "its", "their"} or doc[i].dep_ == "poss"):
        i -= 1
    if i <= 0 or doc[i].text not in {",", "(", "—", "–", "-"} or title.head.tag_ == "NNS":
        return _plural_apposition(title)
    found = _person(doc[i - 1])
    if found is None or found.kind != "name":
        return []
    return [] if title.head.dep_ == "conj" and title.head.head.lemma_.lower() not in HEADS and _after_comma(title) else [found]


def _plural_apposition(title: Title) -> list[Mention]:
    if title.head.tag_ != "NNS" or title.head.dep_ != "appos":
        return []
    first = _person(title.head.head)
    others = [_person(token) for token in title.head.head.conjuncts]
    return list({id(mention): mention for mention in [first, *others] if mention is not None}.values())


def _after_comma(title: Title) -> list[Mention]:
    """`Ukraine's chief of staff, Andriy Yermak`."""
    doc = title.head.doc
    i = title.whole.end
    if i < len(doc) and doc[i].text in {",", ":", "("}:
        i = _skip_honorifics(doc, i + 1)
        found = _person(_token(doc, i))
        if found is not None and found.kind == "name" and found.span.start == i:
            return [found, *_listed(found)] if title.head.tag_ in {"NNS", "NNPS"} else [found]
    return []


def _predicated(title: Title) -> list[Mention]:
    """`X is the president of Y`, `X was sworn in as president`, `appointed X foreign minister`."""
    head = title.head
    verb = head.head
    if head.dep_ in {"attr", "oprd"} and verb.pos_ in VERBS:
        return _first_person([*subjects(verb), *objects(verb), *children(verb, "nsubj", "nsubjpass", "dobj")])
    if head.dep_ == "pobj" and head.head.lower_ == "as" and head.head.head.pos_ in VERBS:
        verb = head.head.head
        return _first_person([*objects(verb), *subjects(verb)])
    return []


def _described(title: Title) -> list[Mention]:
    """`the Gambian leader`, where the document names him elsewhere."""
    mention = mention_at(title.head)
    if mention is None or mention.kind != "description" or title.head.lemma_.lower() in COUNTERPARTS:
        return []
    return [mention] if len(mention.actors) == 1 and mention.actors[0].type == EntityType.PERSON else []


def _first_person(tokens: Iterable[Token]) -> list[Mention]:
    for token in tokens:
        if (found := _person(token)) is not None:
            return [found]
    return []


def _shared_out(title: Title, named: dict[int, Mention], place: int, holders: int) -> tuple[Actor, Span] | None:
    """`the British and French foreign ministers`: as many bodies as holders, each in turn."""
    found = {id(named[t.i]): named[t.i] for t in title.whole if t.i in named and t.i < title.head.i}
    return _named(list(found.values())[place]) if 1 < holders == len(found) else None


def _named(mention: Mention) -> tuple[Actor, Span]:
    return mention.actors[0], Span(mention.span.start_char, mention.span.end_char)


def _body(title: Title, named: dict[int, Mention], person: Mention) -> tuple[Actor, Span] | None:
    """The state or body of the office.

    Named with the office or behind the name; else the one where the gazetteer knows the holder in it; else meant by
    `his` or `its`, or the one that the holder acts for; else the state that is clear from the context.
    """
    explicit = _body_behind(title, named, person) or next((named[t.i] for t in _body_tokens(title) if t.i in named), None)
    if explicit is not None:
        return _named(explicit)
    if (known := _by_term(title, person.actors[0])) is not None:
        return known, _where_named(known, title)
    if title.head.lemma_.lower() in NO_OFFICE:
        return None
    own = person.actors[0].state
    if own is not None and own.type != EntityType.STATE and title.head.lemma_.lower() in STATE_OFFICES:
        own = None
    for actor in (_possessor(title), own, _context(title, named, person.actors[0])):
        if actor is not None:
            return actor, _where_named(actor, title)
    return None


def _body_behind(title: Title, named: dict[int, Mention], person: Mention) -> Mention | None:
    """`Presidents Kocharian of Armenia and Aliyev of Azerbaijan`: the body behind the holder's own name."""
    doc = title.head.doc
    i = person.span.end
    if title.head.i > person.span.start or i + 1 >= len(doc) or doc[i].lower_ not in {"of", "from", "for"}:
        return None
    return named.get(i + 2 if doc[i + 1].lower_ == "the" and i + 2 < len(doc) else i + 1)


def _by_term(title: Title, person: Actor) -> Actor | None:
    """The body where the gazetteer knows the holder in this office, the term nearest to the document's date first."""
    gazetteer = Gazetteer.load()
    terms = [term for term in gazetteer.terms(person.key) if same_office(title.office, term.office)]
    on = title.head.doc._.published_at
    terms.sort(key=lambda term: on is not None and not term.holds(on, 31))
    return known_actor(title.head.doc, terms[0].of) if terms else None


def _body_tokens(title: Title) -> Iterator[Token]:
    yield from title.whole
    yield from (token for child in children(title.head, "amod", "compound", "nmod", "poss") for token in (child, *children(child, "amod", "compound")))
    yield from prepositional(title.head, "of", "for", "to", "at", "in")


def _possessor(title: Title) -> Actor | None:
    for child in children(title.head, "poss"):
        mention = mention_at(child)
        if mention is not None and len(mention.actors) == 1:
            actor = mention.actors[0]
            return actor.state if actor.type == EntityType.PERSON else actor
    return None


def _context(title: Title, named: dict[int, Mention], person: Actor) -> Actor | None:
    """The state that an office without one belongs to: that of a person named before in the sentence, else the one named
    most in the document, of those where nobody else is known to hold the office."""
    if title.head.lemma_.lower() not in STATE_OFFICES:
        return None
    states = Counter(m.actors[0] for m in {id(m): m for m in named.values()}.values() if m.actors[0].type == EntityType.STATE)
    for mention in mentions(title.head.doc):
        if title.head.sent.start <= mention.span.start < title.whole.start and (state := mention.actors[0].state) in states:
            states[state] += 2
    free = [state for state, _ in states.most_common(4) if not _held_by_another(title, state, person)]
    return free[0] if free else None


def _held_by_another(title: Title, state: Actor, person: Actor) -> bool:
    """Whether the gazetteer or this document knows another holder of the office of `state`."""
    doc = title.head.doc
    known = Gazetteer.load().holders(state.key, title.office, doc._.published_at)
    if known:
        return all(entry.key != person.key for entry in known)
    others = (actor for actor in doc._.actors if actor.state is state and actor is not person)
    return any(title.office in {normal(other) for other in actor.titles} for actor in others)


def _where_named(actor: Actor, title: Title) -> Span:
    spans = [m.span for m in mentions(title.head.doc) if m.kind == "name" and actor in m.actors]
    if not spans:
        return Span(title.head.idx, title.head.idx + len(title.head))
    nearest = min(spans, key=lambda span: abs(span.start - title.head.i))
    return Span(nearest.start_char, nearest.end_char)


def _office(title: Title, named: dict[int, Mention], person: Mention) -> tuple[str, str]:
    """The title as the text gives it, without words of status, and the status."""
    words_ = [token for token in title.span if token.i not in named]
    lowered = {token.lower_ for token in words_}
    text = " ".join(t.text for t in words_ if t.lower_ not in FORMER | {"new", "the", "a", "an", "long-time"}).replace(" - ", "-")
    if title.head.lemma_.lower() in COUNTERPARTS:
        text = _carried_over(title)
    return text, _status(title, lowered)


def _carried_over(title: Title) -> str:
    """`his Turkish counterpart` holds the office that he does, or the one named last in the sentence."""
    for child in children(title.head, "poss"):
        mention = mention_at(child)
        if mention is not None and mention.actors[0].titles:
            return mention.actors[0].titles[0]
    before = [m for m in mentions(title.head.doc) if title.head.sent.start <= m.span.start < title.head.i and m.actors[0].titles]
    return before[-1].actors[0].titles[0] if before else ""


def _status(title: Title, lowered: set[str]) -> str:
    doc, head = title.head.doc, title.head
    before = lowered | {token.lower_ for token in doc[max(0, title.whole.start - 2) : title.head.i]}
    behind = {token.lower_ for token in doc[title.whole.end : title.whole.end + 4]} if title.whole.end < len(doc) else set()
    if before & ACTING:
        return "acting"
    if before & INCOMING or "elect" in {t.lower_ for t in doc[head.i : head.i + 3]}:
        return "incoming"
    if before & FORMER or "time" in behind and behind & {"at", "the"} or head.lower_.startswith("ex-"):
        return "former"
    return _by_verb(head)


def _by_verb(head: Token) -> str:
    verb = head.head.head if head.dep_ == "pobj" else head.head
    if head.dep_ not in {"attr", "oprd", "pobj"} or verb.pos_ not in VERBS:
        return "current"
    how = tense(verb)
    lemma = verb.lemma_.lower()
    if lemma in LEAVE:
        return "former"
    if how.time == "future" or how.possible or (how.time == "none" and lemma in APPOINT | {"become", "replace", "succeed"}) or lemma == "nominate":
        return "incoming"
    return "former" if lemma in {"be", "serve"} and how.time == "past" and verb.tag_ == "VBD" else "current"
