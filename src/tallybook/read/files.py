"""Files, folders and standard input to pages."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BufferedReader
from pathlib import Path

from tallybook import plugins
from tallybook.errors import ReadError
from tallybook.model import Issue, Page, sha256
from tallybook.read import limits
from tallybook.read.decode import looks_binary
from tallybook.read.feeds import feed_pages
from tallybook.read.problems import problem
from tallybook.read.rows import csv_pages, jsonl_pages
from tallybook.read.streams import ByteSource, GuardedGzip, Recoded, lines_encoding, printable, read_whole
from tallybook.read.warc import warc_pages

KINDS = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl.gz", ".csv": "csv", ".tsv": "csv",
    ".warc": "warc", ".warc.gz": "warc.gz", ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
"""File name ending → how it is read."""
SINGLE = {"text": "text/plain", "html": "text/html", "pdf": "application/pdf"}
"""Kinds whose files are one page each, and the page's media type."""
STANDARD_INPUT = "-"
HEAD_BYTES = 4096
"""By its beginning a file is told to be text, and which."""
NO_FILE = "no file"
"""The kind of broken links, pipes and devices that lie in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read: ``relative`` is its path inside the folder it was found in, ``found`` that it was found so."""

    path: Path
    kind: str | None
    relative: str
    found: bool


def read_pages(paths: Iterable[str | Path], *, stdin: ByteSource | None = None) -> Iterator[Page | Issue]:
    """The pages of files and folders, in order, with an issue for everything that gives none.

    A folder is read with all below it, in the order of the names. ``-`` is JSONL on ``stdin`` (bytes). A page's id is
    the one that the input gives; a single-page file's is its stem, or its path in the folder when stems clash. A path
    that does not exist, or ``-`` without ``stdin``, is a ``ReadError``, before anything is read.
    """
    given = [str(path) for path in paths]
    sources = _sources(given, has_input=stdin is not None)
    return _unique(_pages(sources, stdin))


def _sources(given: Sequence[str], *, has_input: bool) -> list[Source | None]:
    """Every file to read; ``None`` stands for standard input."""
    sources: list[Source | None] = []
    for path in given:
        if not path:
            # An unset variable of a shell; pathlib would take it for the folder one stands in.
            raise ReadError("'': this path is empty; name a file or a folder ('.' is the one you are in)")
        if path == STANDARD_INPUT:
            if not has_input:
                raise ReadError("-: there is no standard input to read; pipe JSONL lines in, or name a file")
            sources.append(None)
        elif Path(path).is_dir():
            sources += _below(Path(path))
        elif Path(path).exists():
            sources.append(
                Source(path=Path(path), kind=kind_of(path), relative=printable(Path(path).name), found=False)
            )
        else:
            raise ReadError(f"{path}: there is no such file or folder")
    return sources


