"""Joins neighbouring time expressions: "from May 3 to May 5", "January 1 and August 11, 2021", "since last August"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from tallybook.lang.date_expression import DateForm, TimeExpression
from tallybook.lang.date_patterns import DatePatterns

LONGEST_GAP = 12  # characters that may stand between the ends of a range ("from May 3 until the 5th")
BEGUN_BACK = 90  # characters in which "since" and what began are looked for
LOOK_BACK = 14  # characters in which the word before an expression is looked for
EVENT_WORDS = 6  # words kept of an event that is named but not dated ("since the fall of the city")


def joined_neighbours(
    found: Sequence[TimeExpression], *, text: str, folded: str, patterns: DatePatterns
) -> list[TimeExpression]:
    """The expressions of a text with ranges and open ends made one expression each."""
    joining = _Joining(text, folded, patterns)
    return joining.with_open_ends(joining.with_ranges(found))


class _Joining:
    """One text while its expressions are joined."""

    def __init__(self, text: str, folded: str, patterns: DatePatterns) -> None:
        self.text = text
        self.folded = folded
        self.patterns = patterns

    def with_ranges(self, found: Sequence[TimeExpression]) -> list[TimeExpression]:
        """Two expressions with "to" or a dash between them, or with "between … and …" around them, made one."""
        joined: list[TimeExpression] = []
        for expression in found:
            last = joined[-1] if joined else None
            made = self._joined(last, expression) if last else None
            if made is not None:
                joined[-1] = made
            elif last is not None and self._shares_year(last, expression):
                joined[-1] = replace(last, year=expression.year)
                joined.append(expression)
            else:
                joined.append(expression)
        return joined

    def _between(self, first: TimeExpression, second: TimeExpression) -> str | None:
        gap = self.folded[first.end : second.start]
        if len(gap) > LONGEST_GAP or not (match := self.patterns.joiner.fullmatch(gap)):
            return None
        return match.group().strip(" ,").removesuffix(" the")

    def _joined(self, first: TimeExpression, second: TimeExpression) -> TimeExpression | None:
        if not {first.form, second.form} <= _ENDS or (joiner := self._between(first, second)) is None:
            return None
        head = self.patterns.before.search(self.folded[max(0, first.start - LOOK_BACK) : first.start])
        opened = head is not None and head["range"] is not None
        if joiner == "and" and not (opened and head is not None and head["range"] == "between"):
            return None
        start = first.start - (len(head.group()) if opened and head is not None else 0)
        return TimeExpression(
            start, second.end, self.text[start : second.end], "range", first=_filled(first, second), last=second
        )

    def _shares_year(self, first: TimeExpression, second: TimeExpression) -> bool:
        """Whether "January 1 and August 11, 2021" gives its year to both."""
        if first.year is not None or second.year is None or first.form not in ("day", "month"):
            return False
        return (
            second.form in ("day", "month")
            and re.fullmatch(r" ?(?:,|and|, and|&|or) ?", self.folded[first.end : second.start]) is not None
        )

    def with_open_ends(self, found: Sequence[TimeExpression]) -> list[TimeExpression]:
        """Expressions after "since" and "until", and "since" with an event, as intervals with one open end."""
        opened = [self._opened(expression) for expression in found]
        events = [
            event for match in self.patterns.since_event.finditer(self.folded) if (event := self._since(match, opened))
        ]
        return sorted([*opened, *events], key=lambda expression: expression.start) if events else opened

    def _opened(self, expression: TimeExpression) -> TimeExpression:
        head = self.patterns.before.search(self.folded[max(0, expression.start - LOOK_BACK) : expression.start])
        begun = self.patterns.begun.search(self.folded[max(0, expression.start - BEGUN_BACK) : expression.start])
        opened = begun or (head if head is not None and (head["since"] or head["until"]) else None)
        if opened is None or expression.form in ("clock", "since"):
            return expression
        start = expression.start - len(opened.group())
        words = self.text[start : expression.end]
        form: DateForm = "since" if begun is not None or (head is not None and head["since"]) else "until"
        return TimeExpression(start, expression.end, words, form, first=expression)

    def _since(self, match: re.Match[str], found: Sequence[TimeExpression]) -> TimeExpression | None:
        start, end = match.span()
        following = bisect_left(found, end, key=lambda expression: expression.start)
        if following and found[following - 1].end > start:
            return None
        for known in self.patterns.events:
            if event := next(known.find(self.folded, start, end), None):
                return TimeExpression(start, event.end(), self.text[start : event.end()], "since", event=known.day)
        named = " ".join(self.folded[start:end].split(" ")[:EVENT_WORDS]).rstrip()
        stop = start + len(named)
        return TimeExpression(start, stop, self.text[start:stop], "since")


_ENDS = frozenset({"day", "month", "year", "numeric", "weekday", "season", "decade", "offset", "unit"})


def _filled(first: TimeExpression, second: TimeExpression) -> TimeExpression:
    """The first end of a range with the year that only its second end names."""
    inner = second
    if first.year is not None or inner.year is None or first.form not in ("day", "month", "season"):
        return first
    year = inner.year
    if first.month is not None and inner.month is not None and first.month > inner.month:
        year -= 1
    return replace(first, year=year)
