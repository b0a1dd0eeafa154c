"""A database brought up to date: its tables, and the facts made of claims that an earlier version stored."""

from sqlalchemy import Engine

from graph.database import migrate, sessions
from graph.store import is_settled
from graph.understanding import rebuild
from nlp.kinds import KINDS


def bring_up_to_date(engine: Engine) -> None:
    """Give a database the tables of this version, and make its facts anew where its claims are not settled as now."""
    migrate(engine)
    with sessions(engine).begin() as session:
        if not is_settled(session):
            rebuild(session, KINDS)
