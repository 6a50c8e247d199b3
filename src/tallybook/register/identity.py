"""Which id an incident keeps when its reports are clustered anew.

An id is minted once, from the first report of a cluster. On a merge the oldest id stays and the others redirect to it;
on a split the part that keeps most reports keeps the id. Old ids always lead somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tallybook.model import content_id

State = Literal["active", "merged", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An incident id: the report it was minted from, what became of it, and where it leads when it was merged."""

    id: str
    minted_from: str
    state: State = "active"
    leads_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Every identity, oldest first, and the incident of each report."""

    identities: tuple[Identity, ...]
    members: Mapping[str, str]


def assign_incidents(
    clusters: Sequence[Sequence[str]], *, identities: Sequence[Identity], members: Mapping[str, str]
) -> Assignment:
    """The ids of clusters (each a list of report ids, first report first), given all ids so far and who had them."""
    known = {identity.id: identity for identity in identities}
    rank = {identity.id: place for place, identity in enumerate(identities)}
    heirs = _heirs(clusters, known, members)
    changed: dict[str, Identity] = {}
    chosen: dict[int, str] = {}
    for place, claimants in heirs.items():
        oldest, *others = sorted(claimants, key=rank.__getitem__)
        chosen[place] = oldest
        for other in others:
            changed[other] = _become(known[other], "merged", oldest)
    taken = set(chosen.values())
    for place, cluster in enumerate(clusters):
        if place not in chosen:
            chosen[place] = _mint(cluster, known, taken)
            taken.add(chosen[place])
    for place, cluster in enumerate(clusters):
        name = chosen[place]
        changed[name] = _become(known.get(name) or Identity(id=name, minted_from=cluster[0]), "active", None)
    kept = [changed.pop(one.id) if one.id in changed else _rest(one) for one in identities]
    return Assignment(
        identities=(*kept, *changed.values()),
        members={report: chosen[place] for place, cluster in enumerate(clusters) for report in cluster},
    )


def _heirs(
    clusters: Sequence[Sequence[str]], known: Mapping[str, Identity], members: Mapping[str, str]
) -> dict[int, list[str]]:
    """For each cluster the ids it may keep: those most of whose reports are in it."""
    shares: dict[str, Counter[int]] = {}
    home: dict[str, int] = {}
    for place, cluster in enumerate(clusters):
        for report in cluster:
            home[report] = place
            if report in members:
                shares.setdefault(members[report], Counter())[place] += 1
    heirs: dict[int, list[str]] = {}
    for name, share in shares.items():
        birthplace = home.get(known[name].minted_from)
        winner = max(share, key=lambda place: (share[place], place == birthplace, -place))
        heirs.setdefault(winner, []).append(name)
    return heirs


def _mint(cluster: Sequence[str], known: Mapping[str, Identity], taken: set[str]) -> str:
    """A dormant id that was minted from one of these reports, else a new one from the first."""
    births = {identity.minted_from: identity for identity in known.values() if identity.state != "active"}
    for report in cluster:
        if report in births and births[report].id not in taken:
            return births[report].id
    return next(name for name in _candidates(cluster) if name not in known and name not in taken)


def _candidates(cluster: Sequence[str]) -> Iterator[str]:
    yield from (content_id("inc", report) for report in cluster)
    again = 1
    while True:
        again += 1
        yield content_id("inc", cluster[0], again)


def _become(identity: Identity, state: State, leads_to: str | None) -> Identity:
    return Identity(id=identity.id, minted_from=identity.minted_from, state=state, leads_to=leads_to)


def _rest(identity: Identity) -> Identity:
    """An id without reports: a merged one goes on leading where it led, an active one is empty now."""
    return identity if identity.state == "merged" else _become(identity, "empty", None)
