"""Whether a story counts as an incident under the codebook's profile: what counts is data."""

from __future__ import annotations

from datetime import timedelta

from tallybook.codebook import Codebook
from tallybook.codebook.schema import Profile
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase
from tallybook.model import Document

ARMED_TYPES = frozenset(("armed_clash", "armed_assault", "siege"))
"""Types whose victims decide whether it was a fight between armed sides."""


FIGHTS = ARMED_TYPES | {"shelling", "air_strike", "targeted_killing"}
"""Types that are fights when both sides are armed; a bomb or a kidnapping is none."""
FORMER = frozenset(("former", "ex", "retired", "late", "ex-president", "off-duty"))
"""Words before a rank that take its bearer out of the fight."""


def counts(story: Story, *, codebook: Codebook, document: Document) -> bool:
    """Whether the profile takes the story in: its stage, its type, its age, and who was hit."""
    profile = codebook.profile
    stages = {act.stage for act in story.acts if act.strong} or {act.stage for act in story.acts}
    if not stages & set(profile.stages):
        return False
    events = story.events
    if events and not set(events) & set(profile.event_types):
        return False
    if not _recent(story, profile, document):
        return False
    if not profile.clash_counts and _fight(story, codebook):
        return False
    return not (profile.require_target_or_type and not _has_object(story))


def _recent(story: Story, profile: Profile, document: Document) -> bool:
    published = document.published.start
    if profile.recency_days is None or story.latest is None or published is None:
        return True
    return story.latest >= published - timedelta(days=profile.recency_days)


def _fight(story: Story, codebook: Codebook) -> bool:
    """A fight of armed sides in which nobody else and nothing of theirs was hit."""
    if not set(story.events) <= FIGHTS:
        return False
    hit = [harm.phrase for harm in story.harms]
    people = [phrase for phrase in hit if phrase.kind in ("people", "actor", "name")]
    if any(phrase.kind == "thing" and not _military(phrase) for phrase in hit):
        return False
    if people:
        return all(_armed(phrase, codebook) for phrase in people)
    return "armed_clash" in story.events or (
        bool(story.events) and set(story.events) <= ARMED_TYPES and all(_military(one) for one in hit) and bool(hit)
    )


def _military(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.category in ("military", "police")


def _armed(phrase: Phrase, codebook: Codebook) -> bool:
    if any(token.low in FORMER for token in (*phrase.title, *phrase.tokens)):
        return False
    if phrase.entry is not None:
        return codebook.armed(phrase.entry.category)
    return phrase.actor is not None


def _has_object(story: Story) -> bool:
    """Whether it is told what was hit, or with what, or how many suffered."""
    return bool(story.harms or story.figures or any(act.weapons or act.sites for act in story.acts)) or _told_apart(
        story
    )


def _told_apart(story: Story) -> bool:
    """A bare act still counts when its place and its day are told."""
    return any(act.places and act.dates for act in story.acts) and any(act.strong and act.event for act in story.acts)
