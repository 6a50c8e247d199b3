"""A register on SQL tables: what every store gives, whatever database is under it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tallybook.register.view import SqlView
from tallybook.register.writer import SqlWriter

if TYPE_CHECKING:
    from tallybook.register.sql import Database


def pages_folder(path: Path) -> Path:
    """The folder beside a register in which the raw pages are kept."""
    return path.with_name(f"{path.name}.pages")


class SqlRegister:
    """A register; as a context manager it is closed at the end."""

    def __init__(self, database: Database, *, path: Path | None, dispose: Callable[[], None]) -> None:
        self.path = path
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
        """Where raw pages are kept; ``None`` when the register is in memory, and keeps none."""
        return None if self.path is None else pages_folder(self.path)

    def writer(self) -> SqlWriter:
        """The one writer, to be used as a context manager."""
        return SqlWriter(self._database)

    def view(self) -> SqlView:
        """A reader."""
        return SqlView(self._database)

    def close(self) -> None:
        """Close all connections."""
        self._dispose()
