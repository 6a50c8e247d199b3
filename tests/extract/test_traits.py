"""Traits of the telling of a story, and the scale on which a profile weighs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from told import GAZETTEER, document, reading

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.codebook.keeping import Keeping, load_keeping
from tallybook.errors import CodebookError
from tallybook.extract.patterns import extract
from tallybook.extract.traits import MORE, Telling, step, traits_of


def traits(text: str) -> list[set[str]]:
    """The traits of every story of a text."""
    made, stories = reading(text)
    telling = Telling.of(made.document, made.sentences, stories)
    return [set(traits_of(rank, telling, load_codebook())) for rank in range(len(stories))]


@pytest.mark.parametrize(("value", "name"), [(0, "0"), (1, "1"), (3, "4"), (5, MORE)])
def test_counts_fall_into_steps(value: int, name: str) -> None:
    assert step(value, (0, 1, 2, 4)) == name


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("A bomb exploded at a bank in Northtown on Tuesday.", "type:bombing"),
        ("A bomb exploded at a bank in Northtown on Tuesday.", "weapon:bomb"),
        ("Gunmen killed Judge Ana Ruiz on Tuesday.", "victim:titled"),
        ("Gunmen killed Judge Ana Ruiz on Tuesday.", "armed:none"),
        ("Guerrillas killed two soldiers in Northtown on Tuesday.", "armed:all"),
        ("Soldiers killed two peasants in Northtown on Tuesday.", "state_doer:1:none"),
        ("Soldiers killed two peasants in Northtown on 4 May 2011.", f"ago:{MORE}"),
        ("Gunmen killed two peasants in Northtown on Thursday.", "ago:1"),
        ("Gunmen killed two peasants in Northtown on Thursday.", "pinned:1"),
    ],
)
def test_traits_are_codes_counts_and_grammar(text: str, trait: str) -> None:
    [found] = traits(text)
    assert trait in found


def test_names_are_no_traits() -> None:
    [one] = traits("Gunmen killed Judge Ana Ruiz in Northtown on Tuesday.")
    [other] = traits("Gunmen killed Judge Eva Diaz in Northtown on Tuesday.")
    assert one == other


def test_two_stories_know_of_each_other() -> None:
    first, second = traits("A bomb killed six people on 4 May 2011. Another bomb killed two people on 9 May 2011.")
    assert {"rank:0", "stories:2"} <= first
    assert {"rank:1", "stories:2"} <= second


def test_a_scale_adds_the_weights_of_the_traits_it_knows() -> None:
    scale = Keeping(threshold=0.5, bias=0.0, weights={"type:bombing": 1.0, "when:none": -1.0})
    assert scale.score(["type:bombing"]) > 0.7
    assert scale.score(["type:bombing", "when:none", "told:2"]) == 0.5
    assert scale.score(["type:bombing", "type:bombing"]) == scale.score(["type:bombing"])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Terrorists killed Judge Ana Ruiz with a bomb at her home in Northtown on Thursday.", True),
        ("He spoke of the war. Two soldiers were killed in clashes in 1985.", False),
    ],
)
def test_the_profile_of_1992_weighs_stories(text: str, *, kept: bool) -> None:
    codebook = load_codebook("muc4")
    found = extract(document(text), codebook=codebook, actors=load_actors(), gazetteer=GAZETTEER)
    assert bool(found) is kept


def test_only_the_profile_of_1992_weighs() -> None:
    assert load_codebook().profile.keeping is None
    assert load_codebook("muc4").profile.keeping == "muc4"


def test_a_scale_that_is_not_there_is_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("keeping: nothing\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"codebook/keeping has no nothing\.yaml"):
        load_codebook(str(mine))
    assert 0 < load_keeping("muc4").threshold < 1
