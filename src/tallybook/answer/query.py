"""Filters: when, what, who, where, whom, how many, from which source."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tallybook.answer.entries import Entry, View, entries
from tallybook.answer.periods import parse_span
from tallybook.errors import AnswerError

STAGES = ("accomplished", "attempted", "threatened")
REVIEWS = ("unreviewed", "accepted", "rejected")
SHOWN = 12
"""Known values that a message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which incidents are asked for; an empty field asks for all. Several values of one field are alternatives.

    ``since`` and ``until`` are days, both included. ``actor`` includes the branches of an organization unless
    ``branches`` is false. ``killed`` is the least number of dead by the best figure (by the low bound where there is no
    best), ``independent`` the least number of independent sources (coding rule 10). Threats are left out unless
    ``stage`` asks for them (coding rule 2), what a person rejected unless ``review`` does.
    """

    since: date | None = None
    until: date | None = None
    event_type: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    stage: tuple[str, ...] = ("accomplished", "attempted")
    killed: int | None = None
    source: tuple[str, ...] = ()
    review: tuple[str, ...] = ("unreviewed", "accepted")
    independent: int | None = None
    branches: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents that a query selects.

    ``certain`` surely lie in the window; ``possible`` have dates that reach beyond it; ``undated`` have none and are
    kept apart when a window is asked for.
    """

    query: Query
    certain: tuple[Entry, ...]
    possible: tuple[Entry, ...] = ()
    undated: tuple[Entry, ...] = ()

    @property
    def all(self) -> tuple[Entry, ...]:
        """All that match or may match, ordered by id."""
        return tuple(sorted((*self.certain, *self.possible, *self.undated), key=lambda one: one.incident_id))


Values = str | Sequence[str] | None


def _many(values: Values) -> tuple[str, ...]:
    given = [values] if isinstance(values, str) else list(values or ())
    return tuple(dict.fromkeys(value.strip() for value in given if value.strip()))


def _one_of(name: str, values: tuple[str, ...], known: Collection[str]) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise AnswerError(unknown(name, value, known))
    return values


def unknown(name: str, value: str, known: Collection[str]) -> str:
    """The message about a value that nothing has: the nearest known ones first."""
    listed = sorted(known)
    near = difflib.get_close_matches(value.lower(), listed, n=3, cutoff=0.6)
    shown = near + [other for other in listed if other not in near][: SHOWN - len(near)]
    more = f" and {len(listed) - len(shown)} more" if len(listed) > len(shown) else ""
    return f"{name}: nothing is known as {value!r}; known: {', '.join(shown) or 'nothing yet'}{more}"


def make_query(
    *,
    since: str | date | None = None,
    until: str | date | None = None,
    event_type: Values = None,
    actor: Values = None,
    country: Values = None,
    admin1: Values = None,
    place: Values = None,
    target: Values = None,
    stage: Values = None,
    killed: int | None = None,
    source: Values = None,
    review: Values = None,
    independent: int | None = None,
    branches: bool = True,
) -> Query:
    """A query from what a person typed: ``since="2022"`` is its first day, ``until="2022-04"`` its last.

    Raises:
        AnswerError: a value that cannot be; the message says what can.
    """
    first = parse_span(since, name="since").start if isinstance(since, str) else since
    last = parse_span(until, name="until").end if isinstance(until, str) else until
    if first is not None and last is not None and first > last:
        raise AnswerError(f"since {first} is after until {last}; exchange them")
    if killed is not None and killed < 0:
        raise AnswerError(f"killed: {killed} is less than nobody; give 0 or more")
    if independent is not None and independent < 1:
        raise AnswerError(
            f"independent: every incident has at least one source, {independent} asks nothing; give 1 or more"
        )
    return Query(
        since=first,
        until=last,
        event_type=_many(event_type),
        actor=_many(actor),
        country=tuple(code.upper() for code in _many(country)),
        admin1=_many(admin1),
        place=_many(place),
        target=_many(target),
        stage=_one_of("stage", _many(stage), STAGES) or Query().stage,
        killed=killed,
        source=_many(source),
        review=_one_of("review", _many(review), REVIEWS) or Query().review,
        independent=independent,
        branches=branches,
    )


