"""The ledger of an incident's figures: each by source, group, time and status, and what became of it.

Nothing is dropped (coding rules 5 to 10): a figure that was superseded, a part of a total, an attacker's death and a
feared one stand here with the reason why they are in no sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.answer.entries import View
from tallybook.answer.provenance import find_incident
from tallybook.answer.table import Row, Table, show_date, show_range
from tallybook.model import Claim, Count, Document, Finding, Incident, PartialDate, Range
from tallybook.model.claim import DOUBTED
from tallybook.reconcile import FIGURES, independent_sources, quoted_in, standing, statements_of
from tallybook.reconcile.independence import voice, voice_of_figure
from tallybook.reconcile.rules import Statement, rule_named

COLUMNS = (
    "outcome", "figure", "exactness", "group", "side", "scope", "status", "published", "source", "said_by", "voice",
    "counted", "superseded_by", "words", "document", "claim",
)  # fmt: skip
STATUS = {"asserted": "stated", "denied": "denied", "suspected": "feared"}
"""Mood of a count -> how sure its speaker is; a figure that its own page contradicts is ``doubted``."""
GRADES = ("no source", "one source", "two sources", "several sources")
"""By how many independent voices a figure or an incident is told; none is dropped for having one."""


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a claim: ``for`` or ``against`` the finding, ``superseded`` (by which documents), or left out."""

    counted: str
    superseded_by: tuple[str, ...] = ()


def in_words(voices: int) -> str:
    """The grade, the number of independent voices, in words."""
    return GRADES[min(voices, len(GRADES) - 1)]


def ledger(view: View, incident_id: str, *, rule: str | None = None) -> Table:
    """Every casualty figure of one incident, one row each, ordered by outcome, day of publication and document.

    ``counted`` says what became of it: ``for`` or ``against`` the figure that stands, ``superseded`` by a later one of
    the same voice, ``part of a total``, ``attackers``, ``not counted`` (feared, denied, or of another outcome) or
    ``beside`` (the same document gives a figure that goes before it). ``voice`` is whose word it is when copies and
    quotes are traced. ``rule`` chooses the figure anew; without it the register's own stands. The caveats give each
    figure with its rule and grade.

    Raises:
        AnswerError: no such incident, or several.
        ReconcileError: there is no rule of that name.
    """
    incident = find_incident(view, incident_id)
    documents = {one.id: one for one in view.documents(incident.documents)}
    originals = {one.copy_of for one in documents.values() if one.copy_of is not None}
    documents |= {one.id: one for one in view.documents(originals)}
    fates: dict[str, _Fate] = {}
    told = independent_sources(incident, documents=documents)
    caveats = [f"grade {told}: {in_words(told)}"]
    for outcome in FIGURES:
        statements = statements_of(incident, outcome, documents)
        stored = next((one for one in view.findings(incident.id) if one.prop == outcome), None)
        fates |= _fates(statements, stored, rule)
        caveats += _sentences(outcome, statements, stored, rule)
    rows = [
        _row(claim, claim.value, fates.get(claim.id), documents, incident)
        for claim in incident.claims
        if isinstance(claim.value, Count)
    ]
    order = (*FIGURES, "casualties", "missing", "captured")
    rows.sort(key=lambda row: (order.index(str(row.cells[0])), str(row.cells[7] or "9999"), str(row.cells[14])))
    return Table(title=f"Ledger of {incident.id}", columns=COLUMNS, rows=tuple(rows), caveats=tuple(caveats))


def _value(statements: Sequence[Statement], stored: Finding | None, rule: str | None) -> tuple[Range, str] | None:
    """The figure that stands, and its rule."""
    if rule is not None and statements:
        return rule_named(rule)(statements), rule
    return (stored.value, stored.rule) if stored is not None and isinstance(stored.value, Range) else None


def _fates(statements: Sequence[Statement], stored: Finding | None, rule: str | None) -> dict[str, _Fate]:
    chosen = _value(statements, stored, rule)
    kept = standing(statements)
    made: dict[str, _Fate] = {}
    for one in statements:
        if one in kept:
            best = chosen[0].best if chosen else None
            agrees = one.range.best in (best, None) or (one.partial and (one.range.best or 0) < (best or 0))
            fate = _Fate("for" if agrees else "against")
        else:
            fate = _Fate("superseded", tuple(sorted({two.document_id for two in kept if two.voice == one.voice})))
        made |= dict.fromkeys(one.claims, fate)
    return made


def _sentences(outcome: str, statements: Sequence[Statement], stored: Finding | None, rule: str | None) -> list[str]:
    chosen = _value(statements, stored, rule)
    if chosen is None:
        return []
    agreeing = {one.voice for one in standing(statements) if one.range.best == chosen[0].best}
    history = _history(statements)
    grade = f"grade {len(agreeing)}, {in_words(len(agreeing))}"
    told = [f"{outcome} {show_range(chosen[0])} by {chosen[1]}: {grade}"]
    return [*told, f"{outcome}, as told: {history}"] if history else told


def _history(statements: Sequence[Statement]) -> str:
    """The figures in the order of their days, where they changed: "2021-03-01: 8, 2021-03-02: 11"."""
    days: dict[date, set[int]] = {}
    for one in statements:
        if one.published is not None and one.range.best is not None and not one.partial:
            days.setdefault(one.published, set()).add(one.range.best)
    shown = [(day, " or ".join(map(str, sorted(found)))) for day, found in sorted(days.items())]
    changed = [pair for place, pair in enumerate(shown) if place == 0 or shown[place - 1][1] != pair[1]]
    return ", ".join(f"{day}: {figure}" for day, figure in changed) if len(changed) > 1 else ""


def _left_out(count: Count) -> str:
    """Why a figure that enters no rule does not."""
    if count.side == "perpetrators":
        return "attackers"
    if count.mood != "asserted" or count.outcome not in FIGURES:
        return "not counted"
    return "part of a total" if count.inside or count.scope == "subgroup" else "beside"


def _row(claim: Claim, count: Count, fate: _Fate | None, documents: Mapping[str, Document], incident: Incident) -> Row:
    document = documents.get(claim.document_id)
    of_document = voice(document, claim.document_id, documents=documents)
    quoted = quoted_in(incident, documents=documents)
    published = document.published if document else PartialDate()
    fate = fate or _Fate(_left_out(count))
    cells = (
        count.outcome,
        show_range(Range(low=count.low, best=count.best, high=count.high)),
        count.exactness,
        count.group,
        count.side,
        count.scope,
        "doubted" if claim.score <= DOUBTED else STATUS[count.mood],
        show_date(published),
        document.publisher if document else None,
        count.said_by,
        voice_of_figure(count.said_by, of_document, quoted=quoted),
        fate.counted,
        ", ".join(fate.superseded_by) or None,
        " … ".join(span.text for span in claim.evidence),
        claim.document_id,
        claim.id,
    )
    return Row(cells=cells, ids=(incident.id,))
