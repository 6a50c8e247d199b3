"""Claims to links: which reports tell of the same incident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallybook.link.blocking import candidate_pairs
from tallybook.link.building import profiles_of
from tallybook.link.clustering import cluster, pair
from tallybook.link.scoring import FEATURES, MODEL, judge, score
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

    document_of = {report.id: report.document_id for report in reports}
    clusters = cluster(document_of, links.values(), scorer=scorer, decided=decided)
    kept = links | {pair(link.left, link.right): link for link in decided}
    return Linking(tuple(kept[key] for key in sorted(kept)), clusters)
