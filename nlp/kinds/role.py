"""Roles: a person holds an office of a state or organisation."""

import datetime as dt
from collections.abc import Iterable, Iterator

from graph.vocabulary import Claim, ClaimPart, EntityType, FactKind, PartField, ValueField
from nlp.actors import Actor, Mention, mention_at, mentions
from nlp.arguments import children, is_passive, objects
from nlp.claims import build, words_for
from nlp.dates import date_of, period_of
from nlp.gazetteer import Gazetteer
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.lemmas import singular
from nlp.office_bodies import body_of, shared_out
from nlp.office_institutions import BODIES, body_at
from nlp.officeholders import ACTING, FORMER, SUCCEED, holders, names_of_bodies, person_at
from nlp.offices import COUNTERPARTS, HEADS, WRITTEN_OUT
from nlp.status import particle_pair, tense
from nlp.succession import handed_over, held_by, related, remember, replaced
from nlp.titles import Title, is_plural, title_at
from nlp.tokens import Doc, Token

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

INCOMING = words("incoming elect nominee designate designated president-elect future")
RANKS = words(
    "general colonel major captain admiral marshal lieutenant brigadier commodore cardinal archbishop bishop sheikh "
    "ayatollah prince princess"
)
"""Ranks and the titles of clergy and princes go before a name without making it the name of an office."""
GENERALS = words("secretary director attorney governor solicitor inspector prosecutor advocate auditor consul")
"""Offices that `general` belongs to: `secretary-general`, `attorney general`."""
SHORTEST = dt.timedelta(days=45)
"""What is shorter is no term of office."""
NO_PARTS = FORMER | words("new the a an long-time longtime current present incumbent serving sitting")
"""Words beside a title that are no part of it."""
"""Words before an office that tell when or how it is held."""
RELATIVES = words("predecessor successor")
LEADS = {"lead": "leader", "head": "head", "chair": "chair", "command": "commander", "run": "head", "advise": "adviser"}
APPOINT = words("appoint name elect nominate make choose designate swear install inaugurate confirm pick select reelect re-elect")
LEAVES = {("step", "down"), ("step", "aside"), ("bow", "out"), ("stand", "down"), ("make", "way")}
OUST = words("topple oust depose overthrow unseat drive chase remove sack dismiss")
BYGONE = ("at the time", "at that time", "of the day", "of the time", "no longer")
LEAVE = words("resign quit retire step stand oust remove dismiss sack fire replace depose")


def _is_rank(noun: Token) -> bool:
    """`General Gowon`, `Lieutenant-General Obasanjo`; but `secretary-general`, `attorney general`, `crown prince` are offices."""
    i = noun.i - 1
    while i > 0 and noun.doc[i].text == "-":
        i -= 1
    before = noun.doc[i].lower_ if i >= 0 else ""
    return noun.lemma_.lower() in RANKS and before not in GENERALS | {"crown"}


def _is_heading(noun: Token) -> bool:
    """`FM AMEMBASSY OSLO` tells from where a cable is sent."""
    after = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    return noun.text == "FM" and len(after) > 3 and after.is_upper


