"""From tokens to claims: which actors a noun phrase stands for, where and when the event was, and the claim itself."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from graph.vocabulary import Claim, ClaimPart, Date, EntityType, Span
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import antecedent, children, coordinated, prepositional
from nlp.attribution import speaker
from nlp.dates import date_of
from nlp.gazetteer import Gazetteer
from nlp.tokens import Doc, Token
from nlp.tokens import Span as Tokens

REPRESENTATIVES = frozenset(
    "leader president premier minister official diplomat envoy delegate delegation negotiator representative "
    "government authority authorities "
    "side ministry team troop force army military lawmaker parliament aide emissary spokesman spokeswoman "
    "spokesperson counterpart ambassador "
    "officer administration regime cabinet capital state country nation party mission mediator commander chief "
    "head general foreign "
    "secretary chancellor king emir crown prince junta court council department treasury embassy source member "
    "ally guest host rebel expert inspector specialist undersecretary "
    "opposition faction movement group guerrilla insurgent government committee commission bloc union team politician".split()
)
"""Nouns that act for the state or body named beside them: `Russian officials`, `leaders of France and Germany`."""
GOVERNMENTS = frozenset({"administration", "government", "cabinet", "regime", "ministry"})
DELEGATIONS = frozenset({"delegation", "mission", "team", "group", "party", "envoy", "official", "side"})
LEAD = frozenset({"lead", "head", "guide", "command"})


def represented(token: Token) -> list[Mention]:
    """The mentions of actors that the noun phrase headed by `token` stands for, coordinated ones not included."""
    token = antecedent(token)
    if leaders := _led_by(token):
        return leaders
    found = mention_at(token)
    if found is not None and found.kind != "description":
        return [found, *_further(found)]
    beside = [m for child in children(token, "appos") if (m := mention_at(child)) is not None and _is_actor(m)]
    if beside:
        return beside
    if found is not None:
        return [found]
    if token.lemma_.lower() in REPRESENTATIVES:
        owners = list(_owners(token))
        return [_of_state(mention) for mention in owners] if token.lemma_.lower() in GOVERNMENTS else owners
    return []


def _further(institution: Mention) -> list[Mention]:
    """`the foreign ministers of India and Pakistan`: the states behind the first, whose phrase is one mention."""
    last = institution.span[-1]
    if not institution.metonym or last.dep_ != "pobj":
        return []
    others = (mention_at(token) for token in coordinated(last) if token.i >= institution.span.end)
    return [mention for mention in others if mention is not None and _is_actor(mention)]


def _led_by(noun: Token) -> list[Mention]:
    """The persons that lead a delegation: `a mission headed by Gros Espiell`."""
    if noun.lemma_.lower() not in DELEGATIONS:
        return []
    heads = [token for verb in children(noun, "acl") if verb.lemma_ in LEAD for token in prepositional(verb, "by", "under")]
    return [m for token in heads if (m := mention_at(token)) is not None and m.actors[0].type == EntityType.PERSON]


def _of_state(mention: Mention) -> Mention:
    """`the Biden administration` is the state that he acts for."""
    states = tuple(actor.state for actor in mention.actors if actor.type == EntityType.PERSON and actor.state is not None)
    return Mention(mention.span, states, "description", metonym=True) if states else mention


def _owners(noun: Token) -> Iterator[Mention]:
    seen: set[int] = set()
    modifiers = [other for child in children(noun, "amod", "compound", "poss", "nmod") for other in coordinated(child)]
    for token in [*modifiers, *prepositional(noun, "of", "from", "for")]:
        mention = mention_at(token)
        if mention is not None and _is_actor(mention) and id(mention) not in seen:
            seen.add(id(mention))
            yield mention


def _is_actor(mention: Mention) -> bool:
    return any(actor.type != EntityType.PLACE for actor in mention.actors)


def actor_parts(role: str, tokens: Iterable[Token]) -> list[ClaimPart]:
    """A part in `role` for each actor that `tokens` stand for, each actor once."""
    parts: dict[str, ClaimPart] = {}
    for token in tokens:
        for mention in represented(token):
            for actor in mention.actors:
                if actor.type != EntityType.PLACE:
                    parts.setdefault(actor.key, ClaimPart(role, actor.key, words_for(mention, actor)))
    return list(parts.values())


def for_institutions(doc: Doc, parts: Iterable[ClaimPart], others: Mapping[str, str] = MappingProxyType({})) -> list[ClaimPart]:
    """`parts` with each person replaced by the state or body acted for, if one is clear, and each body by its key in `others`."""
    persons = (actor for actor in doc.actors if actor.type == EntityType.PERSON)
    states = {person.key: person.state.key for person in persons if person.state is not None}
    found: dict[str, ClaimPart] = {}
    for part in parts:
        key, words = part.entity, part.mention
        if key in states:
            key = states[key]
            words = words_near(doc, key, words)
        key = others.get(key, key)
        found.setdefault(key, ClaimPart(part.role, key, words))
    return list(found.values())


def words_near(doc: Doc, key: str, span: Span) -> Span:
    """The words that name the actor of `key` nearest to `span`, those before it first; `span` where nothing names it."""
    named = [m.span for m in mentions(doc) if m.kind == "name" and len(m.actors) == 1 and m.actors[0].key == key]
    before = [words for words in named if words.start_char < span.end]
    best = before[-1] if before else (named[0] if named else None)
    return Span(best.start_char, best.end_char) if best is not None else span


def words_for(mention: Mention, actor: Actor) -> Span:
    """The words that name `actor` best: the mention's own if it is a name, else the nearest earlier name in the text."""
    span = mention.span
    if mention.kind != "name" or len(mention.actors) > 1:
        span = _named_near(mention, actor) or span
    return Span(span.start_char, span.end_char)


