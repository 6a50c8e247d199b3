"""The register's tables, once, as data: the same columns in every store.

Rows of documents' claims are never deleted: ``superseded`` names the run that replaced them, and is null while they
stand. Dates are ISO text, lists and values JSON text, so that every store reads back exactly what was written.
"""

from __future__ import annotations

from sqlalchemy import REAL, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

__all__ = ["METADATA"]

METADATA = MetaData()


def _table(name: str, *parts: Column[object] | Index, sorted_rows: bool = False) -> Table:
    """A table; with ``sorted_rows`` SQLite keeps its rows in order of the key, and nothing else."""
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=not sorted_rows)


def _number(name: str) -> Column[object]:
    """A number of 63 bits, which is part of the key."""
    kind = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, kind, primary_key=True, autoincrement=False)


def _row() -> Column[object]:
    return Column("row", Integer, primary_key=True, autoincrement=True)


def _run() -> Column[object]:
    return Column("run", Integer, ForeignKey("runs.id"), nullable=False)


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[object]:
    return Column(name, Text, primary_key=key, nullable=optional)


RUNS = _table(
    "runs",
    Column("id", Integer, primary_key=True, autoincrement=True),
    _text("version"),
    _text("codebook_hash"),
    _text("settings"),
    _text("started"),
    _text("ended", optional=True),
    _text("state"),
    _text("counts"),
)
"""One row per build: what ran, with which settings, and how it ended."""

MARKS = _table("marks", _text("name", key=True), _text("value"))
"""What is up to date: ``linked`` holds the recipe that links and findings were last made by, and goes on any change."""

TEXTS = _table("texts", _text("hash", key=True), _text("text"))
"""Every text that was ever read, under its SHA-256: superseded claims still find their words."""

PAGES = _table(
    "pages",
    _text("hash", key=True),
    _text("source", key=True),
    _text("media_type"),
    Column("size", Integer, nullable=False),
    _run(),
)
"""The raw pages kept beside the register under the SHA-256 of their bytes, and every source that gave them."""

RAW_PAGES = _table("raw_pages", _text("hash", key=True), Column("packed", LargeBinary, nullable=False))
"""The bytes of raw pages, packed with zlib, where a register is on a server; a file has a folder of them beside it."""

DOCUMENTS = _table(
    "documents",
    _text("id", key=True),
    _text("content_hash"),
    _text("recipe"),
    Column("text_hash", Text, ForeignKey("texts.hash"), nullable=False),
    _text("title", optional=True),
    _text("publisher", optional=True),
    _text("language"),
    _text("url", optional=True),
    _text("published"),
    _text("published_basis"),
    _text("page_hash", optional=True),
    _text("reader"),
    _text("copy_of", optional=True),
    _run(),
)
"""The documents as last read; ``content_hash`` is of what was read, ``recipe`` of what read it."""

SIGNATURES = _table("signatures", _text("document_id", key=True), Column("signature", LargeBinary, nullable=False))
"""What near-identical copies are recognised by, one per document."""

