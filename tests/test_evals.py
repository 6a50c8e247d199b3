"""The scorer and the gate: a perfect answer scores full marks, nothing scores nothing, and floors only rise."""

from __future__ import annotations

import copy
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tallybook.model import Page
from tallybook.read import read_document, read_pages
from tallybook.samples import gold, pages_folder

EVALS = Path(__file__).parents[1] / "evals"
sys.path.insert(0, str(EVALS))

import casting  # noqa: E402
import gate  # noqa: E402
import scoring  # noqa: E402

Json = dict[str, Any]


@cache
def texts() -> dict[str, str]:
    found = {}
    for page in read_pages([str(pages_folder())]):
        assert isinstance(page, Page)
        document, _ = read_document(page)
        assert document is not None
        found[page.id] = document.text
    return found


def a_place(incident: Json) -> Json:
    return {"country": incident["country"], "place": incident["places"][0]}


def a_report(true: Json, incident: Json) -> Json:
    days = true.get("days") or incident["days"]
    return {
        "event_type": incident["event_types"][0],
        "event_types": incident["event_types"],
        "when": {"start": days[0], "end": days[-1]},
        "where": a_place(incident),
        "perpetrators": [
            {
                "name": one["names"][0],
                "actor": next(iter(one["actors"]), None),
                "status": next(iter(one["status"]), "unknown"),
            }
            for one in true["perpetrators"]
        ],
        "targets": [{"name": word} for word in incident["targets"]],
        "killed": true["killed"],
        "injured": true["injured"],
        "casualties": [],
        "evidence": [],
    }


def perfect_documents() -> list[Json]:
    truth = gold()
    return [
        {
            "document": {"id": name, "text": texts()[name]},
            "reports": [a_report(one, truth["incidents"][one["incident"]]) for one in document["reports"]],
            "tallies": [dict(one) for one in document["tallies"]],
        }
        for name, document in truth["documents"].items()
    ]


def perfect_incidents() -> list[Json]:
    truth, lines = gold(), []
    for name, incident in truth["incidents"].items():
        told = [d for d, one in truth["documents"].items() if any(r["incident"] == name for r in one["reports"])]
        lines.append(
            {
                "incident_id": name,
                "documents": told,
                "when": {"start": incident["days"][0], "end": incident["days"][-1]},
                "where": a_place(incident),
                "killed": {"best": incident["killed"].get("best", [None])[0]},
                "disagreements": [{"field": field} for field in truth["disagreements"].get(name, [])],
            }
        )
    return lines


def test_a_perfect_answer_scores_full_marks() -> None:
    scores, faults = scoring.score(gold(), perfect_documents(), perfect_incidents())
    assert faults == []
    assert set(scores.values()) == {100.0}


def test_no_answer_scores_nothing_in_what_was_asked_for() -> None:
    scores, faults = scoring.score(gold(), [], [])
    assert [scores[name] for name in ("reports_f1", *scoring.FIELDS, "tallies", "disagreements")] == [0.0] * 10
    assert faults


