"""Which rows hang together by pairs: clustering never looks further than that."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def components(rows: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """For each of ``rows`` rows the smallest row that it hangs together with, itself included (union-find)."""
    root = list(range(rows))

    def find(row: int) -> int:
        while root[row] != row:
            root[row] = root[root[row]]
            row = root[row]
        return row

    for left, right in pairs:
        one, other = sorted((find(left), find(right)))
        root[other] = one
    return [find(row) for row in range(rows)]


def by_part(found: Iterable[T], part: Callable[[T], int]) -> dict[int, list[T]]:
    """What is told of each component, in the order given."""
    grouped: dict[int, list[T]] = {}
    for one in found:
        grouped.setdefault(part(one), []).append(one)
    return grouped
