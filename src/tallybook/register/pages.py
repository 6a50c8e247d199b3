"""Raw pages in a table: where a register is on a server, the evidence is where its rows are."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from tallybook.errors import IntegrityError
from tallybook.model import Page, sha256
from tallybook.register import tables
from tallybook.register.sql import transaction

if TYPE_CHECKING:
    from tallybook.register.sql import Database


class PageTable:
    """The pages of a register, packed with zlib, each under the SHA-256 of its bytes before packing.

    It does what a folder of pages does: a page is there whole or not at all, and for good when ``put_all`` returns.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: set[str] | None = None

    def put_all(self, pages: Sequence[Page]) -> list[str]:
        """Keep the bytes of pages and give their hashes; a page that is there already costs nothing."""
        keys = [sha256(page.content) for page in pages]
        kept = self._known()
        fresh = {key: page for key, page in zip(keys, pages, strict=True) if key not in kept}
        if fresh:
            made = [{"hash": key, "packed": zlib.compress(page.content)} for key, page in sorted(fresh.items())]
            with self._database.connect() as connection, transaction(connection):
                connection.execute(insert(tables.RAW_PAGES).on_conflict_do_nothing(), made)
            kept.update(fresh)
        return keys

    def _known(self) -> set[str]:
        """The hashes of the pages that are there, asked once: a build asks for each page that it has read before."""
        if self._kept is None:
            with self._database.connect() as connection:
                self._kept = set(connection.execute(select(tables.RAW_PAGES.c.hash)).scalars())
        return self._kept

    def get(self, key: str) -> bytes:
        """The bytes kept under this hash.

        Raises:
            IntegrityError: They are not there, or not the same any more.
        """
        table = tables.RAW_PAGES.c
        with self._database.connect() as connection:
            packed = connection.execute(select(table.packed).where(table.hash == key)).scalar()
        if packed is None:
            raise self._flaw(key, "is not there; restore it from a backup, or build again from its source")
        try:
            content = zlib.decompress(packed)
        except zlib.error as error:
            raise self._flaw(key, f"is damaged ({error}); restore it") from error
        if sha256(content) != key:
            raise self._flaw(key, "has other content than was kept; restore it")
        return content

    def _flaw(self, key: str, words: str) -> IntegrityError:
        return IntegrityError(f"{self._database.name}: the page {key} {words}")
