"""Sentences, headings and list items; nothing of a text is lost, however long its sentences."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.extract.segment import LONGEST, segment


def words_and_kinds(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\n ", [], id="white space"),
        pytest.param(
            "A bomb went off. Two died.",
            [("A bomb went off.", "body"), ("Two died.", "body")],
            id="two sentences",
        ),
        pytest.param(
            "Gen. Gil spoke on Jan. 4 in Northtown.",
            [("Gen. Gil spoke on Jan. 4 in Northtown.", "body")],
            id="abbreviations end nothing",
        ),
        pytest.param(
            "A clerk was shot in a car.The driver fled.He said nothing.See Northtown.Com for more.",
            [
                ("A clerk was shot in a car.", "body"),
                ("The driver fled.", "body"),
                ("He said nothing.", "body"),
                ("See Northtown.Com for more.", "body"),
            ],
            id="breaks between paragraphs that were lost",
        ),
        pytest.param(
            "Blast in Northtown\nTwo people died.",
            [("Blast in Northtown", "heading"), ("Two people died.", "body")],
            id="headline",
        ),
        pytest.param(
            "The attacks:\n- One man was shot.\n- A bus was burnt.",
            [("The attacks:", "heading"), ("One man was shot.", "item"), ("A bus was burnt.", "item")],
            id="list under a colon",
        ),
    ],
)
def test_a_text_falls_into_sentences_of_a_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert words_and_kinds(text) == expected


def test_items_know_the_line_that_heads_them() -> None:
    sentences = segment("The attacks:\n- One man was shot.\n- A bus was burnt.")
    assert [one.heading for one in sentences[1:]] == [0, 0]


def test_running_text_after_a_headline_is_no_item() -> None:
    assert [kind for _, kind in words_and_kinds("Blast in Northtown\nTwo people died.\nOne was hurt.")][1:] == [
        "body",
        "body",
    ]


@pytest.mark.parametrize("mark", [" ", ",", "x"], ids=["at spaces", "at commas", "anywhere"])
def test_a_stretch_without_a_stop_is_cut_and_nothing_is_lost(mark: str) -> None:
    text = (("killed" + mark) * LONGEST)[: 4 * LONGEST].strip()
    pieces = segment(text)
    assert max(one.end - one.start for one in pieces) <= LONGEST
    assert "".join(text[one.start : one.end] for one in pieces).replace(" ", "") == text.replace(" ", "")
    if mark != "x":
        assert all(text[one.start : one.end].strip(mark).endswith("killed") for one in pieces[:-1])


@given(st.text(alphabet=' \n.,:-aB1("é', max_size=300))
def test_sentences_stand_in_order_and_hold_every_word(text: str) -> None:
    sentences = segment(text)
    assert all(one.end <= two.start for one, two in pairwise(sentences))
    covered = {at for one in sentences for at in range(one.start, one.end)}
    assert not [
        char for at, char in enumerate(text) if char in "aBé" and at not in covered and not _numbering(text, at)
    ]


def _numbering(text: str, at: int) -> bool:
    """Whether a letter numbers a list item ("a) ..."), which is no part of what it says."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.strip(" (") == ""


def test_a_text_without_capitals_has_sentences_too() -> None:
    text = "the mayor of northtown spoke on monday. gen. ruiz left. rain fell in the evening."
    assert [text[one.start : one.end] for one in segment(text)] == [
        "the mayor of northtown spoke on monday.",
        "gen. ruiz left.",
        "rain fell in the evening.",
    ]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("UPDATE (5 p.m.):", "body"),
        ("March 4, 2pm Update:", "body"),
        ("Original story:", "body"),
        ("The wounded are:", "body"),
        ("The mayor wrote:", "body"),
        ("In other attacks:", "item"),
    ],
)
def test_a_colon_opens_a_list_unless_the_story_goes_on(head: str, kind: str) -> None:
    assert [one[1] for one in words_and_kinds(f"{head}\n\nA man was shot.\n\nA bus was burnt.")][1:] == [kind, kind]
