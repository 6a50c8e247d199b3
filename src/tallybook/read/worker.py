"""A second process that reads hostile pages: it can be killed when one hangs, and has little memory to fill.

One process serves many pages. It is started with the first page, speaks length-prefixed JSON and bytes over pipes, and
is ended with the program. A page that takes too long or breaks it costs a restart, nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import resource
import selectors
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from functools import cache
from typing import BinaryIO

from tallybook.read import limits
from tallybook.read.maintext import Extracted, Request, read_markup
from tallybook.read.pdf import read_pdf

START_SECONDS = 60.0
"""Loading the libraries takes half a second, and much longer on a loaded machine."""
PDF_SECONDS = 60.0
"""Long reports have a thousand pages, at some 350 pages a second."""
LENGTH = struct.Struct(">I")
BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from tallybook.read.worker import serve; serve()"
READY = b"ready"


class WorkerError(Exception):
    """The worker gave no answer: ``code`` is extraction_timeout or extraction_crashed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class ExtractionWorker:
    """The parent's side of the second process; safe to use from several threads, one page at a time."""

    def __init__(self, *, wall_seconds: float = limits.WALL_SECONDS) -> None:
        self._wall = wall_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def read(self, request: Request) -> Extracted:
        """What is in the page; ``WorkerError`` when the process hangs or dies over it."""
        with self._lock:
            try:
                return self._ask(request)
            except BaseException:  # Ctrl-C too: half an answer in the pipe would be taken for the next page's
                self._end()
                raise

    @property
    def process_id(self) -> int | None:
        """The id of the running process, ``None`` when there is none."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> Extracted:
        process = self._started()
        seconds = PDF_SECONDS if request.media_type.startswith("application/pdf") else self._wall
        try:
            _send(_pipe(process.stdin), request, seconds)
        except BrokenPipeError as error:
            raise WorkerError("extraction_crashed", "the extracting process is gone") from error
        answer = json.loads(self._answer(process, seconds))
        answer["problems"] = tuple((code, message) for code, message in answer["problems"])
        return Extracted(**answer)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # after a fork the pipes are the parent's
            self._process, self._owner = None, os.getpid()
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._end()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        if self._answer(self._process, START_SECONDS) != READY:
            raise WorkerError("extraction_crashed", "the extracting process did not start")
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        (length,) = LENGTH.unpack(_received(process, LENGTH.size, deadline))
        return _received(process, length, deadline)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()


def _pipe(pipe: object) -> BinaryIO:
    return pipe  # type: ignore[return-value]


def _received(process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
    """Exactly ``size`` bytes of the worker's answer, before the deadline."""
    descriptor, chunks = _pipe(process.stdout).fileno(), []
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while size:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise WorkerError("extraction_timeout", "the extraction took too long")
            chunk = os.read(descriptor, min(size, 1 << 20))
            if not chunk:
                raise WorkerError("extraction_crashed", "the extraction ran out of memory or time, or broke off")
            chunks.append(chunk)
            size -= len(chunk)
    return b"".join(chunks)


def _send(pipe: BinaryIO, request: Request, seconds: float) -> None:
    head = json.dumps({"media_type": request.media_type, "url": request.url, "latest": request.latest,
                       "dated": request.dated, "seconds": seconds}).encode()  # fmt: skip
    pipe.write(LENGTH.pack(len(head)) + head + LENGTH.pack(len(request.content)))
    pipe.write(request.content)
    pipe.flush()


@cache
def shared_worker() -> ExtractionWorker:
    """The worker of this program; it is ended at exit."""
    worker = ExtractionWorker()
    atexit.register(worker.close)
    return worker


def serve() -> None:
    """The worker's side: answers pages on standard input until the parent closes it."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes where standard error goes, not among the answers
    import htmldate  # noqa: F401, PLC0415 - loaded before the first page's time runs
    import trafilatura  # noqa: F401, PLC0415

    resource.setrlimit(resource.RLIMIT_AS, (limits.ADDRESS_SPACE, limits.ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _reply(target, READY)
    while len(prefix := source.read(LENGTH.size)) == LENGTH.size:
        head = json.loads(source.read(LENGTH.unpack(prefix)[0]))
        content = source.read(LENGTH.unpack(source.read(LENGTH.size))[0])
        # If the parent is gone, nobody kills a hanging page: the alarm ends the process by itself.
        signal.setitimer(signal.ITIMER_REAL, head.pop("seconds") + 5)
        request = Request(content=content, **head)
        extracted = read_pdf(request) if request.media_type.startswith("application/pdf") else read_markup(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _reply(target, json.dumps(asdict(extracted)).encode())


def _reply(target: BinaryIO, answer: bytes) -> None:
    target.write(LENGTH.pack(len(answer)) + answer)
    target.flush()
