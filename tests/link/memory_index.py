"""An index of links in plain lists, for laws that are tried hundreds of times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from tallybook.link.filing import Place
from tallybook.model import Filed, Link


class MemoryIndex:
    def __init__(self, background: Mapping[str, bytes]) -> None:
        self._background = background
        self.reports: dict[int, Filed] = {}
        self.keys: defaultdict[int, list[Place]] = defaultdict(list)
        self.links: dict[tuple[str, str], Link] = {}

    def filed(self, numbers: Collection[int]) -> dict[int, Filed]:
        return {number: self.reports[number] for number in numbers if number in self.reports}

    def filed_of(self, document_ids: Collection[str]) -> list[Filed]:
        return sorted(
            (one for one in self.reports.values() if one.document_id in document_ids), key=lambda one: one.place
        )

    def file(self, filed: Filed, keys: Collection[int]) -> None:
        self.reports[filed.number] = filed
        for key in keys:
            insort(self.keys[key], filed.place)

    def unfile(self, filed: Filed, keys: Collection[int]) -> None:
        del self.reports[filed.number]
        for key in keys:
            self.keys[key].remove(filed.place)

    def around(self, key: int, place: Place, many: int) -> tuple[list[Place], list[Place]]:
        kept = self.keys[key]
        left, right = bisect_left(kept, place), bisect_right(kept, place)
        return kept[max(left - many, 0) : left][::-1], kept[right : right + many]

    def between(self, key: int, one: Place, other: Place, most: int) -> int:
        first, last = sorted((one, other))
        return min(bisect_right(self.keys[key], last) - bisect_right(self.keys[key], first), most)

    def links_of(self, report_ids: Collection[str]) -> list[Link]:
        return [link for link in self.links.values() if not {link.left, link.right}.isdisjoint(report_ids)]

    def put_links_of(
        self, report_ids: Collection[str], links: Iterable[Link], *, gone: Collection[tuple[str, str]]
    ) -> None:
        for link in self.links_of(report_ids):
            del self.links[link.left, link.right]
        for pair in gone:
            self.links.pop(pair, None)
        for link in links:
            assert (link.left, link.right) not in self.links
            self.links[link.left, link.right] = link

    def put_all(self, told: Iterable[tuple[Filed, Collection[int]]], background: Mapping[str, bytes]) -> None:
        self._background = background
        for filed, keys in told:
            self.file(filed, keys)

    def background(self) -> Mapping[str, bytes]:
        return self._background
