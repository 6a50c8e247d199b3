"""Where documents contradict each other, over all incidents that a query selects."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tallybook.answer.entries import View
from tallybook.answer.query import Query, select
from tallybook.answer.table import Row, Table


def disputes(
    view: View,
    query: Query | None = None,
    *,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Table:
    """Every disagreement, one row per reading, with the documents that have it.

    Raises:
        AnswerError: a filter that is not known.
    """
    chosen = {one.incident_id for one in select(view, query, parents=parents, known=known).all}
    found = sorted(
        (one for one in view.disagreements() if one.incident_id in chosen), key=lambda one: (one.incident_id, one.field)
    )
    rows = tuple(
        Row(
            cells=(one.incident_id, one.field, reading.value, len(reading.documents), ", ".join(reading.documents)),
            ids=(one.incident_id,),
        )
        for one in found
        for reading in one.readings
    )
    return Table(title="Disagreements", columns=("incident", "field", "reading", "count", "documents"), rows=rows)
