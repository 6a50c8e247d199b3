"""``review``: what a person decides about incidents, the questions, and the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tallybook.cli.console import out, put, table, utf8
from tallybook.cli.guard import DONE, guarded, say
from tallybook.cli.keep import AsJson, RegisterFile
from tallybook.cli.registered import find_incident, seen

if TYPE_CHECKING:
    from tallybook.api import Tallybook
    from tallybook.model import Decision, Question

__all__ = ["REVIEW_COMMANDS", "review_app"]

Who = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", help="Who decides.", show_default="the setting 'who', or the login name"),
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason, for the log.", show_default=False)]
Incident = Annotated[str, typer.Argument(metavar="INCIDENT", help="An incident's id, or the beginning of it.")]
One = Annotated[str, typer.Argument(metavar="ID", help="A question's id, or that of an incident or report.")]
Other = Annotated[str | None, typer.Argument(metavar="[ID]", help="The other incident or report.", show_default=False)]
Limit = Annotated[int, typer.Option("--limit", metavar="N", help="So many at most.", min=1)]


def questions(*, register: RegisterFile, limit: Limit = 20, as_json: AsJson = False) -> int:
    """List what the register asks, what matters most first: conflicts, and pairs that may be one incident."""
    from tallybook.reviewing import all_questions  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        found = all_questions(view)
    if as_json:
        _put_lines([_question_line(one) for one in found[:limit]])
        return DONE
    made = table("id", "kind", "weight", "question", numbers=("weight",))
    for one in found[:limit]:
        made.add_row(one.id, one.kind, f"{one.weight:.2f}", one.text)
    if found:
        out().print(made)
    _say_how_many(found)
    return DONE


def next_question(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """Show the question that matters most, and the commands that answer it."""
    from tallybook.reviewing import all_questions  # noqa: PLC0415

    utf8()
    with seen(register) as view:
        found = all_questions(view)
        if as_json:
            _put_lines([_question_line(one) for one in found[:1]])
            return DONE
        if not found:
            say("No question is open.")
            return DONE
        first = found[0]
        put(f"{first.id} ({first.kind})")
        put(first.text)
        for name in first.incidents:
            _put_card(view, name)
    put(_answers(first))
    _say_how_many(found)
    return DONE


def _say_how_many(found: Sequence[Question]) -> None:
    say("1 question." if len(found) == 1 else f"{len(found)} questions.")


def _put_card(view: Any, name: str) -> None:
    from tallybook.cli.cards import print_card  # noqa: PLC0415

    put("")
    print_card(find_incident(view, name))


def _answers(asked: Question) -> str:
    if asked.left is not None:
        words = " | ".join(f"tallybook review {name} {asked.id}" for name in ("same", "different", "unsure"))
        return f"\nAnswer: {words}"
    undo = f"tallybook review undo {asked.decision}" if asked.decision else ""
    if asked.field is not None and asked.incidents:
        return f"\nAnswer: tallybook review correct {asked.incidents[0]} {asked.field} VALUE | {undo}"
    return f"\nAnswer: decide anew, or {undo}"


def same(
    one: One, other: Other = None, *, register: RegisterFile, who: Who = None, why: Why = None, as_json: AsJson = False
) -> int:
    """Say that two reports or incidents tell of the same incident: a pair, or the pair that a question is about."""
    return _judge("same", one, other, register, who=who, why=why, as_json=as_json)


def different(
    one: One, other: Other = None, *, register: RegisterFile, who: Who = None, why: Why = None, as_json: AsJson = False
) -> int:
    """Say that two reports or incidents are different incidents."""
    return _judge("different", one, other, register, who=who, why=why, as_json=as_json)


def unsure(
    one: One, other: Other = None, *, register: RegisterFile, who: Who = None, why: Why = None, as_json: AsJson = False
) -> int:
    """Say that nobody can tell whether two reports are the same incident; the question stays, with less weight."""
    return _judge("unsure", one, other, register, who=who, why=why, as_json=as_json)


def _judge(word: str, one: str, other: str | None, register: str, **given: Any) -> int:
    as_json = bool(given.pop("as_json"))

    def act(book: Tallybook) -> Decision:
        left, right = (one, other) if other is not None else _pair_of(book, one, whole=word != "unsure")
        decided: Decision = getattr(book, word)(_id(book, left), _id(book, right), **given)
        return decided

    return _act(register, act, as_json)


def _pair_of(book: Tallybook, question_id: str, *, whole: bool) -> tuple[str, str]:
    """The two reports that a question is about, or the ``whole`` incidents that they are in, if these are two."""
    from tallybook.errors import UsageError  # noqa: PLC0415

    found = [one for one in book.questions() if one.id.startswith(question_id) and one.left and one.right]
    if len(found) != 1:
        raise UsageError(
            f"{question_id!r} is no open question about a pair; give two ids, or one of 'review questions'"
        )
    if whole and len(found[0].incidents) == 2:
        return found[0].incidents[0], found[0].incidents[1]
    return str(found[0].left), str(found[0].right)


def merge(
    incidents: Annotated[list[str], typer.Argument(metavar="INCIDENT…", help="Two incidents or more.")],
    *,
    register: RegisterFile,
    who: Who = None,
    why: Why = None,
    as_json: AsJson = False,
) -> int:
    """Say that incidents are one; the oldest id stays, the others lead to it."""
    return _act(register, lambda b: b.merge(*(_id(b, name) for name in incidents), who=who, why=why), as_json)


def split(
    incident: Incident,
    members: Annotated[
        list[str],
        typer.Argument(metavar="MEMBER…", help="A report or document that is another incident; a comma joins several."),
    ],
    *,
    register: RegisterFile,
    who: Who = None,
    why: Why = None,
    as_json: AsJson = False,
) -> int:
    """Say that an incident is several: each MEMBER (or list of members with commas) is one, the rest another."""
    groups = [member.split(",") for member in members]
    return _act(register, lambda b: b.split(_id(b, incident), *groups, who=who, why=why), as_json)


def correct(
    incident: Incident,
    field: Annotated[
        str,
        typer.Argument(
            metavar="FIELD",
            help="event_type, stage, when, where, perpetrator, target, weapon, killed or injured.",
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="killed: 12, 10-15, 10/12/15, 12+; when: 2022-08-04 or A/B; where: Town, AF or 34.5,69.2; codes with "
            "; between several; none for not stated.",
        ),
    ],
    *,
    register: RegisterFile,
    who: Who = None,
    why: Why = None,
    as_json: AsJson = False,
) -> int:
    """Give a field of an incident a value, whatever its documents say; what they say stays visible."""
    return _act(register, lambda b: b.correct(_id(b, incident), field, value, who=who, why=why), as_json)


def accept(
    incident: Incident, *, register: RegisterFile, who: Who = None, why: Why = None, as_json: AsJson = False
) -> int:
    """Stand by an incident as it is; if newer evidence changes it, it is asked about."""
    return _act(register, lambda b: b.accept(_id(b, incident), who=who, why=why), as_json)


def reject(
    incident: Incident, *, register: RegisterFile, who: Who = None, why: Why = None, as_json: AsJson = False
) -> int:
    """Say that it is no incident; it stays in the register as rejected."""
    return _act(register, lambda b: b.reject(_id(b, incident), who=who, why=why), as_json)


def undo(
    decision: Annotated[
        str | None,
        typer.Argument(metavar="[DECISION]", help="A decision's id, or its beginning.", show_default="the last"),
    ] = None,
    *,
    register: RegisterFile,
    who: Who = None,
    why: Why = None,
    as_json: AsJson = False,
) -> int:
    """Take back a decision, or the last one; to undo an undo brings the decision back."""
    return _act(register, lambda b: b.undo(decision, who=who, why=why), as_json)


def log(*, register: RegisterFile, as_json: AsJson = False) -> int:
    """List every decision: who, when, what, why. Nothing is ever taken out of this log."""
    utf8()
    with seen(register) as view:
        found = view.decisions()
    if as_json:
        _put_lines([_decision_line(one) for one in found])
        return DONE
    gone = {one.undoes for one in found}
    made = table("id", "when", "who", "what", "why", numbers=())
    for one in found:
        what = _what(one) + (" (undone)" if one.id in gone and one.act != "undo" else "")
        made.add_row(one.id, one.at, one.who, what, one.why or "")
    if found:
        out().print(made)
    say(f"{len(found)} decisions.")
    return DONE


def head(
    *,
    register: RegisterFile,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Add the line to this file.", show_default=False),
    ] = None,
) -> int:
    """Give number, hash and time of the last decision; kept elsewhere, it lets 'verify --head' see a cut end."""
    from datetime import UTC, datetime  # noqa: PLC0415

    with seen(register) as view:
        last = view.head()
    line = f"{last.number} {last.hash} {datetime.now(UTC).isoformat(timespec='seconds')}"
    if output is None:
        put(line)
        return DONE
    with output.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    say(f"{output}: entry {last.number}.")
    return DONE


def _act(register: str, act: Callable[[Tallybook], Decision], as_json: bool) -> int:
    from tallybook.api import Tallybook  # noqa: PLC0415

    utf8()
    with Tallybook(register) as book:
        made = act(book)
    if as_json:
        _put_lines([_decision_line(made)])
    else:
        put(f"{made.id}  {_what(made)}")
        say(f"Undo it with: tallybook review undo {made.id}")
    return DONE


def _id(book: Tallybook, name: str) -> str:
    """The whole id of an incident of which the beginning is given; reports are given in full."""
    if name.startswith(("rep-", "ask-")):
        return name
    with book._register().view() as view:
        return find_incident(view, name).incident.id


def _what(one: Decision) -> str:
    from tallybook.review.values import show_all  # noqa: PLC0415

    incidents = ", ".join(dict.fromkeys(part.incident_id for part in one.parts if part.incident_id))
    if one.act == "undo":
        return f"undo {one.undoes}"
    if one.link is not None:
        return f"{one.link.judgement.value}: {one.link.left} ~ {one.link.right}"
    if one.act == "correct":
        before = "; ".join(dict.fromkeys(shown.value for shown in one.saw))
        return f"correct {one.field} of {incidents}: {show_all(one.values)}" + (f" (was {before})" if before else "")
    if one.act == "split":
        parts = " | ".join(", ".join(anchor.document_id or anchor.report_id for anchor in p.reports) for p in one.parts)
        return f"split {incidents}: {parts}"
    return f"{one.act} {incidents}"


def _decision_line(one: Decision) -> dict[str, Any]:
    from tallybook.review.values import show_all  # noqa: PLC0415

    return {
        "id": one.id,
        "number": one.number,
        "act": one.act,
        "who": one.who,
        "at": one.at,
        "why": one.why,
        "incidents": list(dict.fromkeys(part.incident_id for part in one.parts if part.incident_id)),
        "parts": [[anchor.report_id for anchor in part.reports] for part in one.parts],
        "judgement": one.link.judgement.value if one.link else None,
        "field": one.field,
        "value": show_all(one.values) if one.act == "correct" else None,
        "saw": [{"field": s.field, "value": s.value, "document_id": s.document_id} for s in one.saw],
        "undoes": one.undoes,
        "hash": one.hash,
    }


def _question_line(one: Question) -> dict[str, Any]:
    from dataclasses import asdict  # noqa: PLC0415

    return {**asdict(one), "incidents": list(one.incidents)}


def _put_lines(lines: list[dict[str, Any]]) -> None:
    from tallybook.export.jsonl import dump  # noqa: PLC0415

    for line in lines:
        put(dump(line))


REVIEW_COMMANDS = (
    ("questions", questions), ("next", next_question), ("same", same), ("different", different), ("unsure", unsure),
    ("merge", merge), ("split", split), ("correct", correct), ("accept", accept), ("reject", reject), ("undo", undo),
    ("log", log), ("head", head),
)  # fmt: skip
"""Every command of the group: its name and the function that runs it."""

review_app = typer.Typer(
    name="review",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Decide about incidents: same or different, merge, split, correct, accept, reject, undo. Decisions outlive "
    "every new reading.",
)
for command_name, function in REVIEW_COMMANDS:
    review_app.command(command_name)(guarded(function))
