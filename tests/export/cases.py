"""Incidents for the formats of others, each made from values; the golden files in ``golden/`` are made of ``CASES``.

    python tests/export/cases.py    # writes the golden files anew

All places are invented.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from tallybook.export import IncidentRecord, get_exporter, losses_of
from tallybook.model import (
    Actor,
    Code,
    Count,
    Document,
    Finding,
    Incident,
    PartialDate,
    Place,
    Range,
    Responsibility,
    Target,
    Value,
    Weapon,
    claim,
    reports_of,
)

GOLDEN = Path(__file__).parent / "golden"
FOREIGN = ("ucdp", "acled", "gtd", "plover", "hapi", "ftm")

PROPERTIES: dict[type, str] = {
    Actor: "perpetrator", Target: "target", Weapon: "weapon", Count: "casualty", Place: "where", PartialDate: "when",
    Responsibility: "responsibility",
}  # fmt: skip


def day(year: int, month: int, first: int, last: int | None = None) -> PartialDate:
    """One day, or the days of one month from the first to the last."""
    end = date(year, month, last or first)
    return PartialDate(start=date(year, month, first), end=end, precision="day" if last is None else "period")


def incident(
    name: str,
    event_type: str,
    *values: Value,
    stage: str | None = None,
    killed: Range | None = None,
    injured: Range | None = None,
    documents: Sequence[Document] | None = None,
    review: str = "unreviewed",
) -> IncidentRecord:
    """One incident of one report, its values as claims; ``killed`` and ``injured`` are findings."""
    read = documents or (Document(id=f"doc-{name}", text="Words of a report.", title=f"Report on {name}"),)
    first = read[0]
    words = (first.span(0, 5),)
    codes = [("event_type", Code(code=event_type)), *([("stage", Code(code=stage))] if stage else [])]
    told: list[tuple[str, Value]] = [*codes, *((PROPERTIES[type(value)], value) for value in values)]
    claims = [claim(first.id, f"rep-{name}", prop, value, words) for prop, value in told]
    claims += [claim(one.id, f"rep-{one.id}", "event_type", Code(code=event_type), words) for one in read[1:]]
    figures = {"killed": killed, "injured": injured}
    return IncidentRecord(
        incident=Incident(id=name, reports=tuple(reports_of(list({one.id: one for one in claims}.values())))),
        findings=tuple(
            Finding(incident_id=name, prop=prop, value=value, rule="highest")
            for prop, value in figures.items()
            if value
        ),
        documents={one.id: one for one in read},
        review=review,
    )


NORTHTOWN = Place(
    country="CO", admin1="Northland", admin2="Upper Northland", place="Northtown", site="market", lat=-4.25, lon=-73.5,
    precision="site", geonames_id=7,
)  # fmt: skip
FARC = Actor(name="the FARC", actor="farc", kind="organization", status="claimed")
STATE = Actor(name="the army", actor="colombia", kind="state", status="attributed")
GUNMEN = Actor(name="gunmen", kind="unknown", status="unknown")
TRADERS = Target(name="traders", kind="group", category="business")
SOLDIERS = Target(name="soldiers", kind="group", category="military")
MAYOR = Target(name="Ada Sampleton", kind="person", category="government", named=True, role="mayor")
EXACTLY_3 = Range(low=3, best=3, high=3)

WIRE = Document(
    id="wire", text="Words of a wire.", title='Blast at "old" market, many hurt', publisher="Wire; & Sons",
    url="https://news.example/wire",
    published=PartialDate(start=date(2001, 5, 4), end=date(2001, 5, 4), precision="day"), published_basis="metadata",
)  # fmt: skip
PAPER = Document(id="paper", text="Words of a paper.", title="=1+1", publisher=None, url="javascript:alert(1)")

CASES = (
    incident(
        "inc-bomb", "bombing", day(2001, 5, 3), NORTHTOWN, FARC, TRADERS, MAYOR,
        Weapon(name="car bomb", category="vehicle_bomb"),
        Count(outcome="killed", low=12, best=12, high=None, group="traders", said_by="police"),
        Count(outcome="killed", low=1, best=1, high=1, group="Ada Sampleton", scope="individual"),
        Count(outcome="killed", low=2, best=2, high=2, side="perpetrators"),
        Count(outcome="missing", low=4, best=4, high=4),
        Responsibility(status="claimed", by="farc"),
        killed=Range(low=12, best=15, high=15), injured=Range(low=30, best=None, high=None), documents=(WIRE, PAPER),
    ),
    incident("inc-clash", "armed_clash", day(2001, 5, 7, 12), NORTHTOWN, FARC, STATE, killed=EXACTLY_3),
    incident("inc-ambush", "armed_assault", day(2001, 6, 1), NORTHTOWN, FARC, SOLDIERS, killed=EXACTLY_3),
    incident("inc-raid", "air_strike", day(2001, 6, 2), NORTHTOWN, STATE, TRADERS, killed=Range(low=0, best=0, high=0)),
    incident("inc-unknown", "armed_assault", day(2001, 6, 1, 30), NORTHTOWN, GUNMEN, TRADERS, killed=EXACTLY_3),
    incident("inc-threat", "bombing", day(2001, 6, 3), NORTHTOWN, FARC, TRADERS, stage="threatened"),
    incident("inc-attempt", "kidnapping", day(2001, 6, 4), NORTHTOWN, FARC, MAYOR, stage="attempted"),
    incident(
        "inc-new-year", "bombing", PartialDate(start=date(2000, 12, 31), end=date(2001, 1, 1), precision="period"),
        NORTHTOWN, FARC, TRADERS, killed=EXACTLY_3,
    ),
    incident("inc-country", "bombing", day(2001, 6, 5), Place(country="CO", precision="country"), FARC, TRADERS),
    incident("inc-formula", "bombing", day(2001, 6, 6), Place(country="CO", place="=cmd|' /C calc'!A0", lat=-1.5,
             lon=-72.0, precision="place"), FARC, TRADERS, killed=EXACTLY_3),
    incident("inc-bare", "other"),
)  # fmt: skip
"""One of each kind that some format treats in its own way; the last one knows nothing."""


def golden(name: str) -> Path:
    """The golden file of a format."""
    return GOLDEN / f"{name}{get_exporter(name).suffix}"


figures = st.none() | st.integers(0, 400)


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    """Bounds in order, any of them open."""
    low, best, high = sorted(draw(st.lists(st.integers(0, 400), min_size=3, max_size=3)))
    keep = draw(st.tuples(st.booleans(), st.booleans(), st.booleans()))
    return Range(low=low if keep[0] else None, best=best if keep[1] else None, high=high if keep[2] else None)


DAYS = st.dates(date(1999, 11, 1), date(2001, 2, 1))
TEXT = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "+1", "-1", "@x", "\t=1", "＝1", "'=1", "a\x07b", "a\r\nb", "; "]
)


@st.composite
def incidents(draw: st.DrawFn) -> IncidentRecord:
    """Any incident: each value may be there or not, and texts may be anything."""
    values: list[Value] = []
    if draw(st.booleans()):
        first, last = sorted(draw(st.tuples(DAYS, DAYS)))
        values.append(PartialDate(start=draw(st.none() | st.just(first)), end=draw(st.none() | st.just(last))))
    if draw(st.booleans()):
        values.append(
            Place(
                country=draw(st.sampled_from([None, "CO", "XX", "NO"])), admin1=draw(st.none() | TEXT),
                place=draw(st.none() | TEXT), site=draw(st.none() | TEXT), lat=draw(st.none() | st.floats(-90, 90)),
                lon=draw(st.none() | st.floats(-180, 180)),
                precision=draw(st.sampled_from(["site", "place", "district", "admin1", "country", "unknown"])),
            )
        )  # fmt: skip
    values += draw(st.lists(st.sampled_from([FARC, STATE, GUNMEN]) | st.builds(Actor, name=TEXT), max_size=3))
    values += draw(st.lists(st.sampled_from([TRADERS, SOLDIERS, MAYOR]) | st.builds(Target, name=TEXT), max_size=5))
    values += draw(
        st.lists(
            st.builds(
                Count, outcome=st.sampled_from(["killed", "injured", "missing"]), best=figures, low=figures,
                side=st.sampled_from(["victims", "perpetrators"]), group=st.none() | TEXT,
            ),
            max_size=3,
        )
    )  # fmt: skip
    return incident(
        f"inc-{draw(st.integers(0, 10**6))}",
        draw(st.sampled_from(["bombing", "armed_clash", "armed_assault", "mob_violence", "suicide_bombing", "other"])),
        *values,
        stage=draw(st.sampled_from([None, "attempted", "threatened"])),
        killed=draw(st.none() | ranges()),
        injured=draw(st.none() | ranges()),
    )


if __name__ == "__main__":
    for each in FOREIGN:
        get_exporter(each).write(CASES, golden(each))
    accounts = {each: losses.as_object() for each in FOREIGN if (losses := losses_of(get_exporter(each), CASES))}
    (GOLDEN / "losses.json").write_text(json.dumps(accounts, indent=1) + "\n", encoding="utf-8")
