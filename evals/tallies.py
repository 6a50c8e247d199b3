"""How long does a tally over a million incidents take? A register of invented ones, asked thirty questions.

    python evals/tallies.py                      1,000,000 incidents; fails over 300 ms in 95 of 100 questions
    python evals/tallies.py --incidents 100000   fewer
    python evals/tallies.py --register made.db   keep the register, or ask one that was made before
    python evals/tallies.py --register postgresql://server/database

The incidents are synthetic and say so: their places are invented ("Synthetic town 17"), their ids begin with
``inc-synthetic``, and there are no documents behind them. They are written as facts, as a build writes them. Each
question is asked several times of a view of its own: ``first`` is the time of a question that has to read the columns
from the register, the others find them in memory, as in a notebook or a server.

Exit status: 0 fast enough, 1 not.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tallybook.answer import make_query, tally
from tallybook.model import Facts, Range
from tallybook.register import open_register
from tallybook.register.fact_columns import _LOADED

ASKED = 0.3
"""Seconds that a question may take, in 95 of 100."""
FIRST_YEAR, YEARS = 2010, 15
TYPES = ("bombing", "armed_assault", "shelling", "air_strike", "kidnapping", "arson", "siege", "other")
ACTORS = tuple(f"synthetic-group-{number}" for number in range(200))
PARENTS = {f"synthetic-group-{number}": f"synthetic-group-{number // 10}" for number in range(10, 200)}
TARGETS = ("religious", "police", "military", "commercial", "residence", "education", "medical")
SOURCES = tuple(f"Synthetic Courier {number}" for number in range(300))

WINDOWS: tuple[dict[str, Any], ...] = (
    {},
    {"since": "2020", "until": "2022"},
    {"since": "2022-03", "until": "2022-06-17"},
)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"country": "XA"},
    {"event_type": ["bombing", "shelling"]},
    {"actor": "synthetic-group-1"},
    {"actor": "synthetic-group-1", "branches": False, "country": ["XB", "XC"]},
    {"target": "religious", "stage": "accomplished"},
    {"place": "Synthetic town 17"},
    {"source": "Synthetic Courier 3", "independent": 2},
    {"killed": 10, "independent": 3},
    {"event_type": "bombing", "actor": "synthetic-group-2", "target": "police", "review": "unreviewed"},
)
BY = ("month", "week", "type", "actor", "country", "year", "place", "admin1", "quarter", "target")
COMPARE = (None, "year-earlier", "previous-period")


def invented(number: int) -> Iterator[Facts]:
    """So many incidents, the same each time."""
    rng = random.Random(20261128)  # noqa: S311  no secret
    for at in range(number):
        day = date(FIRST_YEAR, 1, 1) + timedelta(days=rng.randrange(365 * YEARS))
        town = int(rng.random() ** 3 * 20_000)
        width = 0 if rng.random() < 0.85 else rng.choice((2, 6, 30, 364))
        yield Facts(
            incident_id=f"inc-synthetic-{at:07}",
            first=day if rng.random() < 0.98 else None,
            last=day + timedelta(days=width),
            event_types=tuple(rng.sample(TYPES, 1 if rng.random() < 0.8 else 2)),
            stage="accomplished" if rng.random() < 0.9 else rng.choice(("attempted", "threatened")),
            country=f"X{chr(65 + town % 26)}",
            admin1=f"Synthetic province {town % 400}" if rng.random() < 0.9 else None,
            place=f"Synthetic town {town}" if rng.random() < 0.8 else None,
            actors=tuple(rng.sample(ACTORS, 1)) if rng.random() < 0.6 else (),
            targets=tuple(rng.sample(TARGETS, rng.choice((1, 1, 2)))) if rng.random() < 0.5 else (),
            sources=tuple(rng.sample(SOURCES, rng.choice((1, 1, 1, 2, 4)))),
            killed=_figure(rng, 0.7),
            injured=_figure(rng, 0.4),
            independent=rng.choice((1, 1, 1, 2, 3)),
            told=day + timedelta(days=width + rng.choice((0, 1, 1, 2, 9))),
        )


def _figure(rng: random.Random, stated: float) -> Range:
    if rng.random() > stated:
        return Range()
    low = int(rng.expovariate(0.2))
    best = low + rng.choice((0, 0, 0, 1, 5))
    return Range(low=low, best=best, high=None if rng.random() < 0.1 else best + rng.choice((0, 0, 3)))


def questions() -> list[tuple[str, dict[str, Any], str | None]]:
    """Thirty: each filter with each window, grouped and compared in turn."""
    made = [(window, asked) for window in WINDOWS for asked in FILTERS]
    return [(BY[at % len(BY)], {**window, **asked}, COMPARE[at // 2 % 3]) for at, (window, asked) in enumerate(made)]


def ask(register: Any, by: str, asked: dict[str, Any], compare: str | None) -> tuple[float, float]:
    """Seconds that one question takes, from the opening of a view to the table: by the clock, and of the processor."""
    started, busy = time.perf_counter(), time.process_time()
    with register.view() as view:
        tally(view, make_query(**asked), by=by, compare=compare, parents=PARENTS)
    return time.perf_counter() - started, time.process_time() - busy


def spread(times: list[float]) -> str:
    """Median, 95th percentile and maximum in milliseconds."""
    ranked = sorted(times)
    found = (ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)], ranked[-1])
    return " ".join(f"{name}={value * 1000:.0f}ms" for name, value in zip(("p50", "p95", "max"), found, strict=True))


def main() -> int:
    """Print what was measured; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--register", default="")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_register(given.register or Path(folder) / "synthetic.db", create=True) as register,
    ):
        if register.view().facts() is None:
            started = time.perf_counter()
            with register.writer() as writer:
                writer.put_facts(invented(given.incidents))
            print(f"{given.incidents} synthetic incidents written in {time.perf_counter() - started:.0f} s")  # noqa: T201
        first = []
        for one in questions()[:5]:
            _LOADED.clear()
            first.append(ask(register, *one))
        asked = [(one, ask(register, *one)) for one in questions() for _ in range(given.rounds)]
    print(f"first question of a process, reading the columns: {spread([clock for clock, _ in first])}")  # noqa: T201
    slowest = max(asked, key=lambda one: one[1][1])[0]
    print(f"slowest: {slowest}")  # noqa: T201
    clock, busy = ([one[1][at] for one in asked] for at in (0, 1))
    print(f"tallies questions=30 {spread(clock)}, of processor time {spread(busy)}")  # noqa: T201
    return 0 if sorted(clock)[int(len(clock) * 0.95)] <= ASKED else 1


if __name__ == "__main__":
    sys.exit(main())
