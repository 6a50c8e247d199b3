"""How many were killed and how many were hurt, as low, best and high, in every construction that reports use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from told import claims

from tallybook.model import Range, reports_of
from tallybook.reconcile.figures import reading

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "figures.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
"""Killed, injured and text, in the notation that the head of the file explains; all towns are invented."""

NAMED = re.compile(r"Ruiz|Varley|Hadd|since 2009")
"""Rows that rest on what only capitals tell: a person's name."""


def told(text: str) -> tuple[str, str]:
    """Killed and injured over all incidents that a text tells of."""
    reports = [one for one in reports_of(claims(text)) if one.stage == "accomplished"]
    killed, injured = ([reading(one, outcome) for one in reports] for outcome in ("killed", "injured"))
    return written(killed), written(injured)


def written(ranges: list[Range]) -> str:
    """The sum of several ranges in the notation of the table."""
    given = [one for one in ranges if one != Range()]
    low = [value for one in given for value in [one.best if one.low is None else one.low] if value is not None]
    best = [one.best for one in given if one.best is not None]
    high = [one.high for one in given if one.high is not None]
    values = [sum(part) if part else None for part in (low, best, high if len(high) == len(given) else [])]
    if not given or (values[0] is not None and values[0] == values[1] and values[2] in (None, values[0])):
        return "-" if not given else f"{values[0]}{'+' if values[2] is None else ''}"
    return "/".join("_" if one is None else str(one) for one in values)


@pytest.mark.parametrize(("killed", "injured", "text"), ROWS)
def test_killed_and_injured(killed: str, injured: str, text: str) -> None:
    assert told(text) == (killed, injured)


@pytest.mark.parametrize(("killed", "injured", "text"), ROWS)
def test_capitals_change_no_figure(killed: str, injured: str, text: str) -> None:
    assert told(text.upper()) == (killed, injured)


@pytest.mark.parametrize(("killed", "injured", "text"), [row for row in ROWS if not NAMED.search(row[2])])
def test_small_letters_change_no_figure(killed: str, injured: str, text: str) -> None:
    assert told(text.lower()) == (killed, injured)
