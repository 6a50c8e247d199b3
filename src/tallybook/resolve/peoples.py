"""The peoples and countries that a text names beside its places: "the Afghan army", "North Koreans"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tallybook.lang.places import load_place_words
from tallybook.model import Span
from tallybook_gazetteer import Gazetteer, words

__all__ = ["countries_said", "is_name", "peoples_named", "runs"]


def peoples_named(text: str, gazetteer: Gazetteer) -> Counter[str]:
    """How many demonyms ("Afghan", "North Koreans") stand for each country."""
    found: Counter[str] = Counter()
    for _, _, run in runs(text, gazetteer):
        for country in gazetteer.demonyms.get(run, ()):
            found[country] += 1
    return found


def countries_said(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> Counter[str]:
    """How many demonyms, and country names that are not among the spans, stand for each country."""
    found: Counter[str] = Counter()
    starts = {span.start for span in spans}
    for start, _, run in runs(text, gazetteer):
        if run in gazetteer.demonyms:
            found.update(gazetteer.demonyms[run])
        elif run in gazetteer.country_names and start not in starts:
            found[gazetteer.country_names[run]] += 1
    return found


def runs(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """The capitalised words of a text that can name a people or a country.

    Each stands alone and, if a longer name opens so, with one and two words behind it.
    """
    every, small = words(text), text.islower()
    plain = load_place_words().common_words if small else frozenset()
    for index, word in enumerate(every):
        if word.folded not in gazetteer.said or (word.folded in plain if small else text[word.start].islower()):
            continue
        yield word.start, word.end, word.folded
        if word.folded in gazetteer.openers:
            for last in range(index + 1, min(index + 3, len(every))):
                run = every[index : last + 1]
                yield word.start, every[last].end, " ".join(one.folded for one in run)


def is_name(printed: str, gazetteer: Gazetteer) -> bool:
    """Whether the words can be the name of a place that the gazetteer lacks: they begin with a capital, no people."""
    return printed[:1].isupper() and not peoples_named(printed, gazetteer)
