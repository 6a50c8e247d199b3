"""Measures tallybook and prints the table of docs/benchmarks.md.

    python evals/bench.py                            the sample corpus, demo, --help
    python evals/bench.py --packs $EVALS             and the evaluation packs
    python evals/bench.py --texts texts.jsonl        and speed and memory of a whole build on one core
    python evals/bench.py --fresh                    and set-up and demo in a fresh clone

``$EVALS`` is the folder of the packs' scorers (the one with ``run.py``). Run it with the Python of ``.venv``, on a
machine that does nothing else. Every row names the command that gives its figure by hand.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).with_name("tallybook")
MIB = 1024
"""Kilobytes in the unit that memory is given in; the kernel counts kilobytes."""
REPEATS = 5
"""How often short commands are timed; the median is given."""

Json = dict[str, Any]


class Asked(NamedTuple):
    """One row: what is asked, in which pack, under which key of its figures, and the least that will do."""

    what: str
    pack: str
    key: str
    least: str


ASKED = (
    Asked("seeds: overall, of 100", "seeds", "overall", "92"),
    Asked("seeds: incidents", "seeds", "incidents", "85"),
    Asked("seeds: figures", "seeds", "figures", "90"),
    Asked("seeds: dates", "seeds", "dates", "95"),
    Asked("seeds: merges", "seeds", "merges", "90"),
    Asked("seeds: tallies", "seeds", "tallies", "90"),
    Asked("seeds: traps", "seeds", "traps", "95"),
    Asked("seeds: evidence", "seeds", "evidence", "100"),
    Asked("muc4 tst12: GTT F1, of 100", "muc4", "GTT exact", "54"),
    Asked("muc4 tst12: REE F1", "muc4", "CEAF-REE", "56"),
    Asked("muc4 tst12: full-slot F1", "muc4", "full, 16 slots", "55"),
    Asked("counts: `killed_exact`", "counts", "killed_exact", ".86"),
    Asked("counts: `killed_exact_single_figure`", "counts", "killed_exact_single_figure", ""),
    Asked("counts: `killed_in_range`", "counts", "killed_in_range", ".93"),
    Asked("counts: share of these with an open end", "counts", "killed_range_open", ""),
    Asked("counts: `killed_invented`", "counts", "killed_invented", "≤ .01"),
    Asked("counts: `injured_exact`", "counts", "injured_exact", ".86"),
    Asked("counts: `injured_invented`", "counts", "injured_invented", "≤ .01"),
    Asked("counts: event family", "counts", "family", ".85"),
    Asked("counts: perpetrator", "counts", "perpetrator", ".75"),
    Asked("counts: country", "counts", "country", ".95"),
    Asked("counts: within 161 km", "counts", "acc161", ".80"),
    Asked("counts: date within a day, where stated", "counts", "date_1day", ".90"),
    Asked("geo (GeoVirus): recognition F1", "geo", "geovirus_f1", ".92"),
    Asked("geo (GeoVirus): within 161 km, of found", "geo", "geovirus_acc161_found", ".92"),
    Asked("geo (GeoVirus): end-to-end recall", "geo", "geovirus_e2e_recall161", ".78"),
    Asked("geo (LGL): recognition F1", "geo", "lgl_f1", ""),
    Asked("geo (LGL): within 161 km, of found", "geo", "lgl_acc161_found", ""),
    Asked("geo (LGL): end-to-end recall", "geo", "lgl_e2e_recall161", ""),
    Asked("linking: `b3_f1`", "linking", "b3_f1", ".92"),
    Asked("linking: `b3_p`", "linking", "b3_p", ".96"),
    Asked("linking: `pair_f1`", "linking", "pair_f1", ".80"),
    Asked("linking: `killed_exact` after merging", "linking", "killed_exact", ".88"),
    Asked("linking: `injured_exact` after merging", "linking", "injured_exact", ".85"),
    Asked("linking: date within a day", "linking", "date_1day", ".92"),
    Asked("linking: town within 50 km", "linking", "city_50km", ".88"),
    Asked("html: `body_f1`", "html", "body_f1", ".96"),
    Asked("html: `date_accuracy`", "html", "date_accuracy", ".91"),
)
CODEBOOKS = {"muc4": "muc4"}
"""Packs that count by another codebook than the default."""


def row(what: str, least: str, reached: str, command: str) -> None:
    """One line of the table, printed at once."""
    sys.stdout.write(f"| {what} | {least} | {reached} | `{command}` |\n")
    sys.stdout.flush()


def packs(folder: Path) -> None:
    """The figures of the evaluation packs, and whether every line that was printed fits its schema."""
    with tempfile.TemporaryDirectory() as kept:
        for codebook in (None, *CODEBOOKS.values()):
            names = [name for name in dict.fromkeys(one.pack for one in ASKED) if CODEBOOKS.get(name) == codebook]
            figures = _run_packs(folder, names, codebook, Path(kept))
            prefix = f"TALLYBOOK_CODEBOOK={codebook} " if codebook else ""
            for one in ASKED:
                if one.pack in names:
                    command = f"{prefix}python $EVALS/run.py --packs {one.pack}"
                    row(one.what, one.least, figures[one.pack].get(one.key, "–"), command)
        lines, unfit = _validated(Path(kept))
        row(
            "lines of all packs that fit their schema",
            "all",
            f"{lines - unfit} of {lines}",
            "tallybook schema document",
        )


def _run_packs(folder: Path, names: list[str], codebook: str | None, kept: Path) -> dict[str, dict[str, str]]:
    environment = {**os.environ, "TALLYBOOK": str(PROGRAM), **({"TALLYBOOK_CODEBOOK": codebook} if codebook else {})}
    results = kept / "results.json"
    command = [sys.executable, folder / "run.py", "--packs", ",".join(names), "--keep", kept, "--json", results]
    subprocess.run([*map(str, command)], env=environment, check=True, stdout=sys.stderr)  # noqa: S603
    figures = {one["pack"]: one["figures"] for one in json.loads(results.read_text("utf-8"))}
    for name in names:
        detailed = _detailed((kept / name / "report.txt").read_text("utf-8"))
        sure = {key: value for key, value in detailed.items() if "(" in value}
        figures[name] = {**detailed, **figures[name], **sure}
    return figures


def _detailed(report: str) -> dict[str, str]:
    """The figures of a scorer's report by name, with their 95 % intervals; parts of a pack stand before the name."""
    found: dict[str, str] = {}
    part = ""
    for line in report.splitlines():
        if re.fullmatch(r"[a-z]\w*", line):
            part = f"{line}_"
        elif one := re.match(r" +(\w+) +([\d.]+) +\[([\d.]+), ([\d.]+)\]", line):
            found[part + one[1]] = f"{one[2]} ({one[3]} to {one[4]})"
        elif one := re.match(r"(.+?)(?: \(.*\))? +[\d.]+ +[\d.]+ +([\d.]+) +([\d.]+) - ([\d.]+)$", line):
            found[one[1]] = f"{one[2]} ({one[3]} to {one[4]})"
        elif one := re.match(r"(\w+) +[\d.]+ +([\d.]+)$", line):
            found[one[1]] = one[2]
    return found


