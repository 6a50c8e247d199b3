"""Which reports are worth comparing: those that share at least one key.

Keys: place and day, place and month, country and day, day and kind of act for reports without a place; kind of site
and place for reports without a date; two words of one person's name; a name of a town or site; and names or title words
that only a few documents share. The day is the reported one or, where that is open, the days before publication. A
block with more than ``WINDOW`` reports is put in order of time and each report compared with the next ``WINDOW`` only,
so the number of pairs grows with the number of reports and not with its square.

Some keys serve one purpose only (:class:`For`): a country and a day bring together only reports whose places allow it,
a town and a kind of site only where a report has no date, a town's name only where one has no town.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tallybook.link.background import Background
from tallybook.link.compare.places import SURE
from tallybook.link.profile import Days, Profile

SCHEME = "keys/2"
"""The version of the keys: an index of links that was made with another is made anew."""
WINDOW = 40
"""Reports with which one report is compared in a crowded block."""
FEW_DOCUMENTS = 12
"""A name or word found in more documents than this makes no block of its own."""
PARTS = 16
"""Portions in which keys are put in order, so that it takes little memory; a power of 2, at most 64."""
ROWS_AT_ONCE = 1 << 16
"""Rows whose pairs are put together at a time, for the same reason."""
MANY_WORDS = 8
"""Words of one person's name that make keys; what is longer is no name but a list."""
LONG_DAYS = 7
"""An interval longer than this, in days, is blocked by months."""
MAX_MONTHS = 6
"""An interval longer than this, in months, is no key."""
AT_MOST = 366
"""Days between a report without a date (then the day of publication) and one that may be compared with it for the same
kind of site in the same place; names and titles bring together what is told later."""
BEFORE_PUBLICATION = 3
"""Days before publication on which a report without a date may have happened, for blocking."""


class For(IntEnum):
    """What a key is for; kept in its two lowest bits."""

    ALL = 0
    PLACES_THAT_AGREE = 1
    NO_DATE = 2
    NO_TOWN = 3


def day_of(profile: Profile) -> int:
    """The day that a report is filed under: the one it tells of, else that of publication; 0 if neither is known."""
    return profile.day or (profile.published[0] if profile.published else 0)


def key(words: str, purpose: For = For.ALL) -> int:
    """A key as a number of 63 bits."""
    told = words.encode("utf-8", "replace")
    return ((crc32(told) << 31 | crc32(told[::-1]) >> 1) & ~3) | purpose


def _days(profile: Profile) -> Iterable[int]:
    span = profile.when
    if span is None:
        known = profile.printed_by
        return () if known is None else range(known - BEFORE_PUBLICATION, known + 1)
    return () if span[1] - span[0] > LONG_DAYS else range(span[0], span[1] + 1)


def _month(day: int) -> int:
    found = date.fromordinal(day)
    return found.year * 12 + found.month


def _months(span: Days | None) -> Iterable[int]:
    if span is None:
        return ()
    first, last = _month(span[0]), _month(span[1])
    return range(first, last + 1) if last - first < MAX_MONTHS else ()


def _cells(profile: Profile) -> list[str]:
    """Where it happened, from fine to coarse."""
    cells = [f"town {profile.town_key}"] if profile.town_key is not None else []
    if profile.admin1:
        cells.append(f"province {profile.country}/{profile.admin1}")
    return cells


def _when_where(profile: Profile) -> Iterator[int]:
    days = {day + ahead for day in _days(profile) for ahead in (0, 1)}
    for cell in _cells(profile):
        yield from (key(f"{cell} day {day}") for day in days)
        yield from (key(f"{cell} month {month}") for month in _months(profile.when or profile.published))
        yield from (key(f"{cell} site {kind}", For.NO_DATE) for kind in profile.site_kinds)
    cell = f"country {profile.country}" if profile.country else "nowhere"
    yield from (key(f"{cell} day {day}", For.PLACES_THAT_AGREE) for day in days)
    yield from (key(f"{cell} site {kind}", For.NO_DATE) for kind in profile.site_kinds)
    for kind in profile.types or ("any",):
        yield from (key(f"act {kind} day {day}", For.PLACES_THAT_AGREE) for day in days)


def _told(profile: Profile, background: Background) -> Iterator[int]:
    words, names = background.words, background.names
    yield from (key(f"name {name}") for name in profile.names if names[name] <= FEW_DOCUMENTS)
    yield from (key(f"title {word}") for word in profile.title_words if words[word] <= FEW_DOCUMENTS)
    yield from (key(f"called {word}", For.NO_TOWN) for word in profile.site_names)
    if profile.town is not None:
        yield key(f"called {profile.town}", For.NO_TOWN)
    for name in profile.people:
        yield from (key(f"person {one} {two}") for one, two in combinations(sorted(name)[:MANY_WORDS], 2))
    mentioned = profile.capitals.union(*profile.people)
    yield from (key(f"person {word}") for word in mentioned if words[word] <= FEW_DOCUMENTS)


def keys(profile: Profile, background: Background) -> set[int]:
    """The keys of one report; none for a threat (only what happened or was tried is an incident, coding rule 2)."""
    if profile.threatened:
        return set()
    return {*_when_where(profile), *_told(profile, background)}


