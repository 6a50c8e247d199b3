"""Claims to links: which reports tell of the same incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallybook.link.matching import Told, match
from tallybook.link.scoring import FEATURES, MODEL
from tallybook.model import Document, Link, Report

__all__ = ["FEATURES", "MODEL", "Linking", "link_reports", "link_stream"]


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking gives: the links worth keeping and the clusters of report ids.

    ``links`` holds what was decided and every pair that the model judged same or unsure. Every report is in exactly one
    of ``clusters``; each is sorted, and they are ordered by their first member.
    """

    links: tuple[Link, ...]
    clusters: tuple[tuple[str, ...], ...]


def link_reports(
    reports: Sequence[Report],
    *,
    documents: Mapping[str, Document],
    decided: Sequence[Link] = (),
    parents: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Linking:
    """The links between reports, and the clusters that they make; the order of ``reports`` does not matter.

    ``decided`` are judgements of people, which always win. ``parents`` maps an actor code to that of its parent
    organization. Reports of threats stay alone. With ``jobs`` above 1 many pairs are compared in so many processes.

    Raises:
        LinkError: A process that compared pairs was killed.
    """
    grouped: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        grouped[report.document_id].append(report)
    told = ((documents.get(name), members) for name, members in sorted(grouped.items()))
    return link_stream(told, decided=decided, parents=parents, jobs=jobs)


def link_stream(
    told: Iterable[Told], *, decided: Sequence[Link] = (), parents: Mapping[str, str] | None = None, jobs: int = 1
) -> Linking:
    """:func:`link_reports` of documents that come one after the other, each with its reports; none is kept whole."""
    with match(told, parents=parents or {}, jobs=jobs) as matched:
        clusters = matched.clusters(decided)
        ruled = {(link.left, link.right): link for link in decided}
        links = {(link.left, link.right): link for link in matched.links()} | ruled
    return Linking(tuple(links[key] for key in sorted(links)), clusters)
