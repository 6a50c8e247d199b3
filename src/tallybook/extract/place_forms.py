"""Whether a place can be printed as it stands: codes, abbreviations and short names have forms of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tallybook.extract import caseless
from tallybook.lang.places import PlaceWords, Token
from tallybook_gazetteer import Entry
from tallybook_gazetteer.layout import ABBREVIATION, CODE

SHORT_NAME = 4
SHORT_NAME_PEOPLE = 50_000
"""Names of one or two letters count only for towns this large."""


@dataclass(slots=True)
class Forms:
    """The forms of names in one text; ``quiet`` where capitals say nothing."""

    text: str
    tokens: Sequence[Token]
    lists: PlaceWords
    quiet: bool

    def fit(self, entry: Entry, run: Sequence[Token], first: int) -> bool:
        """Whether the place can be printed like this: codes in capitals, abbreviations with their stop."""
        token = run[0]
        if entry.flags & CODE:
            return token.text.isupper() and len(run) == 1 and not token.shouted
        if entry.flags & ABBREVIATION:
            stop = "." in token.text or self.text[run[-1].end : run[-1].end + 1] == "."
            return stop and (token.gap == ", " or (len(token.folded) > 1 and "." in token.text))
        return len(run) > 1 or len(token.folded) > SHORT_NAME or self._short(entry, token, first)

    def _short(self, entry: Entry, token: Token, place: int) -> bool:
        """The same for names of up to four letters, which are also initials, codes and small words."""
        if entry.kind == "country" and len(token.folded) <= 3:
            if self.quiet and "." not in token.text:
                return caseless.is_code(self.tokens, place, self.lists)
            code = token.text.isupper() or "." in token.text
            return len(token.folded) > 2 or (code and self.text[token.end : token.end + 1] != "$")
        if len(token.folded) <= 2:
            if entry.kind == "admin1" and token.text.isupper():
                return "." in token.text or self._beside_place_words(place)
            return not token.text.isupper() and entry.population > SHORT_NAME_PEOPLE
        # Four capitals or fewer are rather the initials of an organisation.
        return not (token.text.isupper() and entry.kind == "city" and not token.shouted)

    def _beside_place_words(self, place: int) -> bool:
        """Whether initials stand as a place does: "in DC", "Southeast DC", "DC police"."""
        token = self.tokens[place]
        if token.shouted or self.quiet:
            return False
        before = self.tokens[place - 1].lower if place and token.near else ""
        after = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        led = before in self.lists.strong_prepositions or before in self.lists.bearings
        return led or (after is not None and after.near and after.lower in self.lists.authorities)
