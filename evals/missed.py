"""Does the interval of ``tallybook missed`` hold the truth? Worlds of known size, told by lists that are dependent.

    python evals/missed.py               200 worlds of each kind, for three and four lists; fails under 90 %
    python evals/missed.py --worlds 50   fewer
    python evals/missed.py --lists 2,5   other numbers of lists

Kinds of worlds: lists that are independent; one list copies another; one avoids what another tells; two pairs depend on
each other, either way; things differ in how widely they are told (a normal spread of the log odds); and the last two
together. The chance of each list to tell of a thing is drawn from 15 to 50 %, the size is 150 or 600. What is refused
is counted apart and is in no other figure.

Exit status: 0 the interval holds the truth in 90 % of the worlds of every number of lists, 1 it does not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from itertools import combinations
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from tallybook.answer.missed import Missed, answered
from tallybook.answer.query import Query
from tallybook.answer.source_lists import Cell, SourceList

ASKED = 0.90
SIZES = (150, 600)
SPREAD = 0.7
"""Standard deviation of the log odds with which things are told, where they differ."""
Random = np.random.Generator
Array = np.ndarray[Any, np.dtype[Any]]


def _independent(rng: Random, size: int, chances: Array) -> Array:
    return rng.random((size, len(chances))) < chances


def _copying(rng: Random, size: int, chances: Array) -> Array:
    """The second list takes over a share of what the first tells, and of what it leaves out."""
    on = _independent(rng, size, chances)
    copied = rng.random(size) < rng.uniform(0.15, 0.5)
    on[:, 1] = np.where(copied, on[:, 0], on[:, 1])
    return on


def _avoiding(rng: Random, size: int, chances: Array) -> Array:
    """The second list leaves out a share of what the first tells."""
    on = _independent(rng, size, chances)
    on[:, 1] &= ~(on[:, 0] & (rng.random(size) < rng.uniform(0.3, 0.7)))
    return on


def _pairs(rng: Random, size: int, chances: Array) -> Array:
    """Two pairs of lists, if there are so many, with log odds ratios of 0.5 to 1.5, one in four of them negative."""
    k = len(chances)
    cells = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    weight = cells @ np.log(chances / (1 - chances))
    pairs = list(combinations(range(k), 2))
    for at in rng.choice(len(pairs), size=min(2, len(pairs)), replace=False):
        one, other = pairs[at]
        strength = rng.uniform(0.5, 1.5) * (1 if rng.random() < 0.75 else -1)
        weight = weight + strength * cells[:, one] * cells[:, other]
    share = np.exp(weight) / np.exp(weight).sum()
    return cells[rng.choice(2**k, size=size, p=share)].astype(bool)


def _differing(rng: Random, size: int, chances: Array) -> Array:
    """Things differ in how widely they are told."""
    odds = np.log(chances / (1 - chances)) + rng.normal(0, SPREAD, size)[:, None]
    return np.asarray(rng.random((size, len(chances))) < 1 / (1 + np.exp(-odds)))


def _both(rng: Random, size: int, chances: Array) -> Array:
    """Things differ, and the second list copies the first."""
    on = _differing(rng, size, chances)
    copied = rng.random(size) < rng.uniform(0.1, 0.3)
    on[:, 1] = np.where(copied, on[:, 0], on[:, 1])
    return on


WORLDS: dict[str, Callable[[Random, int, Array], Array]] = {
    "independent": _independent,
    "one copies another": _copying,
    "one avoids another": _avoiding,
    "two pairs depend": _pairs,
    "things differ": _differing,
    "things differ, one copies": _both,
}


class Tried(NamedTuple):
    """One world: whether it was answered, whether the interval holds the truth, estimate and width as shares of it."""

    refused: bool
    held: bool
    estimate: float
    width: float


def question(on: Array) -> Missed:
    """The question that a world's lists ask: who stands on which."""
    k = on.shape[1]
    counts = np.bincount(on @ (1 << np.arange(k)), minlength=2**k)
    names = [f"list {j + 1}" for j in range(k)]
    lists = [SourceList(name=name, voices=(name,), incidents=int(on[:, j].sum())) for j, name in enumerate(names)]
    cells = [
        Cell(lists=tuple(name for j, name in enumerate(names) if cell >> j & 1), ids=("",) * int(counts[cell]))
        for cell in range(1, 2**k)
    ]
    told = int(counts[1:].sum())
    return Missed(query=Query(), rule="own", criterion="aicc", lists=tuple(lists), cells=tuple(cells), told=told)


def tried(rng: Random, world: str, size: int, k: int) -> Tried:
    """One world made and asked."""
    on = WORLDS[world](rng, size, rng.uniform(0.15, 0.5, k))
    found = answered(question(on))
    if found.total is None:
        return Tried(refused=True, held=False, estimate=0.0, width=0.0)
    low, best, high = found.total.low, found.total.best, found.total.high
    return Tried(refused=False, held=low <= size <= high, estimate=best / size, width=(high - low) / size)


def main() -> int:
    """Print the table, and say whether every number of lists keeps its word."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    arguments.add_argument("--worlds", type=int, default=200, help="worlds of each kind and number of lists")
    arguments.add_argument("--lists", default="3,4", help="numbers of lists, such as 2,3,4,5")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    sys.stdout.write("lists  world                        held    refused  estimate/truth  width/truth\n")
    kept = True
    for k in map(int, given.lists.split(",")):
        rng, every = np.random.default_rng(given.seed), list[Tried]()
        for world in WORLDS:
            found = [tried(rng, world, SIZES[number % len(SIZES)], k) for number in range(given.worlds)]
            _row(k, world, found)
            every += found
        kept &= _row(k, "all", every) >= ASKED
    return 0 if kept else 1


def _row(k: int, world: str, found: list[Tried]) -> float:
    said = [one for one in found if not one.refused]
    held = sum(one.held for one in said) / max(len(said), 1)
    refused = 1 - len(said) / len(found)
    middle = median(one.estimate for one in said) if said else float("nan")
    width = median(one.width for one in said) if said else float("nan")
    sys.stdout.write(f"{k:>5}  {world:<27}  {held:6.1%}  {refused:7.1%}  {middle:14.2f}  {width:11.2f}\n")
    sys.stdout.flush()
    return held


if __name__ == "__main__":
    sys.exit(main())
