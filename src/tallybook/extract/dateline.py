"""Where the dateline of a text ends: place and day of writing, which are not those of what it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tallybook.extract.segment import Sentence
from tallybook.lang.dates import find_dateline
from tallybook.lang.places import load_place_words
from tallybook_gazetteer import Gazetteer

OPENING_LINES = 8
"""Lines at the head of a page, headline and byline among them, of which one may open with a dateline."""
OPENING_CHARS = 1500
"""Characters from the head of a page within which its dateline begins."""
CAPITALS_SHARE = 0.9
"""From this share of capitals among its letters a text counts as written in capitals."""
DATELINE = re.compile(
    r"\s*[A-Z][\w.'’,/\- ]{2,60}?(?:\([^)\n]{2,40}\)[\s,]*(?:[\w.,]{1,12} ){0,3})?"
    r"\s?(?:--|—|\s[–-])\s(?=\W{0,2}[A-Z\d])"
)
"""A place in front of a dash at the head of a text: where it was written, not where it happened."""
DATELINE_DASH = re.compile(r"[^\n]{0,40}?(?:--|—|–)\s*(?:\[[^\]\n]{1,80}\]\s*)*")
"""The agency and the dash that close a dated dateline: "(AGENCY) -- [TEXT]"."""
PLACE_AND_DAY = re.compile(
    r"([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}), \d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+(?: \d{4})?[.:] (?=[A-Z\d])"
)
"""The dateline of papers that put a full stop behind it: "Northtown, 28 October. The number of …"."""

_NO_LETTERS = {code: None for code in range(128) if not chr(code).isalpha()}


def dateline_end(text: str, sentences: Sequence[Sentence], *, language: str, gazetteer: Gazetteer) -> int:
    """Where the dateline ends, at the head of a text or under its headline; 0 where there is none.

    A date at the head of an entry, among others of a list, is what the list is about.
    """
    opening = next((one for one in sentences if one.kind != "heading"), None)
    if opening is not None and opening.kind == "item":
        return 0
    dated = find_dateline(text, language=language)
    end = 0
    if dated is not None:
        dash = DATELINE_DASH.match(text, dated.end)
        end = dash.end() if dash else dated.end
    if in_capitals(text):
        return end
    return max(end, _under_headline(text, sentences, gazetteer))


def _under_headline(text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> int:
    """Where a place and a dash end that open the first line of prose, or a headline before it."""
    lines = 0
    last = -1
    for sentence in sentences:
        if sentence.paragraph == last:
            continue
        last = sentence.paragraph
        lines += 1
        if lines > OPENING_LINES or sentence.start > OPENING_CHARS or sentence.kind == "item":
            return 0
        found = DATELINE.match(text, sentence.start) or PLACE_AND_DAY.match(text, sentence.start)
        if found and _is_place(found.group().strip(" -—–.:"), gazetteer):
            return found.end()
        if sentence.kind == "body":
            return 0
    return 0


def _is_place(head: str, gazetteer: Gazetteer) -> bool:
    """Whether words before a dash are a place: in capitals, as agencies print it, or one that the gazetteer knows."""
    name = re.split(r"[,(/]", head)[0].strip()
    if name.lower() in load_place_words().never:
        return False
    return bool(name) and (name.isupper() or bool(gazetteer.candidates(name)))


@lru_cache(maxsize=1)
def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals throughout, as old wire copy is; kept for the last text."""
    sample = text[:4000]
    if sum(map(sample.count, "aeiou")) > (1 - CAPITALS_SHARE) * len(sample):
        return False  # so many small letters leave no share for capitals; most texts are told by them
    letters = "".join(filter(str.isalpha, sample)) if not sample.isascii() else sample.translate(_NO_LETTERS)
    return bool(letters) and sum(map(str.isupper, letters)) > CAPITALS_SHARE * len(letters)
