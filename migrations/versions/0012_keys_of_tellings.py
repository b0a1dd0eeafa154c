"""Tellings are found by finer keys; documents keep no hash of their text alone, which nothing asked for; the uses of names lie
together by document, so that those of one batch are written to few pages.

Which keys a telling has depends on the kinds of facts, so that tellings are made anew when the database is opened.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget_tellings()
    with op.batch_alter_table("documents") as documents:
        documents.drop_index("ix_documents_content_hash")
        documents.drop_column("content_hash")
    _order_uses("document_id", "name_id")


def downgrade() -> None:
    _forget_tellings()
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("content_hash", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("documents") as documents:
        documents.alter_column("content_hash", server_default=None)
        documents.create_index("ix_documents_content_hash", ["content_hash"])
    _order_uses("name_id", "document_id")


def _order_uses(first: str, second: str) -> None:
    """Have the uses of names lie together by one column, with an index of the other."""
    with op.batch_alter_table("name_uses") as uses:
        uses.drop_index(f"ix_name_uses_{first}")
        uses.drop_constraint("pk_name_uses", type_="primary")
        uses.create_primary_key("pk_name_uses", [first, second])
        uses.create_index(f"ix_name_uses_{second}", [second])


def _forget_tellings() -> None:
    op.execute("UPDATE claims SET telling_id = NULL WHERE telling_id IS NOT NULL")
    op.execute("DELETE FROM telling_keys")
    op.execute("DELETE FROM tellings")
