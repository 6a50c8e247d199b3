"""Entries of a list or chronology: a day, a place, and what happened then and there, each an incident of its own.

"Northtown, 4 May 2011. Two mines went off." gives the day and the town for all that follows in its paragraph,
and a line "Northtown, 4 May 2011" for the paragraphs under it, until the next such line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.extract.acts import Act
from tallybook.extract.segment import Sentence
from tallybook.extract.words import Layer
from tallybook.lang.dates import TimeExpression
from tallybook.lang.places import load_place_words
from tallybook.model import Span

HEAD = 90
"""Characters at the head of a paragraph within which an entry gives its day ("Main square, Northtown, 4 May 2011:")."""
NEAR = 2
"""Paragraphs on either side among which another dated one makes a list of both."""
HEADED = 3
"""Paragraphs that may stand under one line of place and day; more are an article under its date."""
FOOT = 2
"""Paragraphs that may follow the last entry of a list: a note, who wrote it."""
LINES = 3
"""Headings of a few words and a day that make a list together."""
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_CLOSED = re.compile(r" *(?:[.:,;)\]–—-]|$)", re.M)
_HEAD_END = re.compile(r"[:.]\s|\s[–—-]\s|\n")
_LEFT = re.compile(r"[\s\d()\[\]:.,;–—-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The sentences from ``first`` to before ``last``, and the days and places that their head gives them."""

    first: int
    last: int
    dates: tuple[TimeExpression, ...]
    places: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paragraph:
    first: int
    last: int
    head: tuple[TimeExpression, ...]
    places: tuple[Span, ...]
    kind: str


def find_entries(
    sentences: Sequence[Sentence], text: str, dates: Layer[TimeExpression], places: Layer[Span]
) -> list[Entry]:
    """The entries of a document in order; none where its paragraphs tell one story."""
    paragraphs = _paragraphs(sentences, text, dates, places)
    lines = [number for number, one in enumerate(paragraphs) if one.kind == "heading" and one.head]
    if len(lines) > 1:
        return [made for number in lines if (made := _under(number, paragraphs)) is not None]
    found = [one for number, one in enumerate(paragraphs) if one.head and _listed(number, paragraphs)]
    if not found:
        return _under_names(paragraphs, sentences, text, dates, places)
    return [Entry(first=one.first, last=one.last, dates=one.head, places=one.places) for one in found]


def _under_names(
    paragraphs: Sequence[_Paragraph],
    sentences: Sequence[Sentence],
    text: str,
    dates: Layer[TimeExpression],
    places: Layer[Span],
) -> list[Entry]:
    """The paragraphs under lines of a name and a day, "Old bridge, 4 May 2011", of which several make a list.

    Alone such a line could be any headline.
    """
    made = list(paragraphs)
    for number, one in enumerate(paragraphs):
        line = sentences[one.first]
        day = next((day for day in dates.within(line.start, line.end) if _is_day(day)), None)
        if one.kind == "heading" and day is not None and _ends_with(text, day, line):
            made[number] = replace(one, head=(day,), places=tuple(places.within(line.start, day.start)))
    lines = [number for number, one in enumerate(made) if one.kind == "heading" and one.head]
    if len(lines) < LINES or not _one_each(made):
        return []
    return [entry for number in lines if (entry := _under(number, made)) is not None]


def hand_on(entries: Sequence[Entry], groups: Sequence[list[Act]]) -> None:
    """Gives every act of an entry the day and the place of its head, before its own."""
    for entry in entries:
        for act in (one for acts in groups[entry.first : entry.last] for one in acts):
            act.dates = [*entry.dates, *(one for one in act.dates if one not in entry.dates)]
            act.places = [*entry.places, *(one for one in act.places if one not in entry.places)]


def as_items(sentences: Sequence[Sentence], entries: Sequence[Entry]) -> list[Sentence]:
    """The sentences, those of one entry as one item of a list."""
    made = list(sentences)
    for entry in entries:
        paragraph = made[entry.first].paragraph
        for number in range(entry.first, entry.last):
            made[number] = replace(made[number], kind="item", paragraph=paragraph)
    return made


