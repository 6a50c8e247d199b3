"""Fits the confidence of each field of a report, and measures whether it means what it says.

    python evals/confidence.py --packs $EVALS                  five-fold figures: Brier score, calibration error
    python evals/confidence.py --packs $EVALS --train          and write src/tallybook/reconcile/confidence.yaml
    python evals/confidence.py --packs $EVALS --plot FILE.svg  and draw the reliability plot

Texts with known answers: the pack ``counts`` ($EVALS is the folder of the packs' scorers) and the project's own gold
pages. A field of a report is right when the scorer of its text says so; a report that no answer fits is wrong in all
fields. Held out is a fifth of the documents at a time. Without --packs only the project's own pages are used.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from gate import CORPORA, Json
from reliability import Curve, draw
from scoring import FIELDS as SCORED
from scoring import judge, pair

from tallybook.export.objects import report_object
from tallybook.model import Report, reports_of
from tallybook.pipeline import extract_documents
from tallybook.reconcile.confidence import FIELDS, MODEL, features

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "src" / "tallybook" / "reconcile" / "confidence.yaml"
NAMES = dict(zip(("type", "when", "where", "who", "killed", "injured"), FIELDS, strict=True))
"""The scorer's name of each field."""
FOLDS, BINS, RIDGE, ROUNDS = 5, 10, 3.0, 40
Array = np.ndarray[Any, np.dtype[np.float64]]


class Case(NamedTuple):
    """One stated field of one report: its document, what it shows, and whether it is right."""

    document: str
    shown: dict[str, float]
    right: bool


def main() -> int:
    """Fits, measures, prints; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packs", type=Path)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--plot", type=Path)
    chosen = parser.parse_args()
    cases: dict[str, list[Case]] = {field: [] for field in FIELDS}
    for field, case in (*_own(), *(_counts(chosen.packs) if chosen.packs else ())):
        cases[field].append(case)
    curves = [_measured(field, cases[field]) for field in FIELDS]
    sys.stdout.write(f"{'field':<14}{'cases':>6}{'right':>7}{'said':>7}{'Brier':>7}{'error':>7}\n")
    for curve in curves:
        sys.stdout.write(f"{curve.name:<14}{curve.cases:>6}{curve.right:>7.3f}{curve.said:>7.3f}")
        sys.stdout.write(f"{curve.brier:>7.3f}{curve.error:>7.3f}\n")
    if chosen.plot:
        chosen.plot.write_text(draw(curves), encoding="utf-8")
    if chosen.train:
        weights = {field: _weights(cases[field]) for field in FIELDS}
        head = "# Fitted by evals/confidence.py --train; tallybook.reconcile.confidence says what the names mean.\n"
        WEIGHTS.write_text(head + yaml.safe_dump({"model": MODEL, "weights": weights}, sort_keys=False), "utf-8")
    return 0


def _own() -> Iterator[tuple[str, Case]]:
    """The project's own pages, by the scorer of the gate."""
    for folder in CORPORA.values():
        gold = json.loads((folder / "gold.json").read_text("utf-8"))
        for document, reports in _read(folder / "pages"):
            true = gold["documents"].get(document, {"reports": []})["reports"]
            lines = [report_object(report) for report in reports]
            held = {made: wanted for wanted, made in pair(gold, true, lines).items()}
            for place, (report, line) in enumerate(zip(reports, lines, strict=True)):
                judged = judge(gold, true[held[place]], line) if place in held else dict.fromkeys(SCORED, 0.0)
                for name, field in NAMES.items():
                    if (shown := features(report).get(field)) is not None:
                        yield field, Case(document, dict(shown), judged[name] == 1)


def _counts(packs: Path) -> Iterator[tuple[str, Case]]:
    """The main report of each text of the pack, by the rules of its own scorer."""
    sys.path.insert(0, str(packs))
    scorer, common = importlib.import_module("counts"), importlib.import_module("_common")
    gold = {row["id"]: row for row in common.read_jsonl(common.DATA / "counts" / "gold.jsonl.gz")}
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.jsonl"
        common.write_jsonl(texts, common.read_jsonl(common.DATA / "counts" / "input.jsonl.gz"))
        for document, reports in _read(texts):
            told = [(report_object(report), report) for report in reports if report.stage == "accomplished"]
            if not told:
                continue
            main = scorer.main_report([line for line, _ in told])
            report = next(report for line, report in told if line is main)
            for field, right in _answers(scorer, common, gold[document], main):
                if (shown := features(report).get(field)) is not None:
                    yield field, Case(document, dict(shown), right)


