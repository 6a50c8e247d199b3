"""The log of decisions: chained, append-only, and no change of it stays unseen."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from older import to_0003
from sqlalchemy import Connection, create_engine, text

from tallybook.errors import IntegrityError, RegisterConflict, RegisterError
from tallybook.model import Anchor, Decision, Part, Range, Shown, Span
from tallybook.register import Head, open_register
from tallybook.register.log import ENTRY, broken, canonical, differs, entry_hash, parse_heads
from tallybook.register.migrate import create_tables

ENTRIES = 12
TRIALS = 250
COLUMNS = (*ENTRY, "previous", "hash")


def decision(number: int, **other: Any) -> Decision:
    anchor = Anchor(report_id=f"rep-{number}", document_id="d1", words=(Span(start=0, end=4, text="Bomb"),))
    given: dict[str, Any] = {
        "act": "correct", "who": "ann", "at": f"2024-01-01T00:00:{number:02}+00:00", "why": None, "field": "killed",
        "values": (Range(low=number, best=number, high=number),), "saw": (Shown(field="killed", value="3"),),
        "parts": (Part(reports=(anchor,), incident_id="inc-1"),),
    }  # fmt: skip
    return Decision(**{**given, **other})


def filled(path: Path | str, entries: int = ENTRIES) -> Head:
    with open_register(path, create=True) as register, register.writer() as writer:
        for number in range(1, entries + 1):
            writer.put_decision(decision(number))
        return register.view().head()


def test_a_decision_comes_back_as_it_was_given_with_its_place_in_the_chain(tmp_path: Path) -> None:
    with open_register(tmp_path / "my.db", create=True) as register, register.writer() as writer:
        first, second = (writer.put_decision(decision(number)) for number in (1, 2))
        assert register.view().decisions() == [first, second]
        assert (first.number, second.number, second.previous) == (1, 2, first.hash)
        assert first.id == f"dec-{first.hash[:16]}"
        assert register.view().head() == Head(number=2, hash=second.hash)


def test_the_hash_of_an_entry_is_that_of_the_one_before_and_its_canonical_json() -> None:
    assert canonical({"b": None, "a": "é"}) == '{"a":"é","b":null}'
    entry = dict.fromkeys(ENTRY, "x")
    assert entry_hash("0" * 64, entry) != entry_hash("1" * 64, entry) != entry_hash("1" * 64, {**entry, "why": "y"})


def rows_of(connection: Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text("SELECT * FROM decisions ORDER BY number")).mappings()]


def replaced(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(text("DELETE FROM decisions"))
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        places = ", ".join(f":{name}" for name in row)
        connection.execute(text(f"INSERT INTO decisions ({names}) VALUES ({places})"), row)  # noqa: S608


def edit(rows: list[dict[str, Any]], chance: random.Random) -> None:
    """One character of one cell, or a cell that is made or emptied."""
    row = chance.choice(rows)
    name = chance.choice([name for name in COLUMNS if name != "number"])
    if row[name] is None or (name in ("why", "left", "right", "undoes") and chance.random() < 0.5):
        row[name] = "x" if row[name] is None else None
        return
    place = chance.randrange(len(row[name]))
    old = row[name][place]
    row[name] = (
        row[name][:place] + chance.choice([c for c in "0123456789abcdef{}" if c != old]) + row[name][place + 1 :]
    )


def delete(rows: list[dict[str, Any]], chance: random.Random) -> None:
    """A row in the middle; with its number given to the next half of the time."""
    place = chance.randrange(len(rows) - 1)
    del rows[place]
    if chance.random() < 0.5:
        for row in rows[place:]:
            row["number"] -= 1


def reorder(rows: list[dict[str, Any]], chance: random.Random) -> None:
    """Two rows change places: their contents or their numbers."""
    one, other = chance.sample(range(len(rows)), 2)
    names = ("number",) if chance.random() < 0.5 else tuple(name for name in COLUMNS if name != "number")
    for name in names:
        rows[one][name], rows[other][name] = rows[other][name], rows[one][name]


def truncate(rows: list[dict[str, Any]], chance: random.Random) -> None:
    """The last rows are gone; some are made anew with hashes of their own half of the time."""
    kept = chance.randrange(len(rows))
    gone = rows[kept:]
    del rows[kept:]
    if chance.random() < 0.5:
        previous = rows[-1]["hash"] if rows else "0" * 64
        for row in gone:
            forged = {**row, "who": "eve", "previous": previous}
            previous = forged["hash"] = entry_hash(previous, forged)
            rows.append(forged)


@pytest.mark.parametrize("change", [edit, delete, reorder, truncate])
def test_every_change_of_the_log_is_seen(change: Callable[[list[dict[str, Any]], random.Random], None]) -> None:
    """250 changes of each kind, 1,000 in all: edits, deletions, reorderings, and a cut end with the head kept."""
    chance = random.Random(change.__name__)  # noqa: S311  a test, no secret
    engine = create_engine("sqlite://", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, open_register(":memory:", create=True) as register:
        create_tables(connection)
        with register.writer() as writer:
            for number in range(1, ENTRIES + 1):
                writer.put_decision(decision(number, why="seen it" if number % 2 else None))
            original = rows_of(writer._connection)
        head = {ENTRIES: str(original[-1]["hash"])}
        replaced(connection, original)
        assert [*broken(connection), *differs(connection, head)] == []
        for _ in range(TRIALS):
            rows = [dict(row) for row in original]
            change(rows, chance)
            if rows == original:
                continue
            replaced(connection, rows)
            found = list(broken(connection)) if change is not truncate else []
            assert [*found, *differs(connection, head)], rows
            if change is not truncate:
                assert found, rows


def test_heads_are_read_from_a_file_line_by_line() -> None:
    key = "ab" * 32
    assert parse_heads(f"3 {key} 2024-01-01\n\n4 {key}\n", name="heads") == {3: key, 4: key}
    with pytest.raises(IntegrityError, match="heads, line 1: is no head"):
        parse_heads("three", name="heads")


def test_what_is_not_there_or_undone_already_cannot_be_undone(tmp_path: Path) -> None:
    with open_register(tmp_path / "my.db", create=True) as register, register.writer() as writer:
        first = writer.put_decision(decision(1))
        undo = Decision(act="undo", who="bob", at="t", undoes=first.id)
        with pytest.raises(RegisterError, match="there is no decision 'dec-1'"):
            writer.put_decision(Decision(act="undo", who="bob", at="t", undoes="dec-1"))
        done = writer.put_decision(undo)
        with pytest.raises(RegisterError, match=f"is undone already, by {done.id}; undo that to have it again"):
            writer.put_decision(undo)
        writer.put_decision(Decision(act="undo", who="bob", at="t", undoes=done.id))
        writer.put_decision(undo)


def test_nobody_decides_about_what_another_decided_meanwhile_unseen(tmp_path: Path) -> None:
    with open_register(tmp_path / "my.db", create=True) as register, register.writer() as writer:
        writer.put_decision(decision(1), seen=0)
        with pytest.raises(RegisterConflict, match="ann decided about the same meanwhile"):
            writer.put_decision(decision(1, who="bob"), seen=0)
        writer.put_decision(decision(1, who="bob", field="injured"), seen=0)
        writer.put_decision(decision(2, who="bob"), seen=0)
        writer.put_decision(decision(1, who="bob"), seen=3)


def test_judgements_of_an_older_register_become_the_first_entries(tmp_path: Path) -> None:
    path = tmp_path / "my.db"
    filled(path, entries=0)
    with sqlite3.connect(path) as old:
        to_0003(old)
        old.executescript(
            """
            INSERT INTO decisions VALUES (1, 'rep-a', 'rep-b', 'same', 1.0, 'ann', '[]', '2024-01-01');
            INSERT INTO decisions VALUES (2, 'rep-a', 'rep-b', 'different', 0.0, 'bob', '[["d","apart",-1.5]]', 't');
            """
        )
    with open_register(path) as register:
        first, second = register.view().decisions()
        assert (first.who, first.link and first.link.judgement, second.link and second.link.reasons[0].outcome) == (
            "ann", "same", "apart",
        )  # fmt: skip
        assert register.view().log_flaws() == []
        assert [link.judge for link in register.view().judgements()] == ["bob"]
