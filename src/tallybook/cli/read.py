"""``extract`` and ``geocode``: documents in, lines out, nothing kept."""

from __future__ import annotations

from typing import Annotated

import typer

from tallybook.cli.console import progress, put, utf8
from tallybook.cli.guard import DONE, SOME_FAILED, say

__all__ = ["CodebookName", "Paths", "extract", "geocode"]

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files or folders of .txt, .html, .jsonl, .csv, .pdf, .warc(.gz), or - for JSONL on standard input.",
        show_default=False,
    ),
]
CodebookName = Annotated[
    str | None,
    typer.Option("--codebook", metavar="NAME", help="What counts as an incident.", show_default="default"),
]


def extract(paths: Paths, *, codebook: CodebookName = None) -> int:
    """Say what each document tells: one document line (JSON) per document.

    A line holds the document's text, the reports of incidents in it, tallies, estimates, statements and issues; every
    value carries the words it rests on.
    """
    from tallybook.export.contract import document_line, failed_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415
    from tallybook.pipeline import extract_documents  # noqa: PLC0415

    utf8()
    count = failed = 0
    with progress("Reading", paths, beside_data=True) as tick:
        for outcome in extract_documents(paths, codebook=codebook):
            if outcome.document is None:
                put(dump(failed_line(outcome.document_id, outcome.issues)))
            else:
                put(dump(document_line(outcome.document, outcome.claims, outcome.issues)))
            count += 1
            failed += any(issue.fatal for issue in outcome.issues)
            tick(count, None)
    return _end(count, failed)


def geocode(paths: Paths) -> int:
    """Find place names in each document and say where they are: one geocode line (JSON) per document."""
    from tallybook.export.contract import geocode_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415
    from tallybook.pipeline import geocode as locate_names  # noqa: PLC0415

    utf8()
    count = failed = 0
    with progress("Reading", paths, beside_data=True) as tick:
        for outcome in locate_names(paths):
            put(dump(geocode_line(outcome.document_id, outcome.places, outcome.issues)))
            count += 1
            failed += any(issue.fatal for issue in outcome.issues)
            tick(count, None)
    return _end(count, failed)


def _end(count: int, failed: int) -> int:
    if failed:
        say(f"{count} documents, {failed} failed (see the issues of their lines).")
        return SOME_FAILED
    return DONE
