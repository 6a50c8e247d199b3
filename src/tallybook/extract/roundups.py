"""Figures that sum up several shootings of a night or a weekend, and those of a former disaster only compared with."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Act
from tallybook.extract.clause import Clause
from tallybook.extract.segment import Sentence
from tallybook.extract.tools import Tools
from tallybook.lang.quantities import Quantity
from tallybook.lang.tallies import load_tally_words

GUN = "gun"
"""The means of acts of which pages sum up several."""
LEAD_REACH, LEAD_WORDS = 24, 2
"""Characters and words before a stretch of hours in which "in" or "within" stands."""


def of_several(acts: Sequence[Act], sentence: Sentence, tools: Tools) -> bool:
    """Whether a sentence counts over several shootings: "wounded in separate shootings", "shot in about ten hours"."""
    if not any(act.means == GUN for act in acts):
        return False
    if load_tally_words().roundup.search(tools.reader.text, sentence.start, sentence.end) is not None:
        return True
    spans = (one for one in tools.reader.quantities.within(sentence.start, sentence.end) if one.form == "measure")
    return any(_in_hours(one, sentence, tools.reader.lower) for one in spans)


def _in_hours(span: Quantity, sentence: Sentence, low: str) -> bool:
    """Whether it is a stretch of hours within which several things happened."""
    words = load_tally_words()
    if not any(low.find(word, span.start, span.end) >= 0 for word in words.hours):
        return False
    before = low[max(sentence.start, span.start - LEAD_REACH) : span.start].split()
    return any(word in words.within for word in before[-LEAD_WORDS:])


def drop_former(acts: Sequence[Act], sentence: Sentence, clause: Clause | None, text: str) -> None:
    """Takes out what a comparison tells of a former disaster: "the worst since a crash in 1982 that killed 78"."""
    words = load_tally_words()
    ranked = words.ranked.search(text, sentence.start, sentence.end) if any(act.figures for act in acts) else None
    since = words.since.search(text, ranked.end(), sentence.end) if ranked is not None else None
    if since is None or clause is None:
        return
    told = [one.start for one in clause.chunks if one.kind in ("VG", "R", "S") and one.start >= since.end()]
    for act in acts:
        if any(start < act.start for start in told):
            act.figures = []
