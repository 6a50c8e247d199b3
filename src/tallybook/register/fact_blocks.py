"""Facts as columns: blocks of some thousand incidents, each column in as few bytes as its numbers need.

A tally over a million incidents reads every one of them; as rows that takes seconds, as columns a tenth of one. A block
holds the columns one after the other: the bytes of each begin with the width of its numbers (1, 2, 4 or 8 bytes, little
endian, signed). Words are numbers of the table ``terms``, days are proleptic Gregorian ordinals
(:meth:`datetime.date.toordinal`); 0 is a word or day that is not stated, -1 a figure that is not stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from tallybook.model import Facts, Range

Array = np.ndarray[Any, np.dtype[Any]]

BLOCK = 4096
"""Incidents in a block: what is written anew when one of them changes."""
MOST = 10**18
"""No figure is higher; what a text says above is cut to it, so that a column can hold it."""

DAYS = ("first", "last", "told")
WORDS = ("type", "stage", "review", "country", "admin1", "place")
FIGURES = ("killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high")
NUMBERS = (*DAYS, *WORDS, "independent", *FIGURES)
"""The columns with one number for each incident."""
LISTS = ("event_type", "actor", "target", "source")
"""The columns with any number of words for each incident, in two parts: how many, and all of them in a row."""

FIELD_OF = {"type": "event_type"}
"""The kind of word of a column, where it has another name: leading types are types."""

WIDTHS = tuple((width, np.dtype(f"<i{width}")) for width in (1, 2, 4, 8))

Record = tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]
"""One incident in a block: its numbers, and for each of ``LISTS`` its words."""

EMPTY: Record = ((0,) * (len(DAYS) + len(WORDS) + 1) + (-1,) * len(FIGURES), ((),) * len(LISTS))
"""A place in a block that no incident has: it has no stage, which every incident has."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of some incidents: ``numbers`` by name, and of each list the lengths and the words in a row."""

    numbers: Mapping[str, Array]
    lengths: Mapping[str, Array]
    words: Mapping[str, Array]

    _owners: dict[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many places there are, empty ones among them."""
        return len(self.numbers["stage"])

    def owners(self, name: str) -> Array:
        """For each word of a list the place of its incident."""
        if name not in self._owners:
            self._owners[name] = np.repeat(np.arange(len(self), dtype=np.int32), self.lengths[name])
        return self._owners[name]


def words_of(one: Facts) -> list[tuple[str, str]]:
    """All words of an incident with their fields."""
    single = (one.event_type, one.stage, one.review, one.country, one.admin1, one.place)
    found = [(FIELD_OF.get(name, name), word) for name, word in zip(WORDS, single, strict=True) if word]
    for name, words in zip(LISTS, (one.event_types, one.actors, one.targets, one.sources), strict=True):
        found += [(name, word) for word in words]
    return found


def record_of(one: Facts, terms: Mapping[tuple[str, str], int]) -> Record:
    """An incident as numbers; ``terms`` has the number of each of :func:`words_of`."""
    single = (one.event_type, one.stage, one.review, one.country, one.admin1, one.place)
    words = (terms[FIELD_OF.get(name, name), word] if word else 0 for name, word in zip(WORDS, single, strict=True))
    days = (_ordinal(one.first), _ordinal(one.last), _ordinal(one.told))
    numbers = (*days, *words, one.independent, *_figures(one.killed), *_figures(one.injured))
    many = (one.event_types, one.actors, one.targets, one.sources)
    return numbers, tuple(tuple(terms[name, word] for word in words) for name, words in zip(LISTS, many, strict=True))


def _ordinal(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def _figures(found: Range) -> tuple[int, ...]:
    return tuple(-1 if bound is None else min(bound, MOST) for bound in (found.low, found.best, found.high))


def pack(records: Sequence[Record]) -> bytes:
    """A block of incidents."""
    columns: list[Array] = list(np.array([numbers for numbers, _ in records], dtype=np.int64).T)
    for at in range(len(LISTS)):
        columns.append(np.array([len(lists[at]) for _, lists in records], dtype=np.int64))
        columns.append(np.array([word for _, lists in records for word in lists[at]], dtype=np.int64))
    return pack_columns(columns)


def pack_columns(columns: Sequence[Array]) -> bytes:
    """Whole columns as a block: those of ``NUMBERS``, then for each list the lengths and the words."""
    parts = [len(columns[0]).to_bytes(4, "little")]
    for column in columns:
        width, kind = _width(column)
        parts += [bytes((width,)), np.ascontiguousarray(column, dtype=kind).tobytes()]
    return b"".join(parts)


def _width(column: Array) -> tuple[int, np.dtype[Any]]:
    least, most = (int(column.min()), int(column.max())) if len(column) else (0, 0)
    return next((w, kind) for w, kind in WIDTHS if -(1 << (8 * w - 1)) <= least and most < 1 << (8 * w - 1))


def unpack_columns(packed: bytes, count: int) -> list[Array]:
    """So many columns of one length."""
    size, at, found = int.from_bytes(packed[:4], "little"), 4, []
    for _ in range(count):
        column, at = _column(packed, at, size)
        found.append(column)
    return found


def unpack(packed: bytes) -> Columns:
    """The columns of a block; they share its bytes."""
    size, at = int.from_bytes(packed[:4], "little"), 4
    numbers: dict[str, Array] = {}
    lengths: dict[str, Array] = {}
    words: dict[str, Array] = {}
    for name in NUMBERS:
        numbers[name], at = _column(packed, at, size)
    for name in LISTS:
        lengths[name], at = _column(packed, at, size)
        words[name], at = _column(packed, at, int(lengths[name].sum()))
    return Columns(numbers, lengths, words)


def _column(packed: bytes, at: int, size: int) -> tuple[Array, int]:
    width = packed[at]
    return np.frombuffer(packed, dtype=f"<i{width}", count=size, offset=at + 1), at + 1 + width * size


def records(block: Columns) -> list[Record]:
    """A block as one record for each place in it."""
    numbers = list(zip(*(block.numbers[name].tolist() for name in NUMBERS), strict=True))
    lists = []
    for name in LISTS:
        words, ends = block.words[name].tolist(), np.cumsum(block.lengths[name]).tolist()
        lists.append([tuple(words[start:end]) for start, end in zip([0, *ends[:-1]], ends, strict=True)])
    return [(numbers[at], tuple(one[at] for one in lists)) for at in range(len(block))]


def joined(blocks: Sequence[Columns]) -> Columns:
    """Blocks in a row as one."""
    return Columns(
        {name: _concatenated([block.numbers[name] for block in blocks]) for name in NUMBERS},
        {name: _concatenated([block.lengths[name] for block in blocks]) for name in LISTS},
        {name: _concatenated([block.words[name] for block in blocks]) for name in LISTS},
    )


def _concatenated(parts: Sequence[Array]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int8)
