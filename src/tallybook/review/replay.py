"""The log of decisions, read from its first entry to its last: what holds now, about the reports that stand now.

An undone decision does not hold, unless its undoing was undone. Of decisions about the same the later holds: the later
judgement of a pair, the later value of a field, the later state of an incident. So the order of decisions about
different things does not matter, and reading the log again gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallybook.model import Decision, Judgement, Link
from tallybook.register.base import View
from tallybook.review.anchors import found_again

__all__ = ["Replay", "holding", "replay"]

SCORES = {Judgement.SAME: 1.0, Judgement.DIFFERENT: 0.0, Judgement.UNSURE: 0.5}
"""The score of a link that follows from a decision about several reports."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The decisions that hold, oldest first, and the report that stands now for each report they are about."""

    holding: tuple[Decision, ...]
    stands: Mapping[str, str | None]

    def links(self) -> list[Link]:
        """What people decided about pairs of reports that are read now: the latest of each pair, ordered by pair.

        A merge says that all its reports are the same: each is tied to the first, and older words to the contrary
        fall. A split says that reports of different parts are different and those of one part the same.
        """
        ruled: dict[Pair, Link] = {}
        for decision in self.holding:
            if decision.link is not None:
                _judge(ruled, decision.link, self._now(decision.link.left), self._now(decision.link.right))
            elif decision.act == "merge":
                _tie(ruled, self._reports(decision), decision.who)
            elif decision.act == "split":
                parts = [self._reports(decision, place) for place in range(len(decision.parts))]
                for part in parts:
                    _tie(ruled, part, decision.who)
                _part(ruled, parts, decision.who)
        return [ruled[pair] for pair in sorted(ruled)]

    def reports(self, decision: Decision) -> tuple[list[str], list[str]]:
        """The reports that stand now for those of a decision, and its reports that none stands for."""
        names = [anchor.report_id for anchor in decision.reports]
        standing = dict.fromkeys(now for name in names if (now := self.stands.get(name)) is not None)
        return list(standing), [name for name in names if self.stands.get(name) is None]

    def _now(self, name: str) -> str | None:
        return self.stands.get(name)

    def _reports(self, decision: Decision, place: int | None = None) -> list[str]:
        parts = decision.parts if place is None else decision.parts[place : place + 1]
        found = (self._now(anchor.report_id) for part in parts for anchor in part.reports)
        return sorted({name for name in found if name is not None})


def holding(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that are not undone, without those that undo."""
    gone: set[str] = set()
    for decision in reversed(decisions):
        if decision.undoes is not None and decision.id not in gone:
            gone.add(decision.undoes)
    return tuple(one for one in decisions if one.act != "undo" and one.id not in gone)


def replay(view: View) -> Replay:
    """The decisions of a register that hold, about the reports that stand now."""
    held = holding(view.decisions())
    return Replay(holding=held, stands=found_again(held, view))


def _judge(ruled: dict[Pair, Link], link: Link, left: str | None, right: str | None) -> None:
    if left is None or right is None or left == right:
        return
    pair = (min(left, right), max(left, right))
    ruled[pair] = Link(
        left=pair[0], right=pair[1], judgement=link.judgement, score=link.score, judge=link.judge, reasons=link.reasons
    )


def _tie(ruled: dict[Pair, Link], reports: Sequence[str], who: str) -> None:
    """All of them are one: each is the same as the first, and none is different from another any more."""
    inside = set(reports)
    for pair in [pair for pair, link in ruled.items() if link.judgement is not Judgement.SAME]:
        if pair[0] in inside and pair[1] in inside:
            del ruled[pair]
    for other in reports[1:]:
        _say(ruled, reports[0], other, Judgement.SAME, who)


def _part(ruled: dict[Pair, Link], parts: Iterable[Sequence[str]], who: str) -> None:
    """Reports of different parts are different."""
    before: list[str] = []
    for part in parts:
        for left in before:
            for right in part:
                if left != right:
                    _say(ruled, left, right, Judgement.DIFFERENT, who)
        before += part


def _say(ruled: dict[Pair, Link], left: str, right: str, judgement: Judgement, who: str) -> None:
    pair = (min(left, right), max(left, right))
    ruled[pair] = Link(left=pair[0], right=pair[1], judgement=judgement, score=SCORES[judgement], judge=who)
