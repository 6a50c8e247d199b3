"""How many, in words and digits, with bounds; and the numbers that count nobody."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from timing import least_seconds

from tallybook.errors import CodebookError
from tallybook.lang.quantities import COUNTING_FORMS, Quantity, find_quantities, parse_quantity

SECONDS_PER_ATTACK = 1.0  # forty times what an idle machine needs for 10 kB; quadratic patterns take minutes


def only(text: str) -> Quantity:
    counted = [quantity for quantity in find_quantities(text) if quantity.counts and quantity.form != "article"]
    assert len(counted) == 1, counted
    return counted[0]


BOUNDS = [
    ("30 people", "30", 30, 30, 30, "exact", "number"),
    ("at least 30 people", "at least 30", 30, 30, None, "at_least", "number"),
    ("no fewer than 40 persons", "no fewer than 40", 40, 40, None, "at_least", "number"),
    ("not less than seven", "not less than seven", 7, 7, None, "at_least", "word"),
    ("more than 1,200 wounded", "more than 1,200", 1200, 1200, None, "more_than", "number"),
    ("over 100 were hurt", "over 100", 100, 100, None, "more_than", "number"),
    ("between 500 and a few thousand men", "between 500 and a few thousand", 500, None, None, "about", "number"),
    ("nearly 4,000 fighters", "nearly 4,000", 4000, 4000, 4000, "about", "number"),
    ("almost fifty", "almost fifty", 50, 50, 50, "about", "word"),
    ("around 60 worshippers", "around 60", 60, 60, 60, "about", "number"),
    ("some 300 villagers", "some 300", 300, 300, 300, "about", "number"),
    ("an estimated 300", "an estimated 300", 300, 300, 300, "about", "number"),
    ("up to 500 guests", "up to 500", None, 500, 500, "at_most", "number"),
    ("as many as 90 people", "as many as 90", None, 90, 90, "at_most", "number"),
    ("no more than 12", "no more than 12", None, 12, 12, "at_most", "number"),
    ("fewer than 10 guards", "fewer than 10", None, None, 10, "at_most", "number"),
    ("30 or more", "30 or more", 30, 30, None, "at_least", "number"),
    ("30+ dead", "30+", 30, 30, None, "at_least", "number"),
    ("forty or so", "forty or so", 40, 40, 40, "about", "word"),
    ("20 to 25 people", "20 to 25", 20, None, 25, "about", "number"),
    ("5-6 men", "5-6", 5, None, 6, "about", "number"),
    ("between 12 and 15 guards", "between 12 and 15", 12, None, 15, "about", "number"),
    ("two or three guards", "two or three", 2, None, 3, "about", "word"),
    ("at least 20 to 25 people", "at least 20 to 25", 20, None, None, "at_least", "number"),
    ("more than a dozen", "more than a dozen", 12, 12, None, "more_than", "word"),
    ("at least another 30", "at least another 30", 30, 30, None, "at_least", "number"),
    ("a total of 55 people", "a total of 55", 55, 55, 55, "exact", "number"),
    ("two to three hundred", "two to three hundred", 200, None, 300, "about", "word"),
    ("between two and three dozen", "between two and three dozen", 24, None, 36, "about", "word"),
    ("one to 1.5 million", "one to 1.5 million", 1_000_000, None, 1_500_000, "about", "word"),
    ("90 to one hundred", "90 to one hundred", 90, None, 100, "about", "number"),
    ("fifteen (15) guards", "fifteen (15)", 15, 15, 15, "exact", "word"),
    ("20-odd guards", "20-odd", 20, 20, 20, "about", "number"),
    ("about a hundred", "about a hundred", 100, 100, 100, "about", "word"),
    ("at least one guard", "at least one", 1, 1, None, "at_least", "word"),
]


@pytest.mark.parametrize("case", BOUNDS, ids=[case[0] for case in BOUNDS])
def test_a_modifier_sets_the_bounds(case: tuple[str, str, int, int, int, str, str]) -> None:
    text, words, *values = case
    found = only(text)
    assert found.text == words
    assert [found.low, found.best, found.high, found.exactness, found.form] == values


VALUES = [
    ("1,200", 1200), ("1 200 people", 1200), ("1.2 million", 1_200_000), ("1.200 people", 1200), ("2,50,000", 250_000),
    ("two lakh", 200_000), ("5 lakh", 500_000), ("3 crore", 30_000_000), ("10k followers", 10_000),
    ("one hundred and five", 105), ("twenty-two", 22), ("Twenty two", 22), ("a hundred", 100),
    ("fifteen hundred", 1500), ("two dozen", 24), ("half a dozen", 6), ("a couple of", 2),
    ("٣٥ people", 35), ("۱۲۰ people", 120),
    ("४२ people", 42), ("two hundred\nthirty", 230), ("2000 people", 2000), ("THIRTY-SEVEN", 37),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), VALUES, ids=[case[0] for case in VALUES])
def test_the_same_number_in_any_dress(text: str, value: int) -> None:
    assert only(text).best == value


VAGUE = [
    ("dozens of people", 24), ("scores were hurt", 40), ("several guards", 3), ("hundreds fled", 200),
    ("a few thousand", 3000), ("tens of thousands", 20_000), ("several hundred thousand", 300_000),
    ("multiple casualties", 2), ("a number of people", 2), ("at least dozens", 24), ("hundreds of thousands", 200_000),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low"), VAGUE, ids=[text for text, _ in VAGUE])
def test_a_vague_word_bounds_from_below_and_is_never_a_best_estimate(text: str, low: int) -> None:
    found = only(text)
    assert (found.low, found.best, found.high, found.exactness, found.form) == (low, None, None, "vague", "vague")


def test_a_dozen_is_twelve_but_nobody_counted() -> None:
    found = only("a dozen people")
    assert (found.low, found.best, found.high, found.exactness) == (12, 12, 12, "about")


def test_an_article_counts_one() -> None:
    assert [(q.text, q.best, q.form) for q in find_quantities("A woman and one of an elder's sons were hurt.")] == [
        ("A", 1, "article"), ("one", 1, "article"), ("an", 1, "article"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["no civilians were hurt", "none", "zero casualties", "0 dead", "No one was hurt", "nobody"]
)
def test_a_stated_zero_is_zero(text: str) -> None:
    found = only(text)
    assert (found.best, found.form) == (0, "zero")


@pytest.mark.parametrize(
    "text", ["no longer", "no doubt", "one another", "the fall", "He may go.", "how many", "so many"]
)
def test_words_that_count_nothing_are_passed_over(text: str) -> None:
    assert not find_quantities(text)


OTHER = [
    ("on the 10th", "ordinal"), ("the twenty-first time", "ordinal"), ("at 6 p.m.", "time"), ("at 18:30", "time"),
    ("around 3pm", "time"), ("1830 GMT", "time"), ("on August 3", "date"), ("3 JAN 90", "date"), ("in 2021", "date"),
    ("the 2020 deal", "date"), ("12.05.2022", "date"), ("2021-08-26", "date"), ("21st April 2022", "date"),
    ("aged 22", "age"), ("22-year-old", "age"), ("six-year-old", "age"), ("Amin Noor, 22, said", "age"),
    ("about 2:10 a.m.", "time"), ("between 3 May and 5 May", "date"), ("the 500 block of Main Street", "label"),
    ("a man, 28, was", "age"), ("513-555-0100", "label"),
    ("AK-47", "label"), ("M-16", "label"), ("Route 5", "label"), ("9/11", "label"), ("12-story", "label"),
    ("20mm", "measure"), ("5 km", "measure"), ("two-hour", "measure"), ("three more days", "measure"),
    ("two and a half years", "measure"), ("15 kilograms", "measure"), ("shot three times", "measure"),
    ("10 percent", "percent"), ("5%", "percent"), ("between 10 and 15 per cent", "percent"),
    ("$5 million", "money"), ("300 dollars", "money"), ("two-thirds", "fraction"), (".50 calibre", "label"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form"), OTHER, ids=[text for text, _ in OTHER])
def test_numbers_that_count_nobody_say_so(text: str, form: str) -> None:
    assert {q.form for q in find_quantities(text) if q.form != "article"} == {form}


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("On August 3, 22 people were hurt", ["22"]),
        ("The toll rose from 9 to 11", ["9", "11"]),
        ("five police and two civilians", ["five", "two"]),
        ("killing 13 in 2021", ["13"]),
        ("five, six and seven", ["five", "six", "seven"]),
        ("30 may have died on 30 May", ["30"]),
        ("Toll: 5\n\n10 others hurt", ["5", "10"]),
        ("a 15-member team", ["a", "15"]),
        ("six (five men)", ["six", "five"]),
        ("\n\n  1.  They counted 12.\n\n  2.  They left.", ["12"]),
        ("the May 5 attack killed 1,500", ["1,500"]),
        ("Ali and two others, 12 guards and a driver", ["two", "12", "a"]),
    ],
)
def test_counts_among_other_numbers(text: str, counted: list[str]) -> None:
    assert [quantity.text for quantity in find_quantities(text) if quantity.counts] == counted


SHARES = [
    ("10 to 15 percent", 10, None, 15), ("more than 40%", 40, 40, None), ("two-thirds of the town", 67, 67, 67),
    ("almost a quarter of the country", 25, 25, 25), ("half of", None, None, None), ("2.5 percent", 2, 2, 2),
]  # fmt: skip


@pytest.mark.parametrize("case", SHARES, ids=[case[0] for case in SHARES])
def test_shares_are_bounded_in_percent(case: tuple[str, int, int, int]) -> None:
    text, *bounds = case
    found = [q for q in find_quantities(text) if q.form in ("percent", "fraction")]
    assert [[q.low, q.best, q.high] for q in found] == ([bounds] if bounds != [None] * 3 else [])


def test_the_first_figure_of_a_phrase() -> None:
    found = parse_quantity("a toll of at least 30 people")
    assert found is not None
    assert found.text == "at least 30"
    assert parse_quantity("nothing at all") is None


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(CodebookError, match="tlh"):
        find_quantities("wa'", language="tlh")


@given(st.integers(min_value=2, max_value=1_000_000))
def test_number_words_are_read_back(value: int) -> None:
    assert only(f"{num2words(value)} people").best == value


@given(st.integers(min_value=0, max_value=10**9).filter(lambda value: not 1900 <= value < 2100))
def test_grouped_digits_are_read_back(value: int) -> None:
    assert only(f"they counted {value:,} people").best == value


WORDS = st.sampled_from(
    ["at least", "more than", "30", "1,200", "to", "and", "a", "dozen", "dozens", "of", "people", "May", "2021", "one",
     "hundred", "killed", ",", ".", "-", "between", "or more", "percent", "%", "5", "(5)", "no", "several", "İ",
     "٣", "\n",
     "\n\n",     "year-old", "AK-47", "'s", "six"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60)


@given(TEXTS)
def test_offsets_hold_and_nothing_overlaps(text: str) -> None:
    end = 0
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text != ""
        assert found.start >= end
        end = found.end


@given(TEXTS)
def test_bounds_stay_ordered(text: str) -> None:
    for found in find_quantities(text):
        stated = [value for value in (found.low, found.best, found.high) if value is not None]
        assert stated == sorted(stated)
        assert found.form in COUNTING_FORMS or not stated or found.form in ("percent", "fraction")


@pytest.mark.parametrize("case", BOUNDS, ids=[case[0] for case in BOUNDS])
def test_capitals_do_not_change_a_value(case: tuple[str, ...]) -> None:
    lower, upper = only(case[0]), only(case[0].upper())
    assert (upper.low, upper.best, upper.high, upper.exactness) == (lower.low, lower.best, lower.high, lower.exactness)


ATTACKS = [
    "1," * 5000, "1" * 10_000, "1." * 5000, "1-" * 5000, "1:" * 5000, "1 " * 5000, "1 111 " * 2000, "one " * 2500,
    "one-" * 2500, "at least " * 1100, "at least" + " " * 10_000, "hundred and " * 900, "a few " * 1700, "\n" * 10_000,
    "jan 1 and 1 " * 900, "from 1 to " * 1000, "aged " * 2000, "$" * 10_000, "a-" * 5000, "no " * 3000,
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS, ids=[re.sub(r"\s+", "_", text[:12]) for text in ATTACKS])
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert least_seconds(lambda: find_quantities(text)) < SECONDS_PER_ATTACK
