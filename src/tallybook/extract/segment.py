"""Sentences of a document and what each is: running text, a heading, or an item under a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import nupunkt

SentenceKind = Literal["body", "heading", "item"]

HEADING_WORDS = 16
"""A line of at most so many words that ends without a full stop is a heading (headlines seldom run longer)."""
_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣*·–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+")
_GLUE = re.compile(
    r"(?:\b(?:[ap]\.m|no|gen|col|lt|maj|capt|sgt|brig|rep|sen|gov|st|mr|mrs|ms|dr|prof|bn|approx|jan|feb|mar|apr|aug|sept?|oct|nov|dec)\.|\b[a-z]\.)\s*$",
    re.I,
)
_DATELINE = re.compile(r"^[^a-z]{0,60}(?:--|—|–)\s*(?:\[[^\]]*\]\s*)*", re.S)


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
            heading = len(found)
            found.append(Sentence(start=start, end=end, paragraph=number, kind="heading"))
            continue
        if not bullet and heading is not None and not _heads_a_list(found, heading, text):
            heading = None
        kind: SentenceKind = "item" if bullet or heading is not None else "body"
        first = bullet.end() if bullet else start
        pieces = _sentences(text, first, end)
        found.extend(Sentence(start=a, end=b, paragraph=number, kind=kind, heading=heading) for a, b in pieces)
        if bullet is None and pieces and text[start:end].rstrip().endswith(":"):
            heading = len(found) - 1
    return found


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_heading(words: str) -> bool:
    return (
        len(words) < 160 and words[-1] not in ".!?;,\"”'’)" and words.count(" ") < HEADING_WORDS and words[:1].isalnum()
    )


def _heads_a_list(found: list[Sentence], heading: int, text: str) -> bool:
    """A heading governs what follows only while items follow it without a running paragraph between."""
    return text[found[heading].end - 1] == ":" and all(one.kind == "item" for one in found[heading + 1 :])


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for low, high in nupunkt.sent_spans(text[start:end]):
        first, last = _trim(text, start + low, start + high)
        if first >= last:
            continue
        if pieces and (_GLUE.search(text, max(start, pieces[-1][1] - 6), pieces[-1][1]) or text[first].islower()):
            pieces[-1] = (pieces[-1][0], last)
        else:
            pieces.append((first, last))
    return pieces
