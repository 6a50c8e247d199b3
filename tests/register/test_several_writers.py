"""Eight writers at once, 5,000 edits on 500 incidents: none is lost, and nobody is told that a database is locked."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from postgres_server import Server

from tallybook.register import open_register
from tallybook.testing import make_document, make_record

CHILD = Path(__file__).with_name("editing_child.py")
WRITERS, EDITS, INCIDENTS = 8, 5000, 500
ENDS = 240
"""Seconds that all of it may take on a busy machine; it takes about ten."""


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


def filled(address: str) -> None:
    with open_register(address, create=True) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="0", started="s")
        writer.put_documents(
            [make_record(make_document(f"d{number:04}", "A bombing, number 0.")) for number in range(INCIDENTS)]
        )
        writer.put_clusters([[one] for one in {claim.report_id for claim in register.view().claims()}])
        writer.end_run(state="done", ended="e", counts={})
        assert register.view().counts()["incidents"] == INCIDENTS


def edited(address: str) -> list[dict[str, Any]]:
    """What each of the writers says it did."""
    command = [sys.executable, str(CHILD), address, str(WRITERS), str(EDITS), str(INCIDENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=ENDS)
    assert done.returncode == 0, done.stderr[-2000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def test_no_edit_is_lost_and_nobody_is_turned_away(address: str) -> None:
    filled(address)
    told = edited(address)
    done: Counter[str] = Counter()
    for one in told:
        done.update(one["done"])
    assert done.total() == EDITS
    assert sum(one["conflicts"] for one in told) > 0, "they never met: the test shows nothing"
    with open_register(address) as register:
        view = register.view()
        judged = {f"decide {int(link.left[4:])}": int(link.reasons[0].outcome) for link in view.decisions()}
        texts = {f"rewrite {int(one.id[1:])}": int(one.text.split()[-1].rstrip(".")) for one in view.documents()}
        assert judged | {name: count for name, count in texts.items() if count} == done
        assert view.flaws() == []
        assert {run.state for run in view.runs()} == {"done"}
        assert view.counts()["claims"] == INCIDENTS * len(make_record(make_document()).claims)
        assert view.version() == EDITS + 1
