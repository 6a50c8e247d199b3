"""What the register was made from: documents and sources by time, so that a count is never read without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

from tallybook.answer.entries import Entry, View, day_of, entries
from tallybook.answer.periods import PERIODS, Period, days_of, periods_between
from tallybook.answer.table import Row, Table
from tallybook.errors import AnswerError
from tallybook.model import Document

BY_SOURCE = "source"
COVERAGE_BY = (BY_SOURCE, *PERIODS)
NAMED = 5
"""Sources that a note names; more are counted."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents were published in a window, by which sources."""

    documents: int
    sources: frozenset[str]


def source_of(document: Document) -> str:
    """A document's publisher, or the document itself where none is known."""
    return document.publisher or document.id


def known_until(documents: Sequence[Document]) -> date | None:
    """The day of the newest document: later incidents cannot be in the register yet."""
    return max((day for document in documents if (day := day_of(document))), default=None)


def coverage_of(documents: Sequence[Document], since: date, until: date) -> Coverage:
    """The documents published in a window; copies do not count."""
    inside = [
        document
        for document in documents
        if document.copy_of is None and (day := day_of(document)) and since <= day <= until
    ]
    return Coverage(len(inside), frozenset(map(source_of, inside)))


def coverage(view: View, *, by: str = BY_SOURCE) -> Table:
    """What the register was made from, by source or by period of time.

    By ``source``: its documents, copies among them, the days they span, and how many incidents it tells of. By
    ``day`` to ``year``: documents, copies and sources published in the period, the incidents that lie in it, how many
    of them one independent source tells of, the share of these, and the median lag in days from an incident to the
    first document that tells of it; notes say which sources began or fell silent.

    Raises:
        AnswerError: a ``by`` that is not known.
    """
    if by not in COVERAGE_BY:
        raise AnswerError(f"cannot show coverage by {by!r}; by: {', '.join(COVERAGE_BY)}")
    return _by_source(view) if by == BY_SOURCE else _by_period(view, by)


def _by_source(view: View) -> Table:
    documents = view.documents()
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[source_of(document)].append(document)
    told = _told(view)
    rows = []
    for source in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        days = sorted(day for document in groups[source] if (day := day_of(document)))
        ids = sorted({incident for document in groups[source] for incident in told.get(document.id, ())})
        copies = sum(document.copy_of is not None for document in groups[source])
        span = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
        rows.append(Row(cells=(source, len(groups[source]), copies, *span, len(ids)), ids=tuple(ids)))
    return Table(
        title="Coverage",
        columns=("source", "documents", "copies", "first", "last", "incidents"),
        rows=tuple(rows),
        caveats=(_silent(documents, told),),
    )


def _told(view: View) -> dict[str, set[str]]:
    """The incidents that each document tells of."""
    told: dict[str, set[str]] = defaultdict(set)
    for incident in view.incidents():
        for name in incident.documents:
            told[name].add(incident.id)
    return told


def _silent(documents: Sequence[Document], told: Mapping[str, set[str]]) -> str:
    silent = sum(not told.get(document.id) for document in documents)
    undated = sum(day_of(document) is None for document in documents)
    return f"{silent} of {len(documents)} documents tell of no incident; {undated} have no known date of publication."


def _by_period(view: View, by: str) -> Table:
    documents, found = view.documents(), entries(view)
    periods = _periods(documents, found, by)
    published: dict[Period, list[Document]] = defaultdict(list)
    for document in documents:
        if day := day_of(document):
            published[PERIODS[by](day)].append(document)
    happened: dict[Period, list[Entry]] = defaultdict(list)
    for one in found:
        days = days_of(one.when)
        if days and PERIODS[by](days[0]).holds(*days):
            happened[PERIODS[by](days[0])].append(one)
    sources = [frozenset(map(source_of, published[period])) for period in periods]
    changes: list[tuple[str, ...]] = [(), *(_changed(before, after) for before, after in pairwise(sources))]
    newest = known_until(documents)
    if newest and periods and periods[-1].end > newest:
        changes[-1] = (*changes[-1], f"incomplete: the newest document is of {newest}")
    rows = [
        _period_row(period, published[period], happened[period], changed)
        for period, changed in zip(periods, changes, strict=True)
    ]
    placed = sum(len(members) for members in happened.values())
    loose = f"{len(found) - placed} of {len(found)} incidents have no date that lies in one {by}."
    columns = (by, "documents", "copies", "sources", "incidents", "single_source", "single_source_share", "median_lag")
    return Table(
        title=f"Coverage by {by}", columns=columns, rows=tuple(rows), caveats=(_silent(documents, _told(view)), loose)
    )


def _periods(documents: Sequence[Document], found: Sequence[Entry], by: str) -> list[Period]:
    """From the first day to the last on which something was published or happened, without gaps."""
    days = [day for document in documents if (day := day_of(document))]
    days += [day for one in found if (span := days_of(one.when)) for day in span]
    return list(periods_between(by, min(days), max(days))) if days else []


def _period_row(
    period: Period, published: Sequence[Document], happened: Sequence[Entry], changed: tuple[str, ...]
) -> Row:
    single = sum(one.independent == 1 for one in happened)
    share = round(single / len(happened), 3) if happened else None
    lags = lags_of(happened)
    copies = sum(document.copy_of is not None for document in published)
    cells = (
        period.label, len(published), copies, len(set(map(source_of, published))), len(happened), single, share,
        median(lags) if lags else None,
    )  # fmt: skip
    return Row(cells=cells, ids=tuple(sorted(one.incident_id for one in happened)), notes=changed)


def lags_of(members: Sequence[Entry]) -> list[int]:
    """Days from the last day of each incident to the first document that tells of it; not below zero."""
    return [max((one.told - one.when.end).days, 0) for one in members if one.told is not None and one.when.end]


def _changed(before: frozenset[str], after: frozenset[str]) -> tuple[str, ...]:
    """Which sources a period has that the one before had not, and the other way round."""
    new, gone = sorted(after - before), sorted(before - after)
    return tuple(f"{word}: {_listed(names)}" for word, names in (("new", new), ("silent", gone)) if names)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
