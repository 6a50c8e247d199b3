"""Assertions that say what was expected, also when Python runs with ``-O``."""

from __future__ import annotations


def check(holds: object, what: str) -> None:
    """Raise ``AssertionError`` with ``what`` unless it holds."""
    if not holds:
        raise AssertionError(what)


def same(found: object, expected: object, what: str) -> None:
    """Raise ``AssertionError`` unless the two are equal."""
    check(found == expected, f"{what}: expected {expected!r}, found {found!r}")
