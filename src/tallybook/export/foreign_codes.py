"""Our lists in the words of other schemes: ``foreign_codes.yaml``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from tallybook.codebook import load_codebook
from tallybook.codebook.schema import ForeignCode

__all__ = ["foreign_codes", "foreign_type"]


@cache
def foreign_codes(name: str) -> Mapping[Any, Any]:
    """One table of the file, such as ``gtd_weapons``: our code → theirs, or a number with its label."""
    text = resources.files("tallybook.export").joinpath("foreign_codes.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text)[name])


def foreign_type(scheme: str, event_type: str) -> ForeignCode:
    """An event type in the code of another scheme, from ``codebook/crosswalks``; fit ``none`` where it has none."""
    none = ForeignCode(code=None, label=None, fit="none")
    return load_codebook().crosswalks[scheme].codes.get(event_type, none)
