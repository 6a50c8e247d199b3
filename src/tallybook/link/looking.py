"""How two reports are compared: looks at parts of them, one after the other, until something can be said.

A comparison is a tree of two kinds of steps. A :class:`Look` reads a part of either report and says an outcome, or
which step goes on. An :class:`Overlap` weighs what two reports share, and has an answer for so much. Since every step
says what it reads, and two pairs of which it reads the same get the same answer, a batch asks only once for all pairs
that are alike (:mod:`tallybook.link.batch`); asked about one pair, a comparison goes through the same steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias, Union

from tallybook.link.background import Background
from tallybook.link.profile import Profile

__all__ = ["BAGS", "PARTS", "WHOLE", "Answer", "Bag", "Look", "Numbers", "Overlap", "Part", "look", "shared"]

Part = Callable[[Profile], Hashable]
"""What a look reads of a report."""
Numbers = frozenset[int] | dict[int, float]
"""Numbers, or numbers with weights."""
Bag = Callable[[Profile], Numbers]
"""What of a report may be shared with another: numbers on both sides, or numbers with weights on both."""
Answer: TypeAlias = Union[str, "Look", "Overlap", None]
"""An outcome in words, ``None`` for not stated, or the step that goes on."""

WHOLE: Part = attrgetter("report_id")
"""Everything that a report says: no two are alike."""
PARTS: list[Part] = []
"""Every part that a look reads."""
BAGS: list[Bag] = []
"""Every bag that an overlap weighs."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A step that reads ``left`` of one report and ``right`` of the other, no more; when called, a comparison."""

    tell: Callable[[Profile, Profile, Background], Answer]
    left: Part
    right: Part

    def __post_init__(self) -> None:
        """Tell what is read."""
        PARTS.extend({self.left, self.right}.difference(PARTS))

    def __call__(self, left: Profile, right: Profile, background: Background) -> str | None:
        """The outcome of two reports; ``None`` where it is not stated."""
        said = self.tell(left, right, background)
        while not (said is None or isinstance(said, str)):
            said = said.tell(left, right, background)
        return said


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """A step that has an answer for each amount that two reports share (:func:`shared`), from so much on, from 0 up."""

    left: Bag
    right: Bag
    answers: tuple[tuple[float, Answer], ...]

    def __post_init__(self) -> None:
        """Tell what is weighed."""
        BAGS.extend({self.left, self.right}.difference(BAGS))

    def tell(self, left: Profile, right: Profile, _: Background) -> Answer:
        """The answer about two reports."""
        amount = shared(self.left(left), self.right(right))
        return self.answers[bisect_right(self.answers, amount, key=lambda one: one[0]) - 1][1]


def shared(one: Numbers, other: Numbers) -> float:
    """How many numbers two bags share; of bags with weights the sum of the products of those that both have."""
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return len(frozenset(one) & frozenset(other))
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[number] for number, weight in one.items() if number in other)


def look(left: Part, right: Part | None = None) -> Callable[[Callable[[Profile, Profile, Background], Answer]], Look]:
    """Make a function the look that reads this part of a report, or these two of the one and the other."""
    return lambda tell: Look(tell, left, right or left)
