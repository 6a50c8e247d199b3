"""A page to a document: text, description, day of publication, and hostile pages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from reading_pages import PARAGRAPHS, TODAY, article, codes, document_of, html_page, page, pdf

from tallybook.model import Page, sha256
from tallybook.read import read_document
from tallybook.read.maintext import Request
from tallybook.read.worker import BOOT, ExtractionWorker, WorkerError, shared_worker

STORY = "\n".join(PARAGRAPHS)


def test_the_main_text_of_a_page_is_its_story() -> None:
    document = document_of(html_page(article()))
    assert all(text in document.text for text in PARAGRAPHS)
    assert "Leave a Reply" not in document.text
    assert "Sport" not in document.text


def test_a_page_describes_itself() -> None:
    head = (
        '<meta property="og:title" content="Parcel &amp; bus">'
        '<meta property="og:site_name" content="Northtown Courier">'
        '<link rel="canonical" href="https://courier.example/parcel">'
        '<meta property="article:published_time" content="2024-05-06T23:30:00-05:00">'
        '<meta property="article:modified_time" content="2024-05-09T08:00:00Z">'
    )
    document = document_of(html_page(article(), head=head))
    assert (document.title, document.publisher) == ("Parcel & bus", "Northtown Courier")
    assert (document.language, document.url) == ("en", "https://courier.example/parcel")
    assert (document.published.start, document.published.precision) == (date(2024, 5, 6), "day")
    assert document.published_basis == "metadata"


def test_linked_data_describes_a_page_too() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Parcel explodes", '
        '"datePublished": "2024-05-06T08:00:00Z", "dateModified": "2024-05-08T08:00:00Z", '
        '"publisher": {"@type": "Organization", "name": "Northtown Courier"}}]}</script>'
    )
    document = document_of(html_page(article(), head=head))
    assert (document.title, document.publisher) == ("Parcel explodes", "Northtown Courier")
    assert document.published.start == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("moment", "kind", "day"),
    [
        ("2024-05-07T01:30:00+05:00", "NewsArticle", 7),
        ("2024-05-07T01:30:00Z", "NewsArticle", 6),
        ("2024-05-07T01:30:00+00:00", "NewsArticle", 6),
        ("2024-05-07", "NewsArticle", 6),
        ("2024-05-07T01:30:00+05:00", "WebPage", 6),
        ("2024-15-07T01:30:00+05:00", "NewsArticle", 6),
    ],
)
def test_an_article_s_moment_in_the_outlet_s_own_zone_stands_before_other_days(
    moment: str, kind: str, day: int
) -> None:
    linked = f'<script type="application/ld+json">{{"@type": "{kind}", "datePublished": "{moment}"}}</script>'
    document = document_of(html_page(article(), head=f'<meta name="dc.date" content="2024-05-06">{linked}'))
    assert document.published.start == date(2024, 5, day)


@pytest.mark.parametrize(
    ("given", "start", "end", "precision"),
    [
        ("2024-05-06", date(2024, 5, 6), date(2024, 5, 6), "day"),
        ("2024-05-06T23:59:00+04:30", date(2024, 5, 6), date(2024, 5, 6), "day"),
        ("20240506", date(2024, 5, 6), date(2024, 5, 6), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "year"),
        ("Mon, 06 May 2024 10:00:00 GMT", date(2024, 5, 6), date(2024, 5, 6), "day"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_a_given_date_is_believed(given: str, start: date, end: date, precision: str) -> None:
    document = document_of(page(STORY, published=given))
    assert (document.published.start, document.published.end) == (start, end)
    assert (document.published.precision, document.published_basis) == (precision, "metadata")


@pytest.mark.parametrize("given", ["2024-13-01", "2024-02-30", "last week", "2024-06-02", "2999-01-01"])
def test_a_date_that_cannot_be_is_an_issue_and_stays_open(given: str) -> None:
    document, issues = read_document(page(STORY, published=given), latest=TODAY)
    assert document is not None
    assert (document.published.start, document.published_basis) == (None, "none")
    assert codes(issues) == ["bad_date"]
    assert not issues[0].fatal


@pytest.mark.parametrize(
    ("text", "url", "start", "precision", "basis"),
    [
        (f"NORTHTOWN, 3 JAN 90 -- [TEXT] {STORY.upper()}", None, date(1990, 1, 3), "day", "inferred"),
        (f"Published: 5 May 2022\n{STORY}", None, date(2022, 5, 5), "day", "inferred"),
        (STORY, "https://courier.example/2022/08/04/parcel", date(2022, 8, 4), "day", "metadata"),
        (STORY, "https://courier.example/2022/08/parcel", date(2022, 8, 1), "month", "metadata"),
        (STORY, "https://courier.example/12345/parcel", None, "unknown", "none"),
        (f"{STORY}\nThe same bus burned on 4 May 2021.", None, None, "unknown", "none"),
    ],
    ids=["dateline", "byline", "address", "month in address", "nothing", "an event's date"],
)
def test_the_day_of_publication_is_inferred_or_left_open(
    text: str, url: str | None, start: date | None, precision: str, basis: str
) -> None:
    document = document_of(page(text, url=url))
    assert (document.published.start, document.published.precision) == (start, precision)
    assert document.published_basis == basis


def test_a_date_after_the_day_of_the_run_is_not_believed() -> None:
    head = '<meta property="article:published_time" content="2024-07-02T08:00:00Z">'
    document = document_of(html_page(article(), head=head))
    assert document.published.start is None


def test_a_copyright_year_is_no_day_of_publication() -> None:
    document = document_of(html_page(f"{article()}<footer>Copyright 2019 Northtown Courier</footer>"))
    assert document.published.start is None


def test_a_title_has_no_hidden_characters() -> None:
    made = html_page(article(), head='<meta property="og:title" content="Four&#x202E; died\u200b &amp;\nfled">')
    assert document_of(made).title == "Four died & fled"


def test_what_the_input_states_wins_over_the_page() -> None:
    head = '<meta property="og:title" content="Other"><meta property="article:published_time" content="2020-01-01">'
    made = html_page(
        article(), head=head, title="Mine", publisher="Me", published="2024-05-06", url="https://me.example"
    )
    document = document_of(made)
    assert (document.title, document.publisher, document.url) == ("Mine", "Me", "https://me.example")
    assert document.published.start == date(2024, 5, 6)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Parcel explodes in Northtown\n\n{STORY}", "Parcel explodes in Northtown"),
        (f"RADIO NORTHTOWN\n\nParcel explodes in Northtown\n\n{STORY}", "Parcel explodes in Northtown"),
        (f"PARCEL EXPLODES\n\n{STORY}", "PARCEL EXPLODES"),
        (STORY, None),
        ("Parcel explodes in Northtown", None),
        (f"NORTHTOWN, 3 JAN 90 -- {STORY}", None),
    ],
    ids=["a headline", "a masthead", "a headline in capitals", "a paragraph", "nothing else", "a dateline"],
)
def test_a_plain_text_has_its_first_line_for_a_title(text: str, title: str | None) -> None:
    assert document_of(page(text)).title == title


@pytest.mark.parametrize(
    "content", ["***\n---\n", "<html><body></body></html>", "<html><script>var a = 'words';</script></html>", "12 34"]
)
def test_a_page_without_words_is_an_issue_and_no_document(content: str) -> None:
    made = page(content, media_type="text/html" if "<" in content else "text/plain")
    document, issues = read_document(made, latest=TODAY)
    assert document is None
    assert codes(issues)[-1] == "empty_text"
    assert issues[-1].fatal


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + STORY + "</div>" * 50_000,
        "<p>" + "Three passengers were wounded in Northtown. " * 200_000 + "</p>",
        "<p>Three passengers were wounded.</p>" * 200_000,
        f"<html><body><p>{STORY}<script>" + "<script>" * 20_000,
        "<" * 200_000 + STORY,
        f"<!-- {STORY} " * 10_000 + STORY,
    ],
    ids=["50,000 nested tags", "9 MB in one line", "200,000 paragraphs", "unclosed scripts", "brackets", "comments"],
)
def test_a_hostile_page_gives_its_words_or_an_issue_in_time(markup: str) -> None:
    started = time.monotonic()
    document, issues = read_document(page(markup, media_type="text/html"), latest=TODAY)
    assert time.monotonic() - started < 25
    assert document is not None or any(issue.fatal for issue in issues)
    assert document is None or "wounded" in document.text or "wounding" in document.text


def test_a_page_that_hangs_is_killed_and_read_simply() -> None:
    worker = ExtractionWorker(wall_seconds=0.05)
    try:
        document, issues = read_document(html_page(article() * 1_500), latest=TODAY, worker=worker)
        assert document is not None
        assert PARAGRAPHS[0] in document.text
        assert document.reader == "strip/1"
        assert codes(issues) == ["extraction_timeout"]
        assert not issues[0].fatal
    finally:
        worker.close()


def test_the_worker_lives_on_after_a_kill() -> None:
    worker = ExtractionWorker()
    try:
        request = Request(content=html_page(article()).content, media_type="text/html")
        first = worker.read(request)
        process = worker.process_id
        assert worker.read(request) == first
        assert worker.process_id == process
        worker.close()
        assert worker.process_id is None
        assert worker.read(request) == first
        assert worker.process_id not in (None, process)
    finally:
        worker.close()


def test_a_worker_that_dies_is_told_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = ExtractionWorker()
    monkeypatch.setattr("tallybook.read.worker.BOOT", "import sys; sys.exit(3)")
    with pytest.raises(WorkerError) as told:
        worker.read(Request(content=b"<p>x</p>", media_type="text/html"))
    assert told.value.code == "extraction_crashed"
    assert worker.process_id is None


HANGS = (
    "import os, struct, sys, time; os.write(1, struct.pack('>I', 5) + b'ready'); "
    "print('noise', file=sys.stderr); time.sleep(600)"
)


def test_a_worker_that_hangs_is_killed_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    worker = ExtractionWorker(wall_seconds=0.3)
    monkeypatch.setattr("tallybook.read.worker.BOOT", HANGS)
    with pytest.raises(WorkerError) as told:
        worker.read(Request(content=b"<p>x</p>", media_type="text/html"))
    assert told.value.code == "extraction_timeout"
    assert worker.process_id is None
    assert capfd.readouterr().err == ""


def test_ctrl_c_ends_the_worker_too(tmp_path: Path) -> None:
    script = (
        "import pathlib, sys, threading, time\n"
        "from tallybook.read import worker\n"
        "from tallybook.read.maintext import Request\n"
        f"worker.BOOT = {HANGS!r}\n"
        "made = worker.ExtractionWorker()\n"
        "def tell():\n"
        "    while made.process_id is None: time.sleep(0.01)\n"
        "    time.sleep(0.2); print(made.process_id, flush=True)\n"
        "threading.Thread(target=tell, daemon=True).start()\n"
        "made.read(Request(content=b'<p>x</p>', media_type='text/html'))\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    with program:
        assert program.stdout is not None
        worker_id = int(program.stdout.readline())
        program.send_signal(signal.SIGINT)
        _, errors = program.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors
    with pytest.raises(ProcessLookupError):
        os.kill(worker_id, 0)


def test_a_page_that_fills_the_memory_costs_only_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    boot = BOOT.replace("serve()", "") + (
        "import tallybook.read.worker as w; w.read_markup = lambda request: bytearray(3 << 30); w.serve()"
    )
    monkeypatch.setattr("tallybook.read.worker.BOOT", boot)
    worker = ExtractionWorker()
    document, issues = read_document(html_page(article()), latest=TODAY, worker=worker)
    assert document is not None
    assert codes(issues) == ["extraction_crashed"]
    assert worker.process_id is None


def test_a_pdf_gives_its_text_title_and_day() -> None:
    content = pdf(["A parcel exploded at the bus station of North-", "town on Monday, wounding three passen-", "gers."])
    made = Page(id="r", source="r.pdf", media_type="application/pdf", content=content, sha256=sha256(content))
    document = document_of(made)
    assert "wounding three passengers." in document.text
    assert document.title == "Monthly review"
    assert (document.published.start, document.published_basis) == (date(2024, 3, 4), "inferred")


def test_a_broken_pdf_is_an_issue() -> None:
    made = Page(id="r", source="r.pdf", media_type="application/pdf", content=b"%PDF-1.4 cut", sha256="0")
    document, issues = read_document(made, latest=TODAY)
    assert document is None
    assert [(issue.code, issue.fatal) for issue in issues] == [("broken_pdf", True)]


def test_a_declared_charset_that_is_wrong_is_an_issue() -> None:
    markup = (
        f'<html><head><meta charset="utf-8"></head><body><p>{STORY} Die Männer für Österreich über Brücken.</p></body>'
    )
    content = markup.encode("cp1252")
    made = Page(id="x", source="x", media_type="text/html", content=content, sha256=sha256(content))
    document, issues = read_document(made, latest=TODAY)
    assert document is not None
    assert "Männer für Österreich" in document.text
    assert codes(issues) == ["wrong_encoding"]


def test_a_charset_told_by_the_server_is_used() -> None:
    content = "Четыре человека ранены у моста".encode("koi8-r")
    made = Page(id="x", source="x", media_type="text/plain; charset=koi8-r", content=content, sha256=sha256(content))
    assert document_of(made).text == "Четыре человека ранены у моста"


def test_the_program_has_one_worker() -> None:
    assert shared_worker() is shared_worker()
