"""Where reports stand for linking, so that a new one finds those worth comparing; the next build fills it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of the index, and the list of documents that are not linked yet."""
    op.create_table(
        "unlinked",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "filed_reports",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("time", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sqlite_strict=True,
    )
    op.create_index("filed_reports_by_document", "filed_reports", ["document_id"], unique=False)
    op.create_table(
        "filed_keys",
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("time", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key", "time", "number"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "filed_background",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
        sqlite_strict=True,
    )
    op.create_table(
        "copy_keys",
        sa.Column("key", NUMBER, autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "document_id"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
