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

    With ``within`` that one stands inside the words of the cue ("hold X responsible"); with ``armed`` only an armed
    group or a person can be meant.
    """

    name: str
    status: str
    side: Side
    pattern: re.Pattern[str]
    armed: bool = False
    within: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameWords:
    """The lists of ``blame.yaml``; ``any_cue`` finds out quickly whether a sentence has a cue at all."""

    cues: tuple[Cue, ...]
    any_cue: re.Pattern[str]
    negations: re.Pattern[str]
    blanket: re.Pattern[str]
    hedges: re.Pattern[str]
    deeds: re.Pattern[str]
    about: re.Pattern[str]
    groups: frozenset[str]
    state_heads: frozenset[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    nobody: frozenset[str]
    spokesmen: re.Pattern[str]
    listed: re.Pattern[str]
    listed_by: re.Pattern[str]
    listed_on: re.Pattern[str]


@cache
def load_blame_words(language: str = "en") -> BlameWords:
    """The words of blame of a language, read once."""
    path = resources.files("tallybook.lang").joinpath(language, "blame.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/blame.yaml")
    phrases = [word for cue in raw["cues"] for word in [*cue.get("objects", ()), *cue.get("phrases", ())]]
    telling = {max(phrase.split(), key=len) for phrase in phrases}
    return BlameWords(
        cues=tuple(_cue(cue) for cue in raw["cues"]), any_cue=_words(sorted(telling)),
        negations=_words(raw["negations"]), blanket=_words(raw["blanket"]), hedges=_words(raw["hedges"]),
        deeds=_words(raw["deeds"]), about=_words(raw["about"]), groups=frozenset(raw["groups"]), state_heads=frozenset(raw["state_heads"]),
        pronouns=frozenset(raw["pronouns"]), possessives=frozenset(raw["possessives"]), nobody=frozenset(raw["nobody"]),
        spokesmen=_words(raw["spokesmen"]), listed=_words(raw["listed"]), listed_by=_words(raw["listed_by"]), listed_on=_words(raw["listed_on"]),
    )  # fmt: skip


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
    unless = rf"(?!\s+(?:{_alternatives(raw['not_followed'])})(?![\w-]))" if "not_followed" in raw else ""
    return Cue(
        name=raw["name"], status=raw["status"], side=raw["actor"], armed=bool(raw.get("armed")), within=bool(raw.get("within")),
        pattern=re.compile(rf"(?<![\w-]){core}(?![\w-]){unless}", re.I),
    )  # fmt: skip
