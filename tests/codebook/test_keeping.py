"""The scale by which a profile keeps stories."""

from __future__ import annotations

import math

from tallybook.codebook.keeping import Keeping


def test_the_order_of_traits_does_not_matter() -> None:
    scale = Keeping(threshold=0.5, bias=0.0, weights={"first": 1e16, "second": 1.0, "third": -1e16})
    assert scale.score(["first", "second", "third"]) == 1 / (1 + math.exp(-1.0))


def test_an_unknown_trait_says_nothing() -> None:
    assert Keeping(threshold=0.5, bias=0.0, weights={}).score(["unheard of"]) == 0.5
