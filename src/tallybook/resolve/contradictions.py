"""What a page says against itself: kept as it stands, with an issue and little trust (coding rule 19).

Nothing is corrected: a weekday that is not that of its date may be right where the date is wrong. The claims concerned
keep their values; their score falls to ``DOUBTED``, which the model of confidence knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from tallybook.lang.clauses import load_clause_patterns
from tallybook.lang.dates import TimeExpression
from tallybook.lang.roles import load_role_words
from tallybook.model import Claim, Code, Count, Document, Issue, PartialDate, Place, Span
from tallybook.model.claim import DOUBTED
from tallybook.resolve.dates import document_dates
from tallybook.resolve.places import BY_SPELLING

ZONES = timedelta(days=1)
"""A deed may lie a day after the day of publication: it is dated where it happened, the page where it was printed."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTED = ("killed", "injured")
SEVERAL = 2
"""From so many people on a figure is compared with another; one person is rather a case among others."""
FEW = 40
"""Figures of one report that are compared with each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One contradiction: the claims it concerns, its code, what is said, and the words."""

    claims: tuple[str, ...]
    code: str
    says: str
    words: tuple[Span, ...]


def doubted(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of one report, those that the page contradicts with a low score."""
    doubtful = {name for doubt in _doubts(document, claims) for name in doubt.claims}
    return [replace(one, score=min(one.score, DOUBTED)) if one.id in doubtful else one for one in claims]


def contradictions(document: Document, claims: Iterable[Claim]) -> list[Issue]:
    """An issue for each contradiction that a document's claims show, once."""
    by_report: dict[str, list[Claim]] = {}
    for one in claims:
        by_report.setdefault(one.report_id, []).append(one)
    found = (doubt for report in by_report.values() for doubt in [*_doubts(document, report), *_spelled(report)])
    return list(dict.fromkeys(_issue(document, doubt) for doubt in found))


def _spelled(claims: Sequence[Claim]) -> Iterator[Doubt]:
    """Places whose name the gazetteer knows in another spelling only; the claim has its low score already."""
    for one in claims:
        if one.resolver == BY_SPELLING and isinstance(one.value, Place):
            taken = one.value.site or one.value.place or one.value.admin2 or one.value.admin1
            yield Doubt(
                claims=(one.id,), code="place_by_spelling", words=one.evidence[:1],
                says=f"no place has this name as it is spelled; it is taken for {taken}",
            )  # fmt: skip


def _issue(document: Document, doubt: Doubt) -> Issue:
    words = " and ".join(f"{one.text!r} at {one.start}-{one.end}" for one in doubt.words)
    return Issue(document_id=document.id, stage="resolve", code=doubt.code, message=f"{words}: {doubt.says}")


def _doubts(document: Document, claims: Sequence[Claim]) -> Iterator[Doubt]:
    for one in claims:
        if one.prop == "when":
            yield from _of_date(document, one, claims)
    figures = [(one, one.value) for one in claims if isinstance(one.value, Count) and _stands(one.value)][:FEW]
    yield from _damaged(document, figures)
    for (first, left), (second, right) in combinations(figures, 2):
        yield from _above(document, (first, left), (second, right))
        yield from _above(document, (second, right), (first, left))
        yield from _differing(document, (first, left), (second, right))


def _stands(count: Count) -> bool:
    return count.mood == "asserted" and count.side == "victims" and count.best is not None


# -- days


def _of_date(document: Document, when: Claim, claims: Sequence[Claim]) -> Iterator[Doubt]:
    spans = {(span.start, span.end) for span in when.evidence}
    for dated in document_dates(document):
        told = dated.expression
        if any(start <= told.start and told.end <= end for start, end in spans):
            yield from _calendar(document, when, told)
    value, published = when.value, document.published.end
    planned = any(one.prop == "stage" and isinstance(one.value, Code) for one in claims)
    if isinstance(value, PartialDate) and value.start and published and value.start > published + ZONES and not planned:
        says = f"is told as past, and lies after the day of publication, {published.isoformat()}"
        yield Doubt(claims=(when.id,), code="after_publication", says=says, words=when.evidence[:1])


def _calendar(document: Document, when: Claim, told: TimeExpression) -> Iterator[Doubt]:
    """A day that no calendar has, and a weekday that is not that of its date."""
    if not told.explicit or told.last_day is not None or (told.form == "numeric" and told.day_first is None):
        return
    words = (document.span(told.start, told.end),)
    try:
        day = date(told.year or 0, told.month or 0, told.day or 0)
    except ValueError:
        yield Doubt(claims=(when.id,), code="no_such_day", says="no calendar has this day", words=words)
        return
    if told.weekday is not None and told.weekday != day.weekday():
        says = f"{day.isoformat()} was a {WEEKDAYS[day.weekday()]}"
        yield Doubt(claims=(when.id,), code="weekday_differs", says=says, words=words)


# -- figures


def _above(document: Document, one: tuple[Claim, Count], other: tuple[Claim, Count]) -> Iterator[Doubt]:
    """A part that is larger than the whole told just before it: eight children among six dead."""
    (first, whole), (second, part) = one, other
    if whole.scope != "total" or whole.exactness != "exact" or (part.low or 0) <= (whole.best or 0):
        return
    words = (first.evidence[0], second.evidence[0])
    breaks = _breaks(document, *words)
    inside = part.outcome == whole.outcome and part.inside and breaks == 0
    lives = whole.outcome == "casualties" and part.outcome in COUNTED and not _group(whole) and breaks in (0, 1)
    if inside or lives:
        says = "a part cannot be larger than the whole"
        yield Doubt(claims=(first.id, second.id), code="part_above_whole", says=says, words=words)


def _breaks(document: Document, before: Span, after: Span) -> int | None:
    """Ends of sentences between two stretches of words; None where the second does not stand behind the first."""
    between = document.text[before.end : after.start]
    return between.count(". ") + between.count("\n") if before.end <= after.start else None


def _differing(document: Document, one: tuple[Claim, Count], other: tuple[Claim, Count]) -> Iterator[Doubt]:
    """Two exact totals of one group by one source, where no word says that the one replaces or completes the other."""
    (first, left), (second, right) = sorted((one, other), key=lambda pair: pair[0].evidence[0])
    totals = left.scope == right.scope == "total" and left.exactness == right.exactness == "exact"
    if not totals or left.outcome != right.outcome or left.best == right.best or left.said_by != right.said_by:
        return
    if min(left.best or 0, right.best or 0) < SEVERAL or left.outcome not in COUNTED or _group(left) != _group(right):
        return
    words = (first.evidence[0], second.evidence[0])
    if not _breaks(document, *words):
        return
    text = document.text
    start = max(text.rfind(". ", 0, words[0].start), text.rfind("\n", 0, words[0].start)) + 1
    stops = [stop for mark in (". ", "\n") if (stop := text.find(mark, words[1].end)) >= 0]
    if not load_clause_patterns().updating.search(text, start, min(stops, default=len(text))):
        says = "two figures for the same people from one source, and no word says which stands"
        yield Doubt(claims=(first.id, second.id), code="figures_differ", says=says, words=words)


def _group(count: Count) -> str:
    """Whom a figure counts, in lower case; everybody where it says no more than "people"."""
    low = (count.group or "").lower()
    return "" if not low or low.split()[-1] in load_role_words().everybody else low


def _damaged(document: Document, figures: Sequence[tuple[Claim, Count]]) -> Iterator[Doubt]:
    """A number between two words of what befell people, which may belong to either: "killed 12 wounded"."""
    damaged = load_clause_patterns().between_outcomes
    for claim, _ in figures:
        number = claim.evidence[0]
        start = max(0, number.start - 24)
        found = damaged.search(document.text, start, number.end + 24)
        if found is not None and found.start("number") <= number.start < found.end("number"):
            says = "the number may count the dead or the injured"
            words = (document.span(*found.span()),)
            yield Doubt(claims=(claim.id,), code="damaged_figure", says=says, words=words)
