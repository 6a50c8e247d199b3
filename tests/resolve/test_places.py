"""Which place a name means, and where a report happened."""

from __future__ import annotations

from functools import partial

import pytest
from timing import least_seconds

from tallybook.extract.placenames import find_place_names
from tallybook.model import Claim, Document, Mention, Place, Span, Unresolved, mention
from tallybook.model.mention import Role
from tallybook.resolve.datelines import is_dateline
from tallybook.resolve.located import Located
from tallybook.resolve.places import locate, resolve_where
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()


def located(text: str) -> list[Located]:
    return locate(text, find_place_names(text, gazetteer=GAZETTEER), gazetteer=GAZETTEER)


def told(text: str, *words: tuple[Role, str], wanted: tuple[str, ...] | None = None) -> list[Claim]:
    document = Document(id="d1", text=text)
    mentions: list[Mention] = []
    for role, quoted in words:
        start = text.index(quoted)
        mentions.append(mention("d1", "rep-1", role, document.span(start, start + len(quoted))))
    return resolve_where(document, mentions, gazetteer=GAZETTEER, located=located(text), wanted=wanted)


def place(claims: list[Claim]) -> Place:
    (claim,) = claims
    assert isinstance(claim.value, Place)
    return claim.value


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("The fair in Paris, Texas, drew crowds.", "Paris", "US", "Texas"),
        ("The fair in Paris drew crowds from all of France.", "Paris", "FR", "Île-de-France"),
        ("Tbilisi is the capital of Georgia.", "Georgia", "GE", None),
        ("Atlanta, Savannah and Augusta are towns of Georgia.", "Georgia", "US", "Georgia"),
        ("Mexico, China, Japan and Brazil signed.", "Mexico", "MX", None),
        ("Kunduz province lies in the north of Afghanistan.", "Kunduz", "AF", "Kunduz"),
        ("Floods in California, Oregon, Nevada and Idaho.", "California", "US", "California"),
        ("The council met in Washington, D.C.", "Washington, D.C.", "US", "District of Columbia"),
    ],
    ids=["behind a comma", "by country", "country", "state of the same name", "a list is no address", "province",
         "list of states", "capital with its district"],
)  # fmt: skip
def test_a_name_is_placed_by_what_stands_around_it(text: str, name: str, country: str, admin1: str | None) -> None:
    found = next(item for item in located(text) if item.span.text == name)
    assert (found.place.country, found.place.admin1) == (country, admin1)


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Elections were held in Afghanistan.", "country"),
        ("Elections were held in Kunduz province.", "admin1"),
        ("Elections were held in Kunduz city.", "place"),
        ("Talks at Bagram Air Base ended.", "site"),
        ("Talks in the Middle East ended.", "unknown"),
    ],
)
def test_precision_is_what_the_words_allow(text: str, precision: str) -> None:
    assert located(text)[0].place.precision == precision


def test_a_name_means_the_same_place_throughout_once_its_unit_was_named() -> None:
    text = "The school in Paris, Texas, reopened. Parents in Paris were glad."
    assert {item.place.admin1 for item in located(text) if item.span.text == "Paris"} == {"Texas"}


def test_an_unknown_town_lies_in_the_department_that_the_text_puts_it_in() -> None:
    found = located("THE BRIDGE AT SAN CARLOS, MORAZAN DEPARTMENT, EL SALVADOR, WAS REPAIRED.")
    town = next(item for item in found if item.span.text == "SAN CARLOS")
    assert (town.place.place, town.place.admin1, town.place.precision) == ("San Carlos", "Morazan", "admin1")


def test_a_part_of_the_city_lies_in_it_and_not_where_a_namesake_does() -> None:
    found = located("The market in Mogadishu reopened. Traders in the Medina district of the city were glad.")
    part = next(item for item in found if item.span.text == "Medina")
    assert (part.place.country, part.place.place, part.place.site) == ("SO", "Mogadishu", "Medina")


