"""A problem as a row: nothing is passed over in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

IssueStage = Literal["read", "extract", "resolve", "link", "reconcile", "register"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What went wrong with one document (or source, when no document came of it), where and why.

    ``fatal`` says that the document was not processed; other issues only lower trust in part of it.
    """

    document_id: str
    stage: IssueStage
    code: str
    message: str
    fatal: bool = False