RULES: tuple[Rule, ...] = (
    Rule(
        "title",
        HEADS | words("pm fm chief-of-staff co-president member number colleague predecessor successor"),
        {},
        "Turkish President Recep Tayyip Erdogan spoke to reporters.",
        "current: Recep Tayyip Erdoğan, Turkey",
        pos=NOUNS,
        needs=lambda noun: not _is_rank(noun) and not _is_heading(noun),
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
    Rule(
        "succeeds",
        SUCCEED,
        {},
        "Ghana's foreign minister, Abena Osei, left. Kofi Mensah has succeeded her.",
        "current: Kofi Mensah, Ghana",
        confidence=0.7,
    ),
)


def read(match: Match) -> Iterable[Claim]:
    """The role of each person whose office the trigger names."""
    readers = {"leads": _led, "succeeds": _succeeding}
    for claim in readers.get(match.rule.name, _titled)(match):
        remember(match.trigger.doc, claim)
        yield claim


def _succeeding(match: Match) -> Iterator[Claim]:
    """`Y, who succeeds X`: the office passes from X to Y."""
    for person, held, status in handed_over(match.trigger):
        yield _claim(match, person, held.of, held.title, status)


def _titled(match: Match) -> Iterator[Claim]:
    """The office named by a noun, for each who holds it."""
    office = match.trigger
    named = names_of_bodies(office.doc)
    title = title_at(office, named)
    if title is None or _heads_another(office) or _is_a_count(office):
        return
    persons = holders(title)
    for place, person in enumerate(persons):
        of = shared_out(title, named, place, len(persons)) or body_of(title, named, person)
        if office.lemma_.lower() in RELATIVES:
            held = related(office, person.actors[0])
            if held is not None:
                status = "former" if office.lemma_.lower() == "predecessor" else _status(title, set(), person)
                yield _claim(match, person, held.of, held.title, status)
            continue
        if of is None or of[0] is person.actors[0] or (len(persons) > 1 and person.kind != "name" and person.actors[0].titles):
            continue  # who has an office by name is not given another by description
        text, status = _office(title, named, person)
        if text:
            part = ClaimPart("of", of[0].key, of[1])
            yield _claim(match, person, part, text, status)
            if (before := replaced(office)) is not None and before.actors[0] is not person.actors[0]:
                yield _claim(match, before, part, text, "former")


def _claim(match: Match, mention: Mention, of: ClaimPart, title: str, status: str) -> Claim:
    person = mention.actors[0]
    dated = match.trigger.i > mention.span.start or match.trigger.head.pos_ in VERBS
    since, until = period_of(match.trigger) if dated else (None, None)
    leaving = _leaving(mention)
    until = until or (date_of(leaving) if leaving is not None and status == "former" else None)
    if since is not None and until is not None and until.end - since.start < SHORTEST:
        since = until = None  # days of a visit or of talks are no term
    if since is not None and status == "current" and (today := match.trigger.doc.published_at) and since.start > today:
        status = "incoming"
    over = until is not None and status == "current" and _past(match.trigger, until.end)
    return build(
        "role",
        "former" if over else status,
        match.trigger,
        [ClaimPart("person", person.key, words_for(mention, person)), of],
        f"role.{match.rule.name}",
        values={"title": title},
        dates={name: date for name, date in (("since", since), ("until", until)) if date is not None},
        confidence=match.rule.confidence,
    )


def _past(token: Token, day: dt.date) -> bool:
    published: dt.date | None = token.doc.published_at
    return published is not None and day < published


def _led(match: Match) -> Iterator[Claim]:
    """`X, who leads the Y`: a role without the name of an office."""
    verb = match.trigger
    if any(child.lower_ == "as" for child in children(verb, "prep")) or (verb.lemma_ == "chair" and verb.tag_ == "VBD"):
        return  # `runs the Commonwealth as its secretary-general` names the office; who chaired a body may have done so for a day
    status = "former" if tense(verb).time == "past" and verb.tag_ == "VBD" else "current"
    for token in match.roles["person"][: 1 if verb.dep_ == "relcl" else None]:
        person = _before_who(verb) or person_at(token) or person_at(_described_by(token))
        for of in (found for body in match.roles["of"] if (found := _led_body(body)) is not None):
            if person is not None:
                yield _claim(match, person, of, LEADS[verb.lemma_.lower()], status)


def _before_who(verb: Token) -> Mention | None:
    """The name right before a relative clause, though the parser hangs it on the first of a row: `X and Y, who leads the Z`."""
    before = verb.doc[max(0, verb.left_edge.i - 2) : verb.left_edge.i]
    beside = len(before) == 2 and verb.dep_ == "relcl" and verb.left_edge.lower_ == "who" and before[1].text == ","
    found = person_at(before[0]) if beside else None
    return found if found is not None and found.kind == "name" else None


def _described_by(noun: Token) -> Token:
    """The name that a noun is in apposition to, first or further: `X, the admiral and former minister who chairs the board`."""
    for _ in range(3):
        if noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
            noun = noun.head
    return noun.head if noun.dep_ == "appos" else noun


def _led_body(token: Token) -> ClaimPart | None:
    """What is led: a body by its name, one that is described, or the state of a person who is advised."""
    mention = mention_at(token)
    if mention is None and token.lemma_.lower() in BODIES:
        found = body_at(token, names_of_bodies(token.doc))
        return ClaimPart("of", found[0].key, found[1]) if found is not None else None
    mention = mention or next((m for child in children(token, "compound") if (m := mention_at(child)) is not None), None)
    if mention is None or mention.kind != "name":
        return None
    actor = mention.actors[0]
    if actor.type == EntityType.PERSON and token.head.lemma_ == "advise" and actor.state is not None:
        return ClaimPart("of", actor.state.key, words_for(Mention(mention.span, (actor.state,), "description"), actor.state))
    return (
        ClaimPart("of", actor.key, words_for(mention, actor)) if actor.type not in {EntityType.PERSON, EntityType.PLACE} else None
    )


def _is_a_count(noun: Token) -> bool:
    """`the number of refugees`; an `opposite number` is a counterpart."""
    return noun.lemma_.lower() == "number" and (noun.i == 0 or noun.nbor(-1).lower_ != "opposite")


def _heads_another(office: Token) -> bool:
    """Whether the word only modifies the title's real head (`deputy foreign minister`) or is a name (`Julie Bishop`)."""
    head = office.head
    if _is_name(office):
        return True
    before_head = office.dep_ in {"compound", "amod", "nmod"} and head.lemma_.lower() in HEADS and office.i < head.i
    return before_head and not _is_name(head) and office.nbor().text != "-"


def _is_name(token: Token) -> bool:
    mention = mention_at(token)
    return mention is not None and mention.kind == "name" and mention.actors[0].type == EntityType.PERSON


def _office(title: Title, named: dict[int, Mention], person: Mention) -> tuple[str, str]:
    """The title as the text gives it, without words of status, and the status."""
    words_ = [token for token in title.span if token.i not in named]
    lowered = {token.lower_ for token in words_}
    kept = [_singular(t, title) for t in words_ if t.lower_ not in NO_PARTS]
    text = " ".join(kept).removeprefix("- ").replace(" - ", "-")
    if title.head.lemma_.lower() in COUNTERPARTS:
        text = _carried_over(title) or _known_office(title, person.actors[0])
    return text, _status(title, lowered, person)


def _singular(token: Token, title: Title) -> str:
    """`envoys` is what two hold together; each is an `envoy`."""
    if token.i != title.head.i or token.text in WRITTEN_OUT or not is_plural(token):
        return WRITTEN_OUT.get(token.text, token.text)
    return singular(token.text)


def _carried_over(title: Title) -> str:
    """`his Turkish counterpart` holds the office that he does, or the one named last in the sentence."""
    owners = [m for child in children(title.head, "poss") if (m := mention_at(child)) is not None]
    before = [m for m in mentions(title.head.doc) if title.head.sent.start <= m.span.start < title.head.i]
    persons = (actor for mention in [*owners, *reversed(before)] for actor in mention.actors if actor.type == EntityType.PERSON)
    return next((held for actor in persons if (held := _title_of(title.head.doc, actor))), "")


def _title_of(doc: Doc, person: Actor) -> str:
    """The name of an office that a person has, by the text."""
    named = [title for title in person.titles if title.split("-")[-1].split()[-1].lower() not in RANKS]
    if named:
        return named[0]
    held = held_by(doc, person)
    return held.title if held is not None else ""


def _known_office(title: Title, person: Actor) -> str:
    """The office that the gazetteer knows a counterpart in at the document's date."""
    on = title.head.doc.published_at
    held = [term.office for term in Gazetteer.load().terms(person.key) if on is not None and term.holds(on)]
    return held[0] if held else ""


def _status(title: Title, lowered: set[str], person: Mention) -> str:
    doc, head = title.head.doc, title.head
    before = lowered | {token.lower_ for token in doc[max(0, title.whole.start - 2) : head.i]}
    around = doc[max(0, title.whole.start - 3) : title.whole.end + 4].text.lower()
    if before & ACTING:
        return "acting"
    if before & INCOMING or "elect" in {t.lower_ for t in doc[head.i : head.i + 3]}:
        return "incoming"
    if (
        before & FORMER
        or any(phrase in around for phrase in BYGONE)
        or head.lower_.startswith("ex-")
        or _leaving(person) is not None
    ):
        return "former"
    if head.lemma_.lower() in COUNTERPARTS and head.dep_ == "conj" and (first := _coordinated_with(head)) is not None:
        return _status(first, {token.lower_ for token in first.span}, person)
    return _by_verb(head) if person.span.start < head.i or head.head.pos_ not in VERBS else "current"


def _coordinated_with(counterpart: Token) -> Title | None:
    """The office before `and his Russian counterpart`, with which it shares its time."""
    return title_at(counterpart.head, names_of_bodies(counterpart.doc)) if counterpart.head.lemma_.lower() in HEADS else None


def _leaving(person: Mention) -> Token | None:
    """The verb by which the holder is ousted or gives up office: `toppled X, the president`, `X, who resigned`."""
    verb = person.root.head
    behind = list(children(person.root, "relcl", "acl"))
    subject, sufferer = person.root.dep_ == "nsubj", person.root.dep_ in {"dobj", "nsubjpass"}
    clauses = [(clause, True, is_passive(clause)) for clause in behind] + [(verb, subject, sufferer)]
    return next((clause for clause, does, suffers in clauses if _is_leaving(clause, does, suffers)), None)


def _is_leaving(verb: Token, does: bool, suffers: bool) -> bool:
    if verb.pos_ not in VERBS or not (does or suffers):
        return False
    how = tense(verb)
    if how.negated or how.possible or how.conditional or how.time not in {"past", "present"}:
        return False
    if suffers and verb.lemma_ in OUST:
        return True
    left = verb.lemma_ in {"leave", "quit"} and any(token.lemma_ in {"office", "power"} for token in objects(verb))
    return does and (left or particle_pair(verb, LEAVES) or verb.lemma_ in {"resign", "abdicate"})


def _by_verb(head: Token) -> str:
    verb = head.head.head if head.dep_ == "pobj" else head.head
    if head.dep_ not in {"attr", "oprd", "pobj"} or verb.pos_ not in VERBS or (head.dep_ == "pobj" and head.head.lower_ != "as"):
        return "current"
    how = tense(verb)
    lemma = verb.lemma_.lower()
    if lemma in LEAVE:
        return "former"
    if (
        how.time == "future"
        or how.possible
        or (how.time == "none" and lemma in APPOINT | {"become", "replace", "succeed"})
        or lemma == "nominate"
    ):
        return "incoming"
    return "former" if lemma in {"be", "serve"} and how.time == "past" and verb.tag_ == "VBD" else "current"
