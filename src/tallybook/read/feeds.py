"""RSS and Atom feeds: one page per item, with the day that the feed gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tallybook.model import Issue, Page, sha256
from tallybook.read.problems import problem
from tallybook.read.published import parse_published

DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
FEED_MARKS = (b"<rss", b"<feed", b"<rdf:RDF", b"<channel")


def feed_pages(content: bytes, *, name: str) -> Iterator[Page | Issue]:
    """One page per item of a feed; its id is the item's own (guid), else its address, else the feed's name and number.

    A feed with a document type is refused: feeds need none, and entities declared there can fill the memory.
    """
    head = content[:20_000]
    if DOCTYPE.search(head) or not any(mark in head for mark in FEED_MARKS):
        reason = "it declares a document type" if DOCTYPE.search(head) else "it has no rss or feed element"
        yield problem(name, "bad_feed", f"{name} is not read as a feed: {reason}")
        return
    import feedparser  # noqa: PLC0415 - loads slowly

    # Cleaning is left to the main-text reader; addresses must not be fetched, and nothing here fetches.
    feed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    publisher = feed.feed.get("title") or None
    if not feed.entries:
        code, reason = ("bad_feed", str(feed.bozo_exception)) if feed.bozo else ("no_documents", "it has no items")
        yield problem(name, code, f"{name}: {reason}", fatal=bool(feed.bozo))
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry_page(entry, f"{name}:{number}", publisher)


def _entry_page(entry: Any, place: str, publisher: str | None) -> Page | Issue:
    body, is_html = _body(entry)
    made = entry.get("id") or entry.get("link") or place
    if not body.strip():
        return problem(str(made), "missing_text", f"{place} has neither content nor summary")
    content = body.encode("utf-8", "replace")
    return Page(
        id=str(made), source=place, media_type="text/html" if is_html else "text/plain", content=content,
        sha256=sha256(content), title=_plain(entry.get("title")), publisher=publisher, published=_day(entry),
        url=entry.get("link") or None,
    )  # fmt: skip


def _body(entry: Any) -> tuple[str, bool]:
    """The longest content of an item, and whether it is HTML."""
    bodies = [(part.get("value") or "", part.get("type") or "") for part in entry.get("content", [])]
    if entry.get("summary"):
        bodies.append((entry.summary, entry.get("summary_detail", {}).get("type") or ""))
    text, kind = max(bodies, key=lambda pair: len(pair[0]), default=("", ""))
    return text, ("html" in kind and "<" in text) or "<p" in text


def _day(entry: Any) -> str | None:
    """The day that is written in the item, without moving it to another time zone."""
    for field in ("published", "created", "updated"):
        given = parse_published(str(entry.get(field) or ""))
        if given is not None and given.start is not None:
            return given.start.isoformat()
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    return f"{parsed.tm_year:04}-{parsed.tm_mon:02}-{parsed.tm_mday:02}" if parsed else None


def _plain(title: object) -> str | None:
    return re.sub(r"<[^<>]{1,200}>", "", str(title)).strip() or None if title else None
