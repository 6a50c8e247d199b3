"""Fits the weights of linking on pairs of reports that people judged, and prints what they gain in five folds.

    python evals/train_linking.py --packs $EVALS             prints the folds
    python evals/train_linking.py --packs $EVALS --train     and writes src/tallybook/link/weights.yaml

``$EVALS`` is the folder of the packs' scorers (the one with ``run.py``); their data stand beside it. Pairs come from
the pack ``linking`` and from the project's own corpora. The model is a logistic regression over the outcomes of the
comparisons, drawn to ``linking_prior.yaml``: weights set by hand before anything was learnt, which hold where pairs
are few. Weights are of outcomes ("same day"), never of words, names or places.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from gate import CORPORA
from numpy.typing import NDArray
from scoring import pair

from tallybook.codebook.actor_table import load_actors
from tallybook.export.contract import document_line
from tallybook.link import scoring
from tallybook.link.judging import Rows
from tallybook.link.matching import Matched, Told, prepare
from tallybook.model import Document, Report, reports_of
from tallybook.pipeline import extract_documents

WEIGHTS = Path(__file__).resolve().parents[1] / "src/tallybook/link/weights.yaml"
PRIOR = Path(__file__).with_name("linking_prior.yaml")
VERSION = "link/2"
FOLDS = 5
RIDGE = 30.0
"""How strongly weights are drawn to the prior; 3, 10 and 30 were tried in folds."""
FIXED = 1e9
"""The same for a weight that stays as it is."""
OWN = 5.0
"""Weight of a pair of our own corpora, which are about armed conflict, beside one of the pack, which is about crime."""
HELD = ("site", "people")
"""Comparisons that keep their prior: reports of one kind of crime say little about targets and victims of attacks."""
IN_PASSING = 0.3
"""Weight of a pair of one incident where one document only touches on it: it may be another of its reports."""
HEAD = "# Weights of the comparisons (natural log odds). Made by evals/train_linking.py; do not edit.\n"

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """Reports with their incidents as people judged them, and the pairs worth comparing."""

    matched: Matched
    weight: float
    pairs: tuple[Rows, Rows]
    incident_of: Mapping[str, str]
    casualties: Mapping[str, int]


def judged(
    documents: Mapping[str, Document], reports: Iterable[Report], incident_of: Mapping[str, str], *, weight: float
) -> Judged:
    """The pairs of these reports."""
    grouped: dict[str, list[Report]] = defaultdict(list)
    casualties: dict[str, int] = {}
    for report in reports:
        grouped[report.document_id].append(report)
        casualties[report.id] = len(report.casualties)
    told: Iterator[Told] = ((documents[name], members) for name, members in sorted(grouped.items()))
    parents = {one.code: parent for one in load_actors() if (parent := one.parent()) is not None}
    matched, blocks = prepare(told, parents=parents)
    return Judged(matched, weight, blocks.pairs(), incident_of, casualties)


def read_corpus(folder: Path) -> tuple[dict[str, Document], list[Report], dict[str, str]]:
    """A corpus of our own: documents, reports, and the incident that the scorer gives each report."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    documents, reports, incident_of = {}, [], {}
    for read in extract_documents([folder / "pages"]):
        if read.document is None:
            continue
        documents[read.document_id] = read.document
        reports += reports_of(read.claims)
        truth = gold["documents"].get(read.document_id, {}).get("reports", [])
        told = document_line(read.document, read.claims)["reports"]
        for true, made in pair(gold, truth, told).items():
            incident_of[told[made]["report_id"]] = truth[true]["incident"]
    return documents, reports, incident_of


def of_corpus(folder: Path) -> Judged:
    """The pairs of a corpus of our own."""
    documents, reports, incident_of = read_corpus(folder)
    return judged(documents, reports, incident_of, weight=OWN)


def of_pack(packs: Path) -> tuple[Judged, list[dict[str, Any]]]:
    """The pack ``linking``: every report of a document is of the document's incident; also its gold."""
    data = packs.parent / "data" / "linking"
    with gzip.open(data / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines]
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as pages:
        pages.write(gzip.decompress((data / "input.jsonl.gz").read_bytes()))
        pages.flush()
        read = [one for one in extract_documents([pages.name]) if one.document is not None]
    reports = [report for one in read for report in reports_of(one.claims)]
    of_document = {document: row["incident"] for row in gold for document in row["documents"]}
    incident_of = {one.id: of_document[one.document_id] for one in reports if one.document_id in of_document}
    return judged({one.document_id: one.document for one in read if one.document}, reports, incident_of, weight=1), gold


def fold_of(incident: str) -> int:
    """The fold of an incident, whatever its order in the data."""
    return int(hashlib.sha1(incident.encode()).hexdigest(), 16) % FOLDS  # noqa: S324  spreads, protects nothing


def drawn(rows: Vector, same: Vector, weight: Vector, *, prior: Vector, pull: Vector) -> Vector:
    """Weights by Newton's method on the likelihood of these pairs, each drawn to its prior as strongly as ``pull``.

    What speaks for a link in the prior never comes to speak against it, nor the other way round.
    """
    found = prior.copy()
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - same)) + pull * (found - prior)
        bend = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return np.where(found * prior < 0, 0.0, found)


