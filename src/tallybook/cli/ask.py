"""``list``, ``show``, ``tally``, ``timeline``, ``disagreements``: what the register holds, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tallybook.cli.console import out, put, utf8
from tallybook.cli.filters import filtered, known_values, matching
from tallybook.cli.guard import DONE, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import find_incident, seen
from tallybook.errors import UsageError

if TYPE_CHECKING:
    from tallybook.answer import Query

FigureRule = Annotated[
    str | None,
    typer.Option(
        "--rule",
        metavar="NAME",
        help="Choose figures by another rule, for this answer only: range_of_independent_latest, latest_official, "
        "majority, lowest or highest.",
        show_default="the register's",
    ),
]

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
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Every figure by source, group, time and status, and what became of it.")
    ] = False,
    rule: FigureRule = None,
    as_json: AsJson = False,
) -> int:
    """Show one incident: every value, and the words it rests on.

    ``--rule`` chooses the figures of the ledger anew; the register stays as it is.
    """
    from tallybook.answer import ledger as ledger_of  # noqa: PLC0415
    from tallybook.cli.cards import print_card  # noqa: PLC0415
    from tallybook.cli.tables import print_ledger  # noqa: PLC0415
    from tallybook.export.contract import incident_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    if rule is not None and not ledger:
        raise UsageError("--rule chooses among the figures of a ledger; add --ledger")
    with seen(register) as view:
        record = find_incident(view, incident)
        answer = ledger_of(view, record.incident.id, rule=rule) if ledger else None
    if answer is not None and as_json:
        for row in answer.records():
            put(dump(row))
    elif answer is not None:
        print_ledger(answer)
    elif as_json:
        put(dump(incident_line(record)))
    else:
        print_card(record)
    return DONE


@filtered(threats=False)
def tally(
    *,
    register: RegisterFile,
    query: Query,
    by: Annotated[
        str,
        typer.Option(
            "--by", metavar="WHAT", help="day, week, month, quarter, year, type, actor, country, admin1, place, …"
        ),
    ] = "month",
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare",
            metavar="WITH",
            help="year-earlier: the same days a year before; previous-period: the period right before.",
            show_default=False,
        ),
    ] = None,
    rule: FigureRule = None,
    as_json: AsJson = False,
) -> int:
    """Count incidents, killed and injured, with bounds: by period, actor, place or type.

    Threats are never counted. A figure that nobody states is not zero; an open top ("at least") stays open.
    """
    from tallybook.answer import RuledView, by_rule  # noqa: PLC0415
    from tallybook.answer import tally as count  # noqa: PLC0415
    from tallybook.cli.tables import print_tally, tally_line  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    parents, known = known_values()
    with seen(register) as view:
        chosen = view if rule is None else RuledView(view, rule)
        answer = by_rule(count(chosen, query, by=by, compare=compare, parents=parents, known=known), rule)
    if as_json:
        put(dump(tally_line(answer, by=by, compare=compare, query=query)))
    else:
        print_tally(answer, by=by, compare=compare)
    return DONE


@filtered(threats=False)
def timeline(*, register: RegisterFile, query: Query, as_json: AsJson = False) -> int:
    """List what happened in order of time, one line each."""
    from tallybook.answer import timeline as in_order  # noqa: PLC0415
    from tallybook.cli.tables import print_timeline  # noqa: PLC0415
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    utf8()
    parents, known = known_values()
    with seen(register) as view:
        answer = in_order(view, query, parents=parents, known=known)
    if as_json:
        for row in answer.records():
            put(dump(row))
    else:
        print_timeline(answer)
    return DONE


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
