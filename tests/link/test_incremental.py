"""Linking one document after the other, in any order, gives what linking all at once gives."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.link import LinkIndex, Linking, blocking, incremental, link_stream
from tallybook.link.background import Background
from tallybook.link.filing import Told
from tallybook.link.incremental import link_into
from tallybook.model import Judgement, Link, Report
from tallybook.register import open_register

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))

import stream
from memory_index import MemoryIndex

DOCUMENTS = 20
WINDOW = 2
Partition = frozenset[tuple[str, ...]]


@pytest.fixture(scope="module", autouse=True)
def _crowded() -> Iterator[None]:
    """A world of few towns and kinds of acts, and blocks that are crowded with three reports."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "TOWNS", 4)
        patch.setattr(stream, "TYPES", stream.TYPES[:2])
        patch.setattr(stream, "AGO", 3)
        patch.setattr(blocking, "WINDOW", WINDOW)
        patch.setattr(incremental, "WINDOW", WINDOW)
        patch.setattr(blocking, "AT_MOST", 1)
        yield


def world(seed: int) -> dict[str, Told]:
    """Documents with what they tell; some tell of two incidents."""
    made = [(document, report) for _, document, report in stream.stream(DOCUMENTS + 5, seed=seed)]
    told: dict[str, Told] = {document.id: (document, [report]) for document, report in made[:DOCUMENTS]}
    draw = random.Random(seed)  # noqa: S311  the same every time
    for _, report in made[DOCUMENTS:]:
        document, reports = told[draw.choice(sorted(told))]
        assert document is not None
        claims = tuple(replace(claim, document_id=document.id) for claim in report.claims)
        told[document.id] = document, [*reports, Report(id=report.id, document_id=document.id, claims=claims)]
    return told


def partition(clusters: Iterable[Sequence[str]]) -> Partition:
    return frozenset(tuple(sorted(cluster)) for cluster in clusters)


def scored(links: Iterable[Link]) -> set[tuple[str, str, Judgement, float]]:
    return {(link.left, link.right, link.judgement, link.score) for link in links}


class Kept:
    """What is known of clusters after each step."""

    def __init__(self, index: LinkIndex, background: Background, decided: Sequence[Link] = ()) -> None:
        self.index, self.background, self.decided = index, background, decided
        self.home: dict[str, tuple[str, ...]] = {}

    def link(self, told: Mapping[str, Told]) -> None:
        relinked = link_into(
            self.index, told.values(), documents=list(told), background=self.background, decided=self.decided
        )
        before = {name: self.home.pop(name) for name in relinked.touched if name in self.home}
        for cluster in relinked.clusters:
            for name in cluster:
                before.setdefault(name, self.home.get(name, (name,)))
                self.home[name] = cluster
        left = {name for cluster in before.values() for name in cluster} - {*before}
        assert not left, "who shared an incident with one that was looked at anew is looked at anew too"

    def clusters(self) -> Partition:
        return partition(self.home.values())


def at_once(told: Mapping[str, Told], decided: Sequence[Link] = ()) -> tuple[Linking, Background]:
    with link_stream(told.values(), decided=decided, keep=True) as linking:
        assert linking.matched is not None
        return linking, linking.matched.background


def judged(left: str, right: str, judgement: Judgement) -> Link:
    return Link(left=min(left, right), right=max(left, right), judgement=judgement, score=1.0, judge="somebody")


WORLDS: dict[int, dict[str, Told]] = {}


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_order_gives_the_same_incidents(data: st.DataObject) -> None:
    """200 random orders, in portions, some documents read again; decisions of people among them."""
    told = WORLDS.setdefault(seed := data.draw(st.integers(0, 2)), world(seed))
    reports = sorted(report.id for _, mine in told.values() for report in mine)
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(reports), st.sampled_from(reports)), max_size=2))
    decided = [judged(*both, data.draw(st.sampled_from(Judgement))) for both in pairs if both[0] != both[1]]
    decided = list({(link.left, link.right): link for link in decided}.values())
    expected, background = at_once(told, decided)
    index = MemoryIndex({})
    kept = Kept(index, background, decided)
    order = data.draw(st.permutations(sorted(told)))
    again = data.draw(st.lists(st.sampled_from(order), max_size=4))
    steps = [*order, *again]
    while steps:
        many = data.draw(st.integers(1, 4))
        kept.link({name: told[name] for name in steps[:many]})
        steps = steps[many:]
    assert kept.clusters() == partition(expected.clusters)
    assert scored(index.links.values()) == scored(expected.links)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_document_that_is_taken_back_leaves_no_trace(data: st.DataObject) -> None:
    """All but some linked at once, or all linked and some taken out again: the same."""
    told = world(3)
    _, background = at_once(told)
    gone = set(data.draw(st.lists(st.sampled_from(sorted(told)), max_size=6)))
    both = []
    for first in (sorted(told), sorted(set(told) - gone)):
        index = MemoryIndex({})
        kept = Kept(index, background)
        kept.link({name: told[name] for name in first})
        kept.link({name: (told[name][0], []) for name in sorted(gone)})
        both.append((kept.clusters(), scored(index.links.values()), {key: at for key, at in index.keys.items() if at}))
    assert both[0] == both[1]


@pytest.mark.parametrize("seed", range(3))
def test_a_register_keeps_the_index_as_lists_do(seed: int) -> None:
    told = world(seed)
    expected, background = at_once(told)
    order = random.Random(seed).sample(sorted(told), len(told))  # noqa: S311  the same every time
    with open_register(":memory:", create=True) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="1", started="2024-01-01T00:00:00")
        with writer.transaction():
            index = writer.link_index()
            index.put_all([], background.pack())
            kept = Kept(index, Background.unpack(index.background(), {}))
            for name in order:
                kept.link({name: told[name]})
        assert kept.clusters() == partition(expected.clusters)
        assert scored(writer.view().links()) == scored(expected.links)
        with link_stream(told.values(), keep=True) as linking, writer.transaction():
            linking.put_into(index)
            kept.link({order[0]: told[order[0]]})
        assert scored(writer.view().links()) == scored(expected.links)
        assert kept.clusters() == partition(expected.clusters)
