"""Whether a place name stands in the dateline: where it was reported from, not where it happened (coding rule 12)."""

from __future__ import annotations

from tallybook.model import Span


def is_dateline(text: str, span: Span) -> bool:
    """Whether a place name opens the text as the place it was reported from ("KABUL (Agency) —")."""
    opening = not text[: span.start].strip(" \n\t\"'(")
    behind = text[span.end : span.end + 60]
    return opening and any(mark in behind for mark in ("--", "—", "–", " - ", "(", "[TEXT]"))
