"""A PostgreSQL server of our own: in a temporary folder, on a socket in it, gone afterwards.

Needs PostgreSQL's programs (Debian: ``apt-get install postgresql``), no rights, no running server and no network. The
server refuses root, so root starts it as somebody else.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
NOBODY = 65534
OWNER = "keeper"
"""The role that the server is made with."""

FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=on")
"""Nothing is lost when only programs die; where power cuts are tested, a server is started without these."""

ENGLISH = ("--locale-provider=icu", "--icu-locale=en-US")
"""Sorts as an English dictionary does, and not as we must: by characters."""


class NoServer(RuntimeError):
    """PostgreSQL is not installed."""


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, the newest there is.

    Raises:
        NoServer: It is not there.
    """
    versions = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]), reverse=True)
    for folder in (*versions, None):
        found = shutil.which(name, path=None if folder is None else str(folder))
        if found is not None:
            return found
    raise NoServer(f"there is no PostgreSQL server ({name} is missing); on Debian: apt-get install postgresql")


@dataclass
class Server:
    """A running server; ``address`` gives a place in it for one register."""

    folder: Path
    settings: tuple[str, ...] = FAST
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = self.folder / "log"
        options = [
            f"-c {one}" for one in ("listen_addresses=''", f"unix_socket_directories={self.folder}", *self.settings)
        ]
        self._run(
            "pg_ctl", "-D", str(self.folder / "data"), "-l", str(log), "-w", "-s", "-o", " ".join(options), "start"
        )

    def stop(self, how: str = "fast") -> None:
        """Stop it; ``immediate`` is as a crash."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", how, "-w", "-s", "stop")

    def initialise(self, *options: str) -> None:
        """Make an empty cluster."""
        self._run(
            "initdb", "-D", str(self.folder / "data"), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
            "--no-sync", *options,
        )  # fmt: skip

    def _run(self, name: str, *arguments: str) -> None:
        other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [program(name), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, check=False, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"},
            **other,
        )  # fmt: skip
        assert done.returncode == 0, f"{name}: {done.stderr}"

    def database(self, name: str = "postgres", *, role: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql://{role}@/{name}?host={quote(str(self.folder), safe='')}"

    def address(self, *, role: str = OWNER) -> str:
        """The address of a new, empty schema."""
        schema = f"r{next(self._numbers)}"
        self.ask(f"CREATE SCHEMA {schema}")
        return self.within(schema, role=role)

    def within(self, schema: str, *, role: str = OWNER) -> str:
        """The address of a schema."""
        return f"{self.database(role=role)}&options=-csearch_path%3D{schema}"

    def ask(self, question: str, address: str | None = None) -> list[tuple[object, ...]]:
        """What the server answers, beside tallybook."""
        with psycopg.connect(address or self.database(), autocommit=True) as connection:
            cursor = connection.execute(question)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description is not None else []


@contextmanager
def running(*, settings: tuple[str, ...] = FAST, options: tuple[str, ...] = ENGLISH) -> Iterator[Server]:
    """A server that runs while it is used.

    Raises:
        NoServer: PostgreSQL is not installed.
    """
    program("postgres")
    # Not pytest's own folder, which the server's user may not enter; a short name, for a socket's may have 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="tallybook-pg-"))
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        server = Server(folder, settings)
        server.initialise(*options)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
