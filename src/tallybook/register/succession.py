"""Which report took the place of which, when a document is read again: what was decided about the old moves along."""

from __future__ import annotations

from collections.abc import Mapping, Set

MIN_OVERLAP = 0.3
"""Share of the evidence (Jaccard) that an old and a new report must have in common; below, the report is a new one."""


def successors(old: Mapping[str, Set[str]], new: Mapping[str, Set[str]]) -> dict[str, str]:
    """For each report that is gone the new one that rests on most of the same words; each new one succeeds one only."""
    gone = [report for report in old if report not in new]
    fresh = [report for report in new if report not in old]
    scored = sorted(
        ((_overlap(old[left], new[right]), left, right) for left in gone for right in fresh),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    heirs: dict[str, str] = {}
    taken: set[str] = set()
    for score, left, right in scored:
        if score >= MIN_OVERLAP and left not in heirs and right not in taken:
            heirs[left] = right
            taken.add(right)
    return heirs


def _overlap(left: Set[str], right: Set[str]) -> float:
    either = left | right
    return len(left & right) / len(either) if either else 0.0
