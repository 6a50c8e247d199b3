"""Bytes to text: which encoding, and what did not fit.

Order: byte-order mark, valid UTF-8, the declared encoding, a detector, and last UTF-8 with replacement characters.
Valid UTF-8 goes before the declaration because a page saved by a program is often re-encoded without its header
being changed, while other encodings are hardly ever valid UTF-8 by accident.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tallybook.read.language import language_of

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 before UTF-16, whose little-endian mark begins it."""

META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:\-]{2,40})", re.I)
HEAD_BYTES = 4096
"""Where a charset declaration is looked for: HTML asks for the first 1024 bytes, many pages are later."""
WESTERN = frozenset({"de", "en", "es", "fr", "it", "nl", "pt", "sv"})
"""Languages for which an undeclared encoding is Windows-1252; the detector mixes it up with its eastern sisters."""
DETECTOR_BYTES = 40_000
"""A sample is enough for the detector, whose time grows with the size."""
WEB_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
             "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
             "shift_jis": "cp932", "iso-8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
"""What browsers take these names to mean (WHATWG Encoding Standard, names and labels)."""
SEVEN_BIT = frozenset({"iso-2022-jp", "iso-2022-kr", "hz-gb-2312"})
"""Encodings that look like ASCII; only a declaration tells."""
NO_TEXT = frozenset({"idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "utf-7"})
"""Codecs of Python that no page is written in, some slow and some dangerous."""
BINARY_SHARE = 0.05
"""Share of control bytes from which a file is no text; prose has none."""
CONTROL_BYTES = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27})
MOJIBAKE = re.compile(r"\u00e2\u20ac[\u0090-\u00a6\u0152-\u0178\u2018-\u2122\u02dc]|\u00c3[\u0080-\u00bf\u0152-\u2122]"
                      r"|\u00c2[\u00a0-\u00bf]|[\u00d0\u00d1][\u0080-\u00bf\u0152-\u2122\u00a0-\u00bf]")  # fmt: skip
"""UTF-8 read as Windows-1252: a dash or quote, an accented letter, a Cyrillic letter."""
MOJIBAKE_FLOOR = 3
"""Fewer can be a quoted curiosity."""

NOT_ASCII = re.compile("[^\x00-\x7f\ufffd]")
MOSTLY = 3
"""So many well-formed characters to a broken one make it damaged UTF-8 and no other encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of some bytes, the encoding that was used, and what is wrong with it (``None`` is nothing)."""

    text: str
    encoding: str
    complaint: str | None = None
    complaint_code: str = "wrong_encoding"


def looks_binary(content: bytes) -> bool:
    """Whether the beginning of the bytes holds control characters that no text has."""
    head = content[:8192]
    if not head or head.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)) or wide_encoding(head):
        return False
    return len(head) - len(head.translate(None, CONTROL_BYTES)) > BINARY_SHARE * len(head) or b"\x00" * 4 in head


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a byte-order mark, told by zeros in every other byte."""
    head = head[: 512 & ~1]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def declared_in_page(content: bytes) -> str | None:
    """The charset that a page's own head declares."""
    found = META_CHARSET.search(content[:HEAD_BYTES])
    return found.group(1).decode("ascii").lower() if found else None


def decode(content: bytes, *, declared: str | None = None) -> Decoded:
    """The text of ``content``; ``declared`` is the charset that its source or its own head names."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], encoding)
    wide = wide_encoding(content[:512])
    if wide:
        return _decoded(content, wide)
    name = _codec(declared)
    if name in SEVEN_BIT:
        return _decoded(content, name or "utf-8")
    try:
        return _checked(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_utf8(content, declared, name)


def _not_utf8(content: bytes, declared: str | None, name: str | None) -> Decoded:
    replaced = content.decode("utf-8", "replace")
    bad = replaced.count("\ufffd")
    if len(NOT_ASCII.findall(replaced)) > MOSTLY * bad:
        return Decoded(text=replaced, encoding="utf-8", complaint_code="undecodable",
                       complaint=f"UTF-8 with {bad} broken places, which were replaced")  # fmt: skip
    if name and name != "utf-8":
        try:
            return _checked(content.decode(name), name)
        except (UnicodeDecodeError, LookupError):
            pass
    guessed = _detected(content)
    if guessed is None:
        return Decoded(text=replaced, encoding="utf-8", complaint_code="undecodable",
                       complaint=f"{bad} places fit no encoding, and were replaced")  # fmt: skip
    complaint = f"declared as {declared}, read as {guessed}" if declared else f"not UTF-8, read as {guessed}"
    text = content.decode(guessed, "replace")
    return Decoded(text=text, encoding=guessed, complaint=complaint)


def _decoded(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    bad = text.count("\ufffd")
    complaint = f"{bad} places do not fit {encoding}, and were replaced" if bad else None
    return Decoded(text=text, encoding=encoding, complaint=complaint, complaint_code="undecodable")


def _checked(text: str, encoding: str) -> Decoded:
    if not text.isascii() and len(MOJIBAKE.findall(text[:60_000])) >= MOJIBAKE_FLOOR:
        return Decoded(text=text, encoding=encoding, complaint="UTF-8 that was once read as Windows-1252 (mojibake)")
    return Decoded(text=text, encoding=encoding)


def _codec(declared: str | None) -> str | None:
    if not declared:
        return None
    name = declared.strip().lower()
    name = WEB_NAMES.get(name, name)
    try:
        found = name if name in SEVEN_BIT else codecs.lookup(name).name
    except LookupError:
        return None
    return None if found.replace("-", "_") in NO_TEXT or found in NO_TEXT else found


def _detected(content: bytes) -> str | None:
    western = content[:DETECTOR_BYTES].decode("cp1252", "replace")
    if "\ufffd" not in western and language_of(western) in WESTERN:
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - loads slowly, and is seldom needed

    best = from_bytes(content[:DETECTOR_BYTES]).best()
    return best.encoding if best else None