def query_line(query: Query) -> dict[str, str | int | bool | list[str] | None]:
    """The filters of a query as they stand in the JSON of every answer."""
    return {
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
        "event_type": list(query.event_type),
        "actor": list(query.actor),
        "country": list(query.country),
        "admin1": list(query.admin1),
        "place": list(query.place),
        "target": list(query.target),
        "stage": list(query.stage),
        "killed": query.killed,
        "source": list(query.source),
        "review": list(query.review),
        "independent": query.independent,
        "branches": query.branches,
    }


def with_branches(actors: Collection[str], parents: Mapping[str, str]) -> frozenset[str]:
    """The actors and all branches of them, at any depth."""
    found = set(actors)
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def _folded(values: Collection[str]) -> frozenset[str]:
    return frozenset(value.casefold() for value in values)


FIELDS: Mapping[str, Callable[[Entry], tuple[str | None, ...]]] = {
    "event_type": lambda one: one.event_types,
    "actor": lambda one: one.actors,
    "country": lambda one: (one.where.country,),
    "admin1": lambda one: (one.where.admin1,),
    "place": lambda one: (one.where.place,),
    "target": lambda one: tuple(target.category for target in one.targets),
    "stage": lambda one: (one.stage,),
    "source": lambda one: (*one.sources, *one.documents),
    "review": lambda one: (one.review,),
}
"""Field of a query -> the values an incident has for it."""


def _wanted(query: Query, parents: Mapping[str, str]) -> dict[str, frozenset[str]]:
    wanted = {name: getattr(query, name) for name in FIELDS}
    wanted["actor"] = with_branches(wanted["actor"], parents if query.branches else {})
    return {name: _folded(values) for name, values in wanted.items() if values}


def _matches(one: Entry, query: Query, wanted: Mapping[str, frozenset[str]]) -> bool:
    for name, values in wanted.items():
        if _folded([value for value in FIELDS[name](one) if value]).isdisjoint(values):
            return False
    if query.independent is not None and one.independent < query.independent:
        return False
    if query.killed is None:
        return True
    dead = one.killed.best if one.killed.best is not None else one.killed.low
    return dead is not None and dead >= query.killed


def _check(query: Query, found: Sequence[Entry], known: Mapping[str, Collection[str]]) -> None:
    """Refuse values that no incident has and no table knows, so that a typing error is not read as "none"."""
    for name in ("event_type", "actor", "country", "admin1", "place", "target", "source"):
        in_use = {value for one in found for value in FIELDS[name](one) if value} | set(known.get(name, ()))
        folded = _folded(in_use)
        for value in getattr(query, name):
            if value.casefold() not in folded and found:
                raise AnswerError(unknown(name, value, in_use))


def select(
    view: View,
    query: Query | None = None,
    *,
    parents: Mapping[str, str] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Selection:
    """The incidents that a query asks for.

    ``parents`` maps an actor's code to that of its parent organization; ``known`` gives, for a field, values that are
    right even when no incident has them (the codebook's types, the actor table's codes).

    Raises:
        AnswerError: a value that nothing in the register has and no table knows.
    """
    query = query or Query()
    found = entries(view)
    family = {*(parents or {}), *(parents or {}).values()}
    _check(query, found, {**(known or {}), "actor": family | set((known or {}).get("actor", ()))})
    return choose(found, query, parents=parents)


def choose(found: Sequence[Entry], query: Query, *, parents: Mapping[str, str] | None = None) -> Selection:
    """Those of some incidents that a query asks for; values that nothing has select nothing."""
    wanted = _wanted(query, parents or {})
    matching = [one for one in found if _matches(one, query, wanted)]
    if query.since is None and query.until is None:
        return Selection(query=query, certain=tuple(matching))
    return _in_window(matching, query)


def _in_window(matching: Sequence[Entry], query: Query) -> Selection:
    since, until = query.since or date.min, query.until or date.max
    certain, possible, undated = [], [], []
    for one in matching:
        if one.when.start is None and one.when.end is None:
            undated.append(one)
            continue
        first, last = one.when.start or date.min, one.when.end or date.max
        if since <= first and last <= until:
            certain.append(one)
        elif first <= until and since <= last:
            possible.append(one)
    return Selection(query=query, certain=tuple(certain), possible=tuple(possible), undated=tuple(undated))
