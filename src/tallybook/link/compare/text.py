"""Do two reports use the same names and words?

Names carry much (who was hit, which street), words little; neither is ever the only reason for a link.
"""

from __future__ import annotations

from operator import attrgetter

from tallybook.link.background import ENOUGH, Background
from tallybook.link.looking import WHOLE, Answer, Look, Overlap, look
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
    (LOOSE, "wording loosely related"),
    (RELATED, "wording related"),
    (CLOSE, "wording close"),
    (ALIKE, "wording alike"),
)


def _telling(profile: Profile) -> tuple[bool, bool]:
    """Whether silence means something: the document is about the incident and does not look back at it, and is long."""
    return profile.leads, profile.length >= SHORT


def _named(profile: Profile) -> bool:
    return bool(profile.names)


@look(_named)
def names(left: Profile, right: Profile, _: Background) -> Answer:
    """Names of people, streets and buildings that both mention and few others do."""
    return _SHARED if left.names and right.names else _none_shared


@look(_telling)
def _none_shared(left: Profile, right: Profile, background: Background) -> Answer:
    telling = background.documents >= ENOUGH and all(_telling(left)) and all(_telling(right))
    return "no rare name shared" if telling else None


@look(WHOLE)
def _rare_shared(left: Profile, right: Profile, background: Background) -> Answer:
    shared = left.names & right.names
    rare = [value for name in shared if (value := background.rarity(background.names, name)) >= COMMON]
    total = sum(rare)
    if total >= MANY:
        return "a whole cast of names shared"
    if total >= SOME:
        return "several rare names shared"
    return "a rare name shared" if total >= FEW else _none_shared


NAMES = attrgetter("names")
_SHARED = Overlap(NAMES, NAMES, ((0, _none_shared), (1, _rare_shared)))


def _brief(profile: Profile) -> bool:
    return profile.length < BRIEF


@look(_brief)
def words(left: Profile, right: Profile, _: Background) -> Answer:
    """How much of the wording around the incident is shared, rare words counting most."""
    return None if _brief(left) or _brief(right) else _LIKENESS


def _unlike(told: str) -> Look:
    """What little likeness says: nothing where a passage is short, less where the incident is told in passing."""

    @look(_telling)
    def unlike(left: Profile, right: Profile, background: Background) -> Answer:
        if background.documents < ENOUGH or min(left.length, right.length) < SHORT:
            return None
        return told if left.leads and right.leads else f"{told}, in passing"

    return unlike


WORDS = attrgetter("words")
_LIKENESS = Overlap(
    WORDS, WORDS, ((0, _unlike("wording unlike")), (FAINT, _unlike("wording faintly related")), *LEVELS)
)
"""The cosine of two vectors of words; words of one report alone lengthen it without matching."""
