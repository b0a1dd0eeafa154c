"""The component `identity`: whose names these are. It fills `doc.actors`, `doc.mentions` and `doc.mention_of`."""

import re

from spacy.language import Language

from graph.vocabulary import EntityType
from nlp.actors import Actor, Mention
from nlp.arguments import prepositional
from nlp.coordinates import countries
from nlp.first_names import gender_of
from nlp.found import Found
from nlp.gazetteer import Entry, Gazetteer, Term, fold
from nlp.offices import FEMALE, MALE, normal
from nlp.persons import Person, cluster, known
from nlp.titles import Title, body_places, is_office, is_plural, title_at, titles
from nlp.tokens import Component, Doc, Span, Token, component

BODY_TYPES = (EntityType.STATE, EntityType.ORGANIZATION, EntityType.GROUP)
RELATIVE = frozenset("counterpart predecessor successor colleague".split())
LEADERS = frozenset(
    {
        "president",
        "prime minister",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "monarch",
        "supreme leader",
        "leader",
        "pope",
    }
)


class Identity:
    """Tells who is named in one document after another."""

    def __init__(self) -> None:
        self.gazetteer = Gazetteer.load()

    def read(self, doc: Doc) -> None:
        """Fill the document's actors and mentions."""
        reader = _Reading(doc, self.gazetteer)
        doc.mentions = sorted(reader.mentions, key=lambda m: (m.span.start, -m.span.end))
        doc.actors = list(dict.fromkeys(actor for mention in doc.mentions for actor in mention.actors))
        doc.mention_of = mention_index(doc.mentions)


def mention_index(mentions: list[Mention]) -> dict[int, Mention]:
    """For each token the widest mention that covers it."""
    index: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: len(m.span)):
        index.update(dict.fromkeys(range(mention.span.start, mention.span.end), mention))
    return index


