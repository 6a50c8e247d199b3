"""What was hit, and with what, as claims."""

from __future__ import annotations

import pytest
from timing import least_seconds

from tallybook.model import Document, Mention, Target, Weapon, mention
from tallybook.model.mention import Role
from tallybook.resolve.targets import resolve_targets, resolve_weapons

DOCUMENT = Document(
    id="d1", text="Minister Ana Ruiz and about 12 soldiers were killed by a car bomb; Ruiz died at once."
)


def mark(role: Role, words: str, *, code: str | None = None, of: Mention | None = None) -> Mention:
    start = DOCUMENT.text.rindex(words)
    span = DOCUMENT.span(start, start + len(words))
    return mention("d1", "rep-1", role, span, code=code, of=of.id if of else None, extractor="test/1")


def test_a_person_keeps_title_full_name_and_fate() -> None:
    ruiz = mark("target", "Ruiz", code="person:government")
    details = [
        mark("alias", "Ana Ruiz", of=ruiz),
        mark("title", "Minister", of=ruiz),
        mark("effect", "killed", code="killed", of=ruiz),
    ]
    [claim] = resolve_targets(DOCUMENT, [ruiz, *details])
    assert claim.value == Target(
        name="Ana Ruiz", kind="person", category="government", mentions=("Ruiz", "Ana Ruiz"), named=True,
        role="Minister", effects=("killed",),
    )  # fmt: skip


def test_a_group_keeps_how_many_they_were() -> None:
    soldiers = mark("target", "soldiers", code="group:military")
    [claim] = resolve_targets(DOCUMENT, [soldiers, mark("number", "about 12", of=soldiers)])
    assert isinstance(claim.value, Target)
    assert (claim.value.low, claim.value.best, claim.value.high, claim.value.exactness) == (12, 12, 12, "about")
    assert [span.text for span in claim.evidence] == ["soldiers", "about 12"]


@pytest.mark.parametrize("code", [None, "ghost:none"], ids=["no code", "unknown kind"])
def test_what_nothing_is_known_of_is_of_another_kind(code: str | None) -> None:
    [claim] = resolve_targets(DOCUMENT, [mark("target", "soldiers", code=code)])
    assert isinstance(claim.value, Target)
    assert claim.value.kind == "other"
    assert claim.value.low is None


def test_details_of_one_target_do_not_reach_another() -> None:
    ruiz, soldiers = mark("target", "Ruiz", code="person:"), mark("target", "soldiers", code="group:military")
    killed = mark("effect", "killed", code="killed", of=soldiers)
    claims = list(resolve_targets(DOCUMENT, [ruiz, soldiers, killed]))
    assert [one.value.effects for one in claims if isinstance(one.value, Target)] == [(), ("killed",)]


@pytest.mark.parametrize(
    ("words", "number"),
    [("the party headquarters", 1), ("headquarters of the parties", 1), ("party offices", None)],
)
def test_a_plural_that_means_one_thing_is_one(words: str, number: int | None) -> None:
    page = Document(id="d1", text=f"A bomb hit {words}.")
    hit = mention("d1", "rep-1", "target", page.span(11, 11 + len(words)), code="facility:", extractor="test/1")
    [claim] = resolve_targets(page, [hit])
    assert isinstance(claim.value, Target)
    assert (claim.value.low, claim.value.best, claim.value.high) == (number, number, number)


def test_weapons_keep_their_category() -> None:
    [claim] = resolve_weapons(DOCUMENT, [mark("weapon", "car bomb", code="vehicle_bomb")])
    assert claim.value == Weapon(name="car bomb", category="vehicle_bomb", mentions=("car bomb",))


def test_a_weapon_told_by_the_word_for_the_act_has_a_kind_and_no_name() -> None:
    killed = mark("event_type", "killed", code="armed_assault")
    [claim] = resolve_weapons(DOCUMENT, [mark("weapon", "killed", code="gun", of=killed)])
    assert claim.value == Weapon(category="gun")
    assert [span.text for span in claim.evidence] == ["killed"]


def test_time_grows_with_the_targets_and_no_faster() -> None:
    few, many = _seconds(1000), _seconds(8000)
    assert many < 20 * few + 0.5  # eight times the targets; a search for each would take sixty-four times as long


def _seconds(count: int) -> float:
    document = Document(id="d2", text="x" * count)
    targets = [mention("d2", "r", "target", document.span(at, at + 1), extractor="test/1") for at in range(count)]
    assert len(list(resolve_targets(document, targets))) == count
    return least_seconds(lambda: list(resolve_targets(document, targets)))
