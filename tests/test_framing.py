"""The framing suite: what it asks, and its floors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

EVALS = Path(__file__).parents[1] / "evals"
sys.path.insert(0, str(EVALS))

import framing  # noqa: E402

READ: dict[str, Any] = {"type": "bombing", "family": "explosion", "reports": 1, "killed": 3, "injured": None}
PAIR = {"gold": {"family": ["explosion"], "killed": 3, "injured": None}}


def test_every_pair_has_two_tellings_and_a_gold_that_the_codebook_knows() -> None:
    pairs, known = framing.pairs(), set(framing.families().values())
    assert len(pairs) >= 100
    assert len({pair["id"] for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert set(pair) == {"id", "gold", *framing.SIDES}, pair["id"]
        assert set(pair["gold"]) == {"family", "killed", "injured"}, pair["id"]
        assert set(pair["gold"]["family"]) <= known, pair["id"]


def test_a_pair_read_alike_and_right_passes_every_question() -> None:
    assert all(framing.judge(PAIR, READ, READ).values())


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"killed": None}, {"killed_same", "killed_right"}),
        ({"injured": 2}, {"injured_same", "injured_right"}),
        ({"reports": 2}, {"one_incident"}),
        ({"type": "suicide_bombing"}, {"type_same"}),
        ({"type": "other", "family": "other"}, {"type_same", "family_same", "family_right"}),
    ],
    ids=["killed", "injured", "two incidents", "type", "family"],
)
def test_what_one_side_alone_says_is_a_difference(changed: dict[str, Any], failed: set[str]) -> None:
    judged = framing.judge(PAIR, READ, READ | changed)
    assert {name for name, right in judged.items() if not right} == failed


def test_where_sides_differ_about_the_act_types_may_differ() -> None:
    pair = {"gold": PAIR["gold"] | {"family": ["assault", "clash"]}}
    one, other = READ | {"family": "assault"}, READ | {"family": "clash"}
    judged = framing.judge(pair, one, other)
    assert judged["family_right"]
    assert "family_same" not in judged


def test_case_is_changed_letter_by_letter() -> None:
    text = "Straße in Ürümqi, 3 May"
    assert [len(change(text)) for change in framing.CASES.values()] == [len(text)] * 3


def test_a_score_that_hangs_on_case_is_a_loss() -> None:
    scores = {"suite": {"mixed": {"killed": 90.0}, "capitals": {"killed": 88.5}, "lower": {"killed": 80.0}}}
    assert framing.case_losses(scores) == ["suite: killed in lower: 80.00, in mixed case 90.00"]


def test_a_share_under_its_floor_is_named() -> None:
    assert framing.under_floors({"killed_right": 79.0}, {"killed_right": 81.0}) == [
        "killed_right is 79.00, its floor is 81.00"
    ]
    assert framing.under_floors({"killed_right": 81.0}, {"killed_right": 81.0}) == []
    assert framing.under_floors({"killed_right": 81.0}, {}) == []


def test_no_share_of_the_suite_lies_under_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    status = framing.main([])
    assert status == 0, capsys.readouterr().err


def test_no_score_hangs_on_case(capsys: pytest.CaptureFixture[str]) -> None:
    status = framing.main(["--case"])
    assert status == 0, capsys.readouterr().err
