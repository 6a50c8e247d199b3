"""Pages and files made for the reading tests: all words are invented."""

from __future__ import annotations

import gzip
import zlib
from datetime import date
from pathlib import Path

from tallybook.model import Document, Issue, Page, sha256
from tallybook.read import read_document, read_pages

TODAY = date(2024, 6, 1)
PARAGRAPHS = (
    "A parcel exploded at the bus station of Northtown on Monday morning, wounding three passengers, the mayor said.",
    "The driver had noticed the parcel under a seat and asked everybody to leave the bus, witnesses told the Courier.",
    "Nobody has said who left it there, and the police have asked for photographs taken near the station that day.",
)


def page(text: str, *, media_type: str = "text/plain", made: str = "one", **given: str | None) -> Page:
    """A page with this text."""
    content = text.encode()
    return Page(id=made, source="memory", media_type=media_type, content=content, sha256=sha256(content), **given)


def html_page(body: str, *, head: str = "", made: str = "one", **given: str | None) -> Page:
    """An HTML page with this head and body."""
    markup = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return page(markup, media_type="text/html", made=made, **given)


def article(*, lines: tuple[str, ...] = PARAGRAPHS) -> str:
    """The body of a news page, with furniture round the story."""
    story = "".join(f"<p>{line}</p>" for line in lines)
    return (
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
        f"<main><article><h1>Parcel explodes in Northtown</h1>{story}</article></main>"
        "<footer><p>Leave a Reply</p><p>Your email address will not be published.</p></footer>"
    )


def read_all(*paths: Path | str, stdin: object = None) -> tuple[list[Page], list[Issue]]:
    """The pages and the issues of these paths."""
    items = list(read_pages(paths, stdin=stdin))
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Issue)]


def document_of(made: Page) -> Document:
    """The document of a page that must give one."""
    document, _ = read_document(made, latest=TODAY)
    assert document is not None
    return document


def codes(issues: list[Issue]) -> list[str]:
    """The codes of issues, in order."""
    return [issue.code for issue in issues]


def warc_record(url: str, html: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """One response record of a WARC file."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(html)}\r\n\r\n".encode()
    number = zlib.crc32(url.encode() + html)
    lines = (
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2024-03-04T10:00:00Z",
        f"WARC-Record-ID: <urn:uuid:{number:08x}-0000-4000-8000-000000000000>",
        "Content-Type: application/http; msgtype=response", f"Content-Length: {len(head) + len(html)}",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + head + html + b"\r\n\r\n"


def packed(records: list[bytes]) -> bytes:
    """Records as a .warc.gz: each its own gzip member."""
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def pdf(lines: list[str], *, created: str = "D:20240304100000Z") -> bytes:
    """A one-page PDF with these lines."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    drawing = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(drawing) + drawing + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title (Monthly review) /CreationDate ({created}) >>".encode(),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + table
    return out + b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % end
