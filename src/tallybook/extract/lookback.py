"""A sentence that looks back to another incident: "a bomb killed three on Friday, days after gunmen shot two"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tallybook.extract.acts import Act
from tallybook.extract.clause import Clause
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.dates import TimeExpression

LOOKED_BACK = "hypothetical"
"""The stage of what is only looked back to: a recap is no new incident (coding rules, 2)."""
TOLD = ("accomplished", LOOKED_BACK)


class Mark(NamedTuple):
    """Where the words stand that lead from one incident to the earlier one: "two days after"."""

    start: int
    end: int


def looks_back(acts: Sequence[Act], clause: Clause, text: str) -> Mark | None:
    """Where a sentence begins to tell of an incident before the one at hand; None where it tells of no other.

    Both have somebody who did it or a kind of their own, and people or things that were hit; or the one at hand is
    said to have come so long after the other. "The attack", and who only died of it, are no incident of their own.
    """
    mark = _mark(clause)
    if mark is None:
        return None
    before = [one for one in acts if one.end <= mark.start]
    behind = [one for one in acts if one.start >= mark.end]
    phrases = [one for one in clause.phrases if one is not None and one.start >= mark.end]
    if not _incident(behind) or any(one.kind == "event" and one.definite for one in phrases):
        return None
    came = _at_hand(clause, mark) and _came(
        text[clause.chunks[0].start : mark.start]
    )  # not so "the arrests came two days after"
    return mark if came or _incident(before) else None


def _at_hand(clause: Clause, mark: Mark) -> bool:
    """Whether a sentence begins with an attack or a pronoun for one."""
    heads = [one for one in clause.chunks if one.end <= mark.start]
    return any(one.kind == "O" or any(token.tag == "E" for token in one.tokens) for one in heads)


def _came(before: str) -> bool:
    """Whether the words before the mark set one incident after another: "the attack comes less than"."""
    words = load_clause_words()
    said = next((one for one in reversed(before.lower().split()) if one not in words.about_so_long), "")
    return said in words.coming


def _mark(clause: Clause) -> Mark | None:
    """The words "two days after", "less than a week after"; hours part no incidents."""
    words = load_clause_words()
    for lead, chunk in zip(clause.chunks, clause.chunks[1:], strict=False):
        told = chunk.low.split()
        if told[-1] in words.later:
            lead = chunk if len(told) > 1 else lead  # noqa: PLW2901 - one chunk or two say how long
            if not words.spans.isdisjoint(lead.low.split()[-2:]):
                return Mark(lead.start, chunk.end)
    return None


def _incident(acts: Sequence[Act]) -> bool:
    done = [one for one in acts if one.stage in TOLD]
    deed = any(one.strong or one.weapons or one.perpetrators for one in done)
    return deed and any(one.harms or one.figures for one in done)


def set_apart(acts: Sequence[Act], mark: Mark, days: Sequence[TimeExpression]) -> None:
    """Takes out what the sentence looks back to, with its places; ``days`` are those on which something happened."""
    for act in acts:
        if act.start >= mark.end:
            act.stage = LOOKED_BACK
        else:
            act.dates = [one for one in days if one.end <= mark.start] or act.dates
            act.places = [one for one in act.places if one.end <= mark.start]
