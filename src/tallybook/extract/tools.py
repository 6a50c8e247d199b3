"""What reading a sentence needs: the tables of one language and what was found in one document."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from tallybook.extract.phrases import Reader
from tallybook.extract.words import Layer
from tallybook.lang.base import Lexicon
from tallybook.lang.dates import TimeExpression
from tallybook.lang.triggers import Cues, TriggerTable
from tallybook.lang.word_lists import WordList
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
    """The lists of ``Cues`` of the same names, each to be looked for."""

    attempted: WordList
    foiled: WordList
    threatened: WordList
    habitual: WordList
    hypothetical: WordList
    new_incident: WordList
    same_incident: WordList
    according: WordList
    toll_nouns: WordList


@cache
def cue_patterns(cues: Cues) -> CuePatterns:
    """The lists of a language's cues, made ready once."""
    return CuePatterns(**{one.name: WordList(getattr(cues, one.name)) for one in fields(CuePatterns)})
