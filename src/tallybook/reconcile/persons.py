"""Whether two ways of naming one person may mean the same, and how many people several of them are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from tallybook.lang.quantities import find_quantities

INITIALS = 2
"""Letters of a given name that is shortened."""
APPOSED = 3
"""Characters between a description and the name beside it that says who it is: "the owner, Tom Varley"."""
LISTED = 8
"""Characters between two people of one list: "a child and an adult"."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@cache
def _words(name: str) -> frozenset[str]:
    table: dict[str, list[str]] = yaml.load(
        Path(__file__).with_name("persons.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return frozenset(table[name])


def person_words(name: str | None) -> frozenset[str]:
    """The words of a group or name that tell who it is, in lower case; ages and articles do not."""
    return frozenset(_WORD.findall((name or "").lower())) - _words("empty")


def may_be_one_person(one: str | None, other: str | None) -> bool:
    """Whether two ways of naming one person may mean the same.

    They may when they share a word, when one of them fits anybody, and when one is a name and the other a description
    ("the boy", "Tom Varley"). Two names without a common word are two people, and so are two of one family, two
    descriptions of unlike sex or age, or "another man" and anybody.
    """
    left, right = person_words(one), person_words(other)
    if not _words("others").isdisjoint(left ^ right) or are_of_unlike_age(one, other):
        return False
    if is_name(one) and is_name(other) and _given(left - right) and _given(right - left):
        return False
    if fits_anybody(one) or fits_anybody(other) or not left.isdisjoint(right):
        return True
    if is_name(one) or is_name(other):
        return is_name(one) != is_name(other)
    return _kind(left) == _kind(right) != frozenset()


def _given(words: frozenset[str]) -> bool:
    """Whether words are given names in full: of "Tom Varley" and "T. Varley" one is not."""
    return bool(words) and all(len(word.rstrip(".")) > INITIALS for word in words)


def are_of_unlike_age(one: str | None, other: str | None) -> bool:
    """Whether two people are told to be of two ages: "a 19-year-old man", "a 24-year-old man"."""
    left, right = _age(one), _age(other)
    return left is not None and right is not None and left != right


def _age(called: str | None) -> float | None:
    found = find_quantities(called) if called and "old" in called.lower() else ()
    return next((one.amount for one in found if one.form == "age"), None)


def fits_anybody(called: str | None) -> bool:
    """Whether a person is only called "the victim" or the like."""
    return not (person_words(called) - _words("anybody"))


def _kind(words: frozenset[str]) -> frozenset[str]:
    """The sex that words for a person tell, and whether he or she is grown up."""
    return frozenset(name for name in ("male", "female", "young", "grown") if not _words(name).isdisjoint(words))


def is_group(called: str | None) -> bool:
    """Whether a group is told by no more than what people are, so that a single person may be one of it."""
    return called is None or not _words("groups").isdisjoint(person_words(called))


def sex_of_all(groups: Iterable[str | None]) -> str | None:
    """Of which sex the words for every one of several groups are: "two men"; None for any other."""
    told = [person_words(one) for one in groups]
    for sex in ("men", "women") if told else ():
        if not any(_words(sex).isdisjoint(words) for words in told):
            return sex
    return None


def is_of_other_sex(called: str | None, sex: str | None) -> bool:
    """Whether one person is none of people of one sex: a woman, of "men"."""
    other = {"men": "female", "women": "male"}.get(sex or "")
    return other is not None and not _words(other).isdisjoint(person_words(called))


def is_beside(called: str | None) -> bool:
    """Whether a group is counted beside people told before: "other men"."""
    return not _words("beside").isdisjoint(person_words(called))


def is_name(name: str | None) -> bool:
    """Whether a group is a person's name: its last word begins with a capital."""
    words = _WORD.findall(name or "")
    return bool(words) and words[-1][0].isupper()


def another(words: str) -> str | None:
    """Words for one person more that name nobody: "another", "a third"; None for any other words."""
    return None if _words("others").isdisjoint(person_words(words)) else words.lower()


@dataclass(frozen=True)
class Person:
    """One mention of a single person: how he or she is called, from where to where, and whether listed with others.

    ``new`` where the article tells somebody new: "a woman".
    """

    called: str | None
    start: int
    end: int
    joined: bool = False
    new: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that tell who it is."""
        return person_words(self.called)

    @cached_property
    def age(self) -> float | None:
        """The age that the words give."""
        return _age(self.called)

    @property
    def named(self) -> bool:
        """Whether it is a name."""
        return is_name(self.called)


def distinct(mentions: Iterable[Person], *, near: int) -> list[Person]:
    """One mention of each of the people who must be different ones; whoever may be one person is one.

    Mentions at most ``near`` characters apart are told together: unlike words mean two people there ("a farmer and a
    trader"), while further apart only names, ages, sex and words such as "another" tell people apart.
    """
    people: list[list[Person]] = []
    for one in sorted(mentions, key=lambda person: person.start):
        same = next((known for known in people if not any(_are_two(other, one, near) for other in known)), None)
        if same is None:
            people.append([one])
        else:
            same.append(one)
    return [max(known, key=lambda person: len(person.words)) for known in people]


def _are_two(first: Person, later: Person, near: int) -> bool:
    left, right = first.words, later.words
    if not _words("others").isdisjoint(right - left) or _contradict(first, later):
        return True
    together = later.start - first.end <= near
    if first.joined and later.joined and later.new and later.start - first.end <= LISTED and left != right:
        return True  # "a child and an adult"
    if left <= right or right <= left or fits_anybody(first.called) or fits_anybody(later.called):
        return False
    if first.named and later.named:
        return together or left.isdisjoint(right)
    if first.named != later.named:
        apposed = later.start - first.end <= APPOSED and (later.named or _words("relatives").isdisjoint(right))
        added = later.new and first.named and 2 * (later.start - first.end) <= near
        return together and not apposed and (added or (first.joined and later.joined))
    return together


def _contradict(first: Person, later: Person) -> bool:
    """Whether age or sex tell two people apart."""
    if first.age is not None and later.age is not None:
        return first.age != later.age or _apart("male", "female", first.words, later.words)
    return any(_apart(one, other, first.words, later.words) for one, other in (("male", "female"), ("child", "adult")))


def _apart(one: str, other: str, left: frozenset[str], right: frozenset[str]) -> bool:
    if _words(one).isdisjoint(left):
        one, other = other, one
    return not _words(one).isdisjoint(left) and _words(one).isdisjoint(right) and not _words(other).isdisjoint(right)
