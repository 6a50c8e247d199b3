"""Reports that hang together, to clusters: the same whether all are linked at once or one is added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallybook.link.background import Background
from tallybook.link.clustering import Judges, Pair, cluster
from tallybook.link.profile import Profile
from tallybook.link.scoring import MODEL, may_be_one, score
from tallybook.model import Judgement, Link

__all__ = ["Component"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Reports that hang together by links, by repeats within a document or by what people decided.

    ``same`` are the pairs that the model judged the same, with their probability to four places; ``repeats`` are a
    document's main report and one that only says it again.
    """

    profiles: Mapping[str, Profile]
    same: Mapping[Pair, float]
    repeats: Sequence[Pair] = ()
    decided: Sequence[Link] = ()

    def clusters(self, background: Background) -> tuple[tuple[str, ...], ...]:
        """The clusters of its reports, each sorted, ordered by first member."""
        if len(self.profiles) == 1:
            return (tuple(self.profiles),)
        known = self.profiles

        def scorer(left: str, right: str) -> float:
            sure = self.same.get((left, right))
            return round(score(known[left], known[right], background)[0], 4) if sure is None else sure

        def compatible(left: str, right: str) -> bool:
            return may_be_one(known[left], known[right], background)

        def rank(item: tuple[Pair, float]) -> tuple[int, float, str, str]:
            (left, right), sure = item
            return -known[left].leads - known[right].leads, -sure, left, right

        links = [
            Link(left=left, right=right, judgement=Judgement.SAME, score=sure, judge=MODEL)
            for (left, right), sure in sorted(self.same.items(), key=rank)
        ]
        return cluster(
            {name: profile.document_id for name, profile in known.items()},
            links,
            judges=Judges(scorer, compatible),
            decided=self.decided,
            repeats=self.repeats,
        )
