"""Candidates for the parts of a story, how they stand to it, and how weights choose among them."""

from __future__ import annotations

from functools import partial

import pytest
from timing import least_seconds
from told import GAZETTEER, document, reading

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.codebook.casting import PartWeights, load_casting
from tallybook.errors import CodebookError
from tallybook.extract.candidates import PARTS, Candidate, candidates, doers_of
from tallybook.extract.casting import FORM, MOST_STORIES, by_part, cast, chance
from tallybook.extract.emit import Emitter
from tallybook.extract.patterns import extract
from tallybook.extract.standing import features, rivals_of, views

TEXT = (
    "Gunmen killed Ana Ruiz, a teacher, in Northtown on Monday. The mayor met farmers in a school nearby. "
    "A neighbour said the attackers had burned her car."
)


def found(text: str) -> dict[tuple[str, str], Candidate]:
    made, _ = reading(text)
    return {(one.part, one.key): one for one in candidates(made.clauses(), made.reader)}


@pytest.mark.parametrize(
    ("text", "part", "key"),
    [
        ("Gunmen killed two guards in Northtown.", "individual", "gunmen"),
        ("Gunmen killed two guards in Northtown.", "people", "guards"),
        ("Gunmen killed Ana Ruiz in Northtown.", "victim", "ana ruiz"),
        ("Rebels burned a school bus in Northtown.", "target", "school bus"),
        ("They fired a mortar at the village.", "weapon", "mortar"),
        ("A car bomb attack shook Northtown.", "weapon", "car bomb"),
        ("Ana Ruiz's murder shook Northtown.", "victim", "ana ruiz"),
        ("Nobody saw the militia in Northtown.", "organization", "militia"),
        ("Taliban gunmen attacked a bridge.", "individual", "gunmen"),
        ("Members of the Taliban attacked a bridge.", "individual", "members of the taliban"),
        ("Death squads killed five in Northtown.", "individual", "death squads"),
        ("Death squads killed five in Northtown.", "organization", "death squads"),
        ("The government killed five in Northtown.", "organization", "government"),
        ("POLICE SAID ZARKO VELIMOV WAS KILLED BY GUNMEN.", "victim", "zarko velimov"),
        ("GUNMEN KILLED CATTLEMAN MIGUEL VELIMOV IN NORTHTOWN.", "victim", "miguel velimov"),
        ("Gunmen killed three cattle breeders.", "people", "cattle breeders"),
        ("Hooded sympathizers attacked a bridge.", "individual", "hooded sympathizers"),
        ("GUNMEN KILLED TWO NORWEGIANS.", "people", "norwegians"),
        ("Rifle fire was heard in Northtown.", "weapon", "rifle"),
        ("FMLN guerrillas attacked a bridge.", "individual", "fmln guerrillas"),
    ],
)
def test_whatever_is_named_is_a_candidate(text: str, part: str, key: str) -> None:
    assert (part, key) in found(text)


@pytest.mark.parametrize(
    ("text", "part", "key", "words"),
    [
        ("Rebels burned the house of the mayor.", "target", "house", "house of the mayor"),
        ("Judge Ruiz attacked Northtown.", "individual", "ruiz", "Judge Ruiz"),
        ("Judge Ruiz attacked Northtown.", "victim", "ruiz", "Ruiz"),
        ("Police met members of the party.", "individual", "members of the party", "members of the party"),
    ],
)
def test_a_candidate_is_as_long_as_it_is_called(text: str, part: str, key: str, words: str) -> None:
    phrase = found(text)[part, key].phrase
    assert text[phrase.core_start : phrase.end] == words


@pytest.mark.parametrize(
    "text", ["GUNMEN KILLED A CATTLEMAN IN SAN MIGUEL.", "Gunmen killed cattleman Miguel Velimov in Northtown."]
)
def test_no_name_is_looked_for_inside_a_place_or_where_capitals_tell(text: str) -> None:
    assert (
        found(text)
        .keys()
        .isdisjoint({("victim", "miguel"), ("victim", "san miguel"), ("victim", "cattleman miguel velimov")})
    )


