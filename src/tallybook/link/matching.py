"""Every report against those worth comparing: profiles, pairs and their scores, for a register of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from tallybook.link.background import Background
from tallybook.link.blocking import Blocks, keys
from tallybook.link.building import count, drafts, finish
from tallybook.link.clustering import pair
from tallybook.link.component import Component
from tallybook.link.components import by_part, components
from tallybook.link.filing import Told, file, number_of, place
from tallybook.link.judging import Edge, Rows, judged, judged_in_processes, linked
from tallybook.link.packed import PackedProfiles
from tallybook.link.profile import Profile
from tallybook.link.scoring import SAME_FROM, judge_again, tells_again
from tallybook.model import Filed, Link

MANY_PAIRS = 100_000
"""Pairs from which it pays to judge them in several processes."""


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
        yield from linked(self.profiles, self.background, self.ids, sorted(self.same + self.unsure))
        for lead, other in sorted(self.again):
            yield judge_again(self.profiles[lead], self.profiles[other], self.background)

    def clusters(self, decided: Sequence[Link] = ()) -> tuple[tuple[str, ...], ...]:
        """The clusters of report ids, each sorted, ordered by their first member."""
        rows = {name: row for row, name in enumerate(self.ids)}
        ruled = [link for link in decided if {link.left, link.right} <= rows.keys()]
        joined = [(rows[link.left], rows[link.right]) for link in ruled]
        parts = components(len(self.ids), [*((a, b) for a, b, _ in self.same), *self.again, *joined])
        whole: dict[int, list[int]] = {}
        for row, part in enumerate(parts):
            whole.setdefault(part, []).append(row)
        same = by_part(self.same, lambda edge: parts[edge[0]])
        again = by_part(self.again, lambda pair: parts[pair[0]])
        about = by_part(ruled, lambda link: parts[rows[link.left]])
        found = (
            self._component(members, same.get(part, ()), again.get(part, ()), about.get(part, ())).clusters(
                self.background
            )
            if len(members) > 1
            else ((self.ids[members[0]],),)
            for part, members in whole.items()
        )
        return tuple(sorted(one for clusters in found for one in clusters))

    def _component(
        self, rows: Sequence[int], same: Sequence[Edge], again: Sequence[tuple[int, int]], decided: Sequence[Link]
    ) -> Component:
        return Component(
            profiles={self.ids[row]: self.profiles[row] for row in rows},
            same={pair(self.ids[a], self.ids[b]): sure for a, b, sure in same},
            repeats=[(self.ids[lead], self.ids[other]) for lead, other in again],
            decided=decided,
        )

    def filed(self) -> Iterator[tuple[Filed, set[int]]]:
        """Every report as an index of links files it, with its keys, in order of their numbers."""
        for row in sorted(range(len(self.ids)), key=lambda row: number_of(self.ids[row])):
            profile = self.profiles[row]
            yield file(profile), keys(profile, self.background)

    def __enter__(self) -> Self:
        """What was matched."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the profiles."""
        self.close()

    def close(self) -> None:
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
    order: list[tuple[int, int, int]] = []
    several: set[str] = set()
    with PackedProfiles() as read:
        for document, reports in told:
            found = drafts(document, reports)
            count(background, found, document)
            if len(found) > 1:
                several.add(found[0].document_id)
            for draft in found:
                order.append((*place(draft), len(read)))
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
    told = {matched.ids[row]: row for row in rows}
    for lead, other in said_again([matched.profiles[row] for row in rows], matched.background):
        yield told[lead.report_id], told[other.report_id]


def said_again(told: Sequence[Profile], background: Background) -> Iterator[tuple[Profile, Profile]]:
    """Of the reports of one document the main one with each that only says it again."""
    for lead in (profile for profile in told if profile.leads):
        for profile in told:
            if profile is not lead and tells_again(lead, profile, background):
                yield lead, profile
