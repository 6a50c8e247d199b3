"""Where output goes: tables to standard output, messages and progress to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Ticks", "out", "progress", "put", "table", "utf8"]

Ticks = Callable[[int, int | None], None]
"""Called with how many are done, and of how many when that is known."""

WIDTH_WITHOUT_TERMINAL = 120
LEAST = {"when": 10, "what": 12, "where": 16, "who": 12}
"""Characters that a column of words keeps, so that words are not broken where there is room."""


def utf8() -> None:
    """Standard output writes UTF-8 whatever the locale says; half a surrogate becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def out() -> Console:
    """The console of standard output; rich minds NO_COLOR and whether it is a terminal by itself."""
    from rich.console import Console  # noqa: PLC0415  rich is needed only when something is shown

    utf8()
    width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    return Console(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


def put(text: str) -> None:
    """One line of data on standard output."""
    sys.stdout.write(text + "\n")


def table(*columns: str, numbers: tuple[str, ...] = (), whole: tuple[str, ...] = ()) -> Table:
    """An empty table; columns named in ``numbers`` are set flush right, those in ``whole`` are not broken."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        justify: Literal["right", "left"] = "right" if column in numbers else "left"
        made.add_column(column, justify=justify, no_wrap=column in whole, overflow="fold", min_width=LEAST.get(column))
    return made


@contextmanager
def progress(what: str) -> Iterator[Ticks]:
    """A bar with count, rate and time left on standard error, and nothing at all where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005  nobody watches
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(*_bar_columns(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _bar_columns() -> list[Any]:
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """Documents in a second."""

        def render(self, task: Any) -> Text:
            """The rate as text."""
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    return [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()]
