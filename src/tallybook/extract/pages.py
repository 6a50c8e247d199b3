"""How likely a page tells of anything that counts, by all its words: a trait of all whom it names, for ``casting``.

A page that speaks of talks, prices or a ceremony names an attack in passing, and the answers of a task leave it out,
while the sentence that tells of the attack is like any other. Names are no words here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallybook.extract.clause import Clause
from tallybook.extract.surroundings import COUNT, SOMEBODY, word

PAGE = "page"
"""The name of the weights that tell how likely a page tells of anything that counts."""
BOUNDS = (-2.0, -1.5, -1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, 1.5, 2.0)
"""Bounds of the classes of the weight of a page."""


def page_words(clauses: Sequence[Clause | None]) -> set[str]:
    """The verbs of a page and the words of its phrases."""
    return {one for clause in clauses if clause is not None for one in _words(clause)}


def _words(clause: Clause) -> Iterator[str]:
    for chunk, phrase in zip(clause.chunks, clause.phrases, strict=True):
        if chunk.kind == "VG":
            yield f"~does {chunk.tokens[-1].low}"
        elif phrase is not None and phrase.kind != "name":
            yield from (f"~names {said}" for token in phrase.tokens if (said := word(token)) not in (SOMEBODY, COUNT))


def page_traits(weight: float) -> set[str]:
    """Every class that the weight of a page reaches."""
    return {f"~page from {bound:g}" for bound in BOUNDS if weight >= bound}
