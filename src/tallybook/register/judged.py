"""Which decision of a person stands about two reports: the latest, and it follows the reports that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select

from tallybook.model import Link
from tallybook.register import rows, tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping


def heir(report_id: str, heirs: Mapping[str, str]) -> str:
    """The report that stands for a report now."""
    seen = {report_id}
    while report_id in heirs and heirs[report_id] not in seen:
        report_id = heirs[report_id]
        seen.add(report_id)
    return report_id


def standing(made: Iterable[RowMapping], heirs: Mapping[str, str]) -> dict[tuple[str, str], Link]:
    """The latest decision of each pair of reports, given all rows in the order they were made."""
    latest: dict[tuple[str, str], Link] = {}
    for row in made:
        left, right = sorted((heir(row["left"], heirs), heir(row["right"], heirs)))
        latest[left, right] = rows.read_link(row, left=left, right=right)
    return latest


def standing_about(connection: Connection, left: str, right: str) -> Link | None:
    """The decision that stands about two reports; none if nobody has judged them, or those they took the place of."""
    heirs: dict[str, str] = {}
    names = {left, right}
    newest = names
    table = tables.SUCCESSIONS
    while newest:
        found = connection.execute(select(table.c.old, table.c.new).where(table.c.new.in_(sorted(newest)))).all()
        heirs.update({row.old: row.new for row in found})
        newest = {row.old for row in found} - names
        names |= newest
    made = tables.DECISIONS
    question = select(made).where(made.c.left.in_(sorted(names)), made.c.right.in_(sorted(names)))
    told = standing(connection.execute(question.order_by(made.c.row)).mappings(), heirs)
    return told.get((min(left, right), max(left, right)))
