"""What the pipeline gives back: of one document, and of a whole run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.model import Claim, Document, Issue, Mention

if TYPE_CHECKING:
    from tallybook.resolve.located import Located

__all__ = ["Extraction", "Geocoded", "RunSummary", "Verification"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one page gave; ``document`` is ``None`` when it failed, and a fatal issue says why.

    ``signature`` is what its copies are recognised by, worked out only for a register.
    """

    document_id: str
    document: Document | None = None
    mentions: Sequence[Mention] = ()
    claims: Sequence[Claim] = ()
    issues: Sequence[Issue] = ()
    signature: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geocoded:
    """The place names of one document, with where they are; ``document`` is ``None`` when it failed."""

    document_id: str
    document: Document | None = None
    places: Sequence[Located] = ()
    issues: Sequence[Issue] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What a run did, and what the register holds now."""

    run_id: int
    documents: int
    stored: int
    unchanged: int
    failed: int
    issues: int
    reports: int
    incidents: int

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return (
            f"{self.documents} documents: {self.stored} read, {self.unchanged} unchanged, {self.failed} failed; "
            f"the register holds {self.reports} reports of {self.incidents} incidents and {self.issues} issues."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What does not hold in a register, one sentence each, and how much was checked."""

    problems: tuple[str, ...]
    claims: int
    mentions: int
    pages: int
    decisions: int = 0

    @property
    def sentence(self) -> str:
        """The outcome in one line."""
        found = f"{len(self.problems)} problems" if self.problems else "all is as it was stored"
        log = f", {self.decisions} decisions" if self.decisions else ""
        return f"{self.claims} claims, {self.mentions} mentions, {self.pages} pages{log} checked: {found}."
