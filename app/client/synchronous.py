"""The client that waits. Made of `asynchronous.py` by `python -m tests.app.unasync`; a test compares them."""

import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Self

import httpx
import networkx as nx

from app import answers
from app.answers import ChangedFact
from app.client import graphs
from app.client.shared import (
    DEFAULT_URL,
    FACT,
    PAGE,
    PLURALS,
    Answer,
    Events,
    Lines,
    Params,
    ProblemError,
    Retries,
    asked,
    asked_of,
    body,
    checked,
    fact_model,
    headers,
    is_passing,
    path_of,
)
from app.exports.question import ExportQuestion
from app.questions import (
    BrokerQuestion,
    DocumentQuestion,
    EntityQuestion,
    FactsOfEntityQuestion,
    MetQuestion,
    NetworkQuestion,
    PathQuestion,
)
from app.routes.changes import ChangesQuestion
from app.whole_file import whole_file


class Client:
    """Asks a service. Filters are the query parameters of the API; `from_` and `to` are days.

    Raises `ProblemError` for what the service refuses, `pydantic.ValidationError` for a question that makes no sense, and
    `httpx.TransportError` where no answer comes.
    """

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        timeout_s: float = 60,
        retries: Retries | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(base_url=url, headers=headers(api_key), timeout=timeout_s, transport=transport)
        self._retries = retries or Retries()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def entities(self, q: str | None = None, **filters: Any) -> Iterator[answers.ListedEntity]:
        """Entities that a name may mean, best first. Filters: `type`, `country`."""
        return self._pages("/v1/entities", answers.ListedEntity, asked(EntityQuestion, {"q": q, **filters}))

    def entity(self, entity: str) -> answers.EntityDetail:
        """All about an entity but its facts; it may be given as an id, a name, or `wd:` and a Wikidata id, here and below."""
        return self._get(path_of("entities", entity), answers.EntityDetail)

    def met(self, who: str, **filters: Any) -> Iterator[answers.Counterpart]:
        """Whom someone met. Filters: `with_`, `status`, `format`, `place`, `from_`, `to`, `level`, `quotes`."""
        return self._pages("/v1/met", answers.Counterpart, asked(MetQuestion, {"who": who, **filters}))

    def facts(self, kind: str, **filters: Any) -> Iterator[Any]:
        """Facts of a kind, newest first. Filters: every field of the kind, `status` or `stance`, `from_`, `to`."""
        return self._pages(f"/v1/{PLURALS[kind]}", fact_model(kind), asked_of(kind, filters))

    def timeline(self, entity: str, **filters: Any) -> Iterator[Any]:
        """The facts of an entity, oldest first. Filters: `kinds`, `status`, `from_`, `to`."""
        for item in self._items(path_of("entities", entity, "timeline"), asked(FactsOfEntityQuestion, filters)):
            yield FACT.validate_python(item)

    def fact(self, fact_id: str) -> Any:
        """A fact with its evidence."""
        return FACT.validate_json(self._send("GET", path_of("facts", fact_id)).content)

    def history(self, fact_id: str) -> answers.History:
        """The claims of a fact, in the order of their publication."""
        return self._get(path_of("facts", fact_id, "history"), answers.History)

    def paths(self, source: str, target: str, **filters: Any) -> answers.Chains:
        """Chains of contacts. Filters: `k`, `max_hops`, `kinds`, `status`, `order`, `avoid`, `from_`, `to` and others."""
        question = asked(PathQuestion, {"source": source, "target": target, **filters})
        return self._get("/v1/paths", answers.Chains, question)

    def network(self, entity: str, **filters: Any) -> answers.Network:
        """The neighbourhood of an entity. Filters: `hops`, `limit`, `kinds`, `status`, `from_`, `to`."""
        return self._get("/v1/network", answers.Network, asked(NetworkQuestion, {"entity": entity, **filters}))

    def brokers(self, **filters: Any) -> Iterator[answers.Broker]:
        """Who connects others, highest betweenness first. Filters: `entity`, `hops`, `kinds`, `status`, `from_`, `to`."""
        return self._pages("/v1/network/brokers", answers.Broker, asked(BrokerQuestion, filters))

    def documents(self, **filters: Any) -> Iterator[answers.DocumentSummary]:
        """The documents, newest first. Filters: `state`, `source`, `external_id`, `from_`, `to`."""
        return self._pages("/v1/documents", answers.DocumentSummary, asked(DocumentQuestion, filters))

    def document(self, document: str) -> answers.StoredDocument:
        """A document with its text, by its id or your external id."""
        return self._get(path_of("documents", document), answers.StoredDocument)

    def add(self, **fields: Any) -> answers.ReadDocument:
        """Store a document and read it: `text` or `html`, `title`, `published_at`, `url`, `source`, `external_id`."""
        return answers.ReadDocument.model_validate_json(self._send("POST", "/v1/documents", json=body(fields)).content)

    def delete(self, document: str) -> None:
        """Delete a document with what rests on it alone."""
        self._send("DELETE", path_of("documents", document))

    def extract(self, text: str, **fields: Any) -> answers.Extraction:
        """What a text says; nothing is stored."""
        answer = self._send("POST", "/v1/extract", json=body({"text": text, **fields}))
        return answers.Extraction.model_validate_json(answer.content)

    def changes(self, since: int = 0, **filters: Any) -> Iterator[ChangedFact]:
        """Facts added, changed and withdrawn since a revision. Filters: `kinds`, `entity`."""
        return self._pages("/v1/changes", ChangedFact, asked(ChangesQuestion, {"since": since, **filters}))

    def follow(self, since: int = 0, **filters: Any) -> Generator[ChangedFact, None, None]:
        """The same, and whatever changes from now on; a connection that breaks is taken up where it broke off."""
        params, events, attempt = asked(ChangesQuestion, {"since": since, **filters}), Events(), 0
        while True:
            try:
                for line in self._lines("/v1/changes", params, events.headers()):
                    if data := events.feed(line):
                        attempt = 0
                        yield ChangedFact.model_validate_json(data)
            except (httpx.TransportError, ProblemError) as error:
                if attempt >= self._retries.times or not is_passing(error):
                    raise
            time.sleep(self._retries.pause(attempt))
            attempt += 1

    def export(self, file: Path | str, format: str = "jsonl", **filters: Any) -> Path:
        """Write an export to a file, which appears once it is whole. Filters: those of all kinds, `kinds`, `entity`, `table`."""
        with whole_file(Path(file)) as output:
            for piece in self._bytes("/v1/export", asked(ExportQuestion, {**filters, "format": format}), {}):
                output.write(piece)
        return Path(file)

    def exported(self, **filters: Any) -> Iterator[Any]:
        """All facts, of one moment. Filters: those of all kinds, `kinds`, `entity`."""
        for line in self._lines("/v1/export", asked(ExportQuestion, {**filters, "format": "jsonl"}), {}):
            yield FACT.validate_json(line)

    def facts_graph(self, **filters: Any) -> nx.Graph:
        """Facts and those who took part in them, as a networkx graph. Filters: those of an export."""
        return graphs.facts_graph([fact for fact in self.exported(**filters)])

    def contacts_graph(self, **filters: Any) -> nx.Graph:
        """Those who took part in facts together, as a networkx graph. Filters: those of an export, such as `kinds`."""
        return graphs.contacts_graph([fact for fact in self.exported(**filters)])

    def _lines(self, path: str, params: Params, more: dict[str, str]) -> Iterator[str]:
        lines = Lines()
        for piece in self._bytes(path, params, more):
            for line in lines.feed(piece):
                yield line

    def _bytes(self, path: str, params: Params, more: dict[str, str]) -> Iterator[bytes]:
        with self._http.stream("GET", path, params=params, headers=more) as response:
            if not response.is_success:
                response.read()
            for piece in checked(response).iter_bytes():
                yield piece

    def _pages(self, path: str, model: type[Answer], params: Params) -> Iterator[Answer]:
        for item in self._items(path, params):
            yield model.model_validate(item)

    def _items(self, path: str, params: Params) -> Iterator[Any]:
        cursor: Params = {}
        while True:
            page = self._send("GET", path, params={"limit": PAGE, **params, **cursor}).json()
            for item in page["items"]:
                yield item
            if not page["next_cursor"]:
                return
            cursor = {"cursor": page["next_cursor"]}

    def _get(self, path: str, model: type[Answer], params: Params | None = None) -> Answer:
        return model.model_validate_json(self._send("GET", path, params=params).content)

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """The answer; what failed for a moment is tried again. Nothing is done twice: the same document is stored once."""
        attempt = 0
        while True:
            try:
                response = self._http.request(method, path, follow_redirects=True, **more)
                wait = None if response.is_success else self._retries.wait(attempt, response)
                if wait is None:
                    return checked(response)
            except httpx.TransportError:
                if (wait := self._retries.wait(attempt, None)) is None:
                    raise
            time.sleep(wait)
            attempt += 1
