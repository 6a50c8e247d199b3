"""Tallies and timelines on the terminal, and a tally as the one JSON object of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tallybook.answer.query import query_line
from tallybook.answer.tally import INCOMPLETE
from tallybook.cli.cards import WHOLE, short_ids
from tallybook.cli.console import out, put, table
from tallybook.export.words import code_in_words, date_in_brief, range_in_words
from tallybook.model import PartialDate, Range

if TYPE_CHECKING:
    from tallybook.answer import Query, Row, Table

__all__ = ["bounds_of", "cells_of", "print_ledger", "print_tally", "print_timeline", "tally_line"]

MOST_EMPTY = 3
"""Empty periods shown one by one; more are one line, so that what there is can be seen."""


def bounds_of(cells: dict[str, Any], name: str) -> Range:
    """The three cells of a figure as one range."""
    return Range(low=cells[f"{name}_low"], best=cells[f"{name}_best"], high=cells[f"{name}_high"])


def cells_of(answer: Table, row: Row) -> dict[str, Any]:
    """A row as column and cell."""
    return dict(zip(answer.columns, row.cells, strict=True))


def tally_line(answer: Table, *, by: str, compare: str | None, query: Query) -> dict[str, Any]:
    """The tally as one JSON object; ``tallybook schema tally`` describes it."""
    return {
        "by": by,
        "compare": compare,
        "filters": query_line(query),
        "rows": [_json_row(cells_of(answer, row), row, by, compare) for row in answer.rows],
        "caveats": list(answer.caveats),
    }


def print_tally(answer: Table, *, by: str, compare: str | None) -> None:
    """The tally as a table, with its caveats below: they belong to the numbers."""
    columns = [by, "incidents", "killed", "injured"]
    if compare:
        columns += [compare.replace("-", " "), "killed then", "change"]
    made = table(*columns, "notes", numbers=tuple(columns[1:]))
    for row, empty in _gathered(answer):
        cells = cells_of(answer, row)
        if empty > 1:
            made.add_row(f"… {empty} without", *("" for _ in made.columns[1:]))
            continue
        shown = [cells[by], str(cells["incidents"]), *(_figure(cells, name) for name in ("killed", "injured"))]
        if compare:
            shown += [_plain(cells["earlier_incidents"]), _figure(cells, "earlier_killed"), _change(cells["change"])]
        made.add_row(*shown, "; ".join(row.notes))
    if answer.rows:
        out().print(made)
    for caveat in answer.caveats:
        put(f"Note: {caveat}")


def _gathered(answer: Table) -> Iterator[tuple[Row, int]]:
    """The rows, and how many empty ones each stands for: a long row of empty periods is one line."""
    for empty, members in groupby(answer.rows, key=_is_empty):
        rows = list(members)
        if empty and len(rows) > MOST_EMPTY:
            yield rows[0], len(rows)
        else:
            yield from ((row, 0) for row in rows)


def _is_empty(row: Row) -> bool:
    """Neither an incident of its own nor one a year earlier."""
    return not any(cell for cell in row.cells[1:] if cell is not None)


def print_timeline(answer: Table) -> None:
    """The incidents in order of time."""
    made = table("when", "what", "where", "who", "killed", "injured", "sources", "id", whole=WHOLE)
    short = short_ids([name for row in answer.rows for name in row.ids])
    for row in answer.rows:
        cells = cells_of(answer, row)
        first, last = (date.fromisoformat(day) if day else None for day in (cells["start"], cells["end"]))
        when = date_in_brief(PartialDate(start=first, end=last, precision=cells["precision"]))
        said = (cells["where"], cells["perpetrators"], cells["killed"], cells["injured"], cells["sources"])
        made.add_row(when, code_in_words(cells["event_type"]), *map(_plain, said), *map(short.__getitem__, row.ids))
    if answer.rows:
        out().print(made)


def print_ledger(answer: Table) -> None:
    """Every figure of an incident, and below it the figures that stand with their rules and grades."""
    shown = ("outcome", "figure", "group", "status", "published", "voice", "counted", "words")
    made = table(*shown, whole=("outcome", "figure", "counted"))
    for row in answer.rows:
        cells = cells_of(answer, row)
        counted = f"{cells['counted']} ({cells['superseded_by']})" if cells["superseded_by"] else cells["counted"]
        made.add_row(*(_plain(counted if name == "counted" else cells[name]) for name in shown))
    if answer.rows:
        out().print(made)
    for caveat in answer.caveats:
        put(caveat)


def _json_row(cells: dict[str, Any], row: Row, by: str, compare: str | None) -> dict[str, Any]:
    line: dict[str, Any] = {
        "label": cells[by],
        "incidents": cells["incidents"],
        "killed": _bounds(cells, "killed"),
        "injured": _bounds(cells, "injured"),
        "incident_ids": list(row.ids),
        "complete": not any(note.startswith(INCOMPLETE) for note in row.notes),
        "notes": list(row.notes),
    }
    if compare:
        then = {"incidents": cells["earlier_incidents"], "killed": _bounds(cells, "earlier_killed")}
        line |= {"earlier": None if cells["earlier_incidents"] is None else then, "change": cells["change"]}
    return line


def _bounds(cells: dict[str, Any], name: str) -> dict[str, Any]:
    found = bounds_of(cells, name)
    return {"low": found.low, "best": found.best, "high": found.high}


def _figure(cells: dict[str, Any], name: str) -> str:
    found = bounds_of(cells, name)
    return "" if found == Range() else range_in_words(found)


def _plain(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _change(cell: Any) -> str:
    return "" if cell is None else f"{cell:+d}"
