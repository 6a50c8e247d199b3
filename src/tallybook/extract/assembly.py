"""From acts to stories: which sentences of a document tell of the same incident, and which open another one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tallybook.extract.acts import Act, Figure, Harm, Party
from tallybook.extract.segment import Sentence
from tallybook.model import PartialDate, Unresolved

FAMILIES = (
    frozenset(("bombing", "suicide_bombing")),
    frozenset(("armed_assault", "siege", "armed_clash", "targeted_killing", "execution", "mob_violence")),
    frozenset(("air_strike", "shelling")),
    frozenset(("kidnapping", "hijacking")),
    frozenset(("arson",)),
    frozenset(("robbery",)),
    frozenset(("sabotage",)),
    frozenset(("prison_break",)),
)
RANK = (
    "prison_break", "hijacking", "kidnapping", "suicide_bombing", "siege", "air_strike", "bombing", "shelling", "execution", "mob_violence",
    "targeted_killing", "arson", "armed_clash", "robbery", "sabotage", "armed_assault", "other",
)  # fmt: skip
"""Which type leads when the sentences of one story name several: the more telling one (GTD's order of attack types,
with bombings that end as sieges counted as sieges)."""
UNTOLD = frozenset(("hypothetical", "denied", "infinitive"))
"""Stages of acts that did not happen: supposed, denied, or only a purpose."""
SAME_STORY_DAYS = 1
"""Two days of one story may lie so far apart (an attack past midnight, a report that dates it by the next day)."""


@dataclass(slots=True)
class Story:
    """The acts that tell of one incident in one document, in the order of the text."""

    acts: list[Act] = field(default_factory=list)
    paragraph: int = -1
    item: bool = False
    when: PartialDate | None = None
    places: frozenset[str] = frozenset()
    weekday: int | None = None
    spoken: bool = False
    closed: bool = False
    latest: date | None = None
    heir: list[Party] = field(default_factory=list)

    @property
    def events(self) -> list[str]:
        """Every type named, the leading one first."""
        named = [event for act in self.acts for event in ([act.event] if act.event else []) + act.events]
        return sorted(dict.fromkeys(named), key=RANK.index)

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
    cities: frozenset[str]
    weekday: int | None = None
    spoken: bool = False

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


def assemble(groups: Sequence[list[Act]], sentences: Sequence[Sentence], scene_of: Placer) -> list[Story]:
    """The stories of a document from the acts of its sentences (one list a sentence, in order)."""
    stories: list[Story] = []
    for acts in groups:
        told = [act for act in acts if act.stage not in UNTOLD]
        scene = scene_of(told)
        telling = [act for act in told if act.strong or act.specific]
        kept = [act for act in telling if not act.generic or (scene.dated and counted(act))]
        parts = _parted(kept, scene, sentences[kept[0].sentence]) if kept else []
        for part in parts:
            _place(part, sentences, scene_of, stories)
            if len(parts) > 1 and stories:
                stories[-1].closed = True
    return [story for story in stories if substantial(story) and pinned(story)]


SITE_REACH = 40
"""Characters after a site within which a place belongs to it."""


def _parted(acts: list[Act], scene: Scene, sentence: Sentence) -> list[list[Act]]:
    """One sentence is one part, unless it lists several sites hit in a stretch longer than a day ("in April")."""
    if not acts:
        return []
    for act in acts:
        sites = [harm for harm in act.harms if harm.effect == "attacked" and harm.phrase.kind == "thing"]
        distinct = {harm.phrase.entry.category for harm in sites if harm.phrase.entry}
        if len(sites) > 1 and len(distinct) > 1 and acts[0].dates and not scene.dated and not act.figures:
            ends = [other.phrase.start for other in sites[1:]] + [_reach(act, sites[-1], sentence)]
            return [[_only(act, harm, end)] for harm, end in zip(sites, ends, strict=True)]
    return [acts]


def counted(act: Act) -> bool:
    """Whether the act gives an exact number of people."""
    return any(figure.quantity is None or figure.quantity.best is not None for figure in act.figures)


def _reach(act: Act, last: Harm, sentence: Sentence) -> int:
    """Where the words about the last site of a list end: with the place after it, else with the site itself."""
    after = [place.end for place in act.places if last.phrase.end <= place.start <= last.phrase.end + SITE_REACH]
    return min([*after, sentence.end]) if after else last.phrase.end


def _only(act: Act, harm: Harm, end: int) -> Act:
    """The act with one of its targets alone; later sites and places stay with the last target before them."""
    return Act(
        sentence=act.sentence, start=harm.phrase.start, end=harm.phrase.end, lemma=act.lemma, event=act.event, strong=act.strong,
        stage=act.stage, fresh=True, perpetrators=list(act.perpetrators), harms=[harm], weapons=list(act.weapons),
        places=list(act.places), dates=list(act.dates), words=(harm.phrase.start, end),
    )  # fmt: skip


def _place(acts: list[Act], sentences: Sequence[Sentence], scene_of: Placer, stories: list[Story]) -> None:
    sentence = sentences[acts[0].sentence]
    scene = scene_of(acts)
    home = _home(acts, sentences, scene, stories)
    if home is None:
        if not any(act.specific or act.strong for act in acts):
            return
        home = Story(paragraph=sentence.paragraph, item=sentence.kind == "item")
        stories.append(home)
    home.acts += acts
    home.when = home.when or scene.when
    if scene.when is not None and scene.when.end is not None:
        home.latest = max(home.latest or scene.when.end, scene.when.end)
    home.weekday = scene.weekday if home.weekday is None else home.weekday
    home.spoken = home.spoken or scene.spoken
    home.places = home.places | scene.cities


def _home(acts: list[Act], sentences: Sequence[Sentence], scene: Scene, stories: list[Story]) -> Story | None:
    """The story these acts go on with: the latest one that nothing speaks against."""
    sentence = sentences[acts[0].sentence]
    if sentence.kind == "item":
        return next((one for one in reversed(stories) if one.item and one.paragraph == sentence.paragraph), None)
    definite, fresh = any(act.definite for act in acts), any(act.fresh for act in acts)
    for story in _candidates(stories, sentences, sentence.paragraph):
        new_paragraph = (
            story.acts[-1].sentence + 1 < acts[0].sentence
            or sentences[story.acts[-1].sentence].paragraph != sentence.paragraph
        )
        if not conflict(acts, scene, story, fresh=fresh and not definite, apart_in_text=new_paragraph):
            return story
    return None


def _candidates(stories: list[Story], sentences: Sequence[Sentence], paragraph: int) -> list[Story]:
    """The stories that may go on, the likeliest first: the last one while its words are near, else what the page began with."""
    open_ones = [one for one in stories if not one.item and not one.closed]
    if not open_ones:
        return []
    last = max(open_ones, key=lambda one: one.acts[-1].sentence)
    near = paragraph - sentences[last.acts[-1].sentence].paragraph <= NEAR_PARAGRAPHS
    rest = [one for one in open_ones if one is not last]
    return [last, *reversed(rest)] if near else [open_ones[0], *(one for one in reversed(open_ones[1:]))]


def conflict(acts: list[Act], scene: Scene, story: Story, *, fresh: bool, apart_in_text: bool = False) -> bool:
    """Whether anything says that these acts are not of this story."""
    if scene.when is not None and story.when is not None and apart(scene.when, story.when):
        return True
    if scene.cities and story.places and not scene.cities & story.places:
        return True
    if scene.weekday is not None and story.weekday is not None and scene.weekday != story.weekday:
        return True
    mine = {event for act in acts for event in ([act.event] if act.event and act.strong else [])}
    if mine and story.events and not _related(mine, set(story.events)) and not _same_victims(acts, story):
        return True
    if (
        apart_in_text
        and scene.spoken
        and story.spoken
        and scene.when != story.when
        and mine
        and not mine & set(story.events)
    ):
        return True
    opens = scene.spoken or bool(scene.cities) or any(act.strong and act.event for act in acts)
    return fresh and opens and any(act.specific for act in acts)


def apart(left: PartialDate, right: PartialDate) -> bool:
    """Whether two intervals cannot be one day, or one is a far wider stretch than the other's day."""
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return False
    slack = timedelta(days=SAME_STORY_DAYS) if left.precision == right.precision == "day" else timedelta(0)
    return left.end + slack < right.start or right.end + slack < left.start


