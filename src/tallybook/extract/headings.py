"""What the heading of a list hands down to its entries: who did it (coding rule 13: attributed by the heading)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from tallybook.codebook.actor_table import ActorHit
from tallybook.extract.acts import Party
from tallybook.extract.assembly import Story
from tallybook.extract.claimants import is_armed_group
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence
from tallybook.lang.blame import load_blame_words
from tallybook.lang.dates import find_dates

OPENING = 48
"""Characters at the head of a paragraph within which the date of a list entry stands ("Northtown, 4 May 2011:")."""
BETWEEN = 3
"""Words between the name and the deed it does: "X's deadliest suicide attacks"."""
DEED_WORDS = 14
"""Words between the deeds and the "by" of their doer: "attacks on churches in the north claimed by X"."""
DEED_REACH = 160
"""Characters before a doer in which the deeds stand."""
NAME_LENGTH = 60
"""Longest name of a group that the actor table does not know; longer stretches are sentences."""
CLAIMED = frozenset(("claimed by", "admitted by"))
"""Openings of a heading by which the entries under it are claimed."""
_ENTRY_DATE = re.compile(r"\d{4}\b|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+|[A-Z][a-z]+\s+\d{1,2}\b")
_LEFTOVER = re.compile(r"[\W\d]|\b(?:the|since|from|to|in|and|as|also|called|known|alias|or)\b", re.I)


def handed_down(story: Story, sentences: Sequence[Sentence], reader: Reader) -> list[Party]:
    """The perpetrator that the headings over a list entry name; nothing for running text.

    An entry is a list item, or a paragraph among others that each open with a date. Headings that only give a date or a
    place are passed over to the ones above them, up to the page's title.
    """
    first = story.acts[0].sentence
    for number, bare in _above(first, sentences, reader):
        found = _doer(sentences[number], reader, bare=bare)
        if found is not None:
            return [Party(found, _status(sentences[number], reader))]
        if _heads(sentences[number], reader) and not _neutral(sentences[number], reader):
            return []
    return []


def _heads(sentence: Sentence, reader: Reader) -> bool:
    """Whether a sentence stands over others: a heading, or words that end with a colon."""
    return sentence.kind == "heading" or (sentence.kind == "body" and reader.text[sentence.end - 1] == ":")


def _above(first: int, sentences: Sequence[Sentence], reader: Reader) -> Iterator[tuple[int, bool]]:
    """The headings over an entry, the nearest first, each with whether a name alone may make it the doer's heading.

    The paragraph right above the entries is among them where it announces them: "The list names the attacks of X".
    """
    own = sentences[first].heading
    if own is None and not _is_entry(first, sentences, reader):
        return
    crossed = False
    if own is not None:
        yield own, True
    for number in range((first if own is None else own) - 1, -1, -1):
        one = sentences[number]
        if _heads(one, reader):
            yield number, not crossed
        elif one.kind == "body" and not _ENTRY_DATE.search(reader.text, one.start, min(one.end, one.start + OPENING)):
            if not crossed and load_blame_words().announcing.search(reader.text, one.start, one.end):
                yield number, False
            crossed = crossed or one.paragraph != sentences[max(0, number - 1)].paragraph


def _is_entry(number: int, sentences: Sequence[Sentence], reader: Reader) -> bool:
    """Whether the paragraph of a sentence opens with a date, and one next to it does as well."""
    paragraph = sentences[number].paragraph
    return _dated(paragraph, sentences, reader) and any(
        _dated(other, sentences, reader) for other in (paragraph - 1, paragraph + 1)
    )


def _dated(paragraph: int, sentences: Sequence[Sentence], reader: Reader) -> bool:
    place = bisect_left(sentences, paragraph, key=lambda one: one.paragraph)
    if place == len(sentences) or sentences[place].paragraph != paragraph or sentences[place].kind == "heading":
        return False
    first = sentences[place]
    opening = reader.text[first.start : min(first.end, first.start + OPENING)]
    return any(_ENTRY_DATE.search(one.text) for one in find_dates(opening) if one.form != "clock")


def _neutral(sentence: Sentence, reader: Reader) -> bool:
    """Whether a heading gives only a date, a place or both, so that the one above it still holds."""
    text = reader.text[sentence.start : sentence.end]
    spans = [(one.start, one.end) for one in find_dates(text)]
    named = reader.places.within(sentence.start, sentence.end)
    spans += [(one.start - sentence.start, one.end - sentence.start) for one in named]
    left = "".join(char for place, char in enumerate(text) if not any(low <= place < high for low, high in spans))
    return not _LEFTOVER.sub("", left)


def _status(heading: Sentence, reader: Reader) -> str:
    """What the heading says of the doer: "Claimed by X" is a claim of each entry under it, all else an attribution."""
    opening = load_blame_words().headed_by.match(reader.text, heading.start, heading.end)
    return "claimed" if opening is not None and opening.group().lower() in CLAIMED else "attributed"


# -- who it names


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Deeds after a name, deeds and "by" before a name, and "by" with a name that no table knows."""
    words = load_blame_words()
    deeds, by, on = (rf"(?<![\w-])(?:{one.pattern})" for one in (words.listed, words.listed_by, words.listed_on))
    after = rf"(?:['’]s?)?(?:[\s-]+(?!{on})[\w'’-]+){{0,{BETWEEN}}}?[\s-]+{deeds}"
    before = rf"{deeds}(?:[\s,]+[\w'’-]+){{0,{DEED_WORDS}}}?\s+{by}\s+(?:[\w'’-]+\s+){{0,4}}$"
    proper = r"(?-i:([A-Z][\w'’-]*(?:\s+(?:of\s+)?(?:the\s+)?[A-Z][\w'’-]*)*))"
    name = rf"{deeds}(?:[\s,]+[\w'’-]+){{0,{DEED_WORDS}}}?\s+{by}\s+(?:the\s+)?{proper}"
    return re.compile(after, re.I), re.compile(before, re.I), re.compile(name, re.I)


