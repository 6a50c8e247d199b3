"""What every reader must do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tallybook.model import Issue, Page, sha256
from tallybook.testing.checks import check, same

MEDIA_TYPES = ("text/plain", "text/html", "application/pdf")

Read = Callable[[], Iterable[Page | Issue]]


def pages_are_under_their_hash(read: Read) -> None:
    """A page's hash is the SHA-256 of its bytes, and its media type one that can be read on."""
    for page in _pages(read):
        same(page.sha256, sha256(page.content), f"hash of {page.id}")
        check(page.media_type.partition(";")[0] in MEDIA_TYPES, f"{page.id}: media type {page.media_type!r}")


def ids_are_stated_and_single(read: Read) -> None:
    """Every page has an id, and no two have the same."""
    ids = [page.id for page in _pages(read)]
    check(ids and all(ids), f"ids: {ids!r}")
    same(len(ids), len(set(ids)), "different ids")


def reading_again_gives_the_same(read: Read) -> None:
    """Pages come in the same order with the same content."""
    same(list(read()), list(read()), "pages")


def nothing_stated_is_empty_text(read: Read) -> None:
    """What the source does not say is ``None``, never ``""``."""
    for page in _pages(read):
        stated = (page.title, page.publisher, page.published, page.url)
        check(all(value is None or value.strip() for value in stated), f"{page.id}: {stated!r}")


def _pages(read: Read) -> list[Page]:
    return [item for item in read() if isinstance(item, Page)]


READER_CONTRACT: tuple[Callable[[Read], None], ...] = (
    pages_are_under_their_hash,
    ids_are_stated_and_single,
    reading_again_gives_the_same,
    nothing_stated_is_empty_text,
)
"""What every reader must do; each takes a function that reads a source that holds at least one page."""
