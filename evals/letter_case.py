"""Reads evaluation packs in capitals and in small letters, beside the texts as printed: no figure may hang on case.

    python evals/letter_case.py --packs $EVALS               counts and geo
    python evals/letter_case.py --packs $EVALS --only geo    one of them

``$EVALS`` is the folder of the packs' scorers (the one with ``run.py``). Offsets are those of the texts as printed,
since letters are changed one by one. Exit status: 0 every figure within two points, 1 one is not, 2 could not run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from framing import CASES

PROGRAM = Path(sys.executable).with_name("tallybook")
PACKS = ("counts", "geo")
FIELDS = ("text", "title")
LOSS = 0.02
"""What a figure without case may lie below the same figure of the texts as printed."""
LOWER_IS_BETTER = "invented"
COUNTED = "documents"
"""The key of a scorer's last line that is no figure."""

Figures = Mapping[str, float]


def figures_of(line: str) -> dict[str, float]:
    """The figures of a scorer's last line: ``counts documents=663 family=0.866``."""
    pairs = (part.split("=") for part in line.split()[1:])
    return {key: float(value) for key, value in pairs if key != COUNTED}


def losses(mixed: Figures, other: Figures) -> dict[str, float]:
    """The figures that lie further below those of the texts as printed than is allowed, and by how much."""
    found = {key: (other[key] - value) * (-1 if LOWER_IS_BETTER in key else 1) for key, value in mixed.items()}
    return {key: apart for key, apart in found.items() if round(apart, 3) < -LOSS}


def changed(source: Path, target: Path, change: Callable[[str], str]) -> None:
    """A pack's input with the letters of its texts changed, as lines of JSON."""
    with gzip.open(source, "rt", encoding="utf-8") as lines, target.open("w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line)
            row |= {field: change(row[field]) for field in FIELDS if row.get(field)}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(folder: Path, pack: str) -> dict[str, dict[str, float]]:
    """The figures of a pack for each case."""
    source = folder.parent / "data" / pack / "input.jsonl.gz"
    environment = {**os.environ, "TALLYBOOK": str(PROGRAM)}
    made = {}
    with tempfile.TemporaryDirectory() as kept:
        for case, change in CASES.items():
            texts = Path(kept) / f"{case}.jsonl"
            changed(source, texts, change)
            command = [sys.executable, str(folder / f"{pack}.py"), "--input", str(texts), "--boot", "0"]
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)  # noqa: S603
            made[case] = figures_of(done.stdout.strip().splitlines()[-1])
    return made


def table(pack: str, made: Mapping[str, Figures]) -> list[str]:
    """One line for each figure: its value in each case, and a mark where it hangs on case."""
    lines = [f"| {pack} | {' | '.join(made)} |", "| --- |" + " --- |" * len(made)]
    wrong = {case: losses(made["mixed"], figures) for case, figures in made.items()}
    for key in made["mixed"]:
        cells = [f"{figures[key]:.3f}{'!' if key in wrong[case] else ''}" for case, figures in made.items()]
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return lines


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the tables and says whether a figure hangs on case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", type=Path, required=True)
    parser.add_argument("--only", choices=PACKS)
    arguments = parser.parse_args(argv)
    packs = [arguments.only] if arguments.only else PACKS
    if not all((arguments.packs / f"{pack}.py").exists() for pack in packs):
        sys.stderr.write(f"{arguments.packs} holds no scorers of {', '.join(packs)}\n")
        return 2
    held = True
    for pack in packs:
        made = read(arguments.packs, pack)
        held = held and not any(losses(made["mixed"], figures) for figures in made.values())
        sys.stdout.write("\n".join([*table(pack, made), "", ""]))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
