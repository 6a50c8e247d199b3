"""Tallies: incidents, killed and injured by period, actor, place or type, with bounds, gaps and caveats."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tallybook.answer.entries import View
from tallybook.answer.facts import columns_of
from tallybook.answer.periods import PERIODS, Period, periods_between
from tallybook.answer.query import Query
from tallybook.answer.sums import Sum
from tallybook.answer.table import Cell, Row, Table
from tallybook.errors import AnswerError

if TYPE_CHECKING:
    from tallybook.answer.choosing import Chosen
    from tallybook.answer.counting import Groups
    from tallybook.register.fact_blocks import Array
    from tallybook.register.fact_columns import FactColumns

NOT_STATED = "not stated"
UNCERTAIN = "uncertain date"
UNDATED = "undated"
FIGURES = ("incidents", "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high")
EARLIER = ("earlier_incidents", "earlier_killed_low", "earlier_killed_best", "earlier_killed_high", "change")
SEVERAL = {
    "actor": "An incident with several actors stands in several rows: rows do not add up to the total.",
    "target": "An incident with several targets stands in several rows: rows do not add up to the total.",
}
GROUPS = ("type", "actor", "country", "admin1", "place", "target", "stage", "review", "grade")
"""What incidents can be grouped by besides time; an incident of two actors stands in two rows."""
BY = (*PERIODS, *GROUPS)
COMPARE = ("year-earlier", "previous-period")
LISTED = 10_000
"""Incidents whose ids stand beside the numbers; of more the ids would be longer to read than the register."""
INCOMPLETE = "incomplete"
"""How the note on a period begins that is not counted as a whole."""
REMARKS = {UNCERTAIN: "dates that reach over the edge of a period", UNDATED: "no date is stated"}


@dataclass(frozen=True, slots=True)
class _Line:
    """One row in the making: its label, its period if it is one, its sums, and the ids behind it."""

    label: str
    size: int
    killed: Sum
    injured: Sum
    ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    period: Period | None = None


Then = Mapping[str, tuple[int, Sum] | None]
"""For the label of a row the number of incidents and the dead of the window that it is compared with."""


def tally(
    view: View,
    query: Query | None = None,
    *,
    by: str = "month",
    compare: str | None = None,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """Incidents with killed and injured as low, best and high, by period, actor, place, type and others.

    An incident is counted in a period only if all days it may have happened on lie in it; others stand in a row of
    their own. An empty ``high`` says that the top is open; an empty low that no incident states a figure. Figures that
    are not stated are counted apart in the notes, never taken as zero. ``compare="year-earlier"`` sets the same days a
    year before beside every row, ``"previous-period"`` the period right before, with what is known of the coverage of
    both (documents, sources, lag); their cells are empty where no document is from then. ``parents`` and ``known`` are
    as for :func:`~tallybook.answer.query.select`. The ids behind each row stand beside it for up to 10,000 incidents.

    Raises:
        AnswerError: a filter, ``by`` or ``compare`` that is not known.
    """
    from tallybook.answer.choosing import choose_places  # noqa: PLC0415  numpy is heavy

    _check(by, compare)
    query, parents = query or Query(), parents or {}
    facts = columns_of(view)
    family = {*parents, *parents.values(), *(known or {}).get("actor", ())}
    chosen = choose_places(facts, query, parents=parents, known={**(known or {}), "actor": family})
    return _Tally(facts, chosen, by).table(compare)


def _check(by: str, compare: str | None) -> None:
    if by not in BY:
        raise AnswerError(f"cannot tally by {by!r}; by: {', '.join(BY)}")
    if compare is not None and compare not in COMPARE:
        raise AnswerError(f"cannot compare with {compare!r}; known: {', '.join(COMPARE)}")
    if compare == "year-earlier" and by == "day":
        raise AnswerError("days of two years do not match weekdays; compare by week, month, quarter or year")


class _Tally:
    """One question to the columns, step by step."""

    def __init__(self, facts: FactColumns, chosen: Chosen, by: str) -> None:
        self.facts, self.chosen, self.by = facts, chosen, by
        days = facts.published.day
        self.last_day = date.fromordinal(int(days.max())) if len(days) and days.max() > 0 else None
        self.listed = len(chosen.all) <= LISTED

    def table(self, compare: str | None) -> Table:
        """The answer."""
        periods = self._periods() if self.by in PERIODS else []
        lines = self._by_period(periods) if self.by in PERIODS else self._by_value(self.chosen)
        caveats = self._caveats(lines)
        columns: tuple[str, ...] = (self.by, *FIGURES)
        then: Then | None = None
        if compare is not None:
            then, more = self._compared(compare, periods, lines)
            lines = self._covered(compare, periods, lines, then) + _only_then(lines, then)
            caveats += more
            columns += EARLIER
        rows = tuple(_row(line, then) for line in lines)
        return Table(title=f"Incidents by {self.by}", columns=columns, rows=rows, caveats=tuple(caveats))

    def _periods(self) -> list[Period]:
        """The periods of the query's window, else those from the first to the last dated incident."""
        window = self._dated()
        return [] if window is None else list(periods_between(self.by, *window))

    def _dated(self) -> tuple[date, date] | None:
        """The query's window; where it is open, up to the first or last incident with a date."""
        from tallybook.answer.counting import span_of  # noqa: PLC0415

        query, found = self.chosen.query, span_of(self.facts, self.chosen.certain)
        first = query.since or (date.fromordinal(found[0]) if found else None)
        last = query.until or (date.fromordinal(found[1]) if found else None)
        return None if first is None or last is None or first > last else (first, last)

    def _by_period(self, periods: Sequence[Period]) -> list[_Line]:
        from tallybook.answer.counting import Groups, group_by_period  # noqa: PLC0415

        chosen = self.chosen
        groups = group_by_period(self.facts, chosen.certain, periods)
        loose = [len(periods)] * len(chosen.possible) + [len(periods) + 1] * len(chosen.undated)
        groups = Groups(chosen.all, _appended(groups.codes, loose), groups.count)
        labels = [period.label for period in periods]
        lines = self._lines(groups, [*labels, UNCERTAIN, UNDATED])
        dated = [
            replace(line, notes=_incomplete(period, chosen.query, self.last_day), period=period)
            for line, period in zip(lines[: len(periods)], periods, strict=True)
        ]
        return dated + [replace(one, notes=(REMARKS[one.label],)) for one in lines[len(periods) :] if one.size]

    def _by_value(self, chosen: Chosen) -> list[_Line]:
        from tallybook.answer.counting import group_by_value  # noqa: PLC0415

        groups, values = group_by_value(self.facts, chosen.all, self.by)
        lines = self._lines(groups, [value or NOT_STATED for value in values])
        return sorted(lines, key=lambda line: (line.label == NOT_STATED, -line.size, line.label))

    def _lines(self, groups: Groups, labels: Sequence[str]) -> list[_Line]:
        from tallybook.answer.counting import add_groups, members  # noqa: PLC0415

        killed, injured = (add_groups(self.facts, outcome, groups) for outcome in ("killed", "injured"))
        ids = members(self.facts, groups) if self.listed else [()] * groups.count
        return [_Line(*found) for found in zip(labels, groups.sizes(), killed, injured, ids, strict=True)]

    def _caveats(self, lines: Sequence[_Line]) -> list[str]:
        from tallybook.answer.counting import sources_of  # noqa: PLC0415

        chosen = self.chosen
        total, loose = len(chosen.all), len(chosen.possible) + len(chosen.undated)
        caveats = [
            f"Counts what {int(self.facts.published.documents.sum())} documents tell, not what happened; "
            f"these incidents come from {sources_of(self.facts, chosen.all)} sources."
        ]
        if self.by in SEVERAL and sum(line.size for line in lines) > total:
            caveats.append(SEVERAL[self.by])
        if self.by in GROUPS and loose:
            caveats.append(f"{loose} incidents are counted whose date may lie outside the window.")
        if not self.listed:
            caveats.append(f"Ids are listed for up to {LISTED} incidents; these are {total}: list them with a filter.")
        return caveats

    def _compared(self, compare: str, periods: Sequence[Period], lines: Sequence[_Line]) -> tuple[Then, list[str]]:
        """What each row is compared with, and what to beware of."""
        from tallybook.answer.choosing import choose_days  # noqa: PLC0415
        from tallybook.answer.earlier import compare_caveats, earlier_periods, earlier_window  # noqa: PLC0415

        window = self._window(periods)
        if window is None:
            return {}, compare_caveats(self.facts, None, None, compare)
        query = self.chosen.query
        if self.by in PERIODS:
            shown = earlier_periods(periods, self.by, compare, since=query.since, until=window[1])
            wanted = shown[0].start, max(one.end for one in shown)
        else:
            shown, wanted = [], earlier_window(window, compare)
        asked = replace(query, since=wanted[0], until=wanted[1])
        before = choose_days(self.facts, asked, self.chosen.matching)
        if self.by in PERIODS:
            whole = earlier_periods(periods, self.by, compare, since=None, until=None)
            then = self._then_by_period(shown, whole, before)
        else:
            then = self._then_by_value(before, lines)
        apart = len(before.possible)
        return then, compare_caveats(
            self.facts, (window, self.chosen.certain), (wanted, before.certain, apart), compare
        )

    def _window(self, periods: Sequence[Period]) -> tuple[date, date] | None:
        """The days compared: the window asked for, else all periods shown, up to the newest document."""
        query, dated = self.chosen.query, self._dated()
        if dated is None:
            return None
        first = query.since or (periods[0].start if periods else dated[0])
        last = query.until or (periods[-1].end if periods else dated[1])
        last = min(last, self.last_day) if self.last_day else last
        return (first, last) if first <= last else None

    def _then_by_period(self, shown: Sequence[Period], whole: Sequence[Period], before: Chosen) -> Then:
        """What lies in the periods compared; nothing is known where no document is from the whole of one."""
        from tallybook.answer.counting import add_groups, group_by_period  # noqa: PLC0415
        from tallybook.answer.earlier import any_reported  # noqa: PLC0415

        groups = group_by_period(self.facts, before.certain, shown)
        told = any_reported(self.facts.published, [(period.start, period.end) for period in whole])
        found = zip(shown, told, groups.sizes(), add_groups(self.facts, "killed", groups), strict=False)
        return {period.label: (size, killed) if size or known else None for period, known, size, killed in found}

    def _covered(self, compare: str, periods: Sequence[Period], lines: Sequence[_Line], then: Then) -> list[_Line]:
        """The rows by time with the documents published in either period, which belong to the numbers."""
        from tallybook.answer.earlier import documents_in, earlier_periods  # noqa: PLC0415

        last = self.last_day
        shown = earlier_periods(periods, self.by, compare, since=self.chosen.query.since, until=last) if periods else []
        now = documents_in(self.facts.published, [(period.start, period.end) for period in periods])
        before = documents_in(self.facts.published, [(period.start, period.end) for period in shown])
        notes = {
            period.label: (f"documents {number}, then {earlier}",)
            for period, number, earlier in zip(periods, now, before, strict=False)
            if then.get(period.label) is not None
        }
        return [replace(line, notes=(*line.notes, *notes.get(line.label, ()))) for line in lines]

    def _then_by_value(self, before: Chosen, lines: Sequence[_Line]) -> Then:
        from tallybook.answer.counting import add_groups, group_by_value  # noqa: PLC0415
        from tallybook.answer.earlier import reported  # noqa: PLC0415
        from tallybook.answer.sums import add  # noqa: PLC0415

        asked = before.query
        if asked.since is None or asked.until is None:
            return {}
        if not len(before.all) and not reported(self.facts.published, (asked.since, asked.until)):
            return {}
        groups, values = group_by_value(self.facts, before.all, self.by)
        killed = add_groups(self.facts, "killed", groups)
        found = zip(values, groups.sizes(), killed, strict=True)
        none = {line.label: (0, add(())) for line in lines}
        return {**none, **{value or NOT_STATED: (size, dead) for value, size, dead in found}}


