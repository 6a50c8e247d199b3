"""Whether two ways of naming one person may mean the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("persons.yaml").read_text(encoding="utf-8"))
    return frozenset(table["anybody"]), frozenset(table["empty"])


def person_words(name: str | None) -> frozenset[str]:
    """The words of a group or name that tell who it is, in lower case; ages and articles do not."""
    return frozenset(_WORD.findall((name or "").lower())) - _words()[1]


def may_be_one_person(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names may mean one person: they share a word, or one of them fits anybody."""
    anybody = _words()[0]
    return not (one - anybody) or not (other - anybody) or not one.isdisjoint(other)


def is_name(name: str | None) -> bool:
    """Whether a group is a person's name: its last word begins with a capital."""
    words = _WORD.findall(name or "")
    return bool(words) and words[-1][0].isupper()
