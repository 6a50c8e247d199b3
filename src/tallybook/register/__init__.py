"""The register: documents, mentions, claims, links, incidents and findings as rows, with one writer and many views."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tallybook.register.address import shown, store_of
from tallybook.register.base import Register, View, Writer
from tallybook.register.stored import Head, Record, Run, RunState, StoredPage, Unstorable

if TYPE_CHECKING:
    from tallybook.register.store import SqlRegister

__all__ = [
    "Head",
    "Record",
    "Register",
    "Run",
    "RunState",
    "StoredPage",
    "Unstorable",
    "View",
    "Writer",
    "open_register",
    "shown",
]


def open_register(path: str | Path, *, create: bool = False, store: str | None = None) -> SqlRegister:
    """The register in a file, or at an address such as ``postgresql://server/database``.

    ``":memory:"`` gives one that is gone when it is closed. ``create`` makes it if there is none. ``store`` names the
    kind of store where neither path nor address says it; the scheme of an address names the store of another package.
    A register that an older version wrote is brought up to date; one of a newer version raises
    :class:`~tallybook.errors.RegisterTooNew`.
    """
    from tallybook.plugins import load  # noqa: PLC0415

    opened: SqlRegister = load("stores", store or store_of(path))(path, create=create)
    return opened
