"""A made-up stream of reports for measuring linking at size: invented towns, people and outlets, marked as synthetic.

    python evals/stream.py --reports 10000 100000 1000000
    python evals/stream.py --reports 1000000 --more 300 --register stream.db

prints how long linking the whole stream takes, how fast that grows, how much memory it needs, how good the result is
(pairs against the truth of the stream), and how long one new report takes. A register that an earlier run kept is not
made again: only more reports are linked into it. Each incident is told by one to eight
outlets, with a share of fields left open, tolls that are corrected, days that differ by one; look-alikes are an
incident's own town, kind and actor again within days, and the neighbour town on the same day.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tallybook.link import Linking, link_stream
from tallybook.link.background import Background
from tallybook.link.incremental import link_into
from tallybook.model import Actor, Claim, Code, Count, Document, PartialDate, Place, Report, Span, Target, Value, Weapon
from tallybook.register import open_register

SYLLABLES = ["ba", "ce", "do", "fi", "gu", "ha", "ko", "li", "mo", "nu", "pa", "ri", "so", "ta", "ve", "wa", "yo", "za"]
TYPES = ("bombing", "armed_assault", "targeted_killing", "shelling", "kidnapping", "arson", "air_strike", "armed_clash")
SITES = ("market", "mosque", "school", "checkpoint", "bus", "hospital", "police station", "bridge", "farm", "hotel")
ARMS = ("vehicle_bomb", "firearm", "rocket", "grenade", "knife")
VOCABULARY = 8000
"""Words of the stream, the n-th with a share of 1 / n (Zipf)."""
DETAILS, TOLD_DETAILS, COMMON = 24, 7, 45
"""Words that belong to one incident, those of them in one account, and other words in it."""
TOWNS, PROVINCES, ACTORS, OUTLETS = 4000, 160, 40, 300
PER_DAY = 60
"""Incidents that begin on one day of the stream."""
AGO = 180
"""Incidents before it after which a look-alike in the same town follows: three days."""
FIRST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Happening:
    """One incident as it was."""

    number: int
    day: date
    town: int
    kind: str
    site: str
    arm: str
    actor: int
    killed: int
    injured: int
    victim: str
    details: tuple[str, ...]


def name(number: int, parts: int) -> str:
    """An invented name."""
    made = ""
    for _ in range(parts):
        number, at = divmod(number, len(SYLLABLES))
        made += SYLLABLES[at]
    return made.capitalize()


def words(draw: random.Random, many: int) -> list[str]:
    """Invented words, common ones often."""
    return [name(int(math.exp(draw.random() * math.log(VOCABULARY))), 4).lower() for _ in range(many)]


def happenings(draw: random.Random) -> Iterator[Happening]:
    """Incidents in order of their days, every fourth a look-alike of one before."""
    number = 0
    recent: list[Happening] = []
    while True:
        day = FIRST + timedelta(days=number // PER_DAY)
        like = recent[0] if number % 4 == 3 and len(recent) == AGO else None
        town = draw.randrange(TOWNS)
        if like is not None:
            town = like.town if number % 8 == 3 else (recent[-1].town + 1) % TOWNS
            like = like if number % 8 == 3 else recent[-1]
        made = Happening(
            number, day, town, like.kind if like else draw.choice(TYPES), draw.choice(SITES),
            like.arm if like else draw.choice(ARMS),
            like.actor if like else min(int(draw.expovariate(0.2)), ACTORS - 1),
            int(draw.paretovariate(0.9)) - 1, int(draw.paretovariate(0.8)) - 1,
            f"{name(draw.randrange(10**4), 3)} {name(draw.randrange(10**6), 4)}", tuple(words(draw, DETAILS)),
        )  # fmt: skip
        yield made
        recent = [*recent[-AGO + 1 :], made]
        number += 1


def tell(happened: Happening, document_id: str, draw: random.Random) -> tuple[Document, Report]:
    """One outlet's account of it: some fields left open, some a little off."""
    published = happened.day + timedelta(days=min(int(draw.expovariate(0.8)), 20))
    town, area = name(happened.town + 7777, 3), f"P{happened.town % PROVINCES}"
    killed = max(happened.killed + (draw.choice((-1, 1, 2)) if draw.random() < 0.2 else 0), 0)
    said = words(draw, COMMON) + draw.sample(happened.details, TOLD_DETAILS)
    draw.shuffle(said)
    victim = happened.victim if draw.random() < 0.4 else ""
    text = (
        f"[synthetic] {' '.join(said[:15])} a {happened.kind.replace('_', ' ')} at the {happened.site} in {town} "
        f"killed {killed} and injured {happened.injured}. {' '.join(said[15:30])} {victim} {' '.join(said[30:])}."
    )
    span = (Span(start=0, end=11, text=text[:11]),)
    report_id = f"rep-{document_id}"
    values: list[tuple[str, Value]] = [("event_type", Code(code=happened.kind))]
    if draw.random() < 0.85:
        day = happened.day + timedelta(days=draw.choice((-1, 1)) if draw.random() < 0.08 else 0)
        stated = f"{day:%d %B %Y}" if draw.random() < 0.5 else f"on {day:%A}"
        values.append(("when", PartialDate(start=day, end=day, precision="day", text=stated)))
    if draw.random() < 0.85:
        column, line = divmod(happened.town, 63)
        place = Place(
            country=f"X{happened.town % 20}", admin1=area, place=town, lat=-40 + line * 1.2, lon=-80 + column * 1.2,
            precision="place", geonames_id=10**7 + happened.town,
        )  # fmt: skip
        values.append(("where", place))
    elif draw.random() < 0.5:
        values.append(("where", Place(country=f"X{happened.town % 20}", admin1=area, precision="admin1")))
    if draw.random() < 0.6:
        values.append(("target", Target(name=f"{town} {happened.site}" if draw.random() < 0.3 else happened.site)))
    if victim:
        values.append(("target", Target(name=victim, kind="person")))
    if draw.random() < 0.5:
        values.append(("perpetrator", Actor(name=f"Group {happened.actor}", actor=f"group-{happened.actor}")))
    if draw.random() < 0.4:
        values.append(("weapon", Weapon(name=happened.arm, category=happened.arm)))
    if draw.random() < 0.8:
        values.append(("casualty", Count(outcome="killed", low=killed, best=killed, high=killed)))
    if draw.random() < 0.4:
        hurt = happened.injured
        values.append(("casualty", Count(outcome="injured", low=hurt, best=hurt, high=hurt)))
    claims = tuple(
        Claim(
            id=f"{report_id}-{at}", document_id=document_id, report_id=report_id, prop=prop, value=value, evidence=span
        )  # type: ignore[arg-type]  each value is of the kind its property asks
        for at, (prop, value) in enumerate(values)
    )
    when = PartialDate(start=published, end=published, precision="day")
    document = Document(
        id=document_id, text=text, title=f"{happened.kind} in {town}", published=when, published_basis="metadata",
        publisher=f"Outlet {draw.randrange(OUTLETS)}",
    )  # fmt: skip
    return document, Report(id=report_id, document_id=document_id, claims=claims)


