"""The days of the Islamic year, and which of its times a text is about."""

from __future__ import annotations

from datetime import date

import pytest

from tallybook.lang.lunar import lunar_day, season_named, season_within

RAMADAN, EID = (9, 1, 30), (10, 1, 3)


@pytest.mark.parametrize(
    ("lunar", "observed"),
    [
        ((1444, 1, 1), date(2022, 7, 30)),
        ((1445, 9, 1), date(2024, 3, 11)),
        ((1442, 10, 1), date(2021, 5, 13)),
        ((1410, 9, 1), date(1990, 3, 28)),
    ],
)
def test_days_are_within_a_day_of_those_observed(lunar: tuple[int, int, int], observed: date) -> None:
    assert abs((lunar_day(*lunar) - observed).days) <= 1


def test_years_follow_each_other_without_a_gap() -> None:
    lengths = {(lunar_day(year + 1, 1, 1) - lunar_day(year, 1, 1)).days for year in range(1, 1600)}
    assert lengths == {354, 355}


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), (date(2024, 3, 10), date(2024, 4, 10))),
        (date(2024, 3, 20), date(2024, 12, 31), (date(2024, 3, 20), date(2024, 4, 10))),
        (date(2024, 4, 5), date(2024, 12, 31), None),
        (date(2024, 1, 1), date(2025, 12, 31), None),
    ],
    ids=["once", "for the most part", "only its end", "twice"],
)
def test_a_season_is_looked_for_between_two_days(start: date, end: date, expected: tuple[date, date] | None) -> None:
    assert season_within(RAMADAN, start, end) == expected


def test_only_one_season_that_is_named_again_and_again_counts() -> None:
    assert season_named("Ramadan. RAMADAN; ramazan.") == RAMADAN
    assert season_named("Eid al-Fitr, Eid ul-Fitr, eid al-fitr, and once Ramadan") == EID
    assert season_named("Ramadan, Ramadan.") is None
    assert season_named("Ramadan, Hajj. " * 3) is None
