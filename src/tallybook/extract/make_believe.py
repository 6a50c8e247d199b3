"""Stories that only sound like violence: a rehearsal, a match, a debate, an accident (coding rule 2).

What a page is about is told by words of several kinds together; one word alone ("an exercise", "the match") stands in
many reports of attacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tallybook.extract.assembly import Story
from tallybook.extract.segment import Sentence
from tallybook.lang.make_believe import MakeBelieve, load_make_believe, words_in

OPENING = 600
"""Characters at the head of a page in which it says that it tells of a rehearsal."""
KINDS = 2
"""Kinds of words of a rehearsal on a page that acts its attacks."""
MATCH_WORDS, DEBATE_WORDS = 3, 4
"""Words of matches, or of debates, on a page about one."""
_RESULT = re.compile(r"(?<![\d-])\d{1,2}[-–]\d{1,2}(?![\d-])")


def told_as_real(stories: Sequence[Story], sentences: Sequence[Sentence], lower: str) -> list[Story]:
    """The stories without those that are no violence; ``lower`` is the document's text in lower case."""
    if not stories:
        return []
    cues, words = load_make_believe(), words_in(lower)
    if _rehearsed(cues, words, lower):
        return []
    tests: list[Callable[[Story], bool]] = []
    if cues.match.found(lower, words) >= MATCH_WORDS and _RESULT.search(lower):
        tests.append(lambda story: not _counts_dead(story))
    if cues.debate.found(lower, words) >= DEBATE_WORDS:
        tests.append(_bloodless)
    if cues.accident.found(lower, words):
        tests.append(lambda story: _nobodys_deed(story) and _by_accident(story, sentences, lower, cues))
        tests.append(lambda story: _of_goods(story, sentences, lower, cues))
    return [story for story in stories if not any(test(story) for test in tests)]


def _rehearsed(cues: MakeBelieve, words: frozenset[str], lower: str) -> bool:
    """Whether a page opens with a rehearsal and speaks of it in words of several kinds."""
    if sum(1 for kind in cues.rehearsed if kind.found(lower, words)) < KINDS:
        return False
    head = lower[:OPENING]
    return any(kind.found(head, words_in(head)) for kind in cues.rehearsed)


def _counts_dead(story: Story) -> bool:
    return any(one.quantity is not None and one.outcome == "killed" for one in story.figures)


def _bloodless(story: Story) -> bool:
    """Whether nobody is counted and no town is named."""
    return not (story.places or any(one.quantity is not None and one.number for one in story.figures))


def _nobodys_deed(story: Story) -> bool:
    """Whether people died or were hurt, and no word says by what deed or by whom."""
    told = story.named or story.perpetrators or any(act.weapons for act in story.acts)
    return not told and bool(story.figures)


def _by_accident(story: Story, sentences: Sequence[Sentence], lower: str, cues: MakeBelieve) -> bool:
    """Whether the sentences of a story, or those beside them, speak of a disaster."""
    near = {number for act in story.acts for number in range(act.sentence - 1, act.sentence + 2)}
    told = [lower[sentences[one].start : sentences[one].end] for one in sorted(near) if 0 <= one < len(sentences)]
    return any(cues.accident.found(text, words_in(text)) for text in told)


def _of_goods(story: Story, sentences: Sequence[Sentence], lower: str, cues: MakeBelieve) -> bool:
    """Whether what blew up were goods, of which nobody made a bomb."""
    blasts = [act for act in story.acts if act.event == "bombing"]
    if story.named != {"bombing"} or any(act.perpetrators for act in blasts):
        return False
    told = [lower[sentences[act.sentence].start : sentences[act.sentence].end] for act in blasts]
    return any(cues.goods.found(text, words_in(text)) for text in told)
