"""Every error tallybook raises on purpose.

::

    TallybookError
    ├── UsageError          the call itself is wrong (unknown option value, missing file)
    ├── CodebookError       a codebook or language file is missing or does not hold together
    ├── ReadError           a source or a page cannot be read
    ├── ExtractError        words are not where an extractor says they are
    ├── ResolveError        a table a resolver needs is missing or broken
    ├── LinkError           the link model does not fit the code
    ├── ReconcileError      an unknown rule, or a rule that does not fit a property
    ├── RegisterError       the register cannot be opened, read or written
    │   ├── RegisterTooNew  written by a newer version of tallybook
    │   ├── RegisterBusy    another process is writing
    │   ├── RegisterConflict  somebody changed meanwhile what was to be changed
    │   ├── RegisterFull    no space left on the device
    │   └── IntegrityError  stored rows or pages do not match their hash or their words
    ├── AnswerError         a question that cannot be answered as asked
    └── ExportError         an export cannot be written

A message names the thing, the value and the way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = [
    "AnswerError",
    "CodebookError",
    "Difference",
    "ExportError",
    "ExtractError",
    "IntegrityError",
    "LinkError",
    "ReadError",
    "ReconcileError",
    "RegisterBusy",
    "RegisterConflict",
    "RegisterError",
    "RegisterFull",
    "RegisterTooNew",
    "ResolveError",
    "TallybookError",
    "UsageError",
]


class TallybookError(Exception):
    """The root: catch this to catch everything tallybook raises on purpose."""


class UsageError(TallybookError):
    """The call itself is wrong."""


class CodebookError(TallybookError):
    """A codebook or language file is missing or does not hold together."""


class ReadError(TallybookError):
    """A source or a page cannot be read."""


class ExtractError(TallybookError):
    """Words are not where an extractor says they are."""


class ResolveError(TallybookError):
    """A table a resolver needs is missing or broken."""


class LinkError(TallybookError):
    """The link model does not fit the code."""


class ReconcileError(TallybookError):
    """An unknown rule, or a rule that does not fit a property."""


class RegisterError(TallybookError):
    """The register cannot be opened, read or written."""


class RegisterTooNew(RegisterError):
    """The register was written by a newer version of tallybook."""


class RegisterBusy(RegisterError):
    """Another process is writing to the register."""


class Difference(NamedTuple):
    """One thing that two people changed: what was seen before, what stands now, what was to be put in its place."""

    what: str
    seen: str | None
    found: str | None
    given: str | None


class RegisterConflict(RegisterError):
    """Somebody changed meanwhile what was to be changed: nothing was written, and ``differences`` says what it is.

    The way out is to look at what stands now, and to judge again.
    """

    def __init__(self, message: str, differences: Iterable[Difference] = ()) -> None:
        super().__init__(message)
        self.differences = tuple(differences)


class RegisterFull(RegisterError):
    """There is no space left for the register."""


class IntegrityError(RegisterError):
    """Stored rows or pages do not match their hash or their words."""


class AnswerError(TallybookError):
    """A question that cannot be answered as asked."""


class ExportError(TallybookError):
    """An export cannot be written."""
