"""What an agent may ask: each tool is a question of the API, its answer cut down to what can be read and cited."""

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field
from sqlalchemy import select

from app import answers, chains, schemas
from app.agents import brief
from app.complaints import complaint
from app.context import Context
from app.incoming import Incoming
from app.questions import QUESTIONS, EntityQuestion, FactsOfEntityQuestion, KindName, MetQuestion, PathQuestion
from app.routes import documents, entities, facts, met
from graph.tables import Document
from graph.views import get_fact
from graph.vocabulary import EntityType
from nlp.kinds import KINDS

P = ParamSpec("P")
R = TypeVar("R")
Name = Annotated[str, Field(description="a name such as `Zelensky`, an id, or `wd:` and a Wikidata id")]
Someone = Annotated[str | None, Field(description="a name, an id, or `wd:` and a Wikidata id")]
Since = Annotated[dt.date | None, Field(description="not before this day, like 2024-01-31")]
Until = Annotated[dt.date | None, Field(description="not after this day")]
Limit = Annotated[int, Field(ge=1, le=50, description="rows at most")]
Stance: Any = Literal[KINDS["position"].statuses]
SanctionStatus: Any = Literal[KINDS["sanction"].statuses]


def tool(function: Callable[P, R]) -> Callable[P, R]:
    """Have what goes wrong by the question told in a sentence, so that the agent can mend it."""

    @functools.wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Exception as error:
            if (found := complaint(error)) is None:
                raise
            raise ToolError(found.sentence) from error

    return told


