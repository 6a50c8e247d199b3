"""Stages that understand one kind of sentence, so that pipeline and register are tested apart from the language.

A line such as ``bombing at Northtown on 2021-05-04 killed 3`` is one report; the same act, place and
day is one incident.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from tallybook.link import Linking
from tallybook.model import (
    Claim,
    Code,
    Count,
    Disagreement,
    Document,
    Finding,
    Incident,
    Issue,
    Judgement,
    Link,
    Mention,
    Page,
    PartialDate,
    Place,
    Range,
    Reading,
    Report,
    Span,
    claim,
    content_id,
    mention,
    sha256,
)
from tallybook.model.mention import Role
from tallybook.pipeline import Stages

LINE = re.compile(r"(?P<act>\w+) at (?P<place>\w+) on (?P<day>\d{4}-\d\d-\d\d) killed (?P<killed>\d+)")


def page(name: str, text: str, **fields: str) -> Page:
    content = text.encode()
    return Page(
        id=name, source=f"{name}.txt", media_type="text/plain", content=content, sha256=sha256(content), **fields
    )


def read_pages(paths: Sequence[str]) -> Iterator[Page | Issue]:
    """JSON files of ``{id: text}``, or single text files."""
    for path in map(Path, paths):
        if path.suffix == ".json":
            for name, text in json.loads(path.read_text()).items():
                yield page(name, text)
        else:
            yield page(path.stem, path.read_text())


def read_document(given: Page) -> tuple[Document | None, list[Issue]]:
    text = given.content.decode()
    if not text.strip():
        return None, [Issue(document_id=given.id, stage="read", code="empty_text", message="no text", fatal=True)]
    return Document(id=given.id, text=text, page_hash=given.sha256), []


def _span(document: Document, match: re.Match[str], group: str) -> Span:
    return document.span(*match.span(group))


def extract(document: Document) -> list[Mention]:
    if "CRASH" in document.text:
        raise KeyError("no such word")
    found = []
    for match in LINE.finditer(document.text):
        report = content_id("rep", document.id, match.start())
        roles: tuple[tuple[Role, str], ...] = (
            ("event_type", "act"),
            ("site", "place"),
            ("date", "day"),
            ("casualty", "killed"),
        )
        found += [mention(document.id, report, role, _span(document, match, group)) for role, group in roles]
    return found


def resolve(document: Document, mentions: Sequence[Mention]) -> list[Claim]:
    return [claim(document.id, one.report_id, *_value(one), (one.span,)) for one in mentions]


def _value(one: Mention) -> tuple[str, Code | Place | PartialDate | Count]:
    words = one.span.text
    if one.role == "event_type":
        return "event_type", Code(code=words)
    if one.role == "site":
        return "where", Place(place=words, precision="place")
    if one.role == "date":
        day = date.fromisoformat(words)
        return "when", PartialDate(start=day, end=day, precision="day", text=words)
    return "casualty", Count(outcome="killed", low=int(words), best=int(words), high=int(words))


def link(reports: Sequence[Report], documents: Mapping[str, Document], decided: Sequence[Link]) -> Linking:
    """Same act, place and day; a pair that somebody judged different is parted."""
    groups: dict[tuple[object, ...], list[str]] = {}
    apart = {one.right for one in decided if one.judgement is Judgement.DIFFERENT}
    for report in sorted(reports, key=lambda one: one.id):
        alone = report.id if report.id in apart else None
        groups.setdefault((report.event_types, report.where.place, report.when.start, alone), []).append(report.id)
    links = [
        Link(left=left, right=right, judgement=Judgement.SAME, score=1.0, judge="simple/1")
        for cluster in groups.values()
        for left, right in pairwise(cluster)
    ]
    return Linking(tuple(links), tuple(tuple(cluster) for cluster in groups.values()))


def reconcile(incident: Incident, documents: Mapping[str, Document]) -> tuple[list[Finding], list[Disagreement]]:
    stated = sorted(
        (claim.value.best or 0, claim.id, claim.document_id)
        for claim in incident.claims
        if isinstance(claim.value, Count)
    )
    best = stated[-1][0]
    finding = Finding(
        incident_id=incident.id, prop="killed", value=Range(low=stated[0][0], best=best, high=best), rule="highest",
        supporting=tuple(name for figure, name, _ in stated if figure == best),
        opposing=tuple(name for figure, name, _ in stated if figure != best),
    )  # fmt: skip
    readings = {str(figure): (document,) for figure, _, document in stated}
    if len(readings) == 1:
        return [finding], []
    made = tuple(Reading(value=value, documents=names) for value, names in sorted(readings.items()))
    return [finding], [Disagreement(incident_id=incident.id, field="killed", readings=made)]


def copies(documents: Sequence[Document], signatures: Mapping[str, bytes]) -> dict[str, str]:
    """The same text is a copy of the smallest id that has it."""
    first: dict[str, str] = {}
    for document in sorted(documents, key=lambda one: one.id):
        first.setdefault(document.text, document.id)
    return {one.id: first[one.text] for one in documents if first[one.text] != one.id}


SIMPLE = Stages(
    codebook="simple",
    extractor="simple",
    recipe="simple/1",
    codebook_hash="simple",
    rule="highest",
    read_pages=read_pages,
    read_document=read_document,
    extract=extract,
    resolve=resolve,
    contradictions=lambda *_: [],
    signature=lambda document: document.text.encode("utf-8", "surrogatepass")[:16],
    copies=copies,
    link=link,
    reconcile=reconcile,
)
