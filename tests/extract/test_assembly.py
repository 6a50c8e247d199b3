"""Which sentences tell of one incident, and which open another one."""

from __future__ import annotations

import pytest
from told import claims, reading

from tallybook.extract.assembly import OPEN_STORIES, assemble
from tallybook.extract.dateline import in_capitals
from tallybook.extract.shot_counts import is_generic
from tallybook.model import Target


def told(text: str) -> list[list[str]]:
    """The words of the acts of every story."""
    made, stories = reading(text)
    return [[made.document.text[act.start : act.end] for act in story.acts] for story in stories]


@pytest.mark.parametrize(
    ("text", "stories"),
    [
        pytest.param("", 0, id="no text"),
        pytest.param("A bomb killed six people in Kabul on Tuesday. The attack injured 20 others.", 1, id="goes on"),
        pytest.param(
            "A bomb killed six people in Kabul on Tuesday. Another bomb killed two people in Basra on Tuesday.",
            2,
            id="two towns",
        ),
        pytest.param("Two men were shot in Kabul on Tuesday. Another man, 31, was shot in the leg.", 1, id="one more"),
        pytest.param("A man was shot in Kabul on Tuesday. Three others were also wounded.", 1, id="others, too"),
        pytest.param(
            "Two men were shot in Kabul on Tuesday. A boy was shot in the leg and pronounced dead at 1:30 a.m. Friday.",
            1,
            id="the day of a death in hospital",
        ),
        pytest.param(
            "A bomb killed six people in Kabul on 4 May 2011. A bomb killed two people in Kabul on 9 May 2011.",
            2,
            id="two days",
        ),
        pytest.param(
            "The attacks:\n- 4 May 2011: A bomb killed six people.\n- 5 May 2011: Gunmen killed two people.",
            2,
            id="two entries of a list",
        ),
        pytest.param(
            "Gunmen kidnapped two nurses in Kabul on Tuesday. A bomb exploded at a bank, killing six.",
            2,
            id="other kind",
        ),
        pytest.param(
            "A man was shot in Kabul on Tuesday. Another man was shot in the arm. A third victim was shot in the leg.",
            1,
            id="further victims",
        ),
        pytest.param(
            "A man was shot in Sydney on Tuesday. Another man was shot in Goma.",
            2,
            id="a further victim in another town",
        ),
        pytest.param(
            "A man was shot on Tuesday. He was pronounced dead at a hospital on 9 August.", 1, id="a death in hospital"
        ),
        pytest.param(
            "A man was shot in Kabul on 9 August 2022 with a gun that was stolen in Basra in 1995.",
            1,
            id="a stolen gun",
        ),
        pytest.param(
            "UPDATE (5 p.m.):\n\nA man was shot in Kabul on Tuesday.\n\nThe man was shot twice.\n\n"
            "ORIGINAL STORY:\n\nA man was shot in Kabul.\n\nNobody saw who fired the shot that hit the man.",
            1,
            id="one story under its updates",
        ),
        pytest.param(
            "A man was shot in Kabul on Tuesday. He was at least the third man to be shot in Kabul this month.",
            1,
            id="which one it was",
        ),
        pytest.param(
            "A man was shot in Kabul on Tuesday. From January to June 2022, 74 people died there.",
            1,
            id="a count over months",
        ),
        pytest.param("Such attacks have regularly killed people over the years.", 0, id="a habit"),
    ],
)
def test_sentences_fall_into_stories(text: str, stories: int) -> None:
    assert len(told(text)) == stories


def test_many_entries_stay_apart_however_many_they_are() -> None:
    count = 2 * OPEN_STORIES
    entries = "".join(f"- {day % 28 + 1} May 2011: A bomb killed {day + 2} people.\n" for day in range(count))
    assert len(told("The attacks:\n" + entries)) == count


def test_a_story_knows_the_types_and_victims_of_its_acts() -> None:
    _, [story] = reading("A bomb exploded in Kabul on Tuesday. The blast killed a judge.")
    assert story.events == ["bombing"]
    assert "judge" in story.hit
    assert story.named == {code for act in story.acts for code in [*([act.event] if act.event else []), *act.events]}


def test_no_acts_make_no_stories() -> None:
    made, _ = reading("The council met.")
    assert assemble([[] for _ in made.sentences], made.sentences, made.scene_of) == []


def test_a_surname_is_told_in_full_where_the_text_names_it() -> None:
    text = "Maria Ruiz led the union for years. Gunmen killed Ruiz in Northtown on Tuesday."
    assert [one.value.name for one in claims(text) if isinstance(one.value, Target)] == ["Maria Ruiz"]


@pytest.mark.parametrize(
    ("text", "generic"),
    [
        ("A bomb killed 12 people in Kabul on Tuesday.", True),
        ("A bomb exploded in Kabul on Tuesday, leaving 12 dead.", True),
        ("A bomb killed 12 soldiers in Kabul on Tuesday.", False),
    ],
    ids=["people", "dead", "soldiers"],
)
def test_a_figure_of_everybody_can_be_the_total(text: str, generic: bool) -> None:
    _, [story] = reading(text)
    assert [is_generic(figure.group) for figure in story.figures] == [generic]


@pytest.mark.parametrize(
    ("text", "capitals"), [("GUNMEN KILLED 3.", True), ("Gunmen killed 3.", False), ("12 - 3", False)]
)
def test_a_text_in_capitals_is_known(text: str, capitals: bool) -> None:
    assert in_capitals(text) is capitals


def test_what_nothing_pins_down_is_a_story_only_for_a_profile_that_weighs_stories() -> None:
    made, stories = reading("The murder of the priests has shocked everybody.")
    assert not stories
    assert [one.events for one in made.stories(loose=True)] == [["targeted_killing"]]