class Table:
    """Pairs as rows of outcomes, with what people judged."""

    def __init__(self, sources: Sequence[Judged]) -> None:
        names = [(feature.name, outcome) for feature in scoring.FEATURES for outcome in feature.weights]
        self.column = {name: at for at, name in enumerate(names)}
        rows, same, weight, folds = [], [], [], []
        for source in sources:
            for left, right in zip(*map(np.ndarray.tolist, source.pairs), strict=True):
                one, other = source.matched.profiles[left], source.matched.profiles[right]
                incidents = source.incident_of.get(one.report_id), source.incident_of.get(other.report_id)
                if incidents[0] is None or incidents[1] is None:
                    continue
                row = np.zeros(len(names) + 1)
                row[-1] = 1
                for feature in scoring.FEATURES:
                    outcome = feature.compare(one, other, source.matched.background)
                    if outcome is not None:
                        row[self.column[feature.name, outcome]] = 1
                rows.append(row)
                same.append(incidents[0] == incidents[1])
                passing = same[-1] and not (one.leads and other.leads)
                weight.append(source.weight * (IN_PASSING if passing else 1.0))
                folds.append((fold_of(incidents[0]), fold_of(incidents[1])))
        self.rows, self.same = np.array(rows), np.array(same, float)
        self.weight, self.folds = np.array(weight), np.array(folds)

    def prior(self) -> Vector:
        """The weights set by hand, as a vector."""
        table = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))
        return np.array([table["weights"][name][outcome] for name, outcome in self.column] + [table["bias"]])

    def fit(self, *, without: int | None = None) -> Vector:
        """The weights of these pairs, without those that have an incident of the fold ``without``."""
        kept = np.full(len(self.rows), True) if without is None else (self.folds != without).all(axis=1)
        pull = np.full(len(self.column) + 1, RIDGE)
        pull[[at for (name, _), at in self.column.items() if name in HELD]] = FIXED
        return drawn(self.rows[kept], self.same[kept], self.weight[kept], prior=self.prior(), pull=pull)

    def weights(self, found: Vector) -> dict[str, dict[str, float]]:
        """A vector as weights of each comparison's outcomes."""
        told: dict[str, dict[str, float]] = defaultdict(dict)
        for (name, outcome), at in self.column.items():
            told[name][outcome] = round(float(found[at]), 2)
        return dict(told)


def use(weights: Mapping[str, Mapping[str, float]], bias: float) -> None:
    """Let the program link by these weights, until others are used."""
    scoring.FEATURES = tuple(replace(one, weights=weights[one.name]) for one in scoring.FEATURES)
    scoring.BIAS = bias
    scoring.IN_TURN = scoring.in_turn(scoring.FEATURES)


def clusters(source: Judged) -> tuple[tuple[str, ...], ...]:
    """The clusters of these reports by the weights in use."""
    source.matched.compare(*source.pairs)
    return source.matched.clusters()


def incident_lines(source: Judged, reports: Sequence[tuple[str, ...]]) -> list[dict[str, Any]]:
    """As much of incident lines as the pack's scorer asks for."""
    document_of = {profile.report_id: profile.document_id for profile in source.matched.profiles}
    return [
        {
            "documents": sorted({document_of[one] for one in members}),
            "casualties": [{"document_id": document_of[one]} for one in members for _ in range(source.casualties[one])],
        }
        for members in reports
    ]


def main() -> None:
    """Fit, cross-validate, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--packs", type=Path, required=True)
    parser.add_argument("--train", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(asked.packs))
    pack, gold = of_pack(asked.packs)
    table = Table([pack, *map(of_corpus, CORPORA.values())])
    scorer = importlib.import_module("linking")
    prior = table.prior()
    for name, fitted in (("by hand", False), ("learnt, each fold by the others", True)):
        values: dict[str, list[float]] = defaultdict(list)
        for fold in range(FOLDS):
            found = table.fit(without=fold) if fitted else prior
            use(table.weights(found), float(found[-1]))
            held = [row for row in gold if fold_of(row["incident"]) == fold]
            metrics = scorer.score(held, incident_lines(pack, clusters(pack)), boot=0)["metrics"]
            for key in ("b3_p", "b3_r", "b3_f1", "pair_f1"):
                values[key].append(metrics[key]["value"])
        told = "  ".join(f"{key} {sum(found) / FOLDS:.3f}" for key, found in values.items())
        sys.stdout.write(f"{name}: {told}\n")
    if asked.train:
        found = table.fit()
        made = {"model": VERSION, "bias": round(float(found[-1]), 2), "weights": table.weights(found)}
        WEIGHTS.write_text(HEAD + yaml.safe_dump(made, sort_keys=False, width=110), encoding="utf-8")
        sys.stdout.write(f"{len(table.rows)} pairs, {int(table.same.sum())} of one incident; wrote {WEIGHTS.name}\n")


if __name__ == "__main__":
    main()
