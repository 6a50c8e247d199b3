"""What kind of act plain sentences tell of; the sentences are our own, the town is invented."""

from __future__ import annotations

import pytest
from told import claims, parties

from tallybook.model import Code

KINDS = {
    "air_strike": (
        "An Israeli strike killed nine people in Northtown on Friday.",
        "Nine people were killed in strikes on Northtown on Friday.",
        "A strike hit a petrol station in Northtown on Friday, killing nine.",
        "Warplanes hit a hospital in Northtown on Friday, killing nine patients.",
        "A hospital in Northtown was hit from the air on Friday, killing nine patients.",
        "Barrel bombs dropped on Northtown on Friday killed nine people.",
        "A drone dropped grenades on a crowd in Northtown on Friday, killing nine.",
        "A kamikaze drone crashed into a barracks in Northtown on Friday, killing nine soldiers.",
    ),
    "shelling": (
        "Mortar rounds landed in a school yard in Northtown on Friday, killing nine children.",
        "A tank shell tore through a home in Northtown on Friday, killing nine.",
        "Rebels rained rockets on Northtown on Friday, killing nine.",
        "Nine people died when Israeli artillery hit a market in Northtown on Friday.",
        "A passenger jet was brought down by a missile near Northtown on Friday, killing 90.",
    ),
    "bombing": (
        "Nine people died when their bus drove over a mine near Northtown on Friday.",
        "A roadside device killed nine soldiers near Northtown on Friday.",
        "Grenades were lobbed at a church in Northtown on Friday, killing nine.",
        "A parcel bomb killed a clerk in Northtown on Friday.",
        "A home-made device went off outside a bank in Northtown on Friday, but nobody was hurt.",
    ),
    "suicide_bombing": (
        "A man blew himself up at a checkpoint in Northtown on Friday, killing nine.",
        "A woman with an explosive belt killed nine people in Northtown on Friday.",
    ),
    "armed_assault": (
        "Police fired tear gas and rubber bullets at a crowd in Northtown on Friday, injuring 40.",
        "A lorry was driven into a crowd in Northtown on Friday, killing nine.",
        "Three people had their throats cut in Northtown on Friday.",
        "Three people were hacked to death with machetes in Northtown on Friday.",
        "A sniper killed a boy in Northtown on Friday.",
        "Riot police killed nine demonstrators in Northtown on Friday.",
        "Nine worshippers were massacred in a church in Northtown on Friday.",
        "A gunman on a roof fired at a rally in Northtown on Friday. One man, a former fire chief, was killed.",
    ),
    "mob_violence": (
        "A mob beat a man to death in Northtown on Friday.",
        "Residents took the law into their own hands and beat two thieves to death in Northtown on Friday.",
        "Rioters killed nine people in Northtown on Friday.",
        "A crowd lynched two men accused of theft in Northtown on Friday.",
    ),
    "targeted_killing": (
        "The mayor of Northtown was shot dead on Friday as he left a restaurant.",
        "A judge was assassinated in Northtown on Friday.",
        "Gunmen on a motorcycle killed a councillor in Northtown on Friday.",
    ),
    "arson": ("Nine villagers were burned alive in their homes in Northtown on Friday by militiamen.",),
    "execution": ("The militants executed nine captives in Northtown on Friday.",),
    "armed_clash": ("Rival communities fought in Northtown on Friday, leaving nine dead.",),
}


def _codes(text: str, prop: str) -> list[str]:
    return [one.value.code for one in claims(text) if one.prop == prop and isinstance(one.value, Code)]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_the_leading_type(kind: str, text: str) -> None:
    assert _codes(text, "event_type")[:1] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen tried to kill the mayor of Northtown on Friday.", "armed_assault"),
        ("Gunmen tried to assassinate the mayor of Northtown on Friday.", "targeted_killing"),
        ("The mayor escaped an assassination attempt in Northtown on Friday.", "targeted_killing"),
        ("The mayor survived an attempt on his life in Northtown on Friday.", "targeted_killing"),
        ("Police foiled a bomb attack on a church in Northtown on Friday.", "bombing"),
    ],
)
def test_an_attempt_is_an_incident_in_which_nobody_was_killed(text: str, kind: str) -> None:
    assert _codes(text, "event_type")[:1] == [kind]
    assert _codes(text, "stage") == ["attempted"]
    assert [one for one in claims(text) if one.prop == "casualty"] == []


def test_who_tried_is_the_doer() -> None:
    assert parties("Gunmen tried to kill the mayor of Northtown on Friday.") == {("gunmen", "attributed")}


def test_a_threat_in_between_gives_no_doer() -> None:
    found = parties(
        "A drone killed a man in Northtown on Friday. It angered the rebels and threatened to end the truce."
    )
    assert found == set()


def test_who_was_killed_for_another_crime_is_no_suspect() -> None:
    assert parties("A crowd lynched two men accused of theft in Northtown on Friday.") == {("crowd", "attributed")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Three of the convicted men were executed in Northtown on Friday.", []),
        ("A man condemned for a bombing was hanged in Northtown on Friday.", []),
        ("Three men were executed in Northtown on Friday.", ["execution"]),
        ("The rebels executed three men whom they had convicted of spying in Northtown on Friday.", ["execution"]),
    ],
)
def test_a_sentence_that_is_carried_out_is_no_attack(text: str, told: list[str]) -> None:
    assert _codes(text, "event_type")[:1] == told
