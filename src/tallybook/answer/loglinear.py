"""Log-linear models of overlapping lists, fitted by iteratively reweighted least squares to a Poisson likelihood.

With ``k`` lists there are ``2**k`` cells, one for each set of lists that a thing may stand on; the cell of none is not
seen. Cells are numbered by bits: bit ``j`` of a cell's number says whether it is on list ``j``, so that cell 0 is the
unseen one and an :data:`Overlaps` has the counts of cells 1 to ``2**k - 1``.

A model says that the logarithm of a cell's expected count is a sum: one term for all cells, one for each list the cell
is on, and one for each *pair* of lists of the model that it is on both of (Fienberg 1972; Cormack 1989). The first
term, taken out of the logarithm, is what the model expects in the unseen cell. Some models have one term more, the same
for every pair of lists: what is told widely is told by all (Darroch 1981).

Where two lists never meet, the term of that pair goes to minus infinity: the cells that would hold both are left out,
and the rest is fitted (Chan, Silverman and Vincent 2021). A model of which the rest cannot be told apart, or whose
likelihood has no finite maximum, gives no estimate (Fienberg and Rinaldo 2012).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from math import lgamma
from typing import Any

import numpy as np

Overlaps = tuple[int, ...]
"""Counts of the cells 1 to ``2**k - 1``: how many stand on exactly these lists."""
Pairs = tuple[tuple[int, int], ...]
"""Pairs of lists, each of them and all in ascending order."""
Array = np.ndarray[Any, np.dtype[Any]]

MANY_LISTS = 3
"""Lists from which on their dependence on each other can be fitted."""
ROUNDS = 30
"""Newton steps after which a likelihood has no finite maximum: where it has one, fewer than 15 were ever needed; where
it has none, a logarithm falls by one with every step for ever."""
SETTLED = 1e-9
"""Largest change of a cell's logarithm in a step that ends the search."""
LONGEST_STEP = 4.0
"""Largest change of a cell's logarithm that one step may make."""
RIDGE = 1e-14
"""Share of the largest element added to the diagonal: no step divides by zero, and the maximum stays where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model: the pairs of lists that it lets depend on each other, and whether it has a term alike for all pairs."""

    pairs: Pairs = ()
    heterogeneity: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One model fitted to the overlaps.

    ``missed`` is the expected count of the unseen cell, ``None`` where the model gives none; ``refused`` then says why.
    ``deviance`` is G², twice the distance in log likelihood from a model with a term for every cell; ``parameters``
    counts terms, those gone to minus infinity included.
    """

    model: Model
    missed: float | None
    log_likelihood: float
    deviance: float
    parameters: int
    refused: str | None = None


def lists_of(overlaps: Sequence[int]) -> int:
    """The number of lists that a table of overlaps is about.

    Raises:
        ValueError: the table has no length that fits, or a count is negative.
    """
    k = (len(overlaps) + 1).bit_length() - 1
    if k < 1 or 2**k - 1 != len(overlaps) or min(overlaps) < 0:
        raise ValueError(f"overlaps are 2**k - 1 counts of 0 or more, not these {len(overlaps)}")
    return k


def models_of(k: int) -> tuple[Model, ...]:
    """All hierarchical models of ``k`` lists with terms for pairs and no higher ones; then those with heterogeneity.

    Heterogeneity stands alone or beside one pair; with all pairs but one it would be every pair's own term again. Two
    lists leave nothing to fit a pair's term to; three give 12 models, four 71, five 1035.
    """
    if k < MANY_LISTS:
        return (Model(),)
    pairs = list(combinations(range(k), 2))
    chosen = chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))
    alike = (Model(pairs=pair, heterogeneity=True) for pair in ((), *((one,) for one in pairs)))
    return (*(Model(pairs=pair) for pair in chosen), *alike)


@cache
def _terms(k: int) -> Array:
    """A row for each cell, a column for each term: one, the lists, the pairs, and how many pairs."""
    on = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    both = [on[:, one] * on[:, other] for one, other in combinations(range(k), 2)]
    return np.column_stack([np.ones(2**k), on, *both, np.sum(both, axis=0)]).astype(float)


class Designs:
    """The designs of some models for one table of overlaps: which terms and which cells each of them has."""

    def __init__(self, overlaps: Overlaps, models: Sequence[Model]) -> None:
        self.k = k = lists_of(overlaps)
        self.models = tuple(models)
        self.seen = np.array((0, *overlaps), dtype=float)
        terms, pairs = _terms(k), list(combinations(range(k), 2))
        inside = np.array(
            [[True] * (1 + k) + [pair in one.pairs for pair in pairs] + [one.heterogeneity] for one in self.models]
        )
        number = np.arange(terms.shape[1])
        apart = inside & ((terms.T @ self.seen) == 0) & (number > k) & (number <= k + len(pairs))
        self.cells = ~((apart.astype(float) @ terms.T) > 0)
        self.active = inside & ~apart
        self.matrix = terms[None] * self.active[:, None, :] * self.cells[:, :, None]

    def identified(self) -> Array:
        """For each model, whether the cells that can be seen tell all its terms apart."""
        ranks = np.linalg.matrix_rank(self.matrix[:, 1:, :])
        return np.asarray(ranks == self.active.sum(axis=1))


def maximise(matrix: Array, counts: Array, cells: Array, start: Array | None = None) -> tuple[Array, Array]:
    """The coefficients at the maximum of each Poisson likelihood, and whether it was reached.

    ``matrix`` is models by cells by terms (zero where a model lacks the term or the cell), ``counts`` and ``cells``
    (which cells are there) are models by cells. Newton's method, which for this likelihood is iteratively reweighted
    least squares (McCullagh and Nelder 1989, section 2.5).
    """
    absent = np.asarray(~np.abs(matrix).any(axis=1))
    across = np.swapaxes(matrix, 1, 2)
    diagonal = np.eye(matrix.shape[2])
    beta = _least_squares(matrix, counts + 0.5, np.log(counts + 0.5) * cells, absent) if start is None else start.copy()
    reached = np.zeros(len(matrix), dtype=bool)
    for _ in range(ROUNDS):
        expected = np.exp(np.clip((matrix @ beta[:, :, None])[:, :, 0], -40.0, 40.0)) * cells
        curvature = across @ (matrix * expected[:, :, None])
        ridge = absent + RIDGE * curvature.max(axis=(1, 2))[:, None]
        slope = across @ ((counts - expected) * cells)[:, :, None]
        step = np.linalg.solve(curvature + ridge[:, :, None] * diagonal, slope)[:, :, 0]
        change = np.abs((matrix @ step[:, :, None])[:, :, 0]).max(axis=1)
        beta += step * np.minimum(1.0, LONGEST_STEP / np.maximum(change, SETTLED))[:, None]
        reached = change < SETTLED
        if reached.all():
            break
    return beta, reached


def _least_squares(matrix: Array, weights: Array, target: Array, absent: Array) -> Array:
    across = np.swapaxes(matrix, 1, 2)
    normal = across @ (matrix * weights[:, :, None])
    ridge = absent + RIDGE * normal.max(axis=(1, 2))[:, None]
    right = across @ (target * weights)[:, :, None]
    return np.asarray(np.linalg.solve(normal + ridge[:, :, None] * np.eye(matrix.shape[2]), right)[:, :, 0])


def deviances(counts: Array, expected: Array) -> Array:
    """G² of each row: ``2 Σ (n log(n / m) - n + m)``; a count of zero adds ``2 m``."""
    ratio = np.where(counts > 0, counts, 1.0) / np.where(counts > 0, np.maximum(expected, 1e-300), 1.0)
    return np.asarray(np.maximum(2.0 * (counts * np.log(ratio) - counts + expected).sum(axis=1), 0.0))


def fit_all(overlaps: Overlaps, models: Sequence[Model] | None = None) -> list[Fit]:
    """Every model (by default all of :func:`models_of`) fitted to the overlaps, in the order of the models."""
    k = lists_of(overlaps)
    designs = Designs(overlaps, models_of(k) if models is None else models)
    identified = designs.identified()
    matrix, cells = designs.matrix[:, 1:], designs.cells[:, 1:]
    counts = np.broadcast_to(designs.seen[1:], cells.shape)
    beta, reached = np.zeros((len(matrix), matrix.shape[2])), np.zeros(len(matrix), dtype=bool)
    if identified.any():
        beta[identified], reached[identified] = maximise(matrix[identified], counts[identified], cells[identified])
    expected = np.exp(np.clip((matrix @ beta[:, :, None])[:, :, 0], -700.0, 700.0)) * cells
    distance = deviances(counts, expected)
    saturated = float((designs.seen[1:] * np.log(np.maximum(designs.seen[1:], 1.0)) - designs.seen[1:]).sum())
    saturated -= sum(lgamma(count + 1) for count in overlaps)
    return [
        Fit(
            model=model,
            missed=float(np.exp(beta[at, 0])) if reached[at] else None,
            log_likelihood=saturated - float(distance[at]) / 2 if reached[at] else float("-inf"),
            deviance=float(distance[at]) if reached[at] else float("inf"),
            parameters=1 + k + len(model.pairs) + model.heterogeneity,
            refused=None if reached[at] else "no finite maximum" if identified[at] else "not identified",
        )
        for at, model in enumerate(designs.models)
    ]


class Profile:
    """How the fit of some models worsens when the unseen cell is given a count, warm from one count to the next."""

    def __init__(self, overlaps: Overlaps, fits: Sequence[Fit]) -> None:
        self._designs = Designs(overlaps, [one.model for one in fits])
        self._best = np.array([one.missed for one in fits], dtype=float)
        self._least = np.array([one.deviance for one in fits])
        self._start: Array | None = None

    def signed_roots(self, missed: float) -> Array:
        """For each model, ``±sqrt(G²(missed) - G²)``: the distance of a count of the unseen cell from the best one.

        G²(missed) is that of the whole table with this count in the unseen cell. Its difference to the least is
        chi-squared with one degree of freedom, so that a root of ±1.96 bounds 95 % (Regal and Hook 1984).
        """
        designs = self._designs
        counts = np.broadcast_to(np.concatenate([[missed], designs.seen[1:]]), designs.cells.shape)
        beta, reached = maximise(designs.matrix, counts, designs.cells, self._start)
        if reached.all():
            self._start = beta
        expected = np.exp(np.clip((designs.matrix @ beta[:, :, None])[:, :, 0], -700.0, 700.0)) * designs.cells
        worse = np.maximum(deviances(counts, expected) - self._least, 0.0)
        return np.asarray(np.sign(missed - self._best) * np.sqrt(worse))
