"""The log of decisions: rows that are only added, each chained to the one before by its hash.

The hash of an entry is the SHA-256 of the hash before it (64 zeros before the first) and the entry's canonical JSON:
all columns but ``previous`` and ``hash``, keys sorted, no white space, UTF-8 (RFC 8785 for objects of texts, whole
numbers and nulls). Whoever changes, removes or reorders a row breaks the chain there. Whoever cuts its tail, or makes
all of it anew, does not: so the number and hash of the last entry can be kept elsewhere and compared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import func, select

from tallybook.errors import IntegrityError
from tallybook.model import Act, Anchor, Decision, Judgement, Link, Part, Range, Reason, Shown, Span, Value
from tallybook.register import tables
from tallybook.register.stored import FIRST, Head
from tallybook.register.values import decode_value, encode_value, loaded

if TYPE_CHECKING:
    from sqlalchemy import Connection, RowMapping

__all__ = [
    "broken",
    "canonical",
    "differs",
    "entry_hash",
    "head_of",
    "numbered",
    "parse_heads",
    "read_decision",
    "row_of",
]

ENTRY = ("number", "act", "left", "right", "undoes", "who", "at", "why", "content")
"""The columns that an entry's hash is of."""


def canonical(content: object) -> str:
    """JSON with sorted keys and without white space."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def entry_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256 that chains an entry to the one before it."""
    written = canonical({name: entry[name] for name in ENTRY})
    return hashlib.sha256((previous + written).encode("utf-8", "surrogatepass")).hexdigest()


def head_of(connection: Connection) -> Head:
    """The last entry of the log."""
    table = tables.DECISIONS.c
    row = connection.execute(select(table.number, table.hash).order_by(table.number.desc()).limit(1)).first()
    return Head() if row is None else Head(number=row.number, hash=row.hash)


def row_of(decision: Decision, *, after: Head) -> dict[str, Any]:
    """The row of a decision that is entered after the last one."""
    left, right = sorted((decision.link.left, decision.link.right)) if decision.link else (None, None)
    entry = {
        "number": after.number + 1, "act": decision.act, "left": left, "right": right, "undoes": decision.undoes,
        "who": decision.who, "at": decision.at, "why": decision.why, "content": canonical(_content(decision)),
    }  # fmt: skip
    return {**entry, "previous": after.hash, "hash": entry_hash(after.hash, entry)}


def numbered(decision: Decision, row: Mapping[str, Any]) -> Decision:
    """The decision with its place in the chain."""
    return replace(decision, number=row["number"], previous=row["previous"], hash=row["hash"])


def _content(decision: Decision) -> dict[str, Any]:
    content: dict[str, Any] = {
        "parts": [_part(part) for part in decision.parts],
        "saw": [_shown(one) for one in decision.saw],
    }
    if decision.link is not None:
        content["link"] = _link(decision.link)
    if decision.field is not None:
        content["field"] = decision.field
        content["values"] = [list(encode_value(value)) for value in decision.values]
    return {name: value for name, value in content.items() if value or name == "values"}


def _part(part: Part) -> dict[str, Any]:
    reports = [
        {
            "report": anchor.report_id,
            **({"document": anchor.document_id} if anchor.document_id is not None else {}),
            **({"words": [[span.start, span.end, span.text] for span in anchor.words]} if anchor.words else {}),
            **({"said": [_shown(one) for one in anchor.said]} if anchor.said else {}),
        }
        for anchor in part.reports
    ]
    return {"reports": reports, **({"incident": part.incident_id} if part.incident_id is not None else {})}


def _shown(one: Shown) -> list[str]:
    return [one.field, one.value, *([one.document_id] if one.document_id is not None else [])]


def _link(link: Link) -> dict[str, Any]:
    return {
        "left": link.left, "right": link.right, "judgement": link.judgement.value, "score": link.score,
        "judge": link.judge, "reasons": [[one.feature, one.outcome, one.weight] for one in link.reasons],
    }  # fmt: skip


