"""What every answer is: rows under named columns, the ids each row came from, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallybook.model import PartialDate, Place, Range

Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its cells in the order of the columns, the ids of the incidents behind it, and remarks on it alone."""

    cells: tuple[Cell, ...]
    ids: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An answer. ``caveats`` belong to the numbers and travel with them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    caveats: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Cell | list[str]]]:
        """The rows as column -> cell, with ``ids`` and ``notes``."""
        return [
            {**dict(zip(self.columns, row.cells, strict=True)), "ids": list(row.ids), "notes": list(row.notes)}
            for row in self.rows
        ]

    def column(self, name: str) -> list[Cell]:
        """All cells of one column."""
        at = self.columns.index(name)
        return [row.cells[at] for row in self.rows]


def show_date(when: PartialDate) -> str | None:
    """``2022-04-19``, or ``2022-04-01/2022-04-30``; an open end is ``..``, no date is ``None``."""

    def end(day: date | None) -> str:
        return day.isoformat() if day else ".."

    if when.start is None and when.end is None:
        return None
    return end(when.start) if when.start == when.end else f"{end(when.start)}/{end(when.end)}"


def show_place(where: Place) -> str | None:
    """From fine to coarse: ``Kunduz, Kunduz, AF``."""
    return ", ".join(part for part in (where.site, where.place, where.admin1, where.country) if part) or None


def show_range(found: Range) -> str | None:
    """``185 (170-185)``, ``47+``, ``7``, ``24+ (no best figure)``; ``None`` where nothing is stated."""
    if found.low is None and found.best is None and found.high is None:
        return None
    top = "" if found.high is None else str(found.high)
    low = found.low if found.low is not None else found.best
    if found.best is None:
        return f"up to {top}" if low is None else f"{low}-{top}" if top else f"{low}+"
    if low == found.best and found.high in (None, found.best):
        return f"{found.best}" if top else f"{found.best}+"
    return f"{found.best} ({low}-{top})" if top else f"{found.best} ({low}+)"
