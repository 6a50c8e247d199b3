"""Who says what a sentence tells: the subject of a verb of saying, or what follows "according to"."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.model import Span

ACCORDING_REACH = 6
"""Characters between "according to" and the one it names: "the" and spaces."""


def put_speakers(acts: Sequence[Act], clause: Clause, tools: Tools) -> None:
    """Gives every figure of a sentence the one who is quoted in it, if anybody is."""
    speaker = speaker_of(clause, tools)
    if speaker is None:
        return
    for act in acts:
        for figure in act.figures:
            if not (figure.start <= speaker.start < figure.end):
                figure.said_by = speaker


def speaker_of(clause: Clause, tools: Tools) -> Span | None:
    """Who is quoted in a sentence: the subject of a verb of saying, or what follows "according to"."""
    if not clause.chunks:
        return None
    text, first, last = tools.reader.text, clause.chunks[0].start, clause.chunks[-1].end
    found = cue_patterns(tools.cues).according.search(text, first, last)
    if found is not None:
        for phrase in clause.phrases:
            near = phrase is not None and found.end() <= phrase.start <= found.end() + ACCORDING_REACH
            if near and phrase is not None and phrase.kind != "number":
                return _span(phrase, text)
    for group in clause.chunks:
        if group.kind == "VG" and group.tokens[-1].low in tools.lexicon.reporting_verbs and not group.passive:
            return _sayer(clause, group, text)
    return None


def _sayer(clause: Clause, group: Chunk, text: str) -> Span | None:
    for phrase in [*reversed(clause.subject(group.place)), *clause.objects(group.place)[:1]]:
        somebody = phrase.kind in ("people", "name", "actor", "thing", "other") and phrase.quantity is None
        if somebody and phrase.end > phrase.core_start:
            return _span(phrase, text)
    return None


def _span(phrase: Phrase, text: str) -> Span:
    return Span(start=phrase.core_start, end=phrase.end, text=text[phrase.core_start : phrase.end])
