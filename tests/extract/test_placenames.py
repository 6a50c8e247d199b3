"""Which words of a text are place names."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.errors import CodebookError
from tallybook.extract.placenames import find_place_names
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()


def names(text: str) -> list[str]:
    return [span.text for span in find_place_names(text, gazetteer=GAZETTEER)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The minister flew from Kabul to Kunduz on Monday.", ["Kabul", "Kunduz"]),
        ("A market opened in the Dasht-e Barchi area of western Kabul.", ["Dasht-e Barchi", "Kabul"]),
        ("Traders met in Mazar-i-Sharif, the capital of Balkh province.", ["Mazar-i-Sharif", "Balkh"]),
        ("The road to Spin Boldak was closed.", ["Spin Boldak"]),
        ("He was born in Springfield, Ill., and moved to Côte d'Ivoire.", ["Springfield", "Ill.", "Côte d'Ivoire"]),
        ("Officials in the People's Republic of China met in St. Petersburg.",
         ["People's Republic of China", "St. Petersburg"]),
        ("U.S. and UK envoys landed in N'Djamena.", ["U.S.", "UK", "N'Djamena"]),
        ("Kabul's mayor spoke.", ["Kabul"]),
        ("It was said at the Cook County Medical Examiner's Office.", ["Cook County"]),
        ("A ship called at Port au Prince, a train at Mazar i Sharif.", ["Port au Prince", "Mazar i Sharif"]),
        ("They drove on the Goma-Rutshuru road.", ["Goma", "Rutshuru"]),
        ("They drove on the Goma - Rutshuru road.", ["Goma", "Rutshuru"]),
        ("They drove on Juba- Nimule highway.", ["Juba", "Nimule"]),
        ("It rained in the town of Tank.", ["Tank"]),
        ("A well was dug in Qwertyabad, Rumbek East.", ["Rumbek"]),
        ("A well was dug in Qwertyabad village, Koch.", ["Koch"]),
        ("Schools of Ogba/Egbema/Ndoni reopened.", ["Ogba/Egbema/Ndoni"]),
        ("A clinic opened in the Bentiu PoC site.", ["Bentiu"]),
        ("A clinic opened in Southeast D.C. in June.", ["D.C."]),
        ("A clinic was opened by DC police.", ["DC"]),
        ("A motor for DC was opened.", []),
    ],
    ids=["towns", "one inside another", "hyphens and province", "two words", "abbreviation and apostrophe",
         "possessive and saint", "initials", "possessive", "county", "small words without hyphens", "ends of a road",
         "ends of a road with blanks", "with a blank", "said to be a town", "behind an unknown place",
         "behind an unknown village", "strokes", "camp", "initials of a town", "without stops", "a current"],
)  # fmt: skip
def test_places_are_found_in_running_text(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("FLOODS REACHED SAN SALVADOR AND USULUTAN DEPARTMENT.", ["SAN SALVADOR", "USULUTAN"]),
        ("THE RIVER ROSE IN SANTA\nELENA, EL SALVADOR, YESTERDAY.", ["SANTA\nELENA", "EL SALVADOR"]),
        ("THEY TOLD US THAT THE CAR WAS NEW.", []),
        ("GENERAL PONCE SAID THAT COLONEL VARGAS WAS ILL.", []),
    ],
    ids=["towns and units", "name broken over a line", "words that are codes", "persons"],
)
def test_places_are_found_in_capitals(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_places_are_found_without_any_capitals() -> None:
    assert names("heavy rain was reported in kabul and near kandahar on friday") == ["kabul", "kandahar"]


@pytest.mark.parametrize(
    "text",
    [
        "Michael Jordan spoke to Victoria Nuland.",
        "Mr. Lincoln and Gen. Washington were painted together.",
        "The Washington Post reported it.",
        "Afghan and Pakistani officials met; the Americans did not.",
        "In March and May, on Sunday, it was hot.",
        "The West Nile virus is rare.",
        "It was a Nice Reading Mobile.",
        "Ahmed al-Qaim and Colonel al-Bab spoke.",
        "",
        "12 34 !!",
    ],
    ids=["given and family names", "titles", "newspaper", "peoples", "calendar", "disease", "common words",
         "names with an article", "empty",
         "no word"],
)  # fmt: skip
def test_other_names_and_words_are_no_places(text: str) -> None:
    assert names(text) == []


def test_a_surname_stays_a_person_until_a_preposition_says_otherwise() -> None:
    text = "Sarah Houston won the race. Houston smiled. She had trained in Houston, Texas."
    found = find_place_names(text, gazetteer=GAZETTEER)
    assert [(span.text, span.start) for span in found] == [
        ("Houston", text.rindex("Houston")),
        ("Texas", text.index("Texas")),
    ]


def test_an_unknown_language_is_refused_with_the_way_out() -> None:
    with pytest.raises(CodebookError, match=r"places\.yaml for the language 'xx'"):
        find_place_names("Kabul", gazetteer=GAZETTEER, language="xx")


@given(
    st.lists(
        st.sampled_from(["Kabul", "in", "U.S.", "the", "St.", "\n", "-", "’s", "KUNDUZ", "é", "😀", ",", "."]),
        max_size=30,
    )
)
def test_spans_are_words_of_the_text_in_order_and_apart(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = find_place_names(text, gazetteer=GAZETTEER)
    assert all(text[span.start : span.end] == span.text for span in found)
    assert all(one.end <= two.start for one, two in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the delegation left mogadishu and flew on", ["mogadishu"]),
        ("THE DELEGATION LEFT MOGADISHU AND FLEW ON TO ANOTHER TOWN", ["MOGADISHU"]),
        ("lahti, 3 may 2021: the museum opened", ["lahti"]),
        ("it was nice of them to polish the mobile reading room", []),
        ("IT WAS NICE OF THEM TO POLISH THE MOBILE READING ROOM", []),
        ("THEY MET AT THE ENTRANCE OF THE CENTRE", []),
        ("they told us that they may march and drink turkish tea", []),
        ("a clinic opened in bulawayo and a school near sharana", ["bulawayo", "sharana"]),
        ("A CLINIC OPENED OUTSIDE OF SHARANA", ["SHARANA"]),
        ("she saw sharana once", []),
        ("he works in the us and the uk, and two us soldiers left", ["us", "uk", "us"]),
        ("give us bread, said one of us to all of us", []),
        ("a us-led mission met an egyptian-us board", ["us", "us"]),
        ("officials in wales and in muscat met", ["wales", "muscat"]),
        ("THE MINISTRY SAID PESHAWAR HAD A NEW LIBRARY", ["PESHAWAR"]),
        ("the sharana district got a school", ["sharana"]),
        ("a library was shut south of sharana", ["sharana"]),
        ("sharana residents met", ["sharana"]),
        ("dublin residents and leeds firefighters met", ["dublin", "leeds"]),
        ("anna poe, 19, of sharana, sang", ["sharana"]),
        ("sharana — the library opened", []),
        ("peshawar — the library opened", ["peshawar"]),
        ("george washington and victoria allen sang", []),
        ("she taught at sharana university", []),
        ("the leeds-based choir sang", ["leeds"]),
        ("it rained in the town of tank, and the tank was full", ["tank"]),
        ("a clerk of asia energy sang", []),
        ("a school opened in winona; winona was glad", ["winona", "winona"]),
    ],
    ids=["a great town", "in capitals", "before its date", "words, small", "words, great", "article and building",
         "months and us", "where places stand", "outside of", "a small town by itself", "codes of countries",
         "a pronoun", "joined by a hyphen", "great places that are words", "a name that is a verb", "a kind of unit",
         "a bearing", "a small town and its people", "great towns and their people", "where somebody lives",
         "a small town's dateline", "a great town's dateline", "persons", "a university", "based there",
         "said to be a town", "a firm",
         "told elsewhere"],
)  # fmt: skip
def test_without_case_a_great_town_is_known_by_its_name_and_a_word_is_a_word(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_stray_capital_makes_no_text_with_capitals() -> None:
    assert names("İt stood in sharana" + " and it was old" * 30) == ["sharana"]
    assert names("It stood in sharana") == []
