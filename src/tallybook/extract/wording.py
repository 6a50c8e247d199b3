"""Which words a candidate is, as features for ``casting`` to weigh.

What was learnt of them holds in the domain it was learnt in: who is called a commando, which group is named again and
again. So only the weights of a profile made for a domain know any; to all others these features say nothing. Names of
people are never among them: nobody is judged by who was a victim or a suspect before.
"""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.phrases import Phrase
from tallybook.lang.places import load_place_words

MARK = "~"
"""With this begins the name of every feature that speaks of single words or names."""


def is_wording(name: str) -> bool:
    """Whether a feature speaks of a single word or name."""
    return name.startswith(MARK)


def wording(phrase: Phrase) -> set[str]:
    """The words themselves, and the actor they name."""
    if of_a_person(phrase):
        return set()
    first, _, _ = phrase.low.partition(" ")
    out = {f"~head {_head(phrase)}", f"~all {phrase.low}", f"~first {first}"}
    if phrase.actor is not None:
        out.add(f"~actor {phrase.actor.actor}")
    return out


def wording_in(phrase: Phrase, standing: Sequence[str]) -> set[str]:
    """The head and the actor in each of the ways in which a candidate stands to a story."""
    if of_a_person(phrase):
        return set()
    head = _head(phrase)
    out = {f"~head {head} {one}" for one in standing}
    if phrase.actor is not None:
        out |= {f"~actor {phrase.actor.actor} {one}" for one in standing}
    return out


def of_a_person(phrase: Phrase) -> bool:
    """Whether a phrase is, or ends like, the name of somebody."""
    names, head = load_place_words("en"), _head(phrase)
    return phrase.kind == "name" or (phrase.entry is None and (head in names.surnames or head in names.given_names))


def _head(phrase: Phrase) -> str:
    return phrase.low.rpartition(" ")[2]
