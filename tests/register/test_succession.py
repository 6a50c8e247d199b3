"""When a document is read again, what was known about its reports passes to those that rest on the same words."""

from __future__ import annotations

import pytest

from tallybook.register.succession import successors


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"a": {"blast", "three"}}, {"b": {"blast", "three", "dead"}}, {"a": "b"}),
        ({"a": {"blast", "three"}}, {"a": {"blast"}}, {}),
        ({"a": {"blast"}}, {"b": {"storm"}}, {}),
        ({"a": {"x", "y"}, "b": {"x", "z"}}, {"c": {"x", "z"}}, {"b": "c"}),
        ({"a": {"x", "y"}}, {"c": {"x"}, "d": {"x", "y"}}, {"a": "d"}),
        ({"a": set()}, {"b": set()}, {}),
        ({}, {"b": {"x"}}, {}),
    ],
    ids=[
        "more words",
        "still there",
        "other words",
        "one heir, the nearest inherits",
        "two heirs, the nearest inherits",
        "no words",
        "new document",
    ],
)
def test_reports_pass_on_to_those_with_most_of_the_same_words(
    old: dict[str, set[str]], new: dict[str, set[str]], expected: dict[str, str]
) -> None:
    assert successors(old, new) == expected
