"""Types as rows, and rows as types, one pair of functions for each."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

from tallybook.model import (
    Claim,
    Disagreement,
    Document,
    Finding,
    Issue,
    Judgement,
    Link,
    Mention,
    PartialDate,
    Question,
    Reading,
    Reason,
    Review,
    Span,
    Value,
)
from tallybook.register.stored import Run, Unstorable
from tallybook.register.values import decode_value, encode_value, loaded, to_json

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    Row = RowMapping
New = dict[str, object]


def text_hash(document: Document) -> str:
    """The SHA-256 of the document's text."""
    try:
        return hashlib.sha256(document.text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise Unstorable(half_a_character(document.id, error)) from error


def half_a_character(what: str, error: UnicodeEncodeError) -> str:
    """The message about text that UTF-8 has no bytes for."""
    place = f"character {error.start} is half of a surrogate pair"
    return f"{what}: cannot be stored, {place}; read its page again with the right encoding"


def document_row(document: Document, *, text: str, content_hash: str, recipe: str, run: int) -> New:
    """A document without its text, which is kept once under its hash."""
    return {
        "id": document.id, "content_hash": content_hash, "recipe": recipe, "text_hash": text, "title": document.title,
        "publisher": document.publisher, "language": document.language, "url": document.url,
        "published": encode_value(document.published)[1], "published_basis": document.published_basis,
        "page_hash": document.page_hash, "reader": document.reader, "copy_of": document.copy_of, "run": run,
    }  # fmt: skip


def read_document(row: Row) -> Document:
    """A document from its row joined with its text."""
    return Document(
        id=row["id"], text=row["text"], title=row["title"], publisher=row["publisher"], language=row["language"],
        url=row["url"], published=cast(PartialDate, decode_value("partial_date", row["published"])),
        published_basis=row["published_basis"], page_hash=row["page_hash"], reader=row["reader"],
        copy_of=row["copy_of"],
    )  # fmt: skip


def mention_row(mention: Mention, *, text: str, run: int) -> New:
    """A mention under the hash of the text that its offsets count in."""
    return {
        "id": mention.id, "document_id": mention.document_id, "text_hash": text, "report_id": mention.report_id,
        "subject": mention.subject, "role": mention.role, "start": mention.span.start, "end": mention.span.end,
        "text": mention.span.text, "code": mention.code, "of": mention.of, "score": mention.score,
        "extractor": mention.extractor, "run": run, "superseded": None,
    }  # fmt: skip


def read_mention(row: Row) -> Mention:
    """A mention from its row."""
    return Mention(
        id=row["id"], document_id=row["document_id"], report_id=row["report_id"], subject=row["subject"],
        role=row["role"], span=Span(start=row["start"], end=row["end"], text=row["text"]), code=row["code"],
        of=row["of"], score=row["score"], extractor=row["extractor"],
    )  # fmt: skip


def claim_row(claim: Claim, *, text: str, run: int) -> New:
    """A claim under the hash of the text that its evidence stands in."""
    kind, value = encode_value(claim.value)
    evidence = [[span.start, span.end, span.text] for span in claim.evidence]
    return {
        "id": claim.id, "document_id": claim.document_id, "text_hash": text, "report_id": claim.report_id,
        "prop": claim.prop, "kind": kind, "value": value, "evidence": to_json(evidence), "score": claim.score,
        "resolver": claim.resolver, "run": run, "superseded": None,
    }  # fmt: skip


def read_claim(row: Row, values: dict[tuple[str, str], Any]) -> Claim:
    """A claim from its row; ``values`` remembers what was decoded before, for most values recur."""
    key = (row["kind"], row["value"])
    value = values.get(key)
    if value is None:
        value = values[key] = decode_value(*key)
    return Claim(
        id=row["id"], document_id=row["document_id"], report_id=row["report_id"], prop=row["prop"],
        value=cast(Value, value), evidence=read_evidence(row["evidence"]), score=row["score"],
        resolver=row["resolver"],
    )  # fmt: skip


def read_evidence(content: str) -> tuple[Span, ...]:
    """The spans of a claim's evidence."""
    return tuple(Span(start=start, end=end, text=text) for start, end, text in loaded(content))


def issue_row(issue: Issue, *, run: int) -> New:
    """An issue."""
    return {
        "document_id": issue.document_id, "stage": issue.stage, "code": issue.code, "message": issue.message,
        "fatal": int(issue.fatal), "run": run, "superseded": None,
    }  # fmt: skip


def read_issue(row: Row) -> Issue:
    """An issue from its row."""
    return Issue(
        document_id=row["document_id"], stage=row["stage"], code=row["code"], message=row["message"],
        fatal=bool(row["fatal"]),
    )  # fmt: skip


def link_row(link: Link) -> New:
    """A link."""
    reasons = [[reason.feature, reason.outcome, reason.weight] for reason in link.reasons]
    return {
        "left": link.left, "right": link.right, "judgement": link.judgement.value, "score": link.score,
        "judge": link.judge, "reasons": to_json(reasons),
    }  # fmt: skip


def read_link(row: Row) -> Link:
    """A link from its row."""
    return Link(
        left=row["left"], right=row["right"], judgement=Judgement(row["judgement"]), score=row["score"],
        judge=row["judge"],
        reasons=tuple(Reason(feature=f, outcome=o, weight=w) for f, o, w in loaded(row["reasons"])),
    )  # fmt: skip


def review_row(review: Review) -> New:
    """What people decided about an incident."""
    return {"incident_id": review.incident_id, "state": review.state, "decisions": to_json(review.decisions)}


def read_review(row: Row) -> Review:
    """What people decided about an incident, from its row."""
    return Review(incident_id=row["incident_id"], state=row["state"], decisions=tuple(loaded(row["decisions"])))


def question_row(question: Question) -> New:
    """A question."""
    return {
        "id": question.id, "kind": question.kind, "text": question.text, "weight": question.weight,
        "incidents": to_json(question.incidents), "decision": question.decision, "field": question.field,
        "left": question.left, "right": question.right,
    }  # fmt: skip


def read_question(row: Row) -> Question:
    """A question from its row."""
    return Question(
        id=row["id"], kind=row["kind"], text=row["text"], weight=row["weight"],
        incidents=tuple(loaded(row["incidents"])), decision=row["decision"], field=row["field"], left=row["left"],
        right=row["right"],
    )  # fmt: skip


def finding_row(finding: Finding, *, run: int) -> New:
    """A finding with the ids of the claims for and against it."""
    kind, value = encode_value(finding.value)
    return {
        "incident_id": finding.incident_id, "prop": finding.prop, "kind": kind, "value": value, "rule": finding.rule,
        "supporting": to_json(finding.supporting), "opposing": to_json(finding.opposing), "run": run,
        "decision": finding.decision,
    }  # fmt: skip


def read_finding(row: Row) -> Finding:
    """A finding from its row."""
    return Finding(
        incident_id=row["incident_id"], prop=row["prop"], value=decode_value(row["kind"], row["value"]),
        rule=row["rule"], supporting=tuple(loaded(row["supporting"])), opposing=tuple(loaded(row["opposing"])),
        decision=row["decision"],
    )  # fmt: skip


def disagreement_row(disagreement: Disagreement, *, run: int) -> New:
    """A disagreement with all its readings."""
    readings = [[reading.value, reading.documents] for reading in disagreement.readings]
    return {
        "incident_id": disagreement.incident_id, "field": disagreement.field, "readings": to_json(readings), "run": run,
    }  # fmt: skip


def read_disagreement(row: Row) -> Disagreement:
    """A disagreement from its row."""
    readings = tuple(Reading(value=value, documents=tuple(named)) for value, named in loaded(row["readings"]))
    return Disagreement(incident_id=row["incident_id"], field=row["field"], readings=readings)


def read_run(row: Row) -> Run:
    """A run from its row."""
    return Run(
        id=row["id"], version=row["version"], codebook_hash=row["codebook_hash"],
        settings=loaded(row["settings"]), started=row["started"], ended=row["ended"], state=row["state"],
        counts=loaded(row["counts"]),
    )  # fmt: skip
