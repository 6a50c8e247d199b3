"""Countries in the codes of other schemes: one table, ``countries.yaml``, beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

__all__ = ["Country", "countries", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """One country. ``None`` where a scheme has no code for it; ``gtd_region`` is a number of the GTD's twelve."""

    iso: str
    iso3: str
    name: str
    numeric: int | None = None
    gw: int | None = None
    ucdp: str | None = None
    acled: str | None = None
    gtd: int | None = None
    gtd_region: int | None = None


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its ISO 3166-1 alpha-2 code."""
    text = resources.files("tallybook.export").joinpath("countries.yaml").read_text(encoding="utf-8")
    return MappingProxyType({iso: Country(iso=iso, **row) for iso, row in yaml.safe_load(text).items()})


def country(iso: str | None) -> Country | None:
    """The country of a code; ``None`` for a code that the table lacks, such as one of a dependent territory."""
    return countries().get(iso) if iso else None
