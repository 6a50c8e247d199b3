"""The command ``tallybook`` and its subcommands, each from its own file."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Annotated

import typer

from tallybook.cli import ask, beside, demo, edit, give, keep, look, read
from tallybook.cli.guard import TRACEBACK_VARIABLE, guarded
from tallybook.cli.missed import missed
from tallybook.cli.review import review_app

__all__ = ["app"]

app = typer.Typer(
    name="tallybook",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Reads public news reporting on armed conflict and political violence into a register of incidents in which "
    "every number has its witness.",
    epilog="Exit status: 0 done, 1 done but some documents failed, 2 could not run, 130 interrupted.",
)

READING, REGISTER, ASKING, GIVING = "Read", "Keep a register", "Ask the register", "Hand on"

COMMANDS = (
    (READING, "extract", read.extract),
    (READING, "geocode", read.geocode),
    (READING, "codebook", look.codebook),
    (REGISTER, "build", keep.build),
    (REGISTER, "import", edit.import_table),
    (REGISTER, "issues", keep.issues),
    (REGISTER, "runs", keep.runs),
    (REGISTER, "verify", keep.verify),
    (ASKING, "list", ask.list_incidents),
    (ASKING, "show", ask.show),
    (ASKING, "tally", ask.tally),
    (ASKING, "timeline", ask.timeline),
    (ASKING, "disagreements", ask.disagreements),
    (ASKING, "compare", beside.compare),
    (ASKING, "coverage", beside.coverage),
    (ASKING, "reconcile-tallies", beside.reconcile_tallies),
    (ASKING, "missed", missed),
    (GIVING, "export", give.export),
    (GIVING, "report", give.report),
    (GIVING, "schema", look.schema),
    (GIVING, "demo", demo.demo),
)
"""Every command: the panel of ``--help`` it stands in, its name, and the function that runs it."""

for panel, command_name, function in COMMANDS:
    app.command(command_name, rich_help_panel=panel)(guarded(function))
app.add_typer(review_app, rich_help_panel=REGISTER)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tallybook {version('tallybook')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show the details of an error (for a bug report).")
    ] = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Options that stand before the command."""
    del show_version
    if traceback:
        os.environ[TRACEBACK_VARIABLE] = "1"
