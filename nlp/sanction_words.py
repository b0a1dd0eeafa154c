"""Words of sanctions, from knowledge of the language: what becomes of a measure, what it is of, whom it is on."""

from nlp.grammar import words

BY_WORD = {
    "imposed": words(
        "impose slap introduce adopt approve announce sign place put apply enact levy order issue clamp clap enforce "
        "tighten toughen stiffen harden strengthen reinforce intensify escalate reimpose restore reinstate reintroduce "
        "revive add expand widen broaden unveil decree proclaim declare lay hit punish target penalise penalize institute "
        "establish pass set bring include keep subject inflict mete pile heap saddle smack invoke activate trigger "
        "mandate launch start begin follow answer respond retaliate react reply counter isolate single join align associate "
        "mirror match copy emulate strike single clobber whack deploy snapback imposition "
        "introduction reimposition reinstatement adoption tightening"
    ),
    "extended": words(
        "extend renew prolong maintain continue stretch retain preserve sustain lengthen perpetuate extension renewal "
        "prolongation continuation rollover"
    ),
    "lifted": words(
        "lift remove release scrap end drop terminate revoke repeal cancel abolish delist end rescind withdraw expire lapse "
        "unfreeze annul quash void nullify unblock dismantle discontinue abandon axe lapse reverse undo unwind eliminate "
        "discard ditch stop halt lifting removal scrapping repeal abolition termination revocation withdrawal "
        "cancellation annulment expiry dismantling"
    ),
    "eased": words(
        "ease relax suspend loosen waive soften lighten pause exempt relieve reduce mitigate moderate trim thin narrow "
        "temper alleviate dilute slacken weaken scale easing relaxation suspension loosening softening waiver exemption "
        "exception relief reduction mitigation alleviation"
    ),
    "planned": words(
        "prepare plan consider mull discuss debate weigh draft draw work study envisage ready examine finalise finalize "
        "contemplate ponder eye devise elaborate negotiate haggle wrangle deliberate pledge promise vow intend "
        "bill preparation consideration discussion"
    ),
    "threatened": words("threaten warn threat warning menace brandish face risk incur prospect spectre specter"),
    "called_for": words(
        "urge demand press seek want like propose ask advocate recommend request appeal lobby call push suggest favour favor "
        "plead beg clamour clamor campaign petition plea"
    ),
    "rejected": words(
        "veto block reject defeat refuse sink torpedo thwart scupper scuttle stymie obstruct foil derail "
        "kill bury shelve exclude rejection"
    ),
}
"""What a word says became of the measure that it governs."""
BY_PARTICLE = {
    ("rule", "out"): "rejected",
    ("vote", "down"): "rejected",
    ("turn", "down"): "rejected",
    ("shoot", "down"): "rejected",
    ("throw", "out"): "rejected",
    ("fight", "off"): "rejected",
    ("stave", "off"): "rejected",
    ("do", "away"): "lifted",
    ("call", "off"): "lifted",
    ("phase", "out"): "lifted",
    ("give", "up"): "lifted",
    ("tear", "up"): "lifted",
    ("scale", "back"): "eased",
    ("scale", "down"): "eased",
    ("roll", "back"): "eased",
    ("wind", "down"): "eased",
    ("water", "down"): "eased",
    ("thin", "out"): "eased",
    ("hold", "up"): "rejected",
    ("roll", "over"): "extended",
    ("step", "up"): "imposed",
    ("ramp", "up"): "imposed",
    ("bring", "in"): "imposed",
    ("draw", "up"): "planned",
    ("work", "on"): "planned",
    ("argue", "over"): "planned",
    ("hold", "out"): "threatened",
    ("come", "out"): "called_for",
    ("cut", "off"): "imposed",
    ("give", "notice"): "threatened",
}
BY_WORD_ENDS = {"expire": "lifted", "lapse": "lifted", "go": "lifted", "drop": "lifted", "stand": "extended", "run": "extended"}
"""What somebody does who lets a measure do that."""
UNDONE = words("unfreeze unblock release delist reopen")
"""Words that lift a measure by themselves: those that are a measure impose it."""
TAKEN_OFF = words("take remove strike drop come cross get")
OBSERVED = words(
    "application implementation enforcement observance compliance respect impact effect effectiveness evasion breach violation "
    "circumvention"
)
"""Nouns of what is done about a measure that is there: to call for it asks for no measure."""
UNWANTED = words(
    "oppose resist dislike doubt fear shun eschew avoid avert escape dodge forestall disapprove "
    "need opposition resistance objection aversion criticism critic opponent"
)
"""Words by which somebody has nothing to do with a measure that there may not be."""
BLOCK = words("veto block thwart obstruct stymie torpedo sink scupper scuttle derail foil hold stall")
"""Verbs by which members keep their body from deciding."""
TEXTS = words(
    "draft text resolution bill motion proposal amendment document order decree law act regulation decision legislation position "
    "directive proclamation statement paper"
)
"""Nouns of texts by which measures are imposed."""
MODIFIERS = words(
    "arms asset assets travel visa trade export import entry oil economic financial restrictive punitive targeted flight flights "
    "weapon weapons unilateral sectoral diamond timber coal gas luxury air border coercive military investment price banking "
    "technology chip chips semiconductor grain food crude gold steel aluminium aluminum uranium missile ammunition aviation "
    "shipping port ports maritime naval land sea credit lending dollar transit terrorist terrorism anti-dumping transport fuel "
    "energy industrial commercial wine beef fish seafood fruit dairy meat poultry fertiliser fertilizer mineral minerals metal "
    "metals"
)
"""Words before `ban`, `freeze` or `measures` that make a sanction of it."""
ASSETS = words("asset fund account property holding reserve wealth fortune money deposit estate")
CUT = words(
    "trade visa airspace border crossing export import frontier flight shipment delivery sale sky port bridge space "
    "licence license permit tunnel checkpoint gate airport railway road autobahn corridor transit passage waterway pipeline"
)
"""What is closed or stopped where that is a sanction."""
LEAVE = words("visa entry passage overflight landing transit airspace")
"""What somebody is refused where that is a sanction."""
RIGHTS = words("landing overflight flying fly fishing transit docking port traffic air export import trading trade")
"""Words before `rights` whose loss is one."""
LISTS = words(
    "terror terrorist terrorism sanctions sanction black terrorists visa watch entity restricted entities no-fly designated "
    "sdn magnitsky qaeda taliban unwelcome"
)
"""Words before `list` that make it one of sanctions."""
ENTERED = words("put place add include take remove strike drop enter inscribe")
STANDING = words("be stay remain keep leave come go get appear figure feature have hold stand")
"""Verbs of being on a list, of getting there or off it."""
BARRED_FROM = words(
    "enter travel visit leave fly land dock cross come set use hold buy sell export import trade deal do invest bid access reach "
    "transit go move operate supply receive entry territory soil country airspace market port water airport bank credit trade "
    "technology tender contract export import travel transaction business"
)
"""What it is a sanction to keep somebody from; to keep them from office or from a contest is none."""
SHUT = words("closed shut sealed blocked barred frozen")
"""What a border or a trade is kept, or wanted to be."""