def useful(found: int, left: Profile, right: Profile) -> bool:
    """Whether a key allows a pair of reports: what :meth:`Blocks.pairs` asks of many pairs at once."""
    if left.document_id == right.document_id:
        return False
    purpose = found & 3
    if purpose == For.NO_DATE:
        return (left.when is None or right.when is None) and not long_between(found, day_of(left), day_of(right))
    if purpose == For.NO_TOWN:
        return left.town is None or right.town is None
    return purpose != For.PLACES_THAT_AGREE or not _elsewhere(left, right)


def long_between(found: int, one: int, other: int) -> bool:
    """Whether a key does not reach from one day (:func:`day_of`) to the other."""
    return found & 3 == For.NO_DATE and bool(one and other) and abs(one - other) > AT_MOST


def _elsewhere(left: Profile, right: Profile) -> bool:
    """Whether both places are sure and they are two countries or two provinces."""
    if min(left.located, right.located) < SURE or left.country is None or right.country is None:
        return False
    if left.country != right.country:
        return True
    return bool(left.admin1 and right.admin1 and left.admin1 != right.admin1)


class Blocks:
    """Reports filed under their keys, by row number; rows are added in order of time."""

    def __init__(self) -> None:
        self._keys = array("Q")
        self._rows = array("I")
        self._places: dict[str, int] = {}
        self._country, self._area, self._document = array("i"), array("i"), array("i")
        self._dated, self._placed, self._day = array("b"), array("b"), array("i")
        self._documents: dict[str, int] = {}

    def add(self, row: int, profile: Profile, found: Iterable[int]) -> None:
        """File one report under its keys; ``row`` is one more than that of the report before."""
        many = sorted(found)
        self._keys.extend(many)
        self._rows.extend([row] * len(many))
        sure = profile.located >= SURE and profile.country is not None
        country, area = profile.country, f"{profile.country}/{profile.admin1}" if profile.admin1 else None
        self._country.append(self._number(country) if sure else 0)
        self._area.append(self._number(area) if sure else 0)
        self._dated.append(profile.when is not None)
        self._day.append(day_of(profile))
        self._placed.append(profile.town is not None)
        self._document.append(self._documents.setdefault(profile.document_id, len(self._documents)))

    def _number(self, name: str | None) -> int:
        return 0 if name is None else self._places.setdefault(name, len(self._places) + 1)

    def pairs(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The rows of the pairs to compare, left before right, each once, in order."""
        keys, rows = _view(self._keys, np.uint64), _view(self._rows, np.uint32)
        part = keys.astype(np.uint8) >> 2 & np.uint8(PARTS - 1)
        found = [_each_once(list(self._near(*_chosen(keys, rows, part == at)))) for at in range(PARTS)]
        pairs = _merged(found, len(self._document))
        return (pairs >> np.uint64(32)).astype(np.uint32), pairs.astype(np.uint32)

    def _near(self, keys: NDArray[np.uint64], rows: NDArray[np.uint32]) -> Iterator[NDArray[np.uint64]]:
        """The pairs of rows that stand near each other under a key, each as one number."""
        for apart in range(1, WINDOW + 1):
            shared = np.flatnonzero(keys[apart:] == keys[:-apart])
            if not len(shared):
                return
            left, right = rows[shared], rows[shared + apart]
            kept = self._worth(left, right, (keys[shared] & np.uint64(3)).astype(np.int8))
            yield left[kept].astype(np.uint64) << np.uint64(32) | right[kept]

    def _worth(self, left: NDArray[np.uint32], right: NDArray[np.uint32], purpose: NDArray[np.int8]) -> Any:
        """Which pairs the purpose of their key allows; never two reports of one document."""
        apart = np.zeros(len(left), bool)
        for places in (self._country, self._area):
            one, other = _view(places, np.int32)[left], _view(places, np.int32)[right]
            apart |= (one != 0) & (other != 0) & (one != other)
        documents, dated, placed = (
            _view(self._document, np.int32), _view(self._dated, np.bool_), _view(self._placed, np.bool_)
        )  # fmt: skip
        day = _view(self._day, np.int32)
        known = (day[left] != 0) & (day[right] != 0)
        far = known & (np.abs(day[left] - day[right]) > AT_MOST)
        useless = (
            ((purpose == For.PLACES_THAT_AGREE) & apart)
            | ((purpose == For.NO_DATE) & (dated[left] & dated[right] | far))
            | ((purpose == For.NO_TOWN) & placed[left] & placed[right])
        )
        return (documents[left] != documents[right]) & ~useless


def _chosen(
    keys: NDArray[np.uint64], rows: NDArray[np.uint32], wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Some keys in order, and their rows; those of one key stay in order of time."""
    keys, rows = keys[wanted], rows[wanted]
    order = np.argsort(keys, kind="stable")
    return keys[order], rows[order]


def _each_once(found: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint64)


def _merged(found: Sequence[NDArray[np.uint64]], rows: int) -> NDArray[np.uint64]:
    """The pairs of several sorted lists, each once and in order, put together for some rows at a time."""
    bounds = np.arange(0, rows + ROWS_AT_ONCE, ROWS_AT_ONCE, dtype=np.uint64) << np.uint64(32)
    cuts = [np.searchsorted(one, bounds) for one in found]
    return np.concatenate([
        _each_once([one[at[part] : at[part + 1]] for one, at in zip(found, cuts, strict=True)])
        for part in range(len(bounds) - 1)
    ] or [np.empty(0, np.uint64)])  # fmt: skip


def _view(kept: array[int], kind: type[np.generic]) -> Any:
    return np.frombuffer(kept, dtype=kind) if len(kept) else np.empty(0, kind)
