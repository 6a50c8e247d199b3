"""The link model: the list of comparisons, what each outcome weighs, and the probability they add up to.

A weight is a log odds (natural), as in Fellegi and Sunter (1969): how much more often the outcome is met between two
reports of one incident than between two reports of two. The weights were set by hand and checked on development data;
every change makes a new ``MODEL`` version.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tallybook.link.compare import actors, counts, dates, places, text
from tallybook.link.profile import Background, Profile
from tallybook.model import Judgement, Link, Reason

MODEL = "link/1"
BIAS = -2.7
"""Log odds that two reports which share a block tell of one incident, before anything is compared."""
SAME_FROM = 0.5
"""Probability from which two reports are judged the same."""
UNSURE_FROM = 0.15
"""Probability from which a pair is worth a person's look."""
CEILING = 0.45
"""Highest probability of a pair for which nothing but likeness of text speaks."""
GROUNDS = 0.5
"""Weight that the comparisons of facts (date, place, toll, names …) must bring for a pair to be judged same."""

Comparison = Callable[[Profile, Profile, Background], str | None]


@dataclass(frozen=True, slots=True)
class Feature:
    """One comparison, the weight of each of its outcomes, and whether it is about the text rather than the facts."""

    name: str
    compare: Comparison
    weights: Mapping[str, float]
    textual: bool = False


FEATURES: tuple[Feature, ...] = (
    Feature(
        "when",
        dates.when,
        {
            "same day": 2.1,
            "one day apart": 0.8,
            "within the same weeks": 1.1,
            "within a longer period": 0.6,
            "two or three days apart": 0.1,
            "days apart": 0.0,
            "months apart": -0.8,
            "two or three days apart, both printed": -2.5,
            "days apart, both printed": -5.0,
            "months apart, both printed": -8.0,
        },
    ),
    Feature("told before", dates.told_before, {"published before it happened": -6.0, "published afterwards": 0.0}),
    Feature(
        "published",
        dates.published,
        {
            "published within a day": 2.0,
            "published within days": 1.0,
            "published within weeks": -0.4,
            "published months apart": -1.6,
            "published months apart, in passing": -0.8,
        },
    ),
    Feature(
        "where",
        places.where,
        {
            "same town": 1.1,
            "same town, one often reported from": 0.7,
            "near": 0.0,
            "same province": 0.4,
            "same country": 0.2,
            "town in the name of the site": 1.0,
            "towns of one name": 0.9,
            "other town, but named": 0.4,
            "perhaps another town": -1.1,
            "other town": -2.5,
            "other province": -3.0,
            "other country": -4.2,
        },
    ),
    Feature(
        "site", places.site, {"target of the same name": 2.0, "same kind of target": 1.2, "other kind of target": -0.6}
    ),
    Feature("act", actors.act, {"same kind of act": 0.1, "related kind of act": 0.0, "other kind of act": -1.0}),
    Feature(
        "perpetrators",
        actors.perpetrators,
        {
            "same perpetrator": 1.0,
            "same perpetrator, one often named": 0.3,
            "branch and parent": 0.3,
            "other perpetrator": -0.6,
        },
    ),
    Feature(
        "people",
        actors.people,
        {"a person of the same name": 2.8, "a person whom the other mentions": 2.6, "other people named": -0.2},
    ),
    Feature("weapon", actors.weapon, {"same weapon": 0.5, "other weapon": -0.2}),
    Feature(
        "killed",
        counts.killed,
        {
            "same large figure": 2.5,
            "same small figure": 0.8,
            "none in both": 0.3,
            "close figures": 1.0,
            "figures that allow each other": 0.0,
            "other figure": 0.0,
            "figures far apart": -0.8,
        },
    ),
    Feature(
        "injured",
        counts.injured,
        {
            "same large figure": 2.0,
            "same small figure": 0.4,
            "none in both": 0.2,
            "close figures": 0.7,
            "figures that allow each other": 0.0,
            "other figure": 0.0,
            "figures far apart": -0.3,
        },
    ),
    Feature(
        "names",
        text.names,
        {
            "a whole cast of names shared": 1.6,
            "several rare names shared": 0.4,
            "a rare name shared": -0.1,
            "no rare name shared": 0.0,
        },
    ),
    Feature(
        "words",
        text.words,
        {
            "wording alike": 3.4,
            "wording close": 3.0,
            "wording related": 2.2,
            "wording loosely related": 1.0,
            "wording faintly related": -0.5,
            "wording unlike": -3.3,
            "wording faintly related, in passing": -1.0,
            "wording unlike, in passing": -2.2,
        },
        textual=True,
    ),
)
"""Every comparison of the model, in the order in which reasons are shown."""


def _reasons(left: Profile, right: Profile, background: Background) -> tuple[Reason, ...]:
    outcomes = ((feature, feature.compare(left, right, background)) for feature in FEATURES)
    return tuple(
        Reason(feature=feature.name, outcome=outcome, weight=feature.weights[outcome])
        for feature, outcome in outcomes
        if outcome is not None
    )


TEXTUAL = frozenset(feature.name for feature in FEATURES if feature.textual)


def probability(log_odds: float) -> float:
    """The probability that belongs to natural log odds."""
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, log_odds))))


def score(left: Profile, right: Profile, background: Background) -> tuple[float, tuple[Reason, ...]]:
    """The probability that two reports tell of one incident, and what every comparison contributed."""
    reasons = _reasons(left, right, background)
    chance = probability(BIAS + sum(reason.weight for reason in reasons))
    grounds = sum(reason.weight for reason in reasons if reason.weight > 0 and reason.feature not in TEXTUAL)
    return (chance if grounds >= GROUNDS else min(chance, CEILING)), reasons


FACTS = ("when", "where", "site", "act", "killed", "injured")
"""Features by which two reports of one document can contradict each other."""
CONTRADICTS = -0.5
"""Weight from which one of them does."""


def may_be_one(left: Profile, right: Profile, background: Background) -> bool:
    """Whether two reports of one document may be one incident told twice: no fact contradicts it."""
    return all(
        feature.weights[outcome] > CONTRADICTS
        for feature in FEATURES
        if feature.name in FACTS and (outcome := feature.compare(left, right, background)) is not None
    )


def judge(left: Profile, right: Profile, background: Background) -> Link:
    """The model's judgement on two reports, with its reasons."""
    left, right = sorted((left, right), key=lambda profile: profile.report_id)
    chance, reasons = score(left, right, background)
    if chance >= SAME_FROM:
        judgement = Judgement.SAME
    else:
        judgement = Judgement.UNSURE if chance >= UNSURE_FROM else Judgement.DIFFERENT
    return Link(
        left=left.report_id, right=right.report_id, judgement=judgement, score=round(chance, 4), judge=MODEL,
        reasons=reasons,
    )  # fmt: skip
