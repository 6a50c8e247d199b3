"""Who did it, in the constructions of short reports: by words before nouns, in chains of verbs, beside who was hurt."""

from __future__ import annotations

import pytest
from told import GAZETTEER, document, parties

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.extract import extract


@pytest.mark.parametrize(
    ("text", "doer", "status"),
    [
        ("Seven protesters died in clashes that broke out on Monday with security forces in Northtown.",
         "security forces", "attributed"),
        ("The air force attacked what it said were camps; twelve villagers were killed.", "air force", "attributed"),
        ("Nine villagers were killed during an army operation near Northtown.", "army", "suspected"),
        ("Nine villagers were killed in an operation of the army near Northtown.", "army", "suspected"),
        ("Nine people were killed in Northtown, where the army has been conducting operations.", "army", "suspected"),
        ("Nine civilians were killed in army shelling of Northtown.", "army", "attributed"),
        ("Rebel fire killed two people in Northtown.", "rebel", "suspected"),
        ("The death of nine people in Northtown followed a police raid.", "police", "attributed"),
        ("Two passengers were killed after bandits stopped a bus near Northtown.", "bandits", "suspected"),
        ("Eight farmers were killed when armed herders came to Northtown.", "armed herders", "suspected"),
        ("A teacher was arrested by soldiers in Northtown, tortured and shot dead.", "soldiers", "attributed"),
        ("Twelve people were killed in air strikes by the coalition on Northtown.", "coalition", "attributed"),
        ("Herders armed with rifles attacked Northtown and killed eight farmers.", "herders", "attributed"),
        ("Russia shelled Northtown, killing eight people.", "russia", "attributed"),
        ("A boy was killed by Israeli fire near Northtown.", "israel", "suspected"),
        ("A PKK car bomb killed eight people in Northtown.", "pkk", "attributed"),
        ("The perpetrator of the attack, Paul Doe, shot three people in Northtown.", "paul doe", "suspected"),
        ("Three people were shot dead in Northtown. The suspect, Paul Doe of Southtown, was arrested.",
         "paul doe", "suspected"),
        ("Three people were shot dead in Northtown. The shooter was identified as Paul Doe.", "paul doe", "suspected"),
    ],
    ids=["a clash told of", "what it said", "an operation", "an operation of", "where they operate",
         "shelling", "fire", "a raid", "after bandits", "armed herders", "a chain", "a coalition", "a subject",
         "a state", "a state's fire", "a car bomb", "the perpetrator", "the suspect", "identified as"],
)  # fmt: skip
def test_who_did_it_is_read_off_nouns_chains_and_asides(text: str, doer: str, status: str) -> None:
    assert (doer, status) in parties(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Forces loyal to the governor shelled Northtown, killing four people.", "Forces loyal to the governor"),
        ("Fighters of the Northern Front killed five people in Northtown.", "Fighters of the Northern Front"),
        ("Two elders were killed by members of a rival clan in Northtown.", "members of a rival clan"),
    ],
    ids=["loyal to", "fighters of", "members of"],
)
def test_people_are_named_with_those_they_belong_to(text: str, printed: str) -> None:
    found = extract(document(text), codebook=load_codebook(), actors=load_actors(), gazetteer=GAZETTEER)
    assert printed in {one.span.text for one in found if one.role == "perpetrator"}


