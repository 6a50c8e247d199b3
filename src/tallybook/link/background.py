"""How common words, names, places and actors are among the documents at hand; what many share says little."""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from tallybook.link.words import number

__all__ = ["ENOUGH", "Background", "Spread"]

ENOUGH = 30
"""Documents of a batch from which it shows what words and names are common; below, their absence says nothing."""
CELLS = 1 << 21
"""Counters of one table: keys share one where their numbers agree in 21 bits. A table takes 8 MiB."""

TABLES = ("names", "words", "places", "actors")


class Spread:
    """In how many documents each key (a number) is found."""

    __slots__ = ("cells",)

    def __init__(self) -> None:
        self.cells = array("I", bytes(4 * CELLS))

    def add(self, keys: Iterable[int]) -> None:
        """Count one document that has these keys, each given once."""
        cells = self.cells
        for key in keys:
            cells[key % CELLS] += 1

    def __getitem__(self, key: int) -> int:
        """Documents that have the key (or another that shares its counter)."""
        return self.cells[key % CELLS]

    def of(self, keys: Iterable[int]) -> list[int]:
        """Documents that have each of these keys."""
        cells = self.cells
        return [cells[key % CELLS] for key in keys]


@dataclass(slots=True)
class Background:
    """What is common among the documents of a register.

    ``parents`` gives an actor's parent organization (a branch and its parent are not two rivals).
    """

    parents: Mapping[str, str] = field(default_factory=dict)
    documents: int = 0
    names: Spread = field(default_factory=Spread)
    words: Spread = field(default_factory=Spread)
    places: Spread = field(default_factory=Spread)
    actors: Spread = field(default_factory=Spread)

    def pack(self) -> dict[str, bytes]:
        """The counts as bytes by name, for :meth:`unpack`; parents are not among them."""
        tables = {name: zlib.compress(getattr(self, name).cells.tobytes(), 1) for name in TABLES}
        return {**tables, "documents": str(self.documents).encode()}

    @classmethod
    def unpack(cls, packed: Mapping[str, bytes], parents: Mapping[str, str]) -> Self:
        """The background that was packed, on a machine of the same byte order."""
        made = cls(parents, documents=int(packed["documents"]))
        for name in TABLES:
            cells = array("I")
            cells.frombytes(zlib.decompress(packed[name]))
            getattr(made, name).cells = cells
        return made

    def rarity(self, table: Spread, key: int) -> float:
        """Natural log of one over the share of documents that have it: the surprise of finding it in two."""
        return math.log(max(self.documents, 1) / max(table[key], 1))

    def rarity_of_actor(self, code: str) -> float:
        """:meth:`rarity` of an actor by its code."""
        return self.rarity(self.actors, number(code))
