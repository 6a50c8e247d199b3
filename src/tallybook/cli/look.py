"""``codebook`` and ``schema``: what counts, and what the lines look like."""

from __future__ import annotations

from typing import Annotated

import typer

from tallybook.cli.console import put, utf8
from tallybook.cli.guard import DONE
from tallybook.cli.keep import AsJson

__all__ = ["codebook", "schema"]


def codebook(*, as_json: AsJson = False) -> int:
    """List what counts as an incident."""
    raise NotImplementedError


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="document, incident, geocode or tally.", show_default=False)
    ] = None,
) -> int:
    """Print the JSON Schema of a line, or the names there are."""
    from tallybook.schema import SCHEMAS, schema_text  # noqa: PLC0415

    utf8()
    if name is None:
        for known, what in SCHEMAS.items():
            put(f"{known:<10}{what}")
        return DONE
    put(schema_text(name))
    return DONE
