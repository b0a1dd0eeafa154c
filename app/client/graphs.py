"""Facts as networkx graphs: of facts and those who took part, or of those who had contact."""

import itertools
from collections.abc import Iterable
from typing import Any

import networkx as nx

from app.show import in_words
from nlp.kinds import KINDS


def facts_graph(facts: Iterable[Any]) -> nx.Graph:
    """Actors and facts as nodes (`node` is `entity` or `fact`), parts as edges with `role`; parts of one pair are one edge."""
    graph = nx.Graph()
    for fact in facts:
        served = fact.model_dump(mode="json")
        start, end = _days(served)
        graph.add_node(
            fact.id,
            node="fact",
            label=in_words(served),
            kind=fact.kind,
            status=_status(served),
            start=start,
            end=end,
            confidence=fact.confidence,
            sources=fact.sources,
            quote=fact.evidence[0].quote if fact.evidence else "",
        )
        for role, entity in _actors(fact):
            graph.add_node(entity.id, node="entity", label=entity.name, type=str(entity.type))
            graph.add_edge(entity.id, fact.id, role=role)
    return graph


def contacts_graph(facts: Iterable[Any]) -> nx.Graph:
    """Actors as nodes; an edge joins two who took part in facts together, with `weight`, and the `facts` by id and quote."""
    graph = nx.Graph()
    for fact in facts:
        actors = {entity.id: entity for _, entity in _actors(fact)}
        for entity in actors.values():
            graph.add_node(entity.id, label=entity.name, type=str(entity.type))
        quote = fact.evidence[0].quote if fact.evidence else ""
        for pair in itertools.combinations(sorted(actors), 2):
            known = graph.get_edge_data(*pair, default={"weight": 0, "facts": {}})
            graph.add_edge(*pair, weight=known["weight"] + 1, facts={**known["facts"], fact.id: quote})
    return graph


def _actors(fact: Any) -> Iterable[tuple[str, Any]]:
    for part in KINDS[fact.kind].parts:
        value = getattr(fact, part.name)
        for entity in value if isinstance(value, list) else [value] if value else []:
            yield part.role, entity


def _days(served: dict[str, Any]) -> tuple[str | None, str | None]:
    first = served.get("date") or served.get("since")
    last = served.get("date") or served.get("until")
    return first and first["start"], last and last["end"]


def _status(served: dict[str, Any]) -> str:
    return str(served.get("status") or served.get("stance"))
