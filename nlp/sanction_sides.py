"""Who imposes a measure, who asks for it, and whom it is on."""

from collections.abc import Iterable

from graph.vocabulary import ClaimPart, Span
from nlp.actors import mention_at
from nlp.arguments import children, governor, objects, prepositional, subjects
from nlp.claims import actor_parts, for_institutions, known_actor, represented, state_actor
from nlp.described import PEOPLE, described_parts, heads
from nlp.grammar import NOUNS, VERBS, Match, words
from nlp.sanction_fates import DECIDE, IN_FORCE, WANT, advised_by, in_force, is_duty, status_of, text_of
from nlp.sanction_words import BLOCK, STANDING, TEXTS
from nlp.tokens import Doc, Token

PERSON, STATE = "person/", "state/"
"""How the keys of persons and of states begin."""
UNITED_NATIONS = "organization/united-nations"
SECURITY_COUNCIL = "organization/united-nations-security-council"
PERMANENT_MEMBERS = frozenset(f"state/{code}" for code in ("USA", "GBR", "FRA", "RUS", "CHN", "SUN"))
EUROPEAN_UNION = "organization/european-union"
ACT_FOR = {
    f"organization/{body}": EUROPEAN_UNION
    for body in (
        "council-of-the-european-union",
        "european-council",
        "european-commission",
        "foreign-affairs-council",
        "european-court-of-justice",
    )
} | {"organization/us-congress": "state/USA"}
"""Bodies that impose and lift the sanctions of another."""
UNDER = words("under with to by on off from in")
SUBJECT_TO = words("put place add include take remove strike drop hit punish target threaten slap subject bring enter")
"""Verbs whose object is the target of the measure behind their preposition: `placed X under sanctions`."""
STAYS = words("be stay remain live languish suffer come fall")
KNOWN = words("the this that these those its his her their your our my")
GOODS = words(
    "arm weapon oil gas good sale export import flight product diamond timber gem coal steel iron crude energy "
    "fuel trade purchase "
    "delivery shipment ammunition munition equipment technology grain wheat cotton luxury investment loan travel "
    "transaction dealing food wine beef fish seafood fruit vegetable meat poultry dairy cereal fertiliser fertilizer metal "
    "mineral uranium chip semiconductor machine vehicle car aircraft medicine licence license permit"
)
OWNED = GOODS | words(
    "industry sector economy market territory zone area export import aircraft airline airspace port bank shipping vessel soil "
    "asset account trade oil gas production company firm region province city town island lorry truck carrier plane train "
    "trawler freighter traffic transport entry landing citizen national rubber fruit vegetable tobacco sugar coffee cotton bean "
    "banana flower cement shipping jade goods border frontier sale purchase delivery shipment "
    "transit arms"
)
HAVE = words("have apply operate enforce keep")
COUNTRIES = words("country nation state government homeland")
SUFFER = words("face risk incur suffer receive endure")
SPANS = words("day week month year period")
ASKED = words("urge ask press call request demand appeal plea require")


def targets_of(match: Match, deciding: Token | None) -> list[ClaimPart]:
    """The actors that the measure is on, the groups among them that the text only describes included."""
    trigger = match.trigger
    of_goods = any(token.lemma_.lower() in GOODS for token in prepositional(trigger, "on"))
    source = prepositional(trigger, "from") if of_goods else []  # "an embargo on food from the Union"
    force = in_force(trigger)
    standing = prepositional(force, "against", "on") if force is not None else []
    found = [*match.roles["target"], *_targets_around(trigger, deciding), *_under(trigger), *source, *standing]
    subject = {part.entity for part in actor_parts("imposer", subjects(deciding))} if deciding is not None else set()
    return _targets(token for token in found if token.i != trigger.i and not _is_the_subject(token, subject))


