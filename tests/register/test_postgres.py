"""A register in a database on a server: made, refused, shared, lost. Never a traceback of a driver."""

from __future__ import annotations

import subprocess
import zlib
from pathlib import Path

import pytest
from postgres_server import Server, program, running
from test_register_files import steps

from tallybook.errors import IntegrityError, RegisterBusy, RegisterError, RegisterTooNew
from tallybook.model import Judgement, Link
from tallybook.register import open_register, postgres
from tallybook.register.migrate import HEAD, upgrade
from tallybook.testing import make_document, make_page, make_record

RUN = {"settings": {}, "codebook_hash": "c", "version": "0.1.0", "started": "2024-01-01T00:00:00+00:00"}
LINK = Link(left="rep-a", right="rep-b", judgement=Judgement.SAME, score=1.0, judge="ann")


def filled(address: str, documents: int = 1) -> str:
    with open_register(address, create=True) as register, register.writer() as writer:
        writer.begin_run(**RUN)
        writer.put_documents([make_record(make_document(f"d{number}")) for number in range(documents)])
        writer.end_run(state="done", ended="2024-01-01T00:00:01+00:00", counts={})
    return address


def test_a_register_is_made_only_when_asked(server: Server) -> None:
    address = server.address()
    with pytest.raises(RegisterError, match="holds nothing yet; fill it with: tallybook build --register"):
        open_register(address)
    assert server.ask("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()", address) == []


def test_a_database_of_somebody_else_is_refused_and_left_alone(server: Server) -> None:
    address = server.address()
    server.ask("CREATE TABLE recipes (name text)", address)
    with pytest.raises(RegisterError, match="not a tallybook register; give the address of an empty database"):
        open_register(address, create=True)
    assert server.ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", address) == [("recipes",)]


def test_a_register_of_a_newer_version_is_refused_with_both_versions(server: Server) -> None:
    address = filled(server.address())
    server.ask("UPDATE schema_version SET version_num = '0999'", address)
    server.ask("UPDATE runs SET version = '9.0.0'", address)
    with pytest.raises(RegisterTooNew, match=rf"written by tallybook 9.0.0 \(tables 0999\).*tables {HEAD}"):
        open_register(address, create=True)


COLUMNS = """
SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default IS NOT NULL
FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2
"""
INDEXES = (
    "SELECT tablename, replace(indexdef, current_schema(), '') FROM pg_indexes WHERE schemaname = current_schema()"
)


def stepped(address: str, location: str | None = None) -> None:
    database = postgres.PostgresDatabase(address)
    try:
        with database.connect() as connection:
            upgrade(connection, None, **({} if location is None else {"location": location}))
    finally:
        database.dispose()


def test_the_steps_from_nothing_make_the_tables_as_they_are(server: Server) -> None:
    made, grown = filled(server.address(), documents=0), server.address()
    stepped(grown)
    assert server.ask(COLUMNS, made) == server.ask(COLUMNS, grown)
    assert sorted(server.ask(INDEXES, made)) == sorted(server.ask(INDEXES, grown))


def test_texts_and_numbers_are_stored_exactly(server: Server) -> None:
    kinds = {(row[2], row[3]) for row in server.ask(COLUMNS, filled(server.address())) if row[0] != "schema_version"}
    assert kinds == {("text", "C"), ("integer", None), ("bigint", None), ("double precision", None), ("bytea", None)}


def test_an_older_register_is_brought_up_to_date_with_its_rows(server: Server, tmp_path: Path) -> None:
    address = filled(server.address(), documents=3)
    stepped(address, steps(tmp_path / "steps"))
    assert server.ask("SELECT version_num FROM schema_version", address) == [("0900",)]
    assert server.ask("SELECT count(*), count(note_0900) FROM documents", address) == [(3, 0)]
    assert ("documents", "note_0900", "text", "C") in [row[:4] for row in server.ask(COLUMNS, address)]


def test_a_step_that_fails_leaves_the_register_as_it_was(server: Server, tmp_path: Path) -> None:
    address = filled(server.address(), documents=3)
    with pytest.raises(ZeroDivisionError):
        stepped(address, steps(tmp_path / "steps", then="1 / 0"))
    with open_register(address) as register:
        assert len(register.view().documents()) == 3


def test_a_view_within_with_sees_one_moment_from_its_beginning(server: Server) -> None:
    with open_register(filled(server.address())) as register:
        with register.view() as view:
            with register.writer() as writer:
                writer.begin_run(**RUN)
                writer.put_document(make_record(make_document("new")))
            assert len(view.documents()) == 1
        assert len(register.view().documents()) == 2


def test_what_is_acknowledged_is_on_the_disk_of_a_server_that_is_set_to_answer_sooner(server: Server) -> None:
    address = server.address() + "%20-csynchronous_commit%3Doff"
    with open_register(filled(address)) as register, register._database.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    local = server.address() + "%20-csynchronous_commit%3Dlocal"
    with open_register(filled(local)) as register, register._database.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "local"


def test_a_run_that_was_killed_is_marked_and_one_that_lives_is_not(server: Server) -> None:
    address = filled(server.address())
    with open_register(address) as register, register.writer() as killed, register.writer() as living:
        killed.begin_run(**RUN)
        living.begin_run(**RUN)
        pid = killed._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        server.ask(f"SELECT pg_terminate_backend({pid}, 5000)")
        with register.writer() as next_one:
            next_one.begin_run(**RUN)
            states = [run.state for run in register.view().runs()]
            next_one.end_run(state="done", ended="e", counts={})
        with pytest.raises(RegisterError, match=r"the server was stopped|connection to the server was lost"):
            killed.put_document(make_record(make_document("late")))
    assert states == ["done", "interrupted", "running", "running"]


