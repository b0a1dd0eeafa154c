"""Coreference by rules: pronouns, `the two leaders`, `both sides`, `the premier`, `the bloc`, and the speaker's `we`.

Runs after names and identity: it reads the document once from left to right and keeps who was spoken of so far.
A wrong antecedent makes a wrong fact, so what is unclear is left unresolved.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from spacy.language import Language

from graph.vocabulary import EntityType
from nlp.actors import Actor, Mention, mentions
from nlp.antecedents import (
    coordination_of,
    full_title,
    has_actor_inside,
    holds_office,
    holds_one_of,
    in_same_clause,
    is_former,
    is_met,
    is_named_like,
    is_one_of_a_people,
    is_pleonastic,
    is_told_of,
    may_be,
    names_office,
    offices_meant,
    owner_of,
    prominence_of,
    salience_of,
    serves,
    singular_of,
    standing_for,
)
from nlp.arguments import children, coordinated, prepositional, subjects
from nlp.attribution import SAY
from nlp.coreference_words import (
    BODY_NOUNS,
    COLLECTIVE,
    FEMALE,
    FIRST,
    GROUP_NOUNS,
    HANDFUL,
    HOME_NOUNS,
    MALE,
    NEUTER,
    NUMBERS,
    PAIR_PERSONS,
    PAIR_STATES,
    PERSON_NOUNS,
    PLURAL,
    QUOTE,
    REACH,
    RECENT,
    SETS,
    STATE_NOUNS,
    SUBJECTS,
    TOGETHER,
    WINDOW,
)
from nlp.tokens import Doc, Span, Token, component

PRONOUNS = MALE | FEMALE | NEUTER | PLURAL | FIRST
ALONE = FIRST - TOGETHER


def resolve(doc: Doc) -> None:
    """Add what pronouns and descriptions mention to `doc.mentions`."""
    found = _Reader(doc).read()
    doc.mentions += found
    doc.mentions.sort(key=lambda mention: mention.span.start)
    for mention in found:
        for token in mention.span if mention.kind == "pronoun" else (mention.root,):
            doc.mention_of.setdefault(token.i, mention)


Language.component("coreference", func=component(resolve))


class _Reader:
    """One pass over a document."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.sents = list(doc.sents)
        self.sentence_of = {i: number for number, sent in enumerate(self.sents) for i in range(sent.start, sent.end)}
        self.covered = {token.i for mention in mentions(doc) for token in mention.span}
        self.history: list[Mention] = []
        self.principals: tuple[Actor, ...] | None = None

    def read(self) -> list[Mention]:
        names = {mention.span.start: mention for mention in sorted(mentions(self.doc), key=lambda m: -len(m.span))}
        found: list[Mention] = []
        for token in self.doc:
            if token.i in names:
                self.history.append(self._as_person(names[token.i]))
                continue
            mention = None if token.i in self.covered else self._resolve(token)
            if mention is not None:
                found.append(mention)
                self.history.append(mention)
        return [*found, *self._quoted(found)]

    def _as_person(self, name: Mention) -> Mention:
        """`the South African has offered`: the people's name in the singular is a person of that state, if one was spoken of."""
        state = name.actors[0]
        if len(name.actors) > 1 or state.type != EntityType.STATE or not is_one_of_a_people(name):
            return name
        persons = [m.actors[0] for m in self.history[-RECENT:] if len(m.actors) == 1 and m.actors[0].state is state]
        if persons:
            name.actors, name.kind = (persons[-1],), "description"
        return name

    def _quoted(self, found: list[Mention]) -> Iterator[Mention]:
        """`"I will not go", he says`: the speaker that only a pronoun names, once that is resolved."""
        read = {mention.span.start for mention in found}
        pronouns = {mention.span.start: mention for mention in found if mention.kind == "pronoun"}
        for token in self.doc:
            if token.lower_ in ALONE and token.i not in read and token.i not in self.covered:
                said = [verb for verb in token.sent if verb.lemma_.lower() in SAY and verb.pos_ == "VERB"]
                speakers = [pronouns[who.i] for verb in said for who in subjects(verb) if who.i in pronouns]
                mention = self._mention(token, speakers[0].actors, "pronoun") if speakers else None
                yield from [mention] if mention is not None else ()

    def _resolve(self, token: Token) -> Mention | None:
        if token.pos_ in {"PRON", "DET"} and token.lower_ in PRONOUNS:
            return self._pronoun(token)
        if token.pos_ in {"NOUN", "PROPN", "PRON"} or (
            token.lower_ in NUMBERS and token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj"}
        ):
            return self._description(token)
        return None

    # Pronouns

    def _pronoun(self, token: Token) -> Mention | None:
        word = token.lower_
        actors: tuple[Actor, ...] = ()
        if word in MALE or word in FEMALE:
            gender = "m" if word in MALE else "f"
            actors = self._one(
                token, lambda a: a.type == EntityType.PERSON and a.gender in {None, gender}, self._representative(token)
            )
        elif word in NEUTER and not is_pleonastic(token):
            actors = self._one(token, lambda a: a.type in {EntityType.STATE, EntityType.ORGANIZATION, EntityType.GROUP})
        elif word in PLURAL:
            actors = self._several(token)
        elif word in FIRST:
            actors = self._speaker(token)
        return self._mention(token, actors, "pronoun")

    def _mention(self, token: Token, actors: Iterable[Actor], kind: str) -> Mention | None:
        actors = tuple(actors)
        if not actors:
            return None
        start = token.left_edge.i if kind == "description" else token.i
        return Mention(Span(self.doc, start, token.i + 1), actors, kind)

    def _representative(self, token: Token) -> tuple[Actor, ...]:
        """The state of an unnamed officer of the same sentence: `the representative of China said that his Government …`."""
        for mention in reversed(self._in_sentence(self.sentence_of[token.i])):
            if mention.root.lemma_.lower() in PERSON_NOUNS and mention.root.dep_ in SUBJECTS and len(mention.actors) == 1:
                return mention.actors if mention.actors[0].type == EntityType.STATE else ()
        return ()

    def _one(self, token: Token, fits: Callable[[Actor], bool], unnamed: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
        """The most salient single actor before `token`: of its own sentence, else of the ones before; subjects first.

        `unnamed` is who is meant if its own sentence names nobody who fits.

        A known woman comes before whoever may be one: `she` is seldom a leader of whom that is not known.
        """
        here = self.sentence_of[token.i]
        beside = {actor for m in self._in_sentence(here) if in_same_clause(m, token) for actor in m.actors}
        beside |= set(self._doers(token))
        for number in range(here, here - WINDOW - 1, -1):
            found = [
                m for m in self._in_sentence(number) if len(m.actors) == 1 and fits(m.actors[0]) and m.actors[0] not in beside
            ]
            if found:
                likely_first = found[::-1] if number == here else found
                return max(
                    likely_first, key=lambda m: (m.actors[0].gender == "f", is_told_of(m.actors[0]), salience_of(m))
                ).actors
            if unnamed:
                return unnamed
        return ()

    def _doers(self, token: Token) -> Iterator[Actor]:
        """Who does what is done to `token`: `telephoned Putin and pressed him` does not press himself."""
        if token.dep_ in {"dobj", "dative"}:
            found = (self.doc.mention_of.get(subject.i) for subject in subjects(token.head))
            yield from (actor for mention in found if mention is not None for actor in mention.actors)

    def _several(self, token: Token) -> tuple[Actor, ...]:
        """`they`: the last plural mention, the last coordinated names, else a body that news prose treats as plural."""
        here = self.sentence_of[token.i]
        for number in range(here, here - WINDOW, -1):
            found = self._in_sentence(number)
            for mention in sorted(reversed(found), key=prominence_of):
                if len(mention.actors) > 1:
                    return mention.actors
                if (group := coordination_of(mention, found)) and mention.root.head.i != token.i:
                    return group
            if number < here and (pair := self._met(number)):
                return pair
            subject = [m for m in found if m.root.dep_ in {"nsubj", "nsubjpass"} and m.actors[0].type == EntityType.GROUP]
            if subject:
                return subject[-1].actors
        return self._principals() if token.i == self.sents[here].start else ()

    def _met(self, number: int) -> tuple[Actor, ...]:
        """The two whom a sentence brings together: `Putin spoke with Biden`, `Xi received Lula`."""
        found = [m for m in self._in_sentence(number) if len(m.actors) == 1 and m.actors[0].type != EntityType.PLACE]
        for subject in found:
            verb = subject.root.head
            if subject.root.dep_ != "nsubj" or verb.pos_ != "VERB":
                continue
            for other in found:
                alike = (other.actors[0].type == EntityType.PERSON) == (subject.actors[0].type == EntityType.PERSON)
                if alike and other.actors != subject.actors and is_met(other.root, verb):
                    return (*subject.actors, *other.actors)
        return ()

    def _principals(self) -> tuple[Actor, ...]:
        """Who issues a communiqué, a text whose sentences begin with `they`, `the Ministers`, `the Parties` again and again."""
        if self.principals is None:
            begun = Counter(sent.text.strip().lower().startswith(COLLECTIVE) for sent in self.sents)
            groups = (self._group(number) for number in range(min(3, len(self.sents)))) if begun[True] >= 3 else ()
            self.principals = next((group for group in groups if group), ())
        return self.principals

    def _group(self, number: int) -> tuple[Actor, ...]:
        """The names coordinated in a sentence, persons first."""
        found = self._in_sentence(number)
        groups = [group for m in found if (group := m.actors if len(m.actors) > 1 else coordination_of(m, found))]
        groups.sort(key=lambda group: (group[0].type != EntityType.PERSON, -len(group)))
        return groups[0] if groups else self._met(number)

    def _speaker(self, token: Token) -> tuple[Actor, ...]:
        """Who says `we`: the subject of the verb of saying in the sentence or the ones around it in the line."""
        for sent in self._around(token):
            for verb in sent:
                if verb.lemma_.lower() in SAY and verb.pos_ == "VERB":
                    for subject in subjects(verb):
                        mention = self.doc.mention_of.get(subject.i)
                        if mention is not None and mention.kind == "name" and mention.actors[0].type != EntityType.PLACE:
                            return mention.actors
        return self._issuer() if token.lower_ in TOGETHER and not self._is_quoted(token) else ()

    def _is_quoted(self, token: Token) -> bool:
        """Whether an odd number of quotation marks stands before `token` in its line."""
        before = self.doc[max(0, token.i - QUOTE) : token.i].text.rpartition("\n")[2]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _issuer(self) -> tuple[Actor, ...]:
        """Who speaks as `we` in a communiqué: the body or group that its first sentences name."""
        opening = {number for number in range(min(3, len(self.sents)))}
        bodies = [
            m
            for m in self.history
            if self.sentence_of[m.span.start] in opening
            and len(m.actors) == 1
            and m.actors[0].type in {EntityType.ORGANIZATION, EntityType.GROUP}
        ]
        return bodies[0].actors if bodies else ()

    def _around(self, token: Token) -> Iterator[Span]:
        """The sentence of `token`, then the next and the one before."""
        at = self.sentence_of[token.i]
        for number in (at, at + 1, at - 1):
            if 0 <= number < len(self.sents):
                yield self.sents[number]

    def _in_sentence(self, number: int) -> list[Mention]:
        found = []
        for mention in reversed(self.history):
            at = self.sentence_of[mention.span.start]
            if at < number:
                break
            if at == number and mention.actors:
                found.append(mention)
        return found[::-1]

    # Descriptions

    def _description(self, token: Token) -> Mention | None:
        lemma = singular_of(token)
        determiners = {child.lower_ for child in token.children if child.dep_ in {"det", "nummod", "predet", "poss", "preconj"}}
        if token.lower_ in NUMBERS and (
            determiners & {"the", "all"} or token.lower_ == "both" or any(c.dep_ == "prep" for c in token.children)
        ):
            determiners.add(token.lower_)
        number = next((NUMBERS[word] for word in determiners if word in NUMBERS), 0)
        if token.tag_ in {"NNS", "NNPS", "CD"} and (named := self._apposed(token)):
            return self._mention(token, named, "description")
        if token.tag_ in {"NNS", "NNPS"} and lemma in PERSON_NOUNS and (holders := self._holders(token, lemma)):
            return self._mention(token, holders, "description")
        if number or (token.tag_ in {"NNS", "NNPS"} and "the" in determiners and lemma in SETS):
            return self._mention(token, self._set(token, lemma, number), "description")
        if token.tag_ not in {"NN", "NNP"} or not determiners & {"the", "this", "that"}:
            return None
        return self._mention(token, self._named(token) or self._definite(token, lemma), "description")

    def _named(self, token: Token) -> tuple[Actor, ...]:
        """The person whose name stands beside a title: `the President of Kyrgyzstan, Sadyr Japarov`, `Calle, the man who`."""
        for named in (*children(token, "appos"), *([token.head] if token.dep_ == "appos" else ())):
            mention = self.doc.mention_of.get(named.i)
            if mention is not None and mention.kind == "name" and mention.actors[0].type == EntityType.PERSON:
                return mention.actors
        return ()

    def _apposed(self, token: Token) -> tuple[Actor, ...]:
        """The names behind a plural: `the two foreign ministers, S. M. Krishna and Shah Mahmood Qureshi`."""
        named = [self.doc.mention_of.get(other.i) for child in children(token, "appos") for other in coordinated(child)]
        actors = tuple(mention.actors[0] for mention in named if mention is not None and mention.kind == "name")
        return actors if len(actors) > 1 else ()

    def _holders(self, token: Token, office: str) -> tuple[Actor, ...]:
        """The persons of several states: `the Belarusian and American presidents`."""
        modifiers = [other for child in children(token, "amod", "compound", "poss") for other in coordinated(child)]
        modifiers += prepositional(token, "of")
        states = [m.actors[0] for child in modifiers if (m := self.doc.mention_of.get(child.i)) is not None]
        found = [
            self._recent(token, partial(holds_office, state, office)) or self._recent(token, partial(serves, state, office))
            for state in states
        ]
        return tuple(actor for actors in found for actor in actors) if len(states) > 1 and all(found) else ()

    def _set(self, token: Token, lemma: str, number: int) -> tuple[Actor, ...]:
        if lemma in PAIR_PERSONS and not has_actor_inside(token, self.doc):
            may, person = partial(may_be, lemma), lambda a: a.type == EntityType.PERSON
            return (
                self._together(token, number, may)
                or self._officers(token, lemma, number)
                or self._last(token, number, may)
                or self._last(token, number, person)
            )
        if lemma in PAIR_PERSONS and number and (owner := owner_of(token, self.doc)) is not None:
            own = [m.actors[0] for m in reversed(self.history) if m.actors and m.actors[0].state is owner]
            return tuple(dict.fromkeys(own))[:number] if len(set(own)) >= number else ()
        if token.lower_ in NUMBERS and token.lower_ not in {"pair", "duo", "trio"}:
            return self._last(token, number, lambda a: a.type == EntityType.PERSON) or self._last(
                token, number, lambda a: a.type != EntityType.PLACE
            )
        if lemma in PAIR_STATES:
            kinds = {EntityType.STATE, EntityType.GROUP, EntityType.ORGANIZATION}
            states = {EntityType.STATE} if lemma in {"country", "state", "government", "nation", "capital"} else kinds
            return self._last(token, number, lambda a: a.type in states)
        return ()

    def _officers(self, token: Token, lemma: str, number: int) -> tuple[Actor, ...]:
        """`the Ministers`, long after they were named: all persons so far whose office it is, if they are a handful."""
        named = dict.fromkeys(m.actors[0] for m in self.history if len(m.actors) == 1)
        found = tuple(actor for actor in named if holds_one_of(offices_meant(lemma), actor))
        return found if len(found) == number or (not number and 1 < len(found) <= HANDFUL) else ()

    def _last(self, token: Token, number: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """The last `number` actors that were named together and fit (any, if 0), else the ones spoken of most."""
        if together := self._together(token, number, fits):
            return together
        counts = Counter(actor for m in self._near(token) for one in m.actors if (actor := standing_for(one, fits)) is not None)
        return tuple(actor for actor, _ in counts.most_common(number)) if number and len(counts) >= number else ()

    def _near(self, token: Token) -> list[Mention]:
        return [m for m in self.history if self.sentence_of[token.i] - self.sentence_of[m.span.start] <= REACH]

    def _together(self, token: Token, number: int, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        """The last `number` actors that were named together and fit (any, if 0); persons count for their states."""
        seen, doers = self._near(token), set(self._doers(token))
        for number_of_sentence in sorted({self.sentence_of[m.span.start] for m in seen}, reverse=True):
            found = self._in_sentence(number_of_sentence)
            for mention in reversed(found):
                group = mention.actors if len(mention.actors) > 1 else coordination_of(mention, found)
                standing = tuple(dict.fromkeys(actor for one in group if (actor := standing_for(one, fits)) is not None))
                if (len(standing) == number or (not number and len(standing) > 1)) and doers.isdisjoint(standing):
                    return standing
            pair = tuple(actor for one in self._met(number_of_sentence) if (actor := standing_for(one, fits)) is not None)
            if len(set(pair)) == 2 and number in {0, 2} and doers.isdisjoint(pair):
                return pair
        principals = tuple(actor for one in self._principals() if (actor := standing_for(one, fits)) is not None)
        return principals if len(principals) > 1 and number in {0, len(principals)} else ()

    def _definite(self, token: Token, lemma: str) -> tuple[Actor, ...]:
        owner = owner_of(token, self.doc)
        if lemma in PERSON_NOUNS:
            return self._titled(token, lemma, owner)
        if owner is not None:
            return ()
        if lemma in HOME_NOUNS:
            return self._home()
        if lemma in STATE_NOUNS:
            return self._one(token, lambda a: a.type == EntityType.STATE)
        if lemma in BODY_NOUNS:
            hints = BODY_NOUNS[lemma]
            return self._recent(token, lambda a: a.type == EntityType.ORGANIZATION and is_named_like(a, hints))
        if lemma in GROUP_NOUNS:
            return self._recent(token, lambda a: a.type == EntityType.GROUP)
        return ()

    def _titled(self, token: Token, lemma: str, owner: Actor | None) -> tuple[Actor, ...]:
        """`the president`: the last person with that title; with `the Turkish president` also of that state."""
        title = full_title(token, lemma)

        def holds(actor: Actor) -> bool:
            if actor.type != EntityType.PERSON or (owner is not None and actor.state is not owner):
                return False
            return any(names_office(title, known) for known in actor.titles)

        def may(actor: Actor) -> bool:
            return actor.type == EntityType.PERSON and (owner is None or actor.state is owner) and bool(actor.titles)

        def holds_now(actor: Actor) -> bool:
            return holds(actor) and not all(is_former(known) for known in actor.titles)

        any_title = lemma in {"leader", "man", "visitor", "ruler"}
        return self._recent(token, holds_now) or self._recent(token, holds) or (self._recent(token, may) if any_title else ())

    def _home(self) -> tuple[Actor, ...]:
        """`the government` without a name is that of the state named most so far."""
        counts = Counter(m.actors[0] for m in self.history if len(m.actors) == 1 and m.actors[0].type == EntityType.STATE)
        return tuple(actor for actor, _ in counts.most_common(1))

    def _recent(self, token: Token, fits: Callable[[Actor], bool]) -> tuple[Actor, ...]:
        for mention in reversed(self.history):
            if len(mention.actors) == 1 and fits(mention.actors[0]) and not in_same_clause(mention, token):
                return mention.actors
        return ()
