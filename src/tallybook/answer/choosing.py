"""Filters over columns: which of a million incidents a query asks for, in a few passes over small numbers.

What :func:`tallybook.answer.query.select` does with one incident after the other, and the same result.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from tallybook.answer.query import Query, unknown, with_branches
from tallybook.errors import AnswerError
from tallybook.register.fact_blocks import LISTS, Array
from tallybook.register.fact_columns import FactColumns

SINGLE = ("stage", "review", "country", "admin1", "place")
CHECKED = ("event_type", "actor", "country", "admin1", "place", "target", "source")
"""Filters whose values must be known, so that a typing error is not read as "none"."""
FIRST_DAY, LAST_DAY = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Chosen:
    """The places of the incidents that a query selects, parted as in :class:`~tallybook.answer.query.Selection`.

    ``matching`` are those that fit all filters but the window.
    """

    query: Query
    matching: Array
    certain: Array
    possible: Array
    undated: Array

    @property
    def all(self) -> Array:
        """All that match or may match."""
        return np.concatenate((self.certain, self.possible, self.undated))


def choose_places(
    facts: FactColumns,
    query: Query,
    *,
    parents: Mapping[str, str],
    known: Mapping[str, Collection[str]] | None = None,
) -> Chosen:
    """The incidents that a query asks for; with ``known``, values that nothing has and no table knows are refused.

    Raises:
        AnswerError: such a value.
    """
    if known is not None:
        _check(facts, query, known)
    numbers = facts.columns.numbers
    mask = numbers["stage"] > 0
    for name in SINGLE:
        values = getattr(query, name)
        if values:
            mask &= _among(numbers[name], facts.words.numbers(name, _folded(values)))
    for name in LISTS:
        values = getattr(query, name)
        if name == "actor" and values and query.branches:
            values = with_branches(values, parents)
        if values:
            mask &= _having(facts, name, values)
    if query.independent is not None:
        mask &= numbers["independent"] >= query.independent
    if query.killed is not None:
        best, low = numbers["killed_best"], numbers["killed_low"]
        mask &= (best >= query.killed) | ((best < 0) & (low >= query.killed))
    return choose_days(facts, query, np.flatnonzero(mask))


def _folded(values: Collection[str]) -> frozenset[str]:
    return frozenset(value.casefold() for value in values)


def _among(column: Array, wanted: Collection[int]) -> Array:
    if len(wanted) == 1:
        same: Array = column == next(iter(wanted))
        return same
    highest = int(column.max(initial=0))
    table = np.zeros(highest + 1, dtype=bool)
    table[[number for number in wanted if number <= highest]] = True
    found: Array = table[column]
    return found


def _having(facts: FactColumns, name: str, values: Collection[str]) -> Array:
    """Which incidents have one of the words in a list; a source is also a document, by its id."""
    mask = np.zeros(len(facts.columns), dtype=bool)
    wanted = facts.words.numbers(name, _folded(values))
    if wanted:
        mask[facts.columns.owners(name)[_among(facts.columns.words[name], wanted)]] = True
    if name == "source":
        mask[facts.words.told_in(values)] = True
    return mask


def choose_days(facts: FactColumns, query: Query, matching: Array) -> Chosen:
    """Those of the incidents that match all other filters which lie in the window of a query, or may."""
    nothing = np.zeros(0, dtype=matching.dtype)
    if query.since is None and query.until is None:
        return Chosen(query, matching, matching, nothing, nothing)
    since = query.since.toordinal() if query.since else FIRST_DAY
    until = query.until.toordinal() if query.until else LAST_DAY
    first, last = (facts.columns.numbers[name][matching].astype(np.int32) for name in ("first", "last"))
    undated = (first == 0) & (last == 0)
    last = np.where(last == 0, LAST_DAY, last)  # an open beginning is before every day as it is
    certain = (since <= np.where(first == 0, FIRST_DAY, first)) & (last <= until) & ~undated
    possible = (first <= until) & (since <= last) & ~certain & ~undated
    return Chosen(query, matching, matching[certain], matching[possible], matching[undated])


def _check(facts: FactColumns, query: Query, known: Mapping[str, Collection[str]]) -> None:
    live = facts.columns.numbers["stage"] > 0
    if not live.any():
        return
    for name in CHECKED:
        fine = _folded(known.get(name, ()))
        for value in getattr(query, name):
            if value.casefold() not in fine and not _has_any(facts, name, value, live):
                raise AnswerError(unknown(name, value, {*_in_use(facts, name, live), *known.get(name, ())}))


def _has_any(facts: FactColumns, name: str, value: str, live: Array) -> bool:
    if name in LISTS:
        return bool((_having(facts, name, (value,)) & live).any())
    numbers = facts.words.numbers(name, _folded((value,)))
    return bool((_among(facts.columns.numbers[name], numbers) & live).any())


def _in_use(facts: FactColumns, name: str, live: Array) -> list[str]:
    """The values that incidents have, for a message."""
    columns = facts.columns
    used = columns.words[name][live[columns.owners(name)]] if name in LISTS else columns.numbers[name][live]
    return list(facts.words.spelled(np.unique(used).tolist()).values())
