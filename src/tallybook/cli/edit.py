"""``import``: an edited export comes back, shows what a person changed in it, and puts it into effect when told to."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import put, utf8
from tallybook.cli.guard import DONE, SOME_FAILED, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import seen
from tallybook.errors import UsageError

if TYPE_CHECKING:
    from tallybook.editing import Applied
    from tallybook.export.edits import Edits
    from tallybook.export.sheet import Sheet

__all__ = ["import_table"]


def import_table(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV or XLSX file of 'tallybook export', edited.", show_default=False),
    ],
    *,
    register: RegisterFile,
    apply: Annotated[
        bool, typer.Option("--apply", help="Decide what was changed; without it nothing is written.")
    ] = False,
    who: Annotated[
        str | None,
        typer.Option("--who", metavar="NAME", envvar="TALLYBOOK_WHO", help="Who decides.", show_default=False),
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="TEXT", help="Why, for the log.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Show what was changed in an edited export, cell by cell; --apply decides it, all or nothing.

    Rows are matched by incident_id; rows and columns that the file lacks are left alone. Ends with 1 when cells cannot
    be taken, and names row, column, value and reason; then nothing is written.
    """
    from tallybook.editing import edits_in  # noqa: PLC0415
    from tallybook.export.sheet import read_sheet  # noqa: PLC0415

    utf8()
    sheet = read_sheet(path)
    if apply:
        applied = _applied(register, sheet, who=who, why=why)
        _show(applied.edits, as_json=as_json)
        _say_decided(applied)
        return SOME_FAILED if applied.edits.problems else DONE
    with seen(register) as view:
        edits = edits_in(view, sheet)
    _show(edits, as_json=as_json)
    if edits.corrections and not edits.problems:
        say("Nothing is written; --apply decides it.")
    return SOME_FAILED if edits.problems else DONE


def _applied(register: str, sheet: Sheet, *, who: str | None, why: str | None) -> Applied:
    from tallybook.editing import apply_edits  # noqa: PLC0415
    from tallybook.register import open_register  # noqa: PLC0415
    from tallybook.review.acts import Deed  # noqa: PLC0415

    if not who:
        raise UsageError("--apply: say who decides with --who NAME, or the variable TALLYBOOK_WHO")
    opened = open_register(register)
    try:
        return apply_edits(opened, sheet, Deed(who=who, at=datetime.now(UTC).isoformat(timespec="seconds"), why=why))
    finally:
        opened.close()


def _say_decided(applied: Applied) -> None:
    ids = [one.id for one in applied.decided.decisions]
    if applied.edits.problems:
        say("Nothing is written: mend these cells, or take them out.")
    elif ids:
        say(f"Decided: {', '.join(ids)}.")
    if ids and not applied.decided.in_effect:
        say("Another run is at work on the register; it will put this into effect.")


def _show(edits: Edits, *, as_json: bool) -> None:
    if as_json:
        _put_json(edits)
    else:
        for correction in edits.corrections:
            put(correction.sentence)
    for line in (*(problem.sentence for problem in edits.problems), *edits.notes, edits.sentence):
        say(line)


def _put_json(edits: Edits) -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from tallybook.export.jsonl import dump  # noqa: PLC0415

    put(dump(asdict(edits)))
