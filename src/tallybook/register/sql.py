"""What all SQL stores share: connections, transactions, and errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.exc import DBAPIError

from tallybook.errors import IntegrityError, RegisterBusy, RegisterError, RegisterFull

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BUSY_TIMEOUT = 5000
"""Milliseconds to wait for another process's commit; a commit of a batch of documents takes some 20."""


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
)
"""What SQLite reports, by the beginning of its error's name, and what we say (https://sqlite.org/rescode.html)."""


NO_TEXT = "Could not decode to UTF-8"


class Database(Protocol):
    """A store's connections, as Writer and View need them."""

    name: str
    snapshots: bool

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection in autocommit mode."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """The right to write, which one process has at a time."""
        ...


class SharedDatabase:
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
    def lock(self) -> Iterator[None]:
        """The right to write."""
        if self._locked:
            raise RegisterBusy(f"{self.name}: another writer is open; close it first")
        self._locked = True
        try:
            yield
        finally:
            self._locked = False


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing; the write lock is taken at once, so that a transaction never has to be tried again."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        _roll_back(connection)
        raise


def _roll_back(connection: Connection) -> None:
    raw = connection.connection.dbapi_connection
    # A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the reason.
    if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
        raw.rollback()


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what the database says into an error that names the register and the way out."""
    try:
        yield
    except DBAPIError as error:
        raise explain(name, error.orig if isinstance(error.orig, BaseException) else error) from error
    except sqlite3.Error as error:
        raise explain(name, error) from error


def explain(name: str, error: BaseException) -> RegisterError:
    """The error to raise for what SQLite reported."""
    # What is stored as text and is none has no code of its own.
    code = "SQLITE_CORRUPT" if NO_TEXT in str(error) else str(getattr(error, "sqlite_errorname", None) or "")
    error = ValueError(NO_TEXT) if NO_TEXT in str(error) else error
    for beginning, kind, words in MESSAGES:
        if code.startswith(beginning):
            return kind(words.format(name=name, folder=Path(name).parent, error=error))
    return RegisterError(f"{name}: {error}")