def _below(folder: Path) -> list[Source]:
    """The files of a folder and its folders, sorted by path; hidden ones and links to folders are left out."""
    found = []
    for root, folders, names in os.walk(folder, onerror=_unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(root, name)
            if not name.startswith("."):
                kind = kind_of(name) if path.is_file() else NO_FILE
                relative = printable(path.relative_to(folder).as_posix())
                found.append(Source(path=path, kind=kind, relative=relative, found=True))
    return sorted(found, key=lambda source: source.relative)


def _unlisted(error: OSError) -> None:
    raise ReadError(f"{error.filename}: this folder cannot be listed ({error.strerror})") from error


def kind_of(name: str) -> str | None:
    """How a file of this name is read; ``None`` when its ending is not known, nor the name of an added reader."""
    lowered = name.lower()
    known = next((kind for ending, kind in KINDS.items() if lowered.endswith(ending)), None)
    ending = lowered.rpartition(".")[2]
    return known or (ending if ending in _endings() else None)


@cache
def _endings() -> frozenset[str]:
    """The endings that readers of other packages are named after."""
    return frozenset(plugins.names("readers"))


def _stem(source: Source) -> str:
    return printable(source.path.stem)


def _pages(sources: Sequence[Source | None], stdin: ByteSource | None) -> Iterator[Page | Issue]:
    stems = Counter(_stem(source) for source in sources if source and source.kind in SINGLE)
    relatives = Counter(source.relative for source in sources if source and source.kind in SINGLE)
    for source in sources:
        if source is None:
            if stdin is not None:
                yield from jsonl_pages(stdin, name="standard input")
        elif source.kind in SINGLE:
            made = _stem(source)
            if stems[made] > 1:
                made = source.relative if relatives[source.relative] == 1 else printable(source.path.as_posix())
            yield _single(source, made)
        else:
            yield from _many(source)


def _single(source: Source, made: str) -> Page | Issue:
    kind = source.kind or "text"
    limit = limits.MAX_PDF_BYTES if kind == "pdf" else limits.MAX_PAGE_BYTES
    content = read_whole(source.path, limit=limit, name=made)
    if isinstance(content, Issue):
        return content
    if not content.strip():
        return problem(made, "empty_file", f"{printable(source.path)} holds nothing but blanks")
    if kind != "pdf" and looks_binary(content):
        return problem(made, "binary_file", f"{printable(source.path)} holds binary data, not text")
    return Page(
        id=made, source=printable(source.path), media_type=SINGLE[kind], content=content, sha256=sha256(content)
    )


def _many(source: Source) -> Iterator[Page | Issue]:
    name = printable(source.path)
    if source.kind == NO_FILE:
        yield problem(name, "unreadable", f"{name} is no file (a broken link, a pipe or a device)", fatal=False)
        return
    if source.kind is None:
        message = f"{name} is of no kind that can be read; known are {' '.join(KINDS)}"
        # In a folder other files may lie about; who names a file wants it read.
        yield problem(name, "unknown_extension", message, fatal=not source.found)
        return
    if source.kind == "feed":
        content = read_whole(source.path, limit=limits.MAX_FEED_BYTES, name=name)
        yield from [content] if isinstance(content, Issue) else feed_pages(content, name=name)
        return
    try:
        with source.path.open("rb") as handle:
            if not handle.peek(1):
                yield problem(name, "empty_file", f"{name} is empty")
            elif source.kind.startswith("warc"):
                yield from warc_pages(GuardedGzip(handle) if source.kind == "warc.gz" else handle, name=name)
            elif source.kind == "jsonl.gz":
                yield from jsonl_pages(GuardedGzip(handle), name=name)
            elif source.kind not in KINDS.values():
                yield from plugins.load("readers", source.kind)(handle, name=name)
            else:
                yield from _rows(handle, source.kind, name)
    except OSError as error:
        yield problem(name, "unreadable", f"{name}: {error.strerror or error}")


def _rows(handle: BufferedReader, kind: str, name: str) -> Iterator[Page | Issue]:
    head = handle.peek(HEAD_BYTES)
    if looks_binary(head):
        yield problem(name, "binary_file", f"{name} holds binary data, not text")
        return
    encoding = lines_encoding(head)
    stream = handle if encoding is None else Recoded(handle, encoding)
    yield from csv_pages(stream, name=name) if kind == "csv" else jsonl_pages(stream, name=name)


def _unique(items: Iterator[Page | Issue]) -> Iterator[Page | Issue]:
    """The items without a page whose id came before: the first counts, each further one is an issue."""
    seen: dict[str, bytes] = {}
    for item in items:
        if isinstance(item, Issue):
            yield item
        elif item.id not in seen:
            seen[item.id] = bytes.fromhex(item.sha256)
            yield item
        elif seen[item.id] == bytes.fromhex(item.sha256):
            message = f"{item.source}: the id {item.id!r} came before with the same content; passed over"
            yield problem(item.source, "duplicate_id", message, fatal=False)
        else:
            message = f"{item.source}: the id {item.id!r} came before with other content; this one was kept out"
            yield problem(item.source, "duplicate_id", message)
