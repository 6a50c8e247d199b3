"""Some documents linked into a large register, with the incidents and findings that follow, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallybook.answer.facts import all_facts
from tallybook.model import Disagreement, Document, Finding, Incident, Link, Report

if TYPE_CHECKING:
    from tallybook.link import Linking, Relinked
    from tallybook.pipeline import Stages
    from tallybook.register.link_index import SqlLinkIndex
    from tallybook.register.view import SqlView
    from tallybook.register.writer import SqlWriter

__all__ = ["decided_pairs", "documents_of", "put_index", "reconciled", "relink"]

INDEX = "link index"
"""The mark that says by which recipe the index was filled, for how many documents, and how many were linked since."""
FEWEST = 2_000
"""Reports from which an index is kept: fewer are linked anew in a second or two, and then by what is common now."""
GROWN = 0.1
"""Share of its documents that may be linked into an index before all are linked anew.

What is rare is known by the documents that were there when everything was linked; the more come after, the worse."""
MOST_ALIKE = 5_000
"""Documents that may hang together by likeness; among more, copies are looked for among the nearest only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The state of the index of links: its recipe, the documents it was filled for, those linked into it since."""

    recipe: str
    documents: int
    since: int = 0

    def mark(self) -> str:
        """How it is kept among the marks of the register."""
        return f"{self.recipe} {self.documents} {self.since}"

    @classmethod
    def of(cls, view: SqlView) -> Index | None:
        """The state of a register's index; ``None`` if it has none."""
        found = view.mark(INDEX)
        if not found:
            return None
        recipe, documents, since = found.split(" ")
        return cls(recipe=recipe, documents=int(documents), since=int(since))

    def after(self, more: int) -> Index | None:
        """The state when so many more documents were linked into it; ``None`` if all have to be linked anew."""
        since = self.since + more
        return Index(recipe=self.recipe, documents=self.documents, since=since) if self._holds(since) else None

    def _holds(self, since: int) -> bool:
        return since <= GROWN * self.documents


def relink(writer: SqlWriter, stages: Stages, *, recipe: str) -> bool:
    """Link what was read or decided since the last linking; in the open transaction. Whether that could be done.

    It cannot where there is no index that fits ``recipe``, or too much has changed since that was made.
    """
    view = writer.view()
    index, some = Index.of(view), view.unlinked()
    after = index.after(len(some)) if index is not None and index.recipe == recipe else None
    if after is None or stages.link_more is None or not view.facts_fit():
        return False
    filed = writer.link_index()
    recopied = _copied(writer, filed, stages, some)
    relinked = _linked(view, filed, stages, some)
    names = relinked.touched | {name for cluster in relinked.clusters for name in cluster}
    told_in = {one.report_id for one in filed.filed_of(recopied)}
    before = view.members(names | told_in)
    members = before | writer.put_clusters(relinked.clusters, of=relinked.touched)
    moved = {name for name in names if before.get(name) != members.get(name)} | relinked.changed
    incidents = {one for name in moved | told_in for one in (before.get(name), members.get(name)) if one is not None}
    writer.put_published()
    _found(writer, stages, incidents)
    writer.put_mark(INDEX, after.mark())
    return True


def put_index(
    writer: SqlWriter, linking: Linking, stages: Stages, *, recipe: str, documents: Collection[str], reports: int
) -> None:
    """File what was linked for the next time, if it is much; in the open transaction."""
    from tallybook.read.duplicates import copy_keys  # noqa: PLC0415  numpy is heavy
    from tallybook.register.view import in_chunks  # noqa: PLC0415  SQLAlchemy is heavy

    filed = writer.link_index()
    if stages.link_more is None or reports < FEWEST:
        if Index.of(writer.view()) is not None:
            filed.clear()
            writer.put_mark(INDEX, "")
        return
    linking.put_into(filed)
    for names in in_chunks(documents):
        signatures = writer.view().signatures(names)
        filed.put_copy_keys({name: copy_keys(sign) for name, sign in signatures.items()})
    writer.put_mark(INDEX, Index(recipe=recipe, documents=len(documents)).mark())


def _linked(view: SqlView, filed: SqlLinkIndex, stages: Stages, some: Sequence[str]) -> Relinked:
    """Links and clusters of some documents."""
    assert stages.link_more is not None  # noqa: S101  asked before
    told: dict[str, list[Report]] = {name: [] for name in some}
    for report in view.reports(some):
        told[report.document_id].append(report)
    documents = {one.id: one for one in view.documents(some)}
    return stages.link_more(
        filed, [(documents.get(name), told[name]) for name in some if told[name]], some, decided_pairs(view)
    )


def decided_pairs(view: SqlView) -> list[Link]:
    """What people decided about pairs of reports that are read now."""
    from tallybook.review import replay  # noqa: PLC0415  with the stages it asks

    return replay(view).links()


def _copied(writer: SqlWriter, filed: SqlLinkIndex, stages: Stages, some: Sequence[str]) -> set[str]:
    """Find copies among some documents and all that hang together with them; gives those that are changed by it."""
    from tallybook.read.duplicates import copy_keys  # noqa: PLC0415  numpy is heavy

    view = writer.view()
    filed.put_copy_keys({name: copy_keys(sign) for name, sign in view.signatures(some).items()})
    seen, ahead = set[str](), set(some)
    while ahead and len(seen) < MOST_ALIKE:
        seen |= ahead
        found = filed.sharing({key for sign in view.signatures(ahead).values() for key in copy_keys(sign)})
        ahead = found - seen
    documents = view.documents(seen)
    copies = stages.copies(documents, view.signatures(seen))
    if ahead:
        kept = {one.id: one.copy_of for one in documents}
        copies = {name: kept.get(copies[name]) or copies[name] for name in some if name in copies}
        seen = set(some)
    return writer.put_copies({name: copies.get(name) for name in seen})


def _found(writer: SqlWriter, stages: Stages, names: Collection[str]) -> None:
    """Findings and facts of some incidents, and what people decided about them."""
    from tallybook.settling import put_reviews  # noqa: PLC0415  which asks for this

    view = writer.view()
    incidents = view.incidents(names)
    documents = documents_of(view, incidents)
    findings, disagreements = reconciled(stages, incidents, documents)
    writer.put_findings(findings, disagreements, of=names)
    writer.put_facts(all_facts(incidents, findings, documents), of=names)
    put_reviews(writer, only=names)


def documents_of(view: SqlView, incidents: Iterable[Incident]) -> dict[str, Document]:
    """The documents that tell of incidents, with the originals of copies, by id."""
    named = {name for incident in incidents for name in incident.documents}
    documents = {one.id: one for one in view.documents(named)}
    originals = {one.copy_of for one in documents.values() if one.copy_of is not None} - set(documents)
    return documents | {one.id: one for one in view.documents(originals)}


def reconciled(
    stages: Stages, incidents: Iterable[Incident], documents: Mapping[str, Document]
) -> tuple[list[Finding], list[Disagreement]]:
    """What is found of each incident, and where its documents contradict each other."""
    findings: list[Finding] = []
    disagreements: list[Disagreement] = []
    for incident in incidents:
        found, contradictions = stages.reconcile(incident, documents)
        findings += found
        disagreements += contradictions
    return findings, disagreements
