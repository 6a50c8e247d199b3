"""The version of a register's tables: made new, brought up to date step by step, or refused when it is newer."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from tallybook._version import version
from tallybook.errors import RegisterError, RegisterTooNew
from tallybook.register.sql import transaction
from tallybook.register.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

HEAD = "0006"
"""The revision of tables.py: the newest file in ``migrations/versions``."""

VERSION_TABLE = "schema_version"
APPLICATION_ID = 0x74616C79
"""Marks the file as ours for ``file`` and for us: "taly"."""

MIGRATIONS = "tallybook.register:migrations"

OTHER = {
    "sqlite": "give the path of another file",
    "postgresql": "give the address of an empty database, or of an empty schema (docs/how-to/team-store.md)",
}
"""The way out where tables of somebody else are, in each database."""

EXACT_TYPES = {"text": 'text COLLATE "C"', "real": "double precision"}
"""What PostgreSQL must make of each type that it takes otherwise than SQLite.

Text is then in the order of its characters, whatever language the server sorts by, and a number has all its digits."""

INEXACT = """
SELECT table_name, column_name, data_type FROM information_schema.columns
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
AND (data_type = 'real' OR data_type = 'text' AND collation_name IS DISTINCT FROM 'C')
"""
"""The columns that are not so yet."""


def stored_revision(connection: Connection, name: str) -> str | None:
    """The revision that a register's tables have; ``None`` when there are no tables at all."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return None
    if VERSION_TABLE not in names:
        raise RegisterError(f"{name}: is a database, but not a tallybook register; {OTHER[connection.dialect.name]}")
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
        _finish(connection)


def upgrade(connection: Connection, path: Path | None, *, location: str = MIGRATIONS) -> None:
    """Bring older tables up to date, all steps or none; a file as it was stays beside it, under its revision."""
    from alembic import command  # noqa: PLC0415

    revision = stored_revision(connection, str(path))
    if revision is not None and path is not None:
        _keep_copy(connection, path.with_name(f"{path.name}.{revision}"))
    with transaction(connection):
        command.upgrade(configuration(connection, location=location), "head")
        _finish(connection)


def _finish(connection: Connection) -> None:
    """What each database needs beside the tables."""
    if connection.dialect.name == "postgresql":
        _make_exact(connection)
    else:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def _make_exact(connection: Connection) -> None:
    """Give columns the types of :data:`EXACT_TYPES`, so that tables and steps are written once for all databases."""
    changes: dict[str, list[str]] = {}
    quote = connection.dialect.identifier_preparer.quote
    for row in connection.exec_driver_sql(INEXACT):
        exact = f"ALTER COLUMN {quote(row.column_name)} TYPE {EXACT_TYPES[row.data_type]}"
        changes.setdefault(row.table_name, []).append(exact)
    for table, columns in changes.items():
        connection.exec_driver_sql(f"ALTER TABLE {quote(table)} {', '.join(columns)}")


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
