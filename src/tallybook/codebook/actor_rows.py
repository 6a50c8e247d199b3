"""The rows of the actor table: read from ``codebook/actors/*.yaml``, checked, and given as frozen entries."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal

import yaml

from tallybook.errors import CodebookError

ActorKind = Literal["organization", "individual", "state", "unknown"]

RULES_FILE = "matching.yaml"
STATES_FILE = "states.yaml"
TYPES_FILE = "types.yaml"
SOURCES_FILE = "sources.yaml"

FIELDS = frozenset(
    ("code", "name", "type", "countries", "active", "parent", "affiliations", "aliases", "cased", "bare", "source")
)

# Every scalar stays a string: the country code NO must not become False, and nothing is guessed to be a number.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """One actor as part of another, from a day to a day (both included); an open end is ``None``."""

    parent: str
    start: date | None = None
    end: date | None = None

    def holds(self, when: date | None) -> bool:
        """Whether it held on that day; with no day, whether it holds still."""
        if when is None:
            return self.end is None
        return (self.start is None or self.start <= when) and (self.end is None or when <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorEntry:
    """One actor: who it is, where and when it acts, what it is part of, and every form of its name.

    ``aliases`` are looked for in running text; ``bare`` names only resolve a name that is known to be an actor's (a
    country's name is a place in most sentences). ``countries`` are ISO 3166-1 alpha-2 codes. ``generated`` rows come
    from the country pattern of ``states.yaml``.
    """

    code: str
    name: str
    kind: ActorKind
    type: str
    countries: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    active_from: date | None = None
    active_to: date | None = None
    aliases: tuple[str, ...] = ()
    cased: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    generated: bool = False

    def active(self, when: date | None) -> bool:
        """Whether it existed on that day; yes when no day is given."""
        if when is None:
            return True
        return not (self.active_from and when < self.active_from) and not (self.active_to and when > self.active_to)

    def parent(self, when: date | None = None) -> str | None:
        """What it was part of on that day, or is part of now."""
        return next((tie.parent for tie in self.affiliations if tie.holds(when)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """The names and adjectives by which a text shows that it is about a country."""

    iso: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingRules:
    """What matching knows beside the names.

    ``words`` are acronyms that are also words of the language, ``trusted`` short ones that need no other sign,
    ``shields`` prefixes that turn a name into somebody else's ("anti-"), ``fillers`` words that may surround a name
    without changing who is meant, ``not_actors`` names of people and places that contain an actor's name, ``ambiguous``
    the codes behind a shared alias, the default first (or ``"none"``).
    """

    words: frozenset[str]
    trusted: frozenset[str]
    shields: tuple[str, ...]
    fillers: frozenset[str]
    not_actors: tuple[str, ...]
    ambiguous: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorData:
    """All of ``codebook/actors`` as checked rows."""

    entries: tuple[ActorEntry, ...]
    countries: tuple[Country, ...]
    sources: Mapping[str, str]
    rules: MatchingRules


def read_actor_data(folder: Traversable | None = None) -> ActorData:
    """Every row of the folder (default: the one that ships).

    Raises:
        CodebookError: a file is missing or not YAML, a row lacks a field, or names a type, parent or source that is not
            in the table.
    """
    folder = folder if folder is not None else resources.files("tallybook.codebook").joinpath("actors")
    types = {row["code"]: row["kind"] for row in _load(folder, TYPES_FILE)}
    sources = {row["code"]: row["name"] for row in _load(folder, SOURCES_FILE)}
    states = _load(folder, STATES_FILE)
    special = {RULES_FILE, STATES_FILE, TYPES_FILE, SOURCES_FILE}
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml") and item.name not in special)
    rows = [(name, row) for name in names for row in _load(folder, name)]
    entries = [_entry(row, types, where=name) for name, row in rows]
    entries += _state_entries(states)
    _check(entries, sources)
    countries = tuple(_country(row) for row in states["countries"])
    return ActorData(
        entries=tuple(entries), countries=countries, sources=sources, rules=_rules(_load(folder, RULES_FILE))
    )


def _load(folder: Traversable, name: str) -> Any:
    try:
        return yaml.load(folder.joinpath(name).read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 strings only
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CodebookError(
            f"actor table: {name} cannot be read ({error}); reinstall tallybook or mend the file"
        ) from error


def _list(value: object) -> tuple[str, ...]:
    """A YAML list, or one string of entries parted by semicolons (half the time to parse)."""
    if not value:
        return ()
    parts = value.split(";") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip()) if isinstance(parts, list) else ()


def _entry(row: Mapping[str, Any], types: Mapping[str, str], *, where: str) -> ActorEntry:
    unknown = sorted(set(row) - FIELDS)
    if unknown:
        raise CodebookError(
            f"actor table: {where}: {row.get('code')}: no field {unknown[0]!r}; is there a comma in a name?"
        )
    try:
        since, until = _years(row.get("active", ""))
        return ActorEntry(
            code=row["code"], name=row["name"], type=row["type"], kind=_kind(types[row["type"]]),
            countries=_list(row["countries"]), affiliations=tuple(_affiliations(row)),
            active_from=since, active_to=until, aliases=_list(row.get("aliases")),
            cased=_list(row.get("cased")), bare=_list(row.get("bare")), sources=_list(row["source"]),
        )  # fmt: skip
    except KeyError as error:
        named = row.get("code", row.get("name", row))
        raise CodebookError(f"actor table: {where}: {named}: no or unknown {error}; see docs/actors.md") from error


def _kind(value: str) -> ActorKind:
    kinds: dict[str, ActorKind] = {
        "organization": "organization", "individual": "individual", "state": "state", "unknown": "unknown",
    }  # fmt: skip
    return kinds[value]


def _affiliations(row: Mapping[str, Any]) -> Iterator[Affiliation]:
    """Ties from ``parent: x`` (always) or ``affiliations: [x 2007/2014, x 2020/]``."""
    if "parent" in row:
        yield Affiliation(parent=row["parent"])
    for tie in _list(row.get("affiliations")):
        parent, _, years = tie.partition(" ")
        since, until = _years(years)
        yield Affiliation(parent=parent, start=since, end=until)


def _years(text: str) -> tuple[date | None, date | None]:
    """An interval such as ``2004-10/2013``: from the first day of its start to the last day of its end."""
    since, _, until = text.strip().partition("/")
    return _day(since, last=False), _day(until, last=True)


def _day(text: str, *, last: bool) -> date | None:
    if not text:
        return None
    try:
        numbers = [int(part) for part in text.split("-")]
        month = numbers[1] if len(numbers) > 1 else (12 if last else 1)
        day = numbers[2] if len(numbers) > 2 else (calendar.monthrange(numbers[0], month)[1] if last else 1)
        return date(numbers[0], month, day)
    except (ValueError, IndexError) as error:
        raise CodebookError(
            f"actor table: {text!r} is no year, month or day (write 2015, 2015-01 or 2015-01-26)"
        ) from error


def _country(row: Mapping[str, Any]) -> Country:
    return Country(
        iso=row["iso"], names=tuple(dict.fromkeys((row["name"], *_list(row.get("adj")), *_list(row.get("also")))))
    )


def _state_entries(states: Mapping[str, Any]) -> Iterator[ActorEntry]:
    """The state and the police of every country of ``states.yaml``."""
    for row in states["countries"]:
        code = row.get("code") or row["name"].lower().replace(" ", "-")
        names = () if row.get("name_is_also_elsewhere") else (row["name"], *_list(row.get("also")))
        forces = states["state"] if row.get("army") != "none" else states["state_without_army"]
        sources = _list(row.get("source", states["source"]))
        yield ActorEntry(
            code=code, name=f"Government of {row['name']}", kind="state", type="state_forces", countries=(row["iso"],),
            aliases=(*_filled(forces, _list(row["adj"]), names), *_list(row.get("aliases"))),
            cased=_list(row.get("cased")),
            bare=(row["name"], *_list(row.get("also")), *_list(row.get("bare"))), sources=sources, generated=True,
        )  # fmt: skip
        yield ActorEntry(
            code=f"{code}-police", name=f"Police of {row['name']}", kind="state", type="police",
            countries=(row["iso"],), affiliations=(Affiliation(parent=code),),
            aliases=(*_filled(states["police"], _list(row["adj"]), names), *_list(row.get("police_aliases"))),
            sources=sources, generated=True,
        )  # fmt: skip


def _filled(patterns: Mapping[str, str], adjectives: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    for key, words in (("adjective", adjectives), ("name", names)):
        for pattern in _list(patterns[key]):
            for word in words:
                yield pattern.replace("{}", word)


def _rules(raw: Mapping[str, Any]) -> MatchingRules:
    return MatchingRules(
        words=frozenset(_list(raw["words"])),
        trusted=frozenset(name.upper() for name in _list(raw["trusted"])),
        shields=_list(raw["shields"]),
        fillers=frozenset(_list(raw["fillers"])),
        not_actors=_list(raw["not_actors"]),
        ambiguous={alias: _list(row["codes"]) for row in raw["ambiguous"] for alias in _list(row["alias"])},
    )


def _check(entries: Iterable[ActorEntry], sources: Mapping[str, str]) -> None:
    seen: set[str] = set()
    entries = tuple(entries)
    for entry in entries:
        if entry.code in seen:
            raise CodebookError(f"actor table: {entry.code} stands there twice; join the rows or rename one")
        seen.add(entry.code)
        if not entry.sources or (missing := [name for name in entry.sources if name not in sources]):
            raise CodebookError(
                f"actor table: {entry.code}: source {missing if entry.sources else 'missing'}; see {SOURCES_FILE}"
            )
    for entry in entries:
        for tie in entry.affiliations:
            if tie.parent not in seen:
                raise CodebookError(
                    f"actor table: {entry.code}: parent {tie.parent!r} has no row; add it or mend the name"
                )
