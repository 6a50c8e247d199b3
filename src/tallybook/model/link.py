"""What linking gives: two reports judged, with the score, the reasons and the judge."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Judgement(StrEnum):
    """Whether two reports tell of the same incident."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one comparison said about a pair: its name, its outcome in words and its weight (log odds, natural)."""

    feature: str
    outcome: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two reports and the judgement on them; ``left`` sorts before ``right``; ``score`` is a probability, 0 to 1."""

    left: str
    right: str
    judgement: Judgement
    score: float
    judge: str
    reasons: tuple[Reason, ...] = ()
