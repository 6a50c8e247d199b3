"""Attackers among those a sentence counts: "three people, including the gunman, were killed"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Figure
from tallybook.extract.clause import Clause
from tallybook.extract.parties import figure_of
from tallybook.extract.phrases import Phrase
from tallybook.lang.clauses import load_clause_words

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
