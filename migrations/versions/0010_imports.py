"""Entities from lists: their ids there, and the offices that persons held."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imported_ids",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_imported_ids_entity_id_entities", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_imported_ids"),
    )
    op.create_index("ix_imported_ids_entity_id", "imported_ids", ["entity_id"], unique=False)
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("of_id", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("until", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_terms_entity_id_entities", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["of_id"], ["entities.id"], name="fk_terms_of_id_entities"),
        sa.PrimaryKeyConstraint("id", name="pk_terms"),
        sa.UniqueConstraint("entity_id", "office", "of_id", "since", name="uq_terms_entity_id"),
    )
    op.create_index("ix_terms_entity_id", "terms", ["entity_id"], unique=False)


def downgrade() -> None:
    op.drop_table("terms")
    op.drop_table("imported_ids")
