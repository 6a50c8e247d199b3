"""Runs of words that may be a name by how they are printed, and the words of a text that are names of persons."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tallybook.lang.places import PlaceWords, Token

LINK_WORDS = frozenset((
    "e", "i", "of", "de", "la", "las", "los", "do", "da", "dos", "del", "du", "des", "sur", "and", "the", "al",
    "el", "ul", "ur", "us", "es", "upon", "y", "wa", "o", "am", "an", "ash", "au", "aux", "der", "en", "le", "les",
    "di", "bin",
))  # fmt: skip
"""Words that may stand small inside a name."""
OWNS = ("'s", "’s", "'S", "’S")


def joined(run: Sequence[Token]) -> bool:
    """Whether nothing but blanks, hyphens and the stop of an abbreviation stands between the words."""
    for before, token in itertools.pairwise(run):
        abbreviated = token.gap in (". ", ".") and before.folded in ("st", "ft", "mt", "w")
        capital = token.gap == ", " and token.folded == "dc"
        owned = token.gap[:2] in OWNS and token.gap[2:] == " "
        if not (token.near or abbreviated or capital or owned or token.gap == "/"):
            return False
    return True


def printed_as_name(run: Sequence[Token], *, small: bool) -> bool:
    """Whether the capitals of a run are those of a name; in a text of small letters every run may be one."""
    if small:
        return True
    first, last = run[0], run[-1]
    if len(run) == 1:
        return first.capital
    article = first.lower in ("al", "el")
    tail = last.capital or last.gap == "-"
    return (
        (first.capital or article)
        and tail
        and all(token.capital or token.gap == "-" or token.folded in LINK_WORDS for token in run[1:-1])
    )


def persons(tokens: Sequence[Token], lists: PlaceWords) -> set[str]:
    """Words behind a given name or a title: surnames in this text."""
    found: set[str] = set()
    for before, token in itertools.pairwise(tokens):
        if not (before.lower in lists.given_names or before.lower in lists.titles):
            continue
        if not (token.capital and before.capital) or len(token.folded) < 3:
            continue
        if token.shouted and (token.lower in lists.common_words or before.lower in lists.speech_verbs):
            continue
        if token.near or token.gap.rstrip() == ".":
            found.add(token.folded)
    return found
