"""A light guess at the language of a text, by letters and frequent words; it says nothing rather than guess wildly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

UNKNOWN = "und"
"""The code for an undetermined language (ISO 639-2)."""
SAMPLE = 3_000
"""Characters looked at; more does not change the guess on news text."""
MIN_HITS = 2
"""Frequent words needed; one can be a name. A caption of ten words has about four."""
LEAD = 1.4
"""How many times the runner-up's hits the winner needs; Spanish and Portuguese share half of their short words."""
STRONG_HITS = 25
"""Hits from which the text is believed against the page's declaration, which is often the template's default."""
STRONG_LEAD = 2.5
"""How many times the declared language's hits these must be."""
MIN_LETTERS = 6
SCRIPT_SHARE = 0.3
"""Share of the characters in another script than Latin from which the script tells the language."""
MARK_SHARE = 0.01
"""Share of letters that only one language of the script has; in the order of the data file, the rarest sets first."""
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageData:
    """The data file, turned round for counting."""

    letters: dict[str, str]
    scripts: tuple[tuple[str, str, str], ...]
    words: dict[str, tuple[str, ...]]


@cache
def _data() -> LanguageData:
    data = yaml.load(
        resources.files("tallybook.read").joinpath("languages.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    words: dict[str, tuple[str, ...]] = {}
    for code, listed in data["words"].items():
        for word in listed.split():
            words[word] = (*words.get(word, ()), code)
    letters = {letter: code for code, run in data["letters"].items() for letter in run}
    scripts = tuple((code, first, last) for code, (first, last) in data["scripts"].items())
    return LanguageData(letters=letters, scripts=scripts, words=words)


def frequent_words() -> Mapping[str, tuple[str, ...]]:
    """Frequent short words, and the languages that have them."""
    return _data().words


def language_of(text: str, *, declared: str | None = None) -> str:
    """The text's language code: a strong guess, else the declared one, else a fair guess, else ``und``."""
    sample = text[:SAMPLE].lower()
    written = None if sample.isascii() else _by_script(sample)
    if written:
        return written
    known = _data().words
    counts = Counter([code for word in WORD.findall(sample) if word in known for code in known[word]])
    (winner, hits), (_, second) = [*counts.most_common(2), (UNKNOWN, 0), (UNKNOWN, 0)][:2]
    if declared:
        strong = hits >= STRONG_HITS and hits >= STRONG_LEAD * counts[declared] and declared in _known()
        return winner if strong else declared
    return winner if hits >= MIN_HITS and hits >= LEAD * second else UNKNOWN


@cache
def _known() -> frozenset[str]:
    return frozenset(code for codes in _data().words.values() for code in codes)


def _by_script(lowered: str) -> str | None:
    """The language of a text that is mostly in a script of few languages; ``None`` for other texts."""
    data, scripts, marks = _data(), Counter[str](), Counter[str]()
    for letter in lowered:
        if letter < "\u0370":
            continue
        if letter in data.letters:
            marks[data.letters[letter]] += 1
        scripts[next((code for code, first, last in data.scripts if first <= letter <= last), "?")] += 1
    total = sum(scripts.values())
    if total < MIN_LETTERS or total < SCRIPT_SHARE * len(lowered):
        return None
    script = scripts.most_common(1)[0][0]
    if script in ("ar", "ru", "?"):
        marked = next((code for code in dict.fromkeys(data.letters.values()) if marks[code] > MARK_SHARE * total), None)
        script = marked or script
    if script == "zh" and scripts["ja"] > 0.1 * total:
        return "ja"
    return None if script == "?" else script
