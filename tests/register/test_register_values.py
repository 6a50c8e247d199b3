"""Every value is read back as it was written."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallybook.errors import IntegrityError
from tallybook.model import VALUE_KINDS, Code, Count, PartialDate, Range, Strength, Unresolved, Value
from tallybook.register.values import KIND_OF, decode_value, encode_value

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

KINDS = [*VALUE_KINDS, Range]
VALUES = st.one_of([st.from_type(kind) for kind in KINDS])


def test_every_kind_of_value_can_be_stored() -> None:
    assert set(get_args(Value)) == set(VALUE_KINDS)
    assert set(KIND_OF) == set(KINDS)
    assert len(set(KIND_OF.values())) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.__name__ for kind in KINDS])
@given(data=st.data())
def test_what_is_written_is_read_back_equal(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    read = decode_value(*encode_value(value))
    assert read == value
    assert type(read) is kind
    assert hash(read) == hash(value)


@given(left=VALUES, right=VALUES)
def test_two_values_are_written_alike_only_if_they_are_equal(left: Value, right: Value) -> None:
    if encode_value(left) == encode_value(right):
        assert left == right


def test_what_is_not_stated_is_not_written() -> None:
    assert encode_value(PartialDate()) == ("partial_date", '{"precision":"unknown"}')
    assert json.loads(encode_value(Count(outcome="killed", low=0))[1])["low"] == 0


def test_something_else_is_refused() -> None:
    with pytest.raises(IntegrityError, match="str is no kind of value"):
        encode_value("three")  # type: ignore[arg-type]


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(figure: float) -> None:
    with pytest.raises(IntegrityError, match="a number in it is none"):
        encode_value(Strength(measure="fighters", low=figure))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(IntegrityError, match="'number' is no kind of value; known kinds: actor, code"):
        decode_value("number", "{}")


def test_the_kinds_are_pinned() -> None:
    """Registers hold these names: a changed one would make them unreadable."""
    assert sorted(KIND_OF.values()) == [
        "actor", "code", "count", "partial_date", "place", "range", "responsibility", "statement", "strength", "tally",
        "target", "unresolved", "weapon",
    ]  # fmt: skip
    assert encode_value(Code(code="bombing")) == ("code", '{"code":"bombing"}')
    assert encode_value(Unresolved(reason="two places")) == ("unresolved", '{"reason":"two places"}')
