"""What the learned reader tells apart. The order is that of the weights: to change it is to train again."""

NODE_TYPES = ("person", "state", "organization", "group", "place", "date")
PERSON, PLACE, DATE = 0, 4, 5

RELATIONS = (
    "role", "sanction", "advocate", "meeting", "m_host", "m_mediator", "m_place", "m_date", "agreement", "a_mediator",
    "a_place", "a_date", "s_date", "toward", "since", "until",
)  # fmt: skip
"""What may hold between two nodes of a sentence; `m_`, `a_` and `s_` belong to meetings, agreements and sanctions."""
RELATION = {name: number for number, name in enumerate(RELATIONS)}

CHOICES = {
    "role": ("current", "former", "acting", "incoming"),
    "sanction": ("imposed", "extended", "planned", "threatened", "called_for", "eased", "lifted", "rejected"),
    "meeting": ("proposed", "planned", "ongoing", "held", "declined", "cancelled"),
    "format": ("meeting", "talks", "visit", "call", "summit", "conference"),
    "agreement": ("signed", "proposed", "rejected", "violated", "ended"),
}
"""The statuses of a kind, and the formats of a meeting, between which a pair of nodes decides."""


def _offsets() -> dict[str, slice]:
    offsets, start = {}, 0
    for name, choices in CHOICES.items():
        offsets[name] = slice(start, start + len(choices))
        start += len(choices)
    return offsets


CHOICE_SLICE = _offsets()
"""Where the choices of each head stand in a row of scores."""

STANCES = ("supports", "opposes", "demands", "proposes", "accepts", "rejects")
SPANS = (*STANCES, "title", "measure", "name")
"""What may begin at a word piece: the topic of a stance, or the words of a field."""
SPAN = {name: number for number, name in enumerate(SPANS)}
SPAN_END = {"topic": 0, "title": 1, "measure": 2, "name": 3}
"""Which table of ends belongs to which field."""

DEPENDENCIES = (
    "", "self", "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case",
    "cc", "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark",
    "meta", "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj", "poss",
    "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
)  # fmt: skip
DEPENDENCY = {name: number for number, name in enumerate(DEPENDENCIES)}
UNKNOWN_DEPENDENCY = DEPENDENCY["dep"]
SELF = DEPENDENCY["self"]
