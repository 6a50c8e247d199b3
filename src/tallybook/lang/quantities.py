"""Quantities in a text: how many, with which bounds, and what kind of number it is.

The grammar follows coding rule 6: "at least 30" is a low bound that leaves the top open, "dozens" bounds without a best
value, "two to three" keeps both. Numbers that count nobody (dates, ages, money, measures, names such as "AK-47") are
found too and say so in ``form``, so that callers can skip them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tallybook.lang.folding import fold
from tallybook.lang.grammar import squeeze
from tallybook.lang.quantity_patterns import QuantityPatterns, quantity_patterns
from tallybook.model.values import Exactness

QuantityForm = Literal[
    "number", "word", "vague", "article", "zero",
    "percent", "money", "time", "date", "age", "measure", "fraction", "ordinal", "label",
]  # fmt: skip
COUNTING_FORMS: frozenset[str] = frozenset({"number", "word", "vague", "article", "zero"})
"""The forms that can count people or things; all others are numbers of another kind."""

OLDEST = 110  # years; a larger number between commas after a name is not an age
YEARS = range(1900, 2100)  # bare four-digit numbers that can be years

_WORD = re.compile(r"[a-z]+")
_AGAIN = re.compile(r" ?\((\d[\d,]{0,9})\)")
_LAST_WORD = re.compile(r"([a-z']{1,20})[ ,.]{0,4}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text: ``text`` is what stands from ``start`` to ``end``, modifier and number together.

    ``low``, ``best`` and ``high`` are whole numbers; ``None`` is not stated (low, best) or open (high). ``form`` says
    what kind it is; only shares (``percent``, ``fraction``) and what counts have bounds, shares in percent. ``amount``
    is the exact number where it is not whole ("2.5 percent") or counts nobody.
    """

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    exactness: Exactness
    form: QuantityForm
    amount: float | None = None

    @property
    def counts(self) -> bool:
        """Whether it can count people or things."""
        return self.form in COUNTING_FORMS


class _Number(NamedTuple):
    """A number as read: where it ends, its value, whether it was given in words or loosely, and its last multiplier."""

    end: int
    value: float
    in_words: bool
    loose: bool = False
    scale: int = 1


class _Bounds(NamedTuple):
    low: int | None
    best: int | None
    high: int | None
    exactness: Exactness


def find_quantities(text: str, *, language: str = "en") -> list[Quantity]:
    """Every number of a text, in order and without overlaps."""
    patterns = quantity_patterns(language)
    return list(_Reading(text, patterns).quantities())


def parse_quantity(text: str, *, language: str = "en") -> Quantity | None:
    """The first quantity of a phrase that counts something, else its first number of any form, else ``None``."""
    found = find_quantities(text, language=language)
    counting = [quantity for quantity in found if quantity.counts]
    told = [quantity for quantity in counting if quantity.form != "article"]
    return next(iter(told or counting or found), None)


