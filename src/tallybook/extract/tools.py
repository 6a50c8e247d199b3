"""What reading a sentence needs: the tables of one language and what was found in one document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

from tallybook.extract.phrases import Reader
from tallybook.extract.words import Layer
from tallybook.lang.base import Lexicon
from tallybook.lang.dates import TimeExpression
from tallybook.lang.triggers import Cues, TriggerTable
from tallybook.lang.words import WordClasses


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The tables of one language and what was found in one document; ``dateline`` is where its dateline ends."""

    reader: Reader
    lexicon: Lexicon
    classes: WordClasses
    triggers: TriggerTable
    cues: Cues
    dates: Layer[TimeExpression]
    dateline: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePatterns:
    """The lists of ``Cues`` of the same names, each as one pattern."""

    attempted: re.Pattern[str]
    foiled: re.Pattern[str]
    threatened: re.Pattern[str]
    habitual: re.Pattern[str]
    hypothetical: re.Pattern[str]
    new_incident: re.Pattern[str]
    same_incident: re.Pattern[str]
    according: re.Pattern[str]
    toll_nouns: re.Pattern[str]


@cache
def cue_patterns(cues: Cues) -> CuePatterns:
    """The patterns of a language's cues, made once."""
    return CuePatterns(**{one.name: words_re(getattr(cues, one.name)) for one in fields(CuePatterns)})


def words_re(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for a list of words and phrases, whole words only, any case."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.I)
