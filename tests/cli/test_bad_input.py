"""Bad input through the command line: a clear message, the right exit status, nothing else lost, no traceback."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Program = Callable[..., Result]

GOOD = "A bomb killed three people at a market in Kabul on Monday, police said."

BAD: dict[str, tuple[str, bytes]] = {
    "empty file": ("bad.txt", b""),
    "binary file": ("bad.txt", bytes(range(256)) * 40),
    "broken line": ("bad.jsonl", b'{"id": "a", "text": \n'),
    "line that is no object": ("bad.jsonl", b"[1, 2]\n"),
    "line without text": ("bad.jsonl", b'{"id": "a"}\n'),
    "csv without the columns": ("bad.csv", b"one,two\n1,2\n"),
    "no pdf": ("bad.pdf", b"%PDF-1.4 and no more"),
    "truncated gzip": ("bad.warc.gz", gzip.compress(b"WARC/1.0\r\n" * 500)[:60]),
    "html without text": ("bad.html", b"<html><body><div></div></body></html>"),
}


@pytest.mark.parametrize("case", BAD)
def test_one_bad_file_fails_alone(case: str, tallybook: Program, tmp_path: Path) -> None:
    name, content = BAD[case]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    done = tallybook("extract", folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1, done.output
    assert any(line["document"]["text"].startswith("A bomb") for line in lines)
    messages = [issue["message"] for line in lines for issue in line["issues"]]
    assert messages
    assert "Traceback" not in done.output + "".join(messages)


def test_an_id_given_twice_is_said_and_the_first_document_kept(tallybook: Program, tmp_path: Path) -> None:
    lines = [json.dumps({"id": "same", "text": text}) for text in (GOOD, "Rain fell.")]
    (tmp_path / "twice.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = tallybook("build", "-r", tmp_path / "my.db", tmp_path / "twice.jsonl")
    assert done.exit_code == 1
    listed = [json.loads(line) for line in tallybook("issues", "-r", tmp_path / "my.db", "--json").stdout.splitlines()]
    assert any("same" in issue["message"] for issue in listed)


def test_a_register_of_a_newer_version_is_left_alone(tallybook: Program, register: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.db"
    newer.write_bytes(register.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute("UPDATE schema_version SET version_num = '9999'")
    connection.close()
    before = newer.read_bytes()
    done = tallybook("list", "-r", newer)
    assert done.exit_code == 2
    assert "newer" in done.stderr
    assert newer.read_bytes() == before


def test_a_file_that_is_no_register_is_named(tallybook: Program, tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("This is no register, and it is longer than a header.\n" * 40)
    done = tallybook("list", "-r", tmp_path / "notes.db")
    assert done.exit_code == 2
    assert "notes.db" in done.stderr


def test_a_folder_without_documents_is_done_and_says_so(tallybook: Program, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = tallybook("extract", tmp_path / "empty")
    assert done.exit_code in (0, 2)
    assert done.stdout == ""
