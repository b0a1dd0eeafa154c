"""The MCP server: the tools and how to use them, over standard input and output or over HTTP."""

from importlib.metadata import version

from mcp.server import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations

from app.agents.tools import Tools
from app.context import Context

INSTRUCTIONS = """Backchannel knows from diplomatic news who met whom, who wants what, who sanctioned whom, who holds which office
and who agreed what. It tells what texts say, not what is true: cite the quote and its document, say how many independent
sources there are, and keep `planned`, `proposed` and `declined` apart from `held`. Names may be used wherever an id is asked
for; where a name is ambiguous, the answer lists the ids to choose from. `evidence` gives all quotes of a fact with the
addresses of their documents. An empty answer means that nothing was read about it, not that it did not happen."""


def mcp_server(parts: Context) -> MCPServer:
    """A server of the tools."""
    server = MCPServer("backchannel", title="Backchannel", instructions=INSTRUCTIONS, version=version("backchannel"))
    tools = Tools(parts)
    looks_only = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for function in (
        tools.find_entity,
        tools.who_met_whom,
        tools.find_paths,
        tools.timeline,
        tools.positions,
        tools.sanctions,
        tools.evidence,
        tools.extract,
    ):
        server.add_tool(function, annotations=looks_only)
    return server


def over_http(parts: Context) -> StreamableHTTPSessionManager:
    """The server as HTTP asks it: each request by itself, so that any process can answer it.

    Host and Origin are checked by the gatekeeper, as for all requests.
    """
    server = mcp_server(parts)
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    server.streamable_http_app(stateless_http=True, json_response=True, transport_security=unchecked)
    return server.session_manager
