"""``missed``: how many incidents no source tells of, estimated from the overlap of those that do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import out, put, table, utf8
from tallybook.cli.filters import filtered, known_values
from tallybook.cli.guard import DONE
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import seen
from tallybook.errors import UsageError

if TYPE_CHECKING:
    from tallybook.answer import Missed, Query

__all__ = ["missed"]

VOICES_SHOWN = 3
MODELS_SHOWN = 5


@filtered(threats=False)
def missed(
    *,
    register: RegisterFile,
    query: Query,
    lists: Annotated[
        str,
        typer.Option(
            "--lists",
            metavar="RULE",
            help="largest: the agencies and publishers that tell of most incidents, and all others as one list; kinds: "
            "agencies, outlets, unnamed pages.",
        ),
    ] = "largest",
    most: Annotated[int, typer.Option("--most", metavar="N", help="Lists that 'largest' makes, 2 to 5.")] = 4,
    own: Annotated[
        list[str] | None,
        typer.Option(
            "--list",
            metavar="NAME=VOICE,…",
            help="A list of your own, instead of --lists; two to five times. '*' is all others.",
            show_default=False,
        ),
    ] = None,
    criterion: Annotated[
        str, typer.Option("--criterion", metavar="NAME", help="What models are weighed by: aicc or bic.")
    ] = "aicc",
    as_json: AsJson = False,
) -> int:
    """Estimate how many incidents every source missed, or say why that cannot be done.

    Multiple-systems estimation: from how independent sources overlap, with a 95 % interval. An estimate, never a count:
    no tally and no export has it. Read docs/explanation/missed.md before you publish one.
    """
    from tallybook.answer import missed as estimate  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    parents, known = known_values()
    chosen = _own_lists(own) if own else lists
    with seen(register) as view:
        answer = estimate(view, query, lists=chosen, most=most, criterion=criterion, parents=parents, known=known)
    if as_json:
        put(dump(answer.line()))
    else:
        _print(answer)
    return DONE


def _own_lists(given: list[str]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for one in given:
        name, equals, voices = one.partition("=")
        if not name.strip() or not equals or not voices.strip():
            raise UsageError(f"--list {one!r}: give a name and its voices, such as 'agencies=Reuters,AFP'")
        made.setdefault(name.strip(), []).extend(voice for voice in voices.split(",") if voice.strip())
    return made


def _print(answer: Missed) -> None:
    sources = table("list", "incidents", "voices", numbers=("incidents",))
    for one in answer.lists:
        more = len(one.voices) - VOICES_SHOWN
        shown = ", ".join(one.voices[:VOICES_SHOWN]) + (f" and {more} more" if more > 0 else "")
        sources.add_row(one.name, str(one.incidents), shown)
    overlaps = table("told by exactly", "incidents", numbers=("incidents",))
    for cell in answer.cells:
        if cell.ids:
            overlaps.add_row(" + ".join(cell.lists), str(len(cell.ids)))
    for shown_table in (sources, overlaps):
        if shown_table.row_count:
            out().print(shown_table)
    _print_models(answer)
    put(answer.sentence)
    for line in (*_beside(answer), *answer.caveats):
        put(f"Note: {line}")


def _print_models(answer: Missed) -> None:
    if not answer.models:
        return
    models = table("depends on each other", "weight", "missed", "G²", "df", numbers=("weight", "missed", "G²", "df"))
    for one in answer.models[:MODELS_SHOWN]:
        models.add_row(one.depends, f"{one.weight:.2f}", f"{one.missed:.0f}", f"{one.deviance:.1f}", str(one.degrees))
    rest = answer.models[MODELS_SHOWN:]
    if rest:
        models.add_row(f"… {len(rest)} more models", f"{sum(one.weight for one in rest):.2f}", "", "", "")
    out().print(models)


def _beside(answer: Missed) -> list[str]:
    """The plain estimators, to hold beside the answer."""
    if answer.checks is None:
        return []
    found = [
        ("Chao's lower bound", answer.checks.lower_bound),
        ("Lincoln and Petersen", answer.checks.lincoln_petersen),
        ("Chapman", answer.checks.chapman),
    ]
    said = ", ".join(f"{name} {value:.0f}" for name, value in found if value is not None)
    return [f"To compare, missed by plain estimators: {said}."] if said else []
