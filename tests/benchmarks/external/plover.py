"""Classes of events: PLOVER's beside the claims of a sentence, and claims where people saw no event."""

from collections.abc import Iterable, Iterator

from graph.vocabulary import Claim
from nlp.pipeline import Reader
from tests.benchmarks.external.rows import Measure, Named, Row, read, share

CLASSES = {
    "meeting": {
        "held": "CONSULT",
        "ongoing": "CONSULT",
        "planned": "AGREE",
        "proposed": "REQUEST",
        "declined": "REJECT",
        "cancelled": "REJECT",
    },
    "position": {
        "supports": "SUPPORT",
        "demands": "REQUEST",
        "opposes": "ACCUSE",
        "rejects": "REJECT",
        "accepts": "AGREE",
        "proposes": "AGREE",
    },
    "sanction": {
        "imposed": "SANCTION",
        "extended": "SANCTION",
        "threatened": "THREATEN",
        "planned": "THREATEN",
        "eased": "YIELD",
        "lifted": "YIELD",
        "rejected": "REJECT",
    },
    "agreement": {"signed": "SUPPORT", "rejected": "REJECT"},
}
"""PLOVER's class for each status that has one."""
COVERED = ("CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "AGREE")
"""Classes of which our kinds cover the most; of the others, such as ASSAULT or COERCE, they cover little or nothing."""
ALIASES = {
    "Contact.Contact.Meet": "CONSULT",
    "Contact.Contact.Correspondence": "CONSULT",
    "Contact.RequestCommand.Unspecified": "REQUEST",
    "Contact.RequestCommand.Broadcast": "REQUEST",
    "Contact.RequestCommand.Meet": "REQUEST",
}
"""Labels of another vocabulary that mean a class of PLOVER's."""


def events(row: Row, reader: Reader) -> tuple[list[Claim], Named]:
    """The claims that tell an event; to hold an office is none."""
    reading = read(reader, row)
    return [claim for claim in reading.claims if claim.kind != "role"], Named(reading)


def plover_class(claim: Claim) -> str | None:
    """PLOVER's class of a claim, if it has one."""
    return CLASSES.get(claim.kind, {}).get(claim.status)


def classes(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """Whether the class of each sentence of a covered class is read, and its two actors."""
    found, of_those_read, both = list[bool](), list[bool](), list[bool]()
    for row in rows:
        gold = ALIASES.get(row.facts[0].label, row.facts[0].label)
        if gold not in COVERED:
            continue
        claims, named = events(row, reader)
        right = any(plover_class(claim) == gold for claim in claims)
        found.append(right)
        if claims:
            of_those_read.append(right)
        both.append(any(_has_both(claim, row, named) for claim in claims))
    yield share("class right, of sentences of six classes where an event is read", of_those_read)
    yield share("class right, of all sentences of these classes", found)
    yield share("both actors found in one event, of all sentences of these classes", both)


def _has_both(claim: Claim, row: Row, named: Named) -> bool:
    source, target = (row.facts[0].pieces(role) for role in ("source", "target"))
    return named.takes_part(claim, source) and (named.takes_part(claim, target) or named.addressed(claim, target))


def false_alarms(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """Whether an event is read in the sentences in which no two coders saw one."""
    yield share(
        "event read where people saw none (lower is better)",
        (bool(events(row, reader)[0]) for row in rows if not row.facts),
    )
