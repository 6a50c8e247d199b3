"""``export`` and ``report``: handing the register on."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import utf8
from tallybook.cli.filters import filtered, matching
from tallybook.cli.guard import DONE, say
from tallybook.cli.keep import RegisterFile
from tallybook.cli.registered import seen
from tallybook.errors import ExportError, UsageError

if TYPE_CHECKING:
    from tallybook.answer import Query
    from tallybook.export import LossReport

__all__ = ["export", "report"]

Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="PATH", help="Where to write.", show_default="standard output")
]


@filtered(threats=True)
def export(
    *,
    register: RegisterFile,
    query: Query,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="jsonl, csv, geojson, parquet, xlsx, datapackage; in the shape of others: ucdp, acled, gtd, plover, "
            "hapi, ftm.",
        ),
    ] = "jsonl",
    output: Output = None,
    excel: Annotated[bool, typer.Option("--excel", help="CSV with the mark that Excel needs for UTF-8.")] = False,
    fatalities: Annotated[
        str | None,
        typer.Option(
            "--fatalities",
            metavar="BOUND",
            help="low, best or high: the one number of dead in acled and hapi.",
            show_default="low",
        ),
    ] = None,
    loss_report: Annotated[
        Path | None,
        typer.Option("--loss-report", metavar="PATH", help="Write what the format cannot say as JSON, with ids."),
    ] = None,
) -> int:
    """Write the incidents in a format for other programs.

    jsonl gives one incident line per incident; csv and xlsx hold no cell that a spreadsheet would run as a formula,
    and can be edited and read back with import. What a format cannot say is told on standard error: which fields, of
    how many incidents.
    """
    from tallybook.export import get_exporter, losses_of  # noqa: PLC0415

    exporter = get_exporter(format_name, excel=excel, fatalities=fatalities)
    if output is None and exporter.binary and sys.stdout.isatty():
        raise UsageError(f"{format_name} is no text: give --output FILE")
    with seen(register) as view:
        records = matching(view, query)
    with tempfile.TemporaryDirectory(prefix="tallybook-") as folder:
        made = Path(folder) / f"export{exporter.suffix}"
        count = exporter.write(records, made)
        hand_over(made, output)
    losses = losses_of(exporter, records)
    if loss_report is not None:
        _write_losses(losses, exporter.name, loss_report)
    left_out = f" of {len(records)}" if count < len(records) else ""
    say(f"{count}{left_out} incidents written{f' to {output}' if output else ''}.")
    for line in losses.lines() if losses is not None else ():
        say(line)
    return DONE


def _write_losses(losses: LossReport | None, format_name: str, target: Path) -> None:
    """The loss report as JSON; a format that gives no account of itself cannot have one."""
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    if losses is None:
        raise UsageError(f"--loss-report: {format_name} gives no account of what it cannot say; leave the option out")
    with tempfile.TemporaryDirectory(prefix="tallybook-") as folder:
        made = Path(folder) / "losses.json"
        made.write_text(dump(losses.as_object()) + "\n", encoding="utf-8")
        hand_over(made, target)


@filtered(threats=True)
def report(
    *,
    register: RegisterFile,
    query: Query,
    output: Output = None,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="The page's heading.")
    ] = "Register of incidents",
    names: Annotated[
        bool, typer.Option("--names", help="Show the names of private persons, which are withheld by default.")
    ] = False,
) -> int:
    """Write one self-contained HTML page: map, timeline, cards with the words highlighted, tallies, disagreements."""
    from tallybook.cli.page import write_page  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="tallybook-") as folder:
        made = Path(folder) / "report.html"
        with seen(register) as view:
            count = write_page(view, query, made, title=title, names=names)
        hand_over(made, output)
    say(f"{count} incidents on the page{f' {output}' if output else ''}.")
    return DONE


def hand_over(made: Path, output: Path | None) -> None:
    """Give a finished file to its place, whole or not at all, or to standard output."""
    if output is None:
        utf8()
        with made.open("rb") as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
        return
    if output.is_dir():
        raise ExportError(f"{output}: is a folder; give the path of a file, such as {output / made.name}")
    try:
        _place(made, output)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"{output}: cannot be written ({error.strerror}); choose another place") from error


def _place(made: Path, output: Path) -> None:
    if output.exists() and not output.is_file():
        # A pipe or a device is written into; a new file in its place would break it for everybody.
        with made.open("rb") as content, output.open("wb") as stream:
            shutil.copyfileobj(content, stream)
        return
    output = output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = output.with_name(f".{output.name}.part")
    try:
        shutil.copyfile(made, beside)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
