"""What all SQL stores share: connections, transactions, and errors in plain words."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.dialects.sqlite import insert as insert_here
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from tallybook.errors import IntegrityError, RegisterBusy, RegisterError, RegisterFull
from tallybook.register.address import shown

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Insert, Table

BUSY_TIMEOUT = 5000
"""Milliseconds that SQLite waits for another's commit by itself; a commit of a batch of documents takes some 20."""

PATIENCE = 60.0
"""Seconds to wait for one's turn to write, before :class:`~tallybook.errors.RegisterBusy` says that it did not come.

Turns are short: a batch of documents, a decision. The longest is the last step of a build, which stores all links and
findings at once."""

PAUSE = 0.01
"""Seconds between two tries to get what others hold, at most; how long exactly is left to chance (jitter), so that
those who wait do not knock all at once."""

MESSAGES: tuple[tuple[str, type[RegisterError], str], ...] = (
    (
        "SQLITE_FULL",
        RegisterFull,
        "{name}: no space left on the device ({folder}); free some and run the same command again, "
        "what was acknowledged is kept",
    ),
    ("SQLITE_BUSY", RegisterBusy, "{name}: another process is writing to it; wait until it is done, then try again"),
    ("SQLITE_LOCKED", RegisterBusy, "{name}: another process is writing to it; wait until it is done, then try again"),
    ("SQLITE_READONLY", RegisterError, "{name}: cannot be written ({error}); choose a folder you may write in"),
    ("SQLITE_CANTOPEN", RegisterError, "{name}: cannot be opened ({error}); choose a folder you may write in"),
    ("SQLITE_NOTADB", RegisterError, "{name}: is not a tallybook register (not a database); give another path"),
    (
        "SQLITE_CORRUPT",
        IntegrityError,
        "{name}: is damaged ({error}); put back a copy of it, or build it again from its sources",
    ),
    ("SQLITE_IOERR", RegisterError, "{name}: the device failed ({error}); check the disk and its quota"),
    (
        "531",
        RegisterFull,
        "{name}: no space left on the server ({error}); have some freed and run the same command again, "
        "what was acknowledged is kept",
    ),
    ("55P03", RegisterBusy, "{name}: others are writing to it and did not finish; wait a little, then try again"),
    ("40", RegisterBusy, "{name}: others were writing to it at the same time ({error}); try again"),
    (
        "42501",
        RegisterError,
        "{name}: your role lacks a right ({error}); have its owner GRANT it (docs/how-to/team-store.md, 'Rights')",
    ),
    ("25006", RegisterError, "{name}: may only be read here ({error}); give the address of the server that is written"),
    ("53300", RegisterBusy, "{name}: the server has no connection left ({error}); wait a little, then try again"),
    ("57014", RegisterError, "{name}: the server stopped a question ({error}); have its statement_timeout raised"),
    ("57P", RegisterError, "{name}: the server was stopped ({error}); run the same command when it is back, {kept}"),
    (
        "08",
        RegisterError,
        "{name}: the connection to the server was lost ({error}); run the same command again, {kept}",
    ),
    ("XX00", IntegrityError, "{name}: is damaged ({error}); put back a copy of it, or build it again from its sources"),
)
"""What a database reports, by the beginning of its error's name, and what we say.

SQLite: https://sqlite.org/rescode.html; PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html."""

LOST = "08"
"""The class of errors of connections that broke, which have no code of their own when the server is gone."""

NO_TEXT = "Could not decode to UTF-8"

TAKE_A_TURN = (
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
    "SELECT pg_advisory_xact_lock((oid::bigint - 2147483648)::integer, 0) "
    "FROM pg_namespace WHERE nspname = current_schema()"
)
"""How a transaction begins on a server that takes its turn among all writers.

The lock is of the register's schema, is given in the order of asking and goes with the transaction. What is read after
it is the latest commit, since each statement at this level looks anew."""

BEGIN_READING = {
    "sqlite": ("BEGIN", "SELECT count(*) FROM sqlite_master"),
    "postgresql": ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "SELECT 1"),
}
"""How a transaction of each database begins that sees one moment: that of its first question, so one is asked."""


