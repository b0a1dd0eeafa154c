"""A small world to store: kinds like the real ones, and documents that speak of meetings and offices."""

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from graph.database import sessions
from graph.vocabulary import FactKind
from nlp.kinds import KINDS


@pytest.fixture(scope="session")
def kinds() -> Mapping[str, FactKind]:
    return KINDS


@pytest.fixture
def transactions(engine: Engine) -> sessionmaker[Session]:
    return sessions(engine)
