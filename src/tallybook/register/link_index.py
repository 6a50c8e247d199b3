"""The index of links on SQL tables, for :class:`tallybook.link.filing.LinkIndex`, and copies by their keys."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import bindparam, delete, func, insert, literal, or_, select, tuple_, union_all

from tallybook.model import Filed, Judgement, Link
from tallybook.register import rows, tables
from tallybook.register.sql import insert_if_new
from tallybook.register.view import in_chunks

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

__all__ = ["SqlLinkIndex"]

Place = tuple[int, int]
Pair = tuple[str, str]

AT_ONCE = 5000
"""Reports written at once."""
KEYS_AT_ONCE = 100_000
"""Keys written at once."""

_KEYS = tables.FILED_KEYS.c
_AT = tuple_(_KEYS.time, _KEYS.number)
_HERE = tuple_(bindparam("time", type_=_KEYS.time.type), bindparam("number", type_=_KEYS.number.type))
_THERE = tuple_(bindparam("last_time", type_=_KEYS.time.type), bindparam("last_number", type_=_KEYS.number.type))


def _beside(side: int) -> Select[Any]:
    """The places of a key on one side of a place (-1 or 1), the nearest first."""
    order = (_KEYS.time, _KEYS.number) if side > 0 else (_KEYS.time.desc(), _KEYS.number.desc())
    near = select(literal(side).label("side"), _KEYS.time, _KEYS.number).where(
        _KEYS.key == bindparam("key"), _AT > _HERE if side > 0 else _AT < _HERE
    )
    return select(near.order_by(*order).limit(bindparam("many")).subquery())


_AROUND = union_all(_beside(-1), _beside(1))
_BETWEEN = select(func.count()).select_from(
    select(_KEYS.number)
    .where(_KEYS.key == bindparam("key"), _AT > _HERE, _AT <= _THERE)
    .limit(bindparam("most"))
    .subquery()
)


class SqlLinkIndex:
    """The index of a register, within a transaction of its writer."""

    def __init__(self, connection: Connection, *, run: int) -> None:
        self._connection = connection
        self._run = run

    def filed(self, numbers: Collection[int]) -> dict[int, Filed]:
        """The reports of these numbers, of those that are filed."""
        table = tables.FILED_REPORTS
        parts = (select(table).where(table.c.number.in_(some)) for some in in_chunks(numbers))
        return {row.number: _filed(row) for part in parts for row in self._connection.execute(part)}

    def filed_of(self, document_ids: Collection[str]) -> list[Filed]:
        """The reports of these documents, in order of their places."""
        table = tables.FILED_REPORTS
        parts = (select(table).where(table.c.document_id.in_(names)) for names in in_chunks(document_ids))
        found = [_filed(row) for part in parts for row in self._connection.execute(part)]
        return sorted(found, key=lambda one: one.place)

    def file(self, filed: Filed, keys: Collection[int]) -> None:
        """Put a report under its keys."""
        self._insert(tables.FILED_REPORTS, [_report_row(filed)])
        self._insert(
            tables.FILED_KEYS, [{"key": key, "time": filed.time, "number": filed.number} for key in sorted(keys)]
        )

    def unfile(self, filed: Filed, keys: Collection[int]) -> None:
        """Take a report away from under its keys."""
        table = tables.FILED_KEYS
        mine = (table.c.number == filed.number, table.c.time == filed.time)
        for some in in_chunks(keys):
            self._connection.execute(delete(table).where(table.c.key.in_(some), *mine))
        reports = tables.FILED_REPORTS
        self._connection.execute(delete(reports).where(reports.c.number == filed.number))

    def around(self, key: int, place: Place, many: int) -> tuple[list[Place], list[Place]]:
        """Those of one key before a place and behind it, the nearest first, ``many`` of either at most."""
        asked = {"key": key, "time": place[0], "number": place[1], "many": many}
        before: list[Place] = []
        behind: list[Place] = []
        for side, time, number in self._connection.execute(_AROUND, asked):
            (before if side < 0 else behind).append((time, number))
        return sorted(before, reverse=True), sorted(behind)

    def between(self, key: int, one: Place, other: Place, most: int) -> int:
        """How many of one key stand between two places, the later one counted; no more than ``most`` are counted."""
        first, last = sorted((one, other))
        asked = {
            "key": key, "time": first[0], "number": first[1], "last_time": last[0], "last_number": last[1],
            "most": most,
        }  # fmt: skip
        return int(self._connection.execute(_BETWEEN, asked).scalar_one())

    def links_of(self, report_ids: Collection[str]) -> list[Link]:
        """The links of these reports, without their reasons."""
        table = tables.LINKS.c
        asked = select(table.left, table.right, table.judgement, table.score, table.judge)
        found = {
            (row.left, row.right): row
            for names in in_chunks(report_ids)
            for end in (table.left, table.right)
            for row in self._connection.execute(asked.where(end.in_(names)))
        }
        return [
            Link(left=left, right=right, judgement=Judgement(row.judgement), score=row.score, judge=row.judge)
            for (left, right), row in found.items()
        ]

    def put_links_of(self, report_ids: Collection[str], links: Iterable[Link], *, gone: Collection[Pair]) -> None:
        """The links of these reports and between them, in place of all they had; those of ``gone`` pairs go too."""
        table = tables.LINKS
        for names in in_chunks(report_ids):
            self._connection.execute(delete(table).where(or_(table.c.left.in_(names), table.c.right.in_(names))))
        for left, right in gone:
            self._connection.execute(delete(table).where(table.c.left == left, table.c.right == right))
        self._insert(table, [{**rows.link_row(link), "run": self._run} for link in links])

    def put_all(self, told: Iterable[tuple[Filed, Collection[int]]], background: Mapping[str, bytes]) -> None:
        """Every report with its keys, and the background they were linked by, in place of all that was filed."""
        self.clear()
        ahead = iter(told)
        kept = _Keys()
        while part := list(islice(ahead, AT_ONCE)):
            self._insert(tables.FILED_REPORTS, [_report_row(one) for one, _ in part])
            kept.add(part)
        for placed in kept.in_order():
            self._insert(tables.FILED_KEYS, placed)
        self._insert(
            tables.FILED_BACKGROUND, [{"name": name, "packed": background[name]} for name in sorted(background)]
        )

    def clear(self) -> None:
        """Empty the index."""
        for table in (tables.FILED_REPORTS, tables.FILED_KEYS, tables.FILED_BACKGROUND, tables.COPY_KEYS):
            self._connection.execute(delete(table))

    def background(self) -> dict[str, bytes]:
        """The background as it was put; empty when nothing is filed."""
        return {row.name: row.packed for row in self._connection.execute(select(tables.FILED_BACKGROUND))}

    def put_copy_keys(self, keys: Mapping[str, Collection[int]]) -> None:
        """What copies of these documents are found by; what they were found by before may stay."""
        table = tables.COPY_KEYS
        placed = [{"key": key, "document_id": name} for name, mine in keys.items() for key in set(mine)]
        self._insert(table, sorted(placed, key=lambda row: (row["key"], row["document_id"])), ignore=True)

    def sharing(self, keys: Collection[int]) -> set[str]:
        """The documents that have one of these keys."""
        table = tables.COPY_KEYS.c
        parts = (select(table.document_id).where(table.key.in_(some)) for some in in_chunks(keys))
        return {row.document_id for part in parts for row in self._connection.execute(part)}

    def _insert(self, table: Any, made: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> None:
        if made:
            self._connection.execute(insert_if_new(self._connection, table) if ignore else insert(table), made)


class _Keys:
    """Keys with the places of their reports, to be written in order: a table that grows at its end grows fast."""

    def __init__(self) -> None:
        self._keys, self._times, self._numbers = array("q"), array("q"), array("q")

    def add(self, told: Iterable[tuple[Filed, Collection[int]]]) -> None:
        """Keep the keys of these reports."""
        for one, keys in told:
            self._keys.extend(keys)
            self._times.extend([one.time] * len(keys))
            self._numbers.extend([one.number] * len(keys))

    def in_order(self) -> Iterator[list[dict[str, int]]]:
        """The rows of keys in the order of their table, in portions."""
        columns = [np.frombuffer(kept, np.int64) for kept in (self._numbers, self._times, self._keys) if kept]
        order = np.lexsort(columns) if columns else np.empty(0, np.int64)
        for start in range(0, len(order), KEYS_AT_ONCE):
            numbers, times, keys = (kept[order[start : start + KEYS_AT_ONCE]].tolist() for kept in columns)
            yield [
                {"key": key, "time": time, "number": number}
                for key, time, number in zip(keys, times, numbers, strict=True)
            ]


def _report_row(one: Filed) -> dict[str, Any]:
    return {
        "number": one.number, "time": one.time, "report_id": one.report_id, "document_id": one.document_id,
        "packed": one.packed,
    }  # fmt: skip


def _filed(row: Any) -> Filed:
    return Filed(
        number=row.number, time=row.time, report_id=row.report_id, document_id=row.document_id, packed=row.packed
    )
