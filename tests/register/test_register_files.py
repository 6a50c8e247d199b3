"""A register as a file: made, refused, brought up to date, full, read-only, busy. Never a traceback of a database."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from older import to_0001
from sqlalchemy import create_engine

from tallybook.errors import IntegrityError, RegisterBusy, RegisterError, RegisterFull, RegisterTooNew
from tallybook.register import Writer, open_register
from tallybook.register.migrate import HEAD, MIGRATIONS, VERSION_TABLE, create_tables, upgrade
from tallybook.register.sql import explain
from tallybook.testing import make_document, make_record

NOBODY = 65534
"""The user id of "nobody" on Linux: rights are tested as a user who has none, since root may write everywhere."""


def filled(path: Path, documents: int = 1) -> Path:
    with open_register(path, create=True) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0.1.0", started="2024-01-01T00:00:00+00:00")
        writer.put_documents([make_record(make_document(f"d{number}")) for number in range(documents)])
        writer.end_run(state="done", ended="2024-01-01T00:00:01+00:00", counts={})
    return path


DROP_RIGHTS = f"""
import os
from tallybook.register import open_register
open_register(":memory:", create=True).view().documents()
import tallybook.register.sqlite
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
"""
"""All modules are loaded before the rights go: the interpreter itself may be out of reach for others."""


def run_as_nobody(code: str) -> str:
    """What a Python program prints that may not write where we may."""
    done = subprocess.run([sys.executable, "-c", DROP_RIGHTS + code], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_register_is_made_only_when_asked(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="there is no register; make one with: tallybook build --register"):
        open_register(tmp_path / "my.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"Dear diary, today nothing happened at all.", "not a tallybook register"),
        ("cut.db", b"SQLite format 3\x00" + b"\xff" * 600, "not a tallybook register|is damaged"),
        ("empty.db", b"", "is empty"),
    ],
    ids=["text", "broken database", "nothing"],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RegisterError, match=words):
        open_register(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


def test_a_database_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(RegisterError, match="a database, but not a tallybook register"):
        open_register(path, create=True)
    with sqlite3.connect(path) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["recipes"]


@pytest.mark.parametrize(
    ("place", "words"),
    [(".", "is a folder"), ("missing/my.db", "does not exist; make it first")],
    ids=["folder", "no folder"],
)
def test_a_path_that_cannot_be_is_said(tmp_path: Path, place: str, words: str) -> None:
    with pytest.raises(RegisterError, match=words):
        open_register(tmp_path / place, create=True)


@pytest.mark.parametrize(("place", "words"), [("/dev/null", "a device"), ("-", "cannot be a stream")])
def test_what_is_no_file_is_no_register_and_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegisterError, match=words):
        open_register(place, create=True)
    assert list(tmp_path.iterdir()) == []
    assert not Path("/dev/null.pages").exists()


def test_a_pipe_is_no_register(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "my.db")
    with pytest.raises(RegisterError, match="a pipe"):
        open_register(tmp_path / "my.db")


def test_an_empty_file_becomes_a_register_when_asked(tmp_path: Path) -> None:
    (tmp_path / "my.db").touch()
    assert open_register(tmp_path / "my.db", create=True).view().documents() == []


def test_a_register_of_a_newer_version_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version_num = '0999'")
        connection.execute("UPDATE runs SET version = '9.0.0'")
    before = path.read_bytes()
    with pytest.raises(RegisterTooNew) as refused:
        open_register(path, create=True)
    for part in (str(path), "tallybook 9.0.0", "0999", HEAD, "install"):
        assert part in str(refused.value)
    assert path.read_bytes() == before


def schema(connection: sqlite3.Connection) -> set[frozenset[str]]:
    """Each table and index as the set of its parts: constraints may stand in any order."""
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {frozenset(" ".join(part.split()) for part in re.split("[(),]", row[0].replace('"', ""))) for row in rows}


def test_the_steps_from_nothing_make_the_tables_as_they_are(tmp_path: Path) -> None:
    """A change of tables.py without a step in migrations/versions fails here."""
    for name in ("made.db", "stepped.db"):
        engine = create_engine(f"sqlite:///{tmp_path / name}", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            if name == "made.db":
                create_tables(connection)
            else:
                upgrade(connection, tmp_path / name)
            context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
            assert context.get_current_revision() == HEAD
        engine.dispose()
    with sqlite3.connect(tmp_path / "made.db") as made, sqlite3.connect(tmp_path / "stepped.db") as stepped:
        assert schema(made) == schema(stepped)


STEP = '''"""A step for a test."""
import sqlalchemy as sa
from alembic import op
revision = "{revision}"
down_revision = {before!r}
def upgrade() -> None:
    op.add_column("documents", sa.Column("note_{revision}", sa.Text()))
    {then}
'''


def steps(folder: Path, *, then: str = "pass") -> str:
    """A folder of migrations with one step after ours."""
    import shutil  # noqa: PLC0415

    from tallybook.register import migrations  # noqa: PLC0415

    shutil.copytree(Path(migrations.__file__).parent, folder)
    (folder / "versions" / "0900_test.py").write_text(STEP.format(revision="0900", before=HEAD, then=then))
    return str(folder)


def upgraded(path: Path, location: str) -> None:
    engine = create_engine(f"sqlite:///{path}", isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            upgrade(connection, path, location=location)
    finally:
        engine.dispose()


def test_an_older_register_is_brought_up_to_date_with_its_rows_and_a_copy_of_it_is_kept(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db", documents=3)
    upgraded(path, steps(tmp_path / "steps"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT version_num FROM schema_version").fetchone() == ("0900",)
        assert connection.execute("SELECT count(*), count(note_0900) FROM documents").fetchone() == (3, 0)
    with open_register(tmp_path / f"my.db.{HEAD}") as copy:
        assert len(copy.view().documents()) == 3


def test_a_register_of_the_first_tables_is_brought_up_to_date_when_it_is_opened(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db", documents=3)
    with closing(sqlite3.connect(path)) as connection:
        to_0001(connection)
        connection.execute("DELETE FROM marks")
        connection.commit()
    with open_register(path) as register:
        assert len(register.view().documents()) == 3
        assert register.view().version() == 0
    filled(path, documents=4)
    with open_register(path) as register:
        assert register.view().version() == 1
    assert (tmp_path / "my.db.0001").exists()


def test_a_step_that_fails_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db", documents=3)
    with pytest.raises(ZeroDivisionError):
        upgraded(path, steps(tmp_path / "steps", then="1 / 0"))
    with open_register(path) as register:
        assert len(register.view().documents()) == 3


def test_there_is_one_line_of_steps_and_its_head_is_ours() -> None:
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", MIGRATIONS)
    settings.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(settings).get_heads() == [HEAD]


def test_what_is_acknowledged_is_synced_to_the_disk(tmp_path: Path) -> None:
    with open_register(tmp_path / "my.db", create=True) as register, register._database.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_a_view_within_with_sees_one_moment(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db")
    with open_register(path) as register:
        with register.view() as view:
            assert len(view.documents()) == 1
            with register.writer() as writer:
                writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
                writer.put_document(make_record(make_document("new")))
            assert len(view.documents()) == 1
        assert len(register.view().documents()) == 2


def test_two_processes_cannot_have_a_run_open_at_once(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db")
    code = (
        "from tallybook.register import open_register\n"
        f"with open_register({str(path)!r}) as register:\n"
        "    print(len(register.view().documents()))\n"
        "    with register.writer() as writer:\n"
        "        writer.begin_run(settings={}, codebook_hash='c', version='0', started='s')\n"
    )
    with open_register(path) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert other.stdout.strip() == "1"
    assert "RegisterBusy" in other.stderr
    assert "wait until it is done" in other.stderr


@pytest.fixture
def readable(tmp_path: Path) -> Path:
    """A folder that nobody may write in, below folders that everybody may enter."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o555)
    inner = tmp_path / "sealed"
    inner.mkdir()
    return inner


