"""What reading gives: a page as it was fetched, and the document read out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tallybook.model.values import PartialDate

PublishedBasis = Literal["metadata", "inferred", "none"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Words and where they stand: ``document.text[start:end] == text``, counted in Unicode characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes of one source item, kept under their SHA-256, with what the source itself said about them.

    ``media_type`` is one of ``text/plain``, ``text/html``, ``application/pdf``. ``id`` is the id the input gave, or
    the file's stem. ``published`` and the fields after it come from the source's metadata, never from the text.
    """

    id: str
    source: str
    media_type: str
    content: bytes
    sha256: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The main text of one page; every offset in the register counts characters of ``text``."""

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    language: str = "en"
    url: str | None = None
    published: PartialDate = PartialDate()
    published_basis: PublishedBasis = "none"
    page_hash: str | None = None
    reader: str = "text/1"
    copy_of: str | None = None

    def span(self, start: int, end: int) -> Span:
        """The words from ``start`` to ``end`` of the text."""
        return Span(start=start, end=end, text=self.text[start:end])
