"""One document's figure for one outcome: its total, or else the sum of the groups it names together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tallybook.model import Claim, Count, Range, Report
from tallybook.reconcile.persons import (
    Person,
    another,
    distinct,
    fits_anybody,
    is_beside,
    is_group,
    is_of_other_sex,
    may_be_one_person,
    person_words,
    sex_of_all,
)

TOGETHER = 120
"""Characters between two figures of one list of groups ("five police and two civilians"); further apart they may
speak of the same people again, and adding is the graver error."""
SAME_STORY = 400
"""Characters between two single people whom age, sex or name tell apart, and who are counted as two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure read from one document: the range, the claims it rests on, and how it came about.

    ``how`` is ``stated`` for a total in the words of the document and ``sum`` for arithmetic over ``claims``;
    ``said_by`` is the one speaker of all of them, if there is one. ``partial`` figures only speak of single people
    ("the mayor was killed"); a document that names one victim does not say that there was one.
    """

    range: Range
    claims: tuple[Claim, ...]
    how: str
    said_by: str | None
    partial: bool = False


def _counts(report: Report, outcome: str) -> list[tuple[Claim, Count]]:
    found = [
        (claim, claim.value)
        for claim in report.claims
        if claim.prop == "casualty"
        and isinstance(claim.value, Count)
        and claim.value.outcome == outcome
        and claim.value.side != "perpetrators"
        and claim.value.mood == "asserted"
        and not (claim.value.low is None and claim.value.best is None and claim.value.high is None)
    ]
    return sorted(found, key=lambda pair: (pair[0].evidence[:1], pair[0].id))


def range_of(count: Count) -> Range:
    """The bounds a figure's words give: vague words bound from below, "up to" from above, neither gives a best."""
    if count.exactness == "at_most":
        return Range(low=None, best=None, high=count.high if count.high is not None else count.best)
    low = count.low if count.low is not None else count.best
    if count.exactness == "vague":
        return Range(low=low, best=None, high=count.high)
    best = count.best if count.best is not None else (low if count.exactness != "exact" else None)
    is_open = count.exactness in ("at_least", "more_than")
    high = count.high if count.high is not None or is_open else best
    return Range(low=low, best=best, high=high)


def _rank(found: Range) -> tuple[int, int]:
    value = found.best if found.best is not None else found.low
    return (0 if found.best is None else 1, value if value is not None else -1)


def spread(ranges: Iterable[Range], *, best: int | None) -> Range:
    """The range that several figures span around a best one; an open top is closed by a figure that reaches it."""
    given = list(ranges)
    lows = [low for found in given for low in [found.low if found.low is not None else found.best] if low is not None]
    highs = [high for found in given for high in [found.high] if high is not None]
    top = max(highs, default=None)
    is_open = any(found.high is None and (top is None or (found.low or found.best or 0) > top) for found in given)
    low = min(lows, default=None)
    if best is not None:
        low = best if low is None else min(low, best)
        top = top if top is None else max(top, best)
    return Range(low=low, best=best, high=None if is_open else top)


def _stated(totals: Sequence[tuple[Claim, Count]]) -> Figure:
    """The totals of one document: of each speaker the highest stands, a toll that rose supersedes what it was."""
    standing: dict[str | None, tuple[Claim, Range]] = {}
    for claim, count in totals:
        found = range_of(count)
        kept = standing.get(count.said_by)
        if kept is None or _rank(found) > _rank(kept[1]):
            standing[count.said_by] = (claim, found)
    numbers = [found for _, found in standing.values() if found.best is not None]
    caps = [found for found in map(range_of, (count for _, count in totals)) if found.low is None]
    ranges = [*numbers, *caps] or [found for _, found in standing.values()]
    best = max((found.best for found in numbers if found.best is not None), default=None)
    claims = tuple(claim for claim, _ in standing.values())
    speakers = {count.said_by for _, count in totals}
    return Figure(
        range=spread(ranges, best=best), claims=claims, how="stated",
        said_by=next(iter(speakers)) if len(speakers) == 1 else None,
    )  # fmt: skip


def _bundles(parts: Sequence[tuple[Claim, Count]], reach: int = TOGETHER) -> list[list[tuple[Claim, Count]]]:
    bundles: list[list[tuple[Claim, Count]]] = []
    reached = -reach - 1
    for claim, count in parts:
        start = claim.evidence[0].start if claim.evidence else 0
        near = SAME_STORY if is_beside(count.group) else reach
        if not bundles or start - reached > near:
            bundles.append([])
        bundles[-1].append((claim, count))
        reached = claim.evidence[0].end if claim.evidence else start
    return bundles


Group = tuple[Claim, Count, Range]


