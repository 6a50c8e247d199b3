"""Work in several processes, in order, with no more waiting than is needed to keep them busy."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from tallybook.errors import ReadError

__all__ = ["in_processes"]

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 8
"""Items handed over at once: enough that handing over costs little, few enough that no process waits at the end."""

AHEAD = 2
"""Chunks that wait for each process."""


def in_processes(
    work: Callable[[list[T]], list[R]],
    items: Iterable[T],
    *,
    jobs: int,
    begin: Callable[..., None],
    given: tuple[object, ...],
) -> Iterator[tuple[T, R]]:
    """Each item with its result, in order; ``begin(*given)`` is called once in every process.

    Raises:
        ReadError: A process was killed, or ran out of memory.
    """
    # A fresh interpreter: a copy of this one would share its open register.
    fresh = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=fresh, initializer=_begin, initargs=(begin, given))
    waiting: deque[tuple[list[T], Future[list[R]]]] = deque()
    source = iter(items)
    try:
        while chunk := list(islice(source, CHUNK)):
            waiting.append((chunk, pool.submit(work, chunk)))
            if len(waiting) > jobs * AHEAD:
                yield from _finished(waiting)
        while waiting:
            yield from _finished(waiting)
    except BrokenProcessPool as error:
        raise ReadError(
            f"one of {jobs} processes that read documents has died (killed, or out of memory); run the same command "
            "again with one job, what was stored is kept"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _finished(waiting: deque[tuple[list[T], Future[list[R]]]]) -> Iterator[tuple[T, R]]:
    chunk, future = waiting.popleft()
    return zip(chunk, future.result(), strict=True)


def _begin(begin: Callable[..., None], given: tuple[object, ...]) -> None:
    # Ctrl-C reaches all processes of a terminal; the parent decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begin(*given)
