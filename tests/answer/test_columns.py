"""Tallies over columns: the same as counted one by one, for any incidents and any filters, kept or made on the spot."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_tally import GROUPS, Counted, counted, plain_tally

from tallybook.answer import View, make_query, tally
from tallybook.answer.facts import all_facts
from tallybook.answer.periods import PERIODS
from tallybook.answer.query import Query
from tallybook.model import (
    Actor,
    Claim,
    Code,
    Disagreement,
    Document,
    Facts,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Place,
    Range,
    Report,
    Review,
    Target,
    Value,
)
from tallybook.register import open_register
from tallybook.register.fact_blocks import BLOCK, MOST, pack, record_of, records, unpack, words_of
from tallybook.register.fact_columns import FactColumns

PARENTS = {"red-north": "red", "red-far-north": "red-north"}
DAY_ONE = date(2021, 11, 20)
BY = (*PERIODS, *GROUPS)


class Kept:
    """Incidents with findings and documents, as a view of a register has them; its facts may be kept or not."""

    def __init__(self, known: Sequence[tuple[Incident, list[Finding]]], pages: Sequence[Document]) -> None:
        self.known, self.pages = known, pages
        self.held: FactColumns | None = None

    def incidents(self) -> list[Incident]:
        return [incident for incident, _ in self.known]

    def reviews(self) -> dict[str, Review]:
        return {}

    def findings(self, incident_id: str | None = None) -> list[Finding]:
        return [one for incident, found in self.known for one in found if incident_id in (None, incident.id)]

    def facts(self) -> FactColumns | None:
        return self.held

    def claims(self) -> list[Claim]:
        return []

    def disagreements(self, incident_id: str | None = None) -> list[Disagreement]:
        return [one for one in () if incident_id]

    def documents(self, ids: Collection[str] | None = None) -> list[Document]:
        return [page for page in self.pages if ids is None or page.id in ids]

    def mentions(self, *, document_id: str | None = None) -> list[Mention]:
        return [one for one in () if document_id]


figures = st.one_of(
    st.just(Range()),
    st.builds(
        lambda low, more, top, shape: (
            Range(low=low, best=low + more, high=low + more + top),
            Range(low=low, best=low + more),
            Range(low=low),
            Range(high=low),
        )[shape],
        *(st.integers(0, 40) for _ in range(3)),
        st.integers(0, 3),
    ),
)
days = st.integers(0, 500).map(lambda number: DAY_ONE + timedelta(days=number))
dates = st.one_of(
    st.just(PartialDate()),
    st.builds(
        lambda start, length, shape: PartialDate(
            start=None if shape == 1 else start, end=None if shape == 2 else start + timedelta(days=length)
        ),
        days,
        st.sampled_from([0, 0, 0, 3, 40]),
        st.sampled_from([0, 0, 0, 0, 1, 2]),
    ),
)
places = st.builds(
    Place,
    country=st.sampled_from([None, "XN", "XS"]),
    admin1=st.sampled_from([None, "North", "south"]),
    place=st.sampled_from([None, "Northtown", "Southtown"]),
)


@st.composite
def kept(draw: st.DrawFn) -> Kept:
    """Some incidents, told by one to three of some documents."""
    publishers = st.sampled_from([None, "The Post", "the radio", "Gazette"])
    pages = [
        Document(
            id=f"doc-{number}",
            text="Words.",
            publisher=draw(publishers),
            published=PartialDate(start=day, end=day, precision="day"),
            published_basis=draw(st.sampled_from(["metadata", "none"])),
        )
        for number, day in enumerate(draw(st.lists(days, min_size=1, max_size=4)))
    ]
    known = []
    for number in range(draw(st.integers(0, 9))):
        name = f"inc-{number}"
        telling = draw(st.lists(st.sampled_from(pages), min_size=1, max_size=3, unique_by=lambda page: page.id))
        reports = tuple(Report(id=f"rep-{name}-{page.id}", document_id=page.id, claims=()) for page in telling)
        actors = draw(st.lists(st.sampled_from(["red", "red-north", "red-far-north", "blue", None]), max_size=2))
        targets = draw(st.lists(st.sampled_from(["religious", "police", None]), max_size=2))
        types = draw(st.lists(st.sampled_from(["bombing", "siege", "arson"]), max_size=2, unique=True))
        values: list[tuple[str, Value | Range]] = [
            *(("event_type", Code(code=code)) for code in types),
            ("stage", Code(code=draw(st.sampled_from(["accomplished", "attempted", "threatened"])))),
            ("when", draw(dates)),
            ("where", draw(places)),
            *(("perpetrator", Actor(name=code or "gunmen", actor=code)) for code in actors),
            *(("target", Target(name="a house", category=category)) for category in targets),
            ("killed", draw(figures)),
            ("injured", draw(figures)),
        ]
        findings = [Finding(incident_id=name, prop=prop, value=value, rule="told") for prop, value in values]
        known.append((Incident(id=name, reports=reports), findings))
    return Kept(known, pages)


def asked(draw: st.DrawFn) -> dict[str, Any]:
    """Filters, most of them not asked."""

    def maybe(*values: object) -> Any:
        return draw(st.sampled_from([None, None, *values]))

    since, until = sorted((draw(days), draw(days)))
    return {
        "since": maybe(since),
        "until": maybe(until),
        "event_type": maybe("bombing", ["siege", "Arson"]),
        "actor": maybe("red", "red-north", ["blue", "red-far-north"]),
        "branches": draw(st.booleans()),
        "country": maybe("XN", ["XN", "XS"]),
        "admin1": maybe("north"),
        "place": maybe("Northtown", ["northtown", "Southtown"]),
        "target": maybe("religious"),
        "stage": maybe("attempted", ["accomplished", "attempted", "threatened"]),
        "killed": maybe(0, 1, 10),
        "source": maybe("the post", ["doc-0", "Gazette"]),
        "independent": maybe(1, 2),
        "review": maybe("unreviewed", "accepted"),
    }


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query."""
    return make_query(**asked(draw))


