"""The words that tell of violence, in all their forms, ready to be looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, Protocol

import yaml

GAP = "…"
"""Stands in a phrase for the words of its object."""
SPLIT_REACH = 10
"""Tokens after the first word of such a phrase within which its last words begin."""
SPLIT_ENDS = frozenset(".,()SRXMV")
"""Tags of tokens that end the object of such a phrase."""
Form = Literal["base", "s", "past", "ing", "active", "participle", "phrase", "noun", "plural"]
Patient = Literal["object", "subject", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbSense:
    """What a trigger verb says: the event type it names, and what happens to whom (see ``triggers.yaml``)."""

    lemma: str
    event: str | None = None
    outcome: str | None = None
    thing: str | None = None
    patient: Patient = "object"
    strong: bool = True
    weapon: bool = False
    light: bool = False
    counted: bool = False
    idle: bool = False
    only: Literal["people", "fighters"] | None = None
    stage: str | None = None
    means: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NounSense:
    """What an event noun says; ``of`` is what stands behind its *of*."""

    lemma: str
    event: str | None = None
    outcome: str | None = None
    of: str = "none"
    strong: bool = True
    generic: bool = False
    means: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """One written form of a trigger: it may be a verb, a noun, or either until its neighbours decide."""

    words: tuple[str, ...]
    form: Form
    verb: VerbSense | None = None
    noun: NounSense | None = None
    plural: bool = False

    @property
    def tag(self) -> str:
        """The tag before the neighbours were asked."""
        return "K" if self.verb else "E"


class HasLow(Protocol):
    """Anything with a lower-case form."""

    low: str


class HasPart(HasLow, Protocol):
    """The same with a tag, as at ``extract.words.Token``."""

    tag: str


class TriggerTable:
    """All forms by their first word, longest first."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._by_first: dict[str, list[Trigger]] = {}
        self._split: dict[str, list[tuple[tuple[str, ...], Trigger]]] = {}
        for trigger in sorted(triggers, key=lambda one: -len(one.words)):
            if GAP in trigger.words:
                self._split.setdefault(trigger.words[0], []).append((trigger.words[2:], trigger))
                continue
            self._by_first.setdefault(trigger.words[0], []).append(trigger)
        self.first_words = frozenset(self._by_first) | frozenset(self._split)
        """Every word a trigger can begin with."""
        self.words = frozenset(first for first, known in self._by_first.items() if len(known[-1].words) == 1)
        """Every word that is a trigger by itself."""
        self._others = {
            first: [[word for word in trigger.words[1:] if word.isalpha()] for trigger in self._of_several(first)]
            for first in self.first_words - self.words
        }

    def _of_several(self, first: str) -> list[Trigger]:
        return [*self._by_first.get(first, ()), *(trigger for _, trigger in self._split.get(first, ()))]

    def may_stand(self, words: frozenset[str], lower: str) -> bool:
        """Whether a stretch in lower case, of these words, can have a trigger: one of several words has all of them."""
        if not self.words.isdisjoint(words):
            return True
        others = [rest for word in words & self.first_words for rest in self._others[word]]
        return any(all(word in lower for word in rest) for rest in others)

    def match(self, tokens: Sequence[HasLow], place: int) -> tuple[int, Trigger | None]:
        """The longest trigger that begins at a token, and how many tokens it takes."""
        for trigger in self._by_first.get(tokens[place].low, ()):
            length = len(trigger.words)
            if length == 1 or tuple(one.low for one in tokens[place : place + length]) == trigger.words:
                return length, trigger
        return 0, None

    def match_split(self, tokens: Sequence[HasPart], place: int) -> tuple[int, int, Trigger | None]:
        """A trigger whose object stands inside it: the offset of its last words, how many they are, and itself."""
        for rest, trigger in self._split.get(tokens[place].low, ()):
            for gap in range(2, min(SPLIT_REACH, len(tokens) - place)):
                at = place + gap
                if tokens[at - 1].tag in SPLIT_ENDS:
                    break
                if tuple(one.low for one in tokens[at : at + len(rest)]) == rest:
                    return at, len(rest), trigger
        return 0, 0, None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cues:
    """Words that turn an act into an attempt, a threat, a habit, a supposition or a denial, and other small lists."""

    attempted: tuple[str, ...]
    foiled: tuple[str, ...]
    threatened: tuple[str, ...]
    habitual: tuple[str, ...]
    hypothetical: tuple[str, ...]
    denied: tuple[str, ...]
    new_incident: tuple[str, ...]
    same_incident: tuple[str, ...]
    according: tuple[str, ...]
    leave: tuple[str, ...]
    casualty_nouns: dict[str, str]
    toll_nouns: dict[str, str]
    toll_verbs: tuple[str, ...]


