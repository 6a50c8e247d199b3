"""``codebook`` and ``schema``: what counts, and what the lines look like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import out, put, table, utf8
from tallybook.cli.guard import DONE, say
from tallybook.cli.keep import AsJson
from tallybook.cli.read import CodebookName
from tallybook.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from tallybook.codebook import Description

__all__ = ["codebook", "schema"]


def codebook(
    section: Annotated[
        str,
        typer.Argument(
            metavar="[SECTION]",
            help="event_type, actor, weapon, target, group, property, profile, … or all (but actors).",
        ),
    ] = "event_type",
    *,
    codebook_name: CodebookName = None,
    as_json: AsJson = False,
) -> int:
    """List what counts as an incident, and the codes for it."""
    from tallybook.codebook import describe, load_codebook  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    book = load_codebook(codebook_name or "default")
    rows = describe(book)
    sections = (*dict.fromkeys(row.section for row in rows), "actor")
    if section not in (*sections, "all"):
        raise UsageError(f"the codebook has no section {section!r}; it has {', '.join(sections)} and all")
    wanted = _actors() if section == "actor" else [row for row in rows if section in (row.section, "all")]
    if as_json:
        for row in wanted:
            put(dump({"section": row.section, "code": row.code, "name": row.name, "means": row.means}))
        return DONE
    made = table("section", "code", "means") if section == "all" else table("code", "means")
    for row in wanted:
        made.add_row(*((row.section,) if section == "all" else ()), row.code, row.means)
    out().print(made)
    say(f"Codebook {book.name}, {book.hash[:12]}.")
    return DONE


def _actors() -> list[Description]:
    """The actor table as rows: the codes that ``--actor`` takes."""
    from tallybook.codebook import Description  # noqa: PLC0415
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415

    rows = []
    for one in sorted(load_actors(), key=lambda entry: entry.code):
        years = _years(one.active_from, one.active_to)
        more = [
            one.type.replace("_", " "),
            ", ".join(one.countries),
            f"part of {parent}" if (parent := one.parent()) else "",
            years,
        ]
        means = f"{one.name} ({'; '.join(part for part in more if part)})"
        rows.append(Description(section="actor", code=one.code, name=one.name, means=means))
    return rows


def _years(first: date | None, last: date | None) -> str:
    if first is not None and last is not None:
        return f"{first.year}–{last.year}"
    return f"since {first.year}" if first is not None else f"until {last.year}" if last is not None else ""


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
            put(f"{known:<12}{what}")
        return DONE
    put(schema_text(name))
    return DONE