def _validated(kept: Path) -> tuple[int, int]:
    """How many lines there are, and how many do not fit."""
    import jsonschema  # noqa: PLC0415

    lines = unfit = 0
    for path in sorted(kept.glob("*/*.jsonl")):
        kind = "incident" if path.stem == "incidents" else "geocode" if path.parent.name == "geo" else "document"
        schema = subprocess.run([PROGRAM, "schema", kind], capture_output=True, check=True)  # noqa: S603
        validator = jsonschema.Draft202012Validator(json.loads(schema.stdout))
        for line in path.read_text("utf-8").splitlines():
            lines += 1
            unfit += not validator.is_valid(json.loads(line))
    return lines, unfit


def speed(texts: Path) -> None:
    """A whole build on one core: documents a second and the most memory it held."""
    documents = sum(1 for line in texts.open(encoding="utf-8") if line.strip())
    with tempfile.TemporaryDirectory() as folder:
        command = [str(PROGRAM), "build", "--jobs", "1", "--register", f"{folder}/speed.db", str(texts)]
        wall, cpu, memory = _measured(command, core=min(os.sched_getaffinity(0)))
    shown = f"taskset -c 0 /usr/bin/time -v tallybook build --jobs 1 --register speed.db {texts.name}"
    reached = f"{documents / wall:.0f} ({documents / cpu:.0f} by CPU time)"
    row(f"speed: documents/s, all stages to the register, {documents} texts, one core", "60", reached, shown)
    row("memory of the same run, MiB", "< 600", f"{memory / MIB:.0f}", shown)


