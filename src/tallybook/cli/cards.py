"""An incident's card, the list of incidents and the other tables as the terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tallybook.cli.console import out, table
from tallybook.cli.names import country_names
from tallybook.export.card import Card, Quote, Said, card_of
from tallybook.export.words import STATUS

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from tallybook.export import IncidentRecord

__all__ = ["incident_table", "print_card", "print_disagreements"]

STANDS = {"for": "✓", "against": "✗", "beside": "·"}
MARK = "bold underline"
QUIET = "dim"


def incident_table(records: Iterable[IncidentRecord]) -> Table:
    """One line per incident."""
    made = table(
        "id", "when", "what", "where", "who", "killed", "injured", "sources", whole=("id", "killed", "injured")
    )
    for record in records:
        card = card_of(record, countries=country_names())
        killed, injured, *_ = card.figures
        who = ", ".join(_who(one) for one in card.who)
        sources = str(len(card.sources))
        if card.independent != len(card.sources):
            sources = f"{sources}, {card.independent} indep."
        what = card.types if card.stage == "accomplished" else f"{card.types} ({card.stage})"
        made.add_row(card.id, card.when, what, card.where, who, killed.text, injured.text, sources)
    return made


def _who(one: Said) -> str:
    """The name, with its status where that is more, or less, than a source's plain word."""
    plain = one.detail in (None, STATUS["attributed"], STATUS["unknown"])
    return one.text if plain else f"{one.text} ({one.detail})"


def print_card(record: IncidentRecord) -> None:
    """The card: every value, and below it the words it rests on with source and document."""
    card, console = card_of(record, countries=country_names()), out()
    console.print(_text((card.headline, "bold")))
    console.print(_text((card.id, QUIET)))
    _print_facts(card)
    for figure in card.figures:
        rule = f"   rule: {figure.rule}" if figure.rule else ""
        console.print(_text((f"\n{figure.name}: ", "bold"), (figure.text, "bold"), (rule, QUIET)))
        _print_said(figure.said)
    for title, said in (
        ("when", card.dated),
        ("where", card.placed),
        ("who", card.who),
        ("whom", card.whom),
        ("with what", card.weapons),
    ):
        if said:
            console.print(_text((f"\n{title}", "bold")))
            _print_said(said)
    _print_disagreements(card)
    _print_sources(card)


def print_disagreements(records: Iterable[IncidentRecord]) -> int:
    """Every contradiction between documents; how many there are."""
    made = table("incident", "what", "about", "reading", "documents")
    count = 0
    for record in records:
        card = card_of(record, countries=country_names())
        for field, readings in card.disagreements:
            count += 1
            for place, (value, documents) in enumerate(readings):
                first = place == 0
                made.add_row(
                    card.id if first else "", card.headline if first else "", field if first else "", value, documents
                )
    if count:
        out().print(made)
    return count


def _print_facts(card: Card) -> None:
    facts = (
        ("type", card.types if card.stage == "accomplished" else f"{card.types} ({card.stage})"),
        ("when", card.when),
        ("where", f"{card.where} (known to: {card.precision})"),
        ("who", "; ".join(f"{one.text} ({one.detail})" for one in card.who) or "not stated"),
        ("whom", "; ".join(one.text for one in card.whom) or "not stated"),
        ("sources", f"{len(card.sources)} documents, {card.independent} independent"),
        ("review", card.review),
    )
    for name, value in facts:
        out().print(_text((f"{name:>8}  ", QUIET), (value, "")), soft_wrap=True)


def _print_said(said: Sequence[Said]) -> None:
    for one in said:
        detail = f"  ({one.detail})" if one.detail else ""
        out().print(_text((f"  {STANDS[one.stands]} ", QUIET), (one.text, ""), (detail, QUIET)), soft_wrap=True)
        for found in one.quotes:
            out().print(_quotation(found), soft_wrap=True)


def _quotation(found: Quote) -> Text:
    pieces = [(piece.text, MARK if piece.marked else "") for piece in found.pieces]
    at = f"  — {found.source}, {found.document_id}:{found.start}"
    return _text(("      “", QUIET), *pieces, ("”", QUIET), (at, QUIET))


def _print_disagreements(card: Card) -> None:
    if not card.disagreements:
        return
    out().print(_text(("\nwhat disagrees", "bold")))
    for field, readings in card.disagreements:
        said = "; ".join(f"{value} ({documents})" for value, documents in readings)
        out().print(_text((f"  {field}: ", ""), (said, "")), soft_wrap=True)


def _print_sources(card: Card) -> None:
    out().print(_text(("\nreports", "bold")))
    for source in card.sources:
        parts = [source.document_id, source.publisher, source.title, source.published, source.url]
        copy = f"a copy of {source.copy_of}" if source.copy_of else None
        shown = " · ".join(dict.fromkeys(part for part in [*parts, copy] if part))
        out().print(_text((f"  {shown}", "")), soft_wrap=True)


def _text(*parts: tuple[str, str]) -> Text:
    """Text with styles; control characters, which a page could use against a terminal, are shown as a question mark."""
    from rich.text import Text  # noqa: PLC0415

    return Text.assemble(
        *[("".join(c if c.isprintable() or c == "\n" else "?" for c in text), style) for text, style in parts]
    )
