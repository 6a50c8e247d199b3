"""Incidents and tallies as HTML for notebooks: self-contained, and every word from outside escaped.

A notebook is easily passed on, so names of private persons are withheld here as in public output (coding rule 20).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from tallybook.answer.table import Cell, Table
from tallybook.export.base import IncidentRecord
from tallybook.export.card import Card, Figure, Quote, Said, Source, card_of
from tallybook.export.report.privacy import WITHHELD, withhold

__all__ = ["card_html", "list_html", "table_html"]

Show = Callable[[str], str]
"""Text as HTML: private names taken out, the rest escaped."""

BOX = "border:1px solid #ccc;border-radius:4px;padding:0.6em 1em;max-width:60em"
MARK = "background:#fff3b0"
FAINT = "color:#666"
STANDS = {"for": "supports it", "against": "speaks against it", "beside": ""}


def card_html(record: IncidentRecord) -> str:
    """One incident: every value beside the words it rests on, and what disagrees."""
    card, show = card_of(record), _shower([record])
    rows = [
        _row("what", show(f"{card.types} ({card.stage})")),
        _row("when", show(card.when) + _said(card.dated, show)),
        _row("where", show(card.where) + _said(card.placed, show)),
        *(_row(name, _named(said, show)) for name, said in (("who", card.who), ("whom", card.whom))),
        _row("with", _named(card.weapons, show)),
        *(_row(figure.name, _figure(figure, show)) for figure in card.figures),
        *(_row(f"disagreement: {field}", _readings(readings, show)) for field, readings in card.disagreements),
        _row(
            "sources",
            "".join(_source(one, show) for one in card.sources) + f"<div>{card.independent} independent</div>",
        ),
    ]
    head = f"<strong>{show(card.headline)}</strong> <code>{escape(card.id)}</code>"
    return f'<div style="{BOX}">{head}<table>{"".join(rows)}</table></div>'


def list_html(records: Sequence[IncidentRecord]) -> str:
    """Incidents in a table, one row each."""
    columns = ("id", "what", "when", "where", "who", "killed", "injured", "documents")
    show = _shower(records)
    return _table(
        columns, (_list_row(card_of(record), show) for record in records), caption=f"{len(records)} incidents"
    )


def table_html(table: Table) -> str:
    """An answer with its caveats, which belong to the numbers."""
    rows = ([*map(_cell, row.cells), escape("; ".join(row.notes))] for row in table.rows)
    caveats = "".join(f"<li>{escape(caveat)}</li>" for caveat in table.caveats)
    return _table((*table.columns, "notes"), rows, caption=table.title) + (f"<ul>{caveats}</ul>" if caveats else "")


def _shower(records: Sequence[IncidentRecord]) -> Show:
    hide = withhold(records)
    return lambda text: escape(hide(text))


def _list_row(card: Card, show: Show) -> list[str]:
    figures = {figure.name: figure.text for figure in card.figures}
    who = ", ".join(WITHHELD if said.private else said.text for said in card.who)
    shown = (card.types, card.when, card.where, who, figures.get("killed", ""), figures.get("injured", ""))
    return [f"<code>{escape(card.id)}</code>", *map(show, shown), str(len(card.sources))]


def _table(columns: Iterable[str], rows: Iterable[Sequence[str]], *, caption: str) -> str:
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: Cell) -> str:
    return "" if cell is None else escape(str(cell))


def _row(name: str, content: str) -> str:
    if not content:
        return ""
    return f'<tr><th style="text-align:left;vertical-align:top">{escape(name)}</th><td>{content}</td></tr>'


def _named(said: Sequence[Said], show: Show) -> str:
    return "".join(f"<div>{_words(one, show)}{_said([one], show)}</div>" for one in said)


def _words(said: Said, show: Show) -> str:
    name = f"<em>{WITHHELD}</em>" if said.private else show(said.text)
    return name + (f' <span style="{FAINT}">({show(said.detail)})</span>' if said.detail else "")


def _said(said: Sequence[Said], show: Show) -> str:
    return "".join(_quote(quote, show) for one in said for quote in one.quotes)


def _quote(quote: Quote, show: Show) -> str:
    words = "".join(
        f'<mark style="{MARK}">{show(piece.text)}</mark>' if piece.marked else show(piece.text)
        for piece in quote.pieces
    )
    return f'<div style="{FAINT}">“{words}” — {show(quote.source)}</div>'


def _figure(figure: Figure, show: Show) -> str:
    rule = f' <span style="{FAINT}">by {escape(figure.rule)}</span>' if figure.rule else ""
    told = (f"<div>{_words(one, show)} {STANDS.get(one.stands, '')}{_said([one], show)}</div>" for one in figure.said)
    return f"<strong>{show(figure.text)}</strong>{rule}{''.join(told)}"


def _readings(readings: Sequence[tuple[str, str]], show: Show) -> str:
    return "".join(f"<div>{show(value)}: {show(documents)}</div>" for value, documents in readings)


def _source(source: Source, show: Show) -> str:
    title = show(source.title)
    if source.url and source.url.lower().startswith(("https://", "http://")):
        title = f'<a href="{escape(source.url, quote=True)}" rel="noopener noreferrer">{title}</a>'
    known = ", ".join(show(part) for part in (source.publisher, source.published) if part)
    copied = f" (copy of {show(source.copy_of)})" if source.copy_of else ""
    return f"<div>{title}{f', {known}' if known else ''}{copied}</div>"
