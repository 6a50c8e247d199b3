"""Gathers what the HTML page shows: incidents, bars, totals, and how it all came about."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallybook.cli.filters import known_values, matching, selected
from tallybook.cli.tables import bounds_of, cells_of
from tallybook.model import Finding, Range

if TYPE_CHECKING:
    from tallybook.answer import Query
    from tallybook.export import IncidentRecord
    from tallybook.export.report import Bar, Method
    from tallybook.register.base import View

__all__ = ["write_page"]

MOST_BARS = 60
"""Bars that can be told apart on a page; a longer span is shown by wider periods."""


def write_page(view: View, query: Query, target: Path, *, title: str, names: bool) -> int:
    """Write the page to a file; how many incidents it shows."""
    from tallybook.export.report import render  # noqa: PLC0415
    from tallybook_gazetteer import borders  # noqa: PLC0415

    records = matching(view, query)
    page = render(
        records,
        bars=_bars(view, query),
        total=_total(view, query),
        method=_method(view, records),
        borders=borders(),
        title=title,
        names=names,
    )
    target.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    return len(records)


def _without_threats(query: Query) -> Query:
    """What may be counted: threats never enter a tally (coding rule 2), nor what a person rejected."""
    from dataclasses import replace  # noqa: PLC0415

    stages = tuple(stage for stage in query.stage if stage != "threatened") or ("accomplished",)
    reviews = tuple(state for state in query.review if state != "rejected") or query.review
    return replace(query, stage=stages, review=reviews)


def _bars(view: View, query: Query) -> list[Bar]:
    from tallybook.answer import tally  # noqa: PLC0415
    from tallybook.export.report import Bar  # noqa: PLC0415

    parents, known = known_values()
    answer = None
    for by in ("month", "quarter", "year"):
        answer = tally(view, _without_threats(query), by=by, parents=parents, known=known)
        filled = [place for place, count in enumerate(answer.column("incidents")) if count]
        if not filled or filled[-1] - filled[0] < MOST_BARS:
            break
    made = []
    for row in answer.rows if answer else ():
        cells: dict[str, Any] = cells_of(answer, row) if answer else {}
        made.append(
            Bar(
                label=str(row.cells[0]),
                incidents=cells["incidents"],
                killed=bounds_of(cells, "killed"),
                injured=bounds_of(cells, "injured"),
            )
        )
    return made


def _total(view: View, query: Query) -> Bar:
    from tallybook.answer.sums import add  # noqa: PLC0415
    from tallybook.export.report import Bar  # noqa: PLC0415

    counted = selected(view, _without_threats(query)).all
    killed, injured = add([one.killed for one in counted]), add([one.injured for one in counted])
    return Bar(label="all", incidents=len(counted), killed=killed.range, injured=injured.range)


def _method(view: View, records: list[IncidentRecord]) -> Method:
    from tallybook._version import version  # noqa: PLC0415
    from tallybook.export.report import Method  # noqa: PLC0415

    documents, runs = view.documents(), view.runs()
    last = runs[-1] if runs else None
    return Method(
        version=version(),
        codebook=str(last.settings.get("codebook", "default")) if last else "default",
        codebook_hash=last.codebook_hash if last else "",
        made=datetime.now(UTC).date().isoformat(),
        documents=len(documents),
        copies=sum(document.copy_of is not None for document in documents),
        issues=len(view.issues()),
        rules=sorted({found.rule for record in records for found in record.findings if _is_figure(found)}),
    )


def _is_figure(found: Finding) -> bool:
    return isinstance(found.value, Range)
