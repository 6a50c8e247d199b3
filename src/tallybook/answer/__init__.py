"""View to tables: filters, tallies, timeline, provenance, disagreements, coverage; reported tallies; the missed."""

from __future__ import annotations

from tallybook.answer.coverage import coverage
from tallybook.answer.disputes import disputes
from tallybook.answer.entries import Entry, View, entries, entry
from tallybook.answer.ledger import ledger
from tallybook.answer.missed import Missed, missed
from tallybook.answer.provenance import provenance
from tallybook.answer.query import Query, Selection, make_query, select
from tallybook.answer.reported import Reconciled, Reported, reconcile_tallies, reported_tallies
from tallybook.answer.ruled import RuledView, by_rule
from tallybook.answer.table import Cell, Row, Table, show_date, show_place, show_range
from tallybook.answer.tally import BY, COMPARE, tally
from tallybook.answer.timeline import timeline
from tallybook.answer.versus import compare

__all__ = [
    "BY",
    "COMPARE",
    "Cell",
    "Entry",
    "Missed",
    "Query",
    "Reconciled",
    "Reported",
    "Row",
    "RuledView",
    "Selection",
    "Table",
    "View",
    "by_rule",
    "compare",
    "coverage",
    "disputes",
    "entries",
    "entry",
    "ledger",
    "make_query",
    "missed",
    "provenance",
    "reconcile_tallies",
    "reported_tallies",
    "select",
    "show_date",
    "show_place",
    "show_range",
    "tally",
    "timeline",
]
