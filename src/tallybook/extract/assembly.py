"""From acts to stories: which sentences of a document tell of the same incident, and which open another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Figure, Harm, Party
from tallybook.extract.gunshots import hit_in_story
from tallybook.extract.parting import parted
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence
from tallybook.extract.settled import Town, elsewhere
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.dates import TimeExpression
from tallybook.model import PartialDate, Unresolved

UNTOLD = frozenset(("hypothetical", "denied", "infinitive"))
"""Stages of acts that did not happen: supposed, denied, or only a purpose."""
HITS = frozenset(("killed", "injured", "captured", "destroyed", "damaged", "attacked"))
"""Effects by which somebody or something was hit."""
OPEN_STORIES = 40
"""Stories of a page that may still go on: the first, and the latest ones; longer lists have one story an entry."""
NEAR_PARAGRAPHS = 1
"""A story goes on in the next paragraph; after that the page returns to what it began with, as news does."""
LONG_DAYS = 62
"""A story told only of a longer stretch than two months, without place or number, tells of a habit."""
LARGE = 10
"""From so many dead on the same number told twice means the same dead."""
WEEKEND_DAYS = 2
"""Days between the ends of a stretch so short that a day of it is told once more, and not another day."""
SAME_STORY_DAYS = 1
"""Two days of one story may lie so far apart (an attack past midnight, a report that dates it by the next day)."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what was weighed and found to play a part in a story, in the order of the text.

    ``strangers`` are where people stand who are hardly among those hit: figures of them are another incident's.
    """

    parties: tuple[tuple[Party, float], ...]
    harms: tuple[tuple[Harm, Act, float], ...]
    weapons: tuple[tuple[Phrase, float], ...]
    strangers: frozenset[int] = frozenset()


@dataclass(slots=True)
class Story:
    """The acts that tell of one incident in one document, in the order of the text.

    ``add`` keeps ``named`` (the types told) and ``hit`` (the heads of those hit) in step with ``acts``. ``weight`` is
    how likely it counts, where the profile has a scale for that.
    """

    acts: list[Act] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    hit: set[str] = field(default_factory=set)
    paragraph: int = -1
    item: bool = False
    when: PartialDate | None = None
    places: frozenset[Town] = frozenset()
    weekday: int | None = None
    spoken: bool = False
    closed: bool = False
    latest: date | None = None
    heir: list[Party] = field(default_factory=list)
    weight: float | None = None
    cast: Cast | None = None

    def add(self, acts: Sequence[Act]) -> None:
        """Goes on with these acts."""
        self.acts += acts
        self.named.update(event for act in acts for event in [*([act.event] if act.event else []), *act.events])
        self.hit.update(harm.phrase.head for act in acts for harm in act.harms if harm.effect)

    @property
    def events(self) -> list[str]:
        """Every type named, the leading one first."""
        return sorted(self.named, key=load_inference().telling_order.index)

    @property
    def harms(self) -> list[Harm]:
        """Everybody and everything hit."""
        return [harm for act in self.acts for harm in act.harms]

    @property
    def figures(self) -> list[Figure]:
        """Every count of people."""
        return [figure for act in self.acts for figure in act.figures]

    @property
    def perpetrators(self) -> list[Party]:
        """Everybody said to have done it."""
        return [party for act in self.acts for party in act.perpetrators]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where and when a group of acts is set, resolved as far as comparing needs."""

    when: PartialDate | None
    cities: frozenset[Town]
    weekday: int | None = None
    spoken: bool = False
    old: bool = False

    @property
    def dated(self) -> bool:
        """Whether a day, or two, is told."""
        when = self.when
        return (
            when is not None
            and when.start is not None
            and when.end is not None
            and (when.end - when.start).days <= SAME_STORY_DAYS
        )


Placer = Callable[[Sequence[Act]], Scene]


def assemble(
    groups: Sequence[list[Act]],
    sentences: Sequence[Sentence],
    scene_of: Placer,
    own_types: frozenset[str] = frozenset(),
    *,
    loose: bool = False,
    rounds: frozenset[int] = frozenset(),
) -> list[Story]:
    """The stories of a document from the acts of its sentences (one list a sentence, in order).

    With the sentences ``rounds`` another incident begins than all told before.

    ``own_types`` are the event types that make stories of their own under the codebook's profile; ``loose`` lets
    stories through that nothing pins down, for a profile that weighs them itself.
    """
    stories: list[Story] = []
    for number, acts in enumerate(groups):
        if number in rounds:
            for story in stories[-OPEN_STORIES:]:
                story.closed = True
        told = [act for act in acts if act.stage not in UNTOLD]
        scene = scene_of(told)
        telling = [act for act in told if act.strong or act.specific or act.perpetrators]
        toll = scene.dated and any(map(counted, told))
        kept = [act for act in telling if not act.generic or (toll and (counted(act) or act.plural))]
        _lend(told, kept)
        parts = _parts(kept, scene, sentences, scene_of, own_types) if kept else []
        for part in parts:
            _place(part, sentences, scene_of, stories, own_types)
            if len(parts) > 1 and stories:
                stories[-1].closed = True
    weighty = [story for story in stories if substantial(story) and (loose or pinned(story))]
    return [story for story in weighty if not _over_months(story)] or weighty


