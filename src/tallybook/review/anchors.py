"""Reports that people decided about, found again among those that are read now: by id, by succession, by words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set

from tallybook.model import Anchor, Decision, PartialDate, Place, Report, Shown, Span, reports_of
from tallybook.reconcile import reading
from tallybook.reconcile.disagreements import show_date, show_place, show_range
from tallybook.register.base import View

__all__ = ["MIN_OVERLAP", "anchor_of", "found_again", "overlap", "said_of"]

MIN_OVERLAP = 0.2
"""Share of the words (Jaccard) that a report must have in common with one of before to be taken for it.

Lower than what lets an incident's id pass on by itself (``register/succession.py``): what a person decided is worth a
bolder guess, and whatever then reads otherwise is asked about."""

WORD = re.compile(r"\w+")


def anchor_of(report: Report) -> Anchor:
    """A report as it is now: its words, and what it says of day, place and dead."""
    spans = {span for claim in report.claims if claim.prop != "evidence" for span in claim.evidence}
    return Anchor(report_id=report.id, document_id=report.document_id, words=tuple(sorted(spans)), said=said_of(report))


def said_of(report: Report) -> tuple[Shown, ...]:
    """Day, place and dead as a report has them; what it does not state is left out."""
    said = {
        "when": show_date(report.when) if report.when != PartialDate(text=report.when.text) else "",
        "where": show_place(report.where) if report.where != Place() else "",
        "killed": _figure(report),
    }
    return tuple(Shown(field=field, value=value) for field, value in said.items() if value)


def _figure(report: Report) -> str:
    figure = reading(report, "killed")
    return "" if figure.low is None and figure.best is None and figure.high is None else show_range(figure)


def found_again(decisions: Iterable[Decision], view: View) -> dict[str, str | None]:
    """For each report that was decided about the report that stands for it now; ``None`` when none does.

    It is the report itself if it is read still, else the one that took its place when its document was read again,
    else the report of the same document that shares most of its words.
    """
    anchors = {anchor.report_id: anchor for decision in decisions for anchor in decision.reports}
    heirs = view.successions() if anchors else {}
    chains = {name: _chain(name, heirs) for name in anchors}
    known = view.standing(name for chain in chains.values() for name in chain)
    found = {name: next((one for one in chain if one in known), None) for name, chain in chains.items()}
    lost: defaultdict[str, list[Anchor]] = defaultdict(list)
    for name, one in found.items():
        document = anchors[name].document_id
        if one is None and document is not None:
            lost[document].append(anchors[name])
    for document, mine in sorted(lost.items()):
        reports = reports_of(view.claims(document_id=document))
        found.update({anchor.report_id: _nearest(anchor, reports) for anchor in mine})
    return found


def _chain(name: str, heirs: Mapping[str, str]) -> list[str]:
    """A report and those that took its place, the newest last."""
    chain = [name]
    while chain[-1] in heirs and heirs[chain[-1]] not in chain:
        chain.append(heirs[chain[-1]])
    return chain


def _nearest(anchor: Anchor, reports: Iterable[Report]) -> str | None:
    scored = [(overlap(anchor.words, anchor_of(report).words), report.id) for report in reports]
    best = max(scored, key=lambda one: (one[0], one[1]), default=((0.0, 0.0), ""))
    return best[1] if max(best[0], default=0.0) >= MIN_OVERLAP else None


def overlap(one: Iterable[Span], other: Iterable[Span]) -> tuple[float, float]:
    """How much two reports of one document share: words at the same places, and words wherever they stand.

    The first is what counts as long as the text is the same; when a page has changed, the second finds its words.
    """
    left, right = list(one), list(other)
    return _jaccard(_placed(left), _placed(right)), _jaccard(_words(left), _words(right))


def _placed(spans: Iterable[Span]) -> set[tuple[int, str]]:
    return {(span.start + word.start(), word[0].casefold()) for span in spans for word in WORD.finditer(span.text)}


def _words(spans: Iterable[Span]) -> set[str]:
    return {word.casefold() for span in spans for word in WORD.findall(span.text)}


def _jaccard(left: Set[object], right: Set[object]) -> float:
    either = len(left | right)
    return len(left & right) / either if either else 0.0
