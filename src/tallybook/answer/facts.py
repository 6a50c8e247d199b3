"""What a tally needs of each incident: from findings to flat facts, and the columns that are counted over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tallybook.answer.entries import Entry, View, day_of, entries, entry
from tallybook.model import Document, Facts, Finding, Incident, Review

if TYPE_CHECKING:
    from tallybook.register.fact_columns import FactColumns


def facts_of(
    incident: Incident, findings: Sequence[Finding], documents: Mapping[str, Document], review: Review | None = None
) -> Facts:
    """The facts of one incident, from its own findings and the documents that tell of it (with their originals)."""
    return _facts(entry(incident, findings, documents, review))


def all_facts(
    incidents: Iterable[Incident],
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    reviews: Mapping[str, Review] | None = None,
) -> list[Facts]:
    """:func:`facts_of` each of some incidents, given all findings about them and what people decided."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.incident_id].append(finding)
    decided = reviews or {}
    return [facts_of(one, found[one.id], documents, decided.get(one.id)) for one in incidents]


def _facts(one: Entry) -> Facts:
    return Facts(
        incident_id=one.incident_id,
        first=one.when.start,
        last=one.when.end,
        event_types=one.event_types,
        stage=one.stage,
        review=one.review,
        country=one.where.country,
        admin1=one.where.admin1,
        place=one.where.place,
        actors=one.actors,
        targets=tuple(dict.fromkeys(target.category for target in one.targets if target.category)),
        sources=one.sources,
        killed=one.killed,
        injured=one.injured,
        independent=one.independent,
        told=one.told,
    )


def columns_of(view: View) -> FactColumns:
    """The facts of all incidents as columns: those that the register keeps, else made from its findings."""
    kept = view.facts()
    return _made(view) if kept is None else kept


def _made(view: View) -> FactColumns:
    """Facts made from findings, whatever is kept."""
    from tallybook.register.fact_columns import hold_facts  # noqa: PLC0415  numpy is heavy

    found = entries(view)
    told: dict[str, list[str]] = defaultdict(list)
    for one in found:
        for name in one.documents:
            told[name].append(one.incident_id)
    return hold_facts([_facts(one) for one in found], _published(view.documents()), told)


def _published(documents: Sequence[Document]) -> dict[tuple[int, str], tuple[int, int]]:
    """How many documents each source published on each day (0: not known), and how many of them are copies."""
    counted: dict[tuple[int, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for document in documents:
        day = day_of(document)
        key = (day.toordinal() if day else 0, document.publisher or document.id)
        made, copies = counted[key]
        counted[key] = (made + 1, copies + (document.copy_of is not None))
    return counted


def facts_that_differ(view: View) -> list[str]:
    """The ids of incidents whose kept facts are not what their findings say, or that have none, or should have none."""
    if view.facts() is None:
        return []
    kept, due = (_by_incident(facts) for facts in (columns_of(view), _made(view)))
    return sorted(name for name in {*kept, *due} if kept.get(name) != due.get(name))


def _by_incident(facts: FactColumns) -> dict[str, tuple[object, ...]]:
    """What the columns have of each incident, words spelled out."""
    from tallybook.register.fact_blocks import DAYS, FIGURES, LISTS, WORDS, records  # noqa: PLC0415

    held = dict(enumerate(records(facts.columns)))
    at = len(DAYS), len(DAYS) + len(WORDS)
    live = {place: record for place, record in held.items() if record[0][at[0] + 1]}
    numbers = {
        number for single, many in live.values() for number in (*single[slice(*at)], *(n for m in many for n in m))
    }
    words, ids = facts.words.spelled(numbers), facts.words.incident_ids(live)
    return {
        ids[place]: (
            *single[: at[0]],
            *(words.get(number) for number in single[slice(*at)]),
            *single[-len(FIGURES) - 1 :],
            *(tuple(words[number] for number in many[which]) for which in range(len(LISTS))),
        )
        for place, (single, many) in live.items()
    }
