"""One body over every kind of source, each recorded as a tiny file."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tallybook.model import Issue, Page
from tallybook.read import read_document, read_pages
from tallybook.testing import READER_CONTRACT

WORDS = "Three people died in Northtown on 4 May 2021, when a bomb went off at the market, the Courier reports."
HTML = f"<html><head><title>Blast in Northtown</title></head><body><article><p>{WORDS}</p></article></body></html>"
LINES = [{"id": "a", "text": WORDS, "published": "2021-05-04"}, {"id": "b", "html": HTML, "title": None}]
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Northtown Courier</title>
<item><guid>a</guid><title>Blast</title><link>https://courier.example/a</link><description>{WORDS}</description></item>
</channel></rss>"""


def warc(body: str) -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/a\r\n"
        "WARC-Date: 2021-05-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def pdf(words: str) -> bytes:
    """The smallest file with a page of text that readers accept."""
    drawing = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (table, len(made))
    )


JSONL = "\n".join(json.dumps(line) for line in LINES).encode()
SOURCES: dict[str, bytes] = {
    "a.txt": WORDS.encode(),
    "a.html": HTML.encode(),
    "a.pdf": pdf(WORDS),
    "a.jsonl": JSONL,
    "a.jsonl.gz": gzip.compress(JSONL, mtime=0),
    "a.csv": f'id,text,published\na,"{WORDS}",2021-05-04\nb,"{WORDS}",\n'.encode(),
    "a.warc": warc(HTML),
    "a.warc.gz": gzip.compress(warc(HTML), mtime=0),
    "a.xml": FEED.encode(),
}


@pytest.fixture(params=SOURCES)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / str(request.param)
    made.write_bytes(SOURCES[request.param])
    return made


@pytest.mark.parametrize("rule", READER_CONTRACT, ids=[rule.__name__ for rule in READER_CONTRACT])
def test_every_reader_keeps_the_contract(
    rule: Callable[[Callable[[], Iterable[Page | Issue]]], None], path: Path
) -> None:
    rule(lambda: read_pages([path]))


def test_every_kind_of_source_gives_its_words(path: Path) -> None:
    pages = list(read_pages([path]))
    assert all(isinstance(page, Page) for page in pages)
    documents = [read_document(page)[0] for page in pages if isinstance(page, Page)]
    assert documents
    assert all(document is not None and "Three people died in Northtown" in document.text for document in documents)


def test_standard_input_is_jsonl() -> None:
    pages = list(read_pages(["-"], stdin=io.BufferedReader(io.BytesIO(JSONL))))
    assert [page.id for page in pages if isinstance(page, Page)] == ["a", "b"]
