"""When a reported incident happened: from the words of its date mentions to one claim."""

from __future__ import annotations

from datetime import date

import pytest
from timing import least_seconds

from tallybook.model import Document, Mention, PartialDate, Unresolved, mention
from tallybook.resolve.dates import by_then, document_dates, resolve_period, resolve_when

SECONDS_PER_PAGE = 3  # five times what an idle machine needs for 60 kB of nothing but dates
PUBLISHED = PartialDate(start=date(2022, 8, 13), end=date(2022, 8, 13), precision="day")


def document(text: str, *, published: PartialDate = PUBLISHED) -> Document:
    return Document(id="sample", text=text, published=published)


def mentions(page: Document, *words: str, role: str = "date") -> list[Mention]:
    made = []
    for quoted in words:
        start = page.text.index(quoted)
        made.append(mention("sample", "rep-1", role, page.span(start, start + len(quoted))))  # type: ignore[arg-type]
    return made


def when(text: str, *words: str, published: PartialDate = PUBLISHED) -> tuple[str, str, str]:
    page = document(text, published=published)
    (claim,) = resolve_when(page, mentions(page, *words))
    assert isinstance(claim.value, PartialDate), claim.value
    return str(claim.value.start), str(claim.value.end), claim.value.precision


def test_a_claim_carries_the_words_and_the_resolver() -> None:
    page = document("A blast hit Northtown on Wednesday, police said.")
    (claim,) = resolve_when(page, mentions(page, "Wednesday"))
    assert (claim.prop, claim.report_id, claim.resolver) == ("when", "rep-1", "dates/1")
    assert [span.text for span in claim.evidence] == ["Wednesday"]
    assert claim.value == PartialDate(
        start=date(2022, 8, 10), end=date(2022, 8, 10), precision="day", text="Wednesday"
    )  # fmt: skip


def test_no_date_mention_gives_no_claim() -> None:
    page = document("A blast hit Northtown on Wednesday.")
    assert resolve_when(page, []) == []
    assert resolve_when(page, mentions(page, "Northtown", role="place")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police came. The road was closed on Wednesday night.", date(2022, 8, 10)),
        ("It burnt on Wednesday. A man was heard on Thursday.", date(2022, 8, 10)),
        ("It burnt on Tuesday. A man was heard on Friday.", None),
        ("The mayor spoke today.", None),
        ("The deed of 3 August was told.", None),
        ("The man who did it was sentenced on Wednesday.", None),
        ("The bells rang on Wednesday, ten years after the deed.", None),
        ("It burnt on Wednesday. Eleven men were charged.", date(2022, 8, 10)),
    ],
    ids=[
        "the only weekday",
        "the day before",
        "days apart",
        "a day of saying",
        "a date is told for itself",
        "the day of a judgment",
        "the day of a look back",
        "a judgment in another sentence",
    ],
)
def test_without_a_date_of_its_own_a_report_has_the_one_weekday_of_its_page(text: str, expected: date | None) -> None:
    fresh = Document(id="sample", text=text, published=PUBLISHED, published_basis="metadata")
    found = resolve_when(fresh, mentions(fresh, text.split(".", maxsplit=1)[0], role="evidence"))
    assert [claim.value.start for claim in found if isinstance(claim.value, PartialDate)] == [expected] * bool(expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It burnt around 5 p.m. The road was closed.", True),
        ("It burnt shortly before noon.", True),
        ("It burnt. The road was closed at 5 p.m.", False),
        ("It burnt at 5 p.m. A man was heard on Wednesday and on Friday.", False),
        ("It burnt at 5 p.m. The house was built on 4 May 2011.", False),
        ("It burnt.", False),
    ],
    ids=["an hour", "a word for one", "an hour of something else", "weekdays", "another day", "no hour"],
)
def test_an_hour_on_a_page_without_days_is_of_the_day_of_publication_or_the_one_before(text: str, found: bool) -> None:
    fresh = Document(id="sample", text=text, published=PUBLISHED, published_basis="metadata")
    told = resolve_when(
        fresh, mentions(fresh, "It burnt" + text[8:].partition(" The")[0].partition(" A")[0], role="evidence")
    )
    assert bool(told) is found
    for one in told:
        assert isinstance(one.value, PartialDate)
        assert (one.value.end, one.value.precision) == (PUBLISHED.end, "period")
        assert one.evidence[0].text in text


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("On Wednesday, and so on August 3, it burnt.", ["Wednesday", "August 3"], ("2022-08-10", "2022-08-10", "day")),
        ("In July, on July 3, it burnt.", ["July", "July 3"], ("2022-07-03", "2022-07-03", "day")),
        ("Last week, on Thursday of last week, it burnt.", ["Last week", "Thursday of last week"],
         ("2022-08-04", "2022-08-04", "day")),
        ("In July, in the last two weeks of July, it burnt.", ["July", "the last two weeks of July"],
         ("2022-07-18", "2022-07-31", "period")),
    ],
    ids=["contradicting: the first stands", "the sharper one", "the weekday in the week", "a part of a month"],
)  # fmt: skip
def test_several_mentions_of_one_incident(text: str, words: list[str], expected: tuple[str, str, str]) -> None:
    assert when(text, *words) == expected


