"""How a candidate stands to a story, as plain features for ``casting`` to weigh.

Most features speak of codes and of grammar, so that what was learnt of one place and time can hold elsewhere; those of
``wording`` and of ``surroundings`` speak of single words. Everything that needs a look at all candidates or all
sentences is made once, so that time stays linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tallybook.codebook.actor_table import load_actors
from tallybook.extract.assembly import Story
from tallybook.extract.candidates import Candidate
from tallybook.extract.phrases import Phrase
from tallybook.extract.surroundings import surroundings
from tallybook.extract.wording import wording, wording_in
from tallybook.lang.base import split_words
from tallybook.lang.grammar import load_grammar
from tallybook.lang.places import load_place_words

FIRST = (0, 1, 2, 4, 8, 16)
"""Bounds of the classes of sentences in which something is named first."""
MANY = 4
"""Counts from here on are one class; so many sentences off is still close."""
WEIGHTS = 10
"""Classes of the weight of a story on the scale of its profile."""
ENDINGS = 6
"""Words at the end of a phrase by which a longer and a shorter form of it know each other."""
NEARNESS = ("told", "next", "close", "other", "far")
"""How near to a story a sentence is: it tells of it, stands beside such a one, nearby, tells of another, or none."""


@dataclass(frozen=True, slots=True)
class View:
    """A story as its candidates see it: the sentences that tell of it, and which words play which part in it."""

    number: int
    stories: int
    event: str
    told: frozenset[int]
    nearness: dict[int, str]
    slots: dict[int, list[str]]
    filled: frozenset[str]
    beside: dict[int, set[str]]
    doers: frozenset[str]
    weight: str
    traits: frozenset[str]


def views(stories: Sequence[Story]) -> list[View]:
    """The stories of a document as their candidates see them."""
    told = [frozenset(act.sentence for act in story.acts) for story in stories]
    most = max((story.weight or 0.0 for story in stories), default=0.0)
    anywhere = frozenset[int]().union(*told)
    return [_view(story, number, told, anywhere, most) for number, story in enumerate(stories)]


def _view(story: Story, number: int, told: Sequence[frozenset[int]], anywhere: frozenset[int], most: float) -> View:
    slots = _slots(story)
    event = story.events[0] if story.events else "none"
    weight = f"weight {int((story.weight or 0.0) * WEIGHTS)}"
    return View(
        number=number, stories=len(told), event=event, told=told[number],
        nearness=_nearness(told[number], anywhere), slots=slots, beside=_beside(story), doers=_doers(story),
        filled=frozenset(tag.partition(" ")[0] for tags in slots.values() for tag in tags), weight=weight,
        traits=frozenset((
            f"event {event}", f"story {min(number, MANY)}", f"told {min(len(told[number]), MANY)}",
            f"stories {min(len(told), MANY)}", weight, f"heaviest {int(most * WEIGHTS)}",
            f"the heaviest {(story.weight or 0.0) == most}",
        )),
    )  # fmt: skip


def _nearness(told: frozenset[int], anywhere: frozenset[int]) -> dict[int, str]:
    """How near to a story each sentence is; those left out are far."""
    near = {one + step: "close" for one in told for step in range(-MANY, MANY + 1)}
    near |= {one + step: "next" for one in told for step in (-1, 1)}
    return near | dict.fromkeys(anywhere, "other") | dict.fromkeys(told, "told")


def _doers(story: Story) -> frozenset[str]:
    """The kinds of those whom the rules found to have done it."""
    phrases = [party.phrase for party in story.perpetrators if party.phrase.kind != "pronoun"]
    return frozenset(
        load_actors().get(one.actor.actor).type if one.actor else one.entry.category if one.entry else one.kind
        for one in phrases
    )


def _beside(story: Story) -> dict[int, set[str]]:
    """By sentence: what the acts told in it did."""
    found: dict[int, set[str]] = {}
    for act in story.acts:
        told = {harm.effect or "nothing" for harm in act.harms} | {figure.outcome for figure in act.figures}
        found.setdefault(act.sentence, set()).update(told or {act.event or "nothing"})
    return found


def _slots(story: Story) -> dict[int, list[str]]:
    """By the place where a phrase begins: the parts that the rules gave it in a story."""
    slots: dict[int, list[str]] = {}

    def put(phrase: Phrase, tag: str) -> None:
        slots.setdefault(phrase.core_start, []).append(tag)

    for party in story.perpetrators:
        put(party.phrase, f"doer {party.status}")
        if party.phrase.actor is not None:
            slots.setdefault(party.phrase.actor.start, []).append(f"doer {party.status}")
    for party in story.heir:
        put(party.phrase, "doer inherited")
    for act in story.acts:
        for harm in act.harms:
            put(harm.phrase, f"hit {harm.effect}")
        for phrase in act.weapons:
            put(phrase, "means")
        for phrase in act.sites:
            put(phrase, "site")
        for status, _, who in act.responsibility:
            if who is not None:
                put(who, f"claim {status}")
    return slots


@dataclass(frozen=True, slots=True)
class Rivals:
    """The candidates for one part of a document, as one of them sees the others."""

    number: int
    most: int
    heads: Counter[str]
    endings: Counter[str]
    lows: frozenset[str]
    types: Counter[str]


def rivals_of(candidates: Sequence[Candidate]) -> Rivals:
    """The candidates for one part, as one of them sees the others."""
    lows = [one.phrase.low for one in candidates]
    return Rivals(
        number=len(candidates),
        most=max((len(one.places) for one in candidates), default=0),
        heads=Counter(low.rpartition(" ")[2] for low in lows),
        endings=Counter(ending for low in lows for ending in _endings(low)),
        lows=frozenset(lows),
        types=Counter(_type(one.phrase) for one in candidates if one.phrase.actor is not None),
    )


def _endings(low: str) -> Iterable[str]:
    """The shorter forms that end a phrase."""
    words = low.split()
    return (" ".join(words[first:]) for first in range(max(1, len(words) - ENDINGS), len(words)))


def _type(phrase: Phrase) -> str:
    if phrase.actor is not None:
        return load_actors().get(phrase.actor.actor).type
    return phrase.entry.category if phrase.entry is not None else "none"


def features(candidate: Candidate, view: View, rivals: Rivals) -> list[str]:
    """What speaks for or against a candidate's part in a story."""
    return sorted(own(candidate, rivals) | standing(candidate, view))


