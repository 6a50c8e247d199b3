"""The list of reading issues."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallybook.read.problems import CODES, problem

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "read-sources.md"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_guide(code: str) -> None:
    assert f"`{code}`" in GUIDE.read_text("utf-8")


def test_a_code_that_is_not_on_the_list_cannot_be_given() -> None:
    with pytest.raises(KeyError):
        problem("a", "no_such_code", "message")
