"""Questions to a register: what is selected, what is added up, and what is said beside the numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.answer import (
    compare,
    coverage,
    disputes,
    make_query,
    provenance,
    reconcile_tallies,
    select,
    show_range,
    tally,
    timeline,
)
from tallybook.answer.periods import PERIODS, periods_between, year_earlier
from tallybook.errors import AnswerError
from tallybook.model import (
    Actor,
    Claim,
    Code,
    Count,
    Disagreement,
    Document,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Place,
    Range,
    Reading,
    Report,
    Review,
    Span,
    Tally,
    Target,
    Value,
    claim,
    mention,
)
from tallybook.schema import load_schema

TEXT = "Nine people were killed in Northtown."
PARENTS = {"red-army-north": "red-army"}


def days(start: str, end: str | None = None) -> PartialDate:
    return PartialDate(start=date.fromisoformat(start), end=date.fromisoformat(end or start), precision="day")


@dataclass
class Shelf:
    """The smallest register that answers."""

    known: list[tuple[Incident, list[Finding]]] = field(default_factory=list)
    pages: dict[str, Document] = field(default_factory=dict)
    disputed: list[Disagreement] = field(default_factory=list)
    said: list[Claim] = field(default_factory=list)
    reviewed: dict[str, Review] = field(default_factory=dict)

    def say(self, value: Tally, *, name: str = "tracker", published: str | None = "2022-06-30") -> None:
        """A page that reports a tally."""
        page = Document(
            id=name,
            text="The tracker counted 3 attacks.",
            publisher="Tracker",
            published=days(published) if published else PartialDate(),
            published_basis="metadata" if published else "none",
        )
        self.pages[page.id] = page
        self.said.append(claim(page.id, f"tal-{name}", "tally", value, (page.span(0, 29),)))

    def put(
        self,
        name: str,
        when: PartialDate | None = None,
        *,
        killed: Range | None = None,
        source: str = "The Northtown Post",
        published: str | None = "2022-12-31",
        kind: str = "bombing",
        stage: str = "accomplished",
        actor: str | None = None,
        where: Place | None = None,
        target: str | None = None,
    ) -> None:
        page = Document(
            id=f"doc-{name}",
            text=TEXT,
            publisher=source,
            published=days(published) if published else PartialDate(),
            published_basis="metadata" if published else "none",
            page_hash=f"hash-{name}",
        )
        words = (page.span(0, 23),)
        report = f"rep-{name}"
        figure = Count(outcome="killed", low=9, best=9, high=9, said_by="police")
        told = claim(page.id, report, "casualty", figure, words, resolver="counts/1")
        self.pages[page.id] = page
        incident = Incident(id=name, reports=(Report(id=report, document_id=page.id, claims=(told,)),))
        values: list[tuple[str, Value | Range | None]] = [
            ("event_type", Code(code=kind)),
            ("stage", Code(code=stage)),
            ("when", when),
            ("where", where),
            ("perpetrator", Actor(name=actor, actor=actor) if actor else None),
            ("target", Target(name=target, category=target) if target else None),
            ("killed", killed),
        ]
        findings = [
            Finding(incident_id=name, prop=prop, value=value, rule="told", supporting=(told.id,))
            for prop, value in values
            if value is not None
        ]
        self.known.append((incident, findings))

    def incidents(self) -> Sequence[Incident]:
        return [incident for incident, _ in self.known]

    def reviews(self) -> dict[str, Review]:
        return self.reviewed

    def findings(self, incident_id: str | None = None) -> Sequence[Finding]:
        return [one for incident, found in self.known for one in found if incident_id in (None, incident.id)]

    def disagreements(self, incident_id: str | None = None) -> Sequence[Disagreement]:
        return [one for one in self.disputed if incident_id in (None, one.incident_id)]

    def facts(self) -> None:
        return None

    def claims(self) -> Sequence[Claim]:
        return [*(one for incident, _ in self.known for one in incident.claims), *self.said]

    def documents(self, ids: Collection[str] | None = None) -> Sequence[Document]:
        return [page for name, page in self.pages.items() if ids is None or name in ids]

    def mentions(self, *, document_id: str | None = None) -> Sequence[Mention]:
        span = Span(start=0, end=4, text="Nine")
        return [
            mention(name, f"rep-{name[4:]}", "casualty", span) for name in self.pages if document_id in (None, name)
        ]


@pytest.fixture
def shelf() -> Shelf:
    made = Shelf()
    north = Place(country="XN", admin1="North", place="Northtown", precision="place")
    made.put("a", days("2022-03-04"), killed=Range(low=9, best=9, high=9), actor="red-army-north", where=north)
    made.put("b", days("2022-03-20"), killed=Range(low=47, best=47), kind="siege", target="religious")
    made.put("c", days("2022-03-30", "2022-04-02"), killed=Range(low=2, best=2, high=2))
    made.put("d", killed=Range(low=1, best=1, high=1))
    made.put(
        "e", days("2021-03-10"), killed=Range(low=5, best=5, high=5), published="2021-03-11", source="Southtown Radio"
    )
    made.put("f", days("2022-05-05"), stage="threatened")
    made.put("g", days("2022-05-06"))
    return made


FILTERS = {
    "nothing asked: threats are left out": ({}, "abcdeg"),
    "a window takes what may lie in it, and what has no date": ({"since": "2022-04", "until": "2022-05"}, "cdg"),
    "since and until are both included": ({"since": "2022-03-04", "until": "2022-03-20"}, "abd"),
    "a type": ({"event_type": "siege"}, "b"),
    "two types": ({"event_type": ["siege", "bombing"]}, "abcdeg"),
    "a parent with its branches": ({"actor": "red-army"}, "a"),
    "a country, in any case": ({"country": "xn"}, "a"),
    "a place": ({"place": "northtown", "admin1": "North"}, "a"),
    "a kind of target": ({"target": "religious"}, "b"),
    "a stage": ({"stage": "threatened"}, "f"),
    "a least number of dead": ({"killed": 9}, "ab"),
    "a source": ({"source": "Southtown Radio"}, "e"),
    "a review state": ({"review": "unreviewed"}, "abcdeg"),
}


@pytest.mark.parametrize(("asked", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_filters(shelf: Shelf, asked: dict[str, object], expected: str) -> None:
    found = select(shelf, make_query(**asked), parents=PARENTS)  # type: ignore[arg-type]
    assert "".join(one.incident_id for one in found.all) == expected


BAD = {
    "no date": ({"since": "soon"}, "since: 'soon'"),
    "no such day": ({"until": "2022-02-30"}, "until: '2022-02-30'"),
    "ends exchanged": ({"since": "2022", "until": "2021"}, "exchange"),
    "less than nobody": ({"killed": -1}, "-1"),
    "unknown stage": ({"stage": "done"}, "accomplished"),
    "unknown type": ({"event_type": "bombingg"}, "bombing"),
    "unknown actor": ({"actor": "red-armee"}, "red-army"),
}


@pytest.mark.parametrize(("asked", "message"), BAD.values(), ids=BAD.keys())
def test_values_that_cannot_be_are_refused_with_those_that_can(
    shelf: Shelf, asked: dict[str, object], message: str
) -> None:
    with pytest.raises(AnswerError, match=message):
        select(shelf, make_query(**asked), parents=PARENTS)  # type: ignore[arg-type]


def test_a_value_that_a_table_knows_is_right_without_incidents(shelf: Shelf) -> None:
    found = select(shelf, make_query(event_type="arson"), known={"event_type": {"arson"}})
    assert found.all == ()


def test_a_tally_by_month_keeps_gaps_bounds_and_what_is_uncertain(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-03", until="2022-05"), by="month")
    assert table.column("month") == ["2022-03", "2022-04", "2022-05", "uncertain date", "undated"]
    assert table.column("incidents") == [2, 0, 1, 1, 1]
    assert table.column("killed_low") == [56, None, None, 2, 1]
    assert table.column("killed_best") == [56, None, None, 2, 1]
    assert table.column("killed_high") == [None, None, None, 2, 1]
    assert [row.ids for row in table.rows] == [("a", "b"), (), ("g",), ("c",), ("d",)]
    assert "killed open in 1 of 2" in table.rows[0].notes


def test_every_incident_is_in_one_row_of_a_tally_by_time(shelf: Shelf) -> None:
    for by in PERIODS:
        ids = sorted(name for row in tally(shelf, by=by).rows for name in row.ids)
        assert "".join(ids) == "abcdeg"


def test_a_tally_by_actor_shows_what_is_not_stated(shelf: Shelf) -> None:
    table = tally(shelf, by="actor")
    assert table.column("actor") == ["red-army-north", "not stated"]
    assert table.column("incidents") == [1, 5]


def test_a_year_earlier_stands_beside_with_its_coverage(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-03", until="2022-03"), by="month", compare="year-earlier")
    row = table.records()[0]
    assert (row["incidents"], row["earlier_incidents"], row["earlier_killed_best"], row["change"]) == (2, 1, 5, 1)
    assert any("a year earlier" in caveat and "sources" in caveat for caveat in table.caveats)


def test_a_year_without_documents_is_unknown_and_not_zero() -> None:
    shelf = Shelf()
    shelf.put("now", days("2022-03-04"), published="2022-03-05")
    table = tally(shelf, make_query(since="2022-03", until="2022-04"), compare="year-earlier")
    assert table.column("earlier_incidents") == [None, None]
    assert table.column("change") == [None, None]


def test_what_was_told_of_a_year_earlier_only_has_a_row() -> None:
    shelf = Shelf()
    shelf.put("now", days("2022-03-04"), published="2022-03-31", kind="siege")
    shelf.put("then", days("2021-03-05"), published="2021-03-10", kind="arson")
    table = tally(shelf, make_query(since="2022-03", until="2022-03"), by="type", compare="year-earlier")
    assert table.column("type") == ["siege", "arson"]
    assert table.column("change") == [1, -1]


def test_a_period_that_runs_past_the_newest_document_is_marked_and_compared_up_to_it() -> None:
    shelf = Shelf()
    shelf.put("now", days("2022-03-04"), published="2022-03-10")
    shelf.put("then", days("2021-03-05"), published="2021-03-10")
    shelf.put("later then", days("2021-03-25"), published="2021-03-26")
    table = tally(shelf, make_query(since="2022-03", until="2022-03"), compare="year-earlier")
    assert table.rows[0].notes[0] == "incomplete: the newest document is of 2022-03-10"
    assert table.column("earlier_incidents") == [1]


@pytest.mark.parametrize(("by", "compare"), [("moon", None), ("month", "last-week"), ("day", "year-earlier")])
def test_tallies_that_cannot_be_are_refused(shelf: Shelf, by: str, compare: str | None) -> None:
    with pytest.raises(AnswerError):
        tally(shelf, by=by, compare=compare)


def test_an_empty_register_gives_an_empty_tally() -> None:
    table = tally(Shelf(), make_query(event_type="siege"), compare="year-earlier")
    assert table.rows == ()
    assert "no incident has a date" in table.caveats[-1]


def test_the_timeline_runs_from_the_earliest_to_the_undated(shelf: Shelf) -> None:
    table = timeline(shelf)
    assert "".join(row.ids[0] for row in table.rows) == "eabcgd"
    assert table.column("killed")[:3] == ["5", "9", "47+"]


def test_provenance_leads_from_a_finding_to_the_words_and_the_page(shelf: Shelf) -> None:
    row = provenance(shelf, "a", prop="killed").records()[0]
    assert (row["value"], row["rule"], row["side"], row["said_by"]) == ("9", "told", "for", "police")
    assert TEXT[row["start"] : row["end"]] == row["words"] == "Nine people were killed"  # type: ignore[misc]
    assert (row["page_hash"], row["extractor"], row["resolver"]) == ("hash-a", "patterns/1", "counts/1")


@pytest.mark.parametrize(("name", "prop"), [("z", None), ("", None), ("a", "mood")])
def test_provenance_of_what_is_not_there_is_refused(shelf: Shelf, name: str, prop: str | None) -> None:
    with pytest.raises(AnswerError):
        provenance(shelf, name, prop=prop)


def test_disagreements_have_one_row_per_reading(shelf: Shelf) -> None:
    readings = (Reading(value="9", documents=("doc-a",)), Reading(value="12", documents=("doc-x", "doc-y")))
    shelf.disputed = [Disagreement(incident_id="a", field="killed", readings=readings)]
    table = disputes(shelf)
    assert table.column("reading") == ["9", "12"]
    assert table.column("count") == [1, 2]


def test_coverage_counts_sources_and_their_days(shelf: Shelf) -> None:
    record = coverage(shelf).records()[0]
    assert (record["source"], record["documents"], record["incidents"]) == ("The Northtown Post", 6, 6)


SHOWN = {
    "exact": (Range(low=7, best=7, high=7), "7"),
    "open": (Range(low=47, best=47), "47+"),
    "a span": (Range(low=170, best=185, high=185), "185 (170-185)"),
    "no best": (Range(low=24), "24+"),
    "from above": (Range(high=9), "up to 9"),
    "not stated": (Range(), None),
    "zero": (Range(low=0, best=0, high=0), "0"),
}


@pytest.mark.parametrize(("found", "expected"), SHOWN.values(), ids=SHOWN.keys())
def test_a_range_is_shown_in_few_characters(found: Range, expected: str | None) -> None:
    assert show_range(found) == expected


@given(st.dates(min_value=date(2, 1, 1)), st.sampled_from(sorted(PERIODS)))
def test_a_day_lies_in_its_period_and_the_periods_leave_no_gap(day: date, kind: str) -> None:
    period = PERIODS[kind](day)
    assert period.holds(day, day)
    following = list(periods_between(kind, day, min(date.max, date.fromordinal(min(day.toordinal() + 40, 3652059)))))
    assert following[0] == period
    assert all((two.start - one.end).days == 1 for one, two in pairwise(following))
    assert year_earlier(day).year == day.year - 1


def test_the_period_before_stands_beside_a_tally(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-03", until="2022-05"), by="month", compare="previous-period")
    assert table.column("earlier_incidents")[:3] == [None, 2, None]
    assert table.column("change")[:3] == [None, -2, None]
    assert "the period before, 2022-02-01 to 2022-04-30" in table.caveats[1]


def test_a_window_is_compared_with_as_many_months_before_it(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-05", until="2022-06"), by="type", compare="previous-period")
    assert any("2022-03-01 to 2022-04-30" in caveat for caveat in table.caveats)
    assert dict(zip(table.column("type"), table.column("earlier_incidents"), strict=True))["siege"] == 1


def test_a_comparison_says_how_long_after_the_deed_the_first_document_came(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-03", until="2022-03"), compare="year-earlier")
    assert any(caveat.startswith("Lag from incident to first document, median: 294") for caveat in table.caveats)


def test_the_grade_is_a_filter_and_a_group(shelf: Shelf) -> None:
    assert [len(select(shelf, make_query(independent=number)).all) for number in (1, 2)] == [6, 0]
    assert tally(shelf, by="grade").column("grade") == ["1"]
    with pytest.raises(AnswerError, match="1 or more"):
        make_query(independent=0)


def test_an_actor_without_its_branches(shelf: Shelf) -> None:
    assert select(shelf, make_query(actor="red-army", branches=False), parents=PARENTS).all == ()


def test_coverage_by_month_shows_sources_single_ones_and_what_changed(shelf: Shelf) -> None:
    records = {record["month"]: record for record in coverage(shelf, by="month").records()}
    march = records["2021-03"]
    assert (march["documents"], march["sources"], march["incidents"], march["single_source_share"]) == (1, 1, 1, 1.0)
    assert march["median_lag"] == 1
    assert records["2021-04"]["notes"] == ["silent: Southtown Radio"]
    assert records["2022-12"]["notes"] == ["new: The Northtown Post"]
    with pytest.raises(AnswerError, match="moon"):
        coverage(shelf, by="moon")


MARCH = days("2022-03-01", "2022-03-31")
REPORTED = {
    "attacks in a window": (Tally(measure="attacks", low=3, best=3, high=3, period=MARCH), "overlaps", (2, 2, 4), "ab"),
    "fewer than reported": (Tally(measure="attacks", low=9, best=9, high=9, period=MARCH), "fewer", (2, 2, 4), "ab"),
    "more than reported": (Tally(measure="attacks", low=1, best=1, high=1, period=MARCH), "more", (2, 2, 4), "ab"),
    "killed, open": (Tally(measure="killed", low=700, best=700, period=MARCH), "overlaps", (56, 56, None), "ab"),
    "of an actor with branches": (
        Tally(measure="attacks", low=1, best=1, high=1, period=MARCH, perpetrator="red-army"),
        "overlaps",
        (1, 1, 2),
        "a",
    ),
    "in an area": (Tally(measure="attacks", low=5, best=5, period=MARCH, area="north"), "fewer", (1, 1, 2), "a"),
    "what is not counted": (Tally(measure="arrests", low=5, period=MARCH), "not comparable", (None, None, None), ""),
    "an open window": (Tally(measure="attacks", low=5), "not comparable", (None, None, None), ""),
    "nobody known": (
        Tally(measure="attacks", low=5, period=MARCH, perpetrator="rebels"),
        "not comparable",
        (None, None, None),
        "",
    ),
    "nowhere known": (
        Tally(measure="attacks", low=5, period=MARCH, area="Farland"),
        "not comparable",
        (None, None, None),
        "",
    ),
    "no figure": (Tally(measure="attacks", period=MARCH), "not comparable", (None, None, None), ""),
}


@pytest.mark.parametrize(("told", "verdict", "own", "counted"), REPORTED.values(), ids=REPORTED.keys())
def test_a_reported_tally_stands_beside_the_own_count(
    shelf: Shelf, told: Tally, verdict: str, own: tuple[int | None, ...], counted: str
) -> None:
    shelf.say(told)
    (found,) = reconcile_tallies(shelf, parents=PARENTS, countries={})
    assert (found.verdict, "".join(found.counted)) == (verdict, counted)
    assert (found.own.low, found.own.best, found.own.high) == own
    jsonschema.validate(found.line(), load_schema("reconciled"))


def test_the_incidents_behind_a_difference_are_named_by_reason(shelf: Shelf) -> None:
    shelf.put("h", days("2022-03-09"), actor="red-army")
    shelf.put("i", days("2022-03-31", "2022-04-01"), actor="red-army", killed=Range(low=1, best=1, high=1))
    shelf.say(Tally(measure="killed", low=20, best=20, high=20, period=MARCH, perpetrator="red-army"))
    (found,) = reconcile_tallies(shelf, parents=PARENTS, countries={})
    assert (found.counted, found.difference) == (("a", "h"), 9 - 20)
    assert found.uncertain == {
        "date uncertain": ("i",),
        "perpetrator not stated": ("b",),
        "figure not stated": ("h",),
    }
    assert found.definition == (
        "killed of accomplished and attempted incidents by red-army and branches, 2022-03-01 to 2022-03-31"
    )


def test_a_tally_that_two_pages_repeat_is_one_and_what_it_is_compared_with_another(shelf: Shelf) -> None:
    before = days("2021-03-01", "2021-03-31")
    told = Tally(
        measure="attacks", low=2, best=2, high=2, period=MARCH, compared_low=1, compared_best=1, compared_high=1,
        compared_period=before,
    )  # fmt: skip
    shelf.say(told)
    shelf.say(told, name="echo")
    now, then = reconcile_tallies(shelf, countries={})
    assert now.reported.documents == then.reported.documents == ("tracker", "echo")
    assert [(one.own.best, one.difference) for one in (now, then)] == [(2, 0), (1, 0)]
    assert (now.reported.earlier, then.reported.earlier) == (False, True)


def test_since_reaches_to_the_day_of_the_page(shelf: Shelf) -> None:
    open_end = PartialDate(start=date(2022, 3, 1), precision="period")
    shelf.say(Tally(measure="attacks", low=9, period=open_end))
    shelf.say(Tally(measure="injured", low=9, period=open_end), name="undated", published=None)
    dated, undated = reconcile_tallies(shelf, countries={})
    assert dated.reported.until == date(2022, 6, 30)
    assert undated.verdict == "not comparable"


def test_two_actors_stand_side_by_side(shelf: Shelf) -> None:
    shelf.put("h", days("2022-03-08"), killed=Range(low=4, best=4, high=4), actor="blue-army", source="Southtown Radio")
    table = compare(shelf, "red-army", "blue-army", by="month", parents=PARENTS)
    assert table.column("month") == ["all", "2022-03"]
    assert (table.column("1_incidents"), table.column("2_incidents")) == ([1, 1], [1, 1])
    assert (table.column("1_killed_best"), table.column("2_killed_best")) == ([9, 9], [4, 4])
    assert table.rows[0].ids == ("a", "h")
    assert "0 tell of both" in table.caveats[0]
    assert compare(shelf, "red-army", "blue-army", parents=PARENTS).column("status") == ["all", "unknown"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"one": "red-army", "other": "Red-Army"}, "twice"),
        ({"one": "red-army", "other": "green-army"}, "green-army"),
        ({"one": "red-army", "other": "red-army-north", "by": "moon"}, "moon"),
        ({"one": "red-army", "other": "red-army-north", "query": make_query(actor="red-army")}, "leave the filter out"),
    ],
    ids=["the same twice", "an unknown one", "by what is not known", "with a filter by actor"],
)
def test_comparisons_that_cannot_be_are_refused(shelf: Shelf, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        compare(shelf, parents=PARENTS, **asked)


def test_what_a_person_rejected_is_counted_only_when_asked_for(shelf: Shelf) -> None:
    shelf.reviewed = {
        "a": Review(incident_id="a", state="rejected"),
        "b": Review(incident_id="b", state="accepted"),
    }
    assert sum(row.cells[1] for row in tally(shelf).rows) == 5  # type: ignore[misc]
    assert "a" not in [name for row in timeline(shelf).rows for name in row.ids]
    rejected = tally(shelf, make_query(review="rejected"))
    assert [row.ids for row in rejected.rows] == [("a",)]
    assert tally(shelf, make_query(review="accepted"), by="review").column("review") == ["accepted"]


def test_each_row_of_a_comparison_by_time_has_the_documents_of_both(shelf: Shelf) -> None:
    table = tally(shelf, make_query(since="2022-03", until="2022-03"), compare="year-earlier")
    assert "documents 0, then 1" in table.rows[0].notes
