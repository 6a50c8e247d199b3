"""Where: place names get coordinates, and a report's place words become one place, as fine as the words allow."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from tallybook.lang.places import ends_a_way, is_seat, load_place_words
from tallybook.model import Claim, Document, Mention, Place, Span, Unresolved, claim
from tallybook.model.values import PlacePrecision
from tallybook.resolve.capitals import capitals_named
from tallybook.resolve.datelines import is_dateline
from tallybook.resolve.entry_places import capital_of, place_of
from tallybook.resolve.holders import holder_of
from tallybook.resolve.homelands import homelands
from tallybook.resolve.located import FINER, MOST_SPOTS, Located, agree, finest
from tallybook.resolve.outlets import Home, home_of
from tallybook.resolve.peoples import is_name
from tallybook.resolve.place_context import Named, choose, read_names
from tallybook.resolve.town_parts import narrow_to_town, put_at_home, put_in_town
from tallybook_gazetteer import Gazetteer

RESOLVER = "places/1"
BY_SPELLING = "places/1 by spelling"
"""The resolver of a place whose name the gazetteer has in another romanisation only."""
CLAIMED = frozenset(("region", "lake", "river", "mountain"))
"""Kinds of places of which a country can hold a part."""
DOMINANT = 0.6
"""Share of a document's places and peoples from which on one country is what it is about."""
CERTAIN, LIKELY = 2.0, 0.7
"""Leads over the next candidate from which on a choice is trusted; in units of ``place_context``'s sums."""
SCORES = {"certain": 0.95, "likely": 0.8, "open": 0.6, "sentence": 0.5, "spelling": 0.45, "document": 0.35}
FRONT = 8
"""Characters before a country in which "from" stands."""
BESIDE = 80
"""Characters on either side within which a named place says where an unknown one lies."""


def locate(text: str, spans: Sequence[Span], *, gazetteer: Gazetteer, home: Home | None = None) -> list[Located]:
    """The names with their places, chosen together; a name that the gazetteer cannot place is left out.

    ``home`` is where the outlet is at home, which tips between places of one name.
    """
    named = read_names(text, spans, gazetteer=gazetteer)
    narrow_to_town(named, text=text)
    choose(named, text=text, gazetteer=gazetteer, home=home)
    put_in_town(named, text=text)
    if home is not None:
        put_at_home(named, text=text, home=home)
    return [found for name in named if (found := _located(name, gazetteer, text)) is not None]


def _located(name: Named, gazetteer: Gazetteer, text: str) -> Located | None:
    entry = name.chosen
    if entry is not None:
        place = place_of(entry, gazetteer=gazetteer)
        claimed = entry.country is None and entry.kind in CLAIMED
        holder = holder_of(text, name.span.start, gazetteer) if claimed else None
        place = place if holder is None else replace(place, country=holder[1], precision="admin1")
        return Located(
            span=name.span, place=place, kind=entry.kind, margin=name.margin, supported=name.supported, entry=entry,
            spelled=name.spelled, holder=holder and holder[0],
        )  # fmt: skip
    if name.within is None:
        return None
    around, label = place_of(name.within, gazetteer=gazetteer), _as_label(name.span.text)
    place = replace(around, site=label) if name.within.kind == "city" else replace(around, place=label)
    return Located(span=name.span, place=place, kind="city")


def _as_label(printed: str) -> str:
    words = " ".join(printed.split())
    return words.title() if words.isupper() or words.islower() else words


