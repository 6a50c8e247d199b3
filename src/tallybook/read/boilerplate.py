"""Lines that are no part of the story: comment forms, share buttons, links to other stories, cookie notices, credits.

Which lines those are is data (``lang/en/boilerplate.yaml``). A line goes as a whole or stays as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

EDGES = " \t\"'“”‘’«».,:;!?…·•*|>»›→-–—_#=~/\\()[]"
"""Marks stripped from both ends of a line before it is compared."""
LINK_ARROWS = (">>", "»»", ">>>", "» ", "→ ", "▶", "► ", "➜")
"""What opens a link to another story when it opens a line."""
ARROW_WORDS = 30
TAIL_SHARE = 0.6
"""A tail heading counts only after this share of the text's characters: comment forms stand at the end."""
LABEL_MARKS = ":|–—"
WORDS_AFTER_LABEL = 30
"""A label's line with more words is a paragraph that happens to begin so."""
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})
STOPS = (".", "!", "?", "…", ":", "”", '"', ")", "]")
LETTER = re.compile(r"[^\W_]")
ADDRESS = re.compile(
    r"(?:(?:e-?mail|twitter|x|follow|web|link)[: ]{1,2})?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,60}\.[\w.]{2,30}|https?://\S{1,500}|www\.\S{1,200}|@\w{1,30}|pic\.twitter\.com/\S{1,40})",
    re.IGNORECASE,
)
"""A line that is nothing but an address or an account."""
HEADLINE_WORDS = 8
"""Words of a line in capitals, among lines that are not, from which it is a link to another story; subheadings in
capitals are shorter."""
LONGEST_NOISE = 600
"""Characters; a longer line is a paragraph, and is not looked at further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseLines:
    """The lines to drop, ready for comparison; see the head of the data file for what each field means."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    label: frozenset[str]
    ends: tuple[str, ...]
    notices: tuple[str, ...]
    tail: frozenset[str]
    starts_words: int
    ends_words: int
    notice_words: int

    def drops(self, line: str) -> bool:
        """Whether the line is no part of the story."""
        if len(line) > LONGEST_NOISE:
            return False
        bare = folded(line)
        if not bare:
            return LETTER.search(line) is None
        words = bare.count(" ") + 1
        if (
            bare in self.whole
            or ADDRESS.fullmatch(line.strip())
            or (words <= ARROW_WORDS and line.lstrip().startswith(LINK_ARROWS))
        ):
            return True
        if words > self.notice_words:
            return False
        return (
            (words <= self.starts_words and bare.startswith(self.starts))
            or (words <= self.ends_words and line.rstrip(")] ").lower().endswith(self.ends))
            or self._labelled(line, words)
            or any(notice in bare for notice in self.notices)
        )

    def _labelled(self, line: str, words: int) -> bool:
        if words > WORDS_AFTER_LABEL:
            return False
        places = [place for place in (line.find(mark, 0, 40) for mark in LABEL_MARKS) if place > 0]
        return bool(places) and folded(line[: min(places)]) in self.label


def folded(line: str) -> str:
    """A line in lower case, with plain quotes and single blanks, without marks at its ends."""
    return " ".join(line.translate(QUOTES).lower().split()).strip(EDGES)


@cache
def noise_lines() -> NoiseLines:
    """The shipped list."""
    data = yaml.load(
        resources.files("tallybook.lang.en").joinpath("boilerplate.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    phrases = {key: [folded(item) for item in data[key]] for key in ("whole", "starts", "label", "notices", "tail")}
    others = [folded(item) for items in data["other"].values() for item in items]
    return NoiseLines(
        whole=frozenset(phrases["whole"] + others),
        starts=tuple(phrases["starts"]),
        label=frozenset(phrases["label"] + others),
        ends=tuple(data["ends"]),
        notices=tuple(phrases["notices"]),
        tail=frozenset(phrases["tail"]),
        starts_words=data["starts_words"],
        ends_words=data["ends_words"],
        notice_words=data["notice_words"],
    )


def without_noise(lines: list[str]) -> list[str]:
    """The lines that belong to the story; blank lines stay."""
    noise, kept, seen, total = noise_lines(), list[str](), 0, sum(map(len, lines))
    mixed = 2 * sum(line != line.upper() for line in lines) > sum(map(bool, lines))
    for place, line in enumerate(lines):
        seen += len(line)
        if line and seen > TAIL_SHARE * total and len(line) <= LONGEST_NOISE and folded(line) in noise.tail:
            break
        if not line or not (noise.drops(line) or (mixed and _is_shouted(line) and _inside_prose(lines, place))):
            kept.append(line)
    return kept


def _is_shouted(line: str) -> bool:
    """Whether the line is a headline in capitals."""
    if len(line) > LONGEST_NOISE or line != line.upper() or line == line.lower() or line.rstrip().endswith(STOPS):
        return False
    return len(line.split()) >= HEADLINE_WORDS and not line.lstrip().startswith(("|", "-", "•"))


def _inside_prose(lines: list[str], place: int) -> bool:
    """Whether full sentences stand before and after: a title has none before, a list's heading none after."""
    before = next((line for line in reversed(lines[:place]) if line.strip()), "")
    after = next((line for line in lines[place + 1 :] if line.strip()), "")
    return before.rstrip().endswith(STOPS) and after.rstrip().endswith(STOPS) and not after.lstrip().startswith("•")
