"""The worlds of evals/missed.py: of the size they say, and the interval holds most of them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "evals"))

import missed


@pytest.mark.parametrize("world", missed.WORLDS)
def test_a_world_has_its_size_and_its_lists(world: str) -> None:
    on = missed.WORLDS[world](np.random.default_rng(2), 400, np.array([0.4, 0.3, 0.2]))
    assert on.shape == (400, 3)
    assert set(np.unique(on)) == {0, 1}
    asked = missed.question(on)
    assert asked.told == int(on.any(axis=1).sum())
    assert [one.incidents for one in asked.lists] == on.sum(axis=0).tolist()


def test_the_interval_holds_the_truth_in_most_worlds() -> None:
    rng = np.random.default_rng(5)
    found = [missed.tried(rng, world, 300, 3) for world in missed.WORLDS for _ in range(6)]
    said = [one for one in found if not one.refused]
    assert len(said) > len(found) / 2
    assert sum(one.held for one in said) >= 0.85 * len(said)
