"""Sentences of a document and what each is: running text, a heading, or an item under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import nupunkt

from tallybook.lang.clauses import load_clause_patterns

SentenceKind = Literal["body", "heading", "item"]

HEADING_WORDS = 16
"""A line of at most so many words that ends without a full stop is a heading (headlines seldom run longer)."""
LAST_WORDS = 60
"""Characters before a colon that tell what it opens."""
LONGEST = 2000
"""Characters of a sentence that is parsed as one; a longer stretch without a stop is a table or damaged text, and is
cut at the last space or comma before, so that reading stays linear. The longest sentences of wire copy have about 900.
"""
_RUN_ON = re.compile(r"(?<=[a-z0-9]{3}[.!?])(?P<mark>[”\"])?(?=[\"“]?(?!(?:Com|Org|Net)\b)[A-Z][a-z]{0,20}[ ’',])")
"""Where the break between two paragraphs was lost: "in a car.The driver fled", but not "Northtown.Com"."""
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣*·–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of text that says one thing; ``heading`` is the index of the sentence that heads its list, if any."""

    start: int
    end: int
    paragraph: int
    kind: SentenceKind = "body"
    heading: int | None = None


def segment(text: str) -> list[Sentence]:
    """The sentences of a text in order; offsets count its characters, white space at the edges left out."""
    found: list[Sentence] = []
    heading: int | None = None
    number = -1
    for line in _LINE.finditer(text):
        start, end = _trim(text, line.start(), line.end())
        if start >= end:
            continue
        number += 1
        bullet = _BULLET.match(text, start, end)
        words = text[start:end]
        if not bullet and _is_heading(words):
            heading = None if _goes_on(words) else len(found)
            found.append(Sentence(start=start, end=end, paragraph=number, kind="heading"))
            continue
        if not bullet and heading is not None and text[found[heading].end - 1] != ":":
            heading = None  # running text ends the list, unless the heading announced what follows
        kind: SentenceKind = "item" if bullet or heading is not None else "body"
        first = bullet.end() if bullet else start
        pieces = _sentences(text, first, end)
        found.extend(Sentence(start=a, end=b, paragraph=number, kind=kind, heading=heading) for a, b in pieces)
        if bullet is None and pieces and words.endswith(":") and not _goes_on(words[-LAST_WORDS:]):
            heading = len(found) - 1
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(words: str) -> bool:
    """Whether a line is a heading: short, begun by a letter or digit, without a stop; it may end with a bracket."""
    if len(words) >= 160 or words.count(" ") >= HEADING_WORDS or not words[:1].isalnum():
        return False
    bracket = words[-1] == ")" and "(" in words and not any(mark in words for mark in ".!?")
    return bracket or words[-1] not in ".!?;,\"”'’)"


def _goes_on(words: str) -> bool:
    """Whether a colon opens no list but the same story once more, what somebody said, or who was hurt: "UPDATE:"."""
    return words.endswith(":") and load_clause_patterns().going_on.search(words) is not None


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    glue = load_clause_patterns().abbreviation
    small = text.islower()  # where nothing has a capital, a small letter does not go on with a sentence
    pieces: list[tuple[int, int]] = []
    for low, high in nupunkt.sent_spans(text[start:end]):
        first, last = _trim(text, start + low, start + high)
        if first >= last:
            continue
        if pieces and (
            glue.search(text, max(start, pieces[-1][1] - 6), pieces[-1][1]) or (text[first].islower() and not small)
        ):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    apart = [sentence for piece in pieces for sentence in _without_run_ons(text, *piece)]
    return [cut for piece in apart for cut in _cut(text, *piece)]


def _without_run_ons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, parted where the next one follows a full stop without a space."""
    glue = load_clause_patterns().abbreviation
    for found in _RUN_ON.finditer(text, start, end):
        closing = found["mark"] is not None and (found["mark"] == "”" or text.count('"', start, found.start()) % 2 == 1)
        cut = found.end() if closing else found.start()
        if not glue.search(text, max(start, found.start() - 6), found.start()):
            yield start, cut
            start = cut
    yield start, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch in parts of at most ``LONGEST`` characters; nothing but white space is lost."""
    while end - start > LONGEST:
        stop = start + LONGEST
        place = next((at for mark in " ," if (at := text.rfind(mark, start, stop)) > start), start)
        cut = place + 1 if place > start else stop
        yield _trim(text, start, cut)
        start, end = _trim(text, cut, end)
    if start < end:
        yield start, end
