"""Positions: an actor's public stance on a proposal, policy, demand, agreement or party."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product

from graph.vocabulary import Claim, FactKind, PartField, ValueField
from nlp.arguments import children, subjects
from nlp.attribution import speaker
from nlp.claims import actor_parts, build
from nlp.completion import follows_at_once
from nlp.grammar import NOUNS, Match, Rule, words
from nlp.holders import holders, voiced
from nlp.stance import holds
from nlp.stance_idioms import IDIOMS
from nlp.stance_topics import is_other_kind, topic_of
from nlp.stance_words import ACCEPT, BAD, DEMAND, GOOD, OPPOSE, PROPOSE, REFUSABLE, REJECT, STRESS, SUPPORT, URGE
from nlp.status import is_negated
from nlp.tokens import Doc, Token
from nlp.topics import phrase

ORDER = 2
KIND = FactKind(
    name="position",
    plural="positions",
    summary="An actor's public stance on a proposal, policy, demand, agreement or party.",
    parts=(PartField("actor", "actor", many=False, least=1), PartField("toward", "toward", many=False)),
    values=(ValueField("topic"),),
    statuses=("supports", "opposes", "demands", "proposes", "accepts", "rejects"),
    status_field="stance",
    happened=("supports", "opposes", "demands", "proposes", "accepts", "rejects"),
    same_roles=("actor",),
    same_values=("topic",),
    status_groups=(("supports", "accepts"), ("opposes", "rejects"), ("demands",), ("proposes",)),
    in_words="{actor} {stance} {topic}",
)

EMPTY = frozenset({"", "not", "what", "whose"})
"""Topics that name no matter."""
ADJECTIVES = frozenset({"ADJ", "VERB", "ADV"})
CLAUSE = "ccomp | xcomp | advcl | object acl | prep:on,upon,to,with pobj acl"
OWNER = "poss | prep:of,by,from pobj | amod | compound | nmod"
ABOUT = "prep:for,on,to,of,against,with,in,over,about pobj | prep:for,of,to,on,against pcomp | acl | ccomp | relcl"


def _is_mutual(verb: Token) -> bool:
    """`The two agreed on a text`: an agreement of theirs and no stance on one."""
    if verb.lemma_ != "agree" or any(child.lower_ == "to" for child in children(verb, "prep")):
        return False
    return len(actor_parts("actor", subjects(verb))) > 1


def _judged(verb: Token, verdicts: frozenset[str]) -> bool:
    """Whether the complement of a verb of calling has one of the words of `verdicts`."""
    complements = [child for child in children(verb, "oprd", "acomp", "xcomp", "ccomp", "dobj", "advmod") if child.i > verb.i]
    complements += [child for child in children(verb, "prep") if child.lower_ == "as"]
    return any(token.lemma_.lower() in verdicts for child in complements for token in child.subtree)


def _is_obligation(aux: Token) -> bool:
    """Whether `must` or `should` lays a duty on somebody else, and is no condition (`should he agree`)."""
    bearers = list(children(aux.head, "nsubj", "nsubjpass"))
    return aux.dep_ == "aux" and any(bearer.i < aux.i and bearer.lower_ not in {"we", "i", "he", "she"} for bearer in bearers)


SO_DID = "so-did"


def _is_so(verb: Token) -> bool:
    """`So did Canada`, `…, as did Canada`, `Canada did the same`."""
    complements = (child for child in children(verb, "xcomp", "ccomp") if child.i > verb.i)
    if verb.lower_ not in {"did", "does", "do"} or is_negated(verb) or any(complements):
        return False
    objects = [*children(verb, "dobj", "attr")]
    if objects:
        return all(token.lower_ in {"same", "likewise", "so"} for token in objects)
    after = [child for child in children(verb, "nsubj") if child.i > verb.i]
    return bool(after) and any(child.lower_ in {"so", "as"} and child.i < verb.i for child in verb.children)


RULES: tuple[Rule, ...] = (
    Rule(
        "support",
        SUPPORT,
        {"actor": "subject", "topic": "object | ccomp | prep:of pobj | npadvmod"},
        "France welcomed the ceasefire.",
        "supports: France",
        status="supports",
    ),
    Rule(
        "oppose",
        OPPOSE,
        {"actor": "subject", "topic": "object | ccomp | prep:at,over pobj | npadvmod"},
        "Turkey condemned the coup in Niger.",
        "opposes: Turkey",
        status="opposes",
    ),
    Rule(
        "demand",
        DEMAND,
        {"actor": "subject", "topic": "ccomp | object"},
        "Estonia demanded the return of the treasures.",
        "demands: Estonia",
        status="demands",
        confidence=0.7,
    ),
    Rule(
        "would-like",
        words("like"),
        {"actor": "subject", "topic": "ccomp"},
        "Norway would like the rights of the minority to be respected.",
        "demands: Norway",
        status="demands",
        needs=lambda verb: any(child.lower_ in {"would", "'d"} for child in verb.children),
        confidence=0.7,
    ),
    Rule(
        "need",
        words("need"),
        {"actor": "head subject", "topic": "prep:for pobj | acl | prep:of pobj"},
        "Norway stressed the need for a ceasefire.",
        "demands: Norway",
        pos=NOUNS,
        status="demands",
        needs=lambda noun: noun.dep_ == "dobj" and noun.head.lemma_ in STRESS,
        confidence=0.7,
    ),
    Rule(
        "call-for",
        words("call appeal press push plead ask clamour clamor lobby campaign agitate petition beg"),
        {"actor": "subject", "topic": "prep:for pobj | prep:for pcomp", "toward": "prep:on,upon,to pobj | object"},
        "The European Union called for the release of the prisoners.",
        "demands: European Union",
        status="demands",
    ),
    Rule(
        "insist-on",
        words("insist"),
        {"actor": "subject", "topic": "prep:on,upon pobj | prep:on,upon pcomp | ccomp"},
        "India insisted on the withdrawal of the troops.",
        "demands: India",
        status="demands",
    ),
    Rule(
        "urge",
        URGE,
        {"actor": "subject", "topic": CLAUSE, "toward": "object | prep:on,upon,to,with pobj | ccomp nsubj | ccomp nsubjpass"},
        "António Guterres urged Israel to open the crossing.",
        "demands: António Guterres",
        status="demands",
    ),
    Rule(
        "propose",
        PROPOSE,
        {"actor": "subject", "topic": "dobj | ccomp | xcomp | object"},
        "Brazil proposed a conference on the border.",
        "proposes: Brazil",
        status="proposes",
    ),
    Rule(
        "invite",
        words("invite"),
        {"actor": "subject", "topic": "xcomp | ccomp | object acl", "toward": "object"},
        "Belgium invited Serbia to open an office.",
        "proposes: Belgium",
        status="proposes",
        confidence=0.6,
    ),
    Rule(
        "put-forward",
        words("put bring set"),
        {"actor": "subject", "topic": "object"},
        "Egypt put forward a new plan.",
        "proposes: Egypt",
        status="proposes",
        needs=lambda verb: any(child.lower_ in {"forward", "forth"} for child in verb.children),
    ),
    Rule(
        "accept",
        ACCEPT,
        {"actor": "subject", "topic": "object | prep:to,in pobj | prep:to,in pcomp | ccomp | xcomp"},
        "Sudan accepted the draft.",
        "accepts: Sudan",
        status="accepts",
        needs=lambda verb: not _is_mutual(verb),
    ),
    Rule(
        "reject",
        REJECT,
        {"actor": "subject", "topic": "object | xcomp | npadvmod"},
        "Serbia rejected the ultimatum.",
        "rejects: Serbia",
        status="rejects",
    ),
    Rule(
        "turn-down",
        words("rule turn throw vote brush shrug wave cast"),
        {"actor": "subject", "topic": "object | prep:out pobj | xcomp | prep:out pcomp | npadvmod"},
        "Mexico turned down the offer.",
        "rejects: Mexico",
        status="rejects",
        needs=lambda verb: any(child.lower_ in {"out", "down", "off", "aside", "away"} for child in verb.children),
    ),
    Rule(
        "stand-by",
        words("stand rally"),
        {"actor": "subject", "topic": "prep:by,behind pobj"},
        "Japan stands by the agreement.",
        "supports: Japan",
        status="supports",
    ),
    Rule(
        "argue-for",
        words("argue vote side"),
        {"actor": "subject", "topic": "prep:for,with pobj | prep:for pcomp"},
        "Britain argued for the freeze.",
        "supports: United Kingdom",
        status="supports",
    ),
    Rule(
        "in-favour",
        words("favour favor support"),
        {"actor": "head head subject", "topic": "prep:of pobj | prep:of pcomp"},
        "Brazil spoke in favour of the treaty.",
        "supports: Brazil",
        pos=NOUNS,
        status="supports",
        needs=lambda noun: noun.head.lower_ == "in",
    ),
    Rule(
        "object-to",
        words("object balk baulk lash tear rail"),
        {"actor": "subject", "topic": "prep:to,at,into pobj | prep:to,at pcomp | prep:out prep:at pobj"},
        "Denmark objected to the removal of the clause.",
        "opposes: Denmark",
        status="opposes",
    ),
    Rule(
        "against",
        words("argue speak vote protest warn counsel advise caution campaign rail come lobby fight push decide inveigh be"),
        {"actor": "subject", "topic": "prep:against pobj | prep:against pcomp | prep:out prep:against pobj"},
        "Singapore spoke against an embargo.",
        "opposes: Singapore",
        status="opposes",
        needs=lambda verb: any(child.lower_ in {"against", "out"} for child in verb.children),
    ),
    Rule(
        "judge",
        words("call brand describe regard pronounce deem label term consider declare see view reckon"),
        {"actor": "subject", "topic": "object | ccomp nsubj"},
        "Ethiopia called the step misguided.",
        "opposes: Ethiopia",
        status="opposes",
        needs=lambda verb: _judged(verb, BAD),
    ),
    Rule(
        "judge-well",
        words("call describe regard pronounce deem label term consider declare"),
        {"actor": "subject", "topic": "object | ccomp nsubj"},
        "Canada called the deal a positive step.",
        "supports: Canada",
        status="supports",
        needs=lambda verb: _judged(verb, GOOD),
    ),
    Rule(
        "must",
        words("must should"),
        {"topic": "head"},
        "The corridors must be opened, said Turkey.",
        "demands: Turkey",
        pos=frozenset({"AUX"}),
        status="demands",
        needs=lambda aux: _is_obligation(aux),
        confidence=0.6,
    ),
    Rule(
        "will-not",
        words("will would"),
        {"actor": "head subject", "topic": "head object | head ccomp | head xcomp | head prep:of,to,from pobj"},
        "Spain will never give up its claim.",
        "rejects: Spain",
        pos=frozenset({"AUX"}),
        status="rejects",
        needs=lambda aux: is_negated(aux.head) and aux.head.lemma_ in REFUSABLE,
        confidence=0.6,
    ),
    Rule(
        "say-yes",
        words("say"),
        {"actor": "subject", "topic": "prep:to pobj | object prep:to pobj | intj prep:to pobj"},
        "Kenya said yes to the plan.",
        "accepts: Kenya",
        status="accepts",
        needs=lambda verb: any(child.lower_ == "yes" for child in verb.children),
    ),
    Rule(
        "say-no",
        words("say"),
        {"actor": "subject", "topic": "prep:to pobj | object prep:to pobj | intj prep:to pobj"},
        "Kenya said no to the plan.",
        "rejects: Kenya",
        status="rejects",
        needs=lambda verb: any(child.lower_ == "no" for child in verb.children),
    ),
    Rule(
        "ready",
        words("ready willing prepared open disposed amenable eager happy"),
        {"actor": "head nsubj | subject", "topic": "xcomp | prep:to,for pobj | prep:to pcomp | ccomp | advcl"},
        "Armenia is ready to sign the treaty.",
        "accepts: Armenia",
        pos=ADJECTIVES,
        status="accepts",
    ),
    Rule(
        "opposed",
        words("oppose opposed hostile averse"),
        {"actor": "nsubjpass | head nsubj | subject", "topic": "prep:to pobj | prep:to pcomp"},
        "Russia is opposed to the expansion of the alliance.",
        "opposes: Russia",
        pos=ADJECTIVES,
        status="opposes",
    ),
    Rule(
        "support-noun",
        words("support backing endorsement approval blessing praise commitment welcome solidarity favour favor"),
        {"actor": OWNER, "topic": f"{ABOUT} | head dative"},
        "Kenya voiced support for the accord.",
        "supports: Kenya",
        pos=NOUNS,
        status="supports",
    ),
    Rule(
        "opposition-noun",
        words("opposition objection condemnation criticism protest hostility reservation resistance disapproval denunciation"),
        {"actor": OWNER, "topic": ABOUT},
        "Iraq reiterated its opposition to the dam.",
        "opposes: Iraq",
        pos=NOUNS,
        status="opposes",
    ),
    Rule(
        "demand-noun",
        words("demand call request appeal plea insistence exhortation"),
        {"actor": OWNER, "topic": ABOUT},
        "Beijing repeated its call for a ceasefire.",
        "demands: China",
        pos=NOUNS,
        status="demands",
    ),
    Rule(
        "proposal-noun",
        words("proposal offer suggestion"),
        {"actor": OWNER, "topic": ABOUT},
        "Moscow repeated its offer of a moratorium.",
        "proposes: Russia",
        pos=NOUNS,
        status="proposes",
    ),
    Rule(
        "acceptance-noun",
        words("acceptance readiness willingness consent assent preparedness"),
        {"actor": OWNER, "topic": ABOUT},
        "Belgrade declared its readiness to accept the plan.",
        "accepts: Serbia",
        pos=NOUNS,
        status="accepts",
    ),
    Rule(
        "rejection-noun",
        words("rejection refusal veto dismissal repudiation rebuff"),
        {"actor": OWNER, "topic": ABOUT},
        "Tehran's rejection of the offer surprised nobody.",
        "rejects: Iran",
        pos=NOUNS,
        status="rejects",
    ),
    Rule(
        SO_DID,
        words("do"),
        {"actor": "subject", "topic": ""},
        "France welcomed the accord. So did Canada.",
        "supports: Canada",
        pos=frozenset({"AUX", "VERB"}),
        needs=lambda verb: _is_so(verb),
        confidence=0.6,
    ),
    *IDIOMS,
)


OF_THE_LAST = frozenset({f"position.{SO_DID}"})
"""Rules whose claims take the stance told of last."""


def fallback(claim: Claim, doc: Doc, earlier: list[Claim]) -> Claim | None:
    """`So did Canada`: the stance told of in the sentence before, or earlier in the same."""
    last = earlier[-1] if earlier and claim.rule in OF_THE_LAST else None
    if last is None or not follows_at_once(claim, last) or set(last.entities("actor")) & set(claim.entities("actor")):
        return None
    return replace(claim, status=last.status, values=last.values)


def read(match: Match) -> Iterable[Claim]:
    """A position for each actor of the stance that a match speaks of."""
    stance, topic = _stance(match), topic_of(match)
    text = phrase(topic) if topic is not None else ""
    if match.rule.name == SO_DID:
        stance, text = KIND.statuses[0], "so"  # both are those of the claim before
    elif stance is None or topic is None or text.lower() in EMPTY or is_other_kind(match, topic):
        return
    actors = actor_parts("actor", _actors(match))
    keys = {actor.entity for actor in actors}
    toward = [part for part in actor_parts("toward", match.roles.get("toward", ())) if part.entity not in keys]
    further = [phrase(verb) for verb in _further(topic)] if topic is not None and match.rule.name != SO_DID else []
    for actor, about in product(actors, (text, *further)):
        yield build(
            "position",
            stance,
            match.trigger,
            [actor, *toward[:1]],
            f"position.{match.rule.name}",
            values={"topic": about},
            confidence=match.rule.confidence,
        )


def _further(topic: Token) -> Iterator[Token]:
    """What else is asked for: of `to withdraw and to cease laying mines` the second infinitive."""
    if any(child.tag_ == "TO" for child in topic.children):
        yield from (verb for verb in children(topic, "conj") if any(child.tag_ == "TO" for child in verb.children))


def _stance(match: Match) -> str | None:
    """The stance after negation and mood; that of `must` and `will not` is the mood itself."""
    if match.trigger.dep_ == "aux":
        return match.rule.status
    return holds(match.trigger, match.rule.status or "")


def _actors(match: Match) -> list[Token]:
    """Who takes the stance; for a rule that asks for no actor, who says so."""
    if "actor" in match.roles:
        return [voiced(token, match.trigger) for token in holders(match.trigger, match.roles["actor"])]
    mention = speaker(match.trigger)
    return [mention.root] if mention is not None else []