def test_a_turn_that_does_not_come_is_said(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SETTINGS", (("lock_timeout", "50ms"),))
    address = filled(server.address())
    with open_register(address) as one, open_register(address) as two, one.writer() as holds, two.writer() as waits:
        with holds.transaction():
            with pytest.raises(RegisterBusy, match="others are writing to it and did not finish; wait a little"):
                waits.decide(LINK, decided="2024-01-01")
            assert two.view().counts()["documents"] == 1
        waits.decide(LINK, decided="2024-01-01")


def test_a_reader_reads_and_is_told_which_right_is_lacking(server: Server) -> None:
    address = filled(server.address())
    ((schema,),) = server.ask("SELECT current_schema()", address)
    server.ask("CREATE ROLE reader LOGIN")
    theirs = server.within(str(schema), role="reader")
    with pytest.raises(RegisterError, match=r"your role lacks a right|there is no schema"):
        open_register(theirs)
    server.ask(f"GRANT USAGE ON SCHEMA {schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    with open_register(theirs) as register:
        assert len(register.view().documents()) == 1
        with (
            register.writer() as writer,
            pytest.raises(RegisterError, match=r"lacks a right \(permission denied .*GRANT"),
        ):
            writer.decide(LINK, decided="2024-01-01")
    server.ask(f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO reader")
    server.ask(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO reader")
    filled(theirs, documents=2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("host=", "host=%2Fno"), "No such file or directory"),
        (("/postgres?", "/nothing?"), 'database "nothing" does not exist'),
        (("keeper@", "nobody@"), 'role "nobody" does not exist'),
        (("csearch_path%3D", "csearch_path%3Dno"), "there is no schema in its search_path"),
        (("postgres?", "postgres?colour=red&"), "colour"),
        (("@/postgres", "@[::1/postgres"), "looking for matching"),
    ],
    ids=["socket", "database", "role", "schema", "parameter", "bracket"],
)
def test_a_server_that_cannot_be_reached_is_said_without_the_password(
    change: tuple[str, str], words: str, server: Server
) -> None:
    address = server.address().replace("keeper@", "keeper:s3cret@").replace(*change)
    if "nobody" in change[1]:
        address = server.address().replace(*change)
    with pytest.raises(RegisterError) as refused:
        open_register(address, create=True)
    assert words in str(refused.value)
    assert "s3cret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_encoding_that_cannot_hold_all_texts_is_refused(server: Server) -> None:
    server.ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    with pytest.raises(RegisterError, match=r"its encoding is LATIN1, .*createdb --encoding UTF8"):
        open_register(server.database("latin"), create=True)


def test_pages_are_kept_in_the_database_and_damage_is_said(server: Server) -> None:
    pages = [make_page("a", "one page"), make_page("b", "another")]
    with open_register(server.address(), create=True) as register:
        assert register.pages is not None
        one, two = register.pages.put_all(pages)
        assert register.pages.put_all(pages) == [one, two]
        assert [register.pages.get(key) for key in (one, two)] == [page.content for page in pages]
        with register._database.connect() as connection:
            for key, packed in ((one, zlib.compress(b"forged")), (two, b"damaged")):
                connection.exec_driver_sql(
                    "UPDATE raw_pages SET packed = %(packed)s WHERE hash = %(key)s", {"packed": packed, "key": key}
                )
        for key, words in ((one, "other content"), (two, "is damaged"), ("0" * 64, "is not there; restore it")):
            with pytest.raises(IntegrityError, match=words):
                register.pages.get(key)


def test_a_dump_restores_the_whole_register(server: Server, tmp_path: Path) -> None:
    server.ask("CREATE DATABASE kept")
    server.ask("CREATE DATABASE again")
    with open_register(filled(server.database("kept"), documents=3)) as register:
        assert register.pages is not None
        (key,) = register.pages.put_all([make_page("a", "one page \x00")])
        before = (register.view().documents(), register.view().pages(), register.view().runs())
    dump = tmp_path / "register.dump"
    for command in (
        [program("pg_dump"), "--format=custom", f"--file={dump}", f"--dbname={server.database('kept')}"],
        [program("pg_restore"), f"--dbname={server.database('again')}", str(dump)],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    with open_register(server.database("again")) as register:
        assert (register.view().documents(), register.view().pages(), register.view().runs()) == before
        assert register.view().flaws() == []
        assert register.pages is not None
        assert register.pages.get(key) == make_page("a", "one page \x00").content


WRITE_UNTIL_THE_SERVER_DIES = """
import sys
from tallybook.register import open_register
from tallybook.testing import make_document, make_record
with open_register(sys.argv[1], create=True) as register, register.writer() as writer:
    writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
    for number in range(10_000):
        writer.put_documents([make_record(make_document(f"{number:05}-{part}")) for part in range(5)])
        print(number, flush=True)
"""


def test_a_server_that_crashes_has_what_was_acknowledged_and_no_half_batch() -> None:
    import sys  # noqa: PLC0415

    with running(settings=(), options=()) as mortal:
        address = mortal.address()
        child = subprocess.Popen(
            [sys.executable, "-c", WRITE_UNTIL_THE_SERVER_DIES, address],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(10)]
        mortal.stop("immediate")
        rest, said = child.communicate(timeout=60)
        told += [int(line) for line in rest.split()]
        mortal.start()
        with open_register(address) as register:
            stored = [document.id for document in register.view().documents()]
            assert {int(name.split("-")[0]) for name in stored} >= set(told)
            assert len(stored) % 5 == 0
            assert register.view().flaws() == []
        filled(address)
        with open_register(address) as register:
            assert [run.state for run in register.view().runs()] == ["interrupted", "done"]
    assert "RegisterError" in said.splitlines()[-1]
    assert "run the same command" in said
