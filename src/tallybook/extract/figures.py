"""The figures of one story weighed against each other: totals, parts of totals, and the attackers' own dead."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Figure
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase
from tallybook.lang.roles import load_role_words


def weigh_figures(story: Story) -> list[Figure]:
    """The story's figures, each once, with scope and side decided (coding rules 6 to 8)."""
    _seal_fates(story)
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


def _seal_fates(story: Story) -> None:
    """The one person hurt before who "died in hospital" is dead, and no longer counted as hurt."""
    for number, act in enumerate(story.acts):
        told = story.acts[: number + 1] if act.fates else []
        hurt = [one for before in told for one in before.figures if one.outcome == "injured" and one.number == 1]
        if not hurt:
            continue
        hurt[-1].outcome, hurt[-1].soft = "killed", False
        group = hurt[-1].group
        for harm in story.harms:
            if group is not None and harm.phrase.start == group.start:
                harm.effect = "killed"


def _settle_appositions(figures: Sequence[Figure]) -> None:
    """A list that explains the number before it does not add to it: "two employees, a paramedic and a driver"."""
    for number, first in enumerate(figures):
        wanted = first.number if first.quantity is not None else None
        if wanted is None or wanted < 2:
            continue
        rest: list[Figure] = []
        for one in figures[number + 1 : number + 2 + wanted]:
            if not (one.joined and first.joined and one.outcome == first.outcome):
                break
            rest.append(one)
        if len(rest) > 1 and sum(one.number or 0 for one in rest) == wanted:
            first.joined = False
            for one in rest:
                one.joined = False
                one.scope = "individual" if one.quantity is None else "subgroup"


def _side(figure: Figure, story: Story) -> str:
    """Whose people a figure counts: the attackers' own, or the victims'."""
    group = figure.group
    if group is None or (group.entry is None and group.actor is None):
        return "victims"
    codes = load_inference()
    category = group.entry.category if group.entry is not None else None
    if group.entry is not None and category in codes.assailants and group.entry.side == "perpetrators":
        return "perpetrators"
    if "armed_clash" in story.named:
        return "victims"
    doers = [party.phrase for party in story.perpetrators if party.phrase.start != group.start]
    if group.actor is not None and any(one.actor and one.actor.actor == group.actor.actor for one in doers):
        return "perpetrators"
    armed = codes.fighters | codes.assailants
    if category in codes.fighters and any(one.entry and one.entry.category in armed for one in doers):
        return "perpetrators"
    return "victims"


def _scopes(figures: list[Figure]) -> None:
    """Parts named after "including" stay parts; groups listed side by side are parts of an unsaid sum."""
    numbers = [one.number for one in figures if one.scope == "total" and is_generic(one.group)]
    top = max((one for one in numbers if one is not None), default=None)
    for figure in figures:
        if figure.scope == "total":
            below = top is not None and not is_generic(figure.group) and (figure.number or 0) <= top
            figure.scope = "subgroup" if figure.joined or below else "total"
        elif figure.scope == "individual" and top is None and figure.joined:
            figure.scope = "subgroup"
    open_totals = [one for one in figures if one.scope == "total"]
    if not numbers and len({one.group.low if one.group else "" for one in open_totals}) > 1:
        for figure in open_totals:
            figure.scope = "subgroup"


def is_generic(group: Phrase | None) -> bool:
    """Whether a figure's group is everybody, so that it can be a total."""
    if group is None or not group.tokens or group.kind == "toll":
        return True
    return group.tokens[-1].low in load_role_words().everybody
