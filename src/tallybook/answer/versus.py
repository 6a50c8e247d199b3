"""Two actors side by side: what each is said to have done, in the same window and by the same filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from tallybook.answer.entries import Entry, View
from tallybook.answer.periods import PERIODS
from tallybook.answer.query import Query, select, with_branches
from tallybook.answer.sums import add
from tallybook.answer.table import Cell, Row, Table
from tallybook.answer.tally import FIGURES, NOT_STATED, UNCERTAIN, UNDATED
from tallybook.errors import AnswerError

GROUPS: Mapping[str, Callable[[Entry], tuple[str | None, ...]]] = {
    "type": lambda one: (one.event_type,),
    "country": lambda one: (one.where.country,),
    "admin1": lambda one: (one.where.admin1,),
    "place": lambda one: (one.where.place,),
    "target": lambda one: tuple(dict.fromkeys(target.category for target in one.targets if target.category)),
    "stage": lambda one: (one.stage,),
}
ALL = "all"
STATUS = "status"
MEASURES = (*FIGURES, "single_source")
"""The columns of each actor; ``single_source`` counts the incidents that one independent source tells of."""


def _status(one: Entry, family: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(actor.status for actor in one.perpetrators if actor.actor in family))


def _period(by: str) -> Callable[[Entry], tuple[str, ...]]:
    made = PERIODS[by]

    def label(one: Entry) -> tuple[str, ...]:
        first, last = one.when.start, one.when.end
        if first is None and last is None:
            return (UNDATED,)
        if first is None or last is None or made(first) != made(last):
            return (UNCERTAIN,)
        return (made(first).label,)

    return label


def compare(
    view: View,
    one: str,
    other: str,
    query: Query | None = None,
    *,
    by: str = STATUS,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """Incidents, killed and injured of two actors side by side: a row for all, then one for each value of ``by``.

    ``by`` is ``status`` (on what the words rest: claimed, attributed, …), a period, or what a tally can be grouped by.
    Columns are those of a tally for each actor, named ``1_incidents``, ``2_incidents`` and so on; an actor stands for
    its branches too, unless the query says otherwise. The ids of a row are those of both.

    Raises:
        AnswerError: an actor or a filter that is not known, a query that names actors itself, or the same actor twice.
    """
    query = query or Query()
    if query.actor:
        raise AnswerError("actor: compare names its two actors itself; leave the filter out")
    if by not in (STATUS, *PERIODS, *GROUPS):
        raise AnswerError(f"cannot compare by {by!r}; by: {', '.join((STATUS, *PERIODS, *GROUPS))}")
    if one.casefold() == other.casefold():
        raise AnswerError(f"{one!r} is given twice; name two actors")
    sides = [select(view, replace(query, actor=(name,)), parents=parents, known=known) for name in (one, other)]
    families = [with_branches((name,), (parents or {}) if query.branches else {}) for name in (one, other)]
    placed = [_placed(side.all, by, family) for side, family in zip(sides, families, strict=True)]
    labels = _labels(placed, by)
    rows = [_row(ALL, [side.all for side in sides])]
    rows += [_row(label, [groups.get(label, ()) for groups in placed]) for label in labels]
    columns = (by, *(f"{number}_{name}" for number in (1, 2) for name in MEASURES))
    caveats = _caveats(one, other, [side.all for side in sides])
    return Table(title=f"{one} and {other} by {by}", columns=columns, rows=tuple(rows), caveats=tuple(caveats))


def _placed(members: Sequence[Entry], by: str, family: Collection[str]) -> dict[str, list[Entry]]:
    placed: dict[str, list[Entry]] = {}
    label = _period(by) if by in PERIODS else GROUPS.get(by)
    for one in members:
        values: Sequence[str | None] = _status(one, family) if label is None else label(one)
        for value in values or (None,):
            placed.setdefault(value or NOT_STATED, []).append(one)
    return placed


def _labels(placed: Sequence[Mapping[str, Sequence[Entry]]], by: str) -> list[str]:
    """Periods in order of time, other values the most frequent first; what is not known last."""
    last = {NOT_STATED: 1, UNCERTAIN: 1, UNDATED: 2}
    labels = {label for groups in placed for label in groups}
    if by in PERIODS:
        return sorted(labels, key=lambda label: (last.get(label, 0), label))
    return sorted(
        labels, key=lambda label: (last.get(label, 0), -sum(len(groups.get(label, ())) for groups in placed), label)
    )


def _row(label: str, sides: Sequence[Sequence[Entry]]) -> Row:
    cells: list[Cell] = [label]
    for members in sides:
        figures = [add([one.killed for one in members]).range, add([one.injured for one in members]).range]
        cells.append(len(members))
        cells += [bound for found in figures for bound in (found.low, found.best, found.high)]
        cells.append(sum(one.independent == 1 for one in members))
    return Row(cells=tuple(cells), ids=tuple(sorted({one.incident_id for members in sides for one in members})))


def _caveats(one: str, other: str, sides: Sequence[Sequence[Entry]]) -> list[str]:
    told = [{source for member in members for source in member.sources} for members in sides]
    both = {member.incident_id for member in sides[0]} & {member.incident_id for member in sides[1]}
    caveats = [
        f"Coverage: incidents of {one} come from {len(told[0])} sources, those of {other} from {len(told[1])}, "
        f"{len(told[0] & told[1])} tell of both: a difference may be one of reporting, or of who claims."
    ]
    if both:
        caveats.append(f"{len(both)} incidents are said to be of both, and stand on both sides.")
    return caveats
