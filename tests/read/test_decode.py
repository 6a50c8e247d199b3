"""Bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.read.decode import declared_in_page, decode, looks_binary

GERMAN = "Die Männer wurden in der Nähe der Brücke gesehen, sagte ein Zeuge über die Straße nach Österreich."
RUSSIAN = "Четыре человека получили ранения при взрыве у автовокзала, сообщил мэр города."
SPANISH = "El alcalde dijo que la explosión en la estación hirió a tres niños y a una señora mañana."


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (GERMAN, "utf-8", None),
        (GERMAN, "utf-8", "iso-8859-1"),
        (GERMAN, "utf-8-sig", None),
        (GERMAN, "utf-16", None),
        (GERMAN, "utf-16-le", None),
        (GERMAN, "utf-16-be", None),
        (GERMAN, "utf-32", None),
        (GERMAN, "iso-8859-1", "iso-8859-1"),
        ("“Er ging”, sagte sie – für immer.", "cp1252", "iso-8859-1"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        ("負傷者は三人です。", "shift_jis", "shift_jis"),
        ("負傷者は三人です。", "iso-2022-jp", "iso-2022-jp"),
        ("قُتل أربعة أشخاص", "cp1256", "windows-1256"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_text_comes_back_whatever_its_encoding(text: str, encoding: str, declared: str | None) -> None:
    decoded = decode(text.encode(encoding), declared=declared)
    assert decoded.text == text
    assert decoded.complaint is None


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [(GERMAN, "cp1252", None), (SPANISH, "cp1252", "utf-8"), (RUSSIAN * 3, "cp1251", None)],
    ids=["undeclared", "wrongly declared", "Cyrillic"],
)
def test_a_detected_encoding_is_a_complaint(text: str, encoding: str, declared: str | None) -> None:
    decoded = decode(text.encode(encoding), declared=declared)
    assert decoded.text == text
    assert decoded.complaint_code == "wrong_encoding"
    assert decoded.complaint is not None


def test_a_broken_place_in_utf8_is_replaced_and_the_rest_kept() -> None:
    decoded = decode(RUSSIAN.encode() + b" \xff.")
    assert decoded.text == f"{RUSSIAN} \ufffd."
    assert (decoded.complaint_code, decoded.complaint is None) == ("undecodable", False)


def test_mojibake_is_told() -> None:
    spoiled = "He said “no” – and “never” again.".encode().decode("cp1252", "replace")
    decoded = decode(spoiled.encode())
    assert decoded.complaint is not None
    assert "mojibake" in decoded.complaint


@pytest.mark.parametrize("name", ["zip", "punycode", "unicode_escape", "no-such-charset", "", "utf-7"])
def test_a_declared_charset_that_is_none_harms_nothing(name: str) -> None:
    assert decode(b"plain words \\u0041", declared=name).text == "plain words \\u0041"


@given(st.binary(max_size=600))
def test_any_bytes_give_some_text(content: bytes) -> None:
    assert isinstance(decode(content).text, str)
    assert looks_binary(content) in (True, False)


@given(st.text())
def test_valid_utf8_is_never_read_otherwise(text: str) -> None:
    content = text.encode()
    if not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in content:
        assert decode(content, declared="latin-1").text == text


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b'<META http-equiv="Content-Type" content="text/html; charset=KOI8-R">', "koi8-r"),
        (b"<p>no charset here</p>", None),
    ],
    ids=["charset", "http-equiv", "none"],
)
def test_a_page_declares_its_charset(head: bytes, charset: str | None) -> None:
    assert declared_in_page(head) == charset
