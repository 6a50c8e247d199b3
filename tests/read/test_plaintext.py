"""Plain text: hard wraps, paragraphs, and lines that are no part of the story."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_pages import PARAGRAPHS

from tallybook.read.boilerplate import noise_lines
from tallybook.read.plaintext import clean_text, wrap_width


@pytest.mark.parametrize("width", [40, 60, 72, 78], ids=lambda width: f"{width} columns")
@pytest.mark.parametrize("capitals", [False, True], ids=["mixed case", "capitals"])
def test_hard_wrapped_paragraphs_become_lines(width: int, capitals: bool) -> None:
    paragraphs = [" ".join(PARAGRAPHS), PARAGRAPHS[1], " ".join(reversed(PARAGRAPHS))]
    paragraphs = [text.upper() for text in paragraphs] if capitals else paragraphs
    wrapped = "\n\n".join(textwrap.fill(text, width) for text in paragraphs)
    assert clean_text(wrapped) == "\n\n".join(paragraphs)


def test_indented_wire_text_without_blank_lines_keeps_its_paragraphs() -> None:
    wrapped = "\n".join(textwrap.fill(text.upper(), 70, initial_indent="   ") for text in PARAGRAPHS)
    assert clean_text(wrapped) == "\n".join(text.upper() for text in PARAGRAPHS)


def test_wrapped_text_without_blank_lines_keeps_title_headings_and_paragraphs() -> None:
    lines = [
        "Northtown counts the cost of a winter without buses",
        *textwrap.wrap(f"{PARAGRAPHS[0]} {PARAGRAPHS[1]} It was cold.", 76),
        "Calls for help",
        *textwrap.wrap(f"{PARAGRAPHS[2]} {PARAGRAPHS[0]}", 76),
    ]
    assert clean_text("\n".join(lines)).split("\n") == [
        "Northtown counts the cost of a winter without buses",
        f"{PARAGRAPHS[0]} {PARAGRAPHS[1]} It was cold.",
        "Calls for help",
        f"{PARAGRAPHS[2]} {PARAGRAPHS[0]}",
    ]


def test_list_items_stay_on_lines_of_their_own() -> None:
    items = [f"{mark} {text}" for mark, text in zip("•-*", PARAGRAPHS, strict=True)]
    wrapped = "\n".join(textwrap.fill(item, 70) for item in items)
    assert clean_text(wrapped).split("\n") == items


def test_a_hyphen_at_a_line_end_is_joined_without_a_blank() -> None:
    text = "The mayor spoke of a well-\nplanned assault on the bridge and of the\nneed for more police on the\nroad."
    assert "a well-planned assault" in clean_text(text)


@pytest.mark.parametrize(
    "text",
    ["\n".join(PARAGRAPHS), "Home\nWorld news\nSport\nBusiness\nWeather\nAbout", "One line only", "Two\nlines"],
    ids=["a paragraph to a line", "a menu", "one line", "two lines"],
)
def test_text_that_is_not_hard_wrapped_keeps_its_lines(text: str) -> None:
    assert wrap_width(text.split("\n")) is None


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply", "LEAVE A REPLY", "Your email address will not be published.", "Advertisement",
        "Required fields are marked *", ">> To read: what the Courier said of the bridge", "Read more: Bridge reopens",
        "RELATED: Bridge closed for a week", "Share this:", "Subscribe to our newsletter", "+ posts",
        "Latest from World",
        "(Photo: A. Nobody/Courier)", "Photo by A. Nobody", "A. Nobody/Getty Images", "Tags: bridge, buses", "***", "/",
        "We use cookies to improve your visit. By going on you agree to our use of cookies.", "© 2024 The Courier",
        "Publicidad", "Lire aussi : le pont est fermé", "Читайте также: мост закрыт", "اقرأ أيضا: الجسر مغلق",
        "4 min read",
        "editor@courier.example",
        "Twitter: @northtown",
    ],
    ids=lambda line: line[:20],
)  # fmt: skip
def test_page_furniture_is_dropped(line: str) -> None:
    assert noise_lines().drops(line)
    assert clean_text(f"{PARAGRAPHS[0]}\n{line}\n{PARAGRAPHS[1]}") == f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"


@pytest.mark.parametrize(
    "line",
    [
        *PARAGRAPHS,
        "NORTHTOWN — Three passengers were wounded on Monday.",
        "Police said: three passengers were wounded.",
        "Share prices fell after the explosion at the bus station.",
        "The army will search the homes near the bridge.",
        "Comments by the mayor angered the families of the dead.",
        "The next bus was empty.",
        "• 12 May: a guard was wounded at the gate.",
        "“They must leave,” he said.",
        "Watch towers along the road were attacked, killing two guards.",
        "Follow-up attacks killed two people.",
        "Related attacks killed nine people in Northtown.",
        "CNN Map",
        "WHAT WE KNOW OF THE BLAST",
        "२० जना घाइते भए।",
        "قُتل أربعة أشخاص في الهجوم.",
    ],
    ids=lambda line: line[:20],
)
def test_sentences_and_headings_stay(line: str) -> None:
    assert clean_text(f"{PARAGRAPHS[0]}\n{line}\n{PARAGRAPHS[1]}") == f"{PARAGRAPHS[0]}\n{line}\n{PARAGRAPHS[1]}"


def test_a_headline_in_capitals_between_paragraphs_is_dropped() -> None:
    link = "MAYOR PROUD OF FIREMEN WHO SAVED NINE CHILDREN FROM SCHOOL"
    assert clean_text(f"{PARAGRAPHS[0]}\n{link}\n{PARAGRAPHS[1]}") == f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"


def test_a_heading_in_capitals_over_a_list_stays() -> None:
    lines = [PARAGRAPHS[0], "ATTACKS ON BUSES IN NORTHTOWN SINCE THE BEGINNING OF MAY", f"• {PARAGRAPHS[1]}"]
    assert clean_text("\n".join(lines)).split("\n") == lines


def test_what_follows_a_comment_form_at_the_end_is_dropped() -> None:
    story = "\n".join(PARAGRAPHS * 3)
    assert clean_text(f"{story}\nLeave a Reply\nAnonymous says: I saw four dead there.") == story


def test_invisible_characters_go_and_quotes_and_digits_stay() -> None:
    text = "\ufeff“Four\u202e died”\x00,\u00a0he\u200b said: ‘٤’ of `them''\r\nwere chil\u00addren.\x0b"
    assert clean_text(text) == "“Four died”, he said: ‘٤’ of `them''\nwere children."


@given(st.text(max_size=400))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) in (once, clean_text(clean_text(once)))
    assert "\r" not in once
    assert not any(line != line.strip() for line in once.split("\n"))


@given(st.lists(st.sampled_from([*PARAGRAPHS, "", "Advertisement", "Home", "Tags: bridge"]), max_size=12))
def test_no_paragraph_of_the_story_is_ever_lost(lines: list[str]) -> None:
    kept = clean_text("\n".join(lines)).split("\n")
    assert [line for line in kept if line] == [line for line in lines if line in PARAGRAPHS]


@pytest.mark.parametrize("text", ["-\n" * 50_000, "a " * 200_000, "\n" * 200_000, "(" * 200_000, "x\n y\n" * 30_000])
def test_odd_text_takes_linear_time(text: str) -> None:
    assert len(clean_text(text)) <= len(text)
