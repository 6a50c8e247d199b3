"""One body over every exporter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tallybook.export import FORMATS, Exporter, get_exporter
from tallybook.testing import EXPORTER_CONTRACT

NEEDS = {"parquet": ("duckdb",), "xlsx": ("xlsxwriter",)}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rule", EXPORTER_CONTRACT, ids=[rule.__name__ for rule in EXPORTER_CONTRACT])
def test_every_exporter_keeps_the_contract(rule: Callable[[Exporter, Path], None], name: str, tmp_path: Path) -> None:
    for extra in NEEDS.get(name, ()):
        pytest.importorskip(extra)
    rule(get_exporter(name), tmp_path)
