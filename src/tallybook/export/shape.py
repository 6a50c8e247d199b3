"""A table in the shape of another dataset: columns in its order, one function that turns an incident into rows."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Literal

from tallybook.errors import UsageError
from tallybook.export.base import IncidentRecord
from tallybook.export.csv import clean, escape
from tallybook.export.known import Known
from tallybook.export.loss import Converted, Loss, LossReport, report_of
from tallybook.model import Range

__all__ = ["BOUNDS", "Bound", "TableExporter", "bound_named", "figure", "write_table"]

Bound = Literal["low", "best", "high"]
BOUNDS: tuple[Bound, ...] = ("low", "best", "high")


class TableExporter(ABC):
    """A CSV file with the columns of another dataset; ``excel=True`` begins with the mark that Excel needs."""

    name: ClassVar[str]
    suffix = ".csv"
    binary = False
    options: ClassVar[tuple[str, ...]] = ("excel",)
    columns: ClassVar[Sequence[str]]

    def __init__(self, *, excel: bool = False) -> None:
        self.excel = excel

    @abstractmethod
    def convert(self, record: IncidentRecord) -> Converted:
        """The rows of one incident, and what they do not say."""

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written; those that the format does not admit are left out (see ``losses``)."""
        count = 0

        def rows() -> Iterable[dict[str, object]]:
            nonlocal count
            for record in records:
                converted = self.convert(record)
                count += converted.left_out is None
                yield from map(dict, converted.rows)

        write_table(self.columns, rows(), target, excel=self.excel)
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What a file of these incidents does not say."""
        return report_of(self.name, ((record.incident.id, self.convert(record)) for record in records))


def write_table(
    columns: Sequence[str], rows: Iterable[dict[str, object]], target: Path, *, excel: bool = False
) -> None:
    """Rows under their columns as CSV, cells of text made safe; a column that a row lacks is an empty cell."""
    with target.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([escape(clean(row.get(column))) for column in columns])


def bound_named(name: str) -> Bound:
    """The bound of this name.

    Raises:
        UsageError: It is none of low, best and high.
    """
    for bound in BOUNDS:
        if bound == name:
            return bound
    raise UsageError(f"fatalities {name!r}: one of {', '.join(BOUNDS)} is needed")


def figure(stated: Range, bound: Bound) -> int | None:
    """One number for a range: the bound asked for, else the nearest one that is stated; ``None`` when none is."""
    order = {
        "low": (stated.low, stated.best, stated.high),
        "best": (stated.best, stated.low, stated.high),
        "high": (stated.high, stated.best, stated.low),
    }[bound]
    return next((value for value in order if value is not None), None)


def all_dead(known: Known, bound: Bound) -> tuple[int | None, list[Loss]]:
    """Victims and perpetrators who died, as one number by one bound, as the schemes count them; and what that hides."""
    victims, attackers = figure(known.killed, bound), figure(known.attackers, bound)
    losses = []
    if victims is not None and known.killed.low != known.killed.high:
        losses.append(Loss(field="killed", kind="narrowed", why=f"one number for a range: the {bound} one"))
    if attackers is not None:
        losses.append(Loss(field="killed", kind="narrowed", why="victims and perpetrators in one number"))
    if victims is None and attackers is None:
        return None, losses
    return (victims or 0) + (attackers or 0), losses
