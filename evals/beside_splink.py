"""Linking beside Splink on the same pairs: F1, average precision, B-cubed and seconds.

    pip install --group yardstick    once, with pip 25.1 or later: Splink is no part of tallybook, only a yardstick
    python evals/beside_splink.py --packs $EVALS
    python evals/beside_splink.py --reports 10000 100000

The first command compares on the pack ``linking`` and on the project's own three corpora, the second on the made-up
stream of ``stream.py``. Both see the same profiles of reports, the same candidate pairs and the same outcomes of
comparisons (:mod:`splink_columns`); how often these agree is printed. Whatever is learnt from
judged pairs, thresholds too, is learnt without the incidents it is tried on: five folds by incident, a pair is of the
fold of its left report's incident and no pair that touches the fold is learnt from. Seconds are of one processor.
"""

from __future__ import annotations

import argparse
import importlib
import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

try:
    import splink_model
    from linking_cases import DIMS_OF_MANY, DIMS_OF_STREAM, MANY, Case, of_corpora, of_stream
except ImportError as error:
    raise SystemExit(
        f"{error.name} is not installed; Splink and what it needs are no part of tallybook. "
        "Install them with: pip install --group yardstick, or with a pip before 25.1: "
        "pip install 'splink>=4.0.10,<5' 'pyarrow>=20'"
    ) from error

import pair_measures
from pair_measures import Vector, average_precision, best_threshold, f1, interval, slope
from train_linking import FOLDS, RIDGE, Table, drawn, fold_of, incident_lines, of_pack, use

from tallybook.link import scoring
from tallybook.link.clustering import Judges, cluster
from tallybook.link.clustering import pair as named
from tallybook.link.components import components
from tallybook.link.judging import judged
from tallybook.model import Judgement, Link

TWICE = math.log(2)
LARGEST = 300
"""Rows of a component up to which Splink is asked about all of its pairs before it is clustered."""


@dataclass(frozen=True, slots=True)
class Held:
    """Log odds (natural) of all pairs by a model that has not seen the fold, and the threshold it would use."""

    fold: int
    odds: Vector
    threshold: float


def own_odds(case: Case, weights: Sequence[Mapping[str, float]], bias: float) -> Vector:
    """The log odds that :mod:`tallybook.link.scoring` gives each pair by these weights, its ceiling included."""
    total, grounds = np.full(len(case.own), bias), np.zeros(len(case.own))
    for at, (feature, weight) in enumerate(zip(scoring.FEATURES, weights, strict=True)):
        added = np.array([*weight.values(), 0.0])[case.own[:, at]]
        total += added
        grounds += 0 if feature.textual else np.maximum(added, 0)
    ceiling = math.log(scoring.CEILING / (1 - scoring.CEILING))
    return np.where(grounds >= scoring.GROUNDS, total, np.minimum(total, ceiling))


def held_out(case: Case, odds: Callable[[int], Vector]) -> list[Held]:
    """What a way of scoring gives each fold."""
    found = []
    for fold in range(FOLDS):
        told, kept = odds(fold), case.trained(fold)
        found.append(Held(fold, told, best_threshold(told[kept], case.same[kept])))
    return found


def counts(case: Case, held: Sequence[Held]) -> NDArray[np.int64]:
    """Right, wrong and missed pairs by incident of the left report, all folds together."""
    found = np.zeros((int(case.truth.max()) + 1, 3), np.int64)
    for one in held:
        mine = case.fold[:, 0] == one.fold
        called, same = one.odds[mine] >= one.threshold, case.same[mine]
        incident = case.truth[case.pairs[mine, 0]]
        for at, met in enumerate((called & same, called & ~same, ~called & same)):
            np.add.at(found[:, at], incident[met], 1)
    return found


def parts_of(case: Case, clusters: Sequence[Sequence[str]]) -> list[int]:
    """The cluster of each row."""
    at = {report: number for number, members in enumerate(clusters) for report in members}
    return [at[profile.report_id] for profile in case.matched.profiles]


