"""The words of coreference: pronouns, and the nouns by which persons, states, bodies and groups are spoken of again."""

from nlp.grammar import words

MALE = words("he him his himself")
FEMALE = words("she her hers herself")
NEUTER = words("it its itself")
PLURAL = words("they them their theirs themselves")
TOGETHER = words("we us our ours")
FIRST = words("i we us our my me ours mine ourselves")
LEADERS = words("president leader premier king")
HEADS_OF_STATES = ("president", "prime minister", "premier", "chancellor", "king", "emir", "sultan", "leader")
"""Offices whose holders are `the leaders` of a report."""
_HEADS = (*HEADS_OF_STATES, "taoiseach", "chairman", "chairwoman", "chief", "commander", "head", "queen", "pope", "ruler")
OFFICE_WORDS: dict[str, tuple[str, ...]] = {
    "leader": _HEADS,
    "head": _HEADS,
    "ruler": _HEADS,
    "president": ("president",),
    "premier": ("prime minister", "premier", "chancellor", "taoiseach"),
    "minister": ("minister", "secretary"),
    "chancellor": ("chancellor",),
    "king": ("king", "emir", "sultan"),
    "monarch": ("king", "queen", "emir", "sultan"),
    "general": ("general", "commander", "chief"),
    "negotiator": ("negotiator", "minister", "envoy", "representative", "chief"),
    "envoy": ("envoy", "representative", "ambassador"),
}
"""What the titles of those say whom a plural means: `the two ministers`."""
RANKS = {word for words_ in OFFICE_WORDS.values() for word in words_} | words(
    "spokesman spokeswoman mediator adviser coordinator director bishop cardinal priest lawmaker deputy member senator "
    "facilitator governor"
)
"""Words of titles that tell an office, so that their bearer holds no other."""
BELOW = {"minister": ("prime", "first"), "president": ("vice", "deputy"), "premier": ("vice", "deputy")}
"""Words that make another office of a title: prime ministers are no ministers, vice presidents no presidents."""
RECENT = 25
"""How many mentions back a people's name in the singular may look."""
PERSON_NOUNS = words(
    "president premier minister chancellor leader king queen emir prince sultan envoy secretary chief "
    "ambassador diplomat general mediator "
    "commissioner spokesman spokeswoman spokesperson negotiator pope chairman chairwoman chair chairperson "
    "speaker governor senator commander "
    "colonel monarch statesman ruler strongman head man woman politician counterpart visitor guest host "
    "official adviser special representative "
    "director commander coordinator delegate successor predecessor dictator taoiseach vice-president"
)
HOME_NOUNS = words("government army junta regime authority administration")
STATE_NOUNS = words("country government state nation kingdom republic island regime junta emirate sultanate administration")
BODY_NOUNS = {
    "bloc": (
        *("union", "community", "association", "cooperation", "council", "league"),
        *("g7", "g20", "ecowas", "asean", "eu", "market", "forum"),
    ),
    "union": ("union",),
    "alliance": ("alliance", "nato", "treaty"),
    "council": ("council",),
    "assembly": ("assembly",),
    "commission": ("commission",),
    "committee": ("committee",),
    "parliament": ("parliament",),
    "agency": ("agency",),
    "organisation": ("organisation", "organization"),
    "organization": ("organisation", "organization"),
    "court": ("court",),
    "secretariat": ("secretariat", "united nations"),
    "fund": ("fund",),
    "bank": ("bank",),
    "league": ("league",),
    "community": ("community",),
    "ministry": ("ministry",),
    "department": ("department",),
    "body": (),
    "grouping": (),
    "institution": (),
}
FORMER = words("former ex late ousted deposed then onetime erstwhile")
MEET = words("meet receive host telephone phone ring call see welcome visit greet")
COLLECTIVE = (
    "they ",
    "the parties",
    "the ministers",
    "the leaders",
    "the presidents",
    "the prime ministers",
    "the heads of",
    "the two",
    "the three",
    "both ",
    "the sides",
)
"""How sentences of a communiqué begin that mean those who issue it."""
GROUP_NOUNS = words(
    "group movement rebel insurgent guerrilla militant faction militia party coalition front opposition "
    "separatist islamist fighter"
)
PAIR_PERSONS = words(
    "leader president premier minister man woman diplomat politician king monarch general envoy "
    "statesman chief negotiator pair duo trio "
    "secretary chancellor official interlocutor guest ruler head"
)
PAIR_STATES = words(
    "side country state government nation party capital neighbour neighbor delegation rival foe ally power "
    "republic adversary enemy "
    "signatory partner belligerent army team administration people kingdom"
)
SETS = words("side party minister president leader head premier counterpart negotiator")
"""Plurals that mean those named before, without a number: `the Parties`, `the Ministers`."""
NUMBERS = {"two": 2, "both": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6, "pair": 2, "duo": 2}
QUALIFIERS = words("vice prime foreign deputy defence defense secretary chief special high finance interior executive")
"""Words that make another office of a title."""
HANDFUL = 6
"""Holders of an office whom `the Ministers` may mean together."""
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
REACH = 10
"""How many sentences back a description of several may look."""
WINDOW = 3
"""How many sentences back a pronoun may look."""
QUOTE = 200
"""How many words back a quotation may have begun."""
