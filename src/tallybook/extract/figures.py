"""The figures of one story weighed against each other: totals, parts of totals, and the attackers' own dead."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Figure
from tallybook.extract.assembly import Story
from tallybook.extract.own_dead import NamedDoers, settle_suicide
from tallybook.extract.phrases import YEAR_OLD, Phrase
from tallybook.extract.shot_counts import ADDED_REACH, is_generic, shot_dead, split_shot
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

SINGLES, SINGLE_REACH = 4, 400
"""Figures after one person, and characters, within which another one is told of singly."""
LOSS = "lose"
"""The lemma of a verb whose subject tells of its own dead."""


def weigh_figures(story: Story) -> list[Figure]:
    """The story's figures, each once, with scope and side decided (coding rules 6 to 8)."""
    _seal_fates(story)
    _name_the_fallen(story)
    _name_the_hurt(story)
    settle_suicide(story)
    _share_losses(story)
    figures = _not_again(_each_once(story.figures))
    shot_dead(figures)
    _settle_appositions(figures)
    named = NamedDoers(story)
    for figure in figures:
        own = figure.side == "perpetrators" or (figure.group is not None and named.include(figure.group))
        figure.side = "perpetrators" if own else _side(figure, story)
    counted = [one for one in figures if one.outcome == "killed" and one.quantity is not None and not one.more]
    for outcome in {figure.outcome for figure in figures}:
        alike = [one for one in figures if one.outcome == outcome and one.side == "victims"]
        _withdraw(alike)
        _point_back(alike)
        fallen = [one for one in counted if one.outcome != outcome and one.number and one.side == "victims"]
        _scopes(alike, fallen)
    split_shot(story, [one for one in figures if one.side == "victims"])
    return figures


def _share_losses(story: Story) -> None:
    """What one side or country lost is a part of the dead, where these are told: "Japan lost ten people"."""
    lost = [act for act in story.acts if act.lemma == LOSS]
    told = any(one.outcome == "killed" for act in story.acts if act.lemma != LOSS for one in act.figures)
    for act in lost if told else []:
        for figure in act.figures:
            figure.scope, figure.scope_cue = "subgroup", (act.start, act.end)


