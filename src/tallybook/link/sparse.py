"""Rows of numbers with weights, most of which no row has, and what two rows share."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tallybook.link.looking import Numbers

Rows = NDArray[np.intp]
CELLS = 1 << 20
"""Cells of the table in which rows are laid out, as many as fit into it at a time."""
MOST_SLOTS = 20
"""Bits of the slots of a table by which numbers are told apart."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """Row ``n`` has the numbers ``keys[starts[n]:starts[n + 1]]``, each once, with the weights there."""

    starts: Rows
    keys: NDArray[np.int64]
    weights: NDArray[np.float64]

    def only(self, places: Rows) -> Self:
        """Its numbers as places, one for each; without those that have none (-1)."""
        kept = places >= 0
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        return type(self)(starts, places[kept], self.weights[kept])

    def lengths(self, rows: Rows) -> Rows:
        """How many numbers rows have."""
        found: Rows = self.starts[rows + 1] - self.starts[rows]
        return found

    def within(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where the numbers of rows stand, and of which of ``rows`` each is."""
        lengths = self.lengths(rows)
        ends = np.cumsum(lengths)
        of = np.repeat(np.arange(len(rows)), lengths)
        return np.arange(len(of)) + np.repeat(self.starts[rows] - ends + lengths, lengths), of


class Gathered:
    """Rows as they are added."""

    def __init__(self) -> None:
        self._lengths, self._keys, self._weights = array("q", [0]), array("q"), array("d")

    def add(self, bags: Sequence[Numbers]) -> None:
        """Add rows; numbers without weights have weight 1."""
        lengths = array("q", map(len, bags))
        self._lengths += lengths
        self._keys.frombytes(np.fromiter(chain.from_iterable(bags), np.int64, sum(lengths)).data.cast("B"))
        if weighed := [bag.values() for bag in bags if isinstance(bag, dict)]:
            self._weights.frombytes(np.fromiter(chain.from_iterable(weighed), np.float64, sum(lengths)).data.cast("B"))

    def rows(self) -> Sparse:
        """The rows as arrays."""
        keys = np.frombuffer(self._keys, np.int64) if self._keys else np.empty(0, np.int64)
        weights = np.frombuffer(self._weights, np.float64) if self._weights else np.ones(len(keys))
        return Sparse(np.cumsum(self._lengths), keys, weights)


def common(one: Sparse, other: Sparse) -> tuple[Sparse, Sparse]:
    """Both without the numbers that the other has not (or no second row, where they are the same)."""
    alike = one is other
    codes, many = _numbered(one.keys if alike else np.concatenate([one.keys, other.keys]))
    left, right = codes[: len(one.keys)], codes[len(one.keys) :]
    times = np.bincount(left, minlength=many)
    wanted = times > 1 if alike else (times > 0) & (np.bincount(right, minlength=many) > 0)
    places = np.where(wanted, np.cumsum(wanted) - 1, -1)
    kept = one.only(places[left])
    return kept, kept if alike else other.only(places[right])


def _numbered(keys: NDArray[np.int64]) -> tuple[Rows, int]:
    """Keys as small numbers, equal ones as one, and how many there may be.

    Quicker than sorting them: a key's number is its slot of a table; only those that another took it from are sorted.
    """
    slots = 1 << min((2 * len(keys)).bit_length(), MOST_SLOTS)
    table = np.empty(slots, np.int64)
    codes = keys & (slots - 1)
    table[codes] = keys
    late = np.flatnonzero(table[codes] != keys)
    found, which = np.unique(keys[late], return_inverse=True)
    codes[late] = slots + which
    return codes, slots + len(found)


def dots(one: Sparse, other: Sparse, lefts: Rows, rights: Rows) -> NDArray[np.float64]:
    """For each pair of a row of one and a row of the other the sum of the products of weights of what both have.

    The side that has more is laid out in a table, the other looked up in it.
    """
    sums = np.zeros(len(lefts))
    if one.lengths(lefts).sum() < other.lengths(rights).sum():
        one, other, lefts, rights = other, one, rights, lefts
    some = np.flatnonzero((one.lengths(lefts) > 0) & (other.lengths(rights) > 0))
    some = some[np.argsort(lefts[some], kind="stable")]
    width = int(max(one.keys.max(initial=0), other.keys.max(initial=0))) + 1
    table = np.zeros(max(CELLS, width))
    for pairs in _portions(some, lefts, max(1, CELLS // width)):
        rows, place = np.unique(lefts[pairs], return_inverse=True)
        at, of = one.within(rows)
        cells = of * width + one.keys[at]
        table[cells] = one.weights[at]
        at, of = other.within(rights[pairs])
        found = table[place[of] * width + other.keys[at]] * other.weights[at]
        sums[pairs] = np.bincount(of, found, len(pairs))
        table[cells] = 0
    return sums


def _portions(pairs: Rows, lefts: Rows, most: int) -> Iterator[Rows]:
    """Pairs in portions of so many different left rows; they come in order of these."""
    if not len(pairs):
        return
    of = lefts[pairs]
    number = np.cumsum(np.concatenate([[0], of[1:] != of[:-1]])) // most
    yield from np.split(pairs, np.flatnonzero(number[1:] != number[:-1]) + 1)
