"""One place on its way into the data files."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallybook_gazetteer.folding import fold_name
from tallybook_gazetteer.layout import ABBREVIATION, CODE, DEMONYM, DERIVED, PRIMARY


@dataclass
class Row:
    """One place; ``admin1`` and ``admin2`` are codes such as ``AF.24`` and ``AF.24.2401``."""

    label: str
    kind: str
    country: str | None
    lat: float
    lon: float
    admin1: str | None = None
    admin2: str | None = None
    code: str | None = None
    population: int = 0
    geonames_id: int = 0
    extent: float = 0.0
    inside: Row | None = None
    names: dict[tuple[str, ...], int] = field(default_factory=dict)

    def add(self, name: str, flags: int = 0) -> None:
        """One more name; the strongest reading of a name wins."""
        folded = fold_name(name)
        if not folded:
            return
        old = self.names.get(folded)
        rank = (DEMONYM, ABBREVIATION, CODE, DERIVED, 0, PRIMARY)
        if old is None or rank.index(flags) > rank.index(old):
            self.names[folded] = flags
