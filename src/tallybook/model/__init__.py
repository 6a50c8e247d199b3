"""What passes between the stages: frozen, flat types that know nobody."""

from tallybook.model.claim import PROPERTIES, Claim, claim
from tallybook.model.document import Document, Page, Span
from tallybook.model.facts import Facts
from tallybook.model.finding import Disagreement, Finding, Range, Reading
from tallybook.model.ids import content_id, sha256
from tallybook.model.incident import Incident, Report, reports_of
from tallybook.model.issue import Issue
from tallybook.model.link import Judgement, Link, Reason
from tallybook.model.mention import Mention, mention
from tallybook.model.values import (
    VALUE_KINDS,
    Actor,
    Code,
    Count,
    PartialDate,
    Place,
    Responsibility,
    Statement,
    Strength,
    Tally,
    Target,
    Unresolved,
    Value,
    Weapon,
)

__all__ = [
    "PROPERTIES",
    "VALUE_KINDS",
    "Actor",
    "Claim",
    "Code",
    "Count",
    "Disagreement",
    "Document",
    "Facts",
    "Finding",
    "Incident",
    "Issue",
    "Judgement",
    "Link",
    "Mention",
    "Page",
    "PartialDate",
    "Place",
    "Range",
    "Reading",
    "Reason",
    "Report",
    "Responsibility",
    "Span",
    "Statement",
    "Strength",
    "Tally",
    "Target",
    "Unresolved",
    "Value",
    "Weapon",
    "claim",
    "content_id",
    "mention",
    "reports_of",
    "sha256",
]
