"""What an exporter is: it is opened on a stream, is given incidents one by one, and is closed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, runtime_checkable

from tallybook.export.loss import LossReport
from tallybook.model import Claim, Decision, Disagreement, Document, Finding, Incident

__all__ = ["Exporter", "IncidentRecord", "LossyExporter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRecord:
    """One incident with all that an exporter may show of it; ``documents`` holds those that tell of it, by id.

    ``overruled`` are findings that a person's decision took the place of, ``decisions`` those that hold for it.
    """

    incident: Incident
    findings: Sequence[Finding] = ()
    disagreements: Sequence[Disagreement] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    review: str = "unreviewed"
    overruled: Sequence[Finding] = ()
    decisions: Sequence[Decision] = ()

    def finding(self, prop: str) -> Finding | None:
        """The first finding about a property, if there is one."""
        return next((finding for finding in self.findings if finding.prop == prop), None)

    @property
    def claims(self) -> dict[str, Claim]:
        """All claims of the incident by id."""
        return {claim.id: claim for claim in self.incident.claims}


class Exporter(Protocol):
    """Writes incidents to a file in one format.

    ``name`` is what ``tallybook export --format`` takes, ``suffix`` the usual ending of such a file, and ``binary``
    says that the format is no text and cannot be shown on a terminal.
    """

    name: str
    suffix: str
    binary: bool

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of incidents written to ``target``; a format may leave incidents out (see :class:`LossyExporter`).

        Raises:
            ExportError: The file cannot be written in this format.
        """
        ...


@runtime_checkable
class LossyExporter(Exporter, Protocol):
    """An exporter that gives an account of what its format cannot say."""

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What a file of these incidents would not say: those left out, and what is lost of the others."""
        ...
