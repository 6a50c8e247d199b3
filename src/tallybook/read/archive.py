"""The raw pages, each kept under its hash: evidence outlives the link."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tallybook.errors import IntegrityError, RegisterError, RegisterFull
from tallybook.model import Issue, Page, sha256

FULL_DEVICE = (28, 122)
"""``ENOSPC`` and ``EDQUOT``: no space left, or no more allowed."""
HASH = re.compile(r"[0-9a-f]{64}")
ENDING = ".z"
LEVEL = 6
"""zlib's own default; level 9 saves 1 % on news pages and takes twice as long."""

AT_ONCE = 8
"""Files that are synced at the same time: the disk writes them together, and nobody waits for each alone."""


class PageArchive:
    """A folder of pages, packed with zlib, each in a file named by the SHA-256 of its bytes before packing.

    A file appears whole or not at all: it is written under another name, synced and renamed. Pages put together are
    synced together, which costs the disk less than one after the other; when it returns they are there for good.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def put(self, page: Page) -> str:
        """Keep one page's bytes and give their hash, as ``put_all`` does."""
        return self.put_all([page])[0]

    def put_all(self, pages: Sequence[Page]) -> list[str]:
        """Keep the bytes of pages and give their hashes; a page that is there already costs nothing.

        Raises:
            RegisterFull: there is no space left.
            RegisterError: the folder cannot be written to.
        """
        keys = [sha256(page.content) for page in pages]
        fresh = {self._path(key): page for key, page in zip(keys, pages, strict=True) if key not in self}
        written: dict[Path, Path] = {}
        try:
            for target, page in fresh.items():
                with self._explained(target, page):
                    written[target] = _written(target, zlib.compress(page.content, LEVEL))
            with ThreadPoolExecutor(AT_ONCE) as pool:
                synced = [pool.submit(_sync, name) for name in written.values()]
                for (target, page), done in zip(fresh.items(), synced, strict=True):
                    with self._explained(target, page):
                        done.result()
                        written.pop(target).rename(target)
                list(pool.map(_sync, {target.parent for target in fresh}))
        finally:
            for name in written.values():
                name.unlink(missing_ok=True)
        return keys

    @contextlib.contextmanager
    def _explained(self, target: Path, page: Page) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            kind = RegisterFull if error.errno in FULL_DEVICE else RegisterError
            message = (
                f"{target}: the page {page.id!r} cannot be kept ({error.strerror}); free space or choose another folder"
            )
            raise kind(message) from error

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


def _written(target: Path, packed: bytes) -> Path:
    """The bytes in a file of a passing name beside the target, not yet synced; no file where that fails."""
    target.parent.mkdir(parents=True, exist_ok=True)
    name = target.with_name(f".writing-{secrets.token_hex(8)}")
    try:
        descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(packed)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink(missing_ok=True)
        raise
    return name


def _sync(path: Path) -> None:
    """A file's bytes, or a folder's names, on the disk for good."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
