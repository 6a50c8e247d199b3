"""Review from Python: what people decide, in one class that :class:`tallybook.api.Tallybook` takes in."""

from __future__ import annotations

import getpass
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tallybook.errors import UsageError
from tallybook.model import Finding, Judgement

if TYPE_CHECKING:
    from tallybook.deciding import Decided
    from tallybook.model import Decision, Question, Value
    from tallybook.model.finding import Range
    from tallybook.pipeline import Stages
    from tallybook.register import Head
    from tallybook.register.base import View
    from tallybook.register.store import SqlRegister
    from tallybook.review.acts import Deed

__all__ = ["Reviewing", "all_questions", "who_decides"]


def who_decides(given: str | None = None) -> str:
    """Who decides: who was given, else the setting ``who``, else the login name."""
    from tallybook.settings import load_settings  # noqa: PLC0415

    if given is not None:
        return given.strip()
    try:
        return load_settings().who or getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("who: nobody is logged in; say who decides with --who NAME, or the setting 'who'") from error


def all_questions(view: View) -> list[Question]:
    """What the register asks of a person, what matters most first: conflicts, and pairs that the model is unsure of."""
    from tallybook.review import replay  # noqa: PLC0415
    from tallybook.review.anchors import said_of  # noqa: PLC0415
    from tallybook.review.questions import pair_questions, pairs_asked  # noqa: PLC0415

    judged = replay(view).links()
    links = pairs_asked(view.links(), judged)
    names = {name for link in links for name in (link.left, link.right)}
    members = view.members(names)
    incidents = view.incidents(set(members.values()))
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in view.findings_among(members.values()):
        findings[finding.incident_id].append(finding)
    headlines = {
        report.id: " ".join([f"{report.document_id}: {report.event_types[0]}", *(one.value for one in said_of(report))])
        for incident in incidents
        for report in incident.reports
        if report.id in names
    }
    pairs = pair_questions(links, members=members, findings=findings, headlines=headlines)
    return sorted([*view.questions(), *pairs], key=lambda one: (-one.weight, one.id))


class Reviewing(ABC):
    """What a person can decide about the incidents of a register; each call is stored with who, when and why.

    ``who`` is who decides (the setting ``who`` or the login name where it is not given), ``why`` the reason. Each gives
    the decision as it was stored.
    """

    @abstractmethod
    def _register(self, *, create: bool = False) -> SqlRegister:
        """The register that is asked."""

    def same(self, left: str, right: str, *, who: str | None = None, why: str | None = None) -> Decision:
        """Two reports, or two incidents, are the same incident."""
        return self._judge(left, right, Judgement.SAME, who, why)

    def different(self, left: str, right: str, *, who: str | None = None, why: str | None = None) -> Decision:
        """Two reports, or two incidents, are different incidents."""
        return self._judge(left, right, Judgement.DIFFERENT, who, why)

    def unsure(self, left: str, right: str, *, who: str | None = None, why: str | None = None) -> Decision:
        """Nobody can tell whether two reports are the same incident; it is asked again when more is known."""
        return self._judge(left, right, Judgement.UNSURE, who, why)

    def _judge(self, left: str, right: str, judgement: Judgement, who: str | None, why: str | None) -> Decision:
        from tallybook.review.acts import judge  # noqa: PLC0415

        return self._decide(lambda view, deed: judge(view, left, right, judgement, deed), who, why)

    def merge(self, *incidents: str, who: str | None = None, why: str | None = None) -> Decision:
        """Several incidents are one; the oldest id stays, the others lead to it."""
        from tallybook.review.acts import merge  # noqa: PLC0415

        return self._decide(lambda view, deed: merge(view, incidents, deed), who, why)

    def split(self, incident: str, *groups: Sequence[str], who: str | None = None, why: str | None = None) -> Decision:
        """One incident is several: each group (ids of reports or documents) is one, and what is in no group another."""
        from tallybook.review.acts import split  # noqa: PLC0415

        return self._decide(lambda view, deed: split(view, incident, groups, deed), who, why)

    def correct(
        self,
        incident: str,
        field: str,
        value: str | Sequence[Value | Range] | None,
        *,
        who: str | None = None,
        why: str | None = None,
    ) -> Decision:
        """A field has this value whatever its documents say: as typed (see ``tallybook.review.fields``) or as values.

        ``None``, or no value, says that it is not stated.

        Raises:
            UsageError: There is no such field, or no such value for it.
        """
        from tallybook.review.acts import correct  # noqa: PLC0415
        from tallybook.review.fields import check_values, field_named, load_lists, read_values  # noqa: PLC0415

        prop = field_named(field)
        values = read_values(prop, value, load_lists()) if isinstance(value, str) else check_values(prop, value or ())
        return self._decide(lambda view, deed: correct(view, incident, prop, values, deed), who, why)

    def accept(self, incident: str, *, who: str | None = None, why: str | None = None) -> Decision:
        """A person has looked at an incident and stands by it as it is."""
        from tallybook.review.acts import accept  # noqa: PLC0415

        return self._decide(lambda view, deed: accept(view, incident, deed), who, why)

    def reject(self, incident: str, *, who: str | None = None, why: str | None = None) -> Decision:
        """It is no incident, or none that counts; it stays in the register as rejected."""
        from tallybook.review.acts import reject  # noqa: PLC0415

        return self._decide(lambda view, deed: reject(view, incident, deed), who, why)

    def undo(self, decision: str | None = None, *, who: str | None = None, why: str | None = None) -> Decision:
        """Take back a decision, or the last one that holds; undoing an undo brings the decision back."""
        from tallybook.review.acts import undo  # noqa: PLC0415

        return self._decide(lambda view, deed: undo(view, decision, deed), who, why)

    def decisions(self) -> list[Decision]:
        """The log of decisions, the first first; what was undone is there, and what undid it."""
        return self._register().view().decisions()

    def questions(self) -> list[Question]:
        """What the register asks of a person, what matters most first."""
        with self._register().view() as view:
            return all_questions(view)

    def head(self) -> Head:
        """The last entry of the log of decisions: keep it elsewhere, and ``verify`` sees when the end is cut off."""
        return self._register().view().head()

    def _decide(self, make: Callable[[View, Deed], Decision], who: str | None, why: str | None) -> Decision:
        return self._decided(lambda view, deed: [make(view, deed)], who, why).decisions[0]

    def _decided(
        self,
        make: Callable[[View, Deed], Sequence[Decision]],
        who: str | None,
        why: str | None,
    ) -> Decided:
        from tallybook.deciding import decide  # noqa: PLC0415
        from tallybook.review.acts import Deed  # noqa: PLC0415

        at = datetime.now(UTC).isoformat(timespec="seconds")
        deed = Deed(who=who_decides(who), at=at, why=why.strip() or None if why else None)
        return decide(self._register(), lambda view: make(view, deed), stages=self._stages())

    def _stages(self) -> Stages | None:
        """The stages that links are made with; those of the last run where there are none."""
        return None
