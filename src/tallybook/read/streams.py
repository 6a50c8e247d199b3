"""Bytes of files, read in bounded pieces: no line, page or archive can fill the memory."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from tallybook.model import Issue
from tallybook.read import limits
from tallybook.read.decode import BYTE_ORDER_MARKS, wide_encoding
from tallybook.read.problems import problem

BLOCK = 1 << 20
GZIP_MARK = b"\x1f\x8b"


class ByteSource(Protocol):
    """Anything that gives bytes as they come: a file, standard input, an unpacked file."""

    def read1(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def printable(path: str | Path) -> str:
    """A path as text that can be stored and printed: bytes in a name that are no UTF-8 are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_whole(path: Path, *, limit: int, name: str) -> bytes | Issue:
    """The bytes of a file of at most ``limit`` bytes, or the issue that kept them back."""
    try:
        with path.open("rb") as handle:
            content = handle.read(limit + 1)
    except OSError as error:
        return problem(name, "unreadable", f"{printable(path)}: {error.strerror or error}")
    if not content:
        return problem(name, "empty_file", f"{printable(path)} is empty")
    if len(content) > limit:
        size = path.stat().st_size
        return problem(
            name, "too_large", f"{printable(path)} has {size / 1e6:.1f} MB; the limit is {limit / 1e6:.0f} MB"
        )
    return content


def read_lines(
    stream: ByteSource, *, name: str, limit: int = limits.MAX_PAGE_BYTES
) -> Iterator[tuple[int, bytes | Issue]]:
    """The lines of a stream with their numbers from 1; longer ones than ``limit`` are passed over with an issue.

    A packed stream that breaks off, or unpacks to more than text ever does, ends with an issue; lines before it count.
    """
    number = 0
    try:
        for line in _lines(stream, limit):
            number += 1
            if line is None:
                message = f"{name}: line {number} is longer than {limit / 1e6:.0f} MB"
                yield number, problem(f"{name}:{number}", "too_large", message)
            else:
                yield number, line
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"{name} breaks off after line {number} ({error}); what stands before it was read"
        yield number + 1, problem(name, "truncated_gzip", message)
    except ExpandsTooMuch:
        message = f"{name} unpacks to more than {limits.MAX_EXPANSION} times its size; reading stopped at line {number}"
        yield number + 1, problem(name, "too_large", message)
    except OSError as error:
        yield number + 1, problem(name, "unreadable", f"{name}: {error.strerror or error}")


def _lines(stream: ByteSource, limit: int) -> Iterator[bytes | None]:
    """Lines with their line feeds, at most ``limit`` and a block in memory; ``None`` for one that is longer."""
    rest, too_long = b"", False
    while block := stream.read1(BLOCK):
        parts = block.split(b"\n")
        last = parts.pop()
        for part in parts:
            line, rest = rest + part if rest else part, b""
            yield None if too_long or len(line) > limit else line + b"\n"
            too_long = False
        rest = rest + last if rest else last
        if len(rest) > limit:
            rest, too_long = b"", True
    if rest or too_long:
        yield None if too_long else rest


class Recoded:
    """A stream of UTF-16 given as UTF-8, so that its lines can be told by their bytes; spreadsheets write it."""

    def __init__(self, raw: ByteSource, encoding: str) -> None:
        self._raw = raw
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read1(self, size: int, /) -> bytes:
        """About ``size`` bytes; none at the end."""
        while block := self._raw.read1(size):
            # Half a character waits for its other half.
            if text := self._decoder.decode(block):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def lines_encoding(head: bytes) -> str | None:
    """The encoding of a file in which a line feed is more than one byte, told by its beginning."""
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    found = marked or wide_encoding(head)
    return None if found == "utf-8" else found


class ExpandsTooMuch(Exception):
    """A packed file unpacks to far more than text ever does."""


class GuardedGzip(gzip.GzipFile):
    """A gzip file that stops when it unpacks to more than text ever would."""

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw_file = raw
        self._unpacked = 0

    def read1(self, size: int = -1) -> bytes:
        """At most ``size`` unpacked bytes; ``ExpandsTooMuch`` when they have become too many."""
        return self._counted(super().read1(size))

    def read(self, size: int | None = -1) -> bytes:
        """As ``read1``: what stands before a break is given before the break is told."""
        return self.read1(-1 if size is None else size)

    def _counted(self, block: bytes) -> bytes:
        self._unpacked += len(block)
        if self._unpacked > limits.EXPANSION_FLOOR and self._unpacked > limits.MAX_EXPANSION * self._raw_file.tell():
            raise ExpandsTooMuch
        return block
