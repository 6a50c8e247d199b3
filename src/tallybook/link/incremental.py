"""New and changed documents linked into what was linked before, without a look at all the rest.

Which pairs are compared depends on the reports that are filed and not on the order in which they came: a report that
comes between two others in a crowded block parts them if they stand further than ``WINDOW`` from each other now, one
that goes brings others together. So the result is that of linking everything at once, for the same background.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tallybook.link.background import Background
from tallybook.link.blocking import WINDOW, keys, long_between, useful
from tallybook.link.building import drafts, finish
from tallybook.link.clustering import Pair, pair
from tallybook.link.component import Component
from tallybook.link.components import by_part, components
from tallybook.link.filing import LinkIndex, Place, Told, file, number_of, place
from tallybook.link.matching import said_again
from tallybook.link.profile import Profile
from tallybook.link.scoring import MODEL, UNSURE_FROM, judge, judge_again, score
from tallybook.model import Filed, Judgement, Link

__all__ = ["Relinked", "link_into"]

Numbers = tuple[int, int]
"""Two reports by their numbers, in order of their places."""


@dataclass(frozen=True, slots=True)
class Relinked:
    """What became of documents that were linked anew.

    ``changed`` are their reports of now and of before, ``touched`` those and every report that they had or have a link
    to; ``clusters`` are all that these are in now.
    """

    changed: frozenset[str]
    touched: frozenset[str]
    clusters: tuple[tuple[str, ...], ...]


def link_into(
    index: LinkIndex,
    told: Iterable[Told],
    *,
    documents: Collection[str],
    background: Background,
    decided: Sequence[Link] = (),
) -> Relinked:
    """Link ``documents`` anew: what they tell now is ``told``, what they told before goes.

    Returns the clusters of all reports that hang together with theirs, or did. ``decided`` is as in
    :func:`tallybook.link.link_reports`, for all reports; ``background`` is the one that the index was made with.
    """
    work = _Work(index, background)
    gone = index.filed_of(documents)
    changed = {one.report_id for one in gone}
    touched = changed | {name for link in index.links_of(changed) for name in (link.left, link.right)}
    for one in gone:
        work.take_out(one)
    again: list[tuple[Profile, Profile]] = []
    for document, reports in told:
        profiles = [finish(draft, background) for draft in drafts(document, reports)]
        for profile in profiles:
            work.put_in(profile)
        changed |= {profile.report_id for profile in profiles}
        again += said_again(profiles, background)
    links = {(link.left, link.right): link for link in work.links(again)}
    parted = work.parted(links) - {(link.left, link.right) for link in decided}
    links = {name: link for name, link in links.items() if name not in parted}
    known = _stored(index, [name for name in links if changed.isdisjoint(name)])
    ruled = {(link.left, link.right): link for link in decided if not changed.isdisjoint((link.left, link.right))}
    found = {name: link for name, link in links.items() if name not in known} | ruled
    index.put_links_of(changed, [found[name] for name in sorted(found)], gone=parted)
    touched |= changed | {name for both in (*links, *ruled, *parted) for name in both}
    return Relinked(frozenset(changed), frozenset(touched), work.clusters(touched, decided))


def _stored(index: LinkIndex, pairs: Collection[Pair]) -> dict[Pair, Link]:
    """The links that are kept of these pairs."""
    wanted = set(pairs)
    found = index.links_of({left for left, _ in wanted}) if wanted else []
    return {name: link for link in found if (name := (link.left, link.right)) in wanted}


@dataclass(slots=True)
class _Work:
    """Reports that are taken out and put in, and the pairs whose being compared changes by it."""

    index: LinkIndex
    background: Background
    known: dict[int, Profile] = field(default_factory=dict)
    near: set[Numbers] = field(default_factory=set)
    """Pairs that share a block closely enough since, if nothing has come between them."""
    far: set[Numbers] = field(default_factory=set)
    """Pairs that something came between."""

    def profiles(self, numbers: Iterable[int]) -> Mapping[int, Profile]:
        """The profiles of numbers; those that are known by now are not asked for again."""
        unknown = [number for number in numbers if number not in self.known]
        if unknown:
            found = self.index.filed(unknown)
            self.known.update({number: Profile.unpack(one.packed) for number, one in found.items()})
        return self.known

    def take_out(self, filed: Filed) -> None:
        """Take a report away; those on either side of it come nearer to each other."""
        found = keys(Profile.unpack(filed.packed), self.background)
        self.index.unfile(filed, found)
        self.known.pop(filed.number, None)
        self.near = {one for one in self.near if filed.number not in one}
        self.far = {one for one in self.far if filed.number not in one}
        self._near((key, *both) for key in found for both in _across(*self.index.around(key, filed.place, WINDOW)))

    def put_in(self, profile: Profile) -> None:
        """File a report; those on either side of it are one further from each other."""
        filed, found = file(profile), keys(profile, self.background)
        self.index.file(filed, found)
        self.known[filed.number] = profile
        near: list[tuple[int, Place, Place]] = []
        for key in found:
            before, behind = self.index.around(key, filed.place, WINDOW)
            near += [(key, one, filed.place) for one in before] + [(key, filed.place, one) for one in behind]
            across = _across(before, behind)
            self.far.update((one[1], two[1]) for one, two in across if not long_between(key, one[0], two[0]))
        self._near(near)

    def _near(self, pairs: Iterable[tuple[int, Place, Place]]) -> None:
        found = [(key, left[1], right[1]) for key, left, right in pairs if not long_between(key, left[0], right[0])]
        known = self.profiles({number for _, *both in found for number in both})
        self.near.update((left, right) for key, left, right in found if useful(key, known[left], known[right]))

    def links(self, again: Iterable[tuple[Profile, Profile]]) -> Iterable[Link]:
        """The links of the pairs that came together."""
        for left, right in sorted(self.near):
            one, other = self.known[left], self.known[right]
            if round(score(one, other, self.background)[0], 4) >= UNSURE_FROM:
                yield judge(one, other, self.background)
        for lead, other in again:
            yield judge_again(lead, other, self.background)

    def parted(self, links: Collection[Pair]) -> set[Pair]:
        """The linked pairs that are no longer compared: too many stand between them in every block they share.

        ``links`` are found by now, others were before.
        """
        named = {
            pair(self.known[left].report_id, self.known[right].report_id): (left, right) for left, right in self.far
        }
        stored = {name for name, link in _stored(self.index, named).items() if link.judge == MODEL}
        return {name for name in named if (name in stored or name in links) and not self._compared(*named[name])}

    def _compared(self, left: int, right: int) -> bool:
        one, other = self.known[left], self.known[right]
        shared = keys(one, self.background) & keys(other, self.background)
        return any(
            useful(key, one, other) and self.index.between(key, place(one), place(other), WINDOW + 1) <= WINDOW
            for key in shared
        )

    def clusters(self, touched: Collection[str], decided: Sequence[Link]) -> tuple[tuple[str, ...], ...]:
        """The clusters of every component that has one of these reports."""
        links = self._connected(touched)
        names = sorted({name for both in links for name in both} | set(touched))
        numbers = {name: number_of(name) for name in names}
        known = self.profiles(numbers.values())
        told = {name: known[number] for name in names if (number := numbers[name]) in known}
        links = {both: link for both, link in links.items() if told.keys() >= set(both)}
        ordered = list(told)
        rows = {name: row for row, name in enumerate(ordered)}
        whole: dict[int, list[str]] = {}
        joined = ((rows[left], rows[right]) for left, right in links)
        parts = components(len(ordered), joined)
        for row, part in enumerate(parts):
            whole.setdefault(part, []).append(ordered[row])
        same = by_part(links.values(), lambda link: parts[rows[link.left]])
        ruled = by_part(
            (link for link in decided if link.left in rows and link.right in rows), lambda link: parts[rows[link.left]]
        )
        found = (
            _component([told[name] for name in members], same.get(part, ()), ruled.get(part, ()))
            for part, members in whole.items()
        )
        return tuple(sorted(one for component in found for one in component.clusters(self.background)))

    def _connected(self, touched: Collection[str]) -> dict[Pair, Link]:
        """The links by which reports hang together with these, however far."""
        links: dict[Pair, Link] = {}
        seen: set[str] = set()
        ahead = set(touched)
        while ahead:
            found = [link for link in self.index.links_of(ahead) if link.judgement is Judgement.SAME]
            links |= {(link.left, link.right): link for link in found}
            seen |= ahead
            ahead = {name for link in found for name in (link.left, link.right)} - seen
        return links


def _component(profiles: Sequence[Profile], links: Iterable[Link], decided: Sequence[Link]) -> Component:
    known = {profile.report_id: profile for profile in profiles}
    same: dict[Pair, float] = {}
    repeats: list[Pair] = []
    for link in links:
        left, right = known[link.left], known[link.right]
        if link.judge == MODEL and left.document_id != right.document_id:
            same[link.left, link.right] = link.score
        elif link.judge == MODEL:
            repeats.append((link.left, link.right) if left.leads else (link.right, link.left))
    return Component(profiles=known, same=same, repeats=repeats, decided=decided)


def _across(before: Sequence[Place], behind: Sequence[Place]) -> list[tuple[Place, Place]]:
    """The pairs on either side of a place that stand ``WINDOW`` from each other without it, and one more with it."""
    return [(one, behind[WINDOW - steps]) for steps, one in enumerate(before, 1) if 0 <= WINDOW - steps < len(behind)]
