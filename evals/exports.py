"""Measures how many incidents a second each format writes, and how fast an edited table is compared.

    python evals/exports.py [number of incidents]

It prints the rows of the table in docs/benchmarks.md. Seconds are of one core, for incidents that know everything.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tallybook.export import FORMATS, get_exporter, losses_of
from tallybook.export.edits import edits_of
from tallybook.export.sheet import read_sheet
from tallybook.testing import make_full_record

INCIDENTS = 10_000


def rate(count: int, work: Callable[[], object]) -> str:
    """Incidents a second of processor time."""
    start = time.process_time()
    work()
    return f"{count / (time.process_time() - start):,.0f}"


def say(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(count: int) -> None:
    """Print a row for each format."""
    records = [make_full_record(incident_id=f"inc-{number:06d}") for number in range(count)]
    say("| format | written a second | losses told a second | compared a second |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            exporter = get_exporter(name)
            target = Path(folder) / f"out{exporter.suffix}"
            written = rate(count, lambda exporter=exporter, target=target: exporter.write(records, target))
            told = rate(count, lambda exporter=exporter: losses_of(exporter, records))
            compared = ""
            if name in ("csv", "xlsx"):
                compared = rate(count, lambda target=target: edits_of(read_sheet(target), records))
            say(f"| `{name}` | {written} | {told} | {compared} |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else INCIDENTS)
