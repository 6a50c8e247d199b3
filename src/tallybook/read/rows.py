"""Items that come as rows: JSONL lines and CSV rows."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from tallybook.model import Issue, Page, sha256
from tallybook.read import limits
from tallybook.read.decode import BYTE_ORDER_MARKS, Decoded, decode
from tallybook.read.problems import problem
from tallybook.read.streams import ByteSource, read_lines

FIELDS = ("title", "publisher", "published", "url")
DELIMITERS = (",", ";", "\t")
"""Spreadsheets write the last two in countries with a decimal comma, or on copying; the first wins a tie."""
LINE = re.compile(r"[^\r]*\r\n?|[^\r]+")
UTF8_MARK = BYTE_ORDER_MARKS[0][0]


def jsonl_pages(stream: ByteSource, *, name: str) -> Iterator[Page | Issue]:
    """One page per line of JSONL; a line that is none gives an issue and the rest goes on."""
    count = 0
    for number, line in read_lines(stream, name=name):
        if isinstance(line, Issue):
            count += 1
            yield line
            continue
        bare = line.removeprefix(UTF8_MARK) if number == 1 else line
        if not bare.strip():
            continue
        count += 1
        place, decoded = f"{name}:{number}", decode(bare)
        page = _json_page(decoded.text, place)
        yield page
        if isinstance(page, Page) and decoded.complaint and not _told_again(decoded):
            yield problem(page.id, decoded.complaint_code, f"{place}: {decoded.complaint}", fatal=False)
    if not count:
        yield problem(name, "empty_file", f"{name} is empty")


def _told_again(decoded: Decoded) -> bool:
    """Whether the complaint holds for the text as well, and so comes when the page is read."""
    return decoded.complaint_code == "wrong_encoding" and decoded.encoding == "utf-8"


def _json_page(line: str, place: str) -> Page | Issue:
    try:
        item = json.loads(line)
    except ValueError as error:
        return problem(place, "bad_json", f"{place} is no JSON: {error}")
    except RecursionError:
        return problem(place, "bad_json", f"{place} is no JSON that can be read: too deeply nested")
    if not isinstance(item, dict):
        return problem(place, "bad_json", f'{place} is no JSON object like {{"id": …, "text": …}}')
    return item_page(item, place)


def item_page(item: Mapping[str, Any], place: str) -> Page | Issue:
    """The page of one item with ``id`` and ``text`` or ``html``, and what else it gives of the contract's fields."""
    made = item_id(item.get("id"))
    if made is None:
        return problem(place, "missing_id", f"{place} has no id that can be kept (a text or a number)")
    for field, media_type in (("text", "text/plain"), ("html", "text/html")):
        body = item.get(field)
        if isinstance(body, str) and body.strip():
            content = body.encode("utf-8", "replace")
            if len(content) > limits.MAX_PAGE_BYTES:
                size = f"{len(content) / 1e6:.1f} MB; the limit is {limits.MAX_PAGE_BYTES / 1e6:.0f} MB"
                return problem(made, "too_large", f"{place}: {field} has {size}")
            given = {name: _stated(item.get(name)) for name in FIELDS}
            return Page(id=made, source=place, media_type=media_type, content=content, sha256=sha256(content), **given)
    if any(isinstance(item.get(field), str) for field in ("text", "html")):
        return problem(made, "empty_text", f"{place} ({made}): its text is empty")
    return problem(made, "missing_text", f"{place} ({made}) has neither text nor html")


def item_id(given: object) -> str | None:
    """An item's id as text; numbers are allowed, as spreadsheets make them."""
    if isinstance(given, str):
        return given if given.strip() and given == storable(given) else None
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        return None
    return str(given)


def _stated(value: object) -> str | None:
    """A field's text; ``None`` when it is absent, empty, or no text."""
    return storable(value).strip() or None if isinstance(value, str) else None


def storable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and no file or database can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def csv_pages(stream: ByteSource, *, name: str) -> Iterator[Page | Issue]:
    """One page per row of a CSV file with the columns id and text (or html), in any order, among any others."""
    complaints: list[Issue] = []
    lines = _csv_lines(stream, name, complaints)
    previous = csv.field_size_limit(limits.MAX_PAGE_BYTES)
    try:
        first = next((line for line in lines if line.strip()), None)
        if first is None:
            raise _Broken(problem(name, "empty_file", f"{name} is empty"))
        delimiter = max(DELIMITERS, key=first.count)
        counted = _Lines(chain([first], lines))
        yield from _csv_rows(csv.reader(counted, delimiter=delimiter), counted, name)
    except _Broken as stop:
        yield stop.issue
    finally:
        csv.field_size_limit(previous)
    yield from complaints


class _Broken(Exception):
    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def _csv_lines(stream: ByteSource, name: str, complaints: list[Issue]) -> Iterator[str]:
    """The file's lines as text; the first line that is no UTF-8 tells the encoding of those that follow."""
    encoding = "utf-8"
    for number, line in read_lines(stream, name=name):
        if isinstance(line, Issue):
            raise _Broken(line)
        bare = line.removeprefix(UTF8_MARK) if number == 1 else line
        try:
            yield from _parted(bare.decode(encoding))
        except UnicodeDecodeError:
            decoded = decode(bare)
            encoding = decoded.encoding
            if decoded.complaint and not complaints:
                message = f"{name}:{number}: {decoded.complaint}"
                complaints.append(problem(name, decoded.complaint_code, message, fatal=False))
            yield from _parted(decoded.text)


def _parted(line: str) -> Iterator[str]:
    """The lines that a carriage return parts, as old spreadsheets write them; without zeros, which ``csv`` refuses."""
    bare = line.replace("\0", "")
    return (found.group() for found in LINE.finditer(bare)) if "\r" in bare else iter([bare])


class _Lines:
    """Lines with a count of the quotation marks in them, which are even in a row that is closed."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.quotes += line.count('"')
        return line


def _csv_rows(reader: Any, lines: _Lines, name: str) -> Iterator[Page | Issue]:
    try:
        header = next(reader)
    except csv.Error as error:
        yield problem(name, "too_large", f"{name}: the line of column names: {error}")
        return
    columns = {title.strip().lower(): place for place, title in reversed(list(enumerate(header)))}
    if "id" not in columns or not columns.keys() & {"text", "html"}:
        listed = ", ".join(title.strip() for title in header if title.strip()) or "none"
        yield problem(
            name, "missing_columns", f"{name} needs the columns id and text (or html); it has: {listed[:500]}"
        )
        return
    last = 0
    while True:
        began, lines.quotes = reader.line_num + 1, 0
        try:
            row = next(reader)
        except StopIteration:
            if last:
                message = f"{name}:{last}: a quotation mark is opened and never closed; all below was read as one text"
                yield problem(name, "unclosed_quote", message, fatal=False)
            return
        except csv.Error as error:
            yield problem(f"{name}:{reader.line_num}", "too_large", f"{name}:{reader.line_num}: {error}")
            continue
        last = began if lines.quotes % 2 and reader.line_num > began else 0
        if row:
            item = {title: row[place] for title, place in columns.items() if place < len(row)}
            yield item_page(item, f"{name}:{reader.line_num}")
