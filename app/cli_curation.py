"""The commands for curators: `review`, `judgements`, `entities`, `facts` and `rebuild`."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli_options import FAILED, AsJson, err, existing_file, out

if TYPE_CHECKING:
    from app import curating
    from app.context import Context

Author = Annotated[str | None, typer.Option(help="Who judges; your user name unless given.")]
Reason = Annotated[str | None, typer.Option(help="Why, for those who look at it later.")]
Preview = Annotated[bool, typer.Option("--preview", help="Show what would change, and change nothing.")]
Name = Annotated[str, typer.Argument(help="A name, an id, or wd: and a Wikidata id.")]
FactId = Annotated[str, typer.Argument(help="The id of a fact.")]


def _existing(files: list[Path]) -> list[Path]:
    return [existing_file(file) for file in files]


commands = typer.Typer()
entities = typer.Typer(help="Merge, split, explain and import entities.", no_args_is_help=True, rich_markup_mode=None)
facts = typer.Typer(help="Merge and split facts.", no_args_is_help=True, rich_markup_mode=None)
judgements = typer.Typer(help="List judgements and take them back.", no_args_is_help=True, rich_markup_mode=None)
commands.add_typer(entities, name="entities")
commands.add_typer(facts, name="facts")
commands.add_typer(judgements, name="judgements")
VERDICTS = {"s": "same", "d": "different", "u": "unsure"}


@entities.command("merge")
def merge_entities(
    kept: Name,
    others: Annotated[list[str], typer.Argument(help="Who is the same.")],
    author: Author = None,
    reason: Reason = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Have others stand for the same as the first. Undo it with `judgements undo`."""
    from app import curating, curation

    body = curating.EntityMerge(others=others, author=author, reason=reason, preview=preview)
    _rule(curation.merge_entities, kept, body, as_json)


