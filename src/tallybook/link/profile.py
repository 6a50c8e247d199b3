"""What linking knows about one report, in the shape in which two of them are compared, and packed to be kept."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Self

__all__ = ["Days", "Profile", "Toll", "gap_in_days"]

Days = tuple[int, int]
"""First and last day, as proleptic ordinals."""
Toll = tuple[int, int | None]
"""The figures a report gives for one outcome: the range they span, the end open where the words leave it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report as seen by the comparisons; empty sets and ``None`` are what the report does not state.

    Flat, of numbers and short codes, so that a million of them can be packed and kept. Words and names are the numbers
    of :func:`tallybook.link.words.number`. ``leads`` says that its document is mainly about it; then all of the
    document's text speaks for it, else only what stands around its evidence. ``day`` is its first day even where the
    last is open; ``printed`` says that its date stands in the words and was not reckoned from a weekday; ``located`` is
    how sure the place is, 0 to 1, ``fine`` that it is a town or finer. ``names`` are pairs of capitalised words,
    ``capitals`` single ones. ``words`` are weights of a vector of length 1.
    """

    report_id: str
    document_id: str
    threatened: bool
    leads: bool
    types: frozenset[str]
    when: Days | None
    day: int | None
    printed: bool
    published: Days | None
    printed_by: int | None
    country: str | None
    admin1: str | None
    town: int | None
    town_key: int | None
    geonames_id: int | None
    point: tuple[float, float] | None
    fine: bool
    located: float
    actors: frozenset[str]
    people: frozenset[frozenset[int]]
    site_kinds: frozenset[str]
    site_names: frozenset[int]
    weapons: frozenset[str]
    killed: Toll | None
    injured: Toll | None
    names: frozenset[int]
    capitals: frozenset[int]
    title_words: frozenset[int]
    words: Mapping[int, float]
    length: int

    def pack(self) -> bytes:
        """The profile as bytes, for :meth:`unpack` of the same version of Python."""
        return marshal.dumps(_values(self))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """The profile that was packed."""
        made = object.__new__(cls)
        for put, value in zip(_PUT, marshal.loads(packed), strict=True):  # noqa: S302  bytes of our own making
            put(made, value)
        return made


_NAMES = tuple(field.name for field in fields(Profile))
_values = attrgetter(*_NAMES)
_PUT = tuple(getattr(Profile, name).__set__ for name in _NAMES)
"""What fills each slot, quicker than the ``__init__`` of a frozen class: a million profiles are unpacked."""


def gap_in_days(left: Days, right: Days) -> int:
    """Days between two spans; 0 when they touch or overlap in a day."""
    return max(left[0] - right[1], right[0] - left[1], 0)
