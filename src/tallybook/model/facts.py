"""What filters and sums need to know of one incident, in one flat row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tallybook.model.finding import Range

NOT_STATED = Range()
"""The figure of which nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One incident as tallies count it; nothing here is decided that a finding has not decided.

    ``first`` and ``last`` are the days it may have happened on, ``None`` where open. ``event_types`` has the leading
    one first. ``sources`` are the publishers (or, unnamed, the documents) that tell of it, ``independent`` is its
    grade, the number of independent voices among them (coding rule 10), and ``told`` the day of the first document.
    """

    incident_id: str
    first: date | None = None
    last: date | None = None
    event_types: tuple[str, ...] = ()
    stage: str = "accomplished"
    review: str = "unreviewed"
    country: str | None = None
    admin1: str | None = None
    place: str | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    killed: Range = NOT_STATED
    injured: Range = NOT_STATED
    independent: int = 1
    told: date | None = None

    @property
    def event_type(self) -> str:
        """The leading type."""
        return self.event_types[0] if self.event_types else "other"
