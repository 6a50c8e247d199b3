"""Which decision of a person stands about two reports: the latest, and it follows the reports that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from tallybook.model import Link
from tallybook.register import rows, tables

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection, RowMapping


NAMES: BindParameter[Any] = bindparam("names", expanding=True)
FOREBEARS = select(tables.SUCCESSIONS).where(tables.SUCCESSIONS.c.new.in_(NAMES))
JUDGED = (
    select(tables.DECISIONS)
    .where(tables.DECISIONS.c.left.in_(NAMES), tables.DECISIONS.c.right.in_(NAMES))
    .order_by(tables.DECISIONS.c.row)
)


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
    while newest:
        found = connection.execute(FOREBEARS, {"names": sorted(newest)}).all()
        heirs.update({row.old: row.new for row in found})
        newest = {row.old for row in found} - names
        names |= newest
    told = standing(connection.execute(JUDGED, {"names": sorted(names)}).mappings(), heirs)
    return told.get((min(left, right), max(left, right)))
