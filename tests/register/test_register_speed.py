"""The register keeps up: many documents a second in, and few queries out, however many incidents there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event
from timing import least_seconds

from tallybook.export.records import records_of
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.register.view import SqlView
from tallybook.testing import make_document, make_record

SMALL = 500
LEAST_PER_SECOND = 300
"""Small documents a second of processor time; a laptop of 2020 stores three times as many."""


def filled(path: Path, documents: int) -> SqlRegister:
    register = open_register(path, create=True)
    records = [
        make_record(make_document(f"d{number:05}", f"A bombing, number {number}."), reports=2)
        for number in range(documents)
    ]
    with register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
        for start in range(0, documents, 50):
            writer.put_documents(records[start : start + 50])
        writer.put_clusters([[report] for record in records for report in {claim.report_id for claim in record.claims}])
    return register


def test_small_documents_are_stored_fast(tmp_path: Path) -> None:
    names = iter(("a.db", "b.db", "c.db"))
    seconds = least_seconds(lambda: filled(tmp_path / next(names), SMALL).close())
    assert SMALL / seconds > LEAST_PER_SECOND


def queries(register: SqlRegister, ask: Callable[[SqlView], object]) -> int:
    """How many statements a question takes."""
    seen: list[str] = []
    with register._database.connect() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    with register.view() as view:
        ask(view)
    return len(seen)


@pytest.mark.parametrize(
    "ask",
    [SqlView.incidents, SqlView.reports, SqlView.documents, SqlView.findings, SqlView.counts, records_of],
    ids=["incidents", "reports", "documents", "findings", "counts", "records for exports"],
)
def test_more_incidents_take_no_more_queries(ask: Callable[[SqlView], object], tmp_path: Path) -> None:
    few, many = (queries(filled(tmp_path / f"{size}.db", size), ask) for size in (2, 60))
    assert few == many
    assert many < 20
