"""Registers of today with the tables of before, for tests of bringing them up to date."""

from __future__ import annotations

import sqlite3

WITHOUT_LOG = """
DROP TABLE decisions; DROP TABLE reviews; DROP TABLE questions; ALTER TABLE findings DROP COLUMN decision;
CREATE TABLE decisions ("row" INTEGER PRIMARY KEY, "left" TEXT, "right" TEXT, judgement TEXT, score REAL, judge TEXT,
    reasons TEXT, decided TEXT);
UPDATE schema_version SET version_num = '0003';
"""
WITHOUT_LINK_INDEX = """
DROP INDEX incidents_by_birth;
DROP TABLE unlinked; DROP TABLE filed_reports; DROP TABLE filed_keys; DROP TABLE filed_background; DROP TABLE copy_keys;
"""


def to_0003(connection: sqlite3.Connection) -> None:
    """Judged pairs in a table of their own, and no other decisions."""
    connection.executescript(WITHOUT_LINK_INDEX + WITHOUT_LOG)


def to_0001(connection: sqlite3.Connection) -> None:
    """No raw pages and no facts in tables."""
    to_0003(connection)
    connection.executescript(
        "DROP TABLE terms; DROP TABLE fact_slots; DROP TABLE fact_blocks; DROP TABLE raw_pages;"
        "UPDATE schema_version SET version_num = '0001';"
    )