class _Reading:
    """The actors of one document while they are being told apart."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc, self.gazetteer = doc, gazetteer
        self.actors: dict[str, Actor] = {}
        self.mentions: list[Mention] = []
        self.body_at: dict[int, Actor] = {}
        self.titled: list[tuple[Mention, list[Title]]] = []
        found: list[Found] = doc.names
        self.bodies([name for name in found if name.type in BODY_TYPES or name.type is EntityType.PLACE])
        self.persons([name for name in found if name.type is EntityType.PERSON])
        self.descriptions()

    # States, bodies and places

    def bodies(self, found: list[Found]) -> None:
        """One actor for each state, body and place named."""
        for name in found:
            actors = self.actors_of(name)
            self.mention(name, actors)
            if name.type is not EntityType.PLACE:
                self.body_at.update(dict.fromkeys(range(name.start, name.end), actors[0]))

    def actors_of(self, name: Found) -> tuple[Actor, ...]:
        """The actor of a name, or the several of "Greek and Turkish diplomats"."""
        if name.senses and name.type is not EntityType.PLACE:
            return tuple(self.known(sense.entry) for sense in name.senses)
        return (self.unknown(name),)

    def known(self, entry: Entry) -> Actor:
        """The actor of an entry of the gazetteer."""
        if entry.key not in self.actors:
            self.actors[entry.key] = Actor(
                entry.key,
                entry.type,
                entry.name,
                True,
                wikidata=entry.wikidata,
                country=entry.country,
                gender=entry.gender,
            )
        return self.actors[entry.key]

    def unknown(self, name: Found) -> Actor:
        """The actor of a name that the gazetteer lacks: one a folded name; an acronym goes with its expansion."""
        text = clean(name.text(self.doc))
        if name.type is EntityType.PLACE and text.isupper() and len(text) > 3:
            text = text.title()
        expansion = self.expansion(text) or self.fuller(name.type, text)
        if expansion is not None:
            return expansion
        key = f"{name.type}/{fold(text).replace(' ', '-')}"
        if key not in self.actors:
            self.actors[key] = Actor(key, name.type, text, country=self.country_of(name, text))
        return self.actors[key]

    def country_of(self, name: Found, text: str) -> str | None:
        """The state in which a place lies: a capital, a seat of government or a known town."""
        capitals = (
            sense.entry
            for sense in self.gazetteer.senses(text)
            if sense.how in ("capital", "seat") and name.type is EntityType.PLACE
        )
        return next((entry.country for entry in capitals if entry.country), None) or self.country_of_town(name, text)

    def country_of_town(self, name: Found, text: str) -> str | None:
        """The state of a known town: the only one that has a town of this name, or the one that the document names."""
        known = countries(text) if name.type is EntityType.PLACE else ()
        named = {actor.country for actor in self.actors.values() if actor.type is EntityType.STATE}
        return known[0] if len(known) == 1 else next((country for country in known if country in named), None)

    def expansion(self, text: str) -> Actor | None:
        """The actor whose initials an acronym is."""
        if not re.fullmatch(r"[A-Z][A-Za-z]{1,7}", text) or text.islower() or sum(c.isupper() for c in text) < 2:
            return None
        for actor in self.actors.values():
            if actor.type in (EntityType.ORGANIZATION, EntityType.GROUP) and any(
                text.upper() == initials(form) for form in actor.names
            ):
                return actor
        return None

    def fuller(self, kind: EntityType, text: str) -> Actor | None:
        """The body that a shorter name echoes: "Inkatha" is the Inkatha Freedom Party."""
        if kind not in (EntityType.ORGANIZATION, EntityType.GROUP):
            return None
        for actor in reversed(self.actors.values()):
            is_body = actor.type in (EntityType.ORGANIZATION, EntityType.GROUP)
            if is_body and any(form.startswith(text + " ") or form.endswith(" " + text) for form in (actor.name, *actor.names)):
                return actor
        return None

    def mention(self, name: Found, actors: tuple[Actor, ...]) -> Mention:
        """Note where an actor is named, and with which words."""
        text, actor = clean(name.text(self.doc)), actors[0]
        if not name.whole and text not in actor.names:
            actor.names.append(text)
            actor.names.sort(key=lambda form: -len(form))
        self.mentions.append(Mention(name.span(self.doc), actors, metonym=name.metonym))
        return self.mentions[-1]

    # Persons

    def persons(self, found: list[Found]) -> None:
        """One actor for each person named, known or not, with titles and state."""
        spans = [name.span(self.doc) for name in found]
        titled = [titles(span, self.body_at) for span in spans]
        spoken_of = {actor.key for actor in self.body_at.values()}
        for person in cluster([clean(span.text) for span in spans]):
            own = [title for i in person.places for title in titled[i]]
            person.offices = {title.office for title in own}
            person.bodies = {actor.key for title in own if (actor := self.body_of(title))}
            person.entry = known(person, self.gazetteer, self.doc.published_at, spoken_of)
            actor = self.person(person, own, [spans[i] for i in person.places])
            self.titled += [(self.mention(found[i], (actor,)), titled[i]) for i in person.places]

    def person(self, person: Person, own: list[Title], spans: list[Span]) -> Actor:
        """The actor of a person, with the state or body for which the person acts."""
        if person.entry is not None:
            actor = self.known(person.entry)
        else:
            key = f"person/{fold(person.fullest).replace(' ', '-')}"
            actor = self.actors.setdefault(key, Actor(key, EntityType.PERSON, person.fullest))
        actor.titles = list(dict.fromkeys(title.span.text for title in own if title.head.lemma_.lower() not in RELATIVE))
        told = [*(self.body_of(title) for title in own), *(self.body_beside(span) for span in spans)]
        actor.state = next((body for body in told if body), None) or self.state_by_term(person)
        actor.gender = actor.gender or gender(own, self.doc) or gender_of(actor.name)
        if actor.state is not None and actor.country is None:
            actor.country = actor.state.country
        return actor

    def body_of(self, title: Title) -> Actor | None:
        """The state or body whose office a title is."""
        return next((self.body_at[i] for i in body_places(title) if i in self.body_at), None)

    def body_beside(self, name: Span) -> Actor | None:
        """The body told right beside a name: "Jordan's King Hussein", "Juan Carlos of Spain", "Churkin (Russia)"."""
        doc, end = self.doc, name.end
        if name.start > 1 and doc[name.start - 1].lower_ in ("'s", "’s"):
            return self.body_at.get(name.start - 2)
        if end + 1 < len(doc) and doc[end].lower_ in ("of", "("):
            return self.body_at.get(end + (2 if doc[end + 1].lower_ == "the" else 1))
        return None

    def state_by_term(self, person: Person) -> Actor | None:
        """The state or body that a known person serves at the document's date."""
        term = term_at(person.entry, self.doc) if person.entry else None
        entry = self.gazetteer.entry(term.of) if term else None
        return self.known(entry) if entry else None

    # Descriptions by office

    def descriptions(self) -> None:
        """Mentions such as "the Turkish president": the person of this document who holds the office, else the body."""
        taken = {
            i
            for mention in self.mentions
            for i in range(mention.span.start, mention.span.end)
            if mention.actors[0].type is EntityType.PERSON
        }
        self.mentions += self.apposed(taken)
        told = {i for m in self.mentions for i in range(m.span.start, m.span.end)}
        told |= {title.head.i for _, own in self.titled for title in own}
        for token in self.doc:
            if token.i in told or not is_office(token):
                continue
            if is_plural(token):
                if holders := self.holders(token):
                    self.mentions.append(Mention(self.doc[token.i : token.i + 1], holders, kind="description"))
                continue
            title = title_at(token, self.body_at)
            body = self.body_of(title) if title else None
            if title and body:
                actor = self.holder(title.office, body)
                self.mentions.append(Mention(title.whole, (actor,), kind="description", metonym=actor is body))

    def holders(self, token: Token) -> tuple[Actor, ...]:
        """The persons of "the presidents of Brazil and Uruguay", if the document names each of them."""
        title = title_at(token, self.body_at)
        if title is None:
            return ()
        phrase = [*title.whole, *prepositional(token, "of", "from")]
        named = list(dict.fromkeys(self.body_at[other.i] for other in phrase if other.i in self.body_at))
        if len(named) < 2:
            return ()
        office = normal(" ".join([*title.span.text.lower().split()[:-1], token.lemma_.lower()]))
        found = tuple(self.holder(office, body) for body in named)
        return found if all(actor.type is EntityType.PERSON for actor in found) else ()

    def apposed(self, taken: set[int]) -> list[Mention]:
        """Titles that stand apart from the name, `the emir of Kuwait, Sheikh Sabah`, speak of its bearer, too."""
        found = {}
        for mention, own in self.titled:
            for title in own:
                head = title.head
                apart = "," in [t.text for t in self.doc[min(head.i, mention.span.end) : max(mention.span.start, head.i)]]
                if apart and head.tag_ in ("NN", "NNP") and head.i not in taken:
                    span = title.whole if head.i < mention.span.start else self.doc[head.i : head.i + 1]
                    found[head.i] = Mention(span, mention.actors, kind="description")
        return list(found.values())

    def holder(self, office: str, body: Actor) -> Actor:
        """Who of the document's persons holds an office of a body; the body itself where none is named."""
        for actor in self.actors.values():
            if actor.type is EntityType.PERSON and actor.state is body and any(same(office, normal(t)) for t in actor.titles):
                return actor
        for actor in self.actors.values():
            terms = self.gazetteer.terms(actor.key) if actor.type is EntityType.PERSON else ()
            on = self.doc.published_at
            if any(t.of == body.key and same(office, t.office) and (on is None or t.holds(on, 31)) for t in terms):
                return actor
        return body


