"""What counts is data: the same report under different profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallybook.codebook import Codebook, excluded, load_codebook
from tallybook.model import Actor, Claim, Code, Count, Place, Report, Span, Target, Unresolved, Value, claim

WORDS = (Span(start=0, end=1, text="x"),)


def a_report(*values: tuple[str, Value]) -> Report:
    claims: list[Claim] = [claim("doc", "rep", "event_type", Code(code="armed_assault"), WORDS)]
    claims += [claim("doc", "rep", prop, value, WORDS) for prop, value in values]
    return Report(id="rep", document_id="doc", claims=tuple(claims))


def under(**knobs: object) -> Codebook:
    book = load_codebook()
    return replace(book, profile=replace(book.profile, **knobs))  # type: ignore[arg-type]


TEACHERS = ("target", Target(name="teachers", kind="group", category="teachers"))
SOLDIERS = ("target", Target(name="soldiers", kind="group", category="military"))
DEALERS = ("target", Target(name="drug dealers", kind="group", category="organized_crime"))
BARRACKS = ("target", Target(name="barracks", kind="facility", category="military"))
BRIDGE = ("target", Target(name="bridge", kind="infrastructure", category="transportation_route"))
ARMY = ("perpetrator", Actor(name="the army", actor="northland", kind="state"))
REBELS = ("perpetrator", Actor(name="rebels", actor="rebels", kind="organization"))
PERU = ("where", Place(country="PE"))
SPAIN = ("where", Place(country="ES"))
ELSEWHERE = {"northland": ("ES",), "rebels": ("CO",)}


@pytest.mark.parametrize("values", [[], [TEACHERS], [SOLDIERS, ARMY], [BRIDGE, SPAIN], [DEALERS]])
def test_by_default_every_report_counts(values: list[tuple[str, Value]]) -> None:
    assert excluded(a_report(*values), codebook=load_codebook()) is None


@pytest.mark.parametrize(
    ("values", "out"),
    [
        ([PERU], False),
        ([SPAIN], True),
        ([SPAIN, REBELS], False),
        ([SPAIN, ARMY], True),
        ([("target", Target(name="consul", kind="person", nationality="CL")), SPAIN], False),
        ([], False),
    ],
    ids=[
        "there",
        "elsewhere",
        "elsewhere, group from there",
        "elsewhere, army from elsewhere",
        "victim from there",
        "not told",
    ],
)
def test_a_country_is_met_by_place_perpetrator_or_target(values: list[tuple[str, Value]], *, out: bool) -> None:
    reason = excluded(a_report(*values), codebook=load_codebook("muc4"), actor_countries=ELSEWHERE)
    assert (reason is not None) is out


@pytest.mark.parametrize(
    ("values", "out"),
    [
        ([ARMY, SOLDIERS], True),
        ([ARMY, BARRACKS], True),
        ([ARMY, TEACHERS, SOLDIERS], False),
        ([REBELS, SOLDIERS], False),
        ([ARMY], False),
        ([ARMY, REBELS, SOLDIERS], False),
    ],
    ids=[
        "army, soldiers",
        "army, barracks",
        "army, teachers too",
        "rebels, soldiers",
        "army, nobody told",
        "two sides",
    ],
)
def test_state_forces_count_only_against_civilians_where_the_profile_says_so(
    values: list[tuple[str, Value]], *, out: bool
) -> None:
    reason = excluded(a_report(*values), codebook=under(state_violence="against_civilians"))
    assert (reason is not None) is out


def test_state_forces_can_be_left_out_altogether() -> None:
    assert excluded(a_report(ARMY, TEACHERS), codebook=under(state_violence="none")) == "done by state forces"


def test_victims_can_be_left_out_unless_others_were_hit_too() -> None:
    book = under(excluded_victims=("organized_crime",))
    assert excluded(a_report(DEALERS), codebook=book) == "its victims are organized_crime"
    assert excluded(a_report(DEALERS, TEACHERS), codebook=book) is None
    assert excluded(a_report(DEALERS, BRIDGE), codebook=book) is None


def test_damage_alone_can_be_left_out() -> None:
    book = under(property_counts=False)
    assert excluded(a_report(BRIDGE), codebook=book) == "only things were hit"
    assert excluded(a_report(BRIDGE, ("casualty", Count(outcome="injured", best=2))), codebook=book) is None
    assert excluded(a_report(TEACHERS, BRIDGE), codebook=book) is None


def test_a_needed_property_must_be_resolved() -> None:
    book = under(needs=("where",))
    assert excluded(a_report(PERU), codebook=book) is None
    assert excluded(a_report(), codebook=book) == "not told: where"
    assert excluded(a_report(("where", Unresolved(reason="two of this name"))), codebook=book) == "not told: where"