def _is_the_subject(token: Token, subject: set[str]) -> bool:
    """Whether a pronoun was taken for the subject of its own verb, which it cannot be: `Canada banned sales to it`."""
    mention = mention_at(token) if token.pos_ == "PRON" else None
    return mention is not None and all(actor.key in subject for actor in mention.actors)


def _targets(tokens: Iterable[Token]) -> list[ClaimPart]:
    found = [owner for token in heads(tokens) for owner in (owners(token) or [token])]
    named = [part for token in found for part in _named(token)]
    actors = [*dict.fromkeys(named), *described_parts("target", (token for token in found if not represented(token)))]
    return actors or [part for token in found for part in _grounds(token)]


def _named(token: Token) -> list[ClaimPart]:
    """The actors of a token; of `his country` the country, not the person."""
    parts = actor_parts("target", [token])
    if token.lemma_.lower() not in COUNTRIES:
        return parts
    return [part for part in for_institutions(token.doc, parts) if not part.entity.startswith(PERSON)]


def _grounds(token: Token) -> list[ClaimPart]:
    """A land that a measure is on (`a blockade of Gaza`), or the state that a place lies in to which nothing goes (`flights to
    Tel Aviv`)."""
    if token.dep_ != "pobj":
        return []
    preposition = token.head
    is_end = preposition.lower_ in {"to", "from"}
    is_land = preposition.lower_ in {"on", "against", "with"} or preposition.head.lemma_ == "blockade"
    found: list[ClaimPart] = []
    for place in (actor for mention in represented(token) for actor in mention.actors):
        state = state_actor(token.doc, place.country)
        if state is not None and (is_end or is_land):
            found.append(ClaimPart("target", (state if is_end else place).key, Span(token.idx, token.idx + len(token))))
    return found


def owners(noun: Token, depth: int = 3) -> list[Token]:
    """Whose goods, trade or ground a measure is on: `sanctions on Sudan's oil industry`, `a ban on purchases of Cuban sugar`."""
    lemma = noun.lemma_.lower()
    is_reason = noun.dep_ == "pobj" and noun.head.lower_ == "for"
    if not depth or represented(noun) or ((lemma in PEOPLE or is_reason) and lemma not in OWNED):
        return []
    beside = [*children(noun, "poss", "amod", "compound", "nmod")]
    held = [holder for clause in children(noun, "acl") for holder in subjects(clause)]
    around = [*beside, *(owner for other in beside for owner in children(other, "poss", "amod")), *held]
    named = [owner for owner in around if owner.pos_ != "PRON" and represented(owner)]
    behind = prepositional(noun, "of", "in", "to", "from", "with", "against")
    return named or [owner for other in behind for owner in ([other] if represented(other) else owners(other, depth - 1))]


def _targets_around(trigger: Token, deciding: Token | None) -> list[Token]:
    """Targets that hang from the verb: `imposed on Iran an embargo`, `placed X under sanctions`, `sanctions against X`."""
    first = _first(trigger)
    above = governor(first)
    found: list[Token] = []
    for verb in dict.fromkeys(
        token for token in (deciding, above, *_wanted(trigger)) if token is not None and token.pos_ in VERBS
    ):
        found += [token for token in prepositional(verb, "on", "against", "upon") if token.i > verb.i]
        if (first.dep_ == "pobj" and _stands_there(verb, first)) or (first.dep_ == "dobj" and verb.lemma_ in SUFFER):
            found += subjects(verb)
        if first.dep_ == "pobj" and first.head.lower_ in UNDER and verb.lemma_ in SUBJECT_TO | {"exempt", "warn"}:
            found += objects(verb)
    if above is not None and above.lower_ == "subject" and above.dep_ == "acomp":
        found += subjects(above.head)
    return found


def _wanted(measure: Token) -> list[Token]:
    """The participles of `wants to see an embargo imposed on X by Y`."""
    return [clause for clause in children(measure, "acl") if clause.tag_ == "VBN" and measure.head.lemma_ in WANT]


