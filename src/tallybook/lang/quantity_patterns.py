"""The compiled patterns of the quantity grammar, made once for a language from its ``numbers.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tallybook.lang.grammar import Scanner, any_of, by_phrase, load_grammar

# Digits with separators; never more than 15 of them, so that a page of digits costs nothing.
DIGITS = (
    r"(?:\d{1,2}(?:,\d\d){1,4},\d{3}|\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?: \d{3}){1,3}|\d{1,15})"
    r"(?:\.\d{1,9})?(?!\d)"
)  # fmt: skip

_MARKS = "[.($€£¥₹]"
"""What a number can begin with beside digits and the words of the grammar."""
_LABELLED = r"[\d$€£¥₹]"
"""What it goes on with behind the letters of a label ("m-16")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityPatterns:
    """What the quantity grammar matches with, and what the words stand for."""

    scan: Scanner
    second: re.Pattern[str]
    vague_second: re.Pattern[str]
    suffix: re.Pattern[str]
    unit: re.Pattern[str]
    counted: re.Pattern[str]
    not_one: re.Pattern[str]
    aged_persons: frozenset[str]
    aged_pronouns: frozenset[str]
    not_vague_after: frozenset[str]
    words: Mapping[str, int]
    scales: Mapping[str, int]
    halves: frozenset[str]
    modifiers: Mapping[str, str]
    suffixes: Mapping[str, str]
    units: Mapping[str, str]
    vague: Mapping[str, int | None]
    loose: Mapping[str, int]
    year_heads: frozenset[str]
    months: frozenset[str]
    dozen: str
    denominators: Mapping[str, int]


@cache
def quantity_patterns(language: str) -> QuantityPatterns:
    """The patterns of a language, compiled on first use; raises ``CodebookError`` for an unknown language."""
    data = load_grammar(language, "numbers.yaml")
    months = load_grammar(language, "dates.yaml")["months"]
    number = _number(data)
    return QuantityPatterns(
        scan=Scanner(
            _scan(data, months, number),
            marks=_MARKS,
            labelled=_LABELLED,
            openers=data["openers"],
            never_first=data["never_first"],
        ),
        second=re.compile(_second(data, number)),
        vague_second=re.compile(rf" {{1,4}}(?P<joiner>to|and) {{1,4}}{any_of(data['vague'])}\b"),
        suffix=re.compile(rf" {{0,4}}(?:(?P<plus>\+)|-?(?P<words>{any_of(by_phrase(data['suffixes']))})\b)"),
        unit=re.compile(_unit(data)),
        counted=re.compile(rf"(?: {{1,4}}[a-z-]{{1,20}}){{0,2}} {{1,4}}{any_of(data['counted_after_year'])}\b"),
        not_one=re.compile(rf"['-]| {{1,4}}{any_of(data['not_one_before'])}\b"),
        aged_persons=frozenset(data["aged_persons"]),
        aged_pronouns=frozenset(data["aged_pronouns"]),
        not_vague_after=frozenset(data["not_vague_after"]),
        words=data["words"],
        scales={**data["scales"], **data["short_scales"], **data["dozen"]},
        halves=frozenset(data["halves"]),
        modifiers=by_phrase(data["modifiers"]),
        suffixes=by_phrase(data["suffixes"]),
        units=by_phrase(data["units"]),
        vague=data["vague"],
        loose=data["loose"],
        year_heads=frozenset(data["year_heads"]),
        months=frozenset(months),
        dozen=next(iter(data["dozen"])),
        denominators=data["denominators"],
    )


def _number(data: Mapping[str, Any]) -> str:
    """The core of a number: digits with a scale, or a run of number words."""
    opened = any_of([*data["scales"], *data["dozen"]])
    word = any_of([*data["words"], *data["scales"], *data["dozen"]])
    after_scale = any_of(data["scales"])
    comma = rf", {{0,4}}(?=(?:{word}[ -]){{1,3}}{after_scale}\b)"
    run = rf"(?:an? {{1,4}}{opened}|{word})\b(?:(?: {{1,4}}| ?- ?|{comma})(?:and {{1,4}})?{word}\b){{0,12}}"
    digits = rf"{DIGITS}(?:(?: {{1,4}}|-)?{opened}\b|{any_of(data['short_scales'])}\b)?"
    return rf"(?:{any_of(data['halves'])}\b|{digits}|{run})"


