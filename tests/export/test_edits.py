"""The way back: an exported table is edited, and every cell that was changed is found, and no other."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cases
import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.errors import ReadError
from tallybook.export import IncidentRecord, get_exporter
from tallybook.export.cells import CellError, day_order, read_cell
from tallybook.export.columns import BY_NAME, COLUMNS, VERSION
from tallybook.export.csv import row_of
from tallybook.export.edits import Correction, Edits, edits_of
from tallybook.export.sheet import MAX_BYTES, Formula, read_sheet

RECORDS = [*cases.CASES, made.record()]
FORMATS = ("csv", "xlsx")


def export(records: list[IncidentRecord], name: str, folder: Path) -> Path:
    """A file of some incidents."""
    if name == "xlsx":
        pytest.importorskip("openpyxl")
        pytest.importorskip("xlsxwriter")
    target = folder / f"register.{name}"
    get_exporter(name).write(records, target)
    return target


def change(path: Path, row: int, column: str, cell: object) -> None:
    """Edit one cell as a person would; the first row below the header is row 2."""
    if path.suffix == ".xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(path)
        sheet = book["incidents"]
        at = [one.value for one in sheet[1]].index(column) + 1
        sheet.cell(row, at).value = cell
        book.save(path)
        return
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    rows[row - 1][rows[0].index(column)] = "" if cell is None else str(cell)
    write(path, rows)


def write(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    """Save a table as a spreadsheet does."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))


