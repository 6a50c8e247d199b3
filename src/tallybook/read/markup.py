"""What a page's markup says about it: title, publisher, language, address; and its text with the tags stripped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from tallybook.read.plaintext import visible

TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline", "parsely-title")
PUBLISHER_NAMES = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher",
                   "citation_journal_title", "application-name")  # fmt: skip
LANGUAGE_NAMES = ("og:locale", "content-language", "dc.language", "language")
ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "Report",
    "ReportageNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "WebPage",
)
PAGE_TYPES = ("WebPage",)
"""Those of them whose day is that of the page, which may be a frame around articles."""
MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d[\d:.]{0,12}[+-](?!00)\d\d")
"""A day with its time of day in the outlet's own zone; in universal time it may be the day after in the outlet's."""
MAX_LINKED_DATA = 300_000
"""Characters of one JSON-LD block; product catalogues in larger ones say nothing about an article."""
LANGUAGE_CODE = re.compile(r"[a-zA-Z]{2,3}(?=$|[-_])")

BLOCK_NAMES = (
    "address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
BLOCK_TAGS = frozenset(BLOCK_NAMES.split())
HIDDEN_TAGS = {
    tag: re.compile(f"</{tag}", re.IGNORECASE)
    for tag in ("script", "style", "title", "noscript", "template", "svg", "iframe", "textarea")
}
"""Elements whose content is not shown as text, and how they end; one that never ends hides the rest, as in browsers."""
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a page says about itself; ``None`` where it says nothing."""

    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    published: str | None = None


def describe(tree: Any) -> Described:
    """Title, publisher, language and canonical address of a parsed page."""
    metas = _metas(tree)
    linked = list(linked_data(tree))
    return Described(
        title=_first(metas, TITLE_NAMES)
        or _linked(linked, "headline")
        or _text(tree, ".//h1")
        or _text(tree, ".//title"),
        publisher=_first(metas, PUBLISHER_NAMES) or _linked_publisher(linked),
        language=language_code(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or language_code(_first(metas, LANGUAGE_NAMES))
        or language_code(_linked(linked, "inLanguage")),
        url=_address(tree, metas),
        published=_moment(linked),
    )


def _moment(linked: list[dict[str, Any]]) -> str | None:
    """The day of publication of the page's article where its JSON-LD gives the local time too.

    Days without a time are as often those of an address or of a template.
    """
    told = [one.get("datePublished") for one in linked if one.get("@type") not in PAGE_TYPES]
    return next((one.strip()[:10] for one in told if isinstance(one, str) and MOMENT.match(one.strip())), None)


def language_code(declared: str | None) -> str | None:
    """The two- or three-letter code of a declared language such as ``en-GB`` or ``en_US``."""
    found = LANGUAGE_CODE.match(declared.strip()) if declared else None
    return found.group(0).lower() if found else None


def linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that describe an article or a page; broken blocks are passed over."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        block = script.text or ""
        if len(block) > MAX_LINKED_DATA:
            continue
        try:
            data = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
        for item in items if isinstance(items, list) else []:
            if isinstance(item, dict) and _is_article(item.get("@type")):
                yield item


def _is_article(kind: object) -> bool:
    return any(name in ARTICLE_TYPES for name in (kind if isinstance(kind, list) else [kind]))


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = one_line(meta.get("content"))
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            name = meta.get(attribute)
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _linked(linked: list[dict[str, Any]], field: str) -> str | None:
    values = (item.get(field) for item in linked)
    return next((one_line(value) for value in values if isinstance(value, str) and value.strip()), None)


def _linked_publisher(linked: list[dict[str, Any]]) -> str | None:
    for item in linked:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return one_line(name)
    return None


def _text(tree: Any, path: str) -> str | None:
    element = tree.find(path)
    return one_line("".join(element.itertext())) if element is not None else None


def _address(tree: Any, metas: dict[str, str]) -> str | None:
    canonical = tree.find('.//link[@rel="canonical"]')
    for address in (canonical.get("href") if canonical is not None else None, metas.get("og:url")):
        if address and address.strip().lower().startswith(("http://", "https://")):
            return str(address.strip())
    return None


def one_line(value: str | None) -> str | None:
    """A value as one line of at most 500 characters; ``None`` when nothing is left."""
    if not value:
        return None
    return " ".join(visible(unescape(value)).split())[:500] or None


def stripped(markup: str, *, limit: int) -> str:
    """The text between the tags, a block to a line, at most ``limit`` characters: linear in the size of the markup.

    This is the way out when the main text cannot be found. It parses nothing, so nesting and broken tags cost nothing.
    """
    pieces: list[str] = []
    place = size = 0
    while place < len(markup) and size < limit:
        opened = markup.find("<", place)
        end = len(markup) if opened < 0 else opened
        if end > place:
            pieces.append(markup[place:end])
            size += end - place
        if opened < 0:
            break
        place, mark = _past_tag(markup, opened)
        if mark:
            pieces.append(mark)
    return unescape("".join(pieces))[:limit]


def _past_tag(markup: str, opened: int) -> tuple[int, str]:
    """Where the tag that opens at ``opened`` (or what it hides) ends, and what stands for it in the text."""
    if markup.startswith("<!--", opened):
        return _after(markup, "-->", opened + 4), ""
    name = TAG_NAME.match(markup, opened)
    if name is None:
        known = markup.startswith(("<!", "<?", "</"), opened)
        return (_after(markup, ">", opened), "") if known else (opened + 1, "<")
    tag = name.group(1).lower()
    end = _after(markup, ">", name.end())
    if tag in HIDDEN_TAGS and markup[opened + 1] != "/":
        end = _past_hidden(markup, tag, end)
    return end, "\n" if tag in BLOCK_TAGS or tag in HIDDEN_TAGS else ""


def _past_hidden(markup: str, tag: str, start: int) -> int:
    if markup.endswith("/>", 0, start):
        return start
    closing = HIDDEN_TAGS[tag].search(markup, start)
    return _after(markup, ">", closing.end()) if closing else len(markup)


def _after(markup: str, mark: str, start: int) -> int:
    found = markup.find(mark, start)
    return len(markup) if found < 0 else found + len(mark)
