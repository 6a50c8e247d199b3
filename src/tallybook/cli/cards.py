"""An incident's card, the list of incidents and the other tables as the terminal shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tallybook.cli.console import out, table
from tallybook.cli.names import country_names
from tallybook.export.card import Card, Quote, Said, card_of
from tallybook.export.contract import incident_when, incident_where
from tallybook.export.words import STATUS, code_in_words, date_in_brief, value_in_words

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from tallybook.export import IncidentRecord

__all__ = ["WHOLE", "incident_table", "print_card", "print_disagreements"]

WHOLE = ("id", "killed", "injured")
SHORTEST_ID = 10
"""Characters of an id that are shown at least: ``inc-`` and six digits."""

STANDS = {"for": "✓", "against": "✗", "beside": "·"}
MARK = "bold underline"
QUIET = "dim"


def incident_table(records: Sequence[IncidentRecord]) -> Table:
    """One line per incident; ids are cut to what tells them apart."""
    from tallybook.answer import show_range  # noqa: PLC0415

    made = table("id", "when", "what", "where", "who", "killed", "injured", "sources", whole=WHOLE)
    shown = short_ids([record.incident.id for record in records])
    for record in records:
        card = card_of(record, countries=country_names())
        killed, injured, *_ = card.figures
        what = code_in_words(card.event_type) + ("" if card.stage == "accomplished" else f" ({card.stage})")
        sources = str(len(card.sources))
        if card.independent != len(card.sources):
            sources = f"{sources} ({card.independent} independent)"
        made.add_row(
            shown[card.id],
            date_in_brief(incident_when(record)),
            what,
            _brief_place(record),
            ", ".join(_who(one) for one in card.who),
            show_range(killed.value) or "",
            show_range(injured.value) or "",
            sources,
        )
    return made


def short_ids(ids: Sequence[str]) -> dict[str, str]:
    """Each id cut to the shortest length at which all still differ, and at least ``SHORTEST_ID``."""
    length = SHORTEST_ID
    while len({name[:length] for name in ids}) < len(set(ids)):
        length += 1
    return {name: name[:length] for name in ids}


def _brief_place(record: IncidentRecord) -> str:
    """Town or area, and country; the site stands on the card."""
    place = incident_where(record)
    country = country_names().get(place.country or "", place.country)
    parts = [part for part in (place.place or place.admin2 or place.admin1, country) if part]
    return ", ".join(parts) or (place.site or "")


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
        ("what", card.typed),
        ("when", card.dated),
        ("where", card.placed),
        ("who", card.who),
        ("whom", card.whom),
        ("with what", card.weapons),
        ("claimed or denied", card.responsibility),
    ):
        if said:
            console.print(_text((f"\n{title}", "bold")))
            _print_said(said)
    _print_disagreements(card)
    _print_decisions(record)
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
        ("where", card.where + ("" if card.precision == "unknown" else f" (known to: {card.precision})")),
        ("who", "; ".join(f"{one.text} ({one.detail})" for one in card.who) or "not stated"),
        ("whom", "; ".join(one.text for one in card.whom) or "not stated"),
        ("sources", f"{len(card.sources)} documents, {card.independent} independent"),
        ("review", card.review),
        ("sure", card.confidence),
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
    also = f"; the same words in {', '.join(found.also)}" if found.also else ""
    at = f"  — {found.source}, {found.document_id}:{found.start}{also}"
    return _text(("      “", QUIET), *pieces, ("”", QUIET), (at, QUIET))


def _print_disagreements(card: Card) -> None:
    if not card.disagreements:
        return
    out().print(_text(("\nwhat disagrees", "bold")))
    for field, readings in card.disagreements:
        said = "; ".join(f"{value} ({documents})" for value, documents in readings)
        out().print(_text((f"  {field}: ", ""), (said, "")), soft_wrap=True)


def _print_decisions(record: IncidentRecord) -> None:
    """What people decided, oldest first, and what rules had said."""
    if not record.decisions:
        return
    out().print(_text(("\nwhat was decided", "bold")))
    for one in record.decisions:
        before = [value_in_words(found.value) for found in record.overruled if found.decision == one.id]
        value = "; ".join(value_in_words(given) for given in one.values) or "not stated"
        what = f"{one.field}: {value}" if one.field else one.link.judgement.value if one.link else one.act
        rule = f" (the rule gives {'; '.join(before)})" if before else ""
        why = f": {one.why}" if one.why else ""
        out().print(
            _text((f"  {what}{rule}", ""), (f"  — {one.who}, {one.at[:10]}, {one.id}{why}", QUIET)), soft_wrap=True
        )


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
