"""Contacts in person: whether a meeting is read in the sentence of an annotated trigger."""

from collections.abc import Iterable, Iterator

from nlp.pipeline import Reader
from tests.benchmarks.external.rows import Measure, Row, read, share

MEET = "Contact.Contact.Meet"


def meets(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """How many of the annotated contacts are read; most of these are interviews, which are no meeting to us."""
    found: list[bool] = []
    for row in rows:
        triggers = [fact.trigger_start for fact in row.facts if fact.label == MEET and fact.trigger_start is not None]
        if triggers:
            meetings = [claim.evidence for claim in read(reader, row).claims if claim.kind == "meeting"]
            found += [any(span.start <= trigger < span.end for span in meetings) for trigger in triggers]
    yield share(f"meeting read in the sentence of a {MEET}", found)
