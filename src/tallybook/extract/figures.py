"""The figures of one story weighed against each other: totals, parts of totals, and the attackers' own dead."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Figure
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase

GENERIC_HEADS = frozenset(
    [
        "people",
        "person",
        "persons",
        "dead",
        "killed",
        "deaths",
        "fatalities",
        "victims",
        "lives",
        "others",
        "wounded",
        "injured",
        "casualties",
        "souls",
        "civilians",
        "bodies",
    ]
)
"""Heads that count everybody alike; a figure with such a head, or none, can be the total."""
ATTACKERS = frozenset(("attackers",))
ARMED = frozenset(("armed_opposition", "organized_crime", "irregulars"))


def weigh_figures(story: Story) -> list[Figure]:
    """The story's figures, each once, with scope and side decided (coding rules 6 to 8)."""
    figures = _each_once(story.figures)
    _settle_appositions(figures)
    for figure in figures:
        figure.side = _side(figure, story)
    for outcome in {figure.outcome for figure in figures}:
        _scopes([one for one in figures if one.outcome == outcome and one.side == "victims"])
    return figures


def _each_once(figures: Sequence[Figure]) -> list[Figure]:
    """The same number read twice is one figure; a graver outcome wins over the one a soft verb ("shot") implied."""
    kept: dict[tuple[int, int, str], Figure] = {}
    for figure in figures:
        kept.setdefault((figure.start, figure.end, figure.outcome), figure)
    found = list(kept.values())
    graver = {(one.start, one.end) for one in found if not one.soft}
    return [one for one in found if not (one.soft and (one.start, one.end) in graver)]


def _settle_appositions(figures: Sequence[Figure]) -> None:
    """ "Two employees, a paramedic and a driver": the list explains the number before it, it does not add to it."""
    for number, first in enumerate(figures):
        rest: list[Figure] = []
        for one in figures[number + 1 :]:
            if not (one.joined and first.joined and one.outcome == first.outcome and one.scope == "individual"):
                break
            rest.append(one)
        if len(rest) > 1 and first.quantity is not None and first.number == len(rest):
            first.joined = False
            for one in rest:
                one.scope, one.joined = "individual", False


def _side(figure: Figure, story: Story) -> str:
    group = figure.group
    if group is None or (group.entry is None and group.actor is None):
        return "victims"
    if group.entry is not None and group.entry.category in ATTACKERS and group.entry.side == "perpetrators":
        return "perpetrators"
    doers = [party.phrase for party in story.perpetrators if party.phrase.start != group.start]
    if (
        group.actor is not None
        and any(one.actor and one.actor.actor == group.actor.actor for one in doers)
        and not _clash(story)
    ):
        return "perpetrators"
    armed = group.entry is not None and group.entry.category in ARMED
    if armed and any(one.entry and one.entry.category in ARMED | ATTACKERS for one in doers) and not _clash(story):
        return "perpetrators"
    return "victims"


def _clash(story: Story) -> bool:
    return "armed_clash" in story.events


def _scopes(figures: list[Figure]) -> None:
    """Parts named after "including" stay parts; groups listed side by side are parts of an unsaid sum."""
    totals = [one for one in figures if one.scope == "total" and is_generic(one.group)]
    numbers = [one.number for one in totals if one.number is not None]
    top = max(numbers, default=None)
    for figure in figures:
        if figure.scope in ("subgroup", "individual"):
            if figure.scope == "individual" and top is None and figure.joined:
                figure.scope = "subgroup"
            continue
        if figure.joined or (figure not in totals and top is not None and (figure.number or 0) <= top):
            figure.scope = "subgroup"
    open_totals = [one for one in figures if one.scope == "total"]
    if len({_group_key(one.group) for one in open_totals}) > 1 and not totals:
        for figure in open_totals:
            figure.scope = "subgroup"


def is_generic(group: Phrase | None) -> bool:
    """Whether a figure's group is everybody, so that it can be a total."""
    return group is None or not group.tokens or group.kind == "toll" or group.tokens[-1].low in GENERIC_HEADS


def _group_key(group: Phrase | None) -> str:
    return "" if group is None else group.low