@pytest.mark.parametrize(
    ("text", "part", "where"),
    [
        ("A shop opened in the North York area of Toronto.", "North York", ("CA", "Toronto", "North York")),
        ("A well was dug in the Khair Khana neighbourhood of Kabul.", "Khair Khana", ("AF", "Kabul", "Khair Khana")),
        ("A shop opened in North York and one in Toronto, Ohio.", "North York", ("US", "North York", None)),
    ],
    ids=["a namesake elsewhere", "a quarter that is known", "no part of it"],
)
def test_a_part_of_a_named_town_lies_in_that_town(text: str, part: str, where: tuple[str, str, str | None]) -> None:
    found = next(item for item in located(text) if item.span.text == part)
    assert (found.place.country, found.place.place, found.place.site) == where


def test_where_is_the_finest_place_that_agrees_with_the_others() -> None:
    text = "The bridge in Kunduz, in Kunduz province of Afghanistan, reopened."
    where = place(told(text, ("place", "Afghanistan"), ("place", "Kunduz province"), ("place", "Kunduz")))
    assert (where.country, where.admin1, where.place, where.precision) == ("AF", "Kunduz", "Kunduz", "place")


def test_a_report_of_very_many_places_takes_linear_time() -> None:
    towns = ["Kunduz", "Kabul", "Herat", "Kandahar", "Ghazni", "Paris", "Madrid", "Cairo", "Lagos", "Nairobi"]
    text = " ".join(f"Rain fell in {towns[number % len(towns)]}." for number in range(6000))
    document, found = Document(id="d1", text=text), located(text)
    mentions = [mention("d1", "rep-1", "place", item.span) for item in found]
    resolve = partial(resolve_where, document, mentions, gazetteer=GAZETTEER, located=found)
    assert place(resolve()).country == "AF"
    assert least_seconds(resolve) < 5


def test_a_document_of_very_many_reports_takes_linear_time() -> None:
    text = "Afghan officials spoke. " + "It rained. " * 2000
    document = Document(id="d1", text=text)
    told_of = [mention("d1", f"rep-{start}", "evidence", document.span(start, start + 10)) for start in range(2000)]

    def resolve() -> set[str | None]:
        return {place(resolve_where(document, [one], gazetteer=GAZETTEER, located=())).country for one in told_of}

    assert resolve() == {"AF"}
    assert least_seconds(resolve) < 3


def test_a_site_word_alone_takes_the_place_beside_it_and_keeps_its_words_as_evidence() -> None:
    text = "A Sufi shrine in Kunduz was restored."
    claims = told(text, ("site", "Sufi shrine"), ("place", "Kunduz"))
    where = place(claims)
    assert (where.site, where.place, where.precision) == ("Sufi shrine", "Kunduz", "place")
    assert [span.text for span in claims[0].evidence] == ["Sufi shrine", "Kunduz"]


def test_a_neighbourhood_is_the_site_in_its_town() -> None:
    where = place(told("A school in Dasht-e Barchi reopened.", ("place", "Dasht-e Barchi")))
    assert (where.country, where.admin1, where.place, where.site) == ("AF", "Kabul", "Kabul", "Dasht-e Barchi")


def test_a_province_alone_gives_no_town() -> None:
    where = place(told("A bridge in Kandahar province reopened.", ("place", "Kandahar")))
    assert (where.admin1, where.place, where.precision) == ("Kandahar", None, "admin1")


def test_a_people_gives_the_country() -> None:
    where = place(told("Forty inmates left a Venezuelan jail.", ("site", "Venezuelan jail")))
    assert (where.country, where.place, where.precision, where.site) == ("VE", None, "country", "Venezuelan jail")


def test_the_capital_is_that_of_the_country_the_text_is_about() -> None:
    text = "Somali officials opened a clinic in the capital. Somali doctors came."
    where = place(told(text, ("place", "the capital")))
    assert (where.country, where.place) == ("SO", "Mogadishu")


