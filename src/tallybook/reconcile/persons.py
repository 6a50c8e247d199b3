"""Whether two ways of naming one person may mean the same."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@cache
def _words(name: str) -> frozenset[str]:
    table: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("persons.yaml").read_text(encoding="utf-8"))
    return frozenset(table[name])


def person_words(name: str | None) -> frozenset[str]:
    """The words of a group or name that tell who it is, in lower case; ages and articles do not."""
    return frozenset(_WORD.findall((name or "").lower())) - _words("empty")


def may_be_one_person(one: str | None, other: str | None) -> bool:
    """Whether two ways of naming one person may mean the same.

    They may when they share a word, when one of them fits anybody, and when one is a name and the other a description
    ("the boy", "Tom Varley"). Two names without a common word are two people, and so are two descriptions of unlike
    sex or age, or "another man" and anybody.
    """
    left, right = person_words(one), person_words(other)
    if not _words("others").isdisjoint(left ^ right):
        return False
    if fits_anybody(one) or fits_anybody(other) or not left.isdisjoint(right):
        return True
    if is_name(one) or is_name(other):
        return is_name(one) != is_name(other)
    return _kind(left) == _kind(right) != frozenset()


def fits_anybody(called: str | None) -> bool:
    """Whether a person is only called "the victim" or the like."""
    return not (person_words(called) - _words("anybody"))


def _kind(words: frozenset[str]) -> frozenset[str]:
    """The sex that words for a person tell, and whether he or she is grown up."""
    return frozenset(name for name in ("male", "female", "young", "grown") if not _words(name).isdisjoint(words))


def is_name(name: str | None) -> bool:
    """Whether a group is a person's name: its last word begins with a capital."""
    words = _WORD.findall(name or "")
    return bool(words) and words[-1][0].isupper()
