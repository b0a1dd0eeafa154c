"""Meetings: direct contact between two or more actors."""

import re
from collections.abc import Iterable
from dataclasses import replace

from graph.vocabulary import Claim, ClaimPart, EntityType, FactKind, PartField, ValueField
from nlp.actors import mention_at
from nlp.arguments import children, is_passive, objects, prepositional, subjects
from nlp.claims import actor_parts, build, host_of, represented
from nlp.contacts import (
    PHONE,
    asks,
    brings_together,
    by_phone,
    gives_hospitality,
    hands_over,
    has_person,
    has_thing_for_object,
    in_company,
    is_at_table,
    is_end_of_journey,
    is_guest,
    is_in_person,
    is_received,
    is_several,
    is_together,
    is_walked_together,
    is_where_or_when,
    is_with_strangers,
    names_a_place,
    partners_of,
    sits_down,
)
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.occasions import told_apart
from nlp.participants import go_betweens, governing_verbs, participants_of, visited
from nlp.places import place_of
from nlp.scene import told
from nlp.status import LIGHT, Reality, is_negated, reality, reported_denial
from nlp.tokens import Doc, Token
from nlp.visits import without_stages

ORDER = 1
KIND = FactKind(
    name="meeting",
    plural="meetings",
    summary="Direct contact between two or more actors: a meeting, talks, a summit, a visit, a call, a conference.",
    parts=(
        PartField("participant", "participants", least=2),
        PartField("host", "host"),
        PartField("mediator", "mediator"),
    ),
    values=(ValueField("format", ("meeting", "talks", "summit", "visit", "call", "conference")),),
    statuses=("proposed", "planned", "ongoing", "held", "declined", "cancelled"),
    has_place=True,
    happened=("held", "ongoing"),
    same_roles=("participant",),
    in_words="{participants} – {format}, {status}",
)

FATES = frozenset({"cancelled"})
"""Statuses that tell what became of something named before, so that the sentence may leave out who took part."""
WITH = "prep:with,alongside pobj"
BETWEEN = "prep:between,among,of,with,involving,from pobj | prep:with,between prep:with,between pobj"
EXCHANGED = words("view note hand word handshake opinion reproach remark pleasantry greeting toast idea information accusation")
HOURS = words("hour day minute evening night morning afternoon week time weekend")
SPORT = words(
    "championship tournament trophy semi-final semifinal quarter-final quarterfinal goalkeeper "
    "striker innings olympics olympic volleyball football soccer cricket rugby tennis quarterfinals"
)
PERHAPS_SPORT = words("league cup match")
ANY_SPORT = SPORT | PERHAPS_SPORT
"""Words of sports and of other things: `National League for Democracy`."""
AFTER_ALL = re.compile(r"\bafter all\b(?=[,.;:]|$)")
"""`will not, after all, see him`: it was to be, and is not."""
APART = ("separately", "in turn", "one after the other", "one by one", "respectively")
LONG = words("talk negotiation dialogue discussion consultation round conference conversation parley")
BREAK = words("break suspend collapse abandon adjourn interrupt halt leave")
MARGINS = words("fringe margin sideline eve wake run-up edge")


def _travels_abroad(verb: Token) -> bool:
    """Whether a person goes to a named place to which he does not belong, and nobody is met there by name."""
    if not names_a_place(verb) or _speaks_of_contact(verb):
        return False
    persons = [actor for token in subjects(verb) for mention in represented(token) for actor in mention.actors]
    states = {actor.state.key for actor in persons if actor.state is not None}
    hosts = {
        part.entity for token in prepositional(verb, "to", "in", "for", "into", "at") if (part := host_of(token)[1]) is not None
    }
    return bool(persons) and all(actor.type == EntityType.PERSON for actor in persons) and bool(hosts) and not hosts & states


