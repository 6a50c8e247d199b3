"""Fits the scale on which the profile muc4 weighs whether a story counts, and prints what it gains in five folds.

    python evals/train_keeping.py --packs $EVALS     writes src/tallybook/codebook/keeping/muc4.yaml

``$EVALS`` is the folder of the packs' scorers (the one with ``run.py``); their data stand beside it. A story is a good
one where the scorer aligns its template with one of the gold of the development set. The traits are codes, counts and
grammar (``extract/traits.py``), never words, so that the scale learns no names of places or people.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.export.contract import document_line
from tallybook.extract.emit import Emitter
from tallybook.extract.patterns import Reading, told_stories
from tallybook.extract.profile import counts
from tallybook.extract.traits import Telling, traits_of
from tallybook.model import Mention, Page
from tallybook.pipeline import default_stages
from tallybook_gazetteer import Gazetteer

PROFILE = "muc4"
SCALE = Path(__file__).resolve().parents[1] / "src/tallybook/codebook/keeping/muc4.yaml"
FOLDS = 5
RIDGE = 12.0
"""How strongly weights are drawn to nothing."""
SEEN = 8
"""A trait of fewer stories has no weight."""
LEAST = 0.03
"""Weights nearer to nothing are left out."""
THRESHOLD = 0.3
"""Chosen in five folds of the development set, parts weighed too: 0.25 to 0.35 reach the same, GTT is best at 0.3."""
HEAD = """\
# The scale on which the profile muc4 weighs whether a story counts. Made by evals/train_keeping.py from the development
# set of the task of 1992: no trait is a word of a text (see extract/traits.py). Do not edit.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One story: its document, its traits, its template, and whether the gold has it."""

    document: str
    traits: frozenset[str]
    template: dict[str, Any]
    good: bool


def rows_of(packs: Path, scorer: Any) -> tuple[list[dict[str, Any]], list[Row]]:
    """The gold, and every story of the development set that the profile's plain rules let through."""
    folder = packs.parent / "data" / "muc4"
    gold = scorer.read_lines(str(folder / "gold_dev.jsonl.gz"))
    templates = {one["id"]: one["templates"] for one in gold}
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / "input.jsonl"
        plain.write_bytes(gzip.decompress((folder / "input_dev.jsonl.gz").read_bytes()))
        return gold, [row for made in _read(plain, scorer) for row in _judged(*made, templates, scorer)]


def _read(plain: Path, scorer: Any) -> Iterator[tuple[str, list[tuple[frozenset[str], dict[str, Any]]]]]:
    """Each document's id with the traits and the template of its stories."""
    codebook, actors, gazetteer = load_codebook(PROFILE), load_actors(), Gazetteer.open()
    stages = default_stages()
    for page in stages.read_pages([str(plain)]):
        document = stages.read_document(page)[0] if isinstance(page, Page) else None
        if document is None:
            continue
        reading = Reading(document, actors=actors, gazetteer=gazetteer, language="en")
        stories = told_stories(reading, codebook)
        telling = Telling.of(document, reading.sentences, stories)
        traits: dict[str, frozenset[str]] = {}
        mentions: list[Mention] = []
        for rank, story in enumerate(stories):
            if counts(story, codebook=codebook, document=document):
                emitter = Emitter(document, story, reading.sentences, reading.reader)
                traits[emitter.report] = frozenset(traits_of(rank, telling, codebook))
                mentions += emitter.mentions()
        line = document_line(document, stages.resolve(document, mentions))
        made = scorer.line_to_templates(line)[1]
        yield document.id, [
            (traits[report["report_id"]], one) for report, one in zip(line["reports"], made, strict=True)
        ]  # fmt: skip


def _judged(
    name: str, made: Sequence[tuple[frozenset[str], dict[str, Any]]], templates: dict[str, Any], scorer: Any
) -> Iterator[Row]:
    found = _aligned(templates[name], [one for _, one in made], scorer)
    for number, (traits, one) in enumerate(made):
        yield Row(name, traits, one, number in found)


