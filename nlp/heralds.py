"""What the words around a name tell of its bearer: "the Swiss contractor Allseas", "the port of Manzanillo", "Trubnikov, who"."""

from graph.vocabulary import EntityType
from nlp.offices import HEADS, HONORIFICS
from nlp.tokens import Span, Token

ORGANIZATION_NOUNS = frozenset(
    "company firm bank contractor airline party union agency foundation exchange mixer refinery conglomerate "
    "newspaper institute lobby manufacturer maker carrier charity corporation subsidiary trader producer operator "
    "supplier association court commission concern utility service broadcaster publisher startup shipyard".split()
)
GROUP_NOUNS = frozenset("gang militia faction rebel movement cartel guerrilla insurgent group".split())
PLACE_NOUNS = frozenset(
    "city town port village island resort province region suburb district capital lake river hotel palace peninsula "
    "valley oasis residence retreat estate stadium castle spa airport base camp crossing".split()
)
WHERE = frozenset({"in", "at", "near", "off", "outside"})
"""Prepositions behind which a name without an article is a place's."""
CALLED = frozenset("party movement gang faction militia cartel".split())
"""Nouns that follow the name of what they call: "the Fidesz party"."""
TELLING_NOUNS = PLACE_NOUNS | CALLED
BODY_LEADERS = frozenset(
    "leader chairman chairwoman chairperson member wing supporter co-leader founder spokesman spokeswoman executive".split()
)
TYPE_OF_NOUN = (
    dict.fromkeys(ORGANIZATION_NOUNS, EntityType.ORGANIZATION) | dict.fromkeys(GROUP_NOUNS, EntityType.GROUP)
    | dict.fromkeys(PLACE_NOUNS, EntityType.PLACE) | dict.fromkeys(HEADS, EntityType.PERSON)
)  # fmt: skip
ORGANIZATION_WORDS = frozenset(
    "assembly court office council secretariat electric motors command staff bank committee commission union party "
    "agency institute foundation university company group ministry department association federation organization "
    "organisation front movement army forces affairs council league congress parliament senate house tribunal "
    "authority service corps airlines holdings corporation ltd inc ag llc".split()
)


def is_title(token: Token) -> bool:
    """Whether a word is the head of an office or an honorific."""
    if token.lower_ in HONORIFICS or token.lower_ in HEADS:
        return True
    singular = token.lower_.removesuffix("s") in HEADS or token.lemma_.lower() in HEADS
    return singular and token.tag_ in ("NN", "NNP", "NNS", "NNPS")


def told_type(span: Span) -> EntityType | None:
    """The type that the words around a name tell, if they tell one."""
    if any(token.lower_ in ORGANIZATION_WORDS for token in span):
        return None
    return _by_word_before(span) or _by_apposition(span) or _by_word_after(span)


def _by_word_before(span: Span) -> EntityType | None:
    doc, i = span.doc, span.start - 1
    if i < 0:
        return None
    before = doc[i]
    if is_title(before) and before.tag_ not in ("NNS", "NNPS") and before.text != "General":
        return EntityType.PERSON
    if before.lower_ in ("state", "staff") and i >= 2 and doc[i - 1].lower_ == "of" and is_title(doc[i - 2]):
        return EntityType.PERSON
    if before.lower_ in WHERE and (span.label_ == "PERSON" or (span.label_ == "ORG" and _is_plain_word(span))):
        return EntityType.PLACE
    if before.lower_ == "the" and i >= 1 and doc[i - 1].lower_ == "of":
        before = doc[i - 1]
    if before.lower_ == "of" and before.i >= 1:
        return _by_governor(doc[before.i - 1].lemma_.lower())
    return TYPE_OF_NOUN.get(before.lower_) if before.pos_ == "NOUN" and before.lower_ not in HEADS else None


def _is_plain_word(span: Span) -> bool:
    """`at Sounion`: one word that is neither an acronym nor written together as companies' names are."""
    return len(span) == 1 and span.text.istitle()


def _by_governor(noun: str) -> EntityType | None:
    """ "The port of X" is a place, "the leader of X" a body's; a state or body that the gazetteer knows never gets here."""
    if noun in PLACE_NOUNS:
        return EntityType.PLACE
    return EntityType.ORGANIZATION if noun in BODY_LEADERS else None


def _by_apposition(span: Span) -> EntityType | None:
    root = span.root
    told = [TYPE_OF_NOUN.get(child.lemma_.lower()) for child in root.children if child.dep_ == "appos" and child.i >= span.end]
    if root.dep_ == "appos" and root.head.pos_ == "NOUN" and root.head.i < span.start and span.start - root.head.i <= 3:
        told.append(TYPE_OF_NOUN.get(root.head.lemma_.lower()))
    return next((kind for kind in told if kind), None)


def _by_word_after(span: Span) -> EntityType | None:
    doc, i = span.doc, span.end
    if i < len(doc) and doc[i].lower_ in TELLING_NOUNS and doc[i].pos_ == "NOUN":
        return TYPE_OF_NOUN.get(doc[i].lower_)
    if i + 1 < len(doc) and doc[i].text == "," and doc[i + 1].lower_ in ("who", "whom"):
        return EntityType.PERSON
    return None
