"""What the page is made of besides the incidents: bars of the timeline, and the method box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.model import Range

__all__ = ["Bar", "Method"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row of the tally and one bar of the timeline: a period, how many incidents, and the figures with bounds."""

    label: str
    incidents: int
    killed: Range
    injured: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What the method box says: how the page came about, so that a reader may judge it.

    ``made`` is the day the page was made (ISO), ``rules`` the names of the rules behind the figures.
    """

    version: str
    codebook: str
    codebook_hash: str
    made: str
    documents: int
    copies: int
    issues: int
    rules: Sequence[str] = ()
