"""The store for teams: a database on a PostgreSQL server, with several writers at once and any number of readers.

Needs the extra ``postgres`` (psycopg). The address is a URI as PostgreSQL's own programs take it
(https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from tallybook.errors import RegisterError
from tallybook.register.address import shown
from tallybook.register.migrate import HEAD, create_tables, stored_revision, upgrade
from tallybook.register.pages import PageTable
from tallybook.register.sql import PATIENCE, plain_errors
from tallybook.register.store import SqlRegister

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

OLDEST = 12
"""The oldest version of the server that the tables and locks were made for; 12 has column collations, 14 to 17 are
maintained when this is written."""

SETTINGS = (
    ("lock_timeout", f"{int(PATIENCE * 1000)}ms"),
    ("client_min_messages", "warning"),
)
"""What every connection is set to: nobody waits for ever for others to finish."""

DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
"""What is acknowledged is on the server's disk, also where the server is set to answer sooner."""

ABOUT = (
    "SELECT current_setting('server_version_num')::integer / 10000 AS version, "
    "current_setting('server_encoding') AS encoding, current_schema() AS schema"
)

OPEN_RUNS = (
    "SELECT objid::integer FROM pg_locks JOIN pg_namespace ON nspname = current_schema() "
    "WHERE locktype = 'advisory' AND objsubid = 2 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
    "AND classid::bigint = mod(pg_namespace.oid::bigint + 2147483648, 4294967296) AND objid <> 0"
)
"""The runs whose connections live: each holds a lock of its number, which goes when the connection ends.

``pg_locks`` shows a key's numbers without their signs."""

SHOW_RUN = (
    "SELECT pg_advisory_lock((oid::bigint - 2147483648)::integer, %(run)s) "
    "FROM pg_namespace WHERE nspname = current_schema()"
)
HIDE_RUNS = "SELECT pg_advisory_unlock_all()"


def open_postgres(address: str | Path, *, create: bool = False) -> SqlRegister:
    """The register in a database; its tables are made if ``create``, and brought up to date if they are older.

    Raises:
        RegisterError: psycopg is not installed, or the database cannot be used; the message says why.
    """
    database = PostgresDatabase(str(address))
    try:
        database.prepare(create=create)
    except BaseException:
        database.dispose()
        raise
    return SqlRegister(database, path=None, dispose=database.dispose, pages=PageTable(database))


class PostgresDatabase:
    """Connections to one schema of a database on a server."""

    snapshots = True

    def __init__(self, address: str) -> None:
        self.name = shown(address)
        try:
            import psycopg  # noqa: PLC0415  an extra, asked for only here

            from tallybook.register.nul import store_nul  # noqa: PLC0415
        except ImportError as error:
            raise RegisterError(f"{self.name}: PostgreSQL needs psycopg: pip install 'tallybook[postgres]'") from error

        def connect() -> psycopg.Connection[Any]:
            connection = psycopg.connect(
                address, autocommit=True, client_encoding="utf8", fallback_application_name="tallybook"
            )
            store_nul(connection)
            for name, value in SETTINGS:
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
            connection.execute(DURABLE)
            return connection

        self._engine = create_engine("postgresql+psycopg://", creator=connect, isolation_level="AUTOCOMMIT")

    def prepare(self, *, create: bool) -> None:
        """Make the tables, or bring them up to date."""
        with self.connect() as connection:
            self._check(connection)
            revision = stored_revision(connection, self.name)
            if revision == HEAD:
                return
            if revision is None and not create:
                raise RegisterError(
                    f"{self.name}: holds nothing yet; fill it with: tallybook build --register {self.name} …"
                )
            if revision is None:
                create_tables(connection)
            else:
                upgrade(connection, None)

    def _check(self, connection: Connection) -> None:
        about = connection.exec_driver_sql(ABOUT).one()
        if about.version < OLDEST:
            raise RegisterError(f"{self.name}: PostgreSQL {about.version} is too old; take {OLDEST} or newer")
        if about.encoding != "UTF8":
            raise RegisterError(
                f"{self.name}: its encoding is {about.encoding}, which cannot hold all texts; make another database "
                "with: createdb --encoding UTF8 --template template0 NAME"
            )
        if about.schema is None:
            raise RegisterError(f"{self.name}: there is no schema in its search_path; make it with CREATE SCHEMA")

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection from the pool."""
        with plain_errors(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """The right to have a run open, which any number may have here."""
        del wait
        yield

    def running(self, connection: Connection) -> Collection[int]:
        """The runs that are open now."""
        return set(connection.exec_driver_sql(OPEN_RUNS).scalars())

    def show_run(self, connection: Connection, run: int | None) -> None:
        """Hold a lock of the run's number on this connection, or no longer."""
        if run is not None:
            connection.exec_driver_sql(SHOW_RUN, {"run": run}).close()
            return
        # The lock of a connection that is lost is gone with it.
        with suppress(DBAPIError):
            if not connection.invalidated:
                connection.exec_driver_sql(HIDE_RUNS).close()

    def dispose(self) -> None:
        """Close all connections."""
        self._engine.dispose()
