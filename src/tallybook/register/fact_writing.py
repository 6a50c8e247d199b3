"""Writing facts: words get numbers, incidents get places, and the blocks that something changes in are made anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from tallybook.model import Facts
from tallybook.register import tables
from tallybook.register.values import loaded

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tallybook.register.fact_blocks import Record

FACTS = "facts"
"""The mark of facts: whether they fit the findings, and how often they were written."""
FORM, OUTDATED = "columns/1", "outdated"
"""The form of the blocks, as the mark has it where they fit, and where they do not."""
PUBLISHED = -1
"""The number of the block that has the documents of each day and source."""
AT_ONCE = 500
"""Values that one statement asks for: databases allow some thousand."""

Terms = dict[tuple[str, str], int]


def facts_state(connection: Connection) -> tuple[str, int]:
    """Whether the facts fit the findings (``FORM``) or not, and how often they were written."""
    table = tables.MARKS.c
    found = connection.execute(select(table.value).where(table.name == FACTS)).scalar()
    state, _, count = (found or f"{OUTDATED} 0").partition(" ")
    return state, int(count)


def write_facts(connection: Connection, facts: Iterable[Facts], *, of: Collection[str] | None) -> None:
    """The facts of the incidents ``of`` in place of those they had; of all, and of documents, if it is ``None``."""
    if of is None:
        for table in (tables.FACT_SLOTS, tables.FACT_BLOCKS, tables.TERMS):
            connection.execute(delete(table))
    given = {one.incident_id: one for one in facts}
    _write_blocks(connection, given, {*given, *(of or ())})
    if of is None:
        write_published(connection)


def _write_blocks(connection: Connection, given: dict[str, Facts], wanted: Collection[str]) -> None:
    from tallybook.register.fact_blocks import BLOCK, EMPTY, pack, record_of, words_of  # noqa: PLC0415  numpy is heavy

    terms = _numbered(connection, {word for one in given.values() for word in words_of(one)})
    slots = _slots(connection, wanted)
    placed: dict[int, Record] = {slot: EMPTY for name, slot in slots.items() if name not in given}
    gone = [name for name in slots if name not in given]
    new = [name for name in given if name not in slots]
    for name, slot in zip(new, _free(connection, len(new)), strict=True):
        slots[name] = slot
    for name, one in given.items():
        placed[slots[name]] = record_of(one, terms)
    for part in _parts(gone):
        connection.execute(delete(tables.FACT_SLOTS).where(tables.FACT_SLOTS.c.incident_id.in_(part)))
    _insert(connection, tables.FACT_SLOTS, [{"incident_id": name, "slot": slots[name]} for name in new])
    blocks: dict[int, dict[int, Record]] = defaultdict(dict)
    for slot, record in placed.items():
        blocks[slot // BLOCK][slot % BLOCK] = record
    for number in sorted(blocks):
        before = _stored(connection, number)
        kept = dict(enumerate(before)) | blocks[number]
        packed = pack([kept.get(place, EMPTY) for place in range(max(kept) + 1)])
        _put_block(connection, number, packed)


def _stored(connection: Connection, number: int) -> list[Record]:
    from tallybook.register.fact_blocks import records, unpack  # noqa: PLC0415

    table = tables.FACT_BLOCKS.c
    packed = connection.execute(select(table.packed).where(table.block == number)).scalar()
    return [] if packed is None else records(unpack(packed))


def _put_block(connection: Connection, number: int, packed: bytes) -> None:
    table = tables.FACT_BLOCKS
    connection.execute(delete(table).where(table.c.block == number))
    connection.execute(insert(table), [{"block": number, "packed": packed}])


def _numbered(connection: Connection, words: Collection[tuple[str, str]]) -> Terms:
    """The number of each word; new words get the next ones."""
    table = tables.TERMS.c
    by_field: dict[str, list[str]] = defaultdict(list)
    for field, value in sorted(words):
        by_field[field].append(value)
    found: Terms = {}
    for field, values in by_field.items():
        for part in _parts(values):
            asked = select(table.value, table.id).where(table.field == field, table.value.in_(part))
            found.update({(field, row.value): row.id for row in connection.execute(asked)})
    last = connection.execute(select(func.max(table.id))).scalar() or 0
    new = {word: last + number for number, word in enumerate(sorted(set(words) - set(found)), 1)}
    made = [
        {"id": number, "field": field, "value": value, "folded": value.casefold()}
        for (field, value), number in new.items()
    ]
    _insert(connection, tables.TERMS, made)
    return {**found, **new}


def _slots(connection: Connection, names: Collection[str]) -> dict[str, int]:
    table = tables.FACT_SLOTS.c
    found: dict[str, int] = {}
    for part in _parts(sorted(names)):
        asked = select(table.incident_id, table.slot).where(table.incident_id.in_(part))
        found.update({row.incident_id: row.slot for row in connection.execute(asked)})
    return found


def _free(connection: Connection, number: int) -> range:
    """The next places behind all that are taken."""
    last = connection.execute(select(func.max(tables.FACT_SLOTS.c.slot))).scalar()
    start = 0 if last is None else last + 1
    return range(start, start + number)


def write_published(connection: Connection) -> None:
    """How many documents each source published on each day, copies apart: what a tally says of its coverage."""
    import numpy as np  # noqa: PLC0415

    from tallybook.register.fact_blocks import pack_columns  # noqa: PLC0415

    table = tables.DOCUMENTS.c
    what = (func.coalesce(func.nullif(table.publisher, ""), table.id), table.published, table.published_basis)
    asked = select(*what, func.count(), func.count(table.copy_of)).group_by(*what)
    counted: Counter[tuple[str, int]] = Counter()
    copies: Counter[tuple[str, int]] = Counter()
    days: dict[str, int] = {}
    for source, published, basis, many, copied in connection.execute(asked):
        day = 0
        if basis != "none":
            day = days.get(published) or days.setdefault(published, _last_day(published))
        counted[source, day] += many
        copies[source, day] += copied
    terms = _numbered(connection, {("source", source) for source, _ in counted})
    keys = sorted(counted, key=lambda key: (key[1], key[0]))
    columns = [
        [day for _, day in keys],
        [terms["source", source] for source, _ in keys],
        [counted[key] for key in keys],
        [copies[key] for key in keys],
    ]
    _put_block(connection, PUBLISHED, pack_columns([np.array(column, dtype=np.int64) for column in columns]))


def _last_day(published: str) -> int:
    end = loaded(published).get("end")
    return 0 if end is None else date.fromisoformat(end).toordinal()


def _parts(values: Sequence[str]) -> Iterator[list[str]]:
    return (list(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE))


def _insert(connection: Connection, table: Any, made: Sequence[dict[str, Any]]) -> None:
    if made:
        connection.execute(insert(table), made)