class Tools:
    """The tools, over the parts of one application."""

    def __init__(self, parts: Context) -> None:
        self._parts = parts

    @tool
    def find_entity(self, name: str, type: EntityType | None = None, limit: Limit = 5) -> brief.Entities:
        """Find persons, states, organisations, groups and places by a name, typos forgiven; gives the ids to ask on with."""
        question = EntityQuestion(q=name, type=[type] if type else [], limit=limit)
        with self._parts.read.begin() as session:
            page = answers.EntityPage.model_validate(entities.entities(question, self._parts, session))
        return brief.Entities.model_validate({"entities": page.model_dump()["items"]})

    @tool
    def who_met_whom(
        self,
        who: Name,
        counterpart: Annotated[Someone, Field(description="only meetings with this one")] = None,
        since: Since = None,
        until: Until = None,
        place: Someone = None,
        limit: Limit = 10,
    ) -> brief.Contacts:
        """Whom someone met, how often, when first and last, with a quote for each. Counts only meetings that took place."""
        asked = _given(who=who, with_=counterpart, since=since, until=until, place=place, limit=limit, quotes=1)
        with self._parts.read.begin() as session:
            page = _served(answers.CounterpartPage, met.met(MetQuestion(**asked), self._parts, session))
            name = self._parts.finder.follow(session, who).name
        return brief.Contacts(who=name, met=[brief.brief_contact(row) for row in page["items"]], more=bool(page["next_cursor"]))

    @tool
    def find_paths(
        self,
        source: Name,
        target: Name,
        k: Annotated[int, Field(ge=1, le=10, description="how many chains")] = 3,
        max_hops: Annotated[int, Field(ge=1, le=10, description="longest chain")] = 4,
        chronological: Annotated[
            bool, Field(description="no hop earlier than the one before, as a message would travel")
        ] = False,
        avoid: Annotated[Sequence[str], Field(description="who must not be on the way")] = (),
        since: Since = None,
        until: Until = None,
    ) -> brief.Paths:
        """By which chains of contacts one actor reaches another, shortest first, with a fact and a quote for each hop."""
        order = "chronological" if chronological else "any"
        asked = _given(
            source=source, target=target, k=k, max_hops=max_hops, order=order, avoid=list(avoid), since=since, until=until
        )
        with self._parts.read.begin() as session:
            found = _served(answers.Chains, chains.chains(PathQuestion(**asked), self._parts, session))
        note = found["reason"] or (None if found["complete"] else "the deadline passed before all chains were found")
        return brief.Paths(paths=[brief.brief_path(chain) for chain in found["items"]], note=note)

    @tool
    def timeline(
        self, entity: Name, kinds: Sequence[KindName] = (), since: Since = None, until: Until = None, limit: Limit = 20
    ) -> brief.Facts:
        """What an actor took part in, oldest first: meetings, positions, sanctions, roles, agreements."""
        question = FactsOfEntityQuestion(**_given(kinds=list(kinds), since=since, until=until, limit=limit))
        with self._parts.read.begin() as session:
            entity_id = self._parts.finder.follow(session, entity).id
            return _facts(entities.timeline(entity_id, question, self._parts, session))

    @tool
    def positions(
        self,
        actor: Someone = None,
        topic: Annotated[str | None, Field(description="words that the topic contains, such as `ceasefire`")] = None,
        stance: Stance | None = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 20,
    ) -> brief.Facts:
        """Who publicly supports, opposes, demands, proposes, accepts or rejects what, newest first."""
        asked = {"actor": actor and [actor], "topic": topic, "stance": stance and [stance]}
        return self._listed("position", **asked, since=since, until=until, limit=limit)

    @tool
    def sanctions(
        self,
        target: Someone = None,
        imposer: Someone = None,
        status: SanctionStatus | None = None,
        since: Since = None,
        until: Until = None,
        limit: Limit = 20,
    ) -> brief.Facts:
        """Who imposed, extended, threatened, eased or lifted sanctions against whom, newest first."""
        asked = {"target": target and [target], "imposer": imposer and [imposer], "status": status and [status]}
        return self._listed("sanction", **asked, since=since, until=until, limit=limit)

    @tool
    def evidence(self, fact_id: Annotated[str, Field(description="`fact_id` of another answer")]) -> brief.Evidence:
        """Every sentence that states a fact, who said it, and the documents with title, source and address: to cite."""
        with self._parts.read.begin() as session:
            fact = schemas.fact(get_fact(session, fact_id)).model_dump(mode="json")
            ids = {evidence["document_id"] for evidence in fact["evidence"]}
            stored = session.scalars(select(Document).where(Document.id.in_(ids)).order_by(Document.published_at, Document.id))
            sources = [
                brief.Source(
                    id=document.id,
                    title=document.title,
                    source=document.source,
                    url=document.url,
                    published_at=document.published_at and document.published_at.isoformat(),
                )
                for document in stored
            ]
        return brief.Evidence(fact=brief.brief_fact(fact, len(fact["evidence"])), documents=sources)

    @tool
    def extract(
        self,
        text: Annotated[str, Field(description="news in English")],
        published_at: Annotated[dt.date | None, Field(description="by which `on Thursday` is understood")] = None,
    ) -> brief.Read:
        """What a text says: its actors and facts. Nothing is stored."""
        found = _served(
            answers.Extraction,
            documents.extract(Incoming.model_validate({"text": text, "published_at": published_at}), self._parts),
        )
        return brief.Read(
            entities=[f"{entity['name']} ({entity['type']})" for entity in found["entities"]],
            facts=[brief.brief_fact(fact) for fact in found["facts"]],
            note=found["reason"],
        )

    def _listed(self, kind: str, **asked: Any) -> brief.Facts:
        question = QUESTIONS[kind](**_given(**asked))
        with self._parts.read.begin() as session:
            wanted = facts.fact_filter(session, self._parts, KINDS[kind], question)
            return _facts(facts.fact_page(session, wanted, question))


def _given(**fields: Any) -> dict[str, Any]:
    """What was given, the rest left to the question's defaults."""
    return {name: value for name, value in fields.items() if value not in (None, [], ())}


def _served(model: type[BaseModel], answer: Any) -> dict[str, Any]:
    return model.model_validate(answer).model_dump(mode="json")


def _facts(page: dict[str, Any]) -> brief.Facts:
    found = [brief.brief_fact(fact.model_dump(mode="json")) for fact in page["items"]]
    return brief.Facts(facts=found, more=page["next_cursor"] is not None)
