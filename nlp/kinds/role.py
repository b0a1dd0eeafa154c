"""Roles: a person holds an office of a state or organisation."""

from graph.vocabulary import FactKind, PartField, ValueField

KIND = FactKind(
    name="role",
    plural="roles",
    summary="A person holds an office of a state or organisation.",
    parts=(PartField("person", "person", many=False, least=1), PartField("of", "of", many=False, least=1)),
    values=(ValueField("title"),),
    statuses=("current", "former", "acting", "incoming"),
    dates=("since", "until"),
    happened=("current", "former", "acting"),
    same_roles=("person", "of"),
    same_values=("title",),
    in_words="{person}, {title} of {of} ({status})",
)