def own(candidate: Candidate, rivals: Rivals) -> set[str]:
    """What is known of a candidate whatever the story: its words, how often and how early they come, and its rivals."""
    phrase, places = candidate.phrase, candidate.places
    entry = phrase.entry
    times = min(len(places), MANY)
    out = {
        f"kind {phrase.kind}",
        f"category {entry.category if entry is not None else 'none'}",
        f"titled {bool(phrase.title or (entry is not None and phrase.kind == 'name'))}",
        f"plural {phrase.plural}",
        f"words {min(len(phrase.tokens), MANY)}",
        f"definite {all(one.phrase.definite for one in places)}",
        f"article {phrase.article}",
        f"counted {any(one.phrase.quantity is not None for one in places)}",
        f"first {sum(bound <= places[0].sentence for bound in FIRST)}",
        f"times {times}",
        f"times {times} {phrase.kind}",
    }
    if entry is not None:
        out.add(f"sort {entry.kind}")
    if phrase.actor is not None:
        out.add(f"actor {_type(phrase)}")
    if phrase.kind == "name":
        out |= _called(phrase)
    if candidate.part in ("individual", "organization"):
        mine = _type(phrase)
        out |= {f"kin {min(rivals.types[mine], MANY)} {mine}", f"unnamed {phrase.low.split()[0] in _nobody()}"}
    return out | _rivalry(candidate, rivals) | wording(phrase) | surroundings(candidate)


def _called(name: Phrase) -> set[str]:
    """Whether lists know the first word of a name as a given name, the last one as a surname; never which they are."""
    names, words = load_place_words("en"), name.low.split()
    given, surname = words[0] in names.given_names, words[-1] in names.surnames
    return {f"given {given}", f"surname {surname}", f"known {given or surname} {min(len(words), MANY)}"}


def standing(candidate: Candidate, view: View) -> set[str]:
    """How a candidate stands to a story: where its places lie, and which parts the rules gave it there."""
    entry, out, slots, nears = candidate.phrase.entry, set[str](), set[str](), set[str]()
    category = entry.category if entry is not None else "none"
    for place in candidate.places:
        near = view.nearness.get(place.sentence, "far")
        nears.add(near)
        slots.update(slot for start in place.starts for slot in view.slots.get(start, ()))
        out |= {f"beside {one}" for one in view.beside.get(place.sentence, ())}
        out |= {f"{tag} / {near}" for tag in place.tags}
    best = next(near for near in NEARNESS if near in nears)
    lead = min(slots, default="no slot")
    times, stories = f"times {min(len(candidate.places), MANY)}", f"stories {min(view.stories, MANY)}"
    out |= {f"slot {one}" for one in slots} | {f"{lead} but {one}" for one in view.filled} | view.traits
    out |= {f"near {best}", f"near {best} {category}", f"near {best} {stories}", f"category {category} in {view.event}"}
    out |= {f"{lead} {category}", f"{lead} {best}", f"{lead} {view.event}", f"lead {lead}", f"{lead} {times}"}
    out |= {f"{times} of {stories}", f"{view.weight} {lead.partition(' ')[0]}", f"{view.weight} {best}"}
    if candidate.part in ("individual", "organization"):
        out |= {f"{_type(candidate.phrase)} with {one}" for one in view.doers or ("nobody",)}
    return out | wording_in(candidate.phrase, (best, lead.partition(" ")[0], view.event))


def _rivalry(candidate: Candidate, rivals: Rivals) -> set[str]:
    """How it stands among the others for the same part: named most, one of few, part of a longer one."""
    low = candidate.phrase.low
    return {
        f"rivals {min(rivals.number, MANY)}",
        f"most {len(candidate.places) == rivals.most}",
        f"fuller {rivals.endings[low] > 0}",
        f"barer {any(one in rivals.lows for one in _endings(low))}",
        f"twin {rivals.heads[low.rpartition(' ')[2]] > 1}",
    }


@cache
def _nobody() -> frozenset[str]:
    return frozenset(split_words(load_grammar("en", "perpetrators.yaml")["nobody"]))
