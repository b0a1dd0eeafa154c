"""Positions: an actor's public stance on a proposal, policy, demand, agreement or party."""

from collections.abc import Iterable

from graph.vocabulary import Claim, FactKind, PartField, ValueField
from nlp.grammar import Match, Rule

ORDER = 2
KIND = FactKind(
    name="position",
    plural="positions",
    summary="An actor's public stance on a proposal, policy, demand, agreement or party.",
    parts=(PartField("actor", "actor", many=False, least=1), PartField("toward", "toward", many=False)),
    values=(ValueField("topic"),),
    statuses=("supports", "opposes", "demands", "proposes", "accepts", "rejects"),
    status_field="stance",
    happened=("supports", "opposes", "demands", "proposes", "accepts", "rejects"),
    same_roles=("actor",),
    same_values=("topic",),
    status_groups=(("supports", "accepts"), ("opposes", "rejects"), ("demands",), ("proposes",)),
    in_words="{actor} {stance} {topic}",
)

RULES: tuple[Rule, ...] = ()


def read(match: Match) -> Iterable[Claim]:
    """The claims of one match."""
    return ()
