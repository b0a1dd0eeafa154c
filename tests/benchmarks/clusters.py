"""How well reports of one happening become one fact, and names of one actor one entity: `make clusters`.

The documents of `tests/gold/clusters` are read and stored. Each fact and each name that gold and reading have in common is an
item; two items of one happening, or of one actor, belong together. Precision and recall are those of the pairs of items that
stand under one id. What reading misses is no item: how much of gold became items is told beside.
"""

import argparse
import datetime as dt
import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import schemas
from app.matching import MATCHERS, GoldEntities, align, fold
from graph.database import migrate, open_engine, sessions
from graph.store import NewDocument, add_document, document_facts, save_reading
from graph.tables import Claim, Document, Mention
from graph.views import document_view, entities_of, references
from nlp.kinds import KINDS
from nlp.pipeline import Reader, load_reader

Item = tuple[str, str, str]
"""Document, gold key, id."""
FOLDER = Path(__file__).parents[1] / "gold" / "clusters"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of items that belong together, that stand together, and that do both."""

    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the pairs that stand together which belong together."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs that belong together which stand together."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0


@dataclass(slots=True)
class Items:
    """Items by what they truly are and by what they were taken for."""

    of_gold: dict[str, set[Item]] = field(default_factory=lambda: defaultdict(set))
    of_id: dict[str, set[Item]] = field(default_factory=lambda: defaultdict(set))
    missed: list[str] = field(default_factory=list)

    def add(self, document: str, gold: str, id_: str) -> None:
        """An item of a document."""
        item = (document, gold, id_)
        self.of_gold[gold].add(item)
        self.of_id[id_].add(item)

    @property
    def pairs(self) -> Pairs:
        """How the items stand together."""
        gold, found = _pairs(self.of_gold.values()), _pairs(self.of_id.values())
        return Pairs(len(gold), len(found), len(gold & found))

    def ids(self, gold: str) -> set[str]:
        """What a happening or actor was taken for."""
        return {id_ for _, _, id_ in self.of_gold.get(gold, ())}

    @property
    def number(self) -> int:
        """How many items there are."""
        return sum(map(len, self.of_gold.values()))

    def confused(self) -> list[tuple[str, set[str]]]:
        """Ids that stand for several."""
        taken = {id_: {gold for _, gold, _ in items} for id_, items in self.of_id.items()}
        return sorted((id_, gold) for id_, gold in taken.items() if len(gold) > 1)

    def torn(self) -> list[tuple[str, int]]:
        """Happenings or actors that stand under several ids."""
        return sorted((gold, len(ids)) for gold in self.of_gold if len(ids := self.ids(gold)) > 1)


def _pairs(clusters: Iterable[set[Item]]) -> set[frozenset[Item]]:
    return {frozenset(pair) for cluster in clusters for pair in itertools.combinations(cluster, 2)}


@dataclass(slots=True)
class Scores:
    """The figures over all documents."""

    facts: Items = field(default_factory=Items)
    entities: Items = field(default_factory=Items)
    documents: int = 0
    apart: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of actors that one might take for one: namesakes, and successors in an office."""

    def seen(self) -> list[tuple[str, str]]:
        """The pairs of which both were read."""
        return [pair for pair in self.apart if all(self.entities.ids(key) for key in pair)]

    def merged(self) -> list[tuple[str, str]]:
        """The pairs that were taken for one."""
        return [(a, b) for a, b in self.seen() if self.entities.ids(a) & self.entities.ids(b)]

    def table(self) -> str:
        """The figures in words."""
        lines = [f"{'':<10} {'items':>6} {'missed':>7} {'pairs':>6} {'P':>6} {'R':>6} {'F1':>6}"]
        for name, items in (("facts", self.facts), ("entities", self.entities)):
            p = items.pairs
            figures = f"{p.gold:>6} {p.precision:>6.3f} {p.recall:>6.3f} {p.f1:>6.3f}"
            lines.append(f"{name:<10} {items.number:>6} {len(items.missed):>7} {figures}")
        lines.append(f"{self.documents} documents; {len(self.merged())} of {len(self.seen())} pairs kept apart were merged")
        return "\n".join(lines)


