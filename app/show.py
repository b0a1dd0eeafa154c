"""Answers as a terminal shows them: tables and quotes, or JSON."""

import dataclasses
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app import answers
from app.evaluation import Report
from app.ingest import Summary
from app.intake import Trial
from app.schemas import DateSpan, Schema
from graph.vocabulary import FactKind, Precision
from nlp.kinds import KINDS

Fields = Mapping[str, Any]


def as_json(answer: Any, out: Console) -> None:
    """Print an answer as JSON."""
    data = answer.model_dump(mode="json") if isinstance(answer, Schema) else answer
    out.file.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def day(date: Fields | None) -> str:
    """A date as precisely as it is known."""
    if date is None:
        return ""
    span = DateSpan.model_validate(date)
    start = span.start.isoformat()
    if span.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return start[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[span.precision]]
    return f"{start} to {span.end.isoformat()}"


def in_words(fact: Fields) -> str:
    """A fact in the words of its kind, with its date."""
    kind = KINDS[fact["kind"]]
    told = kind.in_words.format_map({name: _words(value) for name, value in fact.items()})
    date = day(fact[kind.dates[0]])
    return f"{told}, {date}" if date else told


def met(page: Schema, out: Console) -> None:
    """Whom someone met, a row a counterpart."""
    items = page.model_dump(mode="json")["items"]
    table = _table("met", "times", "sources", "first", "last", "in these words")
    for row in items:
        quote = row["evidence"][0]["quote"] if row["evidence"] else ""
        counts = str(row["meetings"]), str(row["sources"])
        table.add_row(escape(row["entity"]["name"]), *counts, day(row["first"]), day(row["last"]), escape(quote))
    out.print(table if items else "no meeting that fits is known")


def paths(found: answers.Chains, out: Console) -> None:
    """Chains of contacts, a row a hop."""
    chains = found.model_dump(mode="json")
    for chain in chains["items"]:
        names = " → ".join(entity["name"] for entity in chain["entities"])
        table = _table("from", "to", "contact", "in these words", title=escape(names))
        for hop in chain["hops"]:
            cells = hop["source"]["name"], hop["target"]["name"], in_words(hop["fact"]), hop["quote"] or ""
            table.add_row(*map(escape, cells))
        out.print(table)
    if chains["reason"]:
        out.print(escape(chains["reason"]))
    elif not chains["complete"]:
        out.print("the deadline passed before all chains were found")


def reachable(found: answers.Reachable, out: Console) -> None:
    """Those whom a message could have reached, a row each."""
    data = found.model_dump(mode="json")
    table = _table("reached", "on", "hops", "from", "in these words")
    for row in data["items"]:
        cells = row["entity"]["name"], row["arrives"] or "", str(row["hops"]), row["via"]["name"], row["quote"] or ""
        table.add_row(*map(escape, cells))
    out.print(table if data["items"] else "nobody could have been reached")
    if data["reached"] > len(data["items"]):
        out.print(f"{data['reached']} could have been reached in all")
    if not data["complete"]:
        out.print("the deadline passed before all were found")


def network(found: answers.Network, out: Console) -> None:
    """Who shares facts with whom, a row a pair."""
    data = found.model_dump(mode="json")
    names = {node["entity"]["id"]: node["entity"]["name"] for node in data["nodes"]}
    table = _table("one", "other", "facts they share")
    for edge in sorted(data["edges"], key=lambda edge: (-edge["facts"], names[edge["source"]], names[edge["target"]])):
        table.add_row(escape(names[edge["source"]]), escape(names[edge["target"]]), str(edge["facts"]))
    out.print(table if data["edges"] else "no contact that fits is known")
    if not data["complete"]:
        out.print("there are more; ask for a higher --limit")


def extraction(found: answers.Extraction, out: Console) -> None:
    """The entities and facts of a text."""
    data = found.model_dump(mode="json")
    entities = _table("entity", "type", "in these words")
    for entity in data["entities"]:
        entities.add_row(escape(entity["name"]), entity["type"], escape(", ".join(entity["mentions"])))
    facts = _table("kind", "fact", "in these words")
    for fact in data["facts"]:
        facts.add_row(fact["kind"], escape(in_words(fact)), escape("\n".join(e["quote"] for e in fact["evidence"])))
    out.print(entities, facts)


def kinds(found: Iterable[FactKind], out: Console) -> None:
    """The kinds of fact."""
    table = _table("kind", "what it is", "fields", "statuses")
    for kind in found:
        table.add_row(
            kind.name, escape(kind.summary), ", ".join(_fields(kind)), f"{kind.status_field}: {', '.join(kind.statuses)}"
        )
    out.print(table)


def kinds_as_data(found: Iterable[FactKind]) -> list[dict[str, Any]]:
    """The kinds of fact, for programs."""
    return [
        {
            "kind": kind.name,
            "summary": kind.summary,
            "fields": _fields(kind),
            kind.status_field: kind.statuses,
            "happened": kind.happened,
        }
        for kind in found
    ]


def summary(found: Summary, out: Console, err: Console) -> None:
    """What became of the documents: one line of counts, and why some could not be read."""
    counts = {"read": found.read, "already known": found.known, "unread": len(found.unread), "failed": len(found.failed)}
    out.print(", ".join(f"{number} {name}" for name, number in counts.items()))
    for word, problems in (("unread", found.unread), ("failed", found.failed)):
        for problem in problems:
            err.print(f"{word}: {escape(problem.where)}: {escape(problem.reason)}", soft_wrap=True)


def summary_as_data(found: Summary) -> dict[str, Any]:
    """The same, for programs."""
    return dataclasses.asdict(found)


def trial(found: Trial, out: Console) -> None:
    """What taking documents in would come to."""
    out.print(f"{found.new} new, {found.known} already known, {len(found.refused)} refused; nothing was stored")
    for line in found.refused:
        out.print(f"refused: {escape(line.place)}: {escape(line.reason or '')}", soft_wrap=True)


def trial_as_data(found: Trial) -> dict[str, Any]:
    """The same, for programs."""
    refused = [{"where": line.place, "reason": line.reason} for line in found.refused]
    return {"new": found.new, "known": found.known, "refused": refused}


def misses(report: Report, kind: str, out: Console) -> None:
    """Each fact of a kind that was missed, is extra, or is right in part only."""
    for comparison in report.comparisons:
        if comparison.kind != kind:
            continue
        out.print(f"== {escape(comparison.document)}", soft_wrap=True)
        for gold, fact in comparison.loose():
            out.print(f"  in part: {escape(_brief(gold))} | read: {escape(_brief(fact))}", soft_wrap=True)
        for gold in comparison.missed():
            out.print(f"  missed: {escape(_brief(gold))} | {escape(str(gold['evidence']))}", soft_wrap=True)
        for fact in comparison.extra():
            quotes = " … ".join(evidence["quote"] for evidence in fact["evidence"])
            out.print(f"  extra: {escape(_brief(fact))} | {escape(quotes)}", soft_wrap=True)


def _table(*columns: str, title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _fields(kind: FactKind) -> list[str]:
    place = ("place",) if kind.has_place else ()
    return [*(part.name for part in kind.parts), *(value.name for value in kind.values), *place, *kind.dates]


def _words(value: Any) -> str:
    """The value of a field: an entity by its name, several one after the other."""
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("start") or "")
    return "" if value is None else str(value).replace("_", " ")


def _brief(fact: Fields) -> str:
    left_out = {"id", "kind", "evidence", "keywords", "confidence", "sources"}
    return ", ".join(f"{name}: {_words(value)}" for name, value in fact.items() if name not in left_out and value)
