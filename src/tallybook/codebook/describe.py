"""The codebook as rows and as a page, for people who want to know what counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from tallybook.codebook.schema import Category, Codebook, EventType

OPTIONAL = ("keeping", "casting")
"""Knobs that a profile may do without; the others stand for anything where they are null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """One row of the listing: in which section, which code, and what it means."""

    section: str
    code: str
    name: str
    means: str


def describe(codebook: Codebook) -> list[Description]:
    """The codebook as rows: the profile, event types as they lead, categories, closed lists, properties."""
    return list(_rows(codebook))


def _rows(codebook: Codebook) -> Iterator[Description]:
    for knob in fields(codebook.profile):
        if knob.name != "name":
            value = getattr(codebook.profile, knob.name)
            shown = "none" if value is None and knob.name in OPTIONAL else _shown(value, codebook)
            yield Description(section="profile", code=knob.name, name=knob.name.replace("_", " "), means=shown)
    for made in codebook.event_types.values():
        if made.code in codebook.profile.event_types:
            yield Description(section="event_type", code=made.code, name=made.name, means=made.definition)
    lists = {"weapon": codebook.weapons, "target": codebook.targets, "group": codebook.groups}
    for section, table in lists.items():
        for category in table.values():
            yield Description(section=section, code=category.code, name=_name(category.code), means=category.means)
    for section, values in codebook.values.items():
        for code, means in values.items():
            yield Description(section=section, code=code, name=_name(code), means=means)
    for prop in codebook.properties.values():
        yield Description(section="property", code=prop.code, name=_name(prop.code), means=prop.means)


def _name(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _shown(value: object, codebook: Codebook) -> str:
    if value is None:
        return "any"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "all" if value == tuple(codebook.event_types) else ", ".join(map(str, value)) or "none"
    return str(value)


def reference_page(codebook: Codebook, *, profiles: Mapping[str, Codebook]) -> str:
    """The page ``docs/reference/codebook.md``, in Markdown, made from the YAML files."""
    parts = [
        "# The codebook\n",
        "*Made from the YAML files in `src/tallybook/codebook` by `python -m tallybook.codebook`; do not edit.*\n",
        "## Event types\n\nIn the order in which they lead when an incident has several.\n",
        *(_type_page(made, codebook) for made in codebook.event_types.values()),
        "## Weapons\n\n" + _list(codebook.weapons),
        "## Things that are hit\n\n" + _list(codebook.targets),
        "## Groups of people\n\n" + _list(codebook.groups),
        "## Closed lists\n",
        *(
            f"### {_name(section)}\n\n" + "\n".join(f"- `{code}`: {means}" for code, means in values.items()) + "\n"
            for section, values in codebook.values.items()
        ),
        "## Properties\n\n| property | value | many | compared by linking | rule | meaning |",
        "| --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(
            f"| `{p.code}` | {p.value} | {_yes(p.many)} | {_yes(p.links)} | `{p.rule}` | {p.means} |"
            for p in codebook.properties.values()
        )
        + "\n",
        "## Profiles\n",
        *(_profile_page(name, made) for name, made in profiles.items()),
    ]
    return "\n".join(parts)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _type_page(made: EventType, codebook: Codebook) -> str:
    walks = [
        f"{scheme.upper()}: {theirs.label or theirs.code or 'none'} ({theirs.fit.replace('_', ' ')})"
        for scheme, walk in codebook.crosswalks.items()
        for theirs in [walk.codes[made.code]]
    ]
    lines = [f"### {made.name} (`{made.code}`)\n", f"{made.definition}\n"]
    for title, items in (("Takes in", made.include), ("Leaves out", made.exclude), ("Examples", made.examples)):
        if items:
            lines.append(f"{title}:\n\n" + "\n".join(f"- {item}" for item in items) + "\n")
    return "\n".join([*lines, f"Elsewhere: {'; '.join(walks)}.\n"])


def _list(table: Mapping[str, Category]) -> str:
    return "\n".join(f"- `{code}`: {row.means}{_qualities(row)}" for code, row in table.items()) + "\n"


def _qualities(row: Category) -> str:
    notes = [f"within `{row.within}`"] if row.within else []
    notes += ["armed"] if row.armed else []
    return f" ({', '.join(notes)})" if notes else ""


def _profile_page(name: str, made: Codebook) -> str:
    rows = [row for row in describe(made) if row.section == "profile" and row.code != "means"]
    body = "\n".join(f"- {row.name}: {row.means}" for row in rows)
    return f"### `{name}`\n\n{made.profile.means}\n\n{body}\n"
