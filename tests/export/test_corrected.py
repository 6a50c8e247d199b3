"""Changed cells become values of properties, and these values show exactly the cells that were changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import cases
import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.export import IncidentRecord
from tallybook.export.columns import BY_NAME, TABLE
from tallybook.export.corrected import CELLS, REVIEW, changes_of
from tallybook.export.csv import row_of
from tallybook.export.edits import Correction, Edits
from tallybook.model import Actor, Code, Finding, PartialDate, Place, Range, Target, Unresolved, Weapon

BOMB = cases.CASES[0]
WORKED_OUT = {column.name for column in TABLE if not column.edit}


def corrections(record: IncidentRecord, cells: dict[str, Any]) -> list[Correction]:
    """The corrections that set some cells."""
    row = row_of(record)
    return [
        Correction(incident_id=record.incident.id, field=name, old=row[name], new=cell) for name, cell in cells.items()
    ]


def decided(record: IncidentRecord, cells: dict[str, Any]) -> IncidentRecord:
    """The incident as it is when the values are decided."""
    changes = changes_of(record, corrections(record, cells))
    fields = {change.field for change in changes}
    kept = [one for one in record.findings if one.prop not in fields]
    given_ = [
        Finding(incident_id=record.incident.id, prop=change.field, value=value, rule="decided")
        for change in changes
        for value in change.values or (Unresolved(reason="not stated"),)
    ]
    review = cells.get("review", record.review)
    return replace(record, findings=[*kept, *given_], review=review)


CHANGED: list[dict[str, Any]] = [
    {"killed_best": 13},
    {"killed_low": None, "killed_best": None, "killed_high": None},
    {"injured_high": 44, "injured_best": 40},
    {"date_start": "2001-05-01", "date_end": "2001-05-01"},
    {"date_start": "2001-05-01", "date_precision": "month"},
    {"site": "bridge"},
    {"place": "Southtown", "lat": 1.5, "lon": 2.5, "geonames_id": None},
    {"country": "PE", "admin1": None},
    {"event_types": "bombing; arson"},
    {"event_type": "arson", "event_types": "arson; bombing"},
    {"stage": "attempted"},
    {"perpetrator_status": "suspected"},
    {"perpetrators": "FARC; gunmen", "perpetrator_codes": "farc; ?", "perpetrator_status": "claimed; unknown"},
    {"targets": "traders; the mayor"},
    {"targets": "traders"},
    {"targets": None, "weapons": None},
    {"date_start": None, "date_end": None, "date_precision": "unknown"},
    {"perpetrators": None, "perpetrator_codes": None, "perpetrator_status": None},
    {"weapons": "truck bomb"},
    {"review": "accepted", "killed_high": None},
]


@pytest.mark.parametrize("cells", CHANGED, ids=[", ".join(one) for one in CHANGED])
def test_what_is_decided_shows_the_cells_that_were_changed_and_no_other(cells: dict[str, Any]) -> None:
    before, after = row_of(BOMB), row_of(decided(BOMB, cells))
    differing = {name for name in before if before[name] != after[name] and name not in WORKED_OUT}
    assert {name: after[name] for name in cells} == cells
    assert differing == {name for name, cell in cells.items() if before[name] != cell}


@settings(max_examples=60)
@given(
    low=st.integers(0, 9), best=st.none() | st.integers(9, 20), high=st.none() | st.integers(20, 30),
    place=st.text("abcé ;", min_size=1, max_size=8).map(str.strip).filter(bool), lat=st.floats(-90, 90),
)  # fmt: skip
def test_any_figure_and_any_place_come_back(
    low: int, best: int | None, high: int | None, place: str, lat: float
) -> None:
    cells = {"killed_low": low, "killed_best": best, "killed_high": high, "place": place, "lat": lat}
    after = row_of(decided(BOMB, cells))
    assert {name: after[name] for name in cells} == cells


@pytest.mark.parametrize(
    ("cells", "field", "values"),
    [
        ({"killed_best": 13}, "killed", (Range(low=12, best=13, high=15),)),
        ({"injured_low": None}, "injured", ()),
        ({"stage": "attempted"}, "stage", (Code(code="attempted"),)),
        ({"event_type": "arson"}, "event_type", (Code(code="arson"), Code(code="bombing"))),
        ({"date_start": "2001-05-01"}, "when",
         (PartialDate(start=date(2001, 5, 1), end=date(2001, 5, 3), precision="period"),)),
        ({"date_start": "2001-05-04", "date_end": "2001-05-04"}, "when",
         (PartialDate(start=date(2001, 5, 4), end=date(2001, 5, 4), precision="day"),)),
        ({"date_start": None, "date_end": None}, "when", ()),
        ({"site": None}, "where", (replace(cases.NORTHTOWN, site=None),)),
        ({"perpetrator_status": "suspected"}, "perpetrator", (replace(cases.FARC, status="suspected"),)),
        ({"perpetrator_codes": "eln-colombia"}, "perpetrator",
         (Actor(name="the FARC", actor="eln-colombia", kind="organization", status="claimed"),)),
        ({"targets": None}, "target", ()),
        ({"targets": "traders; the mayor"}, "target", (cases.TRADERS, replace(cases.MAYOR, name="the mayor"))),
        ({"targets": "bystanders"}, "target", (Target(name="bystanders"),)),
        ({"weapons": "truck bomb"}, "weapon", (Weapon(name="truck bomb", category="vehicle_bomb"),)),
        ({"weapons": "bomb; rifle"}, "weapon", (Weapon(name="bomb"), Weapon(name="rifle"))),
        ({"review": "accepted"}, REVIEW, ()),
    ],
)  # fmt: skip
def test_cells_become_the_values_of_their_property(
    cells: dict[str, Any], field: str, values: tuple[object, ...]
) -> None:
    (change,) = changes_of(BOMB, corrections(BOMB, cells))
    assert (change.incident_id, change.field, change.values) == ("inc-bomb", field, values)
    assert {cell.field for cell in change.cells} == set(cells)


def test_every_cell_that_can_be_edited_belongs_to_one_property() -> None:
    named = [name for names in CELLS.values() for name in names]
    assert sorted(named) == sorted({column.name for column in TABLE if column.edit})
    assert set(named) <= set(BY_NAME)


@pytest.mark.parametrize("record", [BOMB, made.record(), cases.CASES[-1]], ids=["bomb", "two accounts", "bare"])
def test_no_correction_is_no_change(record: IncidentRecord) -> None:
    assert changes_of(record, []) == []


def test_of_an_incident_that_knew_nothing_a_place_can_be_told() -> None:
    cells = {"country": "CO", "place": "Northtown", "place_precision": "place"}
    (change,) = changes_of(cases.CASES[-1], corrections(cases.CASES[-1], cells))
    assert change.values == (Place(country="CO", place="Northtown", precision="place"),)


@pytest.mark.parametrize(
    ("cells", "noted"),
    [({"place": "Southtown"}, True), ({"place": "Southtown", "lat": 1.0}, False), ({"site": "bridge"}, False)],
    ids=["name alone", "with a point", "site"],
)
def test_a_new_place_at_the_old_point_is_noted(cells: dict[str, Any], noted: bool) -> None:
    assert bool(Edits(rows=1, corrections=tuple(corrections(BOMB, cells))).notes) is noted
