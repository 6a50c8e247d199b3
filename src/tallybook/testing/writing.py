"""A run opened and closed around what a test writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tallybook.register import Register, Writer

STARTED = "2024-01-01T00:00:00+00:00"
ENDED = "2024-01-01T00:01:00+00:00"

OpenStore = Callable[[], Register]


@contextmanager
def writing(register: Register) -> Iterator[Writer]:
    """A writer with a run open, which is done at the end."""
    with register.writer() as writer:
        writer.begin_run(settings={"codebook": "default"}, codebook_hash="c0de", version="0", started=STARTED)
        yield writer
        writer.end_run(state="done", ended=ENDED, counts={"documents": 1})
