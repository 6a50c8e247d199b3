"""Reading the register: few queries for much, in an order that does not depend on the order of writing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from sqlalchemy import func, select

from tallybook.model import (
    DECIDED,
    Claim,
    Decision,
    Disagreement,
    Document,
    Finding,
    Incident,
    Issue,
    Link,
    Mention,
    Question,
    Report,
    Review,
    reports_of,
)
from tallybook.register import rows, tables
from tallybook.register.fact_writing import FACTS, FORM
from tallybook.register.flaws import find_flaws
from tallybook.register.judged import standing, standing_about, undone
from tallybook.register.log import broken, differs, head_of, read_decision
from tallybook.register.marks import version as version_of
from tallybook.register.sql import moment, plain_errors
from tallybook.register.stored import Head, Run, StoredPage

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, RowMapping, Select

    from tallybook.register.fact_columns import FactColumns
    from tallybook.register.sql import Database

DOCUMENTS = select(tables.DOCUMENTS, tables.TEXTS.c.text).join(tables.TEXTS)
MENTIONS = select(tables.MENTIONS).where(tables.MENTIONS.c.superseded.is_(None))
CLAIMS = select(tables.CLAIMS).where(tables.CLAIMS.c.superseded.is_(None))
ISSUES = select(tables.ISSUES).where(tables.ISSUES.c.superseded.is_(None))


Asked = TypeVar("Asked", str, int)
CHUNK = 500
"""Values that one question asks for at most."""


class SqlView:
    """The register as it is, within ``with`` as it was at one moment, or as the transaction of a connection sees it."""

    def __init__(self, database: Database, connection: Connection | None = None) -> None:
        self._database = database
        self._held = connection
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Fix the moment that is seen (not in memory, where there is one connection for all)."""
        with self._stack:
            connection = self._stack.enter_context(self._database.connect())
            if self._database.snapshots:
                self._stack.enter_context(moment(connection))
            self._stack = self._stack.pop_all()
        self._held = connection
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of it."""
        self._held = None
        self._stack.close()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if self._held is not None:
            with plain_errors(self._database.name):
                yield self._held
        else:
            with self._database.connect() as connection:
                yield connection

    def _rows(self, question: Select[Any]) -> list[RowMapping]:
        with self._connection() as connection:
            return list(connection.execute(question).mappings())

    def documents(self, ids: Collection[str] | None = None) -> list[Document]:
        """All documents, or those of some ids, by id."""
        table = tables.DOCUMENTS.c
        parts = [DOCUMENTS] if ids is None else [DOCUMENTS.where(table.id.in_(names)) for names in in_chunks(ids)]
        return [rows.read_document(row) for part in parts for row in self._rows(part.order_by(table.id))]

    def document(self, document_id: str) -> Document | None:
        """One document."""
        found = self._rows(DOCUMENTS.where(tables.DOCUMENTS.c.id == document_id))
        return rows.read_document(found[0]) if found else None

    def known(self, document_id: str, content_hash: str, recipe: str) -> bool:
        """Whether this content was read by this recipe already."""
        table = tables.DOCUMENTS.c
        same = (table.id == document_id, table.content_hash == content_hash, table.recipe == recipe)
        return bool(self._rows(select(table.id).where(*same)))

    def readings(self, *, document_id: str | None = None) -> dict[str, tuple[str, str]]:
        """For each document, or one, what was read and by which recipe: :meth:`known`, for all at once."""
        table = tables.DOCUMENTS.c
        question = select(table.id, table.content_hash, table.recipe)
        found = self._rows(question if document_id is None else question.where(table.id == document_id))
        return {row["id"]: (row["content_hash"], row["recipe"]) for row in found}

    def pages(self) -> list[StoredPage]:
        """The raw pages, by hash."""
        table = tables.PAGES
        return [
            StoredPage(hash=row["hash"], media_type=row["media_type"], source=row["source"], size=row["size"])
            for row in self._rows(select(table).order_by(table.c.hash, table.c.source))
        ]

    def signatures(self, ids: Collection[str] | None = None) -> dict[str, bytes]:
        """What copies are recognised by, by document; of all documents or some."""
        table = tables.SIGNATURES
        asked = select(table).order_by(table.c.document_id)
        parts = [asked] if ids is None else [asked.where(table.c.document_id.in_(names)) for names in in_chunks(ids)]
        return {row["document_id"]: row["signature"] for part in parts for row in self._rows(part)}

    def mentions(self, *, document_id: str | None = None) -> list[Mention]:
        """The mentions of one document, or all."""
        table = tables.MENTIONS.c
        question = MENTIONS if document_id is None else MENTIONS.where(table.document_id == document_id)
        return [rows.read_mention(row) for row in self._rows(question.order_by(table.document_id, table.row))]

    def claims(self, *, document_id: str | None = None, report_id: str | None = None) -> list[Claim]:
        """The claims of one document, one report, or all."""
        table = tables.CLAIMS.c
        wanted: list[ColumnElement[bool]] = []
        if document_id is not None:
            wanted.append(table.document_id == document_id)
        if report_id is not None:
            wanted.append(table.report_id == report_id)
        return self._claims(CLAIMS.where(*wanted))

    def claim(self, claim_id: str) -> Claim | None:
        """One claim, the standing one before superseded ones."""
        table = tables.CLAIMS.c
        question = select(tables.CLAIMS).where(table.id == claim_id)
        found = self._rows(question.order_by(table.superseded.is_not(None), table.row.desc()).limit(1))
        return rows.read_claim(found[0], {}) if found else None

    def claims_among(self, report_ids: Iterable[str]) -> list[Claim]:
        """The claims of some reports, by document."""
        table = tables.CLAIMS.c
        return [
            one for names in in_chunks(report_ids) for one in self._claims(CLAIMS.where(table.report_id.in_(names)))
        ]

    def _claims(self, question: Select[Any]) -> list[Claim]:
        table = tables.CLAIMS.c
        values: dict[tuple[str, str], Any] = {}
        return [rows.read_claim(row, values) for row in self._rows(question.order_by(table.document_id, table.row))]

    def reports(self, documents: Collection[str] | None = None) -> list[Report]:
        """All reports of incidents, or those in some documents, by document and place in its text."""
        if documents is None:
            return reports_of(self.claims())
        table = tables.CLAIMS.c
        parts = (self._claims(CLAIMS.where(table.document_id.in_(names))) for names in in_chunks(documents))
        return [report for part in parts for report in reports_of(part)]

    def unlinked(self) -> list[str]:
        """The documents that were read, or decided about, since everything was linked last."""
        table = tables.UNLINKED
        return [row["document_id"] for row in self._rows(select(table).order_by(table.c.document_id))]

    def incidents(self, ids: Collection[str] | None = None) -> list[Incident]:
        """All incidents that have reports, or those of some ids, by id."""
        if ids is not None:
            return [
                one for names in in_chunks(ids) for one in self._incidents(tables.MEMBERSHIPS.c.incident_id.in_(names))
            ]
        return self._incidents()

    def _incidents(self, *wanted: ColumnElement[bool]) -> list[Incident]:
        table = tables.MEMBERSHIPS.c
        members = {
            row["report_id"]: row["incident_id"] for row in self._rows(select(tables.MEMBERSHIPS).where(*wanted))
        }
        joined = CLAIMS.join(tables.MEMBERSHIPS, table.report_id == tables.CLAIMS.c.report_id).where(*wanted)
        return _incidents(reports_of(self._claims(joined)), members)

    def incident(self, incident_id: str) -> Incident | None:
        """One incident, also by an id it had before a merge."""
        name = self.resolve(incident_id)
        if name is None:
            return None
        table = tables.MEMBERSHIPS.c
        mine = select(table.report_id).where(table.incident_id == name)
        reports = reports_of(self._claims(CLAIMS.where(tables.CLAIMS.c.report_id.in_(mine))))
        return Incident(id=name, reports=tuple(reports))

    def resolve(self, incident_id: str) -> str | None:
        """The id that an id leads to now."""
        table = tables.INCIDENTS.c
        if not self._rows(select(table.id).where(table.id == incident_id)):
            return None
        leads = {row["old"]: row["new"] for row in self._rows(select(tables.REDIRECTS))}
        while incident_id in leads:
            incident_id = leads[incident_id]
        return incident_id

    def findings(self, incident_id: str | None = None) -> list[Finding]:
        """The findings of one incident, or all, by incident."""
        table = tables.FINDINGS.c
        return self._findings(incident_id, (table.rule == DECIDED) | table.decision.is_(None))

    def ruled(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of some incidents as rules alone have them, without what people decided."""
        table = tables.FINDINGS.c
        found = [
            one
            for names in in_chunks(ids)
            for one in self._findings(None, (table.rule != DECIDED) & table.incident_id.in_(names))
        ]
        return [replace(one, decision=None) for one in found]

    def findings_among(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of some incidents, by incident."""
        table = tables.FINDINGS.c
        holds = (table.rule == DECIDED) | table.decision.is_(None)
        chunks = (holds & table.incident_id.in_(names) for names in in_chunks(ids))
        return [one for wanted in chunks for one in self._findings(None, wanted)]

    def overruled(self, incident_id: str | None = None) -> list[Finding]:
        """The findings that a person's decision took the place of, in one incident or all."""
        table = tables.FINDINGS.c
        return self._findings(incident_id, (table.rule != DECIDED) & table.decision.is_not(None))

    def _findings(self, incident_id: str | None, wanted: ColumnElement[bool]) -> list[Finding]:
        table = tables.FINDINGS
        question = select(table).where(wanted).order_by(table.c.incident_id, table.c.row)
        if incident_id is not None:
            question = question.where(table.c.incident_id == self.resolve(incident_id))
        return [rows.read_finding(row) for row in self._rows(question)]

    def facts(self) -> FactColumns | None:
        """What tallies need of all incidents, as columns; ``None`` where they do not fit the findings."""
        from tallybook.register.fact_columns import load_facts  # noqa: PLC0415  numpy is heavy

        version = self._facts_version()
        return None if version is None else load_facts(self._rows, self._database, version)

    def facts_fit(self) -> bool:
        """Whether what tallies need is there and fits the findings."""
        return self._facts_version() is not None

    def _facts_version(self) -> str | None:
        version = self.mark(FACTS)
        return version if version is not None and version.startswith(FORM) else None

    def disagreements(self, incident_id: str | None = None) -> list[Disagreement]:
        """The disagreements within one incident, or all, by incident."""
        table = tables.DISAGREEMENTS
        question = select(table).order_by(table.c.incident_id, table.c.row)
        if incident_id is not None:
            question = question.where(table.c.incident_id == self.resolve(incident_id))
        return [rows.read_disagreement(row) for row in self._rows(question)]

    def links(self, report_id: str | None = None) -> list[Link]:
        """The links of one report, or all."""
        table = tables.LINKS
        question = select(table).order_by(table.c.left, table.c.right)
        if report_id is not None:
            question = question.where((table.c.left == report_id) | (table.c.right == report_id))
        return [rows.read_link(row) for row in self._rows(question)]

    def decisions(self) -> list[Decision]:
        """The log of decisions, the first first; what was undone is there, and what undid it."""
        table = tables.DECISIONS
        return [read_decision(row) for row in self._rows(select(table).order_by(table.c.number))]

    def judgements(self) -> list[Link]:
        """What people judged about pairs, the latest for each, about the reports that stand for those they saw."""
        with self._connection() as connection:
            gone = undone(connection)
        latest = standing([one for one in self.decisions() if one.id not in gone], self.successions())
        return [latest[pair] for pair in sorted(latest)]

    def judgement(self, left: str, right: str) -> Link | None:
        """What people judged about two reports, the latest."""
        with self._connection() as connection:
            return standing_about(connection, left, right)

    def successions(self) -> dict[str, str]:
        """Which report took the place of which when its document was read again."""
        return {row["old"]: row["new"] for row in self._rows(select(tables.SUCCESSIONS))}

    def head(self) -> Head:
        """The last entry of the log of decisions."""
        with self._connection() as connection:
            return head_of(connection)

    def log_flaws(self, heads: Mapping[int, str] | None = None) -> list[str]:
        """Where the log of decisions was changed, and what kept heads (number and hash) say against it."""
        with self._connection() as connection:
            return [*broken(connection), *differs(connection, heads or {})]

    def reviews(self) -> dict[str, Review]:
        """What people decided about incidents, by id; those they left alone are not there."""
        found = self._rows(select(tables.REVIEWS).order_by(tables.REVIEWS.c.incident_id))
        return {row["incident_id"]: rows.read_review(row) for row in found}

    def questions(self) -> list[Question]:
        """What decisions and newer evidence ask of a person, what matters most first; pairs are in the links."""
        table = tables.QUESTIONS.c
        question = select(tables.QUESTIONS).order_by(table.weight.desc(), table.id)
        return [rows.read_question(row) for row in self._rows(question)]

    def members(self, report_ids: Iterable[str]) -> dict[str, str]:
        """The incident of each of these reports, of those that have one."""
        table = tables.MEMBERSHIPS.c
        found: dict[str, str] = {}
        for names in in_chunks(report_ids):
            question = select(tables.MEMBERSHIPS).where(table.report_id.in_(names))
            found.update({row["report_id"]: row["incident_id"] for row in self._rows(question)})
        return found

    def standing(self, report_ids: Iterable[str]) -> set[str]:
        """Those of these reports that are read now."""
        table = tables.CLAIMS.c
        question = select(table.report_id).where(table.superseded.is_(None), table.prop == "event_type").distinct()
        chunks = (question.where(table.report_id.in_(names)) for names in in_chunks(report_ids))
        return {row["report_id"] for chunk in chunks for row in self._rows(chunk)}

    def issues(self, document_id: str | None = None) -> list[Issue]:
        """The issues of one document, or all, by document."""
        table = tables.ISSUES.c
        question = ISSUES if document_id is None else ISSUES.where(table.document_id == document_id)
        return [rows.read_issue(row) for row in self._rows(question.order_by(table.document_id, table.row))]

    def runs(self) -> list[Run]:
        """All runs, the first first."""
        return [rows.read_run(row) for row in self._rows(select(tables.RUNS).order_by(tables.RUNS.c.id))]

    def mark(self, name: str) -> str | None:
        """What is marked as up to date."""
        table = tables.MARKS.c
        found = self._rows(select(table.value).where(table.name == name))
        return str(found[0]["value"]) if found else None

    def version(self) -> int:
        """How often documents or decisions were changed."""
        with self._connection() as connection:
            return version_of(connection)

    def counts(self) -> dict[str, int]:
        """How many there are of each."""
        claims, members = tables.CLAIMS.c, tables.MEMBERSHIPS.c
        typed = CLAIMS.where(claims.prop == "event_type").with_only_columns(claims.report_id).distinct()
        questions: dict[str, Select[Any]] = {
            "documents": select(tables.DOCUMENTS.c.id),
            "pages": select(tables.PAGES.c.hash).distinct(),
            "mentions": MENTIONS,
            "claims": CLAIMS,
            "reports": typed,
            "incidents": select(members.incident_id).distinct(),
            "links": select(tables.LINKS.c.left),
            "findings": select(tables.FINDINGS.c.row),
            "disagreements": select(tables.DISAGREEMENTS.c.row),
            "issues": ISSUES,
            "runs": select(tables.RUNS.c.id),
        }
        with self._connection() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(question.subquery())).scalar_one()
                for name, question in questions.items()
            }

    def flaws(self) -> list[str]:
        """Every stored row that does not hold, superseded or not, as a sentence."""
        with self._connection() as connection:
            return find_flaws(connection)


def in_chunks(names: Iterable[Asked]) -> Iterator[list[Asked]]:
    """Names or numbers, each once and in order, in portions that one question can ask for."""
    ordered = sorted(set(names))
    yield from (ordered[place : place + CHUNK] for place in range(0, len(ordered), CHUNK))


def _incidents(reports: Iterable[Report], members: dict[str, str]) -> list[Incident]:
    ordered = sorted(reports, key=lambda report: members[report.id])
    return [
        Incident(id=name, reports=tuple(mine)) for name, mine in groupby(ordered, key=lambda report: members[report.id])
    ]
