"""The words of claims, denials and accusations, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from tallybook.lang.base import read_mapping

Side = Literal["before", "after", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One way of saying who was behind an act; ``side`` is where the one it speaks of stands.

    Only a sentence with one of ``signs`` can match ``pattern``.

    With ``within`` that one stands inside the words of the cue ("hold X responsible"); with ``armed`` only an armed
    group or a person can be meant, and with ``with_deed`` only where a deed is told after it.
    """

    name: str
    status: str
    side: Side
    pattern: re.Pattern[str]
    signs: frozenset[str]
    armed: bool = False
    with_deed: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameWords:
    """The lists of ``blame.yaml``; ``signs`` are those of all cues together."""

    cues: tuple[Cue, ...]
    signs: frozenset[str]
    negations: re.Pattern[str]
    blanket: re.Pattern[str]
    hedges: re.Pattern[str]
    deeds: re.Pattern[str]
    about: re.Pattern[str]
    describing: re.Pattern[str]
    groups: frozenset[str]
    state_heads: frozenset[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    ours: frozenset[str]
    owning: frozenset[str]
    nobody: frozenset[str]
    spokesmen: re.Pattern[str]
    forces: str
    listed: re.Pattern[str]
    listed_by: re.Pattern[str]
    listed_on: re.Pattern[str]
    headed_by: re.Pattern[str]
    announcing: re.Pattern[str]


@cache
def load_blame_words(language: str = "en") -> BlameWords:
    """The words of blame of a language, read once."""
    path = resources.files("tallybook.lang").joinpath(language, "blame.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/blame.yaml")
    patterns = (
        "negations", "blanket", "hedges", "deeds", "about", "describing", "spokesmen", "listed", "listed_by",
        "listed_on", "headed_by", "announcing",
    )  # fmt: skip
    sets = ("groups", "state_heads", "pronouns", "possessives", "ours", "owning", "nobody")
    lists: dict[str, Any] = {name: _words(raw[name]) for name in patterns}
    lists |= {name: frozenset(raw[name]) for name in sets} | {"forces": raw["forces"]}
    cues = tuple(_cue(cue) for cue in raw["cues"])
    return BlameWords(
        cues=cues,
        signs=frozenset(sign for cue in cues for sign in cue.signs),
        **lists,
    )


def _alternatives(words: Sequence[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in ordered)


def _words(words: Sequence[str]) -> re.Pattern[str]:
    """One pattern for a list of words and phrases, whole words only, any case."""
    return re.compile(rf"(?<![\w-])(?:{_alternatives(words)})(?![\w-])", re.I)


def _cue(raw: Mapping[str, Any]) -> Cue:
    if "phrases" in raw:
        core = f"(?:{_alternatives(raw['phrases'])})"
    else:
        gap = rf"(?:[,\s]+[\w'’-]+){{0,{int(raw['gap'])}}}?"
        core = rf"(?:{_alternatives(raw['verbs'])}){gap}[,\s]+(?:{_alternatives(raw['objects'])})"
    ends = rf"(?!\s+(?:{_alternatives(raw['not_followed'])})(?![\w-]))" if "not_followed" in raw else ""
    return Cue(
        name=raw["name"],
        status=raw["status"],
        side=raw["actor"],
        signs=frozenset(max(words.split(), key=len) for words in raw.get("phrases") or raw["verbs"]),
        armed=bool(raw.get("armed")),
        with_deed=bool(raw.get("with_deed")),
        within=bool(raw.get("within")),
        pattern=re.compile(rf"(?<![\w-]){core}(?![\w-]){ends}", re.I),
    )
