"""Date mentions to claims: when a reported incident happened, as an interval of days (coding rule 11).

The document's own dates are read once, in order, and each counts from the publication date or from the dates before it.
The publication date itself is never the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from tallybook.lang.base import known_language
from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.dates import TimeExpression, brought_up_to_date, find_dates, resolve_date
from tallybook.model import Claim, Document, Mention, PartialDate, Span, Unresolved, claim
from tallybook.model.values import DatePrecision
from tallybook.resolve.written import writing_window

RESOLVER = "dates/1"
KEPT_DOCUMENTS = 16  # documents whose dates stay read: a document's reports are resolved one after the other
FAR_PAST, FAR_FUTURE = date(1, 1, 1), date(9999, 12, 31)
CONTEXT_DATES = 40  # dates told of before that an expression may count from; bounds the time a page of dates takes
FRESH = timedelta(days=7)  # how long before publication the weekdays of a document lie that tell of fresh news
WEEKDAY_SCORE = 0.3
BESIDE_CHARS = 24  # how far from a weekday the verb may stand that it belongs to
CARRY_CHARS = 300  # about two sentences: how far a year is carried on to the next date
_WORD = re.compile(r"\w+")
_TOLD = frozenset({"same", "same_period", "clock"})  # forms that only make sense after what they refer to
_FIXED = frozenset({"day", "month", "year", "decade", "numeric", "range", "season", "edge", "since", "until"})
_HOURS = frozenset({"clock", "year", "decade"})  # forms that leave a page without any day near its own
_CARRYING = frozenset({"day", "month", "year"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedExpression:
    """A time expression of a document and the interval it means, or why that stays open."""

    expression: TimeExpression
    when: PartialDate | Unresolved


def document_dates(document: Document) -> tuple[DatedExpression, ...]:
    """Every time expression of a document with its interval, in reading order."""
    return _read_dates(document.text, document.published, known_language(document.language))


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _read_dates(text: str, published: PartialDate, language: str) -> tuple[DatedExpression, ...]:
    """First the dates that need nothing else, then the others in order, with all of the former as background."""
    expressions = _with_carried_years(text, find_dates(text, language=language), published)
    published = brought_up_to_date(published, expressions)
    fixed = [_fixed(expression, published) for expression in expressions]
    background = [] if published.end else _latest(_with_weekday_dates(expressions, _resolved(fixed)))
    if not published.end and not any(one.precision == "day" for one in background):
        published = writing_window(text, expressions, language=language)
    values: list[PartialDate | Unresolved] = []
    told: list[PartialDate] = []
    for expression, known in zip(expressions, fixed, strict=True):
        near = told[-CONTEXT_DATES:]
        context = near if expression.anchor == "context" or expression.form in _TOLD else [*background, *near]
        value = known or resolve_date(expression, published=published, context=context, language=language)
        values.append(value)
        if isinstance(value, PartialDate) and not expression.attributive and expression.form != "after":
            told.append(value)
    pairs = zip(expressions, values, strict=True)
    return tuple(DatedExpression(expression=expression, when=when) for expression, when in pairs)


def _latest(known: Sequence[PartialDate]) -> list[PartialDate]:
    """Of the known dates, those that tell how late an undated document was written: the latest, and the latest day."""
    days = [one for one in known if one.precision == "day"]
    return [max(group, key=lambda one: one.end or one.start or FAR_PAST) for group in (known, days) if group]


def _with_weekday_dates(expressions: Sequence[TimeExpression], known: list[PartialDate]) -> list[PartialDate]:
    """The known dates of an undated document and those whose weekday tells the year ("Thursday, August 11")."""
    told = [one for one in expressions if one.form == "day" and one.year is None and one.weekday is not None]
    latest = _latest(known)
    return [*known, *_resolved(resolve_date(expression, context=latest) for expression in told)]


def _fixed(expression: TimeExpression, published: PartialDate) -> PartialDate | None:
    """The interval of an expression that means the same wherever it stands, else ``None``."""
    if expression.form not in _FIXED or expression.attributive or (expression.form == "day" and not expression.month):
        return None
    value = resolve_date(expression, published=published)
    return value if isinstance(value, PartialDate) else None


def _with_carried_years(
    text: str, expressions: Sequence[TimeExpression], published: PartialDate
) -> list[TimeExpression]:
    """The expressions, a day or month without a year taking that of the one just before it in its paragraph.

    "On August 26, 2021 … and on September 3 …" tells of one year, whenever it was published. What would then lie after
    the day of publication is of the year before: "19 January 2005 — … the raid of 20 December".
    """
    carried: list[TimeExpression] = []
    last: TimeExpression | None = None
    for expression in expressions:
        made = expression
        if last is not None and _carries(text, last, expression):
            made = _not_ahead(expression, replace(expression, year=last.year), published)
        carried.append(made)
        if expression.form in _CARRYING:
            last = made
    return carried


def _not_ahead(bare: TimeExpression, carried: TimeExpression, published: PartialDate) -> TimeExpression:
    """The expression with its carried year, unless that leads past the day of publication."""
    when = resolve_date(carried)
    ahead = isinstance(when, PartialDate) and when.start and published.end and when.start > published.end
    return bare if ahead else carried


def _carries(text: str, last: TimeExpression, expression: TimeExpression) -> bool:
    if last.year is None or last.attributive or expression.year is not None or expression.which is not None:
        return False
    if expression.form not in ("day", "month") or expression.weekday is not None:
        return False
    if last.month is not None and (expression.month or 0) < last.month:
        return False
    between = text[last.end : expression.start]
    return len(between) <= CARRY_CHARS and "\n\n" not in between


def _resolved(values: Iterable[PartialDate | Unresolved | None]) -> list[PartialDate]:
    return [value for value in values if isinstance(value, PartialDate)]


def resolve_when(
    document: Document, mentions: Sequence[Mention], *, context: Sequence[PartialDate] = ()
) -> list[Claim]:
    """The claim when one reported incident happened, from its mentions of role ``date``; none without such mentions.

    Mentions that agree are cut to what they have in common ("Wednesday" and "August 3"); of those that do not, the
    first stands. ``context`` adds dates from elsewhere, such as other documents of the same incident, nearest last.
    Without any, the day that all of a fresh document's weekdays mean is its day, with a low score, or the last two days
    before publication where its words tell the hour and the page no day.
    """
    dated = [mention for mention in mentions if mention.role == "date"]
    if not dated:
        return _by_weekdays(document, mentions) or _by_hour(document, mentions)
    read = [(mention, value) for mention in dated for value in _values(document, mention.span, context)]
    known = [(mention, value) for mention, value in read if isinstance(value, PartialDate)]
    if not known:
        reasons = [value.reason for _, value in read if isinstance(value, Unresolved)]
        reason = reasons[0] if reasons else f"{dated[0].span.text!r}: no time expression that the grammar knows"
        return [_claim(document, [dated[0]], Unresolved(reason=reason))]
    agreed, value = _agreed(known)
    return [_claim(document, agreed, value)]


def by_then(document: Document, made: Sequence[Claim], longest: int | None) -> list[Claim]:
    """The claims when something happened; of one that tells a stretch of more days only that it was over by then.

    For a codebook that asks for days "last month" says no more than that the page tells of it.
    """
    published = document.published.end
    if longest is None or published is None:
        return list(made)
    return [_over(one, one.value, published, longest) if isinstance(one.value, PartialDate) else one for one in made]


def _over(one: Claim, value: PartialDate, published: date, longest: int) -> Claim:
    if _days(value, published) <= longest:
        return one
    value = replace(value, start=None, end=published)
    return claim(one.document_id, one.report_id, one.prop, value, one.evidence, score=one.score, resolver=one.resolver)


def _days(value: PartialDate, published: date) -> int:
    """How many days of an interval had passed by publication; one with an open end has none to count."""
    if value.start is None or value.end is None:
        return 0
    return (min(value.end, published) - value.start).days + 1


def _by_weekdays(document: Document, mentions: Sequence[Mention]) -> list[Claim]:
    """The one day shortly before publication that a document's weekdays name, in whatever sentence they stand.

    Two days next to each other are the day of the deed and that of the news; the earlier one is taken.
    """
    latest = document.published.end
    if latest is None or document.published_basis != "metadata" or not mentions:
        return []
    named = [
        dated
        for dated in document_dates(document)
        if isinstance(dated.when, PartialDate)
        and dated.when.precision == "day"
        and dated.when.start is not None
        and timedelta(0) <= latest - dated.when.start <= FRESH
        and _is_weekday(dated.expression)
        and not _of_aftermath(document, dated.expression)
    ]
    days = [dated.when.start for dated in named if isinstance(dated.when, PartialDate) and dated.when.start]
    if not days or max(days) - min(days) > timedelta(days=1):
        return []
    first = named[days.index(min(days))]
    span = document.span(first.expression.start, first.expression.end)
    return [
        claim(document.id, mentions[0].report_id, "when", first.when, (span,), score=WEEKDAY_SCORE, resolver=RESOLVER)
    ]


def _by_hour(document: Document, mentions: Sequence[Mention]) -> list[Claim]:
    """The day of publication and the one before, where a report tells the hour and its page no day at all.

    News that says "around 5 p.m." and no more speaks of the day that just was; past midnight it appears on the next.
    """
    day = document.published.start
    if day is None or document.published.end != day or document.published_basis != "metadata":
        return []
    told = [dated.expression for dated in document_dates(document)]
    if not told or any(one.form not in _HOURS and one.unit != "year" for one in told):
        return []
    spans = [one.span for one in mentions if one.role == "evidence"]
    hours = [one for one in told if one.form == "clock" and any(_inside(one, span) for span in spans)]
    if not hours:
        return []
    span = document.span(hours[0].start, hours[0].end)
    when = PartialDate(start=day - timedelta(days=1), end=day, precision="period", text=span.text)
    return [claim(document.id, mentions[0].report_id, "when", when, (span,), score=WEEKDAY_SCORE, resolver=RESOLVER)]


def _inside(expression: TimeExpression, span: Span) -> bool:
    return span.start <= expression.start and expression.end <= span.end


def _of_aftermath(document: Document, expression: TimeExpression) -> bool:
    """Whether a day is that of a judgment, a funeral or a look back: "sentenced on Sunday", "Sunday, a year after"."""
    first, last = max(0, expression.start - BESIDE_CHARS), expression.end + BESIDE_CHARS
    words = _WORD.findall(document.text[first:last].lower())
    if not load_clause_words().aftermath_verbs.isdisjoint(words):
        return True
    return load_clause_patterns().looking_back.search(document.text, expression.end, last) is not None


def _is_weekday(expression: TimeExpression) -> bool:
    """Whether words name a day by its weekday alone; "today" is most often the day of saying."""
    return expression.weekday is not None and expression.year is None and expression.month is None


def resolve_period(document: Document, words: Span | str, *, context: Sequence[PartialDate] = ()) -> PartialDate:
    """The interval that the words of a tally's period mean; its ends are open where nothing tells them.

    ``words`` is the period's span, or only its text; ``context`` holds the dates told of before, nearest last.
    """
    span = words if isinstance(words, Span) else Span(start=0, end=0, text=words)
    known = _resolved(_values(document, span, context))
    if not known:
        return PartialDate(text=span.text)
    return replace(min(known, key=_width), text=span.text) if len(known) > 1 else known[0]


def _claim(document: Document, mentions: Sequence[Mention], value: PartialDate | Unresolved) -> Claim:
    evidence = tuple(dict.fromkeys(mention.span for mention in mentions))
    score = sum(mention.score for mention in mentions) / len(mentions)
    return claim(document.id, mentions[0].report_id, "when", value, evidence, score=round(score, 3), resolver=RESOLVER)


def _values(document: Document, span: Span, context: Sequence[PartialDate]) -> list[PartialDate | Unresolved]:
    """What the expressions inside a span mean, as the document's reading has them."""
    dates = document_dates(document)
    there = dates[bisect_right(dates, span.start, key=_end) : bisect_left(dates, span.end, key=_start)]
    if not there:
        expressions = find_dates(span.text, language=known_language(document.language))
        before = [*_before(dates, span), *context]
        return [resolve_date(one, published=document.published, context=before) for one in expressions]
    return [_again(document, dated, context) for dated in there]


