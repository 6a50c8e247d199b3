"""The words of claims, denials and accusations, as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from tallybook.lang.base import read_mapping
from tallybook.lang.word_lists import WordList, alternatives, words_of

Side = Literal["before", "after", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One way of saying who was behind an act; ``side`` is where the one it speaks of stands.

    Only a sentence with one of ``signs`` can match ``pattern``, and of each group of ``needs`` all words of one phrase.

    With ``within`` that one stands inside the words of the cue ("hold X responsible"); with ``armed`` only an armed
    group or a person can be meant, and with ``with_deed`` only where a deed is told after it.
    """

    name: str
    status: str
    side: Side
    pattern: re.Pattern[str]
    signs: frozenset[str]
    needs: tuple[tuple[frozenset[str], ...], ...]
    armed: bool = False
    with_deed: bool = False
    within: bool = False

    def may_stand(self, words: frozenset[str]) -> bool:
        """Whether a sentence of these words, one of the cue's first phrases among them, can have the cue."""
        return all(any(one <= words for one in group) for group in self.needs[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class BlameWords:
    """The lists of ``blame.yaml``; ``signs`` are those of all cues.

    ``signed`` gives the phrases of each sign: the place of their cue and their words.
    """

    cues: tuple[Cue, ...]
    signs: frozenset[str]
    signed: Mapping[str, tuple[tuple[int, frozenset[str]], ...]]
    negations: WordList
    blanket: WordList
    hedges: WordList
    deeds: WordList
    about: WordList
    describing: WordList
    groups: frozenset[str]
    state_heads: frozenset[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    ours: frozenset[str]
    owning: frozenset[str]
    nobody: frozenset[str]
    spokesmen: WordList
    speakers: frozenset[str]
    forces: str
    listed: WordList
    listed_by: WordList
    listed_on: WordList
    headed_by: WordList
    announcing: WordList

    def that_may_stand(self, words: frozenset[str]) -> list[Cue]:
        """The cues that a sentence of these words can have, in the order of the list."""
        places = {place for sign in words & self.signs for place, told in self.signed[sign] if told <= words}
        return [cue for cue in map(self.cues.__getitem__, sorted(places)) if cue.may_stand(words)]


@cache
def load_blame_words(language: str = "en") -> BlameWords:
    """The words of blame of a language, read once."""
    path = resources.files("tallybook.lang").joinpath(language, "blame.yaml")
    raw = read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/blame.yaml")
    patterns = (
        "negations", "blanket", "hedges", "deeds", "about", "describing", "spokesmen", "listed", "listed_by",
        "listed_on", "headed_by", "announcing",
    )  # fmt: skip
    sets = ("groups", "state_heads", "pronouns", "possessives", "ours", "owning", "nobody", "speakers")
    lists: dict[str, Any] = {name: WordList(raw[name]) for name in patterns}
    lists |= {name: frozenset(raw[name]) for name in sets} | {"forces": raw["forces"]}
    cues = tuple(_cue(cue) for cue in raw["cues"])
    signs = frozenset(sign for cue in cues for sign in cue.signs)
    return BlameWords(
        cues=cues,
        signs=signs,
        signed={sign: tuple(_signed(sign, cues)) for sign in signs},
        **lists,
    )


def _signed(sign: str, cues: Sequence[Cue]) -> Iterator[tuple[int, frozenset[str]]]:
    """The phrases with a sign, by the place of their cue."""
    for place, cue in enumerate(cues):
        if sign in cue.signs:
            yield from ((place, phrase) for phrase in cue.needs[0] if sign in phrase)


def _cue(raw: Mapping[str, Any]) -> Cue:
    if "phrases" in raw:
        core = f"(?:{alternatives(raw['phrases'])})"
    else:
        gap = rf"(?:[,\s]+[\w'’-]+){{0,{int(raw['gap'])}}}?"
        core = rf"(?:{alternatives(raw['verbs'])}){gap}[,\s]+(?:{alternatives(raw['objects'])})"
    ends = rf"(?!\s+(?:{alternatives(raw['not_followed'])})(?![\w-]))" if "not_followed" in raw else ""
    return Cue(
        name=raw["name"],
        status=raw["status"],
        side=raw["actor"],
        needs=tuple(
            tuple(frozenset(words_of(phrase)) for phrase in raw[name])
            for name in ("phrases", "verbs", "objects")
            if name in raw
        ),
        signs=frozenset(max(words.split(), key=len).rstrip(",") for words in raw.get("phrases") or raw["verbs"]),
        armed=bool(raw.get("armed")),
        with_deed=bool(raw.get("with_deed")),
        within=bool(raw.get("within")),
        pattern=re.compile(rf"(?<![\w-]){core}(?![\w-]){ends}", re.I),
    )
