"""Who says what a sentence tells: the subject of a verb of saying, or what follows "according to"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.extract.acts import Act
from tallybook.extract.chunks import Chunk
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.tools import Tools, cue_patterns
from tallybook.lang.blame import load_blame_words
from tallybook.lang.roles import load_role_words
from tallybook.model import Span

ACCORDING_REACH = 6
"""Characters between "according to" and the one it names: "the" and spaces."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody quoted in a sentence, and where; ``after`` where it stands behind what was said (", police said")."""

    start: int
    speaker: Span
    after: bool
    until: int | None = None
    """Where the outlet's own words begin again, if they do: "denied the bombing, in which 36 people died"."""


def put_speakers(acts: Sequence[Act], clause: Clause, tools: Tools) -> None:
    """Gives every figure of a sentence the one who is quoted for it, if anybody is."""
    told = [figure for act in acts for figure in act.figures if figure.said_by is None]
    sayings = sayings_of(clause, tools) if told else []
    for figure in told:
        speaker = _speaker(figure.start, sayings)
        if speaker is not None and not (figure.start <= speaker.start < figure.end):
            figure.said_by = speaker


def _speaker(offset: int, sayings: Sequence[Saying]) -> Span | None:
    """Whose words stand at an offset: who was named before them, else who is named right after."""
    before = [one for one in sayings if one.start < offset and (one.until is None or offset < one.until)]
    behind = [one for one in sayings if one.start >= offset]
    if before and (not before[-1].after or not behind or not behind[0].after):
        return before[-1].speaker
    return behind[0].speaker if behind else None


def speaker_of(clause: Clause, tools: Tools) -> Span | None:
    """Who is quoted first in a sentence."""
    return next((one.speaker for one in sayings_of(clause, tools)), None)


def sayings_of(clause: Clause, tools: Tools) -> list[Saying]:
    """Everybody quoted in a sentence: subjects of verbs of saying, or what follows "according to"."""
    if not clause.chunks:
        return []
    according = _according(clause, tools)
    if according is not None:
        return [according]
    text, found = tools.reader.text, []
    for group in clause.chunks:
        if group.kind == "VG" and group.tokens[-1].low in tools.lexicon.reporting_verbs and not group.passive:
            speaker = _sayer(clause, group, text)
            if speaker is not None:
                after, until = _stands_after(clause, group, speaker), _aside(clause, group)
                found.append(Saying(group.start, speaker, after, until))
    return found


def _aside(clause: Clause, group: Chunk) -> int | None:
    """Where a relative clause after a verb of claiming or denying begins: there the outlet tells of the deed."""
    if group.tokens[-1].low not in load_blame_words().owning:
        return None
    return next((one.start for one in clause.chunks[group.place + 2 :] if one.kind == "R"), None)


def _according(clause: Clause, tools: Tools) -> Saying | None:
    text, first, last = tools.reader.text, clause.chunks[0].start, clause.chunks[-1].end
    found = cue_patterns(tools.cues).according.search(text, first, last)
    if found is None:
        return None
    for phrase in clause.phrases:
        near = phrase is not None and found.end() <= phrase.start <= found.end() + ACCORDING_REACH
        if near and phrase is not None and phrase.kind != "number":
            return Saying(found.start(), _span(phrase, text), after=found.start() > first)
    return None


def _stands_after(clause: Clause, group: Chunk, speaker: Span) -> bool:
    """Whether a verb of saying only follows what was said: a comma before its subject, no clause behind it."""
    subject = next((one for one in clause.chunks if one.start <= speaker.start < one.end), None)
    comma = subject is not None and subject.place > 0 and clause.chunks[subject.place - 1].kind == ","
    following = next((one.kind for one in clause.chunks[group.place + 1 :] if one.kind not in ("T", "A")), ".")
    return comma and following in (".", ",", "C", "P")


def _sayer(clause: Clause, group: Chunk, text: str) -> Span | None:
    pointing = group.place > 0 and clause.chunks[group.place - 1].kind == "O"
    for phrase in [*reversed(clause.subject(group.place)), *clause.objects(group.place)[:1]]:
        somebody = phrase.kind in ("people", "name", "actor", "thing", "other") and phrase.quantity is None
        if pointing and (phrase.kind == "other" or phrase.head in load_role_words().others):
            continue  # "after more than a day, he said": whoever that is, it is not "more"
        if somebody and phrase.end > phrase.core_start:
            return _span(phrase, text)
    return None


def _span(phrase: Phrase, text: str) -> Span:
    return Span(start=phrase.core_start, end=phrase.end, text=text[phrase.core_start : phrase.end])
