"""Learnt weights by which a profile judges who and what plays a part in an incident.

A profile names them as ``casting``; they stand in ``codebook/casting/<name>.json``, are fitted by ``evals/casting.py``
and read once. What their names mean is said in ``tallybook.extract.standing``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from tallybook.errors import CodebookError


@dataclass(frozen=True, slots=True)
class PartWeights:
    """One logistic model: a candidate plays the part when its chance is at least ``threshold``."""

    bias: float
    threshold: float
    weights: Mapping[str, float]


Casting = Mapping[str, PartWeights]
"""The models by the part they judge."""


def casting_text(name: str) -> str:
    """The file of that name.

    Raises:
        CodebookError: there is none.
    """
    try:
        return resources.files(__package__).joinpath("casting", f"{name}.json").read_text("utf-8")
    except OSError as error:
        raise CodebookError(f"there are no weights {name!r} in codebook/casting; casting: null needs none") from error


@cache
def load_casting(name: str) -> Casting:
    """The weights of that name.

    Raises:
        CodebookError: there are none.
    """
    parts = json.loads(casting_text(name))["parts"]
    return MappingProxyType(
        {
            part: PartWeights(one["bias"], one["threshold"], MappingProxyType(one["weights"]))
            for part, one in parts.items()
        }
    )
