"""The filters that every question takes, given to a command by the decorator ``filtered``."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from tallybook.answer import Query
    from tallybook.answer.query import Selection
    from tallybook.export import IncidentRecord
    from tallybook.register.base import View

__all__ = ["filtered", "known_values", "matching", "selected"]

PANEL = "Which incidents"


def _option(flag: str, metavar: str, text: str) -> Any:
    return typer.Option(flag, metavar=metavar, help=text, rich_help_panel=PANEL, show_default=False)


Texts = list[str] | None

FILTERS: dict[str, Any] = {
    "since": Annotated[str | None, _option("--since", "DATE", "From this day, month or year on: 2022, 2022-04, …")],
    "until": Annotated[str | None, _option("--until", "DATE", "Up to this day, month or year, included.")],
    "event_type": Annotated[Texts, _option("--type", "CODE", "Event type; may be given several times.")],
    "actor": Annotated[Texts, _option("--actor", "CODE", "Perpetrator; several times.")],
    "country": Annotated[Texts, _option("--country", "CODE", "Country, such as AF; several times.")],
    "admin1": Annotated[Texts, _option("--admin1", "NAME", "First-level area; several times.")],
    "place": Annotated[Texts, _option("--place", "NAME", "Town; several times.")],
    "target": Annotated[Texts, _option("--target", "CODE", "Category of what was hit; several times.")],
    "stage": Annotated[Texts, _option("--stage", "STAGE", "accomplished, attempted (both by default), threatened.")],
    "killed": Annotated[int | None, _option("--killed", "N", "At least so many killed.")],
    "source": Annotated[Texts, _option("--source", "NAME", "Told by this publisher or document; several times.")],
    "review": Annotated[Texts, _option("--review", "STATE", "unreviewed, accepted (both by default), rejected.")],
    "independent": Annotated[int | None, _option("--independent", "N", "At least so many independent sources.")],
    "branches": Annotated[
        bool,
        typer.Option("--branches/--no-branches", help="Whether --actor takes in branches.", rich_help_panel=PANEL),
    ],
}
"""Every filter: its name in ``make_query`` and its option."""

DEFAULTS: dict[str, Any] = {"branches": True}
"""Filters that are set when nobody sets them."""


def filtered(*, threats: bool) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Gives a command an option for each filter; it is called with ``query`` in their place.

    ``threats`` says whether incidents that were only threatened are taken in when ``--stage`` is not given, and those
    that a person rejected when ``--review`` is not: a list has them, a tally never does (coding rule 2).
    """
    return functools.partial(_filtered, threats=threats)


def _filtered(command: Callable[..., int], *, threats: bool) -> Callable[..., int]:

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> int:
        from tallybook.answer.query import REVIEWS, STAGES, make_query  # noqa: PLC0415

        given = {name: options.pop(name, DEFAULTS.get(name)) for name in FILTERS}
        if threats and not given["stage"]:
            given["stage"] = list(STAGES)
        if threats and not given["review"]:
            given["review"] = list(REVIEWS)
        return command(*args, query=make_query(**given), **options)

    hints = get_type_hints(command, include_extras=True, localns={"Query": object})
    own = [one.replace(annotation=hints[one.name]) for one in inspect.signature(command).parameters.values()]
    kept = [one for one in own if one.name != "query"]
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=DEFAULTS.get(name), annotation=kind)
        for name, kind in FILTERS.items()
    ]
    run.__signature__ = inspect.Signature([*kept, *added], return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in [*kept, *added]} | {"return": int}
    return run


def selected(view: View, query: Query) -> Selection:
    """The incidents that a query selects; an actor stands for its branches too."""
    from tallybook.answer.query import select  # noqa: PLC0415

    parents, known = known_values()
    return select(view, query, parents=parents, known=known)


def matching(view: View, query: Query) -> list[IncidentRecord]:
    """The incidents of a query with all that a card or an export needs, earliest first."""
    from tallybook.export.records import records_of  # noqa: PLC0415

    wanted = {one.incident_id for one in selected(view, query).all}
    return [record for record in records_of(view) if record.incident.id in wanted]


def known_values() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The parent of each actor, and the codes that are right even when no incident has them."""
    from tallybook.codebook import load_codebook  # noqa: PLC0415
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415

    actors, book = load_actors(), load_codebook("default")
    parents = {one.code: parent for one in actors if (parent := one.parent()) is not None}
    return parents, {
        "event_type": list(book.event_types),
        "actor": [one.code for one in actors],
        "target": list(book.targets),
    }
