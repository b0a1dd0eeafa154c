"""Set phrases of stance: verbs with their nouns, particles and adjectives, from knowledge of the language of diplomacy."""

from nlp.arguments import children
from nlp.grammar import Rule, follow, words
from nlp.stance_words import BAD, PROPOSED
from nlp.status import is_negated
from nlp.topics import MATTERS


def _behind(prepositions: str, *starts: str) -> str:
    """Paths to what stands behind `prepositions`, a noun or a gerund, from the trigger or the ends of `starts`."""
    return " | ".join(f"{start} prep:{prepositions} {end}".strip() for start in ("", *starts) for end in ("pobj", "pcomp"))


def _with_noun(name: str, verbs: str, nouns: str, prepositions: str, stance: str, example: str, reads: str) -> Rule:
    """`took exception to it`: a verb whose object is one of `nouns`."""
    said = words(nouns)
    return Rule(
        name,
        words(verbs),
        {"actor": "subject", "topic": f"{_behind(prepositions, 'dobj')} | dative pobj"},
        example,
        reads,
        status=stance,
        needs=lambda verb: any(token.lemma_.lower() in said and not is_negated(token) for token in children(verb, "dobj")),
        confidence=0.7,
    )


def _with_particle(name: str, verbs: str, particles: str, topic: str, stance: str, example: str, reads: str) -> Rule:
    """`came up with it`: a verb with one of `particles`; the topic must be something proposed, for planes are shot down, too."""
    beside = words(particles)
    return Rule(
        name,
        words(verbs),
        {"actor": "subject", "topic": topic},
        example,
        reads,
        status=stance,
        needs=lambda verb: (
            any(child.lower_ in beside for child in verb.children)
            and any(token.lemma_.lower() in PROPOSED for token in follow(verb, topic))
        ),
        confidence=0.6,
    )


def _being(name: str, adjectives: str, prepositions: str, stance: str, example: str, reads: str) -> Rule:
    """`is critical of it`."""
    return Rule(
        name,
        words(adjectives),
        {"actor": "head nsubj | subject", "topic": _behind(prepositions)},
        example,
        reads,
        pos=frozenset({"ADJ", "VERB", "ADV"}),
        status=stance,
        needs=lambda word: word.dep_ in {"acomp", "oprd", "xcomp", "ROOT", "advcl", "conj", "ccomp", "relcl"},
        confidence=0.7,
    )