def test_agreeing_mentions_are_all_evidence() -> None:
    page = document("In July, on July 3, it burnt.")
    (claim,) = resolve_when(page, mentions(page, "July", "July 3"))
    assert [span.text for span in claim.evidence] == ["July", "July 3"]


@pytest.mark.parametrize(
    ("words", "longest", "kept"),
    [("last month", None, True), ("last month", 4, False), ("on Monday", 4, True), ("this week", 9, True)],
    ids=["every codebook", "a stretch", "a day", "short enough"],
)
def test_a_stretch_that_is_too_long_for_the_codebook_tells_only_that_it_was_over(
    words: str, longest: int | None, kept: bool
) -> None:
    page = document(f"A bomb went off {words}.")
    (made,) = resolve_when(page, mentions(page, words))
    (told,) = by_then(page, [made], longest)
    assert (told == made) is kept
    assert told.evidence == made.evidence
    assert kept or (isinstance(told.value, PartialDate) and told.value.start is None)
    assert kept or told.value.end == page.published.end


def test_a_time_of_day_beside_a_day_does_no_harm() -> None:
    assert when("At 6 p.m. on Friday it burnt.", "At 6 p.m.", "Friday") == ("2022-08-12", "2022-08-12", "day")


def test_a_time_of_day_alone_stays_open() -> None:
    page = document("At 6 p.m. it burnt.")
    (claim,) = resolve_when(page, mentions(page, "6 p.m."))
    assert isinstance(claim.value, Unresolved)
    assert "6 p.m." in claim.value.reason


def test_words_without_a_time_say_so() -> None:
    page = document("It burnt in Northtown.")
    (claim,) = resolve_when(page, mentions(page, "Northtown"))
    assert isinstance(claim.value, Unresolved)
    assert "no time expression" in claim.value.reason


def test_a_mention_reads_the_whole_expression_it_stands_in() -> None:
    assert when("It burnt between May 3 and May 5, 2021.", "May 3") == ("2021-05-03", "2021-05-05", "period")


def test_words_that_count_from_another_date_of_the_page() -> None:
    text = "It burnt on August 26, 2021. That day another shop burnt; a day later a third did."
    undated = PartialDate()
    assert when(text, "That day", published=undated)[0] == "2021-08-26"
    assert when(text, "a day later", published=undated)[0] == "2021-08-27"


def test_a_year_carries_on_within_a_paragraph_but_not_beyond() -> None:
    text = "On March 3, 2019 it burnt. On April 5 it burnt again.\n\nOn May 7 it burnt."
    page = document(text)
    values = [dated.when for dated in document_dates(page)]
    assert [str(value.start) for value in values if isinstance(value, PartialDate)] == [
        "2019-03-03", "2019-04-05", "2022-05-07",
    ]  # fmt: skip


def test_a_carried_year_leads_past_no_day_of_publication() -> None:
    text = "On August 10, 2022 they denied it. It burnt on December 20."
    assert when(text, "December 20")[0] == "2021-12-20"


def test_an_undated_page_counts_from_its_latest_day() -> None:
    text = "Some days ago it burnt, a year after the fire of August 15, 2021. Then came Thursday, August 11."
    assert when(text, "Some days ago", published=PartialDate())[1] == "2022-08-11"


def test_a_bare_year_far_before_dates_no_month_of_an_undated_page() -> None:
    text = "From 2020 on another man led them.\n\nThe fires have spread since rivals came to power in August."
    assert not any(
        isinstance(dated.when, PartialDate) for dated in document_dates(document(text, published=PartialDate()))[1:]
    )
    assert when("In 2020 it burnt, first in August.", "August", published=PartialDate())[0] == "2020-08-01"


def test_a_year_that_names_a_thing_dates_nothing_else() -> None:
    page = document("Since the 2020 deal it burnt in April.", published=PartialDate())
    (claim,) = resolve_when(page, mentions(page, "April"))
    assert isinstance(claim.value, Unresolved)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since the Taliban returned to power last August it burnt in April.", ("2022-04-01", "2022-04-30", "month")),
        ("The fall of Kabul last summer. Then, in April, it burnt.", ("2022-04-01", "2022-04-30", "month")),
        ("The Taliban seized power last year. It burnt in April.", ("2022-04-01", "2022-04-30", "month")),
    ],
    ids=["last August", "last summer", "last year"],
)
def test_a_well_known_event_bounds_when_an_undated_page_was_written(text: str, expected: tuple[str, str, str]) -> None:
    assert when(text, "April", published=PartialDate()) == expected


