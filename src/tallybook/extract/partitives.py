"""Two noun phrases that "of" or "from" makes one: "two of the soldiers", "members of X", "a group of men"."""

from __future__ import annotations

from dataclasses import replace

from tallybook.extract.phrases import Phrase
from tallybook.lang.roles import load_role_words


def joined_by(phrase: Phrase, group: Phrase, link: str) -> Phrase | None:
    """Two phrases that "of" makes one, told by the head of the first."""
    head = phrase.low.rpartition(" ")[2]
    words = load_role_words()
    if group.actor is not None and head in words.members | words.aircraft:
        return replace(phrase, actor=group.actor, kind="people" if head in words.members else phrase.kind)
    if head in words.bands and group.kind == "people":
        quantity = phrase.quantity or group.quantity
        return replace(group, start=phrase.start, core_start=phrase.core_start, quantity=quantity, place=phrase.place)
    if head in words.offices and link == "of":
        return replace(phrase, end=group.end)
    if head in words.kin and link == "of" and group.kind == "number":
        return replace(phrase, quantity=group.quantity)
    if phrase.kind == "number" and group.quantity is None and group.kind in ("people", "actor", "name"):
        return replace(group, start=phrase.start, quantity=phrase.quantity, place=phrase.place)
    return None