def test_who_is_a_piece_of_a_doer_is_known_as_the_doer() -> None:
    made, stories = reading("Taliban gunmen attacked a bridge in Northtown.")
    every = {(one.part, one.key): one for one in candidates(made.clauses(), made.reader)}
    gunmen = every["individual", "gunmen"]
    assert "lead doer attributed" in features(gunmen, views(stories)[0], rivals_of([gunmen]))


def test_a_story_is_seen_with_its_weight() -> None:
    _, stories = reading(TEXT)
    stories[0].weight = 0.43
    assert {"weight 4", "heaviest 4", "the heaviest True"} <= views(stories[:1])[0].traits


def test_the_name_of_an_actor_is_one_candidate_for_an_organization_however_it_is_spelt() -> None:
    keys = [key for part, key in found("The FMLN attacked. The Farabundo Marti National Liberation Front denied it.")]
    assert len([one for one in keys if one.startswith("=")]) == 1


def test_the_name_of_an_organization_alone_leaves_no_people() -> None:
    made, _ = reading("The Taliban attacked a bridge.")
    named = [one for clause in made.clauses() if clause for one in clause.phrases if one and one.actor]
    assert [doers_of(one) for one in named] == [None]


def test_a_candidate_is_known_by_what_the_rules_gave_it_and_by_how_near_it_stands() -> None:
    made, stories = reading(TEXT)
    every = {(one.part, one.key): one for one in candidates(made.clauses(), made.reader)}
    view = views(stories[:1])[0]
    rivals = rivals_of([one for (part, _), one in every.items() if part == "people"])
    told = features(every["individual", "gunmen"], view, rivals)
    assert {"lead doer attributed", "near told", "category attackers"} <= set(told)
    beside = features(every["people", "farmers"], view, rivals)
    assert {"lead no slot", "near next", "beside killed"} & set(beside) == {"lead no slot", "near next"}


@pytest.mark.parametrize("text", ["POLICE SAID THE ZARKO VELIMOV WAS HIT.", "Police said zarko velimov was killed."])
def test_what_cannot_be_a_name_is_nobody(text: str) -> None:
    assert ("victim", "zarko velimov") not in found(text)


def test_of_a_name_only_that_lists_know_it_is_told() -> None:
    ruiz = found("GUNMEN KILLED ANA RUIZ.")["victim", "ana ruiz"]
    _, stories = reading(TEXT)
    told = features(ruiz, views(stories)[0], rivals_of([ruiz]))
    assert {"given True", "known True 2"} <= set(told)
    assert not [one for one in told if {"ana", "ruiz"} & set(one.split()[1:])]


def test_forms_of_one_phrase_know_each_other() -> None:
    every = found("They burned a school bus. The bus was old. A bridge was hit.")
    rivals = rivals_of([one for (part, _), one in every.items() if part == "target"])
    _, stories = reading(TEXT)
    view = views(stories)[0]
    assert "fuller True" in features(every["target", "bus"], view, rivals)
    assert "barer True" in features(every["target", "school bus"], view, rivals)
    assert "fuller False" in features(every["target", "bridge"], view, rivals)


def test_chances_follow_the_weights() -> None:
    model = PartWeights(bias=0.0, threshold=0.5, weights={"a": 2.0, "b": -4.0})
    assert chance([], model) == pytest.approx(0.5)
    assert chance(["a", "unknown"], model) > 0.8
    assert chance(["a", "b"], model) < 0.2


def test_only_those_above_the_threshold_are_cast_and_they_alone_are_told() -> None:
    made, stories = reading(TEXT)
    nobody = PartWeights(bias=-5.0, threshold=0.5, weights={})
    teachers = PartWeights(bias=-5.0, threshold=0.5, weights={"category teachers": 9.0})
    weights = dict.fromkeys(PARTS, nobody) | {"people": teachers}
    cast(stories[:1], made.clauses(), made.reader, weights)
    mentions = list(Emitter(made.document, stories[0], made.sentences, made.reader).mentions())
    assert [one.span.text for one in mentions if one.role == "target"] == ["teacher"]
    assert not [one for one in mentions if one.role == "perpetrator"]


