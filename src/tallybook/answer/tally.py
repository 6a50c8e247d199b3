"""Tallies: incidents, killed and injured by period, actor, place or type, with bounds, gaps and caveats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tallybook.answer.coverage import coverage_of, known_until
from tallybook.answer.earlier import YEAR_EARLIER, compare_caveats, earlier_selection
from tallybook.answer.entries import Entry, View
from tallybook.answer.periods import PERIODS, Period, days_of, periods_between, year_earlier
from tallybook.answer.query import Query, Selection, select
from tallybook.answer.sums import Sum, add
from tallybook.answer.table import Cell, Row, Table
from tallybook.errors import AnswerError
from tallybook.model import Document

NOT_STATED = "not stated"
UNCERTAIN = "uncertain date"
UNDATED = "undated"
REPORTED_WITHIN = timedelta(days=31)
"""Time in which news tell of an incident; documents later than that look back."""
FIGURES = ("incidents", "killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high")
EARLIER = ("earlier_incidents", "earlier_killed_low", "earlier_killed_best", "earlier_killed_high", "change")

GROUPS: Mapping[str, Callable[[Entry], tuple[str | None, ...]]] = {
    "type": lambda one: (one.event_type,),
    "actor": lambda one: one.actors,
    "country": lambda one: (one.where.country,),
    "admin1": lambda one: (one.where.admin1,),
    "place": lambda one: (one.where.place,),
}
"""What incidents can be grouped by besides time; an incident of two actors stands in two rows."""
BY = (*PERIODS, *GROUPS)
COMPARE = (YEAR_EARLIER,)


@dataclass(frozen=True, slots=True)
class _Group:
    label: str
    members: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    period: Period | None = None


def _check(by: str, compare: str | None) -> None:
    if by not in BY:
        raise AnswerError(f"cannot tally by {by!r}; by: {', '.join(BY)}")
    if compare is not None and compare not in COMPARE:
        raise AnswerError(f"cannot compare with {compare!r}; known: {', '.join(COMPARE)}")
    if compare is not None and by == "day":
        raise AnswerError("days of two years do not match weekdays; compare by week, month, quarter or year")


def _incomplete(period: Period, query: Query, last_day: date | None) -> tuple[str, ...]:
    notes = []
    if query.since is not None and period.start < query.since:
        notes.append(f"incomplete: counted from {query.since}")
    if query.until is not None and period.end > query.until:
        notes.append(f"incomplete: counted until {query.until}")
    elif last_day is not None and period.end > last_day:
        notes.append(f"incomplete: the newest document is of {last_day}")
    return tuple(notes)


def _window(selection: Selection, by: str) -> list[Period]:
    """The periods of a table: those of the query's window, else those from the first to the last dated incident."""
    dated = [days for one in selection.certain if (days := days_of(one.when)) is not None]
    first = selection.query.since or min((days[0] for days in dated), default=None)
    last = selection.query.until or max((days[1] for days in dated), default=None)
    return [] if first is None or last is None or first > last else list(periods_between(by, first, last))


def _by_period(selection: Selection, by: str, last_day: date | None) -> list[_Group]:
    periods = _window(selection, by)
    starts = {period.start: period for period in periods}
    placed: dict[Period, list[Entry]] = defaultdict(list)
    loose: dict[str, list[Entry]] = {UNCERTAIN: list(selection.possible), UNDATED: list(selection.undated)}
    for one in selection.certain:
        days = days_of(one.when)
        period = starts.get(PERIODS[by](days[0]).start) if days else None
        if days is None:
            loose[UNDATED if one.when.start is one.when.end is None else UNCERTAIN].append(one)
        elif period is None or not period.holds(*days):
            loose[UNCERTAIN].append(one)
        else:
            placed[period].append(one)
    groups = [
        _Group(period.label, tuple(placed[period]), _incomplete(period, selection.query, last_day), period)
        for period in periods
    ]
    remarks = {UNCERTAIN: "dates that reach over the edge of a period", UNDATED: "no date is stated"}
    return groups + [_Group(name, tuple(found), (remarks[name],)) for name, found in loose.items() if found]


def _by_value(selection: Selection, by: str) -> list[_Group]:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for one in (*selection.certain, *selection.possible, *selection.undated):
        for value in GROUPS[by](one) or (None,):
            groups[value or NOT_STATED].append(one)
    ranked = sorted(groups, key=lambda label: (label == NOT_STATED, -len(groups[label]), label))
    return [_Group(label, tuple(sorted(groups[label], key=lambda one: one.incident_id))) for label in ranked]


def _only_earlier(groups: Sequence[_Group], before: Selection, by: str) -> list[_Group]:
    """Empty groups for what was told of a year earlier only."""
    labels = {group.label for group in groups}
    return [_Group(group.label, ()) for group in _by_value(before, by) if group.label not in labels]


def _cells(members: Sequence[Entry]) -> tuple[tuple[Cell, ...], Sum, Sum]:
    killed, injured = add([one.killed for one in members]), add([one.injured for one in members])
    bounds = [bound for found in (killed, injured) for bound in (found.range.low, found.range.best, found.range.high)]
    return (len(members), *bounds), killed, injured