def resolve_where(
    document: Document,
    mentions: Sequence[Mention],
    *,
    gazetteer: Gazetteer,
    located: Sequence[Located] | None = None,
    homes: Sequence[tuple[Span, str]] = (),
    wanted: Collection[str] | None = None,
) -> list[Claim]:
    """One ``where`` claim for the report that the mentions belong to, or none where it says nothing of a place.

    ``mentions`` are all mentions of one report. Roles ``place`` and ``site`` count first; where they give no place,
    the places and peoples of the report's own sentences (role ``evidence``) do, then the places of the document, and
    then the country whose group a doer is, each with a lower score. ``located`` are the places of the whole document,
    as ``locate`` gave them; without them only the mentions' own words are weighed. ``homes`` are words of the document
    that name an actor with a country of its own, and that country. ``wanted`` are the countries that the codebook asks
    for: where the words lead elsewhere or to no country, and the document leads to one of these, it is there.
    """
    own = tuple(mention for mention in mentions if mention.role in ("place", "site"))
    told = tuple(mention for mention in mentions if mention.role == "evidence")
    if not own and not told:
        return []
    if located is None:
        spans = sorted({mention.span for mention in own if mention.role == "place"})
        located = locate(document.text, spans, gazetteer=gazetteer, home=home_of(document, gazetteer))
    asked = _Asked(
        document=document, own=own, told=told, located=tuple(located), gazetteer=gazetteer, homes=tuple(homes)
    )  # fmt: skip
    answer = _first(asked)
    if wanted is not None and not _lies_in(answer, wanted):
        again = _first(asked.only(frozenset(wanted)))
        answer = again if _lies_in(again, wanted) else answer
    if answer is None:
        return []
    value, evidence, score = answer
    resolver = BY_SPELLING if isinstance(value, Place) and _spelled(value, asked) else RESOLVER
    return [claim(document.id, (own or told)[0].report_id, "where", value, evidence, score=score, resolver=resolver)]


def _first(asked: _Asked) -> _Answer | None:
    """What the surest way to a place gives."""
    return next((found for step in STEPS if (found := step(asked)) is not None), None)


def _lies_in(answer: _Answer | None, countries: Collection[str]) -> bool:
    return answer is not None and isinstance(answer[0], Place) and answer[0].country in countries


def _spelled(value: Place, asked: _Asked) -> bool:
    """Whether a report's place rests on a name that the gazetteer knows in another spelling only."""
    where = (value.lat, value.lon)
    same = [one.spelled for one in asked.located if (one.place.lat, one.place.lon) == where]
    return bool(same) and all(same)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One report's words, and what the document's names stand for."""

    document: Document
    own: tuple[Mention, ...]
    told: tuple[Mention, ...]
    located: tuple[Located, ...]
    gazetteer: Gazetteer
    homes: tuple[tuple[Span, str], ...] = ()
    wanted: frozenset[str] | None = None
    """Countries outside which nothing is looked for."""

    def only(self, wanted: frozenset[str]) -> _Asked:
        """The same words, with no country but these."""
        located = tuple(one for one in self.located if one.place.country in wanted)
        homes = tuple((words, country) for words, country in self.homes if country in wanted)
        return replace(self, located=located, homes=homes, wanted=wanted)

    @property
    def about(self) -> str | None:
        """The one country that the document is about."""
        return _about(self.document, self.located, self.gazetteer, self.wanted)

    @property
    def words(self) -> tuple[Span, ...]:
        return tuple(sorted({mention.span for mention in self.own}))

    @property
    def site(self) -> str | None:
        return next((mention.span.text for mention in self.own if mention.role == "site"), None)

    @property
    def printed(self) -> Span | None:
        """The first place words."""
        return next((mention.span for mention in self.own if mention.role == "place"), None)

    def settled(self, place: Place, words: tuple[Span, ...], score: float) -> _Answer:
        """The answer, with the report's own site; its own place words come first as evidence."""
        return replace(place, site=self.site or place.site), self.words or words, score


_Answer = tuple[Place | Unresolved, tuple[Span, ...], float]


def _by_own_words(asked: _Asked) -> _Answer | None:
    """The places that the report's place and site words name."""
    known = _within(asked.own, asked.located)
    if not known:
        return None
    chosen = finest(known)
    place = chosen.place if chosen.supported else _doubtful(chosen, asked)
    if ends_a_way(asked.document.text, chosen.span.start, chosen.span.end):
        place = _roughly(place)
    settled, words, score = asked.settled(place, (chosen.span,), _trust(chosen))
    return settled, words if chosen.holder is None else tuple(sorted({*words, chosen.holder})), score


