"""How a language says it, as tables of words: people, things, weapons and the words between them.

The words stand in ``lang/<language>/*.yaml``, singular and lower case. Plurals and verb forms are made by rule when the
files are read; what the rules get wrong is listed in the files themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

import yaml

from tallybook.errors import CodebookError

EntryClass = Literal["person", "target", "weapon", "function"]
Side = Literal["victims", "perpetrators", "either"]

SIDES = ("victims", "perpetrators", "either")
PERSON_KINDS = ("person", "group", "organization")
TARGET_KINDS = ("facility", "vehicle", "infrastructure", "other")
VOWELS = frozenset("aeiou")
SIBILANTS = ("s", "x", "z", "ch", "sh")
NOT_CATEGORIES = frozenset({"irregular_plurals", "invariant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the lexicon knows of one word or phrase.

    ``kind`` is person, group or organization for people; facility, vehicle, infrastructure or other for things;
    ``weapon`` for weapons; for function words the word class (``preposition``, ``adverb``, ``verb`` …).
    ``category`` is a code of the codebook's lists; for verbs the form: base, third, past, participle or gerund.
    """

    lemma: str
    category: str
    kind: str
    entry_class: EntryClass
    plural: bool = False
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language; each table maps a lower-case word or phrase, singular or plural, to its entry.

    ``function`` gives all entries of a word, the usual one first, because closed-class words stand in several classes.
    ``longest`` is the number of words in the longest phrase of the first three tables.
    """

    language: str
    people: Mapping[str, Entry]
    targets: Mapping[str, Entry]
    weapons: Mapping[str, Entry]
    function: Mapping[str, tuple[Entry, ...]]
    reporting_verbs: frozenset[str]
    reporting_phrases: frozenset[str]
    longest: int
    heads: Mapping[str, Entry]
    """The first three tables as one; people come before things, and these before weapons."""

    def of_class(self, word: str, kind: str) -> bool:
        """Whether ``word`` (any case) can be a function word of ``kind``: ``preposition``, ``verb``, ``adverb`` …."""
        return any(entry.kind == kind for entry in self.function.get(word.lower(), ()))

    def find(self, phrase: str) -> tuple[Entry, ...]:
        """All that is known of ``phrase`` (any case): as people, as a thing, as a weapon, as a function word."""
        key = phrase.lower()
        tables = (self.people, self.targets, self.weapons)
        return (*(table[key] for table in tables if key in table), *self.function.get(key, ()))


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, read once per process.

    Raises:
        CodebookError: the language is unknown or one of its files does not hold together.
    """
    people = _read(language, "lexicon_people")
    targets = _read(language, "lexicon_targets")
    weapons = _read(language, "lexicon_weapons")
    words = _read(language, "function_words")
    tables = (_people(people), _targets(targets), _weapons(weapons))
    reporting = frozenset(form for form, _ in _verb_forms(words["reporting_verbs"], doubling=_doubling(words)))
    return Lexicon(
        language=language,
        people=MappingProxyType(tables[0]),
        targets=MappingProxyType(tables[1]),
        weapons=MappingProxyType(tables[2]),
        function=MappingProxyType(_function_words(words)),
        reporting_verbs=reporting,
        reporting_phrases=frozenset(split_words(words["reporting_phrases"])),
        heads=MappingProxyType({**tables[2], **tables[1], **tables[0]}),
        longest=max(phrase.count(" ") + 1 for table in tables for phrase in table),
    )


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that have a folder, sorted."""
    root = resources.files("tallybook.lang")
    return tuple(sorted(item.name for item in root.iterdir() if item.joinpath("function_words.yaml").is_file()))


def known_language(code: str) -> str:
    """The language itself if it has a folder, else English, which a page of unknown language is read as."""
    return code if code in languages() else "en"


def split_words(text: str) -> list[str]:
    """The words and phrases of a comma-separated list, trimmed, in order."""
    return [word for part in text.split(",") if (word := " ".join(part.split()))]


def plurals_of(word: str) -> tuple[str, ...]:
    """The English plurals of a noun or of a phrase that ends in one: ``city`` gives ``cities``."""
    if word.endswith("man") and not word.endswith(("human", "german", "roman", "ottoman", "talisman", "shaman")):
        return (word[:-2] + "en",)
    if word.endswith("child"):
        return (word + "ren",)
    if word.endswith("person"):
        return word[:-6] + "people", word + "s"
    if word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS:
        return (word[:-1] + "ies",)
    return (word + ("es" if word.endswith(SIBILANTS) else "s"),)


def _read(language: str, name: str) -> dict[str, Any]:
    path = resources.files("tallybook.lang").joinpath(language, f"{name}.yaml")
    if not path.is_file():
        known = ", ".join(languages())
        raise CodebookError(f"no {name}.yaml for the language {language!r}; the languages known are: {known}")
    return read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/{name}.yaml")


def read_mapping(text: str, *, source: str) -> dict[str, Any]:
    """The YAML mapping in ``text``; ``source`` names it in the error.

    Raises:
        CodebookError: the text is no YAML, or no mapping at its top.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, loader)  # noqa: S506  (both loaders are safe ones)
    except yaml.YAMLError as error:
        raise CodebookError(f"{source}: this is not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise CodebookError(f"{source}: a mapping of keys to values is needed at the top, not {type(data).__name__}")
    return data


def _with_plurals(data: Mapping[str, Any]) -> tuple[Mapping[str, str], frozenset[str]]:
    return data.get("irregular_plurals") or {}, frozenset(split_words(data.get("invariant") or ""))


def _add(table: dict[str, Entry], entry: Entry, *, irregular: Mapping[str, str], invariant: frozenset[str]) -> None:
    word = entry.lemma
    held = table.get(word)
    if held is not None and not held.plural and held.lemma == word:
        raise CodebookError(
            f"{entry.entry_class} lexicon: {word!r} stands in {held.category} and in {entry.category}; keep one"
        )
    table[word] = entry
    if word in invariant:
        return
    for plural in irregular[word].split("/") if word in irregular else plurals_of(word):
        table.setdefault(plural, replace(entry, plural=True))


def _categories(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((name, block) for name, block in data.items() if name not in NOT_CATEGORIES)


def _people(data: Mapping[str, Any]) -> dict[str, Entry]:
    irregular, invariant = _with_plurals(data)
    table: dict[str, Entry] = {}
    for category, block in _categories(data):
        side: Side = block["side"]
        if side not in SIDES:
            raise CodebookError(
                f"lexicon_people.yaml: {category}.side is {side!r}; it must be one of {', '.join(SIDES)}"
            )
        for kind in PERSON_KINDS:
            for word in split_words(block.get(kind) or ""):
                entry = Entry(lemma=word, category=category, kind=kind, entry_class="person", side=side)
                _add(table, entry, irregular=irregular, invariant=invariant)
    return table


def _targets(data: Mapping[str, Any]) -> dict[str, Entry]:
    irregular, invariant = _with_plurals(data)
    table: dict[str, Entry] = {}
    for category, block in _categories(data):
        for kind, words in block.items():
            if kind not in TARGET_KINDS:
                raise CodebookError(
                    f"lexicon_targets.yaml: {category} has {kind!r}; the kinds are {', '.join(TARGET_KINDS)}"
                )
            for word in split_words(words):
                entry = Entry(lemma=word, category=category, kind=kind, entry_class="target")
                _add(table, entry, irregular=irregular, invariant=invariant)
    return table


def _weapons(data: Mapping[str, Any]) -> dict[str, Entry]:
    irregular, invariant = _with_plurals(data)
    table: dict[str, Entry] = {}
    for category, block in _categories(data):
        for word in split_words(block["words"]):
            entry = Entry(lemma=word, category=category, kind="weapon", entry_class="weapon")
            _add(table, entry, irregular=irregular, invariant=invariant)
    return table


def _function_words(data: Mapping[str, Any]) -> dict[str, tuple[Entry, ...]]:
    table: dict[str, list[Entry]] = {}
    for kind, words in data["classes"].items():
        for word in split_words(words):
            table.setdefault(word, []).append(Entry(lemma=word, category=kind, kind=kind, entry_class="function"))
    for word in split_words(data["adverbs"]):
        table.setdefault(word, []).append(Entry(lemma=word, category="adverb", kind="adverb", entry_class="function"))
    doubling = _doubling(data)
    for kind, verbs in (("reporting_verb", data["reporting_verbs"]), ("verb", data["verbs"])):
        for form, (lemma, category) in _verb_forms(verbs, doubling=doubling):
            table.setdefault(form, []).append(Entry(lemma=lemma, category=category, kind=kind, entry_class="function"))
    return {word: tuple(dict.fromkeys(entries)) for word, entries in table.items()}


def _doubling(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(split_words(data["doubling_verbs"]))


def _verb_forms(text: str, *, doubling: frozenset[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each form of each verb with its lemma and the name of the form."""
    for item in split_words(text):
        base, *irregular = item.split("/")
        head, _, particle = base.partition(" ")
        tail = f" {particle}" if particle else ""
        past = irregular[0] if irregular else _regular_past(head, doubled=head in doubling)
        participle = irregular[1] if len(irregular) > 1 else past
        forms = (
            (head, "base"),
            (_third_person(head), "third"),
            (past, "past"),
            (participle, "participle"),
            (_gerund(head, doubled=head in doubling), "gerund"),
        )
        for form, name in forms:
            yield form + tail, (base, name)


def _third_person(verb: str) -> str:
    if verb in {"go", "do", "undergo"}:
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(SIBILANTS) else "s")


def _regular_past(verb: str, *, doubled: bool) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ied"
    return verb + (verb[-1] if doubled else "") + "ed"


def _gerund(verb: str, *, doubled: bool) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return verb + (verb[-1] if doubled else "") + "ing"
