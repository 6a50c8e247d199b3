"""The shapes of other datasets: their columns, their rules, their golden files, and what they cannot say."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import cases
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.errors import UsageError
from tallybook.export import IncidentRecord, LossReport, get_exporter, losses_of
from tallybook.export.csv import ACTIVE_START
from tallybook.export.ucdp import priogrid_cell
from tallybook.model import Actor, Count, PartialDate, Place, Range, Target

WIDTHS = {"ucdp": 49, "acled": 31, "gtd": 135, "hapi": 19}
BY_NAME = {record.incident.id: record for record in cases.CASES}


def rows_of(name: str, records: list[IncidentRecord], folder: Path, **options: Any) -> list[dict[str, str]]:
    """The rows of a file in a format."""
    target = folder / f"{name}.csv"
    get_exporter(name, **options).write(records, target)
    with target.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def losses(name: str, *records: IncidentRecord) -> LossReport:
    """The loss report of some incidents."""
    found = losses_of(get_exporter(name), records)
    assert found is not None
    return found


@pytest.mark.parametrize("name", cases.FOREIGN)
def test_a_format_writes_what_its_golden_file_has(name: str, tmp_path: Path) -> None:
    """After a change that is meant: python tests/export/cases.py, and read the difference."""
    target = tmp_path / "made"
    get_exporter(name).write(cases.CASES, target)
    assert target.read_bytes() == cases.golden(name).read_bytes()


@pytest.mark.parametrize("name", cases.FOREIGN)
def test_a_format_says_what_its_golden_account_has(name: str) -> None:
    told = json.loads((cases.GOLDEN / "losses.json").read_text(encoding="utf-8"))
    assert losses(name, *cases.CASES).as_object() == told[name]


@pytest.mark.parametrize(("name", "width"), WIDTHS.items())
def test_a_table_has_the_columns_of_its_scheme(name: str, width: int) -> None:
    columns = get_exporter(name).columns  # type: ignore[attr-defined]
    assert len(columns) == width == len(set(columns))


@pytest.mark.parametrize("name", WIDTHS)
@settings(max_examples=60)
@given(records=st.lists(cases.incidents(), max_size=4, unique_by=lambda one: one.incident.id))
def test_whatever_is_known_a_table_is_sound(
    name: str, records: list[IncidentRecord], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    rows = rows_of(name, records, folder)
    report = losses(name, *records)
    assert report.written + sum(map(len, report.left_out.values())) == len(records)
    assert all(None not in row and None not in row.values() for row in rows)
    assert not any(ACTIVE_START.match(cell) and not cell.startswith("'") and not is_number(cell)
                   for row in rows for cell in row.values())  # fmt: skip
    for row in rows:
        RULES[name](row)


def is_number(cell: str) -> bool:
    """Whether a cell is a number as we write them."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def ucdp_rule(row: dict[str, str]) -> None:
    """Bounds in order, four figures that add up, one year, a death, two sides."""
    low, best, high = (int(row[name]) for name in ("low", "best", "high"))
    assert low <= best <= high
    assert best == sum(int(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown"))
    assert best > 0
    assert row["date_start"][:4] == row["date_end"][:4] == row["year"]
    assert row["side_a"]
    assert row["side_b"]
    assert row["type_of_violence"] in ("1", "2", "3")
    assert not any(row[name] for name in ("conflict_dset_id", "dyad_new_id", "side_a_new_id", "active_year"))


def acled_rule(row: dict[str, str]) -> None:
    """A day, a number of dead, precisions in their range, text for kinds of actors."""
    assert date.fromisoformat(row["event_date"]).year == int(row["year"])
    assert int(row["fatalities"]) >= 0
    assert row["time_precision"] in ("1", "2", "3")
    assert row["geo_precision"] in ("1", "2", "3")
    assert row["event_type"]
    assert row["actor1"]
    assert not row["inter1"].isdigit()


def gtd_rule(row: dict[str, str]) -> None:
    """Twelve digits, 0 for an open month or day, and a perpetrator or Unknown."""
    assert len(row["eventid"]) == 12
    assert row["eventid"][:8] == f"{int(row['iyear']):04d}{int(row['imonth']):02d}{int(row['iday']):02d}"
    assert row["gname"]
    assert row["imonth"] != "0" or row["iday"] == "0"


def hapi_rule(row: dict[str, str]) -> None:
    """A whole month, a kind, a number of events."""
    assert row["reference_period_start"].endswith("-01")
    assert row["reference_period_start"][:7] == row["reference_period_end"][:7]
    assert row["event_type"] in ("political_violence", "civilian_targeting")
    assert int(row["events"]) > 0


RULES = {"ucdp": ucdp_rule, "acled": acled_rule, "gtd": gtd_rule, "hapi": hapi_rule}


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (BY_NAME["inc-threat"], "it was only threatened"),
        (BY_NAME["inc-raid"], "no death is stated"),
        (BY_NAME["inc-new-year"], "its date lies in two calendar years, and no event of GED does"),
        (BY_NAME["inc-unknown"], "no side that did it is identified"),
        (
            cases.incident("i", "bombing", cases.day(2001, 5, 3), cases.FARC, cases.TRADERS, killed=cases.EXACTLY_3),
            "its country is not known",
        ),
        (
            cases.incident("i", "bombing", cases.NORTHTOWN, cases.FARC, cases.TRADERS, killed=cases.EXACTLY_3),
            "it has no date with two ends",
        ),
        (
            cases.incident(
                "i", "bombing", cases.day(2001, 5, 3), cases.NORTHTOWN, cases.FARC, killed=cases.EXACTLY_3
            ),
            "the side that was hit is not known",
        ),
        (
            cases.incident(
                "i", "armed_assault", cases.day(2001, 5, 3), cases.NORTHTOWN, cases.STATE, cases.SOLDIERS,
                killed=cases.EXACTLY_3,
            ),
            "both sides would be one state",
        ),
    ],
    ids=["threat", "nobody died", "new year", "no actor", "no country", "no date", "no target", "state and itself"],
)  # fmt: skip
def test_ucdp_leaves_out_what_does_not_qualify_and_says_why(record: IncidentRecord, why: str) -> None:
    assert list(losses("ucdp", record).left_out) == [why]


