"""Writes rows as columns: one .npy per column, labels as one text, countries as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from gather import TRANSLITERATED, Gathered
from rows import Row

from tallybook_gazetteer.folding import key_of
from tallybook_gazetteer.layout import ABBREVIATION, CODE, DEMONYM, FLAG_SHIFT, FORMAT, KINDS, NONE16, PRIMARY
from tallybook_gazetteer.spellings import spelling_key

LOW_BITS = 16
SHORTEST_COUNTRY = 4
LIVED_IN = frozenset(("city", "neighbourhood", "site", "admin1", "admin2"))
OTHER_SCRIPTS = TRANSLITERATED | {
    "AZ", "BA", "BG", "BY", "CY", "ET", "GR", "KH", "LA", "ME", "MK", "ML", "MM", "NE", "NG", "RS", "RU", "SS", "TR",
    "UA", "XK",
}  # fmt: skip
"""Where names are written in another script, or come into English through one."""


def write(gathered: Gathered, folder: Path) -> None:
    """All data files of the package."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = gathered.rows
    codes = ["", *gathered.countries]
    country = {code: number for number, code in enumerate(codes)}
    first = {row.code: i for i, row in enumerate([r for r in rows if r.kind == "admin1"])}
    second = {row.code: i for i, row in enumerate([r for r in rows if r.kind == "admin2"])}
    labels = [row.label.encode() for row in rows]
    columns: dict[str, np.ndarray] = {
        "lat": np.array([round(r.lat, 4) for r in rows], dtype="<f4"),
        "lon": np.array([round(r.lon, 4) for r in rows], dtype="<f4"),
        "population": np.array([min(r.population, 2**32 - 1) for r in rows], dtype="<u4"),
        "geonames_id": np.array([r.geonames_id for r in rows], dtype="<u4"),
        "kind": np.array([KINDS.index(r.kind) for r in rows], dtype="<u1"),
        "country": np.array([country[r.country or ""] for r in rows], dtype="<u1"),
        "admin1": np.array([first.get(r.admin1, NONE16) for r in rows], dtype="<u2"),
        "admin2": np.array([second.get(r.admin2, NONE16) for r in rows], dtype="<u2"),
        "extent": np.array([min(round(r.extent), NONE16) for r in rows], dtype="<u2"),
        "label_start": np.cumsum([0, *map(len, labels)]).astype("<u4"),
        "admin1_row": np.array([i for i, r in enumerate(rows) if r.kind == "admin1"], dtype="<u4"),
        "admin2_row": np.array([i for i, r in enumerate(rows) if r.kind == "admin2"], dtype="<u4"),
    }
    columns |= _keys(rows)
    columns |= _spellings(rows)
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column, allow_pickle=False)
    (folder / "labels.txt").write_bytes(b"".join(labels))
    (folder / "meta.json").write_text(json.dumps(_meta(gathered, codes), ensure_ascii=False, indent=0) + "\n")


def _keys(rows: list[Row]) -> dict[str, np.ndarray]:
    entries = sorted(_entries(rows))
    keys = np.array([key for key, _ in entries], dtype="<u8")
    return {
        "key_high": (keys >> LOW_BITS).astype("<u4"),
        "key_low": (keys & (2**LOW_BITS - 1)).astype("<u2"),
        "key_row": np.array([row for _, row in entries], dtype="<u4"),
    }


def _spellings(rows: list[Row]) -> dict[str, np.ndarray]:
    """The forms of names written in other scripts, for places that people live in."""
    written = (
        (key, number)
        for number, row in enumerate(rows)
        if row.country in OTHER_SCRIPTS and row.kind in LIVED_IN
        for folded, flags in row.names.items()
        if not flags & (CODE | ABBREVIATION | DEMONYM) and (key := spelling_key(folded)) is not None
    )
    entries = sorted(set(written))
    keys = np.array([key for key, _ in entries], dtype="<u8")
    return {
        "spelling_high": (keys >> LOW_BITS).astype("<u4"),
        "spelling_low": (keys & (2**LOW_BITS - 1)).astype("<u2"),
        "spelling_row": np.array([row for _, row in entries], dtype="<u4"),
    }


def _entries(rows: list[Row]) -> Iterator[tuple[int, int]]:
    for number, row in enumerate(rows):
        for folded, flags in row.names.items():
            if flags == DEMONYM:
                continue
            yield key_of(folded), number | flags << FLAG_SHIFT


def _meta(gathered: Gathered, codes: list[str]) -> dict[str, object]:
    neighbours = {
        code: item["neighbours"].split(",") for code, item in gathered.countries.items() if item["neighbours"]
    }
    demonyms: dict[str, list[str]] = {}
    for row in gathered.rows:
        for folded, flags in row.names.items():
            if flags == DEMONYM and row.country is not None:
                demonyms.setdefault(" ".join(folded), []).append(row.country)
    position = {id(row): number for number, row in enumerate(gathered.rows)}
    return {
        "format": FORMAT,
        "countries": codes,
        "iso3": {code: item["iso3"] for code, item in gathered.countries.items()},
        "capitals": {code: item["capital"] for code, item in gathered.countries.items() if item["capital"]},
        "continents": {code: item["continentcode"] for code, item in gathered.countries.items()},
        "neighbours": neighbours,
        "demonyms": demonyms,
        "country_names": _country_names(gathered.rows),
        "inside": {str(number): position[id(row.inside)] for number, row in enumerate(gathered.rows) if row.inside},
    }


def _country_names(rows: list[Row]) -> dict[str, str]:
    """Folded names of countries that no first-level unit shares (Georgia does) and that are no short word."""
    units = {folded for row in rows if row.kind == "admin1" for folded in row.names}
    return {
        " ".join(folded): row.country
        for row in rows
        if row.kind == "country" and row.country is not None
        for folded, flags in row.names.items()
        if flags == PRIMARY and folded not in units and len("".join(folded)) >= SHORTEST_COUNTRY
    }
