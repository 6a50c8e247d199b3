"""Copies of one text: the same wire story in ten outlets is one voice.

MinHash over 3-word shingles: 128 hashes in 42 bands of 3. Two documents are copies when the estimated share of common
shingles (Jaccard) reaches ``COPY_SHARE``, or when the smaller of two texts of like size stands to ``HELD_SHARE`` in the
other: so a copy is known that was cut, printed in another order, or has lines of a site around it. Reports of one event
written independently share a few per cent. ``evals/independence.py`` measures both.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from tallybook.model import PartialDate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HASHES = 128
ROWS = 3
BANDS = HASHES // ROWS
SHINGLE_WORDS = 3
COPY_SHARE = 0.5
"""On 100,000 synthetic reports with 1 to 10 % of their words edited: precision 1.000, recall .94."""
HELD_SHARE = 0.4
"""Share of the smaller text's shingles from which on the other holds it."""
LEAST_COMMON = 0.1
"""Estimated Jaccard share under which nothing is said of what one text holds: the estimate is off by .03."""
LIKE_SIZE = 0.25
"""A text this small beside the other is a quote of it, or the other tells of many things."""
MOST_MEMBERS = 64
"""Texts of one story that later ones are compared with: enough, and the time stays linear."""
SHORT_WORDS = 8
"""A text with fewer words is a copy only of the identical text: a headline's three shingles prove nothing."""
SEED = 20_240_607
MOST_SHINGLES = 20_000
"""Shingles looked at of a very long text: those of the lowest numbers, which are the same ones in a copy."""
FACTOR = 0x9E3779B97F4A7C15
"""An odd number near 2**64 divided by the golden ratio, which spreads the words' numbers (Knuth, volume 3, 6.4)."""
WORD = re.compile(r"[^\W_]+")
SHORT_MARK, LONG_MARK, UNSIZED_MARK = b"s", b"m", b"n"
"""Kinds of signature, the last one of older registers, without the number of shingles.

One whose way of counting changes gets another mark, since signatures are stored.
"""