@pytest.mark.parametrize(
    ("values", "kind", "violence", "sides", "deaths"),
    [
        ((cases.FARC, cases.TRADERS), "bombing", "3", ("Revolutionary Armed Forces of Colombia", "Civilians"), "0030"),
        ((cases.FARC, cases.SOLDIERS), "armed_assault", "1",
         ("Government of Colombia", "Revolutionary Armed Forces of Colombia"), "3000"),
        ((cases.FARC, cases.STATE), "armed_clash", "1",
         ("Government of Colombia", "Revolutionary Armed Forces of Colombia"), "0003"),
        ((cases.STATE, Target(name="the FARC", kind="group", category="armed_opposition")), "air_strike", "1",
         ("Government of Colombia", "Revolutionary Armed Forces of Colombia"), "0300"),
        ((cases.FARC, Target(name="AUC", kind="group", category="irregulars")), "armed_assault", "2",
         ("Revolutionary Armed Forces of Colombia", "United Self-Defense Forces of Colombia"), "0300"),
        ((cases.FARC, cases.TRADERS, cases.SOLDIERS), "bombing", "3",
         ("Revolutionary Armed Forces of Colombia", "Civilians"), "0003"),
    ],
    ids=["one-sided", "group on state", "clash", "state on group", "group on group", "both hit"],
)  # fmt: skip
def test_ucdp_decides_the_type_by_the_sides(
    values: tuple[Actor | Target, ...], kind: str, violence: str, sides: tuple[str, str], deaths: str
) -> None:
    made = cases.incident("i", kind, cases.day(2001, 5, 3), cases.NORTHTOWN, *values, killed=cases.EXACTLY_3)
    (row,) = get_exporter("ucdp").convert(made).rows  # type: ignore[attr-defined]
    assert str(row["type_of_violence"]) == violence
    assert (row["side_a"], row["side_b"]) == sides
    assert "".join(str(row[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown")) == deaths
    assert row["gwnoa"] == ("100" if row["side_a"].startswith("Government") else None)


@pytest.mark.parametrize(
    ("killed", "own", "bounds", "filled"),
    [
        (Range(low=3, best=3, high=3), None, (3, 3, 3), set()),
        (Range(low=24, best=None, high=None), None, (24, 24, 24), {"killed.best", "killed.high"}),
        (Range(low=3, best=5, high=None), 2, (5, 7, 7), {"killed.high"}),
        (Range(low=None, best=None, high=9), 1, (10, 10, 10), {"killed.best"}),
    ],
    ids=["exact", "dozens", "open and attackers", "up to"],
)
def test_ucdp_bounds_say_what_was_filled_in(
    killed: Range, own: int | None, bounds: tuple[int, int, int], filled: set[str], tmp_path: Path
) -> None:
    dead = [Count(outcome="killed", low=own, best=own, high=own, side="perpetrators")] if own else []
    values = (cases.day(2001, 5, 3), cases.NORTHTOWN, cases.FARC, cases.TRADERS, *dead)
    made = cases.incident("i", "suicide_bombing", *values, killed=killed)
    (row,) = rows_of("ucdp", [made], tmp_path)
    assert tuple(int(row[name]) for name in ("low", "best", "high")) == bounds
    told = {loss.field for loss in losses("ucdp", made).losses if loss.kind == "filled"}
    assert told == filled | {"casualties (by side)"}


@pytest.mark.parametrize(
    ("lat", "lon", "cell"),
    [(-90, -180, 1), (90, 180, 259_200), (0.1, 0.1, 180 * 720 + 361), (-4.25, -73.5, 171 * 720 + 214)],
)
def test_prio_grid_cells_are_counted_from_the_south_west(lat: float, lon: float, cell: int) -> None:
    assert priogrid_cell(lat, lon) == cell


@pytest.mark.parametrize(("bound", "dead"), [(None, "14"), ("low", "14"), ("best", "17"), ("high", "17")])
def test_acled_has_the_bound_that_is_asked_for(bound: str | None, dead: str, tmp_path: Path) -> None:
    (row,) = rows_of("acled", [BY_NAME["inc-bomb"]], tmp_path, fatalities=bound)
    assert row["fatalities"] == dead


def test_acled_has_no_empty_number_of_dead_and_the_account_says_so(tmp_path: Path) -> None:
    (row,) = rows_of("acled", [BY_NAME["inc-attempt"]], tmp_path)
    assert row["fatalities"] == "0"
    filled = [loss for loss in losses("acled", BY_NAME["inc-attempt"]).losses if loss.kind == "filled"]
    assert [loss.field for loss in filled] == ["killed"]
    assert "No figure is stated" in row["notes"]


@pytest.mark.parametrize(
    ("when", "day", "precision"),
    [
        (cases.day(2001, 5, 3), "2001-05-03", "1"),
        (cases.day(2001, 5, 1, 7), "2001-05-04", "2"),
        (cases.day(2001, 5, 1, 31), "2001-05-16", "3"),
    ],
    ids=["day", "week", "month"],
)
def test_acled_puts_an_interval_on_its_middle_day(when: PartialDate, day: str, precision: str, tmp_path: Path) -> None:
    (row,) = rows_of("acled", [cases.incident("i", "bombing", when, cases.NORTHTOWN)], tmp_path)
    assert (row["event_date"], row["time_precision"]) == (day, precision)


def test_a_state_abroad_is_an_external_force_and_the_lower_kind_stands_first(tmp_path: Path) -> None:
    abroad = Place(country="PE", place="Northtown", precision="place")
    values = (cases.day(2001, 5, 3), abroad, cases.STATE, cases.TRADERS)
    (row,) = rows_of("acled", [cases.incident("i", "air_strike", *values)], tmp_path)
    assert row["inter1"] == "External/Other forces"
    assert row["interaction"] == "Civilians-External/Other forces"


def test_who_was_hit_stands_as_an_actor_only_where_the_side_is_known(tmp_path: Path) -> None:
    values = (cases.day(2001, 5, 3), cases.NORTHTOWN, cases.FARC, Target(name="others", kind="group"))
    fighters = Target(name="fighters", kind="group", category="armed_opposition")
    rows = rows_of(
        "acled",
        [
            cases.incident("i", "bombing", *values),
            cases.incident("j", "bombing", *values, Target(name="a base", kind="facility", category="military")),
            cases.incident("k", "bombing", *values, fighters),
        ],
        tmp_path,
    )
    assert [(row["actor2"], row["inter2"], row["interaction"]) for row in rows] == [
        ("", "", "Rebel group only"),
        ("Military Forces of Colombia", "State forces", "State forces-Rebel group"),
        ("Unidentified Armed Group (Colombia)", "Political militia", "Rebel group-Political militia"),
    ]


def test_gtd_numbers_the_incidents_of_a_day(tmp_path: Path) -> None:
    day = cases.day(2001, 6, 1)
    made = [cases.incident(f"i{number}", "bombing", day, cases.NORTHTOWN) for number in range(3)]
    assert [row["eventid"][-4:] for row in rows_of("gtd", made, tmp_path)] == ["0001", "0002", "0003"]


def test_gtd_says_unknown_as_its_codebook_does(tmp_path: Path) -> None:
    month = PartialDate(start=date(2001, 6, 1), end=date(2001, 6, 30), precision="month")
    (row,) = rows_of("gtd", [cases.incident("i", "other", month)], tmp_path)
    wanted = {
        "imonth": "6", "iday": "0", "approxdate": "June 2001", "nkill": "", "nwound": "", "nkillter": "",
        "nperps": "-99",
        "claimed": "-9", "property": "-9", "gname": "Unknown", "targtype1_txt": "Unknown", "weaptype1_txt": "Unknown",
        "country": "", "latitude": "", "crit1": "", "doubtterr": "",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (BY_NAME["inc-clash"], "a clash of armed sides is no act of terrorism in the GTD's sense"),
        (BY_NAME["inc-raid"], "state forces did it"),
        (BY_NAME["inc-bare"], "its year is not known"),
    ],
    ids=["clash", "state", "undated"],
)
def test_gtd_lists_acts_of_groups_only(record: IncidentRecord, why: str) -> None:
    assert list(losses("gtd", record).left_out) == [why]


def test_hapi_counts_nobody_where_no_event_states_a_number(tmp_path: Path) -> None:
    rows = rows_of("hapi", [BY_NAME["inc-country"]], tmp_path)
    assert {row["fatalities"] for row in rows} == {""}
    assert {row["warning"] for row in rows} == {"1 of 1 events state no number of dead"}


def test_plover_keeps_what_is_not_stated_null(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    get_exporter("plover").write([cases.incident("i", "other", cases.day(2001, 6, 1))], target)
    line = json.loads(target.read_text(encoding="utf-8"))
    assert set(line["size"].values()) == {None}
    assert line["actor"] == [{"actor_text": None, "sector": "UNK"}]
    assert line["recipient"] == []
    assert line["enddate"] is None
    assert line["event_loc"]["latitude"] is None


def test_plover_calls_a_threat_a_threat(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    get_exporter("plover").write([BY_NAME["inc-threat"]], target)
    line = json.loads(target.read_text(encoding="utf-8"))
    assert (line["event"], line["mode"], line["quad_code"]) == (["THREATEN"], ["violence"], 3)


@pytest.mark.parametrize("name", ["ucdp", "gtd", "plover", "ftm"])
def test_a_bound_is_asked_for_only_where_there_is_one_number(name: str) -> None:
    with pytest.raises(UsageError, match="it is for acled, hapi"):
        get_exporter(name, fatalities="best")


def test_a_bound_has_one_of_three_names() -> None:
    with pytest.raises(UsageError, match="fatalities 'most': one of low, best, high is needed"):
        get_exporter("acled", fatalities="most")


@pytest.mark.parametrize("name", cases.FOREIGN)
def test_what_a_person_rejected_goes_into_no_file_of_another_shape(name: str, tmp_path: Path) -> None:
    rejected = replace(BY_NAME["inc-bomb"], review="rejected")
    assert list(losses(name, rejected).left_out) == ["a person rejected it"]
    assert get_exporter(name).write([rejected, BY_NAME["inc-bomb"]], tmp_path / "out") == 1


@pytest.mark.parametrize("name", WIDTHS)
def test_nothing_at_all_is_a_header(name: str, tmp_path: Path) -> None:
    assert rows_of(name, [], tmp_path) == []
    assert losses(name).is_empty
    assert losses(name).lines() == []


def test_the_account_names_the_field_the_count_and_the_incidents() -> None:
    told = losses("acled", *cases.CASES)
    lines = told.lines()
    assert lines[0] == "Left out, since acled has no row for them:"
    assert "     1  killed: 0 for not stated: fatalities has no empty value" in lines
    filled = next(one for one in told.as_object()["losses"] if one["field"] == "killed" and one["kind"] == "filled")
    assert filled["incident_ids"] == ["inc-attempt"]
    assert told.as_object()["incidents"] == {"given": 11, "written": 8, "left_out": 3}
