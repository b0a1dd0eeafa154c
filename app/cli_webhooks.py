"""The commands `backchannel webhooks`: addresses that are told of changes."""

from typing import Annotated, Any

import typer
from rich.markup import escape

from app.cli_options import AsJson, out

webhooks = typer.Typer(help="Addresses that are told of changes to facts.", no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[str, typer.Argument(help="The id of a webhook.")]


@webhooks.command()
def add(
    url: Annotated[str, typer.Argument(help="The address, http or https.")],
    kinds: Annotated[list[str] | None, typer.Option(help="Kinds of fact; may be repeated. All unless given.")] = None,
    entity: Annotated[list[str] | None, typer.Option(help="Who takes part; may be repeated: all of them.")] = None,
    as_json: AsJson = False,
) -> None:
    """Have an address told of what changes from now on; prints the secret that signs messages, this once."""
    from app import answers, program
    from app.routes.webhooks import NewWebhook, add_webhook

    new = NewWebhook.model_validate({"url": url, "kinds": kinds or [], "entities": entity or []})
    with program.opened() as (_, context), context.write.begin() as session:
        shown = answers.NewWebhook.model_validate(add_webhook(session, context, new))
    _print(shown, as_json, f"{shown.id}\n{shown.secret}")


@webhooks.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the webhooks."""
    from app import answers, program
    from graph.webhooks import all_webhooks

    with program.opened() as (_, context), context.read.begin() as session:
        found = [answers.Webhook.model_validate(webhook).model_dump(mode="json") for webhook in all_webhooks(session)]
    lines = [f"{row['id']}  {row['url']}  {' '.join(row['kinds']) or 'all kinds'}" for row in found]
    _print(found, as_json, "\n".join(lines) or "there are no webhooks")


@webhooks.command()
def remove(webhook: Id) -> None:
    """Tell an address of nothing any more."""
    from app import program
    from graph.webhooks import remove_webhook

    with program.opened() as (_, context), context.write.begin() as session:
        remove_webhook(session, webhook)
    out.print(f"{webhook} is removed", markup=False)


@webhooks.command()
def deliveries(
    webhook: Id, limit: Annotated[int, typer.Option(min=1, max=200, help="The latest first.")] = 20, as_json: AsJson = False
) -> None:
    """Tell what became of its deliveries."""
    from app import answers, program
    from graph import webhooks as stored

    with program.opened() as (_, context), context.read.begin() as session:
        rows, _ = stored.deliveries(session, webhook, limit)
        found = [answers.Delivery.model_validate(row).model_dump(mode="json") for row in rows]
    lines = [f"{row['id']}  {row['state']}  {row['attempts']} attempts  {row['error'] or ''}" for row in found]
    _print(found, as_json, "\n".join(lines) or "nothing was delivered yet")


@webhooks.command()
def retry(webhook: Id, delivery: Annotated[int, typer.Argument(help="The id of the delivery.")]) -> None:
    """Try a delivery once more; a running server does so."""
    from app import program
    from graph.webhooks import deliver_again

    with program.opened() as (_, context), context.write.begin() as session:
        deliver_again(session, webhook, delivery)
    out.print(f"{delivery} will be tried", markup=False)


def _print(data: Any, as_json: bool, text: str) -> None:
    from app import show

    if as_json:
        show.as_json(data, out)
    else:
        out.print(escape(text), soft_wrap=True)