def _first(noun: Token) -> Token:
    """The first of coordinated nouns: it hangs from what governs all of them."""
    while noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
        noun = noun.head
    return noun


def _stands_there(verb: Token, trigger: Token) -> bool:
    """`remains under sanctions`, `came off the blacklist`."""
    where = trigger.head.lower_
    is_list = trigger.lemma_.lower() in {"list", "blacklist", "register"}
    return (where == "under" and verb.lemma_ in STAYS) or (is_list and where in {"on", "off", "from"} and verb.lemma_ in STANDING)


def _under(trigger: Token) -> list[Token]:
    """`Iraq, under embargo since 1990`."""
    above = trigger.head.head
    if trigger.dep_ != "pobj" or trigger.head.lower_ != "under":
        return []
    return [above] if above.pos_ in NOUNS else subjects(above) if above.lemma_ in STAYS else []


def is_about_a_thing(match: Match) -> bool:
    """Whether its target is named and is no actor: parliaments sanction budgets, too."""
    told = match.roles["target"]
    return any(not _is_aside(token) for token in told) and not _targets(told)


def is_against_others(match: Match, deciding: Token | None) -> bool:
    """Whether the sentence says against whom, in words that stand for nobody known, so that nobody else can be meant."""
    spoken_of = [*match.roles["target"], *_targets_around(match.trigger, deciding), *_under(match.trigger)]
    named = [token for token in spoken_of if not _is_aside(token) and token.pos_ in NOUNS]
    subject = {part.entity for part in actor_parts("imposer", subjects(deciding))} if deciding is not None else set()
    if any(_is_the_subject(token, subject) for token in spoken_of):
        return True
    return any(not {child.lower_ for child in token.children} & KNOWN for token in named)


def _is_aside(token: Token) -> bool:
    """Whether what stands behind `on` or `for` is goods, a date, or a reason, and says nothing of the target."""
    if token.lower_ in {"them", "it"} and not represented(token):
        return True
    if token.lemma_.lower() in GOODS or token.ent_type_ in {"DATE", "TIME"} or token.lemma_.lower() in SPANS:
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "for" and not represented(token)


def compound_target(trigger: Token, taken: set[str]) -> list[ClaimPart]:
    """`the Zimbabwe sanctions`: a state before the noun is the target where somebody else imposes."""
    taken = taken | {UNITED_NATIONS, SECURITY_COUNCIL, EUROPEAN_UNION}
    return [part for part in actor_parts("target", children(trigger, "compound", "nmod")) if part.entity not in taken]


def imposers_of(match: Match, deciding: Token | None, status: str, targets: set[str]) -> tuple[list[ClaimPart], list[ClaimPart]]:
    """Who imposes the measure, and who asks for it."""
    trigger = match.trigger
    near = [*match.roles.get("imposer", ()), *_owners_of(trigger)]
    imposers = _others("imposer", near, targets)
    beside = {part.entity for part in actor_parts("imposer", children(trigger, "compound", "nmod"))}
    verb = deciding if deciding is not None and deciding.pos_ in VERBS else None
    subject = subjects(verb) if verb is not None else _havers(trigger)
    if status == "called_for" and verb is not None and is_duty(verb):
        advocates = actor_parts("advocate", advised_by(verb))
        return _others("imposer", subject, targets) or imposers, advocates
    if status == "called_for":
        agents = [agent for clause in _wanted(trigger) for agent in subjects(clause)]
        asked = imposers or actor_parts("imposer", agents or _asked(deciding))
        return asked, actor_parts("advocate", subject if verb is not None or deciding is None else _owners_of(deciding))
    authors = actor_parts("imposer", _authors(verb)) if verb is not None else []
    if status == "rejected":  # members block what their body was to impose, whoever drafted it
        where = actor_parts("imposer", prepositional(verb, "in", "at")) if verb is not None else []
        imposers = imposers or [part for part in (*authors, *where) if not part.entity.startswith(STATE)]
        if imposers or (verb is not None and verb.lemma_ in BLOCK):
            return imposers or _vetoed(verb, subject), []
    doing = (subject, match.roles.get("where", ()), _ordering(verb) if verb is not None else ())
    own = next((found for tokens in doing if (found := _others("imposer", tokens, targets))), [])
    sure = [part for part in imposers if part.entity not in beside or not part.entity.startswith(STATE)]
    return own or sure or authors or imposers, []  # "an order ending the Zimbabwe sanctions"


