"""``reconcile-tallies``, ``compare``, ``coverage``: the register beside what others count, one actor beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallybook.cli.console import out, put, table, utf8
from tallybook.cli.filters import filtered, known_values
from tallybook.cli.guard import DONE, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import seen
from tallybook.export.words import range_in_words
from tallybook.model import Range

if TYPE_CHECKING:
    from tallybook.answer import Query, Row, Table
    from tallybook.answer.reported import Reconciled

__all__ = ["compare", "coverage", "reconcile_tallies"]


@filtered(threats=False)
def reconcile_tallies(*, register: RegisterFile, query: Query, as_json: AsJson = False) -> int:
    """Set each tally that documents report beside the register's own count, with the incidents behind the difference.

    Window, actor, area and measure are those of the reported tally; filters given here narrow the register's count
    further, by source or review, say.
    """
    from tallybook.answer import reconcile_tallies as reconcile  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    parents, known = known_values()
    with seen(register) as view:
        found = reconcile(view, query, parents=parents, categories=known["target"])
    if as_json:
        for one in found:
            put(dump(one.line()))
        return DONE
    for one in found:
        _print_reconciled(one)
    say(f"{len(found)} reported tallies.")
    return DONE


def _print_reconciled(one: Reconciled) -> None:
    told = one.reported
    put(f"“{told.words}”")
    by = f" ({told.said_by})" if told.said_by else ""
    put(f"  reported: {range_in_words(told.figure)} {told.measure}{by}, in {', '.join(told.documents)}")
    if one.verdict == "not comparable":
        put(f"  not comparable: {one.definition}")
    else:
        put(f"  register: {_own(one)}: {one.verdict}")
        put(f"  counted:  {one.definition}")
        put(f"  from {len(one.counted)} incidents: {_ids(one.counted)}")
        for reason, ids in one.uncertain.items():
            put(f"  {reason}: {len(ids)}: {_ids(ids)}")
    for note in one.notes:
        put(f"  Note: {note}")
    put("")


def _own(one: Reconciled) -> str:
    return "no figure" if one.own == Range() else f"{range_in_words(one.own)} {one.reported.measure}"


SHOWN = 6
"""Ids that are printed; --json has all."""


def _ids(ids: tuple[str, ...]) -> str:
    return (", ".join(ids[:SHOWN]) + (f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else "")) or "none"


@filtered(threats=False)
def compare(
    one: Annotated[str, typer.Argument(metavar="ACTOR", help="Code of an actor.")],
    other: Annotated[str, typer.Argument(metavar="ACTOR", help="Code of another.")],
    *,
    register: RegisterFile,
    query: Query,
    by: Annotated[
        str,
        typer.Option("--by", metavar="WHAT", help="status, day, week, month, quarter, year, type, country, admin1 …"),
    ] = "status",
    as_json: AsJson = False,
) -> int:
    """Set two actors side by side: incidents, killed, injured, told by one source only, in the same window."""
    from tallybook.answer import compare as side_by_side  # noqa: PLC0415

    utf8()
    parents, known = known_values()
    with seen(register) as view:
        answer = side_by_side(view, one, other, query, by=by, parents=parents, known=known)
    if as_json:
        _put_json(answer)
        return DONE
    columns = [by, *(f"{name}: {what}" for name in (one, other) for what in ("incidents", "killed", "injured"))]
    made = table(*columns, numbers=tuple(columns[1:]))
    for row in answer.rows:
        cells = dict(zip(answer.columns, row.cells, strict=True))
        shown = [str(cells[by])]
        for number in (1, 2):
            shown += [str(cells[f"{number}_incidents"]), *(_figure(cells, f"{number}_{w}") for w in OUTCOMES)]
        made.add_row(*shown)
    out().print(made)
    _put_caveats(answer)
    return DONE


OUTCOMES = ("killed", "injured")


def coverage(
    *,
    register: RegisterFile,
    by: Annotated[
        str, typer.Option("--by", metavar="WHAT", help="source, or a period: day, week, month, quarter, year.")
    ] = "month",
    as_json: AsJson = False,
) -> int:
    """Show what the register was made from: sources and documents by time, incidents with one source, what changed."""
    from tallybook.answer import coverage as cover  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        answer = cover(view, by=by)
    if as_json:
        _put_json(answer)
        return DONE
    made = table(*(name.replace("_", " ") for name in answer.columns), "notes")
    for row in answer.rows:
        made.add_row(*("" if cell is None else str(cell) for cell in row.cells), "; ".join(row.notes))
    if answer.rows:
        out().print(made)
    _put_caveats(answer)
    return DONE


def _put_caveats(answer: Table) -> None:
    for caveat in answer.caveats:
        put(f"Note: {caveat}")


def _put_json(answer: Table) -> None:
    """The table as one JSON object; ``tallybook schema table`` describes it."""
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    put(
        dump(
            {
                "title": answer.title,
                "columns": list(answer.columns),
                "rows": [_json_row(answer, row) for row in answer.rows],
                "caveats": list(answer.caveats),
            }
        )
    )


def _json_row(answer: Table, row: Row) -> dict[str, Any]:
    return {
        "cells": dict(zip(answer.columns, row.cells, strict=True)),
        "incident_ids": list(row.ids),
        "notes": list(row.notes),
    }


def _figure(cells: dict[str, Any], name: str) -> str:
    found = Range(low=cells[f"{name}_low"], best=cells[f"{name}_best"], high=cells[f"{name}_high"])
    return "" if found == Range() else range_in_words(found)
