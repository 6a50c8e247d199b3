"""The link model: the list of comparisons, what each outcome weighs, and the probability they add up to.

A weight is a log odds (natural), as in Fellegi and Sunter (1969): how much more often the outcome is met between two
reports of one incident than between two reports of two. The weights were set by hand and checked on development data;
every change makes a new ``MODEL`` version.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tallybook.link.background import Background
from tallybook.link.batch import Batch, Rows
from tallybook.link.compare import actors, counts, dates, places, text
from tallybook.link.looking import Look
from tallybook.link.profile import Profile
from tallybook.model import Judgement, Link, Reason

SAME_FROM = 0.5
"""Probability from which two reports are judged the same."""
UNSURE_FROM = 0.15
"""Probability from which a pair is worth a person's look."""
CEILING = 0.45
"""Highest probability of a pair for which nothing but likeness of text speaks."""
GROUNDS = 0.5
"""Weight that the comparisons of facts (date, place, toll, names …) must bring for a pair to be judged same."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One comparison, the weight of each of its outcomes, and whether it is about the text rather than the facts."""

    name: str
    compare: Look
    weights: Mapping[str, float]
    textual: bool = False

    @property
    def places(self) -> Mapping[str | None, int]:
        """The place of each outcome among the weights; that of "not stated" is behind them."""
        return {outcome: at for at, outcome in enumerate((*self.weights, None))}


