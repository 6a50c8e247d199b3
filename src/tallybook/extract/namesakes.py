"""Which names of a page are one person: "Ana Ruiz", "Ana Ruiz Velimov" and "Ana Maria Ruiz" are.

Names with two surnames are told with one of them as often as with both. A shorter name is the longer one's where its
words stand in that in the same order, the given name first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

LONGEST = 6
"""Longer names are no names of a person."""


def fuller(names: Iterable[str], given: frozenset[str]) -> dict[str, str]:
    """For each name that another one of the page tells in full: that one, where there is only one.

    ``given`` are the words known as given names.
    """
    holders: dict[str, str | None] = {}
    found: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: (-name.count(" "), name)):
        whole = holders.get(name)
        if whole is not None:
            found[name] = whole
            continue
        for shorter in _shorter(name.split(), given):
            holders[shorter] = name if shorter not in holders else None
    return found


def _shorter(words: list[str], given: frozenset[str]) -> Iterator[str]:
    """The shorter names by which a person of such a name is called: the first given name, and some of the rest."""
    first, rest = words[0], words[1:]
    if first in given and len(words) <= LONGEST:
        for number in range(1, len(rest)):
            yield from (" ".join((first, *some)) for some in combinations(rest, number))
