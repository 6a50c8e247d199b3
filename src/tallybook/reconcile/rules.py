"""The rules by which several figures become one low, best and high. Their docstrings are what users are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.errors import ReconcileError
from tallybook.model import Range
from tallybook.reconcile.figures import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One figure as it enters a rule: whose voice, in which document, published when, official or not."""

    voice: str
    document_id: str
    published: date | None
    range: Range
    official: bool
    claims: tuple[str, ...]


Rule = Callable[[Sequence[Statement]], Range]


def standing(statements: Sequence[Statement]) -> list[Statement]:
    """The latest figures of every voice: what a voice said before is superseded, undated figures stand beside it."""
    latest: dict[str, date] = {}
    for statement in statements:
        if statement.published is not None:
            known = latest.get(statement.voice)
            latest[statement.voice] = statement.published if known is None else max(known, statement.published)
    kept = [
        statement
        for statement in statements
        if statement.published is None or statement.published == latest[statement.voice]
    ]
    return sorted(kept, key=lambda statement: (statement.voice, statement.document_id, statement.claims))


def _most_voices(statements: Sequence[Statement]) -> int | None:
    """The figure of most voices; among equals of most documents, the latest, a closed one, the highest."""
    voices: dict[int, set[str]] = defaultdict(set)
    documents: dict[int, set[str]] = defaultdict(set)
    latest: dict[int, date] = {}
    closed: dict[int, bool] = defaultdict(bool)
    for statement in statements:
        best = statement.range.best
        if best is None:
            continue
        voices[best].add(statement.voice)
        documents[best].add(statement.document_id)
        latest[best] = max(latest.get(best, date.min), statement.published or date.min)
        closed[best] |= statement.range.high is not None
    if not voices:
        return None
    return max(voices, key=lambda best: (len(voices[best]), len(documents[best]), latest[best], closed[best], best))


def range_of_independent_latest(statements: Sequence[Statement]) -> Range:
    """The latest figure of every independent source stands; best is what most of them give.

    Low and high are the lowest and highest of the figures that stand. Among figures that equally many sources give,
    best is the one in most documents, then the latest, then the more exact. Copies, outlets of one publisher and quotes
    from one agency are one source. "At least" leaves the top open unless another source reaches higher.
    """
    kept = standing(statements)
    return spread([statement.range for statement in kept], best=_most_voices(kept))


def lowest(statements: Sequence[Statement]) -> Range:
    """The lowest figure that any source gives is best; low and high are the range of all figures."""
    bests = [statement.range.best for statement in statements if statement.range.best is not None]
    return spread([statement.range for statement in statements], best=min(bests, default=None))


def highest(statements: Sequence[Statement]) -> Range:
    """The highest figure that any source gives is best; low and high are the range of all figures."""
    bests = [statement.range.best for statement in statements if statement.range.best is not None]
    return spread([statement.range for statement in statements], best=max(bests, default=None))


def majority(statements: Sequence[Statement]) -> Range:
    """The figure that more than half of the sources give is best, and there is none without a majority.

    Low and high are the range of the latest figures.
    """
    kept = standing(statements)
    best = _most_voices(kept)
    voices = {statement.voice for statement in kept if statement.range.best is not None}
    agreeing = {statement.voice for statement in kept if statement.range.best == best}
    enough = best is not None and 2 * len(agreeing) > len(voices)
    return spread([statement.range for statement in kept], best=best if enough else None)


def latest_official(statements: Sequence[Statement]) -> Range:
    """The latest figure that an authority gives (police, ministry, hospital, spokesman) is best.

    Where no authority is quoted it is the latest figure of all. Low and high are the range of the latest figures.
    """
    kept = standing(statements)
    numbers = [statement for statement in kept if statement.range.best is not None]
    asked = [statement for statement in numbers if statement.official] or numbers
    newest = max((statement.published or date.min for statement in asked), default=date.min)
    best = _most_voices([statement for statement in asked if (statement.published or date.min) == newest])
    return spread([statement.range for statement in kept], best=best)


RULES: tuple[Rule, ...] = (range_of_independent_latest, lowest, highest, majority, latest_official)
"""Every rule for figures; the first is the default."""


def rule_named(name: str) -> Rule:
    """The rule of that name.

    Raises:
        ReconcileError: there is no such rule.
    """
    known = {rule.__name__: rule for rule in RULES}
    if name not in known:
        raise ReconcileError(f"unknown rule {name!r}; known: {', '.join(known)}")
    return known[name]