VALUES = ["bombing", "siege", "arson", "red", "red-north", "red-far-north", "blue", "XN", "XS", "north", "religious"]
VALUES += ["Northtown", "Southtown", "doc-0", "Gazette"]
FIELDS = ("event_type", "actor", "country", "admin1", "place", "target", "source")
KNOWN = {name: [*VALUES, "the post"] for name in FIELDS}


def plain(view: View, query: Query, by: str) -> Counted:
    """The plain tally; values that nothing has select nothing, as the tables say they are right."""
    from tallybook.answer import query as queried  # noqa: PLC0415

    before, queried._check = queried._check, lambda *_: None
    try:
        return plain_tally(view, query, by, PARENTS)
    finally:
        queried._check = before


@given(kept(), queries(), st.sampled_from(BY))
@settings(max_examples=250, deadline=None)
def test_columns_give_what_counting_one_by_one_gives(view: Kept, query: Query, by: str) -> None:
    assert counted(tally(view, query, by=by, parents=PARENTS, known=KNOWN)) == plain(view, query, by)


@given(kept(), queries(), st.sampled_from(BY))
@settings(max_examples=80, deadline=None)
def test_bounds_of_sums_stay_in_order(view: Kept, query: Query, by: str) -> None:
    for _, killed, injured, _ in counted(tally(view, query, by=by, parents=PARENTS, known=KNOWN)).values():
        for found in (killed, injured):
            assert found.low is None or found.low <= (found.best or 0)
            assert found.high is None or found.best is None or found.best <= found.high


@given(kept(), st.integers(0, 500))
@settings(max_examples=80, deadline=None)
def test_the_parts_of_a_period_sum_up(view: Kept, cut: int) -> None:
    """What surely lies before a day, from it on, and on neither side for sure, is all that there is."""
    last = DAY_ONE + timedelta(days=cut)
    before = counted(tally(view, make_query(until=last), by="day"))
    after = counted(tally(view, make_query(since=last + timedelta(days=1)), by="day"))
    whole = counted(tally(view, by="day"))
    loose = ("uncertain date", "undated")
    dated = {label: row for label, row in whole.items() if label not in loose}
    parts = {label: row for part in (before, after) for label, row in part.items() if label not in loose}
    assert parts == dated
    months = counted(tally(view, by="month"))
    years = counted(tally(view, by="year"))
    for label, row in months.items():
        if label not in loose:
            assert sum(one[0] for day, one in whole.items() if day.startswith(label)) <= row[0] <= years[label[:4]][0]
    assert sum(row[0] for row in months.values()) == sum(row[0] for row in years.values())


