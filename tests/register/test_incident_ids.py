"""An incident's id outlives every re-clustering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from tallybook.model import content_id
from tallybook.register.identity import Assignment, Identity, assign_incidents

Clusters = Sequence[Sequence[str]]


@dataclass
class Book:
    """What a register keeps of ids between clusterings."""

    identities: tuple[Identity, ...] = ()
    members: dict[str, str] = field(default_factory=dict)

    def cluster(self, *clusters: Sequence[str]) -> Assignment:
        made = assign_incidents(clusters, identities=self.identities, members=self.members)
        self.identities, self.members = made.identities, dict(made.members)
        return made

    def resolve(self, name: str) -> Identity:
        known = {identity.id: identity for identity in self.identities}
        seen = set()
        while (leads_to := known[name].leads_to) is not None:
            assert name not in seen, "redirects go round in a circle"
            seen.add(name)
            name = leads_to
        return known[name]


def test_an_id_is_minted_from_the_first_report() -> None:
    made = Book().cluster(["r1", "r2"], ["r3"])
    assert made.members == {"r1": content_id("inc", "r1"), "r2": content_id("inc", "r1"), "r3": content_id("inc", "r3")}


def test_the_same_clusters_again_change_nothing() -> None:
    book = Book()
    first = book.cluster(["r1", "r2"], ["r3"])
    assert book.cluster(["r3"], ["r2", "r1"]) == first


def test_a_new_report_joins_an_incident_that_keeps_its_id() -> None:
    book = Book()
    before = book.cluster(["r2"]).members["r2"]
    assert book.cluster(["r1", "r2"]).members == {"r1": before, "r2": before}


def test_on_a_merge_the_oldest_id_stays_and_the_other_leads_to_it() -> None:
    book = Book()
    book.cluster(["r1"])
    before = book.cluster(["r1"], ["r2", "r3"]).members
    after = book.cluster(["r1", "r2", "r3"]).members
    assert set(after.values()) == {before["r1"]}
    assert book.resolve(before["r2"]).id == before["r1"]


def test_on_a_split_the_part_with_most_reports_keeps_the_id() -> None:
    book = Book()
    before = book.cluster(["r1", "r2", "r3"]).members["r1"]
    after = book.cluster(["r1"], ["r2", "r3"]).members
    assert after["r2"] == after["r3"] == before
    assert after["r1"] not in ("", before)


def test_of_equal_parts_the_one_with_the_first_report_keeps_the_id() -> None:
    book = Book()
    before = book.cluster(["r1", "r2"]).members["r1"]
    assert book.cluster(["r2"], ["r1"]).members["r1"] == before


def test_a_merge_that_is_undone_gives_the_old_ids_back() -> None:
    book = Book()
    before = book.cluster(["r1"], ["r2"]).members
    book.cluster(["r1", "r2"])
    assert book.cluster(["r1"], ["r2"]).members == before


def test_an_incident_without_reports_keeps_its_id_and_is_empty() -> None:
    book = Book()
    name = book.cluster(["r1"], ["r2"]).members["r1"]
    book.cluster(["r2"])
    assert book.resolve(name).state == "empty"
    assert book.cluster(["r1"], ["r2"]).members["r1"] == name


REPORTS = [f"r{number}" for number in range(6)]


@st.composite
def clusterings(draw: st.DrawFn) -> Clusters:
    """Some of the reports, in some clusters."""
    groups: dict[int, list[str]] = {}
    for report in draw(st.permutations(draw(st.lists(st.sampled_from(REPORTS), unique=True)))):
        groups.setdefault(draw(st.integers(0, 3)), []).append(report)
    return [sorted(group) for group in groups.values()]


@given(history=st.lists(clusterings(), max_size=6))
def test_through_any_history_ids_resolve_and_clusters_are_kept_apart(history: Sequence[Clusters]) -> None:
    book = Book()
    given_out: set[str] = set()
    for clusters in history:
        made = book.cluster(*clusters)
        given_out |= set(made.members.values())
        found: dict[str, set[str]] = {}
        for report, name in made.members.items():
            found.setdefault(name, set()).add(report)
        assert {frozenset(group) for group in found.values()} == {frozenset(cluster) for cluster in clusters}
        states = {identity.id: identity.state for identity in book.identities}
        assert all(states[name] == "active" for name in found)
        for name in given_out:
            assert book.resolve(name).state in ("active", "empty")
        assert book.cluster(*reversed(clusters)) == made


@given(clusters=clusterings(), data=st.data())
def test_the_order_of_clusters_does_not_matter_for_who_has_which_id(clusters: Clusters, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(clusters))
    assert Book().cluster(*shuffled).members == Book().cluster(*clusters).members
