"""Measures of scored pairs and of clusters: F1 with its interval, average precision, B-cubed, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
DRAWS = 1000
"""Times that incidents are drawn anew for an interval."""


def best_threshold(odds: Vector, same: NDArray[np.bool_]) -> float:
    """The log odds from which pairs are called the same with the highest F1."""
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum(same[order])
    f1 = 2 * hits / (np.arange(1, len(odds) + 1) + max(int(same.sum()), 1))
    last = np.append(np.diff(odds[order]) != 0, [True])  # pairs of one score go together
    return float(odds[order][np.argmax(np.where(last, f1, 0))])


def average_precision(odds: Vector, same: NDArray[np.bool_]) -> float:
    """Area under the curve of precision over recall, as steps."""
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum(same[order])
    return float((hits / np.arange(1, len(odds) + 1))[same[order]].mean())


def f1(sums: NDArray[Any]) -> Any:
    """F1 of right, wrong and missed (last axis)."""
    return 2 * sums[..., 0] / np.maximum(2 * sums[..., 0] + sums[..., 1] + sums[..., 2], 1)


def interval(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """95 % interval of the difference of two F1, by drawing incidents anew."""
    draw = np.random.default_rng(1)
    apart = []
    for _ in range(DRAWS):
        chosen = draw.integers(0, len(one), len(one))
        apart.append(f1(one[chosen].sum(axis=0)) - f1(other[chosen].sum(axis=0)))
    low, high = np.quantile(apart, (0.025, 0.975))
    return float(low), float(high)


def b_cubed(truth: NDArray[np.int64], parts: Sequence[int], rows: NDArray[np.bool_]) -> tuple[float, float]:
    """B-cubed precision and recall of these rows, where ``parts`` gives the cluster of each row; -1 is not judged."""
    judged = np.flatnonzero(truth >= 0)
    cells = Counter((parts[row], int(truth[row])) for row in judged.tolist())
    clusters, incidents = Counter(parts[row] for row in judged.tolist()), Counter(truth[judged].tolist())
    mine = [(parts[row], int(truth[row])) for row in np.flatnonzero(rows).tolist()]
    precision = sum(cells[cell] / clusters[cell[0]] for cell in mine) / max(len(mine), 1)
    recall = sum(cells[cell] / incidents[cell[1]] for cell in mine) / max(len(mine), 1)
    return precision, recall


def slope(odds: Vector, same: NDArray[np.bool_]) -> float:
    """The factor that makes log odds keep their word on these pairs: Splink's are too sure, as its features depend.

    Logistic regression by Newton's method with steps of at most one, so that it does not run away.
    """
    spread = float(odds.std()) or 1.0
    line = np.stack([odds / spread, np.ones(len(odds))], axis=1)
    found = np.zeros(2)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(line @ found, -30, 30)))
        bend = (line * (chance * (1 - chance))[:, None]).T @ line + 1e-6 * np.eye(2)
        step = np.linalg.solve(bend, line.T @ (chance - same) + 1e-6 * found)
        found -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-6:
            break
    return max(float(found[0]) / spread, 0.01)
