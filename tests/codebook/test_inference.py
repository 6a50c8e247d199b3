"""What codes let a reader infer holds together with the lists the codes are of."""

from __future__ import annotations

from tallybook.codebook import load_codebook
from tallybook.codebook.inference import load_inference

BOOK, CODES = load_codebook(), load_inference()


def test_every_group_is_one_of_the_codebook() -> None:
    groups = CODES.seldom_doers | CODES.titleless | CODES.assailants | CODES.fighters | CODES.local_groups
    assert (groups | CODES.prominent) - set(BOOK.groups) == set()
    assert CODES.uniformed - (set(BOOK.groups) & set(BOOK.targets)) == set()


def test_fighters_and_assailants_are_armed_and_the_others_are_not() -> None:
    assert all(BOOK.armed(code) for code in CODES.fighters | CODES.assailants)
    assert not any(BOOK.armed(code) for code in CODES.seldom_doers | CODES.prominent)


def test_every_weapon_and_the_type_it_tells_are_of_the_codebook() -> None:
    assert (set(CODES.type_by_weapon) | CODES.laid | CODES.effects) - set(BOOK.weapons) == set()
    assert set(CODES.type_by_weapon.values()) - set(BOOK.event_types) == set()


def test_every_type_has_its_rank_once() -> None:
    assert sorted(CODES.telling_order) == sorted(BOOK.event_types)


def test_lists_of_types_are_of_the_codebook() -> None:
    types = CODES.unspecific | CODES.bomb_like | CODES.companions | CODES.seizures | CODES.property_types
    assert (types | CODES.armed_types | CODES.fights) - set(BOOK.event_types) == set()
    assert CODES.armed_types <= CODES.fights
