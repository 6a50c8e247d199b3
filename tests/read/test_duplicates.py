"""Copies of one story."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_pages import PARAGRAPHS

from tallybook.model import PartialDate
from tallybook.read.duplicates import DuplicateIndex, copies, signature, similarity

STORY = " ".join(PARAGRAPHS)
OTHER = (
    "A fire in the old mill of Northtown destroyed the roof on Friday evening, and two firemen were taken to hospital "
    "with burns; the owner believes that a faulty cable set the grain alight, and wants to rebuild before the harvest."
)
LONG_OTHER = " ".join(word[::-1] for word in STORY.split())
FIRST, LATER = (PartialDate(start=date(2024, 5, day), end=date(2024, 5, day), precision="day") for day in (6, 7))


def edited(text: str, *, every: int) -> str:
    """The text with every n-th word changed."""
    return " ".join("thing" if place % every == every - 1 else word for place, word in enumerate(text.split()))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (STORY, True),
        (STORY.upper(), True),
        (STORY.replace(" ", "\n"), True),
        (f"New headline for this story. {STORY}", True),
        (edited(STORY, every=25), True),
        (OTHER, False),
        (edited(STORY, every=3), False),
        (" ".join(reversed(PARAGRAPHS)), True),
        (" ".join(PARAGRAPHS[: len(PARAGRAPHS) // 2 + 1]), True),
        (f"{OTHER} {PARAGRAPHS[0][:60]}", False),
    ],
    ids=[
        "same",
        "capitals",
        "rewrapped",
        "new headline",
        "few words",
        "other story",
        "rewritten",
        "another order",
        "cut",
        "a quote of it",
    ],
)
def test_a_copy_is_known_by_its_words(copy: str, expected: bool) -> None:
    found = copies({"a": signature(STORY), "b": signature(copy)}, {})
    assert found == ({"b": "a"} if expected else {})


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("Bus burns.", "bus burns", True), ("Bus burns.", "Tram burns.", False), ("", "", True)],
    ids=["same words", "other words", "nothing"],
)
def test_a_short_text_is_a_copy_only_of_the_same_words(left: str, right: str, expected: bool) -> None:
    assert (similarity(signature(left), signature(right)) == 1.0) is expected


def test_the_earliest_is_the_original_then_the_smallest_id() -> None:
    signs = dict.fromkeys("cab", signature(STORY))
    assert copies(signs, {"a": LATER, "b": FIRST}) == {"a": "b", "c": "b"}
    assert copies(signs, {}) == {"b": "a", "c": "a"}


@settings(max_examples=25, deadline=None)
@given(st.permutations(["s1", "s2", "s3", "o1", "o2"]), st.sets(st.sampled_from(["s2", "o2"])))
def test_the_order_of_documents_does_not_matter(order: list[str], dated: set[str]) -> None:
    texts = {"s1": STORY, "s2": edited(STORY, every=25), "s3": f"{STORY} Extra.", "o1": OTHER, "o2": f"{OTHER} More."}
    published = dict.fromkeys(dated, FIRST)
    expected = copies({made: signature(texts[made]) for made in sorted(texts)}, published)
    assert copies({made: signature(texts[made]) for made in order}, published) == expected


def test_a_copy_never_stands_for_another_copy() -> None:
    rng = random.Random(7)  # noqa: S311 - made-up words, not keys
    words = STORY.split()
    chain = {}
    for number in range(12):
        words = [word if rng.random() > 0.02 else "other" for word in words]
        chain[f"d{number:02}"] = signature(" ".join(words))
    found = copies(chain, {})
    assert found
    assert not set(found.values()) & set(found)


def test_the_index_gives_the_original_and_remembers_only_originals() -> None:
    index = DuplicateIndex()
    assert index.add("a", signature(STORY)) is None
    assert index.add("b", signature(STORY)) == "a"
    assert index.add("a", signature(STORY)) is None
    assert index.add("c", signature(OTHER)) is None


def test_a_signature_is_the_same_in_every_run() -> None:
    assert signature(STORY)[:9].hex() == "6d32c15d140cd14a00"
    assert len(signature(STORY)) == 517


def test_a_signature_of_an_older_register_still_counts() -> None:
    older = b"n" + signature(STORY)[1:-4]
    assert copies({"a": older, "b": signature(edited(STORY, every=25))}, {}) == {"b": "a"}


def test_a_cut_story_that_came_before_the_whole_is_its_original() -> None:
    cut = " ".join(STORY.split()[: len(STORY.split()) * 4 // 10])
    ordered = {"a": FIRST, "b": LATER}
    assert copies({"a": signature(cut), "b": signature(STORY)}, ordered) == {"b": "a"}


def test_two_stories_in_one_round_up_stay_two() -> None:
    signs = {"a": signature(STORY), "r": signature(f"{STORY} {LONG_OTHER}"), "z": signature(LONG_OTHER)}
    assert copies(signs, {}) == {"r": "a"}
