"""Files and folders: what gives pages, under which ids, and what gives issues."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest
from reading_pages import codes, packed, pdf, read_all, warc_record

from tallybook.errors import ReadError
from tallybook.read import read_pages

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title>
<item><guid>f-1</guid><title>One</title>
<description>A bus burned in Northtown.</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("one.txt", b"A bus burned in Northtown.", ["one"]),
        ("one.html", b"<p>A bus burned in Northtown.</p>", ["one"]),
        ("ONE.HTM", b"<p>A bus burned in Northtown.</p>", ["ONE"]),
        ("many.jsonl", b'{"id": "a", "text": "x"}\n\n{"id": "b", "html": "<p>y</p>"}', ["a", "b"]),
        ("many.jsonl.gz", gzip.compress(b'{"id": "a", "text": "x"}\n'), ["a"]),
        ("many.csv", b"title,ID,Text\nT,1,x\nU,2,y\n", ["1", "2"]),
        ("report.pdf", pdf(["A bus burned."]), ["report"]),
        ("web.warc", warc_record("https://courier.example/1", b"<p>x</p>"), ["https://courier.example/1"]),
        ("web.warc.gz", packed([warc_record("https://courier.example/1", b"<p>x</p>")]), ["https://courier.example/1"]),
        ("news.rss", FEED.encode(), ["f-1"]),
        ("news.xml", FEED.encode(), ["f-1"]),
        ("v1.2.txt", b"A bus burned in Northtown.", ["v1.2"]),
        ("wide.csv", "id\ttext\n1\tБаня\n2\ty\n".encode("utf-16"), ["1", "2"]),
        ("wide.jsonl", '{"id": "a", "text": "x"}\n{"id": "b", "text": "y"}\n'.encode("utf-16-be"), ["a", "b"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_known_kind_of_file_gives_its_pages(tmp_path: Path, name: str, content: bytes, ids: list[str]) -> None:
    (tmp_path / name).write_bytes(content)
    pages, issues = read_all(tmp_path / name)
    assert [made.id for made in pages] == ids
    assert issues == []


@pytest.mark.parametrize(
    ("name", "content", "code", "fatal"),
    [
        ("empty.txt", b"", "empty_file", True),
        ("blank.html", b" \n\t\n", "empty_file", True),
        ("empty.jsonl", b"", "empty_file", True),
        ("blank.jsonl", b"\n\n", "empty_file", True),
        ("empty.csv", b"", "empty_file", True),
        ("empty.warc", b"", "empty_file", True),
        ("empty.pdf", b"", "empty_file", True),
        ("picture.txt", bytes(range(256)) * 8, "binary_file", True),
        ("zeros.html", b"<p>a\0\0\0\0\0\0b</p>", "binary_file", True),
        ("picture.csv", bytes(range(256)) * 8, "binary_file", True),
        ("picture.jsonl", bytes(range(256)) * 8, "binary_file", True),
        ("large.html", b"<p>" + b"word " * 4_000_000 + b"</p>", "too_large", True),
        ("notes.docx", b"PK", "unknown_extension", True),
        ("noending", b"words", "unknown_extension", True),
        ("names.csv", b"name,body\na,b\n", "missing_columns", True),
        ("cut.jsonl.gz", gzip.compress(b'{"id": "a", "text": "x"}\n' * 99)[:-12], "truncated_gzip", True),
        ("no.jsonl.gz", b"words that were never packed", "truncated_gzip", True),
        ("no.warc", b"words that are no archive\n" * 20, "bad_warc", True),
        ("no.xml", b"<catalog><item/></catalog>", "bad_feed", True),
        ("bomb.xml", b'<!DOCTYPE x [<!ENTITY a "aa">]><rss><channel/></rss>', "bad_feed", True),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_is_an_issue(
    tmp_path: Path, name: str, content: bytes, code: str, fatal: bool
) -> None:
    (tmp_path / name).write_bytes(content)
    _, issues = read_all(tmp_path / name)
    assert code in codes(issues)
    assert any(issue.fatal == fatal and name in issue.message for issue in issues)


def test_one_bad_file_among_others_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A bus burned in Northtown.")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text('{"id": "c1", "text": "x"}\n{"id": \n{"id": "c3", "text": "z"}\n')
    pages, issues = read_all(tmp_path)
    assert [made.id for made in pages] == ["a", "c1", "c3"]
    assert codes(issues) == ["empty_file", "bad_json"]
    assert issues[1].document_id == f"{tmp_path / 'c.jsonl'}:2"


def test_a_folder_is_read_with_all_below_it_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/two.txt", "a/one.txt", "three.txt", ".hidden.txt", ".git/config.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [made.id for made in read_all(tmp_path)[0]] == ["one", "two", "three"]


def test_the_same_stem_in_two_folders_is_told_apart_by_the_path(tmp_path: Path) -> None:
    for name in ("a/one.txt", "b/one.txt", "b/two.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"words of {name}")
    assert [made.id for made in read_all(tmp_path)[0]] == ["a/one.txt", "b/one.txt", "two"]


def test_an_unknown_file_in_a_folder_is_mentioned_but_fails_nothing(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    _, issues = read_all(tmp_path)
    assert codes(issues) == ["unknown_extension"]
    assert not issues[0].fatal
    assert ".jsonl" in issues[0].message


def test_a_broken_link_and_a_name_that_is_no_text_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / os.fsdecode(b"b\xff.txt")).write_text("words")
    pages, issues = read_all(tmp_path)
    assert [made.id for made in pages] == ["b\ufffd"]
    assert [(issue.code, issue.fatal) for issue in issues] == [("unreadable", False)]


def test_a_path_that_does_not_exist_stops_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    with pytest.raises(ReadError, match=r"missing\.txt"):
        read_pages([tmp_path / "a.txt", tmp_path / "missing.txt"])


def test_an_empty_path_is_not_the_folder_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("words")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReadError, match="this path is empty"):
        read_pages([""])


def test_a_dash_reads_lines_from_standard_input() -> None:
    pages, issues = read_all("-", stdin=io.BytesIO(b'{"id": "a", "text": "x"}\n'))
    assert [made.id for made in pages] == ["a"]
    assert issues == []


def test_a_dash_without_standard_input_is_an_error() -> None:
    with pytest.raises(ReadError, match="standard input"):
        read_pages(["-"])


def test_the_same_id_and_content_again_is_passed_over(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": "A bus burned."})
    (tmp_path / "x.jsonl").write_text(f"{line}\n{line}\n")
    pages, issues = read_all(tmp_path / "x.jsonl")
    assert [made.id for made in pages] == ["a"]
    assert [(issue.code, issue.fatal) for issue in issues] == [("duplicate_id", False)]
    assert issues[0].document_id.endswith("x.jsonl:2")


def test_the_same_id_with_other_content_is_kept_out(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "a", "text": "A bus burned."}\n{"id": "a", "text": "A tram burned."}\n')
    pages, issues = read_all(tmp_path / "x.jsonl")
    assert [made.content for made in pages] == [b"A bus burned."]
    assert codes(issues) == ["duplicate_id"]
    assert issues[0].fatal
    assert issues[0].document_id.endswith("x.jsonl:2")


def test_a_bomb_in_gzip_stops_early(tmp_path: Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 40_000_000))
    _, issues = read_all(tmp_path / "bomb.jsonl.gz")
    assert "too_large" in codes(issues)


def test_lines_before_the_break_of_a_packed_file_are_kept(tmp_path: Path) -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": f"bus {n * 7919}"}).encode() + b"\n" for n in range(500))
    content = gzip.compress(lines)
    (tmp_path / "x.jsonl.gz").write_bytes(content[: len(content) // 2])
    pages, issues = read_all(tmp_path / "x.jsonl.gz")
    assert 100 < len(pages) < 400
    assert codes(issues)[-1] == "truncated_gzip"
