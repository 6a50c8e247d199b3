"""Fills the page's template: everything from the sources is text, escaped, and nothing is fetched from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from importlib import resources
from typing import Any, TypeVar
from urllib.parse import urlsplit

from tallybook.export.base import IncidentRecord
from tallybook.export.card import Card, Said, Source, card_of
from tallybook.export.contract import incident_where
from tallybook.export.report.base import Bar, Method
from tallybook.export.report.drawing import draw_map, draw_timeline
from tallybook.export.report.privacy import WITHHELD, Withholding, withhold
from tallybook.export.words import code_in_words, range_in_words

__all__ = ["render"]

FEW = 60
"""Up to so many cards stand open at the words behind their first figure; a longer register would be endless."""

T = TypeVar("T")
Texts = Callable[[str], str]

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows: they could make a name read as another."""
SAFE_SCHEMES = ("http", "https")
"""What a source's address may begin with to become a link; anything else is shown as no link at all."""


def render(
    records: Sequence[IncidentRecord],
    *,
    bars: Sequence[Bar],
    total: Bar,
    method: Method,
    borders: Mapping[str, Any],
    title: str = "Register of incidents",
    names: bool = False,
) -> str:
    """The page as HTML; private names are withheld unless ``names``."""
    countries = {
        str(feature["properties"].get("iso")): str(feature["properties"].get("name"))
        for feature in borders.get("features", ())
    }
    hide = Withholding() if names else withhold(records, plain=_plain_words(records, countries))
    cards = [_public(card_of(record, countries=countries), hide) for record in records]
    style, script = _read("style.css"), _read("script.js")
    page: str = _template().render(
        title=title,
        style=style,
        script=script,
        style_hash=_content_hash(style),
        script_hash=_content_hash(script),
        cards=cards,
        few=len(cards) <= FEW,
        headlines={card.id: card.headline for card in cards},
        map=draw_map(records, borders=borders),
        chart=draw_timeline(_trimmed([bar for bar in bars if bar.label[:1].isdigit()])),
        bars=bars,
        total=total,
        method=method,
        names=names,
        withheld=hide.count,
        threatened=sum(card.stage == "threatened" for card in cards),
        unreviewed=sum(card.review == "unreviewed" for card in cards),
        unplaced=sum(
            incident_where(record).country is None and incident_where(record).lat is None for record in records
        ),
        undated=sum(not card.year for card in cards),
        types=[(code, code_in_words(code)) for code in sorted({card.event_type for card in cards})],
        countries=sorted({card.country for card in cards if card.country}),
        years=sorted({card.year for card in cards if card.year}),
        disagreements=[(card, field, readings) for card in cards for field, readings in card.disagreements],
    )
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", page)


def _plain_words(records: Sequence[IncidentRecord], countries: Mapping[str, str]) -> list[str]:
    """What is no private name, however it is written."""
    types = {code for record in records for report in record.incident.reports for code in report.event_types}
    return [*countries.values(), *map(code_in_words, types)]


def _trimmed(bars: Sequence[Bar]) -> Sequence[Bar]:
    """The bars without the empty ones before the first and after the last incident."""
    filled = [place for place, bar in enumerate(bars) if bar.incidents]
    return bars[filled[0] : filled[-1] + 1] if filled else ()


def _public(card: Card, hide: Withholding) -> Card:
    """The card without private names, and without addresses that are no web addresses."""
    named = [_unnamed(one) if hide.pattern else one for one in card.whom]
    suspects = [_unnamed(one) if hide.pattern else one for one in card.who]
    card = replace(
        card, whom=tuple(named), who=tuple(suspects), sources=tuple(_linked(source) for source in card.sources)
    )
    return _everywhere(card, hide) if hide.pattern else card


def _unnamed(said: Said) -> Said:
    """A private person by role or category."""
    return replace(said, text=f"{said.private} {WITHHELD}") if said.private else said


def _linked(source: Source) -> Source:
    try:
        is_safe = source.url is not None and urlsplit(source.url).scheme.lower() in SAFE_SCHEMES
    except ValueError:
        is_safe = False
    return source if is_safe else replace(source, url=None)


def _everywhere(value: T, change: Texts) -> T:
    """The same value with every text in it changed, however deep it stands; ids stay as they are."""
    if isinstance(value, str):
        return change(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_everywhere(one, change) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"id", "event_type", "types", "stage", "when", "precision", "country", "year", "review", "stands"}
        changed = {
            one.name: _everywhere(getattr(value, one.name), change) for one in fields(value) if one.name not in kept
        }
        return replace(value, **changed)
    return value


def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415  only the page needs it
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("tallybook.export", "report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["in_words"] = range_in_words
    environment.filters["own"] = Markup
    return environment.get_template("page.html.jinja")


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _content_hash(text: str) -> str:
    """The hash by which the page's own style and script are let through, and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
