"""Log-linear models against an established implementation (statsmodels) and against what was published."""

from __future__ import annotations

import warnings
from itertools import combinations
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlaps import DARROCH, DEATHS_AT_WORK, DEATHS_AT_WORK_FOUR, DIABETES, HEPATITIS, SLAVERY, TWO_CAPTURES
from scipy.optimize import linprog
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from tallybook.answer.loglinear import Fit, Model, Overlaps, Pairs, Profile, fit_all, lists_of, models_of

ALL_OF_THREE: Pairs = ((0, 1), (0, 2), (1, 2))


def design(k: int, model: Model) -> np.ndarray:
    """The design of a model by the definition, a row for each cell from 1 on."""
    rows = []
    for cell in range(1, 2**k):
        on = [cell >> j & 1 for j in range(k)]
        pairs = [on[one] * on[other] for one, other in model.pairs]
        alike = [sum(on[one] * on[other] for one, other in combinations(range(k), 2))] if model.heterogeneity else []
        rows.append([1, *on, *pairs, *alike])
    return np.array(rows, dtype=float)


def by_statsmodels(overlaps: Overlaps, model: Model, cells: list[int] | None = None) -> tuple[float, float, float]:
    """The expected unseen, the log likelihood and the deviance, from all cells or from some."""
    at = [cell - 1 for cell in cells or range(1, len(overlaps) + 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a model fits perfectly
        found = GLM(np.array(overlaps)[at], design(lists_of(overlaps), model)[at], family=Poisson()).fit(tol=1e-13)
    return exp(found.params[0]), found.llf, found.deviance


def total(overlaps: Overlaps, model: Model) -> tuple[float, Fit]:
    (fit,) = fit_all(overlaps, [model])
    assert fit.missed is not None
    return sum(overlaps) + fit.missed, fit


@pytest.mark.parametrize("overlaps", [TWO_CAPTURES, DARROCH, DIABETES, HEPATITIS], ids=["two", "three", "four", "hav"])
def test_every_model_is_as_statsmodels_fits_it(overlaps: Overlaps) -> None:
    for fit in fit_all(overlaps):
        missed, log_likelihood, deviance = by_statsmodels(overlaps, fit.model)
        assert fit.missed == pytest.approx(missed, rel=1e-8), fit.model
        assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-9)
        assert fit.deviance == pytest.approx(deviance, rel=1e-7, abs=1e-7)


def test_a_sample_of_the_models_of_five_lists_is_as_statsmodels_fits_them() -> None:
    models = [one for one in models_of(5) if (0, 4) not in one.pairs][::40]
    for fit in fit_all(SLAVERY, models):
        missed, log_likelihood, _ = by_statsmodels(SLAVERY, fit.model)
        assert fit.missed == pytest.approx(missed, rel=1e-7), fit.model
        assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-9)


PUBLISHED = [
    (DARROCH, Model(pairs=ALL_OF_THREE), 1240, 0.0, 0),
    (DARROCH, Model(pairs=((0, 1), (1, 2))), 850, 3.8, 1),
    (DARROCH, Model(pairs=((0, 1),), heterogeneity=True), 1182, 3.45, 1),
    (DIABETES, Model(pairs=((0, 1), (0, 2), (1, 2), (1, 3), (2, 3))), 2771, 7.62, 5),
    (DIABETES, Model(pairs=((0, 2), (1, 3), (2, 3))), 2472, 21.97, 7),
    (DIABETES, Model(pairs=((0, 2), (1, 3), (2, 3)), heterogeneity=True), 2752, 8.32, 6),
    (DEATHS_AT_WORK, Model(), 209, 75.1, 3),
    (DEATHS_AT_WORK, Model(pairs=((1, 2),)), 222, 1.2, 2),
    (DEATHS_AT_WORK, Model(pairs=((0, 2), (1, 2))), 233, 0.8, 1),
    (DEATHS_AT_WORK_FOUR, Model(), 215, 87.1, 10),
    (TWO_CAPTURES, Model(), 2390, 0.0, 0),
]
"""Overlaps, model, published total, published deviance, degrees of freedom."""


@pytest.mark.parametrize(("overlaps", "model", "published", "deviance", "degrees"), PUBLISHED)
def test_published_estimates_come_out(
    overlaps: Overlaps, model: Model, published: int, deviance: float, degrees: int
) -> None:
    found, fit = total(overlaps, model)
    assert round(found) == published
    assert fit.deviance == pytest.approx(deviance, abs=0.05)
    assert len(overlaps) - fit.parameters == degrees


@pytest.mark.parametrize("pairs", [((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)), ((0, 1), (0, 2), (0, 3), (2, 3))])
def test_where_the_published_estimate_is_beyond_all_bounds_there_is_none(pairs: Pairs) -> None:
    (fit,) = fit_all(DEATHS_AT_WORK_FOUR, [Model(pairs=pairs)])
    assert (fit.missed, fit.refused) == (None, "no finite maximum")


