"""Offices: pairs of a person and the state served, beside the annotated ones."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from nlp.pipeline import Reader
from tests.benchmarks.external.rows import Measure, Named, Piece, Row, read, share

OFFICES = ("head_of_state", "head_of_gov", "minister_of")


def offices(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """How many annotated offices are read, and how many of those read for annotated persons are annotated."""
    found, right = list[bool](), list[bool]()
    for row in rows:
        reading, marked = read(reader, row), Clusters(row)
        named = Named(reading)
        pairs = [(claim.entities("person")[0], claim.entities("of")[0]) for claim in reading.claims if claim.kind == "role"]
        for person, of in marked.pairs(*OFFICES):
            found.append(any(named.at(who, person) and named.at(whose, of) for who, whose in pairs))
        annotated = list(marked.pairs())
        for who, whose in dict.fromkeys(pairs):
            if whose.startswith("state/") and any(named.at(who, person) for person in marked.persons()):
                right.append(any(named.at(who, person) and named.at(whose, of) for person, of in annotated))
    yield share("annotated heads of state and of government and ministers read", found)
    yield share("read offices of a state whose pair is annotated, of annotated persons'", right)


class Clusters:
    """The annotated entities of a document, each with all its mentions."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._mentions = defaultdict[int | None, list[Piece]](list)
        for piece in row.entities:
            self._mentions[piece.cluster].append(piece)

    def pairs(self, *labels: str) -> Iterator[tuple[list[Piece], list[Piece]]]:
        """Each person with the mentions of what it holds office in; all roles unless labels are given.

        The set marks `Haiti` and `Haitian` as two entities, and the relation to the latter with `-x`.
        """
        merged = defaultdict[tuple[int | None, str], list[Piece]](list)
        for fact in self._row.facts:
            label = fact.label.removesuffix("-x")
            if fact.kind != "role" or (labels and label not in labels):
                continue
            for person, of in zip(fact.pieces("person"), fact.pieces("of"), strict=False):
                merged[person.cluster, label] += self._mentions[of.cluster]
        for (person_cluster, _), pieces in merged.items():
            yield self._mentions[person_cluster], pieces

    def persons(self) -> Iterator[list[Piece]]:
        """The mentions of each person of whom a role is annotated."""
        return (person for person, _ in self.pairs())