RULES: tuple[Rule, ...] = (
    Rule(
        "meet",
        words("meet confer negotiate huddle parley"),
        {"participant": f"subject | object | {WITH}"},
        "President Emmanuel Macron met Olaf Scholz in Berlin on Tuesday.",
        "held: Emmanuel Macron, Olaf Scholz",
        values={"format": "meeting"},
        needs=lambda verb: not has_thing_for_object(verb),
    ),
    Rule(
        "each-other",
        words("see face embrace greet"),
        {"participant": "subject"},
        "Xi Jinping and Narendra Modi saw each other in Kazan in October 2024.",
        "held: Xi Jinping, Narendra Modi",
        values={"format": "meeting"},
        needs=lambda verb: any(token.lower_ == "other" or token.lower_ == "another" for token in objects(verb)),
    ),
    Rule(
        "come-together",
        words("come get"),
        {"participant": f"subject | {WITH}"},
        "Emmanuel Macron and Vladimir Putin came together at Versailles in May 2017.",
        "held: Emmanuel Macron, Vladimir Putin",
        values={"format": "meeting"},
        needs=lambda verb: any(child.lower_ in {"together", "face"} for child in verb.children),
        confidence=0.6,
    ),
    Rule(
        "at-table",
        words("have seat sit gather assemble"),
        {"participant": "object", "host": "subject"},
        "Ivor Richard seated Ian Smith and Robert Mugabe at one table in Geneva.",
        "held: Ivor Richard, Ian Smith, Robert Mugabe",
        values={"format": "talks"},
        needs=lambda verb: has_person(objects(verb)) and is_at_table(verb),
        confidence=0.6,
    ),
    Rule(
        "be-with",
        words("be"),
        {"participant": "subject | prep:with pobj"},
        "Oscar Camilion was with Antonio Azeredo da Silveira in Brasilia on 5 July.",
        "held: Oscar Camilion, Antonio Azeredo da Silveira",
        values={"format": "meeting"},
        needs=lambda verb: has_person(subjects(verb)) and has_person(prepositional(verb, "with")) and is_where_or_when(verb),
        confidence=0.5,
    ),
    Rule(
        "guest",
        words("guest"),
        {"participant": "poss | prep:of pobj | head subject | head head subject", "host": "poss | prep:of pobj"},
        "Lien Chan was the guest of Hu Jintao in Beijing in April 2005.",
        "held: Lien Chan, Hu Jintao",
        pos=NOUNS,
        values={"format": "visit"},
        needs=is_guest,
        confidence=0.6,
    ),
    Rule(
        "go-to-tell",
        words("brief tell inform reassure persuade lobby press warn urge consult convince thank congratulate console"),
        {"participant": "subject | object"},
        "John Kerry was in Jerusalem on Sunday to brief Benjamin Netanyahu.",
        "held: John Kerry, Benjamin Netanyahu",
        values={"format": "meeting"},
        needs=lambda verb: has_person(objects(verb)) and is_end_of_journey(verb),
        confidence=0.6,
    ),
    Rule(
        "drop-in",
        words("drop look call stop"),
        {"participant": "subject | prep:on,by pobj | prep prep:on pobj | prt prep:on pobj"},
        "Tom Barrack dropped in on Joseph Aoun at Baabda on Wednesday.",
        "held: Tom Barrack, Joseph Aoun",
        values={"format": "meeting"},
        needs=lambda verb: any(child.lower_ in {"in", "by"} for child in verb.children) and has_person(prepositional(verb, "on")),
        confidence=0.6,
    ),
    Rule(
        "walk",
        words("walk stroll ride golf ski hunt fish swim sail picnic"),
        {"participant": "subject | prep:with pobj"},
        "Helmut Kohl walked along the Rhine with Margaret Thatcher.",
        "held: Helmut Kohl, Margaret Thatcher",
        values={"format": "meeting"},
        needs=is_walked_together,
        confidence=0.6,
    ),
    Rule(
        "hand-over",
        words("hand deliver present"),
        {"participant": "subject | dative | dative pobj | prep:to pobj"},
        "Samantha Power handed a letter to Nikol Pashinyan in Yerevan.",
        "held: Samantha Power, Nikol Pashinyan",
        values={"format": "meeting"},
        needs=hands_over,
        confidence=0.5,
    ),
    Rule(
        "take-aside",
        words("take draw buttonhole corner"),
        {"participant": "subject | object"},
        "Robert Zoellick took Minni Minnawi aside for an hour.",
        "held: Robert Zoellick, Minni Minnawi",
        values={"format": "meeting"},
        needs=lambda verb: (
            has_person(objects(verb)) and (verb.lemma_ == "buttonhole" or any(child.lower_ == "aside" for child in verb.children))
        ),
        confidence=0.6,
    ),
    Rule(
        "exchange-views",
        words("exchange compare swap shake"),
        {"participant": f"subject | {WITH} | object {WITH}"},
        "Wang Yi exchanged views with Josep Borrell in Beijing.",
        "held: Wang Yi, Josep Borrell",
        values={"format": "meeting"},
        needs=lambda verb: any(token.lemma_.lower() in EXCHANGED for token in objects(verb)),
        confidence=0.6,
    ),
    Rule(
        "give-lunch",
        words("give offer play pay"),
        {"participant": "subject | prep:to,for,on pobj | dative pobj | dative | object prep:to,on,for pobj", "host": ""},
        "Recep Tayyip Erdogan gave lunch to Kyriakos Mitsotakis in Istanbul.",
        "held: Recep Tayyip Erdoğan, Kyriakos Mitsotakis",
        values={"format": "meeting"},
        needs=gives_hospitality,
        confidence=0.6,
    ),
    Rule(
        "by-phone",
        PHONE,
        {
            "participant": (
                "head head subject | head head object | head head prep:with,to pobj | head head object prep:to,with pobj"
            )
        },
        "Joe Biden raised the matter with Olaf Scholz over the telephone.",
        "held: Joe Biden, Olaf Scholz",
        pos=NOUNS,
        values={"format": "call"},
        needs=lambda noun: (
            noun.dep_ == "pobj"
            and noun.head.lower_ in {"by", "over", "on", "via"}
            and noun.head.head.pos_ in VERBS
            and not (noun.head.head.lemma_ in {"speak", "talk", "converse", "confer"} and is_together(noun.head.head))
        ),
        confidence=0.6,
    ),
    Rule(
        "arrive",
        words("arrive land fly head go come return leave depart"),
        {"participant": "subject", "visited": "prep:to,in,for,into,at pobj | dobj | npadvmod"},
        "Wang Yi arrived in Islamabad on Tuesday.",
        "held: Wang Yi, Pakistan",
        values={"format": "visit"},
        needs=_travels_abroad,
        confidence=0.45,
    ),
    Rule(
        "due-in",
        words("due expect await"),
        {"participant": "head subject | object", "visited": "prep:in,at pobj"},
        "Sergei Lavrov is due in Cairo on Sunday.",
        "planned: Sergey Lavrov, Egypt",
        pos=frozenset({"ADJ", "VERB"}),
        status="planned",
        values={"format": "visit"},
        needs=lambda word: (
            word.dep_ in {"acomp", "ROOT", "relcl", "conj"} and names_a_place(word) and not _speaks_of_contact(word)
        ),
        confidence=0.45,
    ),
    Rule(
        "see",
        words("see encounter"),
        {"participant": "subject | object"},
        "Hillary Clinton saw Aung San Suu Kyi in Yangon in December 2011.",
        "held: Hillary Clinton, Aung San Suu Kyi",
        values={"format": "meeting"},
        needs=lambda verb: (
            has_person(objects(verb)) and not any(child.dep_ in {"ccomp", "xcomp", "acl", "prep:as"} for child in verb.children)
        ),
        confidence=0.6,
    ),
    Rule(
        "call-on",
        words("call"),
        {"participant": "subject | prep:on pobj | object"},
        "Antonio Guterres called on Juan Manuel Santos in Bogota in January 2018.",
        "held: António Guterres, Juan Manuel Santos",
        values={"format": "meeting"},
        needs=lambda verb: has_person([*prepositional(verb, "on"), *objects(verb)]) and not asks(verb),
        confidence=0.6,
    ),
    Rule(
        "closeted",
        words("closet"),
        {"participant": f"object | {WITH}"},
        "Antony Blinken was closeted with Wang Yi in Bali.",
        "held: Antony Blinken, Wang Yi",
        values={"format": "meeting"},
    ),
    Rule(
        "invitation",
        words("invitation"),
        {"participant": "poss | prep:from,by pobj", "host": "poss"},
        "Benjamin Netanyahu turned down Vladimir Putin's invitation to Moscow.",
        "declined: Benjamin Netanyahu, Vladimir Putin",
        pos=NOUNS,
        values={"format": "visit"},
        confidence=0.6,
    ),
    Rule(
        "sit-down",
        words("sit lunch dine thrash breakfast consult haggle bargain plead discuss embrace parley sup reconvene"),
        {"participant": f"subject | {WITH} | prep:opposite,beside,from pobj | prep:next prep:to pobj | object {WITH}"},
        "Sergei Lavrov sat down with John Kerry in Geneva.",
        "held: Sergey Lavrov, John Kerry",
        values={"format": "meeting"},
        needs=lambda verb: (
            not is_with_strangers(verb) and (in_company(verb) or (is_several(verb) and (verb.lemma_ != "sit" or sits_down(verb))))
        ),
    ),
    Rule(
        "spend-time",
        words("spend have"),
        {"participant": f"subject | {WITH} | object {WITH}"},
        "Kofi Annan spent three hours with Saddam Hussein in Baghdad.",
        "held: Kofi Annan, Saddam Hussein",
        values={"format": "meeting"},
        needs=lambda verb: (
            any(token.lemma_.lower() in HOURS for token in objects(verb))
            and ((is_several(verb) and has_person(subjects(verb))) or in_company(verb) or any(partners_of(objects(verb))))
        ),
        confidence=0.6,
    ),
    Rule(
        "in-person",
        words("face person"),
        {
            "participant": (
                "head head subject | head head object | head head prep:with pobj "
                "| head subject | head object | head prep:with pobj"
            )
        },
        "Manmohan Singh warned Asif Ali Zardari in person.",
        "held: Manmohan Singh, Asif Ali Zardari",
        pos=NOUNS,
        values={"format": "meeting"},
        needs=is_in_person,
        confidence=0.5,
    ),
    Rule(
        "speak",
        words("speak talk converse"),
        {"participant": "subject | prep:with,to pobj | prep pobj prep:with,to pobj | agent pobj prep:with,to pobj"},
        "Joe Biden spoke by phone with Xi Jinping on Thursday.",
        "held: Joe Biden, Xi Jinping",
        values={"format": "call"},
        needs=lambda verb: is_together(verb) or (verb.lemma_ in {"talk", "converse"} and is_several(verb)),
    ),
    Rule(
        "call",
        words("phone telephone ring"),
        {"participant": "subject | object"},
        "Angela Merkel telephoned Vladimir Putin on Friday.",
        "held: Angela Merkel, Vladimir Putin",
        values={"format": "call"},
    ),
    Rule(
        "receive",
        words("receive host welcome greet entertain"),
        {"participant": "subject | object", "host": "subject"},
        "Xi Jinping received Narendra Modi in Wuhan in April.",
        "held: Xi Jinping, Narendra Modi",
        values={"format": "meeting"},
        needs=lambda verb: any(
            is_received(token, verb) for token in (*children(verb, "dobj"), *(objects(verb) if is_passive(verb) else ()))
        ),
    ),
    Rule(
        "visit",
        words("visit tour"),
        {"participant": "subject", "visited": "object"},
        "Ursula von der Leyen visited Kyiv on Friday.",
        "held: Ursula von der Leyen, Ukraine",
        values={"format": "visit"},
    ),
    Rule(
        "travel",
        words("travel fly journey"),
        {"participant": "subject", "visited": "prep:to,in,for pobj"},
        "Antony Blinken will travel to Turkey on Monday.",
        "planned: Antony Blinken, Turkey",
        values={"format": "visit"},
        needs=lambda verb: bool(prepositional(verb, "to", "in", "for")) and not _has_contact_inside(verb),
        confidence=0.5,
    ),
    Rule(
        "bring-together",
        words("bring reunite convene gather"),
        {"participant": "object | prep:with pobj", "mediator": "subject"},
        "Bill Clinton brought Yitzhak Rabin and Yasser Arafat together in Washington.",
        "held: Yitzhak Rabin, Yasser Arafat",
        values={"format": "talks"},
        needs=brings_together,
    ),
    Rule(
        "invite",
        words("invite"),
        {"participant": "subject | object", "host": "subject"},
        "Recep Tayyip Erdogan invited Kyriakos Mitsotakis to Ankara.",
        "proposed: Recep Tayyip Erdoğan, Kyriakos Mitsotakis",
        status="proposed",
        values={"format": "meeting"},
        confidence=0.6,
    ),
    Rule(
        "talks",
        words(
            "talk negotiation consultation discussion dialogue conversation round parley bargaining haggling contact roundtable"
        ),
        {"participant": BETWEEN},
        "Talks between Serbia and Kosovo were held in Brussels in May 2023.",
        "held: Serbia, Kosovo",
        pos=NOUNS,
        values={"format": "talks"},
    ),
    Rule(
        "meeting",
        words(
            "meeting encounter audience session rendezvous lunch dinner breakfast tête-à-tête face-to-face gathering "
            "retreat get-together sitting conclave colloquy reception sit-down pull-aside tete-a-tete bilateral trilateral "
            "tea coffee supper meal stroll walk "
            "reunion banquet luncheon handshake one-on-one huddle"
        ),
        {"participant": BETWEEN},
        "A meeting between Barack Obama and Raul Castro took place in Panama in April 2015.",
        "held: Barack Obama, Raúl Castro",
        pos=NOUNS,
        values={"format": "meeting"},
    ),
    Rule(
        "appointment",
        words("date appointment engagement"),
        {"participant": "poss | prep:with,between pobj"},
        "Benjamin Netanyahu scrapped Tuesday's White House date with Barack Obama.",
        "cancelled: Benjamin Netanyahu, Barack Obama",
        pos=NOUNS,
        values={"format": "meeting"},
        needs=lambda noun: has_person(prepositional(noun, "with", "between") or prepositional(noun.head, "with")),
        confidence=0.6,
    ),
    Rule(
        "summit",
        words("summit"),
        {"participant": BETWEEN},
        "The summit between Kim Jong Un and Donald Trump was held in Hanoi in February 2019.",
        "held: Kim Jong-un, Donald Trump",
        pos=NOUNS,
        values={"format": "summit"},
    ),
    Rule(
        "conference",
        words("conference"),
        {"participant": BETWEEN},
        "Iran, Russia and Turkey held a conference in Astana.",
        "held: Iran, Russia, Turkey",
        pos=NOUNS,
        values={"format": "conference"},
        needs=lambda noun: not any(child.lower_ in {"news", "press"} for child in noun.children),
    ),
    Rule(
        "phone-call",
        words("call conversation videoconference videocall"),
        {"participant": BETWEEN},
        "Vladimir Putin offered his help in a phone call with Narendra Modi.",
        "held: Narendra Modi, Vladimir Putin",
        pos=NOUNS,
        values={"format": "call"},
        needs=lambda noun: any(child.lower_ in PHONE for child in noun.children) or bool(prepositional(noun, "with", "between")),
    ),
    Rule(
        "visit-noun",
        words("visit trip journey tour"),
        {"participant": "poss | prep:by,of,from pobj", "visited": "prep:to pobj"},
        "Nancy Pelosi's visit to Taiwan in August 2022 angered Beijing.",
        "held: Nancy Pelosi, Taiwan",
        pos=NOUNS,
        values={"format": "visit"},
    ),
)

