"""How likely each field of a report is right: a logistic model over what the report itself shows.

The weights stand in ``confidence.yaml``; ``evals/confidence.py`` fits them to texts whose answers are known and
measures, on texts left out, whether "0.8" is right in eight cases of ten (docs/explanation/confidence.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from tallybook.errors import CodebookError
from tallybook.model import Actor, Claim, Count, Incident, PartialDate, Place, Report
from tallybook.model.claim import DOUBTED
from tallybook.reconcile.figures import Figure, figure_of

MODEL = "confidence/1"
SPOKEN = 0.5
"""Below this score a date claim rests on the day of saying, a type on a weak word (``extract/emit.py``)."""
CONTRADICTED = 0.5
"""What is left of the confidence in a field that its own page contradicts (``resolve/contradictions.py``)."""
BIAS = "bias"
"""The name of the weight that every report of a field has."""
LONG = 6
"""Sentences of one story from which on more of them say nothing new."""
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """The probability, 0 to 1, that each field of a report is right; ``None`` where the report does not state it."""

    event_type: float | None = None
    when: float | None = None
    where: float | None = None
    perpetrators: float | None = None
    killed: float | None = None
    injured: float | None = None

    @property
    def overall(self) -> float:
        """The share of the stated fields that is expected to be right, 0 to 1; 0 where nothing is stated."""
        stated = [value for field in FIELDS if (value := getattr(self, field)) is not None]
        return round(sum(stated) / len(stated), 3) if stated else 0.0


FIELDS = tuple(field.name for field in fields(Confidence))


def confidence_of(report: Report) -> Confidence:
    """The confidence in each stated field of a report.

    Raises:
        CodebookError: ``confidence.yaml`` is broken.
    """
    weights = load_weights()
    shown = features(report)
    sure = {field: _probability(shown[field], weights[field]) for field in FIELDS if field in shown}
    for field in _contradicted(report) & sure.keys():
        sure[field] = round(sure[field] * CONTRADICTED, 3)
    return Confidence(**sure)


def _contradicted(report: Report) -> set[str]:
    """The fields whose claims the page contradicts."""
    doubtful = [one for one in report.claims if one.score <= DOUBTED and one.prop in ("when", "casualty")]
    outcomes = {one.value.outcome for one in doubtful if isinstance(one.value, Count)}
    return {"when" for one in doubtful if one.prop == "when"} | {str(one) for one in outcomes}


def confidence_in(incident: Incident) -> Confidence:
    """The mean confidence of an incident's reports in each field that any of them states."""
    held = [confidence_of(report) for report in incident.reports]
    return Confidence(**{field: _mean(getattr(one, field) for one in held) for field in FIELDS})


def _mean(values: Iterable[float | None]) -> float | None:
    stated = [value for value in values if value is not None]
    return round(sum(stated) / len(stated), 3) if stated else None


def _probability(shown: Features, weights: Features) -> float:
    total = sum(weights.get(name, 0.0) * value for name, value in shown.items())
    return round(1 / (1 + math.exp(-total)), 3)


@cache
def load_weights() -> Mapping[str, Features]:
    """The weight of every feature, by field; read once.

    Raises:
        CodebookError: a field is missing or unknown.
    """
    path = resources.files("tallybook.reconcile").joinpath("confidence.yaml")
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if raw.get("model") != MODEL or set(raw.get("weights", ())) != set(FIELDS):
        raise CodebookError(f"reconcile/confidence.yaml: wants model {MODEL} and weights of {', '.join(FIELDS)}")
    return MappingProxyType(raw["weights"])


def features(report: Report) -> dict[str, Features]:
    """What each stated field of a report shows, by the names that the weights have; fields not stated are left out."""
    common = _common(report)
    found = {
        "event_type": _type(report),
        "when": _when(report),
        "where": _where(report),
        "perpetrators": _who(report),
        **{outcome: _figure(report, outcome) for outcome in ("killed", "injured")},
    }
    return {field: {BIAS: 1.0, **common, **shown} for field, shown in found.items() if shown is not None}


