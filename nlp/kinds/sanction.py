"""Sanctions: a restrictive measure, such as an asset freeze, a travel ban, an embargo, a blacklisting."""

from collections.abc import Iterable

from graph.vocabulary import Claim, FactKind, PartField, ValueField
from nlp.grammar import Match, Rule

STATUSES = ("imposed", "extended", "planned", "threatened", "called_for", "eased", "lifted", "rejected")

ORDER = 3
KIND = FactKind(
    name="sanction",
    plural="sanctions",
    summary="A restrictive measure: asset freeze, travel ban, embargo, export ban, blacklisting.",
    parts=(
        PartField("imposer", "imposer", least=1),
        PartField("target", "target", least=1),
        PartField("advocate", "advocate"),
    ),
    values=(ValueField("measure"),),
    statuses=STATUSES,
    happened=("imposed", "extended", "eased", "lifted"),
    same_roles=("imposer", "target"),
    status_groups=tuple((status,) for status in STATUSES),
    in_words="{imposer} – {measure} against {target}, {status}",
)

RULES: tuple[Rule, ...] = ()


def read(match: Match) -> Iterable[Claim]:
    """The claims of one match."""
    return ()
