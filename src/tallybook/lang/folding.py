"""Text folded for matching: lower case, plain digits, plain quotes and dashes, at the same offsets as the original."""

from __future__ import annotations

import re

# The first digit of each script whose digits turn up in news text.
_ZEROS = {"arabic": 0x0660, "persian": 0x06F0, "devanagari": 0x0966, "bengali": 0x09E6, "fullwidth": 0xFF10}
_PLAIN = {
    "'": "‘’‚‛ʼ´`",
    '"': "“”„«»",
    "-": "‐‑‒–—−",
    " ": "\t\r\x0b\x0c\xa0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000",
    ",": "٬",
    ".": "٫",
    "%": "٪",
}
_TABLE: dict[int, int] = {zero + digit: 0x30 + digit for zero in _ZEROS.values() for digit in range(10)}
_TABLE |= {ord(char): ord(plain) for plain, chars in _PLAIN.items() for char in chars}

# A line end inside a paragraph (hard-wrapped text) is a space; an empty line stays a boundary.
# The line end stands first, so that the search goes from one to the next.
_WRAP = re.compile(r"\n(?<!\n\n)(?! {0,8}\n)")


def fold(text: str) -> str:
    """The text for matching: as long as the original, so that an offset in one is an offset in the other."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _WRAP.sub(" ", lowered.translate(_TABLE))
