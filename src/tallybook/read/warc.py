"""Web archives (WARC): one page per HTML, text or PDF response."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from tallybook.model import Issue, Page, sha256
from tallybook.read import limits
from tallybook.read.problems import problem
from tallybook.read.streams import ExpandsTooMuch, GuardedGzip

MEDIA_TYPES = {"text/html": "text/html", "application/xhtml+xml": "text/html", "text/plain": "text/plain",
               "application/pdf": "application/pdf"}  # fmt: skip
HTTP_OK = 200


def warc_pages(stream: BinaryIO | GuardedGzip, *, name: str) -> Iterator[Page | Issue]:
    """The pages of a WARC file; a page's id is its address (a second capture's: address and time of capture).

    A file that breaks off ends with an issue; the records before it are kept.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - a native library

    records, seen = 0, set[str]()
    wanted = WarcRecordType.response | WarcRecordType.resource
    try:
        for record in ArchiveIterator(stream, record_types=wanted, auto_decode="all"):
            records += 1
            item = _record_page(record, name, seen)
            if item is not None:
                yield item
    except ExpandsTooMuch:
        yield problem(
            name, "too_large", f"{name} unpacks to more than any text; reading stopped after {records} records"
        )
        return
    except (OSError, EOFError, ValueError, zlib.error) as error:
        message = f"{name} breaks off after {records} records ({error}); what stands before it was read"
        yield problem(name, _broken(name), message)
        return
    if not records:
        yield problem(name, "bad_warc", f"{name} holds no response records")


def _broken(name: str) -> str:
    return "truncated_gzip" if name.endswith(".gz") else "bad_warc"


def _record_page(record: Any, name: str, seen: set[str]) -> Page | Issue | None:
    """The page of one record; ``None`` for redirects, errors, images, scripts and the like, which are no documents."""
    http = record.http_headers
    if http is not None and http.status_code != HTTP_OK:
        return None
    given = (record.http_content_type if http is not None else record.headers.get("Content-Type")) or ""
    media_type = MEDIA_TYPES.get(given.split(";")[0].strip().lower())
    if media_type is None:
        return None
    url = record.headers.get("WARC-Target-URI") or None
    captured = record.headers.get("WARC-Date") or record.record_id
    made = url or record.record_id
    made = f"{made} {captured}" if made in seen else made
    seen.add(made)
    limit = limits.MAX_PDF_BYTES if media_type == "application/pdf" else limits.MAX_PAGE_BYTES
    content = record.reader.read(limit + 1)
    if len(content) < record.content_length and not _encoded(http):
        size = f"{len(content)} of {record.content_length} bytes"
        return problem(made, _broken(name), f"{name} breaks off in the record of {made} ({size})")
    if len(content) > limit:
        return problem(made, "too_large", f"{name}: {made} is larger than {limit / 1e6:.0f} MB")
    charset = record.http_charset if http is not None else None
    return Page(
        id=made, source=f"{name}:{record.record_id}", content=content, sha256=sha256(content), url=url,
        media_type=f"{media_type}; charset={charset}" if charset and charset.lower() != "utf-8" else media_type,
    )  # fmt: skip


def _encoded(http: Any) -> bool:
    """Whether the body was sent packed or in chunks, so that its length is another than the record's."""
    return http is not None and ("Content-Encoding" in http or "Transfer-Encoding" in http)
