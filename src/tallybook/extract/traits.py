"""Traits of the way in which a page tells a story, for the scale on which a profile weighs whether it counts.

No trait is a word of the text: they are codes of the codebook, grammar, counts, and where and when the story stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tallybook.codebook import Codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.codebook.inference import load_inference
from tallybook.codebook.keeping import load_keeping
from tallybook.extract.acts import Harm
from tallybook.extract.assembly import Story, pinned
from tallybook.extract.profile import is_armed, is_fight, is_uniformed
from tallybook.extract.segment import Sentence
from tallybook.model import Document

MORE = "more"
"""The value of a count that is greater than every step."""
DAYS = (-1, 0, 1, 2, 4, 8, 31, 62)
"""Steps for days between the story and the day on which it was printed."""
SHARES = (0.05, 0.1, 0.2, 0.35, 0.5)
"""Steps for the share of a page's sentences."""
MANY = 20
"""A figure above this is seldom the toll of one attack on civilians."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A page with its stories; ``violent`` is the number of its sentences that tell of any."""

    document: Document
    sentences: Sequence[Sentence]
    stories: Sequence[Story]
    violent: int

    @classmethod
    def of(cls, document: Document, sentences: Sequence[Sentence], stories: Sequence[Story]) -> Telling:
        """The page with the sentences of all its stories counted."""
        told = {act.sentence for story in stories for act in story.acts}
        return cls(document, sentences, stories, len(told))


def weighed(telling: Telling, codebook: Codebook) -> Callable[[int], bool]:
    """Whether the story of a rank weighs enough on the scale of the profile, where it has one; its weight is kept."""
    if codebook.profile.keeping is None:
        return lambda _: True
    scale = load_keeping(codebook.profile.keeping)

    def heavy(rank: int) -> bool:
        weight = telling.stories[rank].weight = scale.score(traits_of(rank, telling, codebook))
        return weight >= scale.threshold

    return heavy


def traits_of(rank: int, telling: Telling, codebook: Codebook) -> Iterator[str]:
    """The traits of the story of that rank on a page, each as ``kind:value``."""
    story = telling.stories[rank]
    yield from _kinds(story)
    yield from _standing(story, rank, telling)
    yield from _time_and_place(story, telling.document)
    yield from _doers(story)
    yield from _victims(story, codebook)
    yield from _things(story)
    yield from _means_and_tolls(story)
    yield from _telling(story)


def step(value: float, steps: Sequence[float]) -> str:
    """The first step that a value does not pass, as text."""
    return next((f"{one:g}" for one in steps if value <= one), MORE)


def _kinds(story: Story) -> Iterator[str]:
    events = story.events
    yield f"type:{events[0] if events else 'none'}"
    yield f"types:{step(len(events), (0, 1, 2))}"
    yield from (f"has:{event}" for event in events)
    yield from (f"stage:{act.stage}" for act in story.acts if act.strong)


def _standing(story: Story, rank: int, telling: Telling) -> Iterator[str]:
    """Where on the page it is told, at what length, and beside how many other stories."""
    first, told = story.acts[0], {act.sentence for act in story.acts}
    sentences, text = telling.sentences, telling.document.text
    yield f"acts:{step(len(story.acts), (1, 2, 3, 5, 8))}"
    yield f"sentences:{step(len(told), (1, 2, 3, 5))}"
    yield f"paragraph:{step(sentences[first.sentence].paragraph, (0, 1, 2, 3, 5, 8))}"
    yield f"fifth:{5 * first.start // max(1, len(text))}"
    yield f"rank:{step(rank, (0, 1, 2, 4))}"
    yield f"stories:{step(len(telling.stories), (1, 2, 3, 5, 8))}"
    yield f"share:{step(len(told) / len(sentences), SHARES)}"
    yield f"violent_share:{step(telling.violent / len(sentences), SHARES)}"
    yield f"quoted:{text.count(chr(34), 0, first.start) % 2}"


def _time_and_place(story: Story, document: Document) -> Iterator[str]:
    when, printed = story.when, document.published.start
    if when is None:
        yield "when:none"
    elif when.start is None or when.end is None:
        yield "when:open"
    else:
        yield f"days:{step((when.end - when.start).days, (0, 1, 7, 31))}"
    if when is not None and when.end is not None and printed is not None:
        yield f"ago:{step((printed - when.end).days, DAYS)}"
    if story.latest is not None and printed is not None:
        yield f"latest:{step((printed - story.latest).days, DAYS)}"
    yield f"spoken:{story.spoken:d}"
    yield f"towns:{step(len(story.places), (0, 1))}"
    yield f"place:{any(act.places for act in story.acts):d}"
    yield f"told_on:{any(act.told_on for act in story.acts):d}"


