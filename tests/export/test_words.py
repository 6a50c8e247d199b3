"""Values in plain English, and the card that sets each beside its words."""

from __future__ import annotations

from datetime import date

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.export.card import card_of, quote
from tallybook.export.words import bounds_in_words, count_in_words, date_in_words, place_in_words
from tallybook.model import Count, Document, PartialDate, Place


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ((None, None, None), "not stated"),
        ((0, 0, 0), "0"),
        ((13, 13, 13), "13"),
        ((170, 185, 185), "170–185, best 185"),
        ((170, None, 185), "170–185"),
        ((60, 60, None), "at least 60"),
        ((24, None, None), "at least 24"),
        ((12, 15, None), "at least 12, best 15"),
        ((None, None, 9), "up to 9"),
        ((None, 5, 9), "up to 9, best 5"),
        ((1000, 1000, 1000), "1,000"),
    ],
)
def test_bounds_say_what_is_known(bounds: tuple[int | None, int | None, int | None], wanted: str) -> None:
    assert bounds_in_words(*bounds) == wanted


@pytest.mark.parametrize(
    ("count", "wanted"),
    [
        (
            Count(outcome="killed", low=60, best=60, exactness="at_least", group="worshippers"),
            "at least 60 worshippers killed",
        ),
        (Count(outcome="injured", low=5, best=None, high=7), "5 to 7 injured"),
        (Count(outcome="casualties", low=9, best=9, high=9), "9 killed or injured"),
        (Count(outcome="killed", low=2, best=2, high=2, side="perpetrators"), "2 killed (attackers)"),
        (Count(outcome="missing", group="sailors"), "number not stated: sailors missing"),
        (Count(outcome="killed", high=4, exactness="at_most"), "up to 4 killed"),
    ],
)
def test_a_statement_says_how_many_of_whom(count: Count, wanted: str) -> None:
    assert count_in_words(count) == wanted


DAY, LAST = date(2021, 8, 26), date(2021, 8, 31)


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (PartialDate(), "date not stated"),
        (PartialDate(start=DAY, end=DAY, precision="day"), "26 August 2021"),
        (PartialDate(start=date(2021, 8, 1), end=LAST, precision="month"), "August 2021"),
        (PartialDate(start=date(2021, 1, 1), end=date(2021, 12, 31), precision="year"), "2021"),
        (PartialDate(start=DAY, end=LAST, precision="period"), "26 August to 31 August 2021"),
        (PartialDate(start=date(2020, 12, 30), end=DAY, precision="period"), "30 December 2020 to 26 August 2021"),
        (PartialDate(start=DAY, precision="period"), "since 26 August 2021"),
        (PartialDate(end=DAY, precision="period"), "until 26 August 2021"),
    ],
)
def test_a_date_is_no_more_precise_than_it_is(when: PartialDate, wanted: str) -> None:
    assert date_in_words(when) == wanted


def test_a_place_says_each_part_once() -> None:
    assert place_in_words(Place(country="AF", admin1="Kunduz", place="Kunduz")) == "Kunduz, AF"
    assert place_in_words(Place(), country=None) == "place not stated"


def test_a_card_sets_each_figure_beside_its_words() -> None:
    card = card_of(made.record(), countries={"AF": "Afghanistan"})
    killed = card.figures[0]
    assert card.headline == "Bombing, market, Northtown, Afghanistan, 4 March 2031"
    assert (killed.text, killed.rule) == ("12–15, best 15", "reported_range")
    assert [(one.text, one.stands) for one in killed.said] == [
        ("at least 12 people killed", "against"),
        ("15 killed", "for"),
        ("15 killed", "beside"),
    ]
    marked = [piece.text for piece in killed.said[0].quotes[0].pieces if piece.marked]
    assert marked == ["at least 12 people"]


def test_a_card_has_the_words_for_its_type_and_for_who_claimed_it() -> None:
    card = card_of(made.record())
    assert [one.text for one in card.typed] == ["bombing"]
    assert [one.text for one in card.responsibility] == ["claimed by green front"]
    assert card.responsibility[0].quotes[0].plain == "claimed the attack"


def test_a_statement_from_a_copy_says_so() -> None:
    assert card_of(made.record()).figures[0].said[2].detail == "in a copy of second, counts once"


@given(st.text(min_size=1, max_size=400), st.data())
def test_a_quotation_marks_the_very_words_and_invents_none(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Document(id="d", text=text)
    (found,) = quote(document, [document.span(start, end)], document_id="d")
    marked = "".join(piece.text for piece in found.pieces if piece.marked)
    assert marked.split() == text[start:end].split()
    whole = "".join(piece.text for piece in found.pieces)
    assert "".join(whole.split()) in "".join(text.split())


def test_two_spans_of_one_sentence_share_a_quotation() -> None:
    spans = [made.FIRST.span(0, 6), made.FIRST.span(14, 32)]
    (found,) = quote(made.FIRST, spans, document_id="first")
    assert [piece.text for piece in found.pieces if piece.marked] == ["A bomb", "at least 12 people"]


def test_words_without_their_document_are_still_shown() -> None:
    (found,) = quote(None, [made.FIRST.span(0, 6)], document_id="gone")
    assert found.pieces[0].text == "A bomb"