def _common(report: Report) -> dict[str, float]:
    """How well the report as a whole is told."""
    when, where = report.when, report.where
    sentences = min(len(report.evidence), LONG)
    return {
        "one_sentence": float(sentences <= 1),
        "long": float(sentences >= LONG),
        "happened": float(report.stage == "accomplished"),
        "dated": float(when.precision == "day"),
        "placed": float(where.precision in ("site", "place", "district")),
        "somebody": float(bool(report.perpetrators)),
        "somebody_known": float(any(one.actor for one in report.perpetrators)),
        "toll": float(figure_of(report, "killed") is not None),
        "strong": max((one.score for one in _claims(report, "event_type")), default=0.0),
    }


def _claims(report: Report, prop: str) -> Iterator[Claim]:
    return (one for one in report.claims if one.prop == prop)


def _type(report: Report) -> dict[str, float]:
    leading = next(_claims(report, "event_type")).score if report.claims else 0.0
    return {
        "leading": leading,
        "types_more": float(min(len(report.event_types) - 1, 3)),
        "unnamed": float(report.event_types[0] in ("other", "armed_assault")),
        "weapon": float(bool(report.weapons)),
    }


def _when(report: Report) -> dict[str, float] | None:
    told = [one for one in _claims(report, "when") if isinstance(one.value, PartialDate)]
    when = report.when
    if not told or (when.start is None and when.end is None):
        return None
    return {
        "spoken": float(told[0].score < SPOKEN),
        "written_out": float(any(mark.isdigit() for mark in when.text or "")),
        "agreeing": float(min(len(told[0].evidence) - 1, 2)),
        "month": float(when.precision == "month"),
        "wide": float(when.precision not in ("day", "month")),
    }


def _where(report: Report) -> dict[str, float] | None:
    told = [one for one in _claims(report, "where") if isinstance(one.value, Place)]
    where = report.where
    if not told or where.precision == "unknown":
        return None
    return {
        "point": float(where.precision in ("site", "place")),
        "district": float(where.precision == "district"),
        "area": float(where.precision == "admin1"),
        "country_only": float(where.precision == "country"),
        "agreeing": float(min(len(told[0].evidence) - 1, 3)),
        "with_site": float(where.site is not None),
    }


def _who(report: Report) -> dict[str, float] | None:
    actors: tuple[Actor, ...] = report.perpetrators
    if not actors:
        return None
    best = max(one.score for one in _claims(report, "perpetrator"))
    return {
        "known": float(any(one.actor for one in actors)),
        "claimed": float(any(one.status == "claimed" for one in actors)),
        "suspected": float(any(one.status == "suspected" for one in actors)),
        "denied": float(any(one.status == "denied" for one in actors)),
        "several": float(min(len(actors) - 1, 3)),
        "state": float(any(one.kind == "state" for one in actors)),
        "individual": float(all(one.kind == "individual" for one in actors)),
        "said_outright": best,
    }


def _figure(report: Report, outcome: str) -> dict[str, float] | None:
    figure = figure_of(report, outcome)
    if figure is None:
        return None
    value = figure.range.best if figure.range.best is not None else figure.range.low
    counts = [one.value for one in _claims(report, "casualty") if isinstance(one.value, Count)]
    same = [one for one in counts if one.outcome == outcome and one.side != "perpetrators"]
    return {
        "summed": float(figure.how == "sum"),
        "partial": float(figure.partial),
        "range": float(figure.range.low != figure.range.high),
        "vague": float(figure.range.best is None),
        "one": float(value == 1),
        "size": math.log10(max(value or 1, 1)),
        "said": float(figure.said_by is not None),
        "figures_more": float(min(len(same) - len(figure.claims), 4)),
        "weakest": _weakest(figure),
        "attackers": float(any(one.outcome == outcome and one.side == "perpetrators" for one in counts)),
        "unsure": float(any(one.mood != "asserted" for one in counts)),
    }


def _weakest(figure: Figure) -> float:
    return min((one.score for one in figure.claims), default=0.0)