def _related(mine: set[str], theirs: set[str]) -> bool:
    if "other" in mine | theirs or mine & theirs:
        return True
    kidnapping = FAMILIES[3]
    if "siege" in mine | theirs:
        return True
    if bool(mine & kidnapping) != bool(theirs & kidnapping):
        return False
    loot = {"arson", "robbery", "sabotage", "prison_break"}
    return not (mine <= loot and theirs <= loot)


def _same_victims(acts: Sequence[Act], story: Story) -> bool:
    heads = {harm.phrase.head for harm in story.harms if harm.effect}
    return any(harm.phrase.head in heads for act in acts for harm in act.harms)


def substantial(story: Story) -> bool:
    """Whether there is an incident behind the words: an act that names a type, somebody hit, or a toll with its cause."""
    strong = any(act.strong and act.event for act in story.acts)
    hit = any(
        harm.effect in ("killed", "injured", "captured", "destroyed", "damaged", "attacked") for harm in story.harms
    )
    counted = bool(story.figures)
    told = any(act.strong for act in story.acts)
    specific = any(act.specific for act in story.acts)
    armed = any(act.weapons for act in story.acts)
    return (
        (strong and specific)
        or (armed and (hit or counted))
        or (told and (hit or counted))
        or (counted and bool(story.events))
        or (hit and bool(story.events) and counted)
    )


NEAR_PARAGRAPHS = 1
"""A story goes on in the next paragraph; after that the page returns to what it began with, as news does."""
LONG_DAYS = 62
"""A story told only of a longer stretch than two months, without place or number, tells of a habit."""


def pinned(story: Story) -> bool:
    """Whether anything pins the story down: a day or month, a town, an exact number, a name, a building or vehicle."""
    when = story.when
    dated = (
        when is not None
        and when.start is not None
        and when.end is not None
        and (when.end - when.start).days <= LONG_DAYS
    )
    if dated or story.places or story.spoken and when is None or any(counted(act) for act in story.acts):
        return True
    return any(
        harm.phrase.kind == "name" or (harm.phrase.kind == "thing" and not harm.phrase.plural) for harm in story.harms
    )


def date_or_none(value: PartialDate | Unresolved | None) -> PartialDate | None:
    """A resolved date with at least one end, or None."""
    if isinstance(value, PartialDate) and (value.start or value.end):
        return value
    return None