COMMON = frozenset(
    "visit travel invite visit-noun arrive due-in give-lunch come-together at-table be-with go-to-tell drop-in take-aside".split()
)
"""Rules whose words alone do not speak of contact."""
CONTACT = frozenset(lemma for rule in RULES if rule.name not in COMMON for lemma in rule.lemmas)


def _has_contact_inside(verb: Token) -> bool:
    """Whether a meeting stands below the journey (`travel to Ankara to meet …`): the journey is then its place only."""
    return any(token.lemma_.lower() in CONTACT and token.i != verb.i for token in verb.subtree)


def _speaks_of_contact(token: Token) -> bool:
    return any(other.lemma_.lower() in CONTACT for other in token.sent)


def read(match: Match) -> Iterable[Claim]:
    """The meeting that a match speaks of; one with fewer than two participants is left to be completed from the context."""
    trigger = match.trigger
    if reported_denial(trigger) or _only_names(match):
        return
    found = reality(trigger)
    if found is Reality.DENIED:
        return
    if (
        found is Reality.CANCELLED
        and trigger.lemma_.lower() in LONG
        and any(verb.lemma_ in BREAK for verb in governing_verbs(trigger))
    ):
        found = Reality.HELD  # talks that broke down were held
    participants = actor_parts("participant", participants_of(match))
    mediators = actor_parts("mediator", match.roles.get("mediator", ()))
    if mediators and not participants:  # "they convene in June"
        participants, mediators = [ClaimPart("participant", part.entity, part.mention) for part in mediators], []
    mediators += actor_parts("mediator", go_betweens(match))
    if "visited" not in match.roles:
        participants = _without_own_states(trigger.doc, participants)
    if _have_played(trigger, participants):
        return
    hosts, visited_place = visited(match)
    hosts += actor_parts("host", match.roles.get("host", ()))
    participants += [
        ClaimPart("participant", part.entity, part.mention)
        for part in hosts
        if part.entity not in {p.entity for p in participants}
    ]
    claim = build(
        "meeting",
        match.rule.status or found.value,
        trigger,
        [*participants, *hosts, *mediators],
        f"meeting.{match.rule.name}",
        values={"format": _format(match)},
        place=visited_place or place_of(trigger, *_holding(trigger), *governing_verbs(trigger)),
        confidence=match.rule.confidence,
    )
    whole = replace(claim, status=Reality.PLANNED.value) if _is_to_come(claim, trigger) or _is_accepted(match) else claim
    if whole.status == Reality.DECLINED and AFTER_ALL.search(trigger.sent.text):
        whole = replace(whole, status=Reality.CANCELLED.value)  # "will not, after all, see him"
    for one in _one_by_one(whole, match):
        yield from told_apart(one, trigger)