def _havers(measure: Token) -> list[Token]:
    """Who has a measure of which nothing more is told: `the council has an embargo on X in place`."""
    above = governor(measure)
    return subjects(above) if above is not None and measure.dep_ == "dobj" and above.lemma_ in HAVE else []


def _vetoed(verb: Token | None, subject: list[Token]) -> list[ClaimPart]:
    """The Security Council, where one of those who alone can veto there does so."""
    vetoing = {part.entity for part in actor_parts("imposer", subject)} & PERMANENT_MEMBERS
    if verb is None or verb.lemma_ != "veto" or not vetoing or known_actor(verb.doc, SECURITY_COUNCIL) is None:
        return []
    return [ClaimPart("imposer", SECURITY_COUNCIL, Span(verb.idx, verb.idx + len(verb.text)))]


def _others(role: str, tokens: Iterable[Token], taken: set[str]) -> list[ClaimPart]:
    return [part for part in actor_parts(role, tokens) if part.entity not in taken]


def _ordering(verb: Token) -> list[Token]:
    """Who decides that others do it: `The council decides that all states shall freeze …`."""
    return subjects(verb.head) if verb.dep_ == "ccomp" and verb.head.lemma_ in DECIDE else []


def _owners_of(noun: Token) -> list[Token]:
    """Whose a measure or text is: `UN sanctions`, `a ban by Congress`, `a US-led embargo`."""
    led = [
        leader for child in children(noun, "amod") if child.lemma_ == "lead" for leader in children(child, "npadvmod", "compound")
    ]
    force = [place for token in prepositional(noun, "in") if token.lower_ in IN_FORCE for place in prepositional(token, "in")]
    return [*led, *force, *children(noun, "poss", "amod", "compound", "nmod"), *prepositional(noun, "by", "of", "from")]


def _authors(verb: Token) -> list[Token]:
    """Whose the text is that says or is said to impose the measure: `a bill before Congress would`, `signed an order ending`."""
    text = text_of(verb) or next((noun for noun in objects(verb) if noun.lemma_.lower() in TEXTS), None)
    if text is None:
        return []
    above = governor(text)
    passed = subjects(above) if above is not None and above.i != verb.i and status_of(above) not in {None, "rejected"} else []
    return [*passed, *_owners_of(text), *prepositional(text, "in", "before")]


def _asked(word: Token | None) -> list[Token]:
    """Whom a demand is put to: `urged the EU to`, `called on it to`, `demanded of it`, `an appeal to the council`."""
    if word is None or word.lemma_ not in ASKED:
        return []
    if word.pos_ in NOUNS:
        return prepositional(word, "to", "on")
    return [*objects(word), *prepositional(word, *(("on",) if word.lemma_ == "call" else ("of", "from", "to")))]


def institutions(doc: Doc, imposers: list[ClaimPart]) -> list[ClaimPart]:
    """The imposers as institutions; United Nations sanctions are the Security Council's, and a person's are nobody's."""
    named = {part.entity for part in imposers}
    bodies = {key: body for key, body in ACT_FOR.items() if key in named and known_actor(doc, body) is not None}
    if UNITED_NATIONS in named and known_actor(doc, SECURITY_COUNCIL) is not None:
        bodies[UNITED_NATIONS] = SECURITY_COUNCIL
    return [part for part in for_institutions(doc, imposers, bodies) if not part.entity.startswith(PERSON)]
