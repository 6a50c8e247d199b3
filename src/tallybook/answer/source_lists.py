"""Independent sources as a few lists, and how the incidents of a register overlap on them.

Who repeats whom is one voice (:mod:`tallybook.reconcile.independence`): copies, the outlets of one publisher, all that
credit one agency. A list is one voice or several, and an incident is on it if any of them tells of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tallybook.answer.entries import View
from tallybook.answer.query import unknown
from tallybook.errors import AnswerError
from tallybook.reconcile.independence import agency, voice

LARGEST, KINDS, OWN = "largest", "kinds", "own"
RULES = (LARGEST, KINDS)
"""How voices are put into lists when no own lists are given."""
FEWEST, MOST = 2, 5
DEFAULT_MOST = 4
OTHERS = "others"
REST = "*"
"""In lists of one's own: all voices that stand in no other list."""
PAGE = "document "
"""How the voice of a page without publisher begins."""
KIND_NAMES = {"agency": "agencies", "publisher": "outlets", "document": "unnamed pages"}
"""The kinds of voices as lists: news agencies and widely quoted outlets, other publishers, pages without publisher."""

Voices = Mapping[str, frozenset[str]]
"""Incident -> the independent voices that tell of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """A list: its name, the voices on it, and how many of the incidents asked for they tell of."""

    name: str
    voices: tuple[str, ...]
    incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The incidents that stand on exactly these lists."""

    lists: tuple[str, ...]
    ids: tuple[str, ...]


def voices_of(view: View, wanted: Collection[str]) -> dict[str, frozenset[str]]:
    """The independent voices that tell of each of the incidents."""
    documents = {document.id: document for document in view.documents()}
    return {
        incident.id: frozenset(voice(documents.get(name), name, documents=documents) for name in incident.documents)
        for incident in view.incidents()
        if incident.id in wanted
    }


def make_lists(
    voices: Voices,
    *,
    rule: str = LARGEST,
    most: int = DEFAULT_MOST,
    own: Mapping[str, Sequence[str]] | None = None,
) -> tuple[SourceList, ...]:
    """The lists that the voices make.

    By the rule ``largest``, the agencies and publishers that tell of most incidents are lists of their own and the
    others are one list together, pages without publisher among them, ``most`` lists in all. By ``kinds`` there are up
    to three lists: agencies, outlets, unnamed pages. ``own`` names the lists and the voices on each (``"*"`` for all
    others) and goes before the rule.

    Raises:
        AnswerError: no such rule, a number of lists that is not 2 to 5, or a voice that is unknown or stands twice.
    """
    if rule not in RULES:
        raise AnswerError(f"lists: there is no rule {rule!r}; there are {', '.join(RULES)}, or lists of your own")
    if not FEWEST <= most <= MOST:
        raise AnswerError(f"most: {most} lists cannot be compared; give {FEWEST} to {MOST}")
    told = Counter(name for names in voices.values() for name in names)
    ranked = sorted(told, key=lambda name: (-told[name], name))
    named = _own(own, ranked) if own else _largest(ranked, most) if rule == LARGEST else _kinds(ranked)
    made = [(name, tuple(members), _number(voices, members)) for name, members in named.items()]
    return tuple(SourceList(name=name, voices=members, incidents=number) for name, members, number in made if number)


def _number(voices: Voices, members: Collection[str]) -> int:
    return sum(not names.isdisjoint(members) for names in voices.values())


def _largest(ranked: Sequence[str], most: int) -> dict[str, list[str]]:
    """The largest voices that have a name, each alone; a page that nobody is known to have published is no list."""
    known = [name for name in ranked if not name.startswith(PAGE)]
    alone = known if len(ranked) == len(known) <= most else known[: most - 1]
    rest = [name for name in ranked if name not in alone]
    return {**{_label(name): [name] for name in alone}, **({OTHERS: rest} if rest else {})}


def _label(name: str) -> str:
    """A voice as the name of a list: an agency or outlet by its own name, a page as such."""
    return name if name.startswith(PAGE) else name.partition(" ")[2]


def _kinds(ranked: Sequence[str]) -> dict[str, list[str]]:
    return {label: [name for name in ranked if name.partition(" ")[0] == kind] for kind, label in KIND_NAMES.items()}


def _own(own: Mapping[str, Sequence[str]], ranked: Sequence[str]) -> dict[str, list[str]]:
    if not FEWEST <= len(own) <= MOST:
        raise AnswerError(f"list: {len(own)} lists cannot be compared; give {FEWEST} to {MOST}")
    forms = {form: name for name in ranked for form in (name, name.partition(" ")[2])}
    placed: dict[str, str] = {}
    named: dict[str, list[str]] = {label: [] for label in own}
    for label, given in own.items():
        for one in given:
            if one.strip() == REST:
                continue
            name = _found(one, forms)
            if placed.setdefault(name, label) != label:
                raise AnswerError(f"list: {one!r} stands on {placed[name]!r} and on {label!r}; leave it on one")
            named[label].append(name)
    rest = [label for label, given in own.items() if REST in (one.strip() for one in given)]
    if len(rest) > 1:
        raise AnswerError(f"list: all others ({REST}) stand on {' and '.join(map(repr, rest))}; leave them on one")
    for label in rest:
        named[label] += [name for name in ranked if name not in placed]
    return named


def _found(given: str, forms: Mapping[str, str]) -> str:
    folded = " ".join(given.lower().split())
    for form in (folded, f"agency {agency(folded)}"):
        if form in forms:
            return forms[form]
    raise AnswerError(unknown("list", given, {_label(name) for name in forms.values()}))


def cells_of(voices: Voices, lists: Sequence[SourceList]) -> tuple[Cell, ...]:
    """The incidents by the lists they are on, one cell for each of the ``2**k - 1`` sets of lists, numbered by bits.

    Incidents on none of the lists are in no cell.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for name, telling in voices.items():
        found[sum(1 << j for j, one in enumerate(lists) if not telling.isdisjoint(one.voices))].append(name)
    return tuple(
        Cell(
            lists=tuple(one.name for j, one in enumerate(lists) if number >> j & 1),
            ids=tuple(sorted(found[number])),
        )
        for number in range(1, 1 << len(lists))
    )
