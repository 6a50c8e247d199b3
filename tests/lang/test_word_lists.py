"""Where a list of phrases is looked for: it must find what its pattern finds when that is tried everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.lang.blame import load_blame_words
from tallybook.lang.word_lists import WordList, words_between

PHRASES = ("up from", "day-long", "o'clock", "one of them", "No one", "12 of")
LIST = WordList(PHRASES)
BLAME = sorted({word for cue in load_blame_words().cues for group in cue.needs for one in group for word in one})
GLUE = st.sampled_from([" ", " ", "  ", ", ", "-", "'", "’", "_", "\n", ". "])


def texts(*words: str) -> st.SearchStrategy[str]:
    pieces = st.tuples(st.sampled_from(words), GLUE)
    return st.lists(pieces, max_size=14).map(lambda made: "".join(map("".join, made)))


@given(texts("up", "UP", "from", "day", "long", "o", "clock", "one", "of", "them", "no", "12", "harbour"), st.data())
def test_a_list_finds_what_its_pattern_finds(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    plain = re.compile(LIST.pattern, re.I)
    assert [one.span() for one in LIST.finditer(text, start, end)] == [
        one.span() for one in plain.finditer(text, start, end)
    ]
    assert (LIST.search(text, start, end) is None) == (plain.search(text, start, end) is None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Up from 3", "Up from"),
        ("up  from 3", "up  from"),
        ("set-up from 3", None),
        ("a day-long fair", "day-long"),
        ("one of themselves", None),
        ("", None),
    ],
)
def test_whole_words_are_found_in_any_case(text: str, found: str | None) -> None:
    match = LIST.search(text)
    assert (match.group() if match else None) == found


def test_words_with_inner_hyphens_stay_whole() -> None:
    assert words_between("The day-long Fair, at 9", 4, 22) == {"day-long", "fair", "at"}


@given(texts(*BLAME, "harbour", "Harbour"))
def test_a_cue_that_stands_somewhere_may_stand_there(text: str) -> None:
    told = words_between(text, 0, len(text))
    words = load_blame_words()
    assert [cue for cue in words.cues if cue.pattern.search(text) and cue not in words.that_may_stand(told)] == []
