"""How commands end: one line, the right status, a traceback only when asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import typer

from tallybook.cli.guard import guarded
from tallybook.errors import RegisterBusy, UsageError


def ends_with(command: Callable[[], int | None]) -> int:
    with pytest.raises(typer.Exit) as ended:
        guarded(command)()
    return ended.value.exit_code


def raising(error: BaseException) -> Callable[[], int | None]:
    def command() -> int | None:
        raise error

    return command


@pytest.mark.parametrize(("given", "status"), [(None, 0), (0, 0), (1, 1), (2, 2)])
def test_the_number_of_a_command_is_its_status(given: int | None, status: int) -> None:
    assert ends_with(lambda: given) == status


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (UsageError("my.db: there is no such register"), 2, "my.db: there is no such register"),
        (RegisterBusy("my.db is being written\nby another process"), 2, "being written by another process"),
        (FileNotFoundError(2, "No such file or directory", "x.txt"), 2, "x.txt: No such file or directory"),
        (OSError(28, "No space left on device"), 2, "standard output: No space left on device"),
        (MemoryError(), 2, "not enough memory"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (ValueError("odd"), 2, "unexpected ValueError: odd. This is a bug"),
    ],
    ids=["our error", "two lines", "missing file", "full disk", "no memory", "Ctrl-C", "a bug"],
)
def test_an_error_is_one_line(
    error: BaseException, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends_with(raising(error)) == status
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""


def test_a_traceback_is_shown_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYBOOK_TRACEBACK", "1")
    ends_with(raising(ValueError("odd")))
    assert "Traceback" in capsys.readouterr().err


def test_a_closed_standard_output_is_no_bug(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert ends_with(lambda: 0) == 0
    assert ends_with(raising(AttributeError("'NoneType' object has no attribute 'write'"))) == 2
    assert "standard output is closed; direct it" in capsys.readouterr().err


def test_what_typer_raises_is_typers() -> None:
    with pytest.raises(typer.BadParameter):
        guarded(raising(typer.BadParameter("no")))()