def _by_capital(asked: _Asked) -> _Answer | None:
    """The capital that the telling sentences name by that word, where no place but a country is named."""
    if any(one.kind != "country" for one in _within(asked.own, asked.located)):
        return None
    for mention in asked.told:
        for one in capitals_named(asked.document.text, mention.span.start, mention.span.end, asked.gazetteer):
            country = one.country or asked.about
            if country is not None and _wanted(country, asked.wanted):
                return asked.settled(capital_of(country, asked.gazetteer), (one.span,), SCORES["likely"])
    return None


def _by_names_beside(asked: _Asked) -> _Answer | None:
    """A place the gazetteer does not know lies where the places named right beside it lie, roughly."""
    if asked.printed is None or not is_name(asked.printed.text, asked.gazetteer):
        return None
    start, end = asked.printed.start - BESIDE, asked.printed.end + BESIDE
    beside = [
        item
        for item in asked.located
        if start <= item.span.start and item.span.end <= end and item.supported and item.place.country is not None
    ]
    if not beside:
        return None
    around = finest(beside).place
    precision: PlacePrecision = "district" if around.precision in ("site", "place") else around.precision
    place = replace(around, place=_as_label(asked.printed.text), site=None, precision=precision, geonames_id=None)
    return asked.settled(place, (asked.printed,), SCORES["sentence"])


def _by_peoples(asked: _Asked) -> _Answer | None:
    """The country whose people the place words or the report's sentences name ("a Venezuelan jail")."""
    named = homelands(asked.document.text, asked.gazetteer)
    for mentions in (asked.own, asked.told if not _around(asked) else ()):
        counted: Counter[str] = Counter()
        for mention in mentions:
            counted.update(_only(named.within(mention.span), asked.wanted))
        country = _foremost(counted)
        if country is not None and not _lies_elsewhere(country, asked):
            place = _in_country(country, asked)
            return asked.settled(place, tuple(mention.span for mention in mentions), SCORES["sentence"])
    return None


def _lies_elsewhere(country: str, asked: _Asked) -> bool:
    """Whether all towns and districts of the document lie in one other country: a ministry only speaks of it."""
    text = asked.document.text
    named = [one for one in asked.located if one.kind in FINER and one.supported and not _came_from(text, one)]
    there = {one.place.country for one in named if not is_dateline(text, one.span)}
    return len(named) > 1 and len(there) == 1 and country not in there


def _foremost(counted: Counter[str]) -> str | None:
    """The country that most is said of; none where two are level."""
    first = counted.most_common(2)
    return first[0][0] if first and (len(first) == 1 or first[0][1] > first[1][1]) else None


def _by_sentences(asked: _Asked) -> _Answer | None:
    """The places of the sentences that tell of it, for a report without place words."""
    around = _around(asked)
    if not around or asked.printed is not None:
        return None
    chosen = finest(around)
    return asked.settled(_roughly(chosen.place), (chosen.span,), SCORES["sentence"])


def _roughly(place: Place) -> Place:
    """Somewhere round a place: what happened on the way there did not happen in it."""
    if place.precision not in ("site", "place"):
        return place
    return replace(place, site=None, precision="district")


def _by_document(asked: _Asked) -> _Answer | None:
    """The one place, or the country, that the document is about."""
    country = asked.about
    if country is None:
        return None
    text = asked.document.text
    there = [
        one for one in asked.located if one.place.country == country and one.supported and not _came_from(text, one)
    ]
    if not there:
        return asked.settled(_in_country(country, asked), tuple(one.span for one in asked.told[:1]), SCORES["document"])
    chosen = finest(there)
    alone = asked.printed is None and len(there) <= MOST_SPOTS and all(agree(chosen, item) for item in there)
    place = _roughly(chosen.place) if alone else _in_country(country, asked)
    return asked.settled(place, (chosen.span,), SCORES["document"])


def _by_home(asked: _Asked) -> _Answer | None:
    """The country of the armed group that the report's sentences, or else the document's, name."""
    starts = [words.start for words, _ in asked.homes]
    told = [
        home
        for mention in asked.told
        for home in asked.homes[bisect_left(starts, mention.span.start) : bisect_left(starts, mention.span.end)]
    ]
    for homes in (told, asked.homes):
        if len({country for _, country in homes}) == 1:
            words, country = homes[0]
            return asked.settled(_in_country(country, asked), (words,), SCORES["document"])
    return None


