"""What the register was made from: documents and sources by time, so that a count is never read without them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.answer.entries import View
from tallybook.answer.table import Row, Table
from tallybook.model import Document


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many documents were published in a window, by which sources."""

    documents: int
    sources: frozenset[str]


def source_of(document: Document) -> str:
    """A document's publisher, or the document itself where none is known."""
    return document.publisher or document.id


def _published(document: Document) -> date | None:
    return document.published.end if document.published_basis != "none" else None


def known_until(documents: Sequence[Document]) -> date | None:
    """The day of the newest document: later incidents cannot be in the register yet."""
    return max((day for document in documents if (day := _published(document))), default=None)


def coverage_of(documents: Sequence[Document], since: date, until: date) -> Coverage:
    """The documents published in a window; copies do not count."""
    inside = [
        document
        for document in documents
        if document.copy_of is None and (day := _published(document)) and since <= day <= until
    ]
    return Coverage(len(inside), frozenset(map(source_of, inside)))


def coverage(view: View) -> Table:
    """Every source: its documents, copies among them, the days they span, and how many incidents it tells of."""
    documents = view.documents()
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        groups[source_of(document)].append(document)
    told: dict[str, set[str]] = defaultdict(set)
    for incident in view.incidents():
        for name in incident.documents:
            told[name].add(incident.id)
    rows = []
    for source in sorted(groups, key=lambda name: (-len(groups[name]), name)):
        days = sorted(day for document in groups[source] if (day := _published(document)))
        ids = sorted({incident for document in groups[source] for incident in told[document.id]})
        copies = sum(document.copy_of is not None for document in groups[source])
        span = (days[0].isoformat(), days[-1].isoformat()) if days else (None, None)
        rows.append(Row(cells=(source, len(groups[source]), copies, *span, len(ids)), ids=tuple(ids)))
    silent = sum(not told[document.id] for document in documents)
    undated = sum(_published(document) is None for document in documents)
    return Table(
        title="Coverage",
        columns=("source", "documents", "copies", "first", "last", "incidents"),
        rows=tuple(rows),
        caveats=(
            f"{silent} of {len(documents)} documents tell of no incident; {undated} have no known date of publication.",
        ),
    )
