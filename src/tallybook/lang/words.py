"""Which part of the grammar a word can play: the tags a light chunker needs, from the function-word tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tallybook.lang.base import load_lexicon, split_words
from tallybook.lang.grammar import load_grammar

# Where a word stands in several classes the first of these wins; the tags are explained at extract.words.Token.
_ORDER = (
    ("relative", "R"),
    ("subordinator", "S"),
    ("auxiliary", "X"),
    ("modal", "M"),
    ("coordinator", "C"),
    ("possessive", "D"),
    ("determiner", "D"),
    ("negation", "G"),
    ("pronoun", "O"),
    ("preposition", "P"),
    ("adverb", "A"),
)
_PARTS = {
    **dict(_ORDER),
    "noun_or_name": "W",
    "number": "N",
    "subordinator": "S",
    "verb_form": "v",
    "verb_base": "b",
}
"""The tag of each key of ``usual_parts.yaml``."""


@dataclass(frozen=True, slots=True, eq=False)
class WordClasses:
    """A tag for each known word; everything else is ``W`` (a noun, an adjective or a name)."""

    tags: dict[str, str]

    def tag(self, low: str) -> str:
        """The tag of a lower-case word, as at ``extract.words.Token``, or one that the neighbours decide.

        These are ``v`` (past, participle or -ing form of a verb) and ``b`` (base or -s form, often a noun).
        """
        return self.tags.get(low, "W")


@cache
def load_word_classes(language: str = "en") -> WordClasses:
    """The word classes of a language, read once."""
    tags: dict[str, str] = {}
    lexicon = load_lexicon(language)
    for word, entries in lexicon.function.items():
        if " " in word:
            continue
        kinds = {entry.kind for entry in entries}
        found = next((tag for kind, tag in _ORDER if kind in kinds), None)
        if found is None:
            forms = {entry.category for entry in entries}
            found = "v" if forms & {"past", "participle", "gerund"} else "b" if forms & {"base", "third"} else "W"
        tags[word] = found
    tags.update(_usual(language))
    return WordClasses(tags)


def _usual(language: str) -> dict[str, str]:
    """Words whose usual part in news differs from the order above."""
    groups = load_grammar(language, "usual_parts.yaml")
    return {word: _PARTS[part] for part, words in groups.items() for word in split_words(words)}
