"""The pattern extractor from end to end: what a few sentences say was done, to whom, and how many suffered."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import least_seconds
from told import GAZETTEER, claims, document

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.extract import extract
from tallybook.model import Code, Count, Mention, Target

Figure = tuple[str, int | None, str, str]


def figures(text: str) -> set[Figure]:
    """Outcome, best (else low) number, scope and side of every figure."""
    values = [one.value for one in claims(text) if isinstance(one.value, Count)]
    return {(one.outcome, one.low if one.best is None else one.best, one.scope, one.side) for one in values}


def codes(text: str, prop: str) -> set[str]:
    return {one.value.code for one in claims(text) if one.prop == prop and isinstance(one.value, Code)}


def mentions(text: str) -> list[Mention]:
    return extract(document(text), codebook=load_codebook(), actors=load_actors(), gazetteer=GAZETTEER)


KILLED_3 = ("killed", 3, "total", "victims")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Gunmen killed three farmers in Northtown on Tuesday.", {KILLED_3}, id="active"),
        pytest.param("Three farmers were killed by gunmen in Northtown on Tuesday.", {KILLED_3}, id="passive"),
        pytest.param("A bomb exploded in Northtown on Tuesday, killing three farmers.", {KILLED_3}, id="participle"),
        pytest.param("Three farmers who were killed by gunmen were buried.", {KILLED_3}, id="relative clause"),
        pytest.param(
            "Gunmen killed former minister Ana Ruiz in Northtown on Tuesday.",
            {("killed", 1, "individual", "victims")},
            id="without article",
        ),
        pytest.param("A bomb left three dead in Northtown on Tuesday.", {KILLED_3}, id="left dead"),
        pytest.param("Gunmen threatened on Tuesday to kill the mayor of Northtown.", set(), id="threat"),
        pytest.param(
            "A nurse suffered a gunshot wound when gunmen fired at a bus in Northtown on Tuesday.",
            {("injured", 1, "individual", "victims")},
            id="suffered",
        ),
        pytest.param(
            "A bomber killed three farmers and at least 170 traders in Northtown on Tuesday, an inquiry found.",
            {("killed", 3, "subgroup", "victims"), ("killed", 170, "subgroup", "victims")},
            id="list before who reports it",
        ),
        pytest.param(
            "A bomb left 12 dead, 30 wounded in Northtown on Tuesday.",
            {("killed", 12, "total", "victims"), ("injured", 30, "total", "victims")},
            id="dead and wounded",
        ),
        pytest.param(
            "A bomb killed six people and injured 20 others in Northtown on Tuesday.",
            {("killed", 6, "total", "victims"), ("injured", 20, "total", "victims")},
            id="others",
        ),
        pytest.param(
            "A bomb killed 12 people, including three children, in Northtown on Tuesday.",
            {("killed", 12, "total", "victims"), ("killed", 3, "subgroup", "victims")},
            id="including",
        ),
        pytest.param(
            "A bomb killed 12 people, two of them children, in Northtown on Tuesday.",
            {("killed", 12, "total", "victims"), ("killed", 2, "subgroup", "victims")},
            id="of them",
        ),
        pytest.param(
            "A bomb killed five police officers and two civilians in Northtown on Tuesday.",
            {("killed", 5, "subgroup", "victims"), ("killed", 2, "subgroup", "victims")},
            id="a sum that nobody says",
        ),
        pytest.param(
            "A bomb exploded in Northtown on Tuesday. The death toll rose to 11.",
            {("killed", 11, "total", "victims")},
            id="toll that rises",
        ),
        pytest.param(
            "A bomb exploded in Northtown on Tuesday. No one was killed.",
            {("killed", 0, "total", "victims")},
            id="zero is stated",
        ),
        pytest.param(
            "A bomb killed dozens of people in Northtown on Tuesday.", {("killed", 24, "total", "victims")}, id="vague"
        ),
        pytest.param(
            "Gunmen attacked a checkpoint in Northtown on Tuesday. Two of the attackers were killed.",
            {("killed", 2, "total", "perpetrators")},
            id="attackers' own dead",
        ),
        pytest.param(
            "Two soldiers were wounded and later died in Northtown on Tuesday.",
            {("killed", 2, "total", "victims")},
            id="wounded and died",
        ),
        pytest.param(
            "Gunmen shot and killed a judge in Northtown on Tuesday.",
            {("killed", 1, "individual", "victims")},
            id="shot and killed",
        ),
        pytest.param("A bomb exploded in Northtown on Tuesday.", set(), id="not stated is not there"),
    ],
)
def test_every_figure_has_its_outcome_scope_and_side(text: str, expected: set[Figure]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Gunmen killed three farmers in Northtown on Tuesday.", {"armed_assault"}, id="gunmen"),
        pytest.param("A bomb exploded in Northtown on Tuesday, killing three.", {"bombing"}, id="bomb"),
        pytest.param(
            "A suicide bomber blew himself up in Northtown on Tuesday, killing four people.",
            {"suicide_bombing"},
            id="suicide bomber",
        ),
        pytest.param("An air strike killed six people in Northtown on Tuesday.", {"air_strike"}, id="air strike"),
        pytest.param(
            "A warplane bombed a house in Northtown on Tuesday, killing six people.", {"air_strike"}, id="warplane"
        ),
        pytest.param("Gunmen kidnapped two engineers in Northtown on Tuesday.", {"kidnapping"}, id="kidnapping"),
        pytest.param(
            "Guerrillas fired mortars at the barracks in Northtown on Tuesday.", {"shelling"}, id="mortars fired"
        ),
    ],
)
def test_the_act_names_the_type(text: str, expected: set[str]) -> None:
    assert codes(text, "event_type") == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("The council of Northtown met on Tuesday.", id="no violence"),
        pytest.param("Gunmen regularly attack villages near Northtown.", id="habit"),
        pytest.param("More than 100 nurses die by violence in a normal year.", id="yearly habit"),
        pytest.param("On Tuesday volunteers will act out an attack by gunmen on Northtown, with 20 dead.", id="drill"),
        pytest.param("If gunmen attack the village, people may be killed.", id="supposition"),
        pytest.param("The gunmen did not kill anybody in Northtown on Tuesday.", id="denial"),
        pytest.param("The party launched an attack on the budget.", id="metaphor without anybody hit"),
    ],
)
def test_what_did_not_happen_is_no_incident(text: str) -> None:
    assert not [one for one in claims(text) if one.prop == "event_type"]


def test_a_bomb_that_is_defused_is_an_attempt() -> None:
    assert codes("Police defused a car bomb in Northtown on Tuesday.", "stage") == {"attempted"}


@pytest.mark.parametrize(
    ("text", "name", "effects"),
    [
        pytest.param(
            "Gunmen killed Ana Ruiz, the leader of the union, in Northtown on Tuesday.",
            "Ana Ruiz",
            ("killed",),
            id="apposition",
        ),
        pytest.param("A bomb damaged a bank in Northtown on Tuesday.", "bank", ("damaged",), id="building"),
        pytest.param("A bomb destroyed three cars in Northtown on Tuesday.", "cars", ("destroyed",), id="vehicles"),
        pytest.param("Gunmen kidnapped two engineers in Northtown.", "engineers", ("captured",), id="captured"),
    ],
)
def test_targets_keep_what_happened_to_them(text: str, name: str, effects: tuple[str, ...]) -> None:
    targets = [one.value for one in claims(text) if isinstance(one.value, Target)]
    assert [(one.name, one.effects) for one in targets] == [(name, effects)]


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed 12 people in Northtown on Tuesday, police said.",
        "According to police, a bomb killed 12 people in Northtown on Tuesday.",
    ],
    ids=["at the end", "at the head"],
)
def test_a_figure_keeps_who_says_it(text: str) -> None:
    assert [one.value.said_by for one in claims(text) if isinstance(one.value, Count)] == ["police"]


TOLD = (
    "Gunmen killed three farmers in Northtown on Tuesday.",
    "A bomb exploded in Kabul on 4 May 2011, killing 12 people, including three children.",
    "Police defused a car bomb near the bridge.",
    "An air strike killed six people, officials said.",
    "The council met on Monday.",
    "ETA claimed responsibility.",
    "The death toll rose to 15.",
)


@pytest.mark.parametrize("text", TOLD[:4], ids=["assault", "bombing", "attempt", "air strike"])
def test_capitals_change_neither_types_nor_figures(text: str) -> None:
    assert figures(text.upper()) == figures(text)
    assert codes(text.upper(), "event_type") == codes(text, "event_type")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(TOLD), max_size=6), st.sampled_from([" ", "\n", "\n\n", "  \t"]))
def test_every_mention_stands_where_it_says(sentences: list[str], between: str) -> None:
    text = between.join(sentences)
    assert all(text[one.span.start : one.span.end] == one.span.text for one in mentions(text))


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="killed 3İ,(.)'\n-ANB", max_size=120))
def test_no_text_stops_the_extractor(text: str) -> None:
    assert all(text[one.span.start : one.span.end] == one.span.text for one in mentions(text))


def test_reading_twice_gives_the_same_in_the_same_order() -> None:
    text = " ".join(TOLD)
    assert mentions(text) == mentions(text)
    assert mentions(text)


def test_documents_read_before_change_nothing() -> None:
    alone = [mentions(text) for text in TOLD[:3]]
    for order in permutations(range(3)):
        assert [mentions(TOLD[one]) for one in order] == [alone[one] for one in order]


@pytest.mark.parametrize(
    "piece",
    [
        "killed ",
        "1,",
        "((((",
        "and and and ",
        "A B C D ",
        "who killed ",
        "Gunmen killed Ana Ruiz. ",
        "killed 3 of them ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    mentions(piece * 10)
    short, long = (least_seconds(partial(mentions, piece * times)) for times in (1500, 6000))
    assert long < 10 * short + 0.5  # four times the text; quadratic reading takes sixteen times as long


def long_story(sentences: int) -> str:
    """Ordinary news prose about invented towns, with many incidents, places, names, dates and figures."""
    days = ("Monday", "Tuesday", "Wednesday", "Friday")
    towns = ("Northtown", "Eastford", "Millbrook", "Kesselby", "Dunmere")
    told = (
        "On {day}, gunmen attacked a checkpoint in {town}, killing {few} soldiers and wounding {many} others.",
        "A bomb exploded near a market in {town} on {day}, and at least {few} people were killed.",
        "Ana Ruiz, the mayor of {town}, said that the council would meet on {day}.",
        "Nobody claimed responsibility for the attack, and the road to {town} was closed.",
        "Rebels kidnapped {few} teachers in {town} and released them {many} hours later.",
        "More than {many} attacks have been recorded in the district since January.\n\n",
    )
    return " ".join(
        told[place % 6].format(day=days[place % 4], town=towns[place % 5], few=2 + place % 7, many=10 + place % 43)
        for place in range(sentences)
    )


def test_a_long_story_takes_time_by_its_length() -> None:
    claims(long_story(20))
    short, long = (least_seconds(partial(claims, long_story(sentences)), runs=2) for sentences in (200, 800))
    assert long < 8 * short + 0.5  # four times the text; quadratic reading takes sixteen times as long


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb killed nine people in a market in Northtown on Tuesday.", "market"),
        ("Gunmen shot four men in a bar in Northtown on Tuesday.", "bar"),
        ("Six people were killed when a bomb exploded on a bus in Northtown on Tuesday.", "bus"),
    ],
)
def test_where_people_were_attacked_is_a_target_too(text: str, name: str) -> None:
    assert name in {one.value.name for one in claims(text) if isinstance(one.value, Target)}


def test_where_somebody_died_of_wounds_is_no_target() -> None:
    text = "A bomb killed nine people in Northtown on Tuesday. Two more died in a hospital."
    assert "hospital" not in {one.value.name for one in claims(text) if isinstance(one.value, Target)}


def test_who_finds_a_bomb_did_not_lay_it() -> None:
    text = "A bomb exploded in Northtown on Tuesday. Officers also defused explosive devices found in vehicles."
    assert not [one.span.text for one in mentions(text) if one.role == "perpetrator"]


def test_what_nobody_did_did_not_happen() -> None:
    text = "A bomb exploded in Northtown on Tuesday. The mayor said that nobody had opened fire on the crowd."
    assert codes(text, "event_type") == {"bombing"}


def test_who_owns_the_building_hit_did_not_do_it() -> None:
    text = "A car bomber struck the United Nations building in Northtown on Tuesday and killed 23 people."
    assert [one.span.text for one in mentions(text) if one.role == "perpetrator"] == ["car bomber"]


def test_places_that_were_only_passed_or_told_elsewhere_are_areas_of_the_report() -> None:
    text = "Gunmen killed three farmers on Tuesday on the way to Kunduz. Herat was quiet."
    roles = {one.span.text: one.role for one in mentions(text) if one.role in ("place", "area")}
    assert roles == {"Kunduz": "area", "Herat": "area"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("A farmer was shot on Tuesday and taken to Mercy Hospital in Kunduz.", "area"),
        ("A farmer was shot on Tuesday; he was pronounced dead at the medical center in Kunduz.", "area"),
        ("The body of a farmer who was shot on Tuesday was sent to a crime lab in Kunduz.", "area"),
        ("A farmer was shot on Tuesday and taken to a Kunduz hospital.", "area"),
        ("A farmer was shot on Tuesday and flown to the Kunduz city hospital.", "area"),
        ("A farmer from Herat, Kunduz, was shot on Tuesday.", "area"),
        ("Gunmen attacked a hospital in Kunduz on Tuesday and killed a farmer.", "place"),
        ("Gunmen attacked a Kunduz hospital on Tuesday and killed a farmer.", "place"),
    ],
)
def test_where_the_wounded_are_treated_is_not_where_they_were_hurt(text: str, role: str) -> None:
    assert {one.role for one in mentions(text) if one.span.text == "Kunduz"} == {role}


def test_a_bearing_behind_a_place_leaves_it_a_place() -> None:
    text = "Gunmen killed three farmers in Qwertyabad, Rumbek East, on Tuesday."
    assert [one.span.text for one in mentions(text) if one.role == "place"] == ["Rumbek"]


def test_the_incident_occurred_brings_day_and_place() -> None:
    text = "Gunmen killed three farmers. The incident occurred in Kunduz on August 9th."
    roles = {one.span.text: one.role for one in mentions(text) if one.role in ("place", "date")}
    assert roles == {"Kunduz": "place", "August 9th": "date"}


@pytest.mark.parametrize(
    "text",
    [
        "Forty houses were burned down by our men in Northtown on Tuesday.",
        "Two of the buses were burned by rebels in Northtown on Tuesday.",
    ],
)
def test_what_armed_people_burn_is_arson_in_the_passive_too(text: str) -> None:
    assert codes(text, "event_type") == {"arson"}


def test_police_who_blow_up_a_bomb_that_was_found_did_not_bomb() -> None:
    text = "Ten bombs exploded in Northtown on Tuesday and killed 40 people. Police blew up three more bombs."
    assert not [one.span.text for one in mentions(text) if one.role == "perpetrator"]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("The FARC has denied that it was behind the bombing in Northtown, in which 36 people were killed.", None),
        ("The FARC claimed the bombing in Northtown on Tuesday, which killed 36 people.", None),
        ("The mayor said on Tuesday that the bomb in Northtown, which went off at noon, killed 36 people.", "mayor"),
    ],
)
def test_who_denies_or_claims_a_deed_does_not_say_its_toll(text: str, said_by: str | None) -> None:
    assert [one.value.said_by for one in claims(text) if isinstance(one.value, Count)] == [said_by]


@pytest.mark.parametrize(
    ("text", "said_by"),
    [
        ("The siege of a mill in Northtown ended on Monday with four dead after more than six hours, he said.", None),
        (
            "The siege of a mill in Northtown ended on Monday with four dead after a day, the manager said.",
            "manager",
        ),
    ],
    ids=["he", "the manager"],
)
def test_what_he_said_is_not_laid_to_the_words_before_him(text: str, said_by: str | None) -> None:
    assert {one.value.said_by for one in claims(text) if isinstance(one.value, Count)} == {said_by}
