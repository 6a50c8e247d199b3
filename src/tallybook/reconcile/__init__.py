"""Incident to findings: which value stands, by which rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tallybook.model import Code, Disagreement, Document, Finding, Incident, Range, Report
from tallybook.reconcile import disagreements, facts
from tallybook.reconcile.figures import Figure, dead_persons, figure_of, is_part, reading
from tallybook.reconcile.independence import official, outlets, voice, voice_of_figure
from tallybook.reconcile.rules import RULES, Statement, rivals, rule_named, standing

__all__ = [
    "DEFAULT_RULE",
    "FIGURES",
    "RULES",
    "Figure",
    "figure_of",
    "figures_by",
    "independent_sources",
    "quoted_in",
    "reading",
    "reconcile",
    "standing",
    "statements_of",
]

DEFAULT_RULE = RULES[0].__name__
FIGURES = ("killed", "injured")
"""Outcomes that an incident gets a figure for."""


def _voice(report: Report, documents: Mapping[str, Document]) -> str:
    return voice(documents.get(report.document_id), report.document_id, documents=documents)


def independent_sources(incident: Incident, *, documents: Mapping[str, Document]) -> int:
    """The number of independent voices that tell of an incident (coding rule 10).

    Copies and outlets of one publisher count once, and so does a document whose figures are all quoted from one of
    them.
    """
    quoted = quoted_in(incident, documents=documents)
    return len({_whose(report, documents, quoted) for report in incident.reports})


def _whose(report: Report, documents: Mapping[str, Document], quoted: Mapping[str, str]) -> str:
    """Whose voice a report is: that from which all its figures are quoted, else that of its document."""
    own = _voice(report, documents)
    told = {voice_of_figure(one.said_by, own, quoted=quoted) for one in report.casualties if one.mood == "asserted"}
    return next(iter(told)) if len(told) == 1 else own


def quoted_in(incident: Incident, *, documents: Mapping[str, Document]) -> dict[str, str]:
    """The outlets that tell of an incident, by name, each with its voice: whom the others may quote."""
    return outlets((documents[name] for name in incident.documents if name in documents), among=documents)


def statements_of(incident: Incident, outcome: str, documents: Mapping[str, Document]) -> list[Statement]:
    """Every figure of an outcome as it enters a rule, one for each report that gives one; ordered by document."""
    found = []
    dead = dead_persons(incident.reports)
    quoted = quoted_in(incident, documents=documents)
    for report in incident.reports:
        figure = figure_of(report, outcome, dead=dead)
        if figure is None:
            continue
        document = documents.get(report.document_id)
        found.append(
            Statement(
                voice=voice_of_figure(figure.said_by, _voice(report, documents), quoted=quoted),
                document_id=report.document_id,
                published=document.published.end if document else None,
                range=figure.range,
                official=official(figure.said_by),
                partial=figure.partial or is_part(figure, incident.reports, outcome),
                claims=tuple(sorted(claim.id for claim in figure.claims)),
            )
        )
    return sorted(found, key=lambda statement: (statement.document_id, statement.claims))


def _claims(statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(sorted({claim for statement in statements for claim in statement.claims}))


def _supports(statement: Statement, chosen: Range) -> bool:
    best = statement.range.best
    return best in (chosen.best, None) or (statement.partial and chosen.best is not None and best < chosen.best)


def _figure(incident_id: str, outcome: str, statements: Sequence[Statement], chosen: Range, rule: str) -> Finding:
    supporting = [statement for statement in statements if _supports(statement, chosen)]
    opposing = [statement for statement in statements if statement not in supporting]
    return Finding(
        incident_id=incident_id,
        prop=outcome,
        value=chosen,
        rule=rule,
        supporting=_claims(supporting),
        opposing=_claims(opposing),
    )


def _stage(votes: Sequence[facts.Vote]) -> facts.Choice:
    """The stage of most sources; an act is told as accomplished unless words say otherwise."""
    stages = facts.codes(votes, "stage")
    return stages[0] if stages else facts.Choice("stage", Code(code="accomplished"), "told_as_accomplished", ())


def _votes(report: Report, documents: Mapping[str, Document]) -> list[facts.Vote]:
    """The claims of a report as votes; the order of its event types says which of them leads."""
    of_report, seen, votes = _voice(report, documents), set[str](), []
    for claim in report.claims:
        votes.append(facts.Vote(claim, of_report, leads=claim.prop not in seen))
        seen.add(claim.prop)
    return votes


def _first_told(incident: Incident, documents: Mapping[str, Document]) -> date | None:
    """The day of the first document that tells of an incident, as its source gives it."""
    told = [documents[name] for name in incident.documents if name in documents]
    days = [one.published.end for one in told if one.published.end and one.published_basis == "metadata"]
    return min(days, default=None)


def _facts(incident: Incident, documents: Mapping[str, Document], parents: Mapping[str, str]) -> list[Finding]:
    votes = [vote for report in incident.reports for vote in _votes(report, documents)]
    chosen = [
        *facts.codes(votes, "event_type"),
        _stage(votes),
        *(
            choice
            for choice in (facts.when(votes, told=_first_told(incident, documents)), facts.where(votes))
            if choice is not None
        ),
        *facts.perpetrators(votes, parents=parents),
        *facts.targets(votes),
        *facts.weapons(votes),
    ]
    return [
        Finding(
            incident_id=incident.id,
            prop=choice.prop,
            value=choice.value,
            rule=choice.rule,
            supporting=choice.supporting,
            opposing=choice.opposing,
        )
        for choice in chosen
    ]


def reconcile(
    incident: Incident,
    *,
    documents: Mapping[str, Document],
    rule: str = DEFAULT_RULE,
    parents: Mapping[str, str] | None = None,
) -> tuple[list[Finding], list[Disagreement]]:
    """What the register holds to be so about one incident, and where its documents contradict each other.

    Findings come in the order event_type (all that are told, the leading one first), stage, when, where, perpetrator,
    target, weapon (one each), killed, injured; what nobody states has none. The order of reports and claims does not
    matter, but that the first event type of a report is its leading one. ``parents`` maps an actor code to its parent
    organization: a branch does not contradict its parent.

    Raises:
        ReconcileError: there is no rule of that name.
    """
    by = rule_named(rule)
    findings = _facts(incident, documents, parents or {})
    contradictions = disagreements.of_facts(incident.id, incident.reports, parents=parents or {})
    for outcome in FIGURES:
        statements = statements_of(incident, outcome, documents)
        if statements:
            chosen = by(statements)
            findings.append(_figure(incident.id, outcome, statements, chosen, by.__name__))
            against = rivals(standing(statements), chosen.best)
            contradictions += disagreements.of_figures(incident.id, outcome, against)
    return findings, contradictions


def figures_by(incident: Incident, *, documents: Mapping[str, Document], rule: str) -> list[Finding]:
    """The findings killed and injured of one incident by another rule; what nobody states has none.

    Raises:
        ReconcileError: there is no rule of that name.
    """
    by, found = rule_named(rule), []
    for outcome in FIGURES:
        statements = statements_of(incident, outcome, documents)
        if statements:
            found.append(_figure(incident.id, outcome, statements, by(statements), by.__name__))
    return found
