"""What the heading of a list hands down to its items: who did it."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.extract.acts import Party
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence


def handed_down(story: Story, sentences: Sequence[Sentence], reader: Reader) -> list[Party]:
    """The perpetrator that the heading over a list item names: "Attacks by X", "X attacks on Y"; nothing for running text."""
    sentence = sentences[story.acts[0].sentence]
    if sentence.heading is None:
        return []
    heading = sentences[sentence.heading]
    hits = reader.actors.within(heading.start, heading.end)
    chosen = next((hit for hit in hits if _does(reader, heading, hit.end)), None)
    if chosen is None:
        return []
    phrase = Phrase(
        start=chosen.start, end=chosen.end, core_start=chosen.start, low=chosen.text.lower(), head=chosen.text.lower(), kind="actor", actor=chosen
    )  # fmt: skip
    return [Party(phrase, "attributed")]


def _does(reader: Reader, heading: Sentence, end: int) -> bool:
    """Whether the words after a name, or those before it, make it the doer of the listed attacks."""
    after = reader.text[end : min(heading.end, end + 40)].lower()
    before = reader.text[max(heading.start, end - 60) : end].lower()
    deeds = (
        "attack",
        "bombing",
        "killing",
        "assault",
        "strike",
        "raid",
        "shelling",
        "shooting",
        "operation",
        "violence",
    )
    return any(word in after for word in deeds) or (" by " in before and any(word in before for word in deeds))
