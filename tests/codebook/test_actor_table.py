"""The actor table: its rows hold together, its names are found where they stand, and other names are left alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import least_seconds

from tallybook.codebook.actor_names import capitals, keys_of
from tallybook.codebook.actor_rows import read_actor_data
from tallybook.codebook.actor_table import SHORT_ACRONYM, ActorEntry, ActorTable, fold, load_actors
from tallybook.errors import CodebookError, ResolveError

ACTORS = load_actors()
DATA = read_actor_data()
NAMED = [entry for entry in ACTORS if not entry.generated]
SHARED = {key for alias in DATA.rules.ambiguous for key in keys_of(alias)}


def codes(text: str, when: date | None = None) -> list[str]:
    return [hit.actor for hit in ACTORS.find(text, when=when)]


def spoken(entry: ActorEntry) -> tuple[str, ...]:
    return (entry.name, *entry.aliases, *entry.cased)


# --- the rows ---------------------------------------------------------------------------------------------------------


def test_the_table_knows_several_hundred_named_actors_and_the_states_of_the_world() -> None:
    states = [entry for entry in ACTORS if entry.generated and entry.type == "state_forces"]
    assert len(NAMED) >= 780
    assert len(states) >= 150


def test_every_row_has_a_source_with_a_year_a_country_and_a_known_kind() -> None:
    for entry in ACTORS:
        assert entry.sources, entry.code
        assert all(any(char.isdigit() for char in ACTORS.source(name)) for name in entry.sources), entry.code
        assert entry.kind in ("organization", "state", "individual", "unknown"), entry.code
        assert all(len(iso) == 2 and iso.isupper() for iso in entry.countries), entry.code
        assert entry.countries, entry.code


def test_every_code_is_kebab_case_and_every_parent_has_a_row() -> None:
    for entry in ACTORS:
        assert entry.code == entry.code.lower().strip("-").replace(" ", "-").replace("--", "-"), entry.code
        assert all(tie.parent in ACTORS for tie in entry.affiliations), entry.code
        assert entry.code not in ACTORS.parents(entry.code), entry.code


def test_periods_run_forward() -> None:
    for entry in ACTORS:
        assert not (entry.active_from and entry.active_to) or entry.active_from <= entry.active_to, entry.code
        for tie in entry.affiliations:
            assert not (tie.start and tie.end) or tie.start <= tie.end, entry.code


def test_no_name_means_two_actors_unless_a_rule_decides_between_them() -> None:
    meant: dict[str, set[str]] = {}
    for entry in NAMED:
        for name in spoken(entry):
            for key in keys_of(name):
                meant.setdefault(key, set()).add(entry.code)
    twice = {key: found for key, found in meant.items() if len(found) > 1 and key not in SHARED}
    assert twice == {}


def test_every_shared_name_belongs_to_a_row_and_leads_to_rows() -> None:
    known = {key for entry in ACTORS for name in (*spoken(entry), *entry.bare) for key in keys_of(name)}
    for alias, meant in DATA.rules.ambiguous.items():
        assert set(keys_of(alias)) & known, alias
        assert all(code == "none" or code in ACTORS for code in meant), alias


def test_every_name_of_a_row_leads_back_to_it_or_to_a_decided_other() -> None:
    for entry in NAMED:
        for name in spoken(entry):
            if not set(keys_of(name)) & SHARED:
                assert ACTORS.match(name) == entry.code, name


def test_no_name_of_one_actor_is_a_slip_of_another_actors_name() -> None:
    for entry in NAMED:
        for name in spoken(entry):
            if not set(keys_of(name)) & SHARED:
                near = ACTORS._misspelt(fold(name))
                assert near in ((), (entry.code,)), name


@pytest.mark.parametrize(
    "code",
    [
        "islamic-state-khorasan", "islamic-state", "taliban", "tehrik-i-taliban-pakistan", "haqqani-network",
        "al-qaeda", "united-states", "national-resistance-front-afghanistan", "afghanistan-freedom-front", "fmln",
        "eln-colombia", "farc", "epl-colombia", "m-19", "shining-path", "mrta", "fpmr", "lautaro", "urng",
        "cinchoneros", "morazanist-front", "extraditables", "medellin-cartel", "atlacatl-battalion", "contras",
    ],
)  # fmt: skip
def test_an_actor_others_rely_on_has_a_row(code: str) -> None:
    assert ACTORS.get(code).code == code


def test_a_party_is_no_armed_group() -> None:
    assert ACTORS.get("arena-el-salvador").type == "political_party"


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    with pytest.raises(ResolveError, match="no-such-front"):
        ACTORS.get("no-such-front")


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "when", "parents"),
    [
        ("al-nusra-front", date(2012, 6, 1), ("islamic-state",)),
        ("al-nusra-front", date(2014, 6, 1), ("al-qaeda",)),
        ("al-nusra-front", date(2016, 9, 1), ()),
        ("boko-haram", date(2015, 9, 1), ("islamic-state",)),
        ("boko-haram", date(2020, 1, 1), ()),
        ("jamaat-ul-ahrar", date(2014, 10, 1), ()),
        ("jamaat-ul-ahrar", date(2021, 1, 1), ("tehrik-i-taliban-pakistan",)),
        ("rapid-support-forces", date(2020, 1, 1), ("sudan",)),
        ("rapid-support-forces", date(2023, 6, 1), ()),
        ("haqqani-network", None, ("taliban",)),
        ("islamic-state-khorasan", None, ("islamic-state",)),
    ],
)
def test_branch_and_parent_stay_apart_and_ties_hold_in_time(
    code: str, when: date | None, parents: tuple[str, ...]
) -> None:
    assert ACTORS.parents(code, when=when) == parents


@pytest.mark.parametrize(
    ("name", "when", "code"),
    [
        ("Chechen rebels", date(2004, 9, 1), "chechen-republic-of-ichkeria"),
        ("Chechen rebels", date(2010, 3, 29), "caucasus-emirate"),
        ("Islamic State in Pakistan", date(2018, 7, 1), "islamic-state-khorasan"),
        ("Islamic State in Pakistan", date(2021, 7, 1), "islamic-state-pakistan"),
        ("Northern Alliance", date(2001, 11, 1), "northern-alliance"),
    ],
)
def test_a_shared_name_goes_to_the_actor_of_that_day(name: str, when: date, code: str) -> None:
    assert ACTORS.match(name, when=when) == code


# --- find: spellings --------------------------------------------------------------------------------------------------

SPELLINGS = {
    "islamic-state-khorasan": [
        "IS-K", "IS K", "IS–K", "Islamic State – Khorasan Province",
        "ISIS-K", "ISIS-K.", "ISKP", "ISK", "EI-K", "OEI-K", "Islamic State-Khorasani",
        "Islamic State-Khurasan", "organization of the Islamic State in Khorasan", "Daesh-Khorasan", "ISIL-KP",
        "Islamic State’s Khorasan Province", "ISLAMIC STATE KHORASAN PROVINCE", "Islamic State\nKhorasan",
        "Islamic State\r\n   in Khorasan", "داعش خراسان", "Вилаят Хорасан",
    ],
    "islamic-state": [
        "IS", "Islamic State", "ISIS", "Isis", "ISIL", "Daesh", "Daech", "État islamique", "داعش", "ИГИЛ",
    ],
    "taliban": ["Taliban", "taliban", "TALIBAN", "Taleban", "Islamic Emirate of Afghanistan", "طالبان", "Талибан"],
    "tehrik-i-taliban-pakistan": ["TTP", "Tehreek-e-Taliban Pakistan", "Pakistani Taliban"],
    "haqqani-network": ["Haqqani network", "Haqqani Network", "the Haqqanis", "Haqqani group", "réseau Haqqani"],
    "al-qaeda": ["al-Qaeda", "Al Qaeda", "al-Qa'ida", "al-Qa’ida", "Al-Qaida", "al Kaeda", "القاعدة"],
    "fmln": ["FMLN", "Farabundo Martí National Liberation Front", "FARABUNDO MARTI NATIONAL LIBERATION FRONT"],
    "shining-path": ["Shining Path", "SHINING PATH", "Sendero Luminoso", "sendero luminoso"],
    "mrta": ["MRTA", "Túpac Amaru Revolutionary Movement", "TUPAC AMARU REVOLUTIONARY MOVEMENT"],
    "fpmr": ["Manuel Rodríguez Patriotic Front", "FPMR", "MANUEL RODRIGUEZ PATRIOTIC FRONT"],
    "farc": ["FARC", "Farc", "Revolutionary Armed Forces of Colombia", "FARC-EP"],
    "m-19": ["M-19", "M19", "April 19 Movement", "19TH OF APRIL MOVEMENT"],
    "united-states": ["US forces", "U.S. troops", "American drone", "the US military", "US Army"],
    "israel": ["IDF", "Israeli forces", "Israel Defense Forces", "Israel's army", "Israeli airstrikes"],
    "el-salvador": ["the Salvadoran armed forces", "SALVADORAN ARMY", "Armed Forces of El Salvador"],
    "colombia-police": ["Colombian police", "Colombian National Police", "the National Police of Colombia"],
    "hezbollah": ["Hezbollah", "Hizbullah", "Hizbollah", "حزب الله"],
    "houthis": ["Houthis", "Houthi rebels", "Ansar Allah", "the Huthis"],
    "al-shabaab": ["al-Shabaab", "Al Shabab", "Shebab", "Harakat al-Shabaab al-Mujahideen"],
    "jnim": ["JNIM", "Group for the Support of Islam and Muslims", "Jama'at Nusrat al-Islam wal-Muslimin"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for code, names in SPELLINGS.items() for name in names], ids=str
)  # fmt: skip
def test_a_spelling_is_found_in_a_sentence(name: str, code: str) -> None:
    sentence = (
        f"In Iraq, {name} was named. It was in Peru." if name != name.upper() else f"in Iraq and Peru, {name} did it"
    )
    assert codes(sentence) == [code]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Taliban's men and the Taliban’s guards", ["Taliban", "Taliban"]),
        ("ISIS-linked, Taliban-run and Houthi-held", ["ISIS", "Taliban", "Houthi"]),
        ("Islamic State West Africa Province (ISWAP)", ["Islamic State West Africa Province", "ISWAP"]),
        ("South Sudanese army, Sudanese army", ["South Sudanese army", "Sudanese army"]),
        ("Nigerian army and Nigerien army", ["Nigerian army", "Nigerien army"]),
        ("US-led forces with US forces", ["US-led forces", "US forces"]),
        ("Tehreek-e-Taliban Pakistan and the Afghan Taliban", ["Tehreek-e-Taliban Pakistan", "Afghan Taliban"]),
        ("the Taliban\n\nforces of nature", ["Taliban"]),
    ],
    ids=[
        "possessive", "linked by a hyphen", "name and acronym", "longer name first", "near twins", "US-led", "branch",
        "two paragraphs",
    ],
)  # fmt: skip
def test_the_longest_name_at_a_place_is_found(sentence: str, found: list[str]) -> None:
    assert [hit.text for hit in ACTORS.find(sentence)] == found


# --- find: traps ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "Michael Jordan flew to Jordan.",
        "The road from Kunduz city to Khorasan province was open.",
        "Rahimullah Haqqani and Sirajuddin Haqqani are two men of one name.",
        "It is what it is, and this is us.",
        "THE MAYOR IS IN TOWN. THIS IS ALL. LET US GO TO THE ARENA.",
        "They dream of an Islamic state, a shining path to peace.",
        "Please give us forces that we can trust.",
        "She opened the PDF in her KIA.",
        "Yes, he IS guilty; that is a FACT.",
        "THE MARCH OF 17 NOVEMBER LED BY PEACE BRIGADES TOOK A SHINING PATH",
        "anti-Taliban slogans, a pro-Hezbollah paper and ex-FARC men",
        "The group, the militants and the terrorist group fled; police and gunmen remained.",
        "Georgia police closed the road to Atlanta.",
        "The Conisborough isisproject and Talibanesque words",
        "Richard Wagner wrote operas; Lautaro Martinez scored.",
        "North Sinai Province is in Egypt.",
    ],
    ids=[
        "Jordan", "a city and a region", "people of a network's name", "the verb", "the verb in capitals",
        "an idea, a metaphor", "the pronoun", "a file and a car", "a word stressed",
        "phrases in capitals", "a prefix turns it round", "descriptors",
        "a state of another country", "inside a word", "people", "a governorate",
    ],
)  # fmt: skip
def test_what_is_no_actor_is_left_alone(sentence: str) -> None:
    assert ACTORS.find(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The KIA fought the army in Kachin State, Myanmar.", "kia"),
        ("The ADF raided a village in Congo.", "adf"),
        ("JEM rebels in Sudan", "jem-sudan"),
        ("The JeM camp in Pakistan", "jaish-e-mohammed"),
        ("Maoist rebels in Nepal", "cpn-maoist"),
        ("Maoist rebels in the Philippines", "npa"),
        ("the People's Revolutionary Army in Argentina", "erp-argentina"),
        ("junta troops in Burma", "myanmar"),
        ("A CONTRA PATROL IN NICARAGUA", "contras"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_shared_name_is_decided_by_the_country_the_text_names(sentence: str, code: str) -> None:
    assert codes(sentence) == [code]


def test_without_case_an_article_makes_a_phrase_a_name() -> None:
    for text in ("a man was hurt by the islamic state", "A MAN WAS HURT BY THE ISLAMIC STATE"):
        assert codes(text) == ["islamic-state"]
    assert codes("they want an islamic state") == []
    assert codes("the problem is militants; breathe islamic state") == []


def test_an_acronym_of_the_united_nations_is_no_word_of_a_heading() -> None:
    assert codes("The guard was hit when AGE fired.") == ["anti-government-elements-afghanistan"]
    assert codes("NAME AND AGE OF THE GUARD") == []
    assert codes("The guard's age was given.") == []


def test_a_shared_name_without_a_sign_stays_open() -> None:
    assert codes("Maoist rebels attacked.") == []
    assert ACTORS.match("Maoist rebels") is None
    assert ACTORS.match("Maoist rebels", countries={"NP"}) == "cpn-maoist"


# --- match ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the Taliban", "taliban"),
        ("suspected Taliban fighters", "taliban"),
        ("the Taliban regime", "taliban"),
        ("Islamic State-Khorasani (IS-K)", "islamic-state-khorasan"),
        ("ELN guerrillas", "eln-colombia"),
        ("the Haqqani network of the Taliban", "haqqani-network"),
        ("Talban", "taliban"),
        ("Sendero Luminso", "shining-path"),
        ("Boko Harram", "boko-haram"),
        ("Kachin Independance Army", "kia"),
        ("Lashkar-e-Taibba", "lashkar-e-taiba"),
        ("Hizbolah", "hezbollah"),
        ("United States", "united-states"),
        ("Israel", "israel"),
        ("Jordan", "jordan"),
        ("US", "united-states"),
        ("islamic-state-khorasan", "islamic-state-khorasan"),
    ],
)
def test_a_name_leads_to_its_actor(name: str, code: str) -> None:
    assert ACTORS.match(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "", "...", "us", "is", "Haqqani", "Rahimullah Haqqani", "Khorasan", "Kunduz city", "the group", "gunmen",
        "police", "the terrorist group", "Austrian armi", "Iraqi army of salvation", "a spokesman of the Taliban",
        "Tali", "Taliban and Islamic State",
    ],
)  # fmt: skip
def test_a_name_of_nobody_known_leads_nowhere(name: str) -> None:
    assert ACTORS.match(name) is None


# --- laws -------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "Taliban", "IS-K", "the", "ISIS", "US forces", "al-Qa’ida", "said", "\n", "\r\n", "  ", "—", "İstanbul", "ﬁre",
        "\u0301",
        "Islamic State", "Islamic", "State", "Khorasan", "is", "IS", "FARC", "٣", "حماس", "(", "'s", "anti-",
        "Haqqani", "network",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=80))
def test_offsets_hold_and_hits_do_not_overlap(text: str) -> None:
    end = 0
    for hit in ACTORS.find(text):
        assert hit.start >= end
        assert text[hit.start : hit.end] == hit.text
        assert hit.actor in ACTORS
        end = hit.end


@given(st.text(max_size=60))
def test_folding_moves_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


LONG_NAMES = [
    (name, entry.code)
    for entry in NAMED
    for name in (entry.name, *entry.aliases)
    if not (set(keys_of(name)) & SHARED or name in entry.cased or capitals(name, cased=False))
    and len(name) > SHORT_ACRONYM
]


@given(st.sampled_from(LONG_NAMES))
def test_a_long_name_is_found_in_any_case(known: tuple[str, str]) -> None:
    name, code = known
    assert codes(f"x {name} x") == codes(f"x {name.lower()} x") == [code]


# --- files and speed --------------------------------------------------------------------------------------------------


def copy_of_the_table(folder: Path) -> Path:
    for name in ("types", "sources", "matching", "states"):
        text = (Path(__file__).parents[2] / f"src/tallybook/codebook/actors/{name}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    matching = folder / "matching.yaml"
    matching.write_text(
        matching.read_text(encoding="utf-8").partition("ambiguous:")[0] + "ambiguous: []\n", encoding="utf-8"
    )
    return folder


def test_a_table_of_ones_own_is_read_from_a_folder(tmp_path: Path) -> None:
    row = (
        "- {code: blue-rose-front, name: Blue Rose Front, type: militia, countries: NO, active: 2020/, source: ucdp}\n"
    )
    (copy_of_the_table(tmp_path) / "own.yaml").write_text(row, encoding="utf-8")
    table = ActorTable.read(tmp_path)
    assert table.match("Blue Rose Front fighters") == "blue-rose-front"
    assert table.get("blue-rose-front").countries == ("NO",)
    assert table.get("blue-rose-front").active(date(2019, 1, 1)) is False


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("- {code: a-b, name: A B, type: warlord, countries: NO, source: ucdp}", "warlord"),
        ("- {code: a-b, name: A B, type: armed_group, countries: NO}", "source"),
        ("- {code: a-b, name: A B, type: armed_group, countries: NO, source: hearsay}", "hearsay"),
        ("- {code: a-b, name: A B, type: armed_group, countries: NO, source: ucdp, parent: nobody}", "nobody"),
        ("- {code: norway, name: A B, type: armed_group, countries: NO, source: ucdp}", "twice"),
        ("- {code: a-b, name: A B, type: armed_group, countries: NO, source: ucdp, active: soon}", "soon"),
        ("- {code: a-b, name: A B, type: militia, countries: NO, aliases: A, B, source: ucdp}", "comma"),
        ("- {code: a-b, name: [", "cannot be read"),
    ],
    ids=["type", "no source", "source", "parent", "twice", "date", "comma", "YAML"],
)
def test_a_broken_row_is_an_error_that_names_it(tmp_path: Path, row: str, told: str) -> None:
    (copy_of_the_table(tmp_path) / "own.yaml").write_text(row + "\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=told):
        ActorTable.read(tmp_path)


def test_a_page_is_searched_in_about_a_millisecond() -> None:
    page = ("The Taliban said US forces and Islamic State-Khorasan (IS-K) fought near the town. " * 31)[:2500]
    ACTORS.find(page)
    assert least_seconds(lambda: ACTORS.find(page), runs=20) < 0.005
