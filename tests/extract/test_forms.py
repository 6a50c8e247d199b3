"""By which of its forms a candidate can be called, what is told of each, and that weights choose among them."""

from __future__ import annotations

import pytest
from told import reading

from tallybook.codebook.casting import PartWeights
from tallybook.extract.candidates import PARTS, candidates
from tallybook.extract.casting import FORM, by_part, cast
from tallybook.extract.emit import Emitter
from tallybook.extract.forms import Form, forms

EVERYBODY = dict.fromkeys(PARTS, PartWeights(bias=5.0, threshold=0.01, weights={}))
LIKELY = dict.fromkeys(PARTS, PartWeights(bias=5.0, threshold=0.5, weights={}))


def made_forms(text: str, part: str, key: str) -> dict[str, Form]:
    made, _ = reading(text)
    found = candidates(made.clauses(), made.reader)
    one = next(one for one in found if (one.part, one.key) == (part, key))
    return {form.low: form for form in forms(one, by_part(found)[one.part], made.reader.lower)}


@pytest.mark.parametrize(
    ("text", "part", "key", "lows"),
    [
        ("Four hooded armed men fled.", "individual", "hooded armed men",
         {"four hooded armed men", "hooded armed men", "armed men", "men"}),
        ("Rebels burned the house of the mayor of Northtown.", "target", "house",
         {"house", "house of the mayor", "house of the mayor of northtown"}),
        ("Rebels burned an old bus with passengers.", "target", "old bus",
         {"old bus", "bus", "old bus with passengers", "bus with passengers"}),
        ("Men wearing uniforms burned a bus.", "individual", "men", {"men", "men wearing uniforms"}),
        ("They killed Ana Ruiz.", "victim", "ana ruiz", {"ana ruiz", "ruiz"}),
        ("The car bomb attack shook Northtown.", "weapon", "car bomb", {"car bomb"}),
        ("FMLN guerrillas attacked a bridge.", "organization", "=fmln", {"fmln guerrillas", "fmln"}),
    ],
)  # fmt: skip
def test_a_form_has_fewer_or_more_of_the_words_around_the_head(text: str, part: str, key: str, lows: set[str]) -> None:
    assert lows <= set(made_forms(text, part, key))


def test_every_form_stands_where_its_places_say() -> None:
    text = "Four armed men burned the house of the mayor. The armed men fled."
    for form in made_forms(text, "individual", "armed men").values():
        assert {text[start:end].lower() for start, end, _ in form.spans} == {form.low}


def test_a_form_is_known_by_its_edges_and_by_who_else_is_called_so() -> None:
    told = made_forms("They had two powerful bombs. The bombs were new.", "weapon", "powerful bombs")
    assert {"from head", "named True", "~dropped powerful", "weapon from head"} <= told["bombs"].told
    assert {"from whole", "named False", "longest True"} <= told["two powerful bombs"].told


def test_nobody_is_known_by_name() -> None:
    for form in made_forms("They killed Ana Ruiz.", "victim", "ana ruiz").values():
        assert not [one for one in form.told if "~" in one]


@pytest.mark.parametrize(
    ("feature", "shown"),
    [("from whole", "Four armed men"), ("from head", "men"), ("from core", "armed men")],
)
def test_the_likeliest_form_is_shown(feature: str, shown: str) -> None:
    made, stories = reading("Four armed men killed Ana Ruiz in Northtown on Monday.")
    weights = EVERYBODY | {FORM: PartWeights(0.0, 0.5, {feature: 2.0, "to head": 1.0})}
    cast(stories[:1], made.clauses(), made.reader, weights)
    mentions = list(Emitter(made.document, stories[0], made.sentences, made.reader).mentions())
    assert shown in [one.span.text for one in mentions if one.role == "perpetrator"]


@pytest.mark.parametrize(("weight", "cast_at_all"), [(0.0, False), (9.0, True)])
def test_who_may_be_called_by_many_forms_must_be_the_likelier_to_have_done_it(weight: float, cast_at_all: bool) -> None:
    made, stories = reading("Four hooded armed men killed Ana Ruiz in Northtown on Monday.")
    weights = LIKELY | {FORM: PartWeights(0.0, 0.5, {"from to core head": weight})}
    cast(stories[:1], made.clauses(), made.reader, weights)
    assert stories[0].cast is not None
    assert ("hooded armed men" in {party.phrase.low for party, _ in stories[0].cast.parties}) is cast_at_all


def test_an_organization_keeps_its_code_in_another_form() -> None:
    made, stories = reading("Fighters of the Taliban killed Ana Ruiz in Northtown on Monday.")
    weights = EVERYBODY | {FORM: PartWeights(0.0, 0.5, {"from head": 1.0})}
    cast(stories[:1], made.clauses(), made.reader, weights)
    assert stories[0].cast is not None
    named = [party.phrase.actor for party, _ in stories[0].cast.parties if party.phrase.actor is not None]
    assert "taliban" in {one.actor for one in named}
