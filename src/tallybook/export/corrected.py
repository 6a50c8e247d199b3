"""Changed cells as values: what a person says about one property of one incident, ready to be decided.

A register is corrected by properties (``killed``, ``when``, ``where`` …), a table by cells. The cells of one property
are put together here, with those that were left as they are. What a table does not show of a value (the kind of an
actor, the category of a target) is kept from the value that stood at the same place in the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from tallybook.codebook.actor_table import load_actors
from tallybook.export.base import IncidentRecord
from tallybook.export.contract import held, incident_perpetrators
from tallybook.export.csv import Cell, row_of
from tallybook.export.edits import NONE, PARTED, Correction
from tallybook.model import Actor, Code, PartialDate, Place, Range, Target, Value, Weapon

__all__ = ["CELLS", "REVIEW", "Change", "changes_of"]

REVIEW = "review"
CELLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "event_type": ("event_type", "event_types"),
        "stage": ("stage",),
        "when": ("date_start", "date_end", "date_precision"),
        "where": (
            "country", "admin1", "admin2", "place", "site", "lat", "lon", "place_precision", "geonames_id",
        ),
        "perpetrator": ("perpetrators", "perpetrator_codes", "perpetrator_status"),
        "target": ("targets",),
        "weapon": ("weapons",),
        "killed": ("killed_low", "killed_best", "killed_high"),
        "injured": ("injured_low", "injured_best", "injured_high"),
        REVIEW: ("review",),
    }
)  # fmt: skip
"""The cells of each property of findings, and that of the review."""

Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person says of one property: its values now (none: not stated), and the cells that say so.

    For ``review`` there are no values: the one cell is the state.
    """

    incident_id: str
    field: str
    values: tuple[Value | Range, ...]
    cells: tuple[Correction, ...]


def changes_of(record: IncidentRecord, corrections: Iterable[Correction]) -> list[Change]:
    """The corrections of one incident as changes of its properties; ``record`` is the incident as it is now."""
    by_field = {one.field: one for one in corrections}
    row = {**row_of(record), **{name: one.new for name, one in by_field.items()}}
    made = []
    for field, names in CELLS.items():
        cells = tuple(by_field[name] for name in names if name in by_field)
        if cells:
            values = () if field == REVIEW else BUILDERS[field](record, row, {cell.field for cell in cells})
            made.append(Change(incident_id=record.incident.id, field=field, values=values, cells=cells))
    return made


def _types(_: IncidentRecord, row: Row, __: set[str]) -> tuple[Code, ...]:
    codes = dict.fromkeys([str(row["event_type"]), *_parts(row["event_types"])])
    return tuple(Code(code=code) for code in codes)


def _stage(_: IncidentRecord, row: Row, __: set[str]) -> tuple[Code, ...]:
    return (Code(code=str(row["stage"])),)


def _when(_: IncidentRecord, row: Row, changed: set[str]) -> tuple[PartialDate, ...]:
    start, end = _day(row["date_start"]), _day(row["date_end"])
    if start is None and end is None:
        return ()
    said = PartialDate(start=start, end=end, precision=row["date_precision"])  # type: ignore[arg-type]
    if "date_precision" in changed:
        return (said,)
    if start == end:
        return (replace(said, precision="day"),)
    return (replace(said, precision="period") if said.precision in ("day", "unknown") else said,)


def _where(_: IncidentRecord, row: Row, __: set[str]) -> tuple[Place, ...]:
    place = Place(
        **{name: row[name] for name in CELLS["where"] if name != "place_precision"},  # type: ignore[arg-type]
        precision=row["place_precision"],  # type: ignore[arg-type]
    )
    return () if replace(place, precision="unknown") == Place() else (place,)


def _perpetrators(record: IncidentRecord, row: Row, __: set[str]) -> tuple[Actor, ...]:
    before = incident_perpetrators(record)
    columns = (_parts(row[name]) for name in CELLS["perpetrator"])
    made = []
    for at, (name, code, status) in enumerate(zip(*columns, strict=True)):
        actor = None if code == NONE else code
        same = before[at] if at < len(before) and before[at].actor == actor else None
        kind = load_actors().get(actor).kind if actor else (same.kind if same else "unknown")
        mentions = same.mentions if same and same.name == name else ()
        made.append(Actor(name=name, actor=actor, kind=kind, status=status, mentions=mentions))
    return tuple(made)


def _targets(record: IncidentRecord, row: Row, __: set[str]) -> tuple[Target, ...]:
    before = list({(one.name, one.category): one for one in held(record, "target", Target)}.values())
    named = {one.name: one for one in reversed(before)}
    names = _parts(row["targets"])
    made = []
    for at, name in enumerate(names):
        same = named.get(name) or (before[at] if len(before) == len(names) else None)
        made.append(replace(same, name=name, mentions=()) if same else Target(name=name))
    return tuple(made)


def _weapons(record: IncidentRecord, row: Row, __: set[str]) -> tuple[Weapon, ...]:
    before = list({(one.name, one.category): one for one in held(record, "weapon", Weapon)}.values())
    shown = {one.name or one.category: one for one in reversed(before)}
    names = _parts(row["weapons"])
    made = []
    for at, name in enumerate(names):
        same = before[at] if len(before) == len(names) else None
        made.append(shown.get(name) or Weapon(name=name, category=same.category if same else None))
    return tuple(made)


def _figure(name: str) -> Callable[[IncidentRecord, Row, set[str]], tuple[Range, ...]]:
    def built(_: IncidentRecord, row: Row, __: set[str]) -> tuple[Range, ...]:
        low, best, high = (row[cell] for cell in CELLS[name])
        figure = Range(low=low, best=best, high=high)  # type: ignore[arg-type]
        return () if figure == Range() else (figure,)

    return built


BUILDERS: Mapping[str, Callable[[IncidentRecord, Row, set[str]], tuple[Value | Range, ...]]] = {
    "event_type": _types,
    "stage": _stage,
    "when": _when,
    "where": _where,
    "perpetrator": _perpetrators,
    "target": _targets,
    "weapon": _weapons,
    "killed": _figure("killed"),
    "injured": _figure("injured"),
}


def _parts(cell: Cell) -> list[str]:
    return [part.strip() for part in str(cell).split(PARTED)] if cell is not None else []


def _day(cell: Cell) -> date | None:
    return date.fromisoformat(cell) if isinstance(cell, str) else None