def _measured(command: list[str], *, core: int | None = None) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds and the largest resident size in kilobytes.

    Raises:
        RuntimeError: the command failed.
    """
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
    finally:
        os.sched_setaffinity(0, before)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit status {child.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss


def own() -> None:
    """What needs nothing but this repository."""
    for corpus, held in json.loads((ROOT / "evals" / "baseline.json").read_text("utf-8")).items():
        command = ["evals/gate.py", "--corpus", corpus]
        done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        scores = dict(line.split() for line in done.stdout.splitlines()[1:])
        for name in ("overall", "reports_f1", "killed", "when", "where", "traps", "evidence"):
            floor = f"floor {held['floors'][name]:g}"
            row(f"corpus {corpus}: {name}, of 100", floor, scores[name], f"python {' '.join(command)}")
    with tempfile.TemporaryDirectory() as folder:
        wall, _, _ = _measured([str(PROGRAM), "demo", "--output", f"{folder}/demo"])
    row("the demo, s", "< 30", f"{wall:.1f}", "time tallybook demo")
    runs = [_measured([str(PROGRAM), "--help"]) for _ in range(REPEATS)]
    wall, cpu = (statistics.median(one[place] for one in runs) for place in (0, 1))
    row("`tallybook --help`, s", "< 0.4", f"{wall:.2f} ({cpu:.2f} of CPU time)", "time tallybook --help")


def missed() -> None:
    """How often the interval of an estimate holds the truth, in worlds of a known size."""
    for number in ("2", "3", "4"):
        command = ["evals/missed.py", "--lists", number]
        done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        held = done.stdout.split()[-4]
        row(f"missed: 95 % interval holds the truth, {number} lists", "90 %", held, f"python {' '.join(command)}")


def tallies() -> None:
    """How long a tally over a million invented incidents takes."""
    command = ["evals/tallies.py"]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    found = dict(part.split("=") for part in done.stdout.splitlines()[-1].replace(",", "").split() if "ms" in part)
    row("tally over 1,000,000 incidents, p95 of processor time", "< 300 ms", found["p95"], "python evals/tallies.py")


def fresh() -> None:
    """Set-up and demo as a newcomer has them, with what pip has in its cache."""
    with tempfile.TemporaryDirectory() as folder:
        clone = f"{folder}/tallybook"
        _measured(["git", "clone", "-q", str(ROOT), clone])
        for target, what, least in (
            ("setup", "set-up in a fresh clone, s", "< 180"),
            ("demo", "`make demo` after it, s", "< 30"),
        ):
            wall, _, _ = _measured(["make", "-C", clone, target])
            row(what, least, f"{wall:.0f}", f"time make {target}")


def steps(chosen: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    """What was asked for, one part after the other."""
    if chosen.packs:
        yield "packs", lambda: packs(chosen.packs)
    if chosen.texts:
        yield "speed", lambda: speed(chosen.texts)
    yield "own", own
    yield "missed", missed
    yield "tallies", tallies
    if chosen.fresh:
        yield "fresh", fresh


def main() -> int:
    """Prints the table; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", type=Path, help="folder of the packs' scorers")
    parser.add_argument("--texts", type=Path, help="a JSONL file of texts to measure speed with")
    parser.add_argument(
        "--fresh", action="store_true", help="also set up in a fresh clone; needs what make setup needs"
    )
    chosen = parser.parse_args()
    sys.stdout.write("| what | at least | reached | command |\n| --- | --- | --- | --- |\n")
    failed = False
    for name, step in steps(chosen):
        try:
            step()
        except (OSError, ValueError, KeyError, RuntimeError, subprocess.CalledProcessError) as error:
            failed = True
            sys.stderr.write(f"evals/bench.py: {name}: {error}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
