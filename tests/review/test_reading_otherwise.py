"""Decisions outlive a changed extractor: kept, or asked about, never lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).parents[2] / "evals" / "decisions.py"


def test_no_decision_is_lost_when_every_page_is_read_otherwise() -> None:
    """The whole trial has 1,000 decisions (docs/benchmarks.md); of forty the share that is kept is chance."""
    options = ("--decisions", "200", "--seed", "7")
    ended = subprocess.run([sys.executable, str(PROGRAM), *options], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:] + ended.stdout
    found = json.loads(ended.stdout)
    assert (found["lost"], found["flaws"]) == (0, 0)
    assert found["kept"] > found["asked"] > 0
