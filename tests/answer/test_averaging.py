"""The mean of models, its interval, and the plain estimators beside it."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from overlaps import DEATHS_AT_WORK, DIABETES, HEPATITIS, SLAVERY, TWO_CAPTURES

from tallybook.answer.averaging import (
    UNSEEN_DEPENDENCE,
    aicc,
    average,
    bic,
    chapman,
    lincoln_petersen,
    lower_bound,
    told_by,
    weigh,
)
from tallybook.answer.loglinear import Overlaps, fit_all

busy = st.integers(3, 60)


def test_the_criteria_are_those_of_the_textbooks() -> None:
    (fit,) = fit_all(TWO_CAPTURES)
    assert bic(fit, 1202) == pytest.approx(-2 * fit.log_likelihood + 3 * log(1202))
    assert aicc(fit, 1202) == pytest.approx(-2 * fit.log_likelihood + 2 * 3 + 2 * 3 * 4 / (1202 - 3 - 1))
    assert aicc(fit, 4) == float("inf")


def test_weights_add_up_and_fall_and_follow_the_criterion() -> None:
    models = weigh(fit_all(DIABETES), sum(DIABETES), "bic")
    weights = [one.weight for one in models]
    assert sum(weights) == pytest.approx(1)
    assert weights == sorted(weights, reverse=True)
    rates = [bic(one.fit, sum(DIABETES)) for one in models]
    assert weights[1] / weights[0] == pytest.approx(exp((rates[0] - rates[1]) / 2))


def test_the_estimate_lies_in_its_interval_and_near_what_was_published() -> None:
    found = average(DIABETES)
    assert found is not None
    assert found.high is not None
    assert found.low < found.missed < found.high
    total = sum(DIABETES) + found.missed
    assert 2472 < total < 2771  # between the published models, by weight
    assert sum(DIABETES) + found.high > 2771


def test_the_interval_of_one_model_is_that_of_its_profile() -> None:
    """Two lists have one model; its bounds are where G² has risen by 3.84, here found by the closed form."""
    found = average(TWO_CAPTURES)
    assert found is not None
    assert found.high is not None
    first, second, both = TWO_CAPTURES

    def g2(missed: float) -> float:
        table = np.array([[missed, first], [second, both]])
        expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
        return float(2 * (table * np.log(table / expected)).sum())

    for bound in (found.low * UNSEEN_DEPENDENCE, found.high / UNSEEN_DEPENDENCE):
        assert sqrt(g2(bound)) == pytest.approx(1.96, abs=0.02)


def test_the_interval_is_wider_where_models_disagree() -> None:
    found = average(HEPATITIS)
    assert found is not None
    assert found.high is not None
    assert found.high - found.low > 1000


def test_five_lists_are_averaged_in_time() -> None:
    found = average(SLAVERY)
    assert found is not None
    assert found.high is not None
    assert sum(SLAVERY) + found.low < 11_313 < sum(SLAVERY) + found.high


def test_lists_that_share_nothing_have_no_upper_bound_or_no_model() -> None:
    found = average((100, 100, 1, 100, 0, 0, 0))
    assert found is None or found.high is None


@settings(max_examples=40)
@given(st.tuples(busy, busy, busy, busy, busy, busy, busy))
def test_bounds_are_ordered(overlaps: Overlaps) -> None:
    found = average(overlaps)
    assert found is not None
    assert 0 <= found.low <= found.missed
    assert found.high is None or found.missed <= found.high


@settings(max_examples=25)
@given(busy, busy, busy)
def test_more_of_the_same_narrows_the_interval(first: int, second: int, both: int) -> None:
    small, large = average((first, second, both)), average((9 * first, 9 * second, 9 * both))
    assert small is not None
    assert large is not None
    if small.high is not None and large.high is not None:
        assert large.high / 9 < small.high
        assert large.low / 9 > small.low


def test_a_model_that_weighs_little_does_not_draw_the_estimate_away() -> None:
    found = average((40, 30, 30, 2, 1, 0, 3), criterion="bic")
    assert found is not None
    far = max(found.models, key=lambda one: one.missed)
    assert far.weight < 0.1
    assert far.missed > 5 * found.models[0].missed
    assert found.missed < sum(one.weight * one.missed for one in found.models)


def test_plain_estimators_of_two_lists() -> None:
    assert lincoln_petersen(TWO_CAPTURES) == pytest.approx(254 * 781 / 167)
    found = chapman(TWO_CAPTURES)
    assert found is not None
    total, error = found[0] + sum(TWO_CAPTURES), found[1]
    assert total == pytest.approx((421 + 1) * (948 + 1) / (167 + 1) - 1)
    assert error == pytest.approx(129.06, abs=0.01)
    assert chapman(DEATHS_AT_WORK) is None
    assert lincoln_petersen(DEATHS_AT_WORK) is None


def test_nothing_shared_leaves_two_lists_without_lincoln_and_petersen() -> None:
    assert lincoln_petersen((5, 6, 0)) is None
    assert lower_bound((5, 6, 0)) is None
    assert chapman((5, 6, 0)) is not None


def test_the_lower_bound_is_chaos_where_lists_are_alike() -> None:
    overlaps = (30, 30, 10, 30, 10, 10, 4)
    told = told_by(overlaps)
    assert told == {1: 90, 2: 30, 3: 4}
    assert lower_bound(overlaps) == pytest.approx(2 / 3 * 90**2 / (2 * 30))  # Chao 1987, three occasions


def test_the_lower_bound_is_lincoln_and_petersen_for_two_lists() -> None:
    assert lower_bound(TWO_CAPTURES) == pytest.approx(lincoln_petersen(TWO_CAPTURES))
