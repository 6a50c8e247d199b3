"""One sentence that tells of several incidents: a list of sites, or deeds each with victims and a day of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from tallybook.extract.acts import Act, Harm
from tallybook.extract.segment import Sentence
from tallybook.lang.dates import TimeExpression

SITE_REACH = 40
"""Characters after a site within which a place belongs to it."""


DaysApart = Callable[[Sequence[TimeExpression], Sequence[TimeExpression]], bool]


def parted(
    acts: list[Act], sentence: Sentence, *, dated: bool, days_apart: DaysApart, own_types: frozenset[str]
) -> list[list[Act]]:
    """The acts of a sentence, those of one incident together; ``dated`` where the sentence tells one day.

    ``days_apart`` says whether two time expressions are two days; ``own_types`` are the event types that the
    codebook's profile takes for incidents of their own.
    """
    return _sites(acts, sentence, dated=dated) or _deeds(acts, sentence, days_apart, own_types)


def _sites(acts: list[Act], sentence: Sentence, *, dated: bool) -> list[list[Act]]:
    """A part for each of several sites hit in a stretch longer than a day ("in April"); none for any other sentence."""
    for act in acts:
        sites = [harm for harm in act.harms if harm.effect == "attacked" and harm.phrase.kind == "thing"]
        distinct = {harm.phrase.entry.category for harm in sites if harm.phrase.entry}
        if len(sites) > 1 and len(distinct) > 1 and acts[0].dates and not dated and not act.figures:
            ends = [other.phrase.start for other in sites[1:]] + [_reach(act, sites[-1], sentence)]
            return [[_only(act, harm, end)] for harm, end in zip(sites, ends, strict=True)]
    return []


def _reach(act: Act, last: Harm, sentence: Sentence) -> int:
    """Where the words about the last site of a list end: with the place after it, else with the site itself."""
    after = [place.end for place in act.places if last.phrase.end <= place.start <= last.phrase.end + SITE_REACH]
    return min([*after, sentence.end]) if after else last.phrase.end


def _only(act: Act, harm: Harm, end: int) -> Act:
    """The act with one of its targets alone; later sites and places stay with the last target before them."""
    return Act(
        sentence=act.sentence, start=harm.phrase.start, end=harm.phrase.end, lemma=act.lemma, event=act.event,
        strong=act.strong, stage=act.stage, fresh=True, perpetrators=list(act.perpetrators), harms=[harm],
        weapons=list(act.weapons),
        places=list(act.places), dates=list(act.dates), words=(harm.phrase.start, end),
    )  # fmt: skip


def _deeds(told: list[Act], sentence: Sentence, days_apart: DaysApart, own_types: frozenset[str]) -> list[list[Act]]:
    """The acts of a sentence, cut in the order of the text where one has its own victims and its own day or type."""
    acts = sorted(told, key=lambda act: act.start)
    cuts = [0]
    for place in range(1, len(acts)):
        before, act = acts[cuts[-1] : place], acts[place]
        hit = {harm.phrase.start for one in before for harm in one.harms}
        own = {harm.phrase.start for harm in act.harms} - hit
        if not hit or not own:
            continue
        if _own_type(before, act, own_types) or days_apart(*_days(acts, cuts[-1], place, sentence)):
            cuts.append(place)
    if len(cuts) == 1:
        return [told]
    bounds = [sentence.start, *(_border(acts, cut, sentence) for cut in cuts[1:]), sentence.end]
    parts = [acts[first:last] for first, last in pairwise([*cuts, len(acts)])]
    return [[_between(act, *bound) for act in part] for part, bound in zip(parts, pairwise(bounds), strict=True)]


def _own_type(before: Sequence[Act], act: Act, own_types: frozenset[str]) -> bool:
    """Whether an act is of another type than those before it, and one of the two types stands for itself."""
    types = {one.event for one in before if one.event}
    if not act.event or not types or act.event in types or act.stage != before[0].stage:
        return False
    return act.event in own_types or not own_types.isdisjoint(types)


def _days(
    acts: Sequence[Act], first: int, place: int, sentence: Sentence
) -> tuple[list[TimeExpression], list[TimeExpression]]:
    """The days that stand with the acts from ``first`` on, and with the one at ``place``; none where they share one."""
    act, border = acts[place], _border(acts, place, sentence)
    if len(act.dates) <= 1 or not _telling([act]) or not _telling(acts[first:place]):
        return [], []
    begin = sentence.start if first == 0 else _border(acts, first, sentence)
    return [one for one in act.dates if begin <= one.start < border], [one for one in act.dates if one.start >= border]


def _telling(acts: Sequence[Act]) -> bool:
    """Whether acts name a person or a thing that was hit; a mere group may be told a second time in other words."""
    named = any(harm.phrase.kind in ("name", "thing") for act in acts for harm in act.harms)
    return named and any(act.strong for act in acts)


def _border(acts: Sequence[Act], place: int, sentence: Sentence) -> int:
    """Where the words of an act begin, its day among them where days stand in front: "on Monday X, on Friday Y"."""
    act, after = acts[place], acts[place - 1].end
    if act.dates and act.dates[0].start < _beginning(acts[0], sentence.start):
        return min((one.start for one in act.dates if after <= one.start < act.end), default=_beginning(act, after))
    return _beginning(act, after)


def _beginning(act: Act, after: int) -> int:
    """The first character of an act with its parties that stands after an offset."""
    return min((start for start in _starts(act) if start >= after), default=act.start)


def _starts(act: Act) -> Iterator[int]:
    yield act.start
    yield from (harm.phrase.start for harm in act.harms)
    yield from (party.phrase.start for party in act.perpetrators)
    yield from (weapon.start for weapon in act.weapons)


def _between(act: Act, start: int, end: int) -> Act:
    """The act with the days and places that stand between two offsets; with all of them where none does."""
    dates = [one for one in act.dates if start <= one.start < end]
    places = [one for one in act.places if start <= one.start < end]
    return replace(act, dates=dates or act.dates, places=places or act.places)