def doers(text: str, weights: dict[str, PartWeights]) -> list[list[str]]:
    """The doers of each story of a text by such weights."""
    made, stories = reading(text)
    cast(stories, made.clauses(), made.reader, dict.fromkeys(PARTS, PartWeights(-9.0, 0.5, {})) | weights)
    return [[party.phrase.low for party, _ in story.cast.parties] for story in stories if story.cast is not None]


@pytest.mark.parametrize(
    ("bias", "found"), [(-3.0, []), (-1.0, ["gunmen"]), (1.0, ["gunmen", "ana ruiz", "rebels", "farmers"])]
)
def test_where_nobody_is_likely_enough_to_have_done_it_the_likeliest_did(bias: float, found: list[str]) -> None:
    somebody = PartWeights(bias, 0.5, {"lead doer attributed": 0.4})
    assert doers("Gunmen killed Ana Ruiz on Monday. Rebels met farmers.", {"individual": somebody}) == [found]


@pytest.mark.parametrize(("near", "found"), [(1.6, ["gunmen", "attackers"]), (0.6, ["gunmen"])])
def test_beside_a_likelier_doer_another_must_be_surer(near: float, found: list[str]) -> None:
    somebody = PartWeights(-9.0, 0.5, {"category attackers": 8.5, "near told": near, "lead doer attributed": 1.0})
    assert doers("Gunmen killed Ana Ruiz on Monday beside the attackers.", {"individual": somebody}) == [found]


def test_of_two_stories_somebody_plays_the_part_in_the_likelier_one() -> None:
    text = "Gunmen killed Ana Ruiz on Monday. On Sunday the bank had been robbed in Southtown by a man with a knife."
    here = PartWeights(-9.0, 0.18, {"category attackers": 7.6, "near told": 2.0})
    assert doers(text, {"individual": here}) == [["gunmen"], []]


@pytest.mark.parametrize(("bias", "counted"), [(0.0, ["farmers", "teachers"]), (-4.0, ["teachers"])])
def test_figures_of_people_who_are_hardly_among_those_hit_are_not_told(bias: float, counted: list[str]) -> None:
    made, stories = reading("Gunmen killed three teachers in Northtown on Monday. Five farmers were killed.")
    people = PartWeights(bias, 0.5, {"category teachers": 6.0})
    weights = dict.fromkeys(PARTS, PartWeights(-9.0, 0.5, {})) | {"people": people}
    cast(stories[:1], made.clauses(), made.reader, weights)
    mentions = Emitter(made.document, stories[0], made.sentences, made.reader).mentions()
    assert sorted(one.span.text.split()[-1] for one in mentions if one.role == "group") == counted


def test_a_person_is_shown_by_the_fullest_name_with_the_effect_and_title_that_are_told() -> None:
    made, stories = reading("Gunmen killed Judge Ruiz in Northtown on Monday. Ana Ruiz was 50.")
    weights = {part: PartWeights(bias=5.0, threshold=0.5, weights={}) for part in PARTS}
    cast(stories, made.clauses(), made.reader, weights)
    assert stories[0].cast is not None
    shown = [harm for harm, _, _ in stories[0].cast.harms if harm.phrase.kind == "name"]
    assert any(one.effect == "killed" and [token.low for token in one.phrase.title] == ["judge"] for one in shown)


def test_a_long_list_of_stories_is_left_to_the_rules() -> None:
    made, stories = reading("Gunmen killed Ana Ruiz in Northtown on Monday.")
    cast(stories * (MOST_STORIES + 1), made.clauses(), made.reader, {})
    assert stories[0].cast is None


def test_the_weights_that_ship_judge_every_part() -> None:
    shipped = load_casting("muc4")
    assert set(shipped) == {*PARTS, FORM}
    assert all(0 < one.threshold < 1 and one.weights for one in shipped.values())
    assert by_part([])["victim"].number == 0


def test_weights_that_do_not_exist_are_an_error() -> None:
    with pytest.raises(CodebookError, match="codebook/casting"):
        load_casting("nowhere")


