"""A register on SQL tables: what every store gives, whatever database is under it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tallybook.register.view import SqlView
from tallybook.register.writer import SqlWriter

if TYPE_CHECKING:
    from tallybook.register.pages import PageTable
    from tallybook.register.sql import Database


def pages_folder(path: Path) -> Path:
    """The folder beside a register in which the raw pages are kept."""
    return path.with_name(f"{path.name}.pages")


class SqlRegister:
    """A register; as a context manager it is closed at the end."""

    def __init__(
        self, database: Database, *, path: Path | None, dispose: Callable[[], None], pages: PageTable | None = None
    ) -> None:
        self.path = path
        self.pages = pages
        self.name = database.name
        self._database = database
        self._dispose = dispose

    def __enter__(self) -> Self:
        """The register itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    @property
    def pages_folder(self) -> Path | None:
        """The folder of raw pages; ``None`` when the register is in no file: ``pages`` has them, if anything does."""
        return None if self.path is None else pages_folder(self.path)

    def writer(self, *, wait: float = 0.0) -> SqlWriter:
        """A writer, to be used as a context manager; ``wait`` seconds for a run of another to end."""
        return SqlWriter(self._database, wait=wait)

    def view(self) -> SqlView:
        """A reader."""
        return SqlView(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._dispose()