def clustered(case: Case, odds: Vector, more: Mapping[tuple[int, int], float]) -> tuple[tuple[str, ...], ...]:
    """Our clustering of pairs by these log odds, 0 being the threshold; ``more`` are pairs that were no candidates."""
    profiles = list(case.matched.profiles)
    names = [one.report_id for one in profiles]
    chances = {named(names[a], names[b]): odd for (a, b), odd in zip(case.pairs.tolist(), odds.tolist(), strict=True)}
    chances |= {named(names[a], names[b]): odd for (a, b), odd in more.items()}
    row = {name: at for at, name in enumerate(names)}
    leads = {name: one.leads for name, one in zip(names, profiles, strict=True)}

    def sure(left: str, right: str) -> float:
        return scoring.probability(chances.get(named(left, right), -1.0))

    def compatible(left: str, right: str) -> bool:
        return scoring.may_be_one(profiles[row[left]], profiles[row[right]], case.matched.background)

    joined = [key for key, odd in chances.items() if odd >= 0]
    joined.sort(key=lambda key: (-leads[key[0]] - leads[key[1]], -chances[key], key))
    links = [Link(left=a, right=b, judgement=Judgement.SAME, score=round(sure(a, b), 4), judge="") for a, b in joined]
    repeats = [(names[a], names[b]) for a, b in case.matched.again]
    document_of = dict(zip(names, case.document, strict=True))
    return cluster(document_of, links, judges=Judges(sure, compatible), repeats=repeats)


