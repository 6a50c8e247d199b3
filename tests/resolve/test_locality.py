"""The town of the police and of the dateline: where they say where something was, roughly, and where they do not."""

from __future__ import annotations

import pytest
from timing import least_seconds

from tallybook.extract.placenames import find_place_names
from tallybook.model import Document, Mention, Place, mention
from tallybook.resolve.locality import locality, settle_locally
from tallybook.resolve.outlets import home_of
from tallybook.resolve.places import locate, resolve_where
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()


def settled(text: str, *places: str, url: str | None = None) -> Place:
    """Where the last sentence of a text puts what it tells, ``places`` being its place words."""
    document = Document(id="d1", text=text, url=url)
    start = text.rindex(". ") + 2 if ". " in text else 0
    told: list[Mention] = [mention("d1", "rep-1", "evidence", document.span(start, len(text)))]
    for words in places:
        at = text.index(words)
        told.append(mention("d1", "rep-1", "place", document.span(at, at + len(words))))
    named = find_place_names(text, gazetteer=GAZETTEER)
    located = locate(text, named, gazetteer=GAZETTEER, home=home_of(document, GAZETTEER))
    made = resolve_where(document, told, gazetteer=GAZETTEER, located=located)
    claims = settle_locally(document, told, made, located=located, gazetteer=GAZETTEER)
    value = claims[0].value if claims else None
    assert all(text[span.start : span.end] == span.text for one in claims for span in one.evidence)
    return value if isinstance(value, Place) else Place()


@pytest.mark.parametrize(
    ("text", "place", "precision"),
    [
        ("The parade was long. Albuquerque police said it ended at noon.", "Albuquerque", "district"),
        ("ALBUQUERQUE, N.M. (KXYZ) \u2013 The parade ended at noon.", "Albuquerque", "district"),
        ("The parade was long. It ended at noon, the Albuquerque Police Department said.", "Albuquerque", "district"),
        ("The parade passed the Hospital. Police said it ended at noon.", None, "unknown"),
    ],
    ids=["police", "dateline", "department", "a sentence ends before"],
)
def test_the_documents_own_town_is_the_last_resort(text: str, place: str | None, precision: str) -> None:
    found = settled(text)
    assert (found.place, found.precision) == (place, precision)


def test_a_capital_in_a_dateline_says_nothing() -> None:
    assert locality("PARIS (Agency) \u2014 The minister spoke of a parade.", (), GAZETTEER) is None


@pytest.mark.parametrize(
    ("text", "place", "precision"),
    [
        ("PARIS, France, June 1, 1993 - A Turkish choir sang here on Saturday.", "Paris", "place"),
        ("ALBUQUERQUE, N.M. — The parade ended here at noon.", "Albuquerque", "place"),
        ("PARIS, France — Here is how the parade went.", None, "country"),
        ("The parade ended here at noon.", None, "unknown"),
    ],
    ids=["capital", "town", "no place", "no dateline"],
)
def test_here_is_the_town_of_the_dateline(text: str, place: str | None, precision: str) -> None:
    found = settled(text)
    assert (found.place, found.precision) == (place, precision)


def test_in_capitals_no_name_is_looked_for() -> None:
    assert locality("THE PARADE WAS LONG. ALBUQUERQUE POLICE SAID IT ENDED.", (), GAZETTEER) is None


def test_a_town_in_another_country_makes_nothing_finer() -> None:
    assert settled("Albuquerque police sent greetings. The parade in France ended at noon.", "France").country == "FR"


def test_a_quarter_lies_in_the_town_whose_police_speak_of_it() -> None:
    text = "The fair drew crowds, Chicago police said. It was held in the Austin neighborhood."
    found = settled(text, "Austin")
    assert (found.place, found.site, found.admin1) == ("Chicago", "Austin", "Illinois")


@pytest.mark.parametrize(
    ("text", "name", "url", "place"),
    [
        ("A fair was held in Rochester.", "Rochester", "https://www.startribune.com/fair", ("Rochester", "Minnesota")),
        ("A fair was held in Rochester.", "Rochester", "https://www.reuters.com/fair", ("Rochester", "New York")),
        ("Chicago is large. A fair was held in Austin.", "Austin", "https://wgntv.com/fair", ("Austin", "Texas")),
        ("Cincinnati is large. A fair was held in Madisonville.", "Madisonville", "https://www.wlwt.com/fair",
         ("Cincinnati", "Ohio")),
        ("Cincinnati is large. A fair was held in Madisonville, Kentucky.", "Madisonville", "https://www.wlwt.com/fair",
         ("Madisonville", "Kentucky")),
        ("A fair was held in the Roseland neighborhood.", "Roseland", "https://wgntv.com/fair",
         ("Chicago", "Illinois")),
        ("The fair in Boston was long. A fair was held in the Roseland neighborhood.", "Roseland",
         "https://wgntv.com/fair", ("Roseland", "California")),
        ("A fair was held in Covington.", "Covington", "https://www.dailycall.com/fair", ("Covington", "Ohio")),
        ("The fair of the Washington police was long.", "Washington", "https://www.nbcwashington.com/fair",
         ("Washington", "District of Columbia")),
    ],
    ids=["a namesake near by", "an outlet of everywhere", "a great town far away", "a quarter", "the state is said",
         "a quarter of its own town", "news of another town", "the nearest namesake",
         "the capital"],
)  # fmt: skip
def test_local_news_means_the_place_near_by(text: str, name: str, url: str, place: tuple[str, str]) -> None:
    found = settled(text, name, url=url)
    assert (found.place, found.admin1) == place


def test_local_news_names_no_village_abroad_without_its_country() -> None:
    assert settled("A fair was held by Oropesa.", "Oropesa", url="https://www.wlwt.com/fair").country is None


def test_local_news_means_no_town_far_off_by_an_old_name() -> None:
    assert settled("A fair was held in Cumminsville.", "Cumminsville", url="https://www.wcpo.com/fair").lat is None
    assert settled("A fair was held in Cumminsville, New Jersey.", "Cumminsville").admin1 == "New Jersey"


def test_a_town_that_is_named_with_its_state_stays_where_it_is() -> None:
    text = "Chicago police bought land in the neighborhood. The fair was held in Englewood, Colorado."
    assert settled(text, "Englewood").admin1 == "Colorado"


def test_time_grows_linearly_with_the_names_before_police() -> None:
    def seconds(times: int) -> float:
        text = "Albuquerque police and San Antonio police " * times
        return least_seconds(lambda: locality.__wrapped__(text, (), GAZETTEER))

    assert seconds(400) < 12 * seconds(100) + 0.1
