"""Eight writers at once, 5,000 edits on 500 incidents: none is lost, and nobody is told that a database is locked."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Server

from tallybook.register import open_register

PROGRAM = Path(__file__).parents[2] / "evals" / "writers.py"
WRITERS, EDITS, INCIDENTS = 8, 5000, 500
ENDS = 300
"""Seconds that all of it may take on a busy machine; it takes about twenty."""


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where an empty register can be; a file in memory if there is such a folder, for no disk is tested here."""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        yield server.address()
        return
    memory = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield str(Path(folder) / "my.db")


def test_no_edit_is_lost_and_nobody_is_turned_away(address: str) -> None:
    options = ("--register", address, "--writers", str(WRITERS), "--edits", str(EDITS), "--incidents", str(INCIDENTS))
    ended = subprocess.run(
        [sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False, timeout=ENDS
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    figures = json.loads(ended.stdout)
    assert (figures["edits"], figures["lost"]) == (EDITS, 0)
    assert figures["conflicts"] > 0, "the writers never met: nothing was tested"
    with open_register(address) as register:
        view = register.view()
        assert view.flaws() == []
        assert view.version() == EDITS + 1
        assert {run.state for run in view.runs()} == {"done"}
        assert view.counts()["incidents"] == INCIDENTS


def test_a_register_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    for words in ('"lost": 0', ""):
        options = ("--register", str(tmp_path / "my.db"), "--writers", "2", "--edits", "10", "--incidents", "5")
        ended = subprocess.run([sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False)
        assert words in ended.stdout
    assert "holds something; give an empty database" in ended.stderr
