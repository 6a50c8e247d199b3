"""Splink over the columns of :mod:`splink_columns`: its model, its ways of estimating it, its scores of given pairs."""

from __future__ import annotations

import logging
import tempfile
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink_columns import COLUMNS, COMPARISONS, PAIRS, Level, case, columns, levels, pair_ids

from tallybook.link.matching import Matched

Model = dict[str, Any]
"""Settings of Splink with all of their parameters, as it saves them."""
Pairs = NDArray[np.int64]
"""Pairs of rows, one in each line, left before right."""

SAMPLED = 1_000_000
"""Random pairs from which u is estimated, as its tutorial does."""
RECALL = 0.3
"""Share of pairs of one incident that town, day and kind of act find together: a guess, as Splink asks for one."""
SMOOTH = 0.5
"""Added to every count of labelled pairs."""
TRAINED_ON = (("town_key",), ("first_day", "first_type"))
"""Columns within whose blocks m is estimated; each leaves the comparisons of its own columns to the other."""

logging.getLogger("splink").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", module="splink")


@dataclass(frozen=True, slots=True)
class Scored:
    """What Splink says of pairs: match weights (log odds to base 2), and the seconds of the processor it took."""

    weights: NDArray[np.float64]
    seconds: float


def _level(told: Level, *, first: bool, chances: tuple[float, float] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"sql_condition": told[1], "label_for_charts": told[0]}
    if first:
        made["is_null_level"] = True
    elif chances:
        made["m_probability"], made["u_probability"] = chances
    return made


def settings(chances: Mapping[str, Sequence[tuple[float, float]]] | None = None) -> Any:
    """The model with its comparisons; ``chances`` gives each outcome of a feature, null level left out, its m and u."""
    comparisons = []
    for feature in COMPARISONS:
        known: Iterable[tuple[float, float] | None] = (None, *(chances[feature] if chances else [None] * 20))
        comparisons.append({
            "output_column_name": feature.replace(" ", "_"),
            "comparison_levels": [
                _level(told, first=not at, chances=one)
                for at, (told, one) in enumerate(zip(levels(feature), known, strict=False))
            ],
        })  # fmt: skip
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": f"l.{PAIRS} = r.{PAIRS}", "arrays_to_explode": [PAIRS], "sql_dialect": "duckdb"}
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
        probability_two_random_records_match=0.001,
    )


class Yardstick:
    """The reports of one source in a database of Splink's, on one thread."""

    def __init__(self, matched: Matched, *, dims: int) -> None:
        self._rows = len(matched.profiles)
        self._folder = tempfile.TemporaryDirectory(prefix="tallybook-yardstick-")
        chosen = {"threads": 1, "memory_limit": "6GB", "temp_directory": self._folder.name}
        self._open = duckdb.connect(config=chosen)
        table = columns(matched, dims=dims)
        self._open.register("given", table)
        chosen = f"* REPLACE (words::FLOAT[{dims}] AS words)"
        self._open.execute(f"CREATE TABLE base AS SELECT {chosen} FROM given")  # noqa: S608  of our own making
        self._open.unregister("given")
        self.give(np.empty((0, 2), np.int64))

    def give(self, pairs: Pairs) -> None:
        """Have these pairs compared from now on."""
        self._given = pairs
        self._open.register("numbers", pair_ids(self._rows, pairs))
        self._open.execute("CREATE OR REPLACE TABLE reports AS SELECT * FROM base JOIN numbers USING (unique_id)")
        self._open.unregister("numbers")

    def _linker(self, model: Any) -> Linker:
        return Linker("reports", model, db_api=DuckDBAPI(connection=self._open))

    def expect(self) -> Model:
        """Estimated without labels: u from random pairs, m by expectation maximisation."""
        linker = self._linker(settings())
        sure = "l.town_key = r.town_key AND l.first_day = r.first_day AND l.first_type = r.first_type"
        linker.training.estimate_probability_two_random_records_match([sure], recall=RECALL)
        linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=1)
        for names in TRAINED_ON:
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*names))
        model: Model = linker.misc.save_model_to_json()
        return model

    def learn(self, model: Model, same: Pairs) -> Model:
        """The model with m estimated anew from pairs that people judged the same."""
        linker = self._linker(model)
        found = pa.table({"unique_id_l": same[:, 0], "unique_id_r": same[:, 1]})
        self._open.register("judged", found)
        self._open.execute("CREATE OR REPLACE TABLE labels AS SELECT * FROM judged")
        self._open.unregister("judged")
        linker.training.estimate_m_from_pairwise_labels("labels")
        learnt: Model = linker.misc.save_model_to_json()
        return learnt

    def score(self, model: Any) -> Scored:
        """The scores of the pairs given, in their order."""
        linker = self._linker(model)
        begun = time.process_time()
        predicted = linker.inference.predict()
        seconds = time.process_time() - begun
        wanted = f"SELECT unique_id_l, unique_id_r, match_weight FROM {predicted.physical_name}"  # noqa: S608
        told = self._open.execute(wanted).fetchnumpy()
        predicted.drop_table_from_database_and_remove_from_cache()
        found = np.lexsort((told["unique_id_r"], told["unique_id_l"]))
        given = np.lexsort((self._given[:, 1], self._given[:, 0]))
        if len(found) != len(given):
            raise ValueError(f"Splink scored {len(found)} pairs of {len(given)} given; each must be given once")
        weights = np.empty(len(given))
        weights[given] = np.asarray(told["match_weight"], np.float64)[found]
        return Scored(weights, seconds)

    def outcomes(self) -> NDArray[np.int8]:
        """The outcome of each pair given (rows) in each comparison, as its place in ``levels``."""
        self._open.register("asked", pa.table({"l": self._given[:, 0], "r": self._given[:, 1]}))
        sides = ", ".join(f"one.{name} AS {name}_l, other.{name} AS {name}_r" for name in (*COLUMNS, "words"))
        both = "asked JOIN base one ON one.unique_id = l JOIN base other ON other.unique_id = r"
        cases = ", ".join(f"{case(feature)} AS g{at}" for at, feature in enumerate(COMPARISONS))
        query = f"SELECT l, r, {cases} FROM (SELECT l, r, {sides} FROM {both})"  # noqa: S608  of our own making
        told = self._open.execute(query).fetchnumpy()
        self._open.unregister("asked")
        found = np.lexsort((told["r"], told["l"]))
        given = np.lexsort((self._given[:, 1], self._given[:, 0]))
        codes = np.empty((len(given), len(COMPARISONS)), np.int8)
        for at in range(len(COMPARISONS)):
            codes[given, at] = np.asarray(told[f"g{at}"])[found]
        return codes


def counted(outcomes: NDArray[np.int8], same: NDArray[np.bool_], weight: NDArray[np.float64]) -> Any:
    """A model whose m and u are shares among labelled pairs that are worth comparing, each counted by its weight."""
    chances = {}
    for at, feature in enumerate(COMPARISONS):
        told = outcomes[:, at]
        sides = []
        for judged in (same, ~same):
            kept = judged & (told > 0)
            counts = np.bincount(told[kept], weight[kept], len(levels(feature)))[1:] + SMOOTH
            sides.append(counts / counts.sum())
        chances[feature] = list(zip(*(side.tolist() for side in sides), strict=True))
    return settings(chances)
