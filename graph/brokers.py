"""Who connects those who do not meet: betweenness among actors, their communities and cores, by networkx."""

from collections.abc import Collection
from dataclasses import dataclass, field

import networkx as nx

from graph.errors import InvalidQuery

VISITS_A_SECOND = 200_000
"""How many actors and edges a search passes in a second on a slow machine."""
FEWEST = 50
"""Of searches from fewer actors than these, betweenness cannot be told."""
COMMUNITIES = 40
"""Finding communities takes about as long as so many searches."""
SEED = 1
"""Which actors a sample takes, and in which order communities are looked for, is the same each time."""


@dataclass(frozen=True, slots=True)
class Broker:
    """An actor, its share of the shortest chains between others, and with how many it had contact."""

    entity_id: str
    betweenness: float
    degree: int
    core: int
    """The greatest k for which it is one of a group in which each has contact with k others of the group."""
    community: int
    """The number of its community: 0 is the largest."""

    @property
    def rank(self) -> tuple[float, int, str]:
        """Highest betweenness first, then most contacts."""
        return -self.betweenness, -self.degree, self.entity_id


@dataclass(frozen=True, slots=True)
class Brokers:
    """The actors through whom some shortest chain leads, in order of rank, and the size of the graph they stand in."""

    rows: list[Broker] = field(default_factory=list)
    nodes: int = 0
    edges: int = 0
    communities: int = 0
    """How many groups there are that have more contact within than with others."""
    sampled: bool = False
    """Whether chains from some actors stand for those from all."""


def largest(seconds: float) -> int:
    """The number of contacts above which a graph is too large for `seconds`, whatever else it is like."""
    return max(FEWEST**2, int(seconds * VISITS_A_SECOND / (FEWEST + COMMUNITIES)))


def too_large(size: str) -> InvalidQuery:
    """The error that a graph of such a size is too large for the time allowed."""
    return InvalidQuery(
        f"{size} are too many for the time allowed;"
        " ask for the surroundings of one entity, for fewer kinds or a shorter period, or allow more time"
    )


def brokers(pairs: Collection[tuple[str, str]], seconds: float) -> Brokers:
    """The brokers of the graph in which each of `pairs` is an edge.

    How many searches fit into `seconds` is estimated from the size of the graph, so that the same question has the
    same answer. Where they are fewer than there are actors, a sample of actors is searched from; where they are too few
    for a sample, that is an `InvalidQuery`.
    """
    graph = nx.Graph(sorted(pairs))
    nodes, edges = graph.number_of_nodes(), graph.number_of_edges()
    searches = int(seconds * VISITS_A_SECOND / max(1, nodes + edges)) - COMMUNITIES
    if searches < min(nodes, FEWEST):
        raise too_large(f"{nodes} actors with {edges} contacts")
    sampled = searches < nodes
    shares = nx.betweenness_centrality(graph, k=searches if sampled else None, seed=SEED)
    cores, communities = nx.core_number(graph), _communities(graph)
    community_of = {actor: number for number, members in enumerate(communities) for actor in members}
    rows = [
        Broker(actor, round(share, 6), graph.degree[actor], cores[actor], community_of[actor]) for actor, share in shares.items()
    ]
    found = sorted((row for row in rows if row.betweenness), key=lambda row: row.rank)
    return Brokers(found, nodes, edges, len(communities), sampled)


def _communities(graph: "nx.Graph[str]") -> list[set[str]]:
    """The communities of a graph by Louvain's method, the largest first."""
    found: list[set[str]] = nx.community.louvain_communities(graph, seed=SEED)
    return sorted(found, key=lambda members: (-len(members), min(members)))