def _paragraphs(
    sentences: Sequence[Sentence], text: str, dates: Layer[TimeExpression], places: Layer[Span]
) -> list[_Paragraph]:
    made: list[_Paragraph] = []
    for number, sentence in enumerate(sentences):
        if made and sentences[made[-1].first].paragraph == sentence.paragraph:
            made[-1] = replace(made[-1], last=number + 1)
            continue
        head = _head(sentence, text, dates, places)
        span = (sentence.start, head[-1].end + HEAD) if head else (0, 0)
        named = [one for one in places.within(*span) if one.end <= _head_end(text, head[-1].end)] if head else []
        made.append(
            _Paragraph(first=number, last=number + 1, head=head, places=tuple(named), kind=sentence.kind)
        )  # fmt: skip
    return made


def _head(
    sentence: Sentence, text: str, dates: Layer[TimeExpression], places: Layer[Span]
) -> tuple[TimeExpression, ...]:
    """The day at the head of a paragraph, before which only names and words of time and place stand."""
    opening = dates.within(sentence.start, sentence.start + HEAD)
    day = next((one for one in opening if _is_day(one)), None)
    if day is None:
        return ()
    small = load_place_words().entry_heads
    words = _WORD.findall(text, sentence.start, day.start)
    if any(word[0].islower() and word.lower() not in small for word in words):
        return ()
    if sentence.kind == "heading" and not _only_names(text, day, sentence, places):
        return ()
    return (day,) if _CLOSED.match(text, day.end) or not words else ()


def _one_each(paragraphs: Sequence[_Paragraph]) -> bool:
    """Whether each heading with a day has one paragraph under it; those of a bulletin have several, each a story."""
    for number, one in enumerate(paragraphs):
        if one.kind == "heading" and one.head:
            kinds = [below.kind for below in paragraphs[number + 1 : number + 3]]
            if not kinds or kinds[0] == "heading" or (len(kinds) > 1 and kinds[1] != "heading"):
                return number + 2 >= len(paragraphs) - FOOT and kinds[:1] == ["body"]
    return True


def _ends_with(text: str, day: TimeExpression, line: Sentence) -> bool:
    """Whether a line is a few words, a comma and one day; a stretch of days is that of a bulletin."""
    return (
        day.form != "range"
        and text[line.start : day.start].rstrip().endswith(",")
        and not text[day.end : line.end].strip(" .:")
    )


def _is_day(one: TimeExpression) -> bool:
    if one.form == "range":
        return one.first is not None and one.last is not None and one.last.day is not None
    return one.form in ("day", "numeric") and None not in (one.month, one.day)


def _only_names(text: str, day: TimeExpression, line: Sentence, places: Layer[Span]) -> bool:
    """Whether a line gives a place and a day, and nothing else."""
    named = [(one.start, one.end) for one in places.within(line.start, line.end)]
    taken = [*named, (day.start, day.end)]
    left = "".join(
        text[place] for place in range(line.start, line.end) if not any(low <= place < high for low, high in taken)
    )
    return bool(named) and not _LEFT.sub("", left)


def _head_end(text: str, end: int) -> int:
    """Where the head of an entry ends: at the first colon, full stop or dash after its day."""
    found = _HEAD_END.search(text, end, end + HEAD)
    return found.start() if found else end


def _listed(number: int, paragraphs: Sequence[_Paragraph]) -> bool:
    """Whether a dated paragraph is an entry: an item, or one among others that are dated."""
    if paragraphs[number].kind == "heading":
        return False
    if paragraphs[number].kind == "item":
        return True
    around = paragraphs[max(0, number - NEAR) : number + NEAR + 1]
    return sum(1 for one in around if one.head and one.kind != "heading") > 1


def _under(number: int, paragraphs: Sequence[_Paragraph]) -> Entry | None:
    """The paragraphs under a line of place and day."""
    line = paragraphs[number]
    below: list[_Paragraph] = []
    for one in paragraphs[number + 1 :]:
        if one.kind == "heading" or len(below) > HEADED:
            break
        below.append(one)
    if not 0 < len(below) <= HEADED:
        return None
    return Entry(first=below[0].first, last=below[-1].last, dates=line.head, places=line.places)
