"""Who fought or attacked whom, in three kinds of side: a state, an organized group, people without arms.

The schemes of conflict data are built on sides; a register holds perpetrators and targets. Nothing is guessed here: a
side that no document names is ``unknown``, and formats that demand both sides leave such an incident out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import ActorEntry, load_actors
from tallybook.codebook.counting import ARMED_THINGS
from tallybook.export.countries import country
from tallybook.export.known import Known
from tallybook.model import Actor, Target

__all__ = ["Side", "attacked_of", "attackers_of"]

SideKind = Literal["state", "group", "civilians", "unknown"]

STATE_GROUPS = frozenset(("military", "police", "peacekeepers"))
ARMED_GROUPS = frozenset(("irregulars", "armed_opposition", "organized_crime", "attackers"))
"""Groups of people (``groups.yaml``) that belong to a state's side, or to that of an organized group."""

STATE_TYPES = frozenset(("state_forces", "police", "military_unit", "paramilitary", "intergovernmental_force"))
"""Types of the actor table that act for a state or for several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: its name as the actor table has it or as it is printed, and the table's type where it is known."""

    kind: SideKind
    name: str
    actor: str | None = None
    type: str | None = None
    countries: tuple[str, ...] = ()
    known: bool = False


def attackers_of(known: Known) -> list[Side]:
    """The sides of the perpetrators, those who deny it left out."""
    return [_side_of(actor) for actor in known.perpetrators if actor.status != "denied"]


def attacked_of(known: Known) -> list[Side]:
    """The sides that were hit, each kind once, as the targets tell."""
    sides = [_side_of_target(target, known.where.country) for target in known.targets]
    return list({(side.kind, side.actor): side for side in reversed(sides)}.values())[::-1]


def _side_of(actor: Actor) -> Side:
    entry = _entry(actor.actor)
    if entry is None:
        kind: SideKind = "state" if actor.kind == "state" else "unknown"
        return Side(kind=kind, name=actor.name)
    return _side_of_entry(entry)


def _side_of_entry(entry: ActorEntry) -> Side:
    kind: SideKind = "state" if entry.type in STATE_TYPES else "group" if entry.kind == "organization" else "unknown"
    return Side(
        kind=kind,
        name=entry.name,
        actor=entry.code,
        type=entry.type,
        countries=entry.countries,
        known=entry.type != "unidentified",
    )


def _side_of_target(target: Target, where: str | None) -> Side:
    book = load_codebook()
    if target.kind in ("person", "group"):
        if target.category in STATE_GROUPS:
            return _state_of(target.nationality or where, target.name)
        if target.category in ARMED_GROUPS:
            entry = _entry(load_actors().match(target.name))
            return _side_of_entry(entry) if entry is not None else Side(kind="group", name=target.name)
        armed = book.armed(target.category)
        return Side(kind="unknown" if armed or target.category is None else "civilians", name=target.name)
    if target.category in ARMED_THINGS:
        return _state_of(where, target.name)
    return Side(kind="civilians" if target.category else "unknown", name=target.name)


def _state_of(iso: str | None, name: str) -> Side:
    found = country(iso)
    if found is None:
        return Side(kind="state", name=name)
    return Side(kind="state", name=found.name, type="state_forces", countries=(found.iso,), known=True)


def _entry(code: str | None) -> ActorEntry | None:
    actors = load_actors()
    return actors.get(code) if code is not None and code in actors else None