def test_the_published_estimate_of_modern_slavery_comes_out() -> None:
    found, _ = total(SLAVERY, Model(pairs=((0, 1), (0, 2), (1, 3), (1, 4), (2, 4), (3, 4))))
    assert round(found) == 11_313  # Bales, Hesketh and Silverman 2015 (Significance 12)


@pytest.mark.parametrize(
    ("overlaps", "model", "low", "high"),
    [(DEATHS_AT_WORK, Model(), 203, 217), (DEATHS_AT_WORK, Model(pairs=((1, 2),)), 210, 237)],
)
def test_the_profile_bounds_what_was_published(overlaps: Overlaps, model: Model, low: int, high: int) -> None:
    (fit,) = fit_all(overlaps, [model])
    profile, seen = Profile(overlaps, [fit]), sum(overlaps)
    assert profile.signed_roots(fit.missed or 0)[0] == pytest.approx(0, abs=1e-3)
    assert profile.signed_roots(low - 1.5 - seen)[0] < -1.96 < profile.signed_roots(low + 1.5 - seen)[0]
    assert profile.signed_roots(high - 1.5 - seen)[0] < 1.96 < profile.signed_roots(high + 1.5 - seen)[0]


def test_lists_that_never_meet_are_fitted_without_their_common_cells() -> None:
    overlaps = (40, 30, 0, 50, 12, 9, 0)  # the first two share nothing
    (fit,) = fit_all(overlaps, [Model(pairs=((0, 1),))])
    missed, _, _ = by_statsmodels(overlaps, Model(), [cell for cell in range(1, 8) if cell & 3 != 3])
    assert fit.missed == pytest.approx(missed, rel=1e-8)
    assert fit.parameters == 5


def test_what_cannot_be_told_apart_gives_no_estimate() -> None:
    (fit,) = fit_all((10, 20, 0, 30, 0, 0, 0), [Model(pairs=ALL_OF_THREE)])
    assert (fit.missed, fit.refused) == (None, "not identified")


@pytest.mark.parametrize("overlaps", [(1, 2), (1, 2, 3, 4), (1, -1, 2), ()])
def test_a_table_that_is_none_is_refused(overlaps: Overlaps) -> None:
    with pytest.raises(ValueError, match="overlaps are"):
        lists_of(overlaps)


def test_the_models_of_a_number_of_lists() -> None:
    assert [len(models_of(k)) for k in (2, 3, 4, 5)] == [1, 12, 71, 1035]
    assert all(len(set(models_of(k))) == len(models_of(k)) for k in (2, 3, 4, 5))


def maximum_exists(overlaps: Overlaps, model: Model) -> bool:
    """Fienberg and Rinaldo 2012: whether a table with all cells positive has the same margins, by linear programming.

    Maximise the least cell ``t`` of a table ``m >= t`` with ``X'm = X'n``; the maximum exists where ``t > 0``.
    """
    matrix = design(lists_of(overlaps), model)
    margins = matrix.T @ np.array(overlaps)
    cells = len(overlaps)
    found = linprog(
        [0] * cells + [-1],
        A_ub=np.column_stack([-np.eye(cells), np.ones(cells)]),
        b_ub=np.zeros(cells),
        A_eq=np.column_stack([matrix.T, np.zeros(matrix.shape[1])]),
        b_eq=margins,
        bounds=[(0, None)] * cells + [(0, 1)],
    )
    return bool(found.status == 0 and -found.fun > 1e-7)


few = st.sampled_from([0, 0, 0, 1, 2, 5, 30])


@settings(max_examples=120)
@given(st.one_of(st.tuples(*[few] * 7), st.tuples(*[few] * 15)), st.data())
def test_there_is_an_estimate_where_fienberg_and_rinaldo_say_so(overlaps: Overlaps, data: st.DataObject) -> None:
    k = lists_of(overlaps)
    model = data.draw(st.sampled_from(models_of(k)))
    margins = design(k, model).T @ np.array(overlaps)
    if (margins[1 : 1 + k] == 0).any() or (margins[1 + k : 1 + k + len(model.pairs)] == 0).any():
        return  # a list without incidents; or lists that never meet, which are fitted by other rules
    (fit,) = fit_all(overlaps, [model])
    assert (fit.missed is not None) == maximum_exists(overlaps, model)


@given(st.tuples(*[st.integers(0, 60)] * 7))
def test_no_model_is_nearer_than_the_overlaps_themselves(overlaps: Overlaps) -> None:
    fitted = [one for one in fit_all(overlaps) if one.missed is not None]
    assert all(one.deviance >= 0 and one.missed >= 0 for one in fitted if one.missed is not None)


@given(st.tuples(*[st.integers(1, 60)] * 7), st.permutations(range(3)))
def test_the_order_of_lists_does_not_matter(overlaps: Overlaps, order: list[int]) -> None:
    moved = [0] * 7
    for cell, count in enumerate(overlaps, start=1):
        moved[sum(1 << order[j] for j in range(3) if cell >> j & 1) - 1] = count

    def sorted_missed(table: Overlaps) -> list[float]:
        return sorted(one.missed or -1.0 for one in fit_all(table))

    assert sorted_missed(tuple(moved)) == pytest.approx(sorted_missed(overlaps), rel=1e-6)
