"""Text with NUL characters is written otherwise, read back as it was, and keeps its place in order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.register.nul import as_it_was, written

TEXTS = st.text(alphabet=st.sampled_from("\x00\x01\x02a\uffff"), max_size=12) | st.text()


@given(text=TEXTS)
def test_a_text_comes_back_and_holds_no_nul_meanwhile(text: str) -> None:
    assert "\x00" not in written(text)
    assert as_it_was(written(text)) == text


@given(left=TEXTS, right=TEXTS)
def test_texts_keep_their_order(left: str, right: str) -> None:
    assert (written(left) < written(right)) == (left < right)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("plain", "plain"),
        ("\x02", "\x02"),
        ("a\x00b", "a\x01\x01b"),
        ("\x01", "\x01\x02"),
        ("\x00\x01", "\x01\x01\x01\x02"),
    ],
)
def test_only_two_characters_are_written_otherwise(text: str, stored: str) -> None:
    assert written(text) == stored
