"""The compiled patterns of the time grammar, made once for a language from its ``dates.yaml`` and ``numbers.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from tallybook.errors import CodebookError
from tallybook.lang.date_expression import Part, Rite, Unit, Which
from tallybook.lang.grammar import Scanner, any_of, by_phrase, load_grammar

GAP = " {1,4}"
_PIECE = re.compile(r"<<(\w+)>>")
NEAR_CHARS = 600  # a paragraph or two: how far from an ambiguous event its country may be named
_DEEPEST = 5  # pieces within pieces; a piece that holds itself would never end


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPattern:
    """A well-known event: its day (ISO), the words that name it, and what must stand near when these are not enough."""

    day: str
    words: re.Pattern[str]
    near: re.Pattern[str] | None

    def find(self, folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Where a folded text names the event."""
        for match in self.words.finditer(folded, start, end):
            around = (max(0, match.start() - NEAR_CHARS), match.end() + NEAR_CHARS)
            if self.near is None or self.near.search(folded, *around):
                yield match


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePatterns:
    """What the time grammar matches with, and what the words stand for."""

    scan: Scanner
    read: Mapping[str, re.Pattern[str]]
    joiner: re.Pattern[str]
    before: re.Pattern[str]
    since_event: re.Pattern[str]
    begun: re.Pattern[str]
    weekday_name: re.Pattern[str]
    named_after: frozenset[str]
    exact_heads: frozenset[str]
    stretch: re.Pattern[str]
    ahead: re.Pattern[str]
    holidays: Mapping[str, Sequence[int]]
    feasts: Mapping[str, tuple[Rite, int]]
    lunar: re.Pattern[str]
    lunar_times: Mapping[str, tuple[int, int, int]]
    events: tuple[EventPattern, ...]
    dateline: re.Pattern[str]
    updateline: re.Pattern[str]
    months: Mapping[str, int]
    doubtful_months: frozenset[str]
    month_heads: frozenset[str]
    weak_month_heads: frozenset[str]
    month_noun: re.Pattern[str]
    month_before: re.Pattern[str]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    doubtful_seasons: frozenset[str]
    season_heads: frozenset[str]
    units: Mapping[str, Unit]
    relative_days: Mapping[str, int]
    which: Mapping[str, Which]
    parts: Mapping[str, Part]
    amounts: Mapping[str, int]
    vague_amounts: Mapping[str, int]
    offsets: Mapping[str, str]
    recent: Mapping[str, int]
    day_heads: frozenset[str]
    part_of_day: re.Pattern[str]
    year_heads: frozenset[str]
    article_heads: frozenset[str]


@cache
def date_patterns(language: str) -> DatePatterns:
    """The patterns of a language, compiled on first use; raises ``CodebookError`` for an unknown language."""
    data, numbers = load_grammar(language, "dates.yaml"), load_grammar(language, "numbers.yaml")
    amounts = {**data["amounts"], **{word: value for word, value in numbers["words"].items() if value}}
    kinds = _kinds(data, [*amounts, *data["vague_amounts"]])
    return DatePatterns(
        scan=Scanner(_scan(kinds), openers=data["openers"], never_first=data["never_first"]),
        read={name: re.compile(pattern) for name, pattern in kinds.items()},
        joiner=re.compile(rf",? {{0,4}}(?:{any_of(data['range_joiners'])}) {{0,4}}(?:the )?"),
        before=re.compile(_before(data)),
        since_event=re.compile(
            rf"\b{any_of(data['since_heads'])}{GAP}(?!(?:then|when|he|she|they|it|we|i|you)\b)(?=[a-z0-9])[^.,;:()\n]{{3,80}}"
        ),
        begun=re.compile(
            rf"\b{any_of(data['since_heads'])}{GAP}[^.;:()\n]{{3,60}}\b{any_of(data['begun'])}{GAP}(?:(?:in|on){GAP})?$"
        ),
        weekday_name=re.compile(rf"{GAP}{any_of(data['weekday_names_before'])}\b"),
        named_after=frozenset(data["weekday_names_after"]),
        exact_heads=frozenset(data["exact_heads"]),
        stretch=re.compile(
            rf"\b{any_of(data['stretch_heads'])}{GAP}(?:{any_of(data['offset_modifiers'])}{GAP}){{0,2}}$"
        ),
        ahead=re.compile(
            rf"\b(?:{any_of(data['future_heads'])}(?:{GAP}[a-z'-]{{1,20}}){{0,5}}{GAP}(?:on|by|until|for)"
            rf"|{any_of(data['appointed_heads'])}(?:{GAP}[a-z'-]{{1,20}}){{0,3}}){GAP}$"
        ),
        holidays=data["holidays"],
        feasts={name: (rite, days) for name, (rite, days) in data["feasts"].items()},
        lunar=re.compile(rf"\b{any_of(data['lunar'])}\b"),
        lunar_times={name: (month, first, last) for name, (month, first, last) in data["lunar"].items()},
        events=tuple(_event(entry) for entry in data["events"]),
        dateline=re.compile(_dateline(data["dateline_heads"])),
        updateline=re.compile(_dateline(data["update_heads"])),
        months=data["months"],
        doubtful_months=frozenset(data["doubtful_months"]),
        month_heads=frozenset(data["month_heads"]),
        weak_month_heads=frozenset(data["weak_month_heads"]),
        month_noun=re.compile(rf"{GAP}(?:[a-z]{{3,12}}{GAP})?{any_of(data['month_nouns'])}\b"),
        month_before=re.compile(rf"\b{any_of(data['months'])}\b.{{0,12}}$"),
        weekdays={**data["weekdays"], **data["weekday_abbreviations"]},
        seasons=data["seasons"],
        doubtful_seasons=frozenset(data["doubtful_seasons"]),
        season_heads=frozenset(data["season_heads"]),
        units=data["units"],
        relative_days={**_days(data["relative_days"]), **dict.fromkeys(data["overnight"], -1)},
        which=cast("Mapping[str, Which]", by_phrase(data["which"])),
        parts=cast("Mapping[str, Part]", by_phrase(data["parts"])),
        amounts=amounts,
        vague_amounts=data["vague_amounts"],
        offsets=by_phrase(data["offsets"]),
        recent=data["recent"],
        day_heads=frozenset(data["day_heads"]),
        part_of_day=re.compile(rf"\b{any_of(data['day_parts'])}{GAP}of{GAP}$"),
        year_heads=frozenset([*data["year_heads"], *data["article_heads"]]),
        article_heads=frozenset(data["article_heads"]),
    )


