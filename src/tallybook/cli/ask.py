"""``list``, ``show``, ``tally``, ``timeline``, ``disagreements``: what the register holds, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import out, put, utf8
from tallybook.cli.filters import filtered, matching
from tallybook.cli.guard import DONE, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import find_incident, seen

if TYPE_CHECKING:
    from tallybook.answer import Query

__all__ = ["disagreements", "list_incidents", "show", "tally", "timeline"]


@filtered(threats=True)
def list_incidents(*, register: RegisterFile, query: Query, as_json: AsJson = False) -> int:
    """List the incidents of a register, earliest first."""
    from tallybook.cli.cards import incident_table  # noqa: PLC0415
    from tallybook.export.contract import incident_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        records = matching(view, query)
    if as_json:
        for record in records:
            put(dump(incident_line(record)))
        return DONE
    if records:
        out().print(incident_table(records))
    say(f"{len(records)} incidents.")
    return DONE


def show(
    incident: Annotated[str, typer.Argument(metavar="ID", help="An incident's id, or the beginning of it.")],
    *,
    register: RegisterFile,
    as_json: AsJson = False,
) -> int:
    """Show one incident: every value, and the words it rests on."""
    from tallybook.cli.cards import print_card  # noqa: PLC0415
    from tallybook.export.contract import incident_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        record = find_incident(view, incident)
    if as_json:
        put(dump(incident_line(record)))
    else:
        print_card(record)
    return DONE


def tally(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """Count incidents and casualties, with bounds."""
    raise NotImplementedError


def timeline(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """Show incidents and casualties over time, with bounds."""
    raise NotImplementedError


@filtered(threats=True)
def disagreements(*, register: RegisterFile, query: Query, as_json: AsJson = False) -> int:
    """List where documents contradict each other, with every reading and who has it."""
    from tallybook.cli.cards import print_disagreements  # noqa: PLC0415
    from tallybook.export.contract import incident_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        records = [record for record in matching(view, query) if record.disagreements]
    if as_json:
        for record in records:
            line = incident_line(record)
            put(dump({"incident_id": line["incident_id"], "disagreements": line["disagreements"]}))
        return DONE
    count = print_disagreements(records)
    say(f"{count} disagreements in {len(records)} incidents.")
    return DONE
