"""The last step of a run: documents are linked to incidents, and findings follow."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tallybook.answer.facts import all_facts
from tallybook.errors import RegisterConflict
from tallybook.model import Document, Incident, Report
from tallybook.model import content_id as key_of
from tallybook.relinking import decided_pairs, documents_of, put_index, reconciled, relink

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


def settle(register: SqlRegister, writer: SqlWriter, stages: Stages, *, anew: bool = False) -> bool:
    """Bring copies, links, incidents and findings up to date in one transaction; whether anything was to be done.

    In a large register only what has changed is linked. Else, or with ``anew``, all is worked out from one moment while
    others may write, and worked out anew if anything has changed by then.
    """
    from tallybook.link import MODEL  # noqa: PLC0415  numpy is heavy
    from tallybook.link.blocking import SCHEME  # noqa: PLC0415  as above

    recipe = key_of("lnk", stages.recipe, stages.rule, MODEL, SCHEME)
    with register.view() as view:
        if view.mark(LINKED) == recipe and view.facts_fit() and not anew:
            return False
    if not anew:
        with writer.transaction():
            if relink(writer, stages, recipe=recipe):
                _settled(writer, recipe)
                return True
    for _ in range(TRIES):
        with register.view() as view:
            version, linked = view.version(), _linked(view, stages, recipe)
        with linked.linking, suppress(RegisterConflict), writer.transaction():
            writer.expect(version)
            linked.store(writer, stages)
            return True
    with writer.transaction(), register.view() as view:  # others wait for their turn now
        linked = _linked(view, stages, recipe)
        with linked.linking:
            linked.store(writer, stages)
    return True


def _settled(writer: SqlWriter, recipe: str) -> None:
    """Say that all is linked."""
    writer.put_linked()
    writer.put_mark(LINKED, recipe)


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
        findings, disagreements = reconciled(stages, incidents, self.documents)
        writer.put_findings(findings, disagreements)
        writer.put_facts(all_facts(incidents, findings, self.documents))
        put_reviews(writer)
        put_index(writer, self.linking, stages, recipe=self.recipe, documents=self.documents, reports=len(self.reports))
        _settled(writer, self.recipe)


def _linked(view: SqlView, stages: Stages, recipe: str) -> _Linked:
    """The documents of a moment, linked."""
    read, decided = view.documents(), decided_pairs(view)
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
    findings, documents = view.findings_among(touched), documents_of(view, incidents)
    writer.put_facts(all_facts(incidents, findings, documents, reviews=view.reviews()), of=touched)


def _incidents(reports: Sequence[Report], members: Mapping[str, str]) -> list[Incident]:
    grouped: dict[str, list[Report]] = {}
    for report in reports:
        grouped.setdefault(members[report.id], []).append(report)
    return [Incident(id=name, reports=tuple(grouped[name])) for name in sorted(grouped)]
