"""The main text of a web page or a PDF, and what it says about itself. Runs in the worker process (``worker.py``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from tallybook.read import limits
from tallybook.read.boilerplate import without_noise
from tallybook.read.decode import declared_in_page, decode
from tallybook.read.layout import prepare
from tallybook.read.markup import Described, describe, stripped
from tallybook.read.plaintext import finish, visible

LETTER = re.compile(r"[^\W\d_]")
EARLIEST = date(1945, 1, 1)
"""Pages that stand for older print; htmldate's own default is 1995, before which pages give their scanned date."""
MARKUP_CHARACTERS = 1_000_000
"""Markup searched for the day of a date."""
DATE_LANGUAGES = "en es fr de pt it nl sv pl cs ro ru uk bg el tr ar fa ur he hi bn my th vi id sw so ha am zh ja ko"
"""Languages in which a page's own date is looked for when no markup gives it."""
MIN_SHARE = 200
"""Characters of stripped text from which an empty main text is a failure and not a page without an article."""


Problems = tuple[tuple[str, str], ...]
"""Pairs of an issue's code and message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One page for the worker; ``latest`` is the last day that can be a day of publication (ISO)."""

    content: bytes
    media_type: str
    url: str | None = None
    latest: str | None = None
    dated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What was read out of a page; ``problems`` are (code, message) pairs."""

    text: str = ""
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    published: str | None = None
    inferred: bool = False
    reader: str = "html/1"
    problems: Problems = ()


def charset_of(media_type: str) -> str | None:
    """The charset parameter of a media type."""
    found = re.search(r"charset\s{0,3}=\s{0,3}\"?([\w.:-]{2,40})", media_type, re.IGNORECASE)
    return found.group(1) if found else None


def read_markup(request: Request) -> Extracted:
    """Main text and description of an HTML page; the stripped tags where no main text is found."""
    decoded = decode(request.content, declared=charset_of(request.media_type) or declared_in_page(request.content))
    problems: Problems = ((decoded.complaint_code, decoded.complaint),) if decoded.complaint else ()
    if decoded.text.count("<") > limits.MAX_TAGS:
        problems += (("simple_extraction", f"more than {limits.MAX_TAGS} tags"),)
        return Extracted(text=simple_text(decoded.text), reader="strip/1", problems=problems)
    tree = _tree(decoded.text)
    if tree is None:
        return replace(_stripped(decoded.text), problems=problems)
    found, (published, inferred) = describe(tree), _published(decoded.text, tree, request)
    if found.published and not request.dated and _may_be(found.published, request):
        published, inferred = found.published, False
    made = _with_main_text(decoded.text, tree, found)
    return replace(made, published=published, inferred=inferred, problems=problems + made.problems)


def simple_text(markup: str) -> str:
    """The page's text with its tags stripped, without noise lines."""
    lines = visible(stripped(markup, limit=limits.MAX_TEXT_CHARACTERS)).split("\n")
    return finish(without_noise([line.strip() for line in lines]))


def _stripped(markup: str) -> Extracted:
    return Extracted(text=simple_text(markup), reader="strip/1")


def _with_main_text(markup: str, tree: Any, found: Described) -> Extracted:
    text, reader = _main_text(tree), "html/1"
    problems: Problems = ()
    if not LETTER.search(text):
        text, reader = simple_text(markup), "strip/1"
        problems = (("simple_extraction", "no main text was found"),) if len(text) >= MIN_SHARE else ()
    return Extracted(
        text=text, title=found.title, publisher=found.publisher, language=found.language, url=found.url, reader=reader,
        problems=problems,
    )  # fmt: skip


def _tree(markup: str) -> Any:
    from trafilatura.utils import load_html  # noqa: PLC0415 - loads slowly; only the worker needs it

    return load_html(markup)


def _main_text(tree: Any) -> str:
    from trafilatura import extract  # noqa: PLC0415

    prepare(tree)
    text = extract(tree, fast=True, include_comments=False) or ""
    return finish(without_noise([line.rstrip() for line in visible(text).split("\n")]))


def _published(markup: str, tree: Any, request: Request) -> tuple[str | None, bool]:
    """The day of publication that the page gives (ISO, or a month), and whether it was only inferred from its text."""
    if request.dated:
        return None, False
    from htmldate import find_date  # noqa: PLC0415

    _use_few_date_languages()
    for extensive in (False, True):
        found = find_date(
            tree, extensive_search=extensive, original_date=True, url=request.url, min_date=EARLIEST.isoformat(),
            max_date=request.latest,
        )  # fmt: skip
        printed = as_printed(found, markup) if found else None
        if printed:
            return printed, extensive
    return None, False


def _may_be(day: str, request: Request) -> bool:
    """Whether a day (ISO) may be one of publication."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return EARLIEST.isoformat() <= day and (request.latest is None or day <= request.latest)


@cache
def _use_few_date_languages() -> None:
    """Have htmldate's last resort look for dates in some thirty languages instead of two hundred.

    Loading them all costs two seconds per process and found nothing more on 297 dated pages. The settings are its own.
    """
    import htmldate.extractors  # noqa: PLC0415
    from dateparser import DateDataParser  # type: ignore[import-untyped]  # noqa: PLC0415

    settings = {
        "NORMALIZE": True, "PARSERS": ["custom-formats", "absolute-time"], "PREFER_DATES_FROM": "past",
        "PREFER_LOCALE_DATE_ORDER": True, "RETURN_AS_TIMEZONE_AWARE": False, "STRICT_PARSING": True,
    }  # fmt: skip
    parser = DateDataParser(languages=DATE_LANGUAGES.split(), settings=settings)
    vars(htmldate.extractors)["get_external_parser"] = lambda: parser


def as_printed(found: str, markup: str) -> str | None:
    """A date cut down to what the page gives: htmldate makes a first of the month up from a month, or from a year."""
    if not found.endswith("-01"):
        return found
    year, month, _ = found.split("-")
    short, text = int(month), markup[:MARKUP_CHARACTERS]
    day = r"\b0?1(?:st|er|\.|º)?\b"
    near = (
        rf"{day}[^\d\n]{{1,20}}{year}|{day}[./-]0?{short}[./-]|\b0?{short}[./-]0?1[./-]"
        rf"|{year}[./-]?{month}[./-]?01|{year}[./-]{short}[./-]1\b"
    )
    if re.search(near, text):
        return found
    if month != "01" or re.search(rf"{year}[./-]0?1\b|\b0?1[./-]{year}|\bJan[a-zé.]{{0,6}} {year}", text):
        return f"{year}-{month}"
    return None  # a bare year is a copyright line, and no date of publication