def edits(path: Path, records: list[IncidentRecord] | None = None, **options: Any) -> Edits:
    """What was changed."""
    return edits_of(read_sheet(path), RECORDS if records is None else records, **options)


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_that_nobody_touched_gives_no_difference(name: str, tmp_path: Path) -> None:
    found = edits(export(RECORDS, name, tmp_path))
    assert (found.rows, found.corrections, found.problems, found.ignored) == (12, (), (), ())


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=15)
@given(records=st.lists(cases.incidents(), max_size=3, unique_by=lambda one: one.incident.id))
def test_whatever_is_in_it_a_table_that_nobody_touched_gives_no_difference(
    name: str, records: list[IncidentRecord], tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = edits(export(records, name, tmp_path_factory.getbasetemp()), records)
    assert (found.rows, found.corrections, found.problems) == (len(records), (), ())


def test_ten_thousand_cells_come_back_without_a_difference(tmp_path: Path) -> None:
    starts = [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\n",
        "\0",
        "＝",
        "＋",
        "－",
        "＠",
        "'",
        "'=",
        " ",
        "0",
        "-1",
        "1e3",
        "01",
        ";",
    ]
    chance = random.Random(7)  # noqa: S311  reproducible, no secret
    alphabet = "ab=+-@'\",;\t\n\r\x00\x07_x0041_ éش漢🙂"

    def text() -> str:
        return chance.choice(starts) + "".join(chance.choices(alphabet, k=chance.randrange(10)))

    records = [
        cases.incident(
            f"inc-{number:04d}", "bombing",
            replace(cases.NORTHTOWN, admin1=text(), admin2=text(), place=text(), site=text()),
            replace(cases.FARC, name=text()), replace(cases.TRADERS, name=text()),
        )
        for number in range(10_000 // 6 + 1)
    ]  # fmt: skip
    for name in FORMATS:
        found = edits(export(records, name, tmp_path), records)
        assert (found.corrections, found.problems) == ((), ())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("column", "cell", "was_and_is"),
    [
        ("killed_best", 13, (15, 13)),
        ("killed_high", None, (15, None)),
        ("injured_high", 44, (None, 44)),
        ("site", "Old Market", ("market", "Old Market")),
        ("site", "'=1+1", ("market", "=1+1")),
        ("site", None, ("market", None)),
        ("lat", -4.5, (-4.25, -4.5)),
        ("date_start", "2001-05-02", ("2001-05-03", "2001-05-02")),
        ("event_type", "suicide_bombing", ("bombing", "suicide_bombing")),
        ("event_types", "bombing; suicide_bombing", ("bombing", "bombing; suicide_bombing")),
        ("perpetrator_status", "suspected", ("claimed", "suspected")),
        ("review", "accepted", ("unreviewed", "accepted")),
    ],
)
def test_one_changed_cell_is_one_correction(
    name: str, column: str, cell: object, was_and_is: tuple[Any, Any], tmp_path: Path
) -> None:
    path = export(RECORDS, name, tmp_path)
    change(path, 2, column, cell)
    found = edits(path)
    assert found.problems == ()
    old, new = was_and_is
    assert found.corrections == (Correction(incident_id="inc-bomb", field=column, old=old, new=new),)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("killed_best", "many", "is no whole number; write digits alone, or leave it empty for not stated"),
        ("killed_best", "1,000", "is no whole number; write digits alone, or leave it empty for not stated"),
        ("killed_low", 16, "does not fit its row: low, best and high must not fall (16, 15, 15)"),
        ("lat", 91, "is above 90"),
        ("lon", None, "does not fit its row: latitude and longitude are stated together or not at all"),
        ("date_end", "2001-05-02", "the first day (2001-05-03) is after the last (2001-05-02)"),
        ("date_start", "2001-02-30", "is no day; write it as 2031-03-04"),
        ("date_start", "05/06/2001", "may be 2001-06-05 or 2001-05-06; write it as 2001-06-05"),
        ("event_type", "bombin", "has 'bombin', which is no code; near it is 'bombing'"),
        ("event_type", None, "is needed; 'other' or 'unknown' say that it is not known"),
        ("country", "Colombia", "has 'Colombia', which is no code"),
        ("review", "done", "has 'done', which is no code"),
        ("perpetrator_codes", "farc; eln-colombia", "as many values parted by '; ' are needed in each"),
        ("perpetrator_codes", "the-farc", "has 'the-farc', which is no code; near it is"),
        ("sources", 3, "cannot be changed here: it is worked out from the documents (2)"),
        ("killed_rule", "majority", "cannot be changed here: it is worked out from the documents (highest)"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(
    name: str, column: str, cell: object, why: str, tmp_path: Path
) -> None:
    path = export(RECORDS, name, tmp_path)
    change(path, 2, column, cell)
    found = edits(path)
    assert found.corrections == ()
    (problem,) = found.problems
    assert (problem.row, problem.column) == (2, column)
    assert why in problem.why
    assert problem.sentence.startswith(f"row 2, column {column}: ")


def test_a_formula_in_a_workbook_is_named_and_never_worked_out(tmp_path: Path) -> None:
    path = export(RECORDS, "xlsx", tmp_path)
    change(path, 2, "killed_best", "=12+1")
    (problem,) = edits(path).problems
    assert problem.why == "is a formula or an error (=12+1); write the value itself"


def test_a_row_that_the_register_has_changed_since_is_refused(tmp_path: Path) -> None:
    path = export(RECORDS, "csv", tmp_path)
    change(path, 2, "killed_best", 13)
    moved_on = [replace(RECORDS[0], review="accepted"), *RECORDS[1:]]
    found = edits(path, moved_on)
    assert found.corrections == ()
    (problem,) = found.problems
    assert problem.column == VERSION
    assert "export it again (killed_best, review)" in problem.why


def test_a_row_that_moved_on_to_what_the_table_says_is_no_problem(tmp_path: Path) -> None:
    path = export(RECORDS, "csv", tmp_path)
    change(path, 2, "review", "accepted")
    change(path, 2, "killed_best", 13)
    decided = [
        replace(one, value=replace(one.value, best=13), rule="decided") if one.prop == "killed" else one
        for one in RECORDS[0].findings
    ]
    moved_on = replace(RECORDS[0], review="accepted", findings=decided)
    found = edits(path, [moved_on, *RECORDS[1:]])
    assert (found.corrections, found.problems) == ((), ())


ROW_TROUBLES: list[tuple[str, Callable[[list[list[str]]], object], str]] = [
    ("no id", lambda rows: rows[1].__setitem__(0, ""), "is no incident; rows are matched by their incident_id"),
    ("twice", lambda rows: rows.append(rows[1]), "stands in row 2 already; leave one of the two"),
    ("unknown", lambda rows: rows[1].__setitem__(0, "inc-bomp"), "near it is inc-bomb"),
    ("joined", lambda rows: rows[1].__setitem__(0, "inc-old"), "was joined to inc-bomb; export the table again"),
]


@pytest.mark.parametrize(
    ("spoil", "why"), [(one[1], one[2]) for one in ROW_TROUBLES], ids=[one[0] for one in ROW_TROUBLES]
)
def test_a_row_without_its_incident_is_named(
    spoil: Callable[[list[list[str]]], object], why: str, tmp_path: Path
) -> None:
    path = export(RECORDS, "csv", tmp_path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    spoil(rows)
    write(path, rows)
    found = edits(path, leads_to={"inc-old": "inc-bomb"}.get)
    assert found.corrections == ()
    assert [why in problem.why for problem in found.problems] == [True]


def test_rows_and_columns_that_are_not_there_are_left_alone_and_others_ignored(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("notes,killed_best,incident_id\r\nlook,16,inc-clash\r\n,,\r\n", encoding="utf-8")
    found = edits(path)
    assert found.ignored == ("notes",)
    assert found.problems[0].why.startswith("does not fit its row: low, best and high must not fall (3, 16, 3)")
    path.write_text("notes,review,incident_id\r\nlook,accepted,inc-clash\r\n", encoding="utf-8")
    assert [one.sentence for one in edits(path).corrections] == ["inc-clash  review: unreviewed → accepted"]


def respell(rows: list[list[str]], days: str, comma: bool) -> list[list[str]]:
    """The table as a spreadsheet of another country saves it."""
    head = rows[0]
    made_anew = [head]
    for row in rows[1:]:
        cells = list(row)
        for at, name in enumerate(head):
            kind = BY_NAME[name].kind
            if kind == "day" and cells[at]:
                year, month, day = cells[at].split("-")
                cells[at] = days.format(year=year, month=month, day=day, m=int(month), d=int(day), y=year[2:])
            if kind == "decimal" and comma:
                cells[at] = cells[at].replace(".", ",")
        made_anew.append(cells)
    return made_anew


@pytest.mark.parametrize(
    ("days", "comma", "delimiter", "encoding"),
    [
        ("{day}.{month}.{year}", True, ";", "utf-8-sig"),
        ("{m}/{d}/{year}", False, ",", "utf-8"),
        ("{d}/{m}/{y}", False, "\t", "utf-16"),
        ("{year}/{month}/{day}", False, ",", "utf-8-sig"),
        ("{year}-{month}-{day} 00:00:00", False, ",", "utf-8"),
    ],
    ids=["semicolons and points", "month first", "tabs and short years", "slashes", "with a time"],
)
def test_a_spreadsheet_of_any_country_changes_nothing(
    days: str, comma: bool, delimiter: str, encoding: str, tmp_path: Path
) -> None:
    path = export(RECORDS, "csv", tmp_path)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    write(path, respell(rows, days, comma), delimiter, encoding)
    found = edits(path)
    assert (found.corrections, found.problems) == ((), ())


def test_a_day_changed_in_a_table_of_another_order_is_seen(tmp_path: Path) -> None:
    path = export(RECORDS, "csv", tmp_path)
    rows = respell(list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))), "{d}/{m}/{year}", False)
    start = rows[0].index("date_start")
    assert rows[1][start] == "3/5/2001"
    rows[1][start] = "5/3/2001"
    write(path, rows)
    found = edits(path).corrections
    assert [(one.field, one.old, one.new) for one in found] == [("date_start", "2001-05-03", "2001-03-05")]


def test_a_workbook_that_was_opened_and_saved_gives_no_difference(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = export(RECORDS, "xlsx", tmp_path)
    openpyxl.load_workbook(path).save(path)
    found = edits(path)
    assert (found.corrections, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no column 'incident_id' in its first row"),
        (b"a,b\r\n1,2\r\n", "no column 'incident_id' in its first row"),
        (b"incident_id,place,place\r\n", "the column 'place' is there more than once"),
        (b"incident_id,place\r\ninc-bomb,Z\xfcrich\r\n", "is not UTF-8 (byte 29); save it as 'CSV UTF-8', or as XLSX"),
        (b"PK\x03\x04 and no workbook", "is no Excel workbook that can be read"),
        (b'incident_id\r\n"' + b"x" * 200_000, "is no CSV"),
    ],
    ids=["empty", "another table", "twice", "not UTF-8", "broken workbook", "a cell without end"],
)
def test_a_file_that_is_no_table_is_refused_with_the_way_out(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read_sheet(path)
    assert why in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as out:
        out.truncate(MAX_BYTES + 1)
    with pytest.raises(ReadError, match="is more than a table may have"):
        read_sheet(path)


def test_a_workbook_that_unpacks_beyond_bounds_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export(RECORDS, "xlsx", tmp_path)
    monkeypatch.setattr("tallybook.export.sheet.MAX_UNPACKED", 1_000)
    with pytest.raises(ReadError, match="unpacks to"):
        read_sheet(path)


@pytest.mark.parametrize(
    ("column", "raw", "old", "new"),
    [
        ("killed_best", 12.0, 12, 12),
        ("killed_best", "12", 12, 12),
        ("killed_best", " 12 ", None, 12),
        ("lat", "34,5", 34.5, 34.5),
        ("lat", 34.555349, 34.5553491234, 34.5553491234),
        ("lat", 34.55, 34.5553491234, 34.55),
        ("lat", "1.5e1", None, 15.0),
        ("place", 7.0, "7", "7"),
        ("place", 7, None, "7"),
        ("place", "  ", None, None),
        ("place", " Northtown ", "Northtown", "Northtown"),
        ("place", "a\r\nb", "a\nb", "a\nb"),
        ("place", True, None, "True"),
        ("date_start", "2031-03-04T00:00:00", None, "2031-03-04"),
    ],
)
def test_a_cell_is_first_asked_whether_it_is_what_was_there(column: str, raw: Any, old: Any, new: Any) -> None:
    assert read_cell(BY_NAME[column], raw, old) == new


@pytest.mark.parametrize(
    ("column", "raw"),
    [
        ("killed_best", True), ("killed_best", 1.5), ("killed_best", -1), ("killed_best", "-1"), ("killed_best", "1e3"),
        ("killed_best", float("inf")), ("lat", "north"), ("lat", float("nan")), ("lat", "1" * 400),
        ("date_start", "yesterday"), ("date_start", 44_000), ("place", Formula("=A1")),
        ("place", __import__("datetime").date(2031, 3, 4)),
    ],
)  # fmt: skip
def test_a_cell_of_another_type_is_refused(column: str, raw: Any) -> None:
    with pytest.raises(CellError):
        read_cell(BY_NAME[column], raw, None)


def test_the_order_of_days_is_that_of_most_cells_and_none_where_two_agree() -> None:
    assert (
        day_order([("3/5/2001", "2001-05-03"), ("1/6/2001", "2001-06-01"), ("2/6/2001", "2001-02-06")]) == "day first"
    )
    assert day_order([("5/5/2001", "2001-05-05")]) is None
    assert day_order([("2001-05-05", "2001-05-05"), (None, None), (7, None)]) is None


def test_a_version_names_the_state_of_a_row() -> None:
    first, again, other = row_of(RECORDS[0]), row_of(RECORDS[0]), row_of(RECORDS[1])
    assert first[VERSION] == again[VERSION] != other[VERSION]
    assert set(first) == set(COLUMNS)
