"""A typed client of the service, for programs and notebooks: `Client`, and `AsyncClient` for asyncio.

Questions are checked before they are sent and answers are objects; lists go on from page to page by themselves; what fails
for a moment is tried again; `contacts_graph` and `facts_graph` give networkx graphs.
"""

from app.client.asynchronous import AsyncClient
from app.client.shared import ProblemError
from app.client.synchronous import Client

__all__ = ["AsyncClient", "Client", "ProblemError"]
