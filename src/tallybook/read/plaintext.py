"""Plain text as documents keep it: one paragraph, heading or list item to a line.

Hard-wrapped lines are joined, so that whoever splits sentences may take every line end for a sentence end. Words,
quotes and digits stay as they are written; only blanks, line ends and invisible characters change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tallybook.read.boilerplate import without_noise
from tallybook.read.language import frequent_words

INVISIBLE = dict.fromkeys(
    [*range(9), *range(14, 28), 127, *range(0x80, 0x85), *range(0x86, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F, 0x2060,
     0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080), *range(0xD800, 0xE000)]
)  # fmt: skip
"""Control characters, soft hyphens, zero-width marks, direction overrides, tag characters, lone surrogates. Zero-width
joiners stay: Persian and Indic words need them."""
BLANKS = dict.fromkeys([9, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
LINE_ENDS = dict.fromkeys([11, 12, 28, 29, 30, 31, 0x85, 0x2028, 0x2029], "\n")
CHARACTERS: dict[int, str | None] = {**INVISIBLE, **BLANKS, **LINE_ENDS}
SUSPECT = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(CHARACTERS)) + "]")
ASCII_SUSPECT = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
BLANK_RUN = re.compile(r" {2,}")

LIST_ITEM = re.compile(r"(?:[•‣◦▪●·*–—-]|\(?\d{1,2}[.)]|[a-z]\))\s")
SENTENCE_END = (".", "!", "?", "…", ":", ";", '."', ".”", '!"', '?"', "”", '"', ".'", ".’", ".)", ".]", "؟", "۔", "。")
WRAP_WIDTH = 120
"""No wire service or mail program wraps wider; browsers' paragraphs are longer."""
WRAP_SHARE = 0.3
"""Share of line ends inside blocks that run on in the middle of a sentence, from which a text is hard-wrapped. About
half to nine tenths in wrapped prose; next to none in menus, lists and texts with a paragraph to a line."""
WRAP_LINES = 3
NARROWEST = 35
"""Columns; text in capitals with shorter lines is a menu or a table, as small letters cannot tell."""
FULL_LINE = 0.9
"""A sentence that ends where the next word would have fitted within this share of the width ends its paragraph."""
EARLY_BREAK = 0.45
"""A line that would have had room for the next word up to this share of the width was ended on purpose (a heading)."""
UPPER = re.compile("[A-ZÀ-ÖØ-ÞА-Я]")
LOWER = re.compile("[a-zß-öø-ÿа-я]")
HYPHEN = re.compile(r"\w-$")


def clean_text(text: str) -> str:
    """The text as documents keep it: readable characters, whole paragraphs, no page furniture."""
    lines = [line.rstrip() for line in visible(text).split("\n")]
    return finish(without_noise(joined(lines)))


def visible(text: str) -> str:
    """The text with plain line feeds and spaces, and without characters that nobody sees."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    suspect = ASCII_SUSPECT if text.isascii() else SUSPECT
    return text.translate(CHARACTERS) if suspect.search(text) else text


def finish(lines: Sequence[str]) -> str:
    """Lines as one text: single blanks, at most one empty line in a row, none at the ends."""
    kept: list[str] = []
    for line in lines:
        bare = BLANK_RUN.sub(" ", line.strip())
        if bare or (kept and kept[-1]):
            kept.append(bare)
    return "\n".join(kept).strip("\n")


def joined(lines: list[str]) -> list[str]:
    """The lines with hard-wrapped paragraphs made whole; untouched when the text is not hard-wrapped."""
    width = wrap_width(lines)
    if width is None:
        return lines
    capitals = _in_capitals(lines)
    paragraphs = [[lines[0]]]
    for place in range(1, len(lines)):
        if _breaks(lines, place, width, capitals=capitals):
            paragraphs.append([lines[place]])
        else:
            glue = "" if HYPHEN.search(lines[place - 1][-2:]) else " "
            paragraphs[-1] += [glue, lines[place].lstrip()]
    return ["".join(parts) for parts in paragraphs]


def wrap_width(lines: Sequence[str]) -> int | None:
    """The width at which the text is hard-wrapped, in characters, or ``None`` when it is not."""
    lengths = sorted(len(line) for line in lines if line)
    if len(lengths) < WRAP_LINES or lengths[int(0.95 * len(lengths))] > WRAP_WIDTH:
        return None
    width = lengths[int(0.9 * len(lengths))]
    capitals = _in_capitals(lines) and width >= NARROWEST
    pairs = [(a, b.lstrip()) for a, b in pairwise(lines) if a and b]
    running = sum(1 for a, b in pairs if _runs_on(a, b, width, capitals=capitals))
    enough = len(pairs) >= WRAP_LINES - 1 and running >= WRAP_SHARE * len(pairs)
    return width if enough else None


def _in_capitals(lines: Sequence[str]) -> bool:
    sample = "".join(lines[:20])[:400]
    return len(UPPER.findall(sample)) > 4 * len(LOWER.findall(sample))


def _runs_on(line: str, following: str, width: int, *, capitals: bool) -> bool:
    """Whether a sentence goes on over the line's end; in capitals, whether the next word had no room in the line."""
    if line.endswith(SENTENCE_END) or LIST_ITEM.match(following):
        return False
    return following[0].islower() or (capitals and _room(line, following) >= 0.97 * width)


def _room(line: str, following: str) -> int:
    """The length that the line would have with the next line's first word on it."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0])


def _breaks(lines: Sequence[str], place: int, width: int, *, capitals: bool) -> bool:
    """Whether the line at ``place`` begins a paragraph of its own."""
    last, line = lines[place - 1], lines[place]
    if not last or not line:
        return True
    bare = line.lstrip()
    if LIST_ITEM.match(bare) or _indent(line) >= _indent(last) + 2:
        return True
    room = _room(last, bare)
    if last.endswith(SENTENCE_END):
        return room < FULL_LINE * width or _is_heading(lines, place, width)
    if bare[0].islower():
        return False
    if place == 1 and not capitals and last.rsplit(" ", 1)[-1] not in frequent_words():
        return True  # a first line without a full stop, before a capital, is the title
    return room < EARLY_BREAK * width


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_heading(lines: Sequence[str], place: int, width: int) -> bool:
    line, following = lines[place], lines[place + 1] if place + 1 < len(lines) else ""
    if not following or line.endswith(SENTENCE_END):
        return False
    return _room(line, following) < EARLY_BREAK * width
