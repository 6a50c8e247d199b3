"""What a person may say of a field: read from what they typed, and refused with the way out where it cannot be.

::

    killed, injured   12 · 10-15 · 10/12/15 (low/best/high) · 12+ (at least) · -9 (at most)
    when              2022-08-04 · 2022-08 · 2022 · 2022-08-04/2022-08-06 · ../2022-08-06
    where             Northtown · Northtown, AF · Northtown, Province, AF · AF · 34.52,69.18 · Hill 7, AF @ 34.52,69.18
    event_type        bombing; armed_assault (the leading one first)          stage   attempted
    perpetrator       taliban; Men in masks:suspected                        target  market:business; two guards
    weapon            car bomb:vehicle_bomb; grenade

``none`` is not stated. Codes are those of the codebook and the actor table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from tallybook.errors import UsageError
from tallybook.model import Actor, Code, PartialDate, Range, Target, Weapon
from tallybook.model.values import Status
from tallybook.review.days import read_days
from tallybook.review.points import read_place
from tallybook.review.values import Held

if TYPE_CHECKING:
    from tallybook.codebook import Codebook
    from tallybook.codebook.actor_table import ActorTable
    from tallybook_gazetteer import Gazetteer

__all__ = ["FIELDS", "Lists", "field_named", "load_lists", "read_values"]

FIELDS: Mapping[str, type] = {
    "event_type": Code, "stage": Code, "when": PartialDate, "where": object, "perpetrator": Actor, "target": Target,
    "weapon": Weapon, "killed": Range, "injured": Range,
}  # fmt: skip
"""Every field that can be corrected, as findings name it."""

OTHER_NAMES = {"perpetrators": "perpetrator", "targets": "target", "weapons": "weapon", "event_types": "event_type"}
"""The names of fields in the lines of the contract."""

NOTHING = frozenset(("none", "null", "not stated", "unknown", ""))
MOST_PEOPLE = 100_000_000
"""More people than any incident ever had; a larger number is a slip of the finger."""

FIGURE = re.compile(r"(?P<low>\d+)?(?:\s*(?P<sign>-|–|\.\.|/)\s*(?P<next>\d+)(?:\s*/\s*(?P<high>\d+))?)?(?P<plus>\+)?")
TOO_LONG = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What says which codes and places there are; ``gazetteer`` is opened only when a place is named."""

    codebook: Codebook
    actors: ActorTable
    gazetteer: Callable[[], Gazetteer]


def load_lists(codebook: str = "default") -> Lists:
    """The lists that ship with tallybook."""
    from tallybook.codebook import load_codebook  # noqa: PLC0415  heavy, and needed by corrections only
    from tallybook.codebook.actor_table import load_actors  # noqa: PLC0415
    from tallybook_gazetteer import Gazetteer  # noqa: PLC0415

    return Lists(codebook=load_codebook(codebook), actors=load_actors(), gazetteer=Gazetteer.open)


def field_named(name: str) -> str:
    """A field as findings name it.

    Raises:
        UsageError: There is no such field, or it cannot be corrected.
    """
    known = OTHER_NAMES.get(name, name)
    if known not in FIELDS:
        raise UsageError(f"field: {name!r} cannot be corrected; these can: {', '.join(FIELDS)}")
    return known


def read_values(field: str, text: str, lists: Lists) -> tuple[Held, ...]:
    """The values that a person typed for a field; none for ``none``.

    Raises:
        UsageError: It is no value of this field; the message names what is wrong and what would do.
    """
    said = text.strip()
    if len(said) > TOO_LONG or not said.isprintable():
        raise UsageError(f"{field}: the value must be one line of at most {TOO_LONG} characters")
    if said.casefold() in NOTHING:
        return ()
    return READERS[field](field, said, lists)


def _figure(field: str, said: str, _: Lists) -> tuple[Held, ...]:
    found = FIGURE.fullmatch(said.replace(",", "").replace(" ", ""))
    forms = "12, 10-15, 10/12/15 (low/best/high), 12+ (at least), -9 (at most) or none"
    if found is None or (found["low"] is None and found["sign"] not in ("-", "–")):
        raise UsageError(f"{field}: {said!r} is no figure; give {forms}")
    low, following, high = (int(found[name]) if found[name] else None for name in ("low", "next", "high"))
    if found["sign"] is None:
        figure = Range(low=low, best=low, high=None if found["plus"] else low)
    elif found["plus"] or (found["sign"] != "/" and high is not None) or (found["sign"] == "/" and high is None):
        raise UsageError(f"{field}: {said!r} is no figure; give {forms}")
    elif found["sign"] == "/":
        figure = Range(low=low, best=following, high=high)
    else:
        figure = Range(low=low, best=None, high=following)
    return (_checked_figure(field, figure),)


