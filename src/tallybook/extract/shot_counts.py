"""Counts of people who were shot, and of the dead among them: "five people were shot, three fatally"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tallybook.extract.acts import Figure
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase
from tallybook.extract.tolls import TOLL
from tallybook.lang.roles import load_role_words

DIED_REACH = 400
"""Characters between those who were shot and one of them who is told to have died."""
TAKEN_REACH = 20
"""Characters between a number and that of all of whom some are taken: "one of the at least three"."""
ADDED_REACH = 160
"""Characters between a figure and one that adds to it: "killed seven, and two more died of their wounds"."""


def shot_dead(figures: Sequence[Figure]) -> None:
    """Who was shot is dead where others are counted as hurt, and none as killed: "shot 46 people; 85 were wounded"."""
    hurt = [one for one in figures if one.outcome == "injured" and one.quantity is not None and one.number]
    shot = [one for one in hurt if one.soft and not one.more and is_generic(one.group) and not _wounded(one)]
    beside = [one for one in hurt if not one.soft and not one.joined and one.scope == "total"]
    if len(shot) != 1 or not beside or any(one.outcome in ("killed", "casualties") for one in figures):
        return
    if 0 < beside[0].start - shot[0].end <= ADDED_REACH:
        shot[0].outcome, shot[0].soft = "killed", False


def split_shot(story: Story, figures: Sequence[Figure]) -> None:
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
    """Whether dead are counted without a word for who they are, or by a clause on the same act ("leaving two dead").

    "Two of the victims" are of those told before, too.
    """
    group = dead.group
    if group is not None and group.definite and group.plural and dead.quantity is not None:
        return True
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


def is_generic(group: Phrase | None) -> bool:
    """Whether a figure's group is everybody, so that it can be a total."""
    if group is None or not group.tokens or group.kind == "toll":
        return True
    return group.tokens[-1].low in load_role_words().everybody


def _wounded(figure: Figure) -> bool:
    """Whether the words for the people say that they are hurt: "three wounded victims"."""
    return figure.group is not None and figure.group.state is not None
