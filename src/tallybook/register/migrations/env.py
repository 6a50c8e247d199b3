"""Runs the steps on the connection that tallybook.register.migrate hands over; no alembic.ini is needed."""

from __future__ import annotations

from alembic import context

from tallybook.register.migrate import VERSION_TABLE
from tallybook.register.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, version_table=VERSION_TABLE
)
context.run_migrations()
