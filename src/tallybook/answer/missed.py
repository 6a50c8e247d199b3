"""How many incidents did every source miss? Multiple-systems estimation from the overlap of independent sources.

Not a count, and never in one: nothing that tallies or exports imports this file. What the estimate assumes, and when
not to believe it, stands in docs/explanation/missed.md.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, erfc, floor, sqrt
from typing import TYPE_CHECKING, Any

from tallybook.answer.entries import View
from tallybook.answer.query import Query, Selection, query_line, select
from tallybook.answer.source_lists import (
    DEFAULT_MOST,
    LARGEST,
    OTHERS,
    OWN,
    Cell,
    SourceList,
    cells_of,
    make_lists,
    voices_of,
)
from tallybook.answer.table import Row, Table
from tallybook.errors import AnswerError

if TYPE_CHECKING:
    from tallybook.answer.averaging import Average
    from tallybook.answer.loglinear import Model, Overlaps

CRITERIA = ("aicc", "bic")
LEAST_OVERLAP = 10
"""Incidents that must stand on two lists or more; the error of Chapman's estimator is small from seven on (Robson and
Regier 1964), and models need more."""
CONSIDERED = 0.05
"""Models that weigh at least so much of the heaviest must agree."""
UNSTABLE = 3.0
"""Ratio of the highest to the lowest total of these models from which there is no telling."""
POOR_FIT = 0.01
"""Chance of overlaps so far from the heaviest model, below which it is said that the model does not fit."""
LEVEL_SHOWN = "95 %"

ALWAYS = (
    "An estimate, not a count: of incidents like these that none of the lists tells of. No tally and no export has it.",
    "It assumes that any list could have told of any incident, that lists depend on each other in no other way than "
    "the models allow, and that reports were linked when they tell of one incident and only then.",
    "Sources that follow each other make it too low, and so do kinds of incidents that nobody ever tells of; "
    "reports of one incident that were not linked make it too high.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimated number of incidents, with the bounds of its 95 % interval."""

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why there is no estimate, in a sentence, and as a code.

    The codes are ``one_list``, ``thin_overlap``, ``lists_apart``, ``no_estimate``, ``no_bound`` and ``unstable``.
    """

    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model in the mean: what it lets depend on what, its weight (0 to 1), and how many it says were missed.

    ``deviance`` is its distance from the overlaps (G²), with its degrees of freedom.
    """

    depends: str
    weight: float
    missed: float
    deviance: float
    degrees: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """Plain estimates of the missed, to hold beside; ``None`` where there is none.

    Chao's lower bound, and for two lists the estimates of Lincoln and Petersen and of Chapman, with its standard error.
    """

    lower_bound: float | None
    lincoln_petersen: float | None
    chapman: float | None
    chapman_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """How many incidents every list missed, or why that cannot be said.

    ``told`` is the number of incidents on at least one list; ``missed`` and ``total`` (told and missed together) are
    ``None`` where ``refusal`` says why. ``cells`` are the overlaps, ``models`` the mean's, the heaviest first.
    """

    query: Query
    rule: str
    criterion: str
    lists: tuple[SourceList, ...]
    cells: tuple[Cell, ...]
    told: int
    missed: Interval | None = None
    total: Interval | None = None
    refusal: Refusal | None = None
    models: tuple[ModelRow, ...] = ()
    models_without: int = 0
    checks: Checks | None = None
    caveats: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        if self.missed is None or self.total is None:
            return f"Not estimated: {self.refusal.reason if self.refusal else 'nothing is known'}."
        gone, total = self.missed, self.total
        return (
            f"About {gone.best} incidents were missed by every list ({LEVEL_SHOWN} interval {gone.low} to "
            f"{gone.high}); with the {self.told} told about {total.best} in all ({total.low} to {total.high})."
        )

    def line(self) -> dict[str, Any]:
        """The answer as one JSON object; ``tallybook schema missed`` describes it."""
        return {
            "estimate": "missed",
            "filters": query_line(self.query),
            "rule": self.rule,
            "criterion": self.criterion,
            "lists": [{"name": one.name, "voices": list(one.voices), "incidents": one.incidents} for one in self.lists],
            "overlaps": [
                {"lists": list(one.lists), "incidents": len(one.ids), "incident_ids": list(one.ids)}
                for one in self.cells
            ],
            "told": self.told,
            "missed": _bounds(self.missed),
            "total": _bounds(self.total),
            "level": 0.95,
            "refused": {"code": self.refusal.code, "reason": self.refusal.reason} if self.refusal else None,
            "models": [
                {
                    "depends": one.depends,
                    "weight": round(one.weight, 4),
                    "missed": round(one.missed, 2),
                    "deviance": round(one.deviance, 3),
                    "degrees_of_freedom": one.degrees,
                }
                for one in self.models
            ],
            "models_without_estimate": self.models_without,
            "checks": _checks_line(self.checks),
            "caveats": list(self.caveats),
        }

    def table(self) -> Table:
        """The overlaps as a table, with the answer and what to beware of below."""
        rows = tuple(Row(cells=(" + ".join(one.lists), len(one.ids)), ids=one.ids) for one in self.cells)
        return Table(
            title="Missed by every list",
            columns=("told by exactly", "incidents"),
            rows=rows,
            caveats=(self.sentence, *self.caveats),
        )