def _only_then(lines: Sequence[_Line], then: Then) -> list[_Line]:
    """Empty rows for what was told of in the earlier window only, the most frequent first."""
    from tallybook.answer.sums import add  # noqa: PLC0415

    labels = {line.label for line in lines}
    new = [(label, found[0]) for label, found in then.items() if found is not None and label not in labels]
    ranked = sorted(new, key=lambda one: (one[0] == NOT_STATED, -one[1], one[0]))
    return [_Line(label, 0, add(()), add(())) for label, _ in ranked]


def _appended(codes: Array, more: Sequence[int]) -> Array:
    import numpy as np  # noqa: PLC0415

    return np.append(codes, np.array(more, dtype=codes.dtype))


def _incomplete(period: Period, query: Query, last_day: date | None) -> tuple[str, ...]:
    notes = []
    if query.since is not None and period.start < query.since:
        notes.append(f"{INCOMPLETE}: counted from {query.since}")
    if query.until is not None and period.end > query.until:
        notes.append(f"{INCOMPLETE}: counted until {query.until}")
    elif last_day is not None and period.end > last_day:
        notes.append(f"{INCOMPLETE}: the newest document is of {last_day}")
    return tuple(notes)


def _row(line: _Line, then: Then | None) -> Row:
    bounds = [bound for one in (line.killed.range, line.injured.range) for bound in (one.low, one.best, one.high)]
    cells: tuple[Cell, ...] = (line.label, line.size, *bounds)
    if then is not None:
        before = then.get(line.label)
        cells += (None,) * len(EARLIER) if before is None else _earlier_cells(line, *before)
    return Row(cells=cells, ids=line.ids, notes=(*line.notes, *_notes(line.killed, line.injured)))


def _earlier_cells(line: _Line, size: int, killed: Sum) -> tuple[Cell, ...]:
    return (size, killed.range.low, killed.range.best, killed.range.high, line.size - size)


def _notes(killed: Sum, injured: Sum) -> tuple[str, ...]:
    notes = []
    for name, found in (("killed", killed), ("injured", injured)):
        if found.open:
            notes.append(f"{name} open in {found.open} of {found.stated}")
        if found.stated and found.unstated:
            notes.append(f"{name} not stated in {found.unstated} of {found.stated + found.unstated}")
    return tuple(notes)