settle = told
"""What a meeting owes to those told before it."""
unite = without_stages
"""What is left of the meetings of a document when two that tell of one happening are one."""


def _have_played(trigger: Token, participants: list[ClaimPart]) -> bool:
    """Whether the contact was on a field: the sentence has a word of sport, and no two persons meet there; of a word of two
    meanings, no person at all."""
    said = {lemma for token in trigger.sent if (lemma := token.lemma_.lower()) in ANY_SPORT and mention_at(token) is None}
    if not said:
        return False
    persons = {actor.key for actor in trigger.doc.actors if actor.type == EntityType.PERSON}
    met = sum(part.entity in persons for part in participants)
    return (bool(said & SPORT) and met < 2) or (bool(said & PERHAPS_SPORT) and not met)


def _holding(noun: Token) -> list[Token]:
    """`the talks that A and B held at C`: the verb behind a noun that says no more than that it took place."""
    return [verb for verb in children(noun, "relcl", "acl") if verb.lemma_ in LIGHT]


def _one_by_one(claim: Claim, match: Match) -> Iterable[Claim]:
    """`saw X and Y separately`, `rang both, one after the other`: a meeting with each of those who are met."""
    met = {part.entity for part in actor_parts("participant", objects(match.trigger))} if match.trigger.pos_ in VERBS else set()
    if len(met) < 2 or not any(words in match.trigger.sent.text.lower() for words in APART):
        return [claim]
    return [replace(claim, parts=tuple(p for p in claim.parts if p.entity not in met - {one})) for one in sorted(met)]


