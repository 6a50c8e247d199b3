"""One incident line per incident, as the contract has it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from tallybook.export.base import IncidentRecord
from tallybook.export.contract import incident_line
from tallybook.export.known import losses_by_facet
from tallybook.export.loss import LossReport
from tallybook.export.objects import Line

__all__ = ["JsonlExporter", "dump"]

LACKS = {"claim_of_responsibility": "only the status of an actor"}


def dump(line: Line) -> str:
    """A line of JSONL without its line end; half a surrogate pair, which is no character, becomes U+FFFD."""
    text = json.dumps(line, ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8")


class JsonlExporter:
    """JSON lines, one incident each: everything the register holds, for the owner's own use."""

    name = "jsonl"
    suffix = ".jsonl"
    binary = False

    def write(self, records: Iterable[IncidentRecord], target: Path) -> int:
        """The number of lines written."""
        count = 0
        with target.open("w", encoding="utf-8", newline="\n") as out:
            for record in records:
                out.write(dump(incident_line(record)) + "\n")
                count += 1
        return count

    def losses(self, records: Iterable[IncidentRecord]) -> LossReport:
        """What an incident line does not say; the document lines of ``tallybook extract`` have it."""
        return losses_by_facet(self.name, records, LACKS)