def _named_near(mention: Mention, actor: Actor) -> Tokens | None:
    named = [m for m in mention.span.doc.mentions if m.kind == "name" and len(m.actors) == 1 and m.actors[0] is actor]
    before = [m for m in named if m.span.start <= mention.span.start]
    best = before[-1] if before else (named[0] if named else None)
    return best.span if best is not None else None


def host_of(token: Token) -> tuple[ClaimPart | None, ClaimPart | None]:
    """The place and the host of a visit to `token`: a city is a place, and the state it lies in receives the visitor."""
    place: ClaimPart | None = None
    for mention in represented(token):
        for actor in mention.actors:
            span = words_for(mention, actor)
            if actor.type != EntityType.PLACE:
                return place, ClaimPart("host", actor.key, span)
            place = ClaimPart("place", actor.key, span)
            if (state := state_actor(token.doc, actor.country)) is not None:
                return place, ClaimPart("host", state.key, span)
    return place, None


def state_actor(doc: Doc, country: str | None) -> Actor | None:
    """The actor of a state by its ISO 3166-1 alpha-3 code."""
    return known_actor(doc, f"state/{country}") if country else None


def known_actor(doc: Doc, key: str) -> Actor | None:
    """The actor of a gazetteer's key, added to the document if only a place or an officer of it was named."""
    found = next((actor for actor in doc.actors if actor.key == key), None)
    entry = Gazetteer.load().entry(key) if found is None else None
    if entry is None:
        return found
    added = Actor(entry.key, entry.type, entry.name, known=True, wikidata=entry.wikidata, country=entry.country)
    doc.actors.append(added)
    return added


def sentence(trigger: Token) -> Span:
    """The sentence around `trigger`, without the white space at its ends."""
    sent = trigger.sent
    first, last = sent[0], sent[-1]
    while first.is_space and first.i < last.i:
        first = first.nbor(1)
    while last.is_space and last.i > first.i:
        last = last.nbor(-1)
    return Span(first.idx, last.idx + len(last))


def build(
    kind: str,
    status: str,
    trigger: Token,
    parts: Iterable[ClaimPart],
    rule: str,
    *,
    values: Mapping[str, str] | None = None,
    dates: Mapping[str, Date] | None = None,
    place: ClaimPart | None = None,
    confidence: float = 0.8,
) -> Claim:
    """A claim of `kind` read at `trigger`; its date is found from the trigger unless `dates` gives it."""
    if dates is None:
        found = date_of(trigger)
        dates = {"date": found} if found is not None else {}
    said_by = speaker(trigger)
    parts = tuple(parts)
    return Claim(
        kind=kind,
        status=status,
        parts=parts,
        evidence=sentence(trigger),
        values=dict(values or {}),
        dates=dict(dates),
        place=place,
        said_by=said_by.actors[0].key if said_by is not None else None,
        confidence=confidence,
        rule=rule,
    )
