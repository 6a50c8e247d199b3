"""The store in memory: the same tables, gone when it is closed. For tests and for a look at a few documents."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from tallybook.register.address import MEMORY
from tallybook.register.migrate import create_tables
from tallybook.register.sql import SharedDatabase
from tallybook.register.store import SqlRegister


def open_memory(path: str | Path = MEMORY, *, create: bool = True) -> SqlRegister:
    """A new, empty register in memory; ``path`` and ``create`` are there to fit the other stores."""
    del path, create
    engine = create_engine("sqlite://", poolclass=StaticPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        create_tables(connection)
    return SqlRegister(SharedDatabase(engine, name=MEMORY), path=None, dispose=engine.dispose)
