"""What a sentence and its figures say of being a count over many incidents, or the toll of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.extract.acts import Act, Figure
from tallybook.extract.clause import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity

MANY = 6
"""From so many counted attacks a number is a tally even without a period; fewer are parts of one incident."""
OUTCOMES = ("killed", "injured", "casualties")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence with what its dates say: ``long`` are those over a longer stretch, ``day`` whether a day is told.

    ``compared`` are the words of a comparison.
    """

    number: int
    sentence: Sentence
    clause: Clause | None
    dates: Sequence[TimeExpression]
    long: Sequence[TimeExpression]
    months: bool
    day: bool
    compared: re.Match[str] | None


def sited(acts: Sequence[Act]) -> bool:
    """Whether a building or vehicle was hit, which makes it the toll of one attack."""
    return any(act.sites or any(harm.phrase.kind == "thing" for harm in act.harms) for act in acts)


def target_of(clause: Clause, number: Quantity) -> Phrase | None:
    """Whom the counted acts hit: what is named after the number, also where verb and name were read as one phrase."""
    for phrase in clause.phrases:
        if phrase is None or phrase.kind not in ("people", "actor", "thing") or phrase.end <= number.end:
            continue
        if phrase.start > number.end:
            return phrase
        if len(phrase.tokens) > 1 and phrase.tokens[0].start >= number.end:
            return replace(phrase, core_start=phrase.tokens[1].start)
    return None


def in_long(quantity: Quantity, spoken: Spoken) -> bool:
    """Whether the date nearest to a number is a long one; a sentence without dates says nothing against it."""
    if not spoken.dates:
        return True
    nearest = min(spoken.dates, key=lambda one: max(one.start - quantity.end, quantity.start - one.end))
    return nearest in spoken.long or not spoken.long


def at_large(figure: Figure) -> bool:
    """Whether a figure counts people in general: a total with a number of its own."""
    return figure.quantity is not None and figure.scope == "total" and figure.outcome in OUTCOMES


def is_total(figure: Figure) -> bool:
    """Whether a figure can be a count over many incidents at all."""
    quantity = figure.quantity
    low = (quantity.low or 0) if quantity is not None else 0
    return low >= MANY and figure.scope == "total" and figure.outcome in OUTCOMES
