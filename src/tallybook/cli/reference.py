"""The page ``docs/reference/cli.md``, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from tallybook.cli.app import COMMANDS, app
from tallybook.cli.filters import FILTERS
from tallybook.cli.review import REVIEW_COMMANDS

__all__ = ["reference_page"]

HEAD = """# The command line

*Made from the commands by `python -m tallybook.cli`; do not edit.*

Data goes to standard output, messages and progress to standard error; progress is shown on a terminal only.

| exit status | means |
| --- | --- |
| 0 | done |
| 1 | done, but some documents failed; each says why in its issues |
| 2 | could not run; one line says why, and nothing is half written |
| 130 | interrupted; what was acknowledged is kept, the same command goes on |

Before the command: `--version`; `--traceback` (or `TALLYBOOK_TRACEBACK=1`) shows the details of an error.
`TALLYBOOK_REGISTER` names the register where `--register` is not given. `NO_COLOR` is minded.
`tallybook --install-completion` teaches the shell the commands.
"""

FILTERS_HEAD = """
## Which incidents

`list`, `tally`, `timeline`, `disagreements`, `export` and `report` take these. Several values of one filter are
alternatives; several filters must all fit.

"""


def reference_page() -> str:
    """The page in Markdown."""
    group: Any = typer.main.get_command(app)
    parts = [HEAD]
    for panel in dict.fromkeys(panel for panel, _, _ in COMMANDS):
        parts.append(f"\n## {panel}\n")
        parts += [_command(name, group.commands[name]) for its, name, _ in COMMANDS if its == panel]
    review: Any = group.commands["review"]
    parts.append(f"\n## Review\n\n{review.help}\n")
    parts += [_command(f"review {name}", review.commands[name]) for name, _ in REVIEW_COMMANDS]
    parts += [FILTERS_HEAD, *_options(group.commands["list"], only=set(FILTERS))]
    return "".join(parts)


def _command(name: str, command: Any) -> str:
    arguments = [one for one in command.params if one.param_type_name == "argument" and not one.hidden]
    is_filtered = {one.name for one in command.params} >= set(FILTERS)
    usage = " ".join(["tallybook", name, "[OPTIONS]", *(one.metavar or one.name.upper() for one in arguments)])
    text = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    own = {one.name for one in command.params} - (set(FILTERS) if is_filtered else set())
    rows = "".join(_options(command, only=own))
    more = "\nAnd the filters [below](#which-incidents).\n" if is_filtered else ""
    return f"\n### `tallybook {name}`\n\n{text}\n\n    {usage}\n\n{rows}{more}"


def _options(command: Any, *, only: set[str]) -> Iterator[str]:
    shown = [one for one in command.params if one.name in only and not one.hidden and one.help]
    if not shown:
        return
    yield "| option | meaning |\n| --- | --- |\n"
    for one in shown:
        if one.param_type_name == "argument":
            flags = f"`{one.metavar or one.name.upper()}`"
        else:
            value = f" {one.metavar}" if one.metavar else ""
            flags = ", ".join(f"`{flag}{value}`" for flag in one.opts)
        yield f"| {flags} | {one.help}{_default(one)} |\n"


def _default(one: Any) -> str:
    if isinstance(one.show_default, str):
        return f" Default: {one.show_default}."
    if one.required:
        return " Required."
    is_plain = isinstance(one.default, str | int) and not isinstance(one.default, bool)
    return f" Default: `{one.default}`." if is_plain or type(one.default).__name__ == "PosixPath" else ""
