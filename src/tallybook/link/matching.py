"""Every report against those worth comparing: profiles, pairs and their scores, for a register of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tallybook.link.background import Background
from tallybook.link.blocking import Blocks, keys
from tallybook.link.building import count, drafts, finish
from tallybook.link.clustering import Judges, cluster, pair
from tallybook.link.components import components
from tallybook.link.packed import PackedProfiles
from tallybook.link.profile import Profile
from tallybook.link.scoring import SAME_FROM, UNSURE_FROM, chance, judge, judge_again, may_be_one, score, tells_again
from tallybook.model import Document, Judgement, Link, Report

Told = tuple[Document | None, Sequence[Report]]
"""One document with its reports."""
Edge = tuple[int, int, float]
"""Two rows and the probability that they are one incident."""


@dataclass(slots=True)
class Matched:
    """Profiles in order of time and the pairs of rows that are judged same or unsure. A context manager.

    ``again`` are a document's main report and one that only says it again.
    """

    background: Background
    profiles: PackedProfiles
    same: list[Edge] = field(default_factory=list)
    unsure: list[Edge] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)

    def compare(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Judge these pairs of rows, in place of those judged before."""
        profiles, background = self.profiles, self.background
        self.same, self.unsure = [], []
        for left, right in pairs:
            sure = chance(profiles[left], profiles[right], background)
            if sure >= UNSURE_FROM:
                (self.same if sure >= SAME_FROM else self.unsure).append((left, right, round(sure, 4)))

    def links(self) -> Iterator[Link]:
        """The links with their reasons, which are worked out as they are asked for."""
        for left, right, _ in sorted(self.same + self.unsure):
            yield judge(self.profiles[left], self.profiles[right], self.background)
        for lead, other in sorted(self.again):
            yield judge_again(self.profiles[lead], self.profiles[other], self.background)

    def clusters(self, decided: Sequence[Link] = ()) -> tuple[tuple[str, ...], ...]:
        """The clusters of report ids, each sorted, ordered by their first member."""
        rows = {self.profiles[row].report_id: row for row in range(len(self.profiles))}
        joined = [(rows[link.left], rows[link.right]) for link in decided if {link.left, link.right} <= rows.keys()]
        edges: dict[int, list[Edge]] = {}
        parts = components(len(self.profiles), [*((a, b) for a, b, _ in self.same), *self.again, *joined])
        for edge in self.same:
            edges.setdefault(parts[edge[0]], []).append(edge)
        again: dict[int, list[tuple[int, int]]] = {}
        for lead, other in self.again:
            again.setdefault(parts[lead], []).append((lead, other))
        members: dict[int, list[int]] = {}
        for row, part in enumerate(parts):
            members.setdefault(part, []).append(row)
        found = [
            self._cluster(rows_of, edges.get(part, []), again.get(part, []), decided)
            for part, rows_of in members.items()
        ]
        return tuple(sorted(one for clusters in found for one in clusters))

    def _cluster(
        self, rows: Sequence[int], edges: Sequence[Edge], again: Sequence[tuple[int, int]], decided: Sequence[Link]
    ) -> Iterable[tuple[str, ...]]:
        """The clusters of one component."""
        if len(rows) == 1:
            return [(self.profiles[rows[0]].report_id,)]
        known = {self.profiles[row].report_id: self.profiles[row] for row in rows}
        scores = {pair(self.profiles[a].report_id, self.profiles[b].report_id): sure for a, b, sure in edges}

        def scorer(left: str, right: str) -> float:
            sure = scores.get((left, right))
            return score(known[left], known[right], self.background)[0] if sure is None else sure

        def compatible(left: str, right: str) -> bool:
            return may_be_one(known[left], known[right], self.background)

        def rank(item: tuple[tuple[str, str], float]) -> tuple[int, float, str, str]:
            (left, right), sure = item
            return -known[left].leads - known[right].leads, -sure, left, right

        links = [
            Link(left=left, right=right, judgement=Judgement.SAME, score=sure, judge="")
            for (left, right), sure in sorted(scores.items(), key=rank)
        ]
        document_of = {name: profile.document_id for name, profile in known.items()}
        repeats = [(self.profiles[lead].report_id, self.profiles[other].report_id) for lead, other in again]
        return cluster(document_of, links, judges=Judges(scorer, compatible), decided=decided, repeats=repeats)

    def __enter__(self) -> Self:
        """What was matched."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the profiles."""
        self.profiles.close()


def match(told: Iterable[Told], *, parents: Mapping[str, str]) -> Matched:
    """Profiles of all reports and the pairs among them that may be one; documents may come in any order, each once."""
    matched, blocks = prepare(told, parents=parents)
    lefts, rights = blocks.pairs()
    matched.compare(zip(lefts.tolist(), rights.tolist(), strict=True))
    return matched


def prepare(told: Iterable[Told], *, parents: Mapping[str, str]) -> tuple[Matched, Blocks]:
    """The profiles in order of time, none compared yet, and the blocks that say which pairs are worth it."""
    background = Background(parents)
    order: list[tuple[int, str, int]] = []
    several: set[str] = set()
    with PackedProfiles() as read:
        for document, reports in told:
            found = drafts(document, reports)
            count(background, found, document)
            if len(found) > 1:
                several.add(found[0].document_id)
            for draft in found:
                order.append((_time(draft), draft.report_id, len(read)))
                read.append(draft)
        matched = Matched(background, PackedProfiles())
        blocks = Blocks()
        of_document: dict[str, list[int]] = {}
        for row, (_, _, at) in enumerate(sorted(order)):
            profile = finish(read[at], background)
            matched.profiles.append(profile)
            blocks.add(row, profile, keys(profile, background))
            if profile.document_id in several:
                of_document.setdefault(profile.document_id, []).append(row)
        matched.again = [pair for rows in of_document.values() for pair in _again(matched, rows)]
    return matched, blocks


def _again(matched: Matched, rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of the rows of one document the main report with each that only says it again."""
    told = {row: matched.profiles[row] for row in rows}
    for lead in (row for row, profile in told.items() if profile.leads):
        for row, profile in told.items():
            if row != lead and tells_again(told[lead], profile, matched.background):
                yield lead, row


def _time(draft: Profile) -> int:
    return draft.day or (draft.published[0] if draft.published else 0)
