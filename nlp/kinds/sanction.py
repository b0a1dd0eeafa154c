"""Sanctions: a restrictive measure, such as an asset freeze, a travel ban, an embargo, a blacklisting."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from graph.vocabulary import Claim, ClaimPart, EntityType, FactKind, PartField, ValueField
from nlp.actors import Actor, mention_at, mentions
from nlp.arguments import children, governor, objects, prepositional, subjects
from nlp.claims import actor_parts, build, for_institutions, known_actor, represented, words_near
from nlp.described import described_parts, heads
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.status import Reality, is_negated, particle_pair, reality, tense

ORDER = 3
UNITED_NATIONS = "organization/united-nations"
EUROPEAN_UNION = "organization/european-union"
OF_THE_UNION = frozenset(
    f"organization/{body}"
    for body in ("council-of-the-european-union", "european-council", "european-commission", "foreign-affairs-council")
)
"""Bodies by which the Union imposes its sanctions."""
SECURITY_COUNCIL = "organization/united-nations-security-council"
STATUSES = ("imposed", "extended", "planned", "threatened", "called_for", "eased", "lifted", "rejected")

KIND = FactKind(
    name="sanction",
    plural="sanctions",
    summary="A restrictive measure: asset freeze, travel ban, embargo, export ban, blacklisting.",
    parts=(
        PartField("imposer", "imposer", least=1),
        PartField("target", "target", least=1),
        PartField("advocate", "advocate"),
    ),
    values=(ValueField("measure"),),
    statuses=STATUSES,
    happened=("imposed", "extended", "eased", "lifted"),
    same_roles=("imposer", "target"),
    status_groups=tuple((status,) for status in STATUSES),
    in_words="{imposer} – {measure} against {target}, {status}",
)

FATES = frozenset({"lifted", "extended", "eased"})
"""Statuses that tell what became of something named before, so that the sentence may leave out who took part."""
BY_VERB = {
    "imposed": words(
        "impose slap introduce adopt approve announce place put apply enact levy order issue clamp enforce "
        "tighten toughen reimpose restore add "
        "expand widen broaden unveil sanction blacklist list designate freeze ban bar embargo decree lay hit "
        "punish target institute pass close shut halt stop outlaw forbid bring clamp lay include seize "
        "reinstate prohibit block cut deny revoke-visa subject keep set clap seal"
    ),
    "extended": words("extend renew prolong maintain roll continue stretch"),
    "lifted": words(
        "lift remove release scrap end drop terminate revoke repeal cancel abolish delist rescind withdraw expire lapse unfreeze"
    ),
    "eased": words("ease relax suspend loosen waive soften lighten pause exempt relieve reduce"),
    "planned": words(
        "prepare plan consider mull discuss debate weigh draft draw work study envisage ready examine finalise finalize"
    ),
    "threatened": words("threaten warn threat warning"),
    "called_for": words(
        "urge demand press seek want propose ask advocate recommend request appeal lobby call push suggest favour favor"
    ),
    "rejected": words("veto block reject oppose defeat resist refuse sink torpedo"),
}
OUTER = ("threatened", "called_for", "rejected", "planned")
"""What a verb above the deciding one may make of `imposed`: `threatened to impose`, `urged the EU to impose`."""
SPEAKS_OF = words(
    "sanction embargo ban freeze unfreeze freezing blacklist restriction restrict restrictive visa asset "
    "account bar blockade no-fly boycott "
    "delist list listing measure penalty penalise penalize package arm arms export import trade travel airspace border curb cap "
    "prohibit prohibition forbid"
)
"""A sentence without one of these speaks of no sanction, whatever it may seem to a network that never read of air strikes."""
MEASURE_MODIFIERS = words(
    "arms asset assets travel visa trade export import entry oil economic financial restrictive punitive "
    "targeted flight weapon weapons "
    "unilateral sectoral diamond timber coal gas luxury air border coercive military investment"
)
ASSETS = words("asset fund account property holding reserve wealth")
CUT = words("trade visa airspace border crossing export import frontier flight shipment delivery")
UNDER = words("under with to by on off from in")
SUBJECT_TO = words("put place add include take remove strike drop hit punish target threaten slap subject bring")
"""Verbs whose object is the target of the measure behind their preposition: `placed X under sanctions`."""
TAKEN_OFF = words("take remove strike drop")
ON = "prep:on,against,for,upon pobj"
STRICTLY = words("sanction embargo blacklist freeze blockade")
"""Words that speak of sanctions and of nothing else."""
GOODS = words(
    "arm weapon oil gas good sale export import flight product diamond timber gem coal steel iron crude energy "
    "fuel trade purchase "
    "delivery shipment ammunition munition equipment technology grain wheat cotton luxury investment loan travel "
    "transaction dealing"
)
OWNED = words(
    "industry sector economy market territory zone area export import aircraft airline airspace port bank shipping vessel soil "
    "asset account trade oil gas production company firm"
)
SPANS = words("day week month year period")
MEASURES = words("sanction embargo blockade ban freeze restriction measure penalty restraint curb")
KNOWN = words("the this that these those its his her their your our my")
STAYS = words("be stay remain live languish suffer come fall")

RULES: tuple[Rule, ...] = (
    Rule(
        "sanctions",
        words("sanction embargo blacklist blockade counter-sanction countersanction"),
        {"target": ON},
        "The European Union imposed sanctions on Belarus in June 2021.",
        "imposed: European Union, Belarus",
        pos=NOUNS,
    ),
    Rule(
        "ban",
        words("ban freeze restriction measure penalty restraint curb listing prohibition cap designation closure"),
        {"target": f"{ON} | prep:on prep:to pobj | prep:on pobj prep:to,from,with pobj"},
        "The United States imposed a travel ban on Iran.",
        "imposed: United States, Iran",
        pos=NOUNS,
        needs=lambda noun: (
            any(child.lower_ in MEASURE_MODIFIERS for child in noun.children) or _imposed_on_actor(noun) or _goes_on(noun)
        ),
        confidence=0.7,
    ),
    Rule(
        "freeze-assets",
        words("freeze block seize unfreeze unblock release"),
        {"target": "object prep:of,belonging,from pobj | object poss | object amod", "imposer": "subject"},
        "Britain froze the assets of Roman Abramovich.",
        "imposed: United Kingdom, Roman Abramovich",
        needs=lambda verb: any(token.lemma_.lower() in ASSETS for token in objects(verb)),
    ),
    Rule(
        "bar",
        words("ban bar prohibit forbid outlaw"),
        {
            "target": (
                "object | object amod | object prep:to,from,with,by pobj | object prep:of pobj prep:to,from pobj "
                "| object prep:of pobj | object prep:of pobj amod"
            ),
            "imposer": "subject",
        },
        "Canada banned imports from Myanmar.",
        "imposed: Canada, Myanmar",
        needs=lambda verb: bool(objects(verb)),
        confidence=0.6,
    ),
    Rule(
        "cut-off",
        words("suspend halt stop cancel close shut seal"),
        {"target": "object prep:with,to,from,of,on pobj | object amod | prep:to,with pobj", "imposer": "subject"},
        "Pakistan suspended all trade with India.",
        "imposed: Pakistan, India",
        status="imposed",
        needs=lambda verb: any(token.lemma_.lower() in CUT for token in objects(verb)),
        confidence=0.6,
    ),
    Rule(
        "list",
        words("list designate delist"),
        {"target": "object", "imposer": "subject"},
        "Yassin Kadi was listed by the Security Council in October 2001.",
        "imposed: United Nations Security Council, Yassin Kadi",
        needs=lambda verb: (
            bool(objects(verb)) and not any(child.dep_ == "prep" and child.lower_ == "as" for child in verb.children)
        ),
        confidence=0.6,
    ),
    Rule(
        "on-a-list",
        words("list blacklist register"),
        {"target": ""},
        "The European Union put Hamas on its list of terrorist organisations.",
        "imposed: European Union, Hamas",
        pos=NOUNS,
        needs=lambda noun: (
            noun.dep_ == "pobj"
            and noun.head.head.lemma_ in {"put", "place", "add", "include", "take", "remove", "strike", "drop"}
        ),
        confidence=0.6,
    ),
    Rule(
        "to-sanction",
        words("sanction blacklist embargo"),
        {"target": "object", "imposer": "subject"},
        "Washington sanctioned Igor Sechin in April 2014.",
        "imposed: United States, Igor Sechin",
    ),
)


def _goes_on(noun: Token) -> bool:
    """`renewed the measures`, `that ban was lifted`: what becomes of a measure, in a text that speaks of sanctions."""
    verb = governor(noun)
    became = verb is not None and _status_of(verb) in {"extended", "lifted", "eased", "planned", "rejected"}
    return became and any(token.lemma_.lower() in STRICTLY for token in noun.doc[: noun.i + 20] if token.pos_ in NOUNS | VERBS)


def _imposed_on_actor(noun: Token) -> bool:
    """Whether a bare `measure` or `ban` is against an actor and somebody imposes, extends or lifts it."""
    verb = governor(noun)
    deciding = verb is not None and verb.lemma_.lower() in {"impose", "lift", "slap", "extend", "ease", "renew", "prolong"}
    return deciding and any(mention_at(token) is not None for token in prepositional(noun, "on", "against"))


def read(match: Match) -> Iterable[Claim]:
    """The sanctions that a match speaks of; one without imposer or target is left to be completed from the context.

    A measure may be lifted by the verb that governs it and have been imposed by the clause behind it: two claims.
    """
    trigger = match.trigger
    if is_negated(trigger) or _is_about_a_thing(match) or _is_joined(match):
        return
    behind = [clause for clause in _clauses_behind(match) if _status_of(clause) is not None]
    for clause in behind:
        status = _tensed(clause, _status_of(clause))
        if status is not None:
            yield _claim(match, clause, status)
    deciding, found = (trigger, _tensed(trigger, match.rule.status)) if match.rule.status else _deciding(trigger)
    if found is not None and not (behind and deciding is None):
        claim = _claim(match, deciding, found)
        if claim.entities("target") or (
            not _is_against_others(match, deciding) and (deciding is not None or claim.entities("imposer"))
        ):
            yield claim


def _clauses_behind(match: Match) -> Iterator[Token]:
    """The clauses that say what became of it: its own, `bans on its leaders, which the Union extended`, `…, imposed by`."""
    trigger = match.trigger
    yield from children(trigger, "relcl", "acl")
    if trigger.pos_ in NOUNS:
        for target in match.roles["target"]:
            yield from (
                clause for clause in children(target, "relcl") if any(c.lower_ == "which" for c in children(clause, "dobj"))
            )
        end = trigger.right_edge.i + 1
        following = trigger.doc[end : end + 2]
        if len(following) == 2 and following[0].text == "," and following[1].tag_ == "VBN" and following[1].head.i != trigger.i:
            yield following[1]


def _is_joined(match: Match) -> bool:
    """`a travel ban and an asset freeze`: the second measure without a target of its own goes with the first."""
    trigger = match.trigger
    return (
        trigger.dep_ == "conj" and trigger.head.lemma_.lower() in MEASURES and trigger.pos_ in NOUNS and not match.roles["target"]
    )


def _is_about_a_thing(match: Match) -> bool:
    """Whether its target is named and is no actor: parliaments sanction budgets, too."""
    named = [token for token in match.roles["target"] if not _is_aside(token)]
    return bool(named) and not _targets(named)


def _is_aside(token: Token) -> bool:
    """Whether what stands behind `on` or `for` is goods, a date, or a reason, and says nothing of the target."""
    if token.lemma_.lower() in GOODS or token.ent_type_ in {"DATE", "TIME"} or token.lemma_.lower() in SPANS:
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "for" and not represented(token)


def _is_against_others(match: Match, deciding: Token | None) -> bool:
    """Whether the sentence says against whom, in words that stand for nobody known, so that nobody else can be meant."""
    spoken_of = [*match.roles["target"], *_targets_around(match.trigger, deciding), *_under(match.trigger)]
    named = [token for token in spoken_of if not _is_aside(token) and token.pos_ in NOUNS]
    return any(not {child.lower_ for child in token.children} & KNOWN for token in named)


def _targets(tokens: Iterable[Token]) -> list[ClaimPart]:
    """The actors that are targets, the groups among them that the text only describes included."""
    found = [owner for token in heads(tokens) for owner in (_owners(token) or [token])]
    return [*actor_parts("target", found), *described_parts("target", (token for token in found if not represented(token)))]


def _owners(noun: Token) -> list[Token]:
    """Whose economy, industry or ground a measure is on: `sanctions on Sudan's oil industry`, `on zones held by the rebels`."""
    if represented(noun) or noun.lemma_.lower() not in OWNED:
        return []
    beside = [*children(noun, "poss", "amod", "compound"), *prepositional(noun, "of", "in")]
    held = [holder for clause in children(noun, "acl") for holder in subjects(clause)]
    owners = [*beside, *(owner for other in beside for owner in children(other, "poss", "amod")), *held]
    return [owner for owner in owners if owner.pos_ != "PRON" and represented(owner)]


def _claim(match: Match, deciding: Token | None, status: str) -> Claim:
    trigger = match.trigger
    spoken_of = [*match.roles["target"], *_targets_around(trigger, deciding), *_under(trigger)]
    targets = _targets(spoken_of)
    imposers, advocates = _imposers(match, deciding, status, {part.entity for part in targets})
    imposers = _institutions(trigger.doc, imposers)
    targets = [part for part in targets if part.entity not in {p.entity for p in imposers}] or _compound_target(trigger, imposers)
    return build(
        "sanction",
        status,
        deciding if deciding is not None else trigger,
        [*imposers, *targets, *advocates],
        f"sanction.{match.rule.name}",
        values={"measure": _measure(trigger)},
        confidence=match.rule.confidence if deciding is not None else 0.5,
    )


def _chain(trigger: Token) -> Iterator[Token]:
    """The trigger if it is a verb, then the verbs and nouns above it, nearest first."""
    token: Token | None = trigger
    if trigger.pos_ in VERBS:
        yield trigger
    for _ in range(4):
        token = governor(token) if token is not None and token.dep_ not in {"ROOT", "relcl", "advcl"} else None
        if token is None:
            return
        yield token


def _deciding(trigger: Token) -> tuple[Token | None, str | None]:
    """The verb that says what became of the measure, and the status it gives; (None, "imposed") where none does."""
    found: Token | None = None
    status: str | None = None
    for token in _chain(trigger):
        here = _status_of(token)
        if here is None:
            continue
        if status is None:
            found, status = token, here
        elif status in {"imposed", "extended"} and here in OUTER:
            return token, _negated(token, here)
        elif status in {"lifted", "eased"} and here in {"called_for", "rejected", "planned"}:
            return token, None  # a call to lift sanctions is a position
    if found is None:
        return None, "imposed" if trigger.pos_ in NOUNS else None
    return found, _tensed(found, status)


def _status_of(token: Token) -> str | None:
    if particle_pair(token, {("rule", "out"), ("vote", "down"), ("turn", "down")}):
        return "rejected"
    lemma = token.lemma_.lower()
    if lemma in TAKEN_OFF and any(child.lower_ in {"off", "from"} for child in token.children):
        return "lifted"
    return next((status for status, lemmas in BY_VERB.items() if lemma in lemmas), None)


def _tensed(verb: Token, status: str | None) -> str | None:
    how = tense(verb)
    if how.negated:
        return "rejected" if status == "imposed" and how.time == "future" else None
    if status == "imposed" and (how.conditional or how.possible or _has_condition(verb)):
        return "threatened"
    if status == "imposed" and how.time == "future":
        return "planned"
    if status == "imposed" and how.time == "none" and reality(verb) in {Reality.PLANNED, Reality.PROPOSED}:
        return "planned"
    return status


def _negated(token: Token, status: str) -> str | None:
    return None if is_negated(token) else status


def _has_condition(verb: Token) -> bool:
    """`will impose sanctions if …` is a threat."""
    clauses = children(verb, "advcl")
    future = tense(verb).time == "future"
    return future and any(mark.lower_ in {"if", "unless"} for clause in clauses for mark in children(clause, "mark"))


def _targets_around(trigger: Token, deciding: Token | None) -> list[Token]:
    """Targets that hang from the verb: `imposed on Iran an embargo`, `placed X under sanctions`, `sanctions against X`."""
    if deciding is None or deciding.pos_ not in VERBS:
        return []
    found = prepositional(deciding, "on", "against", "upon")
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "under" and deciding.lemma_ in STAYS:
        found += subjects(deciding)
    if trigger.dep_ == "pobj" and trigger.head.lower_ in UNDER and deciding.lemma_ in SUBJECT_TO:
        found += objects(deciding)
    return found


def _under(trigger: Token) -> list[Token]:
    """`Iraq, under embargo since 1990`."""
    above = trigger.head.head
    if trigger.dep_ != "pobj" or trigger.head.lower_ != "under":
        return []
    return [above] if above.pos_ in NOUNS else subjects(above) if above.lemma_ in STAYS else []


def _imposers(match: Match, deciding: Token | None, status: str, targets: set[str]) -> tuple[list[ClaimPart], list[ClaimPart]]:
    trigger = match.trigger
    near = [
        *match.roles.get("imposer", ()),
        *children(trigger, "poss", "amod", "compound", "nmod"),
        *prepositional(trigger, "by", "of", "from"),
    ]
    imposers = [part for part in actor_parts("imposer", near) if part.entity not in targets]
    subject = subjects(deciding) if deciding is not None and deciding.pos_ in VERBS else []
    if status == "called_for":
        asked = (
            objects(deciding) if deciding is not None and deciding.lemma_ in {"urge", "ask", "press", "call", "request"} else []
        )
        asked += prepositional(deciding, "on") if deciding is not None and deciding.lemma_ == "call" else []
        return imposers or actor_parts("imposer", asked), actor_parts("advocate", subject)
    if status == "rejected" and imposers:
        return imposers, []
    own = [part for part in actor_parts("imposer", subject) if part.entity not in targets]
    return own or imposers, []


def _institutions(doc: Doc, imposers: list[ClaimPart]) -> list[ClaimPart]:
    """The imposers as institutions; United Nations sanctions are the Security Council's."""
    council = known_actor(doc, SECURITY_COUNCIL) if any(part.entity == UNITED_NATIONS for part in imposers) else None
    for_union = {
        part.entity: EUROPEAN_UNION for part in imposers if part.entity in OF_THE_UNION and known_actor(doc, EUROPEAN_UNION)
    }
    return for_institutions(doc, imposers, for_union | ({UNITED_NATIONS: council.key} if council is not None else {}))


