"""The index of links: where each report stands, so that a new one finds those worth comparing at once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from tallybook.link.blocking import day_of
from tallybook.link.clustering import Pair
from tallybook.link.profile import Profile
from tallybook.model import Document, Filed, Link, Report

__all__ = ["LinkIndex", "Place", "Told", "file", "number_of", "place"]

Told = tuple[Document | None, Sequence[Report]]
"""One document with its reports."""
Place = tuple[int, int]
"""A report's day and number: where it stands among the reports of one key."""


class LinkIndex(Protocol):
    """What is kept between two runs: every report with its keys, and the links that were found."""

    def filed(self, numbers: Collection[int]) -> dict[int, Filed]:
        """The reports of these numbers, of those that are filed."""
        ...

    def filed_of(self, document_ids: Collection[str]) -> list[Filed]:
        """The reports of these documents, in order of their places."""
        ...

    def file(self, filed: Filed, keys: Collection[int]) -> None:
        """Put a report under its keys."""
        ...

    def unfile(self, filed: Filed, keys: Collection[int]) -> None:
        """Take a report away from under its keys."""
        ...

    def around(self, key: int, place: Place, many: int) -> tuple[list[Place], list[Place]]:
        """Those of one key before a place and behind it, the nearest first, ``many`` of either at most."""
        ...

    def between(self, key: int, one: Place, other: Place, most: int) -> int:
        """How many of one key stand between two places, the later one counted; no more than ``most`` are counted."""
        ...

    def links_of(self, report_ids: Collection[str]) -> list[Link]:
        """The links of these reports, without their reasons."""
        ...

    def put_links_of(self, report_ids: Collection[str], links: Iterable[Link], *, gone: Collection[Pair]) -> None:
        """The links of these reports and between them, in place of all they had; those of ``gone`` pairs go too."""
        ...

    def put_all(self, told: Iterable[tuple[Filed, Collection[int]]], background: Mapping[str, bytes]) -> None:
        """Every report with its keys, and the background they were linked by, in place of all that was filed."""
        ...

    def background(self) -> Mapping[str, bytes]:
        """The background as it was put; empty when nothing is filed."""
        ...


def number_of(report_id: str) -> int:
    """The number that stands for a report: 63 bits of the SHA-256 of its id."""
    return int.from_bytes(hashlib.sha256(report_id.encode("utf-8", "replace")).digest()[:8], "big") >> 1


def place(profile: Profile) -> Place:
    """Where a report stands among others: by the day it tells of, or was published on, then by number."""
    return day_of(profile), number_of(profile.report_id)


def file(profile: Profile) -> Filed:
    """A profile as the index keeps it."""
    day, number = place(profile)
    return Filed(
        number=number, report_id=profile.report_id, document_id=profile.document_id, time=day, packed=profile.pack()
    )
