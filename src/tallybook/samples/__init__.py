"""The sample corpus: pages by invented outlets on events of public record, with our own gold beside them.

It ships with the package so that the demonstration and the quality gate need no network.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

__all__ = ["gold", "pages_folder"]


def pages_folder() -> Path:
    """The folder with the sample pages, to be given to ``tallybook build`` or ``tallybook extract``."""
    return Path(str(resources.files("tallybook.samples"))) / "pages"


def gold() -> dict[str, Any]:
    """What a careful reader finds in the sample pages; ``docs/sample-corpus.md`` explains the fields."""
    found: dict[str, Any] = json.loads(resources.files("tallybook.samples").joinpath("gold.json").read_text("utf-8"))
    return found
