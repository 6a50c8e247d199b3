"""What old markup draws with tables, breaks and lists, as paragraphs; menus and boxes with other headlines away."""

from __future__ import annotations

from datetime import date

import pytest
from reading_pages import document_of, page

FIRST = "A parcel went off at the post office of Northtown on Monday morning. Two clerks were hurt, the police said."
SECOND = "The street was closed until the evening. Nobody has said why the parcel was sent, and no one was arrested."
LINKS = "".join(f'<a href="{name}.htm">{name}</a><br>' for name in ("FRONT", "WORLD", "SPORT", "WEATHER"))


def text_of(markup: str) -> str:
    """The text that is read out of a page."""
    return document_of(page(markup, media_type="text/html")).text


def table_page(story: str) -> str:
    """A page of three columns: a menu, the story, headlines of other stories."""
    return (
        "<html><head><title>Parcel</title></head><body><table><tr><td colspan=3><b>Northtown Courier</b></td></tr>"
        f"<tr><td>{LINKS}SERVICES<br>Daily e-mail</td><td><h2>Parcel hurts two</h2>{story}</td><td><b>SEE ALSO</b><br>"
        '<a href="a.htm">Ferry: divers find the bell</a><br><a href="b.htm">Tram: three people killed</a></td></tr>'
        "</table></body></html>"
    )


@pytest.mark.parametrize(
    "story",
    [
        f"<p>{FIRST}</p><p>{SECOND}</p>",
        f'<font size="2">{FIRST}<br><br>\n{SECOND}</font>',
        f'<font size="2"><b>{FIRST}<br>&nbsp;<br><br>{SECOND}</b></font>',
    ],
)
def test_a_page_laid_out_with_tables_has_paragraphs(story: str) -> None:
    lines = text_of(table_page(story)).split("\n")
    assert lines[-2:] == [FIRST, SECOND]


def test_menus_and_other_headlines_are_no_part_of_it() -> None:
    text = text_of(table_page(f"<p>{FIRST}</p><p>{SECOND}</p>"))
    assert not any(word in text for word in ("WEATHER", "Daily e-mail", "Tram", "Ferry", "|"))


def test_a_table_of_figures_stays_a_table() -> None:
    rows = "".join(f"<tr><td>{town}</td><td>{hurt}</td></tr>" for town, hurt in (("Northtown", 2), ("Southtown", 3)))
    text = text_of(f"<html><body><p>{FIRST}</p><p>{SECOND}</p><table>{rows}</table></body></html>")
    assert "| Northtown | 2 |" in text


def test_entries_of_a_list_are_kept() -> None:
    entries = ["4 May 2011, Northtown: a bomb hurt two clerks.", "5 June 2012, Southtown: shots hurt a guard."]
    items = "".join(f"<li>{one}</li>" for one in entries)
    markup = f"<html><body><div><div><p>{FIRST}</p><ul>{items}</ul><p>{SECOND}</p></div></div></body></html>"
    assert [line for line in text_of(markup).split("\n") if line.startswith("- ")] == [f"- {e}" for e in entries]


def test_the_heading_over_a_list_is_kept() -> None:
    entries = ["4 May 2011, Northtown: a bomb hurt two clerks.", "5 June 2012, Southtown: shots hurt a guard."]
    lists = "".join(f"<h3>{head}</h3><ul><li>{one}</li></ul>" for head, one in zip("AB", entries, strict=True))
    markup = f"<html><body><div><div><p>{FIRST}</p>{lists.replace('>A<', '>Northern Dawn<')}</div></div></body></html>"
    assert text_of(markup).split("\n") == [FIRST, "Northern Dawn", f"- {entries[0]}", "B", f"- {entries[1]}"]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="bar"><span>Courier</span><span>All news</span><span>Sport</span><span>Culture</span></div>',
        '<div class="lenta"><div>News feed</div><div>7:10 Tram: three people killed</div></div>',
        '<div id="read-more">Tram: three people killed</div>',
    ],
)
def test_boxes_that_lead_elsewhere_are_dropped(box: str) -> None:
    markup = f"<html><body>{box}<div><div>{FIRST}</div><div>{SECOND}</div></div></body></html>"
    assert text_of(markup) == f"{FIRST}\n{SECOND}"


def test_a_column_with_sentences_is_no_menu_whatever_its_name() -> None:
    markup = f'<html><body><div class="side"><div>{FIRST}</div><div>{SECOND}</div></div></body></html>'
    assert text_of(markup) == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("entries", "published"),
    [
        (("4 May 2011, Northtown: a bomb hurt two.", "5 June 2012, Southtown: shots hurt one."), None),
        (("5 June 2012, Southtown: shots hurt one.",), date(2012, 6, 5)),
    ],
)
def test_the_date_of_an_entry_is_not_that_of_a_later_page(entries: tuple[str, ...], published: date | None) -> None:
    markup = f"<html><body><div>{''.join(f'<p>{one}</p>' for one in entries)}<p>{SECOND}</p></div></body></html>"
    assert document_of(page(markup, media_type="text/html")).published.start in (published, None)
    assert document_of(page(markup, media_type="text/html")).published.start != date(2011, 5, 4)
