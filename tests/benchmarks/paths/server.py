"""The application over a database of generated events, with one more endpoint: the same question answered by a constant."""

import argparse
import logging
from typing import Annotated, Any

import uvicorn
from fastapi import APIRouter, Query, Response

from app.guard.marks import heavy
from app.main import create_app
from app.questions import PathQuestion
from app.settings import Settings
from graph.search import MEANS
from graph.vocabulary import Reading

CONSTANT = b'{"items":[],"source":null,"target":null,"complete":true,"reason":null}'
router = APIRouter()


class NoReader:
    """Reads nothing; the benchmark needs no language."""

    def read(self, text: str, published_at: Any) -> Reading:
        """Nothing."""
        return Reading()


@router.get("/v1/constant")
@heavy
def constant(question: Annotated[PathQuestion, Query()]) -> Response:
    """The same parameters, no work, and an answer as long as a real one."""
    return Response(CONSTANT * 20, media_type="application/json")


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("port", type=int)
    parser.add_argument("folder")
    given = parser.parse_args()
    rates: dict[str, Any] = {"rate_limit": "1000000/second", "anonymous_rate_limit": "1000000/second"}
    app = create_app(Settings(database_url=given.url, image_folder=given.folder, **rates), NoReader())
    app.include_router(router)
    logging.disable(logging.INFO)  # the log of requests costs both endpoints the same
    assert MEANS.compile()
    app.state.context.warm()
    uvicorn.run(app, port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
