"""Place names in a text: runs of words that the gazetteer knows, judged by case, neighbours and the rest of the text.

Every run of up to five words is looked up. What decides between a place, a person and an organisation is a sum of
signs for and against, each a named weight below. The weights are round numbers set by hand on news text, not fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallybook.lang.places import PlaceWords, load_place_words
from tallybook.model import Span
from tallybook_gazetteer import Entry, Gazetteer, Hit, Word, words
from tallybook_gazetteer.layout import ABBREVIATION, CODE, DEMONYM, DERIVED

ACCEPT = 1.0
"""A capitalised run is a place from this sum on."""
ACCEPT_SHOUTED = 1.8
"""The same where capitals say nothing: ALL-CAPS text and headlines."""
ACCEPT_LOWER = 2.3
"""The same for text without capitals."""

COUNTRY, ADMIN1, ADMIN1_DERIVED, REGION, SITE, ADMIN2 = 3.0, 2.4, 1.6, 2.0, 1.5, 0.8
CITY_STEPS = ((1_000_000, 2.0), (100_000, 1.6), (20_000, 1.2), (5_000, 0.8), (0, 0.5))
ALTERNATE = -0.4
MANY_WORDS = 0.8
STRONG_PREPOSITION, PREPOSITION = 1.3, 0.3
FEATURE, LISTED = 1.2, 0.9
BEHIND_COMMA = 1.3
COMMON_WORD, COMMON_FIRST_WORD = -1.6, -3.0
ALSO_LOWER = -1.5
GIVEN_NAME, SURNAME = -0.8, -0.4
TITLE, AFTER_GIVEN, AFTER_CAPITAL, BEFORE_CAPITAL, BEFORE_ORGANIZATION = -4.0, -3.5, -1.8, -1.6, -2.6
PERSON_ELSEWHERE, PLACE_ELSEWHERE = -2.5, 0.8
SPEAKS = -1.2
SHOUTED_LINE = 0.7
"""From this share of capitalised words on, a line's capitals say nothing."""
SHOUTED_WORDS = 4
LINK_WORDS = frozenset({"e", "of", "de", "la", "las", "los", "do", "da", "dos", "del", "du", "des", "sur", "and", "the", "al", "upon", "y", "wa", "o", "am", "an", "der", "ash", "en", "le", "les", "di"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    """A word with what its letters and its surroundings say."""

    start: int
    end: int
    text: str
    folded: str
    lower: str
    gap: str
    """The characters between the word before and this one."""
    capital: bool
    opens: bool
    """First word of a sentence, where the capital says nothing."""
    shouted: bool
    """Stands in a line whose capitals say nothing."""


def find_place_names(text: str, *, gazetteer: Gazetteer, language: str = "en") -> list[Span]:
    """The names of places in a text, in order, none inside another; names of persons and organisations are left out."""
    lists = load_place_words(language)
    found = words(text)
    tokens = _tokens(text, found)
    judge = _Judge(tokens, lists, gazetteer, lower_text=not any(token.capital for token in tokens))
    taken = judge.accepted(gazetteer.scan(found))
    return [Span(start=start, end=end, text=text[start:end]) for start, end in taken]


def _tokens(text: str, found: Sequence[Word]) -> list[_Token]:
    shouted = _shouted_words(text, found)
    tokens, end = [], 0
    for word, loud in zip(found, shouted, strict=True):
        printed, gap = text[word.start : word.end], text[end : word.start]
        opens = end == 0 or any(c in gap for c in '.!?:;"“”•>*') or gap.count("\n") > 1
        if opens and gap.startswith(". ") and _initial(text, end):
            opens = False
        tokens.append(
            _Token(word.start, word.end, printed, word.folded, printed.lower(), gap, printed[0].isupper(), opens, loud)
        )
        end = word.end
    return tokens


def _initial(text: str, end: int) -> bool:
    """Whether the full stop at ``end`` belongs to an abbreviation: a single letter, or St., Gen., Mr. and the like."""
    begin = end
    while begin > 0 and text[begin - 1].isalpha():
        begin -= 1
    return end - begin == 1 or text[begin:end] in {"St", "Ft", "Mt", "Gen", "Mr", "Mrs", "Ms", "Dr", "Lt", "Col", "Maj", "Capt", "Sgt", "Sen", "Rep", "Gov", "Rev"}  # fmt: skip


def _shouted_words(text: str, found: Sequence[Word]) -> Iterator[bool]:
    """For each word, whether the line it stands in is written in capitals or as a title."""
    index = 0
    while index < len(found):
        stop = text.find("\n", found[index].start)
        stop = len(text) if stop < 0 else stop
        line = index
        while index < len(found) and found[index].start < stop:
            index += 1
        yield from _shouted_line(text, found[line:index])


def _shouted_line(text: str, line: Sequence[Word]) -> list[bool]:
    letters = [text[word.start : word.end] for word in line if not text[word.start].isdigit()]
    capitals = sum(word[0].isupper() for word in letters)
    loud = len(letters) >= SHOUTED_WORDS and (
        capitals >= SHOUTED_LINE * len(letters) or sum(w.isupper() for w in letters) >= SHOUTED_LINE * len(letters)
    )
    return [loud] * len(line)


class _Judge:
    """Weighs the runs of one text; holds what the text as a whole says about its words."""

    def __init__(self, tokens: list[_Token], lists: PlaceWords, gazetteer: Gazetteer, *, lower_text: bool) -> None:
        self.tokens, self.lists, self.gazetteer, self.lower_text = tokens, lists, gazetteer, lower_text
        self.lower_seen = set() if lower_text else {t.lower for t in tokens if not t.capital}
        self.persons = self._persons()
        self.sure: set[str] = set()
        self.ends: set[int] = set()

    def accepted(self, hits: list[Hit]) -> list[tuple[int, int]]:
        """Spans of the runs that are places: longest first at each word, sure ones of a first pass help the second."""
        possible = [(hit, base) for hit in hits if (base := self._possible(hit)) is not None]
        self._pass(possible)
        return [(self.tokens[h.first].start, self.tokens[h.last - 1].end) for h in self._pass(possible)]

    def _pass(self, possible: list[tuple[Hit, float]]) -> list[Hit]:
        chosen, blocked = [], -1
        ends: set[int] = set()
        for hit, base in possible:
            if hit.first < blocked:
                continue
            score = base + self._context(hit, ends)
            if score >= self._bar(hit):
                chosen.append(hit)
                blocked = hit.last
                ends.add(hit.last)
                if score >= self._bar(hit) + 1.0:
                    self.sure.add(self._name(hit))
        self.ends = {hit.first for hit in chosen}
        return chosen

    def _name(self, hit: Hit) -> str:
        return " ".join(token.folded for token in self.tokens[hit.first : hit.last])

    def _bar(self, hit: Hit) -> float:
        if self.lower_text:
            return ACCEPT_LOWER
        return ACCEPT_SHOUTED if self.tokens[hit.first].shouted else ACCEPT

    def _possible(self, hit: Hit) -> float | None:
        """The weight of a run from the gazetteer and its own letters; ``None`` when it cannot be a place at all."""
        run = self.tokens[hit.first : hit.last]
        if not self._joined(run) or not self._cased(run):
            return None
        entries = [entry for entry in self.gazetteer.by_key(hit.key) if not entry.flags & DEMONYM]
        entries = [entry for entry in entries if self._form_fits(entry, run)]
        if not entries:
            return None
        if (
            len(run) == 1
            and run[0].lower in self.lists.never
            and not entries[0].flags & ABBREVIATION
            and not run[0].text.isupper()
        ):
            return None
        if (
            all(token.lower in self.lists.never or token.folded.isdigit() for token in run)
            and (len(run) > 1 or run[0].shouted or not run[0].text.isupper())
            and not entries[0].flags & ABBREVIATION
        ):
            return None
        base = max(_strength(entry) for entry in entries) + (MANY_WORDS if len(run) > 1 else 0.0)
        return base + self._own_words(run, entries)

    def _joined(self, run: Sequence[_Token]) -> bool:
        """Whether nothing but blanks, hyphens and the stop of an abbreviation stands between the words."""
        for before, token in zip(run, run[1:], strict=False):
            gap = token.gap
            if gap in (" ", "-", "–", "‑", "\n"):
                continue
            if gap == ". " and before.folded in ("st", "ft", "mt", "w"):
                continue
            if gap == "." and before.folded == "w":
                continue
            return False
        return True

    def _cased(self, run: Sequence[_Token]) -> bool:
        if self.lower_text:
            return True
        if not run[0].capital and not (len(run) > 1 and run[0].lower in {"al", "el"}):
            return False
        if not run[-1].capital and not (len(run) > 1 and run[-1].gap == "-"):
            return False
        return all(token.capital or token.folded in LINK_WORDS or token.gap == "-" for token in run)

    def _form_fits(self, entry: Entry, run: Sequence[_Token]) -> bool:
        printed = run[0].text
        if entry.flags & CODE:
            return printed.isupper() and len(run) == 1 and not run[0].shouted
        if entry.flags & ABBREVIATION:
            return self._behind_comma(run[0]) or ("." in printed and len(run[0].folded) > 1)
        if len(run) == 1 and len(run[0].folded) <= 2:
            if entry.kind == "country":
                return printed.isupper() or "." in printed
            return not printed.isupper() and entry.population > 50_000
        if len(run) == 1 and entry.kind == "city" and printed.isupper() and len(printed) <= 4 and not run[0].shouted:
            return entry.population > 200_000 and len(printed) == 4
        return True

    def _behind_comma(self, token: _Token) -> bool:
        return token.gap == ", "

    def _own_words(self, run: Sequence[_Token], entries: Sequence[Entry]) -> float:
        if len(run) > 1:
            if all(token.lower in self.lists.common_words or token.lower in self.lower_seen for token in run):
                return COMMON_WORD
            return 0.0
        token, score = run[0], 0.0
        great = entries[0].kind in ("country", "continent") or entries[0].population > 5_000_000
        if token.lower in self.lists.common_words and not great:
            score += COMMON_FIRST_WORD if token.opens or token.shouted else COMMON_WORD
        if token.lower in self.lower_seen:
            score += ALSO_LOWER
        if not great:
            score += GIVEN_NAME if token.lower in self.lists.given_names else 0.0
            score += SURNAME if token.lower in self.lists.surnames else 0.0
        return score

    def _context(self, hit: Hit, ends: set[int]) -> float:
        score = self._left(hit, ends) + self._right(hit)
        name = self._name(hit)
        if name in self.sure:
            score += PLACE_ELSEWHERE
        if hit.last - hit.first == 1 and name in self.persons and name not in self.sure:
            score += PERSON_ELSEWHERE
        return score

    def _left(self, hit: Hit, ends: set[int]) -> float:
        if hit.first == 0:
            return 0.0
        token, before = self.tokens[hit.first], self.tokens[hit.first - 1]
        if token.gap in (", ", ",\n") and hit.first in ends:
            return BEHIND_COMMA
        if token.gap.strip(" \n-–") not in ("", ".", "("):
            return 0.0
        if token.gap.startswith(".") and before.lower not in self.lists.titles and len(before.folded) > 1:
            return 0.0
        return self._neighbour_left(hit, before, ends)

    def _neighbour_left(self, hit: Hit, before: _Token, ends: set[int]) -> float:
        lists = self.lists
        if before.lower in lists.titles and (before.capital or self.lower_text):
            return TITLE
        two = f"{self.tokens[hit.first - 2].lower} {before.lower}" if hit.first > 1 else ""
        if two in lists.before_organization:
            return BEFORE_ORGANIZATION
        if two in lists.features_before or before.lower in lists.features_before and before.lower not in ("of",):
            return FEATURE
        if before.lower in lists.strong_prepositions:
            return STRONG_PREPOSITION
        if before.lower in lists.bearings:
            return FEATURE if before.lower not in ("far", "upper", "lower") else 0.0
        if before.lower in ("and", "or") and hit.first - 1 in ends:
            return LISTED
        if before.lower in lists.prepositions:
            return PREPOSITION
        return self._name_left(hit, before, ends)

    def _name_left(self, hit: Hit, before: _Token, ends: set[int]) -> float:
        token = self.tokens[hit.first]
        if before.lower in self.lists.given_names and (before.capital or token.shouted):
            return AFTER_GIVEN
        plain = before.opens and before.lower in self.lower_seen or before.lower in ("the", "a", "an")
        if not before.capital or before.shouted or plain or hit.first in ends or self._demonym(before):
            return 0.0
        if len(before.folded) == 1:
            return AFTER_GIVEN
        return AFTER_CAPITAL

    def _demonym(self, token: _Token) -> bool:
        return any(entry.flags & DEMONYM for entry in self.gazetteer.candidates(token.text))

    def _right(self, hit: Hit) -> float:
        if hit.last >= len(self.tokens):
            return 0.0
        after, lists = self.tokens[hit.last], self.lists
        if after.gap in (", ", ",\n"):
            return BEHIND_COMMA if hit.last in self.ends else 0.0
        if after.gap.strip(" \n-–") != "" and after.gap[:2] not in ("'s", "’s"):
            return 0.0
        owned = after.gap[:2] in ("'s", "’s")
        if after.gap in ("-", "–"):
            return -0.6 if not after.capital else 0.0
        if after.lower in lists.speech_verbs and not owned:
            name = self.tokens[hit.last - 1].lower
            return SPEAKS if name in lists.given_names or name in lists.surnames else 0.0
        if owned or self.lower_text:
            return FEATURE / 2 if after.lower in lists.features else 0.0
        return self._name_right(after)

    def _name_right(self, after: _Token) -> float:
        lists = self.lists
        if after.lower in lists.features and (not after.capital or after.lower not in lists.organization_words):
            return FEATURE
        if (after.capital or after.shouted) and after.lower in lists.organization_words:
            return BEFORE_ORGANIZATION if not after.shouted else BEFORE_ORGANIZATION / 2
        if not after.capital or after.shouted or self._demonym(after) or after.lower in lists.titles:
            return 0.0
        if after.lower in lists.never and after.lower not in ("police", "news", "times"):
            return 0.0
        return BEFORE_CAPITAL

    def _persons(self) -> set[str]:
        """Last words of runs that begin with a given name or a title: surnames in this text."""
        found: set[str] = set()
        for index, token in enumerate(self.tokens[1:], start=1):
            before = self.tokens[index - 1]
            if not (token.capital and before.capital) or token.gap not in (" ", ". ", "\n"):
                continue
            named = before.lower in self.lists.given_names or before.lower in self.lists.titles
            if named and not before.shouted and len(token.folded) > 2:
                found.add(token.folded)
        return found


def _strength(entry: Entry) -> float:
    if entry.kind in ("country", "continent"):
        return COUNTRY
    if entry.flags & ABBREVIATION:
        return ADMIN1
    if entry.kind == "admin1":
        return ADMIN1_DERIVED if entry.flags & DERIVED else ADMIN1
    if entry.kind == "admin2":
        return ADMIN2
    if entry.kind in ("site", "neighbourhood"):
        return SITE
    if entry.kind != "city":
        return REGION
    size = next(weight for least, weight in CITY_STEPS if entry.population >= least)
    return size if entry.is_primary else size + ALTERNATE
