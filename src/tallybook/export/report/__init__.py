"""One self-contained HTML page: map, timeline, cards with the words highlighted, tallies, disagreements, method box."""

from tallybook.export.report.base import Bar, Method
from tallybook.export.report.page import render

__all__ = ["Bar", "Method", "render"]
