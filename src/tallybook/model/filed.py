"""A report as linking files it, so that a new one finds those worth comparing without a look at all others."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One report in the index of links.

    ``number`` stands for it (63 bits, from its id), ``time`` is the day it is filed under (proleptic ordinal, 0: not
    known), ``packed`` is what the linker knows of it, as bytes of its own making. Reports stand in order of ``place``.
    """

    number: int
    report_id: str
    document_id: str
    time: int
    packed: bytes

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among others: its day, then its number."""
        return self.time, self.number
