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
from tallybook.link.judging import Edge, Rows, judged, judged_in_processes
from tallybook.link.packed import PackedProfiles
from tallybook.link.profile import Profile
from tallybook.link.scoring import MODEL, SAME_FROM, judge, judge_again, may_be_one, score, tells_again
from tallybook.model import Document, Judgement, Link, Report

Told = tuple[Document | None, Sequence[Report]]
"""One document with its reports."""
MANY_PAIRS = 100_000
"""Pairs from which it pays to judge them in several processes."""


@dataclass(slots=True)
class _Component:
    """Rows that hang together by links, by repeats within a document or by what people decided."""

    rows: list[int] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)
    decided: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class Matched:
    """Profiles in order of time and the pairs of rows that are judged same or unsure. A context manager.

    ``ids`` are the reports of the rows. ``again`` are a document's main report and one that only says it again.
    """

    background: Background
    profiles: PackedProfiles
    ids: list[str] = field(default_factory=list)
    same: list[Edge] = field(default_factory=list)
    unsure: list[Edge] = field(default_factory=list)
    again: list[tuple[int, int]] = field(default_factory=list)

    def compare(self, lefts: Rows, rights: Rows, *, jobs: int = 1) -> None:
        """Judge these pairs of rows, in place of those judged before."""
        if jobs == 1 or len(lefts) < MANY_PAIRS:
            edges = judged(self.profiles, self.background, lefts, rights)
        else:
            edges = judged_in_processes(self.profiles, self.background, lefts, rights, jobs=jobs)
        self.same = [edge for edge in edges if edge[2] >= SAME_FROM]
        self.unsure = [edge for edge in edges if edge[2] < SAME_FROM]

    def links(self) -> Iterator[Link]:
        """The links with their reasons, which are worked out as they are asked for."""
        for left, right, _ in sorted(self.same + self.unsure):
            yield judge(self.profiles[left], self.profiles[right], self.background)
        for lead, other in sorted(self.again):
            yield judge_again(self.profiles[lead], self.profiles[other], self.background)

    def clusters(self, decided: Sequence[Link] = ()) -> tuple[tuple[str, ...], ...]:
        """The clusters of report ids, each sorted, ordered by their first member."""
        rows = {name: row for row, name in enumerate(self.ids)}
        ruled = [link for link in decided if {link.left, link.right} <= rows.keys()]
        joined = [(rows[link.left], rows[link.right]) for link in ruled]
        parts = components(len(self.ids), [*((a, b) for a, b, _ in self.same), *self.again, *joined])
        whole: dict[int, _Component] = {}
        for row, part in enumerate(parts):
            whole.setdefault(part, _Component()).rows.append(row)
        for edge in self.same:
            whole[parts[edge[0]]].edges.append(edge)
        for lead, other in self.again:
            whole[parts[lead]].again.append((lead, other))
        for link in ruled:
            whole[parts[rows[link.left]]].decided.append(link)
        return tuple(sorted(one for component in whole.values() for one in self._cluster(component)))

    def _cluster(self, component: _Component) -> Iterable[tuple[str, ...]]:
        """The clusters of one component."""
        if len(component.rows) == 1:
            return [(self.ids[component.rows[0]],)]
        known = {self.ids[row]: self.profiles[row] for row in component.rows}
        scores = {pair(self.ids[a], self.ids[b]): sure for a, b, sure in component.edges}

        def scorer(left: str, right: str) -> float:
            sure = scores.get((left, right))
            return score(known[left], known[right], self.background)[0] if sure is None else sure

        def compatible(left: str, right: str) -> bool:
            return may_be_one(known[left], known[right], self.background)

        def rank(item: tuple[tuple[str, str], float]) -> tuple[int, float, str, str]:
            (left, right), sure = item
            return -known[left].leads - known[right].leads, -sure, left, right

        links = [
            Link(left=left, right=right, judgement=Judgement.SAME, score=sure, judge=MODEL)
            for (left, right), sure in sorted(scores.items(), key=rank)
        ]
        return cluster(
            {name: profile.document_id for name, profile in known.items()},
            links,
            judges=Judges(scorer, compatible),
            decided=component.decided,
            repeats=[(self.ids[lead], self.ids[other]) for lead, other in component.again],
        )

    def __enter__(self) -> Self:
        """What was matched."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the profiles."""
        self.profiles.close()


def match(told: Iterable[Told], *, parents: Mapping[str, str], jobs: int = 1) -> Matched:
    """Profiles of all reports and the pairs among them that may be one; documents may come in any order, each once."""
    matched, blocks = prepare(told, parents=parents)
    matched.compare(*blocks.pairs(), jobs=jobs)
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
            matched.ids.append(profile.report_id)
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
