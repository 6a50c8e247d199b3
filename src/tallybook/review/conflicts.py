"""Where decisions and what is read now do not fit together: each becomes a question instead of being lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tallybook.model import Anchor, Decision, Finding, Incident, Judgement, Link, Question, Report, Shown, reports_of
from tallybook.register.base import View
from tallybook.review.anchors import said_of
from tallybook.review.questions import ask, stakes
from tallybook.review.replay import Replay
from tallybook.review.values import agrees, said_about, show, show_all

__all__ = ["KEY_FIELDS", "in_short", "link_questions", "lost", "newer", "overtaken_by", "shown_findings", "since"]

KEY_FIELDS = ("event_type", "stage", "when", "where", "killed", "injured")
"""Fields whose change reopens what was accepted or rejected."""
REREAD = ("when", "where")
"""What a report must say otherwise than before for a judgement on it to be asked about."""

DONE = {
    "judge": "judged", "merge": "merged", "split": "split", "correct": "corrected", "accept": "accepted",
    "reject": "rejected",
}  # fmt: skip


def in_short(decision: Decision) -> str:
    """Who did what when, as the beginning of a sentence."""
    return f"{decision.who} {DONE.get(decision.act, decision.act)} this on {decision.at[:10]}"


def overtaken_by(decision: Decision, last: Decision) -> str:
    """That a decision gives way to one about another incident, which is the same incident now."""

    def said(one: Decision) -> str:
        return f"{one.field}: {show_all(one.values)}" if one.act == "correct" else DONE[one.act]

    return (
        f"{in_short(decision)} ({said(decision)}), and {last.who} decided otherwise about reports that are the same "
        f"incident now ({said(last)}, which holds). Decide anew, or undo one."
    )


def shown_findings(findings: Iterable[Finding], props: Sequence[str] = KEY_FIELDS) -> tuple[Shown, ...]:
    """The values of some properties in a few characters; those without a finding are left out."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.prop, []).append(finding)
    return tuple(Shown(field=prop, value=show_all(one.value for one in found[prop])) for prop in props if prop in found)


def newer(
    decision: Decision, incident: Incident, decided: Sequence[Finding], ruled: Sequence[Finding]
) -> Question | None:
    """A decided value, and documents that say otherwise and did not say so when it was decided."""
    prop = str(decision.field)
    seen = {(one.document_id, one.value) for one in decision.saw}
    against: dict[str, list[str]] = {}
    for report in incident.reports:
        for value in said_about(report, prop):
            if (report.document_id, show(value)) not in seen and not agrees(value, decision.values):
                against.setdefault(show(value), []).append(report.document_id)
    if not against:
        return None
    told = "; ".join(f"{value} ({', '.join(dict.fromkeys(names))})" for value, names in sorted(against.items()))
    basis = sorted({one.value for one in decision.saw})
    then = f"when documents said {', '.join(basis)}" if basis else "when no document stated it"
    text = (
        f"{prop} was decided as {show_all(decision.values)} by {decision.who} on {decision.at[:10]}, {then}; newer: "
        f"{told}. Correct it anew (the same value again keeps it)."
    )
    at_stake = stakes([*ruled, *decided])
    return ask("newer", text, at_stake=at_stake, incidents=(incident.id,), decision=decision, field=prop)


def since(
    decision: Decision,
    incident: Incident,
    ruled: Sequence[Finding],
    decided: Sequence[Finding],
    corrections: Sequence[Decision],
    *,
    holds: bool,
) -> Question | None:
    """What was accepted or rejected, and reads otherwise now for another reason than a later correction."""
    later = {one.field for one in corrections if one.number > decision.number}
    given = {one.prop for one in decided}
    now = shown_findings([*(one for one in ruled if one.prop not in given), *decided])
    before = {one.field: one.value for one in decision.saw}
    changes = [
        f"{one.field} was {before.get(one.field, 'not stated')}, is {one.value}"
        for one in now
        if one.field not in later and before.get(one.field) != one.value
    ]
    known = {anchor.document_id for anchor in decision.reports}
    new = [name for name in incident.documents if name not in known]
    if not changes and (not new or (decision.act == "accept" and holds)):
        return None
    told = "; ".join([*changes, *([f"new documents: {', '.join(new)}"] if new else [])])
    rest = "" if holds else " It is mostly made of other reports now and counts as unreviewed."
    text = f"{in_short(decision)}; since then: {told}.{rest} Accept or reject it again."
    return ask("changed", text, at_stake=stakes([*ruled, *decided]), incidents=(incident.id,), decision=decision)


def lost(decision: Decision, replayed: Replay) -> Question | None:
    """What was decided about reports that are not read any more."""
    standing, gone = replayed.reports(decision)
    if decision.act in ("correct", "accept", "reject"):
        is_lost = not standing
    else:
        is_lost = any(
            all(replayed.stands.get(anchor.report_id) is None for anchor in part.reports) for part in decision.parts
        )
    if not is_lost:
        return None
    documents = {anchor.report_id: anchor.document_id for anchor in decision.reports}
    named = ", ".join(sorted({f"{name} of {documents[name] or 'an unknown document'}" for name in gone}))
    about = f" ({decision.field}: {show_all(decision.values)})" if decision.act == "correct" else ""
    text = f"{in_short(decision)}{about}, but these reports are not read any more: {named}. Decide anew, or undo it."
    return ask("lost", text, at_stake=1.0, decision=decision)


