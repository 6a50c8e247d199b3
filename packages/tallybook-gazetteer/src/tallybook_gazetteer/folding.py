"""How a name is read: words folded so that spellings of one name meet, and a stable number for a run of words.

"Mazar-i-Sharif", "Mazar e Sharif" and "MAZAR-E SHARIF" fold to the same three words; "al-" and "el-", "St." and
"Saint", "Ft." and "Fort" meet too. The numbers are written into the data file, so any change here needs a rebuild.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

APOSTROPHES = "'’‘`´ʼʻʿʾ"
_WORD = re.compile(rf"(?:[^\W\d_]\.)+[^\W\d_](?:\.|(?![^\W_]))(?![^\W_])|[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*")
_DROP = str.maketrans("", "", APOSTROPHES + ".")
_LETTERS = str.maketrans({
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "n",
    "ß": "ss",
})  # fmt: skip
_SAME = {"saint": "st", "sainte": "st", "ste": "st", "fort": "ft", "mount": "mt", "el": "al"}
LINK_WORDS = {"i", "ye", "ya"}
"""Ways to write the Persian ezafe between two parts of a name; all become ``LINK``."""
LINK = "e"

MULTIPLIER = 0x9E3779B97F4A7C15
"""An odd constant (2**64 / golden ratio) that spreads the words of a run over 64 bits."""
MASK = (1 << 64) - 1
REMEMBERED_LENGTHS = range(200, 200_000)
"""Longer texts are not kept: a few of them would take more memory than the gazetteer. Names are quickly read anew, and
would drive the texts out."""
KEY_BITS = 48
KEY_SHIFT = 64 - KEY_BITS
"""Bits dropped from the run's number: 48 stay, so that a chance hit among a million names is one in 10**8."""


class Word(NamedTuple):
    """One word of a text: where it stands and how it folds."""

    start: int
    end: int
    folded: str


def fold_word(word: str) -> str:
    """One word without case, diacritics, apostrophes and dots."""
    folded = word.casefold().translate(_DROP)
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
        folded = folded.translate(_LETTERS)
    return _SAME.get(folded, folded)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; a possessive ``'s`` is left out of the word, dotted initials are one word.

    The last few texts are remembered, because finding and placing names read the same text one after the other.
    """
    return _recent(text) if len(text) in REMEMBERED_LENGTHS else _read(text)


@lru_cache(maxsize=4)
def _recent(text: str) -> tuple[Word, ...]:
    return _read(text)


def _read(text: str) -> tuple[Word, ...]:
    found, new, seen = [], tuple.__new__, _seen.get  # a call of Word itself takes as long as all the rest
    for match in _WORD.finditer(text):
        start, end = match.span()
        printed = match[0]
        folded, ending = seen(printed) or _fold_printed(printed)
        found.append(new(Word, (start, end - ending, folded)))
    return tuple(found)


_seen: dict[str, tuple[str, int]] = {}
_SEEN_LIMIT = 200_000


def _fold_printed(printed: str) -> tuple[str, int]:
    """A word of a text folded, without its possessive ending, and how long that is; kept for the next text."""
    if len(_seen) > _SEEN_LIMIT:
        _seen.clear()
    ending = 2 if printed[-1] in "sS" and len(printed) > 2 and printed[-2] in APOSTROPHES else 0
    known = _seen[printed] = fold_word(printed[: len(printed) - ending]), ending
    return known


def fold_name(name: str) -> tuple[str, ...]:
    """The folded words of a name; link words inside it become ``e``."""
    return join_links([word.folded for word in words(name)])


def join_links(folded: Sequence[str]) -> tuple[str, ...]:
    """Folded words with the ezafe written one way, except at the start of the run."""
    return tuple(LINK if index and word in LINK_WORDS else word for index, word in enumerate(folded))


_hashes: dict[str, int] = {}


def word_number(folded: str) -> int:
    """A stable 64-bit number for one folded word."""
    number = _hashes.get(folded)
    if number is None:
        if len(_hashes) > _SEEN_LIMIT:
            _hashes.clear()
        digest = hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = _hashes[folded] = int.from_bytes(digest, "little")
    return number


def run_numbers(folded: Sequence[str]) -> tuple[list[int], list[int]]:
    """The numbers of words where they open a run, and where they stand inside one (as ``join_links`` has it)."""
    opening = [_hashes.get(word) or word_number(word) for word in folded]
    link = word_number(LINK)
    return opening, [link if word in LINK_WORDS else number for word, number in zip(folded, opening, strict=True)]


def key_of(folded: Sequence[str]) -> int:
    """The 48-bit key under which a run of folded words stands in the data file."""
    number = 0
    for word in folded:
        number = (number * MULTIPLIER + word_number(word)) & MASK
    return ((number ^ (number >> 29)) * MULTIPLIER & MASK) >> KEY_SHIFT
