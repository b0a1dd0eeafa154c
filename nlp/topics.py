"""What a stance is taken on: a short phrase in the words of the text, cut out of the tree below its head."""

from collections.abc import Iterator

from nlp.arguments import children
from nlp.tokens import Span, Token

LONGEST = 12
"""Words of a topic at most; a topic names its matter, it does not tell it."""
LOOSE = frozenset({"relcl", "advcl", "parataxis", "appos", "npadvmod", "dep"})
TIMES = frozenset({"DATE", "TIME"})
PRONOUNS = frozenset("it this that them these those one so both either neither such they which whom".split())
OPENING = frozenset({"that", "to", "whether", ",", ":", ";", "“", '"', "‘", "'", "-", "–", "—"})
DANGLING = frozenset({"IN", "DT", "CC", "TO", "PRP$", ",", ":", "``", "''", "HYPH", "MD", "."})
MATTERS = frozenset(
    "accord act agreement aid amendment amnesty annexation announcement appeal arrangement attack award ban bid bill "
    "blockade boycott call candidacy ceasefire cease-fire charter clause communiqué compact compromise concession "
    "conference condition constitution convention coup deal decision declaration demand deployment document draft embargo "
    "election formula framework idea initiative intervention invasion invitation judgment law mandate measure mechanism "
    "mediation memorandum mission motion move offer operation outcome pact package paper partition peace plan pledge policy "
    "programme program project proposal protocol referendum report request resolution result roadmap ruling sanction "
    "settlement solution statement step strike suggestion summit swap tariff term test text timetable treaty truce "
    "ultimatum venue verdict veto vote waiver moratorium return listing corridor parameter guarantee withdrawal process "
    "pause".split()
)
"""Nouns of what is negotiated, from the language of diplomacy: what `it` means as the object of `accepted it`."""
ACTIONS = ("ation", "ition", "ution", "sion", "ction", "ption", "ment", "ance", "ence", "wal", "sal")
BODIES = frozenset(
    "government parliament department delegation organisation organization nation commission mission position".split()
)
"""Nouns that end like actions and are none."""
SENTENCES_BACK = 2
CORE = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT"})
MANY = frozenset({"they", "them", "these", "those", "both"})
ONE = frozenset({"it", "this", "that", "one"})
ANSWERS = frozenset("accept refuse".split())


def phrase(head: Token) -> str:
    """The words of the noun phrase or clause headed by `head`, without what merely tells more of it."""
    start, end = head.left_edge.i, _end(head)
    if head.dep_ == "ccomp" or head.pos_ in {"VERB", "AUX"}:
        start = _opening(head)
    text = _trimmed(head.doc[start:end])
    opening = head.doc[start]
    if opening.dep_ in {"nsubj", "nsubjpass"} and is_pronoun(opening) and (noun := earlier(opening)) is not None:
        return f"{_trimmed(noun.doc[noun.left_edge.i : noun.i + 1])} {text.partition(' ')[2]}"
    return text


def _opening(verb: Token) -> int:
    """Where a clause starts: an infinitive without a subject at its `to`, any other with its first word."""
    to = next((child.i for child in verb.children if child.tag_ == "TO" and child.i < verb.i), None)
    return verb.left_edge.i if to is None or any(children(verb, "nsubj", "nsubjpass")) else to


def _end(head: Token) -> int:
    """Where the phrase ends: before the first clause, apposition or time below the head that stands after it."""
    loose = [token.left_edge.i for token in head.subtree if token.i > head.i and _is_loose(token, head)]
    return min([*loose, head.right_edge.i + 1])


def _is_loose(token: Token, head: Token) -> bool:
    if token.left_edge.i <= head.i:
        return False
    if token.dep_ in LOOSE or token.text in {";", "—", "–", "(", "”", '"'}:
        return token.dep_ != "npadvmod" or token.ent_type_ in TIMES
    if token.dep_ == "prep":
        return token.lower_ == "as" or (token.lower_ != "of" and any(obj.ent_type_ in TIMES for obj in children(token, "pobj")))
    return token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and head.pos_ in {"NOUN", "PROPN"}


def _trimmed(span: Span) -> str:
    tokens = list(span)
    while tokens and tokens[0].lower_ in OPENING:
        tokens = tokens[1:]
    tokens = tokens[:LONGEST]
    while tokens and (tokens[-1].tag_ in DANGLING or not tokens[-1].text.strip()):
        tokens = tokens[:-1]
    if not tokens:
        return ""
    return " ".join(span.doc[tokens[0].i : tokens[-1].i + 1].text.split()).strip("\"'“”‘’ ")


def is_pronoun(token: Token) -> bool:
    """Whether `token` stands for a topic named before."""
    return token.lower_ in PRONOUNS and token.pos_ in {"PRON", "DET", "ADV", "SCONJ", "NUM", "CCONJ"}


def undated(token: Token) -> Token:
    """The noun that a date stands beside, where a relative clause was hung on the date (`the coup of 2013, which …`)."""
    if token.ent_type_ in TIMES and token.dep_ == "pobj" and token.head.head.pos_ in {"NOUN", "PROPN"}:
        return token.head.head
    return token


def is_elliptical(verb: Token) -> bool:
    """Whether a verb of answering leaves out what it answers: `Damascus refused`, `Oman is against`."""
    if verb.lemma_ == "be" and verb.tag_ in {"VBZ", "VBP", "VBD"}:
        return any(child.lower_ == "against" and not any(child.children) for child in verb.children)
    if verb.lemma_ not in ANSWERS or verb.pos_ != "VERB" or any(children(verb, "nsubjpass", "agent")):
        return False
    if any(children(verb, "dobj", "xcomp", "ccomp", "dative", "prt", "relcl")):
        return False
    return all(child.lower_ not in {"to", "with"} for child in children(verb, "prep")) and any(children(verb, "nsubj"))


def earlier(token: Token) -> Token | None:
    """The noun that a pronoun topic stands for: a matter of diplomacy named before it, in this sentence or two back.

    Subjects and objects go before other nouns of a sentence, and what was named last before what was named first.
    """
    for fits in (_is_matter, _is_action):
        for nouns in _before(token):
            matters = [noun for noun in nouns if fits(noun) and _agrees(noun, token)]
            if matters:
                return max(matters, key=lambda noun: (noun.dep_ in CORE, noun.i))
    return None


def _is_matter(noun: Token) -> bool:
    """Whether a noun names what is negotiated."""
    return noun.lemma_.lower() in MATTERS


def _is_action(noun: Token) -> bool:
    """Whether a noun names an action that somebody may take a stance on: `restoration`, `withdrawal`."""
    lemma = noun.lemma_.lower()
    return noun.pos_ == "NOUN" and noun.dep_ in CORE and lemma.endswith(ACTIONS) and lemma not in BODIES


def _agrees(noun: Token, pronoun: Token) -> bool:
    """Whether both are singular or both plural, where the pronoun tells."""
    if pronoun.lower_ in MANY:
        return noun.tag_ in {"NNS", "NNPS"}
    return pronoun.lower_ not in ONE or noun.tag_ in {"NN", "NNP"}


def _before(token: Token) -> Iterator[list[Token]]:
    """The nouns before `token`, those of its own sentence first, then of each sentence before."""
    end = token.i
    for _ in range(SENTENCES_BACK + 1):
        start = token.doc[end - 1].sent.start if end < token.i else token.sent.start
        yield [other for other in token.doc[start:end] if other.pos_ in {"NOUN", "PROPN"} and other.dep_ != "compound"]
        end = start
        if end == 0:
            return