def test_a_register_in_a_read_only_folder_is_not_made_and_the_way_out_is_said(readable: Path) -> None:
    readable.chmod(0o555)
    said = run_as_nobody(
        f"from tallybook.register import open_register\nopen_register({str(readable / 'my.db')!r}, create=True)"
    )
    readable.chmod(0o755)
    assert "RegisterError" in said
    assert "read-only; choose one you may write in" in said
    assert list(readable.iterdir()) == []


def test_a_register_in_a_read_only_folder_can_be_read_but_not_written(readable: Path) -> None:
    path = filled(readable / "my.db")
    path.chmod(0o444)
    readable.chmod(0o555)
    said = run_as_nobody(
        "from tallybook.register import open_register\n"
        f"register = open_register({str(path)!r})\n"
        "print('documents', len(register.view().documents()))\n"
        "with register.writer() as writer:\n"
        "    writer.begin_run(settings={}, codebook_hash='c', version='0', started='s')\n"
    )
    readable.chmod(0o755)
    assert "documents 1" in said
    assert "RegisterError" in said
    assert "may only be read" in said


def fill(writer: Writer) -> None:
    for number in range(1000):
        writer.put_document(make_record(make_document(f"more{number}", f"{number} died. " * 300)))


def test_no_space_left_is_said_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """SQLite's own limit on pages stands for the device: it is the same error at the same place."""
    path = filled(tmp_path / "my.db")
    with open_register(path) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
        writer._connection.exec_driver_sql("PRAGMA max_page_count = 150")
        with pytest.raises(RegisterFull, match=r"no space left on the device .*run the same command again"):
            fill(writer)
        stored = len(register.view().documents())
    assert stored > 1
    with open_register(path) as register:
        assert len(register.view().documents()) == stored
        assert register.view().flaws() == []


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", RegisterFull, "no space left"),
        ("SQLITE_BUSY_SNAPSHOT", RegisterBusy, "another process"),
        ("SQLITE_READONLY_DIRECTORY", RegisterError, "cannot be written"),
        ("SQLITE_CANTOPEN", RegisterError, "cannot be opened"),
        ("SQLITE_CORRUPT", IntegrityError, "is damaged"),
        ("SQLITE_IOERR_WRITE", RegisterError, "check the disk"),
        ("SQLITE_NOTADB", RegisterError, "not a tallybook register"),
        (None, RegisterError, "odd"),
    ],
)
def test_what_the_database_says_becomes_plain_words(name: str | None, kind: type[RegisterError], words: str) -> None:
    error = sqlite3.OperationalError("odd")
    if name is not None:
        error.sqlite_errorname = name
    said = explain("my.db", error)
    assert type(said) is kind
    assert str(said).startswith("my.db: ")
    assert words in str(said)


