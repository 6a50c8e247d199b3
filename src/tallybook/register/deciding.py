"""Writing what people decide, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import delete, func, select, update

from tallybook.errors import Difference, RegisterConflict, RegisterError
from tallybook.model import DECIDED, Anchor, Decision, Finding, Judgement, Link, Part, Question, Review
from tallybook.register import rows, tables
from tallybook.register.conflicts import refuse_unseen_decision
from tallybook.register.judged import standing_about, undone
from tallybook.register.log import head_of, numbered, read_decision, row_of
from tallybook.register.values import loaded
from tallybook.register.view import CLAIMS, SqlView, in_chunks

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from tallybook.register.sql import Database

__all__ = ["LINKING", "DecisionWriter"]

LINKING = frozenset(("judge", "merge", "split"))
"""Acts that say which reports are one incident, so that links are made anew."""
STATES = frozenset(("accept", "reject"))


class _Writing(Protocol):
    """What a writer lends to the functions here."""

    _database: Database

    @property
    def _connection(self) -> Connection: ...

    def transaction(self) -> AbstractContextManager[None]: ...

    def _insert(self, table: Table, made: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> None: ...

    def _stale(self, document_ids: Iterable[str] = ()) -> None: ...


class DecisionWriter:
    """The part of a writer that is about decisions."""

    def view(self: _Writing) -> SqlView:
        """What this writer sees: within a transaction also what it has written in it."""
        return SqlView(self._database, self._connection)

    def put_decision(self: _Writing, decision: Decision, *, seen: int | None = None) -> Decision:
        """Enter a decision into the log; gives it with its id, number and hash.

        ``seen`` is the number of the last entry that the person had seen (:meth:`View.head`).

        Raises:
            RegisterConflict: Somebody decided about the same meanwhile; nothing is stored.
            RegisterError: It undoes what is not there, or what is undone already.
        """
        with self.transaction():
            connection = self._connection
            if seen is not None:
                _refuse_unseen(connection, self._database.name, decision, seen)
            target = _undone_now(connection, self._database.name, decision)
            if target is not None:
                _give_back(connection, target)
            row = row_of(decision, after=head_of(connection))
            self._insert(tables.DECISIONS, [row])
            about = _meant(connection, decision if target is None else target)
            if about.act in LINKING:
                self._stale(_documents(connection, about))
        return numbered(decision, row)

    def decide(self: _Writing, link: Link, *, decided: str, seen: Link | None = None) -> None:
        """What a person judged about two reports, and when; the next linking follows it.

        ``seen`` is the judgement on them that the person saw before, as :meth:`View.judgement` gives it.

        Raises:
            RegisterConflict: Another judgement stands than they saw; nothing is stored.
        """
        with self.transaction():
            found = standing_about(self._connection, link.left, link.right)
            refuse_unseen_decision(self._database.name, link, seen=seen, found=found)
            parts = tuple(Part(reports=(_anchor(self._connection, name),)) for name in (link.left, link.right))
            made = Decision(act="judge", who=link.judge, at=decided, parts=parts, link=link)
            self._insert(tables.DECISIONS, [row_of(made, after=head_of(self._connection))])
            self._stale(_documents(self._connection, made))

    def put_review(
        self: _Writing,
        reviews: Iterable[Review],
        questions: Iterable[Question] = (),
        decided: Iterable[Finding] = (),
        *,
        only: Collection[str] | None = None,
    ) -> None:
        """What decisions make of incidents, in place of what they made before; of all incidents or some.

        ``decided`` are the findings that people gave, those without a value first; findings of the same incident and
        property that rules gave stay, overruled.
        """
        with self.transaction():
            connection = self._connection
            _forget(connection, only)
            self._insert(tables.REVIEWS, [rows.review_row(review) for review in reviews])
            self._insert(tables.QUESTIONS, [rows.question_row(question) for question in questions])
            given = list(decided)
            table = tables.FINDINGS
            for finding in {(one.incident_id, one.prop): one for one in given}.values():
                same = (table.c.incident_id == finding.incident_id, table.c.prop == finding.prop)
                connection.execute(update(table).where(*same).values(decision=finding.decision))
            run = int(connection.execute(select(func.max(tables.RUNS.c.id))).scalar() or 0)
            self._insert(table, [rows.finding_row(finding, run=run) for finding in given])


def _meant(connection: Connection, decision: Decision) -> Decision:
    """What an undo changes: the decision at its end, that of an undo of an undo too."""
    while decision.act == "undo":
        decision = read_decision(_row_named(connection, str(decision.undoes)))
    return decision


def _documents(connection: Connection, decision: Decision) -> set[str]:
    """The documents whose reports a decision is about; judgements of before the log do not name them."""
    table = tables.CLAIMS.c
    unnamed = [anchor.report_id for anchor in decision.reports if anchor.document_id is None]
    asked = select(table.document_id).where(table.report_id.in_(unnamed)).distinct()
    found = {row.document_id for row in connection.execute(asked)} if unnamed else set[str]()
    return found | {anchor.document_id for anchor in decision.reports if anchor.document_id is not None}


def _forget(connection: Connection, only: Collection[str] | None) -> None:
    """Take back what decisions made of all incidents, or of some, but for the log."""
    findings, reviews = tables.FINDINGS, tables.REVIEWS
    for names in [None] if only is None else in_chunks(only):
        where = [] if names is None else [findings.c.incident_id.in_(names)]
        connection.execute(delete(findings).where(findings.c.rule == DECIDED, *where))
        connection.execute(update(findings).where(findings.c.decision.is_not(None), *where).values(decision=None))
        connection.execute(delete(reviews).where(*([] if names is None else [reviews.c.incident_id.in_(names)])))
    asked = tables.QUESTIONS
    if only is None:
        connection.execute(delete(asked))
    else:  # those about no incident that is there are asked again too
        found = connection.execute(select(asked.c.row, asked.c.incidents)).all()
        gone = [row.row for row in found if not (names := loaded(row.incidents)) or not set(only).isdisjoint(names)]
        connection.execute(delete(asked).where(asked.c.row.in_(gone)))


def _anchor(connection: Connection, report_id: str) -> Anchor:
    """A report with the words it rests on now."""
    table = tables.CLAIMS.c
    found = connection.execute(CLAIMS.where(table.report_id == report_id).order_by(table.row)).mappings().all()
    spans = {span for row in found if row["prop"] != "evidence" for span in rows.read_evidence(row["evidence"])}
    return Anchor(
        report_id=report_id, document_id=found[0]["document_id"] if found else None, words=tuple(sorted(spans))
    )


def _row_named(connection: Connection, name: str) -> Any:
    key = name.removeprefix("dec-")
    table = tables.DECISIONS
    found = connection.execute(select(table).where(table.c.hash.startswith(key, autoescape=True))).mappings().all()
    if not name.startswith("dec-") or len(found) != 1:
        raise RegisterError(f"there is no decision {name!r}; 'tallybook review log' lists all")
    return found[0]


def _undone_now(connection: Connection, name: str, decision: Decision) -> Decision | None:
    """The decision that this one undoes, if it is an undo and may be."""
    if decision.act != "undo":
        return None
    target = read_decision(_row_named(connection, str(decision.undoes)))
    by = undone(connection).get(target.id)
    if by is not None:
        raise RegisterError(f"{name}: {target.id} is undone already, by {by}; undo that to have it again")
    return target


def _give_back(connection: Connection, target: Decision) -> None:
    """Give reports back to the incidents they were of before they were joined, so that these have their ids again."""
    joined = target.act == "merge" or (target.link is not None and target.link.judgement is Judgement.SAME)
    if not joined:
        return
    members = tables.MEMBERSHIPS
    known = {row.id for row in connection.execute(select(tables.INCIDENTS.c.id))}
    for part in target.parts:
        if part.incident_id in known:
            names = [anchor.report_id for anchor in part.reports]
            change = update(members).where(members.c.report_id.in_(names))
            connection.execute(change.values(incident_id=part.incident_id))


def _refuse_unseen(connection: Connection, name: str, decision: Decision, seen: int) -> None:
    """Raise RegisterConflict if somebody decided otherwise about the same since ``seen``."""
    table = tables.DECISIONS
    later = connection.execute(select(table).where(table.c.number > seen).order_by(table.c.number)).mappings()
    about = {anchor.report_id for anchor in decision.reports}
    for other in map(read_decision, later):
        shared = about & {anchor.report_id for anchor in other.reports}
        if (shared and _topic(other) == _topic(decision)) or other.undoes == (decision.undoes or ""):
            what = f"{_topic(other)} of {', '.join(sorted(shared)) or other.undoes}"
            raise RegisterConflict(
                f"{name}: {other.who} decided about the same meanwhile ({other.id}, {other.act}); look at it with "
                "'tallybook review log', then decide again",
                [Difference(what, None, f"{other.act} by {other.who}", f"{decision.act} by {decision.who}")],
            )


def _topic(decision: Decision) -> str:
    """What a decision is about: the same incident, one of its fields, or whether it stands at all."""
    if decision.act in LINKING:
        return "links"
    return str(decision.field) if decision.act == "correct" else "state" if decision.act in STATES else "undo"