def fallback(claim: Claim, doc: Doc, earlier: list[Claim]) -> Claim:
    """A sanction that names one side only: the other is that of the last one, or the state that the report speaks of most."""
    if not claim.entities("imposer") and claim.entities("target") and earlier:
        return replace(claim, parts=(*claim.parts, *(part for part in earlier[-1].parts if part.role == "imposer")))
    if claim.entities("imposer") and not claim.entities("target"):
        imposers = {part.entity for part in claim.parts}
        last = next((other for other in reversed(earlier) if imposers & set(other.entities("imposer"))), None)
        if last is not None and not imposers & set(last.entities("target")):
            return replace(claim, parts=(*claim.parts, *(part for part in last.parts if part.role == "target")))
        subject = _most_spoken_of(doc, imposers)
        if subject is not None:
            words = words_near(doc, subject.key, claim.parts[0].mention)
            return replace(claim, parts=(*claim.parts, ClaimPart("target", subject.key, words)))
    return claim


def _most_spoken_of(doc: Doc, excluded: set[str]) -> Actor | None:
    """The state named most often in the document, if it is named three times or more and no other as often."""
    counts = Counter(
        m.actors[0]
        for m in mentions(doc)
        if len(m.actors) == 1 and m.actors[0].type == EntityType.STATE and m.actors[0].key not in excluded
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _compound_target(trigger: Token, imposers: list[ClaimPart]) -> list[ClaimPart]:
    """`the Zimbabwe sanctions`: a state before the noun is the target where somebody else imposes."""
    taken = {part.entity for part in imposers}
    return [part for part in actor_parts("target", children(trigger, "compound", "nmod")) if part.entity not in taken]


def _measure(trigger: Token) -> str:
    if trigger.pos_ in VERBS:
        return trigger.text
    kept = [t for t in trigger.lefts if t.dep_ in {"amod", "compound", "nmod", "nummod"} and mention_at(t) is None]
    start = min((t.left_edge.i for t in kept), default=trigger.i)
    return " ".join(t.text for t in trigger.doc[start : trigger.i + 1] if t.dep_ not in {"det", "poss", "case"})
