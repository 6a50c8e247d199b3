"""Do two reports use the same names and words?

Names carry much (who was hit, which street), words little; neither is ever the only reason for a link.
"""

from __future__ import annotations

from tallybook.link.background import ENOUGH, Background
from tallybook.link.profile import Profile

COMMON = 2.5
"""Rarity (natural log) a name must have to count: found in less than a twelfth of the documents."""
FEW, SOME, MANY = 4.0, 9.0, 18.0
"""Sums of rarity that shared names reach: one or two rare names, several, a whole cast."""
SHORT = 40
"""Words below which a passage is too short for its silence about a name or word to mean something."""
BRIEF = 15
"""Words below which a passage is too short for its likeness to mean something."""
ALIKE, CLOSE, RELATED, LOOSE, FAINT = 0.45, 0.30, 0.20, 0.13, 0.06
"""Cosine of word weights: re-told from one source, the same story, the same theme, another story."""

LEVELS = (
    (ALIKE, "wording alike"),
    (CLOSE, "wording close"),
    (RELATED, "wording related"),
    (LOOSE, "wording loosely related"),
)


def _telling(left: Profile, right: Profile) -> bool:
    """Whether silence means something: both documents are about the incident, not one of them looking back at it."""
    return left.leads and right.leads and min(left.length, right.length) >= SHORT


def names(left: Profile, right: Profile, background: Background) -> str | None:
    """Names of people, streets and buildings that both mention and few others do."""
    shared = left.names & right.names
    rare = [value for name in shared if (value := background.rarity(background.names, name)) >= COMMON]
    total = sum(rare)
    if total >= MANY:
        return "a whole cast of names shared"
    if total >= SOME:
        return "several rare names shared"
    if total >= FEW:
        return "a rare name shared"
    telling = background.documents >= ENOUGH and _telling(left, right)
    return "no rare name shared" if telling else None


def cosine(left: Profile, right: Profile) -> float:
    """Cosine of the word weights of two reports, 0 to 1; words of one report alone lengthen it without matching."""
    one, other = left.words, right.words
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def words(left: Profile, right: Profile, background: Background) -> str | None:
    """How much of the wording around the incident is shared, rare words counting most."""
    if min(left.length, right.length) < BRIEF:
        return None
    value = cosine(left, right)
    for least, level in LEVELS:
        if value >= least:
            return level
    if background.documents < ENOUGH or min(left.length, right.length) < SHORT:
        return None
    told = "wording faintly related" if value >= FAINT else "wording unlike"
    return told if _telling(left, right) else f"{told}, in passing"
