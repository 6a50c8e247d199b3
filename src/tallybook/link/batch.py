"""Comparisons of many pairs at once: each step is asked once for all pairs of which it reads the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tallybook.link.background import Background
from tallybook.link.looking import BAGS, PARTS, Answer, Bag, Look, Overlap, Part
from tallybook.link.profile import Profile
from tallybook.link.sparse import Gathered, Sparse, common, dots

__all__ = ["Batch", "Rows"]

Rows = NDArray[np.intp]
AT_ONCE = 32
"""Reports that are held at once while they are read: so few that they stay in the cache of the processor."""
ROOMY = 16
"""Up to so many times more cells than pairs, the pairs of codes that are met are ticked off in a table, else sorted."""


class Batch:
    """Reports that are compared with each other, by row.

    What the steps read of a report is taken from it once and the report let go; ``read`` gives the report of a row
    again where a step is asked about it.
    """

    def __init__(self, profiles: Iterable[Profile], read: Callable[[int], Profile], background: Background) -> None:
        self._read, self._background = read, background
        parts: list[tuple[Part, dict[Any, int], list[int]]] = [(part, {}, []) for part in PARTS]
        bags = [(bag, Gathered()) for bag in BAGS]
        waiting, rows = iter(profiles), count()
        while some := list(islice(waiting, AT_ONCE)):
            numbers = list(islice(rows, len(some)))
            for part, first, of_row in parts:
                of_row.extend(map(first.setdefault, map(part, some), numbers))
            for bag, gathered in bags:
                gathered.add(list(map(bag, some)))
        self._parts = {part: _coded(of_row) for part, _, of_row in parts}
        self._bags = {bag: gathered.rows() for bag, gathered in bags}
        self._common: dict[tuple[Bag, Bag], tuple[Sparse, Sparse]] = {}

    def outcomes(
        self, comparison: Look, places: Mapping[str | None, int], lefts: Rows, rights: Rows
    ) -> NDArray[np.int8]:
        """What a comparison says of pairs of rows, each outcome as its place."""
        told = np.empty(len(lefts), np.int8)
        waiting: list[tuple[Look | Overlap, Rows]] = [(comparison, np.arange(len(lefts)))]
        while waiting:
            step, pairs = waiting.pop()
            answers, which = self._told(step, lefts[pairs], rights[pairs])
            told[pairs] = np.array([0 if _goes_on(one) else places[one] for one in answers], np.int8)[which]
            waiting += [(one, pairs[which == at]) for at, one in enumerate(answers) if _goes_on(one)]
        return told

    def _told(self, step: Look | Overlap, lefts: Rows, rights: Rows) -> tuple[Sequence[Any], Rows]:
        """The answers of a step, each once, and which of them each pair gets."""
        if isinstance(step, Overlap):
            bounds = [least for least, _ in step.answers]
            amounts = dots(*self._both(step.left, step.right), lefts, rights)
            return [answer for _, answer in step.answers], np.searchsorted(bounds, amounts, "right") - 1
        one, left = self._parts[step.left]
        other, right = self._parts[step.right]
        met, which = _unique(one[lefts] * len(right) + other[rights], len(left) * len(right))
        pairs = [codes[at] for codes, at in zip((left, right), np.divmod(met, len(right)), strict=True)]
        reports = {row: self._read(row) for row in np.unique(np.concatenate(pairs)).tolist()}
        numbers: dict[Answer, int] = {}
        found = [
            numbers.setdefault(step.tell(reports[a], reports[b], self._background), len(numbers))
            for a, b in zip(*(rows.tolist() for rows in pairs), strict=True)
        ]
        return list(numbers), np.array(found, np.intp)[which]

    def _both(self, left: Bag, right: Bag) -> tuple[Sparse, Sparse]:
        if (left, right) not in self._common:
            self._common[left, right] = common(self._bags[left], self._bags[right])
        return self._common[left, right]


def _goes_on(answer: Any) -> bool:
    return isinstance(answer, (Look, Overlap))


def _coded(of_row: list[int]) -> tuple[Rows, Rows]:
    """What is read of each row as a code, and for each code the first row of which that is read."""
    rows, codes = np.unique(np.array(of_row, np.intp), return_inverse=True)
    return codes, rows


def _unique(keys: Rows, cells: int) -> tuple[Rows, Rows]:
    """The keys that are met, in order, and which of them each one is."""
    if cells > ROOMY * len(keys):
        return np.unique(keys, return_inverse=True)
    places = np.zeros(cells, np.intp)
    places[keys] = 1
    met = np.flatnonzero(places)
    places[met] = np.arange(len(met))
    return met, places[keys]
