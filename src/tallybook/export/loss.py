"""What a format cannot say of the incidents it is given: the loss report that goes with every export.

A loss is *dropped* (the format has no place for it), *narrowed* (it is said more coarsely than it is known) or *filled*
(the format demands a value where none is stated). An incident that a format does not admit at all is left out, by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Converted", "Loss", "LossReport", "report_of"]

LossKind = Literal["dropped", "narrowed", "filled"]
KINDS: tuple[LossKind, ...] = ("filled", "narrowed", "dropped")
"""In the order in which a reader should see them: what is in the file and not in the register comes first."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Loss:
    """One thing of one incident that does not come through as it is known.

    ``field`` is a field of the incident line (``killed.high``, ``where.site``), ``why`` a few words for a person.
    """

    field: str
    kind: LossKind
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """One incident in a format: its rows and what they do not say; or ``left_out``, why it has no row for it."""

    rows: tuple[Row, ...] = ()
    losses: tuple[Loss, ...] = ()
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReport:
    """What an export of ``given`` incidents lost: ids by reason for those left out, ids by loss for those written."""

    format: str
    given: int
    written: int
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    losses: Mapping[Loss, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether everything came through."""
        return not self.left_out and not self.losses

    def as_object(self) -> dict[str, Any]:
        """The report as one JSON object, incidents by id."""
        return {
            "format": self.format,
            "incidents": {"given": self.given, "written": self.written, "left_out": self.given - self.written},
            "left_out": [
                {"why": why, "incidents": len(ids), "incident_ids": list(ids)} for why, ids in self.left_out.items()
            ],
            "losses": [
                {
                    "field": loss.field,
                    "kind": loss.kind,
                    "why": loss.why,
                    "incidents": len(ids),
                    "incident_ids": list(ids),
                }
                for loss, ids in self.losses.items()
            ],
        }

    def lines(self) -> list[str]:
        """The report for a person, one line for each reason and each loss, with the number of incidents before it."""
        told = []
        if self.left_out:
            told.append(f"Left out, since {self.format} has no row for them:")
            told += [f"{len(ids):>6}  {why}" for why, ids in self.left_out.items()]
        for kind, head in HEADS.items():
            found = [(loss, ids) for loss, ids in self.losses.items() if loss.kind == kind]
            if found:
                told.append(head.format(self.format))
                told += [f"{len(ids):>6}  {loss.field}: {loss.why}" for loss, ids in found]
        return told


HEADS: Mapping[LossKind, str] = {
    "filled": "Filled in, since {} demands a value and none is stated:",
    "narrowed": "Said more coarsely in {} than it is known:",
    "dropped": "Not said in {}:",
}


def report_of(format_name: str, converted: Iterable[tuple[str, Converted]]) -> LossReport:
    """The report over incidents (id, what became of it), the most frequent first."""
    left_out: defaultdict[str, list[str]] = defaultdict(list)
    losses: defaultdict[Loss, list[str]] = defaultdict(list)
    given = written = 0
    for incident_id, one in converted:
        given += 1
        if one.left_out is not None:
            left_out[one.left_out].append(incident_id)
            continue
        written += 1
        for loss in dict.fromkeys(one.losses):
            losses[loss].append(incident_id)
    by_count = sorted(losses, key=lambda loss: (KINDS.index(loss.kind), -len(losses[loss]), loss))
    return LossReport(
        format=format_name,
        given=given,
        written=written,
        left_out={why: tuple(left_out[why]) for why in sorted(left_out, key=lambda why: (-len(left_out[why]), why))},
        losses={loss: tuple(losses[loss]) for loss in by_count},
    )
