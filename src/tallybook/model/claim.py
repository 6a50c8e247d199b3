"""What resolving gives: one value for one property of one reported thing, and where it is said."""

from __future__ import annotations

from dataclasses import dataclass

from tallybook.model.document import Span
from tallybook.model.ids import content_id
from tallybook.model.values import Value

PROPERTIES = (
    "event_type", "stage", "when", "where", "perpetrator", "target", "weapon", "casualty", "responsibility", "evidence",
    "tally", "estimate", "statement",
)  # fmt: skip
"""Every property a claim can be about; ``evidence`` claims carry the sentences that tell of the incident."""


DOUBTED = 0.2
"""Score of a claim that its own page contradicts (coding rule 19); other claims score higher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One value for one property of one reported thing; no claim without words (coding rule 16)."""

    id: str
    document_id: str
    report_id: str
    prop: str
    value: Value
    evidence: tuple[Span, ...]
    score: float = 1.0
    resolver: str = "given/1"


def claim(
    document_id: str,
    report_id: str,
    prop: str,
    value: Value,
    evidence: tuple[Span, ...],
    *,
    score: float = 1.0,
    resolver: str = "given/1",
) -> Claim:
    """A claim with the id that its content gives it: the same reading gives the same id in every run."""
    words = ";".join(f"{span.start}-{span.end}" for span in evidence)
    made = content_id("clm", document_id, report_id, prop, repr(value), words)
    return Claim(
        id=made, document_id=document_id, report_id=report_id, prop=prop, value=value, evidence=evidence, score=score,
        resolver=resolver,
    )  # fmt: skip
