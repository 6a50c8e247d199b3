"""Which judgement of a person stands about two reports: the latest, and it follows the reports that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from tallybook.model import Decision, Link
from tallybook.model.decision import decision_id
from tallybook.register import tables
from tallybook.register.log import read_decision

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection


NAMES: BindParameter[Any] = bindparam("names", expanding=True)
FOREBEARS = select(tables.SUCCESSIONS).where(tables.SUCCESSIONS.c.new.in_(NAMES))
JUDGED = (
    select(tables.DECISIONS)
    .where(tables.DECISIONS.c.left.in_(NAMES), tables.DECISIONS.c.right.in_(NAMES))
    .order_by(tables.DECISIONS.c.number)
)


def heir(report_id: str, heirs: Mapping[str, str]) -> str:
    """The report that stands for a report now."""
    seen = {report_id}
    while report_id in heirs and heirs[report_id] not in seen:
        report_id = heirs[report_id]
        seen.add(report_id)
    return report_id


def undone(connection: Connection) -> dict[str, str]:
    """The ids of decisions that are taken back, and of those that took them back; an undo may be undone itself."""
    table = tables.DECISIONS.c
    question = select(table.undoes, table.hash).where(table.undoes.is_not(None)).order_by(table.number.desc())
    gone: dict[str, str] = {}
    for row in connection.execute(question):
        by = decision_id(row.hash)
        if by not in gone:
            gone[row.undoes] = by
    return gone


def standing(made: Iterable[Decision], heirs: Mapping[str, str]) -> dict[tuple[str, str], Link]:
    """The latest judgement on each pair of reports, given those that hold in the order they were made."""
    latest: dict[tuple[str, str], Link] = {}
    for decision in made:
        if decision.link is not None:
            left, right = sorted((heir(decision.link.left, heirs), heir(decision.link.right, heirs)))
            latest[left, right] = moved(decision.link, left, right)
    return latest


def moved(link: Link, left: str, right: str) -> Link:
    """The same judgement about other reports."""
    return Link(
        left=left, right=right, judgement=link.judgement, score=link.score, judge=link.judge, reasons=link.reasons
    )


def standing_about(connection: Connection, left: str, right: str) -> Link | None:
    """The judgement that stands about two reports; none if nobody has judged them, or those they took the place of."""
    heirs: dict[str, str] = {}
    names = {left, right}
    newest = names
    while newest:
        found = connection.execute(FOREBEARS, {"names": sorted(newest)}).all()
        heirs.update({row.old: row.new for row in found})
        newest = {row.old for row in found} - names
        names |= newest
    told = [read_decision(row) for row in connection.execute(JUDGED, {"names": sorted(names)}).mappings()]
    gone = undone(connection) if told else {}
    return standing([one for one in told if one.id not in gone], heirs).get((min(left, right), max(left, right)))
