"""The English lexicon: words in all their forms, each in one place."""

from __future__ import annotations

import pytest
from timing import least_seconds

from tallybook.errors import CodebookError
from tallybook.lang.base import Entry, load_lexicon, plurals_of, read_mapping


@pytest.mark.parametrize(
    ("word", "lemma", "category", "kind", "plural"),
    [
        ("gunmen", "gunman", "attackers", "person", True),
        ("people", "person", "civilians", "person", True),
        ("persons", "person", "civilians", "person", True),
        ("children", "child", "children", "person", True),
        ("families", "family", "civilians", "group", True),
        ("passers-by", "passer-by", "civilians", "person", True),
        ("mothers-in-law", "mother-in-law", "relatives", "person", True),
        ("attorneys general", "attorney general", "judicial", "person", True),
        ("suicide bomber", "suicide bomber", "attackers", "person", False),
        ("death squads", "death squad", "attackers", "group", True),
        ("policewomen", "policewoman", "police", "person", True),
        ("journalists", "journalist", "journalists", "person", True),
    ],
)
def test_people_are_found_in_singular_and_plural(
    word: str, lemma: str, category: str, kind: str, *, plural: bool
) -> None:
    entry = load_lexicon().people[word]
    assert (entry.lemma, entry.category, entry.kind, entry.plural) == (lemma, category, kind, plural)


@pytest.mark.parametrize(
    ("word", "side"), [("gunman", "perpetrators"), ("militant", "either"), ("nurse", "victims"), ("child", "victims")]
)
def test_people_have_a_side(word: str, side: str) -> None:
    assert load_lexicon().people[word].side == side


@pytest.mark.parametrize(
    ("word", "category", "kind"),
    [
        ("mosques", "religious", "facility"),
        ("minibuses", "transport", "vehicle"),
        ("oil pipelines", "oil_gas", "infrastructure"),
        ("police stations", "police", "facility"),
        ("churches", "religious", "facility"),
        ("embassies", "diplomatic", "facility"),
        ("lorries", "transport", "vehicle"),
        ("patrols", "other", "other"),
    ],
)
def test_things_have_a_category_and_a_kind(word: str, category: str, kind: str) -> None:
    entry = load_lexicon().targets[word]
    assert (entry.category, entry.kind) == (category, kind)


@pytest.mark.parametrize(
    ("word", "category"),
    [
        ("car bombs", "vehicle_bomb"),
        ("svbied", "vehicle_bomb"),
        ("mag-ied", "ied"),
        ("roadside bombs", "ied"),
        ("explosive vest", "suicide_vest"),
        ("ak-47", "rifle"),
        ("rocket-propelled grenades", "rocket"),
        ("barrel bombs", "aerial_bomb"),
        ("knives", "blade"),
        ("sticks of dynamite", "dynamite"),
    ],
)
def test_weapons_have_a_category(word: str, category: str) -> None:
    assert load_lexicon().weapons[word].category == category


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("the", "determiner"), ("of", "preposition"), ("fled", "verb"), ("went", "verb"), ("dying", "verb"),
        ("stabbed", "verb"), ("said", "reporting_verb"), ("reportedly", "adverb"), ("cannot", "modal"),
        ("their", "possessive"), ("that", "pronoun"), ("that", "subordinator"), ("goes off", "verb"),
    ],
)  # fmt: skip
def test_function_words_stand_in_their_classes(word: str, kind: str) -> None:
    assert load_lexicon().of_class(word, kind)


def test_case_does_not_matter() -> None:
    lexicon = load_lexicon()
    assert lexicon.find("Car Bomb") == lexicon.find("car bomb") != ()
    assert lexicon.of_class("SAID", "reporting_verb")


def test_a_word_can_be_a_thing_and_a_verb() -> None:
    assert {entry.entry_class for entry in load_lexicon().find("bombs")} == {"weapon", "function"}


def test_an_unknown_word_gives_nothing() -> None:
    assert load_lexicon().find("zyzzyva") == ()


def test_reporting_verbs_come_in_all_forms() -> None:
    assert {"say", "says", "said", "saying", "announced", "denies", "told"} <= load_lexicon().reporting_verbs


@pytest.mark.parametrize("table", ["people", "targets", "weapons"])
def test_every_singular_entry_is_its_own_lemma(table: str) -> None:
    entries: dict[str, Entry] = getattr(load_lexicon(), table)
    assert all(word == entry.lemma for word, entry in entries.items() if not entry.plural)
    assert all(word == word.lower() == " ".join(word.split()) for word in entries)
    assert len(entries) > 1_000


def test_the_longest_phrase_is_counted_in_words() -> None:
    lexicon = load_lexicon()
    tables = (lexicon.people, lexicon.targets, lexicon.weapons)
    assert lexicon.longest == max(len(phrase.split()) for table in tables for phrase in table)


def test_it_is_read_once_and_fast() -> None:
    def read() -> None:
        load_lexicon.cache_clear()
        load_lexicon()

    # 25 to 40 ms on the slowest machine at hand; the bound is wide because others share the processor.
    assert least_seconds(read) < 0.25
    assert load_lexicon() is load_lexicon()


@pytest.mark.parametrize(
    ("word", "plurals"),
    [
        ("city", ("cities",)),
        ("day", ("days",)),
        ("church", ("churches",)),
        ("box", ("boxes",)),
        ("woman", ("women",)),
        ("shaman", ("shamans",)),
        ("schoolchild", ("schoolchildren",)),
        ("salesperson", ("salespeople", "salespersons")),
    ],
)
def test_plurals_follow_the_rules(word: str, plurals: tuple[str, ...]) -> None:
    assert plurals_of(word) == plurals


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(CodebookError, match=r"'xx'; the languages known are: .*en"):
        load_lexicon("xx")


@pytest.mark.parametrize(("text", "message"), [("a: [", "not valid YAML"), ("- a", "a mapping of keys")])
def test_a_broken_file_is_named(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=rf"lang/en/x\.yaml.*{message}"):
        read_mapping(text, source="lang/en/x.yaml")
