"""How a command ends: which exit status, which one line on standard error, and never a traceback unasked."""

from __future__ import annotations

import errno
import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec

import typer

from tallybook.errors import TallybookError, UsageError

__all__ = ["COULD_NOT_RUN", "DONE", "INTERRUPTED", "SOME_FAILED", "TRACEBACK_VARIABLE", "guarded", "say"]

P = ParamSpec("P")

DONE = 0
SOME_FAILED = 1
COULD_NOT_RUN = 2
INTERRUPTED = 130  # what shells give for SIGINT: 128 + 2

TRACEBACK_VARIABLE = "TALLYBOOK_TRACEBACK"
CLOSED = "standard output is closed; direct it to a file, or to /dev/null"
ISSUES_PAGE = "CONTRIBUTING.md, 'Reporting a bug'"


def say(message: str) -> None:
    """One line on standard error."""
    typer.echo(message, err=True)


def guarded(command: Callable[P, int | None]) -> Callable[P, None]:
    """The command with its ends in order: its number becomes the exit status, an error one line and status 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            status = command(*args, **kwargs)
            if sys.stdout is not None:
                sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except KeyboardInterrupt:
            status = _interrupted()
        except BrokenPipeError:
            status = _nobody_reads()
        except (TallybookError, OSError, RecursionError, MemoryError) as error:
            status = _refused(error)
        except Exception as error:  # noqa: BLE001  the last line before the user: a bug must not print a traceback
            status = _bug(error) if sys.stdout is not None else _refused(UsageError(CLOSED))
        raise typer.Exit(status or DONE)

    return run


def _interrupted() -> int:
    say("\nInterrupted. What was acknowledged is kept; run the same command again to go on.")
    return INTERRUPTED


def _nobody_reads() -> int:
    """The reader of our output has gone (``| head``): nothing to say, and nothing more to flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _refused(error: BaseException) -> int:
    _show_traceback()
    say(f"tallybook: {_words(error)}")
    return COULD_NOT_RUN


def _bug(error: Exception) -> int:
    _show_traceback()
    kind = type(error).__name__
    say(
        f"tallybook: unexpected {kind}: {_words(error)}. This is a bug; see {ISSUES_PAGE}"
        + ("" if _wants_traceback() else f" (run again with --traceback or {TRACEBACK_VARIABLE}=1 for the details).")
    )
    return COULD_NOT_RUN


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'standard output'}: {error.strerror}" if _names_a_place(error) else error.strerror
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    return " ".join(str(error).split()) or type(error).__name__


def _names_a_place(error: OSError) -> bool:
    """Whether it is told where it happened; what goes wrong without a name while space is short is our output."""
    return error.filename is not None or error.errno == errno.ENOSPC


def _wants_traceback() -> bool:
    return os.environ.get(TRACEBACK_VARIABLE, "") not in ("", "0")


def _show_traceback() -> None:
    if _wants_traceback():
        traceback.print_exc()
