"""The words that tell place names from other names, read from ``lang/<language>/places.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallybook.errors import CodebookError
from tallybook.lang.base import read_mapping, split_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Lower-case words and phrases by what they say about a name beside them, or about the word itself."""

    prepositions: frozenset[str]
    strong_prepositions: frozenset[str]
    bearings: frozenset[str]
    features: frozenset[str]
    features_before: frozenset[str]
    organization_words: frozenset[str]
    before_organization: frozenset[str]
    titles: frozenset[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    common_words: frozenset[str]
    never: frozenset[str]
    speech_verbs: frozenset[str]


@cache
def load_place_words(language: str = "en") -> PlaceWords:
    """The place words of a language, read once per process.

    Raises:
        CodebookError: the language has no such file, or the file lacks a list.
    """
    hand, made = _read(language, "places"), _read(language, "place_lookalikes")
    try:
        return PlaceWords(
            prepositions=_words(hand["prepositions"]),
            strong_prepositions=_words(hand["strong_prepositions"]),
            bearings=_words(hand["bearings"]),
            features=_words(hand["features"]),
            features_before=_words(hand["features_before"]),
            organization_words=_words(hand["organization_words"]),
            before_organization=_words(hand["before_organization"]),
            titles=_words(hand["titles"]),
            given_names=_words(hand["given_names_more"]) | _words(made["given_names"]),
            surnames=_words(made["surnames"]),
            common_words=_words(made["common_words"]),
            never=_words(hand["never"]),
            speech_verbs=_words(hand["speech_verbs"]),
        )
    except KeyError as error:
        raise CodebookError(f"lang/{language}/places.yaml: the list {error} is missing") from error


def _words(text: str) -> frozenset[str]:
    return frozenset(split_words(text))


def _read(language: str, name: str) -> dict[str, str]:
    path = resources.files("tallybook.lang").joinpath(language, f"{name}.yaml")
    if not path.is_file():
        raise CodebookError(f"no {name}.yaml for the language {language!r}; place names are found in English text only")
    return read_mapping(path.read_text(encoding="utf-8"), source=f"lang/{language}/{name}.yaml")
