"""Puts the inputs together: one row per place, one entry per name of it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from polygons import Shape
from rows import Row
from supplement import conflict_places

from tallybook_gazetteer.layout import ABBREVIATION, CODE, DEMONYM, DERIVED, PRIMARY

KIND_WORDS = re.compile(
    r"\s+(province|department|oblast|governorate|region|state|prefecture|district|division|county|krai|voivodeship|"
    r"canton|city|municipality|parish)$",
    re.IGNORECASE,
)
KIND_PREFIX = re.compile(
    r"^(state of|province of|region of|muḩāfaz̧at|wilāyat|provincia de|departamento de(?:l)?)\s+", re.IGNORECASE
)
ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az|ed|en|er|es|esh|et|ez)[\s-]+['’‘ʻ]?(?=\w{4})", re.IGNORECASE)
ARTICLE_COUNTRIES = {
    "AE", "BH", "DJ", "DZ", "EG", "EH", "ER", "IL", "IQ", "IR", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA",
    "SA", "SD", "SO", "SY", "TD", "TN", "YE",
}  # fmt: skip
"""Where names carry the Arabic article, which news leaves out as often as not."""
TRANSLITERATED = ARTICLE_COUNTRIES | {
    "AF",
    "AM",
    "BD",
    "BT",
    "GE",
    "IN",
    "JP",
    "KG",
    "KZ",
    "LK",
    "MN",
    "MV",
    "NP",
    "PK",
    "TH",
    "TJ",
    "TM",
    "UZ",
}
"""Where labels are transliterations from another script."""
NO_AYN = str.maketrans("", "", "‘’ʻʼʿʾ`")
UNIT_WORD = re.compile(r" (Province|Department|Oblast|Governorate|Prefecture|Voivodeship|Emirate)$")
BEARINGS = {
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "upper",
    "lower",
    "capital",
    "northwestern",
    "northeastern",
    "southwestern",
    "southeastern",
}
LATIN_END = 0x250


@dataclass
class Gathered:
    """All rows, countries first, and the list of country codes that the column ``country`` counts."""

    rows: list[Row]
    countries: dict[str, dict[str, Any]]


def plain(label: str, country: str) -> str:
    """A label as news prints it: marks of transliteration go, those of Latin spellings (São Paulo) stay."""
    if country not in TRANSLITERATED or label.isascii():
        return label
    bare = "".join(c for c in unicodedata.normalize("NFKD", label) if not unicodedata.combining(c))
    return bare.translate(NO_AYN)


def plain_unit(label: str) -> str:
    """A unit's label without "Province" and the like, where something that can stand alone is left."""
    bare = UNIT_WORD.sub("", label)
    return label if bare.split()[-1].lower() in BEARINGS else bare


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters (or marks that go with them)."""
    return all(
        ord(c) < LATIN_END or 0x1E00 <= ord(c) < 0x1F00 or 0x2000 <= ord(c) < 0x2070 or 0x2B0 <= ord(c) < 0x370
        for c in name
    )


def useful(name: str, label: str) -> bool:
    """Leaves out airport codes, machine romanisations (they begin with a small letter) and other scripts."""
    if not name or not is_latin(name) or len(name) > 60:
        return False
    if name == label:
        return True
    if name[0].islower() or len(name) <= 2 or not any(c.isalpha() for c in name):
        return False
    return not (len(name) == 3 and name.isupper())


def gather(
    *,
    countries: dict[str, Any],
    cities: dict[str, Any],
    admin1: list[dict[str, str]],
    admin2: list[dict[str, str]],
    located: list[dict[str, str]],
    states: list[Shape],
    nations: list[Shape],
    supplement: Path,
) -> Gathered:
    """Every place with its names, from all inputs."""
    countries = {code: item for code, item in countries.items() if code not in ("CS", "AN")}
    city_rows = [_city(item) for item in cities.values()]
    _second_level(city_rows, located)
    rows = _countries(countries, nations, _yaml(supplement / "countries.yaml"), city_rows)
    rows += _regions(_yaml(supplement / "regions.yaml"))
    first = _admin1(
        admin1,
        states,
        city_rows,
        _yaml(supplement / "admin1.yaml"),
        {row.label for row in rows if row.kind == "region"},
    )
    rows += first
    rows += _admin2(admin2, city_rows, {row.code: row for row in first})
    rows += city_rows
    rows += conflict_places(supplement, {row.code: row for row in first}, city_rows)
    return Gathered(rows, countries)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _city(item: dict[str, Any]) -> Row:
    country = item["countrycode"]
    row = Row(
        plain(item["name"], country), "city", country, item["latitude"], item["longitude"],
        admin1=f"{country}.{item['admin1code']}" if item["admin1code"] else None,
        population=item["population"], geonames_id=item["geonameid"],
        extent=max(1.0, min(30.0, item["population"] ** 0.5 / 100)),
    )  # fmt: skip
    row.add(row.label, PRIMARY)
    for name in item["alternatenames"]:
        if useful(name, row.label):
            row.add(name)
    if country in ARTICLE_COUNTRIES:
        for name in [row.label, *item["alternatenames"]]:
            bare = ARTICLE.sub("", name, count=1)
            if bare != name and useful(name, row.label):
                row.add(bare, DERIVED)
                row.add(f"al {bare}", DERIVED)
    return row


def _second_level(rows: list[Row], located: list[dict[str, str]]) -> None:
    codes = {
        (item["country"], round(float(item["lat"]), 4), round(float(item["lng"]), 4)): item
        for item in located
        if item["admin2"]
    }
    for row in rows:
        item = codes.get((row.country or "", round(row.lat, 4), round(row.lon, 4)))
        if item is not None:
            row.admin2 = f"{item['country']}.{item['admin1']}.{item['admin2']}"


def _countries(countries: dict[str, Any], nations: list[Shape], extra: Any, cities: list[Row]) -> list[Row]:
    by_iso3 = {shape.attributes["iso_a3"]: shape for shape in nations}
    by_name = {shape.attributes["name"]: shape for shape in nations}
    rows = []
    for code, item in countries.items():
        more = extra.get(code, {})
        shape = by_iso3.get(item["iso3"]) or by_name.get(item["name"])
        if shape is not None:
            lon, lat, area = shape.middle()
        else:
            near = [row for row in cities if row.country == code] or [Row("", "", code, 0.0, 0.0)]
            lat, lon, area = (
                float(np.mean([r.lat for r in near])),
                float(np.mean([r.lon for r in near])),
                item["areakm2"] or 1,
            )
        if "point" in more:
            lat, lon = more["point"]
        size = max(float(item["areakm2"] or area), 1.0) ** 0.5 / 2
        row = Row(
            item["name"].strip(), "country", code, lat, lon, code=code, population=item["population"],
            geonames_id=item["geonameid"], extent=size,
        )  # fmt: skip
        row.add(row.label, PRIMARY)
        for key, flags in (("names", PRIMARY), ("codes", CODE), ("demonyms", DEMONYM)):
            for name in more.get(key, []):
                row.add(name, flags)
        rows.append(row)
    return rows


def _regions(items: list[dict[str, Any]]) -> list[Row]:
    rows = []
    for item in items:
        country = item.get("country")
        row = Row(
            item["name"], item["kind"], country, *item["point"], extent=item["extent_km"],
            admin1=f"{country}.{item['admin1']}" if "admin1" in item else None,
        )  # fmt: skip
        row.add(row.label, PRIMARY)
        for name in item.get("names", []):
            row.add(name, PRIMARY)
        rows.append(row)
    return rows


def _tie(states: list[Shape], cities: list[Row]) -> dict[str, list[Shape]]:
    """Polygons by the first-level code that most cities inside them carry."""
    points = np.array([(row.lon, row.lat) for row in cities])
    order = np.argsort(points[:, 1])
    lats = points[order, 1]
    tied: dict[str, list[Shape]] = defaultdict(list)
    for shape in states:
        west, south, east, north = shape.bounds
        some = order[np.searchsorted(lats, south) : np.searchsorted(lats, north)]
        some = some[(points[some, 0] >= west) & (points[some, 0] <= east)]
        inside = some[shape.contains(points[some])]
        votes = Counter(cities[i].admin1 for i in inside if cities[i].admin1)
        if votes:
            code, count = votes.most_common(1)[0]
            if count * 2 > len(inside) and code is not None:
                tied[code].append(shape)
    return tied


def _admin1(
    items: list[dict[str, str]], states: list[Shape], cities: list[Row], extra: Any, regions: set[str]
) -> list[Row]:
    tied = _tie(states, cities)
    members: dict[str, list[Row]] = defaultdict(list)
    for row in cities:
        members[row.admin1 or ""].append(row)
    rows = []
    for item in items:
        code = item["code"]
        more = extra.get(code, {})
        label = more.get("label") or plain_unit(plain(item["name"], code[:2]))
        shapes, inside = tied.get(code, []), members.get(code, [])
        if not shapes and not inside:
            continue
        lat, lon, area = _middle(shapes, inside)
        row = Row(
            label, "admin1", code.split(".")[0], lat, lon, code=code, admin1=code, extent=max(area, 100.0) ** 0.5 / 2,
            population=sum(city.population for city in inside),
        )  # fmt: skip
        row.add(label, PRIMARY)
        row.add(item["name"])
        _without_kind(row, item["name"])
        for key, flags in (("names", PRIMARY), ("codes", CODE), ("abbreviations", ABBREVIATION)):
            for name in more.get(key, []):
                row.add(name, flags)
        if len(shapes) == 1:
            for key in ("name", "woe_name", "gn_name"):
                for name in re.split(r"[|/]", shapes[0].attributes.get(key) or ""):
                    if useful(name.strip(), label) and name.strip() not in regions:
                        row.add(name.strip())
                        _without_kind(row, name.strip())
        rows.append(row)
    return rows


def _middle(shapes: list[Shape], inside: list[Row]) -> tuple[float, float, float]:
    if shapes:
        parts = [shape.middle() for shape in shapes]
        total = sum(part[2] for part in parts) or 1.0
        lat = sum(part[1] * part[2] for part in parts) / total
        lon = sum(part[0] * part[2] for part in parts) / total
        return lat, lon, total
    return float(np.mean([r.lat for r in inside])), float(np.mean([r.lon for r in inside])), 2500.0


def _without_kind(row: Row, name: str) -> None:
    bare = KIND_PREFIX.sub("", KIND_WORDS.sub("", name))
    if bare != name and len(bare) > 3:
        row.add(bare, DERIVED)
    article = ARTICLE.sub("", bare, count=1)
    if row.country in ARTICLE_COUNTRIES and article != bare:
        row.add(article, DERIVED)
        row.add(f"al {article}", DERIVED)


def _admin2(items: list[dict[str, str]], cities: list[Row], first: dict[str | None, Row]) -> list[Row]:
    members: dict[str, list[Row]] = defaultdict(list)
    for row in cities:
        if row.admin2:
            members[row.admin2].append(row)
    rows = []
    for item in items:
        code = item["code"]
        label = plain(item["name"], code[:2])
        above = first.get(code.rsplit(".", 1)[0])
        if above is None:
            continue
        inside = members.get(code, [])
        if inside:
            lat, lon = float(np.median([r.lat for r in inside])), float(np.median([r.lon for r in inside]))
            far = max(abs(r.lat - lat) + abs(r.lon - lon) for r in inside) * 60
            extent = min(max(10.0, far), above.extent)
        else:
            # No member place: only the unit above says where it lies, and the extent says how roughly.
            lat, lon, extent = above.lat, above.lon, above.extent
        row = Row(
            label, "admin2", above.country, lat, lon, code=code, admin1=above.code, admin2=code, extent=extent,
            population=sum(city.population for city in inside),
        )  # fmt: skip
        row.add(label, PRIMARY)
        if above.country != "US":
            _without_kind(row, label)
        rows.append(row)
    return rows
