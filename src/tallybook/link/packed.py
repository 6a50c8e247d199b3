"""Profiles packed into a file, so that a million of them take little memory."""

from __future__ import annotations

import os
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from tallybook.link.profile import Profile

AT_ONCE = 1 << 20
"""Bytes written at once."""


class PackedProfiles:
    """Rows of profiles in a temporary file: append all, then read any. As a context manager it closes the file.

    Handed to another process it is a reader of the same file.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.NamedTemporaryFile(prefix="tallybook-")  # noqa: SIM115  closed by ``close``
        self._ends = array("Q", [0])
        self._waiting = bytearray()

    def __getstate__(self) -> tuple[str, bytes]:
        """What another process needs to read the rows."""
        self._write()
        return self._file.name, self._ends.tobytes()

    def __setstate__(self, state: tuple[str, bytes]) -> None:
        """Read the rows of a file that another process keeps."""
        self._file = Path(state[0]).open("rb")  # noqa: SIM115  as above
        self._ends = array("Q")
        self._ends.frombytes(state[1])
        self._waiting = bytearray()

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ends) - 1

    def append(self, profile: Profile) -> None:
        """Add a row."""
        packed = profile.pack()
        self._ends.append(self._ends[-1] + len(packed))
        self._waiting += packed
        if len(self._waiting) >= AT_ONCE:
            self._write()

    def _write(self) -> None:
        if not self._waiting:
            return
        self._file.write(self._waiting)
        self._file.flush()
        self._waiting.clear()

    def __getitem__(self, row: int) -> Profile:
        """The profile of one row."""
        self._write()
        start = self._ends[row]
        return Profile.unpack(os.pread(self._file.fileno(), self._ends[row + 1] - start, start))

    def __iter__(self) -> Iterator[Profile]:
        """All rows in turn."""
        return (self[row] for row in range(len(self)))

    def close(self) -> None:
        """Delete the file."""
        self._file.close()

    def __enter__(self) -> Self:
        """The profiles."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Delete the file."""
        self.close()