def test_a_damaged_register_is_said(tmp_path: Path) -> None:
    path = filled(tmp_path / "my.db", documents=200)
    content = bytearray(path.read_bytes())
    content[4096 * 3 :] = b"\x55" * (len(content) - 4096 * 3)
    path.write_bytes(bytes(content))
    with (
        pytest.raises(RegisterError, match=r"my.db: .*(damaged|not a tallybook register)"),
        open_register(path) as register,
    ):
        register.view().claims()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE claims SET evidence = '[[0,' || evidence", "damaged: .* is no JSON"),
        ("UPDATE claims SET document_id = CAST(x'C3' AS TEXT)", "is damaged .*UTF-8"),
    ],
    ids=["json", "text"],
)
def test_damaged_rows_are_said(tmp_path: Path, change: str, words: str) -> None:
    path = filled(tmp_path / "my.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(change)
        connection.commit()
    with open_register(path) as register:
        for ask in (register.view().claims, register.view().flaws):
            with pytest.raises(IntegrityError, match=words):
                ask()
        with register.view() as view, pytest.raises(IntegrityError, match=words):
            view.flaws()


def test_a_register_whose_making_was_cut_short_holds_nothing_and_can_be_filled(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "my.db") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    with pytest.raises(RegisterError, match=r"is empty|holds nothing yet; fill it with"):
        open_register(tmp_path / "my.db")
    assert open_register(filled(tmp_path / "my.db")).view().counts()["documents"] == 1


def test_a_register_that_somebody_else_writes_can_be_read_without_rights(readable: Path) -> None:
    path = filled(readable / "my.db")
    ask = (
        "from tallybook.register import open_register\n"
        f"print('documents', len(open_register({str(path)!r}).view().documents()))\n"
    )
    with open_register(path) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
        writer.put_document(make_record(make_document("new")))
        readable.chmod(0o555)
        said = run_as_nobody(ask)
        readable.chmod(0o755)
    assert "documents 2" in said
