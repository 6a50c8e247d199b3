"""Feeds and web archives."""

from __future__ import annotations

import io
from datetime import date

import pytest
from reading_pages import codes, document_of, packed, warc_record

from tallybook.model import Issue, Page
from tallybook.read.feeds import feed_pages
from tallybook.read.streams import GuardedGzip
from tallybook.read.warc import warc_pages

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Northtown Courier</title>
<item><guid>tag-1</guid><title>Parcel &amp; bus</title><link>https://courier.example/1</link>
<pubDate>Mon, 06 May 2024 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>A parcel exploded at the bus station of Northtown on Monday.</p>
<p>Three people were hurt.</p>]]>
</content:encoded></item>
<item><title>No text</title><link>https://courier.example/2</link></item>
<item><link>https://courier.example/3</link>
<description>A bridge&nbsp;was closed.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>urn:1</id><title>Bridge</title>
<updated>2024-05-09T00:00:00Z</updated><published>2024-05-06T08:00:00Z</published>
<content type="text">A bridge was closed in Northtown.</content></entry></feed>"""


def split(items: list[Page | Issue]) -> tuple[list[Page], list[Issue]]:
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Issue)]


def test_a_feed_gives_a_page_for_each_item_with_text() -> None:
    pages, issues = split(list(feed_pages(RSS.encode(), name="x.rss")))
    assert [(made.id, made.publisher) for made in pages] == [
        ("tag-1", "Northtown Courier"),
        ("https://courier.example/3", "Northtown Courier"),
    ]
    assert codes(issues) == ["missing_text"]


def test_an_item_is_read_in_full_and_on_its_own_day() -> None:
    document = document_of(next(item for item in feed_pages(RSS.encode(), name="x.rss") if isinstance(item, Page)))
    assert document.text.splitlines() == [
        "A parcel exploded at the bus station of Northtown on Monday.",
        "Three people were hurt.",
    ]
    assert (document.title, document.url) == ("Parcel & bus", "https://courier.example/1")
    assert (document.published.start, document.published_basis) == (date(2024, 5, 6), "metadata")


def test_atom_gives_the_first_day_and_not_the_last_change() -> None:
    (made,), issues = split(list(feed_pages(ATOM.encode(), name="x.atom")))
    assert (made.id, made.published, made.media_type) == ("urn:1", "2024-05-06", "text/plain")
    assert issues == []


def test_a_feed_with_entities_of_its_own_is_refused_at_once() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "x"><!ENTITY c SYSTEM "file:///etc/hostname">]>' + RSS.encode()
    )
    pages, issues = split(list(feed_pages(bomb, name="x.rss")))
    assert pages == []
    assert codes(issues) == ["bad_feed"]


def test_an_empty_feed_is_told_but_is_no_failure() -> None:
    _, issues = split(list(feed_pages(b'<rss version="2.0"><channel><title>C</title></channel></rss>', name="x.rss")))
    assert [(issue.code, issue.fatal) for issue in issues] == [("no_documents", False)]


def records() -> list[bytes]:
    pages = [warc_record(f"https://courier.example/{n}", b"<p>Bus %d burned in Northtown.</p>" % n) for n in range(3)]
    return [*pages, warc_record("https://courier.example/old", b"gone", status="404 Not Found"),
            warc_record("https://courier.example/i.png", b"\x89PNG", kind="image/png")]  # fmt: skip


@pytest.mark.parametrize("gzipped", [False, True], ids=["plain", "packed"])
def test_an_archive_gives_its_pages_and_nothing_else(gzipped: bool) -> None:
    content = packed(records()) if gzipped else b"".join(records())
    stream = GuardedGzip(io.BytesIO(content)) if gzipped else io.BytesIO(content)
    pages, issues = split(list(warc_pages(stream, name="x.warc.gz")))
    assert [made.id for made in pages] == [f"https://courier.example/{n}" for n in range(3)]
    assert pages[1].content == b"<p>Bus 1 burned in Northtown.</p>"
    assert issues == []


def test_an_archive_that_breaks_off_keeps_the_records_before() -> None:
    content = packed(records()[:3])
    pages, issues = split(list(warc_pages(GuardedGzip(io.BytesIO(content[:-60])), name="x.warc.gz")))
    assert [made.id for made in pages] == ["https://courier.example/0", "https://courier.example/1"]
    assert codes(issues) == ["truncated_gzip"]


def test_two_captures_of_one_address_are_two_pages() -> None:
    content = records()[0] + warc_record("https://courier.example/0", b"<p>Changed.</p>")
    pages, _ = split(list(warc_pages(io.BytesIO(content), name="x.warc")))
    assert len({made.id for made in pages}) == 2


def test_the_charset_of_the_server_goes_with_the_page() -> None:
    content = warc_record(
        "https://courier.example/r", "<p>мост закрыт</p>".encode("cp1251"), kind="text/html; charset=windows-1251"
    )
    (made,), _ = split(list(warc_pages(io.BytesIO(content), name="x.warc")))
    assert "мост закрыт" in document_of(made).text
