"""What a request works with: the application's parts, a session of its own, and the ETag of what it asks for."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, cast

from fastapi import Depends, Request, Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.errors import NotModified, Problem
from app.questions import CONTACTS
from app.reading import ReadingRoom
from app.settings import Settings
from app.watching import RevisionWatch
from app.works import Works
from graph.counterparts import States
from graph.database import read_sessions
from graph.find import PLACES, Finder
from graph.image import Shape
from graph.image_keeper import ImageKeeper
from graph.lifted import Lifter
from graph.remembered_names import RememberedNames
from graph.store import revision
from nlp.kinds import KINDS

MEETING, MET = KINDS["meeting"], "participant"
"""The kind of fact that tells who met, and the part of those who did."""
SHAPE = Shape(
    order=tuple((name, status) for name in CONTACTS for status in KINDS[name].happened),
    sets=tuple(frozenset((kind.name, status) for status in kind.happened) for kind in KINDS.values()),
    aside=frozenset(part.role for part in MEETING.parts if part.role != MET),
)
"""The contacts that are asked for most lie side by side."""


@dataclass(frozen=True)
class Context:
    """The parts of a running application, one of each."""

    settings: Settings
    engine: Engine
    write: sessionmaker[Session]
    read: sessionmaker[Session]
    works: Works
    watch: RevisionWatch
    finder: Finder = field(default_factory=Finder)
    image: ImageKeeper = field(default_factory=lambda: ImageKeeper(SHAPE))
    names: RememberedNames = field(default_factory=RememberedNames)
    lifter: Lifter = field(default_factory=lambda: Lifter(lambda session: States(session, "role", "person", "of")))

    def warm(self) -> None:
        """Bring the graph into memory, in a session that no deadline ends; then the first question need not wait for it."""
        with read_sessions(self.engine).begin() as session:
            self.image.get(session)

    def place_id(self, session: Session, place: str | None) -> str | None:
        """The id of a place asked for by name or id; raises what `Finder.follow` does where it fits none or several."""
        return self.finder.follow(session, place, PLACES).id if place else None

    @cached_property
    def reads(self) -> Engine:
        """Connections to read with, under the deadline of a request."""
        return cast(Engine, self.read.kw["bind"])

    @property
    def room(self) -> ReadingRoom:
        """Where documents are accepted and read."""
        return self.works.room


def context(request: Request) -> Context:
    """The context of the application that serves `request`."""
    found = request.app.state.context
    assert isinstance(found, Context)
    return found


Parts = Annotated[Context, Depends(context)]


def reading(parts: Parts) -> Iterator[Session]:
    """A session to read with: one request is one transaction."""
    with parts.read.begin() as session:
        yield session


def writing(parts: Parts) -> Iterator[Session]:
    """A session to write with, committed before the client is answered."""
    with parts.write.begin() as session:
        yield session


SEEN = "revision"
"""Under which a session that only reads keeps the revision that it sees."""
Reads = Annotated[Session, Depends(reading, scope="function")]
Writes = Annotated[Session, Depends(writing, scope="function")]


def no_parameters(request: Request) -> None:
    """Refuse query parameters where there are none."""
    if request.query_params:
        names = ", ".join(request.query_params)
        raise Problem(422, "invalid-request", f"unknown parameter: {names}")


def fresh(request: Request, response: Response, session: Reads) -> None:
    """Give the answer an ETag; a client that holds this answer already is told so instead."""
    tagged(request, response, session, revision(session))


def tagged(request: Request, response: Response, session: Session, seen: int) -> None:
    """The same where it is known which revision the session sees."""
    session.info[SEEN] = seen
    asked = f"{request.app.version} {seen} {request.scope['path']}?".encode() + request.scope["query_string"]
    etag = f'W/"{hashlib.sha256(asked).hexdigest()[:20]}"'
    held = {tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")}
    if etag in held or "*" in held:
        raise NotModified(etag)
    response.headers["ETag"] = etag