@pytest.mark.parametrize(
    ("field", "wrong", "name"),
    [
        ("event_type", "arson", "type"),
        ("when", {"start": "1999-01-01", "end": "1999-01-01"}, "when"),
        ("where", {"country": None, "place": "Northtown"}, "where"),
        ("perpetrators", [{"name": "nobody", "actor": "nobody", "status": "claimed"}], "who"),
        ("killed", {"low": 1, "best": 9999, "high": 1}, "killed"),
        ("injured", {"low": 1, "best": 9999, "high": 1}, "injured"),
        ("targets", [], "targets"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_wrong_field_costs_marks_in_that_field(field: str, wrong: Any, name: str) -> None:
    lines = perfect_documents()
    spoilt = next(line for line in lines if line["document"]["id"] == "garissa-first-day")["reports"][0]
    spoilt[field] = wrong
    scores, _ = scoring.score(gold(), lines, perfect_incidents())
    assert scores[name] < 100
    assert all(scores[other] == 100 for other in scoring.FIELDS if other != name)


def test_an_invented_report_costs_precision() -> None:
    lines = perfect_documents()
    extra = copy.deepcopy(next(line for line in lines if line["reports"])["reports"][0])
    extra["when"], extra["where"] = {"start": None, "end": None}, {"country": None, "place": None}
    extra["killed"] = {"low": 3, "best": 3, "high": 3}
    next(line for line in lines if line["document"]["id"] == "city-page")["reports"].append(extra)
    scores, _ = scoring.score(gold(), lines, perfect_incidents())
    assert scores["reports_precision"] < 100 == scores["reports_recall"]


def test_a_trap_that_springs_is_named() -> None:
    lines = perfect_documents()
    line = next(line for line in lines if line["document"]["id"] == "orlando-count")
    line["reports"][0]["killed"] = {"low": 50, "best": 50, "high": 50}
    scores, faults = scoring.score(gold(), lines, perfect_incidents())
    assert scores["traps"] < 100
    assert any("counts the gunman in" in fault for fault in faults)


def test_two_incidents_on_one_line_cost_marks() -> None:
    lines = perfect_incidents()
    oslo = next(line for line in lines if line["incident_id"] == "oslo-bomb-2011")
    utoya = next(line for line in lines if line["incident_id"] == "utoya-2011")
    utoya["incident_id"] = oslo["incident_id"]
    scores, faults = scoring.score(gold(), perfect_documents(), lines)
    assert scores["merges"] < 100
    assert "wrongly merged: oslo-bomb-2011 and utoya-2011" in faults


def test_evidence_that_is_not_where_it_says_is_found() -> None:
    lines = perfect_documents()
    next(line for line in lines if line["reports"])["reports"][0]["evidence"] = [{"start": 0, "end": 3, "text": "zzz"}]
    assert scoring.score(gold(), lines, perfect_incidents())[0]["evidence"] < 100


def test_a_score_under_its_floor_breaks_the_gate() -> None:
    baseline = {"corpus": "c", "floors": {"killed": 80.0, "when": 70.0}}
    assert gate.compare({"killed": 80.0, "when": 69.8}, "c", baseline) == []
    assert gate.compare({"killed": 70.0, "when": 70.0}, "c", baseline) == ["killed is 70.00, its floor is 80.00"]


def test_a_changed_corpus_breaks_the_gate() -> None:
    (fault,) = gate.compare({}, "new", {"corpus": "old", "floors": {}})
    assert "corpus has changed" in fault


def test_an_update_raises_floors_but_lowers_none_unless_allowed() -> None:
    baseline = {"corpus": "c", "floors": {"killed": 80.0}}
    assert gate.updated({"killed": 90.0}, "c", baseline, allow_regression=False)["floors"] == {"killed": 90.0}
    with pytest.raises(ValueError, match=r"killed: 80\.00 to 70\.00"):
        gate.updated({"killed": 70.0}, "c", baseline, allow_regression=False)
    assert gate.updated({"killed": 70.0}, "c", baseline, allow_regression=True)["floors"] == {"killed": 70.0}


@pytest.mark.parametrize("corpus", gate.CORPORA)
def test_the_baseline_belongs_to_this_corpus(corpus: str) -> None:
    held = json.loads((EVALS / "baseline.json").read_text("utf-8"))
    assert held[corpus]["corpus"] == gate.corpus_digest(gate.CORPORA[corpus])


@pytest.mark.parametrize("corpus", gate.CORPORA)
def test_no_score_of_a_corpus_lies_below_its_floor(corpus: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = gate.main(["--corpus", corpus])
    assert status == 0, capsys.readouterr().err


def forms_of(document: str, rival: int, *right: bool) -> list[casting.Case]:
    return [casting.Case(document, casting.FORM, [f"form {number}"], one, rival) for number, one in enumerate(right)]


FORMS = [*forms_of("a", 0, True, False), *forms_of("b", 0, False, True, True), *forms_of("b", 1, True)]
RIGHT = np.array([one.right for one in FORMS], np.float64)


@pytest.mark.parametrize("loss", [casting._apart(RIGHT), casting._among(RIGHT, FORMS)])
def test_the_slope_of_a_loss_is_its_change(loss: casting.Loss) -> None:
    at, step = np.linspace(-1, 1, len(FORMS)), 1e-5
    _, slope = loss(at)
    changes = [(loss(at + step * one)[0] - loss(at - step * one)[0]) / (2 * step) for one in np.eye(len(FORMS))]
    assert slope == pytest.approx(changes, abs=1e-4)


def test_forms_are_weighed_against_those_of_their_own_candidate() -> None:
    even, _ = casting._among(RIGHT, FORMS)(np.zeros(len(FORMS)))
    assert even == pytest.approx(np.log(2) + np.log(3 / 2), abs=1e-4)
    lifted, slope = casting._among(RIGHT, FORMS)(np.array([2.0, 2, 5, 5, 5, -3]))
    assert lifted == pytest.approx(even, abs=1e-4)
    assert list(np.sign(np.round(slope, 4))) == [-1, 1, 1, -1, -1, 0]
