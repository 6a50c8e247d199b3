"""The compiled patterns of the time grammar, made once for a language from its ``dates.yaml`` and ``numbers.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from tallybook.lang.date_expression import Part, Unit, Which
from tallybook.lang.grammar import any_of, by_phrase, load_grammar

GAP = " {1,4}"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\w%]|,\d)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
# The second day of a run ("3-5 May", "May 3 and 5"); not when a longer word says that it counts something.
RUN = (
    r"(?: ?(?:-|\bto\b|\band\b|\buntil\b|\bthrough\b|&|/) ?(?:the )?"
    r"(?P<last_day>[0-3]?\d)(?:st|nd|rd|th)?(?![\w:%]|[.,]\d))?"
)
COUNTING = r"(?! {1,4}(?:people|civilians|soldiers|persons|men|women|children|others|police|members|militants)\b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatePatterns:
    """What the time grammar matches with, and what the words stand for."""

    scan: re.Pattern[str]
    read: Mapping[str, re.Pattern[str]]
    joiner: re.Pattern[str]
    before: re.Pattern[str]
    since_event: re.Pattern[str]
    events: tuple[tuple[str, re.Pattern[str]], ...]
    dateline: re.Pattern[str]
    months: Mapping[str, int]
    doubtful_months: frozenset[str]
    month_heads: frozenset[str]
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
    year_heads: frozenset[str]
    article_heads: frozenset[str]


@cache
def date_patterns(language: str) -> DatePatterns:
    """The patterns of a language, compiled on first use; raises ``CodebookError`` for an unknown language."""
    data, numbers = load_grammar(language, "dates.yaml"), load_grammar(language, "numbers.yaml")
    amounts = {**data["amounts"], **{word: value for word, value in numbers["words"].items() if value}}
    kinds = _kinds(data, amounts)
    return DatePatterns(
        scan=re.compile(_scan(kinds)),
        read={name: re.compile(pattern) for name, pattern in kinds.items()},
        joiner=re.compile(rf",? {{0,4}}(?:{any_of(data['range_joiners'])}) {{0,4}}(?:the )?"),
        before=re.compile(_before(data)),
        since_event=re.compile(rf"\b{any_of(data['since_heads'])}{GAP}(?!then\b|when\b)(?=[a-z])[^.,;:()\n]{{3,80}}"),
        events=tuple((str(day), re.compile("|".join(words))) for day, words in data["events"].items()),
        dateline=re.compile(rf"(?:^|[\n|(\[ ]){any_of(data['dateline_heads'])}(?: (?:on|at))?[: ]{{0,4}}$"),
        months=data["months"],
        doubtful_months=frozenset(data["doubtful_months"]),
        month_heads=frozenset(data["month_heads"]),
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
        year_heads=frozenset([*data["year_heads"], *data["article_heads"]]),
        article_heads=frozenset(data["article_heads"]),
    )


def _days(groups: Mapping[int, Iterable[str]]) -> dict[str, int]:
    return {phrase: days for days, phrases in groups.items() for phrase in phrases}


def _before(data: Mapping[str, Any]) -> str:
    """The word just before an expression that opens a range or one end of it."""
    groups = {name: any_of(data[f"{name}_heads"]) for name in ("since", "until", "before", "after", "range")}
    return r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in groups.items()) + rf"){GAP}(?:the )?$"


def _scan(kinds: Mapping[str, str]) -> str:
    """One pattern that finds every kind; its fields are read by the kind's own pattern afterwards."""
    plain = {name: re.sub(r"\(\?P<\w+>", "(?:", pattern) for name, pattern in kinds.items()}
    return r"(?<![\w$€£])(?<!\d[.,:])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in plain.items()) + ")"


def _kinds(data: Mapping[str, Any], amounts: Mapping[str, int]) -> dict[str, str]:
    """The pattern of every kind of expression, in the order in which they are tried."""
    return {**_absolute(data), **_relative(data, amounts), **_loose(data)}


def _absolute(data: Mapping[str, Any]) -> dict[str, str]:
    """Expressions with a day, a month or a year in them."""
    month = rf"(?P<month>{any_of(data['months'])})\b\.?"
    names = any_of([*data["weekdays"], *data["weekday_abbreviations"]])
    weekday = rf"(?:(?P<weekday>{names})\b\.?(?:{GAP}{any_of(data['day_parts'])})?[ ,(]{{1,4}}(?:on )?(?:the )?)?"
    part = rf"(?P<part>{any_of(by_phrase(data['parts']))})(?:-|{GAP})(?:the )?"
    which = rf"(?P<which>{any_of(by_phrase(data['which']))}){GAP}"
    short = rf"(?:{GAP}'?|-)(?P<short_year>\d\d)(?![\w,%:]|\.\d|{GAP}[a-z]{{4}})"
    modal = rf"(?!{GAP}(?:have|be|not|still|also|yet|well|already|never|now|only)\b)"
    return {
        "iso": r"(?P<year>(?:19|20)\d\d)[-/](?P<month_number>[01]?\d)[-/](?P<day>[0-3]?\d)"
        r"(?:[t ][\d:.+z-]{5,25})?(?!\d)",
        "numeric": r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})[/.-](?P<last>(?:19|20)\d\d|\d\d)(?![\w%]|[/.-]\d)",
        "day_month": rf"{weekday}{DAY}{RUN}(?:{GAP}(?:of{GAP}|in{GAP})?|-){month}{modal}"
        rf"(?:(?:,?{GAP}(?:of{GAP})?|-){YEAR}|{short})?",
        "month_day": rf"{weekday}{month},?{GAP}(?:the{GAP})?{DAY}(?:{RUN}(?!{GAP}{any_of(data['months'])}\b))?"
        rf"{COUNTING}(?:,?{GAP}(?:of{GAP})?{YEAR})?",
        "month_year": rf"(?:{part})?{month}(?:,?{GAP}(?:of{GAP})?|-){YEAR}",
        "month": rf"(?:{part})?(?:{which})?{month}(?!{GAP}\d{{1,2}}\b)",
        "year_run": r"(?P<year>(?:19|20)\d\d) ?- ?(?P<last_year>(?:19|20)?\d\d)(?![\w%-]|,\d)",
        "part_year": rf"{part}{YEAR}",
        "decade": r"(?:(?P<part>early|mid|late)(?:-| (?:the )?))?(?P<decade>(?:19|20)\d0)'?s\b",
        "season": rf"(?:{part})?(?:{which})?(?P<season>{any_of(data['seasons'])})\b(?:{GAP}(?:of{GAP})?{YEAR})?",
        "year": YEAR,
        "weekday": rf"(?:{which})?(?:(?:early|late)(?:{GAP}on)?{GAP})?(?P<weekday>{any_of(data['weekdays'])})\b"
        rf"(?:(?:'s)?{GAP}{any_of(data['day_parts'])})?"
        rf"(?:{GAP}(?:of{GAP})?(?P<week>last|this|next|the previous){GAP}week\b)?",
    }


