"""Finds the time expressions of a text, in one pass of one pattern; ``date_join`` then makes ranges of neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tallybook.lang.date_after import with_days_after
from tallybook.lang.date_expression import DateForm, Part, TimeExpression, Unit, Which
from tallybook.lang.date_join import joined_neighbours
from tallybook.lang.date_patterns import DatePatterns, date_patterns
from tallybook.lang.folding import fold
from tallybook.lang.grammar import squeeze

PIVOT = 69
"""Two-digit years from here on are of the 1900s ("89" is 1989, "22" is 2022): the POSIX rule of strptime."""
ANNOUNCED = 60  # characters before a weekday in which a word that announces ("will") is looked for
LOOK_BACK = 14  # characters in which the word before an expression is looked for

_HEAD = re.compile(r"([a-z]{1,10}|-)[ (\"']{0,4}$")


def find_expressions(text: str, *, language: str = "en") -> list[TimeExpression]:
    """Every time expression of a text, in order and without overlaps."""
    patterns, folded = date_patterns(language), fold(text)
    found = _with_day_order(list(_Finding(text, folded, patterns).expressions()))
    return with_days_after(joined_neighbours(found, text=text, folded=folded, patterns=patterns), folded)


def short_year(two_digits: int) -> int:
    """The full year of two digits as wire copy prints them."""
    return two_digits + (1900 if two_digits >= PIVOT else 2000)


def _with_day_order(found: list[TimeExpression]) -> list[TimeExpression]:
    """Numeric dates read the way a clear one in the same text is written ("25/10/2021" makes "8/10/2021" October)."""
    clear = {one.day_first for one in found if one.form == "numeric" and one.day_first is not None}
    if len(clear) != 1:
        return found
    order = clear.pop()
    return [_in_order(one, order) if one.form == "numeric" and one.day_first is None else one for one in found]


def _in_order(expression: TimeExpression, day_first: bool | None) -> TimeExpression:
    """A numeric date with ``day`` and ``month`` in the order given; as found they are in the order printed."""
    if day_first is not False:
        return replace(expression, day_first=day_first)
    return replace(expression, day=expression.month, month=expression.day, day_first=False)


class _Finding:
    """One text while it is searched."""

    def __init__(self, text: str, folded: str, patterns: DatePatterns) -> None:
        self.text = text
        self.folded = folded
        self.patterns = patterns
        self.cased = not text.islower() and not text.isupper()

    def expressions(self) -> Iterator[TimeExpression]:
        position = 0
        while match := self.patterns.scan.search(self.folded, position):
            kind = match.lastgroup or ""
            read = self.patterns.read[kind].match(self.folded, match.start())
            made = getattr(self, f"_{kind}")(read) if read else None
            if made is not None:
                yield made
            position = made.end if made is not None else self._next_word(match.start())

    def _next_word(self, position: int) -> int:
        end = position + 1
        while end < len(self.folded) and self.folded[end].isalnum():
            end += 1
        return end

    def _made(self, read: re.Match[str], form: DateForm, **fields: object) -> TimeExpression:
        start, end = read.span()
        while self.text[end - 1] in " ,(." and not self.folded.endswith((".m.", ". m."), start, end):
            end -= 1
        return TimeExpression(start, end, self.text[start:end], form, **fields)  # type: ignore[arg-type]

    def _head(self, start: int) -> str:
        """The word before an expression."""
        found = _HEAD.search(self.folded[max(0, start - LOOK_BACK) : start])
        return found.group(1) if found else ""

    # What stands in the named groups.

    def _month_of(self, read: re.Match[str]) -> int | None:
        name = read.group("month")
        return self.patterns.months[name] if name else None

    def _capital(self, position: int) -> bool:
        return not self.cased or self.text[position].isupper()

    def _part_of(self, read: re.Match[str]) -> Part | None:
        words = read.group("part")
        return self.patterns.parts[squeeze(words)] if words else None

    def _which_of(self, read: re.Match[str]) -> Which | None:
        words = read.group("which")
        return self.patterns.which.get(squeeze(words)) if words else None

    # One method for each kind of expression; ``None`` when the words turn out to be no time.

    def _iso(self, read: re.Match[str]) -> TimeExpression | None:
        month, day = int(read["month_number"]), int(read["day"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return self._made(read, "day", year=int(read["year"]), month=month, day=day)

    def _numeric(self, read: re.Match[str]) -> TimeExpression | None:
        one, two, year = int(read["one"]), int(read["two"]), int(read["last"])
        if not (min(one, two) >= 1 and max(one, two) <= 31 and min(one, two) <= 12):
            return None
        if len(read["last"]) == 2:
            if read["mark"] != "/":  # "10.12.05" is as likely a version or a section
                return None
            year = short_year(year)
        found = self._made(read, "numeric", year=year, month=two, day=one)
        if read["mark"] == "." and two <= 12:
            return _in_order(found, day_first=True)
        if one == two or one > 12:
            return _in_order(found, day_first=True)
        return _in_order(found, day_first=False) if two > 12 else found

    def _day_month(self, read: re.Match[str]) -> TimeExpression | None:
        return self._day(read, self._year_of(read))

    def _month_day(self, read: re.Match[str]) -> TimeExpression | None:
        return self._day(read, self._year_of(read))

    def _day_alone(self, read: re.Match[str]) -> TimeExpression | None:
        day, patterns = int(read["day"]), self.patterns
        before = self.folded[max(0, read.start() - 2 * LOOK_BACK) : read.start()]
        headed = read["month"] is not None or self._head(read.start()) in patterns.day_heads
        headed = headed or patterns.part_of_day.search(before) is not None
        return self._made(read, "day", day=day) if headed and 1 <= day <= 31 else None

    def _year_of(self, read: re.Match[str]) -> int | None:
        if read["year"]:
            return int(read["year"])
        return short_year(int(read["short_year"])) if read["short_year"] else None

    def _day(self, read: re.Match[str], year: int | None) -> TimeExpression | None:
        day, last = int(read["day"]), int(read["last_day"]) if read["last_day"] else None
        if not 1 <= day <= 31 or not self._capital(read.start("month")):
            return None
        last = last if last and day < last <= 31 else None
        weekday = self.patterns.weekdays[read["weekday"]] if read["weekday"] else None
        return self._made(read, "day", year=year, month=self._month_of(read), day=day, last_day=last, weekday=weekday)

    def _month_year(self, read: re.Match[str]) -> TimeExpression | None:
        if not self._capital(read.start("month")):
            return None
        return self._made(read, "month", year=int(read["year"]), month=self._month_of(read), part=self._part_of(read))

    def _month(self, read: re.Match[str]) -> TimeExpression | None:
        if not self._capital(read.start("month")):
            return None
        part, which = self._part_of(read), self._which_of(read)
        named = self.patterns.month_noun.match(self.folded, read.end())
        headed = part or which or named or self._month_head(read.start())
        if read["month"] in self.patterns.doubtful_months and not headed:
            return None
        return self._made(read, "month", month=self._month_of(read), part=part, which=which)

    def _month_head(self, start: int) -> bool:
        """Whether the word before announces a month; "to march" in capitals needs a month before that, too."""
        head = self._head(start)
        if self.cased or head not in self.patterns.weak_month_heads:
            return head in self.patterns.month_heads
        return self.patterns.month_before.search(self.folded[max(0, start - 2 * LOOK_BACK) : start]) is not None

    def _year_run(self, read: re.Match[str]) -> TimeExpression | None:
        first, last = int(read["year"]), read["last_year"]
        second = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        if first >= second:
            return None
        start, middle, end = read.start(), read.end("year"), read.end()
        return self._made(
            read, "range",
            first=TimeExpression(start, middle, self.text[start:middle], "year", year=first),
            last=TimeExpression(end - len(last), end, last, "year", year=second),
        )  # fmt: skip

    def _part_year(self, read: re.Match[str]) -> TimeExpression | None:
        return self._made(read, "year", year=int(read["year"]), part=self._part_of(read))

    def _part_of_this_year(self, read: re.Match[str]) -> TimeExpression | None:
        which: Which = "past" if read["relative_year"].startswith(("last", "the prev")) else "this"
        return self._made(read, "unit", unit="year", which=which, part=self._part_of(read))

    def _year(self, read: re.Match[str]) -> TimeExpression | None:
        if self._head(read.start()) not in self.patterns.year_heads and not self._closed(read):
            return None
        named = re.match(r" [a-z]", self.folded[read.end() : read.end() + 2]) is not None
        attributive = named and self._head(read.start()) in self.patterns.article_heads
        return self._made(read, "year", year=int(read["year"]), attributive=attributive)

    def _closed(self, read: re.Match[str]) -> bool:
        """Whether a bare year stands in brackets or ends its clause after a comma, as years do."""
        before, after = self.folded[max(0, read.start() - 2) : read.start()], self.folded[read.end() : read.end() + 1]
        return before.endswith(("(", "[")) or (before == ", " and after in (",", ".", ")", ";", ""))

    def _decade(self, read: re.Match[str]) -> TimeExpression | None:
        return self._made(read, "decade", year=int(read["decade"]), part=self._part_of(read))

    def _season(self, read: re.Match[str]) -> TimeExpression | None:
        name, which, year = read["season"], self._which_of(read), read["year"]
        headed = which or year or self._part_of(read)
        if not headed and (
            name in self.patterns.doubtful_seasons or self._head(read.start()) not in self.patterns.season_heads
        ):
            return None
        if not which and not year and self._names(read.start("season"), read.end()):
            return None
        return self._made(
            read, "season", season=name, which=which, part=self._part_of(read), year=int(year) if year else None
        )

    def _names(self, start: int, end: int) -> bool:
        """Whether a word with a capital is the first of a name: "Autumn Woods"."""
        return (
            self.cased
            and self.text[start].isupper()
            and self.text[end : end + 1] == " "
            and self.text[end + 1 : end + 2].isupper()
        )

    def _weekday(self, read: re.Match[str]) -> TimeExpression | None:
        if not self._capital(read.start("weekday")) or self._head(read.start()) in self.patterns.named_after:
            return None
        if self.patterns.weekday_name.match(self.folded, read.end("weekday")):
            return None
        week = {None: None, "last": -1, "the previous": -1, "this": 0, "next": 1}[
            read["week"] and squeeze(read["week"])
        ]
        which = self._which_of(read) or ("next" if self._ahead(read.start()) else None)
        return self._made(read, "weekday", weekday=self.patterns.weekdays[read["weekday"]], which=which, amount=week)

    def _ahead(self, start: int) -> bool:
        """Whether the clause before announces something ("will meet on Friday")."""
        return self.patterns.ahead.search(self.folded[max(0, start - ANNOUNCED) : start]) is not None

    def _holiday(self, read: re.Match[str]) -> TimeExpression | None:
        month, day = self.patterns.holidays[squeeze(read["holiday"])]
        if not self._capital(read.start()):
            return None
        return self._made(read, "day", year=int(read["year"]) if read["year"] else None, month=month, day=day)

    def _feast(self, read: re.Match[str]) -> TimeExpression | None:
        if not self._capital(read.start()):
            return None
        rite, days = self.patterns.feasts[squeeze(read["feast"])]
        return self._made(read, "feast", year=int(read["year"]) if read["year"] else None, rite=rite, amount=days)

    def _week_of(self, read: re.Match[str]) -> TimeExpression | None:
        month, day = read["month"] or read["month_after"], int(read["day"] or read["day_before"])
        part: Part | None = "late" if read["where"] == "ending" else "mid" if read["where"] == "of" else "early"
        named = replace(
            self._made(read, "day", month=self.patterns.months[month], day=day),
            year=int(read["year"]) if read["year"] else None,
        )
        return self._made(read, "week_of", part=part, first=named) if 1 <= day <= 31 else None

    def _relative_day(self, read: re.Match[str]) -> TimeExpression | None:
        words = squeeze(read.group())
        return self._made(read, "offset", amount=self.patterns.relative_days[words], unit="day", anchor="published")

    def _edge(self, read: re.Match[str]) -> TimeExpression | None:
        whole = read["whole"] or read["year"]
        relative: Which | None = None
        if read["relative_year"]:
            relative = "past" if read["relative_year"].startswith(("last", "the prev")) else "this"
        amount, vague = self._amount(read["amount"])
        if read["month"] and not self._capital(read.start("month")):
            return None
        return self._made(
            read, "edge", part="early" if read["edge"] in ("first", "opening") else "late", which=relative,
            amount=amount, vague=vague, unit=self._unit_of(read), month=self._month_of(read),
            year=int(whole) if whole else None,
        )  # fmt: skip

    def _unit_of(self, read: re.Match[str]) -> Unit:
        return self.patterns.units.get(read["unit"], "day")

    def _amount(self, words: str | None) -> tuple[int, int | None]:
        """The amount, and the widest it may mean when it is vague."""
        if words is None:
            return 1, None
        if words.isdigit():
            return int(words), None
        phrase = squeeze(words)
        if phrase in self.patterns.vague_amounts:
            return 1, self.patterns.vague_amounts[phrase]
        return self.patterns.amounts[phrase], None

    def _offset(self, read: re.Match[str]) -> TimeExpression | None:
        amount, vague = self._amount(read["amount"])
        direction = self.patterns.offsets.get(squeeze(read["direction"]), "")
        direction = direction or ("earlier" if read["direction"] == "before" else "later")
        return self._shift(read, direction, amount, vague)

    def _after(self, read: re.Match[str]) -> TimeExpression | None:
        unit, (amount, vague) = self._unit_of(read), self._amount(read["amount"])
        before = self.folded[max(0, read.start() - 2 * LOOK_BACK) : read.start()]
        loose = unit in ("hour", "weekend") or (unit in ("year", "decade", "century") and not read["exact"])
        if loose or self.patterns.stretch.search(before):
            return None
        return self._made(
            read, "after", amount=-amount, vague=-vague if vague else None, unit="day" if unit == "night" else unit,
            anchor="published", exact=read["exact"] is not None,
        )  # fmt: skip

    def _loose_offset(self, read: re.Match[str]) -> TimeExpression | None:
        direction = self.patterns.offsets.get(read["direction"], "later")
        return self._shift(read, direction, 1, 10)

    def _shift(self, read: re.Match[str], direction: str, amount: int, vague: int | None) -> TimeExpression:
        sign = 1 if direction == "later" else -1
        exact = bool(read.groupdict().get("exact")) or self._head(read.start()) in self.patterns.exact_heads
        return self._made(
            read, "offset", amount=sign * amount, vague=sign * vague if vague else None, unit=self._unit_of(read),
            anchor="published" if direction == "ago" else "context", exact=exact,
        )  # fmt: skip

    def _adjacent(self, read: re.Match[str]) -> TimeExpression | None:
        sign = 1 if read["direction"] == "after" else -1
        unit = self._unit_of(read)
        return self._made(read, "offset", amount=sign, unit="day" if unit == "night" else unit, anchor="context")

    def _window(self, read: re.Match[str]) -> TimeExpression | None:
        amount, vague = self._amount(read["amount"])
        return self._past_window(read, amount, vague)

    def _past_unit(self, read: re.Match[str]) -> TimeExpression | None:
        return self._past_window(read, 1, None)

    def _past_window(self, read: re.Match[str], amount: int, vague: int | None) -> TimeExpression:
        sign = 1 if read["which"] in ("next", "coming") else -1
        return self._made(
            read, "window", amount=sign * amount, vague=sign * vague if vague else None, unit=self._unit_of(read),
            anchor="context" if read["which"] in ("previous", "preceding") else "published",
        )  # fmt: skip

    def _weekend(self, read: re.Match[str]) -> TimeExpression | None:
        return self._made(read, "unit", unit="weekend", which="this")

    def _recent(self, read: re.Match[str]) -> TimeExpression | None:
        return self._made(read, "recent", amount=-self.patterns.recent[squeeze(read.group())], unit="day")

    def _unit(self, read: re.Match[str]) -> TimeExpression | None:
        words, unit = squeeze(read["which"]), self._unit_of(read)
        part: Part | None = "early" if read["stage"] in ("early", "beginning of", "the beginning of") else None
        part = "late" if read["stage"] in ("end of", "the end of") else part
        part = "mid" if read["stage"] in ("mid", "middle of") else part
        if words == "that" or words.endswith("same"):
            return self._made(read, "same", unit=unit, anchor="context", part=part)
        which = self.patterns.which[words]
        if unit == "day" and which not in ("before", "after"):
            return None
        if which in ("before", "after"):
            return self._made(read, "offset", amount=-1 if which == "before" else 1, unit=unit, anchor="context")
        return self._made(read, "unit", unit=unit, which=which, part=part)

    def _in_unit(self, read: re.Match[str]) -> TimeExpression | None:
        unit = self._unit_of(read)
        if unit == "day":
            return self._made(read, "same", unit=unit, anchor="context")
        return self._made(read, "unit", unit=unit, which="this")

    def _same_period(self, read: re.Match[str]) -> TimeExpression | None:
        if read["year"]:
            return self._made(read, "same_period", year=int(read["year"]), anchor="context")
        earlier = read["year_earlier"] or read["year_before"] or read["time_earlier"]
        return self._made(read, "same_period", amount=-1 if earlier else 0, unit="year", anchor="context")

    def _clock(self, read: re.Match[str]) -> TimeExpression | None:
        return self._made(read, "clock")
