"""Which part of the grammar a word can play: the tags a light chunker needs, from the function-word tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tallybook.lang.base import load_lexicon

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
_SPECIAL = {
    "that": "R", "which": "R", "who": "R", "whom": "R", "whose": "R", "where": "S", "when": "S", "after": "S", "before": "S",
    "as": "P", "since": "S", "until": "S", "while": "S", "so": "S", "like": "P", "including": "P", "but": "C", "yet": "C",
    "others": "W", "another": "D", "other": "W", "there": "O", "one": "O", "then": "A", "than": "P", "both": "D", "all": "D",
    "and": "C", "or": "C", "nor": "C", "plus": "C", "her": "D", "his": "D", "no": "D", "none": "O", "early": "W", "late": "W",
    "military": "W", "local": "W", "militant": "W", "armed": "W", "alleged": "W", "suspected": "v", "u.s.": "W", "un": "W",
    "once": "A", "leaving": "v", "for": "P", "because": "S", "north": "W", "south": "W", "east": "W", "west": "W", "near": "P",
    "outside": "P", "inside": "P", "round": "W", "past": "W", "following": "P", "united": "W", "wanted": "W", "used": "v",
    "amid": "P", "during": "P", "according": "P", "due": "P", "wake": "W", "minor": "W", "might": "M", "may": "M", "need": "b",
    "dare": "b", "well": "A", "left": "v", "several": "D", "many": "D", "few": "D", "some": "D", "any": "D", "part": "W",
    "people": "W", "being": "X", "up": "A", "down": "A", "off": "A", "out": "A", "away": "A", "back": "A", "over": "P",
    "home": "W", "two": "N", "such": "D", "what": "R", "if": "S", "though": "S", "although": "S", "just": "A", "only": "A",
}  # fmt: skip
"""Words whose usual part in news differs from the order above."""


@dataclass(frozen=True, slots=True)
class WordClasses:
    """A tag for each known word; everything else is ``W`` (a noun, an adjective or a name)."""

    tags: dict[str, str]

    def tag(self, low: str) -> str:
        """The tag of a lower-case word: as at ``extract.words.Token``, or ``v`` (past, participle or -ing form of a verb)
        and ``b`` (base or -s form, often a noun), which the neighbours decide.
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
    tags.update(_SPECIAL)
    return WordClasses(tags)
