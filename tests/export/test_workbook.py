"""XLSX: what is written is what is known, no cell is a formula, and every workbook opens again."""

from __future__ import annotations

import random
import string
import sys
import zipfile
from pathlib import Path
from typing import Any

import cases
import pytest

from tallybook.errors import ExportError
from tallybook.export import get_exporter
from tallybook.export.columns import COLUMNS
from tallybook.export.csv import ACTIVE_START, MAX_CELL, clean, row_of, unescape
from tallybook.model import Place

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

GENERATED = 10_000
STARTS = [
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
    " =",
    "",
    "0",
    "-1",
    "=1+1",
    "_x0041_",
]
ALPHABET = string.ascii_letters + string.digits + string.punctuation + " \t\n\r\x00\x07\x1b\x85éشΩ漢🙂"


def generated_texts() -> list[str]:
    """Ten thousand texts, half of them with a dangerous start; always the same ones."""
    chance = random.Random(20_311)  # noqa: S311  reproducible, no secret
    made = []
    for number in range(GENERATED):
        rest = "".join(chance.choices(ALPHABET, k=chance.randrange(12)))
        made.append((STARTS[number % len(STARTS)] if number % 2 else "") + rest)
    return made


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], Path]:
    """The texts, and a workbook whose incidents hold four of them each."""
    texts = generated_texts()
    places = [Place(country="CO", admin1=a, admin2=b, place=c, site=d, precision="site")
              for a, b, c, d in zip(*(texts[start::4] for start in range(4)), strict=True)]  # fmt: skip
    records = [cases.incident(f"inc-{number:05d}", "bombing", where) for number, where in enumerate(places)]
    target = tmp_path_factory.mktemp("generated") / "out.xlsx"
    assert get_exporter("xlsx").write(records, target) == GENERATED // 4
    return texts, target


def cells_of(path: Path, sheet: str = "incidents") -> list[list[Any]]:
    """The cells of a sheet."""
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return [list(row) for row in book[sheet].iter_rows()]
    finally:
        book.close()


def test_of_ten_thousand_cells_none_is_a_formula_and_none_begins_like_one(generated: tuple[list[str], Path]) -> None:
    _, path = generated
    book = openpyxl.load_workbook(path)
    checked = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                checked += cell.value is not None
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    assert not ACTIVE_START.match(cell.value) or cell.value.startswith("'")
    assert checked > GENERATED


def test_no_part_of_a_workbook_has_formulas_links_or_macros(generated: tuple[list[str], Path]) -> None:
    with zipfile.ZipFile(generated[1]) as packed:
        names = packed.namelist()
        assert not any(word in name for name in names for word in ("vba", "externalLink", "connections", "calcChain"))
        assert not any(b"<f>" in packed.read(name) or b"<f " in packed.read(name) for name in names)


def test_every_text_comes_back_as_it_was(generated: tuple[list[str], Path]) -> None:
    texts, path = generated
    head, *rows = cells_of(path)
    at = {cell.value: number for number, cell in enumerate(head)}
    found = [
        unescape(row[at[name]].value) if row[at[name]].value is not None else ""
        for row in rows
        for name in ("admin1", "admin2", "place", "site")
    ]
    assert found == [clean(text) for text in texts]


def test_numbers_are_numbers_and_nothing_is_nothing(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    get_exporter("xlsx").write(cases.CASES, target)
    head, *rows = cells_of(target)
    assert tuple(cell.value for cell in head) == COLUMNS
    by_id = {row[0].value: {name: cell.value for name, cell in zip(COLUMNS, row, strict=True)} for row in rows}
    known, bare = by_id["inc-bomb"], by_id["inc-bare"]
    assert (known["lat"], known["lon"], known["killed_best"]) == (-4.25, -73.5, 15)
    assert known["date_start"] == "2001-05-03"
    stated = {name for name, cell in bare.items() if cell is not None}
    assert stated == {name for name, cell in row_of(cases.CASES[-1]).items() if cell is not None}
    assert not stated & {"killed_low", "killed_best", "injured_best", "lat", "date_start", "country"}


def test_there_are_sheets_for_statements_documents_and_the_meaning_of_columns(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    get_exporter("xlsx").write(cases.CASES, target)
    head, *statements = cells_of(target, "casualties")
    assert [cell.value for cell in head][:3] == ["incident_id", "claim_id", "document_id"]
    assert len(statements) == 4
    assert {row[0].value for row in cells_of(target, "documents")[1:]} >= {"wire", "paper"}
    assert [row[0].value for row in cells_of(target, "columns")[1:]] == list(COLUMNS)


def test_a_text_too_long_for_a_cell_is_cut_and_the_cut_shows(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    place = Place(country="CO", place="x" * 40_000, precision="place")
    get_exporter("xlsx").write([cases.incident("i", "bombing", place)], target)
    head, row = cells_of(target)
    cell = row[[one.value for one in head].index("place")].value
    assert len(cell) == MAX_CELL
    assert cell.endswith("x…")


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExportError, match=r"pip install 'tallybook\[xlsx\]'"):
        get_exporter("xlsx").write([], tmp_path / "out.xlsx")