def test_a_place_nobody_knows_lies_roughly_where_its_neighbour_does() -> None:
    text = "A well was dug in Qwertyabad village, near Kunduz in Afghanistan."
    where = place(told(text, ("place", "Qwertyabad village")))
    assert (where.country, where.place, where.precision) == ("AF", "Qwertyabad village", "district")


def test_what_cannot_be_placed_is_unresolved_with_the_reason() -> None:
    (claim,) = told("Rain fell on the old orchard.", ("place", "the old orchard"))
    assert isinstance(claim.value, Unresolved)
    assert "the old orchard" in claim.value.reason


def test_without_place_words_the_sentence_that_tells_of_it_counts_but_less() -> None:
    text = "The gate of Herat was rebuilt. Visitors came from Kabul."
    (sure,) = told(text, ("place", "Herat"))
    (less,) = told(text, ("evidence", "The gate of Herat was rebuilt."))
    assert place([less]).place == "Herat"
    assert less.score < sure.score


def test_a_dateline_is_no_place_of_the_incident() -> None:
    text = "KABUL (Northtown Wire) — The gate of Herat was rebuilt."
    assert is_dateline(text, Span(start=0, end=5, text="KABUL"))
    assert place(told(text, ("evidence", text))).place == "Herat"


@pytest.mark.parametrize(
    ("wanted", "country"),
    [(None, "US"), (("PE", "BO"), "PE"), (("BO", "CL"), "US")],
    ids=["every country", "another that the page names", "none that the page names"],
)
def test_a_codebook_of_some_countries_looks_there_first(wanted: tuple[str, ...] | None, country: str) -> None:
    text = "Peru thanked the donors. The school in Arequipa was opened by an envoy from Washington. Peruvians cheered."
    claims = told(text, ("place", "Washington"), ("evidence", text[25:90]), wanted=wanted)
    assert place(claims).country == country


def test_a_report_without_any_words_of_place_gives_no_claim() -> None:
    assert told("Nobody came.", ("weapon", "Nobody")) == []


def test_names_are_placed_the_same_in_every_run() -> None:
    text = "Officials of Santiago, Córdoba, San José and Valencia met in Toledo."
    assert located(text) == located(text)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Kenyan police arrested twelve Mexican tourists.", "KE"),
        ("Somali National Government forces helped Kenyan farmers.", "SO"),
        ("A nurse (Japanese) was helped by Kenyan farmers.", "KE"),
        ("Rain stopped the fair beside the German embassy.", None),
        ("Volunteers from France helped Nigerien farmers.", "NE"),
        ("Kenyan and Ugandan farmers met.", None),
    ],
    ids=["forces at home", "a national government", "in brackets", "embassy", "came from there", "two peoples"],
)
def test_peoples_tell_the_country_unless_they_are_far_from_home(text: str, country: str | None) -> None:
    found = told(text, ("evidence", text))
    assert [place([one]).country for one in found] == ([country] if country else [])


def test_whose_missile_flew_over_a_border_does_not_say_where() -> None:
    text = "A market of Herat was rebuilt near Kabul. Two Iranian rockets were shown, the Iranian ministry said."
    found = told(text, ("evidence", "Two Iranian rockets were shown, the Iranian ministry said."))
    assert [place([one]).country for one in found] == ["AF"]


def test_an_armed_group_of_one_country_tells_it_where_nothing_else_does() -> None:
    text = "The Blue Front came. It rained."
    document = Document(id="d1", text=text)
    told_of = [mention("d1", "rep-1", "evidence", document.span(0, 20))]
    homes = [(document.span(4, 14), "NO")]
    (claim,) = resolve_where(document, told_of, gazetteer=GAZETTEER, located=(), homes=homes)
    assert (place([claim]).country, [span.text for span in claim.evidence]) == ("NO", ["Blue Front"])


