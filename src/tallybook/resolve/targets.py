"""Targets and weapons: what a report says was hit, and with what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast, get_args

from tallybook.lang.quantities import Quantity, parse_quantity
from tallybook.lang.roles import load_role_words
from tallybook.model import Claim, Document, Mention, Target, Weapon, claim
from tallybook.model.values import TargetKind
from tallybook.resolve.counts import bounds

RESOLVER = "targets/1"
_KINDS = get_args(TargetKind)


def resolve_targets(document: Document, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """One claim for each target of one report, its effects, number and title drawn together."""
    details: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.of is not None:
            details.setdefault(one.of, []).append(one)
    for one in mentions:
        if one.role == "target":
            yield _target(document, one, details.get(one.id, []))


def _target(document: Document, one: Mention, details: Sequence[Mention]) -> Claim:
    kind, _, category = (one.code or "other:").partition(":")
    number = next((detail for detail in details if detail.role == "number"), None)
    quantity: Quantity | None = parse_quantity(number.span.text, language="en") if number is not None else None
    counted = quantity is not None or _one_thing(one.span.text)
    low, best, high, exactness = bounds(quantity, single=True) if counted else (None, None, None, None)
    title = next((detail for detail in details if detail.role == "title"), None)
    aliases = [detail.span.text for detail in details if detail.role == "alias"]
    value = Target(
        name=max([*aliases, one.span.text], key=len), category=category or None,
        kind=cast(TargetKind, kind) if kind in _KINDS else "other",
        mentions=tuple(dict.fromkeys([one.span.text, *aliases])),
        named=True if kind == "person" and (not category or title is not None) else None,
        role=title.span.text if title is not None else None, low=low, best=best, high=high, exactness=exactness,
        effects=tuple(dict.fromkeys(detail.code for detail in details if detail.role == "effect" and detail.code)),
    )  # fmt: skip
    evidence = (one.span, *(detail.span for detail in details if detail.role in ("number", "effect")))
    return claim(document.id, one.report_id, "target", value, evidence, score=one.score, resolver=RESOLVER)


def _one_thing(words: str) -> bool:
    """Whether the words for a thing are a plural that means one: "the party headquarters"."""
    return " ".join(words.lower().split()).partition(" of ")[0].split()[-1] in load_role_words().one_thing


def resolve_weapons(document: Document, mentions: Sequence[Mention]) -> Iterator[Claim]:
    """One claim for each weapon of one report; it has no name where it is told by the word for an act."""
    for one in mentions:
        if one.role == "weapon":
            name = one.span.text if one.of is None else None
            value = Weapon(name=name, category=one.code, mentions=(name,) if name else ())
            yield claim(document.id, one.report_id, "weapon", value, (one.span,), score=one.score, resolver=RESOLVER)
