"""What linking knows about one report, in the shape in which two of them are compared."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tallybook.model import PartialDate, Place

__all__ = ["ENOUGH", "Background", "Batch", "Days", "Profile", "Toll", "day_span", "gap_in_days"]

Days = tuple[date, date]
ENOUGH = 30
"""Documents of a batch from which it shows what words and names are common; below, their absence says nothing."""


@dataclass(frozen=True, slots=True)
class Toll:
    """The figures a report gives for one outcome: the range they span, ``high`` open where the words leave it so."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report as seen by the comparisons; empty sets and ``None`` are what the report does not state.

    ``leads`` says that its document is mainly about it; then all of the document's text speaks for it, else only what
    stands around its evidence. ``printed`` says that its date stands in the words and was not reckoned from a weekday;
    ``located`` is how sure the place is, 0 to 1. ``names`` are pairs of capitalised words, ``capitals`` single ones.
    ``words`` are weights of a vector of length 1, those that no other document has left out.
    """

    report_id: str
    document_id: str
    stage: str
    leads: bool
    types: frozenset[str]
    when: PartialDate
    printed: bool
    published: PartialDate
    where: Place
    located: float
    place_key: str | None
    actors: frozenset[str]
    people: frozenset[frozenset[str]]
    site_kinds: frozenset[str]
    site_names: frozenset[str]
    weapons: frozenset[str]
    killed: Toll | None
    injured: Toll | None
    names: frozenset[str]
    capitals: frozenset[str]
    title_words: frozenset[str]
    words: Mapping[str, float]
    length: int
    voice: str


@dataclass(frozen=True, slots=True)
class Background:
    """In how many documents of the batch a name, word, place or actor is found; what many share says little.

    ``parents`` gives an actor's parent organization (a branch and its parent are not two rivals).
    """

    documents: int
    names: Counter[str]
    words: Counter[str]
    places: Counter[str]
    actors: Counter[str]
    parents: Mapping[str, str]

    def rarity(self, table: Counter[str], key: str) -> float:
        """Natural log of one over the share of documents that have it: the surprise of finding it in two."""
        return math.log(max(self.documents, 1) / max(table[key], 1))


@dataclass(frozen=True, slots=True)
class Batch:
    """All profiles of one linking run, in order of their report ids, and what is common among them."""

    profiles: tuple[Profile, ...]
    background: Background


def day_span(when: PartialDate) -> Days | None:
    """First and last day of a date; ``None`` unless both ends are known."""
    if when.start is None or when.end is None:
        return None
    return when.start, when.end


def gap_in_days(left: Days, right: Days) -> int:
    """Days between two spans; 0 when they touch or overlap in a day."""
    if left[0] > right[1]:
        return (left[0] - right[1]).days
    if right[0] > left[1]:
        return (right[0] - left[1]).days
    return 0
