"""The documents match the program: commands run as typed, generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from tallybook.cli.app import COMMANDS
from tallybook.cli.reference import reference_page

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\btallybook ([a-z]+)\b(?= |`|$)", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_of_the_tutorial_runs_as_typed(tmp_path: Path) -> None:
    commands = "\n".join(BLOCK.findall(text_of("docs/tutorial.md")))
    program = tmp_path / "bin" / "tallybook"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tallybook "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    work = tmp_path / "work"
    work.mkdir()
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=work,
        env={**os.environ, "PATH": path, "XDG_CONFIG_HOME": str(tmp_path / "config")},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "all is as it was stored" in done.stderr
    assert (work / "report.html").stat().st_size > 10_000


def test_the_reference_of_the_command_line_is_fresh() -> None:
    message = "stale: python -m tallybook.cli > docs/reference/cli.md"
    assert text_of("docs/reference/cli.md") == reference_page(), message


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    targets = [one for one in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in one]
    assert [one for one in targets if not (path.parent / one).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md", "docs/limits.md"])
def test_every_command_that_is_named_is_there(name: str) -> None:
    known = {"review", *(command for _, command, _ in COMMANDS)}
    written = [
        line for line in text_of(name).splitlines() if line.startswith((" ", "tallybook")) or "`tallybook" in line
    ]
    named = set(COMMAND.findall("\n".join(written)))
    assert named
    assert named <= known


def test_every_command_is_in_the_changelog() -> None:
    log = text_of("CHANGELOG.md")
    assert [name for _, name, _ in COMMANDS if name not in log] == []


def test_the_number_of_sample_pages_is_right() -> None:
    pages = [item for item in resources.files("tallybook").joinpath("samples/pages").iterdir() if item.is_file()]
    assert f"reads {len(pages)} sample pages" in text_of("README.md")


def test_the_notice_names_what_the_gazetteer_is_made_of() -> None:
    notice = text_of("NOTICE")
    for part in text_of("packages/tallybook-gazetteer/NOTICE").split("\n\n")[1:-1]:
        assert part.strip() in notice


def test_the_licence_is_the_whole_apache_licence() -> None:
    licence = text_of("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_no_document_names_a_path_of_one_machine() -> None:
    for path in DOCUMENTS:
        assert not re.search(r"/(?:home|root|work|Users)/", path.read_text(encoding="utf-8")), path
