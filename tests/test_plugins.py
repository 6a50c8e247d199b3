"""Every part has a name in one list; other packages add to it and replace nothing."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tallybook import plugins
from tallybook.errors import ExportError, UsageError
from tallybook.export import FORMATS, get_exporter
from tallybook.model import Page
from tallybook.read import files
from tallybook.read.files import KINDS, SINGLE


def test_the_full_list_is_pinned() -> None:
    """A changed list is a changed promise: say so in the changelog."""
    assert {kind: sorted(parts) for kind, parts in plugins.BUILT_IN.items()} == {
        "exporters": [
            "acled",
            "csv",
            "datapackage",
            "ftm",
            "geojson",
            "gtd",
            "hapi",
            "jsonl",
            "parquet",
            "plover",
            "ucdp",
            "xlsx",
        ],
        "extractors": ["patterns"],
        "readers": ["csv", "feed", "jsonl", "warc"],
        "stores": ["memory", "postgres", "sqlite"],
    }


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, parts in plugins.BUILT_IN.items() for name in parts])
def test_every_part_is_where_the_list_says(kind: str, name: str) -> None:
    assert callable(plugins.load(kind, name))


def test_the_list_knows_what_the_parts_know() -> None:
    assert set(plugins.names("exporters")) == set(FORMATS)
    assert set(plugins.names("readers")) == {kind.removesuffix(".gz") for kind in KINDS.values()} - set(SINGLE)


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("stores", "paper", "'paper' is none of the stores; known: memory, postgres, sqlite"),
        ("shops", "sqlite", "'shops' is no kind of part; known: readers, extractors, stores, exporters"),
    ],
    ids=["name", "kind"],
)
def test_what_is_not_known_is_said_with_what_is(kind: str, name: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plugins.load(kind, name)


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package's entry points."""
    points = {
        "tallybook.stores": [
            EntryPoint("clay", "tallybook.register.memory:open_memory", "tallybook.stores"),
            EntryPoint("broken", "tallybook.no_such:part", "tallybook.stores"),
            EntryPoint("sqlite", "tallybook.register.memory:open_memory", "tallybook.stores"),
        ],
        "tallybook.readers": [EntryPoint("lines", "tallybook.read.rows:jsonl_pages", "tallybook.readers")],
        "tallybook.exporters": [EntryPoint("rows", "tallybook.export.jsonl:JsonlExporter", "tallybook.exporters")],
    }
    monkeypatch.setattr("importlib.metadata.entry_points", lambda *, group: points.get(group, []))


@pytest.mark.usefixtures("added")
def test_another_package_adds_a_part_and_replaces_none() -> None:
    assert plugins.names("stores") == ("broken", "clay", "memory", "postgres", "sqlite")
    assert plugins.load("stores", "clay").__name__ == "open_memory"
    assert plugins.load("stores", "sqlite").__name__ == "open_sqlite"


@pytest.mark.usefixtures("added")
def test_a_part_that_cannot_be_imported_is_said() -> None:
    with pytest.raises(UsageError, match=r"tallybook\.no_such:part cannot be imported .*; reinstall"):
        plugins.load("stores", "broken")


@pytest.mark.usefixtures("added")
def test_a_file_is_read_by_the_added_reader_that_its_ending_names(tmp_path: Path) -> None:
    (tmp_path / "day.lines").write_text('{"id": "one", "text": "A blast."}\n', encoding="utf-8")
    files._endings.cache_clear()
    try:
        (page,) = files.read_pages([tmp_path])
    finally:
        files._endings.cache_clear()
    assert isinstance(page, Page)
    assert page.id == "one"


@pytest.mark.usefixtures("added")
def test_an_added_exporter_is_a_format() -> None:
    assert get_exporter("rows").suffix == ".jsonl"
    with pytest.raises(ExportError, match=r"there are jsonl, csv, .*, ftm, rows"):
        get_exporter("paper")