def _doer(heading: Sentence, reader: Reader, *, bare: bool) -> Phrase | None:
    text = reader.text
    after, before, name = _patterns()
    for hit in reader.actors.within(heading.start, heading.end):
        if after.match(text, hit.end, heading.end) and not _hit_by(reader, heading, hit):
            return _phrase(hit, hit.start, hit.end, hit.text)
        if before.search(text[max(heading.start, hit.start - DEED_REACH) : hit.start]):
            return _phrase(hit, hit.start, hit.end, hit.text)
        if bare and is_armed_group(hit) and not _LEFTOVER.sub("", _besides(hit, heading, reader)):
            return _phrase(hit, hit.start, hit.end, hit.text)
    found = name.search(text, heading.start, heading.end)
    if found is None or len(found.group(1)) > NAME_LENGTH or reader.places.at(found.start(1)) is not None:
        return None
    return _phrase(None, found.start(1), found.end(1), found.group(1))


def _besides(hit: ActorHit, heading: Sentence, reader: Reader) -> str:
    """What a heading says besides the names of one actor and the words that open it: "claimed by"."""
    text = reader.text
    opening = load_blame_words().headed_by.match(text, heading.start, heading.end)
    left, place = "", opening.end() if opening else heading.start
    for other in reader.actors.within(heading.start, heading.end):
        if other.actor == hit.actor and other.start >= place:
            left, place = left + text[place : other.start], other.end
    return left + text[place : heading.end]


def _hit_by(reader: Reader, heading: Sentence, hit: ActorHit) -> bool:
    """Whether the one named is hit: "raids on X operations"."""
    on = load_blame_words().listed_on
    start = max(heading.start, hit.start - 16)
    found = list(on.finditer(reader.text, start, hit.start))
    return any(reader.text[one.end() : hit.start].strip().lower() in ("", "the") for one in found)


def _phrase(hit: ActorHit | None, start: int, end: int, text: str) -> Phrase:
    low = text.lower()
    return Phrase(start=start, end=end, core_start=start, low=low, head=low, kind="actor" if hit else "name", actor=hit)
