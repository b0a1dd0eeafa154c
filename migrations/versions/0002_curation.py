"""Curation: what judgements need to be applied and undone, where withdrawn facts went, and which documents use a name."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

USES = """
INSERT INTO name_uses (name_id, document_id)
SELECT names.id, claims.document_id FROM names
JOIN mentions ON mentions.entity_id = names.entity_id JOIN claims ON claims.id = mentions.claim_id
UNION SELECT names.id, claims.document_id FROM names JOIN claims ON claims.said_by_id = names.entity_id
"""
"""Which document taught a name was not kept: whichever speaks of the entity is taken to use all its names."""


def upgrade() -> None:
    _add_to_entities()
    _add_to_claims()
    _add_to_judgements()
    with op.batch_alter_table("withdrawn_facts") as table:
        table.add_column(sa.Column("successor_id", sa.String(), nullable=True))
    with op.batch_alter_table("names") as table:
        table.add_column(sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("names") as table:
        table.alter_column("imported", server_default=None)
    op.create_table(
        "name_uses",
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_name_uses_document_id_documents", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["name_id"], ["names.id"], name="fk_name_uses_name_id_names", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("name_id", "document_id", name="pk_name_uses"),
    )
    op.create_index("ix_name_uses_document_id", "name_uses", ["document_id"], unique=False)
    op.execute(USES)


def downgrade() -> None:
    op.drop_table("name_uses")
    for name, columns in {
        "names": ["imported"],
        "withdrawn_facts": ["successor_id"],
        "judgements": ["number", "left_items", "right_items", "withdrawn_by"],
        "mentions": ["read_as"],
        "claims": ["speaker_read_as"],
        "entities": ["own_state_id", "imported", "changed"],
    }.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.drop_column(column)


def _add_to_entities() -> None:
    with op.batch_alter_table("entities") as table:
        table.add_column(sa.Column("own_state_id", sa.String(), nullable=True))
        table.add_column(sa.Column("imported", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("changed", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key("fk_entities_own_state_id_entities", "entities", ["own_state_id"], ["id"])
    op.execute("UPDATE entities SET own_state_id = state_id")
    with op.batch_alter_table("entities") as table:
        table.alter_column("imported", server_default=None)
        table.alter_column("changed", server_default=None)
        table.create_index("ix_entities_changed", ["changed"], unique=False)


def _add_to_claims() -> None:
    with op.batch_alter_table("claims") as table:
        table.add_column(sa.Column("speaker_read_as", sa.String(), nullable=True))
        table.create_foreign_key("fk_claims_speaker_read_as_entities", "entities", ["speaker_read_as"], ["id"])
        table.create_index("ix_claims_speaker_read_as", ["speaker_read_as"], unique=False)
        table.create_index("ix_claims_said_by_id", ["said_by_id"], unique=False)
    with op.batch_alter_table("mentions") as table:
        table.add_column(sa.Column("read_as", sa.String(), nullable=True))
        table.create_foreign_key("fk_mentions_read_as_entities", "entities", ["read_as"], ["id"])
        table.create_index("ix_mentions_read_as", ["read_as"], unique=False)


def _add_to_judgements() -> None:
    """No judgement could be made before, so that the table is empty."""
    with op.batch_alter_table("judgements") as table:
        table.add_column(sa.Column("number", sa.Integer(), nullable=False))
        table.add_column(sa.Column("left_items", sa.JSON(), nullable=False))
        table.add_column(sa.Column("right_items", sa.JSON(), nullable=False))
        table.add_column(sa.Column("withdrawn_by", sa.String(), nullable=True))
        table.create_unique_constraint("uq_judgements_number", ["number"])
