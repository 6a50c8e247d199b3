"""Reported tallies, strengths and statements: the words to values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from tallybook.lang.quantities import parse_quantity
from tallybook.lang.tallies import load_tally_words, ordinal_value
from tallybook.model import Claim, Document, Mention, PartialDate, Statement, Strength, Tally, Unresolved, claim
from tallybook.model.values import Measure, StatementKind, StrengthMeasure
from tallybook.resolve.counts import bounds
from tallybook.resolve.dates import resolve_period

RESOLVER = "tallies/1"


def _named(mentions: Sequence[Mention]) -> dict[str, Mention]:
    named: dict[str, Mention] = {}
    for one in mentions:
        named.setdefault(one.role, one)
    return named


def _period(document: Document, one: Mention | None, context: Sequence[PartialDate]) -> PartialDate:
    if one is None:
        return PartialDate()
    return resolve_period(document, one.span, context=context)


def _text(one: Mention | None) -> str | None:
    return None if one is None else one.span.text


def _code_or_text(one: Mention | None) -> str | None:
    return None if one is None else one.code or one.span.text


def _compared_period(
    document: Document, one: Mention | None, context: Sequence[PartialDate], period: PartialDate
) -> PartialDate:
    """The period compared with; open where "a year earlier" is said and the period that it is earlier than is not."""
    found = _period(document, one, [*context, period])
    return PartialDate(text=found.text) if found.precision == "day" and period.start is None else found


def resolve_tally(document: Document, mentions: Sequence[Mention], *, context: Sequence[PartialDate]) -> Claim:
    """One reported tally as a claim."""
    named = _named(mentions)
    number = named["number"]
    low, best, high, exactness = bounds(parse_quantity(number.span.text, language="en"), single=False)
    if low is None and best is None:
        low = best = high = ordinal_value(number.span.text, load_tally_words())
    period = _period(document, named.get("period"), context)
    compared = named.get("compared_number")
    low2, best2, high2, _ = (
        bounds(parse_quantity(compared.span.text, language="en"), single=False)
        if compared
        else (None, None, None, "exact")
    )
    value = Tally(
        measure=cast(Measure, number.code or "other"), low=low, best=best, high=high,
        exactness=exactness, period=period, perpetrator=_code_or_text(named.get("perpetrator")),
        target=_text(named.get("target")), area=_text(named.get("area")),
        said_by=_text(named.get("speaker")), compared_low=low2, compared_best=best2, compared_high=high2,
        compared_period=(
            _compared_period(document, named.get("compared_period"), context, period) if compared else None
        ),
    )  # fmt: skip
    spans = tuple(dict.fromkeys(one.span for one in mentions))
    return claim(document.id, number.report_id, "tally", value, spans, score=number.score, resolver=RESOLVER)


def resolve_strength(document: Document, mentions: Sequence[Mention]) -> Claim:
    """One reported strength or share as a claim; shares are percent."""
    named = _named(mentions)
    number = named["number"]
    words = load_tally_words()
    low, best, high, exactness = bounds(parse_quantity(number.span.text, language="en"), single=False)
    fraction = words.fractions.search(number.span.text)
    if fraction is not None:
        low = best = high = words.fraction_values[fraction.group().lower()]
        exactness = "about" if words.about.search(number.span.text) else "exact"
    subject = named.get("about")
    value = Strength(
        measure=cast(StrengthMeasure, number.code or "other"), subject=_code_or_text(subject), low=low, best=best,
        high=high, exactness=exactness, said_by=_text(named.get("speaker")),
    )  # fmt: skip
    spans = tuple(dict.fromkeys(one.span for one in mentions))
    return claim(document.id, number.report_id, "estimate", value, spans, score=number.score, resolver=RESOLVER)


def resolve_statement(document: Document, mentions: Sequence[Mention]) -> Claim:
    """One statement as a claim."""
    named = _named(mentions)
    speaker = named["speaker"]
    value: Statement | Unresolved = Statement(
        speaker=speaker.span.text, affiliation=_text(named.get("affiliation")),
        kind=cast(StatementKind, speaker.code or "other"),
        about=tuple(dict.fromkeys(one.code or one.span.text for one in mentions if one.role == "about")),
    )  # fmt: skip
    spans = tuple(dict.fromkeys(one.span for one in mentions))
    return claim(document.id, speaker.report_id, "statement", value, spans, score=speaker.score, resolver=RESOLVER)
