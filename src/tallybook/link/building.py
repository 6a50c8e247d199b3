"""Reports to profiles: everything that comparing needs, worked out once per report.

In two steps, since what is rare is known only when all documents are counted: :func:`drafts` reads one document,
:func:`count` adds it to the background, :func:`finish` weighs a draft's words and names against it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

import yaml

from tallybook.lang.grammar import load_grammar
from tallybook.link.background import Background
from tallybook.link.profile import Days, Profile, Toll
from tallybook.link.words import emphasis, fold, number, read_passage, whole, windows
from tallybook.model import Document, PartialDate, Place, Report

LEADING = 0.25
"""Share of a document's claims from which the richest report in it is what the document is about."""
TELLING_KINDS = frozenset({"worship", "school", "airport", "transport", "market", "hotel", "camp", "energy"})
"""Kinds of sites that a sentence about an attack names as its target; hospitals, homes and police are in every one."""
FINE = ("site", "place", "district")
"""Precisions of a place that is a town or finer."""
RARE_POWER = 1.5
"""Power of the inverse document frequency; chosen as the factors of ``tallybook.link.words`` were."""
_YEAR = re.compile(r"\b[12]\d{3}\b")
_WORD = re.compile(r"\w+")


@cache
def _site_words() -> Mapping[str, str]:
    path = Path(__file__).with_name("site_kinds.yaml")
    table: dict[str, list[str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {word: kind for kind, words in table.items() for word in words}


@cache
def _months(language: str) -> frozenset[str]:
    return frozenset(load_grammar(language, "dates.yaml")["months"])


def printed(when: PartialDate, *, language: str = "en") -> bool:
    """Whether a date's words name a month or a year; a weekday or "today" was reckoned and may be reckoned wrongly."""
    if when.text is None:
        return True
    return bool(_YEAR.search(when.text)) or not _months(language).isdisjoint(_WORD.findall(when.text.lower()))


def _spans(reports: Iterable[Report]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for report in reports for claim in report.claims for span in claim.evidence]


def _weight(report: Report) -> tuple[int, int, str]:
    first = min((start for start, _ in _spans([report])), default=0)
    return len(report.claims), -first, report.id


def _leads(report: Report, others: Sequence[Report]) -> bool:
    """Whether a document is mainly about a report: it is the richest, and has a good part of all that is told there."""
    everything = len(report.claims) + sum(len(other.claims) for other in others)
    richest = all(_weight(report) > _weight(other) for other in others)
    return richest and len(report.claims) >= LEADING * everything


def _text(report: Report, document: Document | None, others: Sequence[Report], *, leads: bool) -> str:
    if document is None:
        return "\n".join(dict.fromkeys(span.text for claim in report.claims for span in claim.evidence))
    if leads:
        return whole(document.title, document.text, _spans(others))
    return windows(document.text, _spans([report]))


def _toll(report: Report, outcome: str) -> Toll | None:
    counts = [
        count
        for count in report.casualties
        if count.outcome == outcome and count.side != "perpetrators" and count.mood == "asserted"
    ]
    totals = [count for count in counts if count.scope == "total"] or counts
    lows = [low for count in totals if (low := count.best if count.best is not None else count.low) is not None]
    if not lows:
        return None
    is_open = any(count.high is None and count.exactness in ("at_least", "more_than", "vague") for count in totals)
    return max(lows), None if is_open else max(count.high or count.low or 0 for count in totals)


def _kinds_in(text: str) -> frozenset[str]:
    kinds = _site_words()
    return frozenset(kinds[word] for word in map(fold, _WORD.findall(text)) if word in kinds)


def _sites(report: Report) -> list[str]:
    return [report.where.site or "", *(target.name for target in report.targets)]


def _site_kinds(report: Report) -> frozenset[str]:
    """The kinds of the named targets, or else of the places that the sentences about the incident name."""
    named = _kinds_in(" ".join(_sites(report)))
    if named:
        return named
    return _kinds_in(" ".join(span.text for span in report.evidence)) & TELLING_KINDS


def _site_names(report: Report) -> frozenset[int]:
    """The names within names of sites: of "Hazrat Zakariya Mosque" the first two words."""
    kinds = _site_words()
    found: set[int] = set()
    for site in _sites(report):
        words = _WORD.findall(site)
        if any(fold(word) in kinds for word in words):
            found.update(number(fold(word)) for word in words if word[0].isupper() and fold(word) not in kinds)
    return frozenset(found)


def _people(report: Report) -> frozenset[frozenset[int]]:
    """The names of single people: victims, targets and suspects, each as its capitalised words."""
    names = [
        *(target.name for target in report.targets if target.kind == "person"),
        *(count.group or "" for count in report.casualties if count.scope == "individual"),
        *(actor.name for actor in report.perpetrators if actor.kind == "individual"),
    ]
    words = (frozenset(number(fold(word)) for word in _WORD.findall(name) if word[0].isupper()) for name in names)
    return frozenset(name for name in words if len(name) > 1)


def _town_key(where: Place) -> int | None:
    return None if where.place is None else number(f"{where.country or ''}/{fold(where.place)}")


def _located(report: Report) -> float:
    return next((claim.score for claim in report.claims if claim.prop == "where" and claim.value == report.where), 1.0)


def _published(document: Document | None) -> PartialDate:
    """When a document was published, as its source says; a day inferred from the text proves nothing about it."""
    return document.published if document and document.published_basis == "metadata" else PartialDate()


def _days(when: PartialDate) -> Days | None:
    if when.start is None or when.end is None:
        return None
    return when.start.toordinal(), when.end.toordinal()


def drafts(document: Document | None, reports: Sequence[Report]) -> list[Profile]:
    """The profiles of one document's reports before anything is known of other documents, in order of their ids.

    Every word is in ``words``, with its emphasis for a weight; every name and title word is kept.
    """
    told = sorted(reports, key=lambda report: report.id)
    return [_draft(report, document, [other for other in told if other is not report]) for report in told]


def _draft(report: Report, document: Document | None, others: Sequence[Report]) -> Profile:
    leads = _leads(report, others)
    passage = read_passage(_text(report, document, others, leads=leads))
    title = read_passage((document.title if document else None) or "").counts if leads else ()
    where, when, published = report.where, report.when, _published(document)
    return Profile(
        report_id=report.id,
        document_id=report.document_id,
        threatened=report.stage == "threatened",
        leads=leads,
        types=frozenset(report.event_types) - {"other"},
        when=_days(when),
        day=when.start.toordinal() if when.start else None,
        printed=printed(when),
        published=_days(published),
        printed_by=published.end.toordinal() if published.end else None,
        country=where.country,
        admin1=where.admin1,
        town=number(fold(where.place)) if where.place is not None else None,
        town_key=_town_key(where),
        geonames_id=where.geonames_id,
        point=(where.lat, where.lon) if where.lat is not None and where.lon is not None else None,
        fine=where.precision in FINE,
        located=_located(report),
        actors=frozenset(actor.actor for actor in report.perpetrators if actor.actor),
        people=_people(report),
        site_kinds=_site_kinds(report),
        site_names=_site_names(report),
        weapons=frozenset(weapon.category for weapon in report.weapons if weapon.category),
        killed=_toll(report, "killed"),
        injured=_toll(report, "injured"),
        names=frozenset(map(number, passage.names)),
        capitals=frozenset(map(number, passage.capitals)),
        title_words=frozenset(map(number, title)),
        words=emphasis(passage),
        length=sum(passage.counts.values()),
    )


def count(background: Background, told: Sequence[Profile], document: Document | None) -> None:
    """Count the words, names, places and actors of one document's drafts; a copy of another document counts nothing."""
    if not told or (document is not None and document.copy_of is not None):
        return
    background.documents += 1
    background.names.add({name for one in told for name in one.names})
    background.words.add({word for one in told for word in one.words})
    background.places.add({one.town_key for one in told if one.town_key is not None})
    background.actors.add({number(actor) for one in told for actor in one.actors})


def finish(draft: Profile, background: Background) -> Profile:
    """The profile of a draft: words weighed by how rare they are, to a vector of length 1."""
    documents = background.documents
    rare = [_rare(documents, found) for found in background.words.of(draft.words)]
    weights = [stress * often for stress, often in zip(draft.words.values(), rare, strict=True)]
    norm = math.sqrt(sum(value * value for value in weights))
    words = zip(draft.words, weights, strict=True) if norm else ()
    return replace(draft, words={word: value / norm for word, value in words})


@lru_cache(1 << 16)
def _rare(documents: int, found: int) -> float:
    """How much a word weighs that was found in so many of the documents."""
    return float(math.log((documents + 1) / max(found, 1)) ** RARE_POWER)
