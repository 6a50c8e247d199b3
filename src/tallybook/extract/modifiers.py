"""States named inside the noun for what their forces did: "an Israeli air strike", "Turkish army shelling"."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.extract.acts import Act, Party
from tallybook.extract.clause import Clause
from tallybook.extract.nouns import actor_phrase
from tallybook.extract.phrases import Phrase
from tallybook.lang.blame import load_blame_words

STATE_DEEDS = frozenset(("air_strike", "shelling"))
"""Types of acts whose noun names its doer first; before other nouns ("army convoy bombing") stands who was hit."""
LONGEST = 4
"""Words of the longest name tried: "Syrian Armed Forces", "the Saudi-led coalition"."""


def states_in_nouns(acts: Sequence[Act], clause: Clause) -> None:
    """Puts the state before the noun of an air strike or a shelling with the act, where nobody else is told."""
    starts = {phrase.start: phrase for phrase in clause.phrases if phrase is not None and phrase.kind == "event"}
    for act in acts:
        phrase = starts.get(act.start)
        if phrase is None or act.event not in STATE_DEEDS:
            continue
        hit = _state(phrase) if not act.perpetrators else None
        if hit is not None:
            act.perpetrators.append(Party(_party(phrase, hit)))
        told = next((one for one in acts if not one.generic and not one.perpetrators), None) if act.generic else None
        if told is not None:
            told.perpetrators += act.perpetrators


def _party(phrase: Phrase, hit: ActorHit) -> Phrase:
    made = actor_phrase(phrase, hit.start, hit.end, hit.text)
    return Phrase(
        start=hit.start, end=hit.end, core_start=hit.start, low=made.low, head=made.head, kind="actor", actor=hit,
        place=phrase.place, tokens=made.tokens,
    )  # fmt: skip


def _state(phrase: Phrase) -> ActorHit | None:
    """The state whose name, or whose people's name, begins the phrase."""
    actors, tokens = load_actors(), phrase.tokens
    for length in range(min(LONGEST, len(tokens) - 1), 0, -1):
        words = " ".join(token.low for token in tokens[:length])
        code = actors.match(words) or (actors.match(f"{words} {load_blame_words().forces}") if length == 1 else None)
        if code is not None:
            return ActorHit(start=tokens[0].start, end=tokens[length - 1].end, text=words, actor=code)
    return None
