"""A small register of invented pages, and a way to call the program as a shell does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tallybook.cli.app import app
from tallybook.pipeline import build

LINES = (
    {
        "id": "one",
        "title": "Bomb at market",
        "published": "2021-08-27",
        "publisher": "The Daily Sample",
        "text": "A bomb killed at least 12 people and injured 30 at a market in Kabul on Thursday, police said.",
    },
    {
        "id": "two",
        "title": "Toll rises",
        "published": "2021-08-28",
        "publisher": "Sample Wire",
        "text": "The bomb at a market in Kabul on Thursday killed 15 people, the ministry said.",
    },
    {
        "id": "three",
        "title": "Raid on a village",
        "published": "2022-03-03",
        "publisher": "The Daily Sample",
        "text": "Gunmen attacked a police post in Kandahar on Wednesday, killing four officers.",
    },
    {"id": "four", "title": "Weather", "published": "2022-03-03", "text": "It rained in the valley for three days."},
)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JSONL file of four documents, one of which tells of nothing."""
    path = tmp_path_factory.mktemp("pages") / "pages.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory, pages: Path) -> Path:
    """A register of these pages; tests only read it."""
    path = tmp_path_factory.mktemp("register") / "my.db"
    assert build(path, [pages]).failed == 0
    return path


@pytest.fixture
def tallybook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The program in this process: exit status, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in [name for name in os.environ if name.startswith("TALLYBOOK_")]:
        monkeypatch.delenv(name)

    def run(*arguments: object, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The program in a process of its own."""

    def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TALLYBOOK_", "NO_COLOR"))}
        return subprocess.run(
            [sys.executable, "-m", "tallybook", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=tmp_path,
            env={**kept, "XDG_CONFIG_HOME": str(tmp_path / "config"), **environment},
            timeout=120,
            check=False,
        )

    return run