@pytest.mark.parametrize(
    "text",
    [
        "Nine soldiers were killed during an army operation near Northtown.",
        "Two people were killed after police arrived in Northtown.",
        "39 people killed and 70 others were wounded in Northtown.",
        "A teacher was arrested by soldiers. He fell ill, and later an actor was shot dead.",
    ],
    ids=["their own dead", "after the police came", "counted people", "another subject"],
)
def test_who_stands_by_is_no_doer(text: str) -> None:
    assert {doer for doer, _ in parties(text)} == set()


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Two workers were shot dead by gunmen in Qwertin village, Leer.", {("gunmen", "attributed")}),
        ("Two workers were shot dead by the army, police and Ana Ruiz.",
         {("army", "attributed"), ("police", "attributed"), ("ana ruiz", "attributed")}),
    ],
    ids=["a unit behind a village", "a list"],
)  # fmt: skip
def test_a_name_behind_a_place_is_no_further_doer(text: str, doers: set[tuple[str, str]]) -> None:
    assert parties(text) == doers


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("Soldiers and police were accused of killing 12 people in Northtown.",
         {("soldiers", "suspected"), ("police", "suspected")}),
        ("A worker was arrested by Junta Forces in Northtown, Southland, tortured, then shot and killed.",
         {("junta forces", "attributed")}),
        ("Men dressed up in uniforms have killed seven people in Northtown.", {("men", "attributed")}),
        ("The attack, which killed six people in Northtown, was carried out by rebels.", {("rebels", "attributed")}),
        ("The attack, which lasted an hour, was carried out by rebels. Six people were killed.",
         {("rebels", "attributed")}),
        ("Gunmen, thought to be rebels, killed six people in Northtown.",
         {("gunmen", "suspected"), ("rebels", "suspected")}),
        ("Six people were killed by gunmen believed to be from the Northern Front.",
         {("gunmen", "attributed"), ("northern front", "suspected")}),
        ("Rebels were responsible for the deaths of six people in Northtown.", {("rebels", "attributed")}),
        ("Six people died at the hands of rebels in Northtown.", {("rebels", "attributed")}),
        ("Six people were killed by the rebel Northern Front.", {("rebel northern front", "attributed")}),
        ("Six people were killed in clashes between farmers and herders.",
         {("farmers", "attributed"), ("herders", "attributed")}),
        ("Six people were killed in clashes between police and farmers.", {("police", "attributed")}),
        ("Six people were killed in an attack from armed herder Doe on Northtown.", {("doe", "attributed")}),
        ("The suspect, 23 year old Paul Doe, shot six people dead in Northtown.", {("paul doe", "suspected")}),
        ("Six people drowned in floods that were blamed on the city.", set()),
    ],
    ids=["a pair accused", "arrested by a force", "dressed up", "a relative clause", "another", "thought to be",
         "believed to be from", "responsible for deaths", "at the hands of", "an armed name", "two peoples",
         "one side armed", "armed people", "an age", "no deed"],
)  # fmt: skip
def test_who_did_it_is_read_across_asides_ages_and_guesses(text: str, doers: set[tuple[str, str]]) -> None:
    assert doers <= parties(text)
    assert bool(parties(text)) is bool(doers)


def test_the_accused_are_named_with_those_whose_side_they_are_on() -> None:
    text = "Troops and militiamen loyal to Doe were accused of killing 78 people at Northtown."
    found = extract(document(text), codebook=load_codebook(), actors=load_actors(), gazetteer=GAZETTEER)
    printed = {one.span.text for one in found if one.role == "perpetrator"}
    assert printed == {"Troops", "militiamen loyal to Doe"}


OWN_WORDS = (
    ("The army said it killed 15 rebels in Northtown on Monday.", "army"),
    ("The army said on Monday that it killed 15 rebels in Northtown.", "army"),
    ("The rebels said they killed 50 soldiers in Northtown on Monday.", "rebels"),
    ("Rebel commanders said they ambushed a patrol in Northtown on Monday.", "rebel commanders"),
    ("The army said its forces killed 15 militants in Northtown on Monday.", "army"),
    ("The Northern Brigade says it was behind Monday's attack in Northtown that killed six.", "northern brigade"),
    ("Rebels said their forces had killed nine soldiers in Northtown on Monday.", "rebels"),
    ("Fighting broke out in Northtown on Monday after villagers fled; the army said it killed 15 rebels.", "army"),
)


@pytest.mark.parametrize(("text", "doer"), OWN_WORDS)
def test_who_says_of_himself_that_he_did_it_claims_it(text: str, doer: str) -> None:
    assert parties(text) == {(doer, "claimed")}


def test_what_one_side_says_of_itself_is_no_claim_of_the_other() -> None:
    told = parties("Rebels attacked a post in Northtown on Monday; the army said it killed 15 rebels.")
    assert told == {("rebels", "attributed"), ("army", "claimed")}


def test_who_says_it_aside_did_not_do_it() -> None:
    told = parties("Gunmen attacked a bus in Northtown on Monday, the army said on Tuesday, killing three people.")
    assert told == {("gunmen", "attributed")}


def test_bare_forces_are_doers() -> None:
    assert ("forces", "attributed") in parties("The forces killed 15 militants in Northtown on Monday.")


def test_who_did_what_is_looked_back_to_did_not_do_the_deed_at_hand() -> None:
    text = "A car bomb killed three people in Northtown on Friday, a day after gunmen killed two policemen in Eastvale."
    assert parties(text) == set()


def test_forces_whose_part_is_denied_are_those_of_who_denies_it() -> None:
    text = "Nine people died on Monday. The army denied that its forces had shelled Northtown."
    assert parties(text) == {("army", "denied")}
