"""A tally counted the plain way, one incident after the other: what the columns must give too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from tallybook.answer import Entry, View, select
from tallybook.answer.periods import PERIODS, days_of
from tallybook.answer.query import Query
from tallybook.answer.sums import add
from tallybook.answer.table import Table
from tallybook.model import Range

GROUPS: Mapping[str, Callable[[Entry], Sequence[str | None]]] = {
    "type": lambda one: (one.event_type,),
    "actor": lambda one: one.actors,
    "country": lambda one: (one.where.country,),
    "admin1": lambda one: (one.where.admin1,),
    "place": lambda one: (one.where.place,),
    "target": lambda one: tuple(dict.fromkeys(target.category for target in one.targets if target.category)),
    "stage": lambda one: (one.stage,),
    "review": lambda one: (one.review,),
    "grade": lambda one: (str(one.independent),),
}
Counted = dict[str, tuple[int, Range, Range, tuple[str, ...]]]


def plain_tally(view: View, query: Query, by: str, parents: Mapping[str, str]) -> Counted:
    """For each label that has incidents: their number, killed, injured and ids."""
    selection = select(view, query, parents=parents)
    groups: dict[str, list[Entry]] = defaultdict(list)
    for one in selection.all:
        for label in _labels(one, by, sure=one in selection.certain):
            groups[label].append(one)
    return {label: _counted(members) for label, members in groups.items()}


def _labels(one: Entry, by: str, *, sure: bool) -> Sequence[str]:
    if by not in PERIODS:
        return [value or "not stated" for value in GROUPS[by](one) or (None,)]
    if one.when.start is None and one.when.end is None:
        return ["undated"]
    days = days_of(one.when)
    whole = sure and days is not None and PERIODS[by](days[0]).holds(*days)
    return [PERIODS[by](days[0]).label if whole and days else "uncertain date"]


def _counted(members: Sequence[Entry]) -> tuple[int, Range, Range, tuple[str, ...]]:
    killed, injured = add([one.killed for one in members]), add([one.injured for one in members])
    return len(members), killed.range, injured.range, tuple(sorted(one.incident_id for one in members))


def counted(table: Table) -> Counted:
    """The rows of a tally that have incidents, as the plain one has them."""
    found: Counted = {}
    for record in table.records():
        killed, injured = (
            Range(**{bound: record[f"{outcome}_{bound}"] for bound in ("low", "best", "high")})  # type: ignore[arg-type]
            for outcome in ("killed", "injured")
        )
        if record["incidents"]:
            found[str(record[table.columns[0]])] = (record["incidents"], killed, injured, tuple(record["ids"]))  # type: ignore[assignment, arg-type]
    return found
