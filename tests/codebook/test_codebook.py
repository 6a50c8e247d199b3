"""The codebook: what ships holds together, and what does not hold together is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallybook.codebook import codebook_names, data_hash, describe, load_codebook
from tallybook.codebook.checks import Row, leading_order
from tallybook.codebook.describe import reference_page
from tallybook.codebook.schema import EventType
from tallybook.errors import CodebookError
from tallybook.lang.base import load_lexicon
from tallybook.model import PROPERTIES

CONTRACT_TYPES = {
    "bombing", "suicide_bombing", "armed_assault", "siege", "targeted_killing", "air_strike", "shelling", "execution",
    "prison_break", "armed_clash", "kidnapping", "hijacking", "arson", "robbery", "sabotage", "mob_violence", "other",
}  # fmt: skip
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "codebook.md"


def a_type(code: str, *leads_over: str) -> EventType:
    return EventType(
        code=code, name=code, family="other", definition="x", roles=(), properties=(), leads_over=leads_over
    )


def test_it_has_exactly_the_event_types_of_the_contract() -> None:
    assert set(load_codebook().event_types) == CONTRACT_TYPES


@pytest.mark.parametrize("code", sorted(CONTRACT_TYPES))
def test_every_event_type_says_what_it_takes_in_leaves_out_and_looks_like(code: str) -> None:
    made = load_codebook().event_types[code]
    assert made.include
    assert made.exclude
    assert made.examples


@pytest.mark.parametrize("scheme", ["acled", "gtd", "plover", "ucdp"])
def test_every_event_type_has_its_place_in_the_other_schemes(scheme: str) -> None:
    assert set(load_codebook().crosswalks[scheme].codes) == CONTRACT_TYPES


def test_every_claim_property_is_defined() -> None:
    assert set(PROPERTIES) <= set(load_codebook().properties)


@pytest.mark.parametrize("property_code", ["casualty", "killed", "injured"])
def test_rules_for_figures_exist(property_code: str) -> None:
    from tallybook.reconcile.rules import rule_named  # noqa: PLC0415  (tests only: two parts of one house meet)

    assert rule_named(load_codebook().properties[property_code].rule)


@pytest.mark.parametrize("table", ["people", "targets", "weapons"])
def test_every_category_of_the_lexicon_is_defined_in_the_codebook(table: str) -> None:
    codebook = load_codebook()
    defined = {"people": codebook.groups, "targets": codebook.targets, "weapons": codebook.weapons}[table]
    assert {entry.category for entry in getattr(load_lexicon(), table).values()} == set(defined)


@pytest.mark.parametrize(
    ("told", "leading"),
    [
        (["armed_assault", "suicide_bombing"], "suicide_bombing"),
        (["armed_assault", "bombing"], "bombing"),
        (["other", "arson"], "arson"),
        (["armed_assault", "kidnapping"], "kidnapping"),
        (["siege", "armed_assault", "bombing"], "siege"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_leading_type_comes_first(told: list[str], leading: str) -> None:
    assert load_codebook().ordered(told)[0] == leading


def test_a_type_stands_before_every_type_it_leads_over() -> None:
    types = load_codebook().event_types
    order = list(types)
    for made in types.values():
        assert all(order.index(made.code) < order.index(code) for code in made.leads_over)


def test_types_that_lead_over_each_other_are_refused() -> None:
    with pytest.raises(CodebookError, match="circle among a, b"):
        leading_order({"a": a_type("a", "b"), "b": a_type("b", "a")})


@pytest.mark.parametrize(
    ("code", "wider", "holds"),
    [
        ("rifle", "gun", True),
        ("suicide_vest", "explosive", True),
        ("blade", "gun", False),
        (None, "gun", False),
        ("gun", "rifle", False),
    ],
    ids=[
        "a rifle is a gun",
        "a vest is an explosive",
        "a blade is no gun",
        "nothing is nothing",
        "a gun may be no rifle",
    ],
)
def test_weapon_categories_nest(code: str | None, wider: str, *, holds: bool) -> None:
    assert load_codebook().weapon_is_a(code, wider) is holds


@pytest.mark.parametrize(
    ("group", "armed"), [("military", True), ("students", False), ("unheard", False), (None, False)]
)
def test_only_armed_groups_make_a_clash(group: str | None, *, armed: bool) -> None:
    assert load_codebook().armed(group) is armed


def test_the_profiles_differ_in_what_counts_and_share_the_types() -> None:
    default, muc4 = load_codebook(), load_codebook("muc4")
    assert default.profile.countries is None
    assert muc4.profile.countries is not None
    assert "CO" in muc4.profile.countries
    assert (default.profile.clash_counts, muc4.profile.clash_counts) == (True, False)
    assert default.event_types == muc4.event_types


def test_a_run_can_tell_codebooks_apart_by_their_hash() -> None:
    assert load_codebook().hash == load_codebook("default").hash
    assert load_codebook().hash != load_codebook("muc4").hash
    assert len(data_hash()) == 64


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(CodebookError, match="'mucc4'; known: default, muc4"):
        load_codebook("mucc4")
    assert codebook_names() == ("default", "muc4")


def test_a_profile_of_ones_own_takes_the_rest_from_the_default(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("means: Norway only\ncountries: [NO, SE]\n", encoding="utf-8")
    codebook = load_codebook(str(mine))
    assert codebook.name == "mine"
    assert codebook.profile.countries == ("NO", "SE")
    assert codebook.profile.clash_counts is True


def test_a_profile_of_ones_own_changes_the_hash(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("means: one\n", encoding="utf-8")
    first = load_codebook(str(mine)).hash
    mine.write_text("means: two\n", encoding="utf-8")
    assert load_codebook(str(mine)).hash != first


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("recency: 3\n", "unknown key 'recency'"),
        ("recency_days: soon\n", "recency_days is 'soon'"),
        ("recency_days: 0\n", "recency_days is 0"),
        ("countries: [Norway]\n", "two-letter ISO codes"),
        ("event_types: [bombing, bombs]\n", "event_types has 'bombs'"),
        ("clash_counts: perhaps\n", "clash_counts is 'perhaps'; it must be true or false"),
        ("extends: nothing\n", "extends is 'nothing'; known: default, muc4"),
        ("aggregates: keep\n", "aggregates is 'keep'; it must be one of tally, drop"),
        ("stages: accomplished\n", "must be a list of texts"),
        ("- a list\n", "a mapping of keys to values is needed"),
        ("a: [\n", "not valid YAML"),
        ("means: ''\n", "it must be a text"),
    ],
)
def test_a_faulty_profile_is_named_with_file_key_and_value(tmp_path: Path, text: str, message: str) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"mine\.yaml") as caught:
        load_codebook(str(mine))
    assert message in str(caught.value)


def test_a_missing_profile_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"nowhere\.yaml"):
        load_codebook(str(tmp_path / "nowhere.yaml"))


def test_a_missing_key_is_named() -> None:
    with pytest.raises(CodebookError, match="x: the key 'means' is missing"):
        Row("x", {}).text("means")


def test_describing_names_every_event_type_with_its_definition() -> None:
    rows = {row.code: row.means for row in describe(load_codebook()) if row.section == "event_type"}
    assert set(rows) == CONTRACT_TYPES
    assert all(rows.values())


def test_describing_a_narrow_profile_lists_only_its_types(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("event_types: [arson]\n", encoding="utf-8")
    rows = [row.code for row in describe(load_codebook(str(mine))) if row.section == "event_type"]
    assert rows == ["arson"]


def test_the_reference_page_is_as_the_data_say() -> None:
    profiles = {name: load_codebook(name) for name in codebook_names()}
    made = reference_page(profiles["default"], profiles=profiles)
    stale = "docs/reference/codebook.md is stale: run python -m tallybook.codebook > docs/reference/codebook.md"
    assert REFERENCE.read_text(encoding="utf-8") == made, stale
