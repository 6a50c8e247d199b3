"""An edited table on a real register: decided whole or not at all, seen in the next table, and taken back again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tallybook.deciding import decide
from tallybook.editing import Applied, apply_edits
from tallybook.export import get_exporter
from tallybook.export.records import records_of
from tallybook.export.sheet import read_sheet
from tallybook.pipeline import build
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.review.acts import Deed, correct, undo

LINES = (
    {
        "id": "one", "published": "2021-08-27",
        "text": "A bomb killed at least 12 people and injured 30 at a market in Kabul on Thursday, police said.",
    },
    {
        "id": "two", "published": "2022-03-03",
        "text": "Gunmen attacked a police post in Kandahar on Wednesday, killing four officers.",
    },
)  # fmt: skip
ADA = Deed(who="Ada", at="2031-01-01T00:00:00+00:00")
WORKED_OUT = {"killed_rule", "injured_rule", "row_version", "confidence", "date_text"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register of two pages."""
    folder = tmp_path_factory.mktemp("built")
    pages = folder / "pages.jsonl"
    pages.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    build(folder / "my.db", [pages])
    return folder / "my.db"


@pytest.fixture
def register(built: Path, tmp_path: Path) -> Iterator[SqlRegister]:
    """A copy that a test may change."""
    copy = tmp_path / "my.db"
    copy.write_bytes(built.read_bytes())
    opened = open_register(copy)
    yield opened
    opened.close()


def table(register: SqlRegister, target: Path) -> list[dict[str, str]]:
    """The register as a CSV file, and its rows."""
    with register.view() as view:
        get_exporter("csv").write(records_of(view), target)
    return list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"), newline="")))


def edited(rows: list[dict[str, str]], target: Path, cells: dict[str, str]) -> Path:
    """The table with other cells in its first row."""
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows([{**rows[0], **cells}, *rows[1:]])
    return target


def applied(register: SqlRegister, target: Path) -> Applied:
    """The table decided by Ada."""
    return apply_edits(register, read_sheet(target), ADA)


CHANGES: list[dict[str, str]] = [
    {"killed_best": "14"},
    {"killed_low": "", "killed_best": "", "killed_high": "", "injured_low": "29"},
    {"date_start": "2021-08-25", "date_end": "2021-08-25"},
    {"date_start": "", "date_end": "", "date_precision": "unknown"},
    {"place": "Herat", "admin1": "Herat", "lat": "34.34", "lon": "62.2", "geonames_id": ""},
    {"event_type": "shelling", "event_types": "shelling; bombing", "weapons": ""},
    {"stage": "attempted"},
    {"perpetrators": "gunmen", "perpetrator_codes": "?", "perpetrator_status": "suspected"},
    {"targets": "stalls; people"},
    {"review": "accepted"},
    {"review": "rejected", "site": ""},
]


@pytest.mark.parametrize("cells", CHANGES, ids=[", ".join(one) for one in CHANGES])
def test_what_is_applied_stands_in_the_next_table_and_an_undo_brings_back_the_first(
    register: SqlRegister, tmp_path: Path, cells: dict[str, str]
) -> None:
    before = table(register, tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    done = applied(register, edited(before, tmp_path / "b.csv", cells))
    assert done.edits.problems == ()
    assert done.decided.in_effect
    order = [row["incident_id"] for row in before]  # what has no date stands last
    after = sorted(table(register, tmp_path / "c.csv"), key=lambda row: order.index(row["incident_id"]))
    wanted = {name: cells.get(name, cell) for name, cell in before[0].items() if name not in WORKED_OUT}
    assert {name: after[0][name] for name in wanted} == wanted
    assert after[1:] == before[1:]
    assert applied(register, tmp_path / "b.csv").decided.decisions == ()
    for decision in reversed(done.decided.decisions):
        decide(register, lambda view, name=decision.id: [undo(view, name, ADA)])
    table(register, tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes() == content


def test_one_decision_for_each_property_with_who_and_why(register: SqlRegister, tmp_path: Path) -> None:
    rows = table(register, tmp_path / "a.csv")
    cells: dict[str, Any] = {"killed_low": "13", "killed_best": "13", "site": "bridge", "review": "accepted"}
    done = apply_edits(
        register, read_sheet(edited(rows, tmp_path / "b.csv", cells)), Deed(who="Ada", at=ADA.at, why="misprints")
    )
    told = [(one.act, one.field, one.who, one.why) for one in done.decided.decisions]
    assert told == [
        ("correct", "where", "Ada", "misprints"),
        ("correct", "killed", "Ada", "misprints"),
        ("accept", None, "Ada", "misprints"),
    ]


def test_what_somebody_decided_meanwhile_is_not_overwritten(register: SqlRegister, tmp_path: Path) -> None:
    rows = table(register, tmp_path / "a.csv")
    path = edited(rows, tmp_path / "b.csv", {"killed_best": "14"})
    decide(register, lambda view: [correct(view, rows[0]["incident_id"], "injured", (), ADA)])
    done = applied(register, path)
    assert done.decided.decisions == ()
    assert "has changed since the table was made: export it again" in done.edits.problems[0].why


def test_one_cell_that_cannot_be_taken_keeps_all_back(register: SqlRegister, tmp_path: Path) -> None:
    rows = table(register, tmp_path / "a.csv")
    done = applied(register, edited(rows, tmp_path / "b.csv", {"site": "bridge", "country": "nowhere"}))
    assert len(done.edits.corrections) == 1
    assert done.decided.decisions == ()
    assert table(register, tmp_path / "c.csv") == rows