class Database(Protocol):
    """A store's connections, as Writer and View need them."""

    name: str
    snapshots: bool

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection in autocommit mode."""
        ...

    def writing(self, wait: float) -> AbstractContextManager[None]:
        """The right to have a run open, waited for so many seconds: of one at a time, or of any number on a server."""
        ...

    def running(self, connection: Connection) -> Collection[int]:
        """The runs that are open now, as far as others have them."""
        ...

    def show_run(self, connection: Connection, run: int | None) -> None:
        """Let others see that a run is open on this connection; ``None`` when it has ended."""
        ...


class OneRun:
    """What holds for a database that one process at a time has a run in: whoever has the right knows of no others."""

    def running(self, connection: Connection) -> Collection[int]:
        """None: we have the right, so nobody else has."""
        del connection
        return ()

    def show_run(self, connection: Connection, run: int | None) -> None:
        """Nothing to show: the right itself keeps others out."""


class SharedDatabase(OneRun):
    """One connection for everybody: the store in memory."""

    snapshots = False

    def __init__(self, engine: Engine, *, name: str) -> None:
        self.name = name
        self._connection = engine.connect()
        self._locked = False

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """The connection."""
        with plain_errors(self.name):
            yield self._connection

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """The right to have a run open; nobody gives it back while we wait."""
        del wait
        if self._locked:
            raise RegisterBusy(f"{self.name}: another run is open; end it first, or close its writer")
        self._locked = True
        try:
            yield
        finally:
            self._locked = False


def patiently(attempt: Callable[[], object], *, seconds: float, busy: Callable[[Exception], bool]) -> None:
    """Try until it goes, for so many seconds and with pauses left to chance; what is not ``busy`` is raised."""
    until = time.monotonic() + seconds
    while True:
        try:
            attempt()
        except Exception as error:
            if not busy(error) or time.monotonic() >= until:
                raise
        else:
            return
        time.sleep(random.uniform(PAUSE / 10, PAUSE))  # noqa: S311  jitter, no secret


def is_locked(error: Exception) -> bool:
    """Whether SQLite says that another connection writes."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing, one writer after the other; the turn is taken at once, so that nothing has to be tried again."""
    try:
        _take_turn(connection)
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _take_turn(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, sqlite3.Connection):
        connection.exec_driver_sql(TAKE_A_TURN).close()
        return
    # SQLite's own pauses grow to 100 ms while one waits, so that whoever comes later is served first and some starve.
    raw.execute("PRAGMA busy_timeout=0")
    try:
        patiently(lambda: raw.execute("BEGIN IMMEDIATE"), seconds=PATIENCE, busy=is_locked)
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")


@contextmanager
def moment(connection: Connection) -> Iterator[None]:
    """What is read within it is of one moment, that of its beginning."""
    for statement in BEGIN_READING[connection.dialect.name]:
        connection.exec_driver_sql(statement).close()
    try:
        yield
    finally:
        _roll_back(connection)


def insert_if_new(connection: Connection, table: Table) -> Insert:
    """An insert that passes over rows whose key is there."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_there  # noqa: PLC0415  heavy, and seldom needed

        return insert_there(table).on_conflict_do_nothing()
    return insert_here(table).on_conflict_do_nothing()


def _roll_back(connection: Connection) -> None:
    if connection.invalidated:
        return
    raw = connection.connection.dbapi_connection
    # A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the reason, as would a broken line.
    if raw is not None and (not isinstance(raw, sqlite3.Connection) or raw.in_transaction):
        with suppress(connection.dialect.dbapi.Error if connection.dialect.dbapi else sqlite3.Error):
            raw.rollback()


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what the database says into an error that names the register and the way out."""
    try:
        yield
    except DBAPIError as error:
        origin = error.orig if isinstance(error.orig, BaseException) else error
        raise explain(name, origin, lost=error.connection_invalidated) from error
    except PendingRollbackError as error:
        raise explain(name, error, lost=True) from error
    except sqlite3.Error as error:
        raise explain(name, error) from error


def explain(name: str, error: BaseException, *, lost: bool = False) -> RegisterError:
    """The error to raise for what the database reported; ``lost`` when the connection broke with it."""
    code = str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or (LOST if lost else ""))
    # What is stored as text and is none has no code of its own.
    code, error = ("SQLITE_CORRUPT", ValueError(NO_TEXT)) if NO_TEXT in str(error) else (code, error)
    # A driver may quote an address that it cannot read.
    said = shown((str(error).strip().splitlines() or [type(error).__name__])[0])
    for beginning, kind, words in MESSAGES:
        if code.startswith(beginning):
            kept = "what was acknowledged is kept"
            return kind(words.format(name=name, folder=Path(name).parent, error=said, kept=kept))
    return RegisterError(f"{name}: {said}")
