"""Whether codebook files hold together: every error names the file, the key, the value and the way out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from tallybook.codebook.schema import Codebook, EventType
from tallybook.errors import CodebookError

T = TypeVar("T")
NO_RULE = ("none", "union", "narrowest", "first_of_most_voices")


class Row:
    """A mapping out of a file, read key by key with checks; ``where`` names it in errors."""

    def __init__(self, where: str, data: Any) -> None:
        self.where = where
        self.data = data

    def only(self, *keys: str) -> None:
        """Refuses keys that nobody reads: mostly misspellings."""
        if not isinstance(self.data, Mapping):
            raise CodebookError(f"{self.where}: a mapping is needed here, not {self.data!r}")
        for key in self.data:
            if key not in keys:
                raise CodebookError(f"{self.where}: unknown key {key!r}; known: {', '.join(keys)}")

    def _need(self, key: str) -> Any:
        if key not in self.data:
            raise CodebookError(f"{self.where}: the key {key!r} is missing")
        return self.data[key]

    def get(self, key: str, kind: type[T]) -> T | None:
        """The value, or ``None`` when the key is absent or null."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, kind):
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be {kind.__name__} or null")
        return value

    def text(self, key: str) -> str:
        """A non-empty string."""
        value = self._need(key)
        if not isinstance(value, str) or not value.strip():
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be a text")
        return " ".join(value.split())

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._need(key)
        if not isinstance(value, bool):
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be true or false")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings; an absent list is empty."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be a list of texts")
        return tuple(value)

    def codes(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """A list of codes, all of them known."""
        self._need(key)
        for code in self.words(key):
            if code not in known:
                raise CodebookError(f"{self.where}: {key} has {code!r}; known: {', '.join(known)}")
        return self.words(key)

    def one_of(self, key: str, known: Collection[str]) -> Any:
        """One of a few codes."""
        value = self._need(key)
        if value not in known:
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be one of {', '.join(known)}")
        return value

    def days(self, key: str) -> int | None:
        """A whole number of days above zero, or ``None``."""
        value = self._need(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise CodebookError(f"{self.where}: {key} is {value!r}; it must be a whole number of days, or null")
        return value

    def countries(self, key: str) -> tuple[str, ...] | None:
        """A list of ISO 3166-1 alpha-2 codes, or ``None`` for all countries."""
        if self._need(key) is None:
            return None
        for code in self.words(key):
            if len(code) != 2 or not code.isascii() or not code.isupper():
                raise CodebookError(f"{self.where}: {key} has {code!r}; two-letter ISO codes such as CO are needed")
        return self.words(key)


def leading_order(types: Mapping[str, EventType]) -> tuple[str, ...]:
    """Every code once, each before the types that it leads over; ties in alphabetical order, ``other`` last."""
    left, order = sorted(types, key=lambda code: (code == "other", code)), []
    while left:
        free = next((code for code in left if not any(code in types[held].leads_over for held in left)), None)
        if free is None:
            raise CodebookError(f"event_types: leads_over runs in a circle among {', '.join(left)}; drop one of them")
        order.append(free)
        left.remove(free)
    return tuple(order)


def check_references(codebook: Codebook) -> None:
    """Every code that one file names stands in the file that defines it."""
    for made in codebook.event_types.values():
        where = f"event_types/{made.code}.yaml"
        _known(where, "family", [made.family], codebook.families)
        _known(where, "leads_over", made.leads_over, codebook.event_types)
        _known(where, "usual_weapons", made.usual_weapons, codebook.weapons)
        _known(where, "properties", made.properties, codebook.properties)
        _known(where, "roles", made.roles, codebook.properties)
    for category in codebook.weapons.values():
        _known(
            "weapons.yaml", f"{category.code}.within", [category.within] if category.within else [], codebook.weapons
        )
    for walk in codebook.crosswalks.values():
        where = f"crosswalks/{walk.scheme}.yaml"
        _known(where, "codes", walk.codes, codebook.event_types)
        _known(where, "codes (every event type needs one)", codebook.event_types, walk.codes)


def _known(where: str, key: str, codes: Collection[str], known: Collection[str]) -> None:
    for code in codes:
        if code not in known:
            raise CodebookError(f"{where}: {key}: {code!r} is not defined; known: {', '.join(known)}")
