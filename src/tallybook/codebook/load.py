"""Reads the codebook, checks that it holds together, and hashes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from tallybook.codebook.casting import casting_text
from tallybook.codebook.checks import Row, check_references, leading_order
from tallybook.codebook.keeping import load_keeping
from tallybook.codebook.schema import (
    Category,
    Codebook,
    Crosswalk,
    EventType,
    ForeignCode,
    Profile,
    Property,
)
from tallybook.errors import CodebookError

T = TypeVar("T")
PROFILE_SUFFIXES = (".yaml", ".yml")
HASHED_PACKAGES = ("tallybook.codebook", "tallybook.lang")


def load_codebook(name: str = "default") -> Codebook:
    """The codebook with the profile of that name, or with the profile in the file at that path.

    A name that ends in ``.yaml`` or ``.yml`` or has a slash in it is a path. A profile file may say ``extends:`` and
    the name of a profile that ships; what it leaves out is taken from there (default: ``default``).

    Raises:
        CodebookError: there is no such profile, or a file does not hold together; the message names file, key, value.
    """
    path = Path(name)
    if name.endswith(PROFILE_SUFFIXES) or len(path.parts) > 1:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CodebookError(f"the codebook {name!r} cannot be read: {error}; give a path to a YAML file") from error
        return _build(path.stem, text, source=name)
    if name not in codebook_names():
        known = ", ".join(codebook_names())
        raise CodebookError(
            f"there is no codebook {name!r}; known: {known}; or give the path of a YAML file of your own"
        )
    return _shipped(name)


def codebook_names() -> tuple[str, ...]:
    """The names of the profiles that ship, sorted."""
    return tuple(sorted(item.name.removesuffix(".yaml") for item in _folder("profiles") if item.name.endswith(".yaml")))


@cache
def _shipped(name: str) -> Codebook:
    return _build(name, _root().joinpath("profiles", f"{name}.yaml").read_text("utf-8"), source=f"profiles/{name}.yaml")


def _build(name: str, profile_text: str, *, source: str) -> Codebook:
    base = _base()
    profile = _profile(name, _mapping(profile_text, source), source, base=base)
    learnt = casting_text(profile.casting) if profile.casting is not None else ""
    return Codebook(
        name=name,
        hash=hashlib.sha256(f"{base.hash}\n{name}\n{profile_text}{learnt}".encode()).hexdigest(),
        profile=profile,
        event_types=base.event_types,
        families=base.families,
        properties=base.properties,
        weapons=base.weapons,
        targets=base.targets,
        groups=base.groups,
        values=base.values,
        crosswalks=base.crosswalks,
    )


@cache
def _base() -> Codebook:
    """Everything but the profile; the profile in it is an empty one that nobody sees."""
    families = {str(code): str(means) for code, means in _read("families.yaml").items()}
    types = {
        made.code: made
        for item in _folder("event_types")
        if item.name.endswith(".yaml")
        for made in [_event_type(item)]
    }
    made = Codebook(
        name="",
        hash=data_hash(),
        profile=_NO_PROFILE,
        event_types=MappingProxyType({code: types[code] for code in leading_order(types)}),
        families=MappingProxyType(families),
        properties=_table("properties.yaml", _property),
        weapons=_table("weapons.yaml", _category),
        targets=_table("targets.yaml", _category),
        groups=_table("groups.yaml", _category),
        values=MappingProxyType({key: MappingProxyType(value) for key, value in _read("values.yaml").items()}),
        crosswalks=MappingProxyType(
            {walk.scheme: walk for item in _folder("crosswalks") for walk in [_crosswalk(item)]}
        ),
    )
    check_references(made)
    return made


def data_hash() -> str:
    """SHA-256 over names and bytes of every YAML file of codebook (not its profiles), actors and languages."""
    digest = hashlib.sha256()
    for package in HASHED_PACKAGES:
        root = resources.files(package)
        for name, item in sorted(_yaml_files(root, package)):
            if "/profiles/" not in name:
                content = item.read_bytes()
                digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _yaml_files(folder: Traversable, prefix: str) -> Iterable[tuple[str, Traversable]]:
    for item in folder.iterdir():
        name = f"{prefix}/{item.name}"
        if item.is_dir():
            yield from _yaml_files(item, name)
        elif item.name.endswith(".yaml"):
            yield name, item


def _root() -> Traversable:
    return resources.files("tallybook.codebook")


def _folder(name: str) -> list[Traversable]:
    return sorted(_root().joinpath(name).iterdir(), key=lambda item: item.name)


def _read(name: str) -> Mapping[str, Any]:
    return _mapping(_root().joinpath(name).read_text(encoding="utf-8"), name)


def _mapping(text: str, source: str) -> Mapping[str, Any]:
    try:
        data = yaml.load(text, _StringKeys)  # noqa: S506  (a subclass of the safe loader)
    except yaml.YAMLError as error:
        raise CodebookError(f"{source}: this is not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise CodebookError(f"{source}: a mapping of keys to values is needed at the top, not {type(data).__name__}")
    return data


class _StringKeys(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader without the YAML 1.1 words for truth: ``NO`` is Norway, ``true`` and ``false`` stay truths."""


