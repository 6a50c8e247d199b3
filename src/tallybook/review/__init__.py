"""What people decide about incidents: kept as a log, replayed on every run, and asked about where it does not fit."""

from tallybook.review.consequences import Consequences, apply, consequences
from tallybook.review.replay import Replay, holding, replay

__all__ = ["Consequences", "Replay", "apply", "consequences", "holding", "replay"]
