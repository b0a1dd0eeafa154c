"""Jobs and their lines; the queue's order and the time of the last reading get an index."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS: dict[str, Any] = {
    "pending_since": sa.DateTime(timezone=True),
    "job_id": sa.String(),
    "job_line": sa.Integer(),
    "place": sa.String(),
}
INDEXES = {
    "ix_documents_state_pending_since": ["state", "pending_since", "id"],
    "ix_documents_job_id_state": ["job_id", "state", "read_at"],
    "ix_documents_read_at": ["read_at"],
}


def upgrade() -> None:
    _create_jobs()
    for column, type_ in COLUMNS.items():
        op.add_column("documents", sa.Column(column, type_, nullable=True))
    for name, columns in INDEXES.items():
        op.create_index(name, "documents", columns)
    op.drop_index("ix_documents_state", "documents")
    op.execute("UPDATE documents SET pending_since = created_at")


def downgrade() -> None:
    op.create_index("ix_documents_state", "documents", ["state"])
    for name in INDEXES:
        op.drop_index(name, "documents")
    for column in COLUMNS:
        op.drop_column("documents", column)
    op.drop_table("job_lines")
    op.drop_table("jobs")


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )
    op.create_index("ix_jobs_created_at", "jobs", ["created_at"])
    op.create_table(
        "job_lines",
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("document_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_job_lines_job_id_jobs", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "line", name="pk_job_lines"),
    )
    op.create_index("ix_job_lines_document_id", "job_lines", ["document_id"])
