"""What is marked as up to date, and the version of a register: how often documents or decisions were changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, Text, cast, delete, insert, select, update

from tallybook.register import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection

LINKED = "linked"
"""The mark that any change of documents or decisions takes away."""

CHANGES = "changes"
"""The mark that counts these changes."""

VERSION = select(tables.MARKS.c.value).where(tables.MARKS.c.name == CHANGES)
NOT_LINKED = delete(tables.MARKS).where(tables.MARKS.c.name == LINKED)
ONE_MORE = (
    update(tables.MARKS)
    .where(tables.MARKS.c.name == CHANGES)
    .values(value=cast(cast(tables.MARKS.c.value, Integer) + 1, Text))
)


def version(connection: Connection) -> int:
    """How often documents or decisions were changed."""
    return int(connection.execute(VERSION).scalar() or 0)


def count_change(connection: Connection) -> None:
    """Note a change, within the transaction that makes it; what was linked does not fit it any more."""
    connection.execute(NOT_LINKED)
    if connection.execute(ONE_MORE).rowcount == 0:
        connection.execute(insert(tables.MARKS), {"name": CHANGES, "value": "1"})