def _event(entry: Mapping[str, Any]) -> EventPattern:
    near = re.compile(entry["near"]) if "near" in entry else None
    return EventPattern(day=str(entry["day"]), words=re.compile("|".join(entry["words"])), near=near)


def _days(groups: Mapping[int, Iterable[str]]) -> dict[str, int]:
    return {phrase: days for days, phrases in groups.items() for phrase in phrases}


def _before(data: Mapping[str, Any]) -> str:
    """The word just before an expression that opens a range or one end of it."""
    groups = {name: any_of(data[f"{name}_heads"]) for name in ("since", "until", "before", "after", "range")}
    return r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in groups.items()) + rf"){GAP}(?:the )?$"


def _dateline(heads: Iterable[str]) -> str:
    """What stands before a page's own date: such a word at the start of its line or after a bar, or with a colon."""
    return rf"(?:(?:^|[|•·])[ *>(\[-]{{0,8}}{any_of(heads)}[: ]{{0,4}}| {any_of(heads)} ?: {{0,4}})$"


def _scan(kinds: Mapping[str, str]) -> str:
    """One pattern that finds every kind; its fields are read by the kind's own pattern afterwards."""
    plain = {name: re.sub(r"\(\?P<\w+>", "(?:", pattern) for name, pattern in kinds.items()}
    return r"(?<![\w$€£])(?<!\d[.,:])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in plain.items()) + ")"


def _kinds(data: Mapping[str, Any], amounts: Iterable[str]) -> dict[str, str]:
    """The pattern of every kind of expression, in the order in which they are tried."""
    lists: dict[str, Iterable[str]] = {
        "months": data["months"],
        "weekdays": data["weekdays"],
        "weekday_names": [*data["weekdays"], *data["weekday_abbreviations"]],
        "day_parts": data["day_parts"],
        "parts": by_phrase(data["parts"]),
        "which": by_phrase(data["which"]),
        "seasons": data["seasons"],
        "units": data["units"],
        "edges": data["edges"],
        "amounts": amounts,
        "offsets": by_phrase(data["offsets"]),
        "recent": data["recent"],
        "relative_days": [*_days(data["relative_days"]), *data["overnight"]],
        "clock_words": data["clock_words"],
        "holidays": data["holidays"],
        "feasts": data["feasts"],
    }
    pieces = {**data["pieces"], **{name: any_of(words) for name, words in lists.items()}}
    return {name: _expanded(pattern, pieces) for name, pattern in data["patterns"].items()}


def _expanded(pattern: str, pieces: Mapping[str, str]) -> str:
    """A pattern of the data with its pieces in place; raises ``CodebookError`` for a piece that is not there."""
    for _ in range(_DEEPEST):
        try:
            pattern = _PIECE.sub(lambda piece: pieces[piece.group(1)], pattern)
        except KeyError as error:
            raise CodebookError(
                f"dates.yaml has no piece {error}; pieces are word lists and the entries of 'pieces'"
            ) from error
    return pattern.replace("~", GAP)
