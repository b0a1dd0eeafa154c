"""Of which state or body an office is: named with it, known from the gazetteer, or clear from the context."""

from collections import Counter
from collections.abc import Iterator

from graph.vocabulary import EntityType, Span
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import antecedent, children, prepositional
from nlp.claims import known_actor, state_actor
from nlp.gazetteer import Gazetteer, same_office
from nlp.grammar import words
from nlp.office_institutions import described_body, served_institution
from nlp.offices import BODY_OF, COUNTERPARTS, TITLES, held_in, normal
from nlp.titles import Title, is_plural
from nlp.tokens import Doc, Token

NO_OFFICE = words(
    "politician lawmaker diplomat aide banker businessman tycoon oligarch activist strongman dictator warlord "
    "founder guerrilla ruler member"
)
"""Heads that are an office only with the name of what they are of: `a diplomat` is none, `the ruler of Dubai` is one."""
AMERICAN = words("senator congressman congresswoman assistant undersecretary under-secretary")
"""Words of offices that, where the United States is spoken of, are held there."""
SENT = words("ambassador envoy representative emissary commissioner coordinator permrep")
"""Who is sent: `to` and `for` tell whither, not by whom."""
MONARCHS = words("king queen emir sultan monarch chancellor taoiseach")
OF_STATES = words("premier minister king queen emir sultan monarch chancellor taoiseach")
"""Offices that states alone have."""
STATE_OFFICES = words(
    "president premier minister king queen emir sultan monarch chancellor taoiseach senator secretary vice-president "
    "congressman congresswoman"
)
SECRETARIAT = "organization/united-nations"
GOVERNMENTS = words("government authority administration executive")
"""Last words of the names of bodies that govern without being a state."""
STATE_SERVICES = words("army navy police military")
"""Words of offices that are a state's, whatever their noun: `army commander`, `commissioner of police`."""
WELL_KNOWN = frozenset({"president", "prime minister"})
"""Offices of which the gazetteer knows whether a state has them."""


BESIDE = {EntityType.STATE: 5, EntityType.PERSON: 2, EntityType.PLACE: 2}
"""How many namings elsewhere one in the same sentence, before the office, is worth."""


def shared_out(title: Title, named: dict[int, Mention], place: int, holders: int) -> tuple[Actor, Span] | None:
    """`the British and French foreign ministers`, `the presidents of Peru and Ecuador`: as many bodies as holders, in turn."""
    phrase = title.head.doc[min(title.whole.start, title.head.left_edge.i) : title.whole.end]
    tokens = [*phrase, *prepositional(title.head, "of", "from")]
    bodies = {actor.key: (actor, named[t.i]) for t in tokens if t.i in named for actor in named[t.i].actors}
    if not bodies:
        owners = [m for child in children(title.head, "poss") if (m := mention_at(child)) is not None]
        bodies = {actor.key: (actor, m) for m in owners for actor in m.actors if actor.type != EntityType.PERSON}
    if not 1 < holders == len(bodies):
        return None
    actor, mention = list(bodies.values())[place]
    return actor, Span(mention.span.start_char, mention.span.end_char)


def _named(mention: Mention) -> tuple[Actor, Span]:
    return mention.actors[0], Span(mention.span.start_char, mention.span.end_char)


def body_of(title: Title, named: dict[int, Mention], person: Mention) -> tuple[Actor, Span] | None:
    """The state or body of the office.

    Named with the office or behind the name; else the one where the gazetteer knows the holder in it; else meant by
    `his` or `its`, or the one that the holder acts for; else the state that is clear from the context.
    """
    if (described := described_body(title, named)) is not None:
        return described
    if _is_of_secretary_general(title) and (secretariat := known_actor(title.head.doc, SECRETARIAT)) is not None:
        return secretariat, _where_named(secretariat, title)
    explicit = _body_behind(title, named, person) or next((named[t.i] for t in _body_tokens(title, named) if t.i in named), None)
    if explicit is not None:
        return _named(explicit)
    only = BODY_OF.get(title.head.lower_)
    if (known := known_actor(title.head.doc, only) if only else _by_term(title, person.actors[0])) is not None:
        return known, _where_named(known, title)
    if title.head.lemma_.lower() in NO_OFFICE:
        return None
    found = next(_unnamed(title, named, person.actors[0]), None)
    return (found, _where_named(found, title)) if found is not None else None


