"""The made-up sets of evals/independence.py: one wire story is one voice, two tellings are two."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "evals"))

import independence


def test_a_wire_story_in_fifty_outlets_is_one_source_and_two_tellings_are_two() -> None:
    one, mean, apart = independence.measured(8)
    assert (one, mean, apart) == (1.0, 1.0, 1.0)
