"""Incidents in order of time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from tallybook.answer.entries import Entry, View
from tallybook.answer.query import Query, select
from tallybook.answer.table import Row, Table, show_place, show_range

COLUMNS = ("start", "end", "precision", "event_type", "where", "perpetrators", "killed", "injured", "sources")


def _order(one: Entry) -> tuple[date, date, str]:
    return one.when.start or one.when.end or date.max, one.when.end or date.max, one.incident_id


def timeline(
    view: View,
    query: Query | None = None,
    *,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """The incidents that a query selects, the earliest first, those without a date last; one row each.

    Raises:
        AnswerError: a filter that is not known.
    """
    selection = select(view, query, parents=parents, known=known)
    unsure = {one.incident_id for one in (*selection.possible, *selection.undated)}
    rows = tuple(
        Row(
            cells=(
                one.when.start.isoformat() if one.when.start else None,
                one.when.end.isoformat() if one.when.end else None,
                one.when.precision,
                one.event_type,
                show_place(one.where),
                ", ".join(actor.name for actor in one.perpetrators) or None,
                show_range(one.killed),
                show_range(one.injured),
                len(one.sources),
            ),
            ids=(one.incident_id,),
            notes=("may lie outside the window",) if one.incident_id in unsure else (),
        )
        for one in sorted(selection.all, key=_order)
    )
    return Table(title="Timeline", columns=COLUMNS, rows=rows)
