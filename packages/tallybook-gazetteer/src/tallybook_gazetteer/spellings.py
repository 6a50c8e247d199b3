"""One name in the romanisations of other scripts: a coarse form that its spellings share, for when no name fits.

"Kharkiv" and "Kharkov", "Qamishli" and "Kamishly", "Deir ez-Zor" and "Dayr az Zawr" have one form each. Many names that
are not the same share one, too: a form only proposes, and something else must speak for the place. The forms' numbers
are written into the data file, so any change here needs a rebuild.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from tallybook_gazetteer.folding import KEY_BITS

ARTICLES = frozenset((
    "al", "ad", "an", "ar", "as", "ash", "at", "az", "ed", "en", "er", "es", "esh", "et", "ez", "ul", "ur", "e", "i",
))  # fmt: skip
"""The Arabic article before any letter, and the Persian ezafe."""
SAME = (
    ("tsch", "c"), ("tch", "c"), ("dzh", "j"), ("sch", "s"), ("dj", "j"), ("sh", "s"), ("kh", "h"), ("gh", "g"),
    ("ch", "c"), ("zh", "z"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("q", "k"),
    ("x", "ks"), ("w", "v"),
)  # fmt: skip
"""Letters for one sound, the longest first."""
SHORTEST = 5
"""Letters of the shortest form that is looked up: shorter ones are shared by too many names."""
_ENDING = re.compile(r"(?<=[a-z]{2})(?:[iy]?(?:iv|yv|ov|ev|of|ef)|[iy]?yev)$")
"""The ending of Kharkiv, Kharkov and Kharkof."""
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")
_LAST = re.compile(r"(?<=..)(?:ah?|h)$")


def form_of(folded: Sequence[str]) -> str:
    """The form that all spellings of a name share: no article, one letter for a sound, vowels alike, none last."""
    kept = [word for word in folded if word not in ARTICLES] or list(folded)
    return _LAST.sub("", _DOUBLE.sub(r"\1", "".join(map(_word, kept))))


def _word(word: str) -> str:
    for letters, sound in SAME:
        word = word.replace(letters, sound)
    return _VOWELS.sub("a", _DOUBLE.sub(r"\1", _ENDING.sub("v", word)))


def spelling_key(folded: Sequence[str]) -> int | None:
    """The key under which the form of a name stands in the data file; none for a form that is too short."""
    form = form_of(folded)
    if len(form) < SHORTEST:
        return None
    digest = hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") & ((1 << KEY_BITS) - 1)


def without_one(word: str) -> set[str]:
    """The word, and all that is left of it when one letter is lost."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def is_slip(word: str, other: str) -> bool:
    """Whether two words differ by one slip: a letter too few, too many or wrong, or two neighbours swapped."""
    if len(word) > len(other):
        word, other = other, word
    same = next((at for at, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), len(word))
    rest, longer = word[same:], other[same:]
    if len(rest) < len(longer):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


def slips_of(names: Iterable[str], least: int) -> dict[str, set[str]]:
    """The words of at least so many letters under all that is left of each when one letter is lost."""
    found: dict[str, set[str]] = {}
    for name in names:
        if name.isalpha() and len(name) >= least:
            for left in without_one(name):
                found.setdefault(left, set()).add(name)
    return found