def signature(text: str) -> bytes:
    """The signature of a text: a mark, 128 hashes, the number of shingles (4 bytes each); of a short text a hash."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    if len(words) < SHORT_WORDS:
        return SHORT_MARK + hashlib.sha256(" ".join(words).encode("utf-8", "replace")).digest()
    import numpy as np  # noqa: PLC0415 - loads slowly, and reading a page needs it not

    factors, offsets = _functions()
    shingles = _shingle_hashes(words)
    lowest = np.full(HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), 2048):  # in pieces, so that a long text needs no large table
        table = shingles[start : start + 2048, None] * factors + offsets
        lowest = np.minimum(lowest, table.min(axis=0))
    return LONG_MARK + (lowest >> np.uint64(32)).astype("<u4").tobytes() + len(shingles).to_bytes(4, "little")


@cache
def _functions() -> tuple[Any, Any]:
    """Factors and offsets of the hash functions: odd factors, arithmetic modulo 2**64, the upper half counts.

    Dietzfelbinger and others, "A reliable randomized algorithm for the closest-pair problem", 1997.
    """
    import numpy as np  # noqa: PLC0415

    drawn = np.random.Generator(np.random.PCG64(SEED)).integers(0, 1 << 64, (2, HASHES), dtype=np.uint64)
    return drawn[0] | np.uint64(1), drawn[1]


def _shingle_hashes(words: list[str]) -> NDArray[np.uint64]:
    """One 64-bit number for each distinct run of three words, the same on every machine."""
    import numpy as np  # noqa: PLC0415

    numbers = {word: _word_number(word) for word in set(words)}
    told = np.array([numbers[word] for word in words], dtype=np.uint64)
    last = len(words) - SHINGLE_WORDS + 1
    runs = np.zeros(last, dtype=np.uint64)
    for place in range(SHINGLE_WORDS):  # a polynomial of the words' numbers, so that their order counts; wraps at 2**64
        runs = runs * np.uint64(FACTOR) + told[place : place + last]
    runs.sort()
    first = np.append(True, runs[1:] != runs[:-1])
    shingles: NDArray[np.uint64] = runs[first][:MOST_SHINGLES]
    return shingles


@lru_cache(maxsize=100_000)
def _word_number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def similarity(left: bytes, right: bytes) -> float:
    """The estimated share of common shingles, 0 to 1."""
    if left == right:
        return 1.0
    if SHORT_MARK in (left[:1], right[:1]):
        return 0.0
    import numpy as np  # noqa: PLC0415

    return float(np.mean(_hashes(left) == _hashes(right)))


def _hashes(sign: bytes) -> NDArray[np.uint32]:
    import numpy as np  # noqa: PLC0415

    return np.frombuffer(sign, dtype="<u4", count=HASHES, offset=1)


def size(sign: bytes) -> int:
    """The number of shingles of a text; 0 for a short one, and where an older register does not say it."""
    return int.from_bytes(sign[-4:], "little") if sign[:1] == LONG_MARK else 0


def held(left: bytes, right: bytes) -> float:
    """The estimated share of the smaller text's shingles that stand in the other, 0 to 1.

    With the Jaccard share j of sets of a and b members, j * (a + b) / (1 + j) are common (inclusion and exclusion). It
    is 0 for texts of unlike size and for what has less in common than the estimate is sure of.
    """
    share = similarity(left, right)
    smaller, larger = sorted((size(left), size(right)))
    if share < LEAST_COMMON or smaller < LIKE_SIZE * larger or not smaller:
        return 0.0
    return min(share * (smaller + larger) / (1 + share) / smaller, 1.0)


def bands(sign: bytes) -> list[bytes]:
    """The keys under which a signature is filed: two texts that share one are compared."""
    if sign[:1] == SHORT_MARK:
        return [sign]
    width = 4 * ROWS
    return [bytes([band]) + sign[1 + band * width : 1 + (band + 1) * width] for band in range(BANDS)]


def copy_keys(sign: bytes) -> list[int]:
    """:func:`bands` as numbers of 63 bits, for an index."""
    return [int.from_bytes(hashlib.blake2b(band, digest_size=8).digest(), "little") >> 1 for band in bands(sign)]


class DuplicateIndex:
    """Stories seen so far; a document is a copy of the original of the most similar text, the smaller id in a tie.

    Two texts that another one holds (a round-up) are of one story only when they also have something in common.
    """

    def __init__(self) -> None:
        self._signatures: dict[str, bytes] = {}
        self._filed: dict[bytes, list[str]] = {}
        self._original: dict[str, str] = {}
        self._members: Counter[str] = Counter()

    def add(self, document_id: str, sign: bytes) -> str | None:
        """The original that this document copies; ``None`` when it is an original."""
        if document_id not in self._original:
            like = self._most_like(document_id, sign)
            original = document_id if like is None else self._original[like]
            self._original[document_id] = original
            self._members[original] += 1
            if self._members[original] <= MOST_MEMBERS:
                self._signatures[document_id] = sign
                for key in bands(sign):
                    self._filed.setdefault(key, []).append(document_id)
        found = self._original[document_id]
        return None if found == document_id else found

    def late(self, document_id: str) -> str | None:
        """The original of a text like this original that came only after it, as a whole story after a cut one."""
        like = self._most_like(document_id, self._signatures[document_id])
        return None if like is None else self._original[like]

    def _most_like(self, document_id: str, sign: bytes) -> str | None:
        """The text of another story that this one is most surely a copy of."""
        own = self._original.get(document_id)
        near = {other for key in bands(sign) for other in self._filed.get(key, ()) if self._original[other] != own}
        scored = [(self._likeness(sign, other), other) for other in sorted(near)]
        likeness, like = max(scored, default=(0.0, ""), key=lambda found: found[0])
        return like if likeness >= 1.0 else None

    def _likeness(self, sign: bytes, other: str) -> float:
        """By how far a text is a copy of another: 1 is just enough."""
        share = similarity(sign, self._signatures[other])
        if share >= COPY_SHARE:
            return share / COPY_SHARE
        original = self._original[other]
        related = original == other or similarity(sign, self._signatures[original]) >= LEAST_COMMON
        return held(sign, self._signatures[other]) / HELD_SHARE if related else 0.0


def copies(signatures: Mapping[str, bytes], published: Mapping[str, PartialDate | None]) -> dict[str, str]:
    """Copy → original, over all documents together, whatever the order they came in.

    Documents are gone through by day of publication (open ones last), then by id. One that resembles no text before it
    becomes an original itself, unless it resembles a later one of another story: a cut story may come before the whole.
    A copy never stands for another copy.
    """
    index = DuplicateIndex()
    ordered = _in_order(signatures, published)
    found = {name: index.add(name, signatures[name]) or name for name in ordered}
    stories = {name: name for name in ordered if found[name] == name}
    rank = {name: place for place, name in enumerate(ordered)}
    for name in stories:
        other = index.late(name)
        if other is not None:
            earlier, later = sorted((_root(stories, name), _root(stories, other)), key=rank.__getitem__)
            stories[later] = earlier
    originals = {name: _root(stories, found[name]) for name in ordered}
    return {name: original for name, original in originals.items() if original != name}


def _root(stories: dict[str, str], name: str) -> str:
    """The first story of those that were found to be one."""
    while stories[name] != name:
        name = stories[name]
    return name


def _in_order(document_ids: Iterable[str], published: Mapping[str, PartialDate | None]) -> list[str]:
    def rank(document_id: str) -> tuple[date, str]:
        when = published.get(document_id)
        return (when.start if when and when.start else date.max, document_id)

    return sorted(document_ids, key=rank)
