"""Reports to profiles: everything that comparing needs, worked out once per report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tallybook.lang.grammar import load_grammar
from tallybook.link.profile import Background, Batch, Profile, Toll
from tallybook.link.words import Passage, fold, read_passage, weigh, whole, windows
from tallybook.model import Document, PartialDate, Place, Report

LEADING = 0.25
"""Share of a document's claims from which the richest report in it is what the document is about."""
TELLING_KINDS = frozenset({"worship", "school", "airport", "transport", "market", "hotel", "camp", "energy"})
"""Kinds of sites that a sentence about an attack names as its target; hospitals, homes and police are in every one."""
_YEAR = re.compile(r"\b[12]\d{3}\b")
_WORD = re.compile(r"\w+")


@cache
def _site_words() -> Mapping[str, str]:
    path = Path(__file__).with_name("site_kinds.yaml")
    table: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    return Toll(max(lows), None if is_open else max(count.high or count.low or 0 for count in totals))


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


def _site_names(report: Report) -> frozenset[str]:
    """The names within names of sites: of "Hazrat Zakariya Mosque" the first two words."""
    kinds = _site_words()
    found: set[str] = set()
    for site in _sites(report):
        words = _WORD.findall(site)
        if any(fold(word) in kinds for word in words):
            found.update(fold(word) for word in words if word[0].isupper() and fold(word) not in kinds)
    return frozenset(found)


def _people(report: Report) -> frozenset[frozenset[str]]:
    """The names of single people: victims, targets and suspects, each as its capitalised words."""
    names = [
        *(target.name for target in report.targets if target.kind == "person"),
        *(count.group or "" for count in report.casualties if count.scope == "individual"),
        *(actor.name for actor in report.perpetrators if actor.kind == "individual"),
    ]
    words = (frozenset(fold(word) for word in _WORD.findall(name) if word[0].isupper()) for name in names)
    return frozenset(name for name in words if len(name) > 1)


def _place_key(where: Place) -> str | None:
    return None if where.place is None else f"{where.country or ''}/{fold(where.place)}"


def _located(report: Report) -> float:
    return next((claim.score for claim in report.claims if claim.prop == "where" and claim.value == report.where), 1.0)


def _published(document: Document | None) -> PartialDate:
    """When a document was published, as its source says; a day inferred from the text proves nothing about it."""
    return document.published if document and document.published_basis == "metadata" else PartialDate()


def _voice(report: Report, document: Document | None) -> str:
    return (document.copy_of if document else None) or report.document_id


@dataclass(frozen=True, slots=True)
class _Read:
    report: Report
    document: Document | None
    leads: bool
    passage: Passage


def _read(reports: Sequence[Report], documents: Mapping[str, Document]) -> list[_Read]:
    together: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        together[report.document_id].append(report)
    found = []
    for report in sorted(reports, key=lambda report: report.id):
        document = documents.get(report.document_id)
        others = [other for other in together[report.document_id] if other.id != report.id]
        leads = _leads(report, others)
        found.append(_Read(report, document, leads, read_passage(_text(report, document, others, leads=leads))))
    return found


def _background(read: Sequence[_Read], parents: Mapping[str, str]) -> Background:
    seen: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    for item in read:
        voice = _voice(item.report, item.document)
        names, words, places, actors = seen.setdefault(voice, (set(), set(), set(), set()))
        names.update(item.passage.names)
        words.update(item.passage.counts)
        places.update(key for key in [_place_key(item.report.where)] if key)
        actors.update(actor.actor for actor in item.report.perpetrators if actor.actor)
    groups = list(seen.values())
    counted = [Counter(key for group in groups for key in group[column]) for column in range(4)]
    return Background(len(groups), counted[0], counted[1], counted[2], counted[3], parents)


def _profile(item: _Read, background: Background) -> Profile:
    report, document, passage = item.report, item.document, item.passage
    title = read_passage((document.title if document else None) or "").counts
    return Profile(
        report_id=report.id,
        document_id=report.document_id,
        stage=report.stage,
        leads=item.leads,
        types=frozenset(report.event_types) - {"other"},
        when=report.when,
        printed=printed(report.when),
        published=_published(document),
        where=report.where,
        located=_located(report),
        place_key=_place_key(report.where),
        actors=frozenset(actor.actor for actor in report.perpetrators if actor.actor),
        people=_people(report),
        site_kinds=_site_kinds(report),
        site_names=_site_names(report),
        weapons=frozenset(weapon.category for weapon in report.weapons if weapon.category),
        killed=_toll(report, "killed"),
        injured=_toll(report, "injured"),
        names=frozenset(name for name in passage.names if background.names[name] > 1),
        capitals=passage.capitals,
        title_words=frozenset(word for word in title if background.words[word] > 1) if item.leads else frozenset(),
        words=weigh(passage, background.words, background.documents),
        length=sum(passage.counts.values()),
        voice=_voice(report, document),
    )


def profiles_of(
    reports: Sequence[Report], documents: Mapping[str, Document], *, parents: Mapping[str, str] | None = None
) -> Batch:
    """The profiles of all reports; the order in which they are given does not matter."""
    read = _read(reports, documents)
    background = _background(read, parents or {})
    return Batch(tuple(_profile(item, background) for item in read), background)