def _doers(story: Story) -> Iterator[str]:
    if not story.perpetrators:
        yield "doer:none"
    for party in story.perpetrators:
        phrase = party.phrase
        yield f"doer:{phrase.kind}"
        yield f"doer_status:{party.status}"
        if phrase.actor is not None:
            yield f"doer_type:{load_actors().get(phrase.actor.actor).type}"
        if phrase.entry is not None and phrase.entry.entry_class == "person":
            yield f"doer_group:{phrase.entry.category}"


def _victims(story: Story, codebook: Codebook) -> Iterator[str]:
    people = [harm for harm in story.harms if harm.phrase.kind in ("people", "name", "actor")]
    things = [harm for harm in story.harms if harm.phrase.kind == "thing"]
    armed = [is_armed(harm.phrase, codebook) for harm in people] + [is_uniformed(harm.phrase) for harm in things]
    side = "nobody" if not armed else "all" if all(armed) else "some" if any(armed) else "none"
    yield f"victims:{step(len(people), (0, 1, 2, 4))}"
    yield f"armed:{side}"
    yield f"state_doer:{_by_state(story):d}:{side}"
    yield f"fight:{is_fight(story, codebook):d}"
    for harm in people:
        yield f"victim:{harm.phrase.kind}"
        yield f"victim_effect:{harm.effect}"
        yield from _details(harm)


def _details(harm: Harm) -> Iterator[str]:
    phrase = harm.phrase
    if phrase.entry is not None:
        yield f"victim_group:{phrase.entry.category}"
    if phrase.title:
        yield "victim:titled"
    if phrase.plural:
        yield "victim:several"


def _by_state(story: Story) -> bool:
    uniformed = load_inference().uniformed
    for party in story.perpetrators:
        phrase = party.phrase
        if phrase.actor is not None and load_actors().get(phrase.actor.actor).kind == "state":
            return True
        if phrase.entry is not None and phrase.entry.category in uniformed:
            return True
    return False


def _things(story: Story) -> Iterator[str]:
    things = [harm for harm in story.harms if harm.phrase.kind == "thing"]
    yield f"things:{step(len(things), (0, 1, 2, 4))}"
    for harm in things:
        yield f"thing_effect:{harm.effect}"
        entry = harm.phrase.entry
        if entry is None:
            yield "thing:unknown"
        else:
            yield f"thing:{entry.kind}"
            yield f"thing_category:{entry.category}"


def _means_and_tolls(story: Story) -> Iterator[str]:
    weapons = [weapon for act in story.acts for weapon in act.weapons]
    yield f"weapons:{step(len(weapons), (0, 1, 2))}"
    yield from (f"weapon:{weapon.entry.category}" for weapon in weapons if weapon.entry is not None)
    yield f"figures:{step(len(story.figures), (0, 1, 2, 4))}"
    for figure in story.figures:
        yield f"figure:{figure.outcome}"
        yield f"figure_mood:{figure.mood}"
        if figure.quantity is not None:
            yield "figure:number"
        if figure.number is not None and figure.number > MANY:
            yield "figure:many"


def _telling(story: Story) -> Iterator[str]:
    first, acts = story.acts[0], story.acts
    parts = (
        story.perpetrators, story.harms, story.figures, story.when, story.places, any(act.weapons for act in acts),
    )  # fmt: skip
    yield f"told:{sum(map(bool, parts))}"
    yield f"strong:{step(sum(act.strong for act in acts), (0, 1, 2, 4))}"
    yield f"named_types:{step(sum(bool(act.strong and act.event) for act in acts), (0, 1, 2))}"
    yield f"specific:{step(sum(act.specific for act in acts), (0, 1, 2, 4))}"
    yield f"known:{first.definite:d}"
    yield f"known_later:{any(act.definite for act in acts):d}"
    yield f"new:{first.fresh:d}"
    yield f"generic:{any(act.generic for act in acts):d}"
    yield f"pinned:{pinned(story):d}"
    yield f"sites:{any(act.sites for act in acts):d}"
    yield f"claims:{any(act.responsibility for act in acts):d}"
