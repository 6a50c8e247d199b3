"""How many every source missed: lists of independent voices, the estimate, its refusals, and that no count has it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import jsonschema
import numpy as np
import pytest

from tallybook.answer import coverage, make_query, missed, tally, timeline
from tallybook.answer.averaging import average
from tallybook.answer.missed import LEAST_OVERLAP, UNSTABLE, Missed
from tallybook.answer.source_lists import cells_of, make_lists, voices_of
from tallybook.errors import AnswerError
from tallybook.model import (
    Claim,
    Code,
    Disagreement,
    Document,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Place,
    Range,
    Report,
    Review,
    claim,
)
from tallybook.schema import load_schema

PLAIN = "A bomb went off in Northtown."
WIRE = "NORTHTOWN (Reuters) - A bomb went off."


@dataclass
class Press:
    """The smallest register with sources: every incident has one page of each publisher that tells of it."""

    known: list[Incident] = field(default_factory=list)
    pages: dict[str, Document] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)

    def tell(self, name: str, publishers: Iterable[str | None], *, place: str = "Northtown", day: int = 3) -> None:
        reports = []
        for number, publisher in enumerate(publishers):
            page = Document(id=f"{name}-{number}", text=PLAIN, publisher=publisher)
            self.pages[page.id] = page
            reports.append(self._report(page))
        self.known.append(Incident(id=name, reports=tuple(reports)))
        self.places[name], self.days[name] = place, date(2024, 5, day)

    def _report(self, page: Document) -> Report:
        words = (page.span(0, 6),)
        told = claim(page.id, f"rep-{page.id}", "event_type", Code(code="bombing"), words)
        return Report(id=f"rep-{page.id}", document_id=page.id, claims=(told,))

    def incidents(self) -> Sequence[Incident]:
        return self.known

    def facts(self) -> None:
        return None

    def claims(self) -> Sequence[Claim]:
        return [one for incident in self.known for one in incident.claims]

    def reviews(self) -> dict[str, Review]:
        return {}

    def findings(self, incident_id: str | None = None) -> Sequence[Finding]:
        return [
            Finding(incident_id=one.id, prop=prop, value=value, rule="told", supporting=())
            for one in self.known
            if incident_id in (None, one.id)
            for prop, value in (
                ("event_type", Code(code="bombing")),
                ("where", Place(country="XN", place=self.places[one.id], precision="place")),
                ("when", PartialDate(start=self.days[one.id], end=self.days[one.id], precision="day")),
                ("killed", Range(low=1, best=1, high=1)),
            )
        ]

    def disagreements(self, incident_id: str | None = None) -> Sequence[Disagreement]:
        del incident_id
        return []

    def documents(self, ids: Collection[str] | None = None) -> Sequence[Document]:
        return [page for name, page in self.pages.items() if ids is None or name in ids]

    def mentions(self, *, document_id: str | None = None) -> Sequence[Mention]:
        del document_id
        return []


PAPERS = ("Northtown Post", "Southtown Radio", "Coast Gazette")


def press(overlaps: Mapping[str, int], papers: Sequence[str] = PAPERS) -> Press:
    """Overlaps by the numbers of the papers, from 1."""
    made, number = Press(), 0
    for lists, count in overlaps.items():
        for _ in range(count):
            made.tell(f"inc-{number:04}", [papers[int(one) - 1] for one in lists])
            number += 1
    return made


GOOD = {"1": 60, "2": 50, "3": 45, "12": 20, "13": 18, "23": 15, "123": 6}


def asked(view: Press, **filters: object) -> Missed:
    return missed(view, make_query(**filters))  # type: ignore[arg-type]


def test_the_estimate_is_that_of_the_overlaps() -> None:
    found = asked(press(GOOD))
    by_hand = average((60, 50, 20, 45, 18, 15, 6))
    assert by_hand is not None
    assert by_hand.high is not None
    assert (found.told, found.refusal) == (214, None)
    assert found.missed is not None
    assert found.total is not None
    assert found.missed.best == round(by_hand.missed)
    assert found.missed.low <= by_hand.low
    assert found.missed.high >= by_hand.high
    assert (found.total.low, found.total.best) == (214 + found.missed.low, 214 + found.missed.best)
    assert sum(one.weight for one in found.models) == pytest.approx(1)
    assert found.models_without == 0


def test_every_overlap_names_its_incidents() -> None:
    view = press(GOOD)
    found = asked(view)
    assert [one.name for one in found.lists] == ["northtown post", "southtown radio", "coast gazette"]
    assert {cell.lists: len(cell.ids) for cell in found.cells} == {
        tuple(found.lists[int(one) - 1].name for one in lists): count for lists, count in GOOD.items()
    }
    assert sorted(name for cell in found.cells for name in cell.ids) == [one.id for one in view.known]


def test_filters_choose_the_incidents() -> None:
    view = press(GOOD)
    view.tell("elsewhere", PAPERS, place="Westtown")
    view.tell("later", PAPERS, day=30)
    assert asked(view, place="Northtown", until="2024-05-10").told == 214


def test_what_may_lie_outside_the_window_is_left_out_and_said() -> None:
    found = asked(press(GOOD), since="2024-05-04")
    assert found.told == 0
    assert found.refusal is not None
    assert found.refusal.code == "one_list"


def test_a_filter_by_source_is_refused() -> None:
    with pytest.raises(AnswerError, match="give lists instead"):
        asked(press(GOOD), source="Northtown Post")


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(AnswerError, match="criterion: there is no 'aic'"):
        missed(press(GOOD), criterion="aic")


REFUSED = [
    ({}, "one_list", "there are no incidents"),
    ({"1": 80}, "one_list", "all is told by northtown post"),
    ({"1": 80, "2": 40, "3": 30, "12": LEAST_OVERLAP - 1}, "thin_overlap", f"{LEAST_OVERLAP} are needed"),
    ({"1": 80, "2": 40, "3": 30, "12": 30}, "lists_apart", "coast gazette share no incident"),
    ({"2": 80, "12": 12, "23": 150, "123": 150}, "no_estimate", "one list holds all"),
    ({"1": 150, "2": 150, "12": 1, "3": 20, "13": 20, "23": 80, "123": 150}, "no_bound", "no upper end"),
    ({"1": 80, "2": 150, "12": 80, "3": 150, "23": 5}, "unstable", "times apart"),
]


@pytest.mark.parametrize(("overlaps", "code", "words"), REFUSED, ids=[code for _, code, _ in REFUSED])
def test_what_cannot_be_said_is_refused_with_the_reason(overlaps: Mapping[str, int], code: str, words: str) -> None:
    found = asked(press(overlaps))
    assert found.refusal is not None, found.sentence
    assert found.refusal.code == code, found.refusal
    assert words in found.refusal.reason
    assert (found.missed, found.total, found.models, found.checks) == (None, None, (), None)
    assert found.sentence.startswith("Not estimated: ")


def test_two_lists_are_checked_by_chapman_and_said_to_be_blind() -> None:
    found = asked(press({"1": 60, "2": 40, "12": 30}, PAPERS[:2]))
    assert found.missed is not None
    assert found.checks is not None
    assert found.checks.lincoln_petersen == pytest.approx(80)
    assert found.checks.chapman == pytest.approx(91 * 71 / 31 - 1 - 130)
    assert found.missed.low < 80 < found.missed.high
    assert any("Two lists cannot show" in one for one in found.caveats)


def test_lists_that_share_nothing_are_named() -> None:
    found = asked(press({"1": 60, "2": 40, "3": 45, "13": 20, "23": 15}))
    assert "northtown post and southtown radio share no incident." in found.caveats


def test_a_model_that_does_not_fit_is_said() -> None:
    """Four lists that depend on each other three at a time, which no model of pairs has."""
    papers = (*PAPERS, "Hill Courier")
    odd = {"1": 90, "2": 90, "3": 90, "4": 90, "123": 60, "124": 60, "134": 60, "234": 60, "12": 4, "34": 4, "1234": 3}
    found = asked(press(odd, papers))
    assert any("No model fits" in one for one in found.caveats)


def test_copies_and_agencies_are_one_voice() -> None:
    view = Press()
    view.tell("inc", ["Northtown Post", "Northtown  POST"])
    original = next(iter(view.pages.values()))
    for name, page in (
        ("copy", Document(id="copy", text=PLAIN, publisher="Hill Courier", copy_of=original.id)),
        ("wire-1", Document(id="wire-1", text=WIRE, publisher="Hill Courier")),
        ("wire-2", Document(id="wire-2", text=WIRE, publisher="Coast Gazette")),
        ("bare", Document(id="bare", text=PLAIN)),
    ):
        view.pages[name] = page
        view.known[0] = Incident(id="inc", reports=(*view.known[0].reports, view._report(page)))
    assert voices_of(view, {"inc"}) == {
        "inc": frozenset({"publisher northtown post", "agency reuters", "document bare"})
    }


VOICES = {
    "a": frozenset({"agency reuters", "publisher northtown post"}),
    "b": frozenset({"agency reuters", "publisher coast gazette"}),
    "c": frozenset({"agency reuters", "document d1"}),
    "d": frozenset({"publisher northtown post"}),
    "e": frozenset({"agency agence-france-presse", "publisher hill courier"}),
}


def shown(**options: object) -> dict[str, tuple[list[str], int]]:
    lists = make_lists(VOICES, **options)  # type: ignore[arg-type]
    return {one.name: (sorted(voice.partition(" ")[2] for voice in one.voices), one.incidents) for one in lists}


def test_the_largest_voices_are_lists_and_the_rest_is_one() -> None:
    assert shown(most=3) == {
        "reuters": (["reuters"], 3),
        "northtown post": (["northtown post"], 2),
        "others": (["agence-france-presse", "coast gazette", "d1", "hill courier"], 3),
    }


def test_a_page_that_nobody_published_is_no_list_of_its_own() -> None:
    pages = {"a": frozenset({"document d1"}), "b": frozenset({"document d1", "publisher post"})}
    assert [(one.name, one.voices) for one in make_lists(pages)] == [
        ("post", ("publisher post",)),
        ("others", ("document d1",)),
    ]


def test_kinds_of_voices_are_lists() -> None:
    assert shown(rule="kinds") == {
        "agencies": (["agence-france-presse", "reuters"], 4),
        "outlets": (["coast gazette", "hill courier", "northtown post"], 4),
        "unnamed pages": (["d1"], 1),
    }


def test_lists_of_ones_own_name_voices_as_people_do() -> None:
    own = {"wires": ["Reuters", "AFP"], "post": ["Northtown Post"], "else": ["*"]}
    assert shown(own=own) == {
        "wires": (["agence-france-presse", "reuters"], 4),
        "post": (["northtown post"], 2),
        "else": (["coast gazette", "d1", "hill courier"], 3),
    }


BAD_LISTS: list[tuple[dict[str, object], str]] = [
    ({"rule": "size"}, "there is no rule 'size'"),
    ({"most": 6}, "most: 6 lists"),
    ({"most": 1}, "most: 1 lists"),
    ({"own": {"one": ["*"]}}, "list: 1 lists cannot be compared"),
    ({"own": {"one": ["Reuters"], "two": ["agency reuters"]}}, "stands on 'one' and on 'two'"),
    ({"own": {"one": ["Nothtown Post"], "two": ["*"]}}, "nothing is known as 'Nothtown Post'; known: northtown post"),
    ({"own": {"one": ["*"], "two": ["*"]}}, "stand on 'one' and 'two'"),
]


@pytest.mark.parametrize(("options", "words"), BAD_LISTS)
def test_lists_that_cannot_be_are_refused(options: dict[str, object], words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        make_lists(VOICES, **options)  # type: ignore[arg-type]


def test_cells_hold_every_incident_once() -> None:
    lists = make_lists(VOICES, most=3)
    cells = {cell.lists: cell.ids for cell in cells_of(VOICES, lists)}
    assert cells["reuters",] == ()
    assert cells["reuters", "northtown post"] == ("a",)
    assert cells["reuters", "others"] == ("b", "c")
    assert cells["northtown post",] == ("d",)
    assert cells["others",] == ("e",)


@pytest.mark.parametrize("overlaps", [GOOD, {"1": 80}, {"1": 60, "2": 40, "12": 30}], ids=["three", "one", "two"])
def test_the_line_fits_its_schema(overlaps: Mapping[str, int]) -> None:
    line = json.loads(json.dumps(asked(press(overlaps)).line()))
    jsonschema.Draft202012Validator(load_schema("missed")).validate(line)


def test_no_count_holds_an_estimate() -> None:
    """Tallies, timelines and coverage are the same before and after, and none has a number of the estimate."""
    view = press(GOOD)

    def counts() -> list[object]:
        return [
            *(tally(view, by=by).records() for by in ("month", "country", "type")),
            timeline(view).records(),
            coverage(view).records(),
        ]

    before = counts()
    found = asked(view)
    assert found.total is not None
    assert counts() == before
    cells = {cell for row in tally(view, by="month").rows for cell in row.cells}
    assert 214 in cells
    assert cells.isdisjoint({found.total.low, found.total.best, found.total.high, found.missed.best})  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(3))
def test_a_known_number_is_covered_though_two_lists_copy_each_other(seed: int) -> None:
    rng = np.random.default_rng(seed)
    on = rng.random((400, 3)) < [0.4, 0.35, 0.3]
    on[:, 1] = np.where(rng.random(400) < 0.3, on[:, 0], on[:, 1])
    view = Press()
    for number, row in enumerate(on):
        if row.any():
            view.tell(f"inc-{number:04}", [paper for paper, told in zip(PAPERS, row, strict=True) if told])
    found = asked(view)
    assert found.total is not None
    assert found.total.low <= 400 <= found.total.high
    assert found.total.high < UNSTABLE * 400
