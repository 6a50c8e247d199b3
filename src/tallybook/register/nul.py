"""Text with NUL characters in PostgreSQL, whose text cannot hold them: written otherwise, and read back as it was.

NUL is written as U+0001 U+0001, and U+0001 as U+0001 U+0002. So no two texts are written alike, texts keep their order,
and all others are written as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from psycopg.adapt import Loader
from psycopg.types.string import StrDumper, StrDumperUnknown

if TYPE_CHECKING:
    import psycopg
    from psycopg.abc import Buffer

NUL, MARK = "\x00", "\x01"
PAIR = re.compile("\x01([\x01\x02])")
WRITTEN = {ord(NUL): MARK + MARK, ord(MARK): MARK + "\x02"}


def written(text: str) -> str:
    """The text as PostgreSQL can hold it."""
    return text.translate(WRITTEN) if NUL in text or MARK in text else text


def as_it_was(text: str) -> str:
    """The text that :func:`written` was given."""
    return PAIR.sub(lambda pair: NUL if pair[1] == MARK else MARK, text) if MARK in text else text


def store_nul(connection: psycopg.Connection[Any]) -> None:
    """Let a connection write and read text so."""
    connection.adapters.register_dumper(str, _Written)
    connection.adapters.register_dumper(str, _WrittenUnknown)
    for kind in ("text", "varchar"):
        connection.adapters.register_loader(kind, _AsItWas)


class _Written(StrDumper):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(written(obj))


class _WrittenUnknown(StrDumperUnknown):
    def dump(self, obj: str) -> Buffer | None:
        return super().dump(written(obj))


class _AsItWas(Loader):
    def load(self, data: Buffer) -> str:
        return as_it_was(str(data, "utf-8"))