def _relative(data: Mapping[str, Any], amounts: Mapping[str, int]) -> dict[str, str]:
    """Expressions that count from the day of writing or from a date just told of."""
    units = any_of(data["units"])
    amount = rf"(?P<amount>\d{{1,3}}|{any_of([*amounts, *data['vague_amounts']])})"
    which = rf"(?P<which>{any_of(by_phrase(data['which']))}|that|(?:the|that|this|on the) same)"
    edge = any_of(data["edges"])
    month = rf"(?P<month>{any_of(data['months'])})\b"
    day_units = any_of(["day", "week", "month", "year", "weekend", *data["day_parts"], "date"])
    vague_units = any_of(["days", "weeks", "months", "years", "decades"])
    inside = "(?:over|in|during|within|for|throughout)"
    same = "(?:same|corresponding|like|equivalent|identical)"
    span = any_of(["period", "time", "months", "span", "window", "quarter", "timeframe", "time frame", "stretch"])
    return {
        "same_period": rf"(?:the{GAP})?{same}{GAP}(?:[a-z-]{{2,9}}{GAP})?{span}\b"
        rf"(?:,?{GAP}(?:(?:in|of|from|during){GAP}"
        rf"(?:{YEAR}|(?P<year_before>last year|the previous year|the year before))"
        rf"|(?P<year_earlier>(?:a|one|the){GAP}year{GAP}(?:earlier|before|ago|previously)"
        rf"|last year|the previous year)))?",
        "relative_day": any_of([*_days(data["relative_days"]), *data["overnight"]]) + r"(?![\w])",
        "edge": rf"(?:{inside}{GAP})?(?:the{GAP})?(?P<edge>{edge}){GAP}(?:{amount}{GAP})?(?P<unit>{units}){GAP}of{GAP}"
        rf"(?:{month}(?:,?{GAP}{YEAR})?|(?:the{GAP}year{GAP})?(?P<whole>(?:19|20)\d\d)(?!\w)"
        rf"|(?P<relative_year>this year|last year|the year|the previous year))",
        "offset": rf"(?:(?P<day_part>early|late){GAP})?{amount}(?:-|{GAP})(?P<unit>{units}){GAP}"
        rf"(?P<direction>{any_of(by_phrase(data['offsets']))}|before(?= {{0,4}}[.,;\n])|after(?= {{0,4}}[.,;\n]))\b",
        "loose_offset": rf"(?P<unit>{vague_units}|hours){GAP}(?P<direction>ago|later|earlier|afterwards)\b",
        "adjacent": rf"(?:on{GAP})?(?:the{GAP})?(?P<unit>day|night|week|month|year|weekend){GAP}"
        rf"(?P<direction>before|after|earlier|prior)(?= {{0,4}}[.,;\n])",
        "window": rf"(?:{inside}{GAP})?(?:the{GAP})?(?P<which>last|past|previous|preceding|next|coming){GAP}"
        rf"(?:{amount}{GAP})(?:(?:or so|consecutive|odd){GAP})?(?P<unit>{units})\b",
        "past_unit": rf"{inside}{GAP}the{GAP}(?P<which>last|past|coming){GAP}(?P<unit>{units})\b",
        "weekend": rf"(?:over|at|on|during){GAP}the{GAP}weekend\b",
        "recent": any_of(data["recent"]) + r"\b",
        "unit": rf"(?:(?P<stage>early|earlier|late|later|so far|elsewhere|beginning of|"
        rf"the beginning of|end of|the end of|mid|middle of)"
        rf"(?:-|{GAP})(?:in{GAP})?)?{which}{GAP}(?P<unit>{day_units})\b(?:'s(?= ))?",
        "in_unit": rf"(?P<stage>earlier|later|early|late){GAP}in{GAP}the{GAP}(?P<unit>day|week|month|year)\b",
    }


def _loose(data: Mapping[str, Any]) -> dict[str, str]:
    """Times of day without a day."""
    zone = any_of(["gmt", "utc", "local time", "hours", "hrs", "hours local time"])
    half = r"(?:a\.? ?m\b\.?|p\.? ?m\b\.?)"
    return {
        "clock": rf"\d{{1,2}}[:.]\d\d ?{half}|\d{{1,2}} ?{half}"
        rf"|\d{{1,2}}:\d\d(?::\d\d)?(?: ?{zone}\b)?|\d{{3,4}} ?{zone}\b"
        rf"|\d{{1,2}} ?o'?clock\b|{any_of(data['clock_words'])}\b",
    }
