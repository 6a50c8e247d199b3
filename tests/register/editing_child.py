"""Several who edit a register at once, each in a process of its own; what they were told is done is printed.

Arguments: the register, how many writers, how many edits by all, how many incidents there are. An edit counts one up:
it reads what stands, adds one to the number in it and writes that, and if somebody was faster it reads again. So a lost
update would leave a number too small.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from multiprocessing import get_context
from typing import Any

from tallybook.errors import RegisterConflict
from tallybook.model import Judgement, Link, Reason
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.testing import make_document, make_record

WAIT = 120.0
"""Seconds that a writer waits for a run of another, where there is one at a time."""
DOCUMENTS = 0.1
"""Share of the edits that write a document; the others decide on a pair."""


def pair_of(number: int) -> tuple[str, str]:
    """The two reports that stand for a pair."""
    return f"rep-{number:04}", f"rep-{number + 1:04}"


def decide(register: SqlRegister, writer: str, number: int) -> None:
    """Judge a pair anew, with a number one higher than that of the judgement that stands."""
    left, right = pair_of(number)
    seen = register.view().decision(left, right)
    count = 1 + (int(seen.reasons[0].outcome) if seen else 0)
    judgement = Judgement.SAME if count % 2 else Judgement.DIFFERENT
    reasons = (Reason(feature="count", outcome=str(count), weight=0.0),)
    given = Link(left=left, right=right, judgement=judgement, score=1.0, judge=writer, reasons=reasons)
    with register.writer() as opened:
        opened.decide(given, decided="2024-01-01T00:00:00+00:00", seen=seen)


def rewrite(register: SqlRegister, writer: str, number: int) -> None:
    """Store a document anew, with a number one higher than that in its text."""
    name = f"d{number:04}"
    with register.view() as view:
        document = view.document(name)
        assert document is not None
        seen = view.readings(document_id=name)
    count = int(document.text.split()[-1].rstrip(".")) + 1
    record = make_record(make_document(name, f"A bombing by {writer}, number {count}."))
    with register.writer(wait=WAIT) as opened:
        opened.begin_run(settings={}, codebook_hash="c", version="0", started="2024-01-01T00:00:00+00:00")
        try:
            assert opened.put_documents([record], seen=seen) == 1
        finally:
            opened.end_run(state="done", ended="2024-01-01T00:00:00+00:00", counts={})


def edit(address: str, writer: str, edits: int, incidents: int) -> dict[str, Any]:
    """What one writer did: how often which edit, how often it had to read again, and how long its edits took."""
    chance = random.Random(writer)  # noqa: S311  a test, no secret
    done: Counter[str] = Counter()
    conflicts, seconds = 0, []
    with open_register(address) as register:
        for _ in range(edits):
            number = min(int(chance.expovariate(8 / incidents)), incidents - 1)
            make = rewrite if chance.random() < DOCUMENTS else decide
            began = time.monotonic()
            while True:
                try:
                    make(register, writer, number)
                except RegisterConflict:
                    conflicts += 1
                else:
                    break
            seconds.append(time.monotonic() - began)
            done[f"{make.__name__} {number}"] += 1
    return {"done": done, "conflicts": conflicts, "seconds": seconds}


def main(address: str, writers: str, edits: str, incidents: str) -> None:
    share = int(edits) // int(writers)
    # Nothing is open yet that the children would share.
    with get_context("fork").Pool(int(writers)) as pool:
        tasks = [(address, f"w{number}", share, int(incidents)) for number in range(int(writers))]
        json.dump(pool.starmap(edit, tasks, chunksize=1), sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
