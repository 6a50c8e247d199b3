"""The words of a sentence with what is known of each: its part in the grammar, and what it names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from tallybook.lang.clauses import load_clause_patterns, load_clause_words
from tallybook.lang.triggers import Trigger, TriggerTable
from tallybook.lang.words import WordClasses

STAYS = 6
"""Words after "remains" among which a hospital or a condition is sought, one more."""
KEPT_WORDS = 50_000
"""Printed words whose reading is kept: most words of a text were in those before it."""
TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|['’][sS]\b|\d+(?:-[^\W\d_]+)+|\d[\d,.]*\d|[^\W_]+(?:[-&/][^\W_]+)*(?:['’](?![sS]\b)[^\W_]+)?|[^\w\s]"
)
"""Words with inner hyphens, initials ("U.S."), the possessive ending alone, numbers, single marks."""


class Located(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """One past the last character."""


L = TypeVar("L", bound=Located)


class Layer(Generic[L]):
    """Things found in a document, in order and without overlap, to be asked for by place."""

    def __init__(self, items: Sequence[L]) -> None:
        self.items = sorted(items, key=lambda one: (one.start, -one.end))
        self._starts = [one.start for one in self.items]

    def within(self, start: int, end: int) -> list[L]:
        """The things that lie wholly between two offsets."""
        starts = self._starts
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] > end:
            return []  # most stretches that are asked for hold nothing
        return [one for one in self.items[first : bisect_right(starts, end, first)] if one.end <= end]

    def at(self, offset: int) -> L | None:
        """The thing that covers an offset."""
        place = bisect_right(self._starts, offset) - 1
        if place >= 0 and self.items[place].end > offset:
            return self.items[place]
        return None


@dataclass(slots=True)
class Token:
    """One word or mark, with its part in the grammar as ``tag``.

    D determiner, N counted number, T time expression, P preposition, C conjunction, R relative pronoun, S subordinator,
    O pronoun, X auxiliary, M modal, G negation, V other verb, K trigger verb, E event noun, A adverb, W any other word,
    and marks as themselves: ``,`` ``.`` ``(`` ``)`` ``"`` ``'s``.
    """

    start: int
    end: int
    low: str
    tag: str
    capital: bool
    trigger: Trigger | None = None


AT = "at"
"""What may belong to the verb ("were shot at by soldiers") or say where ("were shot at a party")."""
NOUN_LEADS = ("D", "'s", "T")
"""Tags before a form in -ing that is a noun there: "a shooting", "the Friday shooting"."""
JOINING_HEADS = frozenset(words.split()[0] for words in load_clause_words().joining)
"""The first words of those that join like "and"."""
BOTH = load_clause_words().both
OWNER_OR_OBJECT = load_clause_words().owner_or_object
ENDS_OBJECT = frozenset(("P", "T", "C", "S", ".", ","))
"""Tags of words before which "her" is the object of a verb and owns nothing: "a bomb killed her in"."""
_MARKS = {
    **dict.fromkeys(";:.!?", "."),
    **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys(",-–—", ","),
}
_QUOTES = frozenset("\"“”«»'‘’`")


def tokenize(
    text: str,
    start: int,
    end: int,
    *,
    classes: WordClasses,
    triggers: TriggerTable,
    skip: Sequence[tuple[int, int, str]],
    names: Sequence[tuple[int, int]] = (),
    shouted: bool = False,
) -> list[Token]:
    """The tokens between two offsets.

    ``skip`` are stretches that count as one token of the given tag (numbers, dates); ``names`` are stretches whose
    words are names, whatever else they could be ("IS", "US", "Army of God").
    """
    tokens: list[Token] = []
    position = start
    for low, high, tag in [*skip, (end, end, "")]:
        if low < position:
            continue
        _plain(text, position, low, classes, tokens)
        if high > low:
            tokens.append(Token(low, high, text[low:high].lower(), tag, text[low].isupper()))
        position = max(position, high)
    for low, high in names:
        for token in tokens:
            if low <= token.start and token.end <= high and token.tag not in "NT" and token.low[0].isalnum():
                token.tag = "W"
    if shouted:
        for token in tokens:
            token.capital = False
    return _with_triggers(tokens, triggers)


def _plain(text: str, start: int, end: int, classes: WordClasses, tokens: list[Token]) -> None:
    for match in TOKEN.finditer(text, start, end):
        if known := _known(match[0], classes):
            low, tag, capital = known
            tokens.append(Token(match.start(), match.end(), low, tag, capital))


@lru_cache(maxsize=KEPT_WORDS)
def _known(word: str, classes: WordClasses) -> tuple[str, str, bool] | None:
    """A word in lower case, its tag, and whether it has a capital; None for a mark that is passed over."""
    low = word.lower().replace("’", "'")
    if word[0].isalnum():
        capital = word[0].isupper() or bool(load_clause_patterns().name_particle.match(word))
        return low, classes.tags.get(low, "W"), capital
    if low == "'s":
        return low, low, False
    # What is said in quotation marks is read like the rest.
    return None if word in _QUOTES else (low, _MARKS.get(word, ","), False)


def _with_triggers(tokens: list[Token], triggers: TriggerTable) -> list[Token]:
    """The same tokens with trigger phrases drawn together and trigger words marked."""
    out: list[Token] = []
    place, first_words = 0, triggers.first_words
    while place < len(tokens):
        token = tokens[place]
        begins = token.low in first_words
        if token.low in JOINING_HEADS and (joint := _joint(tokens, place)):
            out.append(joint)
            place += joint.low.count(" ") + 1
            continue
        if not begins:
            out.append(token)
            place += 1
            continue
        length, trigger = triggers.match(tokens, place) if token.tag not in 'NT,.()"' else (0, None)
        if length > 1 and _at_a_place(tokens, place, length):
            length, trigger = triggers.match(tokens[place : place + 1], 0)
        if trigger is None:
            tokens = _drawn_together(tokens, place, triggers)
            out.append(tokens[place])
            place += 1
            continue
        last = tokens[place + length - 1]
        low = token.low if length == 1 else " ".join(one.low for one in tokens[place : place + length])
        out.append(Token(token.start, last.end, low, trigger.tag, token.capital, trigger))
        place += length
    return _decided(out)


def _at_a_place(tokens: Sequence[Token], place: int, length: int) -> bool:
    """Whether "at" behind a word only says where or when: "three people were shot at a party", "shot at 9 p.m."."""
    words, last = load_clause_words(), place + length
    if tokens[last - 1].low != AT or last >= len(tokens):
        return False
    before = tokens[max(0, place - 2) : place]
    if before and before[-1].tag in NOUN_LEADS and tokens[place].low.endswith("ing"):
        return True
    after = [one.tag for one in tokens[last : last + 2]]
    there = after[0] in ("D", "T") or (after[0] == "W" and tokens[last].capital) or after == ["A", "W"]
    return there and tokens[place].low in words.shot and any(one.low in words.be for one in before)


def _joint(tokens: list[Token], place: int) -> Token | None:
    """Several words that join like "and", as one: "two soldiers as well as a nurse"."""
    words = load_clause_words()
    for length in (2, 3):
        run = tokens[place : place + length]
        low = " ".join(one.low for one in run)
        if low in words.joining:
            return Token(run[0].start, run[-1].end, low, "C", run[0].capital)
    return None


def _drawn_together(tokens: list[Token], place: int, triggers: TriggerTable) -> list[Token]:
    """The tokens with a trigger put together that encloses its object: "took two men hostage", "set a bus on fire"."""
    at, length, trigger = triggers.match_split(tokens, place)
    if trigger is None:
        return tokens
    first = tokens[place]
    low = " ".join(trigger.words)
    made = Token(first.start, first.end, low, trigger.tag, first.capital, trigger)
    return [*tokens[:place], made, *tokens[place + 1 : at], *tokens[at + length :]]


@dataclass(slots=True)
class _Neighbours:
    """What stands on both sides of a word; ``driven`` where only a verb can stand in between. Not changed once made."""

    left: str
    right: str
    driven: bool
    before_plural: bool
    name_follows: bool
    alone: bool


def _neighbours(before: Token | None, token: Token, after: Token | None) -> _Neighbours:
    left = before.tag if before else "."
    driving = before is not None and before.low in load_clause_words().driving
    return _Neighbours(
        left=left,
        right=after.tag if after else ".",
        driven=left in ("M", "O", "R", "G") or driving,
        before_plural=before is not None and left == "W" and _is_plural(before.low),
        name_follows=bool(after and after.capital and not token.capital),
        alone=before is not None and before.low in load_clause_words().one_more,
    )


def _decided(tokens: list[Token]) -> list[Token]:
    """Words that may be noun or verb, decided by their neighbours."""
    remaining = load_clause_words().remaining
    for place, token in enumerate(tokens):
        low = token.low
        if token.tag == "A" and (_degree(tokens, place) or _of_the_body(tokens, place)):
            token.tag = "W"
        ends = place + 1 == len(tokens) or tokens[place + 1].tag in ENDS_OBJECT
        struck = ends and low in BOTH and place > 0 and tokens[place - 1].trigger is not None  # "killing both, then"
        if (ends and low in OWNER_OR_OBJECT) or struck or (low in BOTH and _verb_follows(tokens, place)):
            token.tag = "A" if low in BOTH and place and tokens[place - 1].tag == "X" else "O"
        if low in remaining and _stays(tokens, place):
            token.tag = "V"
            continue
        open_tag = token.trigger is not None or token.tag in ("v", "b")
        if not open_tag and not (low.endswith("ed") and _past_form(token, tokens[place + 1 : place + 2])):
            continue
        before, after = tokens[place - 1] if place else None, tokens[place + 1] if place + 1 < len(tokens) else None
        near = _neighbours(before, token, after)
        if token.trigger is not None:
            token.tag = "W" if _one_shot(tokens, place) else _trigger_tag(token.trigger, near)
        elif token.tag == "b":
            token.tag = _base_tag(token, near)
        else:
            token.tag = _ended_tag(token, near)
    return tokens


def _stays(tokens: Sequence[Token], place: int) -> bool:
    """Whether "remains" says where somebody is: "a boy remains in critical condition"."""
    words = load_clause_words()
    behind = [one.low for one in tokens[place + 1 : place + STAYS]]
    if behind and behind[0] in words.recovering:
        return True  # "remains hospitalized"
    led = bool(behind) and behind[0] in ("in", "at")
    return led and not (words.infirmary | words.condition).isdisjoint(behind)


def _degree(tokens: Sequence[Token], place: int) -> bool:
    """Whether an adverb only strengthens the adjective of a noun phrase: "by heavily armed gunmen"."""
    around = tokens[max(0, place - 1) : place + 2]
    return len(around) > 2 and around[0].tag == "P" and around[2].tag == "W" and tokens[place].low.endswith("ly")


def _one_shot(tokens: Sequence[Token], place: int) -> bool:
    """Whether a participle is a noun: "there was one shot"."""
    words, before = load_clause_words(), [one.low for one in tokens[max(0, place - 3) : place]]
    there = len(before) > 2 and before[0] in words.there and before[1] in words.be and before[2] in words.single
    return there and tokens[place].low in words.shot


def _of_the_body(tokens: Sequence[Token], place: int) -> bool:
    """Whether an adverb is a part of the body: "in the back"."""
    before = tokens[place - 1].tag if place else ""
    return before in ("D", "P") and tokens[place].low in load_clause_words().body


def _verb_follows(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb stands right after a word, so that it stands for people itself: "both were shot"."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is None:
        return False
    trigger = after.trigger
    return after.tag in ("X", "M", "V") or (trigger is not None and trigger.verb is not None and trigger.form == "past")


def _past_form(token: Token, after: Sequence[Token]) -> bool:
    """Whether an unknown word in -ed is likely a verb form: a preposition follows."""
    unknown = token.tag == "W" and not token.capital and len(token.low) > len("seed")
    return unknown and any(one.tag == "P" for one in after)


def _base_tag(token: Token, near: _Neighbours) -> str:
    """A base form is a verb where it is driven, or between a noun and what can only be an object; no name is one."""
    verb = near.driven or (near.left == "W" and near.right in ("R", "D"))
    words = load_clause_words()
    says = near.before_plural and token.low in words.saying  # "officials say gunmen"
    says = says or (near.left == "W" and token.low in words.only_saying)
    return "V" if (verb or says) and not token.capital else "W"


def _ended_tag(token: Token, near: _Neighbours) -> str:
    """A form in -ed or -ing describes the noun after it where nothing before it could be its subject."""
    if near.left in ("D", "'s"):
        return "W"
    if token.low in load_clause_words().suffer:
        return "V"
    leads = near.left == "N" or (near.left in ("P", "C", ".", ",", "(", "V", "K") and token.low.endswith("ed"))
    return "W" if leads and near.right in ("W", "E") and not token.low.endswith("ing") else "V"


def _trigger_tag(trigger: Trigger, near: _Neighbours) -> str:
    if trigger.verb is None:
        return "E"
    if trigger.form == "past":
        return "W" if _describes(near) else "K"
    if trigger.form == "ing":
        return _ing_tag(trigger, near)
    return "K" if trigger.form in ("active", "participle", "phrase") else _bare_trigger_tag(trigger, near)


def _describes(near: _Neighbours) -> bool:
    """Whether a past form only describes the noun after it: "the murdered priest"; not so "another wounded in"."""
    if near.alone and near.right not in ("W", "E"):
        return False
    return (
        near.left in ("D", "'s")
        or (near.left == "P" and near.right == "W")
        or (near.left == "N" and near.right == "W" and not near.name_follows)
    )


def _ing_tag(trigger: Trigger, near: _Neighbours) -> str:
    noun = "E" if trigger.noun else "W"
    ends = near.right in ("P", ".", ",", "V", "X", "K", "E", "W")
    if near.left in ("D", "'s", "P") and ends and not (near.left == "P" and near.right == "W"):
        return noun
    if near.right in ("N", "D", "O", "C") or near.left in (",", "X", "S", "P"):
        return "K"
    return "K" if trigger.noun is None and near.left == "W" else noun


def _ended_in_s(trigger: Trigger, near: _Neighbours) -> str:
    """An -s form behind a noun: "gunman kills two", "bomb attacks market"; not so "Redland shells hit a market"."""
    if near.right == "K" and trigger.verb is not None and trigger.verb.outcome is None:
        return "E" if trigger.noun else "W"
    return "E" if trigger.noun and near.right == "W" else "K"


def _bare_trigger_tag(trigger: Trigger, near: _Neighbours) -> str:
    """Base and -s forms: "attack", "attacks"."""
    if near.driven:
        return "K"
    if trigger.form == "s" and near.left == "W" and near.right in ("D", "N", "W", "K"):
        return _ended_in_s(trigger, near)
    if trigger.noun:
        return "E"
    if near.left == "C" and near.right in ("D", "N", "O"):
        return "K"  # "a gunman takes hostages and kills four"
    if trigger.verb is not None and trigger.verb.patient == "subject" and near.right not in ("W", "E"):
        single = trigger.form == "s" and near.left == "W"
        return "K" if single or near.before_plural or near.left == "N" else "W"
    counting = near.left == "W" and near.right == "N"  # "bombs at a bridge and a ferry kill nine"
    return "K" if counting or (near.before_plural and near.right == "D") else "W"


def _is_plural(low: str) -> bool:
    """Whether a word looks like a plural: "bombs", "people"."""
    return low.endswith("s") or low in load_clause_words().plurals