def _scan(data: Mapping[str, Any], months: Iterable[str], number: str) -> str:
    """One pattern for everything that holds a number; each alternative is a named group."""
    modifier = rf"(?P<modifier>{any_of(by_phrase(data['modifiers']))})"
    fillers = rf"(?:{any_of(data['fillers'])} {{1,4}}){{0,2}}"
    vague = rf"{any_of([*data['vague'], *data['loose']])}\b(?! {{1,4}}{any_of([*data['scales'], *data['dozen']])}\b)"
    scale = any_of([*data["scales"], *data["short_scales"], "m"])
    ages = any_of(data["age_heads"])
    tens = any_of(word for word, value in data["words"].items() if value >= 20)
    plain_zeros = any_of(word for word in data["zeros"] if word != "no")
    parts = {
        "date": _dates(months),
        "time": _times(data),
        "money": rf"(?:[a-z]{{0,2}}[$€£¥₹]|(?:usd|eur|rs\.?|afs\.?) ?) ?{DIGITS}(?: ?-?{scale}\b)?",
        "age": r"(?<=[a-z], )\d{1,2}(?:, \d{1,2}){0,4},? and \d{1,2}(?=[,.;)])"
        r"|(?<=[a-z],)\d{1,2}(?=[,.;)])"
        rf"|{ages} \d{{1,2}}(?:, \d{{1,2}}){{1,6}},? and \d{{1,2}}\b"
        r"|one,? (?:aged )?\d{1,2},? and (?:the )?(?:other|another),? (?:aged )?\d{1,2}\b"
        rf"|{ages} {{1,4}}(?:(?:only|just|about|between|from) {{1,4}})?{number}(?: ?(?:-|to|and|or) ?{number})?",
        "label": _labels(data),
        "ordinal": rf"\d{{1,4}}(?:st|nd|rd|th)\b|(?:{tens}[ -])?{any_of(data['ordinals'])}\b",
        "zero": rf"{plain_zeros}\b|no(?! {{1,4}}{any_of(data['not_zero_before'])}\b)(?= {{1,4}}[a-z])",
        "bound": rf"{modifier}(?: {{1,4}}|, ?){fillers}(?!{_dates(months)}|{_times(data)})"
        rf"(?:(?P<bound_vague>{vague})|(?P<bound_core>{number}))",
        "vague": vague,
        "number": number,
        "article": r"an?(?= {1,4}[\"'(\[]?[a-z0-9])",
    }
    return r"(?<![\w])(?<!\d[.,])(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in parts.items()) + ")"


def _dates(months: Iterable[str]) -> str:
    """Dates that hold numbers, so that a day of the month is never taken for a count."""
    month, th, year = rf"{any_of(months)}\b\.?", r"(?:st|nd|rd|th)?", r"(?:19|20)\d\d(?!\d)"
    more = rf"(?: ?(?:-|to|and|or|&) ?\d{{1,2}}{th}(?![\w:]|,\d{{3}}| {{1,4}}[a-z]{{4}})){{0,6}}"
    modal = r"(?! {1,4}(?:have|be|not|still|also|yet|well|already|never|now|only)\b)"
    return "|".join((
        r"\d{4}-\d{1,2}-\d{1,2}(?:t[\d:.]{2,20})?(?!\d)",
        r"\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d(?![\d.])|\d{1,2}-\d{1,2}-\d{4}(?!\d)",
        rf"{month}[ ,]{{1,4}}\d{{1,2}}{th}(?![\w:%]|,\d{{3}}){more}(?:,? {{1,4}}{year})?",
        rf"{month}[ ,]{{1,4}}{year}(?!,\d)",
        rf"\d{{1,2}}{th}(?: ?(?:-|to|and) ?\d{{1,2}}{th})?(?: {{1,4}}(?:of {{1,4}})?|-){month}{modal}"
        rf"(?:(?:,? {{1,4}}|-){year}| {{1,4}}'?\d\d(?![\w,]| {{1,4}}[a-z]{{4}}))?",
    ))  # fmt: skip


def _times(data: Mapping[str, Any]) -> str:
    clock = any_of(data["units"]["time"]) + "(?![a-z])"
    return rf"\d{{1,2}}:\d\d(?::\d\d)?(?: ?{clock})?|\d{{1,2}}\.\d\d ?{clock}|\d{{1,4}} ?{clock}"


def _labels(data: Mapping[str, Any]) -> str:
    """Numbers that are part of a name: weapons, routes, articles, broken fractions, scores, long digits, points."""
    line_start = "|".join(rf"(?<=\n{' ' * indent})" for indent in range(5))
    return (
        rf"{any_of(data['label_heads'])}[ -]{{0,4}}\d{{1,6}}[a-z]?\b(?! {{1,4}}(?:percent|people)\b)"
        rf"|{any_of(data['named_numbers'])}(?= {{1,4}}(?:call|line|number|dispatch|emergency|operator|hotline)s?)"
        r"|\d{1,2}/\d{1,3}\b|\d{1,2}-0\b|\d{16,400}|\.\d{2,3}\b|0\d{1,3}(?![\d.,:])|\(?\d{3}\)?[ -]{1,2}\d{3}-\d{4}\b"
        rf"|(?:{line_start})\(?\d{{1,2}}[.)](?= {{1,4}}[a-z])|[a-z]{{1,3}}- \d{{1,3}}\b"
        r"|(?!(?:mid|pre|post|early|late)-)[a-z]{1,6}-?\d{1,5}[a-z]{0,3}\b"
    )


def _second(data: Mapping[str, Any], number: str) -> str:
    """What makes a range of a number: "to 12", "-12", "or 12", and "and 12" after "between"."""
    modifier = rf"(?:(?P<modifier>{any_of(by_phrase(data['modifiers']))}) {{1,4}})?"
    return rf" {{0,4}}(?P<joiner>-|\bto\b|\bor\b|\band\b) {{0,4}}(?:even {{1,4}})?{modifier}(?P<core>{number})(?![\w])"


def _unit(data: Mapping[str, Any]) -> str:
    """The unit after a number; a hyphen or at most two filler words may stand between."""
    units, hyphen_only = by_phrase(data["units"]), set(data["hyphen_only"])
    fillers = rf"(?:{any_of(data['unit_fillers'])} {{1,4}}){{0,2}}"
    free = any_of(word for word in units if word not in hyphen_only)
    return (
        rf" ?%| {{0,4}}-? {{0,4}}(?:and a half |-and-a-half-)?{fillers}(?P<free>{free})(?![a-z])"
        rf"| ?- ?(?P<hyphen>{any_of(hyphen_only)})(?![a-z])"
    )
