"""Other ways to find chains in the same graph: networkx, igraph, a search in SQL from both ends, and a recursive query."""

import itertools
import sqlite3
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np

from tests.benchmarks.paths.generator import World, pairs

FRONTIER = """
SELECT DISTINCT other.entity_id, own.entity_id FROM parts own {of_kind}
CROSS JOIN parts other ON other.fact_id = own.fact_id AND other.entity_id <> own.entity_id
WHERE own.entity_id IN ({marks})
"""
"""CROSS JOIN has SQLite join in this order, from the actors on, whatever it thinks of the sizes of the tables."""
OF_KIND = """
CROSS JOIN facts ON facts.id = own.fact_id AND facts.kind = 'meeting' AND facts.status = 'held' AND facts.start BETWEEN ? AND ?
"""
RECURSIVE = """
WITH RECURSIVE way(id, hops) AS (
  SELECT ?, 0 UNION
  SELECT other.entity_id, way.hops + 1 FROM way JOIN parts own ON own.entity_id = way.id
  JOIN parts other ON other.fact_id = own.fact_id WHERE way.hops < ?
) SELECT min(hops) FROM way WHERE id = ?
"""
AT_A_TIME = 900


def as_networkx(world: World) -> "nx.Graph[int]":
    """Every two actors of an event as an edge."""
    graph: nx.Graph[int] = nx.Graph()
    for left, right in pairs(world.columns):
        graph.add_edges_from(zip(left.tolist(), right.tolist(), strict=True))
    return graph


def as_igraph(world: World) -> igraph.Graph:
    """The same for igraph."""
    edges = np.concatenate([np.stack(two, axis=1) for two in pairs(world.columns)])
    return igraph.Graph(n=len(world.actors), edges=edges).simplify()


def in_networkx(graph: "nx.Graph[int]", source: int, target: int, k: int = 1) -> int:
    """How many chains were found."""
    try:
        if k == 1:
            return len(nx.bidirectional_shortest_path(graph, source, target)) > 0
        return sum(1 for _ in itertools.islice(nx.shortest_simple_paths(graph, source, target), k))
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return 0


def in_igraph(graph: igraph.Graph, source: int, target: int) -> int:
    """How many chains were found."""
    return int(bool(graph.get_shortest_path(source, target)))


class Frontier:
    """A search from both ends in Python, that asks the tables for the contacts of each ring."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("PRAGMA mmap_size = 8589934592")

    def search(self, source: str, target: str, days: tuple[str, str] | None = None, max_hops: int = 6) -> int:
        """How many hops the shortest chain has; 0 if there is none."""
        seen: tuple[dict[str, int], dict[str, int]] = ({source: 0}, {target: 0})
        rings = [[source], [target]]
        hops = [0, 0]
        while sum(hops) < max_hops and all(rings):
            side = int(len(rings[0]) > len(rings[1]))
            hops[side] += 1
            ring = []
            for start in range(0, len(rings[side]), AT_A_TIME):
                for other, _ in self._contacts(rings[side][start : start + AT_A_TIME], days):
                    if other in seen[1 - side]:
                        return sum(hops)
                    if other not in seen[side]:
                        seen[side][other] = hops[side]
                        ring.append(other)
            rings[side] = ring
        return 0

    def _contacts(self, actors: list[str], days: tuple[str, str] | None) -> Any:
        query = FRONTIER.format(of_kind=OF_KIND if days else "", marks=",".join("?" * len(actors)))
        return self.connection.execute(query, (*(days or ()), *actors))

    def recursive(self, source: str, target: str, hops: int) -> int:
        """The recursive query, up to so many hops."""
        found = self.connection.execute(RECURSIVE, (source, hops, target)).fetchone()[0]
        return int(found or 0)
