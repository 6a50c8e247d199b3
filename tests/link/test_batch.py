"""Many pairs compared at once are compared as one by one."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallybook.link import FEATURES
from tallybook.link.background import ENOUGH, Background
from tallybook.link.batch import Batch
from tallybook.link.judging import judged
from tallybook.link.looking import shared
from tallybook.link.packed import PackedProfiles
from tallybook.link.profile import Profile
from tallybook.link.scoring import UNSURE_FROM, score
from tallybook.link.sparse import Gathered, common, dots

NUMBERS = st.frozensets(st.integers(1, 6), max_size=4)
DAY = st.integers(0, 60)
SPAN = st.tuples(DAY, st.sampled_from([0, 1, 20])).map(lambda told: (told[0], sum(told)))
TOLL = st.tuples(st.integers(0, 30), st.sampled_from([None, 30, 40]))


def some(*values: object) -> st.SearchStrategy[object]:
    return st.sampled_from(values)


def few(*codes: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(codes), max_size=2)


PROFILE = st.fixed_dictionaries({
    "threatened": st.just(False), "leads": st.booleans(), "printed": st.booleans(), "fine": st.booleans(),
    "types": few("bombing", "siege", "armed_clash", "arson"), "when": st.none() | SPAN, "day": st.none() | DAY,
    "published": st.none() | SPAN, "printed_by": st.none() | DAY, "country": some(None, "XN", "XS"),
    "admin1": some(None, "North", "South"), "town": some(None, 1, 2, 3), "town_key": some(None, 1, 2, 3),
    "geonames_id": some(None, 1, 2, 3), "point": some(None, (10.0, 20.0), (10.1, 20.1), (10.9, 20.0), (-60.5, 3.0)),
    "located": some(0.2, 0.7, 1.0), "actors": few("group", "branch", "army"),
    "people": st.frozensets(NUMBERS.filter(lambda name: len(name) > 1), max_size=2),
    "site_kinds": few("school", "market"), "site_names": NUMBERS, "weapons": few("rocket", "knife"),
    "killed": st.none() | TOLL, "injured": st.none() | TOLL, "names": NUMBERS, "capitals": NUMBERS,
    "title_words": NUMBERS, "words": st.dictionaries(st.integers(1, 6), some(0.11, 0.32, 0.57), max_size=6),
    "length": some(10, 30, 50),
})  # fmt: skip


def background(documents: int) -> Background:
    """Numbers up to 3 are in every document, those above are rare, where it shows."""
    made = Background({"branch": "group"}, documents=documents)
    for table in (made.names, made.words, made.places):
        for _ in range(documents):
            table.add(range(1, 4))
    return made


BACKGROUNDS = st.sampled_from([background(2), background(10 * ENOUGH)])


@settings(max_examples=60, deadline=None)
@given(st.lists(PROFILE, min_size=2, max_size=8), BACKGROUNDS)
def test_a_batch_says_what_is_said_of_each_pair(described: list[dict[str, object]], background: Background) -> None:
    reports = [Profile(report_id=f"r{at}", document_id=f"d{at}", **told) for at, told in enumerate(described)]  # type: ignore[arg-type]
    lefts, rights = np.array(list(permutations(range(len(reports)), 2)), np.intp).T
    batch = Batch(reports, reports.__getitem__, background)
    for feature in FEATURES:
        found = [[*feature.weights, None][at] for at in batch.outcomes(feature.compare, feature.places, lefts, rights)]
        alone = [
            feature.compare(reports[a], reports[b], background)
            for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)
        ]
        assert found == alone, feature.name
    with PackedProfiles() as packed:
        for report in reports:
            packed.append(report)
        sure = [
            (a, b, round(score(reports[a], reports[b], background)[0], 4))
            for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)
        ]
        assert judged(packed, background, lefts, rights) == [edge for edge in sure if edge[2] >= UNSURE_FROM]


BAGS = st.lists(st.frozensets(st.integers(-5, 40), max_size=9), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(BAGS, BAGS, st.booleans(), st.booleans())
def test_what_rows_share(one: list[frozenset[int]], other: list[frozenset[int]], alike: bool, weighed: bool) -> None:
    other = one if alike else other
    bags = [[{n: n / 64 for n in bag} if weighed else bag for bag in bags] for bags in (one, other)]
    rows = []
    for told in bags:
        gathered = Gathered()
        gathered.add(told)
        rows.append(gathered.rows())
    pairs = [(a, b) for b in range(len(other)) for a in range(len(one)) if not alike or a != b]
    lefts, rights = np.array(pairs, np.intp).reshape(-1, 2).T
    found = dots(*common(rows[0], rows[0] if alike else rows[1]), lefts, rights)
    assert found.tolist() == pytest.approx([shared(bags[0][a], bags[1][b]) for a, b in pairs])


def test_a_table_too_small_for_all_rows_is_filled_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered = Gathered()
    gathered.add([frozenset(range(at, at + 9)) for at in range(40)])
    lefts, rights = np.array([(a, b) for a in range(40) for b in range(40) if a != b], np.intp).T
    rows = gathered.rows()
    at_once = dots(*common(rows, rows), lefts, rights)
    monkeypatch.setattr("tallybook.link.sparse.CELLS", 100)
    assert dots(*common(rows, rows), lefts, rights).tolist() == at_once.tolist()
