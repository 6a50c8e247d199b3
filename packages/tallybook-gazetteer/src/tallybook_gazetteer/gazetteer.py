"""The gazetteer: places by name, from columns that are mapped into memory and never parsed."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from tallybook_gazetteer.folding import KEY_SHIFT, MULTIPLIER, Word, fold_name, key_of, run_numbers
from tallybook_gazetteer.layout import COLUMNS, DERIVED, FLAG_SHIFT, FORMAT, KINDS, NONE16, PRIMARY, ROW_MASK
from tallybook_gazetteer.spellings import is_slip, slips_of, spelling_key, without_one

Kind = Literal[
    "country", "continent", "region", "admin1", "admin2", "city", "neighbourhood", "site", "sea", "lake", "river",
    "mountain",
]  # fmt: skip

DATA = Path(__file__).parent / "data"
LONGEST = 5
"""Words in the longest run that is looked up ("Santa Cruz de la Sierra")."""
LOW_BITS = 16
FIRST_BITS = 23
"""Bits of a key by which most runs of words are seen to be no name; a table of them fits a processor's cache."""
WARM_LIMIT = 50_000
SLIP_LETTERS = 6
"""Letters of the shortest country name that is known with a slip of the keys."""
ONE_PLACE = 1.5
"""Degrees within which places of one form are one: a town and its district."""


class GazetteerError(Exception):
    """The data files are missing, broken, or of another version than this reader."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place under one of its names.

    ``lat`` and ``lon`` are degrees (WGS 84); ``extent_km`` is about half the place's width: the point stands for all
    of it. ``admin1`` and ``admin2`` are labels. ``flags`` tell what the asked name is to the place (see ``layout``).
    """

    row: int
    name: str
    kind: Kind
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float
    lon: float
    extent_km: float
    population: int
    geonames_id: int | None
    flags: int = 0
    admin1_row: int | None = None
    admin2_row: int | None = None

    @property
    def is_primary(self) -> bool:
        """Whether the asked name is the place's own label."""
        return bool(self.flags & PRIMARY)


class Hit(NamedTuple):
    """A run of words of a text that is somewhere a place's name: word ``first`` up to and without ``last``."""

    first: int
    last: int
    key: int


