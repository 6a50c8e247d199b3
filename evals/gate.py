"""The quality gate: runs tallybook on the project's own pages, scores it, and fails when a score fell below its floor.

    python evals/gate.py                       score all corpora and compare with evals/baseline.json
    python evals/gate.py --corpus sample       one of them: sample (src/tallybook/samples) or a folder of evals/gold
    python evals/gate.py --verbose             and say what went wrong
    python evals/gate.py --update              raise the floors to today's scores; refuses to lower one
    python evals/gate.py --update --allow-regression

The baseline also holds a digest of each corpus: changed pages or gold need an ``--update`` that a reviewer sees.
``--documents FILE --incidents FILE`` score lines made before, of one corpus.
Exit status: 0 all floors held, 1 a floor or the digest did not hold, 2 could not run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scoring import score

ROOT = Path(__file__).resolve().parents[1]
CORPORA = {
    "sample": ROOT / "src" / "tallybook" / "samples",
    "one": ROOT / "evals" / "gold" / "one",
    "two": ROOT / "evals" / "gold" / "two",
    "three": ROOT / "evals" / "gold" / "three",
}
"""The corpora: ``pages/`` and ``gold.json`` in each folder."""
BASELINE = Path(__file__).with_name("baseline.json")
SLACK = 0.5
"""Points that a score may lie under its floor: the program is deterministic, rounding and library updates are not."""
PROGRAM = [sys.executable, "-c", "from tallybook.cli import main; raise SystemExit(main())"]

Json = dict[str, Any]


def corpus_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all pages and the gold of a corpus."""
    digest = hashlib.sha256()
    for path in [*sorted((folder / "pages").iterdir()), folder / "gold.json"]:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def run(*arguments: str) -> str:
    """What the program prints; exit status 1 (some documents failed) is accepted.

    Raises:
        RuntimeError: the program could not run; the message holds the end of its error output.
    """
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in (0, 1):
        raise RuntimeError(f"tallybook {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def lines_of(text: str) -> list[Json]:
    """One object per line of JSONL."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def make_lines(corpus: Path) -> tuple[list[Json], list[Json]]:
    """Document lines and incident lines of a corpus' pages, from the program itself."""
    pages = str(corpus / "pages")
    documents = lines_of(run("extract", pages))
    with tempfile.TemporaryDirectory() as folder:
        register = str(Path(folder) / "sample.db")
        run("build", "--register", register, pages)
        return documents, lines_of(run("export", "--register", register, "--format", "jsonl"))


def compare(scores: dict[str, float], digest: str, baseline: Json) -> list[str]:
    """What does not hold, in words; empty when the gate is passed."""
    faults = []
    if baseline["corpus"] != digest:
        faults.append("the corpus has changed since the baseline was taken: run evals/gate.py --update and review")
    for name, floor in baseline["floors"].items():
        if scores.get(name, 0.0) < floor - SLACK:
            faults.append(f"{name} is {scores.get(name, 0.0):.2f}, its floor is {floor:.2f}")
    return faults


def lowered(scores: dict[str, float], floors: dict[str, float]) -> list[str]:
    """The floors that an update would lower."""
    return [
        f"{name}: {floor:.2f} to {scores.get(name, 0.0):.2f}"
        for name, floor in floors.items()
        if scores.get(name, 0) < floor
    ]


def updated(scores: dict[str, float], digest: str, baseline: Json, *, allow_regression: bool) -> Json:
    """The new baseline.

    Raises:
        ValueError: a floor would be lowered and nobody allowed it.
    """
    falls = lowered(scores, baseline.get("floors", {}))
    if falls and not allow_regression:
        raise ValueError("this would lower floors (say --allow-regression if it must be):\n  " + "\n  ".join(falls))
    return {"corpus": digest, "floors": scores}


def main(arguments: list[str] | None = None) -> int:
    """Runs the gate; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", choices=CORPORA)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--incidents", type=Path)
    chosen = parser.parse_args(arguments)
    names = [chosen.corpus] if chosen.corpus else list(CORPORA)
    try:
        if chosen.documents and chosen.incidents:
            read = lines_of(chosen.documents.read_text("utf-8")), lines_of(chosen.incidents.read_text("utf-8"))
            names, made = names[:1], {names[0]: read}
        else:
            made = {name: make_lines(CORPORA[name]) for name in names}
    except (RuntimeError, OSError, ValueError) as error:
        sys.stderr.write(f"evals/gate.py: {error}\n")
        return 2
    return max(_judge(chosen, name, *made[name]) for name in names)


def _judge(chosen: argparse.Namespace, corpus: str, documents: list[Json], incidents: list[Json]) -> int:
    folder = CORPORA[corpus]
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    scores, faults = score(gold, documents, incidents)
    sys.stdout.write(f"{corpus}: {len(gold['documents'])} pages, {len(gold['incidents'])} incidents\n")
    if chosen.verbose:
        sys.stdout.write("".join(f"  {fault}\n" for fault in faults))
    sys.stdout.write("".join(f"{name:<18} {value:6.2f}\n" for name, value in scores.items()))
    held = json.loads(BASELINE.read_text("utf-8")) if BASELINE.exists() else {}
    baseline = held.get(corpus, {"corpus": "", "floors": {}})
    digest = corpus_digest(folder)
    if chosen.update:
        try:
            held[corpus] = updated(scores, digest, baseline, allow_regression=chosen.allow_regression)
        except ValueError as error:
            sys.stderr.write(f"evals/gate.py: {corpus}: {error}\n")
            return 1
        BASELINE.write_text(json.dumps(held, indent=2) + "\n", encoding="utf-8")
        return 0
    broken = compare(scores, digest, baseline)
    sys.stderr.write("".join(f"evals/gate.py: {corpus}: {fault}\n" for fault in broken))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