def document_id(number: int) -> str:
    """The id of the document of this number."""
    return f"d{number:07d}"


def stream(reports: int, *, seed: int = 1) -> Iterator[tuple[int, Document, Report]]:
    """Documents of the stream with the number of the incident that each tells of."""
    draw = random.Random(seed)  # noqa: S311  a made-up stream, the same every time
    told = 0
    for happened in happenings(draw):
        for _ in range(min(1 + int(draw.expovariate(0.8)), 8)):
            if told == reports:
                return
            document, report = tell(happened, document_id(told), draw)
            yield happened.number, document, report
            told += 1


def measure(reports: int, *, jobs: int = 1, more: int = 0, kept: Path | None = None) -> dict[str, float]:
    """Linking a stream of this many reports: seconds (clock, processors), pairs' precision and recall, MiB.

    With ``more`` it is then put into a register, ``kept`` or one that goes again, and so many reports are linked into
    it one by one.
    """
    truth: dict[str, int] = {}

    def told() -> Iterator[tuple[Document, list[Report]]]:
        for number, document, report in stream(reports):
            truth[report.id] = number
            yield document, [report]

    made = _cpu()
    for _ in stream(reports):
        pass
    making = _cpu() - made
    begun, began = _cpu(), time.perf_counter()
    linking = link_stream(told(), jobs=jobs, keep=True)
    wall, seconds = time.perf_counter() - began - making, _cpu() - begun - making
    hit = sum(_pairs([truth[one] for one in members]) for members in linking.clusters)
    found = sum(math.comb(len(members), 2) for members in linking.clusters)
    sizes: dict[int, int] = {}
    for number in truth.values():
        sizes[number] = sizes.get(number, 0) + 1
    real = sum(math.comb(size, 2) for size in sizes.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peak += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024 if jobs > 1 else 0
    found_out = {
        "reports": reports, "seconds": round(wall, 1), "cpu": round(seconds, 1), "MiB": round(peak),
        "precision": round(hit / max(found, 1), 4), "recall": round(hit / max(real, 1), 4),
    }  # fmt: skip
    with linking, TemporaryDirectory() as folder:
        if not more:
            return found_out
        path = kept or Path(folder) / "stream.db"
        filed = put_into_register(linking, path)
        return found_out | {"filed_cpu": filed} | one_by_one(path, reports, more)


def put_into_register(linking: Linking, path: Path) -> float:
    """Put what was linked into a new register on disk; the seconds of processor time that it takes."""
    begun = _cpu()
    with open_register(path, create=True) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="1", started="2024-01-01T00:00:00")
        with writer.transaction():
            linking.put_into(writer.link_index())
            writer.put_links(linking.links)
            writer.put_clusters(linking.clusters)
    return round(_cpu() - begun, 1)


