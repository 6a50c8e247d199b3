"""What linking is compared with Splink on: sources of judged pairs, with our outcomes and those of Splink's columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import splink_model
from gate import CORPORA
from numpy.typing import NDArray
from stream import stream
from train_linking import IN_PASSING, OWN, Judged, fold_of, judged, read_corpus

from tallybook.link import scoring
from tallybook.link.batch import Batch
from tallybook.link.matching import prepare
from tallybook.model import Document, Report

DIMS, DIMS_OF_STREAM, DIMS_OF_MANY = 4096, 1024, 256
"""Numbers in the vector of a report's words; where reports are many, fewer."""
MANY = 50_000

Truth = NDArray[np.int64]


class Case:
    """One source: its candidate pairs with what people judged, in folds, and the yardstick that has its columns."""

    def __init__(
        self, name: str, source: Judged, *, dims: int = DIMS, gold: list[dict[str, Any]] | None = None
    ) -> None:
        self.name, self.source, self.gold = name, source, gold
        self.matched = source.matched
        profiles = list(self.matched.profiles)
        told = [source.incident_of.get(one.report_id) for one in profiles]
        numbers = {incident: at for at, incident in enumerate(sorted({one for one in told if one is not None}))}
        self.truth: Truth = np.array([-1 if one is None else numbers[one] for one in told])
        folds = np.array([fold_of(one) for one in numbers] or [0])
        pairs = np.stack(source.pairs, axis=1).astype(np.int64)
        self.pairs = pairs[(self.truth[pairs] >= 0).all(axis=1)]
        left, right = self.truth[self.pairs].T
        self.same = left == right
        self.fold = np.stack([folds[left], folds[right]], axis=1)
        self.fold_of_row = np.where(self.truth < 0, -1, folds[self.truth])
        leads = np.array([one.leads for one in profiles])[self.pairs].all(axis=1)
        self.weight = source.weight * np.where(self.same & ~leads, IN_PASSING, 1.0)
        self.document = [one.document_id for one in profiles]
        self.yardstick = splink_model.Yardstick(self.matched, dims=dims)
        self.yardstick.give(self.pairs)
        self.outcomes = self.yardstick.outcomes()
        self.own = self._own()

    def _own(self) -> NDArray[np.int8]:
        """Our outcome of each pair in each comparison, as its place in the weights, -1 for not stated."""
        profiles = list(self.matched.profiles)
        batch, pairs = Batch(profiles, profiles.__getitem__, self.matched.background), self.pairs.astype(np.intp).T
        at = [{None: -1} | {name: place for place, name in enumerate(one.weights)} for one in scoring.FEATURES]
        told = [batch.outcomes(one.compare, places, *pairs) for one, places in zip(scoring.FEATURES, at, strict=True)]
        return np.stack(told, axis=1)

    def agreement(self) -> dict[str, float]:
        """Share of pairs to which a comparison and its counterpart in SQL give the same outcome, by feature."""
        shares = {}
        for at, (feature, counterpart) in enumerate(zip(scoring.FEATURES, splink_model.COMPARISONS, strict=True)):
            places = {name: place for place, name in enumerate(feature.weights)}
            theirs = np.array([places.get(name, -1) for name, _ in splink_model.levels(counterpart)])
            shares[feature.name] = float((theirs[self.outcomes[:, at]] == self.own[:, at]).mean())
        return shares

    def trained(self, fold: int) -> NDArray[np.bool_]:
        """The pairs that may be learnt from when the fold is held out."""
        kept: NDArray[np.bool_] = (self.fold != fold).all(axis=1)
        return kept


def of_corpora() -> Judged:
    """The project's own corpora in one register."""
    documents: dict[str, Document] = {}
    reports: list[Report] = []
    incident_of: dict[str, str] = {}
    for name, folder in CORPORA.items():
        found, told, truth = read_corpus(folder)
        documents |= found
        reports += told
        incident_of |= {report: f"{name} {incident}" for report, incident in truth.items()}
    return judged(documents, reports, incident_of, weight=OWN)


def of_stream(reports: int) -> Judged:
    """The made-up stream; every pair of it is judged."""
    incident_of: dict[str, str] = {}

    def told() -> Iterator[tuple[Document, list[Report]]]:
        for number, document, report in stream(reports):
            incident_of[report.id] = str(number)
            yield document, [report]

    matched, blocks = prepare(told(), parents={})
    return Judged(matched, 1.0, blocks.pairs(), incident_of, {})
