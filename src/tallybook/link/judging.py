"""Pairs of rows to edges: which of them are worth keeping, in one process or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
from numpy.typing import NDArray

from tallybook.errors import LinkError
from tallybook.link.background import Background
from tallybook.link.packed import PackedProfiles
from tallybook.link.scoring import UNSURE_FROM, chance

Rows = NDArray[np.uint32]
Edge = tuple[int, int, float]
"""Two rows and the probability that they are one incident, to four places."""
CHUNK = 50_000
"""Pairs handed to a process at once; neighbours in time, so that their profiles stay unpacked."""

_GIVEN: tuple[PackedProfiles, Background]
"""What a process that judges pairs reads them from."""


def judged(profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows) -> list[Edge]:
    """The pairs that are judged same or unsure, in the order given."""
    edges = []
    for left, right in zip(lefts.tolist(), rights.tolist(), strict=True):
        sure = round(chance(profiles[left], profiles[right], background), 4)
        if sure >= UNSURE_FROM:
            edges.append((left, right, sure))
    return edges


def judged_in_processes(
    profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows, *, jobs: int
) -> list[Edge]:
    """:func:`judged` in several processes; the same edges in the same order.

    Raises:
        LinkError: A process was killed, or ran out of memory.
    """
    fresh = multiprocessing.get_context("spawn")
    starts = range(0, len(lefts), CHUNK)
    chunks = [(lefts[start : start + CHUNK], rights[start : start + CHUNK]) for start in starts]
    try:
        with ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_begin, initargs=(profiles, background)) as pool:
            return [edge for edges in pool.map(_judged_chunk, chunks) for edge in edges]
    except BrokenProcessPool as error:
        raise LinkError(
            f"one of {jobs} processes that compare reports has died (killed, or out of memory); "
            "run the same command again with one job, what was stored is kept"
        ) from error


def _begin(profiles: PackedProfiles, background: Background) -> None:
    global _GIVEN  # noqa: PLW0603  a process has one task, and this is how it is told once
    # Ctrl-C reaches all processes of a terminal; the parent decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _GIVEN = profiles, background


def _judged_chunk(pairs: Sequence[Rows]) -> list[Edge]:
    return judged(*_GIVEN, *pairs)
