"""Agreements: a text or deal between two or more actors."""

from collections.abc import Iterable

from graph.vocabulary import Claim, FactKind, PartField, ValueField
from nlp.grammar import Match, Rule

ORDER = 5
KIND = FactKind(
    name="agreement",
    plural="agreements",
    summary="A text or deal between two or more actors: treaty, ceasefire, accord, memorandum, exchange.",
    parts=(PartField("party", "parties", least=2), PartField("mediator", "mediator")),
    values=(ValueField("name"),),
    statuses=("signed", "proposed", "rejected", "violated", "ended"),
    has_place=True,
    happened=("signed", "violated", "ended"),
    same_roles=("party",),
    same_values=("name",),
    status_groups=(("signed", "proposed", "rejected"), ("violated",), ("ended",)),
    in_words="{parties} – {name}, {status}",
)

RULES: tuple[Rule, ...] = ()


def read(match: Match) -> Iterable[Claim]:
    """The claims of one match."""
    return ()