SUPPORTING = words("support backing approval endorsement blessing consent")
"""What has it has somebody's support."""
IDIOMS: tuple[Rule, ...] = (
    _with_noun(
        "give-backing",
        "throw put swing lend give",
        "weight support backing endorsement approval imprimatur blessing",
        "behind,to",
        "supports",
        "Kenya threw its weight behind the accord.",
        "supports: Kenya",
    ),
    _with_noun(
        "take-exception",
        "take",
        "exception issue umbrage offence offense",
        "to,with,at",
        "opposes",
        "Jordan took exception to the clause.",
        "opposes: Jordan",
    ),
    _with_noun(
        "pour-scorn",
        "pour heap",
        "scorn ridicule contempt water",
        "on,over",
        "opposes",
        "Chile poured scorn on the plan.",
        "opposes: Chile",
    ),
    _with_noun(
        "lodge-protest",
        "lodge file register raise enter voice have",
        "protest objection complaint reservation",
        "over,against,about,to,with",
        "opposes",
        "Egypt lodged a protest over the dam.",
        "opposes: Egypt",
    ),
    _with_noun(
        "give-consent",
        "give",
        "light nod consent assent agreement go-ahead",
        "to,for",
        "accepts",
        "Ghana gave its consent to the inspection.",
        "accepts: Ghana",
    ),
    _with_noun(
        "drop-objection",
        "drop withdraw lift abandon waive",
        "objection opposition veto resistance reservation",
        "to,against",
        "accepts",
        "Turkey dropped its objections to the accession of Sweden.",
        "accepts: Turkey",
    ),
    _with_noun(
        "slam-door",
        "slam shut close",
        "door",
        "on,to",
        "rejects",
        "Cuba slammed the door on concessions.",
        "rejects: Cuba",
    ),
    _with_particle(
        "come-up-with",
        "come",
        "up forward",
        "prep:with pobj",
        "proposes",
        "Qatar came up with a compromise.",
        "proposes: Qatar",
    ),
    _with_particle("sign-up", "sign", "up", "prep:to pobj", "accepts", "Peru signed up to the plan.", "accepts: Peru"),
    _with_particle(
        "shoot-down",
        "shoot swat strike knock",
        "down away",
        "object",
        "rejects",
        "Mexico shot down the proposal.",
        "rejects: Mexico",
    ),
    _with_particle(
        "walk-away",
        "walk back pull",
        "away out",
        "prep:from,of pobj | prep:out prep:of pobj | advmod:away prep:from pobj",
        "rejects",
        "Sudan walked away from the draft.",
        "rejects: Sudan",
    ),
    Rule(
        "hit-out",
        words("hit lash strike"),
        {"actor": "subject", "topic": "prep:at,against pobj | prep:out prep:at,against pobj"},
        "Iran hit out at the resolution.",
        "opposes: Iran",
        status="opposes",
        needs=lambda verb: any(child.lower_ == "out" for child in verb.children),
    ),
    Rule(
        "hold-out",
        words("hold"),
        {"actor": "subject", "topic": "prep:for pobj | prep:out prep:for pobj"},
        "Cyprus held out for a federal solution.",
        "demands: Cyprus",
        status="demands",
        needs=lambda verb: any(child.lower_ == "out" for child in verb.children),
        confidence=0.7,
    ),
    Rule(
        "give-in",
        words("bow yield cave acquiesce assent"),
        {"actor": "subject", "topic": "prep:to,in pobj"},
        "Lebanon bowed to the demand.",
        "accepts: Lebanon",
        status="accepts",
        confidence=0.7,
    ),
    Rule(
        "committed",
        words("commit committed wedded"),
        {"actor": "head nsubj | nsubjpass | subject", "topic": "prep:to pobj"},
        "Tunisia remains committed to the accord.",
        "supports: Tunisia",
        pos=frozenset({"ADJ", "VERB"}),
        status="supports",
        needs=lambda word: word.dep_ in {"acomp", "oprd"} or any(children(word, "auxpass")),
        confidence=0.7,
    ),
    Rule(
        "speak-up",
        words("speak"),
        {"actor": "subject", "topic": "prep:for pobj"},
        "Oman spoke up for the plan.",
        "supports: Oman",
        status="supports",
        needs=lambda verb: any(child.lower_ == "up" for child in verb.children),
        confidence=0.7,
    ),
    Rule(
        "has-support",
        words("have enjoy win get receive gain"),
        {"actor": "dobj poss", "topic": "subject"},
        "The plan has Oman's backing.",
        "supports: Oman",
        status="supports",
        needs=lambda verb: any(token.lemma_.lower() in SUPPORTING for token in children(verb, "dobj")),
        confidence=0.7,
    ),
    _being(
        "critical",
        "critical unhappy dissatisfied scathing displeased sceptical skeptical dismissive scornful contemptuous disapproving",
        "of,with,about",
        "opposes",
        "Oman is critical of the plan.",
        "opposes: Oman",
    ),
    _being(
        "content",
        "content satisfied pleased comfortable delighted",
        "with,about,at",
        "supports",
        "Oman is content with the plan.",
        "supports: Oman",
    ),
    Rule(
        "keep-to",
        words("keep stick adhere abide hold"),
        {"actor": "subject", "topic": "prep:to,by pobj"},
        "Iran will abide by the truce.",
        "supports: Iran",
        status="supports",
        needs=lambda verb: any(token.lemma_.lower() in MATTERS for token in follow(verb, "prep:to,by pobj")),
        confidence=0.6,
    ),
    Rule(
        "be-for",
        words("be"),
        {"actor": "subject", "topic": "prep:for pobj"},
        "Chile was for the treaty.",
        "supports: Chile",
        status="supports",
        needs=lambda verb: any(token.lemma_.lower() in MATTERS for token in follow(verb, "prep:for pobj")),
        confidence=0.6,
    ),
    Rule(
        "prefer",
        words("prefer"),
        {"actor": "subject", "topic": "object | xcomp | ccomp"},
        "Japan would prefer a summit.",
        "supports: Japan",
        status="supports",
        confidence=0.6,
    ),
    Rule(
        "speak-well",
        words("speak think"),
        {"actor": "subject", "topic": "prep:of pobj"},
        "Chad spoke well of the election.",
        "supports: Chad",
        status="supports",
        needs=lambda verb: any(child.lower_ in {"well", "highly", "warmly", "approvingly"} for child in verb.children),
        confidence=0.6,
    ),
    Rule(
        "demand-to",
        words("demand insist clamour"),
        {"actor": "subject", "topic": "xcomp"},
        "Cuba demands to be heard.",
        "demands: Cuba",
        status="demands",
        confidence=0.7,
    ),
    Rule(
        "adamant",
        words("adamant insistent"),
        {"actor": "head nsubj", "topic": "ccomp"},
        "Syria is adamant that the talks be held in Madrid.",
        "demands: Syria",
        pos=frozenset({"ADJ"}),
        status="demands",
        confidence=0.7,
    ),
    Rule(
        "unacceptable-to",
        words("unacceptable repugnant"),
        {"actor": "prep:to,for pobj", "topic": "head nsubj"},
        "The clause is unacceptable to Japan.",
        "rejects: Japan",
        pos=frozenset({"ADJ"}),
        status="rejects",
        confidence=0.7,
    ),
    Rule(
        "verdict",
        BAD,
        {"topic": "head nsubj"},
        "The measure is illegal, Iran said.",
        "opposes: Iran",
        pos=frozenset({"ADJ"}),
        status="opposes",
        needs=lambda word: word.dep_ == "acomp" and word.head.lemma_ == "be",
        confidence=0.5,
    ),
    Rule(
        "acceptable-to",
        words("acceptable"),
        {"actor": "prep:to,for pobj", "topic": "head nsubj"},
        "The clause is acceptable to Japan.",
        "accepts: Japan",
        pos=frozenset({"ADJ"}),
        status="accepts",
        confidence=0.7,
    ),
)