def _not_again(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without single people told again: "a boy was shot … the teenager was hit in the leg".

    Who was hurt before and is told again as dead is dead, and counted once.
    """
    kept: list[Figure] = []
    for figure in figures:
        singles = [one for one in kept if one.quantity is None and one.group is not None] if _again(figure) else []
        if any(one.outcome == figure.outcome for one in singles):
            continue
        hurt = [one for one in singles if one.outcome == "injured" and one.soft and figure.outcome == "killed"]
        if len(hurt) == 1:
            hurt[0].outcome, hurt[0].soft = "killed", False
            continue
        kept.append(figure)
    return kept


def _again(figure: Figure) -> bool:
    """Whether a single person is only pointed back at: "the boy", "the victim"."""
    group = figure.group
    known = group is not None and (group.low in load_role_words().told_before or group.low.endswith(YEAR_OLD))
    pointing = group is not None and group.definite and known
    return pointing and figure.quantity is None


def _withdraw(figures: Sequence[Figure]) -> None:
    """A toll that was corrected down withdraws the higher ones before it (coding rule 9)."""
    for number, figure in enumerate(figures):
        if figure.corrects and figure.number is not None:
            for before in figures[:number]:
                if before.scope == "total" and (before.number or 0) > figure.number:
                    before.mood = "denied"


def _point_back(figures: Sequence[Figure]) -> None:
    """Who is pointed back at is a part of those counted before: "four boys … the other two boys", "one was hit"."""
    for number, figure in enumerate(figures):
        if figure.scope != "total" or figure.number is None or not _points_back(figure):
            continue
        before = [one for one in figures[:number] if one.scope == "total" and one.mood == "asserted"]
        whole = next((one for one in before if (one.number or 0) > figure.number and not _points_back(one)), None)
        if whole is not None:
            figure.scope, figure.scope_cue = "subgroup", (whole.start, whole.end)


def _points_back(figure: Figure) -> bool:
    """Whether words count people told of before: "one", "the other two boys", "two of the boys"."""
    group = figure.group
    if figure.quantity is None or group is None or figure.more:
        return False
    return group.definite or (group.kind == "number" and figure.quantity.form == "article")


def _each_once(figures: Sequence[Figure]) -> list[Figure]:
    """The same number read twice is one figure; a graver outcome wins over the one a soft verb ("shot") implied."""
    kept: dict[tuple[int, int, str], Figure] = {}
    for figure in figures:
        kept.setdefault((figure.start, figure.end, figure.outcome), figure)
    found = list(kept.values())
    graver = {(one.start, one.end) for one in found if not one.soft}
    return [one for one in found if not (one.soft and (one.start, one.end) in graver)]


def _seal_fates(story: Story) -> None:
    """The one person hurt before who "died in hospital" is dead, and no longer counted as hurt; so are "both"."""
    for number, act in enumerate(story.acts):
        told = story.acts[: number + 1] if act.fates else []
        both = any(one.low in load_clause_words().both for one in act.fates)
        hurt = [one for before in told for one in before.figures if one.outcome == "injured" and one.number == 1]
        two = [one for before in told for one in before.figures if one.outcome == "injured" and one.number == 2]
        for last in two[-1:] if both and two and len(hurt) < 2 else hurt[-2:] if both else hurt[-1:]:
            last.outcome, last.soft = "killed", False
            for harm in story.harms:
                if last.group is not None and harm.phrase.start == last.group.start:
                    harm.effect = "killed"


def _name_the_fallen(story: Story) -> None:
    """One dead for "killed him", where nobody else of the story was killed, or "and 14 others" were beside him."""
    for act in story.acts:
        if not act.fates or act.lemma in load_clause_words().deaths:
            continue
        dead = [figure for figure in story.figures if figure.outcome == "killed"]
        killed = [one for one in act.figures if one.outcome == "killed"]
        beside = [one for one in killed if one.group is not None and _others(one.group)]
        if dead and len(dead) != len(beside):
            continue
        for figure in beside:
            figure.joined = True
        one = act.fates[0]
        if one.low in load_clause_words().both:
            continue
        act.figures.append(Figure("killed", one.start, one.end, scope="individual", joined=bool(beside)))


def _name_the_hurt(story: Story) -> None:
    """One hurt for "he was shot in the leg", where nobody else of the story was hurt or killed."""
    if story.figures:
        return
    act = next((one for one in story.acts if one.struck and one.stage == "accomplished" and not one.perpetrators), None)
    if act is not None:
        one = act.struck[0]
        act.figures.append(Figure("injured", one.start, one.end, scope="individual", soft=True))


def _others(group: Phrase) -> bool:
    """Whether a group is counted beside somebody named before: "14 others", "three other people"."""
    words = load_role_words().others
    return any(token.low in words for token in group.tokens) or group.more


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
        return "victims" if _nameless(group) else "perpetrators"
    if "armed_clash" in story.named or _done_by_others(figure, group, story):
        return "victims"
    if any(party.phrase.start == group.start and party.status != "denied" for party in story.perpetrators):
        return "perpetrators"
    doers = [party.phrase for party in story.perpetrators]
    same = group.actor is not None and any(one.actor and one.actor.actor == group.actor.actor for one in doers)
    armed = codes.fighters | codes.assailants
    fell = category in codes.fighters and any(one.entry and one.entry.category in armed for one in doers)
    return "perpetrators" if same or fell else "victims"


def _done_by_others(figure: Figure, group: Phrase, story: Story) -> bool:
    """Whether the only doers are those of the act that gives a figure: "commandos killed four militants".

    Where other acts have fighters for doers, the dead are these: "militants attacked; troops killed four militants".
    """
    own = [act for act in story.acts if any(one is figure for one in act.figures)]
    here = {act.sentence for act in own}
    elsewhere = [party.phrase for act in story.acts if act.sentence not in here for party in act.perpetrators]
    codes = load_inference()
    armed = codes.fighters | codes.assailants
    if any(one.entry and one.entry.category in armed for one in elsewhere):
        return False
    doers = (party.phrase for act in own for party in act.perpetrators)
    return any(one.kind in ("people", "actor") and one.start != group.start and one.head != group.head for one in doers)


def _nameless(group: Phrase) -> bool:
    """Whether somebody is only not known by name: "an unidentified man was killed" says nothing of what he did."""
    words, low = load_role_words(), group.head.split()
    return len(low) > 1 and low[0] in words.nameless and low[-1] in words.unnamed_doers


def _scopes(figures: list[Figure], dead: Sequence[Figure]) -> None:
    """Parts named after "including" stay parts; groups listed side by side are parts of an unsaid sum.

    Where ``dead`` are counted in the story, "others" who are hurt are others than these.
    """
    _single_out(figures)
    _of_other_sex(figures)
    if _adds_up(figures, dead):
        return
    if not dead:
        _beside_singles(figures)
    whole = [one for one in figures if one.scope == "total" and not (one.joined and _of_kin(one))]
    numbers = [one.number for one in whole if is_generic(one.group)]
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


def _of_kin(figure: Figure) -> bool:
    """Whether a word for two people is what counts them: "a couple and their baby"."""
    words = figure.quantity.text.lower().split() if figure.quantity is not None else []
    return bool(words) and words[-1] in load_role_words().kin


def _single_out(figures: Sequence[Figure]) -> None:
    """One of several people told singly is no total: "one of the sisters died", "one man was shot … another man"."""
    for number, figure in enumerate(figures):
        group = figure.group
        if figure.scope != "total" or figure.number != 1 or figure.more or group is None or figure.quantity is None:
            continue
        later = figures[number + 1 : number + 1 + SINGLES]
        beside = any(one.quantity is None and one.more and one.start - figure.end < SINGLE_REACH for one in later)
        if (group.definite and group.plural) or (beside and figure.quantity.exactness == "exact"):
            figure.scope = "individual"


def _of_other_sex(figures: Sequence[Figure]) -> None:
    """A number of men is no total beside a woman who was hit, too: "a woman was shot … and two men were wounded"."""
    roles = load_role_words()
    told = [one for one in figures if one.scope == "total" and one.mood == "asserted" and one.group is not None]
    if len(told) != 1 or told[0].group is None or not told[0].group.tokens:
        return
    head = told[0].group.tokens[-1].low
    others = roles.women if head in roles.several_men else roles.men if head in roles.several_women else frozenset()
    singles = (one for one in figures if one.scope == "individual" and one.group is not None and one.group.article)
    near = (one.group for one in singles if abs(one.start - told[0].start) <= ADDED_REACH)
    if any(one is not None and one.tokens and one.tokens[-1].low in others for one in near):
        told[0].scope = "subgroup"


def _adds_up(figures: Sequence[Figure], dead: Sequence[Figure]) -> bool:
    """Whether later figures only add to the first ("a further six on Wednesday"), which makes groups of them all."""
    totals = [one for one in figures if one.scope == "total" and one.mood == "asserted"]
    first, rest = totals[:1], totals[1:]
    if not rest or not all(one.more for one in rest) or any(one.joined or one.corrects for one in totals):
        return False
    singles = [one.start for one in figures if one.scope == "individual" and one.mood == "asserted"]
    if any(first[0].start < one < rest[0].start for one in singles):
        return False  # "three were shot: a man … two other men" are others than the man
    if first[0].soft and any(one.number and first[0].number == one.number + (rest[0].number or 0) for one in dead):
        return False  # "five were shot; two of them died, and three others were treated"
    near = all(after.start - before.end < ADDED_REACH for before, after in zip(totals, rest, strict=False))
    speakers = {one.said_by.text for one in totals if one.said_by is not None}
    if not near or len(speakers) > 1 or len({one.number for one in totals}) < len(totals):
        return False
    for figure in [*first, *rest]:
        figure.scope = "subgroup"
    for figure in figures:
        if figure not in totals and figure.scope == "subgroup" and figure.scope_cue is None:
            figure.scope_cue = (first[0].start, first[0].end)
    return True


def _beside_singles(figures: Sequence[Figure]) -> None:
    """People counted beside single ones told before are added to them: "a man was shot … two other men were hit"."""
    totals = [one for one in figures if one.scope == "total" and one.mood == "asserted"]
    more = [one for one in totals if one.more]
    rest = (one for one in totals if not one.more)
    if not more or any(one.group is None or not one.group.definite or one.number != more[0].number for one in rest):
        return
    if any(one.scope == "individual" and one.mood == "asserted" and one.start < more[0].start for one in figures):
        for one in totals:
            one.scope, one.beside = "subgroup", one.more
