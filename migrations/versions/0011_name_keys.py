"""Names are found by their sound."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_keys",
        sa.Column("key", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"], name="fk_name_keys_name_id_names", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "name_id", name="pk_name_keys"),
    )
    op.create_index("ix_name_keys_name_id", "name_keys", ["name_id"])


def downgrade() -> None:
    op.drop_table("name_keys")
