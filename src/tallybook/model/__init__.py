"""What passes between the stages: frozen, flat types that know nobody."""

from tallybook.model.claim import PROPERTIES, Claim, claim
from tallybook.model.decision import Act, Anchor, Decision, Part, Question, QuestionKind, Review, ReviewState, Shown
from tallybook.model.document import Document, Page, Span
from tallybook.model.facts import Facts
from tallybook.model.filed import Filed
from tallybook.model.finding import DECIDED, Disagreement, Finding, Range, Reading
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
    "DECIDED",
    "PROPERTIES",
    "VALUE_KINDS",
    "Act",
    "Actor",
    "Anchor",
    "Claim",
    "Code",
    "Count",
    "Decision",
    "Disagreement",
    "Document",
    "Facts",
    "Filed",
    "Finding",
    "Incident",
    "Issue",
    "Judgement",
    "Link",
    "Mention",
    "Page",
    "Part",
    "PartialDate",
    "Place",
    "Question",
    "QuestionKind",
    "Range",
    "Reading",
    "Reason",
    "Report",
    "Responsibility",
    "Review",
    "ReviewState",
    "Shown",
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