def missing(case: Case, joined: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Pairs of different documents that links bring together though nobody compared them."""
    parts = components(len(case.document), map(tuple, case.pairs[joined].tolist()))
    members: dict[int, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        members[part].append(at)
    known = set(map(tuple, case.pairs.tolist()))
    found = [
        (a, b)
        for rows in members.values() if len(rows) <= LARGEST
        for at, a in enumerate(rows) for b in rows[at + 1 :]
        if (a, b) not in known and case.document[a] != case.document[b]
    ]  # fmt: skip
    return np.array(found, np.int64).reshape(-1, 2)


def own_clusters(case: Case, held: Held, weights: Mapping[str, Mapping[str, float]], bias: float) -> list[int]:
    """Our clusters at our own threshold, by the weights of a fold."""
    was = scoring.FEATURES, scoring.BIAS
    use(weights, bias)
    profiles, asked = case.matched.profiles, {}
    for a, b in missing(case, held.odds >= 0).tolist():
        chance = min(max(scoring.score(profiles[a], profiles[b], case.matched.background)[0], 1e-9), 1 - 1e-9)
        asked[a, b] = math.log(chance / (1 - chance))
    found = parts_of(case, clustered(case, held.odds, asked))
    use({one.name: one.weights for one in was[0]}, was[1])
    return found


def splink_clusters(case: Case, held: Held, model: Any) -> list[int]:
    """Our clustering of Splink's scores, made to keep their word by the training pairs."""
    kept = case.trained(held.fold)
    factor = slope(held.odds[kept], case.same[kept])
    more = missing(case, held.odds >= held.threshold)
    asked: dict[tuple[int, int], float] = {}
    if len(more):
        case.yardstick.give(more)
        odds = (case.yardstick.score(model).weights * TWICE - held.threshold) * factor
        asked = dict(zip(map(tuple, more.tolist()), odds.tolist(), strict=True))
        case.yardstick.give(case.pairs)
    return parts_of(case, clustered(case, (held.odds - held.threshold) * factor, asked))


def connected(case: Case, held: Held) -> list[int]:
    """Connected components, Splink's own clusters, where the training incidents have the best B-cubed."""
    rows = (case.fold_of_row >= 0) & (case.fold_of_row != held.fold)

    def parts(at: float) -> list[int]:
        return components(len(case.document), map(tuple, case.pairs[held.odds >= at].tolist()))

    def quality(at: float) -> float:
        precision, recall = pair_measures.b_cubed(case.truth, parts(at), rows)
        return 2 * precision * recall / max(precision + recall, 1e-9)

    return parts(max((held.threshold + step for step in np.arange(-3, 14, 1.0)), key=quality))


def b3(case: Case, held: Sequence[Held], parts: Callable[[Held], list[int]], packs: Any) -> float:
    """B-cubed F1 of held-out incidents: of documents by the pack's scorer where there is one, else of reports."""
    precision = recall = 0.0
    for one in held:
        found = parts(one)
        if packs is not None and case.gold is not None:
            members: dict[int, list[str]] = defaultdict(list)
            for profile, part in zip(case.matched.profiles, found, strict=True):
                members[part].append(profile.report_id)
            gold = [row for row in case.gold if fold_of(row["incident"]) == one.fold]
            told = packs.score(gold, incident_lines(case.source, list(map(tuple, members.values()))), boot=0)["metrics"]
            share = sum(len(row["documents"]) for row in gold) / sum(len(row["documents"]) for row in case.gold)
            p, r = told["b3_p"]["value"], told["b3_r"]["value"]
        else:
            rows = case.fold_of_row == one.fold
            share = rows.sum() / max((case.fold_of_row >= 0).sum(), 1)
            p, r = pair_measures.b_cubed(case.truth, found, rows)
        precision, recall = precision + share * p, recall + share * r
    return 2 * precision * recall / max(precision + recall, 1e-9)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of scoring pairs: what it gives each fold, and its clusters; further ways to cluster by name."""

    name: str
    held: list[Held]
    clusters: Mapping[str, Callable[[Held], list[int]]]


def own_way(case: Case, fitted: Callable[[int], tuple[Mapping[str, Mapping[str, float]], float]], name: str) -> Way:
    """Our own scores, by the weights that ``fitted`` gives a fold."""
    told = {fold: fitted(fold) for fold in range(FOLDS)}

    def odds(fold: int) -> Vector:
        weights, bias = told[fold]
        return own_odds(case, [weights[one.name] for one in scoring.FEATURES], bias)

    ours: Callable[[Held], list[int]] = lambda one: own_clusters(case, one, *told[one.fold])  # noqa: E731
    return Way(name, held_out(case, odds), {"our clustering": ours, "components": partial(connected, case)})


def fitted_to(case: Case) -> Callable[[int], tuple[Mapping[str, Mapping[str, float]], float]]:
    """Our weights drawn from those in use to the pairs of a source, without the fold that is held out."""
    names = [(one.name, outcome) for one in scoring.FEATURES for outcome in one.weights]
    starts = np.cumsum([0, *(len(one.weights) for one in scoring.FEATURES)])[:-1]
    rows = np.zeros((len(case.own), len(names) + 1))
    rows[:, -1] = 1
    for at, start in enumerate(starts):
        stated = case.own[:, at] >= 0
        rows[stated, start + case.own[stated, at]] = 1
    prior = np.array([*chain.from_iterable(one.weights.values() for one in scoring.FEATURES), scoring.BIAS])

    def fitted(fold: int) -> tuple[Mapping[str, Mapping[str, float]], float]:
        kept = case.trained(fold)
        same, weight = case.same[kept].astype(float), case.weight[kept]
        found = drawn(rows[kept], same, weight, prior=prior, pull=np.full(len(prior), RIDGE)).tolist()
        told: dict[str, dict[str, float]] = defaultdict(dict)
        for (name, outcome), value in zip(names, found[:-1], strict=True):
            told[name][outcome] = value
        return told, found[-1]

    return fitted


def splink_way(case: Case, models: Callable[[int], Any], name: str) -> Way:
    """Splink's scores, by the model that ``models`` gives a fold."""
    told = {fold: models(fold) for fold in range(FOLDS)}
    same = all(model is told[0] for model in told.values())
    scores = {fold: case.yardstick.score(told[fold]).weights * TWICE for fold in ([0] if same else range(FOLDS))}
    held = held_out(case, lambda fold: scores[0 if same else fold])
    ours: Callable[[Held], list[int]] = lambda one: splink_clusters(case, one, told[one.fold])  # noqa: E731
    return Way(name, held, {"our clustering": ours, "components": partial(connected, case)})


def splink_ways(case: Case, sources: Sequence[Case]) -> Iterator[Way]:
    """Splink as its tutorial has it; with m from labels; and with m and u from what ours is learnt from."""
    model = case.yardstick.expect()
    yield splink_way(case, lambda _: model, "Splink, without labels")

    def learnt(fold: int) -> Any:
        return case.yardstick.learn(model, case.pairs[case.trained(fold) & case.same])

    def shares(fold: int) -> Any:
        kept = [(one, one.trained(fold)) for one in sources]
        outcomes = np.concatenate([one.outcomes[rows] for one, rows in kept])
        same = np.concatenate([one.same[rows] for one, rows in kept])
        return splink_model.counted(outcomes, same, np.concatenate([one.weight[rows] for one, rows in kept]))

    yield splink_way(case, learnt, "Splink, m from labels")
    yield splink_way(case, shares, "Splink, m and u from labels")


def seconds(case: Case) -> tuple[list[float], list[float]]:
    """Seconds of the processor for scoring the pairs of a source, ours and Splink's, in turn, three times."""
    model = splink_model.counted(case.outcomes, case.same, case.weight)
    profiles, background = case.matched.profiles, case.matched.background
    ours, theirs = [], []
    for _ in range(3):
        begun = time.process_time()
        judged(profiles, background, *case.pairs.T)
        ours.append(time.process_time() - begun)
        theirs.append(case.yardstick.score(model).seconds)
    return ours, theirs


def compare(case: Case, ways: Iterator[Way], packs: Any) -> None:
    """Print the rows of one source."""
    agreed = case.agreement()
    least = min(agreed, key=lambda name: agreed[name])
    out(
        f"\n{case.name}: {len(case.document)} reports, {len(case.pairs)} pairs, {int(case.same.sum())} of one incident;"
    )
    out(f" outcomes agree in {sum(agreed.values()) / len(agreed):.2%} ({least}: {agreed[least]:.2%})\n")
    out("| way | P | R | pair F1 | beside ours | average precision | B-cubed | B-cubed, components |\n")
    out("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
    first: NDArray[np.int64] | None = None
    for way in ways:
        found = counts(case, way.held)
        right, wrong, missed = found.sum(axis=0).tolist()
        beside = ""
        if first is None:
            first = found
        else:
            low, high = interval(found, first)
            beside = f"{f1(found.sum(axis=0)) - f1(first.sum(axis=0)):+.3f} ({low:+.3f} to {high:+.3f})"
        mine = [(one.odds[case.fold[:, 0] == one.fold], case.same[case.fold[:, 0] == one.fold]) for one in way.held]
        precision = average_precision(np.concatenate([a for a, _ in mine]), np.concatenate([b for _, b in mine]))
        cubes = " | ".join(f"{b3(case, way.held, clusters, packs):.3f}" for clusters in way.clusters.values())
        shares = f"{right / max(right + wrong, 1):.3f} | {right / max(right + missed, 1):.3f}"
        out(f"| {way.name} | {shares} | {f1(found.sum(axis=0)):.3f} | {beside} | {precision:.3f} | {cubes} |\n")
    show_seconds(case)


def show_seconds(case: Case) -> None:
    """Print how long either takes, and the ratio."""
    ours, theirs = seconds(case)
    told = " and ".join(f"{', '.join(f'{one:.2f}' for one in runs)}" for runs in (ours, theirs))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    out(f"seconds of one processor for these pairs, ours and Splink's in turn: {told}; ratio {ratio:.2f}\n")


def out(text: str) -> None:
    """Print at once: the whole takes minutes."""
    sys.stdout.write(text)
    sys.stdout.flush()


def shipped(_: int) -> tuple[dict[str, Mapping[str, float]], float]:
    """The weights in use, for every fold."""
    return {one.name: one.weights for one in scoring.FEATURES}, scoring.BIAS


def main() -> None:
    """Compare on what was asked for and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--packs", type=Path)
    parser.add_argument("--reports", type=int, nargs="*", default=[])
    parser.add_argument("--seconds", action="store_true", help="of the stream only how long scoring takes")
    asked = parser.parse_args()
    if asked.packs:
        sys.path.insert(0, str(asked.packs))
        pack, gold = of_pack(asked.packs)
        cases = [
            Case("pack linking", pack, gold=gold), Case("our three corpora", of_corpora())
        ]  # fmt: skip
        table = Table([one.source for one in cases])
        fits = {fold: table.fit(without=fold) for fold in range(FOLDS)}
        scorer = importlib.import_module("linking")

        def fitted(fold: int) -> tuple[Mapping[str, Mapping[str, float]], float]:
            return table.weights(fits[fold]), float(fits[fold][-1])

        for case in cases:
            ours = own_way(case, fitted, "tallybook")
            compare(case, chain([ours], splink_ways(case, cases)), scorer)
    for reports in asked.reports:
        case = Case(f"stream of {reports}", of_stream(reports), dims=DIMS_OF_STREAM if reports < MANY else DIMS_OF_MANY)
        if asked.seconds:
            out(f"{case.name}, {len(case.pairs)} pairs: ")
            show_seconds(case)
            continue
        ours = own_way(case, fitted_to(case), "tallybook"), own_way(case, shipped, "tallybook, as shipped")
        compare(case, chain(ours, splink_ways(case, [case])), None)


if __name__ == "__main__":
    main()
