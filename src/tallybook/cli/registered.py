"""A register opened for a command, and closed again whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.errors import UsageError

if TYPE_CHECKING:
    from tallybook.export import IncidentRecord
    from tallybook.register.base import View

__all__ = ["find_incident", "seen"]

NEAR = 60
"""How alike (of 100) an id must be to be offered for one that is not there."""


@contextmanager
def seen(path: str | Path) -> Iterator[View]:
    """One moment of the register."""
    from tallybook.register import open_register  # noqa: PLC0415  SQLAlchemy is heavy

    register = open_register(path)
    try:
        with register.view() as view:
            yield view
    finally:
        register.close()


def find_incident(view: View, wanted: str) -> IncidentRecord:
    """The incident of an id, of the beginning of an id, or of an id it had before a merge.

    Raises:
        UsageError: No id begins like this, or several do.
    """
    from tallybook.export.records import record_of  # noqa: PLC0415

    incident = view.incident(wanted)
    if incident is None or not incident.reports:
        known = {one.id: one for one in view.incidents() if one.reports}
        ids = [name for name in known if name.startswith(wanted) or name.partition("-")[2].startswith(wanted)]
        if len(ids) != 1 or not wanted:
            raise UsageError(_which(wanted, ids, list(known)))
        incident = known[ids[0]]
    return record_of(view, incident)


def _which(wanted: str, ids: list[str], known: list[str]) -> str:
    if len(ids) > 1:
        return f"{wanted!r} begins {len(ids)} ids: {_some(ids)}; give more of it"
    from rapidfuzz import process  # noqa: PLC0415

    near = [str(found[0]) for found in process.extract(wanted, known, limit=3, score_cutoff=NEAR)]
    if near:
        return f"there is no incident {wanted!r}; near it: {_some(near)}"
    return f"there is no incident {wanted!r}; 'tallybook list' shows the {len(known)} there are"


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
