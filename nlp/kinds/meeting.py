"""Meetings: direct contact between two or more actors."""

from graph.vocabulary import FactKind, PartField, ValueField

KIND = FactKind(
    name="meeting",
    plural="meetings",
    summary="Direct contact between two or more actors: a meeting, talks, a summit, a visit, a call, a conference.",
    parts=(
        PartField("participant", "participants", least=2),
        PartField("host", "host"),
        PartField("mediator", "mediator"),
    ),
    values=(ValueField("format", ("meeting", "talks", "summit", "visit", "call", "conference")),),
    statuses=("proposed", "planned", "ongoing", "held", "declined", "cancelled"),
    has_place=True,
    happened=("held", "ongoing"),
    same_roles=("participant",),
    in_words="{participants} – {format}, {status}",
)
