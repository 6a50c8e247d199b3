"""The pages under docs/ that are made from the program are as the program makes them today."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import tallybook

ROOT = Path(__file__).parent.parent
MADE = {"docs/api_page.py": "docs/reference/api.md", "docs/one_sentence.py": "docs/explanation/one-sentence.md"}


@pytest.mark.parametrize(("script", "page"), MADE.items(), ids=lambda path: Path(path).name)
def test_a_made_page_is_fresh(script: str, page: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / script], capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (ROOT / page).read_text("utf-8") == done.stdout, f"stale: python {script} > {page}"


def test_the_reference_has_every_public_name_with_a_docstring() -> None:
    text = (ROOT / "docs/reference/api.md").read_text("utf-8")
    for name in tallybook.__all__:
        if not name.startswith("__"):
            part = re.search(rf"^### `{name}`\n\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
            assert part, name
            assert len(part[1].strip()) > 10, name


def test_every_example_of_adding_a_part_runs(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/add-a-part.md").read_text("utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(examples) >= 4
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(examples)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "headlines.txt").read_text("utf-8").startswith("inc-")


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs/index.md").read_text("utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert sorted(page for page in pages if f"({page})" not in index) == []


def test_the_architecture_page_shows_the_floors_that_are_held() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    shown = re.search(r"^```text\n(cli.*?)^```", page, re.MULTILINE | re.DOTALL)
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    assert shown is not None
    assert shown[1].splitlines() == [floor.replace("tallybook.", "") for floor in contract["layers"]]


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/explanation/extraction.md"])
def test_every_file_that_is_named_is_there(page: str) -> None:
    """A page may name a file by the end of its path; of the planned tree, only what became of it."""
    text = (ROOT / page).read_text("utf-8").partition("## Where we left the layout")[0]
    named = set(re.findall(r"`([\w/]+\.(?:py|yaml))`", text))
    there = [path.as_posix() for folder in ("src", "tests", "evals") for path in (ROOT / folder).rglob("*.*")]
    assert named
    assert [one for one in sorted(named) if not any(path.endswith(f"/{one}") for path in there)] == []
