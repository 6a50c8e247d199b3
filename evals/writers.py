"""Several writers edit one register at once: is an edit lost, and how long does one take, with the waiting?

    python evals/writers.py                                              in a new file
    python evals/writers.py --register postgresql://server/empty         in an empty database

Each writer is a process of its own and opens the register as a person's program does. An edit counts one up: it reads
what stands, adds one to the number in it and writes that, and if somebody was faster it reads again. Most edits judge a
pair of reports, some store a document anew in a run of its own. So a lost edit would leave a number too small. The
aims are none lost of 5,000 edits by eight writers on 500 incidents, and 99 in 100 within a quarter of a second.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tallybook.errors import RegisterConflict
from tallybook.model import Judgement, Link, Reason
from tallybook.register import open_register
from tallybook.register.store import SqlRegister
from tallybook.testing import make_document, make_record

WAIT = 120.0
"""Seconds that a writer waits for a run of another, where there is one at a time."""
DOCUMENTS = 0.1
"""Share of the edits that store a document; the others decide on a pair."""
CROWDED = 8
"""How much more often the first incidents are edited than the average one, so that writers meet."""
WHEN = "2024-01-01T00:00:00+00:00"
RUN = {"settings": {}, "codebook_hash": "none", "version": "0", "started": WHEN}


def decide(register: SqlRegister, writer: str, number: int) -> None:
    """Judge a pair anew, with a number one higher than that of the judgement that stands."""
    left, right = f"rep-{number:04}", f"rep-{number + 1:04}"
    seen = register.view().judgement(left, right)
    count = 1 + (int(seen.reasons[0].outcome) if seen else 0)
    judgement = Judgement.SAME if count % 2 else Judgement.DIFFERENT
    reasons = (Reason(feature="count", outcome=str(count), weight=0.0),)
    given = Link(left=left, right=right, judgement=judgement, score=1.0, judge=writer, reasons=reasons)
    with register.writer() as opened:
        opened.decide(given, decided=WHEN, seen=seen)


def rewrite(register: SqlRegister, writer: str, number: int) -> None:
    """Store a document anew, with a number one higher than that in its text."""
    name = f"d{number:04}"
    with register.view() as view:
        document, seen = view.document(name), view.readings(document_id=name)
    count = 1 + (number_in(document.text) if document else 0)
    record = make_record(make_document(name, f"A bombing by {writer}, number {count}."))
    with register.writer(wait=WAIT) as opened:
        opened.begin_run(**RUN)
        try:
            opened.put_documents([record], seen=seen)
        finally:
            opened.end_run(state="done", ended=WHEN, counts={})


def number_in(text: str) -> int:
    """The number that a text ends with."""
    return int(text.rsplit(maxsplit=1)[-1].rstrip("."))


def edit(address: str, writer: str, edits: int, incidents: int) -> dict[str, Any]:
    """What one writer did: how often which edit, how often it had to read again, and how long its edits took."""
    chance = random.Random(writer)  # noqa: S311  a measurement, no secret
    done: Counter[str] = Counter()
    conflicts, seconds = 0, []
    with open_register(address) as register:
        for _ in range(edits):
            number = min(int(chance.expovariate(CROWDED / incidents)), incidents - 1)
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


def fill(address: str, incidents: int) -> None:
    """Put incidents of one report each into an empty register; one that holds anything is left alone."""
    with open_register(address, create=True) as register, register.writer() as writer:
        if any(register.view().counts().values()):
            sys.exit(f"{register.name}: holds something; give an empty database")
        writer.begin_run(**RUN)
        writer.put_documents(
            [make_record(make_document(f"d{number:04}", "A bombing, number 0.")) for number in range(incidents)]
        )
        writer.put_clusters([[report.id] for report in register.view().reports()])
        writer.end_run(state="done", ended=WHEN, counts={})


def stored(address: str) -> Counter[str]:
    """How often the register says that each edit was made."""
    with open_register(address) as register, register.view() as view:
        found = {f"decide {int(link.left[4:])}": int(link.reasons[0].outcome) for link in view.judgements()}
        found |= {f"rewrite {int(one.id[1:])}": number_in(one.text) for one in view.documents()}
    return +Counter(found)


def measure(address: str, *, writers: int, edits: int, incidents: int) -> dict[str, Any]:
    """The figures: edits that were told to be done, those that are not there, conflicts, and seconds."""
    fill(address, incidents)
    began = time.monotonic()
    # Nothing is open that the children would share.
    with get_context("fork").Pool(writers) as pool:
        tasks = [(address, f"w{number}", edits // writers, incidents) for number in range(writers)]
        told = pool.starmap(edit, tasks, chunksize=1)
    whole = time.monotonic() - began
    done = sum((one["done"] for one in told), Counter())
    there = stored(address)
    seconds = sorted(second for one in told for second in one["seconds"])
    return {
        "edits": done.total(),
        "lost": ((done - there) + (there - done)).total(),
        "conflicts": sum(one["conflicts"] for one in told),
        "median_ms": round(1000 * seconds[len(seconds) // 2], 1),
        "p99_ms": round(1000 * seconds[int(0.99 * len(seconds))], 1),
        "longest_ms": round(1000 * seconds[-1], 1),
        "per_second": round(done.total() / whole),
    }


def main() -> None:
    """Measure, and print the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--register", help="an empty database, or a file that is not there; without it, one in a temporary folder"
    )
    asked.add_argument("--writers", type=int, default=8)
    asked.add_argument("--edits", type=int, default=5000)
    asked.add_argument("--incidents", type=int, default=500)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        address = given.register or str(Path(folder) / "my.db")
        figures = measure(address, writers=given.writers, edits=given.edits, incidents=given.incidents)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