def test_what_happened_on_the_way_to_a_town_happened_somewhere_round_it() -> None:
    text = "A bus was stopped on the way to Kunduz."
    where = place(told(text, ("evidence", text)))
    assert (where.country, where.admin1, where.precision) == ("AF", "Kunduz", "district")


def test_the_only_place_of_the_document_stands_for_a_report_without_one() -> None:
    text = "The market of Kunduz was full. Later it rained."
    where = place(told(text, ("evidence", "Later it rained.")))
    assert (where.country, where.admin1) == ("AF", "Kunduz")


@pytest.mark.parametrize(
    ("text", "name", "country", "kind"),
    [
        ("The match in Manchester was put off.", "Manchester", "GB", "city"),
        ("The fair in Paris in Texas drew crowds.", "Paris", "US", "city"),
    ],
    ids=["a great town before a small unit elsewhere", "in what lies around it"],
)
def test_of_two_places_the_likelier_is_meant(text: str, name: str, country: str, kind: str) -> None:
    found = next(item for item in located(text) if item.span.text == name)
    assert (found.place.country, found.kind) == (country, kind)


@pytest.mark.parametrize(
    ("text", "words", "country", "named"),
    [
        ("A school opened in Pakistani-administered Kashmir.", ["Kashmir"], "PK", "Kashmir"),
        ("A school opened in Pakistan-controlled Azad (free) Kashmir.", ["Pakistan", "Kashmir"], "PK", "Kashmir"),
        ("A school opened on the Indian side of the Line of Control.", ["Line of Control"], "IN", "Line of Control"),
        ("A school opened in Kashmir.", ["Kashmir"], None, "Kashmir"),
    ],
    ids=["administered", "controlled", "a side of a line", "nobody's"],
)  # fmt: skip
def test_the_holder_of_a_claimed_land_is_its_country(
    text: str, words: list[str], country: str | None, named: str
) -> None:
    found = place(told(text, ("evidence", text), *(("place", one) for one in words)))
    assert (found.country, found.place) == (country, named)


def test_the_holder_is_among_the_words_of_the_place() -> None:
    (claim,) = told("A school opened in Pakistani-administered Kashmir.", ("place", "Kashmir"))
    assert [span.text for span in claim.evidence] == ["Pakistani", "Kashmir"]


@pytest.mark.parametrize(
    ("text", "words", "admin2", "name"),
    [
        ("A well was dug near the Line of Control in Samba district.", ["Line of Control", "Samba"], "Samba", None),
        ("Schools opened in Mosul and Basra in Iraq.", ["Mosul", "Basra", "Iraq"], "Mosul", "Mosul"),
        ("A school opened in Herat's Injil district.", ["Herat", "Injil"], "Injil", None),
    ],
    ids=["a line and a district", "two towns and their country", "the district of a province"],
)  # fmt: skip
def test_a_finer_place_with_a_country_wins(text: str, words: list[str], admin2: str, name: str | None) -> None:
    found = place(told(text, *(("place", one) for one in words)))
    assert (found.admin2, found.place) == (admin2, name)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A group based in Paris said that a bridge had been blown up in Syria.", "SY"),
        ("The London-based group said that a bridge had been blown up in Syria.", "SY"),
        ("A bridge that aid workers from France had built was blown up.", None),
    ],
    ids=["based in", "a town and based", "from a country"],
)
def test_where_an_office_is_or_somebody_came_from_nothing_happened(text: str, country: str | None) -> None:
    found = told(text, ("evidence", text))
    assert [one.value.country for one in found if isinstance(one.value, Place)] == ([country] if country else [])


def test_what_happened_on_a_road_happened_only_near_the_town_it_is_named_after() -> None:
    text = "A convoy was stopped on the Juba - Nimule road."
    found = place(told(text, ("place", "Juba"), ("place", "Nimule")))
    assert (found.place, found.precision) == ("Juba", "district")
