"""How sure: what a report shows, and what it makes of it."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from tallybook.model import Actor, Code, Count, Incident, PartialDate, Place, Report, Span, claim
from tallybook.model.values import Value
from tallybook.reconcile.confidence import FIELDS, Confidence, confidence_in, confidence_of, features, load_weights

DAY = PartialDate(start=date(2022, 8, 3), end=date(2022, 8, 3), precision="day", text="on August 3")
TOWN = Place(country="AF", place="Northtown", lat=1.0, lon=2.0, precision="place")
WORDS = (Span(start=0, end=5, text="words"),)


def report(**values: Value) -> Report:
    """A report of a bombing with one claim for each value given, by property."""
    told = {"event_type": Code(code="bombing"), **values}
    claims = tuple(claim("d", "r", prop, value, WORDS, score=0.9) for prop, value in told.items())
    return Report(id="r", document_id="d", claims=claims)


WHOLE = report(
    when=DAY, where=TOWN, perpetrator=Actor(name="gunmen", status="attributed"),
    casualty=Count(outcome="killed", low=3, best=3, high=3),
)  # fmt: skip


def test_a_field_that_is_not_stated_has_no_confidence() -> None:
    told = confidence_of(report())
    assert told.event_type is not None
    assert [getattr(told, field) for field in FIELDS if field != "event_type"] == [None] * 5
    assert told.overall == told.event_type


def test_every_stated_field_has_a_probability_and_the_whole_is_their_mean() -> None:
    told = confidence_of(WHOLE)
    stated = [value for field in FIELDS if (value := getattr(told, field)) is not None]
    assert len(stated) == 5
    assert all(0 < value < 1 for value in stated)
    assert told.overall == pytest.approx(sum(stated) / 5, abs=0.001)
    assert Confidence().overall == 0


@pytest.mark.parametrize("field", FIELDS)
def test_every_weight_is_of_something_that_a_report_can_show(field: str) -> None:
    full = report(
        when=DAY, where=TOWN, perpetrator=Actor(name="gunmen"),
        casualty=Count(outcome="injured" if field == "injured" else "killed", low=3, best=3, high=3),
    )  # fmt: skip
    assert set(load_weights()[field]) <= set(features(full)[field])
    assert all(math.isfinite(weight) for weight in load_weights()[field].values())


def test_an_incident_is_as_sure_as_its_reports_on_average() -> None:
    other = replace(report(when=DAY), id="s")
    whole = confidence_in(Incident(id="i", reports=(WHOLE, other)))
    pair = [confidence_of(one).event_type or 0 for one in (WHOLE, other)]
    assert whole.event_type == pytest.approx(sum(pair) / 2, abs=0.001)
    assert whole.killed == confidence_of(WHOLE).killed
    assert whole.injured is None


def test_what_was_added_up_shows_itself() -> None:
    group = Count(outcome="killed", low=2, best=2, high=2, scope="subgroup", group="officers")
    shown = features(report(casualty=group))["killed"]
    assert (shown["one"], shown["vague"], shown["weakest"]) == (0.0, 0.0, 0.9)
