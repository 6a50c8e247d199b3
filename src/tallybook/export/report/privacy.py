"""Names of private persons, withheld from what is made public (coding rule 20).

Withheld are the names of victims that the text names, and of individuals said to have done it who are in no actor
table: they may not be charged with anything. What stands in a name's place says who the person was, not what they are
called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tallybook.export.base import IncidentRecord
from tallybook.model import Actor, Target

__all__ = ["Withholding", "private_names", "withhold"]

WITHHELD = "[name withheld]"

SHORTEST_PART = 4
"""Letters a part of a name must have to be withheld on its own; shorter parts are too often words of the language."""

PARTICLES = frozenset({"abu", "bint", "from", "general", "colonel", "captain", "president", "mayor", "with", "name"})
"""Capitalised words in front of names that are nobody's own."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """Replaces private names wherever they stand; ``count`` is how many persons are meant."""

    count: int = 0
    pattern: re.Pattern[str] | None = field(default=None, repr=False)

    def __call__(self, text: str) -> str:
        """The text without the names."""
        if self.pattern is None:
            return text
        return self.pattern.sub(WITHHELD, text)


def withhold(records: Iterable[IncidentRecord]) -> Withholding:
    """What withholds the private names of these incidents, whole and their last parts."""
    names = {name for record in records for name in private_names(record)}
    forms = names | {part for name in names for part in _parts(name)}
    if not forms:
        return Withholding()
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    spaced = [r"\s+".join(re.escape(word) for word in form.split()) for form in longest_first]
    return Withholding(len(names), re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE))


def private_names(record: IncidentRecord) -> set[str]:
    """The names of private persons that the claims of one incident hold."""
    found: set[str] = set()
    for claim in record.incident.claims:
        value = claim.value
        is_victim = isinstance(value, Target) and bool(value.named)
        is_suspect = isinstance(value, Actor) and value.kind == "individual" and value.actor is None
        if isinstance(value, Target | Actor) and (is_victim or is_suspect):
            found.update(name for name in (value.name, *value.mentions) if _looks_like_a_name(name))
    return found


def _looks_like_a_name(name: str) -> bool:
    """At least one word that is capitalised, or of a script without capitals."""
    firsts = [word[0] for word in name.split()]
    return any(letter.isupper() or (letter.isalpha() and letter.lower() == letter.upper()) for letter in firsts)


def _parts(name: str) -> list[str]:
    words = [word.strip(".,'’\"") for word in name.split()]
    own = [word for word in words if len(word) >= SHORTEST_PART and word[0].isupper() and word.lower() not in PARTICLES]
    return own[-1:] if len(words) > 1 else []
