"""The words of pages that tell of several shootings, one after the other, and the patterns made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tallybook.lang.base import split_words
from tallybook.lang.grammar import load_grammar
from tallybook.lang.word_lists import alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWords:
    """Patterns of ``rounds.yaml``; the first four stand at the head of a sentence.

    ``block``, ``street`` and ``quarter`` hold what tells them apart in the group ``name``.
    """

    first: re.Pattern[str]
    another: re.Pattern[str]
    later: re.Pattern[str]
    days_later: re.Pattern[str]
    block: re.Pattern[str]
    street: re.Pattern[str]
    quarter: re.Pattern[str]
    not_then: re.Pattern[str]
    home: re.Pattern[str]


@cache
def load_round_words(language: str = "en") -> RoundWords:
    """The patterns of a language, made once.

    Raises:
        CodebookError: the language has no such file, or it is no mapping.
    """
    lists = {name: alternatives(split_words(words)) for name, words in load_grammar(language, "rounds.yaml").items()}
    lead, thing = rf"(?:(?:{lists['leads']}),? ){{0,3}}?", lists["incidents"]
    order = rf"(?:{lists['others']}|{lists['ordered']})"
    amount = rf"(?:(?:{lists['hedges']}) )*(?:\d+|{lists['amounts']})(?: and a half)?"
    number = r"(?:\d[\d,]*|first|unit|zero|hundred)"
    named = r"(?:(?:[NSEW]\.?|North|South|East|West) )?(?P<name>(?-i:[A-Z]|\d+(?:st|nd|rd|th)\b)[\w.'’]*)"
    return RoundWords(
        first=re.compile(rf"(?:in )?(?:the )?(?:{lists['firsts']}) (?:(?:{thing})|(?:{lists['came']}))\b", re.I),
        another=re.compile(
            rf"{lead}{order} (?:[\w-]+ ){{0,2}}?(?:{thing})\b|the {order} (?:{lists['came']})\b"
            r"|(?:in )?the other(?:,| was an? )",
            re.I,
        ),
        later=re.compile(rf"{amount}(?: (?:{lists['spans']}))? (?:{lists['offsets']})\b|(?:{lists['alone']})\b", re.I),
        days_later=re.compile(rf"{amount} (?:{lists['days']}) (?:{lists['offsets']})\b", re.I),
        block=re.compile(rf"\b{number}[ -]blocks? of {named}", re.I),
        street=re.compile(rf"\b(?:on|to|at|near|along|in|and) {named}(?: [A-Z][\w'’]*)? (?:{lists['ways']})\b", re.I),
        quarter=re.compile(
            rf"\b(?:in|near) (?:the )?(?:[\w'’]+ ){{0,3}}?(?P<name>(?-i:[A-Z])[\w'’]*) (?:{lists['quarters']})\b"
            rf"|\b(?:on|in) (?:the )?(?P<side>{lists['sides']})\b",
            re.I,
        ),
        not_then=re.compile(rf"\b(?:{lists['not_then']})\b[^.;]{{0,24}}$", re.I),
        home=re.compile(rf"\b(?:{lists['homes']})\b(?: [\w']+){{0,2}} $", re.I),
    )
