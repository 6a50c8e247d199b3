"""The figures of one story weighed against each other: totals, parts of totals, and the attackers' own dead."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Figure
from tallybook.extract.assembly import Story
from tallybook.extract.own_dead import NamedDoers, settle_suicide
from tallybook.extract.phrases import YEAR_OLD, Phrase
from tallybook.extract.tolls import TOLL
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

DIED_REACH = 400
"""Characters between those who were shot and one of them who is told to have died."""
TAKEN_REACH = 20
"""Characters between a number and that of all of whom some are taken: "one of the at least three"."""
LOSS = "lose"
"""The lemma of a verb whose subject tells of its own dead."""
ADDED_REACH = 160
"""Characters between a figure and one that adds to it: "killed seven, and two more died of their wounds"."""


def weigh_figures(story: Story) -> list[Figure]:
    """The story's figures, each once, with scope and side decided (coding rules 6 to 8)."""
    _seal_fates(story)
    _name_the_fallen(story)
    _name_the_hurt(story)
    settle_suicide(story)
    _share_losses(story)
    figures = _not_again(_each_once(story.figures))
    _shot_dead(figures)
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
        _scopes(alike, dead=any(one.outcome != outcome and one.number for one in counted))
    _split_shot(story, [one for one in figures if one.side == "victims"])
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


def _wounded(figure: Figure) -> bool:
    """Whether the words for the people say that they are hurt: "three wounded victims"."""
    return figure.group is not None and figure.group.state is not None


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


def _shot_dead(figures: Sequence[Figure]) -> None:
    """Who was shot is dead where others are counted as hurt, and none as killed: "shot 46 people; 85 were wounded"."""
    hurt = [one for one in figures if one.outcome == "injured" and one.quantity is not None and one.number]
    shot = [one for one in hurt if one.soft and not one.more and is_generic(one.group) and not _wounded(one)]
    beside = [one for one in hurt if not one.soft and not one.joined and one.scope == "total"]
    if len(shot) != 1 or not beside or any(one.outcome in ("killed", "casualties") for one in figures):
        return
    if 0 < beside[0].start - shot[0].end <= ADDED_REACH:
        shot[0].outcome, shot[0].soft = "killed", False


def _split_shot(story: Story, figures: Sequence[Figure]) -> None:
    """Who was shot is dead or hurt: where some of them died, "five were shot" is a count of both."""
    sentences = {id(figure): act.sentence for act in story.acts for figure in act.figures}
    described = {id(figure) for act in story.acts if act.lemma == TOLL for figure in act.figures}
    dead = [one for one in figures if one.outcome == "killed" and one.mood == "asserted"]
    weighed = {id(one) for one in figures}
    weak = {id(figure) for act in story.acts if not act.strong for figure in act.figures}
    behind = sorted(dead, key=_start)
    for act in story.acts:
        hurt = [one for one in act.figures if id(one) in weighed and one.outcome == "injured"]
        joined = [one for one in hurt if one.joined and one.soft]
        if len(joined) < 2:
            continue
        end = joined[-1].end
        near = behind[bisect_right(behind, end, key=_start) : bisect_right(behind, end + ADDED_REACH, key=_start)]
        some = [one for one in near if _some_of(one, joined, same=sentences.get(id(one)) == act.sentence)]
        if some:
            _set_inside(some, joined)
    for shot in figures:
        if shot.outcome != "injured" or id(shot) in described or shot.quantity is None or shot.more:
            continue
        parts = [one for one in dead if _among(one, shot, same=sentences.get(id(one)) == sentences.get(id(shot)))]
        if not (shot.soft and is_generic(shot.group)):
            same = {id(one) for one in parts if sentences.get(id(one)) == sentences.get(id(shot))}
            parts = [one for one in parts if _one_of(one, shot, same=id(one) in same) or _died(one, shot, weak - same)]
        if parts and shot.number is not None:
            _set_inside(parts, [shot])


