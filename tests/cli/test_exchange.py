"""Handing on and taking back: every format with its loss report, and an edited table with its difference."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import tallybook
from tallybook.deciding import decide
from tallybook.errors import ExportError
from tallybook.register import open_register
from tallybook.review.acts import Deed, undo

Program = Callable[..., Result]

FORMATS = ("datapackage", "ucdp", "acled", "gtd", "plover", "hapi", "ftm")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_with_an_account_that_adds_up(
    tallybook: Program, register: Path, tmp_path: Path, name: str
) -> None:
    target, losses = tmp_path / "out", tmp_path / "losses.json"
    done = tallybook("export", "-r", register, "-f", name, "-o", target, "--loss-report", losses)
    assert done.exit_code == 0
    assert target.stat().st_size > 0
    told = json.loads(losses.read_text(encoding="utf-8"))
    assert told["format"] == name
    assert told["incidents"]["given"] == 2
    assert told["incidents"]["left_out"] == sum(one["incidents"] for one in told["left_out"])
    written = told["incidents"]["written"]
    assert done.stderr.startswith(f"{written}{' of 2' if written < 2 else ''} incidents written to {target}.\n")


def test_what_a_format_cannot_say_stands_on_standard_error_only(tallybook: Program, register: Path) -> None:
    done = tallybook("export", "-r", register, "-f", "ucdp")
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 0
    assert "0 of 2 incidents written." in done.stderr
    assert "     2  no side that did it is identified\n" in done.stderr


def test_the_bound_of_fatalities_is_chosen(tallybook: Program, register: Path) -> None:
    found = {
        bound: [row["fatalities"] for row in csv.DictReader(io.StringIO(
            tallybook("export", "-r", register, "-f", "acled", "--fatalities", bound).stdout))]
        for bound in ("low", "best", "high")
    }  # fmt: skip
    assert found == {"low": ["12", "4"], "best": ["15", "4"], "high": ["15", "4"]}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("-f", "ucdp", "--fatalities", "low"), "it is for acled, hapi"),
        (("-f", "acled", "--fatalities", "most"), "one of low, best, high is needed"),
        (("-f", "paper"), "there is no export format 'paper'"),
    ],
)
def test_what_cannot_be_exported_is_said(
    tallybook: Program, register: Path, arguments: tuple[str, ...], why: str
) -> None:
    done = tallybook("export", "-r", register, *arguments)
    assert done.exit_code == 2
    assert why in done.stderr


@pytest.fixture
def table(tallybook: Program, register: Path, tmp_path: Path) -> Path:
    """The register as CSV."""
    target = tmp_path / "table.csv"
    assert tallybook("export", "-r", register, "-f", "csv", "-o", target).exit_code == 0
    return target


def edit(table: Path, column: str, cell: str) -> str:
    """Change a cell of the first row; the incident's id."""
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"), newline="")))
    rows[0][column] = cell
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows[0]["incident_id"]


def test_a_table_that_was_not_edited_shows_nothing(tallybook: Program, register: Path, table: Path) -> None:
    done = tallybook("import", table, "-r", register)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "No cell changed (2 rows read).\n"


def test_one_changed_cell_is_a_difference_of_one_cell(tallybook: Program, register: Path, table: Path) -> None:
    name = edit(table, "killed_best", "13")
    done = tallybook("import", table, "-r", register)
    assert done.exit_code == 0
    assert done.stdout == f"{name}  killed_best: 15 → 13\n"
    assert done.stderr.startswith("1 cell changed in 1 incident (2 rows read).")


def test_a_difference_can_be_had_as_json(tallybook: Program, register: Path, table: Path) -> None:
    name = edit(table, "site", "bazaar")
    told = json.loads(tallybook("import", table, "-r", register, "--json").stdout)
    assert told["corrections"] == [{"incident_id": name, "field": "site", "old": "market", "new": "bazaar"}]


def test_what_cannot_be_taken_is_named_and_ends_with_1(tallybook: Program, register: Path, table: Path) -> None:
    edit(table, "killed_best", "several")
    done = tallybook("import", table, "-r", register)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "row 2, column killed_best: 'several' is no whole number" in done.stderr


@pytest.fixture
def own(register: Path, tmp_path: Path) -> Path:
    """A copy of the register that a test may change."""
    copy = tmp_path / "own.db"
    copy.write_bytes(register.read_bytes())
    return copy


def exported(tallybook: Program, register: Path) -> list[dict[str, str]]:
    """The rows of the register as CSV."""
    return list(csv.DictReader(io.StringIO(tallybook("export", "-r", register, "-f", "csv").stdout, newline="")))


def test_an_edited_table_is_applied_logged_and_undone(tallybook: Program, own: Path, tmp_path: Path) -> None:
    """Export, change one cell, see one difference, apply it, see it in the register, undo it: all is as before."""
    table = tmp_path / "table.csv"
    tallybook("export", "-r", own, "-f", "csv", "-o", table)
    before = exported(tallybook, own)
    edit(table, "killed_best", "13")
    done = tallybook("import", table, "-r", own, "--apply", "--who", "Ada", "--why", "a misprint")
    assert done.exit_code == 0, done.stderr
    assert "Decided: dec-" in done.stderr
    after = exported(tallybook, own)
    worked_out = {"killed_rule", "row_version"}
    differing = {name for name in after[0] if before[0][name] != after[0][name]}
    assert differing - worked_out == {"killed_best"}
    assert (after[0]["killed_best"], after[1]) == ("13", before[1])
    assert tallybook("import", table, "-r", own).stderr == "No cell changed (2 rows read).\n"
    (decision,) = re.findall(r"dec-[0-9a-f]+", done.stderr)
    take_back(own, decision)
    assert exported(tallybook, own) == before


def take_back(register: Path, decision: str) -> None:
    """Undo a decision."""
    opened = open_register(register)
    deed = Deed(who="Ada", at="2031-01-01T00:00:00+00:00")
    decide(opened, lambda view: [undo(view, decision, deed)])
    opened.close()


def test_nothing_is_applied_when_one_cell_cannot_be_taken(tallybook: Program, own: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    tallybook("export", "-r", own, "-f", "csv", "-o", table)
    before = exported(tallybook, own)
    edit(table, "killed_best", "13")
    edit(table, "country", "nowhere")
    done = tallybook("import", table, "-r", own, "--apply", "--who", "Ada")
    assert done.exit_code == 1
    assert "Nothing is written: mend these cells" in done.stderr
    assert exported(tallybook, own) == before


def test_who_applies_must_have_a_name(tallybook: Program, register: Path, table: Path) -> None:
    done = tallybook("import", table, "-r", register, "--apply")
    assert done.exit_code == 2
    assert "say who decides with --who NAME" in done.stderr


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_file_that_cannot_be_read_is_said(tallybook: Program, register: Path, name: str) -> None:
    done = tallybook("import", name, "-r", register)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"tallybook: {name}: cannot be read (")


def test_losses_and_edits_from_python(register: Path, table: Path) -> None:
    name = edit(table, "review", "accepted")
    with tallybook.open(register) as reg:
        assert reg.losses("ucdp").written == 0
        assert reg.losses("jsonl", since="2022").given == 1
        (correction,) = reg.read_edits(table).corrections
        with pytest.raises(ExportError, match="paper"):
            reg.losses("paper")
    assert (correction.incident_id, correction.field, correction.new) == (name, "review", "accepted")
