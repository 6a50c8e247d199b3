"""What every exporter must do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tallybook.errors import TallybookError
from tallybook.export import Exporter, losses_of
from tallybook.testing.checks import check, same
from tallybook.testing.factories import make_bare_record, make_full_record, make_incident_record


def it_counts_what_it_writes(exporter: Exporter, folder: Path) -> None:
    """The number of incidents written comes back."""
    records = [make_full_record(incident_id=f"inc-{number}") for number in range(3)]
    same(exporter.write(records, folder / f"out{exporter.suffix}"), 3, "incidents written")


def it_accounts_for_every_incident(exporter: Exporter, folder: Path) -> None:
    """What is not written is left out by name: only a format that gives an account of its losses may do so."""
    records = [make_incident_record(incident_id="inc-1"), make_full_record(incident_id="inc-2"), make_bare_record()]
    written = exporter.write(records, folder / f"out{exporter.suffix}")
    losses = losses_of(exporter, records)
    if losses is None:
        same(written, len(records), "incidents written by a format that gives no account of losses")
        return
    same((losses.format, losses.given, losses.written), (exporter.name, len(records), written), "the account")
    left_out = [one for ids in losses.left_out.values() for one in ids]
    same(sorted(set(left_out)), sorted(left_out), "each is left out for one reason")
    same(written + len(left_out), len(records), "written and left out")
    known = {record.incident.id for record in records}
    check(all(set(ids) <= known - set(left_out) for ids in losses.losses.values()), "losses are of those written")


def the_same_incidents_give_the_same_bytes(exporter: Exporter, folder: Path) -> None:
    """No clock, no random number, no order of a set shows in a file."""
    first, second = folder / f"first{exporter.suffix}", folder / f"second{exporter.suffix}"
    for path in (first, second):
        exporter.write([make_incident_record()], path)
    same(first.read_bytes(), second.read_bytes(), "content")


def no_incidents_are_a_valid_file(exporter: Exporter, folder: Path) -> None:
    """An empty register can be exported."""
    path = folder / f"empty{exporter.suffix}"
    same(exporter.write([], path), 0, "incidents written")
    check(path.exists(), "the file is there")


def a_folder_that_is_not_there_is_said(exporter: Exporter, folder: Path) -> None:
    """A file that cannot be written is an error of ours that names it."""
    path = folder / "missing" / f"out{exporter.suffix}"
    try:
        exporter.write([make_incident_record()], path)
    except (TallybookError, OSError) as error:
        check(path.name in str(error) or "missing" in str(error), f"the message names the file: {error}")
    else:
        check(path.exists(), "it was neither written nor refused")


EXPORTER_CONTRACT: tuple[Callable[[Exporter, Path], None], ...] = (
    it_counts_what_it_writes,
    it_accounts_for_every_incident,
    the_same_incidents_give_the_same_bytes,
    no_incidents_are_a_valid_file,
    a_folder_that_is_not_there_is_said,
)
"""What every exporter must do; each takes the exporter and an empty folder."""
