"""Reading facts: the columns of all incidents, and the words and ids behind their numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import select

from tallybook.model import Facts
from tallybook.register import tables
from tallybook.register.fact_blocks import Array, Columns, joined, pack, record_of, unpack, unpack_columns, words_of
from tallybook.register.fact_writing import AT_ONCE, PUBLISHED

if TYPE_CHECKING:
    from sqlalchemy import RowMapping, Select

MANY = 5000
"""Words beyond which all of them are asked for at once."""

Ask = Callable[["Select[Any]"], Sequence["RowMapping"]]


@dataclass(frozen=True, slots=True)
class Published:
    """The documents: a row for each day (0: not known) and source, with their number and the copies among them."""

    day: Array
    source: Array
    documents: Array
    copies: Array


class Words(Protocol):
    """What the numbers in columns stand for."""

    def numbers(self, field: str, folded: Collection[str]) -> list[int]:
        """The numbers of the words of a field that are one of these without case."""
        ...

    def spelled(self, numbers: Collection[int]) -> dict[int, str]:
        """The words of numbers."""
        ...

    def incident_ids(self, places: Collection[int]) -> dict[int, str]:
        """The incident at each place of the columns."""
        ...

    def told_in(self, documents: Collection[str]) -> list[int]:
        """The places of the incidents that these documents tell of."""
        ...


@dataclass(frozen=True, slots=True)
class FactColumns:
    """The facts of all incidents as columns, the documents by day and source, and what the numbers stand for."""

    columns: Columns
    published: Published
    words: Words


@dataclass(frozen=True, slots=True)
class SqlWords:
    """The words of a register's facts, asked for as they are needed."""

    ask: Ask

    def numbers(self, field: str, folded: Collection[str]) -> list[int]:
        """The numbers of the words of a field that are one of these without case."""
        table = tables.TERMS.c
        asked = select(table.id).where(table.field == field)
        return [row["id"] for part in _parts(folded) for row in self.ask(asked.where(table.folded.in_(part)))]

    def spelled(self, numbers: Collection[int]) -> dict[int, str]:
        """The words of numbers."""
        table = tables.TERMS.c
        asked = select(table.id, table.value)
        if len(numbers) > MANY:
            wanted = frozenset(numbers)
            return {row["id"]: row["value"] for row in self.ask(asked) if row["id"] in wanted}
        return {
            row["id"]: row["value"] for part in _parts(numbers) for row in self.ask(asked.where(table.id.in_(part)))
        }

    def incident_ids(self, places: Collection[int]) -> dict[int, str]:
        """The incident at each place of the columns."""
        table = tables.FACT_SLOTS.c
        asked = select(table.slot, table.incident_id)
        found = (row for part in _parts(places) for row in self.ask(asked.where(table.slot.in_(part))))
        return {row["slot"]: row["incident_id"] for row in found}

    def told_in(self, documents: Collection[str]) -> list[int]:
        """The places of the incidents that these documents tell of."""
        claims, members, slots = tables.CLAIMS.c, tables.MEMBERSHIPS.c, tables.FACT_SLOTS.c
        asked = (
            select(slots.slot)
            .join(tables.MEMBERSHIPS, members.incident_id == slots.incident_id)
            .join(tables.CLAIMS, claims.report_id == members.report_id)
            .where(claims.superseded.is_(None))
            .distinct()
        )
        return [
            row["slot"] for part in _parts(documents) for row in self.ask(asked.where(claims.document_id.in_(part)))
        ]


_LOADED: WeakKeyDictionary[object, tuple[str, Columns, Published]] = WeakKeyDictionary()
"""The columns of each open register, at the version they were read at."""


def load_facts(ask: Ask, database: object, version: str) -> FactColumns:
    """The facts of a register at a version; read once, as long as nothing changes."""
    held = _LOADED.get(database)
    if held is None or held[0] != version:
        table = tables.FACT_BLOCKS.c
        blocks = {row["block"]: row["packed"] for row in ask(select(table.block, table.packed).order_by(table.block))}
        published = blocks.pop(PUBLISHED, None)
        held = (
            version,
            joined([unpack(packed) for packed in blocks.values()]),
            Published(*(unpack_columns(published, 4) if published else [np.zeros(0, dtype=np.int64)] * 4)),
        )
        _LOADED[database] = held
    return FactColumns(columns=held[1], published=held[2], words=SqlWords(ask))


class HeldWords:
    """The words of facts that are in memory."""

    def __init__(
        self, terms: Mapping[tuple[str, str], int], ids: Sequence[str], told: Mapping[str, Collection[str]]
    ) -> None:
        self._terms, self._ids, self._told = terms, ids, told

    def numbers(self, field: str, folded: Collection[str]) -> list[int]:
        """The numbers of the words of a field that are one of these without case."""
        return [number for (kind, value), number in self._terms.items() if kind == field and value.casefold() in folded]

    def spelled(self, numbers: Collection[int]) -> dict[int, str]:
        """The words of numbers."""
        wanted = frozenset(numbers)
        return {number: value for (_, value), number in self._terms.items() if number in wanted}

    def incident_ids(self, places: Collection[int]) -> dict[int, str]:
        """The incident at each place of the columns."""
        return {place: self._ids[place] for place in places}

    def told_in(self, documents: Collection[str]) -> list[int]:
        """The places of the incidents that these documents tell of."""
        wanted = {incident for name in documents for incident in self._told.get(name, ())}
        return [place for place, name in enumerate(self._ids) if name in wanted]


def hold_facts(
    facts: Sequence[Facts], published: Mapping[tuple[int, str], tuple[int, int]], told: Mapping[str, Collection[str]]
) -> FactColumns:
    """Facts that are in no register, as columns.

    ``published`` has for each day and source the number of documents and of copies among them, ``told`` the incidents
    that each document tells of.
    """
    words = {word for one in facts for word in words_of(one)} | {("source", source) for _, source in published}
    terms = {word: number for number, word in enumerate(sorted(words), 1)}
    rows = np.array(
        [(day, terms["source", source], *counted) for (day, source), counted in published.items()], dtype=np.int64
    ).reshape(-1, 4)
    return FactColumns(
        columns=unpack(pack([record_of(one, terms) for one in facts])) if facts else joined(()),
        published=Published(*rows.T),
        words=HeldWords(terms, [one.incident_id for one in facts], told),
    )


def _parts(values: Collection[Any]) -> list[list[Any]]:
    listed = sorted(values)
    return [listed[at : at + AT_ONCE] for at in range(0, len(listed), AT_ONCE)]
