"""A large register is kept up to date by what has changed: with the same result as when all is linked anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from simple_stages import SIMPLE, page
from sqlalchemy import event
from test_pipeline import dump

import tallybook
from tallybook import link, relinking
from tallybook.link import blocking, link_more, link_reports
from tallybook.pipeline import Stages, build_into, verify_register
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.settings import Settings

TEXTS = {
    "a": "bombing at Northtown on 2021-05-04 killed 3\nshelling at Southtown on 2022-06-01 killed 1",
    "b": "bombing at Northtown on 2021-05-04 killed 5\nraid at Easttown on 2022-07-01 killed 2",
    "c": "bombing at Northtown on 2021-05-04 killed 5\nshelling at Southtown on 2022-06-01 killed 1",
    "d": "raid at Easttown on 2022-07-01 killed 2",
    "e": "arson at Westtown on 2023-08-02 killed 7",
}
LINKED = replace(SIMPLE, link=partial(link_reports, keep=True), link_more=link_more)


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every register is large, and may grow by as much as it has."""
    monkeypatch.setattr(relinking, "FEWEST", 0)
    monkeypatch.setattr(relinking, "GROWN", 1.0)


@pytest.fixture(params=["sqlite", "postgres"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRegister]:
    address = request.getfixturevalue("server").address() if request.param == "postgres" else tmp_path / "my.db"
    with open_register(address, create=True) as opened:
        yield opened


def build(register: SqlRegister, texts: Mapping[str, str], *, relink: bool = False) -> None:
    stages = replace(LINKED, read_pages=lambda _: (page(name, text) for name, text in texts.items()))
    build_into(lambda: register, [], settings=Settings(), stages=stages, relink=relink)


def state(register: SqlRegister) -> dict[str, Any]:
    return {name: rows for name, rows in dump(register).items() if name not in ("runs", "decisions")}


class Book(tallybook.Tallybook):
    """A register with the stages of these tests."""

    def _stages(self) -> Stages | None:
        return LINKED

    def reports(self, place: str) -> list[str]:
        with self._register().view() as view:
            return [report.id for report in view.reports() if report.where.place == place]


def run_of(register: SqlRegister) -> dict[str, int]:
    """The run that last gave each incident its findings."""
    with register.view() as view, view._connection() as connection:
        found = connection.exec_driver_sql("SELECT incident_id, max(run) FROM findings GROUP BY incident_id")
        return {str(name): int(run) for name, run in found}


def test_what_comes_later_joins_what_is_there(register: SqlRegister) -> None:
    build(register, {name: TEXTS[name] for name in "abe"})
    for name in "cd":
        build(register, {name: TEXTS[name]})
    kept = state(register)
    assert {tuple(one.documents) for one in register.view().incidents()} == {
        ("a", "b", "c"), ("a", "c"), ("b", "d"), ("e",),
    }  # fmt: skip
    assert verify_register(register).problems == ()
    build(register, {}, relink=True)
    again = state(register)
    for name in ("incidents", "findings", "disagreements"):
        assert kept[name] == again[name]


def test_only_what_a_new_document_touches_is_worked_out_again(register: SqlRegister) -> None:
    build(register, {name: TEXTS[name] for name in "abe"})
    before = run_of(register)
    build(register, {"d": TEXTS["d"]})
    after = run_of(register)
    raid = next(one.id for one in register.view().incidents() if one.documents == ("b", "d"))
    assert {name for name, run in after.items() if run != before.get(name)} == {raid}


def test_a_document_read_again_leaves_the_incidents_it_told_of(register: SqlRegister) -> None:
    build(register, TEXTS)
    build(register, {"b": "arson at Westtown on 2023-08-02 killed 7"})
    assert {tuple(one.documents) for one in register.view().incidents()} == {("a", "c"), ("d",), ("b", "e")}
    assert verify_register(register).problems == ()
    kept = state(register)
    build(register, {}, relink=True)
    assert kept["incidents"] == state(register)["incidents"]
    assert kept["findings"] == state(register)["findings"]


def test_a_copy_is_found_beside_its_original(register: SqlRegister) -> None:
    build(register, TEXTS)
    build(register, {"f": TEXTS["a"]})
    with register.view() as view:
        assert {one.id: one.copy_of for one in view.documents()}["f"] == "a"
        told = [one for one in view.incidents() if "f" in one.documents]
    assert [one.documents for one in told] == [("a", "b", "c", "f"), ("a", "c", "f")]


def test_decisions_hold_and_are_undone_where_only_a_part_is_linked(tmp_path: Path) -> None:
    with open_register(tmp_path / "my.db", create=True) as register:
        build(register, TEXTS)
        before = state(register)
    with Book(tmp_path / "my.db") as book:
        left, right, *_ = book.reports("Northtown")
        apart = book.different(left, right, who="ann")
        incidents = {one.id for one in book.incidents()}
        assert len(incidents) == len(before["incidents"]) + 1
        book.undo(apart.id, who="ann")
        joined = book.merge(*(one.id for one in before["incidents"][:2]), who="ann")
        assert len(book.incidents()) == len(before["incidents"]) - 1
        book.undo(joined.id, who="ann")
        assert book.verify() == []
    with open_register(tmp_path / "my.db") as register:
        assert state(register) == before


@pytest.mark.parametrize(("grown", "anew"), [(0.1, True), (1.0, False)])
def test_a_register_that_has_grown_is_linked_anew(
    register: SqlRegister, monkeypatch: pytest.MonkeyPatch, grown: float, anew: bool
) -> None:
    monkeypatch.setattr(relinking, "GROWN", grown)
    build(register, {name: TEXTS[name] for name in "abc"})
    build(register, {"d": TEXTS["d"]})
    index = relinking.Index.of(register.view())
    assert index is not None
    assert (index.documents, index.since) == ((4, 0) if anew else (3, 1))


@pytest.mark.parametrize(("place", "name"), [(blocking, "SCHEME"), (link, "MODEL")])
def test_an_index_of_other_keys_or_weights_is_made_anew(
    register: SqlRegister, monkeypatch: pytest.MonkeyPatch, place: ModuleType, name: str
) -> None:
    """Else a report would be looked for under keys that it was never filed under."""
    build(register, {name: TEXTS[name] for name in "abc"})
    monkeypatch.setattr(place, name, "another")
    build(register, {"d": TEXTS["d"]})
    index = relinking.Index.of(register.view())
    assert index is not None
    assert (index.documents, index.since) == (4, 0)


def test_a_small_register_keeps_no_index(register: SqlRegister, monkeypatch: pytest.MonkeyPatch) -> None:
    build(register, TEXTS)
    monkeypatch.setattr(relinking, "FEWEST", 100)
    build(register, {}, relink=True)
    assert relinking.Index.of(register.view()) is None
    with register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="1", started="2024-01-01T00:00:00")
        with writer.transaction():
            assert writer.link_index().background() == {}
            assert writer.link_index().filed_of(list(TEXTS)) == []


