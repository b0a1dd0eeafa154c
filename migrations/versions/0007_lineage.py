"""A word that no other database has, so that files made of one database are never taken for those of another."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revision", sa.Column("lineage", sa.String(), nullable=False, server_default=""))
    op.execute(sa.text("UPDATE revision SET lineage = :lineage").bindparams(lineage=uuid4().hex))


def downgrade() -> None:
    op.drop_column("revision", "lineage")