@given(kept())
@settings(max_examples=60, deadline=None)
def test_a_block_gives_back_what_it_was_given(view: Kept) -> None:
    facts = all_facts(view.incidents(), view.findings(), {page.id: page for page in view.pages})
    terms = {word: number for number, word in enumerate(sorted({w for one in facts for w in words_of(one)}), 1)}
    given_records = [record_of(one, terms) for one in facts]
    assert not facts or records(unpack(pack(given_records))) == given_records


def made(name: str, *, killed: int = 1, place: str = "Northtown", day: date = DAY_ONE) -> Facts:
    figure = Range(low=killed, best=killed, high=killed)
    return Facts(incident_id=name, first=day, last=day, event_types=("bombing",), place=place, killed=figure)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Any]:
    opened = open_register(tmp_path / "facts.db", create=True)
    yield opened
    opened.close()


def totals(register: Any, by: str = "place") -> dict[str, tuple[int, int | None]]:
    with register.view() as view:
        table = tally(view, by=by)
    return {str(row.cells[0]): (row.cells[1], row.cells[3]) for row in table.rows}  # type: ignore[misc]


def test_facts_of_some_incidents_are_replaced_and_the_others_stay(register: Any) -> None:
    with register.writer() as writer:
        writer.put_facts([made(f"inc-{number}", killed=number) for number in range(BLOCK + 3)])
        assert totals(register) == {"Northtown": (BLOCK + 3, sum(range(BLOCK + 3)))}
        writer.put_facts([made("inc-1", killed=5), made("inc-new", place="Southtown")], of=["inc-1", "inc-2"])
    assert totals(register) == {"Northtown": (BLOCK + 2, sum(range(BLOCK + 3)) + 4 - 2), "Southtown": (1, 1)}


def test_findings_that_change_without_facts_are_counted_themselves(register: Any) -> None:
    with register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c0de", version="0", started="2024-01-01T00:00:00+00:00")
        writer.put_facts([made("inc-1")])
        assert register.view().facts() is not None
        writer.put_findings([])
        assert register.view().facts() is None
        writer.put_facts([made("inc-1")], of=["inc-1"])
        assert register.view().facts() is None
        writer.put_facts([made("inc-1")])
        with writer.transaction():
            writer.put_findings([])
            writer.put_facts([made("inc-1", killed=7)], of=["inc-1"])
    assert totals(register) == {"Northtown": (1, 7)}


def test_a_figure_that_no_column_can_hold_is_cut(register: Any) -> None:
    with register.writer() as writer:
        writer.put_facts([made("inc-1", killed=10**30), made("inc-2", killed=MOST)])
    assert totals(register) == {"Northtown": (2, 2 * MOST)}


def test_many_incidents_are_counted_without_their_ids(register: Any) -> None:
    with register.writer() as writer:
        writer.put_facts([made(f"inc-{number}") for number in range(10_001)])
    with register.view() as view:
        table = tally(view)
    assert (table.column("incidents"), table.rows[0].ids) == ([10_001], ())
    assert "10001" in table.caveats[-1]


@given(kept(), st.sampled_from(["week", "month", "quarter"]))
@settings(max_examples=60, deadline=None)
def test_the_period_before_is_the_row_before(view: Kept, by: str) -> None:
    rows = [
        row for row in tally(view, by=by, compare="previous-period").records() if row["earlier_incidents"] is not None
    ]
    shown = {row[by]: row for row in tally(view, by=by).records()}
    labels = list(shown)
    for row in rows:
        at = labels.index(row[by])
        before = shown[labels[at - 1]]["incidents"] if at else 0
        whole = not any(note.startswith("incomplete") for note in row["notes"])  # type: ignore[union-attr]
        assert row["earlier_incidents"] == before if whole else row["earlier_incidents"] <= before  # type: ignore[operator]
