"""Whether a story counts as an incident under the codebook's profile: what counts is data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tallybook.codebook.schema import Profile
from tallybook.extract.assembly import Story
from tallybook.model import Document

if TYPE_CHECKING:
    from tallybook.extract.patterns import Reading


def counts(story: Story, *, profile: Profile, document: Document, reading: Reading) -> bool:
    """Whether the profile takes the story in."""
    return True
