"""An edited table put into effect: what a person changed in it becomes decisions, logged and undone like others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.deciding import Decided, decide
from tallybook.export.corrected import REVIEW, Change, changes_of
from tallybook.export.edits import Edits, edits_of
from tallybook.export.records import records_of
from tallybook.review.acts import Deed, accept, correct, reject

if TYPE_CHECKING:
    from tallybook.export.sheet import Sheet
    from tallybook.model import Decision
    from tallybook.register.base import View
    from tallybook.register.store import SqlRegister

__all__ = ["Applied", "apply_edits", "edits_in"]

STATES = {"accepted": accept, "rejected": reject}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was changed in a table, and the decisions that it became; none when a cell cannot be taken."""

    edits: Edits
    decided: Decided


def edits_in(view: View, sheet: Sheet) -> Edits:
    """What was changed in a table, against the register as a view sees it."""
    return edits_of(sheet, records_of(view), leads_to=view.resolve)


def apply_edits(register: SqlRegister, sheet: Sheet, deed: Deed) -> Applied:
    """Decide what was changed in a table, all of it or nothing: a cell that cannot be taken keeps everything back.

    The difference is worked out within the transaction that stores it, so that nobody's decision is overwritten unseen.

    Raises:
        RegisterBusy: Another process writes.
    """
    found: list[Edits] = []

    def make(view: View) -> Sequence[Decision]:
        found.append(edits_in(view, sheet))
        return [] if found[-1].problems else _decisions(view, found[-1], deed)

    decided = decide(register, make)
    return Applied(edits=found[-1], decided=decided)


def _decisions(view: View, edits: Edits, deed: Deed) -> list[Decision]:
    """One decision for each property of each incident, values before states: what is accepted is what was corrected."""
    names = {one.incident_id for one in edits.corrections}
    records = [record for record in records_of(view) if record.incident.id in names]
    changes = [
        change
        for record in records
        for change in changes_of(record, (one for one in edits.corrections if one.incident_id == record.incident.id))
    ]
    return [_decision(view, change, deed) for change in sorted(changes, key=lambda change: change.field == REVIEW)]


def _decision(view: View, change: Change, deed: Deed) -> Decision:
    if change.field == REVIEW:
        return STATES[str(change.cells[0].new)](view, change.incident_id, deed)
    return correct(view, change.incident_id, change.field, change.values, deed)
