"""``demo``: the whole way from pages to answers, on the sample corpus that ships with the program."""

from __future__ import annotations

__all__ = ["demo"]


def demo() -> int:
    """Build a register from sample pages and show what is in it."""
    raise NotImplementedError
