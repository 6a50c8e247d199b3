"""Rows of a register that are no stage's type: runs, pages, documents with all that was read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tallybook.errors import IntegrityError
from tallybook.model import Claim, Document, Issue, Mention, Page

__all__ = ["FIRST", "Head", "Record", "Run", "RunState", "StoredPage", "Unstorable"]


class Unstorable(IntegrityError):
    """A document holds something that cannot be stored; the register is sound, and other documents can be."""


RunState = Literal["running", "done", "interrupted", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One build as a row: any number in an answer can be led back to the run that made it.

    ``started`` and ``ended`` are ISO times (UTC); ``ended`` is ``None`` while it runs, or when it was killed.
    """

    id: int
    version: str
    codebook_hash: str
    settings: Mapping[str, object]
    started: str
    ended: str | None = None
    state: RunState = "running"
    counts: Mapping[str, int]


FIRST = "0" * 64
"""What stands in the place of a hash before the first entry of the log of decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of the log of decisions: its number (0 when there is none) and its hash."""

    number: int = 0
    hash: str = FIRST


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A raw page that is kept beside the register: the SHA-256 of its bytes, its kind, one source and size in bytes."""

    hash: str
    media_type: str
    source: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that is stored of one document, in one transaction or not at all.

    ``content_hash`` is of what was read (bytes and metadata), ``recipe`` names what read it; both the same again means
    that nothing needs to be done. ``signature`` is what copies are recognised by.
    """

    document: Document
    content_hash: str
    recipe: str
    mentions: Sequence[Mention] = ()
    claims: Sequence[Claim] = ()
    issues: Sequence[Issue] = ()
    page: Page | None = None
    signature: bytes | None = None
