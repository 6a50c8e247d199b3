"""What does not hold in a register: words in the wrong place, texts that changed, claims that are gone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tallybook.model import Span
from tallybook.register import rows, tables
from tallybook.register.values import loaded

if TYPE_CHECKING:
    from sqlalchemy import Connection


def find_flaws(connection: Connection) -> list[str]:
    """Every stored row that does not hold, superseded or not, as a sentence."""
    texts = {row.hash: row.text for row in connection.execute(select(tables.TEXTS))}
    return [
        *_changed_texts(texts),
        *_misplaced_evidence(connection, texts),
        *_misplaced_mentions(connection, texts),
        *_lost_claims(connection),
    ]


def _changed_texts(texts: dict[str, str]) -> Iterator[str]:
    for key, text in sorted(texts.items()):
        if hashlib.sha256(text.encode()).hexdigest() != key:
            yield f"text {key}: is not what was read; its SHA-256 is another"


def _misplaced_evidence(connection: Connection, texts: dict[str, str]) -> Iterator[str]:
    table = tables.CLAIMS.c
    question = select(table.id, table.document_id, table.text_hash, table.evidence).order_by(table.row)
    for row in connection.execute(question):
        text = texts.get(row.text_hash, "")
        for span in rows.read_evidence(row.evidence):
            if text[span.start : span.end] != span.text:
                yield _misplaced("claim", row, span)


def _misplaced_mentions(connection: Connection, texts: dict[str, str]) -> Iterator[str]:
    for row in connection.execute(select(tables.MENTIONS).order_by(tables.MENTIONS.c.row)):
        span = Span(start=row.start, end=row.end, text=row.text)
        if texts.get(row.text_hash, "")[span.start : span.end] != span.text:
            yield _misplaced("mention", row, span)


def _misplaced(kind: str, row: Any, span: Span) -> str:
    return f"{kind} {row.id} of document {row.document_id}: its words {span.text!r} are not at {span.start}-{span.end}"


def _lost_claims(connection: Connection) -> Iterator[str]:
    table = tables.FINDINGS.c
    held = set(connection.execute(select(tables.CLAIMS.c.id)).scalars())
    question = select(table.incident_id, table.prop, table.supporting, table.opposing).order_by(table.row)
    for row in connection.execute(question):
        for name in (*loaded(row.supporting), *loaded(row.opposing)):
            if name not in held:
                yield f"finding {row.prop} of incident {row.incident_id}: its claim {name} is not in the register"
