"""Who is said to be behind an act, and how surely."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import parties, reading

from tallybook.lang.blame import load_blame_words

BOMB = "A bomb killed six people in Northtown on Tuesday. "


@pytest.mark.parametrize(
    ("sentence", "party"),
    [
        ("ETA claimed responsibility.", ("eta", "claimed")),
        ("ETA said in a statement that its members had planted the bomb.", ("eta", "claimed")),
        ("The attack was claimed by ETA.", ("eta", "claimed")),
        ("A letter claimed the attack in the name of ETA.", ("eta", "claimed")),
        ("The government blamed ETA for the attack.", ("eta", "suspected")),
        ("The attack was blamed on ETA.", ("eta", "suspected")),
        ("Officials accused the FARC of the crime.", ("farc", "suspected")),
        ("The FARC is suspected of the attack.", ("farc", "suspected")),
        ("The FARC is believed to be behind the attack.", ("farc", "suspected")),
        ("The minister holds the FARC responsible.", ("farc", "suspected")),
        ("The authorities suspect the FARC.", ("farc", "suspected")),
        ("The attack was attributed to the FARC.", ("farc", "attributed")),
        ("Members of the FARC were implicated in the attack.", ("farc", "suspected")),
        ("The FARC denied any role in the attack.", ("farc", "denied")),
        ("The FARC has denied that it was behind the attack.", ("farc", "denied")),
        ("Ukraine accuses Russia of the attack.", ("russia", "suspected")),
        ("ETA claims responsibility.", ("eta", "claimed")),
        ("Redshore Brigade, a splinter of the FARC, claimed the attack.", ("redshore brigade", "claimed")),
        ("ETA, a group of dissidents who left the FARC, claimed the attack.", ("eta", "claimed")),
        ("The FARC, which is allied with ETA, has denied that it attacked the town.", ("farc", "denied")),
        ("A group little known so far, ETA, said that it had done it.", ("eta", "claimed")),
        ("Rebels of the FARC, a group that is close to ETA, are held responsible.", ("farc", "suspected")),
        ("The government suspects the Islamic State in West Africa.", ("iswap", "suspected")),
        ("Suspicion has fallen on ETA and on the FARC.", ("farc", "suspected")),
        ("A spokesman for ETA denied that the group had any part in the bombing.", ("eta", "denied")),
        ("A spokesman in the capital denied that ETA was behind it.", ("eta", "denied")),
        ("The alliance linked to ETA, the FARC, denied that its fighters were involved.", ("farc", "denied")),
        ("A commander of the FARC said that the bombing was revenge for a raid.", ("farc", "claimed")),
        ("The court heard that ETA had planned the attack.", ("eta", "attributed")),
        ("The minister attributes the attempt to ETA.", ("eta", "attributed")),
        ("The president said that members of ETA carried it out.", ("eta", "attributed")),
        ("The Islamic State group said in a statement that one of its men did it.", ("islamic-state", "claimed")),
        ("ETA undertook the attack.", ("eta", "claimed")),
        ("ETA wrote that it had placed the van.", ("eta", "claimed")),
        ("ETA said they had shot at the barracks.", ("eta", "claimed")),
        ("ETA adopted the operation.", ("eta", "claimed")),
        ("ETA had nothing to do with Tuesday's bombing.", ("eta", "denied")),
        ("ETA called the accusation baseless.", ("eta", "denied")),
        ("The attack bears the hallmarks of the FARC.", ("farc", "suspected")),
        ("Analysts see the hand of the FARC.", ("farc", "suspected")),
        ("The government pointed at the FARC.", ("farc", "suspected")),
        ("Suspicion fell at once on the FARC.", ("farc", "suspected")),
        ("Police linked the attack to the FARC.", ("farc", "suspected")),
        ("Witnesses identified the attackers as members of the FARC.", ("farc", "suspected")),
        ("A court found that the attackers belonged to the FARC.", ("farc", "attributed")),
        ("The bombers are thought to belong to the FARC.", ("farc", "attributed")),
        ("The FARC boasted of the killings.", ("farc", "claimed")),
        ("A FARC commander confirmed that his unit had carried out the action.", ("farc", "claimed")),
        ("The FARC carried out the bombings.", ("farc", "attributed")),
        ("Monitors held the government's forces responsible.", ("government 's forces", "suspected")),
        ("Officials suspect ETA. A spokesman for the group in the capital denied any involvement.", ("eta", "denied")),
    ],
)
def test_the_next_sentence_tells_who_is_behind_it(sentence: str, party: tuple[str, str]) -> None:
    assert party in parties(BOMB + sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "No group has claimed responsibility.",
        "Nobody claimed the attack.",
        "The mayor condemned the attack.",
        "The president ordered an investigation.",
        "The opposition accused the government of wasting money.",
        "ETA has claimed responsibility for a series of attacks.",
        "There was no evidence that ETA was behind the attack.",
        "A spokesman denied any involvement.",
        "The minister linked the price of bread to the FARC.",
    ],
)
def test_who_only_speaks_or_claims_everything_is_behind_nothing(sentence: str) -> None:
    assert parties(BOMB + sentence) == set()


def test_nobody_claiming_is_told() -> None:
    _, stories = reading(BOMB + "No group has claimed responsibility.")
    assert [one[0] for act in stories[0].acts for one in act.responsibility] == ["none_reported"]


def test_a_hedge_makes_a_doer_only_a_suspect() -> None:
    assert parties("Suspected FARC rebels killed six people in Northtown on Tuesday.") == {("farc", "suspected")}
    assert parties("FARC rebels killed six people in Northtown on Tuesday.") == {("farc", "attributed")}


def test_a_group_accused_and_cleared_by_itself_is_denied_and_blamed_by_another_suspected() -> None:
    found = parties(BOMB + "The government blamed ETA for the attack. The FARC denied any role in the attack.")
    assert found == {("eta", "suspected"), ("farc", "denied")}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("An Israeli air strike killed six people in Northtown on Tuesday.", "israel"),
        ("Turkish army shelling killed six people in Northtown on Tuesday.", "turkey"),
        ("Six people were killed in a series of Russian air strikes on Tuesday.", "russia"),
    ],
)
def test_the_state_before_an_air_strike_did_it(text: str, actor: str) -> None:
    assert parties(text) == {(actor, "attributed")}


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("A Russian missile struck a house in Northtown on Tuesday, killing six people.", "russia"),
        ("Six people were killed on Tuesday when an aircraft of the Israeli army bombed a bus in Northtown.", "israel"),
        ("Six people were killed on Tuesday when coalition aircraft bombed a bus in Northtown.", "coalition"),
        ("A suicide bomber of the FARC killed six people in Northtown on Tuesday.", "farc"),
        ("Aircraft of the Israeli army bombed a market in Northtown on Tuesday, killing six.", "israel"),
        ("Helicopters of the army fired on a wedding in Northtown on Tuesday, killing six.", "army"),
        ("A car bomb of the FARC killed six people in Northtown on Tuesday.", "farc"),
        ("Six people died when Israeli artillery hit a market in Northtown on Tuesday.", "israel"),
        ("Six people died when Russian shells hit a market in Northtown on Tuesday.", "russia"),
    ],
)
def test_whose_aircraft_missile_or_bomber_it_was_did_it(text: str, party: str) -> None:
    assert (party, "attributed") in parties(text)


def test_those_before_another_deed_were_hit() -> None:
    assert parties("An Israeli bus bombing killed six people in Northtown on Tuesday.") == set()


def test_who_says_whose_work_it_was_is_not_behind_it() -> None:
    assert parties("The killing of six people in Northtown on Tuesday was the work of ETA, the governor said.") == {
        ("eta", "attributed")
    }


def test_police_who_shoot_into_a_crowd_are_no_victims() -> None:
    _, stories = reading("Policemen shot into the crowd in Northtown on Friday, killing nine people.")
    assert [harm.phrase.low for act in stories[0].acts for harm in act.harms] == ["people"]


def test_police_who_shoot_the_attacker_are_no_perpetrators() -> None:
    found = parties("A gunman killed six people in Northtown on Sunday before he was shot dead by police.")
    assert {name for name, _ in found} == {"gunman"}


def test_a_claim_far_from_any_deed_is_left_out() -> None:
    filler = "The council met to speak about the budget of the town. " * 8
    assert parties(BOMB + filler + "ETA claimed responsibility.") == set()


@given(st.text(alphabet="abn cliedmo,. ", max_size=400))
def test_cues_are_found_in_any_text_at_once(text: str) -> None:
    for cue in load_blame_words().cues:
        for found in cue.pattern.finditer(text):
            assert found.group().strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan military jets bombed Northtown on Tuesday, killing six people.", {("kenya", "attributed")}),
        ("Six people were killed in a Nigerian Air Force strike on a clinic on Tuesday.", {("nigeria", "attributed")}),
        ("Taliban members abducted six people in Northtown on Tuesday.", {("taliban", "attributed")}),
        ("A FARC car bomb and gun attack on a clinic killed six people on Tuesday.", {("farc", "attributed")}),
        ("Six people were killed on Tuesday by angry workers.", {("angry workers", "attributed")}),
        ("A nurse was shot in the leg on Tuesday, while walking home, by two men.", {("men", "attributed")}),
        ("Six people were abducted on Tuesday by allegedly the FARC.", {("farc", "suspected")}),
        ("Six people were killed in clashes between rebels and police in Northtown on Tuesday.",
         {("rebels", "attributed"), ("police", "attributed")}),
        ("Six people were killed in an attack from suspected rebels on Tuesday.", {("suspected rebels", "suspected")}),
        ("Rebels accused the government of bombing a clinic on Tuesday, killing six people.",
         {("government", "suspected")}),
    ],
    ids=["aircraft", "air force", "members", "two means", "workers", "behind an aside", "by allegedly", "both sides",
         "from", "the government accused"],
)  # fmt: skip
def test_doers_are_found_wherever_the_sentence_puts_them(text: str, expected: set[tuple[str, str]]) -> None:
    assert parties(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Six people were killed on Tuesday when soldiers entered Northtown.", {("soldiers", "suspected")}),
        ("Six soldiers were killed on Tuesday when soldiers entered Northtown.", set()),
        ("Six people were killed on Tuesday when farmers entered Northtown.", set()),
        ("Gunmen killed six people on Tuesday when soldiers entered Northtown.", {("gunmen", "attributed")}),
    ],
    ids=["armed", "their own", "unarmed", "another doer"],
)
def test_armed_people_who_moved_in_when_people_died_are_suspected(text: str, expected: set[tuple[str, str]]) -> None:
    assert parties(text) == expected


def test_where_a_videotape_was_found_is_no_site_of_the_attack() -> None:
    found = "On Saturday police found a videotape near a mosque on which a man claims the attack in the name of ETA."
    _, stories = reading(BOMB + found)
    assert [site.low for act in stories[0].acts for site in act.sites] == []
    assert ("eta", "claimed") in parties(BOMB + found)
