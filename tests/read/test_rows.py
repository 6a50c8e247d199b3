"""JSONL lines and CSV rows."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_pages import codes

from tallybook.model import Issue, Page
from tallybook.read.rows import csv_pages, jsonl_pages


def jsonl(content: bytes) -> tuple[list[Page], list[Issue]]:
    items = list(jsonl_pages(io.BytesIO(content), name="x"))
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Issue)]


def table(content: bytes) -> tuple[list[Page], list[Issue]]:
    items = list(csv_pages(io.BytesIO(content), name="x"))
    return [item for item in items if isinstance(item, Page)], [item for item in items if isinstance(item, Issue)]


@pytest.mark.parametrize(
    ("line", "code", "document_id"),
    [
        ("{", "bad_json", "x:1"),
        ("[1, 2]", "bad_json", "x:1"),
        ("null", "bad_json", "x:1"),
        ("[" * 100_000, "bad_json", "x:1"),
        ('{"text": "words"}', "missing_id", "x:1"),
        ('{"id": "", "text": "words"}', "missing_id", "x:1"),
        ('{"id": null, "text": "words"}', "missing_id", "x:1"),
        ('{"id": true, "text": "words"}', "missing_id", "x:1"),
        ('{"id": NaN, "text": "words"}', "missing_id", "x:1"),
        ('{"id": "\\ud800", "text": "words"}', "missing_id", "x:1"),
        ('{"id": "a"}', "missing_text", "a"),
        ('{"id": "a", "text": 7}', "missing_text", "a"),
        ('{"id": "a", "text": ""}', "empty_text", "a"),
        ('{"id": "a", "text": " \\n"}', "empty_text", "a"),
    ],
    ids=lambda value: value[:30],
)
def test_a_bad_line_is_a_fatal_issue_with_its_place(line: str, code: str, document_id: str) -> None:
    _, issues = jsonl(line.encode())
    assert [(issue.code, issue.document_id, issue.fatal) for issue in issues] == [(code, document_id, True)]


def test_what_a_line_states_comes_with_the_page() -> None:
    item = {"id": "a", "text": "words", "title": "T", "publisher": "Courier", "published": "2024-05-06", "url": "u:1"}
    (made,), issues = jsonl(json.dumps(item).encode())
    assert (made.title, made.publisher, made.published, made.url) == ("T", "Courier", "2024-05-06", "u:1")
    assert issues == []


def test_empty_and_wrong_fields_are_not_stated() -> None:
    (made,), _ = jsonl(b'{"id": "a", "text": "words", "title": "", "publisher": null, "published": 5, "url": " "}')
    assert (made.title, made.publisher, made.published, made.url) == (None, None, None, None)


@given(st.text(min_size=1).filter(lambda made: made.strip() and made.isprintable()))
def test_an_id_comes_back_unchanged(made: str) -> None:
    (read,), _ = jsonl(json.dumps({"id": made, "text": "words"}).encode())
    assert read.id == made


def test_a_number_is_an_id_too() -> None:
    (made,), _ = jsonl(b'{"id": 17, "text": "words"}')
    assert made.id == "17"


def test_a_line_over_the_limit_is_passed_over_and_the_next_is_read() -> None:
    pages, issues = jsonl(b'{"id": "a", "text": "' + b"x" * 11_000_000 + b'"}\n{"id": "b", "text": "words"}\n')
    assert [made.id for made in pages] == ["b"]
    assert [(issue.code, issue.document_id) for issue in issues] == [("too_large", "x:1")]


def test_a_line_in_another_encoding_is_read_with_an_issue() -> None:
    line = '{"id": "a", "text": "Vier Männer wurden in der Nähe der Brücke verletzt, sagte die Behörde für Übergänge."}'
    (made,), issues = jsonl(line.encode("latin-1"))
    assert "Männer wurden in der Nähe der Brücke" in made.content.decode()
    assert codes(issues) == ["wrong_encoding"]
    assert not issues[0].fatal


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    (made,), issues = jsonl(b'\xef\xbb\xbf{"id": "a", "text": "words"}')
    assert (made.id, issues) == ("a", [])


def test_a_lone_surrogate_does_not_stop_the_reading() -> None:
    (made,), _ = jsonl(b'{"id": "a", "text": "words \\ud800 more"}')
    assert made.content == b"words ? more"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_a_table_is_read_whatever_its_delimiter(delimiter: str) -> None:
    rows = [["Title", "id", "text"], ["T", "1", '"two\nlines, and; more"'], ["", "2", "x"]]
    pages, issues = table("\n".join(delimiter.join(row) for row in rows).encode())
    assert [(made.id, made.title, made.content) for made in pages] == [
        ("1", "T", b"two\nlines, and; more"),
        ("2", None, b"x"),
    ]
    assert issues == []


@pytest.mark.parametrize(
    "content",
    [
        b"id,text\r1,x\r2,y\r",
        b"id,text\r\n1,x\r\n2,y\r\n",
        b"id,text\r\n1,x\r2,y",
        b"id,text\n1,x\0\n2,\0y\n",
    ],
    ids=["carriage returns", "both", "mixed", "zeros"],
)
def test_odd_line_ends_and_zeros_cost_no_row(content: bytes) -> None:
    pages, issues = table(content)
    assert [(made.id, made.content) for made in pages] == [("1", b"x"), ("2", b"y")]
    assert issues == []


def test_a_carriage_return_within_quotes_is_part_of_the_text() -> None:
    pages, _ = table(b'id,text\n1,"one\rtwo"\n')
    assert [made.content for made in pages] == [b"one\rtwo"]


@pytest.mark.parametrize(
    "line", [b"id,text," + b"x" * 11_000_000, b'id,text,"' + b"x" * 9_999_900 + b"\n" + b"x" * 999]
)
def test_a_line_of_names_beyond_all_limits_is_an_issue(line: bytes) -> None:
    pages, issues = table(line + b"\n1,x\n")
    assert pages == []
    assert codes(issues) == ["too_large"]


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line() -> None:
    pages, issues = table(b'id,text\n1,x\n2,"y\n3,z\n')
    assert [made.id for made in pages] == ["1", "2"]
    assert codes(issues) == ["unclosed_quote"]
    assert "x:3" in issues[0].message
    assert not issues[0].fatal


@pytest.mark.parametrize("row", [b'2,"two\nlines"', b'2,a 5" pipe', b'2,"say ""no""\n"'])
def test_closed_quotation_marks_are_no_issue(row: bytes) -> None:
    pages, issues = table(b"id,text\n1,x\n" + row + b"\n")
    assert [made.id for made in pages] == ["1", "2"]
    assert issues == []


def test_missing_columns_are_named_with_those_found() -> None:
    pages, issues = table(b"Name,Body\na,b\n")
    assert pages == []
    assert codes(issues) == ["missing_columns"]
    assert "id and text (or html)" in issues[0].message
    assert "Name, Body" in issues[0].message


def test_a_short_row_is_an_issue_and_the_rest_goes_on() -> None:
    pages, issues = table(b"id,text\n1\n2,x\n")
    assert [made.id for made in pages] == ["2"]
    assert codes(issues) == ["missing_text"]


def test_a_table_in_another_encoding_says_so_once() -> None:
    rows = "id,text\n1,Männer über Bord gemeldet\n2,Die Straße wurde für Stunden gesperrt\n"
    pages, issues = table(rows.encode("latin-1"))
    assert pages[0].content.decode() == "Männer über Bord gemeldet"
    assert codes(issues) == ["wrong_encoding"]
