"""What our words are called in CAMEO and PLOVER; docs/vocabulary.md has the same as a table, and a test compares them.

A code says less than the fact: it is exported beside our words, never in place of them.
"""

from dataclasses import dataclass

from graph.views import FactView

VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Code:
    """A CAMEO code, a PLOVER event type with its mode, and the quad class: 1 to 4, as CAMEO has them."""

    cameo: str
    event: str
    quad: int
    mode: str = ""


CONSULTS = {
    "meeting": Code("040", "CONSULT", VERBAL_COOPERATION),
    "summit": Code("040", "CONSULT", VERBAL_COOPERATION),
    "conference": Code("040", "CONSULT", VERBAL_COOPERATION),
    "call": Code("041", "CONSULT", VERBAL_COOPERATION, "phone"),
    "talks": Code("046", "CONSULT", VERBAL_COOPERATION),
}
"""Meetings that took place, by their format."""
MAKES_VISIT = Code("042", "CONSULT", VERBAL_COOPERATION, "visit")
HOSTS_VISIT = Code("043", "CONSULT", VERBAL_COOPERATION, "visit")
MEDIATED = Code("045", "CONSULT", VERBAL_COOPERATION, "third-party")
MULTILATERAL = Code("040", "CONSULT", VERBAL_COOPERATION, "multilateral")
BY_STATUS = {
    ("meeting", "planned"): Code("036", "AGREE", VERBAL_COOPERATION),
    ("meeting", "proposed"): Code("106", "REQUEST", VERBAL_CONFLICT, "meet"),
    ("meeting", "declined"): Code("125", "REJECT", VERBAL_CONFLICT, "meet"),
    ("meeting", "cancelled"): Code("125", "REJECT", VERBAL_CONFLICT, "meet"),
    ("sanction", "imposed"): Code("163", "SANCTION", MATERIAL_CONFLICT),
    ("sanction", "extended"): Code("163", "SANCTION", MATERIAL_CONFLICT),
    ("sanction", "threatened"): Code("1312", "THREATEN", VERBAL_CONFLICT, "restrict"),
    ("sanction", "eased"): Code("085", "CONCEDE", MATERIAL_COOPERATION),
    ("sanction", "lifted"): Code("085", "CONCEDE", MATERIAL_COOPERATION),
    ("position", "supports"): Code("051", "SUPPORT", VERBAL_COOPERATION),
    ("position", "demands"): Code("100", "REQUEST", VERBAL_CONFLICT),
    ("position", "opposes"): Code("111", "ACCUSE", VERBAL_CONFLICT, "disapprove"),
    ("position", "rejects"): Code("120", "REJECT", VERBAL_CONFLICT),
    ("position", "accepts"): Code("030", "AGREE", VERBAL_COOPERATION),
    ("position", "proposes"): Code("030", "AGREE", VERBAL_COOPERATION),
    ("agreement", "signed"): Code("057", "SUPPORT", VERBAL_COOPERATION),
}
"""All else, by kind and status; what is not here has no code."""
BILATERAL = 2


def code_of(fact: FactView, actor: str) -> Code | None:
    """The code of a fact seen from the side of one actor, by id; none where neither scheme has a word for it."""
    coded = BY_STATUS.get((fact.kind, fact.status))
    if coded or fact.kind != "meeting":
        return coded
    roles = [role for role, _ in fact.parts]
    if "mediator" in roles:
        return MEDIATED
    if fact.values.get("format") == "visit":
        hosts = {entity.id for role, entity in fact.parts if role == "host"}
        return HOSTS_VISIT if actor in hosts else MAKES_VISIT
    if roles.count("participant") > BILATERAL:
        return MULTILATERAL
    return CONSULTS[fact.values.get("format") or "meeting"]
