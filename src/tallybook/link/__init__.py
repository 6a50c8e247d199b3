"""Claims to links: which reports tell of the same incident."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tallybook.link.background import Background
from tallybook.link.filing import LinkIndex, Told
from tallybook.link.incremental import Relinked, link_into
from tallybook.link.matching import Matched, match
from tallybook.link.scoring import FEATURES, MODEL
from tallybook.model import Document, Link, Report

__all__ = ["FEATURES", "MODEL", "LinkIndex", "Linking", "Relinked", "Told", "link_more", "link_reports", "link_stream"]


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking gives: the links worth keeping and the clusters of report ids. A context manager.

    ``links`` holds what was decided and every pair that the model judged same or unsure. Every report is in exactly one
    of ``clusters``; each is sorted, and they are ordered by their first member. ``matched`` is there where it was asked
    for: what an index of links is made from.
    """

    links: tuple[Link, ...]
    clusters: tuple[tuple[str, ...], ...]
    matched: Matched | None = None

    def put_into(self, index: LinkIndex) -> None:
        """File all reports in an index, for :func:`link_more`."""
        if self.matched is not None:
            index.put_all(self.matched.filed(), self.matched.background.pack())

    def __enter__(self) -> Self:
        """What was linked."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the profiles."""
        if self.matched is not None:
            self.matched.close()


def link_reports(
    reports: Sequence[Report],
    documents: Mapping[str, Document],
    decided: Sequence[Link] = (),
    *,
    parents: Mapping[str, str] | None = None,
    jobs: int = 1,
    keep: bool = False,
) -> Linking:
    """The links between reports, and the clusters that they make; the order of ``reports`` does not matter.

    ``decided`` are judgements of people, which always win. ``parents`` maps an actor code to that of its parent
    organization. Reports of threats stay alone. With ``jobs`` above 1 many pairs are compared in so many processes.
    With ``keep`` the result can be put into an index, and has to be closed.

    Raises:
        LinkError: A process that compared pairs was killed.
    """
    grouped: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        grouped[report.document_id].append(report)
    told = ((documents.get(name), members) for name, members in sorted(grouped.items()))
    return link_stream(told, decided=decided, parents=parents, jobs=jobs, keep=keep)


def link_stream(
    told: Iterable[Told],
    *,
    decided: Sequence[Link] = (),
    parents: Mapping[str, str] | None = None,
    jobs: int = 1,
    keep: bool = False,
) -> Linking:
    """:func:`link_reports` of documents that come one after the other, each with its reports; none is kept whole."""
    with ExitStack() as closing:
        matched = closing.enter_context(match(told, parents=parents or {}, jobs=jobs))
        clusters = matched.clusters(decided)
        ruled = {(link.left, link.right): link for link in decided}
        links = {(link.left, link.right): link for link in matched.links()} | ruled
        if keep:
            closing.pop_all()
    return Linking(tuple(links[key] for key in sorted(links)), clusters, matched if keep else None)


def link_more(
    index: LinkIndex,
    told: Iterable[Told],
    documents: Collection[str],
    decided: Sequence[Link] = (),
    *,
    parents: Mapping[str, str] | None = None,
) -> Relinked:
    """Link some documents anew into what an index has: :func:`tallybook.link.incremental.link_into`."""
    background = Background.unpack(index.background(), parents or {})
    return link_into(index, told, documents=documents, background=background, decided=decided)
