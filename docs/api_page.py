"""The page docs/reference/api.md, made from the docstrings, on standard output.

    python docs/api_page.py > docs/reference/api.md

A test says when the page is stale.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import tallybook
from tallybook import errors, model, plugins
from tallybook.answer import make_query
from tallybook.reconcile import RULES
from tallybook.settings import described
from tallybook.testing import EXPORTER_CONTRACT, READER_CONTRACT, STORE_CONTRACT

WIDTH = 110
"""Characters of a line that shows a call."""

API_HEAD = """# From Python: reference

Made from the docstrings by `python docs/api_page.py`; do not edit. How these parts are used:
[Use tallybook from Python](../how-to/python-api.md). What is not on this page may change without notice.
"""


def api_page() -> str:
    """The page ``docs/reference/api.md``."""
    parts = [
        API_HEAD,
        *_section("`import tallybook`", [(name, getattr(tallybook, name)) for name in _own_names()]),
        *_section("Filters", [("tallybook.answer.make_query", make_query)]),
        "## What passes between the stages: `tallybook.model`\n",
        *(_entry(name, getattr(model, name)) for name in model.__all__ if name not in tallybook.__all__),
        "## Errors: `tallybook.errors`\n\n" + _prose(errors.__doc__),
        "## Rules for figures\n",
        *(f"- `{rule.__name__}`: {_sentence(rule.__doc__)}" for rule in RULES),
        "\n## Settings\n\n| name | default | meaning |\n| --- | --- | --- |",
        *(f"| `{name}` | `{default}` | {meaning} |" for name, default, meaning in described()),
        "\n## Parts that other packages may add\n\n" + _prose(plugins.__doc__),
        *(f"- `tallybook.{kind}`: built in are {', '.join(f'`{one}`' for one in parts)}" for kind, parts in _parts()),
        "\nWhat each must do, as plain functions to run over it (`tallybook.testing`):\n",
        *(_contract(name, rules) for name, rules in CONTRACTS.items()),
    ]
    return "\n".join(parts) + "\n"


CONTRACTS: dict[str, Sequence[Any]] = {
    "STORE_CONTRACT": STORE_CONTRACT,
    "READER_CONTRACT": READER_CONTRACT,
    "EXPORTER_CONTRACT": EXPORTER_CONTRACT,
}


def _own_names() -> list[str]:
    return [name for name in tallybook.__all__ if not name.startswith("__")]


def _parts() -> Iterator[tuple[str, list[str]]]:
    for kind, built_in in plugins.BUILT_IN.items():
        yield kind, list(built_in)


def _section(title: str, members: Sequence[tuple[str, object]]) -> Iterator[str]:
    yield f"## {title}\n"
    for name, member in members:
        yield _entry(name, member)


def _entry(name: str, member: object) -> str:
    if isinstance(member, type):
        return f"### `{name}`\n\n{_prose(inspect.getdoc(member))}{_fields(member)}{_methods(member)}"
    if callable(member):
        return f"### `{name}`\n\n{_call(name, member)}{_prose(inspect.getdoc(member))}"
    return f"### `{name}`\n\nOne of: {_listed(member)}.\n"


def _listed(member: object) -> str:
    values = member if isinstance(member, dict | tuple) else getattr(member, "__args__", ())
    return ", ".join(f"`{getattr(one, '__name__', one)}`" for one in values)


def _call(name: str, member: Callable[..., object]) -> str:
    """The call on one line, or one argument to a line."""
    signature = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(member)))
    if len(name + signature) > WIDTH:
        inside, _, gives = signature[1:].rpartition(")")
        signature = "(\n    " + re.sub(r", (?=[\w*]+(?:[:,=]|$))", ",\n    ", inside) + f",\n){gives}"
    return f"```text\n{name}{signature}\n```\n\n"


def _fields(member: type) -> str:
    if issubclass(member, Enum):
        return f"\nOne of: {', '.join(f'`{one.value}`' for one in member)}.\n"
    if not is_dataclass(member):
        return ""
    rows = [f"| `{one.name}` | `{str(one.type).replace('|', chr(92) + '|')}` |" for one in fields(member)]
    return "\n| field | kind |\n| --- | --- |\n" + "\n".join(rows) + "\n"


def _methods(member: type) -> str:
    rows = []
    for name, one in vars(member).items():
        if name.startswith("_"):
            continue
        if isinstance(one, property):
            rows.append(f"- `.{name}`: {_sentence(one.__doc__)}")
        elif inspect.isfunction(one) and one.__doc__:
            rows.append(f"- `.{name}({_arguments(one)})`: {_sentence(one.__doc__)}")
    return "\n" + "\n".join(rows) + "\n" if rows else ""


def _arguments(function: Callable[..., object]) -> str:
    names = []
    for one in inspect.signature(function).parameters.values():
        if one.name != "self":
            mark = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
            names.append(f"{mark}{one.name}{'' if one.default is one.empty else '=…'}")
    return ", ".join(names)


def _sentence(text: str | None) -> str:
    """The first paragraph of a docstring."""
    return " ".join(_plain(text).split("\n\n")[0].split())


def _prose(text: str | None) -> str:
    """A docstring as Markdown: what stands after a double colon is code."""
    shown = []
    for paragraph in _plain(text).replace("::\n", "\n").split("\n\n"):
        is_code = paragraph.startswith("    ") and not paragraph.startswith("    Raises")
        shown.append(f"```text\n{textwrap.dedent(paragraph)}\n```" if is_code else paragraph)
    return "\n\n".join(one for one in shown if one.strip()) + "\n"


def _plain(text: str | None) -> str:
    return inspect.cleandoc(text or "").replace("``", "`").replace(":func:", "")


def _contract(name: str, rules: Sequence[Any]) -> str:
    listed = "\n".join(f"- {_sentence(rule.__doc__) or rule.__name__.replace('_', ' ')}" for rule in rules)
    return f"### `{name}`\n\n{listed}\n"


if __name__ == "__main__":
    sys.stdout.write(api_page())
