"""The page docs/explanation/one-sentence.md: one sentence of the sample corpus on its way through all stages.

    python docs/one_sentence.py > docs/explanation/one-sentence.md

A test says when the page is stale.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import tallybook
from tallybook.model import Claim, Document, Incident, Link, Mention, Range, Report, Span
from tallybook.register import open_register
from tallybook.register.values import encode_value
from tallybook.samples import pages_folder
from tallybook.shown import IncidentCard

DOCUMENT = "kramatorsk-wire-coastline"
COPY = "kramatorsk-wire-harbour"
LATER = "kramatorsk-toll-rises"
ROLES = ("date", "place", "site", "casualty", "speaker", "weapon")
PROPERTIES = ("event_type", "when", "where", "casualty", "weapon")

WALK = """# One sentence, from page to answer

Made by `python docs/one_sentence.py` from the sample corpus; do not edit. The ids are those that you get when you build
it yourself: they are made from content, so they are the same on every machine.

    tallybook build --register s.db {pages}
    tallybook show --register s.db {incident}

**read.** The page `{document}.html` is kept under its SHA-256, `{page_hash}…`. Its main text becomes the document
`{document}`, published {published} ({basis}). The sentence that tells of the incident first stands at characters
{start} to {end}:

> {sentence}

The page `{copy}.html` prints the same story under another headline: the `copy_of` of its document is
`{copy_of}`, and both are one voice from here on.

**extract** only points at words. Each is a *mention*: a role, and where the words stand. All mentions of one reported
thing share a `report_id`, here `{report}`, which is made of the document's id and the place of the report's
first words. In this sentence, among others:

| mention | role | words | at | code |
| --- | --- | --- | --- | --- |
{mentions}

**resolve** says what the words mean. Each *claim* is one value for one property, with its words:

| claim | property | value | words |
| --- | --- | --- | --- |
{claims}

So the work is split: the extractor saw "{date_words}", and the resolver knows from the day of publication which day
that was. "At least" leaves the top of a figure open: the claim says nothing about `high` then.

**link** compares this report with those of other documents that share a key with it. Against the report
`{other}` of `{later}`, a page of the next day, the judge `{judge}` says *{judgement}*
({score:.2f}):

| comparison | outcome | weight |
| --- | --- | ---: |
{reasons}

The cluster of reports is the incident `{incident}`. Its id was minted from its first report, and stays when
others join:

{members}

**reconcile** makes *findings* of all claims. For `killed` the rule is `{rule}`. It gives {figure}.
The claims for it: {supporting}; against it: {opposing}. Where documents contradict each other, both readings stay:

{disagreements}

**answer and export** decide nothing new: `show` prints the finding above its sentences, `tally` adds it to a row that
keeps the incident's id, `export --format jsonl` gives the same ids. From any number the way back is: finding → claims →
mentions → words in the text → page under its hash.
"""


def one_sentence_page() -> str:
    """The page ``docs/explanation/one-sentence.md``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        tallybook.build(path, [pages_folder()])
        with tallybook.open(path) as book:
            card = next(one for one in book.incidents() if DOCUMENT in one.documents)
        with open_register(path) as register:
            mentions, links = register.view().mentions(document_id=DOCUMENT), register.view().links()
    report = next(one for one in card.record.incident.reports if one.document_id == DOCUMENT)
    told = report.evidence[0]
    own = [one for one in mentions if one.report_id == report.id and _within(one.span, told)]
    return WALK.format(
        **_about_the_document(card.documents),
        **_about_the_link(report, card.record.incident, links),
        **_about_killed(card),
        start=told.start,
        end=told.end,
        sentence=" ".join(told.text.split()),
        report=report.id,
        mentions="\n".join(_mention_rows(own)),
        claims="\n".join(_claim_rows(report.claims, told)),
        date_words=next((one.span.text for one in own if one.role == "date"), "–"),
        incident=card.id,
    )


def _within(span: Span, whole: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def _about_the_document(documents: Mapping[str, Document]) -> dict[str, object]:
    document, copy = documents[DOCUMENT], documents.get(COPY)
    return {
        "pages": "src/tallybook/samples/pages",
        "document": DOCUMENT,
        "copy": COPY,
        "page_hash": (document.page_hash or "")[:12],
        "published": document.published.start,
        "basis": document.published_basis,
        "copy_of": copy.copy_of if copy else None,
    }


def _mention_rows(mentions: Sequence[Mention]) -> Iterator[str]:
    for one in mentions:
        if one.role in ROLES:
            place = f"{one.span.start}–{one.span.end}"
            yield f"| `{one.id}` | {one.role} | {one.span.text} | {place} | {one.code or ''} |"


def _claim_rows(claims: Sequence[Claim], told: Span) -> Iterator[str]:
    for one in claims:
        if one.prop in PROPERTIES and any(_within(span, told) for span in one.evidence):
            value = json.loads(encode_value(one.value)[1])
            shown = ", ".join(f"{name} {part}" for name, part in value.items())
            words = ", ".join(dict.fromkeys(span.text for span in one.evidence))
            yield f"| `{one.id}` | {one.prop} | {shown} | {words} |"


def _about_the_link(report: Report, incident: Incident, links: Sequence[Link]) -> dict[str, object]:
    other = next(one.id for one in incident.reports if one.document_id == LATER)
    link = next(one for one in links if {one.left, one.right} == {report.id, other})
    return {
        "other": other,
        "later": LATER,
        "judge": link.judge,
        "judgement": link.judgement.value,
        "score": link.score,
        "reasons": "\n".join(f"| {one.feature} | {one.outcome} | {one.weight:+.1f} |" for one in link.reasons),
        "members": "\n".join(f"- `{one.id}` of `{one.document_id}`" for one in incident.reports),
    }


def _about_killed(card: IncidentCard) -> dict[str, object]:
    killed = next(one for one in card.findings if one.prop == "killed")
    assert isinstance(killed.value, Range)  # noqa: S101  the finding of a figure
    contradictions = [
        f"- {one.field}: " + "; ".join(f"{reading.value} ({', '.join(reading.documents)})" for reading in one.readings)
        for one in card.disagreements
    ]
    return {
        "rule": killed.rule,
        "figure": f"low {killed.value.low}, best {killed.value.best}, high {killed.value.high}".replace("None", "open"),
        "supporting": _ids(killed.supporting),
        "opposing": _ids(killed.opposing),
        "disagreements": "\n".join(contradictions) or "- none here",
    }


def _ids(claims: Sequence[str]) -> str:
    return ", ".join(f"`{one}`" for one in claims) or "none"


if __name__ == "__main__":
    sys.stdout.write(one_sentence_page())
