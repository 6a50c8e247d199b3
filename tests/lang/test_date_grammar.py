"""When, in words; and the interval they mean for a reader on the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import least_seconds

from tallybook.errors import CodebookError
from tallybook.lang.dates import brought_up_to_date, find_dateline, find_dates, resolve_date
from tallybook.model import PartialDate, Unresolved

MONDAY_AND_TUESDAY = "It was opened on Monday and closed on Tuesday"
SECONDS_PER_ATTACK = 0.3  # ten times what an idle machine needs for 10 kB; quadratic patterns take minutes


def day(text: str) -> PartialDate:
    return PartialDate(start=date.fromisoformat(text), end=date.fromisoformat(text), precision="day")


SATURDAY = day("2022-08-13")
UNDATED = PartialDate()


def reading(
    text: str, *, published: PartialDate = SATURDAY, context: Sequence[PartialDate] = ()
) -> list[PartialDate | Unresolved]:
    """Every expression resolved in order, each with those before it as context."""
    told, found = list(context), []
    for expression in find_dates(text):
        value = resolve_date(expression, published=published, context=told)
        found.append(value)
        if isinstance(value, PartialDate):
            told.append(value)
    return found


def interval(value: PartialDate | Unresolved) -> tuple[str, str, str]:
    assert isinstance(value, PartialDate), value
    return str(value.start), str(value.end), value.precision


def last(text: str, **options: object) -> tuple[str, str, str]:
    return interval(reading(text, **options)[-1])  # type: ignore[arg-type]


DATED = [  # seen from Saturday 13 August 2022
    ("on Thursday, August 11", "2022-08-11", "2022-08-11", "day"),
    ("on Aug. 3", "2022-08-03", "2022-08-03", "day"),
    ("on November 13th", "2021-11-13", "2021-11-13", "day"),
    ("13 November 2021", "2021-11-13", "2021-11-13", "day"),
    ("on Easter Sunday", "2022-04-17", "2022-04-17", "day"),
    ("on Easter Sunday 2019", "2019-04-21", "2019-04-21", "day"),
    ("Orthodox Easter of 2014", "2014-04-20", "2014-04-20", "day"),
    ("Orthodox Easter, 2022", "2022-04-24", "2022-04-24", "day"),
    ("On Good Friday", "2022-04-15", "2022-04-15", "day"),
    ("on Ash Wednesday", "2022-03-02", "2022-03-02", "day"),
    ("On the 8th of October 2021", "2021-10-08", "2021-10-08", "day"),
    ("Mon., Aug 1", "2022-08-01", "2022-08-01", "day"),
    ("3 JAN 90", "1990-01-03", "1990-01-03", "day"),
    ("12-DEC-89", "1989-12-12", "1989-12-12", "day"),
    ("2021-08-26T17:50:00Z", "2021-08-26", "2021-08-26", "day"),
    ("25/12/2021", "2021-12-25", "2021-12-25", "day"),
    ("12/25/2021", "2021-12-25", "2021-12-25", "day"),
    ("12.05.2022", "2022-05-12", "2022-05-12", "day"),
    ("15-17 March", "2022-03-15", "2022-03-17", "period"),
    ("April 21 and 22", "2022-04-21", "2022-04-22", "period"),
    ("in April", "2022-04-01", "2022-04-30", "month"),
    ("in August", "2022-08-01", "2022-08-13", "month"),
    ("in September", "2021-09-01", "2021-09-30", "month"),
    ("last August", "2021-08-01", "2021-08-31", "month"),
    ("last July", "2022-07-01", "2022-07-31", "month"),
    ("August of 2021", "2021-08-01", "2021-08-31", "month"),
    ("early May", "2022-05-01", "2022-05-10", "period"),
    ("mid-June", "2022-06-11", "2022-06-20", "period"),
    ("at the end of July", "2022-07-21", "2022-07-31", "period"),
    ("in 2017", "2017-01-01", "2017-12-31", "year"),
    ("late 2019", "2019-09-01", "2019-12-31", "period"),
    ("the first half of 2022", "2022-01-01", "2022-06-30", "period"),
    ("the third quarter of 2021", "2021-07-01", "2021-09-30", "period"),
    ("in the last four months of 2021", "2021-09-01", "2021-12-31", "period"),
    ("the first three months of this year", "2022-01-01", "2022-03-31", "period"),
    ("the last week of June", "2022-06-21", "2022-06-30", "period"),
    ("spring 2021", "2021-03-01", "2021-05-31", "season"),
    ("on the Fourth of July", "2022-07-04", "2022-07-04", "day"),
    ("last summer", "2021-06-01", "2021-08-31", "season"),
    ("in the winter of 2020", "2020-12-01", "2021-02-28", "season"),
    ("in the 1990s", "1990-01-01", "1999-12-31", "period"),
    ("between mid-August 2021 and mid June 2022", "2021-08-11", "2022-06-20", "period"),
    ("from January 1 to June 30, 2021", "2021-01-01", "2021-06-30", "period"),
    ("from November to February 2022", "2021-11-01", "2022-02-28", "period"),
    ("between Monday and Wednesday", "2022-08-08", "2022-08-10", "period"),
    ("2001-2021", "2001-01-01", "2021-12-31", "period"),
    ("from 1996 to 2001", "1996-01-01", "2001-12-31", "period"),
    ("since 2015", "2015-01-01", "None", "period"),
    ("until August 2021", "None", "2021-08-31", "period"),
    ("since the fall of Kabul", "2021-08-15", "None", "period"),
    ("on Saturday", "2022-08-13", "2022-08-13", "day"),
    ("on Sunday", "2022-08-07", "2022-08-07", "day"),
    ("last Saturday", "2022-08-06", "2022-08-06", "day"),
    ("next Friday", "2022-08-19", "2022-08-19", "day"),
    ("early Monday morning", "2022-08-08", "2022-08-08", "day"),
    ("late on Friday", "2022-08-12", "2022-08-12", "day"),
    ("Wednesday of last week", "2022-08-03", "2022-08-03", "day"),
    ("today", "2022-08-13", "2022-08-13", "day"),
    ("this morning", "2022-08-13", "2022-08-13", "day"),
    ("yesterday", "2022-08-12", "2022-08-12", "day"),
    ("last night", "2022-08-12", "2022-08-12", "day"),
    ("two days ago", "2022-08-11", "2022-08-11", "day"),
    ("a few days ago", "2022-08-06", "2022-08-12", "period"),
    ("two weeks ago", "2022-07-27", "2022-08-02", "period"),
    ("six months ago", "2022-02-01", "2022-02-28", "month"),
    ("three years ago", "2019-01-01", "2019-12-31", "year"),
    ("a year ago today", "2021-08-13", "2021-08-13", "day"),
    ("two days after gunmen came", "2022-08-11", "2022-08-11", "day"),
    ("On Thursday, two days after gunmen came", "2022-08-09", "2022-08-09", "day"),
    ("a year to the day since gunmen came", "2021-08-13", "2021-08-13", "day"),
    ("Three weeks after the vote", "2022-07-20", "2022-07-26", "period"),
    ("several days after the vote", "2022-08-03", "2022-08-12", "period"),
    ("last week", "2022-08-01", "2022-08-07", "period"),
    ("earlier this week", "2022-08-08", "2022-08-13", "period"),
    ("last month", "2022-07-01", "2022-07-31", "month"),
    ("earlier this month", "2022-08-01", "2022-08-13", "month"),
    ("last year", "2021-01-01", "2021-12-31", "year"),
    ("this year", "2022-01-01", "2022-08-13", "year"),
    ("over the past week", "2022-08-06", "2022-08-13", "period"),
    ("in the past 24 hours", "2022-08-12", "2022-08-13", "period"),
    ("over the past eight years", "2014-08-13", "2022-08-13", "period"),
    ("recently", "2022-07-14", "2022-08-13", "period"),
    ("last weekend", "2022-08-06", "2022-08-07", "period"),
    ("the week of May 2", "2022-05-02", "2022-05-08", "period"),
    ("in the week ending 5 May 2022", "2022-04-29", "2022-05-05", "period"),
    ("on Christmas Eve", "2021-12-24", "2021-12-24", "day"),
    ("in Q1 2022", "2022-01-01", "2022-03-31", "period"),
    ("from January to March", "2022-01-01", "2022-03-31", "period"),
    ("August-October 2021", "2021-08-01", "2021-10-31", "period"),
    ("They will meet on Friday", "2022-08-19", "2022-08-19", "day"),
    ("The two are due in court on Friday", "2022-08-19", "2022-08-19", "day"),
    ("More is expected to be released Friday", "2022-08-19", "2022-08-19", "day"),
    ("since September 11", "2021-09-11", "None", "period"),
    ("since the 9/11", "2001-09-11", "None", "period"),
]


@pytest.mark.parametrize("case", DATED, ids=[case[0] for case in DATED])
def test_words_and_the_interval_they_mean(case: tuple[str, str, str, str]) -> None:
    assert last(case[0]) == case[1:]


@pytest.mark.parametrize("case", DATED, ids=[case[0] for case in DATED])
def test_capitals_do_not_change_an_interval(case: tuple[str, str, str, str]) -> None:
    assert last(case[0].upper()) == case[1:]


TOLD = [  # a date, then words that count from it
    ("On 5 May 2022 it began. That day", "2022-05-05", "2022-05-05", "day"),
    ("On 5 May 2022 it began; the same night", "2022-05-05", "2022-05-05", "day"),
    ("On 5 May 2022 it began. A day later", "2022-05-06", "2022-05-06", "day"),
    ("On 5 May 2022 it began. Two days earlier", "2022-05-03", "2022-05-03", "day"),
    ("On 5 May 2022 it began, and the following day", "2022-05-06", "2022-05-06", "day"),
    ("On 5 May 2022 it began. The previous day", "2022-05-04", "2022-05-04", "day"),
    ("On 5 May 2022 it began. The following Monday", "2022-05-09", "2022-05-09", "day"),
    ("119 in the last four months of 2021, up from 39 in the same period a year earlier",
     "2020-09-01", "2020-12-31", "period"),
    ("between 1 January and 11 August 2021, against the same period in 2020", "2020-01-01", "2020-08-11", "period"),
    ("in February 2020 and the same month a year earlier", "2019-02-01", "2019-02-28", "month"),
    ("in 2020 there were more than a year earlier", "2019-01-01", "2019-12-31", "year"),
]  # fmt: skip


@pytest.mark.parametrize("case", TOLD, ids=[case[0] for case in TOLD])
def test_words_that_count_from_what_was_told_before(case: tuple[str, str, str, str]) -> None:
    assert last(case[0], published=UNDATED) == case[1:]


OPEN = [
    "on Wednesday", "in April", "on August 3", "last week", "two days ago", "recently", "that day", "a day later",
    "the same period a year earlier", "at 6 p.m.", "at dawn", "since the ceasefire", "yesterday", "last summer",
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_without_anything_to_count_from_it_stays_open_and_keeps_its_words(text: str) -> None:
    (value,) = reading(text, published=UNDATED)
    assert isinstance(value, Unresolved)
    assert find_dates(text)[0].text in value.reason


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Since the Taliban took control of Afghanistan", "2021-08-15"),
        ("In Afghanistan it burnt more since the fall of the previous government", "2021-08-15"),
        ("Since the departure of American troops from Kabul", "2021-08-30"),
        ("since Russia's invasion", "2022-02-24"),
        ("In Northland it burnt more since the fall of the previous government", None),
        ("Since the Taliban took control of that district", None),
    ],
)
def test_well_known_events_date_what_came_since(text: str, start: str | None) -> None:
    (value,) = reading(text)
    assert (str(value.start) if isinstance(value, PartialDate) else None) == start


def test_a_well_known_event_after_publication_is_another_one() -> None:
    assert isinstance(reading("since the fall of Kabul", published=day("1997-05-01"))[0], Unresolved)


def test_the_publication_date_is_no_answer_to_a_time_of_day() -> None:
    assert isinstance(reading("at 6 p.m.")[0], Unresolved)


def test_a_weekday_tells_the_year_of_an_undated_page() -> None:
    assert last("In 2021 things changed. On Thursday, August 11", published=UNDATED) == (
        "2022-08-11", "2022-08-11", "day",
    )  # fmt: skip


def test_a_weekday_near_the_latest_day_told_of() -> None:
    assert last("On Thursday, August 11, 2022, and again on Sunday", published=UNDATED)[0] == "2022-08-14"


def test_a_weekday_is_not_put_beside_an_older_background_date() -> None:
    context = [day("2022-08-11"), day("2015-03-01")]
    assert isinstance(reading("on Sunday", published=UNDATED, context=context)[0], Unresolved)


def test_a_loosely_known_publication_leaves_a_weekday_an_interval_from_the_first_to_the_last_of_them() -> None:
    july = PartialDate(start=date(2022, 7, 1), end=date(2022, 7, 31), precision="month")
    assert last("on Monday", published=july) == ("2022-06-27", "2022-07-25", "period")


def test_a_numeric_date_is_read_as_its_text_writes_them() -> None:
    assert last("25/10/2021 and 8/10/2021")[0] == "2021-10-08"
    assert last("10/25/2021 and 8/10/2021")[0] == "2021-08-10"


def test_a_numeric_date_of_unclear_order_keeps_both_readings() -> None:
    assert last("8/10/2021") == ("2021-08-10", "2021-10-08", "period")


def test_a_numeric_date_has_one_reading_when_the_other_lies_ahead() -> None:
    assert last("8/10/2022") == ("2022-08-10", "2022-08-10", "day")


def test_two_dates_share_the_year_printed_once() -> None:
    assert [interval(value)[0] for value in reading("on January 1 and August 11, 2021")] == ["2021-01-01", "2021-08-11"]


def test_an_announced_date_may_lie_ahead_when_its_weekday_says_so() -> None:
    assert last("on TUESDAY, 16 AUGUST")[0] == "2022-08-16"


@pytest.mark.parametrize(
    "text",
    ["the march on Northtown", "THEY CALLED ON MEMBERS TO MARCH",
     "He may 5 times", "30 may have died", "Mr. May said", "the fall of Northtown",
     "1,900 people", "2000 people were hurt", "the 2000 block of West Street",
    "a spring in the desert", "sat down in the sun", "the second", "$2021",
     "the 19th of April Movement", "the Sunday Times", "the Good Friday Agreement", "Black Friday", "at the same time"],
)  # fmt: skip
def test_words_that_are_no_time(text: str) -> None:
    assert not find_dates(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It began on Thursday, August 11, near the gate.", ["Thursday, August 11"]),
        ("On\nJanuary 1 and August 11, 2021.", ["January 1", "August 11, 2021"]),
        ("between\nMay 1 and June 3", ["between\nMay 1 and June 3"]),
        ("On August 3, 22 people", ["August 3"]),
        ("early Monday morning, just after 6 p.m.", ["early Monday morning", "6 p.m."]),
        ("On 17 DEC 89 THE GUARDS", ["17 DEC 89"]),
        ("on 3 January 20 people", ["3 January"]),
    ],
)
def test_the_words_of_an_expression(text: str, words: list[str]) -> None:
    assert [expression.text for expression in find_dates(text)] == words


DATELINES = [
    ("NORTHTOWN, Aug 3, 2022 (Sample Wire) — Ten guards", "Aug 3, 2022"),
    ("   SAN X, 3 JAN 90 (SAMPLE AGENCY) -- [TEXT] TEN", "3 JAN 90"),
    ("Published: 5 May 2022", "5 May 2022"),
    ("A headline\nUpdated 12.05.2022\n\nThe text", "12.05.2022"),
    ("A headline\nBy A. Writer\n5 May 2022\n\nThe text", "5 May 2022"),
    ("Posted: Jul. 6, 2016 4:15 pm", "Jul. 6, 2016"),
    ("Updated: May 8, 2022 | Published: May 5, 2022", "May 5, 2022"),
    ("EASTTOWN (NORTHLAND), 17 JUL 89 (SAMPLE TELEVISION)\n-- [TEXT] TEN", "17 JUL 89"),
    ("EASTTOWN, JUNE 11 89 (SAMPLE AGENCY) -- [TEXT] TEN", "JUNE 11 89"),
    ("A man was found Posted: Friday, July 3, 2015 10:10 AM", "Friday, July 3, 2015"),
    ("A film of it. (Published Friday, July 31, 2015)", None),
    ("NORTHTOWN, Aug 3 (Sample Wire) — Ten guards", None),
    ("The attack of 5 May 2022 killed ten.", None),
    ("In Northtown on 5 May 2022 - a first", None),
    ("Published: 8/10/2021", None),
    ("Published on Monday", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "words"), DATELINES, ids=[repr(text) for text, _ in DATELINES])
def test_only_a_full_date_in_a_dateline_is_that_of_the_page(text: str, words: str | None) -> None:
    found = find_dateline(text)
    assert (found.text if found else None) == words


def test_a_dateline_resolves_without_anything_else() -> None:
    found = find_dateline("SAN X, 3 JAN 90 (SAMPLE AGENCY) -- [TEXT] TEN")
    assert found is not None
    assert interval(resolve_date(found)) == ("1990-01-03", "1990-01-03", "day")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(CodebookError, match="tlh"):
        find_dates("DaHjaj", language="tlh")


PIECES = st.sampled_from([
    "on", "Monday", "last", "week", "May", "5", "2021", "August 11", "between", "and", "to", "the same period",
    "a year", "earlier", "two days ago", "in", "the last", "four months of", "since", "until", ",", ".", "-",
    "8/10/2021", "summer", "1990s", "yesterday", "the following", "day", "30 February", "February 29", "early",
    "mid", "of", "the", "three", "years", "later", "the past", "decade", "9999", "weekend", "this", "next",
    "\n", "\n\n", "İ", "today",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map(" ".join) | st.text(max_size=60)
DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)).map(lambda one: day(one.isoformat()))


@given(TEXTS)
def test_offsets_hold_and_nothing_overlaps(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert text[found.start : found.end] == found.text != ""
        assert found.start >= end
        end = found.end


@given(TEXTS, DAYS | st.just(UNDATED), st.lists(DAYS, max_size=3))
def test_an_interval_never_ends_before_it_starts(text: str, published: PartialDate, context: list[PartialDate]) -> None:
    for value in reading(text, published=published, context=context):
        if isinstance(value, PartialDate) and value.start and value.end:
            assert value.start <= value.end
            assert (value.precision == "day") == (value.start == value.end) or value.precision != "day"


@given(TEXTS, st.dates().map(lambda one: PartialDate(start=one, end=one, precision="day")))
def test_the_ends_of_the_calendar_do_no_harm(text: str, published: PartialDate) -> None:
    for value in reading(text, published=published):
        assert isinstance(value, PartialDate | Unresolved)


def test_the_words_of_a_wrapped_line_are_joined() -> None:
    (value,) = reading("On\nThursday,\n   August 11, it burnt.")
    assert isinstance(value, PartialDate)
    assert value.text == "Thursday, August 11"


PAST = st.sampled_from([
    "on Monday", "last Sunday", "Friday night", "yesterday", "today", "last week", "this week", "earlier this month",
    "last year", "this year", "over the past two months", "two weeks ago", "a few days ago", "several years ago",
    "in April", "in December", "last August", "on March 3", "on 29 February", "recently", "last summer", "this autumn",
    "in the winter", "over the weekend", "decades ago",
])  # fmt: skip


@given(PAST, DAYS)
def test_what_news_tells_of_as_past_is_never_after_publication(text: str, published: PartialDate) -> None:
    (value,) = reading(text, published=published)
    assert isinstance(value, PartialDate)
    assert value.start is not None
    assert value.end is not None
    assert published.end is not None
    assert value.start <= value.end <= published.end


@given(
    st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}"])
)
def test_a_full_date_is_read_back(wanted: date, shape: str) -> None:
    text = shape.format(d=wanted.day, m=wanted.strftime("%B"), y=wanted.year)
    assert last(text, published=UNDATED)[:2] == (wanted.isoformat(), wanted.isoformat())


@given(st.dates(min_value=date(1969, 1, 1), max_value=date(2068, 12, 31)))
def test_the_short_year_of_wire_copy_is_read_back(wanted: date) -> None:
    text = f"{wanted.day} {wanted.strftime('%b').upper()} {wanted:%y}"
    assert last(text, published=UNDATED)[0] == wanted.isoformat()


ATTACKS = [
    "1," * 5000, "1" * 10_000, "1." * 5000, "1/1/" * 2500, "since " * 1600, "since the a " * 900, "jan 1 and 1 " * 900,
    "\n" * 10_000, "\n " * 5000, "monday " * 1500, "the last " * 1200, "between 2001 and " * 600, "2001-" * 2000,
    "since" + " " * 10_000, "from may 1 to " * 700, "the same " * 1200, "two " * 2500, "a few " * 1700, "today " * 1700,
    "January " * 1200, "may " * 2500,
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS, ids=[repr(text[:12]) for text in ATTACKS])
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert least_seconds(lambda: find_dates(text)) < SECONDS_PER_ATTACK


@pytest.mark.parametrize(
    ("text", "published", "last_day"),
    [
        (f"{MONDAY_AND_TUESDAY}.", "2022-08-08", "2022-08-09"),
        (f"{MONDAY_AND_TUESDAY}.", "2022-08-13", "2022-08-13"),
        ("It was closed on Tuesday.", "2022-08-08", "2022-08-08"),
        ("It was opened on Monday and closed last Tuesday.", "2022-08-08", "2022-08-08"),
    ],
    ids=["gone over the day after", "both lie before", "only the day after is named", "last week's is meant"],
)
def test_a_page_may_have_been_gone_over_the_day_after(text: str, published: str, last_day: str) -> None:
    written = brought_up_to_date(day(published), find_dates(text))
    assert str(written.end) == last_day


def test_a_season_in_a_name_is_none() -> None:
    assert find_dates("He lived at Autumn Woods.") == find_dates("It was found at Spring Lake.") == []
    assert [one.season for one in find_dates("It was built in Spring 2021 and sold in autumn.")] == ["spring", "autumn"]


def test_since_something_began_is_open_to_now() -> None:
    assert last("Since the war in the north began in April")[1:] == ("None", "period")
    assert last("Since the siege broke out on 3 May 2021")[0] == "2021-05-03"


def test_a_half_or_a_quarter_of_this_year() -> None:
    assert last("in the first half of last year") == ("2021-01-01", "2021-06-30", "period")
    assert last("in the second quarter of the year") == ("2022-04-01", "2022-06-30", "period")


def test_what_came_after_tells_its_day_behind_its_comma() -> None:
    first, second = reading("Two days after gunmen came to the village, the mayor went there on Thursday.")
    assert (interval(first), interval(second)) == (
        ("2022-08-09", "2022-08-09", "day"),
        ("2022-08-11", "2022-08-11", "day"),
    )


@pytest.mark.parametrize(
    "text",
    ["in the two days after the vote", "for nearly nine weeks after the vote", "claimed it three days after it."],
)
def test_a_stretch_after_something_is_no_day(text: str) -> None:
    assert not [one for one in find_dates(text) if one.form == "after"]
