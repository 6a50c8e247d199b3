"""Groups and sums over columns: how many incidents, and killed and injured with bounds, for each group at once.

What :func:`tallybook.answer.sums.add` does with figures one after the other, and the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tallybook.answer.periods import Period
from tallybook.answer.sums import Sum
from tallybook.model import Range
from tallybook.register.fact_blocks import Array, Columns
from tallybook.register.fact_columns import FactColumns

EXACT = 2**53
"""Whole numbers below are exact as floating point, in which numpy adds groups."""

COLUMN_OF: Mapping[str, str] = {
    "type": "type",
    "country": "country",
    "admin1": "admin1",
    "place": "place",
    "stage": "stage",
    "review": "review",
    "grade": "independent",
}
"""What incidents can be grouped by, and the column that has it."""
LIST_OF: Mapping[str, str] = {"actor": "actor", "target": "target"}
"""The same, where an incident may be in several groups."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Incidents in groups: ``places`` of them, and for each the number of its group; ``count`` groups."""

    places: Array
    codes: Array
    count: int

    def sizes(self) -> list[int]:
        """How many incidents each group has."""
        sizes: list[int] = np.bincount(self.codes, minlength=self.count).tolist()
        return sizes


def group_by_value(facts: FactColumns, places: Array, by: str) -> tuple[Groups, list[str | None]]:
    """Incidents by the value they have, and the values; ``None`` stands for not stated."""
    if by in LIST_OF:
        places, found = _listed(facts.columns, places, LIST_OF[by])
    else:
        found = facts.columns.numbers[COLUMN_OF[by]][places]
    used = np.flatnonzero(np.bincount(found)) if len(found) else np.zeros(0, dtype=np.int64)
    codes = np.zeros(int(used[-1]) + 1 if len(used) else 1, dtype=np.int32)
    codes[used] = np.arange(len(used))
    if by == "grade":
        values: list[str | None] = [str(number) for number in used.tolist()]
    else:
        words = facts.words.spelled([number for number in used.tolist() if number])
        values = [words.get(number) for number in used.tolist()]
    return Groups(places, codes[found], len(used)), values


def _listed(columns: Columns, places: Array, name: str) -> tuple[Array, Array]:
    """Each incident with each of its words, and with 0 where it has none."""
    wanted = np.zeros(len(columns), dtype=bool)
    wanted[places] = True
    owners = columns.owners(name)
    among = wanted[owners]
    bare = places[columns.lengths[name][places] == 0]
    return (
        np.concatenate((owners[among], bare)),
        np.concatenate((columns.words[name][among], np.zeros(len(bare), dtype=np.int32))),
    )


def group_by_period(facts: FactColumns, places: Array, periods: Sequence[Period]) -> Groups:
    """Incidents by the period that all their days lie in: groups in the order of the periods, then two more.

    The last but one has those that lie in no single period, the last those without any date. Periods are in order of
    time; of two that overlap the later one has what lies in both.
    """
    first, last = (facts.columns.numbers[name][places].astype(np.int32) for name in ("first", "last"))
    codes = np.full(len(places), len(periods), dtype=np.int32)
    codes[(first == 0) & (last == 0)] = len(periods) + 1
    if periods:
        found = _period_of(first, periods)
        ends = np.array([*(period.end.toordinal() for period in periods), 0], dtype=np.int32)
        inside = (found >= 0) & (last > 0) & (last <= ends[found])
        codes[inside] = found[inside]
    return Groups(places, codes, len(periods) + 2)


def _period_of(days: Array, periods: Sequence[Period]) -> Array:
    """The last period that begins on or before each day, by a table of days; -1 where there is none, or no day."""
    starts = [period.start.toordinal() for period in periods]
    start, end = starts[0], max(period.end.toordinal() for period in periods)
    numbers = np.arange(len(periods), dtype=np.int32)
    table = np.append(np.repeat(numbers, np.diff([*starts, end + 1])), np.int32(-1))
    return table[np.where((days >= start) & (days <= end), days - start, end - start + 1)]


def add_groups(facts: FactColumns, outcome: str, groups: Groups) -> list[Sum]:
    """The sum of a figure in each group."""
    low, best, high = (facts.columns.numbers[f"{outcome}_{bound}"][groups.places] for bound in ("low", "best", "high"))
    stated = np.flatnonzero((low >= 0) | (best >= 0) | (high >= 0))
    low, best, high, codes = low[stated], best[stated], high[stated], groups.codes[stated]
    low = np.maximum(low, 0)
    best = np.where(best < 0, low, best)
    sizes, told = groups.sizes(), np.bincount(codes, minlength=groups.count).tolist()
    topless = np.bincount(codes[high < 0], minlength=groups.count).tolist()
    bounds = [_added(codes, values, groups.count) for values in (low, best, np.maximum(high, 0))]
    return [
        Sum(
            range=Range(low=one, best=two, high=None if open_ else three) if number else Range(),
            stated=number,
            unstated=size - number,
            open=open_,
        )
        for number, size, open_, one, two, three in zip(told, sizes, topless, *bounds, strict=True)
    ]


def _added(codes: Array, values: Array, count: int) -> list[int]:
    if not len(values):
        return [0] * count
    if int(values.max()) * len(values) < EXACT:
        return [int(total) for total in np.bincount(codes, weights=values, minlength=count).tolist()]
    totals = [0] * count
    for code, value in zip(codes.tolist(), values.tolist(), strict=True):
        totals[code] += value
    return totals


def members(facts: FactColumns, groups: Groups) -> list[tuple[str, ...]]:
    """The ids of the incidents in each group, in order."""
    ids = facts.words.incident_ids(set(groups.places.tolist()))
    found: list[list[str]] = [[] for _ in range(groups.count)]
    for place, code in zip(groups.places.tolist(), groups.codes.tolist(), strict=True):
        found[code].append(ids[place])
    return [tuple(sorted(names)) for names in found]


def span_of(facts: FactColumns, places: Array) -> tuple[int, int] | None:
    """The first and the last day of the incidents that have both, as ordinals."""
    first, last = facts.columns.numbers["first"][places], facts.columns.numbers["last"][places]
    both = (first > 0) & (last > 0)
    return (int(first[both].min()), int(last[both].max())) if both.any() else None


def sources_of(facts: FactColumns, places: Array) -> int:
    """How many sources tell of some incidents."""
    wanted = np.zeros(len(facts.columns), dtype=bool)
    wanted[places] = True
    words = facts.columns.words["source"][wanted[facts.columns.owners("source")]]
    return int(np.count_nonzero(np.bincount(words)))


def median_lag(facts: FactColumns, places: Array) -> float | None:
    """The median number of days from an incident's last day to the first document that tells of it."""
    last, told = facts.columns.numbers["last"][places], facts.columns.numbers["told"][places]
    known = (last > 0) & (told > 0)
    lags = np.maximum(told[known].astype(np.int32) - last[known], 0)
    return float(np.median(lags)) if len(lags) else None