def _groups(bundle: Sequence[tuple[Claim, Count]]) -> list[Group]:
    """One figure for each group, the highest, and one for each single person who must be somebody else."""
    kept: list[tuple[frozenset[str], Group]] = []
    ranked = sorted(bundle, key=lambda pair: (_rank(range_of(pair[1])), pair[0].id), reverse=True)
    for claim, count in ranked:
        key = person_words(count.group) or frozenset({claim.id})
        known = [other for other, _ in kept if key == other or not is_beside(count.group)]
        if not _single(count) and not any(key <= other or other <= key for other in known):
            kept.append((key, (claim, count, range_of(count))))
    groups = [found for _, found in kept]
    return groups + _beside(groups, _people([pair for pair in bundle if _single(pair[1])]))


def _people(singles: Sequence[tuple[Claim, Count]]) -> list[Group]:
    """Those of several single people who must be different ones, of whom each is counted once."""
    mentions = {}
    for claim, count in singles:
        span = claim.evidence[0] if claim.evidence else None
        start, end = (span.start, span.end) if span else (0, 0)
        new = span is not None and span.text.lower().startswith(("a ", "an "))
        called = count.group if count.group is not None or span is None else another(span.text)
        one = Person(called, start, end, joined=count.scope == "subgroup", new=new)
        mentions[one] = (claim, count, range_of(count))
    return [mentions[one] for one in distinct(mentions, near=TOGETHER)]


def _beside(groups: Sequence[Group], people: Sequence[Group]) -> list[Group]:
    """The people who are none of the groups: of "two men" the first who is told of later is one."""
    room = sum(found.best or 0 for _, count, found in groups if is_group(count.group))
    last = max((_start(claim) for claim, _, _ in groups), default=0)
    inside = all(count.inside and count.group is None for _, count, _ in groups)  # "five were shot, two fatally"
    sex = sex_of_all(count.group for _, count, _ in groups if is_group(count.group))
    left = []
    for one in people:
        fits = inside or (one[1].scope == "individual" and not is_of_other_sex(one[1].group, sex))
        if room and fits and _start(one[0]) > last:
            room -= 1
        else:
            left.append(one)
    return left


def _single(count: Count) -> bool:
    return count.scope == "individual" or (count.scope == "subgroup" and count.best == 1)


def _add(parts: Sequence[Group]) -> Figure:
    """The sum over groups and people."""
    ranges = [found for _, _, found in parts]
    bests = [found.best for found in ranges]
    highs = [found.high for found in ranges]
    summed = Range(
        low=sum(found.low or 0 for found in ranges),
        best=None if None in bests else sum(best or 0 for best in bests),
        high=None if None in highs else sum(high or 0 for high in highs),
    )
    speakers = {count.said_by for _, count, _ in parts}
    return Figure(
        range=summed, claims=tuple(claim for claim, _, _ in parts),
        how="sum" if len(parts) > 1 else "stated", said_by=next(iter(speakers)) if len(speakers) == 1 else None,
        partial=all(count.scope == "individual" for _, count, _ in parts),
    )  # fmt: skip


def _summed(parts: Sequence[tuple[Claim, Count]]) -> Figure | None:
    """The largest sum of groups that are told together, or of single people who are told of near each other."""
    told = [(claim, count) for claim, count in parts if range_of(count) != Range(low=0, best=0, high=0)]
    if not told:
        return None
    singles = _bundles([pair for pair in told if _single(pair[1])], SAME_STORY)
    people = max(map(_people, singles), key=len, default=[])
    sums = [_add(_groups(bundle)) for bundle in _bundles(told)]
    return max([*sums, *([_add(people)] if people else [])], key=lambda figure: _rank(figure.range))


@dataclass(frozen=True, slots=True)
class Dead:
    """One person who is said to have been killed: how he or she is called, in which document, and from where on."""

    called: str | None
    document_id: str
    start: int


def dead_persons(reports: Iterable[Report]) -> list[Dead]:
    """Every single person who is said to have been killed."""
    found = [pair for report in reports for pair in _counts(report, "killed")]
    return [Dead(count.group, claim.document_id, _start(claim)) for claim, count in found if _one_person(count)]


def _start(claim: Claim) -> int:
    return claim.evidence[0].start if claim.evidence else 0


def _one_person(count: Count) -> bool:
    """Whether a figure is of one person: said so, or one of a group that is told by a description."""
    if count.group is not None and is_group(count.group):
        return False  # "one of the daughters"
    return count.scope == "individual" or (count.scope == "subgroup" and count.best == 1 and count.group is not None)


def is_part(figure: Figure, reports: Iterable[Report], outcome: str) -> bool:
    """Whether another document says that a figure is of a part: "13 soldiers", and there "including 13 soldiers"."""
    if figure.how != "stated" or len(figure.claims) != 1 or not isinstance(figure.claims[0].value, Count):
        return False
    words, best = person_words(figure.claims[0].value.group), figure.range.best
    return any(
        count.scope == "subgroup" and range_of(count).best == best and not words.isdisjoint(person_words(count.group))
        for report in reports
        if report.document_id != figure.claims[0].document_id
        for _, count in _counts(report, outcome)
    )


