"""The raw pages, each kept under its hash: evidence outlives the link."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tallybook.errors import IntegrityError, RegisterError, RegisterFull
from tallybook.model import Issue, Page, sha256

FULL_DEVICE = (28, 122)
"""``ENOSPC`` and ``EDQUOT``: no space left, or no more allowed."""
HASH = re.compile(r"[0-9a-f]{64}")
ENDING = ".z"
LEVEL = 6
"""zlib's own default; level 9 saves 1 % on news pages and takes twice as long."""


class PageArchive:
    """A folder of pages, packed with zlib, each in a file named by the SHA-256 of its bytes before packing.

    A file appears whole or not at all: it is written under another name, synced and renamed.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def put(self, page: Page) -> str:
        """Keep the page's bytes and give their hash; a page that is there already costs nothing."""
        key = sha256(page.content)
        target = self._path(key)
        if target.exists():
            return key
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(target, zlib.compress(page.content, LEVEL))
        except OSError as error:
            kind = RegisterFull if error.errno in FULL_DEVICE else RegisterError
            message = (
                f"{target}: the page {page.id!r} cannot be kept ({error.strerror}); free space or choose another folder"
            )
            raise kind(message) from error
        return key

    def get(self, key: str) -> bytes:
        """The bytes kept under this hash; ``IntegrityError`` when they are not there or not the same any more."""
        try:
            packed = self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise IntegrityError(
                f"{key}: no such page in {self.folder}; restore it from a backup, or build again from its source"
            ) from error
        try:
            content = zlib.decompress(packed)
        except zlib.error as error:
            raise IntegrityError(f"{key}: the page in {self.folder} is damaged ({error}); restore it") from error
        if sha256(content) != key:
            raise IntegrityError(f"{key}: the page in {self.folder} has other content than was kept; restore it")
        return content

    def __contains__(self, key: str) -> bool:
        """Whether a page is kept under this hash."""
        return HASH.fullmatch(key) is not None and self._path(key).exists()

    def keys(self) -> Iterator[str]:
        """The hashes of all pages kept, in order."""
        for path in sorted(self.folder.glob(f"??/*{ENDING}")):
            yield path.name.removesuffix(ENDING)

    def verify(self) -> Iterator[Issue]:
        """An issue for every page that is damaged or does not match its name."""
        for key in self.keys():
            try:
                self.get(key)
            except (IntegrityError, OSError) as error:
                yield Issue(document_id=key, stage="register", code="damaged_page", message=str(error))

    def _path(self, key: str) -> Path:
        if not HASH.fullmatch(key):
            raise IntegrityError(f"{key!r} is no SHA-256 of a page (64 small hexadecimal digits)")
        return self.folder / key[:2] / f"{key}{ENDING}"


def _write(target: Path, packed: bytes) -> None:
    """The file, on the disk for good: synced before it gets its name, and the name synced too."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(packed)
            handle.flush()
            os.fsync(handle.fileno())
        Path(name).chmod(0o444)
        Path(name).rename(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
