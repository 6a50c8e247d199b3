"""From many log-linear models to one estimate with an interval, and the plain estimators it is checked against.

Models are weighted by how well they fit for their size (Buckland, Burnham and Augustin 1997), and their profile
likelihoods are averaged: the bounds are where the weighted mean of the models' tail areas is 2.5 % on either side, and
the estimate is where it is a half (Fletcher and Turek 2012; Turek and Fletcher 2012). So the interval is wide where
models disagree, and no model that weighs little can draw the estimate out of it.

Two lists have one model, that they are independent, and cannot show that they are not. Their interval is widened to
what it would be if the odds of standing on one were five times, or a fifth, for what stands on the other (Gerritse, van
der Heijden and Bakker 2015 measure how much that matters).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import erf, exp, log, sqrt

from tallybook.answer.loglinear import MANY_LISTS, Fit, Overlaps, Profile, fit_all, lists_of

Criterion = Callable[[Fit, int], float]
LEVEL = 0.95
WINDOW = 0.01
"""Models that weigh less than this share of the heaviest are left out of the mean (Madigan and Raftery 1994)."""
ENDLESS = 200.0
"""An upper bound of more than so many times what is told is no bound."""
UNSEEN_DEPENDENCE = 5.0
"""Odds ratio, and its inverse, that the interval of two lists allows for: so much it takes to hold the truth in 90 % of
the worlds of ``evals/missed.py``."""
EXACT = 1e-3
"""How exactly bounds are found, as a share."""


def bic(fit: Fit, told: int) -> float:
    """Schwarz's criterion, -2 log L + p log n."""
    return -2 * fit.log_likelihood + fit.parameters * log(told)


def aicc(fit: Fit, told: int) -> float:
    """Akaike's criterion with the correction for few observations, -2 log L + 2 p n / (n - p - 1)."""
    spare = told - fit.parameters - 1
    return float("inf") if spare < 1 else -2 * fit.log_likelihood + 2 * fit.parameters * told / spare


CRITERIA: Mapping[str, Criterion] = {"bic": bic, "aicc": aicc}
"""What models can be weighed by: exp(-half the criterion)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighted:
    """A model that gives an estimate, with its weight in the mean (0 to 1)."""

    fit: Fit
    weight: float
    missed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """The averaged estimate of the unseen cell, with its interval.

    ``high`` is ``None`` where no count is too high for the models; ``models`` are those that weigh something, the
    heaviest first; ``refused`` are the models that give no estimate.
    """

    missed: float
    low: float
    high: float | None
    models: tuple[Weighted, ...]
    refused: tuple[Fit, ...]


def average(overlaps: Overlaps, *, criterion: str = "aicc", level: float = LEVEL) -> Average | None:
    """All models fitted and averaged; ``None`` where none gives an estimate."""
    fits, told = fit_all(overlaps), sum(overlaps)
    models = weigh(fits, told, criterion)
    if not models:
        return None
    missed, low, high = _averaged(overlaps, models, level)
    if lists_of(overlaps) < MANY_LISTS:
        low, high = low / UNSEEN_DEPENDENCE, _bounded(high, UNSEEN_DEPENDENCE, ENDLESS * told)
    refused = tuple(one for one in fits if one.missed is None)
    return Average(missed=missed, low=low, high=high, models=models, refused=refused)


def weigh(fits: Sequence[Fit], told: int, criterion: str) -> tuple[Weighted, ...]:
    """The models within the window with their weights, the heaviest first."""
    rate = CRITERIA[criterion]
    rated = [(rate(one, told), one, one.missed) for one in fits if one.missed is not None]
    best = min((value for value, _, _ in rated), default=0.0)
    near = [(exp(-(value - best) / 2), one, missed) for value, one, missed in rated if value < float("inf")]
    kept = [(weight, one, missed) for weight, one, missed in near if weight >= WINDOW]
    total = sum(weight for weight, _, _ in kept)
    made = (Weighted(fit=one, weight=weight / total, missed=missed) for weight, one, missed in kept)
    return tuple(sorted(made, key=lambda one: -one.weight))


def _averaged(overlaps: Overlaps, models: Sequence[Weighted], level: float) -> tuple[float, float, float | None]:
    """The estimate with its bounds; the upper one is ``None`` where there is none."""
    profile, tail = Profile(overlaps, [one.fit for one in models]), (1 - level) / 2
    start, limit = max(1.0, *(one.missed for one in models[:1])), ENDLESS * sum(overlaps)

    def below(missed: float) -> float:
        """The weighted share of the models' tail areas below a count."""
        roots = profile.signed_roots(missed)
        return sum(one.weight * (1 + erf(root / sqrt(2))) / 2 for one, root in zip(models, roots, strict=True))

    least = below(0.0)
    low, middle, high = (
        0.0 if least >= share else _where(below, share, 0.0, start, limit) for share in (tail, 0.5, 1 - tail)
    )
    return limit if middle is None else middle, low or 0.0, high


def _bounded(high: float | None, times: float, limit: float) -> float | None:
    return None if high is None or high * times > limit else high * times


def _where(rising: Callable[[float], float], level: float, low: float, high: float, limit: float) -> float | None:
    """Where a rising function reaches a level, found by halving; ``None`` where it does not up to the limit."""
    while rising(high) < level:
        if high >= limit:
            return None
        low, high = high, min(2 * high, limit)
    while high - low > EXACT * max(high, 1.0):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < level else (low, middle)
    return (low + high) / 2


def told_by(overlaps: Overlaps) -> dict[int, int]:
    """How many stand on exactly one list, two lists, and so on."""
    k = lists_of(overlaps)
    found = dict.fromkeys(range(1, k + 1), 0)
    for cell, count in enumerate(overlaps, start=1):
        found[cell.bit_count()] += count
    return found


def lower_bound(overlaps: Overlaps) -> float | None:
    """Chao's lower bound of the unseen cell; ``None`` where nothing stands on two lists.

    ``Σ n_i n_j / f2``, over all pairs of lists, of the counts on one list only, by the number on exactly two. With
    lists of equal reach it is ``(k - 1) / k · f1² / (2 f2)`` (Chao 1987, equation 7); with two lists it is the estimate
    of Lincoln and Petersen. It is a bound from below where things differ in how widely they are told, not where lists
    avoid each other.
    """
    alone = [overlaps[(1 << j) - 1] for j in range(lists_of(overlaps))]
    twice = told_by(overlaps).get(2, 0)
    return sum(one * other for one, other in combinations(alone, 2)) / twice if twice else None


def chapman(overlaps: Overlaps) -> tuple[float, float] | None:
    """The unseen cell of two lists by Chapman (1951), with its standard error (Seber 1970); ``None`` for more lists."""
    if lists_of(overlaps) != 2:
        return None
    first, second, both = overlaps
    one, other = first + both, second + both
    total = (one + 1) * (other + 1) / (both + 1) - 1
    variance = (one + 1) * (other + 1) * first * second / ((both + 1) ** 2 * (both + 2))
    return total - sum(overlaps), sqrt(variance)


def lincoln_petersen(overlaps: Overlaps) -> float | None:
    """The unseen cell of two lists that are independent, ``n10 n01 / n11``; ``None`` for more lists, or no overlap."""
    if lists_of(overlaps) != 2 or not overlaps[2]:
        return None
    return overlaps[0] * overlaps[1] / overlaps[2]
