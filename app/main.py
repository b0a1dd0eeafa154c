"""The application: its parts put together, and served."""

import hashlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

import fastapi_offline
from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from app import errors, openapi, tracing
from app.body_limit import BodyLimit
from app.context import SHAPE, Context
from app.database import bring_up_to_date
from app.delivering import Deliverer
from app.guard.admission import admitted
from app.guard.deadline import Deadline
from app.guard.gatekeeper import Gatekeeper
from app.guard.guard import Guard, watching
from app.guard.headers import SecurityHeaders
from app.guard.hosts import listed
from app.observing import Observed
from app.readers import Reader, ReaderUnavailable
from app.routes import (
    agents,
    audit,
    changes,
    curation,
    documents,
    drawings,
    entities,
    export,
    facts,
    health,
    home,
    jobs,
    met,
    network,
    paths,
    reachable,
    suggestions,
    webhooks,
)
from app.settings import Settings
from app.watching import RevisionWatch
from app.works import Works
from graph.database import is_embedded, open_engine, read_sessions, sessions
from graph.image_keeper import ImageKeeper
from graph.search import MEANS

ROUTES = (
    home,
    health,
    met,
    paths,
    reachable,
    network,
    drawings,
    facts,
    suggestions,
    entities,
    curation,
    documents,
    jobs,
    audit,
    export,
    changes,
    agents,
    webhooks,
)
"""The modules of routes; of two that a path fits, the first answers."""
BODY_OF_TEXT = 4
"""Bytes of a body for a byte of text: JSON may write a letter as `\\u00e9`, and a web page is longer than its text."""
EXPOSED = ["ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"]
"""Headers that pages of other sites may read, where they may ask at all."""
STREAMED = frozenset({"/v1/documents:bulk"})
"""Paths whose bodies may be of any size, for they are never kept."""
STATIC = Path(fastapi_offline.__file__).parent / "static"
"""Scripts and styles of Swagger UI, so that it works with no internet."""


def create_app(settings: Settings | None = None, reader: Reader | None = None) -> FastAPI:
    """The application; `reader` stands in for the language pipeline, which takes a while to load."""
    settings = settings or Settings()
    engine = open_engine(settings.database_url)
    works = Works(settings, sessions(engine), read_sessions(engine), (lambda: reader) if reader else None)
    guard = Guard(settings, read_sessions(engine, settings.deadline_s), sessions(engine))
    image = ImageKeeper(SHAPE, settings.image_folder / hashlib.sha256(settings.database_url.encode()).hexdigest()[:16])
    read = read_sessions(engine, settings.deadline_s)
    context = Context(settings, engine, sessions(engine), read, works, RevisionWatch(read), image=image)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        from app.agents.server import over_http  # takes a second to load, which no command needs but `serve`

        app.state.agents = over_http(context)
        if is_embedded(settings.database_url):
            bring_up_to_date(engine)
        deliverer = Deliverer(read_sessions(engine), sessions(engine), settings)
        works.open()
        deliverer.open()
        threading.Thread(target=MEANS.compile, name="compile-search", daemon=True).start()
        warming = threading.Thread(target=context.warm, name="load-image")
        warming.start()
        async with watching(guard), app.state.agents.run():
            yield
        deliverer.close()
        works.close()
        warming.join()
        image.close()
        engine.dispose()

    app = FastAPI(
        title="Backchannel",
        version=version("backchannel"),
        description=openapi.DESCRIPTION,
        lifespan=lifespan,
        telemetry=tracing.telemetry(engine) if settings.tracing == "on" else tracing.OFF,
        dependencies=[Depends(admitted)],
        docs_url=None,
        redoc_url=None,
    )
    app.state.context = context
    _protect(app, settings, guard)
    app.add_middleware(Observed)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.mount("/explorer", GZipMiddleware(home.BuiltFiles(directory=home.BUILT / "explorer", check_dir=False)), name="explorer")
    for module in ROUTES:
        app.include_router(module.router)
    errors.install(app, unavailable=ReaderUnavailable)
    openapi.install(app)
    return app


def _protect(app: FastAPI, settings: Settings, guard: Guard) -> None:
    """Put what guards the service around it; the last that is added is asked first."""
    origins = listed(settings.cors_origins)
    limit = settings.max_body_bytes or BODY_OF_TEXT * settings.max_text_bytes + 65_536
    app.add_middleware(BodyLimit, limit=limit, streamed=STREAMED)
    app.add_middleware(Deadline, seconds=settings.deadline_s)
    app.add_middleware(Gatekeeper, guard=guard)
    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["*"], allow_headers=["*"], expose_headers=EXPOSED, max_age=600
        )
    app.add_middleware(SecurityHeaders, shared=bool(origins))
