"""What extraction gives: words of a document that play a role in one reported thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tallybook.model.document import Span
from tallybook.model.ids import content_id

Subject = Literal["incident", "tally", "estimate", "statement"]
Role = Literal[
    "event_type", "stage", "evidence", "date", "place", "site", "perpetrator", "target", "weapon", "casualty",
    "responsibility", "number", "period", "compared_number", "compared_period", "area", "about", "affiliation",
    "speaker", "group", "scope", "side", "effect", "title", "mood", "alias",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One span of words in one role.

    ``report_id`` names the reported thing (an incident, a tally, …; see ``subject``) and is shared by all its mentions.
    ``code`` is what the pattern already knows about the words: an event type, an outcome, a weapon category, a status.
    ``of`` is the id of the mention that this one qualifies: the group, speaker, side or scope of a casualty figure, the
    effect on a target, another name (``alias``) of the same perpetrator.
    """

    id: str
    document_id: str
    report_id: str
    subject: Subject
    role: Role
    span: Span
    code: str | None = None
    of: str | None = None
    score: float = 1.0
    extractor: str = "patterns/1"


def mention(
    document_id: str,
    report_id: str,
    role: Role,
    span: Span,
    *,
    subject: Subject = "incident",
    code: str | None = None,
    of: str | None = None,
    score: float = 1.0,
    extractor: str = "patterns/1",
) -> Mention:
    """A mention with the id that its content gives it."""
    made = content_id("men", document_id, report_id, role, span.start, span.end, code, of)
    return Mention(
        id=made, document_id=document_id, report_id=report_id, subject=subject, role=role, span=span, code=code, of=of,
        score=score, extractor=extractor,
    )  # fmt: skip
