"""Words of agreements, from knowledge of the language of diplomacy: what texts are called, and what becomes of them."""

from nlp.grammar import words

BY_WORD = {
    "signed": words(
        "put sign reach conclude strike ink initial ratify seal agree clinch make close enter adopt issue renew cement approve "
        "exchange finalise finalize secure broker mediate produce bring yield come hold end settle join accede honour honor set "
        "take bind commit affix subscribe arrive unveil have emerge wind crown pen hammer thrash forge cut land nail countersign "
        "extend prolong implement observe release publish lay endorse accept announce carry complete "
        "signing signature conclusion ratification"
    ),
    "proposed": words(
        "favour favor propose offer suggest seek draft negotiate discuss table urge demand want hope float push plan prepare "
        "work mull consider explore envisage contemplate pursue advocate request circulate elaborate haggle debate "
        "proposal negotiation prospect call"
    ),
    "rejected": words("reject refuse spurn dismiss veto rebuff decline balk baulk rejection refusal"),
    "violated": words(
        "violate break breach infringe flout contravene disregard defy transgress renege violation infringement contravention"
    ),
    "ended": words(
        "end expire suspend quit abandon terminate lapse collapse denounce cancel annul scrap renounce abrogate leave repudiate "
        "withdraw revoke rescind void nullify unravel crumble disintegrate bury ditch discard junk axe exit dissolve "
        "withdrawal suspension termination expiry denunciation abrogation rupture repudiation cancellation collapse"
    ),
}
"""What a word says became of the text that it governs."""
BY_PARTICLE = {
    ("turn", "down"): "rejected",
    ("throw", "out"): "rejected",
    ("vote", "down"): "rejected",
    ("shoot", "down"): "rejected",
    ("tear", "up"): "ended",
    ("rip", "up"): "ended",
    ("pull", "out"): "ended",
    ("back", "out"): "ended",
    ("opt", "out"): "ended",
    ("walk", "away"): "ended",
    ("walk", "out"): "ended",
    ("break", "down"): "ended",
    ("fall", "apart"): "ended",
    ("fall", "through"): "ended",
    ("bring", "down"): "ended",
    ("cast", "aside"): "ended",
    ("go", "back"): "violated",
    ("run", "out"): "ended",
    ("withdraw", "from"): "ended",
    ("draw", "up"): "proposed",
    ("work", "on"): "proposed",
    ("work", "out"): "signed",
}
DEAD = words("dead void moribund defunct null")
"""Adjectives of a text that has ended: `was dead within the month`."""
TREATIES = words(
    "agreement accord treaty pact deal ceasefire cease-fire truce memorandum protocol convention armistice compact settlement "
    "charter understanding moratorium swap concordat entente détente detente covenant cessation"
)
"""What is an agreement by its name."""
JOINT_TEXTS = words(
    "declaration communiqué communique statement plan framework roadmap text exchange minute bargain arrangement consensus "
    "compromise formula package agenda contract partnership"
)
"""What is an agreement if it is of several."""
PAPERS = words(
    "document paper contract consensus agenda draft resolution code undertaking bargain peace pledge package act declaration "
    "statement arrangement framework roadmap plan formula compromise text record minute communiqué communique lease instrument "
    "addendum annex timetable"
)
"""What is an agreement if it is signed."""
SIGN = words(
    "sign initial ink conclude seal ratify put subscribe hammer exchange countersign strike clinch reach broker affix work "
    "negotiate accept"
)
JOINT = words("joint final common trilateral bilateral tripartite prisoner prisoners peace power-sharing quadrilateral")
MEDIATE = words("broker mediate facilitate sponsor chair brokered mediated")
MEDIATOR = words("mediator broker guarantor facilitator midwife moderator witness chair chairman")
EVENTS = words("talk negotiation meeting summit conference consultation round session discussion contact dialogue encounter")
"""Events that bring a text forth: `talks between Egypt and Libya yielded a truce`."""
OPEN = words("table negotiation discussion consideration preparation work works pipeline review")
"""What a text is on, under or in while there is none yet: `is on the table`, `under negotiation`."""
EXCHANGED = words("prisoner pow detainee captive hostage body remains soldier spy convict instrument")
"""What states exchange by agreement."""
KEPT = words("implementation application observance fulfilment fulfillment respect compliance execution benefit provision clause")
"""Nouns of what is done about a text in force: to call for it proposes no text."""
