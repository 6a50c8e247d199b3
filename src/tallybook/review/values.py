"""What reports say about a field, in a few characters, and whether it agrees with what a person decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tallybook.model import (
    Actor,
    Code,
    Count,
    PartialDate,
    Place,
    Range,
    Report,
    Shown,
    Target,
    Unresolved,
    Value,
    Weapon,
)
from tallybook.reconcile import reading
from tallybook.reconcile.disagreements import figures_allow, show_date, show_place, show_range
from tallybook.reconcile.facts import dates_allow, places_allow
from tallybook.reconcile.figures import range_of

__all__ = ["NOT_STATED", "agrees", "said_about", "show", "show_all"]

NOT_STATED = "not stated"
FIGURES = ("killed", "injured")

Held = Value | Range


def show(value: Held) -> str:
    """A value in a few characters: a figure, days in ISO form, a code, a name."""
    match value:
        case Range():
            shown = _figure(value)
        case Count():
            shown = _figure(range_of(value))
        case PartialDate():
            shown = show_date(value)
        case Place():
            shown = _place(value)
        case Code():
            shown = value.code
        case Actor():
            shown = value.actor or value.name
        case Target():
            shown = value.name
        case Weapon():
            shown = value.name or value.category or NOT_STATED
        case _:
            shown = NOT_STATED
    return shown


def _figure(figure: Range) -> str:
    if figure == Range():
        return NOT_STATED
    loose = figure.best is not None and figure.best not in (figure.low, figure.high)
    return show_range(figure) + (f" (best {figure.best})" if loose else "")


def _place(place: Place) -> str:
    named = ", ".join(part for part in (place.site, show_place(place)) if part)
    point = f"{place.lat:g}, {place.lon:g}" if place.lat is not None and place.lon is not None else ""
    return named or point or NOT_STATED


def show_all(values: Iterable[Held]) -> str:
    """Several values of one field: parted by semicolons; none is ``not stated``."""
    return "; ".join(show(value) for value in values) or NOT_STATED


def said_about(report: Report, prop: str) -> list[Held]:
    """The values that a report gives to a property of findings; nothing where it does not state it."""
    if prop in FIGURES:
        figure = reading(report, prop)
        return [] if figure == Range() else [figure]
    found = [claim.value for claim in report.claims if claim.prop == prop]
    return [value for value in found if show(value) != NOT_STATED and value != Code(code="other")]


def shown_about(reports: Iterable[Report], prop: str) -> tuple[Shown, ...]:
    """What each document says about a property, each reading once."""
    said = (
        Shown(field=prop, value=show(value), document_id=report.document_id)
        for report in reports
        for value in said_about(report, prop)
    )
    return tuple(dict.fromkeys(said))


def agrees(said: Held, decided: Sequence[Held]) -> bool:
    """Whether what a document says allows what was decided; where ``not stated`` was decided, nothing does."""
    return any(_allows(said, value) for value in decided)


def _allows(said: Held, decided: Held) -> bool:
    match said, decided:
        case (Unresolved(), _) | (_, Unresolved()):
            allowed = False
        case (Count(), Range()):
            allowed = figures_allow(range_of(said), decided)
        case (Range(), Range()):
            allowed = figures_allow(said, decided)
        case (PartialDate(), PartialDate()):
            allowed = dates_allow(said, decided)
        case (Place(), Place()):
            allowed = places_allow(said, decided)
        case (Actor(), Actor()):
            allowed = (said.actor or said.name.casefold()) == (decided.actor or decided.name.casefold())
        case (Target() | Weapon(), Target() | Weapon()):
            same = _same(said.name, decided.name) or _same(said.category, decided.category)
            allowed = same and type(said) is type(decided)
        case _:
            allowed = said == decided
    return allowed


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()