class Gazetteer:
    """Places by name. Open it once and pass it on; reading does not change it."""

    def __init__(self, columns: dict[str, NDArray[Any]], labels: bytes, meta: dict[str, Any]) -> None:
        self._columns = columns
        # The same memory, of which single values are quickly read.
        self._cells = {name: column.data for name, column in columns.items()}
        self._labels = labels
        self._high, self._low = columns["key_high"], columns["key_low"]
        self._begun = np.zeros(1 << FIRST_BITS, dtype=bool)
        self._begun[self._high >> np.uint32(32 - FIRST_BITS)] = True
        self.countries: tuple[str, ...] = tuple(meta["countries"])
        self._country_rows = {code: row for row, code in enumerate(self.countries[1:])}
        self.iso3: dict[str, str] = meta["iso3"]
        self.capitals: dict[str, str] = meta["capitals"]
        self.neighbours: dict[str, list[str]] = meta["neighbours"]
        self.demonyms: dict[str, tuple[str, ...]] = {word: tuple(codes) for word, codes in meta["demonyms"].items()}
        """Folded adjectives and peoples ("afghan", "north koreans") and the countries they stand for."""
        self.country_names: dict[str, str] = meta["country_names"]
        """Folded names that mean a country and nothing else of weight, and its code."""
        several = [run for run in (*self.demonyms, *self.country_names) if " " in run]
        self.openers: frozenset[str] = frozenset(run.split()[0] for run in several)
        """First words of the demonyms and country names of several words."""
        self.said: frozenset[str] = self.openers.union(self.demonyms, self.country_names)
        """The words by which peoples and countries are named, of longer names the first."""
        self._slips: dict[str, set[str]] | None = None
        self._inside: dict[str, int] = meta["inside"]
        self._added: dict[int, list[Entry]] = {}
        self._warm: dict[int, tuple[Entry, ...]] = {}

    @classmethod
    def open(cls, *, extra: Iterable[Entry] = (), folder: Path = DATA) -> Self:
        """The gazetteer that ships with the package, with a user's own entries added."""
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                raise GazetteerError(
                    f"{folder}: data format {meta['format']}, this reader needs {FORMAT}; reinstall it"
                )
            # As plain arrays: the class of mapped ones is slow to ask for single values; they stay mapped.
            columns = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in COLUMNS}
            labels = (folder / "labels.txt").read_bytes()
        except (OSError, ValueError, KeyError) as error:
            raise GazetteerError(f"{folder}: the gazetteer's data cannot be read ({error}); reinstall it") from error
        opened = cls(columns, labels, meta)
        opened.add(extra)
        return opened

    def add(self, entries: Iterable[Entry]) -> None:
        """Entries of a user's own file; their names are looked up beside the package's."""
        for entry in entries:
            self._added.setdefault(key_of(fold_name(entry.name)), []).append(entry)
        self._warm.clear()

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """Every place of this name (any spelling or alternate name of it), the most populous first."""
        return self.by_key(key_of(fold_name(name)))

    def by_spelling(self, name: str, countries: Collection[str]) -> tuple[Entry, ...]:
        """The place in some countries whose name is this one in another romanisation, with what lies there.

        For a name that no place has as it stands. Names that only look alike share a form, too, so that there must be
        one place: where several lie apart, there is none.
        """
        key = spelling_key(fold_name(name))
        if key is None:
            return ()
        column = self._columns
        high, low = np.uint32(key >> LOW_BITS), key & ((1 << LOW_BITS) - 1)
        at, rows = int(column["spelling_high"].searchsorted(high)), []
        while at < len(column["spelling_high"]) and column["spelling_high"][at] == high:
            if column["spelling_low"][at] == low:
                rows.append(int(column["spelling_row"][at]))
            at += 1
        every = (self.entry(row, flags=DERIVED) for row in rows)
        found = sorted((one for one in every if one.country in countries), key=lambda one: (-one.population, one.row))
        apart = any(abs(one.lat - found[0].lat) + abs(one.lon - found[0].lon) > ONE_PLACE for one in found)
        return () if apart else tuple(found)

    def by_slip(self, name: str) -> tuple[Entry, ...]:
        """The country whose name this is with one slip of the keys ("Tnazania"); for a name that no place has."""
        if self._slips is None:
            self._slips = slips_of(self.country_names, SLIP_LETTERS)
        word = " ".join(fold_name(name))
        if len(word) < SLIP_LETTERS or not word.isalpha():
            return ()
        near = {one for left in without_one(word) for one in self._slips.get(left, ()) if is_slip(word, one)}
        codes = {self.country_names[one] for one in near}
        return (self.country(codes.pop()),) if len(codes) == 1 else ()

    def by_key(self, key: int) -> tuple[Entry, ...]:
        """Every place under a key that ``scan`` gave."""
        found = self._warm.get(key)
        if found is None:
            if len(self._warm) > WARM_LIMIT:
                self._warm.clear()
            found = self._warm[key] = self._read(key)
        return found

    def _read(self, key: int) -> tuple[Entry, ...]:
        high, low = key >> LOW_BITS, key & ((1 << LOW_BITS) - 1)
        highs, lows, rows = (self._cells[name] for name in ("key_high", "key_low", "key_row"))
        at, found = bisect_left(highs, high), list(self._added.get(key, ()))
        while at < len(highs) and highs[at] == high:
            if lows[at] == low:
                found.append(self.entry(rows[at] & ROW_MASK, flags=rows[at] >> FLAG_SHIFT))
            at += 1
        return tuple(sorted(found, key=lambda entry: (-entry.population, KINDS.index(entry.kind), entry.row)))

    def entry(self, row: int, *, flags: int = PRIMARY) -> Entry:
        """The place in a row of the data files."""
        cell = self._cells
        admin1, admin2 = cell["admin1"][row], cell["admin2"][row]
        above1 = None if admin1 == NONE16 else cell["admin1_row"][admin1]
        above2 = None if admin2 == NONE16 else cell["admin2_row"][admin2]
        kind: Kind = KINDS[cell["kind"][row]]  # type: ignore[assignment]
        return Entry(
            row=row, name=self._label(row), kind=kind, country=self.countries[cell["country"][row]] or None,
            admin1=None if above1 is None else self._label(above1),
            admin2=None if above2 is None else self._label(above2),
            lat=round(cell["lat"][row], 4), lon=round(cell["lon"][row], 4),
            extent_km=float(cell["extent"][row]), population=cell["population"][row],
            geonames_id=cell["geonames_id"][row] or None, flags=flags, admin1_row=above1, admin2_row=above2,
        )  # fmt: skip

    def country(self, code: str) -> Entry:
        """The country of a two-letter code.

        Raises:
            KeyError: there is no country of that code.
        """
        # Countries are the first rows, in the order of their codes; number 0 is "no country".
        number = self._country_rows[code]
        return self.entry(number)

    def inside(self, entry: Entry) -> Entry | None:
        """The town that a neighbourhood or site of the supplement lies in, where the supplement says so."""
        row = self._inside.get(str(entry.row))
        return None if row is None else self.entry(row)

    def _label(self, row: int) -> str:
        start = self._cells["label_start"]
        return self._labels[start[row] : start[row + 1]].decode("utf-8")

    def scan(self, text_words: Sequence[Word]) -> list[Hit]:
        """Every run of up to five words that is some place's name, by first word, longest first.

        Runs are taken as they come: whether two words stand in one sentence is the caller's to judge.
        """
        count = len(text_words)
        if not count:
            return []
        opening, inside = run_numbers([word.folded for word in text_words])
        numbers, inner = np.array(opening, dtype=np.uint64), np.array(inside, dtype=np.uint64)
        keys, firsts, lasts, run = [], [], [], np.zeros(count, dtype=np.uint64)
        starts = np.arange(count)
        for length in range(1, min(LONGEST, count) + 1):
            size = count - length + 1
            following = numbers if length == 1 else inner[length - 1 :]
            run = run[:size] * np.uint64(MULTIPLIER) + following[:size]
            keys.append(((run ^ (run >> np.uint64(29))) * np.uint64(MULTIPLIER)) >> np.uint64(KEY_SHIFT))
            firsts.append(starts[:size])
            lasts.append(starts[:size] + length)
        return self._known(np.concatenate(keys), np.concatenate(firsts), np.concatenate(lasts))

    def _known(self, keys: NDArray[np.uint64], firsts: NDArray[Any], lasts: NDArray[Any]) -> list[Hit]:
        high = (keys >> np.uint64(LOW_BITS)).astype(np.uint32)
        begun = np.nonzero(self._begun.take(high >> np.uint32(32 - FIRST_BITS)))[0]
        at = np.minimum(self._high.searchsorted(high[begun]), len(self._high) - 1)
        equal = self._high[at] == high[begun]
        at, likely = at[equal], begun[equal]
        sure = self._low[at] == (keys[likely] & np.uint64((1 << LOW_BITS) - 1))
        runs = zip(firsts[likely].tolist(), lasts[likely].tolist(), keys[likely].tolist(), strict=True)
        found = [
            Hit(*run)
            for row, same, run in zip(at.tolist(), sure.tolist(), runs, strict=True)
            if same or self._same(row, run[2])
        ]
        if self._added:
            found += [
                Hit(int(first), int(last), key)
                for key, first, last in zip(keys.tolist(), firsts, lasts, strict=True)
                if key in self._added
            ]
        return sorted(set(found), key=lambda hit: (hit.first, -hit.last))

    def _same(self, at: int, key: int) -> bool:
        high, low = key >> LOW_BITS, key & ((1 << LOW_BITS) - 1)
        while at < len(self._high) and int(self._high[at]) == high:
            if int(self._low[at]) == low:
                return True
            at += 1
        return False


def borders() -> dict[str, Any]:
    """Simplified country outlines as a GeoJSON FeatureCollection; properties ``iso`` (or ``None``) and ``name``.

    Drawn from Natural Earth, which shows who holds a place, not who claims it.
    """
    loaded: dict[str, Any] = json.loads((DATA / "borders.json").read_text(encoding="utf-8"))
    return loaded