def _is_of_secretary_general(title: Title) -> bool:
    """`Special Representative of the Secretary-General for Cyprus`, `the Secretary-General's envoy`: the United Nations'."""
    masters = [*prepositional(title.head, "of"), *children(title.head, "poss")]
    phrases = (token.doc[max(0, token.i - 2) : token.i + 2].text.lower() for token in masters)
    sent = title.head.lemma_.lower() in SENT | {"adviser", "advisor", "deputy"}
    return sent and any("secretary-general" in phrase or "secretary general" in phrase for phrase in phrases)


def _unnamed(title: Title, named: dict[int, Mention], person: Actor) -> Iterator[Actor]:
    """The bodies that an office can belong to though none is named with it, the likeliest first."""
    office, peer = _noun(title), title.head.lemma_.lower() in COUNTERPARTS
    if (served := served_institution(title)) is not None:
        yield served
    owner = _possessor(title) if not peer else None
    if owner is not None and (owner.type == EntityType.STATE or office not in OF_STATES or _governs(owner)):
        yield owner
    own = person.state or _of_known(title.head.doc, person)
    if own is not None and (own.type == EntityType.STATE or office not in STATE_OFFICES):
        yield own
    if not peer and not _is_of_unknown(title) and (found := _context(title, named, person)) is not None:
        yield found


def _governs(owner: Actor) -> bool:
    """Whether a body has ministers though it is no state: the National Unity Government, an Authority."""
    return owner.type == EntityType.ORGANIZATION and owner.name.split()[-1].lower() in GOVERNMENTS


def _is_of_unknown(title: Title) -> bool:
    """Whether the office belongs to somebody whose name was not recognised."""
    owners = [child for child in children(title.head, "poss") if child.pos_ == "PROPN"]
    found = [mention for token in owners if (mention := mention_at(token)) is not None]
    return bool(owners) and not any(mention.kind == "name" for mention in found)


def _noun(title: Title) -> str:
    """The noun of an office, by its usual name: that of `FM` and of `premier` is `minister`."""
    return normal(title.head.lemma_).split()[-1]


def _of_known(doc: Doc, person: Actor) -> Actor | None:
    """The state that the gazetteer knows a person to have served at any time."""
    entry = Gazetteer.load().entry(person.key)
    return known_actor(doc, entry.state) if entry is not None and entry.state is not None else None


def _body_behind(title: Title, named: dict[int, Mention], person: Mention) -> Mention | None:
    """`Presidents Kocharian of Armenia and Aliyev of Azerbaijan`: the body behind the holder's own name.

    Of `the presidents of Peru, Alberto Fujimori, and of Ecuador, Jamil Mahuad` it stands before it.
    """
    doc, plural = title.head.doc, is_plural(title.head)
    if title.head.i > person.span.start:
        return None
    owners = children(person.root, "poss", "amod", "compound", "nmod") if plural else ()
    if (own := next((named[token.i] for token in owners if token.i in named), None)) is not None:
        return own
    i = person.span.end
    if i + 1 < len(doc) and doc[i].lower_ in {"of", "from", "for", *("(" if plural else ())}:
        return named.get(i + 2 if doc[i + 1].lower_ == "the" and i + 2 < len(doc) else i + 1)
    i = person.span.start
    while plural and i - 1 > title.head.i and doc[i - 1].lower_ in TITLES:
        i -= 1
    return named.get(i - 2) if plural and i - 2 > title.head.i and doc[i - 1].text == "," else None


def _by_term(title: Title, person: Actor) -> Actor | None:
    """The body where the gazetteer knows the holder in this office, a term at the document's date first, and a state's."""
    gazetteer = Gazetteer.load()
    terms = [term for term in gazetteer.terms(person.key) if same_office(title.office, term.office)]
    on = title.head.doc.published_at
    terms.sort(key=lambda term: (on is not None and not term.holds(on, 31), not term.of.startswith("state/")))
    return known_actor(title.head.doc, terms[0].of) if terms else None


def _body_tokens(title: Title, named: dict[int, Mention]) -> Iterator[Token]:
    whither: set[int] = set()
    if title.head.lemma_.lower() in SENT:
        whither = {t.i for prep in children(title.head, "prep") if prep.lower_ in {"to", "for"} for t in prep.subtree}
        whither |= _accredited(title, named)
    yield from prepositional(title.head, "of")
    yield from (token for token in title.whole if token.i not in whither)
    yield from (
        token
        for child in children(title.head, "amod", "compound", "nmod", "poss")
        for token in (child, *children(child, "amod", "compound"))
        if token.i not in whither
    )
    yield from prepositional(title.head, *(("of", "at", "in") if whither else ("of", "for", "to", "at", "in")))


