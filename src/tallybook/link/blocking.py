"""Which reports are worth comparing: those that share at least one key.

Keys: place and day, place and month, country and day, day and kind of act for reports without a place; kind of site
and place for reports without a date; a name of a person, town or site; and names or title words that only a few
documents share. The day is the reported one or, where that is open, the days before publication. A block with more
than ``WINDOW`` reports is put in order of time and each report compared with the next ``WINDOW`` only, so the number of
pairs grows with the number of reports and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tallybook.link.profile import Background, Batch, Profile, day_span
from tallybook.link.words import fold

WINDOW = 40
"""Reports with which one report is compared in a crowded block."""
FEW_DOCUMENTS = 12
"""A name or word found in more documents than this makes no block of its own."""
LONG_DAYS = 7
"""An interval longer than this, in days, is blocked by months."""
MAX_MONTHS = 6
"""An interval longer than this, in months, is no key."""
BEFORE_PUBLICATION = 3
"""Days before publication on which a report without a date may have happened, for blocking."""


def _days(profile: Profile) -> Iterable[date]:
    span = day_span(profile.when)
    if span is None:
        known = profile.published.end
        return () if known is None else (known - timedelta(days=back) for back in range(BEFORE_PUBLICATION + 1))
    if (span[1] - span[0]).days > LONG_DAYS:
        return ()
    return (span[0] + timedelta(days=ahead) for ahead in range((span[1] - span[0]).days + 1))


def _months(profile: Profile) -> list[str]:
    span = day_span(profile.when) or day_span(profile.published)
    if span is None:
        return []
    first, last = span[0].year * 12 + span[0].month - 1, span[1].year * 12 + span[1].month - 1
    return [f"{month // 12}-{month % 12 + 1}" for month in range(first, last + 1)] if last - first < MAX_MONTHS else []


def _cells(profile: Profile) -> list[str]:
    where = profile.where
    cells = [f"province {where.country}/{where.admin1}"] if where.admin1 else []
    if profile.place_key:
        cells.append(f"place {profile.place_key}")
    if where.country:
        cells.append(f"country {where.country}")
    return cells


def _when_where(profile: Profile) -> Iterator[str]:
    cells = _cells(profile) or ["nowhere"]
    days = {day.toordinal() + ahead for day in _days(profile) for ahead in (0, 1)}
    for cell in cells:
        yield from (f"{cell} day {day}" for day in days)
        if not cell.startswith("country"):
            yield from (f"{cell} month {month}" for month in _months(profile))
        yield from (f"{cell} site {kind}" for kind in profile.site_kinds)
    for kind in profile.types or ("any",):
        yield from (f"act {kind} day {day}" for day in days)


def _told(profile: Profile, background: Background, persons: frozenset[str]) -> Iterator[str]:
    yield from (f"name {name}" for name in profile.names if background.names[name] <= FEW_DOCUMENTS)
    yield from (f"title {word}" for word in profile.title_words if background.words[word] <= FEW_DOCUMENTS)
    yield from (f"person {word}" for word in profile.capitals & persons if background.words[word] <= FEW_DOCUMENTS)
    yield from (f"called {word}" for word in profile.site_names)
    if profile.where.place is not None:
        yield f"called {fold(profile.where.place)}"
    yield from (f"person {word}" for name in profile.people for word in name)


def _order(profile: Profile) -> tuple[date, str]:
    return profile.when.start or profile.published.start or date.min, profile.report_id


def _pairs(block: list[Profile]) -> Iterator[tuple[Profile, Profile]]:
    members = sorted(block, key=_order)
    for at, left in enumerate(members):
        yield from ((left, right) for right in members[at + 1 : at + 1 + WINDOW])


def candidate_pairs(batch: Batch) -> list[tuple[Profile, Profile]]:
    """Pairs of reports of different documents that share a key, each once, ordered by report ids.

    Threats are left out: only what happened or was tried is an incident (coding rule 2).
    """
    persons = frozenset(word for profile in batch.profiles for name in profile.people for word in name)
    blocks: dict[str, list[Profile]] = defaultdict(list)
    for profile in batch.profiles:
        if profile.stage != "threatened":
            for key in {*_when_where(profile), *_told(profile, batch.background, persons)}:
                blocks[key].append(profile)
    found: dict[tuple[str, str], tuple[Profile, Profile]] = {}
    for block in blocks.values():
        for one, other in _pairs(block):
            if one.document_id != other.document_id:
                left, right = (one, other) if one.report_id < other.report_id else (other, one)
                found[left.report_id, right.report_id] = (left, right)
    return [found[key] for key in sorted(found)]
