"""For those who add a store, a reader or an exporter: factories, and the contract that each must keep.

A contract is a list of plain functions that raise ``AssertionError``; run each over your part, with pytest so::

    @pytest.mark.parametrize("rule", STORE_CONTRACT, ids=lambda rule: rule.__name__)
    def test_my_store_keeps_the_contract(rule, tmp_path):
        rule(lambda: open_my_store(tmp_path / "register"))
"""

from __future__ import annotations

from tallybook.testing.checks import check, same
from tallybook.testing.exporters import EXPORTER_CONTRACT
from tallybook.testing.factories import (
    make_bare_record,
    make_claims,
    make_disagreements,
    make_document,
    make_findings,
    make_full_record,
    make_incident_record,
    make_page,
    make_record,
)
from tallybook.testing.readers import READER_CONTRACT
from tallybook.testing.stores import STORE_CONTRACT

__all__ = [
    "EXPORTER_CONTRACT",
    "READER_CONTRACT",
    "STORE_CONTRACT",
    "check",
    "make_bare_record",
    "make_claims",
    "make_disagreements",
    "make_document",
    "make_findings",
    "make_full_record",
    "make_incident_record",
    "make_page",
    "make_record",
    "same",
]
