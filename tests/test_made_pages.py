"""The pages under docs/ that are made from the program are as the program makes them today."""

from __future__ import annotations

import re
import subprocess
import sys
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
