"""A register on a server through the doors that people use, and what happens when several of them work at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Server
from simple_stages import SIMPLE, page
from sqlalchemy import event
from test_pipeline import FIRST, SECOND, dump
from typer.testing import CliRunner, Result

import tallybook
from tallybook.cli.app import app
from tallybook.model import Judgement, Link
from tallybook.pipeline import build_into, verify
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.settings import Settings
from tallybook.settling import TRIES


@pytest.fixture(params=["sqlite", "postgres"])
def register(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRegister]:
    """An empty register of a store that several may write."""
    address = request.getfixturevalue("server").address() if request.param == "postgres" else tmp_path / "my.db"
    with open_register(address, create=True) as opened:
        yield opened


def stages_of(texts: Mapping[str, str], **others: Any) -> Any:
    return replace(SIMPLE, read_pages=lambda _: (page(name, text) for name, text in texts.items()), **others)


def built(register: SqlRegister, texts: Mapping[str, str], **others: Any) -> Any:
    return build_into(lambda: register, [], settings=Settings(), stages=stages_of(texts, **others))


def test_a_server_gives_what_a_file_gives(server: Server, tmp_path: Path) -> None:
    address = server.address()
    with open_register(address, create=True) as there, open_register(tmp_path / "my.db", create=True) as here:
        for texts in ({"a": FIRST, "b": SECOND}, {"b": FIRST + "\nand again", "c": SECOND}):
            assert built(there, texts).sentence == built(here, texts).sentence
        assert dump(there) == dump(here)
    assert verify(address).problems == ()
    assert verify(address).pages == 3
    server.ask("DELETE FROM raw_pages", address)
    assert len(verify(address).problems) == 3


def run(*arguments: str, address: str) -> Result:
    return CliRunner(env={"TALLYBOOK_REGISTER": address}).invoke(app, list(arguments))


def test_the_command_line_and_python_take_an_address(server: Server, tmp_path: Path) -> None:
    (tmp_path / "day.txt").write_text("Gunmen killed three soldiers in Kabul on 4 May 2021, police said.")
    address = server.address().replace("keeper@", "keeper:s3cret@")
    made = run("build", str(tmp_path / "day.txt"), address=address)
    assert made.exit_code == 0
    assert "keeper:***@" in made.output
    assert "s3cret" not in made.output
    assert "Kabul" in run("list", address=address).output
    assert run("verify", address=address).exit_code == 0
    assert '"state": "done"' in run("runs", "--json", address=address).output.replace('":"', '": "')
    with tallybook.open(address) as book:
        assert len(book.incidents()) == 1
        assert book.verify() == []
        assert "s3cret" not in repr(book)


def test_what_is_decided_while_links_are_made_is_linked_too(register: SqlRegister) -> None:
    """Linking is done again when somebody decides meanwhile, and at last while others wait."""
    calls: list[Sequence[Link]] = []

    def link(reports: Any, documents: Any, decided: Sequence[Link]) -> Any:
        calls.append(decided)
        if len(calls) <= TRIES:
            left, right = sorted((reports[0].id, reports[len(calls)].id))
            given = Link(left=left, right=right, judgement=Judgement.SAME, score=1.0, judge="ann")
            with register.writer() as other:
                other.decide(given, decided="2024-01-01")
        return SIMPLE.link(reports, documents, decided)

    built(register, dict.fromkeys("abcde"[: TRIES + 1], FIRST), link=link)
    assert [len(decided) for decided in calls] == list(range(TRIES + 1))
    with register.view() as view:
        assert view.mark("linked") is not None
        assert [run.state for run in view.runs()] == ["done"]


def test_two_builds_at_once_do_not_overwrite_each_other(server: Server) -> None:
    """What another build stored under the same id meanwhile stays, and the difference is an issue."""
    with open_register(server.address(), create=True) as register:

        def extract(document: Any) -> Any:
            if document.text == FIRST:
                built(register, {"a": SECOND, "c": FIRST})
            return SIMPLE.extract(document)

        summary = built(register, {"a": FIRST, "b": SECOND}, extract=extract)
        view = register.view()
        assert {one.id: one.text for one in view.documents()} == {"a": SECOND, "b": SECOND, "c": FIRST}
        (issue,) = view.issues()
        assert (issue.document_id, issue.code, issue.fatal) == ("a", "changed_meanwhile", True)
        assert "by another run" in issue.message
        assert (summary.stored, summary.failed) == (1, 1)
        assert [run.state for run in view.runs()] == ["done", "done"]
        assert {report.document_id for report in view.reports()} == {"a", "b", "c"}
        assert sum(len(incident.reports) for incident in view.incidents()) == len(view.reports())


def test_an_intake_asks_for_pages_that_are_kept_once_only(server: Server) -> None:
    """A build over a network does not ask for each page that it has read before."""
    with open_register(server.address(), create=True) as register:
        texts = {f"d{number}": FIRST + f"\n{number}" for number in range(20)}
        built(register, texts)
        asked: list[str] = []
        with register._database.connect() as connection:
            event.listen(connection.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        assert built(register, texts).unchanged == 20
    assert len([question for question in asked if "raw_pages" in question]) <= 1
