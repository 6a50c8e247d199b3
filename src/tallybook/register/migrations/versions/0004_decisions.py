"""Decisions of every kind in one chained log, what they make of incidents, and the questions they raise.

Judgements on pairs that were stored before become the first entries of the log.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables anew, and enter the judgements of before."""
    bind = op.get_bind()
    judged = [dict(row) for row in bind.execute(sa.text("SELECT * FROM decisions ORDER BY row")).mappings()]
    op.drop_table("decisions")
    made = _decisions()
    previous = "0" * 64
    for number, row in enumerate(judged, start=1):
        entry = _entry(number, row)
        written = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        key = hashlib.sha256((previous + written).encode()).hexdigest()
        bind.execute(sa.insert(made).values(**entry, previous=previous, hash=key))
        previous = key
    op.create_table(
        "reviews",
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident_id"),
        sqlite_strict=True,
    )
    _questions()
    op.add_column("findings", sa.Column("decision", sa.Text(), nullable=True))


def _decisions() -> sa.Table:
    made = op.create_table(
        "decisions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("left", sa.Text(), nullable=True),
        sa.Column("right", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("hash"),
        sa.UniqueConstraint("previous"),
        sqlite_strict=True,
    )
    op.create_index("decisions_by_pair", "decisions", ["left", "right"], unique=False)
    op.create_index("decisions_by_undone", "decisions", ["undoes"], unique=False)
    return made


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("row", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.REAL(), nullable=False),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("left", sa.Text(), nullable=True),
        sa.Column("right", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("row"),
        sqlite_strict=True,
    )


def _entry(number: int, row: dict[str, Any]) -> dict[str, Any]:
    """A judgement of before as an entry of the log; nothing is known of the words of its reports."""
    left, right = row["left"], row["right"]
    link = {
        "left": left, "right": right, "judgement": row["judgement"], "score": row["score"], "judge": row["judge"],
        "reasons": json.loads(row["reasons"]),
    }  # fmt: skip
    parts = [{"reports": [{"report": name}]} for name in (left, right)]
    content = json.dumps({"parts": parts, "link": link}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {
        "number": number, "act": "judge", "left": left, "right": right, "undoes": None, "who": row["judge"],
        "at": row["decided"], "why": None, "content": content,
    }  # fmt: skip
