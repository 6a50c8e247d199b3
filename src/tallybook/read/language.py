"""A light guess at the language of a text, by letters and frequent words; it says nothing rather than guess wildly."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

UNKNOWN = "und"
"""The code for an undetermined language (ISO 639-2)."""
SAMPLE = 3_000
"""Characters looked at; more does not change the guess on news text."""
MIN_HITS = 3
"""Frequent words needed; a caption of ten words has about four."""
LEAD = 1.4
"""How many times the runner-up's hits the winner needs; Spanish and Portuguese share half of their short words."""
STRONG_HITS = 25
"""Hits from which the text is believed against the page's declaration, which is often the template's default."""
STRONG_LEAD = 2.5
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageData:
    """The data file, turned round for counting."""

    letters: dict[str, str]
    scripts: tuple[tuple[str, str, str], ...]
    words: dict[str, tuple[str, ...]]


@cache
def _data() -> LanguageData:
    data = yaml.safe_load(resources.files("tallybook.read").joinpath("languages.yaml").read_text("utf-8"))
    words: dict[str, tuple[str, ...]] = {}
    for code, listed in data["words"].items():
        for word in listed.split():
            words[word] = (*words.get(word, ()), code)
    letters = {letter: code for code, run in data["letters"].items() for letter in run}
    scripts = tuple((code, first, last) for code, (first, last) in data["scripts"].items())
    return LanguageData(letters=letters, scripts=scripts, words=words)


def language_of(text: str, *, declared: str | None = None) -> str:
    """The text's language code: a strong guess, else the declared one, else a fair guess, else ``und``."""
    code, hits, lead = _guess(text[:SAMPLE])
    if code and ((hits >= STRONG_HITS and lead >= STRONG_LEAD) or not declared):
        return code
    return declared or UNKNOWN


def _guess(sample: str) -> tuple[str | None, int, float]:
    """The likeliest language, its hits, and how many times the runner-up's these are."""
    lowered = sample.lower()
    counts: Counter[str] = Counter()
    words = _data().words
    for word in WORD.findall(lowered):
        for code in words.get(word, ()):
            counts[code] += 1
    if not sample.isascii():
        written, letters = _by_script(lowered)
        if written and letters > 0.3 * len(sample):
            return written, letters, STRONG_LEAD
    if not counts:
        return None, 0, 0.0
    (winner, hits), *rest = counts.most_common(2)
    lead = hits / rest[0][1] if rest else float(hits)
    return (winner, hits, lead) if hits >= MIN_HITS and lead >= LEAD else (None, hits, lead)


def _by_script(lowered: str) -> tuple[str | None, int]:
    data, scripts, marks = _data(), Counter[str](), Counter[str]()
    for letter in lowered:
        if letter < "\u0370":
            continue
        if letter in data.letters:
            marks[data.letters[letter]] += 1
        script = next((code for code, first, last in data.scripts if first <= letter <= last), None)
        scripts[script or "?"] += 1
    if not scripts:
        return None, 0
    script, total = scripts.most_common(1)[0][0], sum(scripts.values())
    if script in ("ar", "ru", "?") and marks:
        mark, number = marks.most_common(1)[0]
        if number > 0.01 * total:
            return mark, total
    if script == "zh" and scripts["ja"] > 0.1 * total:
        return "ja", total
    return (None if script == "?" else script), total
