"""What a store must be able to do: Register, Writer and View."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from tallybook.model import (
    Claim,
    Decision,
    Disagreement,
    Document,
    Facts,
    Finding,
    Incident,
    Issue,
    Link,
    Mention,
    Question,
    Report,
    Review,
)
from tallybook.register.stored import Head, Record, Run, RunState, StoredPage

if TYPE_CHECKING:
    from tallybook.register.fact_columns import FactColumns


class View(Protocol):
    """Reads the register. As a context manager all reads see one moment; else each call sees the latest commit.

    Lists are in an order that does not depend on the order of writing: by id, and within a document as in its text.
    What was superseded is not seen.
    """

    def __enter__(self) -> Self:
        """Fix the moment that is seen."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of it."""
        ...

    def documents(self, ids: Collection[str] | None = None) -> list[Document]:
        """All documents, or those of some ids, with their texts."""
        ...

    def document(self, document_id: str) -> Document | None:
        """One document."""
        ...

    def known(self, document_id: str, content_hash: str, recipe: str) -> bool:
        """Whether this content was read by this recipe already."""
        ...

    def readings(self, *, document_id: str | None = None) -> dict[str, tuple[str, str]]:
        """For each document, or one, the content and the recipe it was read by: ``known`` for all at once."""
        ...

    def pages(self) -> list[StoredPage]:
        """The raw pages kept."""
        ...

    def signatures(self, ids: Collection[str] | None = None) -> dict[str, bytes]:
        """What copies are recognised by, for each document, or some, that has it."""
        ...

    def mentions(self, *, document_id: str | None = None) -> list[Mention]:
        """The mentions of one document, or all."""
        ...

    def claims(self, *, document_id: str | None = None, report_id: str | None = None) -> list[Claim]:
        """The claims of one document, one report, or all; tallies, estimates and statements among them."""
        ...

    def claims_among(self, report_ids: Iterable[str]) -> list[Claim]:
        """The claims of some reports, by document."""
        ...

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, superseded or not."""
        ...

    def reports(self, documents: Collection[str] | None = None) -> list[Report]:
        """All reports of incidents, or those in some documents."""
        ...

    def unlinked(self) -> list[str]:
        """The documents that were read, or decided about, since everything was linked last."""
        ...

    def incidents(self, ids: Collection[str] | None = None) -> list[Incident]:
        """All incidents that have reports, or those of some ids, in few queries."""
        ...

    def incident(self, incident_id: str) -> Incident | None:
        """One incident, also by an id it had before a merge; without reports when none are left."""
        ...

    def resolve(self, incident_id: str) -> str | None:
        """The id that an id leads to now; ``None`` when it was never given."""
        ...

    def findings(self, incident_id: str | None = None) -> list[Finding]:
        """The findings of one incident, or all."""
        ...

    def facts(self) -> FactColumns | None:
        """What tallies need of all incidents, as columns; ``None`` where they do not fit the findings."""
        ...

    def facts_fit(self) -> bool:
        """Whether what tallies need is there and fits the findings; if not, the next build makes it."""
        ...

    def ruled(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of some incidents as rules alone have them, without what people decided."""
        ...

    def findings_among(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of some incidents, by incident."""
        ...

    def overruled(self, incident_id: str | None = None) -> list[Finding]:
        """The findings that a person's decision took the place of, in one incident or all."""
        ...

    def disagreements(self, incident_id: str | None = None) -> list[Disagreement]:
        """The disagreements within one incident, or all."""
        ...

    def links(self, report_id: str | None = None) -> list[Link]:
        """The links of one report, or all."""
        ...

    def decisions(self) -> list[Decision]:
        """The log of decisions, the first first; what was undone is there, and what undid it."""
        ...

    def judgements(self) -> list[Link]:
        """What people judged about pairs, the latest for each pair."""
        ...

    def judgement(self, left: str, right: str) -> Link | None:
        """What people judged about two reports, the latest; what :meth:`Writer.decide` wants to know was seen."""
        ...

    def successions(self) -> dict[str, str]:
        """Which report took the place of which when its document was read again."""
        ...

    def members(self, report_ids: Iterable[str]) -> dict[str, str]:
        """The incident of each of these reports, of those that have one."""
        ...

    def standing(self, report_ids: Iterable[str]) -> set[str]:
        """Those of these reports that are read now."""
        ...

    def reviews(self) -> dict[str, Review]:
        """What people decided about incidents, by id; those they left alone are not there."""
        ...

    def questions(self) -> list[Question]:
        """What decisions and newer evidence ask of a person, what matters most first; pairs are in the links."""
        ...

    def head(self) -> Head:
        """The last entry of the log of decisions."""
        ...

    def log_flaws(self, heads: Mapping[int, str] | None = None) -> list[str]:
        """Where the log of decisions was changed, and what kept heads (number and hash) say against it."""
        ...

    def issues(self, document_id: str | None = None) -> list[Issue]:
        """The issues of one document, or all."""
        ...

    def runs(self) -> list[Run]:
        """All runs, the first first."""
        ...

    def mark(self, name: str) -> str | None:
        """What is marked as up to date, and how it was made."""
        ...

    def version(self) -> int:
        """How often documents or decisions were changed: what was worked out at one version does not fit another."""
        ...

    def counts(self) -> dict[str, int]:
        """How many there are of each: documents, reports, incidents, claims and so on."""
        ...

    def flaws(self) -> list[str]:
        """Every stored row that does not hold, superseded or not, as a sentence: words, texts, claims of findings."""
        ...


class Writer(Protocol):
    """A writer of a register. What a method has returned from is on the disk; a transaction is all or nothing.

    There may be several: their transactions take turns. Of runs there is one at a time in a file, and any number on a
    server. Nobody overwrites what they have not seen: they get a :class:`~tallybook.errors.RegisterConflict`.
    """

    def __enter__(self) -> Self:
        """The writer."""
        ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of it."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Several writes that are seen together or not at all."""
        ...

    def begin_run(self, *, settings: Mapping[str, object], codebook_hash: str, version: str, started: str) -> int:
        """Open a run and give its id; runs that never ended, and that nobody has open, are marked interrupted.

        Raises:
            RegisterBusy: Another has a run open, and the store allows one only.
        """
        ...

    def end_run(self, *, state: RunState, ended: str, counts: Mapping[str, int]) -> None:
        """Close the run."""
        ...

    def put_document(self, record: Record) -> bool:
        """Store one document; whether anything changed."""
        ...

    def put_documents(self, records: Iterable[Record], *, seen: Mapping[str, tuple[str, str]] | None = None) -> int:
        """Store several in one transaction; how many changed.

        ``seen`` is what :meth:`View.readings` gave before they were read.

        Raises:
            RegisterConflict: One of them was stored meanwhile with another content; none is stored.
        """
        ...

    def put_issues(self, document_id: str, issues: Sequence[Issue]) -> None:
        """Why a source gave no document, in place of the reasons it had before; the same again change nothing."""
        ...

    def put_copies(self, copies: Mapping[str, str | None]) -> set[str]:
        """Of which document each of these is a copy, or of none; gives those for which that has changed."""
        ...

    def put_links(self, links: Iterable[Link]) -> None:
        """The linker's links, in place of all it gave before."""
        ...

    def put_clusters(self, clusters: Iterable[Sequence[str]], *, of: Collection[str] | None = None) -> dict[str, str]:
        """The clusters of reports; gives the incident id of each report. Ids outlive re-clustering.

        With ``of`` these are the clusters of those reports, in which all are that shared an incident with one of them;
        other reports keep their incidents.
        """
        ...

    def put_linked(self) -> None:
        """All documents are linked now: :meth:`View.unlinked` names none until the next change."""
        ...

    def put_findings(
        self,
        findings: Iterable[Finding],
        disagreements: Iterable[Disagreement] = (),
        *,
        of: Collection[str] | None = None,
    ) -> None:
        """The findings and disagreements of the incidents ``of``, or all, in place of those before."""
        ...

    def put_facts(self, facts: Iterable[Facts], *, of: Collection[str] | None = None) -> None:
        """What tallies need of incidents, in place of what was there of the incidents ``of``, or of all.

        Whoever writes findings writes facts in the same transaction; without them tallies are counted from the findings
        themselves, which takes longer. With those of all incidents documents are counted too (:meth:`put_published`).
        """
        ...

    def put_published(self) -> None:
        """Count the documents of each day and source anew, for what tallies say of their coverage."""
        ...

    def put_mark(self, name: str, value: str) -> None:
        """Mark something as up to date, until the next change of documents or decisions."""
        ...

    def decide(self, link: Link, *, decided: str, seen: Link | None = None) -> None:
        """What a person judged about two reports, and when (ISO time); ``seen`` is the decision they saw before.

        Raises:
            RegisterConflict: Another decision stands than they saw; nothing is stored.
        """
        ...

    def view(self) -> View:
        """What this writer sees: within a transaction also what it has written in it."""
        ...

    def put_decision(self, decision: Decision, *, seen: int | None = None) -> Decision:
        """Enter a decision into the log; gives it with its id, number and hash.

        ``seen`` is the number of the last entry that the person had seen (:meth:`View.head`).

        Raises:
            RegisterConflict: Somebody decided about the same meanwhile; nothing is stored.
            RegisterError: It undoes what is not there, or what is undone already.
        """
        ...

    def put_review(
        self,
        reviews: Iterable[Review],
        questions: Iterable[Question] = (),
        decided: Iterable[Finding] = (),
        *,
        only: Collection[str] | None = None,
    ) -> None:
        """What decisions make of incidents, in place of what they made before; of all incidents or some.

        ``decided`` are the findings that people gave; those that rules gave to the same property stay, overruled.
        """
        ...

    def expect(self, version: int) -> None:
        """Within a transaction: go on only if :meth:`View.version` is still this one.

        Raises:
            RegisterConflict: Documents or decisions were changed since.
        """
        ...


class Register(Protocol):
    """A store of documents, claims, links, incidents and findings."""

    path: Path | None
    """Its file; ``None`` when it is not in one."""

    name: str
    """Its path or address, as it may be printed."""

    def writer(self, *, wait: float = 0.0) -> Writer:
        """A writer; ``wait`` is how many seconds it waits to begin a run while another has one open."""
        ...

    def view(self) -> View:
        """A reader; any number of them, also while somebody writes."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...
