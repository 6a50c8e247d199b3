"""What linking knows about one report, in the shape in which two of them are compared."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from tallybook.model import Document, PartialDate, Place, Report

WHOLE_TEXT = 4000
"""Characters read of a document that tells of one incident only; news puts what matters first."""
AROUND_EVIDENCE = 200
"""Characters read on either side of the evidence where a document tells of several incidents."""
_TOKEN = re.compile(r"\w[\w'’-]*|[.!?:;\n|()\"“”]")
_POSSESSIVE = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class Toll:
    """The figures a report gives for one outcome: the range they span, ``high`` open where the words leave it so."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One report as seen by the comparisons; empty sets and ``None`` are what the report does not state."""

    report_id: str
    document_id: str
    stage: str
    types: frozenset[str]
    when: PartialDate
    published: PartialDate
    where: Place
    place_key: str | None
    actors: frozenset[str]
    suspects: frozenset[str]
    site_kinds: frozenset[str]
    weapons: frozenset[str]
    killed: Toll | None
    injured: Toll | None
    names: frozenset[str]
    title_words: frozenset[str]
    words: Mapping[str, float]
    length: int
    copy_group: str


@dataclass(frozen=True, slots=True)
class Background:
    """In how many documents of the batch a name, word, place or actor is found; what many share says little.

    ``parents`` gives an actor's parent organization (a branch and its parent are not two rivals).
    """

    documents: int
    names: Counter[str]
    words: Counter[str]
    places: Counter[str]
    actors: Counter[str]
    parents: Mapping[str, str]

    def rarity(self, table: Counter[str], key: str) -> float:
        """Natural log of one over the share of documents that have it: the surprise of finding it in two."""
        return math.log(max(self.documents, 1) / max(table[key], 1))


@dataclass(frozen=True, slots=True)
class Batch:
    """All profiles of one linking run, in order of their report ids, and what is common among them."""

    profiles: tuple[Profile, ...]
    background: Background


@cache
def site_kinds() -> Mapping[str, str]:
    """Word -> kind of site, from ``site_kinds.yaml``."""
    path = Path(__file__).with_name("site_kinds.yaml")
    table: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {word: kind for kind, words in table.items() for word in words}


def fold(text: str) -> str:
    """Lower case without possessive endings."""
    low = text.lower()
    return low[:-2] if low.endswith(_POSSESSIVE) else low


def day_span(when: PartialDate) -> tuple[date, date] | None:
    """First and last day of a date; ``None`` unless both ends are known."""
    if when.start is None or when.end is None:
        return None
    return when.start, when.end


def tokens_and_names(text: str) -> tuple[list[str], set[str]]:
    """The folded words of a text, and its names: pairs of neighbouring words that both begin with a capital or digit.

    A number counts as a name only before a capital or the word "block" (a street address); all-capital text has none.
    """
    words: list[str] = []
    names: set[str] = set()
    previous: str | None = None
    shouted = text.isupper()
    for token in _TOKEN.findall(text):
        if not token[0].isalnum():
            previous = None
            continue
        folded = fold(token)
        words.append(folded)
        capital = token[0].isupper() and not shouted
        if previous is not None and (capital or (folded == "block" and previous[0].isdigit())):
            names.add(f"{previous} {folded}")
        previous = folded if capital or (token[0].isdigit() and len(token) > 1) else None
    return words, names


