"""Sanctions: a restrictive measure, such as an asset freeze, a travel ban, an embargo, a blacklisting."""

from graph.vocabulary import FactKind, PartField, ValueField

STATUSES = ("imposed", "extended", "planned", "threatened", "called_for", "eased", "lifted", "rejected")

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
