"""The comparison of packs read in other cases: its figures, its losses, its texts."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

EVALS = Path(__file__).parents[1] / "evals"
sys.path.insert(0, str(EVALS))

import letter_case  # noqa: E402


def test_the_figures_of_a_scorers_last_line_are_read() -> None:
    assert letter_case.figures_of("geo documents=3 all_f1=0.8 all_km=1.50") == {"all_f1": 0.8, "all_km": 1.5}


@pytest.mark.parametrize(
    ("other", "lost"),
    [
        ({"family": 0.78, "killed_invented": 0.02}, {}),
        ({"family": 0.77, "killed_invented": 0.0}, {"family": -0.03}),
        ({"family": 0.9, "killed_invented": 0.03}, {"killed_invented": -0.03}),
    ],
    ids=["two points are allowed", "three are not", "more invented is a loss"],
)
def test_a_figure_that_hangs_on_case_is_named(other: dict[str, float], lost: dict[str, float]) -> None:
    assert letter_case.losses({"family": 0.8, "killed_invented": 0.0}, other) == pytest.approx(lost)


def test_a_figure_that_hangs_on_case_is_marked() -> None:
    made = {"mixed": {"family": 0.8}, "capitals": {"family": 0.79}, "lower": {"family": 0.7}}
    assert letter_case.table("counts", made)[-1] == "| family | 0.800 | 0.790 | 0.700! |"


def test_texts_are_changed_and_nothing_else(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl"
    source.write_bytes(gzip.compress(json.dumps({"id": "A", "text": "Straße", "published": None}).encode()))
    letter_case.changed(source, target, letter_case.CASES["capitals"])
    assert json.loads(target.read_text("utf-8")) == {"id": "A", "text": "STRAßE", "published": None}


def test_a_folder_without_scorers_cannot_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert letter_case.main(["--packs", str(tmp_path)]) == 2
    assert "no scorers" in capsys.readouterr().err
