"""Builds a register in a process of its own, which tests kill; what is acknowledged is printed at once.

Arguments: the register, a JSON file of texts, and where to die: the name of a method and the number of its call.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

from simple_stages import SIMPLE

from tallybook.pipeline import build
from tallybook.read.archive import PageArchive
from tallybook.register.writer import SqlWriter


def die_at(name: str, number: int) -> None:
    owner: type = PageArchive if hasattr(PageArchive, name) else SqlWriter
    method: Callable[..., object] = getattr(owner, name)
    calls = 0

    def counted(*args: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return method(*args, **options)

    setattr(owner, name, counted)


def tell(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main(register: str, texts: str, name: str = "", number: str = "0") -> None:
    if name:
        die_at(name, int(number))
    build(register, [texts], stages=SIMPLE, progress=lambda done, _: tell(done))
    tell("finished")


if __name__ == "__main__":
    main(*sys.argv[1:])
