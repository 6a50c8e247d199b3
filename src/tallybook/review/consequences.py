"""What the decisions that hold make of incidents: their state, the values people gave, and what must be asked again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tallybook.model import DECIDED, Decision, Finding, Incident, Question, Review, ReviewState, Unresolved
from tallybook.register.base import View, Writer
from tallybook.review.conflicts import link_questions, lost, newer, overtaken_by, since
from tallybook.review.questions import ask, stakes
from tallybook.review.replay import Replay, replay
from tallybook.review.values import agrees

__all__ = ["Consequences", "apply", "consequences"]

STATES: Mapping[str, ReviewState] = {"accept": "accepted", "reject": "rejected"}
NOTHING = Unresolved(reason="not stated")
"""The value of a finding that a person decided to be not stated."""


@dataclass(slots=True)
class Consequences:
    """What follows from decisions, for the incidents they are about."""

    reviews: list[Review] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    decided: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What decisions are held against: the incidents they are about, with the findings that rules give them."""

    replayed: Replay
    members: Mapping[str, str]
    incidents: Mapping[str, Incident]
    ruled: Mapping[str, Sequence[Finding]]

    def home(self, decision: Decision) -> str | None:
        """The incident that a decision about one incident is about now: the one that has most of its reports."""
        names, _ = self.replayed.reports(decision)
        shares = Counter(self.members[name] for name in names if name in self.members)
        return min(shares, key=lambda one: (-shares[one], one)) if shares else None


def apply(writer: Writer, *, only: Collection[str] | None = None) -> set[str]:
    """Work out and store what decisions make of all incidents, or of some; in the transaction that is open.

    Gives the ids of the incidents whose state or findings may have changed by it.
    """
    made = consequences(writer.view(), only=only)
    writer.put_review(made.reviews, made.questions, made.decided, only=only)
    return {review.incident_id for review in made.reviews} | set(only or ())


def consequences(view: View, *, only: Collection[str] | None = None) -> Consequences:
    """What the decisions of a register make of its incidents, or of those of some ids."""
    replayed = replay(view)
    members = view.members(name for name in replayed.stands.values() if name is not None)
    touching = {one.id: _incidents_of(one, replayed, members) for one in replayed.holding}
    wanted = {name for names in touching.values() for name in names}
    wanted = wanted if only is None else wanted & set(only)
    sight = Sight(
        replayed=replayed, members=members,
        incidents={one.id: one for one in view.incidents(wanted)}, ruled=_by_incident(view.ruled(wanted)),
    )  # fmt: skip
    held = [one for one in replayed.holding if touching[one.id] & wanted or not touching[one.id]]
    made = Consequences()
    _decided_on(sight, held, wanted, touching, made)
    made.questions += [question for one in held if (question := lost(one, replayed)) is not None]
    made.questions += link_questions(replayed, [one for one in held if touching[one.id]], members, view, sight.ruled)
    made.questions = sorted({one.id: one for one in made.questions}.values(), key=lambda one: one.id)
    return made


def _incidents_of(decision: Decision, replayed: Replay, members: Mapping[str, str]) -> set[str]:
    names, _ = replayed.reports(decision)
    return {members[name] for name in names if name in members}


def _by_incident(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    grouped: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.incident_id].append(finding)
    return grouped


def _decided_on(
    sight: Sight,
    held: Sequence[Decision],
    wanted: Collection[str],
    touching: Mapping[str, set[str]],
    made: Consequences,
) -> None:
    """States and values of the incidents that single decisions are about."""
    mine: defaultdict[str, list[Decision]] = defaultdict(list)
    beside: defaultdict[str, list[Decision]] = defaultdict(list)
    for one in held:
        home = sight.home(one) if one.act in STATES or one.act == "correct" else None
        if home is not None:
            mine[home].append(one)
        for name in touching[one.id]:
            beside[name].append(one)
    for name in sorted(wanted):
        incident, ruled = sight.incidents[name], sight.ruled.get(name, ())
        values = _latest(one for one in mine[name] if one.act == "correct")
        decided = [finding for one in values for finding in _findings(one, incident, ruled)]
        state = _state(sight, incident, mine[name])
        made.decided += decided
        made.reviews.append(
            Review(
                incident_id=name, state=STATES[state.act] if state else "unreviewed",
                decisions=tuple(one.id for one in beside[name]),
            )
        )  # fmt: skip
        made.questions += [question for one in values if (question := newer(one, incident, decided, ruled)) is not None]
        made.questions += _overtaken(sight, incident, mine[name], ruled)
        states = [one for one in mine[name] if one.act in STATES]
        states = _latest(states) if state is not None else states  # where none holds, all are asked about
        made.questions += [
            question
            for one in states
            if (question := since(one, incident, ruled, decided, values, holds=one is state)) is not None
        ]


def _overtaken(
    sight: Sight, incident: Incident, decisions: Sequence[Decision], ruled: Sequence[Finding]
) -> list[Question]:
    """Decisions on what were several incidents and is one now, of which only the last can hold."""
    held = {one.field: one for one in decisions}
    asked = []
    for one in decisions:
        last = held[one.field]
        shared = set(sight.replayed.reports(one)[0]) & set(sight.replayed.reports(last)[0])
        if one is not last and not shared and (one.act, one.values) != (last.act, last.values):
            text = overtaken_by(one, last)
            asked.append(ask("clash", text, at_stake=stakes(ruled), incidents=(incident.id,), decision=one))
    return asked


def _latest(decisions: Iterable[Decision]) -> list[Decision]:
    """The last decision about each field, or about the state."""
    return list({one.field: one for one in decisions}.values())


def _state(sight: Sight, incident: Incident, decisions: Sequence[Decision]) -> Decision | None:
    """The decision that says whether an incident stands.

    A rejection holds as long as at least half of its reports were rejected: true reports that join later must not
    vanish with a false one. It is asked about, then.
    """
    latest = [one for one in decisions if one.act in STATES][-1:]
    if not latest:
        return None
    names, _ = sight.replayed.reports(latest[0])
    share = sum(report.id in names for report in incident.reports) / len(incident.reports)
    return None if latest[0].act == "reject" and share < 0.5 else latest[0]


def _findings(decision: Decision, incident: Incident, ruled: Sequence[Finding]) -> list[Finding]:
    """The values that a person gave, with the claims for and against each."""
    prop = str(decision.field)
    claims = {claim.id: claim for claim in incident.claims}
    mentioned = sorted({name for one in ruled if one.prop == prop for name in (*one.supporting, *one.opposing)})
    told = [claims[name] for name in mentioned if name in claims]
    found = []
    for value in decision.values or (NOTHING,):
        backing = {claim.id for claim in told if agrees(claim.value, (value,))}
        found.append(
            Finding(
                incident_id=incident.id, prop=prop, value=value, rule=DECIDED,
                supporting=tuple(claim.id for claim in told if claim.id in backing),
                opposing=tuple(claim.id for claim in told if claim.id not in backing), decision=decision.id,
            )
        )  # fmt: skip
    return found
