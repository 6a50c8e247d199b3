"""A shallow parse: noun phrases, verb groups and what stands between them, in one pass without a grammar model.

After the finite-state cascades of FASTUS (Hobbs et al. 1992): small, fast, and every decision can be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tallybook.extract.words import Token
from tallybook.lang.clauses import load_clause_words

_NOUN_TAGS = frozenset(("D", "N", "W", "E", "'s"))


@dataclass(slots=True)
class Chunk:
    """A run of tokens: ``kind`` NP, O (pronoun), VG (verb group), or the tag of a single token."""

    kind: str
    tokens: list[Token]
    place: int = 0
    passive: bool = False
    perfect: bool = False
    infinitive: bool = False
    modal: bool = False
    negated: bool = False
    trigger: Token | None = field(default=None)

    @property
    def start(self) -> int:
        """First character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """One past the last character."""
        return self.tokens[-1].end

    @property
    def low(self) -> str:
        """The words in lower case, one space between."""
        tokens = self.tokens
        return tokens[0].low if len(tokens) == 1 else " ".join([token.low for token in tokens])


def chunk(tokens: Sequence[Token]) -> list[Chunk]:
    """The chunks of one sentence, in order, numbered by ``place``."""
    chunks: list[Chunk] = []
    place = 0
    while place < len(tokens):
        tag = tokens[place].tag
        if tag in _NOUN_TAGS:
            length = _noun_phrase(tokens, place)
            chunks.append(Chunk("NP", list(tokens[place : place + length])))
        elif tag == "O":
            length = 1
            chunks.append(Chunk("O", [tokens[place]]))
        elif _begins_verbs(tokens, place):
            length = _verb_group(tokens, place)
            chunks.append(_described(Chunk("VG", list(tokens[place : place + length]))))
        else:
            length = 1
            chunks.append(Chunk(tag, [tokens[place]]))
        place += length
    for number, one in enumerate(chunks):
        one.place = number
    return chunks


def _noun_phrase(tokens: Sequence[Token], place: int) -> int:
    leads = load_clause_words().number_leads
    length, content = 1, tokens[place].tag in ("W", "E")
    while place + length < len(tokens):
        token, before = tokens[place + length], tokens[place + length - 1]
        if token.tag == "A" and before.tag == "D" and _after(tokens, place + length) == "W":
            length += 1  # "a locally hired guard"
            continue
        if token.tag not in _NOUN_TAGS:
            break
        if token.tag == "D" and before.tag not in ("D",):
            break
        if token.tag == "N" and content and before.low not in leads and before.tag != "'s":
            break
        content = content or token.tag in ("W", "E")
        length += 1
    return length


def _begins_verbs(tokens: Sequence[Token], place: int) -> bool:
    tag = tokens[place].tag
    if tag in ("X", "M", "K", "V"):
        return True
    following = tokens[place + 1].tag if place + 1 < len(tokens) else "."
    if tokens[place].low == "to" and following in ("K", "V", "X"):
        return True
    return tag in ("G", "A") and following in ("X", "M", "K", "V")


def _verb_group(tokens: Sequence[Token], place: int) -> int:
    length = 1
    done = tokens[place].tag in ("K", "V")
    while place + length < len(tokens):
        token = tokens[place + length]
        if (token.tag in ("X", "M") and not done) or (
            token.tag in ("A", "G") and not done and _verbs_follow(tokens, place + length + 1)
        ):
            pass
        elif token.tag == "V" and not done:
            done = True
        elif token.tag == "K" and (not done or _bare_participle(tokens, place, length)):
            return length + 1
        elif (
            token.low == "to"
            and done
            and _after(tokens, place + length) in ("K",)
            and tokens[place + length - 1].tag == "V"
        ):
            length += 1
            continue
        else:
            break
        length += 1
    return length


def _bare_participle(tokens: Sequence[Token], place: int, length: int) -> bool:
    """Whether a participle stands straight after a passive verb: "was reported killed", "were found dead"."""
    trigger = tokens[place + length].trigger
    be = load_clause_words().be
    passive = any(token.low in be for token in tokens[place : place + length])
    return passive and trigger is not None and trigger.form in ("past", "participle")


def _verbs_follow(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].tag in ("X", "M", "K", "V", "A", "G")


def _after(tokens: Sequence[Token], place: int) -> str:
    return tokens[place + 1].tag if place + 1 < len(tokens) else "."


def _described(group: Chunk) -> Chunk:
    """The verb group with its trigger and voice."""
    group.trigger = next((token for token in reversed(group.tokens) if token.tag == "K"), None)
    words = load_clause_words()
    lows, tags = [token.low for token in group.tokens], [token.tag for token in group.tokens]
    group.modal = "M" in tags
    group.negated = "G" in tags
    group.infinitive = "to" in lows and not any(low.endswith("ing") for low in lows[lows.index("to") :])
    group.perfect = not words.have.isdisjoint(lows)
    if group.trigger is not None and group.trigger.trigger is not None:
        form = group.trigger.trigger.form
        group.passive = form in ("past", "participle") and not words.be.isdisjoint(lows)
    return group
