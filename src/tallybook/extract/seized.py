"""Doers of what was done to somebody whom they held: "was arrested by soldiers, tortured and shot"."""

from __future__ import annotations

from tallybook.codebook.inference import load_inference
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.lang.blame import load_blame_words
from tallybook.lang.roles import load_role_words

BREAKS = frozenset((".", "S", "R"))
"""Chunks behind which another clause begins."""
JOINTS = frozenset((",", "C", "A"))


def seized_by(clause: Clause, place: int) -> list[Phrase]:
    """The armed people behind an earlier verb of the same chain, whose subject the verb group at ``place`` shares.

    Nothing but "and", commas and adverbs stands before the verb group, so that it has no subject of its own.
    """
    chunks = clause.chunks
    if place < 1 or chunks[place - 1].kind not in JOINTS:
        return []
    for before in reversed(chunks[:place]):
        if before.kind in BREAKS:
            return []
        if before.kind != "VG":
            continue
        found = [
            one for word, one in clause.complements(before.place) if word == "by" and one.start < chunks[place].start
        ]
        if found:
            return [one for one in found if _armed(one)]
    return []


def _armed(phrase: Phrase) -> bool:
    codes = load_inference()
    if phrase.kind == "people" and phrase.entry is not None:
        return phrase.entry.category in codes.under_arms
    forces = load_role_words().forces | {load_blame_words().forces}
    return phrase.kind == "actor" or (phrase.kind in ("name", "other") and phrase.tokens[-1].low in forces)
