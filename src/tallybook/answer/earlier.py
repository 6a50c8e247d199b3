"""The same window a year earlier, and what may make the two incomparable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tallybook.answer.coverage import coverage_of
from tallybook.answer.entries import View
from tallybook.answer.periods import year_earlier
from tallybook.answer.query import Query, Selection, select
from tallybook.model import Document

YEAR_EARLIER = "year-earlier"
UNEVEN = 1.5
"""Ratio of documents in two windows from which a change of counts may be a change of coverage; a rule of thumb."""

Window = tuple[date, date] | None


def earlier_selection(
    view: View, query: Query, window: Window, *, parents: Mapping[str, str] | None = None
) -> Selection:
    """What the same query selects in the same days a year earlier; nothing when the window has no days."""
    if window is None:
        return Selection(query=query, certain=())
    shifted = replace(query, since=year_earlier(window[0]), until=year_earlier(window[1]))
    return select(view, shifted, parents=parents)


def compare_caveats(documents: Sequence[Document], window: Window, before: Selection) -> list[str]:
    """Documents and sources published in both windows, and a warning where they are too unlike to compare."""
    if window is None:
        return ["Nothing to compare: no incident has a date."]
    here = coverage_of(documents, *window)
    there = coverage_of(documents, year_earlier(window[0]), year_earlier(window[1]))
    lines = [
        f"Compared: {window[0]} to {window[1]} with the same days a year earlier.",
        f"Coverage: {here.documents} documents of {len(here.sources)} sources published then, "
        f"{there.documents} of {len(there.sources)} a year earlier, {len(here.sources & there.sources)} in both.",
    ]
    small, large = sorted((here.documents, there.documents))
    if not there.documents:
        lines.append("No document of the earlier window is here: its counts come from later looks back, or are none.")
    elif large > UNEVEN * small or not here.sources & there.sources:
        lines.append("The coverage of the two windows differs much: a change may be one of reporting.")
    apart = len(before.possible)
    if apart:
        lines.append(f"{apart} incidents may belong to the earlier window; their dates are too wide to say.")
    return lines
