"""Links to clusters, one link after the other: never across what must stay apart, never by a chain of weak links.

What a person decided comes before everything: pairs judged the same are joined, pairs judged different never are, not
even through a third report. Two reports of one document are two incidents unless a person says otherwise. Two clusters
join only if their cross links hold up on average, so that one lucky pair does not draw two incidents into one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tallybook.model import Judgement, Link

MEAN_FROM = 0.5
"""Mean probability (of log odds) that the cross pairs of two clusters need to join them."""
SAMPLE = 6
"""Reports of either side that are asked when two large clusters join: 36 pairs at the most."""
TWICE_FROM = 0.5
"""Probability of a link from which it may bring together two reports of one document."""
VETO = 0.01
"""A cross pair below this probability contradicts the join outright (another town, months apart)."""

Pair = tuple[str, str]
Scorer = Callable[[str, str], float]
Check = Callable[[str, str], bool]


def pair(left: str, right: str) -> Pair:
    """Two report ids in the order in which links are kept."""
    return (left, right) if left < right else (right, left)


@dataclass(slots=True)
class _Clusters:
    """Union-find over report ids with the members of each root and the pairs that must stay apart."""

    document_of: Mapping[str, str]
    apart: frozenset[Pair]
    root_of: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)

    def add(self, report: str) -> None:
        self.root_of[report] = report
        self.members[report] = [report]

    def may_join(self, left: str, right: str) -> bool:
        one, other = self.members[self.root_of[left]], self.members[self.root_of[right]]
        return not self.apart or not any(pair(a, b) in self.apart for a in one for b in other)

    def told_twice(self, left: str, right: str) -> list[Pair]:
        """The pairs of reports of one document that joining would bring together."""
        one, other = self.members[self.root_of[left]], self.members[self.root_of[right]]
        by_document: dict[str, list[str]] = {}
        for report in one:
            by_document.setdefault(self.document_of[report], []).append(report)
        return [pair(a, b) for b in other for a in by_document.get(self.document_of[b], ())]

    def join(self, left: str, right: str) -> None:
        keep, drop = sorted(
            (self.root_of[left], self.root_of[right]), key=lambda root: (-len(self.members[root]), root)
        )
        moved = self.members.pop(drop)
        self.members[keep] = sorted(self.members[keep] + moved)
        for report in moved:
            self.root_of[report] = keep


def _log_odds(chance: float) -> float:
    safe = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(safe / (1 - safe))


def _holds_up(one: Sequence[str], other: Sequence[str], scorer: Scorer, document_of: Mapping[str, str]) -> bool:
    crossing = [(a, b) for a in one[:SAMPLE] for b in other[:SAMPLE] if document_of[a] != document_of[b]]
    total = 0.0
    for a, b in crossing:
        chance = scorer(*pair(a, b))
        if chance < VETO:
            return False
        total += _log_odds(chance)
    return bool(crossing) and total / len(crossing) >= _log_odds(MEAN_FROM)


def _decide(clusters: _Clusters, decided: Iterable[Link]) -> None:
    same = [link for link in decided if link.judgement is Judgement.SAME]
    for link in sorted(same, key=lambda link: (link.left, link.right)):
        if link.left not in clusters.root_of or link.right not in clusters.root_of:
            continue
        if clusters.root_of[link.left] != clusters.root_of[link.right] and clusters.may_join(link.left, link.right):
            clusters.join(link.left, link.right)


@dataclass(frozen=True, slots=True)
class Judges:
    """What clustering asks about two reports: how probably they are one, and whether one page may tell it twice."""

    probability: Scorer
    compatible: Check


def _joinable(link: Link, clusters: _Clusters, judges: Judges) -> bool:
    one, other = clusters.root_of[link.left], clusters.root_of[link.right]
    if one == other or not clusters.may_join(one, other):
        return False
    twice = clusters.told_twice(one, other)
    if twice and (link.score < TWICE_FROM or not all(judges.compatible(*found) for found in twice)):
        return False
    return _holds_up(clusters.members[one], clusters.members[other], judges.probability, clusters.document_of)


def cluster(
    document_of: Mapping[str, str],
    links: Iterable[Link],
    *,
    judges: Judges,
    decided: Sequence[Link] = (),
    repeats: Iterable[Pair] = (),
) -> tuple[tuple[str, ...], ...]:
    """The clusters of all reports (report id -> document id), each sorted, ordered by first member.

    ``links`` are the model's, in the order in which they are tried. ``repeats`` are a document's main report and one
    that only says it again: it goes where the main one went, unless it was linked elsewhere.
    """
    ruled = {pair(link.left, link.right) for link in decided}
    apart = frozenset(pair(link.left, link.right) for link in decided if link.judgement is Judgement.DIFFERENT)
    clusters = _Clusters(document_of, apart)
    for report in sorted(document_of):
        clusters.add(report)
    _decide(clusters, decided)
    for link in links:
        settled = link.judgement is not Judgement.SAME or pair(link.left, link.right) in ruled
        if not settled and _joinable(link, clusters, judges):
            clusters.join(link.left, link.right)
    for lead, other in sorted(repeats):
        alone = clusters.members[clusters.root_of[other]] == [other]
        if alone and pair(lead, other) not in ruled and clusters.may_join(lead, other):
            clusters.join(lead, other)
    return tuple(sorted(tuple(members) for members in clusters.members.values()))