def _checked_figure(field: str, figure: Range) -> Range:
    stated = [bound for bound in (figure.low, figure.best, figure.high) if bound is not None]
    if stated != sorted(stated):
        raise UsageError(f"{field}: low, best and high must not fall, but are {', '.join(map(str, stated))}")
    if any(bound < 0 or bound > MOST_PEOPLE for bound in stated):
        raise UsageError(f"{field}: {', '.join(map(str, stated))} people cannot be; give 0 to {MOST_PEOPLE}")
    return figure


def _event_types(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    codes = dict.fromkeys(_parts(said))
    return tuple(Code(code=_code(field, code, lists.codebook.event_types)) for code in codes)


def _stage(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    return (Code(code=_code(field, said, lists.codebook.values["stage"])),)


def _when(field: str, said: str, _: Lists) -> tuple[Held, ...]:
    return (read_days(field, said),)


def _where(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    return (read_place(field, said, lists.gazetteer()),)


def _perpetrators(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    return tuple(_actor(field, *_with_code(part), lists) for part in _parts(said))


def _actor(field: str, name: str, status: str | None, lists: Lists) -> Actor:
    said = cast(Status, _code(f"{field} status", status or "attributed", lists.codebook.values["status"]))
    if name in lists.actors:
        known = lists.actors.get(name)
        return Actor(name=known.name, actor=name, kind=known.kind, status=said)
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", name):
        _code(field, name, [one.code for one in lists.actors])
    return Actor(name=name, status=said)


def _targets(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    return tuple(
        Target(name=name, category=_code(f"{field} category", code, lists.codebook.targets) if code else None)
        for name, code in map(_with_code, _parts(said))
    )


def _weapons(field: str, said: str, lists: Lists) -> tuple[Held, ...]:
    made = []
    for name, code in map(_with_code, _parts(said)):
        if code is None and name in lists.codebook.weapons:
            made.append(Weapon(category=name))
        else:
            made.append(
                Weapon(name=name, category=_code(f"{field} category", code, lists.codebook.weapons) if code else None)
            )
    return tuple(made)


def _parts(said: str) -> list[str]:
    return [part.strip() for part in said.split(";") if part.strip()]


def _with_code(part: str) -> tuple[str, str | None]:
    name, _, code = part.rpartition(":")
    return (name.strip(), code.strip()) if name.strip() else (part.strip().strip(":"), None)


def _code(what: str, code: str, known: Collection[str]) -> str:
    if code in known:
        return code
    from rapidfuzz import process  # noqa: PLC0415

    near = [str(found[0]) for found in process.extract(code, list(known), limit=3, score_cutoff=60)]
    shown = ", ".join(near or sorted(known)[:12])
    raise UsageError(f"{what}: {code!r} is no code; {'near it: ' if near else ''}{shown}")


Reader = Callable[[str, str, Lists], tuple[Held, ...]]
READERS: Mapping[str, Reader] = {
    "event_type": _event_types, "stage": _stage, "when": _when, "where": _where, "perpetrator": _perpetrators,
    "target": _targets, "weapon": _weapons, "killed": _figure, "injured": _figure,
}  # fmt: skip


def check_values(field: str, values: Sequence[Held]) -> tuple[Held, ...]:
    """Values that a program gives for a field, each of its kind; what a reader of text would refuse is refused too.

    Raises:
        UsageError: A value is of another kind, or cannot be.
    """
    from tallybook.model import Place  # noqa: PLC0415

    kind = Place if field == "where" else FIELDS[field]
    for value in values:
        if not isinstance(value, kind):
            raise UsageError(f"{field}: {type(value).__name__} is no value of it; give {kind.__name__}")
        if isinstance(value, Range):
            _checked_figure(field, value)
        if isinstance(value, PartialDate) and value.start and value.end and value.start > value.end:
            raise UsageError(f"{field}: {value.start} is after {value.end}; exchange them")
    if len(values) > 1 and field in ("stage", "when", "where", "killed", "injured"):
        raise UsageError(f"{field}: {len(values)} values were given; it has one")
    return tuple(values)