@pytest.mark.parametrize(
    ("text", "kind", "low"),
    [
        ("POLICE SAID A BRANCH IN NORTHTOWN WAS BOMBED BY GUNMEN.", "other", "branch"),
        ("POLICE SAID 30-YEAR-OLD ANA RUIZ WAS KILLED BY GUNMEN.", "name", "ana ruiz"),
        ("Police said a 32-year-old Norwegian killed Ana Ruiz.", "other", "32-year-old norwegian"),
        ("Police said Taliban members killed Ana Ruiz.", "actor", "taliban members"),
    ],
)
def test_names_end_and_begin_where_a_reader_would_say(text: str, kind: str, low: str) -> None:
    made, _ = reading(text)
    told = [(one.kind, one.low) for clause in made.clauses() if clause for one in clause.phrases if one]
    assert (kind, low) in told


def test_in_capitals_a_verb_form_is_no_name() -> None:
    made, _ = reading("THE MOB DEFACED WITH PAINT A BRIDGE THAT GUNMEN HAD ATTACKED.")
    (clause,) = [one for one in made.clauses() if one]
    assert [one.low for one in clause.phrases if one and one.start == 0] == ["mob"]


@pytest.mark.parametrize(
    "piece", ["A B C D ", "Gunmen killed Ana Ruiz. ", "a bus, a school and ", "the mayor's of 3 men "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    codebook, actors = load_codebook("muc4"), load_actors()

    def read(times: int) -> None:
        text = f"Gunmen killed Ana Ruiz in Northtown on Monday. {piece * times}"
        extract(document(text), codebook=codebook, actors=actors, gazetteer=GAZETTEER)

    read(10)
    short, long = (least_seconds(partial(read, times)) for times in (1000, 4000))
    assert long < 10 * short + 0.5


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Ana Ruiz was shot dead in Northtown on Monday.", "gun"),
        ("Gunmen machinegunned a bus in Northtown on Monday.", "machine_gun"),
        ("An explosion damaged a bank in Northtown on Monday.", "explosive"),
        ("Gunmen killed Ana Ruiz in Northtown on Monday.", None),
    ],
)
def test_where_no_weapon_is_named_the_word_for_the_act_tells_its_kind(text: str, means: str | None) -> None:
    made, stories = reading(text)
    nobody = PartWeights(bias=-5.0, threshold=0.5, weights={})
    cast(stories, made.clauses(), made.reader, dict.fromkeys(PARTS, nobody))
    mentions = list(Emitter(made.document, stories[0], made.sentences, made.reader).mentions())
    told = [(one.code, one.of) for one in mentions if one.role == "weapon"]
    words = [one.id for one in mentions if one.role == "event_type"]
    assert [code for code, _ in told] == ([means] if means else [])
    assert all(of in words for _, of in told)


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("A bomb exploded at a bank in Northtown on Monday, causing heavy damage.", {("bank", "damaged", "damage")}),
        ("A bomb exploded at a bank in Northtown on Monday without causing damage.",
         {("bank", "undamaged", "without causing damage")}),
        ("Gunmen attacked Judge Ruiz in Northtown on Monday, but he was unharmed.",
         {("ruiz", "unhurt", "unharmed")}),
        ("Gunmen kidnapped Judge Ruiz in Northtown, but he was released on Monday.",
         {("ruiz", "released", "was released")}),
        ("Gunmen killed Judge Ruiz in Northtown on Monday; nobody was hurt in a shop.", {("ruiz", "killed", "killed")}),
    ],
)  # fmt: skip
def test_what_is_said_of_all_that_was_hit_holds_where_nothing_nearer_is_told(
    text: str, effects: set[tuple[str, str, str]]
) -> None:
    made, stories = reading(text)
    everybody = PartWeights(bias=5.0, threshold=0.5, weights={})
    cast(stories[:1], made.clauses(), made.reader, dict.fromkeys(PARTS, everybody))
    assert stories[0].cast is not None
    told = {
        (harm.phrase.low, harm.effect, made.reader.lower[act.start : act.end]) for harm, act, _ in stories[0].cast.harms
    }
    assert effects <= told