def _aligned(gold: Sequence[Any], made: Sequence[Any], scorer: Any) -> set[int]:
    """The templates that the scorer's alignment pairs with one of the gold."""
    weights = [[_credit(one, other, scorer) for other in made] for one in gold]
    return {right for left, right in scorer.assign(weights) if weights[left][right]} if gold and made else set()


def _credit(gold: Any, made: Any, scorer: Any) -> float:
    cells = {slot: scorer.slot_counts(slot, gold, made) for slot in scorer.ALL_SLOTS}
    if not sum(cells["type"][:2]) or not any(sum(cells[slot][:2]) for slot in scorer.CONTENT):
        return 0.0
    return float(sum(cell[0] + cell[1] / 2 for cell in cells.values()))


def fold(name: str) -> int:
    """The fold of a document, by its name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % FOLDS


def fitted(rows: Sequence[Row]) -> tuple[dict[str, float], float]:
    """The weights of the traits and the bias: a logistic regression with a ridge, by Newton's steps."""
    often = Counter(trait for row in rows for trait in row.traits)
    names = sorted(trait for trait, times in often.items() if times >= SEEN)
    place = {trait: number for number, trait in enumerate(names)}
    table = np.zeros((len(rows), len(names) + 1))
    table[:, -1] = 1
    for number, row in enumerate(rows):
        table[number, [place[trait] for trait in row.traits if trait in place]] = 1
    good = np.array([row.good for row in rows], dtype=float)
    ridge = np.full(len(names) + 1, RIDGE)
    ridge[-1] = 1e-3
    weights = np.zeros(len(names) + 1)
    for _ in range(25):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (likely - good) + ridge * weights
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(names, map(float, weights[:-1]), strict=True)), float(weights[-1])


def likelihood(row: Row, scale: tuple[dict[str, float], float]) -> float:
    """How likely a story is a good one."""
    weights, bias = scale
    return float(1 / (1 + np.exp(-bias - sum(weights.get(trait, 0.0) for trait in row.traits))))


def report(gold: Sequence[Any], rows: Sequence[Row], scorer: Any) -> None:
    """What every story, and what the likely ones bring; each judged by a scale that never saw its document."""
    scales = [fitted([row for row in rows if fold(row.document) != one]) for one in range(FOLDS)]
    likely = [likelihood(row, scales[fold(row.document)]) for row in rows]
    for threshold in (0.0, 0.25, 0.3, 0.35, 0.4):
        kept: dict[str, list[Any]] = {}
        for row, chance in zip(rows, likely, strict=True):
            if chance >= threshold:
                kept.setdefault(row.document, []).append(row.template)
        head = scorer.score(gold, kept, bootstrap=0)["headline"]
        said = " ".join(
            f"{name} {head[name]['p']:.1f}/{head[name]['r']:.1f}/{head[name]['f1']:.2f}"
            for name in ("gtt", "ree", "full", "relevance")
        )
        sys.stdout.write(f"threshold {threshold:.2f}: {sum(map(len, kept.values()))} templates, P/R/F1: {said}\n")


def written(scale: tuple[dict[str, float], float]) -> str:
    """The scale as a file."""
    weights, bias = scale
    lines = [f"  {trait}: {weight:.2f}" for trait, weight in weights.items() if abs(weight) >= LEAST]
    return f"{HEAD}threshold: {THRESHOLD}\nbias: {bias:.2f}\nweights:\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Trains, prints the five folds, writes the scale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--packs", type=Path, required=True, help="the folder of the packs' scorers")
    packs = parser.parse_args().packs.resolve()
    sys.path.insert(0, str(packs))
    scorer = importlib.import_module("muc4")
    gold, rows = rows_of(packs, scorer)
    report(gold, rows, scorer)
    SCALE.write_text(written(fitted(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
