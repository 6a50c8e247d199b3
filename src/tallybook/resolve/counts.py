"""Casualty figures: the words of a count to low, best and high (coding rules 5 to 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast, get_args

from tallybook.lang.quantities import Quantity, parse_quantity
from tallybook.lang.roles import load_role_words
from tallybook.model import Claim, Count, Document, Mention, Unresolved, claim
from tallybook.model.values import Exactness, Mood, Outcome, Scope, Side

RESOLVER = "counts/1"
Bounds = tuple[int | None, int | None, int | None, Exactness]
"""Low, best, high and exactness of a count."""
NOBODY: Bounds = (0, 0, 0, "exact")
"""A stated zero (coding rule 7)."""
_OUTCOMES = get_args(Outcome)


def resolve_counts(document: Document, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """One claim for each casualty mention of one report, with its group, speaker, scope and side."""
    details: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.of is not None:
            details.setdefault(one.of, []).append(one)
    for one in mentions:
        if one.role == "casualty" and one.subject == "incident":
            yield _count(document, one, details.get(one.id, []))


def _count(document: Document, one: Mention, details: Sequence[Mention]) -> Claim:
    named = {detail.role: detail for detail in details}
    evidence = (one.span, *(detail.span for detail in details if detail.span != one.span))
    parsed = parse_quantity(one.span.text, language="en")
    quantity = parsed if parsed is not None and parsed.counts else None  # an age counts nobody: "her 15-year-old son"
    scope = named["scope"].code if "scope" in named else "total"
    if one.code not in _OUTCOMES:
        value: Count | Unresolved = Unresolved(reason=f"no outcome is known by the code {one.code!r}")
        return claim(document.id, one.report_id, "casualty", value, evidence, score=one.score, resolver=RESOLVER)
    if one.span.text.lower() in load_role_words().nobody:
        low, best, high, exactness = NOBODY
    else:
        low, best, high, exactness = bounds(quantity, single=scope == "individual" or quantity is None)
    group = named.get("group")
    value = Count(
        outcome=cast(Outcome, one.code), low=low, best=best, high=high, exactness=exactness,
        group=group.span.text if group else None, actor=group.code if group else None,
        scope=cast(Scope, scope), side=cast(Side, named["side"].code if "side" in named else "victims"),
        said_by=named["speaker"].span.text if "speaker" in named else None,
        mood=cast(Mood, named["mood"].code if "mood" in named else "asserted"),
        inside="scope" in named and named["scope"].code == "subgroup" and named["scope"].span != one.span,
    )  # fmt: skip
    return claim(document.id, one.report_id, "casualty", value, evidence, score=one.score, resolver=RESOLVER)


def bounds(quantity: Quantity | None, *, single: bool) -> Bounds:
    """Low, best, high and exactness of a parsed number; one person where the words are a person and no number."""
    if quantity is None or quantity.form == "article":
        return (1, 1, 1, "exact") if single or quantity is not None else (None, None, None, "vague")
    low, best, high = (None if value is None else int(value) for value in (quantity.low, quantity.best, quantity.high))
    return low, best, high, quantity.exactness