def _by_site_alone(asked: _Asked) -> _Answer | None:
    """Nothing but the kind of site, or nothing at all."""
    if asked.site is not None:
        return Place(site=asked.site), asked.words, SCORES["document"]
    if asked.printed is not None:
        reason = f"the gazetteer knows no place by these words: {asked.printed.text}"
        return Unresolved(reason=reason), asked.words, 0.0
    return None


STEPS = (
    _by_capital, _by_own_words, _by_names_beside, _by_peoples, _by_sentences, _by_document, _by_home, _by_site_alone,
)  # fmt: skip
"""Ways to a place, the surest first."""


def _around(asked: _Asked) -> list[Located]:
    """The places of the telling sentences; a country that somebody came from is none."""
    named, text = _within(asked.told, asked.located), asked.document.text
    return [
        one
        for one in named
        if one.kind != "country" and not is_dateline(text, one.span) and not is_seat(text, one.span.start, one.span.end)
    ]


def _came_from(text: str, one: Located) -> bool:
    """Whether a country is only where somebody came from: "aid workers from Northland"."""
    if one.kind != "country":
        return False
    before = text[max(0, one.span.start - FRONT) : one.span.start].split()
    return bool(before) and before[-1].lower() in load_place_words().origins


def _in_country(country: str, asked: _Asked) -> Place:
    """The country, its capital where the place words say so, or an unknown town in it."""
    printed = asked.printed.text if asked.printed is not None else None
    if printed is not None and "capital" in printed.lower():
        return capital_of(country, asked.gazetteer)
    place = place_of(asked.gazetteer.country(country), gazetteer=asked.gazetteer)
    if printed is not None and is_name(printed, asked.gazetteer):
        return replace(place, place=_as_label(printed))
    return place


def _within(mentions: Iterable[Mention], located: Sequence[Located]) -> list[Located]:
    """The located names that lie in the mentions' words, in the order of the mentions."""
    ordered = sorted(located, key=lambda item: item.span.start)
    starts = [item.span.start for item in ordered]
    longest = max((item.span.end - item.span.start for item in ordered), default=0)
    found: dict[Located, None] = {}
    for mention in mentions:
        first, behind = bisect_left(starts, mention.span.start - longest), bisect_left(starts, mention.span.end)
        found.update((item, None) for item in ordered[first:behind] if mention.span.start < item.span.end)
    return list(found)


def _doubtful(chosen: Located, asked: _Asked) -> Place:
    """A name that only far-off places have: the document's country with the name as printed, if it is about one."""
    supported = [item for item in asked.located if item.supported]
    country = _about(asked.document, supported, asked.gazetteer, asked.wanted)
    if country is None or country == chosen.place.country:
        return chosen.place
    place = place_of(asked.gazetteer.country(country), gazetteer=asked.gazetteer)
    return replace(place, place=_as_label(chosen.span.text))


def _trust(chosen: Located) -> float:
    if chosen.spelled:
        return SCORES["spelling"]
    if not chosen.supported or chosen.entry is None:
        return SCORES["sentence"]
    if chosen.margin >= CERTAIN:
        return SCORES["certain"]
    return SCORES["likely"] if chosen.margin >= LIKELY else SCORES["open"]


def _about(
    document: Document, located: Sequence[Located], gazetteer: Gazetteer, wanted: frozenset[str] | None = None
) -> str | None:
    """The one country that most of the document's places and peoples belong to; of those ``wanted``, if any are."""
    there = [one.place.country for one in located if not _came_from(document.text, one)]
    counted = homelands(document.text, gazetteer).peoples + Counter(one for one in there if one is not None)
    counted = _only(counted, wanted)
    if not counted:
        return None
    country, times = counted.most_common(1)[0]
    return country if times >= DOMINANT * counted.total() else None


def _only(counted: Counter[str], wanted: frozenset[str] | None) -> Counter[str]:
    return Counter({one: times for one, times in counted.items() if _wanted(one, wanted)})


def _wanted(country: str, wanted: frozenset[str] | None) -> bool:
    return wanted is None or country in wanted
