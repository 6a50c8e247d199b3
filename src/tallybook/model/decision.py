"""What a person decided about incidents, and what the register asks of a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tallybook.model.document import Span
from tallybook.model.finding import Range
from tallybook.model.link import Link
from tallybook.model.values import Value

Act = Literal["judge", "merge", "split", "correct", "accept", "reject", "undo"]
ReviewState = Literal["unreviewed", "accepted", "rejected"]
QuestionKind = Literal["pair", "unsure", "newer", "changed", "clash", "lost"]

ID_LENGTH = 16
"""Hexadecimal digits of an entry's hash that make the decision's id."""


def decision_id(entry_hash: str) -> str:
    """The id of the decision whose entry has this hash."""
    return f"dec-{entry_hash[:ID_LENGTH]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stood in a field when somebody looked at it, in a few characters; ``document_id`` is whose reading it is."""

    field: str
    value: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A report as it was when somebody decided about it: its id, its document, its words and what it said.

    A better extractor gives the report another id; its words find it again.
    """

    report_id: str
    document_id: str | None = None
    words: tuple[Span, ...] = ()
    said: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Reports that are one side of a decision, and the incident they made then."""

    reports: tuple[Anchor, ...]
    incident_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the log of decisions: who decided what about which reports, when (ISO time, UTC) and why.

    ``parts`` are the two reports of a judged pair, the incidents that are merged, the incidents that one is split into,
    or the one incident that is corrected, accepted or rejected. ``link`` is the judgement on a pair. A correction gives
    ``values`` (none: not stated) to ``field``, a property of findings. ``saw`` is what stood there then. ``undoes`` is
    the id of the decision that is taken back. ``number``, ``previous`` and ``hash`` are its place in the chain, and are
    given when it is stored.
    """

    act: Act
    who: str
    at: str
    why: str | None = None
    parts: tuple[Part, ...] = ()
    link: Link | None = None
    field: str | None = None
    values: tuple[Value | Range, ...] = ()
    saw: tuple[Shown, ...] = ()
    undoes: str | None = None
    number: int = 0
    previous: str = ""
    hash: str = ""

    @property
    def id(self) -> str:
        """The id that its hash gives it; only what is stored has one."""
        return decision_id(self.hash)

    @property
    def reports(self) -> tuple[Anchor, ...]:
        """All reports it is about."""
        return tuple(anchor for part in self.parts for anchor in part.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What people decided about one incident: its state, and the ids of the decisions that hold for it, oldest first.

    ``state`` is unreviewed, accepted or rejected.
    """

    incident_id: str
    state: ReviewState = "unreviewed"
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can answer; ``weight`` says how much it matters (see ``tallybook.review.questions``).

    ``kind`` is ``pair`` (same or different?), ``unsure`` (a person could not tell), ``newer`` (a decided value, and
    newer sources say otherwise), ``changed`` (what was accepted, rejected or judged reads otherwise now), ``clash``
    (decisions that cannot all hold) or ``lost`` (what was decided about is not read any more). ``decision`` is the id
    of the decision it comes from, ``left`` and ``right`` are the reports of a pair.
    """

    id: str
    kind: QuestionKind
    text: str
    weight: float
    incidents: tuple[str, ...] = ()
    decision: str | None = None
    field: str | None = None
    left: str | None = None
    right: str | None = None