def link_questions(
    replayed: Replay,
    decisions: Sequence[Decision],
    members: Mapping[str, str],
    view: View,
    ruled: Mapping[str, Sequence[Finding]],
) -> list[Question]:
    """Judgements, merges and splits that do not hold, that a person was unsure of, or whose reports read otherwise."""
    linking = [one for one in decisions if one.act in ("judge", "merge", "split")]
    if not linking:
        return []
    links = {(link.left, link.right): link for link in replayed.links()}
    reports = _reports_of(linking, replayed, view)
    found = []
    for one in linking:
        names = tuple(dict.fromkeys(members[name] for name in replayed.reports(one)[0] if name in members))
        at_stake = min((stakes(ruled.get(name, ())) for name in names), default=1.0)
        if (why := _clash(one, replayed, links, members)) is not None:
            text = f"{in_short(one)}, but {why}. Decide anew, or undo what is wrong."
            found.append(ask("clash", text, at_stake=at_stake, incidents=names, decision=one))
        if one.link is not None and one.link.judgement is Judgement.UNSURE and _still(one.link, replayed, links):
            left, right = (str(replayed.stands[name]) for name in (one.link.left, one.link.right))
            text = f"{one.who} was unsure on {one.at[:10]} whether {left} and {right} tell of the same incident."
            found.append(ask("unsure", text, at_stake=at_stake, incidents=names, decision=one, pair=(left, right)))
        if changes := _reread(one, replayed, reports):
            text = f"{in_short(one)}; its reports read otherwise now: {'; '.join(changes)}. Judge them again."
            found.append(ask("changed", text, at_stake=at_stake, incidents=names, decision=one))
    return found


def _reports_of(decisions: Sequence[Decision], replayed: Replay, view: View) -> dict[str, Report]:
    """The reports that stand for those of decisions, of documents that were read again or not."""
    wanted = {name for one in decisions for name in replayed.reports(one)[0]}
    return {report.id: report for report in reports_of(view.claims_among(wanted))}


def _still(link: Link, replayed: Replay, links: Mapping[tuple[str, str], Link]) -> bool:
    left, right = replayed.stands.get(link.left), replayed.stands.get(link.right)
    if left is None or right is None:
        return False
    ruled = links.get((min(left, right), max(left, right)))
    return ruled is not None and ruled.judgement is link.judgement


def _clash(
    decision: Decision, replayed: Replay, links: Mapping[tuple[str, str], Link], members: Mapping[str, str]
) -> str | None:
    """Why a decision about links does not hold; one that a later decision took the place of is no clash."""
    groups = [_standing(part.reports, replayed) for part in decision.parts]
    if decision.act == "merge" or (decision.link is not None and decision.link.judgement is Judgement.SAME):
        everyone = [name for group in groups for name in group]
        homes = {members[name] for name in everyone if name in members}
        apart = _said(links, everyone, everyone, Judgement.DIFFERENT)
        if decision.act == "judge" and not _still_judged(decision, replayed, links):
            return None
        return "other decisions keep the reports apart" if len(homes) > 1 and not apart else None
    if decision.act == "split" or (decision.link is not None and decision.link.judgement is Judgement.DIFFERENT):
        return _not_apart(groups, links, members)
    return None


def _still_judged(decision: Decision, replayed: Replay, links: Mapping[tuple[str, str], Link]) -> bool:
    return decision.link is not None and _still(decision.link, replayed, links)


def _not_apart(
    groups: Sequence[Sequence[str]], links: Mapping[tuple[str, str], Link], members: Mapping[str, str]
) -> str | None:
    for place, group in enumerate(groups):
        for other in groups[place + 1 :]:
            if set(group) & set(other):
                return "what were several reports is read as one now"
            together = {members.get(name) for name in group} & {members.get(name) for name in other} - {None}
            mine = [name for name in group if members.get(name) in together]
            theirs = [name for name in other if members.get(name) in together]
            if together and _said(links, mine, theirs, Judgement.DIFFERENT):
                return "the reports are in one incident"
    return None


def _said(
    links: Mapping[tuple[str, str], Link], one: Sequence[str], other: Sequence[str], judgement: Judgement
) -> bool:
    pairs = ((min(a, b), max(a, b)) for a in one for b in other)
    return any((link := links.get(pair)) is not None and link.judgement is judgement for pair in pairs)


def _standing(anchors: Iterable[Anchor], replayed: Replay) -> list[str]:
    names = (replayed.stands.get(anchor.report_id) for anchor in anchors)
    return list(dict.fromkeys(name for name in names if name is not None))


def _reread(decision: Decision, replayed: Replay, reports: Mapping[str, Report]) -> list[str]:
    """Days and places that the reports of a decision had otherwise when it was made."""
    changes = []
    for anchor in decision.reports:
        now = reports.get(str(replayed.stands.get(anchor.report_id)))
        said = {one.field: one.value for one in said_of(now)} if now is not None else {}
        before = {one.field: one.value for one in anchor.said}
        changes += [
            f"{name} of {anchor.document_id} was {before[name]}, is {said[name]}"
            for name in REREAD
            if name in before and name in said and before[name] != said[name]
        ]
    return list(dict.fromkeys(changes))
