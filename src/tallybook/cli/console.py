"""Where output goes: tables to standard output, messages and progress to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

__all__ = ["Ticks", "expected_documents", "out", "progress", "put", "table", "utf8"]

Ticks = Callable[[int, int | None], None]
"""Called with how many are done, and of how many when that is known."""

ONE_EACH = frozenset((".txt", ".html", ".htm", ".pdf"))
BY_LINE = frozenset((".jsonl", ".csv"))
"""Endings of files of one document, and of one document a line; of others only reading tells."""

WIDTH_WITHOUT_TERMINAL = 120
LEAST = {"when": 10, "what": 9, "where": 12, "who": 10}
"""Characters that a column of words keeps, so that words are not broken where there is room."""


def utf8() -> None:
    """Standard output writes UTF-8 whatever the locale says; half a surrogate becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def out() -> Console:
    """The console of standard output; rich minds NO_COLOR and whether it is a terminal by itself."""
    from rich.console import Console  # noqa: PLC0415  rich is needed only when something is shown

    class QuietConsole(Console):
        """Leaves it to the command what happens when nobody reads on; rich would end with status 1."""

        def on_broken_pipe(self) -> None:
            """Say so, once."""
            raise BrokenPipeError

    utf8()
    width = None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL
    return QuietConsole(width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)


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
def progress(what: str, paths: Sequence[str] = (), *, beside_data: bool = False) -> Iterator[Ticks]:
    """A bar with count, rate and time left on standard error, and nothing at all where that is no terminal.

    ``beside_data`` says that the command writes data meanwhile: where both are one terminal, the data alone is shown.
    """
    if not sys.stderr.isatty() or (beside_data and sys.stdout.isatty()):
        yield lambda done, total: None  # noqa: ARG005  nobody watches
        return
    expected = expected_documents(paths)
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    # Without redirecting: rich would send what goes to standard output to its own console, which is standard error.
    console = Console(stderr=True)
    with Progress(
        *_bar_columns(), console=console, transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task(what, total=expected)
        yield lambda done, total: bar.update(task, completed=done, total=total or (expected and max(expected, done)))


def expected_documents(paths: Sequence[str]) -> int | None:
    """About how many documents there are to come, for the time left; ``None`` where only reading can tell."""
    found = 0
    for path in map(Path, paths):
        files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
        for file in files:
            if str(file) == "-" or file.suffix not in ONE_EACH | BY_LINE or not file.exists():
                return None
            found += _lines(file) if file.suffix in BY_LINE else 1
    return found or None


def _lines(file: Path) -> int:
    with file.open("rb") as content:
        return sum(block.count(b"\n") for block in iter(lambda: content.read(1 << 20), b""))


def _bar_columns() -> list[Any]:
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Rate(ProgressColumn):
        """Documents in a second."""

        def render(self, task: Any) -> Text:
            """The rate as text."""
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    return [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()]
