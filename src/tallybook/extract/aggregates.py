"""From tallies, strengths and statements to mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallybook.extract.segment import Sentence
from tallybook.extract.statements import StatementDraft
from tallybook.extract.strengths import StrengthDraft
from tallybook.extract.tallies import TallyDraft
from tallybook.model import Document, Mention, content_id, mention
from tallybook.model.mention import Role, Subject

EXTRACTOR = "patterns/1"


class _Writer:
    """Writes the mentions of one reported thing that is no incident."""

    def __init__(self, document: Document, subject: Subject, start: int, end: int) -> None:
        self.document, self.subject = document, subject
        self.record = content_id(subject[:3], document.id, start, document.text[start:end].lower())

    def make(self, role: Role, start: int, end: int, code: str | None = None, score: float = 0.8) -> Mention:
        """One mention."""
        span = self.document.span(start, end)
        return mention(
            self.document.id, self.record, role, span, subject=self.subject, code=code, score=score, extractor=EXTRACTOR
        )


def aggregates(
    document: Document, tallies: Sequence[TallyDraft], strengths: Sequence[StrengthDraft],
    statements: Sequence[StatementDraft], sentences: Sequence[Sentence],
) -> list[Mention]:  # fmt: skip
    """The mentions of everything a document says that is no incident, in document order."""
    found: list[Mention] = []
    for tally in tallies:
        found += _tally(document, tally, sentences)
    for strength in strengths:
        found += _strength(document, strength, sentences)
    for statement in statements:
        found += _statement(document, statement, sentences)
    return found


def _tally(document: Document, draft: TallyDraft, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    writer = _Writer(document, "tally", draft.number.start, draft.number.end)
    yield writer.make("number", draft.number.start, draft.number.end, draft.measure)
    if draft.period is not None:
        yield writer.make("period", draft.period.start, draft.period.end)
    if draft.compared is not None:
        yield writer.make("compared_number", draft.compared.start, draft.compared.end)
    if draft.compared_period is not None:
        yield writer.make("compared_period", draft.compared_period.start, draft.compared_period.end)
    if draft.perpetrator is not None:
        yield writer.make("perpetrator", draft.perpetrator.start, draft.perpetrator.end, draft.perpetrator_actor)
    if draft.target is not None:
        yield writer.make("target", draft.target.core_start, draft.target.end)
    if draft.area is not None:
        yield writer.make("area", draft.area.start, draft.area.end)
    if draft.speaker is not None:
        yield writer.make("speaker", draft.speaker.start, draft.speaker.end)
    sentence = sentences[draft.sentence]
    yield writer.make("evidence", sentence.start, sentence.end)


def _strength(document: Document, draft: StrengthDraft, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    writer = _Writer(document, "estimate", draft.start, draft.end)
    yield writer.make("number", draft.start, draft.end, draft.measure)
    if draft.subject is not None:
        yield writer.make("about", draft.subject.start, draft.subject.end, draft.subject_actor)
    if draft.speaker is not None:
        yield writer.make("speaker", draft.speaker.start, draft.speaker.end)
    sentence = sentences[draft.sentence]
    yield writer.make("evidence", sentence.start, sentence.end)


def _statement(document: Document, draft: StatementDraft, sentences: Sequence[Sentence]) -> Iterator[Mention]:
    sentence = sentences[draft.sentence]
    writer = _Writer(document, "statement", sentence.start, sentence.end)
    yield writer.make("speaker", draft.speaker.start, draft.speaker.end, draft.kind)
    if draft.affiliation is not None:
        yield writer.make("affiliation", draft.affiliation.start, draft.affiliation.end)
    for hit in draft.about:
        yield writer.make("about", hit.start, hit.end, hit.actor)
    yield writer.make("evidence", sentence.start, sentence.end)
