"""What holds for the whole program, on the pages that ship with it: every stage is the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from test_pipeline import dumped

import tallybook
from tallybook.model import Document, Finding, Incident, Issue, Mention, Page, Range
from tallybook.pipeline import Stages, build, default_stages, verify

FORMATS = ("jsonl", "csv", "geojson")


@pytest.fixture(scope="module")
def stages() -> Stages:
    return default_stages()


@pytest.fixture(scope="module")
def samples() -> Iterator[Path]:
    with resources.as_file(resources.files("tallybook") / "samples" / "pages") as folder:
        yield folder


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory, stages: Stages, samples: Path) -> Path:
    path = tmp_path_factory.mktemp("samples") / "my.db"
    build(path, [samples], stages=stages)
    return path


def exports(register: Path, folder: Path) -> list[bytes]:
    folder.mkdir()
    with tallybook.open(register) as book:
        for name in FORMATS:
            book.export(name, folder / name)
    return [(folder / name).read_bytes() for name in FORMATS]


def test_every_page_is_read_and_some_tell_of_incidents(register: Path) -> None:
    found = dumped(register)
    assert len(found["documents"]) >= 30
    assert len(found["incidents"]) >= 20
    assert not [issue for issue in found["issues"] if isinstance(issue, Issue) and issue.fatal]


def test_the_order_of_documents_does_not_matter(tmp_path: Path, register: Path, stages: Stages, samples: Path) -> None:
    def backwards(paths: Sequence[str]) -> Iterator[Page | Issue]:
        return iter(list(stages.read_pages(paths))[::-1])

    build(tmp_path / "my.db", [samples], stages=replace(stages, read_pages=backwards))
    assert dumped(tmp_path / "my.db") == dumped(register)


def test_running_twice_changes_no_row_and_no_byte_of_an_export(
    tmp_path: Path, register: Path, stages: Stages, samples: Path
) -> None:
    rows, written = dumped(register), exports(register, tmp_path / "first")
    again = build(register, [samples], stages=stages)
    assert again.stored == 0
    assert dumped(register) == rows
    assert exports(register, tmp_path / "second") == written


def test_documents_in_two_runs_give_the_same_incidents_as_in_one(
    tmp_path: Path, register: Path, stages: Stages, samples: Path
) -> None:
    pages = sorted(path for path in samples.iterdir() if path.is_file())
    for half in (pages[1::2], pages[::2]):
        build(tmp_path / "my.db", half, stages=stages)

    def partition(path: Path) -> set[frozenset[str]]:
        incidents = [one for one in dumped(path)["incidents"] if isinstance(one, Incident)]
        return {frozenset(report.id for report in one.reports) for one in incidents}

    assert partition(tmp_path / "my.db") == partition(register)


def test_every_word_stands_where_the_register_says(register: Path) -> None:
    assert verify(register).problems == ()
    found = dumped(register)
    texts = {one.id: one.text for one in found["documents"] if isinstance(one, Document)}
    mentions = [one for one in found["mentions"] if isinstance(one, Mention)]
    assert mentions
    for mention in mentions:
        assert texts[mention.document_id][mention.span.start : mention.span.end] == mention.span.text


def test_the_bounds_of_every_figure_are_ordered(register: Path) -> None:
    figures = [one.value for one in dumped(register)["findings"] if isinstance(one, Finding) and one.prop == "killed"]
    assert figures
    for figure in figures:
        assert isinstance(figure, Range)
        stated = [bound for bound in (figure.low, figure.best, figure.high) if bound is not None]
        assert stated == sorted(stated)
