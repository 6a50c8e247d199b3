"""Reported tallies ("more than 700 dead since mid-August, says the UN") beside the register's own count.

A tally that a document reports is a claim like any other and never an incident (coding rule 3). Here each one is set
beside what the register counts in the same window, for the same actor, area and measure, with the incidents that may
explain why the two differ. Neither is taken for the truth: a tracker sees what no page told, and counts by rules of its
own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Literal

from tallybook.answer.coverage import coverage_of
from tallybook.answer.entries import Entry, View, day_of, entries
from tallybook.answer.query import Query, Selection, choose, query_line
from tallybook.answer.sums import add
from tallybook.model import Claim, Document, Range, Tally

Verdict = Literal["overlaps", "fewer", "more", "not comparable"]
"""Whether the two ranges overlap, or the register has fewer or more than was reported."""

DATE, ACTOR, AREA, FIGURE = "date uncertain", "perpetrator not stated", "area not stated", "figure not stated"
REASONS = (DATE, ACTOR, AREA, FIGURE)
"""Why an incident is not in the count though it may belong there, or is in it without adding to its figure."""

MEASURED: Mapping[str, tuple[str, ...]] = {
    "attacks": (),
    "killed": ("killed",),
    "injured": ("injured",),
    "casualties": ("killed", "injured"),
}
"""What a register can count: a measure, and the figures that are added for it (none: incidents)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One tally as reported: what, how many, when, whose, where, by whom it is said and in which documents.

    ``claims`` are the ids of the claims that say it, in ``documents``; ``words`` are those of the first. ``earlier`` is
    true for the number that a tally is compared with ("up from 39"), ``undated`` where the window's end was taken from
    the latest incident of a page without a date.
    """

    measure: str
    figure: Range
    since: date | None
    until: date | None
    period: str | None
    perpetrator: str | None
    target: str | None
    area: str | None
    said_by: str | None
    words: str
    earlier: bool = False
    undated: bool = False
    claims: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """A reported tally beside the register's own count.

    ``own`` counts from the incidents that surely belong (``low``, ``best``) to those that may (``high``, open where a
    figure is); ``counted`` are the ids of the former, ``uncertain`` those of the others by reason. ``difference`` is
    the register's best minus the reported best. ``definition`` says what was counted, ``notes`` what to beware of.
    """

    reported: Reported
    query: Query | None
    own: Range
    verdict: Verdict
    definition: str
    counted: tuple[str, ...] = ()
    uncertain: Mapping[str, tuple[str, ...]]
    difference: int | None = None
    notes: tuple[str, ...] = ()

    def line(self) -> dict[str, Any]:
        """The row as ``tallybook reconcile-tallies --json`` gives it."""
        told = self.reported
        return {
            "reported": {
                "measure": told.measure,
                **_bounds(told.figure),
                "since": _iso(told.since),
                "until": _iso(told.until),
                "period": told.period,
                "perpetrator": told.perpetrator,
                "target": told.target,
                "area": told.area,
                "said_by": told.said_by,
                "earlier": told.earlier,
                "words": told.words,
                "claim_ids": list(told.claims),
                "documents": list(told.documents),
            },
            "filters": None if self.query is None else query_line(self.query),
            "definition": self.definition,
            "own": _bounds(self.own),
            "difference": self.difference,
            "verdict": self.verdict,
            "incident_ids": list(self.counted),
            "uncertain": [{"reason": reason, "incident_ids": list(ids)} for reason, ids in self.uncertain.items()],
            "notes": list(self.notes),
        }


def _bounds(found: Range) -> dict[str, int | None]:
    return {"low": found.low, "best": found.best, "high": found.high}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def reported_tallies(view: View) -> list[Reported]:
    """Every tally that a document reports, and every number it is compared with, once however many documents say it."""
    documents = {document.id: document for document in view.documents()}
    found: dict[Reported, list[Claim]] = {}
    for claim in view.claims():
        if claim.prop == "tally" and isinstance(claim.value, Tally):
            for told in _told(claim, claim.value, documents.get(claim.document_id)):
                alike = replace(told, words="", said_by=None, period=None)
                found.setdefault(alike, []).append(claim)
    made = []
    for alike, claims in found.items():
        first = claims[0]
        (told,) = (
            one
            for one in _told(first, first.value, documents.get(first.document_id))  # type: ignore[arg-type]
            if one.earlier == alike.earlier
        )
        names = dict.fromkeys(claim.document_id for claim in claims)
        made.append(replace(told, claims=tuple(claim.id for claim in claims), documents=tuple(names)))
    return made


def _told(claim: Claim, tally: Tally, document: Document | None) -> list[Reported]:
    """A tally and, apart, the number it is compared with; "since" reaches to the day of the page."""
    period, published = tally.period, day_of(document)
    words = max((span.text for span in claim.evidence), key=len, default="")
    main = Reported(
        measure=tally.measure,
        figure=Range(low=tally.low, best=tally.best, high=tally.high),
        since=period.start,
        until=period.end or (published if period.start else None),
        period=period.text,
        perpetrator=tally.perpetrator,
        target=tally.target,
        area=tally.area,
        said_by=tally.said_by,
        words=words,
    )
    compared = tally.compared_period
    figure = Range(low=tally.compared_low, best=tally.compared_best, high=tally.compared_high)
    if compared is None or figure == Range():
        return [main]
    then = replace(main, figure=figure, since=compared.start, until=compared.end, period=compared.text, earlier=True)
    return [main, then]


def reconcile_tallies(
    view: View,
    query: Query | None = None,
    *,
    parents: Mapping[str, str] | None = None,
    countries: Mapping[str, str] | None = None,
    categories: Collection[str] = (),
) -> list[Reconciled]:
    """Each reported tally beside the register's own count for the same window, scope and definition.

    ``query`` narrows the count further (by source, review or grade, say; window, actor and place come from the tally).
    ``parents`` maps an actor's code to that of its parent organization, ``countries`` the folded name of a country to
    its code (the gazetteer's, unless given), ``categories`` are the codes of targets. A tally whose window or scope the
    register cannot apply is listed as not comparable, with the reason.
    """
    found, documents = entries(view), view.documents()
    told = reported_tallies(view)
    scope = _Scope(found, parents or {}, _country_names() if countries is None else countries, tuple(categories))
    return [_reconciled(_closed(one, found), query or Query(), scope, documents) for one in told]


def _closed(told: Reported, found: Sequence[Entry]) -> Reported:
    """A tally "since" a day on a page without a date reaches at least to the latest incident that the page tells of."""
    if told.since is None or told.until is not None:
        return told
    days = [one.when.end for one in found if one.when.end and told.documents[0] in one.documents]
    latest = max(days, default=None)
    return replace(told, until=latest, undated=True) if latest and latest >= told.since else told


@cache
def _country_names() -> dict[str, str]:
    """The code of each country by its folded name."""
    from tallybook_gazetteer import Gazetteer  # noqa: PLC0415  numpy is heavy

    return Gazetteer.open().country_names


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a tally's words can mean in a register."""

    found: Sequence[Entry]
    parents: Mapping[str, str]
    countries: Mapping[str, str]
    categories: tuple[str, ...]

    def actors(self) -> set[str]:
        """All codes that a perpetrator can have."""
        return {code for one in self.found for code in one.actors} | set(self.parents) | set(self.parents.values())

    def area(self, name: str) -> dict[str, Any] | None:
        """The filter that an area's name means: a country, else a first-level area or a town that an incident has."""
        from tallybook_gazetteer.folding import fold_name  # noqa: PLC0415

        code = self.countries.get(" ".join(fold_name(name)))
        if code is not None:
            return {"country": (code,)}
        folded = name.casefold()
        for field in ("admin1", "place"):
            known = {value.casefold() for one in self.found if (value := getattr(one.where, field))}
            if folded in known:
                return {field: (name,)}
        return None


def _reconciled(told: Reported, query: Query, scope: _Scope, documents: Sequence[Document]) -> Reconciled:
    refusal = _refusal(told, scope)
    if refusal is not None:
        return Reconciled(
            reported=told, query=None, own=Range(), verdict="not comparable", definition=refusal, uncertain={}
        )
    asked = _query(told, query, scope)
    selection = choose(scope.found, asked, parents=scope.parents)
    uncertain = _uncertain(told, asked, selection, scope)
    own = _own(told.measure, selection.certain, [one for reason in REASONS[:3] for one in uncertain.get(reason, ())])
    best, theirs = own.best, told.figure.best if told.figure.best is not None else told.figure.low
    return Reconciled(
        reported=told,
        query=asked,
        own=own,
        verdict=_verdict(told.figure, own),
        definition=_definition(told, asked),
        counted=tuple(one.incident_id for one in selection.certain),
        uncertain={reason: tuple(one.incident_id for one in group) for reason, group in uncertain.items() if group},
        difference=None if best is None or theirs is None else best - theirs,
        notes=_notes(told, asked, documents),
    )


def _refusal(told: Reported, scope: _Scope) -> str | None:
    """Why the register cannot count what a tally counts."""
    if told.measure not in MEASURED:
        return f"the register does not count {told.measure}"
    if told.figure == Range():
        return "the tally states no figure"
    if told.since is None or told.until is None:
        return "the tally's window is open: no first or no last day is stated"
    if told.perpetrator is not None and told.perpetrator not in scope.actors():
        return f"{told.perpetrator!r} is no actor of the actor table"
    if told.area is not None and scope.area(told.area) is None:
        return f"{told.area!r} is no country, and no area or town of an incident"
    return None


def _query(told: Reported, query: Query, scope: _Scope) -> Query:
    area = scope.area(told.area) if told.area is not None else None
    asked = replace(query, since=told.since, until=told.until, **(area or {}))
    if told.perpetrator is not None:
        asked = replace(asked, actor=(told.perpetrator,))
    if told.target is not None and told.target.casefold() in scope.categories:
        asked = replace(asked, target=(told.target,))
    return asked


def _uncertain(told: Reported, asked: Query, selection: Selection, scope: _Scope) -> dict[str, tuple[Entry, ...]]:
    """The incidents that may belong to the count, by what keeps them out; and those in it that state no figure."""
    found = {DATE: (*selection.possible, *selection.undated)}
    if asked.actor:
        anybody = choose(scope.found, replace(asked, actor=()), parents=scope.parents)
        found[ACTOR] = tuple(one for one in anybody.certain if not one.actors)
    if told.area is not None:
        anywhere = choose(scope.found, replace(asked, country=(), admin1=(), place=()), parents=scope.parents)
        field = next(name for name in ("country", "admin1", "place") if getattr(asked, name))
        found[AREA] = tuple(one for one in anywhere.certain if getattr(one.where, field) is None)
    outcomes = MEASURED[told.measure]
    if outcomes:
        found[FIGURE] = tuple(
            one for one in selection.certain if all(getattr(one, outcome) == Range() for outcome in outcomes)
        )
    return found


def _own(measure: str, certain: Sequence[Entry], may: Sequence[Entry]) -> Range:
    outcomes = MEASURED[measure]
    if not outcomes:
        return Range(low=len(certain), best=len(certain), high=len(certain) + len(may))
    sure = add([getattr(one, outcome) for one in certain for outcome in outcomes]).range
    most = add([getattr(one, outcome) for one in (*certain, *may) for outcome in outcomes])
    return replace(sure, high=most.range.high)


def _verdict(told: Range, own: Range) -> Verdict:
    theirs = told.low if told.low is not None else 0
    if own.best is None or (own.high is not None and own.high < theirs):
        return "fewer"
    if told.high is not None and own.low is not None and own.low > told.high:
        return "more"
    return "overlaps"


def _definition(told: Reported, asked: Query) -> str:
    what = {"attacks": "incidents", "casualties": "killed and injured"}.get(told.measure, told.measure)
    parts = [f"{what} of {' and '.join(asked.stage)} incidents" if MEASURED[told.measure] else what]
    if not MEASURED[told.measure]:
        parts.append(f"that were {' or '.join(asked.stage)}")
    if asked.actor:
        parts.append(f"by {', '.join(asked.actor)}{' and branches' if asked.branches else ''}")
    if asked.target:
        parts.append(f"against {', '.join(asked.target)}")
    where = (*asked.place, *asked.admin1, *asked.country)
    if where:
        parts.append(f"in {', '.join(where)}")
    return f"{' '.join(parts)}, {asked.since} to {asked.until}"


def _notes(told: Reported, asked: Query, documents: Sequence[Document]) -> tuple[str, ...]:
    notes = []
    if told.target is not None and not asked.target:
        notes.append(f"The target ({told.target}) is not applied: the register's count is wider.")
    if told.undated:
        notes.append(f"The page has no date: counted until the latest incident that it tells of, {told.until}.")
    if asked.since is not None and asked.until is not None:
        seen = coverage_of(documents, asked.since, asked.until)
        notes.append(f"{seen.documents} documents of {len(seen.sources)} sources were published in the window.")
    return tuple(notes)