def read_decision(row: RowMapping) -> Decision:
    """A decision from its row."""
    content = loaded(row["content"])
    return Decision(
        act=cast(Act, row["act"]), who=row["who"], at=row["at"], why=row["why"],
        parts=tuple(_read_part(part) for part in content.get("parts", ())),
        link=_read_link(content["link"]) if "link" in content else None,
        field=content.get("field"),
        values=tuple(_read_value(kind, value) for kind, value in content.get("values", ())),
        saw=tuple(_read_shown(one) for one in content.get("saw", ())),
        undoes=row["undoes"], number=row["number"], previous=row["previous"], hash=row["hash"],
    )  # fmt: skip


def _read_value(kind: str, content: str) -> Value | Range:
    return decode_value(kind, content)


def _read_part(part: Mapping[str, Any]) -> Part:
    reports = tuple(
        Anchor(
            report_id=one["report"],
            document_id=one.get("document"),
            words=tuple(Span(start=start, end=end, text=text) for start, end, text in one.get("words", ())),
            said=tuple(_read_shown(shown) for shown in one.get("said", ())),
        )
        for one in part["reports"]
    )
    return Part(reports=reports, incident_id=part.get("incident"))


def _read_shown(one: list[str]) -> Shown:
    return Shown(field=one[0], value=one[1], document_id=one[2] if len(one) > 2 else None)


def _read_link(link: Mapping[str, Any]) -> Link:
    reasons = tuple(Reason(feature=f, outcome=o, weight=w) for f, o, w in link["reasons"])
    return Link(
        left=link["left"], right=link["right"], judgement=Judgement(link["judgement"]), score=link["score"],
        judge=link["judge"], reasons=reasons,
    )  # fmt: skip


def broken(connection: Connection) -> Iterator[str]:
    """Where the chain does not hold, as sentences: the first place, since what follows a break proves nothing."""
    table = tables.DECISIONS
    previous, expected = FIRST, 1
    for row in connection.execute(select(table).order_by(table.c.number)).mappings():
        why = None
        if row["number"] != expected:
            why = f"entry {expected} of the log of decisions is missing (the next is {row['number']})"
        elif row["previous"] != previous:
            why = f"entry {expected} of the log of decisions does not follow the one before it"
        elif row["hash"] != entry_hash(row["previous"], dict(row)):
            why = f"entry {expected} of the log of decisions is not what was written; its SHA-256 is another"
        if why is not None:
            yield f"{why}; compare it with a copy of the register"
            return
        previous, expected = row["hash"], expected + 1


def differs(connection: Connection, heads: Mapping[int, str]) -> Iterator[str]:
    """What a kept head says against the log: entries that are gone, or that are others."""
    table = tables.DECISIONS.c
    question = select(table.number, table.hash).where(table.number.in_(list(heads)))
    held = {row.number: row.hash for row in connection.execute(question)}
    last = connection.execute(select(func.count()).select_from(tables.DECISIONS)).scalar_one()
    for number, key in sorted(heads.items()):
        if number and number not in held:
            yield f"the log of decisions has {last} entries, but entry {number} was kept as its head: its end is gone"
        elif number and held[number] != key:
            yield f"entry {number} of the log of decisions is not the one that was kept as its head; it was made anew"


def parse_heads(text: str, *, name: str) -> dict[int, str]:
    """The heads in a file, a line each: number and hash.

    Raises:
        IntegrityError: A line is no head.
    """
    heads: dict[int, str] = {}
    for place, line in enumerate(text.splitlines(), start=1):
        number, _, rest = line.strip().partition(" ")
        if not number:
            continue
        key = rest.strip().partition(" ")[0]
        if not number.isdecimal() or len(key) != len(FIRST):
            way_out = "write one with: tallybook review head"
            raise IntegrityError(f"{name}, line {place}: is no head (a number and a hash); {way_out}")
        heads[int(number)] = key
    return heads
