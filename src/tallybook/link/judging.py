"""Pairs of rows to edges: which of them are worth keeping, in one process or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
from numpy.typing import NDArray

from tallybook.errors import LinkError
from tallybook.link.background import Background
from tallybook.link.batch import Batch
from tallybook.link.packed import PackedProfiles
from tallybook.link.scoring import UNSURE_FROM, chances, judge_all
from tallybook.model import Link

Rows = NDArray[np.uint32]
Edge = tuple[int, int, float]
"""Two rows and the probability that they are one incident, to four places."""
CHUNK = 1_000_000
"""Pairs judged at once; neighbours in time, so that few reports are read for many pairs."""
LINKS = 20_000
"""Links whose reasons are worked out at once."""
Places = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Pairs of rows of a batch."""

_GIVEN: tuple[PackedProfiles, Background]
"""What a process that judges pairs reads them from."""


def judged(profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows) -> list[Edge]:
    """The pairs that are judged same or unsure, in the order given."""
    return [
        edge
        for start in range(0, len(lefts), CHUNK)
        for edge in _judged(profiles, background, lefts[start : start + CHUNK], rights[start : start + CHUNK])
    ]


def _judged(profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows) -> Iterator[Edge]:
    _, batch, pairs = _read(profiles, background, lefts, rights)
    kept, sure = chances(batch, *pairs)
    for left, right, chance in zip(lefts[kept].tolist(), rights[kept].tolist(), sure, strict=True):
        if (shown := round(chance, 4)) >= UNSURE_FROM:
            yield left, right, shown


def _read(
    profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows
) -> tuple[list[int], Batch, Places]:
    """The rows of some pairs, a batch of them, and the pairs by their places in it."""
    found, at = np.unique(np.concatenate([lefts, rights]), return_inverse=True)
    rows = found.tolist()
    batch = Batch(map(profiles.__getitem__, rows), lambda place: profiles[rows[place]], background)
    return rows, batch, (at[: len(lefts)], at[len(lefts) :])


def judged_in_processes(
    profiles: PackedProfiles, background: Background, lefts: Rows, rights: Rows, *, jobs: int
) -> list[Edge]:
    """:func:`judged` in several processes; the same edges in the same order.

    Raises:
        LinkError: A process was killed, or ran out of memory.
    """
    fresh = multiprocessing.get_context("spawn")
    size = min(CHUNK, -(-len(lefts) // jobs))
    chunks = [(lefts[start : start + size], rights[start : start + size]) for start in range(0, len(lefts), size)]
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


def linked(
    profiles: PackedProfiles, background: Background, ids: Sequence[str], edges: Sequence[Edge]
) -> Iterator[Link]:
    """The links of pairs, with their reasons; ``ids`` are the reports of the rows."""
    for start in range(0, len(edges), LINKS):
        some = [(one, other) for one, other, _ in edges[start : start + LINKS]]
        ordered = [(one, other) if ids[one] < ids[other] else (other, one) for one, other in some]
        rows, batch, pairs = _read(profiles, background, *np.array(ordered, np.uint32).T)
        yield from judge_all(batch, [ids[row] for row in rows], *pairs)
