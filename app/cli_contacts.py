"""The commands that follow contacts: `paths`, `reachable`, `network`."""

from typing import Annotated, Any

import typer

from app.cli_options import AsJson, From, Status, To, question, shown

contacts = typer.Typer()

Kinds = Annotated[list[str] | None, typer.Option(help="Kinds of fact that make a contact.")]
MaxHops = Annotated[int, typer.Option(help="Longest chain.")]
Avoid = Annotated[list[str] | None, typer.Option(help="Who must not be on the way.")]
Place = Annotated[str | None, typer.Option(help="Only contacts at this place.")]
Confidence = Annotated[float, typer.Option(help="Only contacts that are at least so certain, from 0 to 1.")]
Sources = Annotated[int, typer.Option(help="Only contacts of which so many independent texts tell.")]
Degree = Annotated[int | None, typer.Option(help="Do not pass through anyone with more facts than this.")]
Level = Annotated[str, typer.Option(help="actor, or state: lift persons to whom they acted for.")]
ViaRoles = Annotated[bool, typer.Option("--via-roles", help="Pass from a person to the state it acted for, and back.")]


@contacts.command()
def paths(
    source: Annotated[str, typer.Argument(help="Where the chain begins: a name, an id, or wd: and a Wikidata id.")],
    target: Annotated[str, typer.Argument(help="Where it ends.")],
    k: Annotated[int, typer.Option("--k", "-k", help="How many chains.")] = 3,
    max_hops: MaxHops = 6,
    kinds: Kinds = None,
    status: Status = None,
    since: From = None,
    until: To = None,
    avoid: Avoid = None,
    chronological: Annotated[bool, typer.Option("--chronological", help="No hop earlier than the one before.")] = False,
    earliest: Annotated[bool, typer.Option("--earliest", help="The same, and what arrives first comes first.")] = False,
    place: Place = None,
    min_confidence: Confidence = 0,
    min_sources: Sources = 0,
    max_degree: Degree = None,
    level: Level = "actor",
    via_roles: ViaRoles = False,
    as_json: AsJson = False,
) -> None:
    """Tell by which chains of contacts one actor reaches another."""
    from app import program, show
    from app.questions import PathQuestion

    order = "earliest" if earliest else "chronological" if chronological else "any"
    given = {"source": source, "target": target, "k": k, "order": order, **_limits(max_hops, avoid, max_degree, level, via_roles)}
    given |= {"kinds": kinds, "place": place, "min_confidence": min_confidence, "min_sources": min_sources}
    shown(program.paths(question(PathQuestion, given, status, since, until)), show.paths, as_json)


@contacts.command()
def reachable(
    source: Annotated[str, typer.Argument(help="From whom the message goes out: a name, an id, or wd: and a Wikidata id.")],
    max_hops: MaxHops = 6,
    kinds: Kinds = None,
    status: Status = None,
    since: From = None,
    until: To = None,
    avoid: Avoid = None,
    place: Place = None,
    min_confidence: Confidence = 0,
    min_sources: Sources = 0,
    max_degree: Degree = None,
    level: Level = "actor",
    via_roles: ViaRoles = False,
    limit: Annotated[int, typer.Option(help="Rows at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Tell whom a message could have reached by contacts, and when at the earliest."""
    from app import program, show
    from app.questions import ReachableQuestion

    given = {"source": source, "limit": limit, **_limits(max_hops, avoid, max_degree, level, via_roles)}
    given |= {"kinds": kinds, "place": place, "min_confidence": min_confidence, "min_sources": min_sources}
    shown(program.reachable(question(ReachableQuestion, given, status, since, until)), show.reachable, as_json)


@contacts.command()
def network(
    name: Annotated[str, typer.Argument(help="A name, an id, or wd: and a Wikidata id.")],
    hops: Annotated[int, typer.Option(help="How far from it.")] = 1,
    limit: Annotated[int, typer.Option(help="How many entities at most, those with most facts first.")] = 50,
    kinds: Kinds = None,
    status: Status = None,
    since: From = None,
    until: To = None,
    place: Place = None,
    as_json: AsJson = False,
) -> None:
    """Tell who is around someone, and how many facts each two of them share."""
    from app import program, show
    from app.questions import NetworkQuestion

    given = {"entity": name, "hops": hops, "limit": limit, "kinds": kinds, "place": place}
    shown(program.network(question(NetworkQuestion, given, status, since, until)), show.network, as_json)


def _limits(max_hops: int, avoid: list[str] | None, max_degree: int | None, level: str, via_roles: bool) -> dict[str, Any]:
    return {"max_hops": max_hops, "avoid": avoid, "max_degree": max_degree, "level": level, "via_roles": via_roles}
