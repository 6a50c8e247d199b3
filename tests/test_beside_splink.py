"""Linking beside Splink: the measures are right, and what Splink is given says what our comparisons say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

EVALS = Path(__file__).parents[1] / "evals"
sys.path.insert(0, str(EVALS))

from pair_measures import average_precision, b_cubed, best_threshold, f1, interval, slope  # noqa: E402


def test_the_best_threshold_takes_pairs_of_one_score_together() -> None:
    odds, same = np.array([3.0, 2.0, 2.0, 1.0]), np.array([True, True, False, False])
    assert best_threshold(odds, same) == 2.0
    assert f1(np.array([2, 1, 0])) == pytest.approx(0.8)


def test_average_precision_is_one_when_all_right_pairs_come_first() -> None:
    assert average_precision(np.array([2.0, 1.0, 0.0]), np.array([True, True, False])) == 1.0
    assert average_precision(np.array([2.0, 1.0, 0.0]), np.array([False, True, True])) == pytest.approx(
        (1 / 2 + 2 / 3) / 2
    )


def test_b_cubed_of_a_false_merge_and_of_a_report_nobody_judged() -> None:
    truth = np.array([0, 0, 1, -1])
    every = np.array([True, True, True, False])
    assert b_cubed(truth, [0, 0, 2, 2], every) == (1.0, 1.0)
    assert b_cubed(truth, [0, 0, 0, 0], every) == (pytest.approx(5 / 9), 1.0)


def test_the_interval_of_a_way_beside_itself_is_nothing() -> None:
    told = np.array([[3, 1, 0], [2, 0, 1]])
    assert interval(told, told) == (0.0, 0.0)


def test_too_sure_scores_are_made_to_keep_their_word() -> None:
    same = np.array([True] * 3 + [False] + [True] + [False] * 3)
    assert slope(np.array([10.0] * 4 + [-10.0] * 4), same) == pytest.approx(np.log(3) / 10, rel=0.01)


def test_without_splink_it_says_how_to_get_it() -> None:
    blocked = "import sys; sys.modules['splink'] = None; import beside_splink"
    ended = subprocess.run([sys.executable, "-c", blocked], cwd=EVALS, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "pip install --group yardstick" in ended.stderr


@pytest.mark.filterwarnings("ignore")
def test_what_splink_compares_are_the_outcomes_of_our_own_comparisons() -> None:
    pytest.importorskip("pyarrow", reason="Splink and pyarrow are the dependency group yardstick")
    pytest.importorskip("splink", reason="Splink and pyarrow are the dependency group yardstick")
    from linking_cases import Case, of_stream  # noqa: PLC0415  needs both

    agreed = Case("stream", of_stream(300), dims=4096).agreement()
    assert {name for name, share in agreed.items() if share < 1} <= {"words", "names"}
    assert min(agreed.values()) > 0.9
