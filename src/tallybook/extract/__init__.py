"""Document to mentions: which words play which role in which reported incident."""

from tallybook.extract.patterns import extract

EXTRACTOR = "patterns/1"
"""Name and version of the default extractor; a run records it."""

__all__ = ["EXTRACTOR", "extract"]
