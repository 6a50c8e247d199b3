"""Whether a story counts as an incident under the codebook's profile: what counts is data."""

from __future__ import annotations

from datetime import timedelta

from tallybook.codebook import Codebook
from tallybook.codebook.inference import load_inference
from tallybook.codebook.schema import Profile
from tallybook.extract.assembly import Story
from tallybook.extract.phrases import Phrase
from tallybook.lang.roles import load_role_words
from tallybook.model import Document


def counts(story: Story, *, codebook: Codebook, document: Document) -> bool:
    """Whether the profile takes the story in: its stage, its type, its age, and who was hit."""
    profile = codebook.profile
    stages = {act.stage for act in story.acts if act.strong} or {act.stage for act in story.acts}
    if not stages & set(profile.stages):
        return False
    events = story.events
    if events and not set(events) & set(profile.event_types):
        return False
    if profile.keeping is None and not _recent(story, profile, document):
        return False
    if profile.keeping is None and not profile.clash_counts and is_fight(story, codebook):
        return False
    return not (profile.require_target_or_type and not _has_object(story))


def _recent(story: Story, profile: Profile, document: Document) -> bool:
    published = document.published.start
    if profile.recency_days is None or story.latest is None or published is None:
        return True
    return story.latest >= published - timedelta(days=profile.recency_days)


def is_fight(story: Story, codebook: Codebook) -> bool:
    """A fight of armed sides in which nobody else and nothing of theirs was hit."""
    codes = load_inference()
    if not story.named <= codes.fights:
        return False
    hit = [harm.phrase for harm in story.harms]
    if any(phrase.kind == "thing" and not is_uniformed(phrase) for phrase in hit):
        return False
    people = [phrase for phrase in hit if phrase.kind in ("people", "actor", "name")]
    if people:
        return all(is_armed(phrase, codebook) for phrase in people)
    if "armed_clash" in story.named:
        return True
    return bool(story.named and hit) and story.named <= codes.armed_types and all(is_uniformed(one) for one in hit)


def is_uniformed(phrase: Phrase) -> bool:
    """Whether somebody or something belongs to the army or the police."""
    return phrase.entry is not None and phrase.entry.category in load_inference().uniformed


def is_armed(phrase: Phrase, codebook: Codebook) -> bool:
    """Whether somebody belongs to an armed side; who did so once does not."""
    former = load_role_words().former
    if any(token.low in former for token in (*phrase.title, *phrase.tokens)):
        return False
    if phrase.entry is not None:
        return codebook.armed(phrase.entry.category)
    return phrase.actor is not None


def _has_object(story: Story) -> bool:
    """Whether it is told what was hit, or with what, or how many suffered."""
    told = any(act.weapons or act.sites or act.struck or act.fates for act in story.acts)
    return bool(story.harms or story.figures or told) or _told_apart(story)


def _told_apart(story: Story) -> bool:
    """A bare act still counts when its place and its day are told."""
    return any(act.places and act.dates for act in story.acts) and any(act.strong and act.event for act in story.acts)