def _again(document: Document, dated: DatedExpression, context: Sequence[PartialDate]) -> PartialDate | Unresolved:
    """An expression once more, where the document alone left it open and the caller knows other dates."""
    if isinstance(dated.when, PartialDate) or not context:
        return dated.when
    return resolve_date(dated.expression, published=document.published, context=context)


def _before(dates: Sequence[DatedExpression], span: Span) -> list[PartialDate]:
    last = bisect_right(dates, span.start, key=_end)
    return _resolved(dated.when for dated in dates[max(0, last - CONTEXT_DATES) : last])


def _start(dated: DatedExpression) -> int:
    return dated.expression.start


def _end(dated: DatedExpression) -> int:
    return dated.expression.end


def _agreed(known: Sequence[tuple[Mention, PartialDate]]) -> tuple[list[Mention], PartialDate]:
    """What the mentions have in common, beginning with the first; those that contradict it are left out."""
    mentions, value = [known[0][0]], known[0][1]
    for mention, other in known[1:]:
        common = _common(value, other)
        if common is not None:
            mentions.append(mention)
            value = common
    return mentions, value


def _common(one: PartialDate, other: PartialDate) -> PartialDate | None:
    """The interval two dates share; the narrower one when it lies inside the other."""
    narrow, wide = sorted((one, other), key=_width)
    start = max(narrow.start or FAR_PAST, wide.start or FAR_PAST)
    end = min(narrow.end or FAR_FUTURE, wide.end or FAR_FUTURE)
    if start > end:
        return None
    if (start, end) == (narrow.start or FAR_PAST, narrow.end or FAR_FUTURE):
        return narrow
    precision: DatePrecision = "day" if start == end else "period"
    return PartialDate(
        start=None if start == FAR_PAST else start, end=None if end == FAR_FUTURE else end,
        precision=precision, text=narrow.text,
    )  # fmt: skip


def _width(when: PartialDate) -> int:
    return ((when.end or FAR_FUTURE) - (when.start or FAR_PAST)).days
