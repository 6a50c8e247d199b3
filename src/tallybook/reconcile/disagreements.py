"""Where documents contradict each other about one incident: both readings are kept and shown (coding rule 17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from tallybook.model import Disagreement, PartialDate, Place, Range, Reading, Report
from tallybook.reconcile.facts import dates_allow, places_allow, span
from tallybook.reconcile.rules import Statement

H = TypeVar("H", bound=Hashable)
TYPE_FAMILIES = (
    frozenset({"bombing", "suicide_bombing"}),
    frozenset({"armed_assault", "siege", "armed_clash", "targeted_killing", "mob_violence", "execution"}),
    frozenset({"air_strike", "shelling"}),
)
"""Types that say the same in other words, or more and less of it: no contradiction."""


def _contradict(
    incident_id: str,
    field: str,
    found: Sequence[tuple[str, H]],
    allow: Callable[[H, H], bool],
    show: Callable[[H], str],
) -> list[Disagreement]:
    """A disagreement when values of two documents do not allow each other; it lists all readings that clash."""
    documents: dict[H, set[str]] = defaultdict(set)
    for document_id, value in found:
        documents[value].add(document_id)
    readings: dict[str, set[str]] = defaultdict(set)
    for value, told in documents.items():
        if any(len(told | others) > 1 and not allow(value, other) for other, others in documents.items()):
            readings[show(value)] |= told
    if len(readings) < 2:
        return []
    shown = tuple(Reading(value=value, documents=tuple(sorted(readings[value]))) for value in sorted(readings))
    return [Disagreement(incident_id=incident_id, field=field, readings=shown)]


def show_range(found: Range) -> str:
    """A figure in a few characters: ``185``, ``at least 170``, ``40-60``, ``up to 9``."""
    low, best, high = found.low, found.best, found.high
    if low is not None and high is None:
        return f"at least {low}"
    if low is None:
        return f"up to {high}" if best is None else str(best)
    return str(low) if low == high else f"{low}-{high}"


def show_date(when: PartialDate) -> str:
    """A day or an interval in ISO form: ``2021-08-26``, ``2022-04-01/2022-04-30``; an open end is ``..``."""
    start = when.start.isoformat() if when.start else ".."
    end = when.end.isoformat() if when.end else ".."
    return start if start == end else f"{start}/{end}"


def show_place(place: Place) -> str:
    """A place from fine to coarse: ``Kunduz, Kunduz, AF``."""
    return ", ".join(part for part in (place.place, place.admin1, place.country) if part) or (place.site or "")


def figures_allow(one: Range, other: Range) -> bool:
    """Whether two figures can both be right: the same best, or a bound that the other keeps."""
    if one.best is not None and other.best is not None:
        return one.best == other.best
    return (one.high is None or (other.low or 0) <= one.high) and (other.high is None or (one.low or 0) <= other.high)


def _types_allow(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(one & family and other & family for family in TYPE_FAMILIES)


def _actors_allow(parents: Mapping[str, str]) -> Callable[[frozenset[str], frozenset[str]], bool]:
    def allow(one: frozenset[str], other: frozenset[str]) -> bool:
        kin = any(parents.get(left) == right or parents.get(right) == left for left in one for right in other)
        return kin or bool(one & other)

    return allow


def _show_codes(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes))


def of_facts(incident_id: str, reports: Sequence[Report], *, parents: Mapping[str, str]) -> list[Disagreement]:
    """Contradictions about day, place, kind of act and perpetrators."""
    dates = [
        (report.document_id, replace(report.when, text=None)) for report in reports if span(report.when) is not None
    ]
    places = [(report.document_id, report.where) for report in reports if report.where != Place()]
    types = [(report.document_id, kinds) for report in reports if (kinds := frozenset(report.event_types) - {"other"})]
    actors = [
        (report.document_id, named)
        for report in reports
        if (named := frozenset(actor.actor for actor in report.perpetrators if actor.actor))
    ]
    return [
        *_contradict(incident_id, "when", dates, dates_allow, show_date),
        *_contradict(incident_id, "where", places, places_allow, show_place),
        *_contradict(incident_id, "event_type", types, _types_allow, _show_codes),
        *_contradict(incident_id, "perpetrators", actors, _actors_allow(parents), _show_codes),
    ]


def of_figures(incident_id: str, outcome: str, statements: Sequence[Statement]) -> list[Disagreement]:
    """Contradictions about a figure."""
    found = [(statement.document_id, statement.range) for statement in statements]
    return _contradict(incident_id, outcome, found, figures_allow, show_range)
