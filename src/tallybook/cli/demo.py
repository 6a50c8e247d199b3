"""``demo``: the whole way from pages to answers, on the sample corpus that ships with the program."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import out, progress, put, utf8
from tallybook.cli.guard import DONE, SOME_FAILED
from tallybook.errors import UsageError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from tallybook.export import IncidentRecord
    from tallybook.register.base import View

__all__ = ["demo"]

PAGES = "samples/pages"
EXPORTS = (("jsonl", "incidents.jsonl"), ("csv", "incidents.csv"), ("geojson", "incidents.geojson"))


def demo(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for what the demo makes.")
    ] = Path("tallybook-demo"),
    pages: Annotated[Path | None, typer.Option("--pages", hidden=True, help="Other pages than the samples.")] = None,
) -> int:
    """Build a register from sample pages that ship with the program, and show what is in it.

    The pages are invented reports about events of public record. Nothing leaves this computer.
    """
    from tallybook.pipeline import build  # noqa: PLC0415

    utf8()
    output.mkdir(parents=True, exist_ok=True)
    copied = copy_pages(pages or _samples(), output / "pages")
    register = output / "register.db"
    put(f"1. Reading {copied} sample pages into {register}  (tallybook build)")
    with progress("Reading") as tick:
        summary = build(register, [output / "pages"], progress=lambda done, _: tick(done, copied))
    put(f"   {summary.sentence}")
    _show(register, output)
    put(_where_things_are(output, register))
    return SOME_FAILED if summary.failed else DONE


def copy_pages(source: Traversable, target: Path) -> int:
    """Copy the pages of a folder; how many there are. Pages of an earlier version of the samples go."""
    target.mkdir(parents=True, exist_ok=True)
    wanted = {item.name: item for item in source.iterdir() if item.is_file() and not item.name.startswith((".", "_"))}
    for old in target.iterdir():
        if old.name not in wanted and old.is_file():
            old.unlink()
    for name, item in wanted.items():
        with item.open("rb") as content, (target / name).open("wb") as copy:
            shutil.copyfileobj(content, copy)
    return len(wanted)


def _samples() -> Traversable:
    found = resources.files("tallybook").joinpath(PAGES)
    if not found.is_dir():
        raise UsageError(
            "the sample corpus is not part of this installation; give pages of your own to 'tallybook build'"
        )
    return found


def _show(register: Path, output: Path) -> None:
    from tallybook.answer.query import STAGES, make_query  # noqa: PLC0415
    from tallybook.cli.cards import incident_table, print_card, print_disagreements  # noqa: PLC0415
    from tallybook.cli.filters import matching  # noqa: PLC0415
    from tallybook.cli.page import write_page  # noqa: PLC0415
    from tallybook.cli.registered import seen  # noqa: PLC0415

    everything = make_query(stage=STAGES)
    with seen(register) as view:
        records = matching(view, everything)
        put("\n2. The incidents found (tallybook list)")
        out().print(incident_table(records))
        put("3. The tallies (tallybook tally --by year)")
        _tallies(view)
        richest = max(records, key=_richness, default=None)
        if richest is not None:
            put("\n4. One incident, and the words behind every value (tallybook show ID)")
            print_card(richest)
        put("\n5. Where documents disagree (tallybook disagreements)")
        print_disagreements(records)
        write_page(view, everything, output / "report.html", title="Sample register", names=False)
    _export(records, output)


def _richness(record: IncidentRecord) -> tuple[int, int, str]:
    """The incident that shows most: told by several, contradicted, and with many claims."""
    told = min(len(record.incident.documents), 3)
    return (told + min(len(record.disagreements), 2), len(record.claims), record.incident.id)


def _tallies(view: View) -> None:
    from tallybook.answer import make_query, tally  # noqa: PLC0415
    from tallybook.cli.tables import print_tally  # noqa: PLC0415

    for by in ("year", "type"):
        print_tally(tally(view, make_query(), by=by), by=by, compare=None)


def _export(records: list[IncidentRecord], output: Path) -> None:
    from tallybook.export import get_exporter  # noqa: PLC0415

    for name, file in EXPORTS:
        get_exporter(name).write(records, output / file)


def _where_things_are(output: Path, register: Path) -> str:
    return "\n".join(
        (
            "",
            "The files are here:",
            f"  {output / 'report.html'}   the page: open it in a browser",
            f"  {register}   the register",
            f"  {output / 'incidents.jsonl'}, .csv, .geojson   the same for other programs",
            f"  {output / 'pages'}   the pages it was made from",
            "",
            "Now your own pages:",
            "  tallybook build --register my.db FOLDER",
            "  tallybook list --register my.db",
        )
    )
