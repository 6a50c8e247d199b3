"""What a register opened from Python answers besides a tally; :class:`tallybook.Tallybook` has all of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tallybook.answer import Query, Reconciled, Table
    from tallybook.register.view import SqlView

__all__ = ["Asking"]


class Asking(ABC):
    """Questions to a register; filters as in :func:`tallybook.answer.make_query`, with ``type`` for ``event_type``."""

    @abstractmethod
    def _seen(self) -> AbstractContextManager[SqlView]:
        """One moment of the register."""

    @abstractmethod
    def _tables(self, view: SqlView) -> dict[str, Any]:
        """What answers need beside a register: ``parents`` and ``known``."""

    @abstractmethod
    def _query(self, asked: dict[str, Any], *, threats: bool) -> Query:
        """The query of filters as a caller writes them."""

    def timeline(self, **filters: Any) -> Table:
        """The incidents that match in order of time, one row each; threats are left out unless ``stage`` asks."""
        from tallybook.answer import timeline  # noqa: PLC0415

        with self._seen() as view:
            return timeline(view, self._query(_typed(filters), threats=False), **self._tables(view))

    def disagreements(self, **filters: Any) -> Table:
        """Where documents contradict each other: a row for each reading, with the documents that have it."""
        from tallybook.answer import disputes  # noqa: PLC0415

        with self._seen() as view:
            return disputes(view, self._query(_typed(filters), threats=True), **self._tables(view))

    def compare(self, one: str, other: str, *, by: str = "status", **filters: Any) -> Table:
        """Two actors side by side: see :func:`tallybook.answer.compare`."""
        from tallybook.answer import compare  # noqa: PLC0415

        with self._seen() as view:
            query = self._query(_typed(filters), threats=False)
            return compare(view, one, other, query, by=by, **self._tables(view))

    def coverage(self, *, by: str = "month") -> Table:
        """What the register was made from, by period or by ``source``: see :func:`tallybook.answer.coverage`."""
        from tallybook.answer import coverage  # noqa: PLC0415

        with self._seen() as view:
            return coverage(view, by=by)

    def reconcile_tallies(self, **filters: Any) -> list[Reconciled]:
        """Each reported tally beside the register's own count: see :func:`tallybook.answer.reconcile_tallies`."""
        from tallybook.answer import reconcile_tallies  # noqa: PLC0415

        with self._seen() as view:
            tables = self._tables(view)
            query = self._query(_typed(filters), threats=False)
            return reconcile_tallies(view, query, parents=tables["parents"], categories=tables["known"]["target"])


def _typed(filters: dict[str, Any]) -> dict[str, Any]:
    return {"event_type" if name == "type" else name: value for name, value in filters.items()}