def _without_own_states(doc: Doc, participants: list[ClaimPart]) -> list[ClaimPart]:
    """The participants without states for which one of the persons among them acts: who is named goes before whose he is."""
    keys = {part.entity for part in participants}
    own = {actor.state.key for actor in doc.actors if actor.key in keys and actor.state is not None}
    return [part for part in participants if part.entity not in own]


def _only_names(match: Match) -> bool:
    """Whether the word is part of a body's name (`Joint Meeting Parties`) or tells where else (`on the fringes of a summit`)."""
    trigger = match.trigger
    mention = mention_at(trigger)
    if mention is not None and mention.kind == "name" and mention.span.root.i != trigger.i and len(mention.span) > 1:
        return True
    return trigger.dep_ == "pobj" and trigger.head.head.lemma_.lower() in MARGINS and not match.roles["participant"]


def _is_to_come(claim: Claim, trigger: Token) -> bool:
    """`meets the president next week`: what the text puts behind its own day is planned, whatever the tense."""
    today, date = trigger.doc.published_at, claim.dates.get("date")
    return claim.status in {Reality.HELD, Reality.ONGOING} and today is not None and date is not None and date.start > today


def _is_accepted(match: Match) -> bool:
    """`invited him to Brasilia, and the invitation was accepted`."""
    if match.rule.name not in {"invite", "invitation"}:
        return False
    accepts = (token for token in match.trigger.sent if token.lemma_ == "accept" and token.i > match.trigger.i)
    return any(not is_negated(verb) and any(_is_the_offer(thing) for thing in objects(verb)) for verb in accepts)


def _is_the_offer(thing: Token) -> bool:
    return thing.lemma_.lower() in {"invitation", "offer"} or thing.lower_ == "it"


def _format(match: Match) -> str:
    if match.rule.name == "speak":
        return "call" if by_phone(match.trigger) else "talks"
    if match.trigger.pos_ in NOUNS and any(child.lower_ in PHONE for child in match.trigger.children):
        return "call"
    return match.rule.values["format"]