MUHARRAM = "Since the Taliban returned to power last August guards stood at every rite. It burnt on Wednesday. "


def test_a_time_of_the_islamic_year_bounds_when_an_undated_page_was_written() -> None:
    often = "Muharram began. The rites of Muharram went on. Muharram is not over."
    assert when(MUHARRAM + often, "Wednesday", published=PartialDate()) == ("2022-07-27", "2022-08-24", "period")


@pytest.mark.parametrize(
    "told",
    ["Muharram began, and in Muharram many mourn.", "Ramadan, Muharram. " * 3],
    ids=["named twice", "two of them"],
)
def test_an_aside_about_the_islamic_year_bounds_nothing(told: str) -> None:
    page = document(MUHARRAM + told, published=PartialDate())
    (claim,) = resolve_when(page, mentions(page, "Wednesday"))
    assert isinstance(claim.value, Unresolved)


@pytest.mark.parametrize(
    "text",
    [
        "Since the Taliban returned to power last May it burnt in April.",
        "They left last August. The Taliban seized power. It burnt in April.",
        "The Taliban seized power last year, in Russia's invasion last year. It burnt in April.",
    ],
    ids=["the event was in another month", "another sentence", "two events that exclude each other"],
)
def test_an_event_that_does_not_fit_bounds_nothing(text: str) -> None:
    page = document(text, published=PartialDate())
    (claim,) = resolve_when(page, mentions(page, "April"))
    assert isinstance(claim.value, Unresolved)


def test_dates_from_elsewhere_help_where_the_page_is_silent() -> None:
    page = document("It burnt on Sunday.", published=PartialDate())
    known = PartialDate(start=date(2022, 8, 3), end=date(2022, 8, 3), precision="day")
    (alone,) = resolve_when(page, mentions(page, "Sunday"))
    (helped,) = resolve_when(page, mentions(page, "Sunday"), context=[known])
    assert isinstance(alone.value, Unresolved)
    assert isinstance(helped.value, PartialDate)
    assert helped.value.start == date(2022, 7, 31)


def test_the_publication_date_is_never_the_answer_by_itself() -> None:
    page = document("It burnt at dawn, long after the ceasefire.")
    assert not any(isinstance(dated.when, PartialDate) for dated in document_dates(page))


def test_a_tally_and_its_comparison() -> None:
    text = "There were 119 fires in the last four months of 2021, up from 39 during the same period a year earlier."
    page = document(text, published=PartialDate())
    first, second = "the last four months of 2021", "the same period a year earlier"
    (one,) = mentions(page, first, role="period")
    (two,) = mentions(page, second, role="compared_period")
    period, compared = resolve_period(page, one.span), resolve_period(page, two.span)
    assert (str(period.start), str(period.end)) == ("2021-09-01", "2021-12-31")
    assert (str(compared.start), str(compared.end)) == ("2020-09-01", "2020-12-31")


def test_a_period_given_as_words_only() -> None:
    known = PartialDate(start=date(2021, 9, 1), end=date(2021, 12, 31), precision="period")
    page = document("Nothing here.")
    assert str(resolve_period(page, "the same period a year earlier", context=[known]).start) == "2020-09-01"
    assert resolve_period(page, "since the ceasefire") == PartialDate(text="since the ceasefire")


def test_a_page_in_a_language_without_a_grammar_is_still_read() -> None:
    page = Document(id="sample", text="2021-08-26: Es brannte.", language="de")
    (dated,) = document_dates(page)
    assert isinstance(dated.when, PartialDate)


@pytest.mark.parametrize("published", [PUBLISHED, PartialDate()], ids=["dated", "undated"])
@pytest.mark.parametrize("unit", ["May 5, 2021 ", "on Monday ", "since the end today ", "last August, fall of Kabul "])
def test_a_page_of_dates_takes_linear_time(unit: str, published: PartialDate) -> None:
    page = document(unit * (60_000 // len(unit)), published=published)
    assert least_seconds(lambda: document_dates(page)) < SECONDS_PER_PAGE


def test_resolving_twice_gives_the_same_claim() -> None:
    page = document("A blast hit Northtown on Wednesday.")
    assert resolve_when(page, mentions(page, "Wednesday")) == resolve_when(page, mentions(page, "Wednesday"))
