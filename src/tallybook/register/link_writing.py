"""Writing what linking gives: copies, links, and which reports are one incident; of all documents or of some."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import bindparam, delete, select, update

from tallybook.model import Link
from tallybook.register import rows, tables
from tallybook.register.identity import Identity, assign_incidents
from tallybook.register.link_index import SqlLinkIndex
from tallybook.register.view import in_chunks

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

__all__ = ["LinkWriter"]

LAST = "9999"
"""Sorts documents without a date of publication behind all others."""


class _Writing(Protocol):
    """What a writer lends to the functions here."""

    @property
    def _connection(self) -> Connection: ...

    @property
    def run(self) -> int: ...

    def transaction(self) -> AbstractContextManager[None]: ...

    def _insert(self, table: Table, made: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> None: ...

    def _stale(self, document_ids: Iterable[str] = ()) -> None: ...


class LinkWriter:
    """The part of a writer that is about links."""

    def link_index(self: _Writing) -> SqlLinkIndex:
        """The index of links, for the transaction that is open."""
        return SqlLinkIndex(self._connection, run=self.run)

    def put_linked(self: _Writing) -> None:
        """All documents are linked now: none is waiting for it."""
        with self.transaction():
            self._connection.execute(delete(tables.UNLINKED))

    def put_copies(self: _Writing, copies: Mapping[str, str | None]) -> set[str]:
        """Of which document each of these is a copy, or of none; gives those for which that has changed."""
        table = tables.DOCUMENTS
        with self.transaction():
            parts = (select(table.c.id, table.c.copy_of).where(table.c.id.in_(names)) for names in in_chunks(copies))
            now = {row.id: row.copy_of for part in parts for row in self._connection.execute(part)}
            changed = [{"name": name, "original": copies[name]} for name in now if now[name] != copies[name]]
            names = {str(row["name"]) for row in changed}
            if changed:
                change = update(table).where(table.c.id == bindparam("name")).values(copy_of=bindparam("original"))
                self._connection.execute(change, changed)
                self._stale(names)
        return names

    def put_links(self: _Writing, links: Iterable[Link]) -> None:
        """The linker's links, in place of all it gave before."""
        with self.transaction():
            self._connection.execute(delete(tables.LINKS))
            self._insert(tables.LINKS, [{**rows.link_row(link), "run": self.run} for link in links])

    def put_clusters(
        self: _Writing, clusters: Iterable[Sequence[str]], *, of: Collection[str] | None = None
    ) -> dict[str, str]:
        """The clusters of reports; gives the incident id of each report. Ids outlive re-clustering.

        With ``of`` these are the clusters of those reports, in which all are that shared an incident with one of them;
        other reports keep their incidents.
        """
        told = [list(cluster) for cluster in clusters]
        with self.transaction():
            connection = self._connection
            names = None if of is None else {name for cluster in told for name in cluster} | set(of)
            place = _places(connection, names)
            ordered = sorted(
                (sorted(cluster, key=lambda report: place.get(report, (LAST, report, 0))) for cluster in told),
                key=lambda cluster: place.get(cluster[0], (LAST, cluster[0], 0)),
            )
            members = _members(connection, names)
            before = _identities(connection, members, names)
            made = assign_incidents(ordered, identities=before, members=members)
            held = {*members.values(), *made.members.values()}
            after = [one for one in made.identities if names is None or one.id in held]
            _put_identities(self, before, after)
            if members != made.members:
                _forget_members(connection, names)
                self._insert(
                    tables.MEMBERSHIPS, [{"report_id": r, "incident_id": made.members[r]} for r in sorted(made.members)]
                )
        return dict(made.members)


Names = Collection[str] | None
"""Some reports, or all."""


def _places(connection: Connection, names: Names) -> dict[str, tuple[str, str, int]]:
    """What "the first report" goes by: when its document was published, then its document, then its place there."""
    claims, documents = tables.CLAIMS.c, tables.DOCUMENTS.c
    question = (
        select(claims.report_id, claims.document_id, claims.row, documents.published)
        .join(tables.DOCUMENTS, documents.id == claims.document_id)
        .where(claims.superseded.is_(None), claims.prop == "event_type")
        .order_by(claims.document_id, claims.row)
    )
    parts = [question] if names is None else [question.where(claims.report_id.in_(some)) for some in in_chunks(names)]
    places: dict[str, tuple[str, str, int]] = {}
    for row in (row for part in parts for row in connection.execute(part)):
        published = json.loads(row.published).get("start") or LAST
        places.setdefault(row.report_id, (published, row.document_id, row.row))
    return places


def _members(connection: Connection, names: Names) -> dict[str, str]:
    table = tables.MEMBERSHIPS
    question = select(table)
    parts = [question] if names is None else [question.where(table.c.report_id.in_(some)) for some in in_chunks(names)]
    return {row.report_id: row.incident_id for part in parts for row in connection.execute(part)}


def _forget_members(connection: Connection, names: Names) -> None:
    table = tables.MEMBERSHIPS
    for some in [None] if names is None else in_chunks(names):
        connection.execute(delete(table).where(*([] if some is None else [table.c.report_id.in_(some)])))


def _identities(connection: Connection, members: Mapping[str, str], names: Names) -> list[Identity]:
    """All ids, or those that these reports have or once gave their name to, the oldest first."""
    table, leads = tables.INCIDENTS, tables.REDIRECTS
    question = select(table, leads.c.new).outerjoin(leads, leads.c.old == table.c.id)
    if names is None:
        parts = [question]
    else:
        parts = [question.where(table.c.id.in_(some)) for some in in_chunks(members.values())]
        parts += [question.where(table.c.minted_from.in_(some)) for some in in_chunks(names)]
    found = {row.row: row for part in parts for row in connection.execute(part)}
    return [
        Identity(id=row.id, minted_from=row.minted_from, state=row.state, leads_to=row.new)
        for _, row in sorted(found.items())
    ]


def _put_identities(writer: _Writing, before: Sequence[Identity], after: Sequence[Identity]) -> None:
    old = {identity.id: identity for identity in before}
    new = [one for one in after if one.id not in old]
    changed = [one for one in after if one.id in old and old[one.id] != one]
    table = tables.INCIDENTS
    writer._insert(
        table, [{"id": one.id, "minted_from": one.minted_from, "state": one.state, "run": writer.run} for one in new]
    )
    if changed:
        connection = writer._connection
        change = update(table).where(table.c.id == bindparam("name")).values(state=bindparam("now"))
        connection.execute(change, [{"name": one.id, "now": one.state} for one in changed])
        leads = tables.REDIRECTS
        connection.execute(delete(leads).where(leads.c.old.in_([one.id for one in changed])))
        writer._insert(leads, [{"old": one.id, "new": one.leads_to} for one in changed if one.leads_to is not None])
