"""``import``: an edited export comes back, and shows what a person changed in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import put, utf8
from tallybook.cli.guard import DONE, SOME_FAILED, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import seen

if TYPE_CHECKING:
    from tallybook.export.edits import Edits

__all__ = ["import_table"]


def import_table(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV or XLSX file of 'tallybook export', edited.", show_default=False),
    ],
    *,
    register: RegisterFile,
    as_json: AsJson = False,
) -> int:
    """Show what was changed in an edited export, cell by cell; nothing is written.

    Rows are matched by incident_id; rows and columns that the file lacks are left alone. Ends with 1 when cells cannot
    be taken, and names row, column, value and reason.
    """
    from tallybook.export.edits import edits_of  # noqa: PLC0415
    from tallybook.export.records import records_of  # noqa: PLC0415
    from tallybook.export.sheet import read_sheet  # noqa: PLC0415

    utf8()
    sheet = read_sheet(path)
    with seen(register) as view:
        edits = edits_of(sheet, records_of(view), leads_to=view.resolve)
    if as_json:
        _put_json(edits)
    else:
        for correction in edits.corrections:
            put(correction.sentence)
    for problem in edits.problems:
        say(problem.sentence)
    for note in edits.notes:
        say(note)
    say(edits.sentence)
    return SOME_FAILED if edits.problems else DONE


def _put_json(edits: Edits) -> None:
    from dataclasses import asdict  # noqa: PLC0415

    from tallybook.export.jsonl import dump  # noqa: PLC0415

    put(dump(asdict(edits)))
