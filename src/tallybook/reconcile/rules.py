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
    """One figure as it enters a rule: whose voice, in which document, published when, official or not, partial or not.

    A ``partial`` one speaks of single people only: where as many sources speak of all victims, it gives way to them,
    and a smaller number of people named is no rival of a toll.
    """

    voice: str
    document_id: str
    published: date | None
    range: Range
    official: bool
    partial: bool
    claims: tuple[str, ...]


Rule = Callable[[Sequence[Statement]], Range]


def rivals(statements: Sequence[Statement], best: int | None) -> list[Statement]:
    """The statements that speak for or against a best figure; fewer people named singly do neither."""
    return [one for one in statements if not (one.partial and best is not None and (one.range.best or 0) < best)]


def _around(statements: Sequence[Statement], best: int | None) -> Range:
    return spread([statement.range for statement in rivals(statements, best)], best=best)


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
    """The figure of most voices; among equals one of all victims, the latest, of most documents, closed, highest."""
    voices: dict[int, set[str]] = defaultdict(set)
    documents: dict[int, set[str]] = defaultdict(set)
    latest: dict[int, date] = {}
    closed: dict[int, bool] = defaultdict(bool)
    whole: dict[int, bool] = defaultdict(bool)
    for statement in statements:
        best = statement.range.best
        if best is None:
            continue
        voices[best].add(statement.voice)
        documents[best].add(statement.document_id)
        latest[best] = max(latest.get(best, date.min), statement.published or date.min)
        closed[best] |= statement.range.high is not None
        whole[best] |= not statement.partial
    if not voices:
        return None

    def rank(best: int) -> tuple[int, bool, date, int, bool, int]:
        return len(voices[best]), whole[best], latest[best], len(documents[best]), closed[best], best

    return max(voices, key=rank)


def range_of_independent_latest(statements: Sequence[Statement]) -> Range:
    """The latest figure of every independent source stands; best is what most of them give.

    Low and high are the lowest and highest of the figures that stand. Among figures that equally many sources give,
    best is one that is said of all victims and not of a single person, then the latest, then the one in most documents,
    then the more exact. Copies, outlets of one publisher and quotes
    from one agency are one source. "At least" leaves the top open unless another source reaches higher.
    """
    kept = standing(statements)
    return _around(kept, _most_voices(kept))


def lowest(statements: Sequence[Statement]) -> Range:
    """The lowest figure that any source gives for all victims is best; low and high are the range of all figures."""
    whole = [statement for statement in statements if not statement.partial] or statements
    bests = [statement.range.best for statement in whole if statement.range.best is not None]
    return _around(statements, min(bests, default=None))


def highest(statements: Sequence[Statement]) -> Range:
    """The highest figure that any source gives is best; low and high are the range of all figures."""
    bests = [statement.range.best for statement in statements if statement.range.best is not None]
    return _around(statements, max(bests, default=None))


def majority(statements: Sequence[Statement]) -> Range:
    """The figure that more than half of the sources give is best, and there is none without a majority.

    Low and high are the range of the latest figures.
    """
    kept = standing(statements)
    best = _most_voices(kept)
    voices = {statement.voice for statement in kept if statement.range.best is not None}
    agreeing = {statement.voice for statement in kept if statement.range.best == best}
    enough = best is not None and 2 * len(agreeing) > len(voices)
    return _around(kept, best if enough else None)


def latest_official(statements: Sequence[Statement]) -> Range:
    """The latest figure that an authority gives (police, ministry, hospital, spokesman) is best.

    Where no authority is quoted it is the latest figure of all. Low and high are the range of the latest figures.
    """
    kept = standing(statements)
    numbers = [statement for statement in kept if statement.range.best is not None]
    asked = [statement for statement in numbers if statement.official] or numbers
    newest = max((statement.published or date.min for statement in asked), default=date.min)
    best = _most_voices([statement for statement in asked if (statement.published or date.min) == newest])
    return _around(kept, best)


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
