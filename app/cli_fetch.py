"""The commands `backchannel fetch feed` and `backchannel fetch urls`: nothing else ever fetches anything."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli_options import FAILED, AsJson, err, existing_file, out
from app.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from app.fetching.harvest import Harvest

fetch = typer.Typer(
    help="Fetch news and read it into the database: politely, from public addresses, each page once.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@fetch.command()
def feed(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Addresses of RSS or Atom feeds.")],
    feed_text: Annotated[bool, typer.Option("--feed-text", help="Read the texts in the feed itself, not its pages.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read the pages that feeds tell of. A feed that has not changed is not sent again; run it as often as you like."""
    _harvest(lambda harvest: harvest.feeds(urls, text_of_feeds=feed_text), as_json)


@fetch.command()
def urls(
    file: Annotated[Path, typer.Argument(callback=existing_file, help="The list, compressed or not; - is standard input.")],
    as_json: AsJson = False,
) -> None:
    """Read the pages of a list: an address a line, or rows of GDELT (events, mentions, knowledge graph).

    May be stopped and run again: pages that are stored are not asked for again.
    """
    import contextlib
    import sys

    from app.fetching.url_lists import pages

    with contextlib.ExitStack() as opened:
        stream = sys.stdin.buffer if file == STANDARD_INPUT else opened.enter_context(file.open("rb"))
        _harvest(lambda harvest: harvest.pages(pages(stream)), as_json)


def _harvest(work: "Callable[[Harvest], object]", as_json: bool) -> None:
    """Do the work, and tell what became of the pages."""
    from app import program, show

    with program.opened() as (_, context):
        summary, passed = program.fetch(context, work, err)
    if as_json:
        show.as_json(show.summary_as_data(summary) | {"unchanged": passed.unchanged, "asked_lately": passed.asked_lately}, out)
    else:
        show.summary(summary, out, err)
        for url in passed.unchanged:
            out.print(f"nothing new: {url}", markup=False, soft_wrap=True)
        if passed.asked_lately:
            out.print(f"{passed.asked_lately} gave no document less than a day ago, and were not asked for again")
    if summary.failed:
        raise typer.Exit(FAILED)
