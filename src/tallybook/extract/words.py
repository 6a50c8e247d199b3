"""The words of a sentence with what is known of each: its part in the grammar, and what it names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tallybook.lang.triggers import Trigger, TriggerTable
from tallybook.lang.words import WordClasses

TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|['’]s\b|\d[\d,.]*\d|[^\W_]+(?:[-&/][^\W_]+)*(?:['’](?!s\b)[^\W_]+)?|[^\w\s]")
"""Words with inner hyphens, initials ("U.S."), the possessive ending alone, numbers, single marks."""


class Located(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last character."""


L = TypeVar("L", bound=Located)


class Layer(Generic[L]):
    """Things found in a document, in order and without overlap, to be asked for by place."""

    def __init__(self, items: Sequence[L]) -> None:
        self.items = sorted(items, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self.items]

    def within(self, start: int, end: int) -> list[L]:
        """The things that lie wholly between two offsets."""
        first = bisect_left(self._starts, start)
        last = bisect_right(self._starts, end)
        return [one for one in self.items[first:last] if one.end <= end]

    def at(self, offset: int) -> L | None:
        """The thing that covers an offset."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and self.items[place].end > offset:
            return self.items[place]
        return None


@dataclass(slots=True)
class Token:
    """One word or mark. ``tag`` is its part in the grammar:

    D determiner, N counted number, T time expression, P preposition, C conjunction, R relative pronoun, S subordinator,
    O pronoun, X auxiliary, M modal, G negation, V other verb, K trigger verb, E event noun, A adverb, W any other word,
    and marks as themselves: ``,`` ``.`` ``(`` ``)`` ``"`` ``'s``.
    """

    start: int
    end: int
    low: str
    tag: str
    capital: bool
    trigger: Trigger | None = None


_PREFIXED = re.compile(r"(?:[ae]l|ul|ad|an|ar|as|ash|at|bin|ibn|de|d|o)[-'’][A-Z]")
"""Names that begin with a small particle: "al-Shabaab", "d'Aubuisson"."""
_MARKS = {",": ",", ";": ".", ":": ".", ".": ".", "!": ".", "?": ".", "(": "(", ")": ")", "[": "(", "]": ")", "-": ",", "–": ",", "—": ","}  # fmt: skip
_QUOTES = frozenset("\"“”«»'‘’`")


def tokenize(
    text: str,
    start: int,
    end: int,
    *,
    classes: WordClasses,
    triggers: TriggerTable,
    skip: Sequence[tuple[int, int, str]],
    names: Sequence[tuple[int, int]] = (),
) -> list[Token]:
    """The tokens between two offsets; ``skip`` are stretches that count as one token of the given tag (numbers, dates),
    ``names`` are stretches whose words are names, whatever else they could be ("IS", "US", "Army of God").
    """
    tokens: list[Token] = []
    position = start
    for low, high, tag in [*skip, (end, end, "")]:
        if low < position:
            continue
        _plain(text, position, low, classes, tokens)
        if high > low:
            tokens.append(Token(low, high, text[low:high].lower(), tag, text[low].isupper()))
        position = max(position, high)
    for low, high in names:
        for token in tokens:
            if low <= token.start and token.end <= high and token.tag not in "NT" and token.low[0].isalnum():
                token.tag = "W"
    return _with_triggers(tokens, triggers)


def _plain(text: str, start: int, end: int, classes: WordClasses, tokens: list[Token]) -> None:
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        low = word.lower().replace("’", "'")
        if low == "'s":
            tag = "'s"
        elif word[0].isalnum():
            tag = classes.tag(low)
        elif word in _QUOTES:
            continue  # what is said in quotation marks is read like the rest
        else:
            tag = _MARKS.get(word, ",")
        tokens.append(Token(match.start(), match.end(), low, tag, word[:1].isupper() or bool(_PREFIXED.match(word))))


def _with_triggers(tokens: list[Token], triggers: TriggerTable) -> list[Token]:
    """The same tokens with trigger phrases drawn together and trigger words marked."""
    out: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        length, trigger = triggers.match(tokens, place) if token.tag not in 'NT,.()"' else (0, None)
        if trigger is None:
            out.append(token)
            place += 1
            continue
        last = tokens[place + length - 1]
        low = token.low if length == 1 else " ".join(one.low for one in tokens[place : place + length])
        out.append(Token(token.start, last.end, low, trigger.tag, token.capital, trigger))
        place += length
    return _decided(out)


def _decided(tokens: list[Token]) -> list[Token]:
    """Words that may be noun or verb, decided by their neighbours."""
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.trigger is not None:
            token.tag = _noun_or_verb(token, token.trigger, before, after)
        elif token.tag in ("v", "b"):
            token.tag = _plain_verb(token, before, after)
    return tokens


def _plain_verb(token: Token, before: Token | None, after: Token | None) -> str:
    left = before.tag if before else "."
    right = after.tag if after else "."
    if token.tag == "b":
        driven = left in ("M", "O", "R", "G") or (
            before is not None and before.low in ("to", "did", "do", "does", "not")
        )
        return "V" if driven else "V" if left == "W" and right in ("R", "D") and not token.capital else "W"
    if left in ("D", "'s"):
        return "W"
    leads = left == "N" or (left in ("P", "C", ".", ",", "(", "V", "K") and token.low.endswith("ed"))
    if leads and right in ("W", "E") and not token.low.endswith("ing"):
        return "W"
    return "V"


def _noun_or_verb(token: Token, trigger: Trigger, before: Token | None, after: Token | None) -> str:
    left = before.tag if before else "."
    right = after.tag if after else "."
    if trigger.verb is None:
        return "E"
    if trigger.form in ("active", "participle", "phrase"):
        return "K"
    if trigger.form == "past":
        if (
            left in ("D", "'s")
            or (left == "P" and right == "W")
            or (left in ("N", "W") and right == "W" and not after_is_name(after))
        ):
            return "W"
        return "K"
    if trigger.form == "ing":
        if (
            left in ("D", "'s", "P")
            and right in ("P", ".", ",", "V", "X", "K", "E", "W")
            and not (left == "P" and right == "W")
        ):
            return "E" if trigger.noun else "W"
        if right in ("N", "D", "O", "C") or left in (",", "X", "S", "P"):
            return "K"
        return "E" if trigger.noun else "K" if left == "W" else "W"
    if left in ("M", "G", "O", "R") or (before is not None and before.low in ("to", "did", "do", "does", "not")):
        return "K"
    if trigger.form == "s" and left == "W" and right in ("D", "N", "W", "K"):
        return "E" if trigger.noun and right == "W" else "K"
    told = before is not None and left == "W" and before.low.endswith("s") and right in ("D", "N")
    return "E" if trigger.noun else "K" if told else "W"


def after_is_name(token: Token | None) -> bool:
    """Whether the next word looks like the beginning of a name."""
    return bool(token and token.capital)
