"""The first tables: documents, entities, claims, facts and what hangs on them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_documents()
    _create_entities()
    _create_judgements()
    _create_revision()
    _create_withdrawn_facts()
    _create_facts()
    _create_names()
    _create_claims()
    _create_parts()
    _create_mentions()


def downgrade() -> None:
    for table in (
        "mentions",
        "parts",
        "claims",
        "names",
        "facts",
        "withdrawn_facts",
        "revision",
        "judgements",
        "entities",
        "documents",
    ):
        op.drop_table(table)


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("published_at", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("external_id", name="uq_documents_external_id"),
        sa.UniqueConstraint("text_hash", name="uq_documents_text_hash"),
    )
    op.create_index("ix_documents_content_hash", "documents", ["content_hash"], unique=False)
    op.create_index("ix_documents_published_at", "documents", ["published_at"], unique=False)
    op.create_index("ix_documents_state", "documents", ["state"], unique=False)


def _create_entities() -> None:
    op.create_table(
        "entities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("known_key", sa.String(), nullable=True),
        sa.Column("wikidata", sa.String(), nullable=True),
        sa.Column("country", sa.String(length=3), nullable=True),
        sa.Column("state_id", sa.String(), nullable=True),
        sa.Column("merged_into", sa.String(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["entities.id"], name="fk_entities_merged_into_entities"),
        sa.ForeignKeyConstraint(["state_id"], ["entities.id"], name="fk_entities_state_id_entities"),
        sa.PrimaryKeyConstraint("id", name="pk_entities"),
        sa.UniqueConstraint("known_key", name="uq_entities_known_key"),
    )
    op.create_index("ix_entities_country", "entities", ["country"], unique=False)
    op.create_index("ix_entities_merged_into", "entities", ["merged_into"], unique=False)
    op.create_index("ix_entities_type", "entities", ["type"], unique=False)
    op.create_index("ix_entities_wikidata", "entities", ["wikidata"], unique=False)


def _create_judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("left_id", sa.String(), nullable=False),
        sa.Column("right_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_left_id", "judgements", ["left_id"], unique=False)
    op.create_index("ix_judgements_right_id", "judgements", ["right_id"], unique=False)


def _create_revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
    )
    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")


def _create_withdrawn_facts() -> None:
    op.create_table(
        "withdrawn_facts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawn_facts"),
    )
    op.create_index("ix_withdrawn_facts_changed", "withdrawn_facts", ["changed"], unique=False)


def _create_facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=True),
        sa.Column("end", sa.Date(), nullable=True),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("window_start", sa.Date(), nullable=True),
        sa.Column("window_end", sa.Date(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["entities.id"], name="fk_facts_place_id_entities"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
    )
    op.create_index("ix_facts_changed", "facts", ["changed"], unique=False)
    op.create_index("ix_facts_kind_status_start", "facts", ["kind", "status", "start"], unique=False)
    op.create_index("ix_facts_place_id", "facts", ["place_id"], unique=False)
    op.create_index("ix_facts_start", "facts", ["start"], unique=False)


def _create_names() -> None:
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("norm", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_names_entity_id_entities", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
    )
    op.create_index("ix_names_entity_id", "names", ["entity_id"], unique=False)
    op.create_index("ix_names_norm_entity_id", "names", ["norm", "entity_id"], unique=True)


def _create_claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("said_by_id", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_claims_document_id_documents", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_claims_fact_id_facts", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["said_by_id"], ["entities.id"], name="fk_claims_said_by_id_entities"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_document_id", "claims", ["document_id"], unique=False)
    op.create_index("ix_claims_fact_id", "claims", ["fact_id"], unique=False)


def _create_parts() -> None:
    op.create_table(
        "parts",
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_parts_entity_id_entities"),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_parts_fact_id_facts", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact_id", "entity_id", "role", name="pk_parts"),
    )
    op.create_index("ix_parts_entity_id_role", "parts", ["entity_id", "role"], unique=False)


def _create_mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_mentions_claim_id_claims", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["entity_id"], ["entities.id"], name="fk_mentions_entity_id_entities"),
        sa.PrimaryKeyConstraint("id", name="pk_mentions"),
    )
    op.create_index("ix_mentions_claim_id", "mentions", ["claim_id"], unique=False)
    op.create_index("ix_mentions_entity_id", "mentions", ["entity_id"], unique=False)