def _answers(scorer: Any, common: Any, gold: Json, line: Json) -> Iterator[tuple[str, bool]]:
    """Which fields of a line the pack knows the answer to, and whether they are right."""
    for outcome in ("killed", "injured"):
        basis, best = gold["basis"][outcome], line[outcome]["best"]
        if basis in ("exact", "silent", "zero"):
            yield outcome, best == gold[outcome] if basis == "exact" else not best
    if gold.get("types"):
        yield "event_type", line["event_type"] in gold["types"]
    where = line["where"]
    if gold.get("place_stated") and gold.get("lat") is not None:
        placed = where["lat"] is not None
        yield "where", placed and common.haversine(gold["lat"], gold["lon"], where["lat"], where["lon"]) <= 161
    elif gold.get("country"):
        yield "where", where["country"] in (gold.get("countries") or [gold["country"]])
    if gold.get("date") and gold.get("date_stated"):
        day = common.day_number(gold["date"])
        start, end = common.day_number(line["when"]["start"]), common.day_number(line["when"]["end"])
        start, end = start if start is not None else end, end if end is not None else start
        yield "when", start is not None and end - start <= 3 and start - 1 <= day <= end + 1
    if gold.get("perpetrator"):
        said = [(name, kind) for names, kind in scorer.names_of([line]) for name in names]
        kind = gold.get("perpetrator_kind")
        yield "perpetrators", any(scorer.same_actor(gold["perpetrator"], kind, name, made) for name, made in said)


def _read(path: Path) -> Iterator[tuple[str, list[Report]]]:
    for one in extract_documents([path]):
        yield one.document_id, reports_of(one.claims)


def _table(cases: Sequence[Case], names: Sequence[str]) -> tuple[Array, Array]:
    shown = np.array([[case.shown.get(name, 0.0) for name in names] for case in cases])
    return shown, np.array([float(case.right) for case in cases])


def _fit(shown: Array, right: Array) -> Array:
    """Logistic regression with a ridge on all weights but the first, by Newton's method."""
    weights = np.zeros(shown.shape[1])
    ridge = np.full(shown.shape[1], RIDGE)
    ridge[0] = 1e-6
    for _ in range(ROUNDS):
        said = 1 / (1 + np.exp(-shown @ weights))
        slope = shown.T @ (said - right) + ridge * weights
        curvature = (shown * (said * (1 - said))[:, None]).T @ shown + np.diag(ridge)
        weights -= np.linalg.solve(curvature, slope)
    return weights


def _names(cases: Sequence[Case]) -> list[str]:
    """The features in their order, the bias first; those that no case shows are left out."""
    return [name for name in dict.fromkeys(name for case in cases for name in case.shown)
            if any(case.shown.get(name) for case in cases)]  # fmt: skip


def _weights(cases: Sequence[Case]) -> dict[str, float]:
    names = _names(cases)
    found = _fit(*_table(cases, names))
    return {name: round(float(value), 3) for name, value in zip(names, found, strict=True)}


def _measured(field: str, cases: Sequence[Case]) -> Curve:
    """What the field's confidence says of documents that it was not fitted to, and how often it is right."""
    names = _names(cases)
    shown, right = _table(cases, names)
    order = {document: place for place, document in enumerate(sorted({case.document for case in cases}))}
    fold = np.array([order[case.document] % FOLDS for case in cases])
    said = np.zeros(len(cases))
    for held in range(FOLDS):
        weights = _fit(shown[fold != held], right[fold != held])
        said[fold == held] = 1 / (1 + np.exp(-shown[fold == held] @ weights))
    bins = np.array_split(np.argsort(said, kind="stable"), BINS)
    points = [(float(said[part].mean()), float(right[part].mean()), len(part)) for part in bins if len(part)]
    error = sum(abs(one - other) * count for one, other, count in points) / len(cases)
    return Curve(
        name=field, cases=len(cases), right=float(right.mean()), said=float(said.mean()),
        brier=float(((said - right) ** 2).mean()), error=error, points=points,
    )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