def _bounds(interval: Interval | None) -> dict[str, int] | None:
    return None if interval is None else {"low": interval.low, "best": interval.best, "high": interval.high}


def _checks_line(checks: Checks | None) -> dict[str, float | None] | None:
    if checks is None:
        return None
    found = (checks.lower_bound, checks.lincoln_petersen, checks.chapman, checks.chapman_error)
    names = ("chao_lower_bound", "lincoln_petersen", "chapman", "chapman_standard_error")
    return {name: None if value is None else round(value, 2) for name, value in zip(names, found, strict=True)}


def missed(
    view: View,
    query: Query | None = None,
    *,
    lists: str | Mapping[str, Sequence[str]] = LARGEST,
    most: int = DEFAULT_MOST,
    criterion: str = CRITERIA[0],
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Missed:
    """How many incidents like those that a query selects no source tells of, with a 95 % interval, or why not.

    ``lists`` is a rule (``largest`` or ``kinds``) or lists of one's own, name to voices; see
    :func:`~tallybook.answer.source_lists.make_lists`, also for ``most``. All hierarchical log-linear models of the
    overlaps with interactions of pairs are fitted and averaged by ``criterion`` (``aicc`` or ``bic``). Only incidents
    whose date surely lies in the window count. ``parents`` and ``known`` are as for
    :func:`~tallybook.answer.query.select`.

    Raises:
        AnswerError: a filter, rule, criterion or list that cannot be; a filter by source, which would make a list of
            all incidents.
    """
    if criterion not in CRITERIA:
        raise AnswerError(f"criterion: there is no {criterion!r}; there are {', '.join(CRITERIA)}")
    if query is not None and query.source:
        raise AnswerError("source: what one source tells says nothing about what it missed; give lists instead")
    selection = select(view, query, parents=parents, known=known)
    voices = voices_of(view, {one.incident_id for one in selection.certain})
    own, rule = (None, lists) if isinstance(lists, str) else (lists, OWN)
    made = make_lists(voices, rule=LARGEST if rule == OWN else rule, most=most, own=own)
    cells = cells_of(voices, made)
    told = sum(len(one.ids) for one in cells)
    begun = Missed(query=selection.query, rule=rule, criterion=criterion, lists=made, cells=cells, told=told)
    return answered(begun, _caveats(begun, selection))


def _caveats(begun: Missed, selection: Selection) -> tuple[str, ...]:
    caveats = []
    loose, unlisted = len(selection.all) - len(selection.certain), len(selection.certain) - begun.told
    if len(begun.lists) == 2:
        caveats.append(
            "Two lists cannot show whether they depend on each other; the interval allows for odds of five "
            "to one either way. With three lists it can be seen."
        )
    if loose:
        caveats.append(f"{loose} incidents are left out whose date may lie outside the window, or is not known.")
    if unlisted:
        caveats.append(f"{unlisted} incidents are left out that none of the lists tells of.")
    caveats += [
        f"The list {one.name!r} is made of {len(one.voices)} voices."
        for one in begun.lists
        if len(one.voices) > 1 and one.name == OTHERS
    ]
    return tuple(caveats + [f"{one} and {other} share no incident." for one, other in _apart(begun)])


def _apart(begun: Missed) -> list[tuple[str, str]]:
    names = [one.name for one in begun.lists]
    met = {(one, other) for cell in begun.cells if cell.ids for one in cell.lists for other in cell.lists}
    return [(one, other) for at, one in enumerate(names) for other in names[at + 1 :] if (one, other) not in met]


def answered(begun: Missed, caveats: tuple[str, ...] = ()) -> Missed:
    """The answer to a question with its lists and overlaps: an estimate, or the reason that there is none."""
    refusal = _too_thin(begun)
    if refusal is not None:
        return replace(begun, refusal=refusal, caveats=caveats)
    from tallybook.answer.averaging import average  # noqa: PLC0415  numpy is heavy

    overlaps = tuple(len(one.ids) for one in begun.cells)
    found = average(overlaps, criterion=begun.criterion)
    refusal = _not_to_be_said(found, begun.told)
    if found is None or found.high is None or refusal is not None:
        return replace(begun, refusal=refusal, caveats=caveats)
    caveats = (*ALWAYS, *caveats)
    gone = Interval(low=floor(found.low), best=round(found.missed), high=ceil(found.high))
    total = Interval(low=begun.told + gone.low, best=begun.told + gone.best, high=begun.told + gone.high)
    models = _model_rows(found, begun.lists)
    if _fits_badly(models[0]):
        caveats += ("No model fits the overlaps well: lists depend on each other in ways that no model here has.",)
    return replace(
        begun,
        missed=gone,
        total=total,
        models=models,
        models_without=len(found.refused),
        checks=_checks(overlaps),
        caveats=caveats,
    )


def _too_thin(begun: Missed) -> Refusal | None:
    if len(begun.lists) < 2:
        heard = f"all is told by {begun.lists[0].name}" if begun.lists else "there are no incidents"
        return Refusal(code="one_list", reason=f"two independent lists are needed, and {heard}")
    shared = sum(len(one.ids) for one in begun.cells if len(one.lists) > 1)
    if shared < LEAST_OVERLAP:
        return Refusal(
            code="thin_overlap",
            reason=f"{shared} of {begun.told} incidents stand on two lists or more, and {LEAST_OVERLAP} are needed",
        )
    alone = _out_of_reach(begun)
    if alone:
        return Refusal(
            code="lists_apart",
            reason=f"{' and '.join(alone)} share no incident with the other lists and may tell of another world; "
            "join them with another list or leave them out",
        )
    return None


def _out_of_reach(begun: Missed) -> list[str]:
    """The lists that no chain of shared incidents leads to from the list with most."""
    names = [one.name for one in begun.lists]
    reached = {max(begun.lists, key=lambda one: one.incidents).name}
    told = [set(cell.lists) for cell in begun.cells if cell.ids]
    while more := set().union(*(lists for lists in told if lists & reached)) - reached:
        reached |= more
    return [name for name in names if name not in reached]


def _not_to_be_said(found: Average | None, told: int) -> Refusal | None:
    if found is None:
        return Refusal(
            code="no_estimate",
            reason="no model has a finite estimate: one list holds all that another tells, or lists share nothing",
        )
    if found.high is None:
        return Refusal(code="no_bound", reason="no number is too high for the models: the interval has no upper end")
    heaviest = found.models[0].weight
    totals = [told + one.missed for one in found.models if one.weight >= CONSIDERED * heaviest]
    if max(totals) > UNSTABLE * min(totals):
        return Refusal(
            code="unstable",
            reason=f"models that fit about equally well give {min(totals):.0f} to {max(totals):.0f} in all, "
            f"which is more than {UNSTABLE:.0f} times apart; fewer and larger lists may agree",
        )
    return None


def _model_rows(found: Average, lists: Sequence[SourceList]) -> tuple[ModelRow, ...]:
    cells = (1 << len(lists)) - 1
    return tuple(
        ModelRow(
            depends=_depends(one.fit.model, lists),
            weight=one.weight,
            missed=one.missed,
            deviance=one.fit.deviance,
            degrees=max(cells - one.fit.parameters, 0),
        )
        for one in found.models
    )


def _depends(model: Model, lists: Sequence[SourceList]) -> str:
    pairs = [f"{lists[one].name} × {lists[other].name}" for one, other in model.pairs]
    return ", ".join([*(["all alike"] if model.heterogeneity else []), *pairs]) or "nothing"


def _fits_badly(model: ModelRow) -> bool:
    """Whether G² is too large for its degrees of freedom, by the cube root of Wilson and Hilferty (1931)."""
    if not model.degrees:
        return False
    part = 2 / (9 * model.degrees)
    far = ((model.deviance / model.degrees) ** (1 / 3) - (1 - part)) / sqrt(part)
    return erfc(far / sqrt(2)) / 2 < POOR_FIT


def _checks(overlaps: Overlaps) -> Checks:
    from tallybook.answer.averaging import chapman, lincoln_petersen, lower_bound  # noqa: PLC0415

    two = chapman(overlaps)
    return Checks(
        lower_bound=lower_bound(overlaps),
        lincoln_petersen=lincoln_petersen(overlaps),
        chapman=two[0] if two else None,
        chapman_error=two[1] if two else None,
    )
