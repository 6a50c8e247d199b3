"""The ledger: every figure with what became of it, and figures by a rule chosen for one answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pytest

from tallybook.answer import RuledView, Table, ledger
from tallybook.errors import AnswerError, ReconcileError
from tallybook.model import (
    Claim,
    Code,
    Count,
    Disagreement,
    Document,
    Finding,
    Incident,
    Mention,
    PartialDate,
    Report,
    Review,
    Span,
    claim,
)
from tallybook.reconcile import reconcile


def killed(best: int, group: str = "people", **more: object) -> Count:
    return Count(outcome="killed", low=best, best=best, high=best, group=group, **more)  # type: ignore[arg-type]


class Register:
    """One incident: what each document says, published on following days by outlets of its own, "b" twice."""

    _nothing: Sequence[Disagreement] = ()
    _no_words: Sequence[Mention] = ()

    def __init__(self, told: dict[str, list[Count]]) -> None:
        self._documents, reports = [], []
        for number, (name, counts) in enumerate(told.items()):
            day = date(2021, 3, 1 + number)
            when = PartialDate(start=day, end=day, precision="day")
            self._documents.append(Document(id=name, text="x" * 900, publisher=f"Post {name[0]}", published=when))
            values = [("event_type", Code(code="bombing")), *(("casualty", count) for count in counts)]
            claims = tuple(
                claim(name, f"rep-{name}", prop, value, (Span(start=at * 200, end=at * 200 + 5, text="xxxxx"),))
                for at, (prop, value) in enumerate(values)
            )
            reports.append(Report(id=f"rep-{name}", document_id=name, claims=claims))
        self._incident = Incident(id="inc-1", reports=tuple(reports))
        self._found = reconcile(self._incident, documents={one.id: one for one in self._documents})[0]

    def incidents(self) -> list[Incident]:
        return [self._incident]

    def findings(self, incident_id: str | None = None) -> list[Finding]:
        return [one for one in self._found if incident_id in (None, one.incident_id)]

    def disagreements(self, incident_id: str | None = None) -> list[Disagreement]:
        return [one for one in self._nothing if one.incident_id == incident_id]

    def facts(self) -> None:
        return None

    def claims(self) -> list[Claim]:
        return list(self._incident.claims)

    def reviews(self) -> dict[str, Review]:
        return {}

    def documents(self, ids: Collection[str] | None = None) -> list[Document]:
        return [one for one in self._documents if ids is None or one.id in ids]

    def mentions(self, *, document_id: str | None = None) -> list[Mention]:
        return [one for one in self._no_words if one.document_id == document_id]


TOLD = {
    "a1": [killed(8)],
    "b1": [killed(9)],
    "b2": [killed(11), killed(3, "children", scope="subgroup", inside=True), killed(1, "bomber", side="perpetrators")],
    "c1": [killed(11), killed(20, mood="suspected")],
}


def rows(table: Table, *names: str) -> list[tuple[object, ...]]:
    return [tuple(record[name] for name in names) for record in table.records()]


def test_every_figure_says_what_became_of_it() -> None:
    assert rows(ledger(Register(TOLD), "inc-1"), "document", "figure", "status", "counted", "superseded_by") == [
        ("a1", "8", "stated", "against", None),
        ("b1", "9", "stated", "superseded", "b2"),
        ("b2", "11", "stated", "for", None),
        ("b2", "3", "stated", "part of a total", None),
        ("b2", "1", "stated", "attackers", None),
        ("c1", "11", "stated", "for", None),
        ("c1", "20", "feared", "not counted", None),
    ]


def test_the_figure_that_stands_comes_with_rule_grade_and_history() -> None:
    caveats = ledger(Register(TOLD), "inc-1").caveats
    assert caveats[0] == "grade 3: several sources"
    assert "killed 11 (8-11) by range_of_independent_latest: grade 2, two sources" in caveats
    assert "killed, as told: 2021-03-01: 8, 2021-03-02: 9, 2021-03-03: 11" in caveats


def test_an_incident_of_one_source_has_a_ledger_too() -> None:
    assert ledger(Register({"a1": [killed(8)]}), "inc-1").caveats[0] == "grade 1: one source"


def test_a_rule_is_chosen_for_one_answer() -> None:
    view = Register(TOLD)
    assert dict(rows(ledger(view, "inc-1", rule="lowest"), "document", "counted"))["a1"] == "for"
    (lowest,) = [one.value.best for one in RuledView(view, "lowest").findings() if one.prop == "killed"]
    (stored,) = [one.value.best for one in view.findings() if one.prop == "killed"]
    assert (lowest, stored) == (8, 11)


def test_what_a_person_set_outlives_a_rule() -> None:
    view = Register(TOLD)
    view._found = [Finding(incident_id="inc-1", prop="killed", value=view._found[-1].value, rule="set_by_a_person")]
    assert RuledView(view, "lowest").findings() == view._found


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(AnswerError, match="inc-9"):
        ledger(Register(TOLD), "inc-9")
    with pytest.raises(ReconcileError, match="guess"):
        RuledView(Register(TOLD), "guess")
