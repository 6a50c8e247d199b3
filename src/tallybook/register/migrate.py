"""The version of a register's tables: made new, brought up to date step by step, or refused when it is newer."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from tallybook._version import version
from tallybook.errors import RegisterError, RegisterTooNew
from tallybook.register.sql import transaction
from tallybook.register.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0001"
"""The revision of tables.py: the newest file in ``migrations/versions``."""

VERSION_TABLE = "schema_version"
APPLICATION_ID = 0x74616C79
"""Marks the file as ours for ``file`` and for us: "taly"."""

MIGRATIONS = "tallybook.register:migrations"


def stored_revision(connection: Connection, name: str) -> str | None:
    """The revision that a register's tables have; ``None`` when there are no tables at all."""
    names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
    if not names:
        return None
    if VERSION_TABLE not in names:
        raise RegisterError(f"{name}: is a database, but not a tallybook register; give the path of another file")
    revision = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608
    if revision is not None and str(revision) > HEAD:
        raise _too_new(connection, name, str(revision))
    return None if revision is None else str(revision)


def create_tables(connection: Connection) -> None:
    """All tables at once, unless another process made them meanwhile."""
    with transaction(connection):
        if stored_revision(connection, "") is not None:
            return
        METADATA.create_all(connection, checkfirst=False)
        connection.exec_driver_sql(
            f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL, "
            f"CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
        )
        connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ('{HEAD}')")  # noqa: S608
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def upgrade(connection: Connection, path: Path, *, location: str = MIGRATIONS) -> None:
    """Bring older tables up to date, all steps or none; the register as it was stays beside it."""
    from alembic import command  # noqa: PLC0415

    revision = stored_revision(connection, str(path))
    if revision is not None:
        _keep_copy(connection, path.with_name(f"{path.name}.{revision}"))
    with transaction(connection):
        command.upgrade(configuration(connection, location=location), "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def configuration(connection: Connection, *, location: str = MIGRATIONS) -> Config:
    """What Alembic needs, without a file: the steps and the connection to run them on."""
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", location)
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _keep_copy(connection: Connection, copy: Path) -> None:
    source = connection.connection.dbapi_connection
    if not isinstance(source, sqlite3.Connection):
        raise RegisterError(f"{copy}: only SQLite registers can be copied before an upgrade")
    target = sqlite3.connect(copy)
    try:
        source.backup(target)
    finally:
        target.close()


def _too_new(connection: Connection, name: str, revision: str) -> RegisterTooNew:
    try:
        wrote = connection.exec_driver_sql("SELECT version FROM runs ORDER BY id DESC LIMIT 1").scalar()
    except DBAPIError:
        wrote = None
    by = f"tallybook {wrote}" if wrote else "a newer tallybook"
    return RegisterTooNew(
        f"{name}: written by {by} (tables {revision}), this is tallybook {version()} (tables {HEAD}); "
        f"install {by if wrote else 'the newest version'} or newer, or build into another file"
    )