_StringKeys.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _table(name: str, make: Callable[[str, Row], T]) -> Mapping[str, T]:
    return MappingProxyType({code: make(code, Row(f"{name}: {code}", row)) for code, row in _read(name).items()})


def _category(code: str, row: Row) -> Category:
    if isinstance(row.data, str):
        return Category(code=code, means=row.data)
    row.only("means", "within", "armed")
    return Category(code=code, means=row.text("means"), within=row.get("within", str), armed=row.get("armed", bool))


def _property(code: str, row: Row) -> Property:
    row.only("value", "many", "links", "rule", "means")
    return Property(
        code=code, value=row.text("value"), many=row.flag("many"), links=row.flag("links"), rule=row.text("rule"),
        means=row.text("means"),
    )  # fmt: skip


def _event_type(item: Traversable) -> EventType:
    source = f"event_types/{item.name}"
    row = Row(source, _mapping(item.read_text(encoding="utf-8"), source))
    lists = ("roles", "properties", "leads_over", "usual_weapons", "include", "exclude", "examples")
    row.only("code", "name", "family", "definition", *lists)
    if row.text("code") != item.name.removesuffix(".yaml"):
        raise CodebookError(f"{source}: code is {row.text('code')!r}; it must be the name of the file")
    roles, properties, leads, weapons, include, exclude, examples = (row.words(key) for key in lists)
    return EventType(
        code=row.text("code"), name=row.text("name"), family=row.text("family"), definition=row.text("definition"),
        roles=roles, properties=properties, leads_over=leads, usual_weapons=weapons, include=include, exclude=exclude,
        examples=examples,
    )  # fmt: skip


def _crosswalk(item: Traversable) -> Crosswalk:
    source = f"crosswalks/{item.name}"
    row = Row(source, _mapping(item.read_text(encoding="utf-8"), source))
    row.only("scheme", "title", "note", "codes")
    codes: dict[str, ForeignCode] = {}
    for ours, data in row.data["codes"].items():
        theirs = Row(f"{source}: codes.{ours}", data)
        theirs.only("code", "label", "fit")
        fit = theirs.one_of("fit", ("exact", "close", "broader", "by_target", "none"))
        codes[ours] = ForeignCode(code=theirs.get("code", str), label=theirs.get("label", str), fit=fit)
    return Crosswalk(
        scheme=row.text("scheme"), title=row.text("title"), note=row.text("note"), codes=MappingProxyType(codes)
    )


def _profile(name: str, data: Mapping[str, Any], source: str, *, base: Codebook) -> Profile:
    if name != "default" or "extends" in data:
        parent = data.get("extends", "default")
        if parent not in codebook_names():
            raise CodebookError(f"{source}: extends is {parent!r}; known: {', '.join(codebook_names())}")
        inherited = _mapping(
            _root().joinpath("profiles", f"{parent}.yaml").read_text("utf-8"), f"profiles/{parent}.yaml"
        )
        data = {**inherited, **{key: value for key, value in data.items() if key != "extends"}}
    row = Row(source, data)
    row.only(*PROFILE_KEYS)
    types = tuple(base.event_types) if data.get("event_types") == "all" else row.codes("event_types", base.event_types)
    return Profile(
        name=name, means=row.text("means"), event_types=types,
        stages=row.codes("stages", base.values["stage"]), countries=row.countries("countries"),
        country_by=row.codes("country_by", ("place", "perpetrator", "target")),
        own_types=row.codes("own_types", base.event_types), clash_counts=row.flag("clash_counts"),
        property_counts=row.flag("property_counts"),
        state_violence=row.one_of("state_violence", ("all", "against_civilians", "none")),
        excluded_victims=row.codes("excluded_victims", base.groups), recency_days=row.days("recency_days"),
        stretch_days=row.days("stretch_days"),
        require_target_or_type=row.flag("require_target_or_type"), needs=row.codes("needs", base.properties),
        aggregates=row.one_of("aggregates", ("tally", "drop")), keeping=_scale(row),
        casting=row.text("casting") if data.get("casting") is not None else None,
    )  # fmt: skip


def _scale(row: Row) -> str | None:
    """The name of the profile's scale, which must be there; none where stories are not weighed."""
    name = row.get("keeping", str)
    if name is not None:
        load_keeping(name)
    return name


PROFILE_KEYS = tuple(field for field in Profile.__dataclass_fields__ if field != "name")
_NO_PROFILE = Profile(
    name="", means="", event_types=(), stages=(), countries=None, country_by=(), own_types=(), clash_counts=True,
    property_counts=True, state_violence="all", excluded_victims=(), recency_days=None,
    stretch_days=None, require_target_or_type=True, needs=(), aggregates="tally",
)  # fmt: skip
