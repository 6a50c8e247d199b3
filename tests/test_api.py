"""The Python API: a dozen names, quick to import, and what notebooks show."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from simple_stages import SIMPLE

import tallybook
from tallybook._version import FALLBACK
from tallybook.answer.table import Row, Table
from tallybook.errors import RegisterError, TallybookError, UsageError
from tallybook.export import IncidentRecord
from tallybook.model import Target, claim
from tallybook.shown import IncidentCard, TallyTable
from tallybook.testing import make_incident_record

TEXTS = {
    "a": "bombing at Northtown on 2021-05-04 killed 3\nshelling at Southtown on 2022-06-01 killed 1",
    "b": "bombing at Northtown on 2021-05-04 killed 5",
}
MAX_IMPORT_SECONDS = 0.15
"""Processor time of ``import tallybook`` beyond that of Python itself; a laptop takes some 0.02."""


@pytest.fixture
def book(tmp_path: Path) -> tallybook.Tallybook:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(TEXTS))
    made = tallybook.open(tmp_path / "my.db")
    made.add(texts, stages=SIMPLE)
    return made


def fresh(code: str) -> str:
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_every_public_name_is_there_and_sorted() -> None:
    assert sorted(tallybook.__all__) == tallybook.__all__
    assert all(getattr(tallybook, name) is not None for name in tallybook.__all__)
    assert set(tallybook.__all__) == {*tallybook._WHERE, "__version__"}
    assert set(tallybook.__all__) <= set(dir(tallybook))


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = tallybook.opne


def test_importing_costs_next_to_nothing_and_loads_nothing_heavy() -> None:
    code = (
        "import time; start = time.process_time(); import tallybook; spent = time.process_time() - start\n"
        "import sys; heavy = {'sqlalchemy', 'trafilatura', 'numpy', 'duckdb', 'jinja2', 'alembic'} & set(sys.modules)\n"
        "print(spent, *heavy)"
    )
    spent, *heavy = fresh(code).split()
    assert heavy == []
    assert float(spent) < MAX_IMPORT_SECONDS


def test_the_version_is_that_of_the_project() -> None:
    declared = re.search(r'^version = "(.+)"$', (Path(__file__).parents[1] / "pyproject.toml").read_text(), re.M)
    assert declared is not None
    assert declared[1] == FALLBACK
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", tallybook.__version__)


def test_incidents_come_in_the_order_of_their_claims_and_can_be_taken_by_number(book: tallybook.Tallybook) -> None:
    found = book.incidents()
    assert len(found) == 2
    assert len(found[:1]) == 1
    assert {one.id for one in found} == {found[0].id, found[1].id}
    assert book.incident(found[0].id).claims == found[0].claims
    assert book[found[0].id].documents.keys() == found[0].documents.keys()


def test_adding_the_same_again_changes_nothing(book: tallybook.Tallybook, tmp_path: Path) -> None:
    again = book.add(tmp_path / "texts.json", stages=SIMPLE)
    assert (again.stored, again.unchanged) == (0, 2)


def test_an_incident_that_is_not_there_is_said(book: tallybook.Tallybook) -> None:
    with pytest.raises(RegisterError, match="no incident 'inc-nothing'"):
        book.incident("inc-nothing")


def test_an_unknown_filter_is_said(book: tallybook.Tallybook) -> None:
    with pytest.raises(UsageError, match="colour"):
        book.incidents(colour="red")


def test_asking_does_not_make_a_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no register"):
        tallybook.open(tmp_path / "typo.db").incidents()
    assert not (tmp_path / "typo.db").exists()


def test_adding_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="at least one file"):
        tallybook.open(tmp_path / "my.db").add()


def test_incidents_are_exported_as_they_are_listed(book: tallybook.Tallybook, tmp_path: Path) -> None:
    assert book.export("jsonl", tmp_path / "out.jsonl") == 2
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["incident_id"] for line in lines] == [one.id for one in book.incidents()]


def test_a_register_in_memory_is_made_by_adding(tmp_path: Path) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(TEXTS))
    with tallybook.open(":memory:") as book:
        assert book.add(texts, stages=SIMPLE).incidents == 2
        assert book.verify() == []


def test_a_card_shows_words_and_figures_in_html(book: tallybook.Tallybook) -> None:
    shown = max(book.incidents(), key=lambda one: len(one.documents))._repr_html_()
    assert shown.count("<mark") >= 2
    assert "disagreement" in shown
    assert "inc-" in book.incidents()._repr_html_()


HOSTILE = "<script>alert(1)</script>"


def test_everything_in_a_tally_is_escaped() -> None:
    table = Table(
        title=HOSTILE, columns=(HOSTILE, "n"), rows=(Row(cells=(HOSTILE, 1), notes=(HOSTILE,)),), caveats=(HOSTILE,)
    )
    shown = TallyTable(table)._repr_html_()
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 5


def test_everything_in_a_card_is_escaped(tmp_path: Path) -> None:
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps({f"d{HOSTILE}": f"{HOSTILE} bombing at Northtown on 2021-05-04 killed 3 {HOSTILE}"}))
    book = tallybook.open(tmp_path / "my.db")
    book.add(texts, stages=SIMPLE)
    for shown in (book.incidents()[0]._repr_html_(), book.incidents()._repr_html_()):
        assert "<script>" not in shown


def a_record_of(target: Target, text: str, *, url: str | None = None) -> IncidentRecord:
    record = make_incident_record(text)
    (document,) = record.documents.values()
    report = record.incident.reports[0]
    start = text.index(target.name)
    named = claim(document.id, report.id, "target", target, (document.span(start, start + len(target.name)),))
    reports = (replace(report, claims=(*report.claims, named)),)
    return replace(
        record,
        incident=replace(record.incident, reports=reports),
        documents={document.id: replace(document, url=url)},
    )


def test_private_names_are_withheld_from_cards() -> None:
    victim = Target(name="Ada Sampleton", kind="person", named=True)
    record = a_record_of(victim, "A bombing in Northtown killed Ada Sampleton, a teacher.")
    shown = IncidentCard(record)._repr_html_()
    assert "Sampleton" not in shown
    assert "name withheld" in shown


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://courier.example/a", True), ("javascript:alert(1)", False), ("data:text/html,x", False)],
    ids=["web", "script", "data"],
)
def test_only_web_addresses_become_links(url: str, linked: bool) -> None:
    record = a_record_of(Target(name="Northtown", kind="facility"), "A bombing in Northtown killed 3.", url=url)
    shown = IncidentCard(record)._repr_html_()
    assert ("<a href=" in shown) is linked
    assert (url in shown) is linked


def test_every_example_of_the_how_to_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[1] / "docs" / "how-to" / "python-api.md"
    examples = re.findall(r"^```python\n(.*?)^```", page.read_text(), re.M | re.S)
    assert len(examples) >= 6
    with resources.as_file(resources.files("tallybook") / "samples" / "pages") as pages:
        (tmp_path / "articles").symlink_to(pages)
        monkeypatch.chdir(tmp_path)
        exec("\n".join(examples), {"__name__": "example"})  # noqa: S102  our own page, run as its readers would
    assert (tmp_path / "incidents.jsonl").stat().st_size > 0


def test_a_type_that_no_incident_has_gives_none_and_a_typing_error_is_said(book: tallybook.Tallybook) -> None:
    assert len(book.incidents(type="hijacking")) == 0
    with pytest.raises(TallybookError, match="'bombin'"):
        book.incidents(type="bombin")
