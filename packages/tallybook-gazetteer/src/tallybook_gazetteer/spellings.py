"""One name in the romanisations of other scripts: a coarse form that its spellings share, for when no name fits.

"Kharkiv" and "Kharkov", "Qamishli" and "Kamishly", "Deir ez-Zor" and "Dayr az Zawr" have one form each. Many names that
are not the same share one, too: a form only proposes, and something else must speak for the place. The forms' numbers
are written into the data file, so any change here needs a rebuild.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

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