def _notes(killed: Sum, injured: Sum) -> tuple[str, ...]:
    notes = []
    for name, found in (("killed", killed), ("injured", injured)):
        if found.open:
            notes.append(f"{name} open in {found.open} of {found.stated}")
        if found.stated and found.unstated:
            notes.append(f"{name} not stated in {found.unstated} of {found.stated + found.unstated}")
    return tuple(notes)


def _row(group: _Group, earlier: Mapping[str, Sequence[Entry]] | None) -> Row:
    cells, killed, injured = _cells(group.members)
    if earlier is not None:
        before = earlier.get(group.label)
        then: tuple[Cell, ...] = (None,) * 5
        if before is not None:
            (count, low, best, high, *_), _, _ = _cells(before)
            then = (count, low, best, high, len(group.members) - len(before))
        cells = (*cells, *then)
    ids = tuple(sorted(one.incident_id for one in group.members))
    return Row(cells=(group.label, *cells), ids=ids, notes=(*group.notes, *_notes(killed, injured)))


def _shifted(
    groups: Sequence[_Group], before: Selection, by: str, until: date | None, documents: Sequence[Document]
) -> dict[str, list[Entry]]:
    """The incidents of a year earlier under the labels of this year; incomplete periods are cut at the same day.

    A label is left out where nothing can be known: nothing is counted and no document is from then.
    """
    if by in GROUPS:
        found = {group.label: list(group.members) for group in _by_value(before, by)}
        known = bool(before.all) or _reported(before.query.since, before.query.until, documents)
        return {group.label: found.get(group.label, []) for group in groups} if known else {}
    shifted: dict[str, list[Entry]] = {}
    for group in groups:
        if group.period is None:
            continue
        start = year_earlier(group.period.start)
        end = year_earlier(min(group.period.end, until) if until else group.period.end)
        members = [one for one in before.certain if (days := days_of(one.when)) and start <= days[0] and days[1] <= end]
        if members or _reported(start, year_earlier(group.period.end), documents):
            shifted[group.label] = members
    return shifted


def _reported(since: date | None, until: date | None, documents: Sequence[Document]) -> bool:
    """Whether any document was published in a window or soon after it, so that "none" means that none was told."""
    if since is None or until is None:
        return False
    return coverage_of(documents, since, until + REPORTED_WITHIN).documents > 0


def _caveats(selection: Selection, groups: Sequence[_Group], by: str, documents: Sequence[Document]) -> list[str]:
    sources = {source for one in selection.all for source in one.sources}
    caveats = [
        f"Counts what {len(documents)} documents tell, not what happened; "
        f"these incidents come from {len(sources)} sources."
    ]
    if by in GROUPS and sum(len(group.members) for group in groups) > len(selection.all):
        caveats.append("An incident with several actors stands in several rows: rows do not add up to the total.")
    if by in GROUPS and (selection.possible or selection.undated):
        loose = len(selection.possible) + len(selection.undated)
        caveats.append(f"{loose} incidents are counted whose date may lie outside the window.")
    return caveats


def tally(
    view: View,
    query: Query | None = None,
    *,
    by: str = "month",
    compare: str | None = None,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """Incidents with killed and injured as low, best and high, by period or by actor, place, admin1, country or type.

    An incident is counted in a period only if all days it may have happened on lie in it; others stand in a row of
    their own. An empty ``high`` says that the top is open; an empty low that no incident states a figure.
    ``compare="year-earlier"`` sets the same days a year before beside every row, with what is known of the coverage
    of both; its cells are empty where no document is from then. ``parents`` and ``known`` are as for
    :func:`~tallybook.answer.query.select`.

    Raises:
        AnswerError: a filter, ``by`` or ``compare`` that is not known.
    """
    _check(by, compare)
    selection = select(view, query, parents=parents, known=known)
    documents = view.documents()
    last_day = known_until(documents)
    groups = _by_period(selection, by, last_day) if by in PERIODS else _by_value(selection, by)
    caveats = _caveats(selection, groups, by, documents)
    columns: tuple[str, ...] = (by, *FIGURES)
    earlier: Mapping[str, Sequence[Entry]] | None = None
    if compare is not None:
        window = _span(groups, selection, last_day)
        before = earlier_selection(view, selection.query, window, parents=parents)
        if by in GROUPS:
            groups += _only_earlier(groups, before, by)
        earlier = _shifted(groups, before, by, window[1] if window else None, documents)
        columns += EARLIER
        caveats += compare_caveats(documents, window, before)
    rows = tuple(_row(group, earlier) for group in groups)
    return Table(title=f"Incidents by {by}", columns=columns, rows=rows, caveats=tuple(caveats))


def _span(groups: Sequence[_Group], selection: Selection, last_day: date | None) -> tuple[date, date] | None:
    """The days compared: the window asked for, else all periods shown, up to the newest document."""
    periods = [group.period for group in groups if group.period]
    dated = [days for one in selection.certain if (days := days_of(one.when))]
    starts = [period.start for period in periods] or [days[0] for days in dated]
    ends = [period.end for period in periods] or [days[1] for days in dated]
    first = selection.query.since or min(starts, default=None)
    last = selection.query.until or max(ends, default=None)
    if first is None or last is None:
        return None
    last = min(last, last_day) if last_day else last
    return (first, last) if first <= last else None
