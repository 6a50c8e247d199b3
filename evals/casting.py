"""Fits the weights that judge who and what plays a part in an incident, and measures them on held-out documents.

    python evals/casting.py --pack $MUC4                five-fold figures for each part: precision, recall, F1
    python evals/casting.py --pack $MUC4 --train        and write src/tallybook/codebook/casting/muc4.json
    python evals/casting.py --pack $MUC4 --lines FILE   and document lines by weights that never saw the document

$MUC4 is the folder of the pack: ``input_dev.jsonl.gz`` and ``gold_dev.jsonl.gz``. A candidate plays its part in a story
when the answers call somebody so, by any of its forms, in the incident that the story fits best. Features speak of
codes and grammar; those of ``wording`` and ``surroundings`` speak of single words, and hold in the domain they were
learnt in. Which form is the one to show is learnt from the forms of all whom the answers name: of the forms of one
candidate those that the answers have shall be likelier than the others.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import string
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tallybook import pipeline
from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.codebook.casting import Casting, PartWeights
from tallybook.export.contract import document_line
from tallybook.extract import patterns
from tallybook.extract.candidates import PARTS, candidates
from tallybook.extract.casting import FORM, by_part, cast, chance
from tallybook.extract.emit import Emitter
from tallybook.extract.forms import forms
from tallybook.extract.standing import View, features, views
from tallybook.extract.wording import is_wording
from tallybook.model import Document, Page
from tallybook.pipeline import Stages
from tallybook_gazetteer import Gazetteer

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "tallybook" / "codebook" / "casting" / "muc4.json"
PROFILE, FOLDS, DIGITS = "muc4", 5, 2
RIDGES, FORM_RIDGES = (8.0, 30.0), (1.0, 3.0)
"""How strongly weights are drawn to nothing: single words, then codes and grammar, of which many tell the same."""
RARE, PAGES = 12, 3
"""Fewer cases of a feature than this have no weight; fewer pages of one that speaks of a single word neither."""
ROUNDS, MEMORY, LEAST, TINY = 250, 10, 1e-4, 1e-6
GAZETTEER = Gazetteer.open()
SLIGHT = 0.04
"""Smaller weights are left out."""
THRESHOLD = 0.19
"""Nearly half of the F1 reached: from there on one more entity gains more than it costs."""
ROLES = {"individual": "PerpInd", "organization": "PerpOrg", "target": "Target", "victim": "Victim", "weapon": "Weapon"}
KINDS = {"suicide_bombing": "bombing", "hijacking": "kidnapping"}
"""Our event types in the answers' terms; the rest is an attack, or has the same name."""
SAME = ("bombing", "kidnapping", "arson", "robbery")
TYPE_WEIGHT, ANY_WEIGHT = 1.5, 0.01
"""What a common type counts beside one common entity, and what keeps a story without either in the mapping."""
Json = dict[str, Any]
Array = np.ndarray[Any, np.dtype[np.float64]]
Loss = Callable[[Array], tuple[float, Array]]
"""What weights cost by what they say of each case, and how that changes with what is said of each."""
Entity = Sequence[str]


class Case(NamedTuple):
    """One candidate for one part of one story, what is told of it, and whether it plays the part.

    Or one form of a candidate that plays some part, what is told of the form, and whether the answers call it so.
    """

    document: str
    part: str
    told: list[str]
    right: bool
    rival: int = 0
    """Which candidate's form it is: only one of them is shown."""


class Answer(NamedTuple):
    """One incident of the answers: its type, and the entities of each part, each with its spellings."""

    kind: str
    parts: Mapping[str, Sequence[Entity]]


def main() -> int:
    """Fits, measures, prints; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--lines", type=Path)
    chosen = parser.parse_args()
    answers = {one["id"]: _answers(one["templates"]) for one in _read(chosen.pack / "gold_dev.jsonl.gz")}
    stages = pipeline.default_stages(codebook=PROFILE)
    told = [Told(one) for one in _documents(chosen.pack / "input_dev.jsonl.gz", stages)]
    cases = [case for one in told for case in one.cases(answers[one.document.id])]
    by_fold = [_fitted([one for one in cases if _fold(one.document) != fold]) for fold in range(FOLDS)]
    _report(cases, by_fold)
    if chosen.lines:
        with chosen.lines.open("w", encoding="utf-8") as file:
            for one in told:
                file.write(json.dumps(one.line(by_fold[_fold(one.document.id)], stages)) + "\n")
    if chosen.train:
        WEIGHTS.write_text(_written(_fitted(cases)), encoding="utf-8")
    return 0


# -- reading


def _read(path: Path) -> Iterator[Json]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _documents(path: Path, stages: Stages) -> Iterator[Document]:
    """The documents as the program reads them."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "pages.jsonl"
        plain.write_text("".join(json.dumps(one) + "\n" for one in _read(path)), encoding="utf-8")
        for page in stages.read_pages([str(plain)]):
            document = stages.read_document(page)[0] if isinstance(page, Page) else None
            if document is not None:
                yield document


