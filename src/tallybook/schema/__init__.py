"""The JSON Schemas (draft 2020-12) of the lines and objects that other programs read.

Each file holds one schema; what several share stands once, in ``shared.json``, and is put into each on reading, so that
what is printed stands alone.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from tallybook.errors import UsageError

__all__ = ["SCHEMAS", "load_schema", "schema_text"]

SCHEMAS = {
    "document": "one document and what it tells of (tallybook extract)",
    "incident": "one incident and on what it rests (tallybook export --format jsonl)",
    "geocode": "the place names of one document (tallybook geocode)",
    "missed": "how many incidents no source tells of, an estimate (tallybook missed --json)",
    "reconciled": "a reported tally beside the register's own count (tallybook reconcile-tallies --json)",
    "table": "an answer as rows and columns (tallybook compare --json, tallybook coverage --json)",
    "tally": "counts with bounds, and their comparison (tallybook tally --json)",
}
"""Every schema by name, with what it describes."""


def load_schema(name: str) -> dict[str, Any]:
    """One schema, complete in itself.

    Raises:
        UsageError: There is no schema of this name.
    """
    if name not in SCHEMAS:
        raise UsageError(f"there is no schema {name!r}; there are {', '.join(SCHEMAS)}")
    schema = _read(f"{name}.json")
    shared = _read("shared.json")
    own = schema.pop("$defs", {})
    schema["$defs"] = _used(schema, {**shared, **own})
    return schema


def schema_text(name: str) -> str:
    """One schema as indented JSON."""
    return json.dumps(load_schema(name), indent=2, ensure_ascii=False)


def _used(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The definitions that the schema refers to, directly or through others, by name."""
    wanted, open_names = set[str](), _references(schema)
    while open_names:
        name = open_names.pop()
        wanted.add(name)
        open_names |= _references(known[name]) - wanted
    return {name: known[name] for name in sorted(wanted)}


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {str(part["$ref"]).removeprefix("#/$defs/")} if "$ref" in part else set[str]()
        return own.union(*(_references(value) for value in part.values()))
    if isinstance(part, list):
        return set[str]().union(*(_references(value) for value in part))
    return set()


def _read(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
