"""Claims to links: which reports tell of the same incident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallybook.link.blocking import candidate_pairs
from tallybook.link.building import profiles_of
from tallybook.link.clustering import Judges, cluster, pair
from tallybook.link.profile import Profile
from tallybook.link.scoring import FEATURES, MODEL, judge, may_be_one, score
from tallybook.model import Document, Judgement, Link, Report

__all__ = ["FEATURES", "MODEL", "Linking", "link_reports"]


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking gives: the links worth keeping and the clusters of report ids.

    ``links`` holds what was decided and every pair that the model judged same or unsure. Every report is in exactly one
    of ``clusters``; each is sorted, and they are ordered by their first member.
    """

    links: tuple[Link, ...]
    clusters: tuple[tuple[str, ...], ...]


def _in_order(links: Iterable[Link], profiles: Mapping[str, Profile]) -> list[Link]:
    """Links between documents that are about the incident first, then those that only touch on it; the surest first.

    A document that touches on another incident could else take the place of its own account of this one.
    """

    def rank(link: Link) -> tuple[int, float, str, str]:
        return -profiles[link.left].leads - profiles[link.right].leads, -link.score, link.left, link.right

    return sorted(links, key=rank)


def link_reports(
    reports: Sequence[Report],
    *,
    documents: Mapping[str, Document],
    decided: Sequence[Link] = (),
    parents: Mapping[str, str] | None = None,
) -> Linking:
    """The links between reports, and the clusters that they make; the order of ``reports`` does not matter.

    ``decided`` are judgements of people, which always win. ``parents`` maps an actor code to that of its parent
    organization. Reports of threats stay alone.
    """
    batch = profiles_of(reports, documents, parents=parents)
    profiles = {profile.report_id: profile for profile in batch.profiles}
    judged = (judge(left, right, batch.background) for left, right in candidate_pairs(batch))
    links = {pair(link.left, link.right): link for link in judged if link.judgement is not Judgement.DIFFERENT}

    def scorer(left: str, right: str) -> float:
        known = links.get((left, right))
        return known.score if known else score(profiles[left], profiles[right], batch.background)[0]

    def compatible(left: str, right: str) -> bool:
        return may_be_one(profiles[left], profiles[right], batch.background)

    judges = Judges(probability=scorer, compatible=compatible)
    document_of = {report.id: report.document_id for report in reports}
    clusters = cluster(document_of, _in_order(links.values(), profiles), judges=judges, decided=decided)
    kept = links | {pair(link.left, link.right): link for link in decided}
    return Linking(tuple(kept[key] for key in sorted(kept)), clusters)