def _over_months(story: Story) -> bool:
    """Whether no kind of act is told, only people counted over months: on a page with a story it is none of its own."""
    length = _length(story.when)
    return length is not None and length > LONG_DAYS and not story.named


def _length(when: PartialDate | None) -> int | None:
    """The days between both ends of an interval."""
    return (when.end - when.start).days if when is not None and when.start and when.end else None


def _parts(
    acts: list[Act], scene: Scene, sentences: Sequence[Sentence], scene_of: Placer, own_types: frozenset[str]
) -> list[list[Act]]:
    """The acts of one sentence, those of one incident together."""
    days_apart = partial(_days_apart, scene_of, acts[0])
    sentence = sentences[acts[0].sentence]
    return parted(acts, sentence, dated=scene.dated, days_apart=days_apart, own_types=own_types)


def _days_apart(scene_of: Placer, act: Act, left: Sequence[TimeExpression], right: Sequence[TimeExpression]) -> bool:
    """Whether two time expressions of an act's sentence are two days."""
    first, second = (scene_of([replace(act, dates=list(one))]) for one in (left, right))
    return (
        first.dated
        and second.dated
        and first.when is not None
        and second.when is not None
        and apart(first.when, second.when)
    )


def _lend(told: Sequence[Act], kept: Sequence[Act]) -> None:
    """A word too weak to tell of an incident alone still says of what kind it was: "after fighting 20 were dead"."""
    if kept and not any(act.event or act.events for act in kept):
        kept[0].events += [act.event for act in told if act.event and not act.generic and act.stage == "accomplished"]


def counted(act: Act) -> bool:
    """Whether the act gives an exact number of people."""
    return any(figure.quantity is None or figure.quantity.best is not None for figure in act.figures)


def _place(
    acts: list[Act],
    sentences: Sequence[Sentence],
    scene_of: Placer,
    stories: list[Story],
    own_types: frozenset[str],
) -> None:
    sentence = sentences[acts[0].sentence]
    scene = scene_of(acts)
    home = _home(acts, sentences, scene, stories, own_types)
    if home is None:
        held = load_clause_words().holding if stories else frozenset()  # the page goes on with what it began with
        if not any((act.specific or act.strong) and act.lemma not in held for act in acts):
            return
        home = Story(paragraph=sentence.paragraph, item=sentence.kind == "item")
        stories.append(home)
    elif _passing(acts, scene, home, sentences):
        return
    hit_in_story(acts, home.acts)
    home.add(acts)
    home.when = home.when or scene.when
    if scene.when is not None and scene.when.end is not None:
        home.latest = max(home.latest or scene.when.end, scene.when.end)
    home.weekday = scene.weekday if home.weekday is None else home.weekday
    home.spoken = home.spoken or scene.spoken
    home.places = home.places | scene.cities


def _home(
    acts: list[Act], sentences: Sequence[Sentence], scene: Scene, stories: list[Story], own_types: frozenset[str]
) -> Story | None:
    """The story these acts go on with: the latest one that nothing speaks against."""
    sentence = sentences[acts[0].sentence]
    if sentence.kind == "item":
        latest = reversed(stories[-OPEN_STORIES:])
        return next((one for one in latest if one.item and one.paragraph == sentence.paragraph), None)
    set_apart = scene.spoken or bool(scene.cities)
    known = any(act.definite or act.fates for act in acts)  # "a second wave killed him" goes on about somebody
    fresh = any(act.fresh and (set_apart or not act.beside) for act in acts) and not known
    for story in _candidates(stories, sentences, sentence.paragraph):
        last = story.acts[-1].sentence
        later = last + 1 < acts[0].sentence or sentences[last].paragraph != sentence.paragraph
        if not conflict(acts, scene, story, fresh=fresh, apart_in_text=later, own_types=own_types):
            return story
    return None


def _passing(acts: list[Act], scene: Scene, story: Story, sentences: Sequence[Sentence]) -> bool:
    """Whether words far from a story only sound like it: a weak verb and people in general, no day, no town, no toll.

    "The group has targeted pilgrims" late in an analysis tells of no deed of the story it began with.
    """
    if scene.spoken or scene.cities or any(act.strong or act.definite or act.figures or act.weapons for act in acts):
        return False
    harms = [harm for act in acts for harm in act.harms]
    if not harms or not all(harm.phrase.plural and harm.phrase.quantity is None for harm in harms):
        return False
    if any(act.responsibility for act in acts) or _same_victims(acts, story):
        return False
    here, last = acts[0].sentence, story.acts[-1].sentence
    return sentences[here].paragraph - sentences[last].paragraph > NEAR_PARAGRAPHS


