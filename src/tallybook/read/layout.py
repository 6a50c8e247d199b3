"""A parsed page made ready for reading: what old markup draws with tables and breaks becomes paragraphs.

Many news pages of the years before style sheets lay their columns out with tables and end paragraphs with two line
breaks; bulletins and reference works keep their entries in lists. The reader takes the first for data and may drop the
second. Menus, feeds and boxes with other headlines go, as they are no part of the story.
"""

from __future__ import annotations

import re
from typing import Any

BLOCK_NAMES = (
    "address article aside blockquote center div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav "
    "ol p pre section table ul"
)
INLINE_NAMES = "b big center em font i small span strong u"
BLOCKS, INLINE = frozenset(BLOCK_NAMES.split()), frozenset(INLINE_NAMES.split())
LIST_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
PROSE = 200
"""Characters of a cell from which it holds running text."""
LINKED = 0.5
"""Share of a cell's characters that are links, from which it leads elsewhere."""
MENU_WORDS = 3
MENU_ENTRIES = 4
"""So many names of at most so many words, and nothing else, are a menu."""
MOST = 0.4
"""A box with other stories is no larger than this share of its page; a larger one is the page."""
FEED = re.compile(
    r"(?:^|[\s_-])(?:teasers?|lenta|news-?feed|feed|related|see-?also|read-?(?:more|also)|side-?bar|side|promo|menu|nav"
    r"|navigation|ticker|most-?read|popular|trending|more-?(?:news|stories)|breadcrumbs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes and names of boxes with other headlines."""
STOP = re.compile(r"[.!?][\"'”’)]?(?:\s|$)")


def prepare(tree: Any) -> None:
    """Changes a parsed page: menus away, layout tables to blocks, double breaks and list entries to paragraphs."""
    most = MOST * len(_text(tree))
    for box in [one for one in tree.iter("div", "td", "aside") if _leads_away(one)]:
        if box.getparent() is not None and len(_text(box)) <= most:
            box.drop_tree()
    for table in [one for one in tree.iter("table") if _is_layout(one)]:
        _unwrap(table)
    for parent in {one.getparent(): None for one in tree.iter("br") if _is_double(one)}:
        _split(parent)
    for entries in [one for one in tree.iter("ul", "ol") if _is_prose(one)]:
        _to_paragraphs(entries)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


# -- menus and boxes


def _leads_away(element: Any) -> bool:
    """Whether an element is a box with other headlines, a menu, or a cell that holds little but links."""
    if element.tag != "td" and FEED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return STOP.search(_text(element)) is None
    if any(one.tag in ("table", "div", "p", "ul", "ol") for one in element.iterdescendants()):
        return False
    if element.tag == "td":
        return _is_linked(element) or _is_menu(_lines(element))
    return element.tag == "div" and not (element.text or "").strip() and _is_menu([_text(one) for one in element])


def _is_linked(cell: Any) -> bool:
    links = sum(len(_text(one)) for one in cell.iter("a"))
    return links > LINKED * len(_text(cell))


def _is_menu(entries: list[str]) -> bool:
    """Whether these are the entries of a menu: several, each a word or two, none a sentence."""
    named = [one for one in entries if one]
    return len(named) >= MENU_ENTRIES and all(len(one.split()) <= MENU_WORDS and not STOP.search(one) for one in named)


def _lines(cell: Any) -> list[str]:
    """The text of a cell, cut at its line breaks."""
    pieces = [cell.text or ""]
    for one in cell.iterdescendants():
        pieces += ["\n" if one.tag == "br" else " ".join((one.text or "").split()), " ".join((one.tail or "").split())]
    return [line.strip() for line in "".join(pieces).split("\n")]


# -- tables and lists


def _is_layout(table: Any) -> bool:
    """Whether a table lays a page out: it holds paragraphs, headings or another table, or a cell of running text."""
    for one in table.iterdescendants():
        if one.tag in BLOCKS or (one.tag == "br" and _is_double(one)):
            return True
    return any(len(text) >= PROSE and STOP.search(text) for text in map(_text, table.iter("td")))


def _unwrap(table: Any) -> None:
    """A table and its rows and cells as blocks; tables inside it are told apart by themselves."""
    table.tag = "div"
    rows = [one for part in table if part.tag in ("tbody", "thead", "tfoot") for one in part]
    for part in [*table, *rows, *(cell for row in [*table, *rows] for cell in row if row.tag == "tr")]:
        if part.tag in ("tbody", "thead", "tfoot", "tr", "td", "th"):
            part.tag = "div"


def _is_prose(entries: Any) -> bool:
    """Whether a list's entries are sentences: none holds a block, and few of their characters are links."""
    if not any(STOP.search(_text(one)) for one in entries):
        return False
    return not any(one.tag in BLOCKS for one in entries.iterdescendants()) and not _is_linked(entries)


def _to_paragraphs(entries: Any) -> None:
    """A list as one paragraph an entry, each with its mark; so is the heading over it, which says what the entries are.

    The reader of main texts takes paragraphs alone from pages on which it finds no frame of the story.
    """
    entries.tag = "div"
    over = entries.getprevious()
    if over is not None and over.tag in LIST_HEADINGS and not (over.tail or "").strip():
        over.tag = "p"
    for item in entries.findall("li"):
        item.tag = "p"
        item.text = f"- {(item.text or '').lstrip()}"


# -- where paragraphs end


def _is_double(mark: Any) -> bool:
    following = mark.getnext()
    return following is not None and following.tag == "br" and not (mark.tail or "").strip()


def _split(parent: Any) -> None:
    """The content of an element as paragraphs, one between two double breaks; blocks in it stay as they are."""
    from lxml.html import Element  # noqa: PLC0415 - loads slowly; only the worker needs it

    first = Element("p")
    first.text, parent.text = parent.text, None
    made = [first]
    broken = False
    for child in list(parent):
        tail, child.tail = child.tail, None
        block, broken = child.tag in BLOCKS, child.tag == "br" and (broken or _is_double(child))
        if block or broken:
            paragraph = Element("p")
            paragraph.text = tail
            made += [child, paragraph] if block else [paragraph]
        else:
            child.tail = tail
            made[-1].append(child)
        broken = broken and not (tail or "").strip()
    parent[:] = [one for one in made if one.tag != "p" or len(one) or (one.text or "").strip()]
    for one in (parent, *parent.iterancestors()):
        if one.tag not in INLINE and one.tag != "p":
            break
        one.tag = "div"
