"""Ids made from content: the same content gives the same id, on every machine and in every run."""

from __future__ import annotations

import hashlib

ID_LENGTH = 16
"""Hexadecimal digits kept of the SHA-256; 64 bits keep a clash below one in a million up to six million rows."""


def content_id(kind: str, *parts: object) -> str:
    """An id such as ``rep-1f3a…``: the prefix and a hash over the parts in order; ``None`` differs from ``""``."""
    packed = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return f"{kind}-{hashlib.sha256(packed.encode('utf-8', 'surrogatepass')).hexdigest()[:ID_LENGTH]}"


def sha256(content: bytes) -> str:
    """The full SHA-256 of a page's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
