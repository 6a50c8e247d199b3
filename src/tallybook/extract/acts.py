"""What one sentence says was done: the act, who did it, to whom, with what, and how many suffered."""

from __future__ import annotations

from dataclasses import dataclass, field

from tallybook.extract.phrases import Phrase
from tallybook.lang.dates import TimeExpression
from tallybook.lang.quantities import Quantity
from tallybook.model import Span


@dataclass(slots=True)
class Figure:
    """A count of people and what happened to them; ``start`` to ``end`` are the words that give the number.

    ``joined`` where several groups share a verb, ``soft`` where the verb only implies the outcome ("shot"), ``more``
    where it counts people beside those before ("two more"), ``corrects`` where it lowers what was said before,
    ``beside`` where single people told before are counted with it.
    """

    outcome: str
    start: int
    end: int
    group: Phrase | None = None
    quantity: Quantity | None = None
    scope: str = "total"
    scope_cue: tuple[int, int] | None = None
    side: str = "victims"
    said_by: Span | None = None
    mood: str = "asserted"
    joined: bool = False
    soft: bool = False
    more: bool = False
    corrects: bool = False
    beside: bool = False

    @property
    def number(self) -> int | None:
        """The figure as one number; one person where no number is given."""
        if self.quantity is None:
            return 1
        return self.quantity.best if self.quantity.best is not None else self.quantity.low


@dataclass(slots=True)
class Party:
    """Somebody who is said to have done it; ``status`` as in the contract."""

    phrase: Phrase
    status: str = "attributed"
    coreferent: bool = False


@dataclass(slots=True)
class Harm:
    """Somebody or something that was hit; ``effect`` as in the contract (killed, injured, destroyed …)."""

    phrase: Phrase
    effect: str | None = None
    role: Phrase | None = None


@dataclass(slots=True)
class Act:
    """One thing that was done, as one sentence tells it."""

    sentence: int
    start: int
    end: int
    lemma: str
    event: str | None = None
    strong: bool = True
    plural: bool = False
    count: Quantity | None = None
    stage: str = "accomplished"
    definite: bool = False
    fresh: bool = False
    beside: bool = False
    generic: bool = False
    heading: bool = False
    perpetrators: list[Party] = field(default_factory=list)
    harms: list[Harm] = field(default_factory=list)
    weapons: list[Phrase] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    places: list[Span] = field(default_factory=list)
    on_the_way: list[Span] = field(default_factory=list)
    sites: list[Phrase] = field(default_factory=list)
    dates: list[TimeExpression] = field(default_factory=list)
    responsibility: list[tuple[str, Span, Phrase | None]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    words: tuple[int, int] | None = None
    fates: list[Phrase] = field(default_factory=list)
    struck: list[Phrase] = field(default_factory=list)
    told_on: list[TimeExpression] = field(default_factory=list)
    means: str | None = None

    @property
    def specific(self) -> bool:
        """Whether it says anything that tells this act from others."""
        told = self.figures or self.fates or self.struck or self.harms or self.weapons or self.sites
        return bool(told or (self.places and self.dates))