def _windows(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    reached = 0
    for start, end in sorted(spans):
        begin = max(reached, start - AROUND_EVIDENCE, 0)
        stop = end + AROUND_EVIDENCE
        if stop > begin:
            pieces.append(text[begin:stop])
            reached = stop
    return "\n".join(pieces)


def _words_of(report: Report, document: Document | None, *, alone: bool) -> str:
    spans = [(span.start, span.end) for claim in report.claims for span in claim.evidence]
    if document is None:
        return "\n".join(dict.fromkeys(span.text for claim in report.claims for span in claim.evidence))
    if alone:
        return f"{document.title or ''}\n{document.text[:WHOLE_TEXT]}"
    return _windows(document.text, spans)


def _toll(report: Report, outcome: str) -> Toll | None:
    counts = [
        count
        for count in report.casualties
        if count.outcome == outcome and count.side != "perpetrators" and count.mood == "asserted"
    ]
    totals = [count for count in counts if count.scope == "total"] or counts
    lows = [low for count in totals for low in [count.best if count.best is not None else count.low] if low is not None]
    if not lows:
        return None
    is_open = any(count.high is None and count.exactness in ("at_least", "more_than", "vague") for count in totals)
    return Toll(max(lows), None if is_open else max(count.high or count.low or 0 for count in totals))


def _site_kinds(report: Report) -> frozenset[str]:
    kinds = site_kinds()
    text = " ".join([report.where.site or "", *(target.name for target in report.targets)])
    return frozenset(kinds[word] for word in map(fold, re.findall(r"\w+", text)) if word in kinds)


def place_key(where: Place) -> str | None:
    """The town (or finer) a report names, as one key; ``None`` when it names nothing finer than a province."""
    if where.place is None:
        return None
    return f"{where.country or ''}/{fold(where.place)}"


def _unit(counts: Counter[str], background: Background) -> dict[str, float]:
    weights = {
        word: (1.0 + math.log(count)) * math.log((background.documents + 1) / background.words[word])
        for word, count in counts.items()
        if background.words[word] > 1
    }
    alone = sum(
        ((1.0 + math.log(count)) * math.log(background.documents + 1)) ** 2
        for word, count in counts.items()
        if background.words[word] <= 1
    )
    norm = math.sqrt(sum(weight * weight for weight in weights.values()) + alone)
    return {word: weight / norm for word, weight in weights.items()} if norm else {}


@dataclass(slots=True)
class _Read:
    report: Report
    document: Document | None
    counts: Counter[str]
    names: set[str]


def _read(reports: Sequence[Report], documents: Mapping[str, Document]) -> list[_Read]:
    per_document = Counter(report.document_id for report in reports)
    found = []
    for report in sorted(reports, key=lambda report: report.id):
        document = documents.get(report.document_id)
        text = _words_of(report, document, alone=per_document[report.document_id] == 1)
        words, names = tokens_and_names(text)
        found.append(_Read(report, document, Counter(word for word in words if len(word) > 1), names))
    return found


def _background(read: Sequence[_Read], parents: Mapping[str, str]) -> Background:
    seen: dict[str, tuple[set[str], set[str], set[str], set[str]]] = {}
    for item in read:
        names, words, places, actors = seen.setdefault(_copy_group(item), (set(), set(), set(), set()))
        names |= item.names
        words.update(item.counts)
        places |= {key for key in [place_key(item.report.where)] if key}
        actors |= {actor.actor for actor in item.report.perpetrators if actor.actor}
    groups = list(seen.values())
    counted = [Counter(key for group in groups for key in group[column]) for column in range(4)]
    return Background(len(groups), counted[0], counted[1], counted[2], counted[3], parents)


def _copy_group(item: _Read) -> str:
    return (item.document.copy_of if item.document else None) or item.report.document_id


def _profile(item: _Read, background: Background) -> Profile:
    report, document = item.report, item.document
    title, _ = tokens_and_names((document.title if document else None) or "")
    return Profile(
        report_id=report.id,
        document_id=report.document_id,
        stage=report.stage,
        types=frozenset(report.event_types) - {"other"},
        when=report.when,
        published=document.published if document else PartialDate(),
        where=report.where,
        place_key=place_key(report.where),
        actors=frozenset(actor.actor for actor in report.perpetrators if actor.actor),
        suspects=frozenset(fold(actor.name) for actor in report.perpetrators if actor.kind == "individual"),
        site_kinds=_site_kinds(report),
        weapons=frozenset(weapon.category for weapon in report.weapons if weapon.category),
        killed=_toll(report, "killed"),
        injured=_toll(report, "injured"),
        names=frozenset(name for name in item.names if background.names[name] > 1),
        title_words=frozenset(word for word in title if background.words[word] > 1),
        words=_unit(item.counts, background),
        length=sum(item.counts.values()),
        copy_group=_copy_group(item),
    )


def profiles_of(
    reports: Sequence[Report], documents: Mapping[str, Document], *, parents: Mapping[str, str] | None = None
) -> Batch:
    """The profiles of all reports; the order in which they are given does not matter."""
    read = _read(reports, documents)
    background = _background(read, parents or {})
    return Batch(tuple(_profile(item, background) for item in read), background)


def gap_in_days(left: tuple[date, date], right: tuple[date, date]) -> int:
    """Days between two spans; 0 when they touch or overlap in a day."""
    if left[0] > right[1]:
        return (left[0] - right[1]).days
    if right[0] > left[1]:
        return (right[0] - left[1]).days
    return 0


ONE_DAY = timedelta(days=1)