def _survived(claim: Claim, count: Count, dead: Sequence[Dead]) -> bool:
    """Whether one person who was hurt is none of the dead: who died of the wounds is not injured too.

    Where a page names a dead and a hurt person side by side, they are two, unless they share a word or the hurt one is
    "the victim".
    """
    if not _one_person(count) or count.group is None:
        return True
    return not any(_died(claim, count.group, one) for one in dead)


def _died(claim: Claim, called: str, one: Dead) -> bool:
    beside = one.document_id == claim.document_id and abs(one.start - _start(claim)) <= TOGETHER
    if beside and not fits_anybody(called) and person_words(called).isdisjoint(person_words(one.called)):
        return False
    return may_be_one_person(called, one.called)


def figure_of(report: Report, outcome: str, *, dead: Sequence[Dead] | None = None) -> Figure | None:
    """What one document gives as the number of victims with an outcome, or ``None`` where it gives none.

    A total in the document's words stands before any sum. Without one, the groups that are named together are added;
    a zero for one group says nothing about the total. Perpetrators, and what is only feared or denied, stay out. A
    single person who was hurt and is among the ``dead`` (of this report, unless given) is not counted as injured; of
    dead and hurt told together the rest stands before single people who are fewer.
    """
    counts = _counts(report, outcome)
    if outcome == "injured":
        dead = dead_persons([report]) if dead is None else dead
        counts = [(claim, count) for claim, count in counts if _survived(claim, count, dead)]
    totals = [(claim, count) for claim, count in counts if count.scope == "total"]
    if totals:
        return _without_attackers(_stated(totals), report, outcome)
    summed = _summed([(claim, count) for claim, count in counts if not count.inside])
    if outcome != "injured":
        return summed or _part_of_casualties(report, counts)
    rest = _rest_of_casualties(report)
    if rest is None or (summed is not None and not (summed.partial and _rank(rest.range) > _rank(summed.range))):
        return summed
    return rest


def _without_attackers(figure: Figure, report: Report, outcome: str) -> Figure:
    """A total less the attackers it is said to include: "three dead, including the gunman" are two victims."""
    total = figure.claims[0]
    own = [
        (claim, claim.value.best)
        for claim in report.claims
        if claim.prop == "casualty" and isinstance(claim.value, Count) and claim.value.outcome == outcome
        and claim.value.side == "perpetrators" and claim.value.inside and claim.value.mood == "asserted"
        and claim.document_id == total.document_id
        and (claim.value.group is None or 0 < _start(claim) - _start(total) <= TOGETHER)
    ]  # fmt: skip
    if len(figure.claims) != 1 or not own or own[0][1] is None or (figure.range.best or 0) <= own[0][1]:
        return figure
    claim, less = own[0]
    return Figure(range=_less(figure.range, less or 0), claims=(total, claim), how="sum", said_by=figure.said_by)


def _less(whole: Range, less: int) -> Range:
    """A range without some that it counts."""
    return Range(
        low=None if whole.low is None else max(whole.low - less, 0), best=(whole.best or 0) - less,
        high=None if whole.high is None else whole.high - less,
    )  # fmt: skip


def _part_of_casualties(report: Report, counts: Sequence[tuple[Claim, Count]]) -> Figure | None:
    """What is told only as part of a count of dead and hurt: "five were shot, three fatally"."""
    parts = [(claim, count) for claim, count in counts if count.inside]
    return _summed(parts) if _counts(report, "casualties") else None


def _rest_of_casualties(report: Report) -> Figure | None:
    """The hurt among dead and hurt: of five who were shot and of whom three died, two are hurt."""
    both = _counts(report, "casualties")
    totals = [(claim, count) for claim, count in both if count.scope == "total"]
    dead = [(claim, count) for claim, count in _counts(report, "killed") if count.inside]
    if not both or not dead:
        return None
    groups = [(claim, count) for claim, count in both if not count.inside]
    whole = _stated(totals) if totals else _summed(groups) if len(groups) > 1 else None
    part = _summed(dead)
    if part is None or whole is None or whole.range.best is None or part.range.best is None:
        return None
    if whole.range.best <= part.range.best:
        return None
    left = _less(whole.range, part.range.best)
    return Figure(range=left, claims=(*whole.claims, *part.claims), how="sum", said_by=whole.said_by)


def reading(report: Report, outcome: str) -> Range:
    """One document's low, best and high for an outcome, perpetrators left out; all ``None`` where it states nothing."""
    figure = figure_of(report, outcome)
    return figure.range if figure else Range()
