"""Attackers among those who are counted or named as dead or hurt: "three people, including the gunman, were killed"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Figure, Party
from tallybook.extract.assembly import Story
from tallybook.extract.clause import Clause
from tallybook.extract.parties import figure_of
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words

MURDER_SUICIDE = "murder-suicide"
"""The lemma, as in triggers.yaml, of an act whose doer is among the dead."""
NAMES = 20
"""Named doers of one story among whom somebody hit is sought."""
REACH = 60
"""Characters between a count and the words for those it includes; about ten words."""


def attackers_inside(acts: Sequence[Act], clause: Clause) -> None:
    """Puts attackers who are counted with others beside the count that includes them."""
    told = [(one, act) for act in acts for one in act.figures]
    counted = sorted((pair for pair in told if pair[0].quantity is not None and pair[0].scope == "total"), key=_end)
    including = load_clause_words().including
    cues = [one for one in clause.chunks if one.low in including] if counted else []
    starts = {one.group.start for one, _ in told if one.group is not None}
    for cue in cues:
        phrase = clause.phrases[cue.place + 1] if cue.place + 1 < len(clause.phrases) else None
        before = bisect_left(counted, cue.start, key=_end)
        if phrase is None or not before or phrase.start in starts or not _attacks(phrase):
            continue
        whole, act = counted[before - 1]
        figure = figure_of(phrase, whole.outcome) if cue.start - whole.end <= REACH else None
        if figure is not None:
            figure.scope, figure.scope_cue = "subgroup", (cue.start, cue.end)
            act.figures.append(figure)


def _end(told: tuple[Figure, Act]) -> int:
    return told[0].end


def _attacks(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.category in load_inference().assailants


def settle_suicide(story: Story) -> None:
    """What "murder-suicide" says: who was shot is dead, and a toll that nobody inflicts counts the murderer."""
    named = next((act for act in story.acts if act.lemma == MURDER_SUICIDE), None)
    if named is None:
        return
    dead = [(act, one) for act in story.acts for one in act.figures if one.outcome == "killed"]
    if not dead:
        for one in story.figures:
            if one.outcome == "injured" and one.soft and one.quantity is None:
                one.outcome, one.soft = "killed", False
        return
    top = max(dead, key=lambda told: told[1].number or 0)
    act, whole = top
    if (whole.number or 0) > 1 and whole.scope == "total" and not act.perpetrators and not _own_told(story):
        cue = (whole.start, whole.end)
        named.figures.append(
            Figure("killed", named.start, named.end, scope="subgroup", scope_cue=cue, side="perpetrators")
        )


def _own_told(story: Story) -> bool:
    """Whether an attacker is already told to be among those counted."""
    groups = (one.group for one in story.figures if one.scope == "subgroup")
    return any(group is not None and _attacks(group) for group in groups)


class NamedDoers:
    """The names of those who are said to have done it, and the words of the names of others who were hit."""

    def __init__(self, story: Story) -> None:
        names = dict.fromkeys(frozenset(one.phrase.low.split()) for one in story.perpetrators if _is_named(one))
        self.doers = list(names)[:NAMES]
        hit = (
            {frozenset(one.phrase.low.split()) for one in story.harms if one.phrase.kind == "name"} if names else set()
        )
        self.others = {word for name in hit if len(name) > 1 and name not in names for word in name}

    def include(self, group: Phrase) -> bool:
        """Whether somebody hit is the named doer, and no other of that surname was hit: "Varley was also shot"."""
        if group.kind != "name" or not self.doers:
            return False
        words = frozenset(group.low.split())
        named = any(words < one or (words == one and len(words) > 1) for one in self.doers)
        return named and not words <= self.others


def _is_named(party: Party) -> bool:
    return party.phrase.kind == "name" and party.status != "denied"
