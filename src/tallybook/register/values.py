"""Values as JSON, and back: what is written is read back equal, for every kind of value."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, get_args, get_type_hints

from tallybook.errors import IntegrityError
from tallybook.model import VALUE_KINDS, PartialDate, Range, Value
from tallybook.register.stored import Unstorable

Decoder = Callable[[Any], Any]

KIND_OF: dict[type, str] = {
    kind: "".join("_" + c.lower() if c.isupper() else c for c in kind.__name__).lstrip("_")
    for kind in (*VALUE_KINDS, Range)
}
"""The ``kind`` column of each type: ``PartialDate`` is ``partial_date``."""

TYPE_OF: dict[str, type] = {name: kind for kind, name in KIND_OF.items()}


def to_json(content: object) -> str:
    """Compact JSON with the keys in the order given."""
    return _ENCODER.encode(content)


def encode_value(value: Value | Range) -> tuple[str, str]:
    """The kind and the JSON of a value; fields that are not stated are left out."""
    kind = KIND_OF.get(type(value))
    if kind is None:
        raise IntegrityError(f"{type(value).__name__} is no kind of value; known kinds: {', '.join(sorted(TYPE_OF))}")
    try:
        return kind, to_json(_plain(value))
    except ValueError as error:
        raise Unstorable(f"{value!r} cannot be stored: a number in it is none ({error})") from error


def loaded(content: str) -> Any:
    """What :func:`to_json` was given, as JSON has it.

    Raises:
        IntegrityError: It is no JSON any more, so that the register is damaged.
    """
    try:
        return json.loads(content)
    except ValueError as error:
        raise IntegrityError(
            f"the register is damaged: {content[:80]!r} is no JSON; put back a copy of it, or build it again from its "
            "sources"
        ) from error


def decode_value(kind: str, content: str) -> Value | Range:
    """The value that :func:`encode_value` was given."""
    made = TYPE_OF.get(kind)
    if made is None:
        raise IntegrityError(f"{kind!r} is no kind of value; known kinds: {', '.join(sorted(TYPE_OF))}")
    return _build(made, loaded(content))  # type: ignore[no-any-return]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    names = _names(type(value))  # type: ignore[arg-type]
    return {name: part for name in names if (part := getattr(value, name)) is not None}


_ENCODER = json.JSONEncoder(separators=(",", ":"), default=_plain, allow_nan=False)
"""Made once: ``json.dumps`` makes one for each value."""


def _build(made: type, content: dict[str, Any]) -> Any:
    decoders = _decoders(made)
    return made(**{name: decoders[name](part) if name in decoders else part for name, part in content.items()})


@cache
def _names(made: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(made))


@cache
def _decoders(made: type) -> dict[str, Decoder]:
    """What turns JSON back, for the fields of a type that JSON does not keep as they are."""
    found: dict[str, Decoder] = {}
    for name, hint in get_type_hints(made).items():
        kinds = (hint, *get_args(hint))
        if PartialDate in kinds:
            found[name] = _partial_date
        elif date in kinds:
            found[name] = date.fromisoformat
        elif any(getattr(kind, "__origin__", None) is tuple for kind in kinds):
            found[name] = tuple
    return found


def _partial_date(content: dict[str, Any]) -> PartialDate:
    made: PartialDate = _build(PartialDate, content)
    return made
