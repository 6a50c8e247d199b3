"""Where a document's outlet is at home: of towns of one name, local news most often means the one near by.

A home is told by the host of the address ("news.example.com"), by a town or state that the host or the publisher's name
spells, or by the first part of a path where an outlet has pages for many towns. It is never a place by itself: it only
tips between places that the text names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from tallybook.lang.base import split_words
from tallybook.model import Document
from tallybook.resolve.distance import kilometres
from tallybook_gazetteer import Entry, Gazetteer

AT_HOME_COUNTRY, AT_HOME_UNIT, AT_HOME_NEAR = 0.6, 0.8, 1.6
"""A candidate in the country, in the unit and near the town where the document's outlet is at home; they add up."""
AT_HOME_CLOSE = 1.0
"""What being in the very town of the outlet adds to that, and less the farther off."""
HOME_KM = 90.0
"""How far the town of an outlet reaches."""
LONGEST_LABEL = 40
"""Letters of a host's part, or of a publisher's name, that are looked at."""
PATH_PARTS = 2
"""Parts of a path that may name a state and a town."""
_LETTERS = re.compile(r"[^a-z0-9]")

Spot = tuple[str, str, str | None]
"""Country, first-level unit and, where it is known, the town."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where an outlet is at home: a town with its point, or only a unit."""

    country: str
    admin1_row: int | None
    town: Entry | None

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the town lies."""
        return None if self.town is None else (self.town.lat, self.town.lon)


@dataclass(frozen=True, slots=True)
class _Table:
    hosts: Mapping[str, Spot]
    names: Mapping[str, Spot | None]
    """What a town or state is spelled as in a host; ``None`` where several have the name."""
    spelled: re.Pattern[str]
    many: frozenset[str]
    """Hosts that tell the town in their path."""


@cache
def _table() -> _Table:
    read: dict[str, Any] = yaml.load(
        Path(__file__).with_name("outlets.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    rows = [
        (country, unit, town, hosts.split())
        for country, units in read["hosts"].items()
        for unit, towns in units.items()
        for town, hosts in towns.items()
    ]
    hosts = {host: (country, unit, town) for country, unit, town, listed in rows for host in listed}
    spots: dict[str, set[Spot]] = defaultdict(set)
    for country, unit, town, _ in rows:
        spots[_letters(town)].add((country, unit, town))
    for country, unit, _, _ in rows:
        if not spots[_letters(unit)] or all(spot[2] is None for spot in spots[_letters(unit)]):
            spots[_letters(unit)].add((country, unit, None))
    words = set(split_words(read["not_spelled"]))
    names = {
        name: min(found, key=repr) if len(found) == 1 else None for name, found in spots.items() if name not in words
    }
    return _Table(
        hosts, names, _spelling(names, list(split_words(read["name_words"]))), frozenset(read["by_path"].split())
    )


def _spelling(names: Mapping[str, Spot | None], around: list[str]) -> re.Pattern[str]:
    """A town's or state's name with nothing around it but words that outlets are named with."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    other = "|".join(sorted(around, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:{other}|\d)*?({'|'.join(longest)})(?:{other}|\d)*")


def _letters(words: str) -> str:
    return _LETTERS.sub("", words.lower().replace("saint ", "st "))


def home_of(document: Document, gazetteer: Gazetteer) -> Home | None:
    """Where the outlet of a document is at home, ``None`` where neither address nor publisher tells."""
    if document.url is None and document.publisher is None:
        return None
    return _home(document.url, document.publisher, gazetteer)


@lru_cache(maxsize=1024)
def _home(url: str | None, publisher: str | None, gazetteer: Gazetteer) -> Home | None:
    spot = next((found for found in _spots(url, publisher) if found is not None), None)
    return None if spot is None else _placed(spot, gazetteer)


def _spots(url: str | None, publisher: str | None) -> Iterator[Spot | None]:
    table = _table()
    host, path = _address(url)
    labels = host.split(".")
    if ".".join(labels[-2:]) in table.many:
        yield _by_path(path)
    for first in range(len(labels) - 1):
        yield table.hosts.get(".".join(labels[first:]))
    for words in [*labels[:-1], publisher or ""]:
        yield _spelled(words)
    yield table.hosts.get((publisher or "").lower())


def _address(url: str | None) -> tuple[str, list[str]]:
    try:
        parts = urlsplit(url or "")
        return (parts.hostname or "").removeprefix("www."), [one for one in parts.path.split("/") if one][:PATH_PARTS]
    except ValueError:
        return "", []


def _by_path(path: list[str]) -> Spot | None:
    """The town that the first parts of a path name, or else the state."""
    named = [_letters(one) for one in path]
    names = _table().names
    units = [spot for one in named if (spot := names.get(one)) is not None]
    return next((spot for spot in units if spot[2] is not None), next(iter(units), None))


def _spelled(words: str) -> Spot | None:
    found = _table().spelled.fullmatch(_letters(words)[:LONGEST_LABEL])
    return _table().names[found[1]] if found else None


def _placed(spot: Spot, gazetteer: Gazetteer) -> Home | None:
    country, unit, town = spot
    around = next((one for one in gazetteer.candidates(unit) if one.kind == "admin1" and one.country == country), None)
    if around is None:
        return None
    there = (one for one in gazetteer.candidates(town or "") if _in(one, around))
    entry = max(there, key=lambda one: one.population, default=None) if town else None
    return Home(country, around.row, entry)


def _in(entry: Entry, unit: Entry) -> bool:
    return entry.kind == "city" and entry.admin1_row == unit.row


def nearness(entry: Entry, home: Home) -> float:
    """What an outlet's home adds: towns of its country, more of its unit, most near by."""
    score = AT_HOME_COUNTRY if entry.country == home.country else 0.0
    if entry.kind in ("country", "admin1"):
        return score
    if home.admin1_row is not None and entry.admin1_row == home.admin1_row:
        score += AT_HOME_UNIT
    apart = kilometres(entry.lat, entry.lon, *home.point) if home.point is not None else HOME_KM
    if apart < HOME_KM:
        score += AT_HOME_NEAR + AT_HOME_CLOSE * (1 - apart / HOME_KM)
    return score
