"""Figures added over incidents, with their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.model import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The sum of a figure over incidents: its bounds, over how many it is, and how many state none or no top."""

    range: Range
    stated: int
    unstated: int
    open: int


def add(figures: Sequence[Range]) -> Sum:
    """The sum of figures; those that state nothing are counted apart, never taken as zero.

    Where a figure has no best, its low bound stands in ("dozens" adds at least 24). One open top leaves the sum open.
    """
    stated = [found for found in figures if found != Range()]
    without_top = sum(found.high is None for found in stated)
    if not stated:
        return Sum(range=Range(), stated=0, unstated=len(figures), open=0)
    lows = [found.low if found.low is not None else 0 for found in stated]
    bests = [found.best if found.best is not None else low for found, low in zip(stated, lows, strict=True)]
    highs = [found.high for found in stated if found.high is not None]
    return Sum(
        range=Range(low=sum(lows), best=sum(bests), high=None if without_top else sum(highs)),
        stated=len(stated),
        unstated=len(figures) - len(stated),
        open=without_top,
    )
