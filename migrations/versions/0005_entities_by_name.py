"""Entities are listed by name, a page at a time."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_entities_name_id", "entities", ["name", "id"])


def downgrade() -> None:
    op.drop_index("ix_entities_name_id", "entities")