def _candidates(stories: list[Story], sentences: Sequence[Sentence], paragraph: int) -> list[Story]:
    """The stories that may go on, the likeliest first.

    That is the last one while its words are near, else what the page began with.
    """
    latest = stories if len(stories) <= OPEN_STORIES else [stories[0], *stories[1 - OPEN_STORIES :]]
    open_ones = [one for one in latest if not one.item and not one.closed]
    if not open_ones:
        return []
    last = max(open_ones, key=lambda one: one.acts[-1].sentence)
    near = paragraph - sentences[last.acts[-1].sentence].paragraph <= NEAR_PARAGRAPHS
    first = last if near else open_ones[0]
    return [first, *(one for one in reversed(open_ones) if one is not first)]


def conflict(
    acts: list[Act],
    scene: Scene,
    story: Story,
    *,
    fresh: bool,
    apart_in_text: bool = False,
    own_types: frozenset[str] = frozenset(),
) -> bool:
    """Whether anything says that these acts are not of this story."""
    if not fresh and _same_count(acts, story):
        return False
    if _elsewhere(scene, story) or (story.when is None and scene.old):
        return True
    mine = {act.event for act in acts if act.event and act.strong}
    if mine and story.named and not _related(mine, story.named, own_types) and not _same_victims(acts, story):
        return True
    other_day = scene.spoken and story.spoken and not _within(scene.when, story.when)
    if apart_in_text and other_day and mine and not mine & story.named:
        return True
    opens = scene.spoken or bool(scene.cities) or any(act.strong and act.event for act in acts)
    return fresh and opens and any(act.specific for act in acts)


def _elsewhere(scene: Scene, story: Story) -> bool:
    """Whether day, town or weekday are others than the story's."""
    if scene.when is not None and story.when is not None and apart(scene.when, story.when):
        return True
    if elsewhere(scene.cities, story.places):
        return True
    return scene.weekday is not None and story.weekday is not None and scene.weekday != story.weekday


def apart(left: PartialDate, right: PartialDate) -> bool:
    """Whether two intervals cannot be one day, or one is a far wider stretch than the other's day."""
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return False
    slack = timedelta(days=SAME_STORY_DAYS) if left.precision == right.precision == "day" else timedelta(0)
    return left.end + slack < right.start or right.end + slack < left.start


def _within(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates are one, or the one is a day of the other, short stretch: "over the weekend", "Saturday"."""
    if one is None or other is None or one.start is None or other.start is None or one.end is None or other.end is None:
        return one == other
    first, last = max(one.start, other.start), min(one.end, other.end)
    nested = (first, last) in ((one.start, one.end), (other.start, other.end))
    return nested and (max(one.end, other.end) - min(one.start, other.start)).days <= WEEKEND_DAYS


def _related(mine: set[str], theirs: set[str], own_types: frozenset[str]) -> bool:
    """Whether acts of these types can be parts of one incident; ``own_types`` are parts of none but their own."""
    codes = load_inference()
    if mine & theirs:
        return True
    if mine & own_types != theirs & own_types:
        return False
    if not codes.companions.isdisjoint(mine | theirs):
        return True
    if codes.seizures.isdisjoint(mine) != codes.seizures.isdisjoint(theirs):
        return False
    return not (mine <= codes.property_types and theirs <= codes.property_types)


def _same_count(acts: Sequence[Act], story: Story) -> bool:
    """Whether the same large number of dead is told again: two attacks of one page seldom kill equally many."""
    told = {one.number for one in story.figures if one.outcome == "killed" and one.quantity is not None}
    again = {one.number for act in acts for one in act.figures if one.outcome == "killed"}
    return any(number is not None and number >= LARGE for number in told & again)


def _same_victims(acts: Sequence[Act], story: Story) -> bool:
    return any(harm.phrase.head in story.hit for act in acts for harm in act.harms)


def substantial(story: Story) -> bool:
    """Whether there is an incident behind the words: an act that names a type, somebody hit, a toll with its cause."""
    hit, fallen = any(harm.effect in HITS for harm in story.harms), any(act.strong and act.fates for act in story.acts)
    toll = bool(story.figures) or fallen  # "a bomb killed him"
    told = any(act.strong for act in story.acts)
    if any(act.strong and act.event for act in story.acts) and any(act.specific for act in story.acts):
        return True
    if (told or any(act.weapons for act in story.acts)) and (hit or toll):
        return True
    return toll and bool(story.named)


def pinned(story: Story) -> bool:
    """Whether anything pins the story down: a day or month, a town, an exact number, a name, a building or vehicle."""
    when = story.when
    length = _length(when)
    dated = length is not None and length <= LONG_DAYS
    somebody = any(counted(act) or act.struck for act in story.acts)
    if dated or story.places or (story.spoken and when is None) or somebody:
        return True
    return any(
        harm.phrase.kind == "name" or (harm.phrase.kind == "thing" and not harm.phrase.plural) for harm in story.harms
    )


def date_or_none(value: PartialDate | Unresolved | None) -> PartialDate | None:
    """A resolved date with at least one end, or None."""
    if isinstance(value, PartialDate) and (value.start or value.end):
        return value
    return None