MENTIONS = _table(
    "mentions",
    _row(),
    _text("id"),
    _text("document_id"),
    _text("text_hash"),
    _text("report_id"),
    _text("subject"),
    _text("role"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _text("text"),
    _text("code", optional=True),
    _text("of", optional=True),
    Column("score", REAL, nullable=False),
    _text("extractor"),
    _run(),
    Column("superseded", Integer, nullable=True),
    Index("mentions_by_document", "document_id"),
)

CLAIMS = _table(
    "claims",
    _row(),
    _text("id"),
    _text("document_id"),
    _text("text_hash"),
    _text("report_id"),
    _text("prop"),
    _text("kind"),
    _text("value"),
    _text("evidence"),
    Column("score", REAL, nullable=False),
    _text("resolver"),
    _run(),
    Column("superseded", Integer, nullable=True),
    Index("claims_by_document", "document_id"),
    Index("claims_by_report", "report_id"),
    Index("claims_by_id", "id"),
)

ISSUES = _table(
    "issues",
    _row(),
    _text("document_id"),
    _text("stage"),
    _text("code"),
    _text("message"),
    Column("fatal", Integer, nullable=False),
    _run(),
    Column("superseded", Integer, nullable=True),
    Index("issues_by_document", "document_id"),
)

LINKS = _table(
    "links",
    _text("left", key=True),
    _text("right", key=True),
    _text("judgement"),
    Column("score", REAL, nullable=False),
    _text("judge"),
    _text("reasons"),
    _run(),
    Index("links_by_right", "right"),
)

DECISIONS = _table(
    "decisions",
    Column("number", Integer, primary_key=True, autoincrement=False),
    _text("act"),
    _text("left", optional=True),
    _text("right", optional=True),
    _text("undoes", optional=True),
    _text("who"),
    _text("at"),
    _text("why", optional=True),
    _text("content"),
    Column("previous", Text, unique=True, nullable=False),
    Column("hash", Text, unique=True, nullable=False),
    Index("decisions_by_pair", "left", "right"),
    Index("decisions_by_undone", "undoes"),
)
"""What people decided, append-only, numbered from 1; each row is chained to the one before it (``register/log.py``)."""

REVIEWS = _table("reviews", _text("incident_id", key=True), _text("state"), _text("decisions"))
"""What people decided about each incident, worked out from ``decisions``."""

QUESTIONS = _table(
    "questions",
    _row(),
    _text("id"),
    _text("kind"),
    _text("text"),
    Column("weight", REAL, nullable=False),
    _text("incidents"),
    _text("decision", optional=True),
    _text("field", optional=True),
    _text("left", optional=True),
    _text("right", optional=True),
)
"""What decisions and newer evidence ask of a person, worked out from both; pairs are asked from ``links``."""

INCIDENTS = _table(
    "incidents",
    _row(),
    Column("id", Text, unique=True, nullable=False),
    _text("minted_from"),
    _text("state"),
    _run(),
    Index("incidents_by_birth", "minted_from"),
)
"""Every incident id ever given, oldest first: ``active``, ``merged`` (see redirects) or ``empty`` (no reports left)."""

MEMBERSHIPS = _table(
    "memberships", _text("report_id", key=True), _text("incident_id"), Index("memberships_by_incident", "incident_id")
)

REDIRECTS = _table("redirects", _text("old", key=True), _text("new"))

SUCCESSIONS = _table("successions", _text("old", key=True), _text("new"), _run())
"""Which report of a re-read document took the place of which: incidents and decisions follow."""

FINDINGS = _table(
    "findings",
    _row(),
    _text("incident_id"),
    _text("prop"),
    _text("kind"),
    _text("value"),
    _text("rule"),
    _text("supporting"),
    _text("opposing"),
    _run(),
    _text("decision", optional=True),
    Index("findings_by_incident", "incident_id"),
)
"""What stands, and what a person overruled: those of another rule than ``decided`` that name a decision."""

DISAGREEMENTS = _table(
    "disagreements",
    _row(),
    _text("incident_id"),
    _text("field"),
    _text("readings"),
    _run(),
    Index("disagreements_by_incident", "incident_id"),
)

TERMS = _table(
    "terms",
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("field"),
    _text("value"),
    _text("folded"),
    Index("terms_by_value", "field", "value", unique=True),
    Index("terms_by_folded", "field", "folded"),
)
"""The words of facts (types, places, actors, sources, …) and their numbers; ``folded`` is without case."""

FACT_SLOTS = _table("fact_slots", _text("incident_id", key=True), Column("slot", Integer, unique=True, nullable=False))
"""Where the facts of each incident stand: block ``slot // 4096``, place ``slot % 4096`` in it."""

FACT_BLOCKS = _table(
    "fact_blocks",
    Column("block", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)
"""What tallies need of each incident, as columns; :mod:`tallybook.register.fact_blocks` describes the bytes.

Made from findings and made anew with them: block 0 and up; -1 has the documents of each day and source."""

UNLINKED = _table("unlinked", _text("document_id", key=True))
"""The documents that must be linked anew: read since the last linking, or decided about."""

FILED_REPORTS = _table(
    "filed_reports",
    _number("number"),
    Column("time", Integer, nullable=False),
    _text("report_id"),
    _text("document_id"),
    Column("packed", LargeBinary, nullable=False),
    Index("filed_reports_by_document", "document_id"),
)
"""Every report as linking compares it; ``tallybook.link.filing`` says what the numbers and bytes are.

This table and the two after it can be made anew at any time, and are left empty where linking everything is quick."""

FILED_KEYS = _table(
    "filed_keys",
    _number("key"),
    Column("time", Integer, primary_key=True, autoincrement=False),
    _number("number"),
    sorted_rows=True,
)
"""What each report is found by, those of one key in order of time."""

FILED_BACKGROUND = _table("filed_background", _text("name", key=True), Column("packed", LargeBinary, nullable=False))
"""How common words and names were when everything was linked last: later reports are compared by the same measure."""

COPY_KEYS = _table("copy_keys", _number("key"), _text("document_id", key=True), sorted_rows=True)
"""What copies of each document are found by: one row for each band of its signature."""
