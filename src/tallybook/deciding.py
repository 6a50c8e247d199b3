"""Decisions of people, stored and put into effect at once: the door of the register for review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tallybook._version import version
from tallybook.errors import RegisterBusy, UsageError
from tallybook.model import Decision
from tallybook.settling import LINKED, put_reviews, settle

if TYPE_CHECKING:
    from tallybook.pipeline import Stages
    from tallybook.register.store import SqlRegister
    from tallybook.register.view import SqlView
    from tallybook.register.writer import SqlWriter

__all__ = ["Decided", "decide"]

Make = Callable[["SqlView"], Sequence[Decision]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was stored, and whether it is in effect: while another process has a run open, that run will see to it."""

    decisions: tuple[Decision, ...]
    in_effect: bool = True


def decide(register: SqlRegister, make: Make, *, seen: int | None = None, stages: Stages | None = None) -> Decided:
    """Store the decisions that ``make`` gives, all or none, and bring incidents and findings up to date.

    ``seen`` is the number of the last entry of the log that the person had seen, if somebody else may decide as well.
    Decisions about links need ``stages``; without them those of the register's last run are loaded.

    Raises:
        RegisterConflict: Somebody decided about the same meanwhile; nothing is stored.
    """
    with register.writer() as writer:
        with writer.transaction():
            view = writer.view()
            was_linked = view.mark(LINKED) is not None
            stored = tuple(writer.put_decision(one, seen=seen) for one in make(view))
            is_linked = view.mark(LINKED) is not None
            if is_linked:
                put_reviews(writer, only=_touched(view, stored))
        if is_linked or not (was_linked or view.runs()):
            return Decided(decisions=stored)
        return Decided(decisions=stored, in_effect=_settled(register, writer, stages, len(stored)))


def _touched(view: SqlView, decisions: Sequence[Decision]) -> set[str]:
    """The incidents that decisions are about, those of what they undo among them."""
    log = {one.id: one for one in view.decisions()} if any(one.undoes for one in decisions) else {}
    names: set[str] = set()
    for one in decisions:
        about = one
        while about.undoes is not None:
            about = log[about.undoes]
        names |= {anchor.report_id for anchor in about.reports}
        names |= {name for name in _now(view, about) if name is not None}
    return set(view.members(names).values())


def _now(view: SqlView, decision: Decision) -> Sequence[str | None]:
    from tallybook.review.anchors import found_again  # noqa: PLC0415

    return list(found_again([decision], view).values())


def _settled(register: SqlRegister, writer: SqlWriter, stages: Stages | None, count: int) -> bool:
    """Link anew in a run of its own; whether that could be done now."""
    settings = register.view().runs()[-1].settings
    stages = stages or _stages_of(settings)
    try:
        writer.begin_run(settings=settings, codebook_hash=stages.codebook_hash, version=version(), started=_now_iso())
    except RegisterBusy:
        return False
    settle(register, writer, stages)
    writer.end_run(state="done", ended=_now_iso(), counts={"decisions": count})
    return True


def _stages_of(settings: object) -> Stages:
    """The stages of a run, by the settings that were stored with it."""
    from tallybook.pipeline import default_stages  # noqa: PLC0415  all stages are heavy

    known = settings if isinstance(settings, dict) else {}
    try:
        return default_stages(
            codebook=str(known.get("codebook", "default")),
            extractor=str(known.get("extractor", "patterns")),
            rule=str(known["rule"]) if known.get("rule") else None,
        )
    except UsageError as error:
        raise UsageError(f"{error}; the register was last built with it") from error


def _now_iso() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
