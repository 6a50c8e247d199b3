"""Which pairs a person should judge next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tallybook.link.clustering import pair
from tallybook.link.scoring import SAME_FROM
from tallybook.model import Link

MARGIN = 0.35
"""Distance from the threshold, in probability, within which the model may well be wrong."""


def pairs_to_judge(links: Iterable[Link], *, decided: Sequence[Link] = ()) -> list[Link]:
    """The links about which the model is least sure, nearest to its threshold first, without those decided."""
    ruled = {pair(link.left, link.right) for link in decided}
    open_pairs = [link for link in links if pair(link.left, link.right) not in ruled]
    doubtful = [link for link in open_pairs if abs(link.score - SAME_FROM) <= MARGIN]
    return sorted(doubtful, key=lambda link: (abs(link.score - SAME_FROM), link.left, link.right))