def load(path: Path) -> list[Mapping[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def score(session: Session, reader: Reader, rows: Sequence[Mapping[str, Any]], apart: Iterable[tuple[str, str]]) -> Scores:
    """Read and store documents, and score what becomes of their facts and names."""
    scores = Scores(apart=list(apart))
    documents = {row["id"]: _store(session, reader, row) for row in rows}
    for row in rows:
        _score_facts(session, scores.facts, row, documents[row["id"]])
        _score_entities(session, scores.entities, row, documents[row["id"]])
        scores.documents += 1
    return scores


def _store(session: Session, reader: Reader, row: Mapping[str, Any]) -> Document:
    published_at = dt.date.fromisoformat(row["published_at"])
    document, _ = add_document(session, NewDocument(row["text"], title=row["title"], published_at=published_at))
    save_reading(session, document.id, reader.read(row["text"], published_at), KINDS)
    return document


def _score_facts(session: Session, items: Items, row: Mapping[str, Any], document: Document) -> None:
    entities = GoldEntities(row["entities"])
    facts = document_facts(session, document.id, KINDS)
    names = references(session, {key for fact in facts for key in entities_of(fact)})
    served = [schemas.fact(document_view(fact, names, document.text)).model_dump(mode="json") for fact in facts]
    for kind in MATCHERS:
        gold = [fact for fact in row["facts"] if fact["kind"] == kind]
        found = [fact for fact in served if fact["kind"] == kind]
        pairs = align(kind, gold, found, entities)
        for pair in pairs:
            items.add(row["id"], gold[pair.gold]["happening"], found[pair.fact]["id"])
        right = {pair.gold for pair in pairs}
        items.missed += [f"{row['id']} {fact['happening']}" for i, fact in enumerate(gold) if i not in right]


def _score_entities(session: Session, items: Items, row: Mapping[str, Any], document: Document) -> None:
    keys = {fold(name): key for key, entity in row["entities"].items() for name in entity["names"]}
    words = func.substr(Document.text, Mention.start + 1, Mention.end - Mention.start)
    named = select(words, Mention.entity_id).join(Claim, Claim.id == Mention.claim_id).join(Document)
    found = set()
    for mention, entity_id in session.execute(named.where(Document.id == document.id)):
        if (key := keys.get(fold(mention))) is not None:
            items.add(row["id"], key, entity_id)
            found.add(key)
    items.missed += [f"{row['id']} {key}" for key in sorted(row["entities"].keys() - found)]


def measure(*, learned: bool = False) -> Scores:
    """Score all documents in a database of their own."""
    rows = [row for path in sorted(FOLDER.glob("*.jsonl")) for row in load(path)]
    apart = [tuple(pair) for pair in json.loads((FOLDER / "apart.json").read_text(encoding="utf-8"))]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/clusters.db")
        migrate(engine)
        with sessions(engine).begin() as session:
            scores = score(session, load_reader(learned=learned), rows, apart)
        engine.dispose()
    return scores


def main() -> None:
    """Measure, and print; with `--show`, what went wrong too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="tell what was torn apart, confused, merged and missed")
    parser.add_argument("--learned", action="store_true", help="read with the learned reader too")
    given = parser.parse_args()
    scores = measure(learned=given.learned)
    print(scores.table())
    if given.show:
        for name, items in (("facts", scores.facts), ("entities", scores.entities)):
            print(f"{name}: torn {items.torn()}, confused {items.confused()}, missed {items.missed}")
        print(f"merged: {scores.merged()}; not seen: {[pair for pair in scores.apart if pair not in scores.seen()]}")


if __name__ == "__main__":
    main()
