"""What the register asks of a person, and how much each question matters.

A question's weight is its doubt times its stakes. Stakes grow with the people it is about: 1 + log10(1 + dead and
injured), so that ten times as many people weigh one more. Doubt is 1 where people's decisions or newer evidence
contradict each other, and for a pair that nobody judged 1 - |2p - 1|, where p is the model's probability.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from tallybook.link.review import pairs_to_judge
from tallybook.model import Decision, Finding, Link, Question, QuestionKind, Range, content_id

__all__ = ["DOUBT", "ask", "pair_questions", "pairs_asked", "stakes"]

MOST_PAIRS = 1000
"""Pairs that are asked about at once, those nearest to the model's threshold; more come when these are judged."""

DOUBT: Mapping[QuestionKind, float] = {
    "newer": 1.0, "clash": 1.0, "changed": 0.8, "lost": 0.6, "unsure": 0.5, "pair": 1.0,
}  # fmt: skip
"""How doubtful a question is by its kind; that of a pair is multiplied by the model's own doubt."""


def stakes(findings: Iterable[Finding]) -> float:
    """How much hangs on an incident, or several, by the people in their figures."""
    people = sum(_people(one.value) for one in findings if isinstance(one.value, Range))
    return 1 + math.log10(1 + people)


def _people(figure: Range) -> int:
    return next((bound for bound in (figure.best, figure.low, figure.high) if bound is not None), 0)


def ask(
    kind: QuestionKind,
    text: str,
    *,
    at_stake: float,
    incidents: Sequence[str] = (),
    decision: Decision | None = None,
    field: str | None = None,
    pair: tuple[str, str] | None = None,
    doubt: float = 1.0,
) -> Question:
    """A question, under an id that stays while the same is asked."""
    left, right = pair or (None, None)
    name = decision.id if decision else None
    return Question(
        id=content_id("ask", kind, name, field, left, right), kind=kind, text=text,
        weight=round(DOUBT[kind] * doubt * at_stake, 6), incidents=tuple(incidents), decision=name, field=field,
        left=left, right=right,
    )  # fmt: skip


def pairs_asked(links: Iterable[Link], judged: Sequence[Link]) -> list[Link]:
    """The pairs worth asking about: those that the model is unsure of and nobody judged, at most ``MOST_PAIRS``."""
    return pairs_to_judge(links, decided=judged)[:MOST_PAIRS]


def pair_questions(
    links: Iterable[Link],
    *,
    members: Mapping[str, str],
    findings: Mapping[str, Sequence[Finding]],
    headlines: Mapping[str, str],
) -> list[Question]:
    """A question for each pair, by weight.

    ``members`` gives the incident of a report, ``findings`` those of an incident, ``headlines`` a report in words.
    """
    asked = []
    for link in links:
        names = tuple(dict.fromkeys(members[one] for one in (link.left, link.right) if one in members))
        least = min((stakes(findings.get(name, ())) for name in names), default=1.0)
        told = f"{headlines.get(link.left, link.left)} | {headlines.get(link.right, link.right)}"
        together = "are taken for one" if len(names) == 1 else "are kept apart"
        text = f"Same incident? {told} (they {together}; the model says {link.score:.0%})"
        doubt = 1 - abs(2 * link.score - 1)
        asked.append(ask("pair", text, at_stake=least, incidents=names, pair=(link.left, link.right), doubt=doubt))
    return sorted(asked, key=lambda one: (-one.weight, one.id))
