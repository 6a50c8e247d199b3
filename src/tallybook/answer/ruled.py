"""A register seen through another rule for figures: what is stored stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tallybook.answer.entries import View
from tallybook.answer.table import Table
from tallybook.model import Claim, Disagreement, Document, Finding, Incident, Mention, Review
from tallybook.reconcile import FIGURES, RULES, figures_by
from tallybook.reconcile.rules import rule_named

if TYPE_CHECKING:
    from tallybook.register.fact_columns import FactColumns

KNOWN = frozenset(rule.__name__ for rule in RULES)


class RuledView:
    """A view whose findings killed and injured are chosen by a rule of one's own; what a person set stays."""

    def __init__(self, view: View, rule: str) -> None:
        """See ``view`` through ``rule``.

        Raises:
            ReconcileError: there is no rule of that name.
        """
        self._view, self._rule = view, rule_named(rule).__name__

    def incidents(self) -> Sequence[Incident]:
        """All incidents."""
        return self._view.incidents()

    def findings(self, incident_id: str | None = None) -> Sequence[Finding]:
        """The findings of one incident, or all."""
        documents = {document.id: document for document in self._view.documents()}
        incidents = {one.id: one for one in self._view.incidents() if incident_id in (None, one.id)}
        chosen = {name: _chosen(one, documents, self._rule) for name, one in incidents.items()}
        return [
            chosen[found.incident_id].get(found.prop, found)
            if found.prop in FIGURES and found.rule in KNOWN and found.incident_id in chosen
            else found
            for found in self._view.findings(incident_id)
        ]

    def facts(self) -> FactColumns | None:
        """None are kept for another rule; they are made anew from the findings."""
        return None

    def claims(self) -> Sequence[Claim]:
        """All claims."""
        return self._view.claims()

    def disagreements(self, incident_id: str | None = None) -> Sequence[Disagreement]:
        """The disagreements within one incident, or all."""
        return self._view.disagreements(incident_id)

    def reviews(self) -> Mapping[str, Review]:
        """What people decided about incidents, by id."""
        return self._view.reviews()

    def documents(self, ids: Collection[str] | None = None) -> Sequence[Document]:
        """All documents, or those of some ids."""
        return self._view.documents(ids)

    def mentions(self, *, document_id: str | None = None) -> Sequence[Mention]:
        """The mentions of one document, or all."""
        return self._view.mentions(document_id=document_id)


def by_rule(table: Table, rule: str | None) -> Table:
    """The table of figures that a rule chose, with a caveat that says so; without a rule as it is."""
    if rule is None:
        return table
    return replace(table, caveats=(*table.caveats, f"Figures are chosen by the rule {rule}, for this answer only."))


def _chosen(incident: Incident, documents: Mapping[str, Document], rule: str) -> dict[str, Finding]:
    return {found.prop: found for found in figures_by(incident, documents=documents, rule=rule)}
