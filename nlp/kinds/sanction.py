"""Sanctions: a restrictive measure, such as an asset freeze, a travel ban, an embargo, a blacklisting."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graph.vocabulary import Claim, ClaimPart, Date, EntityType, FactKind, PartField, ValueField
from nlp.actors import Actor, mention_at, mentions
from nlp.arguments import children, governor, objects, prepositional, subjects
from nlp.claims import actor_parts, build, represented, words_near
from nlp.completion import follows_at_once
from nlp.date_mentions import dates
from nlp.dates import date_of
from nlp.grammar import NOUNS, VERBS, Match, Rule, words
from nlp.sanction_fates import deciding_word, fates, stands_since, status_of
from nlp.sanction_sides import (
    GOODS,
    OWNED,
    compound_target,
    imposers_of,
    institutions,
    is_about_a_thing,
    is_against_others,
    owners,
    targets_of,
)
from nlp.sanction_words import ASSETS, BARRED_FROM, CUT, ENTERED, LEAVE, LISTS, MODIFIERS, RIGHTS, SHUT, STANDING
from nlp.status import is_negated
from nlp.tokens import Doc, Token

ORDER = 3
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
DONE = frozenset(KIND.happened)
SPEAKS_OF = words(
    "sanction embargo ban freeze unfreeze freezing blacklist restriction restrict restrictive visa asset "
    "account bar blockade no-fly boycott "
    "delist list listing measure penalty penalise penalize package arm arms export import trade travel airspace border curb cap "
    "prohibit prohibition forbid"
)
"""A sentence without one of these speaks of no sanction, whatever it may seem to a network that never read of air strikes."""
ON = "prep:on,against,for,upon pobj"
OF_GOODS = f"{ON} | prep:on,to pobj | prep:on prep:to,against pobj | prep:on pobj prep:to,from,with,against,for pobj"
"""`an embargo on arms to X`."""
LATELY = 500
"""Words back that a text is taken to speak of the same thing still."""
NEARBY = 900
"""Characters back that a measure may stand whose imposer another has, too."""
NEAR = 2
"""How many namings elsewhere one in the line of a claim is worth."""
STRICTLY = words("sanction embargo blacklist freeze blockade")
"""Words that speak of sanctions and of nothing else."""
MEASURES = words("sanction embargo blockade ban freeze restriction measure penalty restraint curb")


BANS = words("ban boycott restriction prohibition curb blockade")
LIMIT = words("restrict curb limit boycott")
OF_THE_LAST = frozenset(f"sanction.{rule}" for rule in ("follow-suit", "do-so", "lift-it", "ease-it", "extend-it"))
"""Rules whose claims speak of the measure told of last."""
STOPPED = GOODS | CUT
BORDERS = frozenset({"cut-off", "keep-closed", "reopen"})
"""Rules of what has two sides, of which one shuts it."""
AGAIN = frozenset({"sanction.follow-suit", "sanction.do-so"})
"""Those that say that somebody else did what was told of last."""


def _is_listed(noun: Token) -> bool:
    """`put on its list`, `has been on the terrorist list`, `comes off the list`: with words that lists of anything have, it must
    be one of sanctions or of terrorists."""
    if noun.dep_ != "pobj":
        return False
    verb = noun.head.head
    telling = noun.lemma_.lower() == "blacklist" or any(token.lemma_.lower() in LISTS for token in noun.subtree)
    if verb.lemma_ not in ENTERED | STANDING or telling:
        return telling and verb.lemma_ in ENTERED | STANDING
    behind = [child for child in children(noun, "prep", "acl") if not _is_of_time(child)]
    return verb.lemma_ in ENTERED and not behind and _speaks_of_sanctions(noun)


def _is_of_time(preposition: Token) -> bool:
    return any(token.ent_type_ == "DATE" for token in children(preposition, "pobj"))


def _is_barred(verb: Token) -> bool:
    """Whether goods are barred, or somebody from a country or a trade and not from office or a contest."""
    barred = objects(verb)
    if not barred or any(token.lemma_.lower() in GOODS for token in barred):
        return bool(barred)
    if verb.lemma_ in LIMIT:
        return False
    kept_from = [token for prep in children(verb, "prep") if prep.lower_ == "from" for token in children(prep, "pobj", "pcomp")]
    return all(token.lemma_.lower() in BARRED_FROM or mention_at(token) is not None for token in kept_from)


def _is_taken_for(verb: Token) -> bool:
    """`listed as a heritage site`, but not `as a terrorist organisation`."""
    return any(
        not any(word.lemma_.lower() in LISTS for word in prep.subtree) for prep in children(verb, "prep") if prep.lower_ == "as"
    )


def _is_visa(verb: Token) -> bool:
    return any(token.lemma_.lower() in LEAVE for token in objects(verb))


RULES: tuple[Rule, ...] = (
    Rule(
        "sanctions",
        words("sanction embargo blacklist counter-sanction countersanction"),
        {"target": OF_GOODS},
        "The European Union imposed sanctions on Belarus in June 2021.",
        "imposed: European Union, Belarus",
        pos=NOUNS,
    ),
    Rule(
        "blockade",
        words("blockade"),
        {"target": f"{ON} | prep:of pobj"},
        "Saudi Arabia lifted the blockade of Qatar in January 2021.",
        "lifted: Saudi Arabia, Qatar",
        pos=NOUNS,
    ),
    Rule(
        "ban",
        words(
            "ban freeze restriction measure penalty restraint curb listing prohibition cap designation closure package boycott"
        ),
        {"target": f"{OF_GOODS} | prep:of pobj"},
        "The United States imposed a travel ban on Iran.",
        "imposed: United States, Iran",
        pos=NOUNS,
        needs=lambda noun: _is_restrictive(noun),
        confidence=0.7,
    ),
    Rule(
        "boycott",
        words("boycott"),
        {"target": f"{OF_GOODS} | prep:of pobj"},
        "Malaysia lifted its boycott of Indonesian rubber.",
        "lifted: Malaysia, Indonesia",
        pos=NOUNS,
        needs=lambda noun: _is_restrictive(noun),
        confidence=0.6,
    ),
    Rule(
        "stop",
        words("stop halt end stoppage suspension cut-off closing closure shutting sealing"),
        {"target": "prep:to,of,on pobj prep:to,from,with,for pobj | prep:to,of,on pobj amod | prep:to,of,on pobj"},
        "Nigeria announced a halt to oil exports to Portugal.",
        "imposed: Nigeria, Portugal",
        pos=NOUNS,
        needs=lambda noun: any(token.lemma_.lower() in STOPPED for token in prepositional(noun, "to", "of", "on")),
        confidence=0.6,
    ),
    Rule(
        "listing",
        words("blacklisting designation proscription delisting listing freezing"),
        {"target": "prep:of,against pobj"},
        "The American blacklisting of Milorad Dodik angered Serbia.",
        "imposed: United States, Milorad Dodik",
        pos=NOUNS,
        needs=lambda noun: any(represented(token) for token in prepositional(noun, "of", "against")),
        confidence=0.6,
    ),
    Rule(
        "freeze-assets",
        words("freeze block seize unfreeze unblock release impound sequester immobilise immobilize"),
        {"target": "object prep:of,belonging,from pobj | object poss | object amod", "imposer": "subject"},
        "Britain froze the assets of Roman Abramovich.",
        "imposed: United Kingdom, Roman Abramovich",
        needs=lambda verb: any(token.lemma_.lower() in ASSETS for token in objects(verb)),
    ),
    Rule(
        "bar",
        words("ban bar prohibit forbid outlaw restrict curb limit boycott"),
        {
            "target": (
                "object | object amod | prep:to pobj | object prep:to,from,with,by,for pobj "
                "| object prep:of pobj prep:to,from pobj | object prep:of pobj | object prep:of pobj amod"
            ),
            "imposer": "subject",
            "where": "prep:from pcomp object",
        },
        "Canada banned imports from Myanmar.",
        "imposed: Canada, Myanmar",
        needs=lambda verb: _is_barred(verb),
        confidence=0.6,
    ),
    Rule(
        "cut-off",
        words("suspend halt stop cancel close shut seal cut sever"),
        {"target": "object prep:with,to,from,of,on,for pobj | object amod | prep:to,with,from pobj", "imposer": "subject"},
        "Pakistan suspended all trade with India.",
        "imposed: Pakistan, India",
        status="imposed",
        needs=lambda verb: bool(_cut(verb)),
        confidence=0.6,
    ),
    Rule(
        "reopen",
        words("reopen unseal resume"),
        {"target": "object prep:with,to,from,of,on pobj | object amod | prep:to,with pobj", "imposer": "subject"},
        "Pakistan reopened its airspace to India.",
        "lifted: Pakistan, India",
        status="lifted",
        needs=lambda verb: any(token.lemma_.lower() in CUT for token in objects(verb)),
        confidence=0.6,
    ),
    Rule(
        "keep-closed",
        words("keep hold leave have"),
        {
            "target": "object prep:with,to,from pobj | prep:with,to pobj | xcomp prep:to pobj | oprd prep:to pobj",
            "imposer": "subject",
        },
        "Turkey has kept its border with Armenia closed since 1993.",
        "imposed: Turkey, Armenia",
        status="imposed",
        needs=lambda verb: _is_kept_shut(verb),
        confidence=0.6,
    ),
    Rule(
        "stop-doing",
        words("stop halt cease suspend end quit discontinue"),
        {
            "target": "xcomp object amod | xcomp prep:to,from pobj | xcomp object prep:to,from,of pobj | xcomp dative pobj",
            "imposer": "subject",
        },
        "Spain stopped selling arms to Turkey.",
        "imposed: Spain, Turkey",
        status="imposed",
        needs=lambda verb: any(
            token.lemma_.lower() in GOODS | {"visa"} for clause in children(verb, "xcomp") for token in objects(clause)
        ),
        confidence=0.6,
    ),
    Rule(
        "visa",
        words("refuse deny revoke withhold annul void pull cancel invalidate"),
        {"target": "object | object prep:of,to,for,from pobj | object poss | prep:to pobj", "imposer": "subject"},
        "The Czech Republic refused Alexander Lukashenko a visa.",
        "imposed: Czech Republic, Alexander Lukashenko",
        status="imposed",
        needs=_is_visa,
        confidence=0.6,
    ),
    Rule(
        "list",
        words("list designate delist proscribe"),
        {"target": "object", "imposer": "subject"},
        "Yassin Kadi was listed by the Security Council in October 2001.",
        "imposed: United Nations Security Council, Yassin Kadi",
        needs=lambda verb: (
            bool(objects(verb)) and not _is_taken_for(verb) and (verb.dep_ != "acl" or any(children(verb, "agent")))
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
        needs=_is_listed,
        confidence=0.6,
    ),
    Rule(
        "follow-suit",
        words("follow"),
        {"target": "", "imposer": "subject"},
        "Canada froze the assets of Igor Sechin in May, and Norway followed suit in June.",
        "imposed: Norway, Igor Sechin",
        needs=lambda verb: _is_alone(verb),
        confidence=0.6,
    ),
    Rule(
        "do-so",
        words("do"),
        {"target": "prep:with,to,against pobj | dative pobj", "imposer": "subject"},
        "Norway imposed sanctions on Libya, and Canada had done the same in May.",
        "imposed: Canada, Libya",
        needs=lambda verb: _is_done_too(verb),
        confidence=0.6,
    ),
    Rule(
        "lift-it",
        words("lift remove scrap revoke repeal rescind annul abolish reopen"),
        {"target": "", "imposer": "subject"},
        "Norway, which imposed sanctions on Libya in May, lifted them in July.",
        "lifted: Norway, Libya",
        status="lifted",
        needs=lambda verb: _is_of_that(verb),
        confidence=0.5,
    ),
    Rule(
        "ease-it",
        words("ease suspend relax loosen waive soften"),
        {"target": "", "imposer": "subject"},
        "Norway imposed sanctions on Libya in May. They were suspended in July.",
        "eased: Norway, Libya",
        status="eased",
        needs=lambda verb: _is_of_that(verb),
        confidence=0.5,
    ),
    Rule(
        "extend-it",
        words("extend renew prolong"),
        {"target": "", "imposer": "subject"},
        "Norway imposed sanctions on Libya in May. It extended them in July.",
        "extended: Norway, Libya",
        status="extended",
        needs=lambda verb: _is_of_that(verb),
        confidence=0.5,
    ),
    Rule(
        "to-sanction",
        words("sanction blacklist embargo"),
        {"target": "object", "imposer": "subject"},
        "Washington sanctioned Igor Sechin in April 2014.",
        "imposed: United States, Igor Sechin",
    ),
)


def _cut(verb: Token) -> list[Token]:
    """What a verb shuts or stops: trade, a border, rights of landing; also `the border with Turkey, which Ankara shut`."""
    stopped = [_border_above(token) if verb.dep_ == "relcl" else token for token in objects(verb)]
    return [token for token in stopped if token.lemma_.lower() in STOPPED or _is_right(token)]


def _border_above(token: Token) -> Token:
    """The border of which `token` is the other side, else `token`: a relative clause hangs from the nearest noun."""
    if token.dep_ == "pobj" and token.head.lower_ in {"with", "to", "from", "of"} and token.head.head.lemma_.lower() in CUT:
        return token.head.head
    return token


def _across(verb: Token) -> list[ClaimPart]:
    """The states on either side of the border that `verb` shuts: whoever shuts it is told apart by the caller."""
    sides = (
        side
        for border in _cut(verb)
        for side in (*children(border, "poss", "amod", "compound", "nmod"), *prepositional(border, "with", "to", "from", "of"))
    )
    return actor_parts("target", (side for side in sides if side.pos_ != "PRON"))


def _is_right(noun: Token) -> bool:
    """`landing rights`, `overflight rights`."""
    return noun.lemma_.lower() == "right" and any(child.lemma_.lower() in RIGHTS for child in children(noun, "compound", "amod"))


def _is_kept_shut(verb: Token) -> bool:
    """`kept its border with Armenia closed`, however the parser hangs the participle."""
    kept = [token for token in objects(verb) if token.lemma_.lower() in CUT]
    return any(token.lower_ in SHUT for border in kept for token in verb.subtree if token.i > border.i)


def _is_alone(verb: Token) -> bool:
    """`followed`, `followed suit`, but not what follows whom or what, or with what."""
    followed = list(children(verb, "dobj", "xcomp", "ccomp", "nsubjpass", "agent"))
    said = all(token.lemma_.lower() in {"suit", "example", "lead"} for token in followed)
    return said and not prepositional(verb, "with") and bool(actor_parts("imposer", subjects(verb)))


def _is_done_too(verb: Token) -> bool:
    """`did the same`, `had done so`: what was told of somebody else."""
    too = any(
        child.lower_ in {"so", "likewise"} or (child.lower_ == "same" and child.dep_ == "dobj")
        for child in children(verb, "dobj", "advmod")
    )
    return too and not is_negated(verb) and bool(actor_parts("imposer", subjects(verb)))


def _is_of_that(verb: Token) -> bool:
    """`lifted them`, `it was suspended`: of something named before, which only what goes before can tell to be a measure."""
    spoken_of = [*children(verb, "dobj"), *children(verb, "nsubjpass")]
    return bool(spoken_of) and all(token.lower_ in {"it", "them", "they", "those", "these"} for token in spoken_of)


def _is_restrictive(noun: Token) -> bool:
    """Whether a ban, measure or restriction is a sanction: by what it is of, whom it is on, or what becomes of it."""
    return (
        any(child.lower_ in MODIFIERS for child in noun.children)
        or any(token.lemma_.lower() in STOPPED for token in prepositional(noun, "on"))
        or _imposed_on_actor(noun)
        or _is_on_goods_of(noun)
        or _is_on_somebody(noun)
        or _goes_on(noun)
    )


def _is_on_somebody(noun: Token) -> bool:
    """`a ban by the United States on Evro Polis`, `has been under ban`."""
    if noun.lemma_.lower() not in {"ban", "boycott"}:
        return False
    under = noun.dep_ == "pobj" and noun.head.lower_ == "under"
    return under or any(mention_at(token) is not None for token in prepositional(noun, "on", "against"))


def _is_on_goods_of(noun: Token) -> bool:
    """`a ban on the entry of Tajik citizens`, `a boycott of South African goods`: of what belongs to a state."""
    if noun.lemma_.lower() not in BANS:
        return False
    return any(goods.lemma_.lower() in OWNED and owners(goods) for goods in prepositional(noun, "on", "of"))


def _goes_on(noun: Token) -> bool:
    """`renewed the measures`, `that ban was lifted`: what becomes of a measure, in a text that speaks of sanctions."""
    verb = governor(noun)
    became = verb is not None and status_of(verb) in {"extended", "lifted", "eased", "planned", "rejected"}
    return became and _speaks_of_sanctions(noun)


def _speaks_of_sanctions(noun: Token) -> bool:
    """Whether the text has lately spoken of sanctions by words that mean nothing else, or is about to."""
    around = noun.doc[max(0, noun.i - LATELY) : noun.i + 20]
    return any(token.lemma_.lower() in STRICTLY for token in around if token.pos_ in NOUNS | VERBS)


def _imposed_on_actor(noun: Token) -> bool:
    """Whether a bare `measure` or `ban` is against an actor and somebody imposes, extends or lifts it."""
    verb = governor(noun)
    if verb is not None and noun.dep_ == "pobj" and verb.lemma_ in {"threaten", "punish", "hit", "place", "put"}:
        return any(mention_at(token) is not None for token in objects(verb))
    deciding = verb is not None and verb.lemma_.lower() in {"impose", "lift", "slap", "extend", "ease", "renew", "prolong"}
    return deciding and any(mention_at(token) is not None for token in prepositional(noun, "on", "against"))


def read(match: Match) -> Iterable[Claim]:
    """The sanctions that a match speaks of; one without imposer or target is left to be completed from the context."""
    if is_negated(match.trigger) or is_about_a_thing(match) or _is_joined(match):
        return
    claims = [(_claim(match, deciding, status), deciding) for deciding, status in fates(match)]
    for claim, deciding in claims:
        whole = _with_sides_of(claim, (other for other, _ in claims))
        if whole.entities("target") or (
            not is_against_others(match, deciding) and (deciding is not None or whole.entities("imposer"))
        ):
            yield whole


def _with_sides_of(claim: Claim, others: Iterable[Claim]) -> Claim:
    """`put back the ban that had been suspended`: what one verb leaves out of a measure, another in the sentence tells."""
    lacking = {"imposer", "target"} - {part.role for part in claim.parts}
    taken = {part.entity for part in claim.parts}
    found = [
        part
        for other in (others if lacking else ())
        if other.status in DONE
        for part in other.parts
        if part.role in lacking and part.entity not in taken
    ]
    return replace(claim, parts=(*claim.parts, *dict.fromkeys(found))) if found else claim


def _is_joined(match: Match) -> bool:
    """`a travel ban and an asset freeze`: the second measure without a target of its own goes with the first."""
    trigger = match.trigger
    return (
        trigger.dep_ == "conj" and trigger.head.lemma_.lower() in MEASURES and trigger.pos_ in NOUNS and not match.roles["target"]
    )


def _claim(match: Match, deciding: Token | None, status: str) -> Claim:
    trigger = match.trigger
    told_at = deciding
    since = stands_since(trigger)
    if since is not None and deciding is since:
        deciding = deciding_word(trigger)
    targets = targets_of(match, deciding)
    named, advocates = imposers_of(match, deciding, status, {part.entity for part in targets})
    if status == "called_for" and not named and deciding is not None and deciding.lemma_ == "propose":
        status, named, advocates = "planned", [replace(part, role="imposer") for part in advocates], []
    imposers = institutions(trigger.doc, named)
    if not targets and match.rule.name in BORDERS:
        targets = _across(trigger)
    taken = {part.entity for part in (*named, *imposers)}
    targets = [part for part in targets if part.entity not in taken] or compound_target(trigger, taken)
    return build(
        "sanction",
        status,
        told_at if told_at is not None else trigger,
        [*imposers, *targets, *advocates],
        f"sanction.{match.rule.name}",
        values={"measure": _measure(trigger)},
        dates={"date": found} if (found := _date(trigger, told_at, since)) is not None else {},
        confidence=match.rule.confidence if deciding is not None else 0.5,
    )


def _date(trigger: Token, told_at: Token | None, since: Token | None) -> Date | None:
    """When what is told happened: since when a measure stands is the date of its being imposed and of nothing else."""
    began = next((m.value for m in dates(trigger.doc) if since is not None and 0 < m.span.start - since.i <= 2), None)
    if told_at is since and since is not None:
        return began
    found = date_of(told_at or trigger) or date_of(trigger)
    return found if found != began else None


def fallback(claim: Claim, doc: Doc, earlier: list[Claim]) -> Claim | None:
    """A sanction that names one side only: the other is that of the last one, or the state that the report speaks of most."""
    if claim.rule in OF_THE_LAST:
        return _of_the_last(claim, earlier)
    if not claim.entities("imposer") and claim.entities("target"):
        imposing = _imposers_before(claim, earlier) or _called_upon(claim, doc)
        return replace(claim, parts=(*claim.parts, *imposing))
    if claim.entities("imposer") and not claim.entities("target"):
        imposers = {part.entity for part in claim.parts}
        last = next((other for other in reversed(earlier) if imposers & set(other.entities("imposer"))), None)
        if last is not None and not imposers & set(last.entities("target")):
            return replace(claim, parts=(*claim.parts, *(part for part in last.parts if part.role == "target")))
        subject = _on_the_other_side(claim, doc, imposers) or _most_spoken_of(claim, doc, imposers)
        if subject is not None:
            words = words_near(doc, subject.key, claim.parts[0].mention)
            return replace(claim, parts=(*claim.parts, ClaimPart("target", subject.key, words)))
    return claim


def _imposers_before(claim: Claim, earlier: list[Claim]) -> list[ClaimPart]:
    """Those of the last measure on the same, or else of the last at all if it was told of lately."""
    targets = set(claim.entities("target"))
    last = next((other for other in reversed(earlier) if targets & set(other.entities("target"))), None)
    if last is None and earlier and claim.evidence.start - earlier[-1].evidence.end < NEARBY:
        last = earlier[-1]
    return [part for part in last.parts if part.role == "imposer" and part.entity not in targets] if last is not None else []


def _called_upon(claim: Claim, doc: Doc) -> list[ClaimPart]:
    """Who would impose what somebody calls for without saying of whom: the state that the advocate acts for."""
    targets = set(claim.entities("target"))
    advocates = [replace(part, role="imposer") for part in claim.parts if part.role == "advocate"]
    return [part for part in institutions(doc, advocates) if part.entity not in targets]


def _of_the_last(claim: Claim, earlier: list[Claim]) -> Claim | None:
    """What speaks of the measure told of in the sentence before, or earlier in the same: whoever followed suit does that, too."""
    last = earlier[-1] if earlier else None
    if last is None or last.status not in KIND.happened or not follows_at_once(claim, last):
        return None if claim.rule in AGAIN else claim
    imposers = set(claim.entities("imposer"))
    roles = {"target", "imposer"} - {part.role for part in claim.parts}
    parts = (part for part in last.parts if part.role in roles and part.entity not in imposers)
    status = last.status if claim.rule in AGAIN else claim.status
    return replace(claim, status=status, parts=(*claim.parts, *parts), values=last.values)


def _on_the_other_side(claim: Claim, doc: Doc, imposers: set[str]) -> Actor | None:
    """Against whom a border is shut: the one other state that the sentence names."""
    if claim.rule.removeprefix("sanction.") not in BORDERS:
        return None
    named = {
        actor
        for mention in mentions(doc)
        if claim.evidence.start <= mention.span.start_char < claim.evidence.end
        for actor in mention.actors
        if actor.type == EntityType.STATE and actor.key not in imposers
    }
    return next(iter(named)) if len(named) == 1 else None


def _most_spoken_of(claim: Claim, doc: Doc, excluded: set[str]) -> Actor | None:
    """The state that the report speaks of most at the claim: named three times or more and no other as often.

    What its own line names counts for more: a report may turn from one state to the next.
    """
    text = doc.text
    line = text.rfind("\n", 0, claim.evidence.start)
    counts: Counter[Actor] = Counter()
    lately: set[Actor] = set()
    for mention in mentions(doc):
        actor = mention.actors[0]
        if len(mention.actors) == 1 and actor.type == EntityType.STATE and actor.key not in excluded:
            counts[actor] += 1 + NEAR * (line < mention.span.start_char < claim.evidence.end)
            if -NEARBY < mention.span.start_char - claim.evidence.start < NEARBY:
                lately.add(actor)
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0] if ranked[0][0] in lately else None


def _measure(trigger: Token) -> str:
    if trigger.pos_ in VERBS:
        return trigger.text
    kept = [t for t in trigger.lefts if t.dep_ in {"amod", "compound", "nmod", "nummod"} and mention_at(t) is None]
    start = min((t.left_edge.i for t in kept), default=trigger.i)
    return " ".join(t.text for t in trigger.doc[start : trigger.i + 1] if t.dep_ not in {"det", "poss", "case"})
