"""Laws of decisions, for any sequence of them: undoing restores, replaying changes nothing, unrelated ones commute."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simple_stages import SIMPLE

import tallybook
from tallybook.link import Linking
from tallybook.link.clustering import Judges, cluster
from tallybook.model import Judgement, Link
from tallybook.pipeline import Stages
from tallybook.settling import settle

FEW = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
TEXTS = {
    "a": "bombing at Northtown on 2021-05-04 killed 3\nshelling at Southtown on 2022-06-01 killed 1",
    "b": "bombing at Northtown on 2021-05-04 killed 5\nraid at Easttown on 2022-07-01 killed 2",
    "c": "bombing at Northtown on 2021-05-04 killed 5\nshelling at Southtown on 2022-06-01 killed 4",
    "d": "raid at Easttown on 2022-07-01 killed 2",
}


def link(reports: Any, documents: Any, decided: Sequence[Link]) -> Linking:
    """Same act, place and day are one, but for what people say."""
    groups: dict[Any, list[str]] = {}
    for report in sorted(reports, key=lambda one: one.id):
        groups.setdefault((report.event_types, report.where.place, report.when.start), []).append(report.id)
    links = [
        Link(left=left, right=right, judgement=Judgement.SAME, score=0.95, judge="simple/1")
        for members in groups.values()
        for left, right in pairwise(members)
    ]
    judges = Judges(probability=lambda *_: 0.95, compatible=lambda *_: True)
    document_of = {report.id: report.document_id for report in reports}
    return Linking(tuple(links), cluster(document_of, links, judges=judges, decided=decided))


STAGES = replace(SIMPLE, link=link)


class Book(tallybook.Tallybook):
    """A register with the stages of these tests."""

    def _stages(self) -> Stages | None:
        return STAGES


@contextmanager
def book() -> Iterator[Book]:
    with TemporaryDirectory() as folder:
        (Path(folder) / "texts.json").write_text(json.dumps(TEXTS))
        with Book(":memory:") as made:
            made.add(Path(folder) / "texts.json", stages=STAGES)
            yield made


def lines(made: Book) -> list[dict[str, Any]]:
    return [card.line() for card in made.incidents()]


def questions(made: Book) -> list[tuple[str, str]]:
    return sorted((one.kind, one.text) for one in made._register().view().questions())


ACTS = st.tuples(
    st.sampled_from(["same", "different", "unsure", "merge", "split", "killed", "when", "type", "accept", "reject"]),
    st.integers(0, 99),
    st.integers(0, 99),
)


def do(made: Book, act: tuple[str, int, int]) -> str | None:  # noqa: PLR0911  one for each kind of act
    """Do something to what the numbers choose; ``None`` where it cannot be done."""
    name, one, other = act
    cards = sorted(made.incidents(), key=lambda card: card.id)
    reports = sorted(report.id for card in cards for report in card.record.incident.reports)
    first, second = cards[one % len(cards)], cards[other % len(cards)]
    left, right = reports[one % len(reports)], reports[other % len(reports)]
    if name in ("same", "different", "unsure"):
        return None if left == right else getattr(made, name)(left, right, who="ann").id
    if name == "merge":
        return None if first.id == second.id else made.merge(first.id, second.id, who="ann").id
    if name == "split":
        mine = first.record.incident.reports
        return None if len(mine) < 2 else made.split(first.id, [mine[other % len(mine)].id], who="ann").id
    if name == "killed":
        return made.correct(first.id, "killed", str(other), who="ann").id
    if name == "when":
        return made.correct(first.id, "when", "2022-08" if other % 2 else "none", who="ann").id
    if name == "type":
        return made.correct(first.id, "event_type", "bombing; arson", who="ann").id
    return (made.accept if name == "accept" else made.reject)(first.id, who="ann").id


@FEW
@given(st.lists(ACTS, max_size=4), ACTS)
def test_undoing_a_decision_restores_exactly_what_was_before(before: list[tuple[str, int, int]], act: Any) -> None:
    with book() as made:
        for one in before:
            do(made, one)
        earlier = lines(made), questions(made)
        decision = do(made, act)
        if decision is not None:
            after = lines(made)
            undone = made.undo(decision, who="bob")
            assert (lines(made), questions(made)) == earlier
            made.undo(undone.id, who="bob")
            assert lines(made) == after
        assert made.verify() == []


@FEW
@given(st.lists(ACTS, min_size=1, max_size=5))
def test_replaying_changes_nothing(acts: list[tuple[str, int, int]]) -> None:
    with book() as made:
        for one in acts:
            do(made, one)
        before = lines(made), questions(made), made.tally(by="type").records()
        with made._register().writer() as writer:
            writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
            writer._stale()
            settle(made._register(), writer, STAGES)
            writer.end_run(state="done", ended="e", counts={})
        assert (lines(made), questions(made), made.tally(by="type").records()) == before


@FEW
@given(st.permutations(range(5)))
def test_the_order_of_unrelated_decisions_does_not_matter(order: list[int]) -> None:
    def outcome(places: Sequence[int]) -> list[dict[str, Any]]:
        with book() as made:
            first, second, third = (card.id for card in made.incidents())
            reports = [one.id for one in made[second].record.incident.reports]
            acts = [
                lambda: made.split(second, [reports[0]], who="ann"),
                lambda: made.correct(first, "killed", "4", who="ann"),
                lambda: made.correct(first, "event_type", "arson", who="ann"),
                lambda: made.accept(third, who="ann"),
                lambda: made.correct(third, "where", "Town Hall @ 10.5,20.5", who="ann"),
            ]
            for place in places:
                acts[place]()
            found = lines(made)
            for line in found:
                for one in line["decided"]:
                    del one["decision"]
            return sorted(found, key=lambda line: line["incident_id"])

    assert outcome(order) == outcome(range(5))
