"""The last step of a run: documents are linked to incidents, and findings follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tallybook.answer.facts import all_facts
from tallybook.errors import RegisterConflict
from tallybook.model import Disagreement, Document, Finding, Incident, Report
from tallybook.model import content_id as key_of

if TYPE_CHECKING:
    from tallybook.link import Linking
    from tallybook.pipeline import Stages
    from tallybook.register.store import SqlRegister
    from tallybook.register.view import SqlView
    from tallybook.register.writer import SqlWriter

__all__ = ["LINKED", "put_reviews", "settle"]

TRIES = 3
"""How often settling is worked out beside others who write; if they change something each time, they have to wait."""
LINKED = "linked"
"""The mark in the register that says by which recipe its links and findings are up to date."""


def settle(register: SqlRegister, writer: SqlWriter, stages: Stages) -> bool:
    """Bring copies, links, incidents and findings up to date in one transaction; whether anything was to be done.

    They are worked out from one moment while others may write, and worked out anew if anything has changed by then.
    """
    for _ in range(TRIES):
        with register.view() as view:
            version, linked = view.version(), _linked(view, stages)
        if linked is None:
            return False
        try:
            with writer.transaction():
                writer.expect(version)
                linked.store(writer, stages)
        except RegisterConflict:
            continue
        return True
    with writer.transaction(), register.view() as view:  # others wait for their turn now
        if (linked := _linked(view, stages)) is not None:
            linked.store(writer, stages)
    return linked is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Linked:
    """What linking gave for all documents of one moment."""

    recipe: str
    documents: Mapping[str, Document]
    reports: Sequence[Report]
    linking: Linking

    def store(self, writer: SqlWriter, stages: Stages) -> None:
        """Put it in place of what was linked before, with the findings that follow and what people decided."""
        writer.put_copies({name: document.copy_of for name, document in self.documents.items()})
        writer.put_links(self.linking.links)
        members = writer.put_clusters(self.linking.clusters)
        incidents = _incidents(self.reports, members)
        findings, disagreements = _reconciled(stages, incidents, self.documents)
        writer.put_findings(findings, disagreements)
        writer.put_facts(all_facts(incidents, findings, self.documents))
        put_reviews(writer)
        writer.put_mark(LINKED, self.recipe)


def _linked(view: SqlView, stages: Stages) -> _Linked | None:
    """The documents of a moment, linked; ``None`` if nothing has changed since they were linked last."""
    from tallybook.review import replay  # noqa: PLC0415  with the stages it asks

    recipe = key_of("lnk", stages.recipe, stages.rule)
    if view.mark(LINKED) == recipe and view.facts_fit():
        return None
    read, decided = view.documents(), replay(view).links()
    copies = stages.copies(read, view.signatures())
    documents = {document.id: replace(document, copy_of=copies.get(document.id)) for document in read}
    reports = view.reports()
    return _Linked(
        recipe=recipe, documents=documents, reports=reports, linking=stages.link(reports, documents, decided)
    )


def put_reviews(writer: SqlWriter, *, only: Collection[str] | None = None) -> None:
    """Store what decisions make of all incidents, or of some, and the facts that follow; in the open transaction."""
    from tallybook.review import apply  # noqa: PLC0415  with the stages it asks

    touched = apply(writer, only=only)
    if not touched:
        return
    view = writer.view()
    incidents = view.incidents(touched)
    named = {name for incident in incidents for name in incident.documents}
    documents = {name: found for name in named if (found := view.document(name)) is not None}
    originals = {one.copy_of for one in documents.values() if one.copy_of is not None} - set(documents)
    documents |= {name: found for name in originals if (found := view.document(name)) is not None}
    findings = view.findings_among(touched)
    writer.put_facts(all_facts(incidents, findings, documents, reviews=view.reviews()), of=touched)


def _incidents(reports: Sequence[Report], members: Mapping[str, str]) -> list[Incident]:
    grouped: dict[str, list[Report]] = {}
    for report in reports:
        grouped.setdefault(members[report.id], []).append(report)
    return [Incident(id=name, reports=tuple(grouped[name])) for name in sorted(grouped)]


def _reconciled(
    stages: Stages, incidents: Iterable[Incident], documents: Mapping[str, Document]
) -> tuple[list[Finding], list[Disagreement]]:
    findings: list[Finding] = []
    disagreements: list[Disagreement] = []
    for incident in incidents:
        found, contradictions = stages.reconcile(incident, documents)
        findings += found
        disagreements += contradictions
    return findings, disagreements
