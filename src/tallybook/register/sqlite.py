"""The default store: one SQLite file, safe against a killed process and a power cut, with one run at a time."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

from tallybook.errors import RegisterBusy, RegisterError
from tallybook.register.migrate import HEAD, create_tables, stored_revision, upgrade
from tallybook.register.sql import BUSY_TIMEOUT, PATIENCE, OneRun, is_locked, patiently, plain_errors
from tallybook.register.store import SqlRegister, pages_folder

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MAGIC = b"SQLite format 3\x00"
"""The first bytes of every SQLite file (https://sqlite.org/fileformat.html)."""


def open_sqlite(path: str | Path, *, create: bool = False) -> SqlRegister:
    """The register in a file; made if ``create``, brought up to date if an older version wrote it."""
    path = Path(path)
    _check_file(path, create=create)
    database = SqliteDatabase(path)
    try:
        database.prepare(create=create)
    except BaseException:
        database.dispose()
        raise
    return SqlRegister(database, path=path, dispose=database.dispose)


class SqliteDatabase(OneRun):
    """Connections to one SQLite file; who has a run open holds a lock on the folder of pages beside it."""

    snapshots = True

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        self._sealed = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        self._engine = self._make_engine()

    def _make_engine(self) -> Engine:
        address = self._path.absolute().as_uri() + self._read_only()

        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
            if not self._sealed:
                # Of many who open a new file at once SQLite turns some away here without waiting.
                patiently(lambda: connection.execute("PRAGMA journal_mode=WAL"), seconds=PATIENCE, busy=is_locked)
                connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA foreign_keys=ON")
            return connection

        # Without a pool of its own SQLAlchemy takes this address for a database in memory, and shares one connection.
        return create_engine("sqlite://", creator=connect, poolclass=QueuePool, isolation_level="AUTOCOMMIT")

    def _read_only(self) -> str:
        """How a register is opened that we may not write.

        Somebody else may be writing it, which its -wal file shows; if not, it needs no locks, and SQLite could not
        make its lock files beside it.
        """
        if not self._sealed:
            return ""
        is_live = self._path.with_name(f"{self._path.name}-wal").exists()
        return "?mode=ro" if is_live else "?mode=ro&immutable=1"

    def prepare(self, *, create: bool) -> None:
        """Make the tables, or bring them up to date."""
        with self.connect() as connection:
            revision = stored_revision(connection, self.name)
        if revision == HEAD:
            return
        if revision is None and not create:
            raise RegisterError(
                f"{self.name}: holds nothing yet; fill it with: tallybook build --register {self.name} …"
            )
        with self.writing(PATIENCE if revision is None else 0.0), self.connect() as connection:
            if revision is None:
                create_tables(connection)
            else:
                upgrade(connection, self._path)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection from the pool."""
        with plain_errors(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """The right to have a run open, given back by the system even when the process is killed."""
        if self._sealed:
            raise RegisterError(f"{self.name}: may only be read; copy it to a folder you may write in")
        handle = _opened(pages_folder(self._path))
        try:
            self._take(handle, wait)
            yield
        finally:
            os.close(handle)

    def _take(self, handle: int, wait: float) -> None:
        def attempt() -> None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

        try:
            patiently(attempt, seconds=wait, busy=lambda error: isinstance(error, BlockingIOError))
        except BlockingIOError as error:
            message = f"{self.name}: another process is writing to it; wait until it is done, then try again"
            raise RegisterBusy(message) from error

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _opened(folder: Path) -> int:
    try:
        folder.mkdir(exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise RegisterError(f"{folder}: cannot be made ({error.strerror}); choose a folder you may write in") from error


def _check_file(path: Path, *, create: bool) -> None:
    """Say what is wrong with the path before the database would say it less clearly."""
    try:
        if path.is_dir():
            raise RegisterError(f"{path}: is a folder; give the path of a file, such as {path / 'register.db'}")
        if path.exists() and not path.is_file():
            raise RegisterError(f"{path}: is a device or a pipe, no file; give the path of a file")
        if path.name == "-":
            raise RegisterError("-: a register is a file and cannot be a stream; give it another name")
        if not path.parent.is_dir():
            raise RegisterError(f"{path}: the folder {path.parent} does not exist; make it first")
        if path.exists():
            _check_content(path, create=create)
        elif not create:
            raise RegisterError(
                f"{path}: there is no register; make one with: tallybook build --register {path} FOLDER"
            )
        elif not os.access(path.parent, os.W_OK):
            raise RegisterError(f"{path}: the folder {path.parent} is read-only; choose one you may write in")
    except OSError as error:
        raise RegisterError(f"{path}: cannot be opened ({error.strerror}); check the path and its rights") from error


def _check_content(path: Path, *, create: bool) -> None:
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start == MAGIC or (not start and create):
        return
    what = "is empty" if not start else "is not a tallybook register (not a database)"
    raise RegisterError(f"{path}: {what}; give the path of another file")