def _set_inside(dead: Sequence[Figure], shot: Sequence[Figure]) -> None:
    """Makes a count of dead and hurt of those shot, and a part of it of the dead."""
    for one in shot:
        one.outcome = "casualties"
    for one in dead:
        if one.scope != "subgroup" or (one.joined and one.scope_cue is None):
            one.scope, one.scope_cue = "subgroup", (shot[0].start, shot[-1].end)


def _some_of(dead: Figure, shot: Sequence[Figure], *, same: bool) -> bool:
    """Whether a number of dead is of groups just listed: "three men and a woman were shot, and two of them died"."""
    whole = sum(one.number or 0 for one in shot)
    if dead.more or dead.quantity is None or not 0 < (dead.number or 0) < whole:
        return False
    return _bare(dead, same=same)


def _start(figure: Figure) -> int:
    return figure.start


def _bare(dead: Figure, *, same: bool) -> bool:
    """Whether dead are counted without a word for who they are, or by a clause on the same act ("leaving two dead")."""
    group = dead.group
    return group is None or group.kind == "number" or (same and group.kind == "toll")


def _one_of(dead: Figure, shot: Figure, *, same: bool) -> bool:
    """Whether words say that a dead person is one of those just counted: "four men were shot, one of whom died"."""
    if not 0 < (dead.number or 0) < (shot.number or 0):
        return False
    if _taken(dead, shot, same=same) or not 0 < dead.start - shot.end <= ADDED_REACH:
        return _taken(dead, shot, same=same)
    marked = same and dead.number == 1 and dead.scope == "subgroup" and dead.scope_cue is not None
    return marked or (shot.soft and not shot.joined and dead.quantity is not None and _bare(dead, same=same))


def _among(dead: Figure, shot: Figure, *, same: bool) -> bool:
    """Whether a figure of dead counts some of those shot: "five were shot, three fatally"; not "three and two more"."""
    fits = 0 < (dead.number or 0) <= (shot.number or 0)
    return fits and not dead.more and (dead.start > shot.start or not same or _taken(dead, shot, same=same))


def _died(dead: Figure, shot: Figure, weak: set[int]) -> bool:
    """Whether a single person died of whom no other deed is told: "two men were shot. Tom Varley died at the scene"."""
    told = shot.soft and not shot.joined and id(dead) in weak and dead.quantity is None
    return told and 0 < dead.start - shot.end <= DIED_REACH


def _taken(dead: Figure, shot: Figure, *, same: bool) -> bool:
    """Whether dead are some of those counted right behind them: "one of three people shot on Friday has died"."""
    taken = dead.group is not None and dead.group.taken
    return same and taken and 0 < shot.start - dead.end <= TAKEN_REACH


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


def _scopes(figures: list[Figure], *, dead: bool) -> None:
    """Parts named after "including" stay parts; groups listed side by side are parts of an unsaid sum.

    Where ``dead`` are counted in the story, "others" who are hurt are others than these.
    """
    if _adds_up(figures):
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


def _adds_up(figures: Sequence[Figure]) -> bool:
    """Whether later figures only add to the first ("a further six on Wednesday"), which makes groups of them all."""
    totals = [one for one in figures if one.scope == "total" and one.mood == "asserted"]
    first, rest = totals[:1], totals[1:]
    if not rest or not all(one.more for one in rest) or any(one.joined or one.corrects for one in totals):
        return False
    singles = [one.start for one in figures if one.scope == "individual" and one.mood == "asserted"]
    if any(first[0].start < one < rest[0].start for one in singles):
        return False  # "three were shot: a man … two other men" are others than the man
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


def is_generic(group: Phrase | None) -> bool:
    """Whether a figure's group is everybody, so that it can be a total."""
    if group is None or not group.tokens or group.kind == "toll":
        return True
    return group.tokens[-1].low in load_role_words().everybody
