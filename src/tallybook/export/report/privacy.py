"""Names of private persons, withheld from what is made public (coding rule 20).

Withheld are the names of victims that the text names, and of individuals said to have done it who are in no actor
table: they may not be charged with anything. What stands in a name's place says who the person was, not what they are
called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import incident_where
from tallybook.model import Actor, Target

__all__ = ["WITHHELD", "Withholding", "private_names", "withhold"]

WITHHELD = "[name withheld]"

SHORTEST_PART = 3
"""Letters a part of a name must have to be withheld on its own."""

PARTICLES = frozenset(("al", "bin", "bint", "da", "de", "del", "der", "di", "e", "el", "ibn", "la", "van", "von", "y"))
"""Words within a name that are written small, and are nobody's own."""

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Withholding:
    """Replaces private names wherever they stand; ``count`` is how many names are meant."""

    count: int = 0
    pattern: re.Pattern[str] | None = field(default=None, repr=False)

    def __call__(self, text: str) -> str:
        """The text without the names."""
        if self.pattern is None:
            return text
        return self.pattern.sub(WITHHELD, text)


def withhold(records: Sequence[IncidentRecord], *, plain: Iterable[str] = ()) -> Withholding:
    """What withholds the private names of these incidents: whole, by their last part, and in capitals.

    A word that the documents also write small ("gunmen"), that is part of an incident's place, or that stands in
    ``plain`` (names of countries, of types), is no name.
    """
    names = {name for record in records for name in private_names(record)}
    ordinary = _ordinary_words(records, plain) if names else frozenset()
    forms: set[str] = set()
    kept = 0
    for name in names:
        own = _forms(name, ordinary)
        forms |= own
        kept += bool(own)
    if not forms:
        return Withholding()
    written = {form for one in forms for form in (one, one.upper(), one.title() if one.isupper() else one)}
    longest_first = sorted(written, key=lambda form: (-len(form), form))
    spaced = [r"\s+".join(re.escape(word) for word in form.split()) for form in longest_first]
    return Withholding(kept, re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)"))


def private_names(record: IncidentRecord) -> set[str]:
    """The words that name private persons in the claims of one incident."""
    found: set[str] = set()
    for claim in record.incident.claims:
        value = claim.value
        is_victim = isinstance(value, Target) and bool(value.named)
        is_suspect = isinstance(value, Actor) and value.kind == "individual" and value.actor is None
        if isinstance(value, Target | Actor) and (is_victim or is_suspect):
            found.update(run for name in (value.name, *value.mentions) for run in _names_in(name))
    return found


def _names_in(text: str) -> list[str]:
    """The runs of words written as names are; ``security chief Ada Sampleton`` gives the last two."""
    runs: list[list[str]] = [[]]
    for word in text.replace("’s ", " ’s ").replace("'s ", " 's ").split():
        core = word.strip('.,;:()"“”')
        if core and (_is_capital(core) or (runs[-1] and core.lower() in PARTICLES)):
            runs[-1].append(core)
        else:
            runs.append([])
    if len(runs) > 1 and len(runs[0]) == 1 and not text.partition(runs[0][0])[2].startswith(("’s", "'s")):
        runs[0] = []  # the capital of "Armed men" is that of a sentence
    trimmed = [_without_last_particles(run) for run in runs]
    return [" ".join(run) for run in trimmed if run]


def _without_last_particles(run: list[str]) -> list[str]:
    while run and run[-1].lower() in PARTICLES:
        run = run[:-1]
    return run


def _is_capital(word: str) -> bool:
    """A capital, also after a particle (``al-``), or a letter of a script that has none."""
    particle, _, rest = word.partition("-")
    first = rest[0] if rest and particle.lower() in PARTICLES else word[0]
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())


def _forms(name: str, ordinary: frozenset[str]) -> set[str]:
    """What is withheld for one name: the whole, and its last part, unless they are ordinary words."""
    parts = [part for part in name.split() if part.lower() not in PARTICLES]
    own = [part for part in parts if not _all_ordinary(part, ordinary)]
    if not own:
        return set()
    if len(parts) == 1:
        return {name} if len(name) >= SHORTEST_PART else set()
    last = {parts[-1]} if parts[-1] in own and len(parts[-1]) >= SHORTEST_PART else set()
    return {name} | last


def _all_ordinary(part: str, ordinary: frozenset[str]) -> bool:
    words = [word.lower() for word in WORD.findall(part)]
    return all(word in ordinary for word in words)


def _ordinary_words(records: Iterable[IncidentRecord], plain: Iterable[str]) -> frozenset[str]:
    """Words that the documents write small, and the words of the incidents' places."""
    found = {word.lower() for text in plain for word in WORD.findall(text)}
    texts: dict[str, str] = {}
    for record in records:
        texts.update((name, document.text) for name, document in record.documents.items())
        place = incident_where(record)
        for part in (place.place, place.admin1, place.admin2):
            found.update(word.lower() for word in WORD.findall(part or ""))
    for text in texts.values():
        found.update(word for word in WORD.findall(text) if word.islower())
    return frozenset(found)
