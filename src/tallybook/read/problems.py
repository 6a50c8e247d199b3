"""The issues that reading can give: one list of codes, so that each is documented and tested."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tallybook.model import Issue

CODES: Mapping[str, str] = MappingProxyType(
    {
        "bad_date": "a date given with the input is no ISO date, or lies after the day of the run",
        "bad_feed": "a feed cannot be read as RSS or Atom",
        "bad_json": "a line is not one JSON object",
        "bad_warc": "a WARC file holds no readable record, or breaks off",
        "binary_file": "a text file holds binary data",
        "broken_pdf": "a PDF cannot be opened (damaged, or locked by a password)",
        "duplicate_id": "an id occurs twice",
        "empty_file": "a file holds nothing",
        "empty_text": "no text could be read out of a page that is not empty",
        "extraction_crashed": "the extracting process ended; the page was read by stripping its tags",
        "extraction_timeout": "the extraction took too long; the page was read by stripping its tags",
        "missing_columns": "a CSV file lacks the columns id and text (or html)",
        "missing_id": "an item has no id",
        "missing_text": "an item has neither text nor html",
        "no_documents": "a source holds no items",
        "simple_extraction": "the main text was not found; the page was read by stripping its tags",
        "text_cut": "a text was longer than the limit, and cut",
        "too_large": "an item is larger than the limit",
        "truncated_gzip": "a compressed file breaks off",
        "unclosed_quote": "a CSV field opens with a quotation mark that is never closed, and so holds all that follows",
        "undecodable": "some bytes fit no encoding, and were replaced",
        "unknown_extension": "a file is of no kind that can be read",
        "unreadable": "a file cannot be opened or read",
        "wrong_encoding": "the declared encoding does not fit the bytes, or the text was decoded wrongly before",
    }
)
"""Code → when it is given."""


def problem(document_id: str, code: str, message: str, *, fatal: bool = True) -> Issue:
    """A reading issue; fatal unless said otherwise, that is: no document came of the item."""
    if code not in CODES:
        raise KeyError(code)
    return Issue(document_id=document_id, stage="read", code=code, message=message, fatal=fatal)
