"""Writing the register: each write all or nothing, one after the other, and on the disk when a method returns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import delete, insert, select, update

from tallybook.errors import RegisterError
from tallybook.model import Disagreement, Facts, Finding, Issue
from tallybook.register import rows, tables
from tallybook.register.conflicts import refuse_other_version, refuse_unseen_contents
from tallybook.register.deciding import DecisionWriter
from tallybook.register.fact_writing import FACTS, FORM, OUTDATED, facts_state, write_facts, write_published
from tallybook.register.link_writing import LinkWriter
from tallybook.register.marks import count_change
from tallybook.register.marks import version as version_of
from tallybook.register.sql import insert_if_new, plain_errors, transaction
from tallybook.register.stored import Record, RunState, Unstorable
from tallybook.register.succession import successors
from tallybook.register.values import to_json
from tallybook.register.view import CLAIMS, in_chunks

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from tallybook.register.sql import Database

PER_DOCUMENT = (tables.MENTIONS, tables.CLAIMS, tables.ISSUES)


class SqlWriter(DecisionWriter, LinkWriter):
    """A writer, to be used as a context manager."""

    def __init__(self, database: Database, *, wait: float = 0.0) -> None:
        self._database = database
        self._wait = wait
        self._stack = ExitStack()
        self._right = ExitStack()
        self._held: Connection | None = None
        self._depth = 0
        self._run: int | None = None
        self._fitting = False

    def __enter__(self) -> Self:
        """Connect; others may write too, in turn."""
        with self._stack:
            self._held = self._stack.enter_context(self._database.connect())
            self._stack.callback(self._leave_run)
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the connection, and of the right to have a run open."""
        try:
            self._stack.__exit__(kind, error, at)
        finally:
            self._held = None

    def _leave_run(self) -> None:
        if self._run is not None:
            self._run = None
            self._database.show_run(self._connection, None)
        self._right.close()

    @property
    def _connection(self) -> Connection:
        if self._held is None:
            raise RegisterError(
                f"{self._database.name}: the writer is not open; use it as: with register.writer() as w"
            )
        return self._held

    @property
    def run(self) -> int:
        """The id of the run that is open."""
        if self._run is None:
            raise RegisterError(f"{self._database.name}: no run is open; call begin_run first")
        return self._run

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several writes that are seen together or not at all; may be nested."""
        self._depth += 1
        try:
            if self._depth > 1:
                yield
            else:
                with plain_errors(self._database.name), transaction(self._connection):
                    yield
        finally:
            self._depth -= 1
            self._fitting = self._fitting and self._depth > 0

    def begin_run(self, *, settings: Mapping[str, object], codebook_hash: str, version: str, started: str) -> int:
        """Open a run and give its id; runs that never ended, and that nobody has open, are marked interrupted.

        Raises:
            RegisterBusy: Another has a run open, and the store allows one only.
        """
        self._leave_run()
        self._right.enter_context(self._database.writing(self._wait))
        table = tables.RUNS
        row = {
            "version": version, "codebook_hash": codebook_hash, "settings": to_json(dict(settings)),
            "started": started, "ended": None, "state": "running", "counts": "{}",
        }  # fmt: skip
        with self.transaction():
            open_now = self._database.running(self._connection)
            left = (table.c.state == "running", table.c.id.not_in(sorted(open_now)))
            self._connection.execute(update(table).where(*left).values(state="interrupted"))
            made = self._connection.execute(insert(table).values(row)).inserted_primary_key
            self._run = int(made[0]) if made else None
            self._database.show_run(self._connection, self._run)
        return self.run

    def end_run(self, *, state: RunState, ended: str, counts: Mapping[str, int]) -> None:
        """Close the run."""
        table = tables.RUNS
        with self.transaction():
            change = update(table).where(table.c.id == self.run)
            self._connection.execute(change.values(state=state, ended=ended, counts=to_json(dict(counts))))
        self._leave_run()

    def put_document(self, record: Record) -> bool:
        """Store one document; whether anything changed."""
        return self.put_documents([record]) == 1

    def put_documents(self, records: Iterable[Record], *, seen: Mapping[str, tuple[str, str]] | None = None) -> int:
        """Store several in one transaction; how many changed. Of several with one id the last holds.

        ``seen`` is what :meth:`View.readings` gave before they were read.

        Raises:
            RegisterConflict: One of them was stored meanwhile with another content; none is stored.
        """
        latest = {record.document.id: record for record in records}
        with self.transaction():
            before = self._readings(latest)
            if seen is not None:
                refuse_unseen_contents(self._database.name, latest, seen=seen, found=before)
            changed = [
                record for name, record in latest.items() if before.get(name) != (record.content_hash, record.recipe)
            ]
            self._replace(changed, [name for name in before if name in {record.document.id for record in changed}])
        return len(changed)

    def _readings(self, names: Iterable[str]) -> dict[str, tuple[str, str]]:
        table = tables.DOCUMENTS.c
        question = select(table.id, table.content_hash, table.recipe).where(table.id.in_(list(names)))
        return {row.id: (row.content_hash, row.recipe) for row in self._connection.execute(question)}

    def _replace(self, records: Sequence[Record], reread: Sequence[str]) -> None:
        """Put documents in the place of what was read under their ids before."""
        if not records:
            return
        told = self._told(reread)
        self._supersede([record.document.id for record in records])
        texts = {record.document.id: rows.text_hash(record.document) for record in records}
        self._put_texts(records, texts)
        for table, made in self._rows_of(records, texts).items():
            self._insert(table, made)
        for record in records:
            if record.document.id in told:
                self._put_successors(record, told[record.document.id])
        self._put_signatures(records)
        self._stale(record.document.id for record in records)

    def _told(self, reread: Sequence[str]) -> dict[str, dict[str, set[str]]]:
        """For documents that are read again: the words that each of their reports rested on."""
        told: dict[str, dict[str, set[str]]] = {}
        if reread:
            table = tables.CLAIMS.c
            for row in self._connection.execute(CLAIMS.where(table.document_id.in_(list(reread)))).mappings():
                words = told.setdefault(row["document_id"], {}).setdefault(row["report_id"], set())
                words.update(span.text for span in rows.read_evidence(row["evidence"]))
        return told

    def _supersede(self, names: Sequence[str]) -> None:
        for table in PER_DOCUMENT:
            standing = (table.c.document_id.in_(list(names)), table.c.superseded.is_(None))
            self._connection.execute(update(table).where(*standing).values(superseded=self.run))
        self._connection.execute(delete(tables.DOCUMENTS).where(tables.DOCUMENTS.c.id.in_(list(names))))

    def _put_texts(self, records: Sequence[Record], texts: Mapping[str, str]) -> None:
        self._insert(
            tables.TEXTS,
            [{"hash": texts[record.document.id], "text": record.document.text} for record in records],
            ignore=True,
        )
        pages = [
            {"hash": page.sha256, "media_type": page.media_type, "source": page.source, "size": len(page.content),
             "run": self.run}
            for record in records if (page := record.page) is not None
        ]  # fmt: skip
        self._insert(tables.PAGES, pages, ignore=True)

    def _rows_of(self, records: Sequence[Record], texts: Mapping[str, str]) -> dict[Table, list[rows.New]]:
        made: dict[Table, list[rows.New]] = {tables.DOCUMENTS: [], **{table: [] for table in PER_DOCUMENT}}
        for record in records:
            text = texts[record.document.id]
            made[tables.DOCUMENTS].append(
                rows.document_row(
                    record.document, text=text, content_hash=record.content_hash, recipe=record.recipe, run=self.run
                )
            )
            mentions = {mention.id: mention for mention in record.mentions}
            made[tables.MENTIONS] += [rows.mention_row(one, text=text, run=self.run) for one in mentions.values()]
            claims = {claim.id: claim for claim in record.claims}
            made[tables.CLAIMS] += [rows.claim_row(one, text=text, run=self.run) for one in claims.values()]
            made[tables.ISSUES] += [rows.issue_row(one, run=self.run) for one in dict.fromkeys(record.issues)]
        return made

    def _put_successors(self, record: Record, told: Mapping[str, set[str]]) -> None:
        """Let the incident of a report that is gone pass to the report that took its place."""
        new: dict[str, set[str]] = {}
        for claim in record.claims:
            new.setdefault(claim.report_id, set()).update(span.text for span in claim.evidence)
        heirs = successors(told, new)
        table = tables.MEMBERSHIPS
        question = select(table).where(table.c.report_id.in_(list(heirs)))
        members = {row.report_id: row.incident_id for row in self._connection.execute(question)}
        moved = [{"report_id": heirs[old], "incident_id": incident} for old, incident in members.items()]
        self._insert(table, moved, ignore=True)
        self._insert(
            tables.SUCCESSIONS, [{"old": old, "new": heir, "run": self.run} for old, heir in heirs.items()], ignore=True
        )

    def _put_signatures(self, records: Sequence[Record]) -> None:
        signed = [
            {"document_id": record.document.id, "signature": record.signature}
            for record in records
            if record.signature is not None
        ]
        table = tables.SIGNATURES
        self._connection.execute(delete(table).where(table.c.document_id.in_([r.document.id for r in records])))
        self._insert(table, signed)

    def put_issues(self, document_id: str, issues: Sequence[Issue]) -> None:
        """Why a source gave no document, in place of the reasons it had before; the same again change nothing."""
        table = tables.ISSUES.c
        standing = (table.document_id == document_id, table.superseded.is_(None))
        with self.transaction():
            found = self._connection.execute(select(tables.ISSUES).where(*standing)).mappings().all()
            before = {row["row"]: rows.read_issue(row) for row in found}
            gone = [row for row, issue in before.items() if issue.fatal and issue not in issues]
            self._connection.execute(update(tables.ISSUES).where(table.row.in_(gone)).values(superseded=self.run))
            new = [issue for issue in dict.fromkeys(issues) if issue not in before.values()]
            self._insert(tables.ISSUES, [rows.issue_row(issue, run=self.run) for issue in new])

    def put_findings(
        self,
        findings: Iterable[Finding],
        disagreements: Iterable[Disagreement] = (),
        *,
        of: Collection[str] | None = None,
    ) -> None:
        """The findings and disagreements of the incidents ``of``, or all, in place of those before."""
        with self.transaction():
            self._outdate_facts()
            for table in (tables.FINDINGS, tables.DISAGREEMENTS):
                for names in [None] if of is None else in_chunks(of):
                    which = [] if names is None else [table.c.incident_id.in_(names)]
                    self._connection.execute(delete(table).where(*which))
            self._insert(tables.FINDINGS, [rows.finding_row(finding, run=self.run) for finding in findings])
            self._insert(tables.DISAGREEMENTS, [rows.disagreement_row(one, run=self.run) for one in disagreements])

    def put_facts(self, facts: Iterable[Facts], *, of: Collection[str] | None = None) -> None:
        """What tallies need of incidents, in place of what was there of the incidents ``of``, or of all.

        Whoever writes findings writes facts in the same transaction; without them tallies are counted from the findings
        themselves, which takes longer. With those of all incidents documents are counted too (:meth:`put_published`).
        """
        with self.transaction():
            state, count = facts_state(self._connection)
            write_facts(self._connection, facts, of=of)
            if of is None or self._fitting or state == FORM:
                self.put_mark(FACTS, f"{FORM} {count + 1}")

    def put_published(self) -> None:
        """Count the documents of each day and source anew, for what tallies say of their coverage."""
        with self.transaction():
            write_published(self._connection)

    def _outdate_facts(self) -> None:
        """Findings change: their facts fit no more, until they are written too."""
        state, count = facts_state(self._connection)
        self._fitting = self._fitting or state == FORM
        self.put_mark(FACTS, f"{OUTDATED} {count}")

    def put_mark(self, name: str, value: str) -> None:
        """Mark something as up to date, until the next change of documents or decisions."""
        with self.transaction():
            self._connection.execute(delete(tables.MARKS).where(tables.MARKS.c.name == name))
            self._insert(tables.MARKS, [{"name": name, "value": value}])

    def expect(self, version: int) -> None:
        """Within a transaction: go on only if :meth:`View.version` is still this one.

        Raises:
            RegisterConflict: Documents or decisions were changed since.
        """
        refuse_other_version(self._database.name, expected=version, found=version_of(self._connection))

    def _stale(self, document_ids: Iterable[str] = ()) -> None:
        """What was worked out from documents and decisions does not fit any more; these have to be linked anew."""
        count_change(self._connection)
        self._insert(tables.UNLINKED, [{"document_id": name} for name in sorted(set(document_ids))], ignore=True)

    def _insert(self, table: Table, made: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> None:
        if made:
            statement = insert_if_new(self._connection, table) if ignore else insert(table)
            try:
                self._connection.execute(statement, made if len(made) > 1 else made[0])
            except UnicodeEncodeError as error:
                raise Unstorable(rows.half_a_character(f"a row of {table.name}", error)) from error
