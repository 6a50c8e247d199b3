"""Who is said to be behind an act: claims, denials, accusations, and the mark of suspicion (coding rules 13 and 15)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallybook.extract.acts import Act, Party
from tallybook.extract.frames import Clause
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.model import Span

CUE_WINDOW = 60
"""Characters within which an accusation reaches the accused; about ten words."""
INVOLVED = frozenset(
    "responsible involved participated implicated accused charged blamed behind guilty authors perpetrators masterminds".split()
)
"""Words that tie somebody to an act: "responsible for the massacre", "implicated in the murder"."""


def involved(clause: Clause, place: int, act: Act) -> None:
    """Those who are said to be behind an act that stands as a noun: suspected unless the words are flat."""
    first = max(0, place - 4)
    near = [one for one in clause.chunks[first:place] if any(token.low in INVOLVED for token in one.tokens)]
    if not near or any(one.kind == "." for one in clause.chunks[near[-1].place : place]):
        return
    verb = next((one for one in reversed(clause.chunks[: near[-1].place + 1]) if one.kind == "VG"), None)
    if verb is None:
        return
    flat = any(token.low in ("responsible", "participated") for token in near[-1].tokens)
    for phrase in clause.subject(verb.place):
        if phrase.doer_like and phrase.kind != "pronoun":
            act.perpetrators.append(Party(phrase, "attributed" if flat else "suspected"))


_CLAIM = re.compile(r"claim(?:ed|s|ing)?(?:\s+\w+){0,2}\s+responsibility|t(?:ook|aken|aking)\s+responsibility|claimed\s+(?:by|the\s+\w+|that\s+\w+)|claim(?:ed|s)\s+to\s+have", re.I)  # fmt: skip
_DENY = re.compile(r"denie[ds]\s+(?:any\s+)?(?:responsibility|involvement|carrying)", re.I)
_NONE = re.compile(
    r"no\s+(?:group|one|organi[sz]ation|individual\w*)(?:\s+\w+){0,4}\s+(?:claimed|taken|admitted)", re.I
)
_SUSPECT = re.compile(r"\b(?:suspect(?:ed|s)?|blam(?:e|ed|es|ing)|accus(?:e|ed|es|ing)|believed|allegedly|alleged|presum(?:ed|ably|edly)|attributed|apparently|reportedly|purported|thought)\b", re.I)  # fmt: skip
_CLAIM_WINDOW = 90
"""Characters around the words of a claim in which the group that makes it stands."""


def responsibility(acts: Sequence[Act], clause: Clause, sentence: Sentence, text: str) -> None:
    """Claims and denials of the act, and the mark of suspicion on those who are only blamed for it."""
    if not acts:
        return
    main = acts[0]
    for pattern, status in ((_NONE, "none_reported"), (_DENY, "denied"), (_CLAIM, "claimed")):
        found = pattern.search(text, sentence.start, sentence.end)
        if found is None:
            continue
        span = Span(start=found.start(), end=found.end(), text=found.group())
        if status == "none_reported":
            main.responsibility.append((status, span, None))
            break
        actor = _nearest_actor(clause, found.start(), found.end())
        if actor is not None:
            main.responsibility.append((status, span, actor))
            mark = "claimed" if status == "claimed" else "denied"
            for act in acts:
                _set_status(act, actor, mark)
        break
    suspect = _SUSPECT.search(text, sentence.start, sentence.end)
    if suspect is not None:
        _accused(acts, clause, suspect.start(), suspect.end())


def _nearest_actor(clause: Clause, start: int, end: int) -> Phrase | None:
    near = [
        one
        for one in clause.phrases
        if one is not None and one.kind in ("actor", "people", "name") and one.perpetrator_like
    ]
    left = [one for one in near if one.end <= start and start - one.end < _CLAIM_WINDOW]
    right = [one for one in near if one.start >= end - 1 and one.start - end < _CLAIM_WINDOW]
    return (left[-1] if left else None) or (right[0] if right else None)


def _set_status(act: Act, actor: Phrase, status: str) -> None:
    for party in act.perpetrators:
        if party.phrase.start == actor.start or (
            actor.actor and party.phrase.actor and actor.actor.actor == party.phrase.actor.actor
        ):
            party.status = status
            return
    act.perpetrators.append(Party(actor, status))


def _accused(acts: Sequence[Act], clause: Clause, start: int, end: int) -> None:
    for act in acts:
        for party in act.perpetrators:
            if party.status == "attributed" and -CUE_WINDOW < party.phrase.start - end < CUE_WINDOW:
                party.status = "suspected"
    if acts and not any(act.perpetrators for act in acts):
        blamed = [
            one
            for one in clause.phrases
            if one is not None and one.perpetrator_like and one.start >= end and one.start - end < CUE_WINDOW
        ]
        if blamed:
            acts[0].perpetrators.append(Party(blamed[0], "suspected"))
