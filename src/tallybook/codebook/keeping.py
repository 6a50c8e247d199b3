"""The scale on which a profile weighs whether a story counts: a weight for each trait of the telling."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from tallybook.errors import CodebookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """A logistic scale over traits (``extract/traits.py``): a story is kept from ``threshold`` on."""

    threshold: float
    bias: float
    weights: Mapping[str, float]

    def score(self, traits: Iterable[str]) -> float:
        """How likely a story with these traits counts, from 0 to 1; a trait without a weight says nothing."""
        return 1 / (1 + math.exp(-self.bias - math.fsum(self.weights.get(trait, 0.0) for trait in set(traits))))


@cache
def load_keeping(name: str) -> Keeping:
    """The scale of that name in ``codebook/keeping``, read once.

    Raises:
        CodebookError: there is no such file, or it does not hold together.
    """
    path = resources.files("tallybook.codebook").joinpath("keeping", f"{name}.yaml")
    if not path.is_file():
        raise CodebookError(f"codebook/keeping has no {name}.yaml")
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if set(raw) != {"threshold", "bias", "weights"}:
        raise CodebookError(f"codebook/keeping/{name}.yaml: its keys must be threshold, bias, weights")
    return Keeping(threshold=raw["threshold"], bias=raw["bias"], weights=MappingProxyType(raw["weights"]))