def _load() -> dict[str, Any]:
    table: dict[str, Any] = yaml.load(
        Path(__file__).with_name("weights.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return table


_TABLE = _load()
MODEL: str = _TABLE["model"]
"""The version of the comparisons and weights, kept with every link."""
BIAS: float = _TABLE["bias"]
"""Log odds that two reports which share a block tell of one incident, before anything is compared."""
COMPARISONS: tuple[Look, ...] = (
    dates.when, dates.told_before, dates.published, places.where, places.site, actors.act, actors.perpetrators,
    actors.people, actors.weapon, counts.killed, counts.injured, text.names, text.words,
)  # fmt: skip
"""Every comparison of the model, in the order in which reasons are shown."""
FEATURES: tuple[Feature, ...] = tuple(
    Feature(name, compare, _TABLE["weights"][name], textual=compare is text.words)
    for compare in COMPARISONS
    for name in [compare.tell.__name__.replace("_", " ")]
)


REASONS: Mapping[tuple[str, str], Reason] = {
    (feature.name, outcome): Reason(feature=feature.name, outcome=outcome, weight=weight)
    for feature in FEATURES
    for outcome, weight in feature.weights.items()
}
"""Every reason there can be: a million links share them."""


def _reasons(left: Profile, right: Profile, background: Background) -> tuple[Reason, ...]:
    outcomes = ((feature, feature.compare(left, right, background)) for feature in FEATURES)
    return tuple(REASONS[feature.name, outcome] for feature, outcome in outcomes if outcome is not None)


TEXTUAL = frozenset(feature.name for feature in FEATURES if feature.textual)


def probability(log_odds: float) -> float:
    """The probability that belongs to natural log odds."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))


def score(left: Profile, right: Profile, background: Background) -> tuple[float, tuple[Reason, ...]]:
    """The probability that two reports tell of one incident, and what every comparison contributed."""
    reasons = _reasons(left, right, background)
    return _added(reasons), reasons


def _added(reasons: Sequence[Reason]) -> float:
    grounds = sum(one.weight for one in reasons if one.weight > 0 and one.feature not in TEXTUAL)
    return _chance(BIAS + sum(one.weight for one in reasons), grounds)


def _chance(log_odds: float, grounds: float) -> float:
    return probability(log_odds) if grounds >= GROUNDS else min(probability(log_odds), CEILING)


def in_turn(features: Sequence[Feature]) -> tuple[tuple[Feature, float], ...]:
    """The comparisons, the quick ones first, each with the most that those after it can still add."""
    last = ("people", "names", "words")
    order = sorted(features, key=lambda feature: last.index(feature.name) if feature.name in last else -1)
    most = [max(0.0, *feature.weights.values()) for feature in order]
    return tuple((one, sum(most[at + 1 :])) for at, one in enumerate(order))


IN_TURN = in_turn(FEATURES)
LEAST = math.log(UNSURE_FROM / (1 - UNSURE_FROM))
"""Log odds below which a pair is judged different."""


def chances(batch: Batch, lefts: Rows, rights: Rows) -> tuple[Rows, list[float]]:
    """The pairs of rows that are not judged different, and their probabilities as in :func:`score`.

    The others are let go as soon as it is clear that they will be.
    """
    kept, log_odds, grounds = np.arange(len(lefts)), np.full(len(lefts), BIAS), np.zeros(len(lefts))
    for feature, most in IN_TURN:
        weights = np.array([*feature.weights.values(), 0.0])
        added = weights[batch.outcomes(feature.compare, feature.places, lefts[kept], rights[kept])]
        log_odds += added
        if not feature.textual:
            grounds += np.maximum(added, 0.0)
        likely = log_odds + most >= LEAST
        kept, log_odds, grounds = kept[likely], log_odds[likely], grounds[likely]
    return kept, list(map(_chance, log_odds.tolist(), grounds.tolist()))


CONTRADICTIONS: Mapping[str, frozenset[str]] = {
    "when": frozenset({
        "months apart", "two or three days apart, both printed", "days apart, both printed",
        "months apart, both printed",
    }),
    "where": frozenset({"perhaps another town", "other town", "other province", "other country"}),
    "site": frozenset({"other kind of target"}),
    "act": frozenset({"other kind of act"}),
    "killed": frozenset({"figures far apart"}),
}  # fmt: skip
"""Outcomes by which two reports of one document are two incidents."""


def may_be_one(left: Profile, right: Profile, background: Background) -> bool:
    """Whether two reports of one document may be one incident told twice: no fact contradicts it."""
    return not any(
        feature.compare(left, right, background) in CONTRADICTIONS[feature.name]
        for feature in FEATURES
        if feature.name in CONTRADICTIONS
    )


def tells_again(lead: Profile, other: Profile, background: Background) -> bool:
    """Whether a report only says again what its document is about: the same act, nothing against it, no day or no town.

    A page that tells of an attack and later of "the attack" is one account of it.
    """
    if other.threatened or (other.when is not None and other.town is not None):
        return False
    told = {feature.name: feature.compare(lead, other, background) for feature in FEATURES if feature.name in AGAIN}
    return all(told[name] in allowed for name, allowed in AGAIN.items()) and may_be_one(lead, other, background)


AGAIN: Mapping[str, frozenset[str | None]] = {
    "act": frozenset({"same kind of act"}),
    "when": frozenset({None, "same day", "within the same weeks"}),
    "where": frozenset({
        None, "near", "same town", "same town, one often reported from", "same country", "same province",
        "town in the name of the site",
    }),
    "killed": frozenset({None, "same large figure", "same small figure", "none in both", "close figures",
                         "figures that allow each other"}),
    "injured": frozenset({None, "same large figure", "same small figure", "none in both", "close figures",
                          "figures that allow each other"}),
    "people": frozenset({None, "a person of the same name", "a person whom the other mentions"}),
}  # fmt: skip
"""What two reports of one document may have in common or leave open to be one account."""
SAID_AGAIN = Reason(feature="document", outcome="the same page says it again", weight=4.0)


def judge_again(lead: Profile, other: Profile, background: Background) -> Link:
    """The link of a report to its document's main one, which it only says again."""
    left, right = sorted((lead, other), key=lambda profile: profile.report_id)
    reasons = (SAID_AGAIN, *_reasons(left, right, background))
    sure = max(SAME_FROM, probability(BIAS + sum(reason.weight for reason in reasons)))
    return Link(
        left=left.report_id, right=right.report_id, judgement=Judgement.SAME, score=round(sure, 4), judge=MODEL,
        reasons=reasons,
    )  # fmt: skip


def judge(left: Profile, right: Profile, background: Background) -> Link:
    """The model's judgement on two reports, with its reasons."""
    left, right = sorted((left, right), key=lambda profile: profile.report_id)
    return _judged(left.report_id, right.report_id, _reasons(left, right, background))


def judge_all(batch: Batch, ids: Sequence[str], lefts: Rows, rights: Rows) -> Iterator[Link]:
    """:func:`judge` of pairs of rows of a batch, whose reports have these ids; left before right by them."""
    told = [batch.outcomes(one.compare, one.places, lefts, rights).tolist() for one in FEATURES]
    known = [[*(REASONS[one.name, outcome] for outcome in one.weights), None] for one in FEATURES]
    for left, right, *outcomes in zip(lefts.tolist(), rights.tolist(), *told, strict=True):
        reasons = (reasons[at] for reasons, at in zip(known, outcomes, strict=True))
        yield _judged(ids[left], ids[right], tuple(reason for reason in reasons if reason is not None))


def _judged(left: str, right: str, reasons: tuple[Reason, ...]) -> Link:
    sure = round(_added(reasons), 4)  # as it is kept and shown, so that nothing is the same by a figure nobody sees
    if sure >= SAME_FROM:
        judgement = Judgement.SAME
    else:
        judgement = Judgement.UNSURE if sure >= UNSURE_FROM else Judgement.DIFFERENT
    return Link(left=left, right=right, judgement=judgement, score=sure, judge=MODEL, reasons=reasons)