@cache
def _raw(language: str) -> dict[str, Any]:
    path = resources.files("tallybook.lang").joinpath(language, "triggers.yaml")
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


@cache
def load_triggers(language: str = "en") -> TriggerTable:
    """The trigger table of a language."""
    raw = _raw(language)
    nouns = {lemma: NounSense(lemma=lemma, **(sense or {})) for lemma, sense in raw["nouns"].items()}
    forms: dict[tuple[str, ...], Trigger] = {}
    for lemma, sense in nouns.items():
        for form, plural in ((lemma, False), (_plural(lemma), True)):
            words = tuple(form.split())
            forms[words] = Trigger(words=words, form="plural" if plural else "noun", noun=sense, plural=plural)
    for lemma, given in raw["verbs"].items():
        _add_verb(forms, lemma, dict(given or {}), doubled=lemma in raw["doubled"])
    for entry in raw["phrases"]:
        _add_phrases(forms, dict(entry))
    return TriggerTable(list(forms.values()))


def _add_verb(forms: dict[tuple[str, ...], Trigger], lemma: str, given: dict[str, Any], *, doubled: bool) -> None:
    given.pop("ignore", None)
    third, past, participle, ing = given.pop("forms", None) or _conjugated(lemma, doubled=doubled)
    sense = VerbSense(lemma=lemma, **given)
    wanted: list[tuple[str, Form]] = [(lemma, "base"), (third, "s"), (past, "past"), (participle, "past"), (ing, "ing")]
    for word, form in wanted:
        before = forms.get((word,))
        forms[(word,)] = Trigger(
            words=(word,),
            form=form,
            verb=sense,
            noun=before.noun if before else None,
            plural=before.plural if before else False,
        )


def _add_phrases(forms: dict[tuple[str, ...], Trigger], entry: dict[str, Any]) -> None:
    form: Form = entry.pop("form")
    for phrase in entry.pop("words"):
        words = tuple(phrase.split())
        forms[words] = Trigger(words=words, form=form, verb=VerbSense(lemma=phrase, **entry))


def _conjugated(lemma: str, *, doubled: bool) -> tuple[str, str, str, str]:
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if doubled:
        stem = lemma + lemma[-1]
        return lemma + "s", stem + "ed", stem + "ed", stem + "ing"
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"
    return lemma + ending, lemma + "ed", lemma + "ed", lemma + "ing"


def _numbers_of(toll: dict[str, Any]) -> dict[str, str]:
    """Phrases such as "number of soldiers killed": everybody whom tolls count with each word for their fate."""
    fates: dict[str, str] = toll["fates"]
    return {f"number of {who} {fate}": outcome for who in toll["counted"] for fate, outcome in fates.items()}


def _plural(noun: str) -> str:
    if noun.endswith(("s", "sh", "ch", "x")):
        return noun + "es"
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


@cache
def load_cues(language: str = "en") -> Cues:
    """The small lists of a language that qualify an act."""
    raw = _raw(language)
    casualty = {word: outcome for outcome, words in raw["casualty_nouns"].items() for word in words}
    names = (
        "attempted",
        "foiled",
        "threatened",
        "habitual",
        "hypothetical",
        "denied",
        "new_incident",
        "same_incident",
        "leave",
    )
    return Cues(
        **{name: tuple(raw[name]) for name in names},
        according=tuple(raw["speech"]["according"]),
        casualty_nouns=casualty,
        toll_nouns={**raw["toll"]["nouns"], **_numbers_of(raw["toll"])},
        toll_verbs=tuple(raw["toll"]["verbs"]),
    )