def one_by_one(path: Path, reports: int, more: int) -> dict[str, float]:
    """The milliseconds that each report after those of a register takes to be linked into it.

    Measured with links, incidents and commit; without reading the text, and without findings.
    """
    clock: list[float] = []
    cpu: list[float] = []
    with open_register(path) as register, register.writer() as writer:
        writer.begin_run(settings={}, codebook_hash="c", version="1", started="2024-01-01T00:00:00")
        with writer.transaction():
            index = writer.link_index()
            background = Background.unpack(index.background(), {})
            first = next(number for number in count(reports) if not index.filed_of([document_id(number)]))
        for _, document, report in islice(stream(first + more), first, None):
            begun, began = _cpu(), time.perf_counter()
            with writer.transaction():
                linked = link_into(index, [(document, [report])], documents=[document.id], background=background)
                writer.put_clusters(linked.clusters, of=linked.touched)
            clock.append((time.perf_counter() - began) * 1000)
            cpu.append((_cpu() - begun) * 1000)
    files = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm")]
    size = sum(one.stat().st_size for one in files if one.exists()) / 2**20
    return {
        "disk_MiB": round(size), "after": first, "one_more": more,
        "median_ms": round(median(cpu), 2), "p95_ms": round(sorted(cpu)[int(0.95 * more)], 2),
        "clock_median_ms": round(median(clock), 2), "clock_p95_ms": round(sorted(clock)[int(0.95 * more)], 2),
    }  # fmt: skip


def _cpu() -> float:
    """Seconds of processor time of this process and those it began: the machine is shared, and the clock lies."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _pairs(numbers: list[int]) -> int:
    return sum(math.comb(numbers.count(one), 2) for one in set(numbers))


def main() -> None:
    """Print one line of JSON per size, and the exponent of growth between the first and the last."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--more", type=int, default=0, help="reports to link one by one into what was linked")
    parser.add_argument("--register", type=Path, help="keep the register here, or go on with one that is")
    asked = parser.parse_args()
    if asked.register is not None and (len(asked.reports) > 1 or not asked.more):
        parser.error("--register: give one number with --reports, and --more")
    if asked.register is not None and asked.register.exists():
        sys.stdout.write(json.dumps(one_by_one(asked.register, asked.reports[0], asked.more)) + "\n")
        return
    sizes = asked.reports
    seconds = []
    for size in sizes:
        found = measure(size, jobs=asked.jobs, more=asked.more, kept=asked.register)
        seconds.append(found["cpu"])
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
    if len(sizes) > 1:
        growth = math.log(seconds[-1] / seconds[0]) / math.log(sizes[-1] / sizes[0])
        sys.stdout.write(json.dumps({"exponent": round(growth, 3)}) + "\n")


if __name__ == "__main__":
    main()