def test_one_more_report_is_linked_without_reading_a_table_from_end_to_end(tmp_path: Path) -> None:
    """Else it would take the longer the more is kept."""
    asked: dict[str, Any] = {}

    def note(_: object, __: object, words: str, values: Any, ___: object, many: bool) -> None:
        asked.setdefault(words, values[0] if many else values)

    with open_register(tmp_path / "my.db", create=True) as register:
        build(register, {name: TEXTS[name] for name in "abcd"})
        with register.view() as view:
            documents, reports = view.documents(["c"]), view.reports(["c"])
        with register.writer() as writer, writer.transaction():
            connection = writer._connection
            writer.begin_run(settings={}, codebook_hash="c", version="1", started="2024-01-01T00:00:00")
            event.listen(connection.engine, "before_cursor_execute", note)
            linked = link_more(writer.link_index(), [(documents[0], reports)], ["c"])
            writer.put_clusters(linked.clusters, of=linked.touched)
            event.remove(connection.engine, "before_cursor_execute", note)
            plans = {
                words: [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)]
                for words, values in asked.items()
                if words.startswith(("SELECT", "UPDATE", "DELETE")) and "filed_background" not in words
            }
    assert any("minted_from IN" in words for words in plans)
    read = [(step, words) for words, steps in plans.items() for step in steps if step.startswith("SCAN")]
    assert [one for one in read if "anon_" not in one[0] and "CONSTANT" not in one[0]] == []
