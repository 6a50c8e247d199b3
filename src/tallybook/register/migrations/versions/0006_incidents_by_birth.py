"""Incident ids are found by the report they were minted from, which each new report asks for."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Index the births."""
    op.create_index("incidents_by_birth", "incidents", ["minted_from"], unique=False)
