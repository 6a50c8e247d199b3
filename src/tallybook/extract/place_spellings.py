"""Names in a spelling that the gazetteer lacks, where a place is expected in a country that the text names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallybook.lang.places import PlaceWords, Token
from tallybook.model import Span
from tallybook_gazetteer import Gazetteer

LONGEST = 3
"""Words of the longest name tried."""
LEAST_LETTERS = 5
INSIDE = frozenset(("in", "near", "inside", "outside"))
"""Prepositions that people seldom stand behind, as they do behind "to" and "from"."""


def spelled_otherwise(
    tokens: Sequence[Token], taken: Sequence[tuple[int, int]], lists: PlaceWords, gazetteer: Gazetteer
) -> Iterator[tuple[int, int]]:
    """Where names stand that are a place's in another romanisation, outside what is ``taken`` for places already.

    Only behind a word of place ("in", "the village of"), and only in a country that the text names; a country itself
    may have a slip of the keys.
    """
    places = [place for place, token in enumerate(tokens) if place and token.capital and token.near]
    runs = [run for place in places if not tokens[place].shouted and (run := _run(tokens, place, lists))]
    countries = _countries(tokens, gazetteer) if runs else frozenset()
    for run in runs:
        start, end = run[0].start, run[-1].end
        if any(low < end and start < high for low, high in taken) or run[0].folded in gazetteer.demonyms:
            continue
        name = " ".join(token.folded for token in run)
        meant = bool(countries) and bool(gazetteer.by_spelling(name, countries))
        if meant or (len(run) == 1 and not gazetteer.candidates(name) and gazetteer.by_slip(name)):
            yield start, end


def _run(tokens: Sequence[Token], place: int, lists: PlaceWords) -> Sequence[Token]:
    """The words with capitals from a place on, if they stand where the name of a place does and are no other name."""
    before = tokens[place - 1]
    if before.capital:
        return ()
    two = f"{tokens[place - 2].lower} {before.lower}" if place > 1 else ""
    if not (before.lower in INSIDE or two in lists.named_so):
        return ()
    last = place + 1
    while last < len(tokens) and tokens[last].near and tokens[last].capital and last - place < LONGEST:
        last += 1
    run = tokens[place:last]
    plain = all(_unknown(one, lists) for one in run) and sum(len(one.folded) for one in run) >= LEAST_LETTERS
    goes_on = last < len(tokens) and tokens[last].near and (tokens[last].capital or _of_others(tokens[last], lists))
    return run if plain and not goes_on else ()


def _unknown(token: Token, lists: PlaceWords) -> bool:
    known = (lists.never, lists.titles, lists.given_names, lists.surnames, lists.common_words, lists.organization_words)
    return not any(token.lower in one for one in known) and token.folded.isalpha()


def _of_others(token: Token, lists: PlaceWords) -> bool:
    """Whether a word behind a name makes it that of an institution or of somebody who speaks."""
    return (
        token.lower in lists.organization_words and token.lower not in lists.features
    ) or token.lower in lists.speech_verbs


def _countries(tokens: Sequence[Token], gazetteer: Gazetteer) -> frozenset[str]:
    """The countries that a text names, by their names of one word or by their peoples."""
    found: set[str] = set()
    for token in tokens:
        if token.capital:
            found.update(gazetteer.demonyms.get(token.folded, ()))
            found.update(filter(None, (gazetteer.country_names.get(token.folded),)))
    return frozenset(found)


def as_spans(text: str, found: Sequence[tuple[int, int]]) -> list[Span]:
    """Offsets as spans, in order."""
    return [Span(start=start, end=end, text=text[start:end]) for start, end in sorted(found)]