class _Reading:
    """One text while it is read."""

    def __init__(self, text: str, patterns: QuantityPatterns) -> None:
        self.text = text
        self.folded = fold(text)
        self.patterns = patterns
        self.lower = text.islower()

    def quantities(self) -> Iterator[Quantity]:
        position, scan = 0, self.patterns.scan
        while match := scan.search(self.folded, position):
            found = self._read(match)
            if found is not None:
                yield found
            position = max(found.end if found else 0, match.start() + 1)

    def _read(self, match: re.Match[str]) -> Quantity | None:
        start, end, kind = match.start(), match.end(), match.lastgroup or ""
        if match.group("bound") is not None:
            return self._bound(match)
        if kind == "number" or (kind == "date" and match.group()[0].isdigit() and not self._is_month(match)):
            return self._number(start, start, end)
        if kind == "vague":
            return self._vague(start, match.group(), None, end)
        if kind == "article":
            return self._article(start, end)
        if kind == "date" and not self._is_month(match):
            return None
        bounds = _Bounds(0, 0, 0, "exact") if kind == "zero" else _NOTHING
        return self._made(start, end, bounds, kind)  # type: ignore[arg-type]

    def _made(self, start: int, end: int, bounds: _Bounds, form: QuantityForm, amount: float | None = None) -> Quantity:
        return Quantity(start, end, self.text[start:end], *bounds, form, amount)

    def _is_month(self, match: re.Match[str]) -> bool:
        """Whether "may" or "march" is written as a month is, in a text that has capitals."""
        word = next((word for word in _WORD.finditer(match.group()) if word.group() in self.patterns.months), None)
        if word is None or word.group() not in ("may", "march"):
            return True
        return self.text[match.start() + word.start()].isupper() or self.lower

    def _bound(self, match: re.Match[str]) -> Quantity | None:
        modifier = self.patterns.modifiers[squeeze(match.group("modifier"))]
        if (vague := match.group("bound_vague")) is not None:
            return self._vague(match.start(), vague, modifier, match.end())
        return self._number(match.start(), match.start("bound_core"), match.end(), modifier)

    def _article(self, start: int, end: int) -> Quantity:
        unit = self.patterns.unit.match(self.folded, end)
        if unit is not None and self.folded[end] == " ":
            return self._measured(start, unit, 1.0, None, None)
        return self._made(start, end, _Bounds(1, 1, 1, "exact"), "article")

    def _vague(self, start: int, phrase: str, modifier: str | None, end: int) -> Quantity | None:
        words = squeeze(phrase)
        before = _LAST_WORD.search(self.folded[max(0, start - 8) : start])
        if before is not None and before.group(1) in self.patterns.not_vague_after:
            return None
        if unit := self.patterns.unit.match(self.folded, end):
            return self._made(start, end, _NOTHING, self._unit_form(unit))
        if words in self.patterns.loose:
            value = self.patterns.loose[words]
            return self._made(start, end, _bounds(modifier or "about", value, None), "word")
        low = self.patterns.vague[words]
        high_only = modifier in ("at_most", "fewer_than")
        return self._made(start, end, _Bounds(None if high_only else low, None, None, "vague"), "vague")

    def _number(self, start: int, core: int, limit: int, modifier: str | None = None) -> Quantity | None:
        number = self._value(core, limit)
        if number is None:
            return None
        number, second, second_modifier = self._ranged(number, modifier)
        if second is None and (vague_end := self._vague_end(number, modifier)):
            return self._made(start, vague_end, _Bounds(round(number.value), None, None, "about"), "number")
        end = second.end if second else self._repeated(number)
        unit = self.patterns.unit.match(self.folded, end)
        if unit is not None:
            return self._measured(
                start, unit, number.value, second.value if second else None, second_modifier or modifier
            )
        if end < len(self.folded) and self.folded[end].isalpha():
            return self._made(start, self._word_end(end), _NOTHING, "label")
        if form := self._other_form(start, core, end, number, modifier, ranged=second is not None):
            return self._made(start, end, _NOTHING, form, number.value)
        if second is None and (suffix := self.patterns.suffix.match(self.folded, end)):
            modifier = "at_least" if suffix.group("plus") else self.patterns.suffixes[squeeze(suffix.group("words"))]
            end = suffix.end()
        return self._counted(start, end, number, second, second_modifier or modifier)

    def _measured(
        self, start: int, unit: re.Match[str], value: float, second: float | None, modifier: str | None
    ) -> Quantity:
        """A number with a unit; shares are bounded in percent, all others count nobody."""
        form = self._unit_form(unit)
        if form == "fraction":
            word = (unit.group("free") or unit.group("hyphen")).split(" ")[0]
            value = value / self.patterns.denominators[word] * 100
        bounds = _bounds(modifier, value, second) if form in ("percent", "fraction") else _NOTHING
        return self._made(start, unit.end(), bounds, form, value)

    def _counted(self, start: int, end: int, number: _Number, second: _Number | None, modifier: str | None) -> Quantity:
        if number.loose and modifier in (None, "exact", "between"):
            modifier = "about"
        bounds = _bounds(modifier, number.value, second.value if second else None)
        plain = start == end - 3 and self.folded[start:end] == "one"
        form: QuantityForm = "article" if plain else "word" if number.in_words else "number"
        form = "zero" if number.value == 0 and second is None else form
        return self._made(start, end, bounds, form, None if number.value == int(number.value) else number.value)

    def _value(self, start: int, limit: int) -> _Number | None:
        folded = self.folded
        if folded[start].isdigit():
            return self._digits(start, limit)
        if squeeze(folded[start:limit]) in self.patterns.halves:
            return _Number(limit, self.patterns.scales[self.patterns.dozen] // 2, in_words=True, loose=True)
        number = _read_words(folded, start, limit, self.patterns)
        if number and number.value == 1 and number.end - start == 3 and self.patterns.not_one.match(folded, number.end):
            unit = self.patterns.unit.match(folded, number.end)
            return number if unit else None
        return number

    def _digits(self, start: int, limit: int) -> _Number:
        folded, end = self.folded, start
        while end < limit and (folded[end].isdigit() or folded[end] in ", ."):
            end += 1
        printed = folded[start:end].rstrip(" ,.")
        end = start + len(printed)
        if " " in printed and "\n" in self.text[start:end]:
            printed = printed.split(" ", 1)[0]
            return _Number(start + len(printed), float(printed), in_words=False)
        value = _plain(printed)
        scale = next((word for word in _WORD.finditer(folded, end, limit)), None)
        if scale is None:
            return _Number(end, value, in_words=False)
        times = self.patterns.scales[scale.group()]
        loose = scale.group() == self.patterns.dozen
        return _Number(scale.end(), round(value * times, 6), in_words=False, loose=loose, scale=times)

    def _ranged(self, number: _Number, modifier: str | None) -> tuple[_Number, _Number | None, str | None]:
        """The number, the upper end of its range, and the modifier before that ("between 217 and at least 260")."""
        match = self.patterns.second.match(self.folded, number.end)
        if match is None:
            return number, None, None
        capped = modifier == "at_least" and self._caps(match)
        if (match.group("joiner") == "and") != (modifier == "between" or capped):
            return number, None, None
        second = self._value(match.start("core"), match.end())
        if second is None or (match.group("joiner") == "to" and self._after_from(number.end)):
            return number, None, None
        if number.scale == 1 and number.value * second.scale < second.value:  # "two to three hundred"
            number = number._replace(value=number.value * second.scale)
        if second.value <= number.value:
            return number, None, None
        given = match.group("modifier")
        if capped:
            return number, second, "between"
        return number, second, self.patterns.modifiers[squeeze(given)] if given else None

    def _vague_end(self, number: _Number, modifier: str | None) -> int | None:
        """Where a range ends whose upper end is vague: "between 500 and a few thousand"."""
        match = self.patterns.vague_second.match(self.folded, number.end) if modifier in (None, "between") else None
        fits = match is not None and (match.group("joiner") == "and") == (modifier == "between")
        return match.end() if match is not None and fits else None

    def _caps(self, match: re.Match[str]) -> bool:
        """Whether the second number bounds from above what the first bounds from below: "at least 4 and up to 8"."""
        given = match.group("modifier")
        return given is not None and self.patterns.modifiers[squeeze(given)] == "at_most"

    def _repeated(self, number: _Number) -> int:
        """Where the number ends, with the figure that repeats it in brackets: "fifteen (15)"."""
        again = _AGAIN.match(self.folded, number.end)
        same = again is not None and float(again.group(1).replace(",", "")) == number.value
        return again.end() if again is not None and same else number.end

    def _after_from(self, end: int) -> bool:
        """Whether the number follows "from": "rose from 9 to 11" is a change, not a range."""
        return re.search(r"\bfrom(?: [a-z]{1,10}){0,2} [\w,.-]{1,20}$", self.folded[max(0, end - 50) : end]) is not None

    def _unit_form(self, unit: re.Match[str]) -> QuantityForm:
        word = unit.group("free") or unit.group("hyphen")
        if word is None:
            return "percent"
        return self.patterns.units[squeeze(word)]  # type: ignore[return-value]

    def _word_end(self, position: int) -> int:
        end = position
        while end < len(self.folded) and self.folded[end].isalnum():
            end += 1
        return end

    def _other_form(
        self, start: int, core: int, end: int, number: _Number, modifier: str | None, *, ranged: bool
    ) -> QuantityForm | None:
        """The form of a plain digit number that is a year or an age, else ``None``."""
        printed = self.folded[core : number.end]
        if len(printed) == 4 and number.value in YEARS and printed.isdigit() and modifier in (None, "between", "about"):
            return "date" if self._is_year(start, end) else None
        if ranged or modifier or number.in_words or not 0 < number.value <= OLDEST:
            return None
        return "age" if self._is_age(start, end) else None

    def _is_year(self, start: int, end: int) -> bool:
        if self.patterns.counted.match(self.folded, end):
            return False
        before = _LAST_WORD.search(self.folded[max(0, start - 24) : start])
        if before is None or before.group(1) in self.patterns.year_heads or before.group(1) in self.patterns.months:
            return True
        return not re.match(r" {1,4}[a-z]", self.folded[end : end + 5])

    def _is_age(self, start: int, end: int) -> bool:
        """Whether it stands as ages do after a name: "Ali Khan, 22, was"."""
        folded = self.folded
        if folded[max(0, start - 2) : start] != ", " or (end < len(folded) and folded[end] not in ",.;)"):
            return False
        name = re.search(r"(\w+)\.?$", self.text[max(0, start - 22) : start - 2])
        if name is None:
            return False
        enclosed = folded[end : end + 1] == "," and (self.lower or name.group(1) in self.patterns.aged_pronouns)
        return name.group(1)[0].isupper() or enclosed or name.group(1) in self.patterns.aged_persons


_NOTHING = _Bounds(None, None, None, "exact")


def _plain(printed: str) -> float:
    """The value of digits with separators; "1.200" is grouped as in many languages, "1.2" is a decimal."""
    grouped = printed.replace(",", "").replace(" ", "")
    whole, _, decimals = grouped.partition(".")
    if len(decimals) == 3 and 0 < len(whole) <= 3 and whole != "0" and "," not in printed:
        return float(whole + decimals)
    return float(grouped)


def _bounds(modifier: str | None, value: float, second: float | None) -> _Bounds:
    """The bounds that a modifier makes of a number, or of a range (coding rule 6).

    The only figure printed is the best reading of it, whichever way it is bounded, except below "fewer than".
    """
    low = round(value)
    high = low if second is None else round(second)
    best = low if second is None else None
    match modifier:
        case "at_least":
            return _Bounds(low, best, None, "at_least")
        case "more_than":
            return _Bounds(low, best, None, "more_than")
        case "at_most":
            return _Bounds(low if second is not None else None, best, high, "at_most")
        case "fewer_than":
            return _Bounds(None, None, high, "at_most")
        case "about":
            return _Bounds(low, best, high, "about")
    return _Bounds(low, best, high, "exact" if second is None else "about")


def _read_words(folded: str, start: int, limit: int, patterns: QuantityPatterns) -> _Number | None:
    """The longest run of number words that makes one number: "one hundred and five", but not "five six"."""
    total, group, last = 0, 0, 0
    smallest, end, joined, loose = 10**18, start, False, False
    seen = False
    for token in _WORD.finditer(folded, start, limit):
        word = token.group()
        if word in ("a", "an"):
            group, last, end, seen = 1, 1, token.end(), True
            continue
        if word == "and":
            joined = True
            continue
        if word in patterns.scales:
            scale = patterns.scales[word]
            if (
                joined
                or (seen and group == 0)
                or (scale >= 1000 and scale >= smallest)
                or (scale < 1000 and last >= 100)
            ):
                break
            loose = loose or word == patterns.dozen
            group = max(group, 1) * scale
            if scale >= 1000:
                total, smallest, group = total + group, scale, 0
            last = scale
        else:
            value = patterns.words[word]
            fits = not seen or (last >= 100 and not loose) or (20 <= last <= 90 and 0 < value < 10 and not joined)
            if not fits or (joined and last < 100):
                break
            group, last = group + value, value
        end, seen, joined = token.end(), True, False
    times = last if last in patterns.scales.values() and last > 1 else 1
    return _Number(end, total + group, in_words=True, loose=loose, scale=times) if seen else None
