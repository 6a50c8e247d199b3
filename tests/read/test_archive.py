"""The archive of raw pages."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_pages import page

from tallybook.errors import IntegrityError, RegisterError, RegisterFull
from tallybook.read import PageArchive

WORDS = "A bus burned in Northtown."


@given(content=st.binary())
def test_what_was_put_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    archive = PageArchive(tmp_path_factory.mktemp("pages"))
    made = page("x")
    object.__setattr__(made, "content", content)
    assert archive.get(archive.put(made)) == content


def test_a_page_is_kept_under_its_hash_once(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path / "pages")
    key = archive.put(page(WORDS))
    assert key == page(WORDS).sha256
    assert archive.put(page(WORDS, made="other id")) == key
    assert list(archive.keys()) == [key]
    assert key in archive
    assert list(archive.verify()) == []


@pytest.mark.parametrize("damage", [b"", b"no zlib", None], ids=["emptied", "overwritten", "exchanged"])
def test_damage_is_found(tmp_path: Path, damage: bytes | None) -> None:
    archive = PageArchive(tmp_path)
    key, other = archive.put(page(WORDS)), archive.put(page("Other words."))
    path = tmp_path / key[:2] / f"{key}.z"
    path.chmod(0o644)
    path.write_bytes((tmp_path / other[:2] / f"{other}.z").read_bytes() if damage is None else damage)
    assert [issue.document_id for issue in archive.verify()] == [key]
    with pytest.raises(IntegrityError, match=key):
        archive.get(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "ABC", "a" * 63], ids=["path", "empty", "short", "one short"])
def test_a_key_that_is_no_hash_is_refused(tmp_path: Path, key: str) -> None:
    assert key not in PageArchive(tmp_path)
    with pytest.raises(IntegrityError, match="SHA-256"):
        PageArchive(tmp_path).get(key)


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(IntegrityError, match="no such page"):
        PageArchive(tmp_path).get("0" * 64)


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, RegisterFull), (errno.EDQUOT, RegisterFull), (errno.EROFS, RegisterError)],
    ids=["full", "quota", "read-only"],
)
def test_a_page_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: type[Exception]
) -> None:
    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    archive = PageArchive(tmp_path)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind, match="cannot be kept"):
        archive.put(page(WORDS))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
