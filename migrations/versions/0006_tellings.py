"""Tellings between claims and facts, signatures of texts, and why entities were matched.

Facts are grown from tellings; those of claims stored before are made when the database is opened, for what they are
depends on the kinds of facts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tellings",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_tellings_fact_id_facts", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_tellings"),
    )
    op.create_index("ix_tellings_fact_id", "tellings", ["fact_id"])
    _create_index_of("telling_keys", "telling_id", "tellings")
    _create_index_of("text_bands", "document_id", "documents")
    _create_matches()
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("text_group", sa.String(), nullable=False, server_default=""))
    op.execute("UPDATE documents SET text_group = id")
    with op.batch_alter_table("documents") as documents:
        documents.alter_column("text_group", server_default=None)
        documents.create_index("ix_documents_text_group", ["text_group"])
    with op.batch_alter_table("facts") as facts:
        facts.drop_column("window_start")
        facts.drop_column("window_end")
        facts.add_column(sa.Column("doubt", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("facts") as facts:
        facts.alter_column("doubt", server_default=None)
    with op.batch_alter_table("claims") as claims:
        claims.add_column(sa.Column("telling_id", sa.String(), nullable=True))
        claims.create_foreign_key("fk_claims_telling_id_tellings", "tellings", ["telling_id"], ["id"], ondelete="SET NULL")
        claims.create_index("ix_claims_telling_id", ["telling_id"])


def downgrade() -> None:
    with op.batch_alter_table("claims") as claims:
        claims.drop_index("ix_claims_telling_id")
        claims.drop_constraint("fk_claims_telling_id_tellings", type_="foreignkey")
        claims.drop_column("telling_id")
    with op.batch_alter_table("facts") as facts:
        facts.drop_column("doubt")
        facts.add_column(sa.Column("window_start", sa.Date(), nullable=True))
        facts.add_column(sa.Column("window_end", sa.Date(), nullable=True))
    with op.batch_alter_table("documents") as documents:
        documents.drop_index("ix_documents_text_group")
        documents.drop_column("text_group")
    for table in ("matches", "text_bands", "telling_keys", "tellings"):
        op.drop_table(table)


def _create_index_of(table: str, column: str, of: str) -> None:
    op.create_table(
        table,
        sa.Column("key", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column(column, sa.String(), nullable=False),
        sa.ForeignKeyConstraint([column], [f"{of}.id"], name=f"fk_{table}_{column}_{of}", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", column, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_{column}", table, [column])


def _create_matches() -> None:
    op.create_table(
        "matches",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_matches_entity_id_entities", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["candidate_id"], ["entities.id"], name="fk_matches_candidate_id_entities", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_matches_document_id_documents", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
    )
    for column in ("entity_id", "candidate_id", "document_id", "verdict"):
        op.create_index(f"ix_matches_{column}", "matches", [column])