@entities.command("split")
def split_entities(
    entity: Name,
    merged: Annotated[str | None, typer.Option(help="The id of one that was merged into it, to be taken out.")] = None,
    document: Annotated[list[str] | None, typer.Option(help="Id of a document that speaks of another; may be repeated.")] = None,
    name: Annotated[str | None, typer.Option(help="How that other is to be called.")] = None,
    author: Author = None,
    reason: Reason = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Take out one that was merged into an entity; or make another of what some documents say."""
    from app import curating, curation

    body = curating.EntitySplit(merged=merged, documents=document or [], name=name, author=author, reason=reason, preview=preview)
    _rule(curation.split_entities, entity, body, as_json)


@entities.command("import")
def import_list(
    files: Annotated[
        list[Path], typer.Argument(callback=_existing, help="JSON Lines or CSV; - is JSON Lines on standard input.")
    ],
    as_json: AsJson = False,
) -> None:
    """Bring a list of entities: their names, states, Wikidata ids and offices. Doing it again changes nothing.

    A line is an object, or a table has columns: `id`, `name`, and as far as known `aliases` (in a table with ; between them),
    `type`, `state` (a name or code), `wikidata`, `offices` (objects with `title`, `of`, `since`, `until`; in a table
    `title|of|since|until`, with ; between them). Entities of FollowTheMoney, as nomenklatura and OpenSanctions write them, are
    taken as they are. Readers know the new names from their next start.
    """
    from app import program, show

    with program.opened() as (_, context):
        outcome = program.import_lists(context, files, err)
    for refused in outcome.refused:
        err.print(f"refused: {refused.where}: {refused.reason}", markup=False, soft_wrap=True)
    told = {"new": outcome.new, "known": outcome.known, "offices": outcome.offices, "passed": outcome.passed.total()}
    if as_json:
        refusals = [{"where": refused.where, "reason": refused.reason} for refused in outcome.refused]
        show.as_json({**told, "passed": dict(outcome.passed), "refused": refusals}, out)
    else:
        counts = f"{told['new']} new, {told['known']} known, {told['offices']} offices, {len(outcome.refused)} refused"
        out.print(counts + (f", {told['passed']} of other schemata" if told["passed"] else ""))
    if outcome.refused:
        raise typer.Exit(FAILED)


@facts.command("merge")
def merge_facts(
    kept: FactId,
    others: Annotated[list[str], typer.Argument(help="Ids of facts of the same happening.")],
    author: Author = None,
    reason: Reason = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Have other facts be of the same happening as the first."""
    from app import curating, curation

    body = curating.FactMerge(others=others, author=author, reason=reason, preview=preview)
    _rule(curation.merge_facts, kept, body, as_json)


@facts.command("split")
def split_facts(
    fact: FactId,
    claims: Annotated[list[str], typer.Argument(help="Ids of claims that are of another happening.")],
    author: Author = None,
    reason: Reason = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Have some claims of a fact be of another happening."""
    from app import curating, curation

    body = curating.FactSplit(claims=claims, author=author, reason=reason, preview=preview)
    _rule(curation.split_facts, fact, body, as_json)


@judgements.command("list")
def list_judgements(
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 50, as_json: AsJson = False
) -> None:
    """List judgements: who made them, when and why, and whether they count."""
    from app import curation, program, show
    from graph import curated

    with program.opened() as (_, context), context.read.begin() as session:
        found = curation.shown(session, curated.judgements(session, curated.JudgementFilter(), limit))
    if as_json:
        show.as_json([judgement.model_dump(mode="json") for judgement in found], out)
    else:
        out.print(_table(found) if found else "nobody has judged anything yet")


@judgements.command()
def undo(
    judgement: Annotated[str, typer.Argument(help="The id of a judgement.")],
    author: Author = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Take a judgement back: everything is as if it had not been made."""
    from app import curating, curation

    body = curating.Opinion(author=author, preview=preview)
    _rule(curation.undo, judgement, body, as_json)


@commands.command()
def review(
    subject: Annotated[str, typer.Option(help="entity or fact.")] = "entity",
    limit: Annotated[int, typer.Option(min=1, max=200, help="Pairs at most.")] = 50,
    author: Author = None,
) -> None:
    """Walk through pairs that may be the same: s same, d different, u unsure, n next, q quit."""
    from app import curating, curation, program

    question = curating.ReviewQuestion.model_validate({"subject": subject, "limit": limit})
    with program.opened() as (_, context):
        with context.read.begin() as session:
            doubts = [curating.Doubt.model_validate(pair) for pair in curation.doubts(session, context.finder, question)]
        if not doubts:
            out.print("nothing is in doubt")
        for number, doubt in enumerate(doubts, 1):
            out.print(f"{number} of {len(doubts)}", *_told(doubt), sep="\n", markup=False, soft_wrap=True)
            answer = typer.prompt("same, different, unsure, next or quit", default="n", show_default=False)[:1].lower()
            if answer == "q":
                break
            if answer in VERDICTS:
                _judge(context, doubt, VERDICTS[answer], author)


@commands.command()
def rebuild() -> None:
    """Compute all facts anew from the claims and judgements; they come out as they are."""
    from app import program
    from graph.understanding import rebuild
    from nlp.kinds import KINDS

    with program.opened() as (_, context), context.write.begin() as session:
        changed = rebuild(session, KINDS)
    out.print("all facts are as they were" if changed == 0 else f"{changed} facts were not as they should be, and now are")


def _rule(ruling: "Callable[[Context, str, Any, str], Any]", subject: str, body: "curating.Opinion", as_json: bool) -> None:
    """Have something ruled by this user, and show what it comes to."""
    from app import program

    with program.opened() as (_, context):
        _show(ruling(context, subject, body, _me()), as_json)


def _judge(context: "Context", doubt: "curating.Doubt", verdict: str, author: str | None) -> None:
    from app import curating, curation
    from graph.errors import GraphError

    given: dict[str, Any] = {"subject": doubt.subject, "left": doubt.left.id, "right": doubt.right.id, "verdict": verdict}
    try:
        _show(curation.judge(context, curating.NewJudgement(**given, author=author), _me()), as_json=False)
    except GraphError as error:  # an earlier answer may have settled this pair
        err.print(f"not judged: {error}", markup=False, soft_wrap=True)


def _told(doubt: "curating.Doubt") -> list[str]:
    """A pair in words."""
    from app import show

    sides = []
    for side in (doubt.left, doubt.right):
        data = side.model_dump(mode="json")
        words = show.in_words(data) if doubt.subject == "fact" else f"{data['name']} ({data['type']})"
        quotes = [f"    {evidence['quote']}" for evidence in data.get("evidence", [])[:2]]
        sides += [f"  {data['id']}  {words}", *quotes]
    note = [f"  {doubt.judgement.author} was unsure"] if doubt.judgement else []
    return [*sides, f"  {doubt.score:.2f}: {'; '.join(doubt.reasons)}", *note]


def _show(ruled: "curating.Ruled", as_json: bool) -> None:
    from app import show

    if as_json:
        show.as_json(ruled, out)
        return
    out.print(_table(ruled.judgements))
    done = "changed" if ruled.applied else "would change"
    out.print(f"{done}: {ruled.changed} facts new or other than before, {len(ruled.withdrawn)} gone")
    for fact in ruled.facts:
        out.print(f"  {fact.id}  {show.in_words(fact.model_dump(mode='json'))}", markup=False, soft_wrap=True)


def _table(found: "list[curating.Judgement]") -> Table:
    table = Table()
    for column in ("judgement", "left", "verdict", "right", "by", "at", "why", "state"):
        table.add_column(column, overflow="fold", no_wrap=column == "judgement")
    for one in found:
        sides = [escape(side.name or side.id) for side in (one.left, one.right)]
        when = f"{one.created_at:%Y-%m-%d %H:%M}"
        table.add_row(one.id, sides[0], one.verdict, sides[1], escape(one.author), when, escape(one.reason or ""), one.state)
    return table


def _me() -> str:
    return getpass.getuser()