def normal(words: str) -> str:
    """Lower case without punctuation and articles, as the published scorers compare."""
    bare = "".join(one for one in words.lower() if one not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def _answers(templates: Sequence[Json]) -> list[Answer]:
    return [
        Answer(
            one["roles"]["incident_type"],
            {part: [[normal(name) for name in who] for who in one["roles"][role]] for part, role in ROLES.items()}
            | {"people": [[normal(name) for name in one["alternatives"]] for one in _unnamed(one)]},
        )
        for one in templates
    ]


def _unnamed(template: Json) -> list[Json]:
    return [one for one in template["hum_description"] if not one["refs"]]


class Told:
    """One document read: its stories that count, and the candidates for their parts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.reading = patterns.Reading(document, actors=load_actors(), gazetteer=GAZETTEER, language="en")
        self.stories = patterns.counting_stories(self.reading, load_codebook(PROFILE))
        self.clauses = self.reading.clauses()

    def cases(self, answers: Sequence[Answer]) -> Iterator[Case]:
        """Every candidate for every story, judged by the incident that fits it best, and the forms of right ones."""
        found, seen = candidates(self.clauses if self.stories else [], self.reading.reader), views(self.stories)
        rivals = by_part(found)
        every = [forms(one, rivals[one.part], self.reading.reader.lower) if answers else [] for one in found]
        names = [{normal(form.low) for form in called} for called in every]
        fitting = _fitting([[self._fit(view, one) for one in answers] for view in seen])
        for number, view in enumerate(seen):
            answer = answers[fitting[number]] if number in fitting else None
            for one, called in zip(found, names, strict=True):
                right = answer is not None and any(not called.isdisjoint(who) for who in answer.parts[one.part])
                yield Case(self.document.id, one.part, features(one, view, rivals[one.part]), right)
        for number, (one, called) in enumerate(zip(found, every, strict=True)):
            right_names = {name for answer in answers for who in answer.parts[one.part] for name in who}
            if not names[number].isdisjoint(right_names):
                for form in called:
                    told = sorted(form.told)
                    yield Case(self.document.id, FORM, told, normal(form.low) in right_names, number)

    def _fit(self, view: View, answer: Answer) -> float:
        """How well a story fits an incident: entities that its sentences name, and the type."""
        sentences = self.reading.sentences
        words = normal(" ".join(self.document.text[sentences[one].start : sentences[one].end] for one in view.told))
        named = sum(any(name in words for name in who) for part in answer.parts.values() for who in part)
        kind = KINDS.get(view.event, view.event)
        return named + TYPE_WEIGHT * ((kind if kind in SAME else "attack") in answer.kind) + ANY_WEIGHT

    def line(self, weights: Casting, stages: Stages) -> Json:
        """The document line by these weights."""
        reader = self.reading.reader
        if self.stories:
            cast(self.stories, self.clauses, reader, weights)
        made = [Emitter(self.document, one, self.reading.sentences, reader).mentions() for one in self.stories]
        mentions = [mention for one in made for mention in one]
        mentions += self.reading.other_places(mentions)
        return document_line(self.document, stages.resolve(self.document, mentions))


def _fitting(fits: Sequence[Sequence[float]]) -> dict[int, int]:
    """Stories and incidents put together, the best fits first, each once."""
    order = sorted(((fit, row, column) for row, one in enumerate(fits) for column, fit in enumerate(one)), reverse=True)
    found: dict[int, int] = {}
    for _, row, column in order:
        if row not in found and column not in found.values():
            found[row] = column
    return found


# -- fitting


def _fold(document: str) -> int:
    return int(hashlib.sha1(document.encode(), usedforsecurity=False).hexdigest(), 16) % FOLDS


def _fitted(cases: Sequence[Case]) -> Casting:
    return {part: _model([one for one in cases if one.part == part]) for part in (*PARTS, FORM)}


class Table:
    """Which features each case has: a matrix of ones and nothing, kept as the places of its ones."""

    def __init__(self, rows: Sequence[Sequence[int]], width: int) -> None:
        self.columns = np.fromiter((one for row in rows for one in row), np.int64)
        self.rows = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self.shape = len(rows), width

    def reach(self, weights: Array) -> Array:
        """The sum of the weights of each case."""
        return np.bincount(self.rows, weights[self.columns], self.shape[0])

    def turned(self, cases: Array) -> Array:
        """For each feature the sum over the cases that have it."""
        return np.bincount(self.columns, cases[self.rows], self.shape[1])


def _model(cases: Sequence[Case]) -> PartWeights:
    """Logistic regression with a ridge, over the features that are not too rare; the first column is the bias."""
    part = cases[0].part
    names = _names(cases)
    place = {name: number + 1 for number, name in enumerate(names)}
    table = Table([[0, *(place[name] for name in one.told if name in place)] for one in cases], len(names) + 1)
    right = np.array([one.right for one in cases], np.float64)
    words, codes = FORM_RIDGES if part == FORM else RIDGES
    ridge = np.array([0.0, *(words if is_wording(name) else codes for name in names)])
    weights = _minimum(table, _among(right, cases) if part == FORM else _apart(right), ridge)
    kept = {name: round(float(weights[place[name]]), DIGITS) for name in names}
    return PartWeights(
        round(float(weights[0]), DIGITS),
        THRESHOLD,
        {name: weight for name, weight in kept.items() if abs(weight) >= SLIGHT},
    )


def _apart(right: Array) -> Loss:
    """Each case is judged for itself."""

    def loss(reach: Array) -> tuple[float, Array]:
        return float(np.sum(np.logaddexp(0, reach) - right * reach)), 1 / (1 + np.exp(-reach)) - right

    return loss


def _among(right: Array, cases: Sequence[Case]) -> Loss:
    """Of the forms of a candidate one is shown: those that are right together shall be as likely as can be."""
    new = [(one.document, one.rival) != (last.document, last.rival) for last, one in pairwise(cases)]
    starts = np.array([0, *(number + 1 for number, first in enumerate(new) if first)])
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(cases)]))

    def loss(reach: Array) -> tuple[float, Array]:
        size = np.exp(reach - np.maximum.reduceat(reach, starts)[group])
        every, good = np.add.reduceat(size, starts), np.add.reduceat(size * right, starts) + TINY
        return float(np.sum(np.log(every / good))), size / every[group] - size * right / good[group]

    return loss


def _names(cases: Sequence[Case]) -> list[str]:
    """The features that are not too rare: of codes and grammar by the cases they tell of, of words by the documents."""
    often = Counter(name for one in cases for name in one.told)
    pages = Counter(
        name for name, _ in {(name, one.document) for one in cases for name in one.told if is_wording(name)}
    )
    return sorted(
        name for name, times in often.items() if (pages[name] >= PAGES if is_wording(name) else times >= RARE)
    )


def _minimum(table: Table, judged: Loss, ridge: Array) -> Array:
    """The weights of least loss, by L-BFGS; the ridge says how strongly each is drawn to nothing."""
    weights = np.zeros(table.shape[1])

    def loss(at: Array) -> tuple[float, Array]:
        value, slope = judged(table.reach(at))
        return value + 0.5 * float(np.sum(ridge * at * at)), table.turned(slope) + ridge * at

    value, slope = loss(weights)
    past: list[tuple[Array, Array]] = []
    for _ in range(ROUNDS):
        step = _direction(slope, past)
        size = 1.0 if past else 1.0 / float(np.linalg.norm(slope))
        while True:
            there = weights - size * step
            new_value, new_slope = loss(there)
            if new_value <= value - LEAST * size * float(slope @ step) or size < TINY:
                break
            size /= 2
        moved, turned, gained = there - weights, new_slope - slope, value - new_value
        weights, value, slope = there, new_value, new_slope
        if float(moved @ turned) > TINY:
            past = [*past[1 - MEMORY :], (moved, turned)]
        if gained < LEAST * abs(value):
            break
    return weights


def _direction(slope: Array, past: Sequence[tuple[Array, Array]]) -> Array:
    """The two-loop recursion of L-BFGS."""
    step, shares = slope.copy(), []
    for moved, turned in reversed(past):
        share = float(moved @ step) / float(moved @ turned)
        shares.append(share)
        step -= share * turned
    if past:
        moved, turned = past[-1]
        step *= float(moved @ turned) / float(turned @ turned)
    for (moved, turned), share in zip(past, reversed(shares), strict=True):
        step += moved * (share - float(turned @ step) / float(moved @ turned))
    return step


def _report(cases: Sequence[Case], by_fold: Sequence[Casting]) -> None:
    """Prints what the weights of each part reach on documents that they never saw."""
    sys.stdout.write(f"{'part':<14}{'cases':>7}{'right':>7}{'P':>7}{'R':>7}{'F1':>7}\n")
    for part in PARTS:
        mine = [one for one in cases if one.part == part]
        said = [chance(one.told, by_fold[_fold(one.document)][part]) >= THRESHOLD for one in mine]
        both = sum(one.right and yes for one, yes in zip(mine, said, strict=True))
        right, chosen = sum(one.right for one in mine), sum(said)
        figures = (both / max(chosen, 1), both / max(right, 1), 2 * both / max(chosen + right, 1))
        sys.stdout.write(f"{part:<14}{len(mine):>7}{right:>7}" + "".join(f"{one:>7.3f}" for one in figures) + "\n")
    best: dict[tuple[str, int], tuple[float, bool]] = {}
    for one in (one for one in cases if one.part == FORM):
        likely = chance(one.told, by_fold[_fold(one.document)][FORM]), one.right
        best[one.document, one.rival] = max(best.get((one.document, one.rival), likely), likely)
    right = sum(said for _, said in best.values())
    sys.stdout.write(f"{FORM:<14}{len(best):>7}{right:>7}{right / max(len(best), 1):>7.3f}\n")


def _written(weights: Casting) -> str:
    """The file of the weights, one line a weight."""
    parts = {
        part: {"bias": one.bias, "threshold": one.threshold, "weights": dict(one.weights)}
        for part, one in weights.items()
    }
    note = "Fitted by evals/casting.py --train; tallybook.extract.standing and wording say what the names mean."
    return json.dumps({"note": note, "parts": parts}, indent=0, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(main())