def _accredited(title: Title, named: dict[int, Mention]) -> set[int]:
    """The body in `its UN ambassador`, `Britain's NATO envoy`: where a state has its ambassador, who is somebody's."""
    owned = any(child.i < title.head.i for child in children(title.head, "poss"))
    before = [token.i for token in title.whole if token.i in named and token.i < title.head.i and token.dep_ != "poss"]
    return {i for i in before if owned and named[i].actors[0].type == EntityType.ORGANIZATION}


def _possessor(title: Title) -> Actor | None:
    for child in children(title.head, "poss"):
        mention = mention_at(antecedent(child))
        if mention is not None and len(mention.actors) == 1:
            actor = mention.actors[0]
            return actor.state if actor.type == EntityType.PERSON else actor
    return None


def _context(title: Title, named: dict[int, Mention], person: Actor) -> Actor | None:
    """The state that an office without one belongs to: that of a person named before in the sentence, else the one named
    most in the document, of those where nobody else is known to hold the office."""
    if _noun(title) not in STATE_OFFICES and not STATE_SERVICES & set(title.office.split()):
        return None
    only = held_in(title.span.text)
    if only is not None and len(only) == 1:
        return state_actor(title.head.doc, *only)
    states = Counter(
        m.actors[0]
        for m in {id(m): m for m in named.values()}.values()
        if m.actors[0].type == EntityType.STATE and (only is None or m.actors[0].country in only)
    )
    told_from = _told_from(title.head.doc)
    states.update(state for state in states if told_from is not None and state.country == told_from)
    if AMERICAN & set(title.office.split()) and (america := next((s for s in states if s.country == "USA"), None)) is not None:
        return america
    for mention in mentions(title.head.doc):
        if title.head.sent.start <= mention.span.start < title.whole.start:
            near = _states_of(mention)
            states.update(
                {state: BESIDE.get(mention.actors[0].type, 0) for state in states if state in near or state.country in near}
            )
    if title.head.lemma_.lower() in MONARCHS:
        states = Counter({state: times for state, times in states.items() if not _is_republic(state, title)})
    states = Counter({state: times for state, times in states.items() if not _never_held(state, title)})
    free = [state for state, _ in states.most_common(4) if not _held_by_another(title, state, person)]
    return free[0] if free else None


def _is_republic(state: Actor, title: Title) -> bool:
    """Whether the gazetteer knows a president of a state on that day, and nobody who ever held the office."""
    gazetteer, on = Gazetteer.load(), title.head.doc.published_at
    return bool(gazetteer.holders(state.key, "president", on)) and not gazetteer.holders(state.key, title.head.lemma_.lower())


def _states_of(mention: Mention) -> set[Actor | str | None]:
    """The states that a mention points to: themselves, that of a person, or by its code that of a place."""
    actor = mention.actors[0]
    if actor.type == EntityType.PLACE:
        return {actor.country} if actor.country is not None else set()
    return {actor} if actor.state is None else {actor, actor.state}


def _never_held(state: Actor, title: Title) -> bool:
    """Whether a state has no such office: the gazetteer knows its presidents or its prime ministers, but not both."""
    gazetteer = Gazetteer.load()
    known = any(gazetteer.holders(state.key, office) for office in WELL_KNOWN - {title.office})
    return title.office in WELL_KNOWN and known and not gazetteer.holders(state.key, title.office)


def _told_from(doc: Doc) -> str | None:
    """The country from which a report is filed: that of its dateline."""
    first = mention_at(doc[0]) if len(doc) else None
    return first.actors[0].country if first is not None and first.actors[0].type == EntityType.PLACE else None


def _held_by_another(title: Title, state: Actor, person: Actor) -> bool:
    """Whether the gazetteer or this document knows another holder of the office of `state`."""
    doc = title.head.doc
    known = Gazetteer.load().holders(state.key, title.office, doc.published_at)
    if known:
        return all(entry.key != person.key for entry in known)
    others = (actor for actor in doc.actors if actor.state is state and actor is not person)
    return any(title.office in {normal(other) for other in actor.titles} for actor in others)


def _where_named(actor: Actor, title: Title) -> Span:
    """Where the text names the body of an office, nearest to it; by its own name, else the office's own words."""
    named = [m for m in mentions(title.head.doc) if m.kind == "name" and actor in m.actors]
    spans = [m.span for m in named if not m.metonym]
    if not spans:
        return Span(title.head.idx, title.head.idx + len(title.head))
    nearest = min(spans, key=lambda span: abs(span.start - title.head.i))
    return Span(nearest.start_char, nearest.end_char)
