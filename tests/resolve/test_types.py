"""Which event types a report comes to, from its verbs, weapons, doers and victims."""

from __future__ import annotations

import pytest

from tallybook.model import Code, Document, Mention, mention
from tallybook.resolve.types import resolve_types

TEXT = "alpha bravo suicide soldiers nurses ETA delta bombers"
Part = tuple[str, str, str | None]


def made(parts: list[Part]) -> list[Mention]:
    document = Document(id="d1", text=TEXT)
    found: list[Mention] = []
    for role, words, code in parts:
        start = TEXT.index(words)
        of = found[-1].id if role == "effect" else None
        span = document.span(start, start + len(words))
        found.append(mention("d1", "rep-1", role, span, code=code, of=of, extractor="test/1"))  # type: ignore[arg-type]  # parametrized
    return found


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param([("event_type", "alpha", "bombing")], ["bombing"], id="the verb names it"),
        pytest.param([("event_type", "alpha", None)], ["other"], id="nothing names it"),
        pytest.param([("event_type", "alpha", None), ("weapon", "bravo", "mortar")], ["shelling"], id="weapon"),
        pytest.param(
            [("event_type", "alpha", "armed_assault"), ("weapon", "bravo", "bomb")],
            ["bombing", "armed_assault"],
            id="a weapon sharpens an attack",
        ),
        pytest.param(
            [("event_type", "alpha", "armed_assault"), ("perpetrator", "bombers", "attributed")],
            ["bombing", "armed_assault"],
            id="bombers make an attack a bombing",
        ),
        pytest.param(
            [("event_type", "alpha", "robbery"), ("perpetrator", "bombers", "attributed")],
            ["robbery"],
            id="bombers do not make a robbery one",
        ),
        pytest.param(
            [("event_type", "alpha", "kidnapping"), ("weapon", "bravo", "rifle")],
            ["kidnapping"],
            id="a weapon adds nothing to a kidnapping",
        ),
        pytest.param(
            [("event_type", "alpha", "bombing"), ("weapon", "bravo", "mortar")],
            ["shelling"],
            id="bombed with mortars",
        ),
        pytest.param(
            [("event_type", "alpha", "bombing"), ("weapon", "bravo", "mortar"), ("weapon", "delta", "bomb")],
            ["bombing"],
            id="bombs and mortars",
        ),
        pytest.param(
            [("event_type", "alpha", "arson"), ("event_type", "bravo", "armed_assault")],
            ["armed_assault", "arson"],
            id="an attack that also burnt something is an attack first",
        ),
        pytest.param(
            [("event_type", "alpha", "bombing"), ("evidence", "bravo suicide", None)],
            ["suicide_bombing"],
            id="the bomber meant to die",
        ),
        pytest.param(
            [("event_type", "alpha", "air_strike"), ("event_type", "bravo", "bombing")],
            ["air_strike"],
            id="bombs from the air",
        ),
        pytest.param(
            [("event_type", "alpha", None), ("perpetrator", "soldiers", "attributed")],
            ["armed_assault"],
            id="armed doers",
        ),
        pytest.param(
            [("event_type", "alpha", None), ("perpetrator", "ETA", "attributed")], ["armed_assault"], id="named doers"
        ),
        pytest.param(
            [("event_type", "alpha", None), ("perpetrator", "nurses", "attributed")], ["other"], id="unarmed doers"
        ),
        pytest.param(
            [
                ("event_type", "alpha", "armed_assault"),
                ("target", "delta", "person:journalists"),
                ("effect", "alpha", "killed"),
            ],
            ["targeted_killing", "armed_assault"],
            id="one prominent victim",
        ),
        pytest.param(
            [("event_type", "alpha", "siege"), ("event_type", "bravo", "kidnapping")],
            ["kidnapping", "siege"],
            id="the more telling one leads",
        ),
        pytest.param([("weapon", "bravo", "bomb")], [], id="no act"),
    ],
)
def test_a_report_comes_to_its_types(parts: list[Part], expected: list[str]) -> None:
    claims = resolve_types(Document(id="d1", text=TEXT), made(parts))
    assert [one.value.code for one in claims if isinstance(one.value, Code)] == expected


def test_the_stage_is_told_where_nothing_was_accomplished() -> None:
    claims = resolve_types(
        Document(id="d1", text=TEXT), made([("event_type", "alpha", "bombing"), ("stage", "alpha", "attempted")])
    )
    assert [(one.prop, one.value) for one in claims][1:] == [("stage", Code(code="attempted"))]
