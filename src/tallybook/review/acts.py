"""Decisions in the making: what a person says about incidents or reports, with all that finds these again later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tallybook.errors import UsageError
from tallybook.model import Act, Decision, Incident, Judgement, Link, Part, Report, reports_of
from tallybook.register.base import View
from tallybook.review.anchors import anchor_of
from tallybook.review.conflicts import shown_findings
from tallybook.review.replay import SCORES
from tallybook.review.values import Held, shown_about

__all__ = ["Deed", "accept", "correct", "judge", "merge", "reject", "split", "undo"]

LONGEST = 200
"""Characters of a name of who decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who decides, when (ISO time, UTC) and why."""

    who: str
    at: str
    why: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no name."""
        if not self.who.strip() or len(self.who) > LONGEST or not self.who.isprintable():
            raise UsageError(f"who: {self.who[:40]!r} is no name; say who decides: --who NAME, or the setting 'who'")


def judge(view: View, left: str, right: str, judgement: Judgement, deed: Deed) -> Decision:
    """Two reports are the same incident, are different ones, or nobody can tell; incidents stand for all their reports.

    Of two incidents the same is a merge, different keeps them apart, and unsure is said of their first reports.
    """
    reports = [_reports(view, name) for name in (left, right)]
    if all(len(found) == 1 for found, _ in reports) or judgement is Judgement.UNSURE:
        return _judge_pair(reports[0][0][0], reports[1][0][0], view, judgement, deed)
    if {one.id for one in reports[0][0]} & {one.id for one in reports[1][0]}:
        raise UsageError(f"{left} and {right} are one incident; to take it apart use split")
    parts = tuple(_part(found, name) for found, name in reports)
    act: Act = "merge" if judgement is Judgement.SAME else "split"
    return Decision(act=act, who=deed.who, at=deed.at, why=deed.why, parts=parts)


def _judge_pair(left: Report, right: Report, view: View, judgement: Judgement, deed: Deed) -> Decision:
    if left.id == right.id:
        raise UsageError(f"{left.id} is given twice; a pair is two reports")
    homes = view.members([left.id, right.id])
    one, other = sorted((left, right), key=lambda report: report.id)
    link = Link(left=one.id, right=other.id, judgement=judgement, score=SCORES[judgement], judge=deed.who)
    parts = tuple(_part([report], homes.get(report.id)) for report in (one, other))
    return Decision(act="judge", who=deed.who, at=deed.at, why=deed.why, parts=parts, link=link)


def merge(view: View, incidents: Sequence[str], deed: Deed) -> Decision:
    """Several incidents are one: all their reports tell of the same."""
    found = {one.id: one for one in (incident_of(view, name) for name in incidents)}
    if len(found) < 2:
        raise UsageError(f"merge: {', '.join(incidents)} is one incident; give two or more")
    parts = tuple(_part(one.reports, one.id) for one in found.values())
    return Decision(act="merge", who=deed.who, at=deed.at, why=deed.why, parts=parts)


def split(view: View, incident_id: str, groups: Sequence[Sequence[str]], deed: Deed) -> Decision:
    """One incident is several: each group (ids of reports or documents) is one, and what is in no group another."""
    incident = incident_of(view, incident_id)
    left = {report.id: report for report in incident.reports}
    parts = [[left.pop(report.id) for report in _members(incident, group) if report.id in left] for group in groups]
    parts = [part for part in [list(left.values()), *parts] if part]
    if len(parts) < 2:
        held = ", ".join(f"{report.id} ({report.document_id})" for report in incident.reports)
        raise UsageError(f"split: {incident.id} stays whole so; its reports are {held}; name some of them, not all")
    made = tuple(_part(part, incident.id) for part in parts)
    return Decision(act="split", who=deed.who, at=deed.at, why=deed.why, parts=made)


def _members(incident: Incident, names: Iterable[str]) -> list[Report]:
    chosen = []
    for name in names:
        found = [report for report in incident.reports if name in (report.id, report.document_id)]
        if not found:
            held = ", ".join(f"{report.id} ({report.document_id})" for report in incident.reports)
            raise UsageError(f"split: {name!r} is no report or document of {incident.id}; it has {held}")
        chosen += found
    return chosen


def correct(view: View, incident_id: str, prop: str, values: Sequence[Held], deed: Deed) -> Decision:
    """A field of an incident has these values, whatever its documents say; no value: it is not stated."""
    incident = incident_of(view, incident_id)
    return Decision(
        act="correct", who=deed.who, at=deed.at, why=deed.why, parts=(_part(incident.reports, incident.id),),
        field=prop, values=tuple(values), saw=shown_about(incident.reports, prop),
    )  # fmt: skip


def accept(view: View, incident_id: str, deed: Deed) -> Decision:
    """A person has looked at an incident and stands by it as it is."""
    return _state(view, incident_id, deed, is_accepted=True)


def reject(view: View, incident_id: str, deed: Deed) -> Decision:
    """It is no incident, or none that counts: it stays in the register, and out of sums and other schemes' files."""
    return _state(view, incident_id, deed, is_accepted=False)


def _state(view: View, incident_id: str, deed: Deed, *, is_accepted: bool) -> Decision:
    incident = incident_of(view, incident_id)
    return Decision(
        act="accept" if is_accepted else "reject", who=deed.who, at=deed.at, why=deed.why,
        parts=(_part(incident.reports, incident.id),), saw=shown_findings(view.findings(incident.id)),
    )  # fmt: skip


def undo(view: View, decision_id: str | None, deed: Deed) -> Decision:
    """Take back a decision, or the last one that holds; to undo an undo is to have the decision again."""
    log = view.decisions()
    gone = {one.undoes for one in log if one.undoes is not None}
    if decision_id is None:
        held = [one for one in log if one.act != "undo" and one.id not in gone]
        if not held:
            raise UsageError("undo: no decision holds that could be undone; 'tallybook review log' lists all")
        target = held[-1]
    else:
        beginnings = (decision_id, f"dec-{decision_id}")
        named = [one for one in log if one.id.startswith(beginnings)]
        if len(named) != 1 or not decision_id:
            what = "begins several decisions" if len(named) > 1 else "is no decision"
            raise UsageError(f"undo: {decision_id!r} {what}; 'tallybook review log' lists all")
        target = named[0]
    return Decision(act="undo", who=deed.who, at=deed.at, why=deed.why, undoes=target.id)


def incident_of(view: View, name: str) -> Incident:
    """An incident with reports, also by an id it had before a merge."""
    found = view.incident(name)
    if found is None or not found.reports:
        raise UsageError(f"there is no incident {name!r}; 'tallybook list' shows those there are")
    return found


def _reports(view: View, name: str) -> tuple[list[Report], str | None]:
    """The reports that an id means: itself, or all of an incident, which is given too."""
    found = reports_of(view.claims(report_id=name))
    if found:
        return found, view.members([name]).get(name)
    incident = view.incident(name)
    if incident is None or not incident.reports:
        raise UsageError(f"{name!r} is no report and no incident; 'tallybook list' shows the incidents")
    return list(incident.reports), incident.id


def _part(reports: Iterable[Report], incident_id: str | None) -> Part:
    return Part(reports=tuple(anchor_of(report) for report in reports), incident_id=incident_id)
