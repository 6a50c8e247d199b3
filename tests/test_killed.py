"""A run that is killed: nothing acknowledged is lost, nothing is there twice, and the next run completes it."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from postgres_server import Server
from simple_stages import SIMPLE
from test_pipeline import dumped

from tallybook.pipeline import build, verify
from tallybook.register import open_register

DOCUMENTS = 240
CHILD = Path(__file__).with_name("building_child.py")
ENDS = 20
"""Seconds that a build may take on a busy machine; it takes about one."""


def texts() -> dict[str, str]:
    days = [f"2021-05-{day:02}" for day in range(1, 29)]
    return {
        f"d{number:04}": f"bombing at Town{number % 9} on {days[number % 28]} killed {number % 5}, says {number}"
        for number in range(DOCUMENTS)
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register that a run makes when nobody kills it."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "texts.json").write_text(json.dumps(texts()))
    build(folder / "my.db", [folder / "texts.json"], stages=SIMPLE)
    return folder / "my.db"


def start(folder: Path, *where: str) -> subprocess.Popen[str]:
    (folder / "texts.json").write_text(json.dumps(texts()))
    command = [sys.executable, str(CHILD), str(folder / "my.db"), str(folder / "texts.json"), *where]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


@pytest.mark.parametrize(("method", "call"), [("put_documents", 3), ("put_findings", 1)])
def test_killed_while_it_writes_to_a_server_nothing_acknowledged_is_lost(
    method: str, call: int, tmp_path: Path, whole: Path, server: Server
) -> None:
    address, given = server.address(), tmp_path / "texts.json"
    given.write_text(json.dumps(texts()))
    command = [sys.executable, str(CHILD), address, str(given), method, str(call)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=ENDS)
    assert killed.returncode == -signal.SIGKILL
    told = list(texts())[: acknowledged(killed.stdout)]
    assert told
    with open_register(address) as register:
        assert {document.id for document in register.view().documents()} >= set(told)
        assert register.view().flaws() == []
    build(address, [given], stages=SIMPLE)
    assert verify(address).problems == ()
    assert dumped(address) == dumped(whole)
    with open_register(address) as register:
        assert [run.state for run in register.view().runs()] == ["interrupted", "done"]


def acknowledged(printed: str) -> int:
    return max((int(line) for line in printed.split() if line.isdecimal()), default=0)


def check_and_complete(folder: Path, told: int, whole: Path) -> None:
    if (folder / "my.db").exists() and (folder / "my.db").stat().st_size:
        with open_register(folder / "my.db", create=True) as register:
            stored = [document.id for document in register.view().documents()]
            assert set(stored) >= set(list(texts())[:told])
            assert len(stored) == len(set(stored))
        assert verify(folder / "my.db").problems == ()
    build(folder / "my.db", [folder / "texts.json"], stages=SIMPLE)
    assert dumped(folder / "my.db") == dumped(whole)
    with open_register(folder / "my.db") as register:
        assert register.view().runs()[-1].state == "done"
        assert "running" not in {run.state for run in register.view().runs()}


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("begin_run", 1),
        ("put_all", 1),
        ("put_all", 3),
        ("_explained", 120),
        ("_explained", 170),
        ("put_documents", 2),
        ("_put_texts", 3),
        ("_insert", 14),
        ("_stale", 2),
        ("put_links", 1),
        ("put_clusters", 1),
        ("put_findings", 1),
        ("put_mark", 1),
        ("end_run", 1),
    ],
)
def test_killed_at_a_certain_point_nothing_acknowledged_is_lost(
    method: str, call: int, tmp_path: Path, whole: Path
) -> None:
    child = start(tmp_path, method, str(call))
    printed, _ = child.communicate(timeout=ENDS)
    assert child.returncode == -signal.SIGKILL
    check_and_complete(tmp_path, acknowledged(printed), whole)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_nothing_acknowledged_is_lost(seed: int, tmp_path: Path, whole: Path) -> None:
    child = start(tmp_path)
    assert child.stdout is not None
    moment = random.Random(seed)  # noqa: S311  a test, not a secret
    printed = "".join(child.stdout.readline() for _ in range(moment.randint(1, 5)))
    try:
        child.wait(timeout=moment.uniform(0, 0.05))
    except subprocess.TimeoutExpired:
        child.kill()
    printed += child.communicate(timeout=ENDS)[0]
    check_and_complete(tmp_path, acknowledged(printed), whole)


def test_ctrl_c_ends_a_build_with_its_row_closed(tmp_path: Path, whole: Path) -> None:
    child = start(tmp_path)
    assert child.stdout is not None
    printed = child.stdout.readline()
    child.send_signal(signal.SIGINT)
    printed += child.communicate(timeout=ENDS)[0]
    if child.returncode:
        with open_register(tmp_path / "my.db") as register:
            assert [run.state for run in register.view().runs()] == ["interrupted"]
    check_and_complete(tmp_path, acknowledged(printed), whole)


def test_ctrl_c_on_the_command_line_is_130_and_keeps_what_was_read(tmp_path: Path) -> None:
    source, register = tmp_path / "docs.jsonl", tmp_path / "my.db"
    words = "Gunmen killed three people at a market in Kabul on Monday, police said. "
    lines = ({"id": f"d{number}", "text": f"{words * 9}{number}"} for number in range(4000))
    source.write_text("\n".join(map(json.dumps, lines)))
    command = [
        sys.executable,
        "-c",
        "from tallybook.cli import main; main()",
        "build",
        "-r",
        str(register),
        str(source),
    ]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + ENDS
    while time.monotonic() < until and child.poll() is None and not stored(register):
        time.sleep(0.1)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=ENDS)
    assert child.returncode == 130, said
    assert "Interrupted" in said
    assert "Traceback" not in said
    with open_register(register) as opened:
        assert [run.state for run in opened.view().runs()] == ["interrupted"]
        assert 0 < opened.view().counts()["documents"] < 4000


def stored(register: Path) -> int:
    """Documents that another process has stored so far."""
    if not register.exists():
        return 0
    try:
        with closing(sqlite3.connect(register)) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
