"""The one-row revision, which every writer raises: its row lock makes the order of commits the order of revisions."""

from typing import cast

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from graph.tables import Revision

_RAISED = "raised revision"
_NUMBER = select(Revision.number).where(Revision.id == 1)
_NUMBER_AS_TEXT = "SELECT number FROM revision WHERE id = 1"
"""The same for every question that is asked: to make a statement of it again takes longer than to execute it."""
_RAISE = update(Revision).where(Revision.id == 1).values(number=Revision.number + 1).returning(Revision.number)


def revision(session: Session) -> int:
    """The number that every change raises."""
    return number(session.connection())


def number(connection: Connection) -> int:
    """The same, as a connection sees it."""
    seen: int = connection.exec_driver_sql(_NUMBER_AS_TEXT).scalar_one()
    return seen


def raise_revision(session: Session) -> int:
    """Raise the revision, once a transaction, and give the new number; until it ends no other writer goes on."""
    transaction = session.get_transaction()
    raised = session.info.get(_RAISED)
    if transaction is not None and raised is not None and raised[0] is transaction:
        return cast(int, raised[1])
    raised_to = session.execute(_RAISE, execution_options={"synchronize_session": False}).scalar_one()
    session.info[_RAISED] = (session.get_transaction(), raised_to)
    return raised_to


def lock(session: Session) -> None:
    """Wait until no other writer is at work. SQLite's transactions do so as they begin."""
    session.execute(_NUMBER.with_for_update()).scalar_one()