def same(asked: str, held: str) -> bool:
    """Whether a description by office fits the office held: "leader" fits any head."""
    held = held.removeprefix("acting ").removeprefix("interim ")
    return (
        asked == held
        or (asked in ("leader", "head") and held in LEADERS)
        or (asked != "leader" and asked in held.split(" of ")[0] and asked.count(" ") > 0)
    )


def term_at(entry: Entry, doc: Doc) -> Term | None:
    """The term of office that covers the document's date, else the last before it."""
    on = doc.published_at
    if on is None:
        return entry.terms[0] if entry.terms else None
    now = sorted((term for term in entry.terms if term.holds(on, 31)), key=lambda term: not term.of.startswith("state/"))
    past = [term for term in entry.terms if term.end is not None and term.end < on]
    return now[0] if now else max(past, key=lambda term: term.end or on, default=None)


def gender(own: list[Title], doc: Doc) -> str | None:
    """`m` or `f` where a title tells."""
    lowered = {title.head.lower_ for title in own}
    return "f" if lowered & FEMALE else "m" if lowered & MALE else None


def initials(name: str) -> str:
    """The capitals of the words of a name: its acronym."""
    return "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper()).upper()


def clean(name: str) -> str:
    """A name without line breaks and double spaces."""
    return " ".join(name.split())


@Language.factory("identity")
def make_identity(nlp: Language, name: str) -> Component:
    """The component, for `nlp.add_pipe("identity")`, behind `names`."""
    return component(Identity().read)
