"""Words of stance, from knowledge of the language of diplomacy: verbs by what they say, verdicts, and what is no topic."""

from nlp.grammar import words

SUPPORT = words(
    "back support endorse welcome hail applaud praise commend laud champion bless embrace defend celebrate favour favor "
    "salute acclaim cheer uphold second extol advocate approve promote greet"
)
OPPOSE = words(
    "oppose condemn criticise criticize denounce deplore decry slam blast attack lambast lambaste assail deride castigate "
    "censure protest resist contest fault ridicule resent disown deprecate lament fight combat contest"
)
DEMAND = words("demand request require seek want urge")
URGE = words(
    "urge ask press call encourage exhort appeal beg implore plead tell entreat beseech summon admonish enjoin petition "
    "lobby push request advise pressure"
)
PROPOSE = words("propose suggest offer table float moot recommend volunteer pitch advance unveil present circulate submit")
ACCEPT = words("accept agree consent concede concur")
REJECT = words("reject dismiss spurn repudiate rebuff veto refuse block decline disavow disregard scorn exclude")
BAD = words(
    "illegal unlawful unjust unacceptable misguided disgusting shameful disgraceful wrong void null invalid worthless "
    "useless insufficient inadequate dangerous reckless provocative unfair biased one-sided absurd ridiculous farce sham "
    "betrayal capitulation surrender treason mistake error blunder blow provocation violation aggression interference "
    "disgrace outrage cave-in joke insult blackmail humiliation crime piracy charade stab unhelpful regrettable premature "
    "counterproductive unnecessary illegitimate unconstitutional groundless hypocritical irresponsible inhumane intolerable "
    "disappointing counter incompatible defeat trap appeasement non-starter coup theft shame breach folly meaningless"
)
GOOD = words(
    "positive welcome historic constructive good fair balanced helpful encouraging breakthrough milestone victory success "
    "triumph gift opportunity promising courageous wise landmark"
)
MEETING = words(
    "meeting meet talk attend visit negotiate summit travel come invitation conference negotiation dialogue receive go see "
    "speak audience trip round call contact encounter conversation"
)
MEASURE = words("sanction embargo freeze ban blacklist")
COURTESIES = words(
    "condolence sympathy thanks congratulation apology prayer assurance detail explanation proof evidence comment word hope "
    "greeting glimpse chance view way reason help pleasure part charge allegation accusation more"
)
REFUSABLE = words(
    "recognise recognize allow tolerate give hand let discuss return surrender sign ratify join withdraw leave yield bow "
    "submit hear have extend lift take stop change cede renounce abandon settle compromise budge disarm resign permit "
    "negotiate pay"
)
PERSONS = words(
    "leader president minister diplomat ambassador envoy premier visitor guest delegation journalist reporter official refugee"
)
IMPOSE = words("impose place slap add order put introduce adopt extend tighten freeze ban blacklist")
ASSETS = words("property asset account fund road entry access website")
UNSAID = words("comment draw say name elaborate answer identify confirm disclose reveal speculate")
STRESS = words("stress underline underscore emphasise emphasize reiterate highlight reaffirm repeat recall affirm")
PROPOSED = words(
    "plan proposal draft idea offer text compromise initiative roadmap road-map formula suggestion concession resolution motion "
    "bill amendment package framework timetable solution request demand scheme concept option blueprint paper document"
)
"""Nouns of what is proposed, and is no text in force."""
