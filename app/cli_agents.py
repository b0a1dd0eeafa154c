"""The command `backchannel mcp`."""


def mcp() -> None:
    """Answer an AI agent by the Model Context Protocol, over standard input and output; an agent's host starts this."""
    from app import program
    from app.agents.server import mcp_server

    with program.opened() as (_, context):
        mcp_server(context).run("stdio")
