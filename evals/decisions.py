"""Decisions after a changed reading: random decisions over the sample corpus, then every page read otherwise.

The changed extractor gives every report another id, moves and cuts its words, loses some reports, adds others, and
reads some figures otherwise. Each decision must be kept (what it says is so now), or give way to a later one about the
same, or be asked about. Nothing may be lost in silence. Prints one JSON object; ends with 1 if anything was lost.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import resources

from tallybook.model import (
    DECIDED,
    Claim,
    Code,
    Count,
    Decision,
    Document,
    Incident,
    Judgement,
    Mention,
    Range,
    Span,
    claim,
    content_id,
)
from tallybook.pipeline import Stages, build_into, default_stages
from tallybook.register import open_register
from tallybook.register.base import View
from tallybook.review import holding
from tallybook.review.acts import Deed, accept, correct, judge, merge, reject, split
from tallybook.settings import Settings

DEED = Deed(who="ann", at="2024-01-01T00:00:00+00:00", why="an eval")
LOST, ADDED, MISREAD = 0.1, 0.15, 0.1
"""Shares of reports that the changed extractor loses, tells twice, and gives another figure."""


def remembered(stages: Stages) -> Stages:
    """The stages, reading each page once only."""
    known: dict[str, Sequence[Claim]] = {}

    def resolve(document: Document, _: Sequence[Mention]) -> Sequence[Claim]:
        if document.id not in known:
            known[document.id] = stages.resolve(document, stages.extract(document))
        return known[document.id]

    return replace(stages, extract=lambda _: [], resolve=resolve)


def changed(stages: Stages, chance: random.Random) -> Stages:
    """The stages with another extractor."""

    def resolve(document: Document, mentions: Sequence[Mention]) -> Sequence[Claim]:
        reports: dict[str, list[Claim]] = {}
        for one in stages.resolve(document, mentions):
            reports.setdefault(one.report_id, []).append(one)
        made: list[Claim] = []
        for name, claims in reports.items():
            if chance.random() < LOST and any(one.prop == "event_type" for one in claims):
                continue
            made += _otherwise(document, content_id("rep", name, "changed"), claims, chance)
            if chance.random() < ADDED:
                kept = [one for one in claims if chance.random() < 0.5 or one.prop == "event_type"]
                made += _otherwise(document, content_id("rep", name, "added"), kept, chance)
        return made

    return replace(stages, resolve=resolve, recipe=content_id("rec", stages.recipe, chance.random()))


def _otherwise(document: Document, report: str, claims: Sequence[Claim], chance: random.Random) -> list[Claim]:
    made = []
    for one in claims:
        spans = tuple(_moved(document, span.start, span.end, chance) for span in one.evidence)
        value = one.value
        if isinstance(value, Count) and chance.random() < MISREAD:
            value = replace(value, low=77, best=77, high=77, exactness="exact")
        made.append(claim(document.id, report, one.prop, value, spans, resolver="changed/1"))
    return made


def _moved(document: Document, start: int, end: int, chance: random.Random) -> Span:
    """Words that begin or end a little earlier or later."""
    first = min(max(0, start + chance.choice((-4, 0, 0, 3))), end - 1)
    last = max(min(len(document.text), end + chance.choice((-3, 0, 0, 5))), first + 1)
    return document.span(first, last)


def decided(view: View, number: int, chance: random.Random) -> list[Decision]:
    """Random decisions about what a register holds."""
    incidents = view.incidents()
    reports = [report.id for incident in incidents for report in incident.reports]
    several = [incident for incident in incidents if len(incident.reports) > 1]

    def pair(judgement: Judgement) -> Decision:
        return judge(view, *chance.sample(reports, 2), judgement, DEED)

    makers: list[Callable[[], Decision]] = [
        lambda: pair(Judgement.SAME),
        lambda: pair(Judgement.DIFFERENT),
        lambda: pair(Judgement.UNSURE),
        lambda: merge(view, [one.id for one in chance.sample(incidents, 2)], DEED),
        lambda: _split(view, chance.choice(several), DEED),
        lambda: correct(view, chance.choice(incidents).id, "killed", [Range(low=5, best=5, high=5)], DEED),
        lambda: correct(view, chance.choice(incidents).id, "event_type", [Code(code="arson")], DEED),
        lambda: correct(view, chance.choice(incidents).id, "when", [], DEED),
        lambda: accept(view, chance.choice(incidents).id, DEED),
        lambda: reject(view, chance.choice(incidents).id, DEED),
    ]
    return [chance.choice(makers)() for _ in range(number)]


def _split(view: View, incident: Incident, deed: Deed) -> Decision:
    return split(view, incident.id, [[incident.reports[-1].id]], deed)


def outcome(view: View, decision: Decision, log: Sequence[Decision]) -> str:
    """What became of a decision: ``asked``, ``kept``, ``later`` (one about the same stands), or ``lost``."""
    if any(one.decision == decision.id for one in view.questions()):
        return "asked"
    if _is_kept(view, decision):
        return "kept"
    mine = {anchor.report_id for anchor in decision.reports}
    for other in log:
        shares = mine & {anchor.report_id for anchor in other.reports}
        if other.number > decision.number and shares and _topic(other) == _topic(decision):
            return "later"
    return "lost"


def _topic(one: Decision) -> str:
    return "links" if one.act in ("judge", "merge", "split") else one.field or "state"


def _is_kept(view: View, decision: Decision) -> bool:
    if _topic(decision) != "links":
        reviews = [one for one in view.reviews().values() if decision.id in one.decisions]
        if decision.act == "correct":  # by itself, or by a later one that gives the same
            held = [one for review in reviews for one in view.findings(review.incident_id) if one.rule == DECIDED]
            said = [one.value for one in held if one.prop == decision.field]
            return bool(said) and (not decision.values or said == list(decision.values))
        wanted = "accepted" if decision.act == "accept" else "rejected"
        return any(one.state == wanted for one in reviews)
    from tallybook.review import replay  # noqa: PLC0415

    stands = replay(view).stands
    parts = [[str(stands[anchor.report_id]) for anchor in part.reports] for part in decision.parts]
    homes = [set(view.members(part).values()) for part in parts]
    if decision.act == "merge" or (decision.link and decision.link.judgement is Judgement.SAME):
        return len(set().union(*homes)) == 1
    return len(set().union(*homes)) == sum(map(len, homes))


def trial(stages: Stages, number: int, chance: random.Random) -> Counter[str]:
    """Decide, read otherwise, and look what became of each decision."""
    with (
        resources.as_file(resources.files("tallybook") / "samples" / "pages") as pages,
        open_register(":memory:", create=True) as register,
    ):
        build_into(lambda: register, [pages], settings=Settings(), stages=stages)
        with register.writer() as writer, writer.transaction():
            for one in decided(writer.view(), number, chance):
                writer.put_decision(one)
        build_into(lambda: register, [pages], settings=Settings(), stages=changed(stages, chance))
        view = register.view()
        log = view.decisions()
        found = Counter(outcome(view, one, log) for one in holding(log))
        found["flaws"] = len([*view.flaws(), *view.log_flaws()])
        return found


def main() -> int:
    """Run the trials and print what became of the decisions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=1000, help="decisions in all")
    parser.add_argument("--each", type=int, default=10, help="decisions before each new reading")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    stages, chance = remembered(default_stages()), random.Random(given.seed)  # noqa: S311  a trial, no secret
    found: Counter[str] = Counter()
    for _ in range(given.decisions // given.each):
        found += trial(stages, given.each, chance)
    names = ("kept", "asked", "later", "lost", "flaws")
    line = {"decisions": given.decisions, **{name: found[name] for name in names}}
    sys.stdout.write(json.dumps(line) + "\n")
    return 1 if found["lost"] or found["flaws"] else 0


if __name__ == "__main__":
    sys.exit(main())
