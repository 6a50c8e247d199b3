"""What a register opened from Python gives back, and how it shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from tallybook.answer import Missed, Table
    from tallybook.export import IncidentRecord
    from tallybook.model import Claim, Disagreement, Document, Finding

__all__ = ["IncidentCard", "IncidentList", "MissedEstimate", "TallyTable"]


@dataclass(frozen=True, slots=True)
class IncidentCard:
    """One incident with its findings, claims and documents; in a notebook, a card with the words behind each value."""

    record: IncidentRecord

    @property
    def id(self) -> str:
        """Its id, which stays when more is learnt."""
        return self.record.incident.id

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the register holds to be so about it."""
        return tuple(self.record.findings)

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where its documents contradict each other."""
        return tuple(self.record.disagreements)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Everything its documents say about it, each with its words."""
        return self.record.incident.claims

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that tell of it, by id."""
        return self.record.documents

    def line(self) -> dict[str, Any]:
        """The incident as ``tallybook export --format jsonl`` gives it."""
        from tallybook.export.contract import incident_line  # noqa: PLC0415

        return incident_line(self.record)

    def __repr__(self) -> str:
        """Its headline."""
        from tallybook.export.card import card_of  # noqa: PLC0415

        return f"<{self.id}: {card_of(self.record).headline}>"

    def _repr_html_(self) -> str:
        from tallybook.notebook import card_html  # noqa: PLC0415

        return card_html(self.record)


class IncidentList(Sequence[IncidentCard]):
    """Incidents in the order of their dates; in a notebook, a table."""

    def __init__(self, cards: Sequence[IncidentCard]) -> None:
        self._cards = tuple(cards)

    @overload
    def __getitem__(self, place: int) -> IncidentCard: ...

    @overload
    def __getitem__(self, place: slice) -> IncidentList: ...

    def __getitem__(self, place: int | slice) -> IncidentCard | IncidentList:
        """One incident, or some."""
        return IncidentList(self._cards[place]) if isinstance(place, slice) else self._cards[place]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._cards)

    def __iter__(self) -> Iterator[IncidentCard]:
        """Each incident."""
        return iter(self._cards)

    def __repr__(self) -> str:
        """How many there are."""
        return f"<{len(self)} incidents>"

    def _repr_html_(self) -> str:
        from tallybook.notebook import list_html  # noqa: PLC0415

        return list_html([card.record for card in self._cards])


@dataclass(frozen=True, slots=True)
class TallyTable:
    """A tally: rows under named columns with what to beware of; in a notebook, a table."""

    table: Table

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to beware of when reading the numbers."""
        return self.table.caveats

    def records(self) -> list[dict[str, Any]]:
        """The rows as column → cell, with the ids of the incidents behind each."""
        return [dict(record) for record in self.table.records()]

    def __repr__(self) -> str:
        """Title and size."""
        return f"<{self.table.title}: {len(self.table.rows)} rows>"

    def _repr_html_(self) -> str:
        from tallybook.notebook import table_html  # noqa: PLC0415

        return table_html(self.table)


@dataclass(frozen=True, slots=True)
class MissedEstimate:
    """How many incidents every source missed, or why that cannot be said; in a notebook, a table of the overlaps.

    ``answer.missed`` and ``answer.total`` are numbers of incidents with the bounds of a 95 % interval (``low``,
    ``best``, ``high``), or ``None`` where ``answer.refusal`` says why.
    """

    answer: Missed

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return self.answer.sentence

    @property
    def caveats(self) -> tuple[str, ...]:
        """What it assumes and what to beware of."""
        return self.answer.caveats

    def line(self) -> dict[str, Any]:
        """The answer as ``tallybook missed --json`` gives it."""
        return self.answer.line()

    def __repr__(self) -> str:
        """The answer in one sentence."""
        return f"<{self.sentence}>"

    def _repr_html_(self) -> str:
        from tallybook.notebook import table_html  # noqa: PLC0415

        return table_html(self.answer.table())
