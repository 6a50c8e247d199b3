"""``build``, ``issues``, ``runs``, ``verify``: making a register and looking after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallybook.cli.console import out, progress, put, table, utf8
from tallybook.cli.guard import DONE, SOME_FAILED, say
from tallybook.cli.read import CodebookName, Paths
from tallybook.cli.registered import seen

__all__ = ["AsJson", "RegisterFile", "build", "issues", "runs", "verify"]

RegisterFile = Annotated[
    str,
    typer.Option(
        "--register",
        "-r",
        metavar="FILE|ADDRESS",
        envvar="TALLYBOOK_REGISTER",
        help="The register: a file, or a database as postgresql://SERVER/NAME.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON, for other programs.")]


def build(
    paths: Paths,
    *,
    register: RegisterFile,
    codebook: CodebookName = None,
    rule: Annotated[
        str | None,
        typer.Option(
            "--rule",
            metavar="NAME",
            help="How a figure is chosen among several: range_of_independent_latest, latest_official, majority, lowest "
            "or highest.",
            show_default="range_of_independent_latest",
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", help="Processes that read documents.", show_default="1")
    ] = None,
    relink: Annotated[
        bool, typer.Option("--relink", help="Link all documents anew, not only what has changed.")
    ] = False,
) -> int:
    """Read documents into a register, which is made or brought up to date.

    Running twice changes nothing. A run that was killed goes on where it stopped.
    """
    from tallybook.pipeline import build as build_register  # noqa: PLC0415
    from tallybook.register import shown  # noqa: PLC0415

    with progress("Reading", paths) as tick:
        summary = build_register(register, paths, codebook=codebook, rule=rule, jobs=jobs, relink=relink, progress=tick)
    say(f"{shown(register)}: {summary.sentence}")
    return SOME_FAILED if summary.failed else DONE


def issues(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """List what went wrong with which document; nothing is passed over in silence."""
    from tallybook.export.jsonl import dump  # noqa: PLC0415
    from tallybook.export.objects import issue_object  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        found = view.issues()
    if as_json:
        for issue in found:
            put(dump({"document_id": issue.document_id, **issue_object(issue), "fatal": issue.fatal}))
        return DONE
    made = table("document", "stage", "what", "why", "kept out")
    for issue in found:
        made.add_row(issue.document_id, issue.stage, issue.code, issue.message, "yes" if issue.fatal else "")
    if found:
        out().print(made)
    say(f"{len(found)} issues.")
    return DONE


def runs(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """List the runs that made the register: when, with which version and codebook, and what they did."""
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        found = view.runs()
    if as_json:
        for run in found:
            put(
                dump(
                    {
                        "run": run.id,
                        "version": run.version,
                        "codebook_hash": run.codebook_hash,
                        "settings": dict(run.settings),
                        "started": run.started,
                        "ended": run.ended,
                        "state": run.state,
                        "counts": dict(run.counts),
                    }
                )
            )
        return DONE
    made = table("run", "started", "ended", "state", "version", "codebook", "counts", numbers=("run",))
    for run in found:
        counts = ", ".join(f"{name} {count}" for name, count in run.counts.items())
        made.add_row(str(run.id), run.started, run.ended or "", run.state, run.version, run.codebook_hash[:12], counts)
    out().print(made)
    return DONE


def verify(
    *,
    register: RegisterFile,
    head: Annotated[
        Path | None,
        typer.Option(
            "--head", metavar="FILE", help="Heads of the log of decisions that 'review head' wrote.", show_default=False
        ),
    ] = None,
) -> int:
    """Check that every quotation stands in its text, every page has its hash, and no decision was changed.

    Ends with 1 when something does not hold, and names it.
    """
    from tallybook.pipeline import verify as check  # noqa: PLC0415

    report = check(register, heads=head)
    for problem in report.problems:
        put(problem)
    say(report.sentence)
    return SOME_FAILED if report.problems else DONE
