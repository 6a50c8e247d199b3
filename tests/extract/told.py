"""What the extractor makes of a few sentences, in forms that tests can compare."""

from __future__ import annotations

from datetime import date

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.extract.assembly import Story
from tallybook.extract.patterns import Reading, extract
from tallybook.model import Claim, Document, PartialDate, Statement, Strength, Tally
from tallybook.resolve import resolve
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()
PUBLISHED = date(2022, 8, 12)
"""A Friday."""


def document(text: str) -> Document:
    day = PartialDate(start=PUBLISHED, end=PUBLISHED, precision="day")
    return Document(id="d1", text=text, published=day, published_basis="metadata")


def reading(text: str) -> tuple[Reading, list[Story]]:
    made = Reading(document(text), actors=load_actors(), gazetteer=GAZETTEER, language="en")
    return made, made.stories()


def parties(text: str) -> set[tuple[str, str]]:
    """Everybody said to be behind the incidents of a text: code of the actor, or the words, and status."""
    _, stories = reading(text)
    named = [one for story in stories for one in [*story.perpetrators, *story.heir] if one.phrase.kind != "pronoun"]
    return {(one.phrase.actor.actor if one.phrase.actor else one.phrase.low, one.status) for one in named}


def claims(text: str) -> list[Claim]:
    found = document(text)
    codebook, actors = load_codebook(), load_actors()
    mentions = extract(found, codebook=codebook, actors=actors, gazetteer=GAZETTEER)
    return resolve(found, mentions, codebook=codebook, actors=actors, gazetteer=GAZETTEER)


def tallies(text: str) -> list[Tally]:
    return [one.value for one in claims(text) if isinstance(one.value, Tally)]


def strengths(text: str) -> list[Strength]:
    return [one.value for one in claims(text) if isinstance(one.value, Strength)]


def statements(text: str) -> list[Statement]:
    return [one.value for one in claims(text) if isinstance(one.value, Statement)]
