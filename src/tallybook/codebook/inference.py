"""What a code lets a reader infer where the text does not say it outright."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from tallybook.errors import CodebookError


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """The lists of ``inference.yaml``: codes of groups, weapons and event types; what each is for stands there."""

    seldom_doers: frozenset[str]
    titleless: frozenset[str]
    assailants: frozenset[str]
    fighters: frozenset[str]
    local_groups: frozenset[str]
    uniformed: frozenset[str]
    under_arms: frozenset[str]
    prominent: frozenset[str]
    laid: frozenset[str]
    effects: frozenset[str]
    type_by_weapon: Mapping[str, str]
    telling_order: tuple[str, ...]
    unspecific: frozenset[str]
    bomb_like: frozenset[str]
    companions: frozenset[str]
    seizures: frozenset[str]
    property_types: frozenset[str]
    armed_types: frozenset[str]
    fights: frozenset[str]
    homeless_types: frozenset[str]
    homeless: frozenset[str]


@cache
def load_inference() -> Inference:
    """The inferences of the codebook, read once.

    Raises:
        CodebookError: a list is missing, or one is there that nothing reads.
    """
    path = resources.files("tallybook.codebook").joinpath("inference.yaml")
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    wanted = {one.name for one in fields(Inference)}
    if set(raw) != wanted:
        raise CodebookError(f"codebook/inference.yaml: its keys must be {', '.join(sorted(wanted))}")
    weapons, order = raw.pop("type_by_weapon"), raw.pop("telling_order")
    return Inference(
        type_by_weapon=MappingProxyType(weapons),
        telling_order=tuple(order),
        **{name: frozenset(codes) for name, codes in raw.items()},
    )
