"""From stories to mentions: every role points at its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallybook.extract.acts import Act, Figure, Harm, Party
from tallybook.extract.assembly import Story
from tallybook.extract.figures import weigh_figures
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.segment import Sentence
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.dates import TimeExpression
from tallybook.lang.roles import load_role_words
from tallybook.model import Document, Mention, Span, content_id, mention
from tallybook.model.mention import Role

EXTRACTOR = "patterns/1"
SITES = 3
"""Buildings a report keeps as its scene; later ones are mostly told in passing."""
GRAVITY = ("killed", "captured", "injured", "destroyed", "damaged", "attacked", None)
"""Effects, the gravest first."""
NAMED_SCORE, COREFERENT_SCORE = 0.85, 0.6
"""Trust in a doer who is named, and in one for whom another word stands."""
DAYS = 6
"""Days that a report keeps where the first words of time are a longer stretch ("nine years ago")."""
HELD_SCORE = 0.5
"""Trust in a kidnapping that only "held" tells of, which leads no other type."""
TOLD_SCORE = 0.4
"""Trust in the day on which something was said as the day on which it happened, where no other day is told."""
MEANS_SCORE = 0.6
"""Trust in the kind of a weapon that only the word for the act tells."""
WIDE_FORMS = frozenset(("month", "year", "season", "decade"))
WIDE_UNITS = frozenset(("weekend", "week", "month", "year", "decade"))
"""Forms and units of words of time that are longer than a day."""


def report_id(document: Document, span: Span) -> str:
    """A report's id: the document and the place of its first anchor words (see docs/architecture.md)."""
    return content_id("rep", document.id, span.start, span.text.lower())


class Emitter:
    """Writes the mentions of one report."""

    def __init__(self, document: Document, story: Story, sentences: Sequence[Sentence], reader: Reader) -> None:
        self.document, self.story, self.sentences, self.reader = document, story, sentences, reader
        first = story.acts[0]
        self.report = report_id(document, document.span(first.start, first.end))

    def make(
        self, role: Role, start: int, end: int, *, code: str | None = None, of: str | None = None, score: float = 1.0
    ) -> Mention:
        """One mention of this report."""
        return mention(
            self.document.id,
            self.report,
            role,
            self.document.span(start, end),
            code=code,
            of=of,
            score=score,
            extractor=EXTRACTOR,
        )

    def mentions(self) -> Iterator[Mention]:
        """All mentions of the report, the acts first."""
        yield from self._types()
        yield from self._evidence()
        yield from self._scene()
        yield from self._perpetrators()
        yield from self._harms()
        yield from self._weapons()
        for figure in weigh_figures(self.story):
            if not self._of_strangers(figure):
                yield from self._figure(figure)
        yield from self._responsibility()

    def _types(self) -> Iterator[Mention]:
        acts = self.story.acts
        held = load_clause_words().holding
        for act in acts:
            sure = HELD_SCORE if act.lemma in held else 0.9 if act.strong else 0.6
            for code in dict.fromkeys([*([act.event] if act.event else []), *act.events]):
                yield self.make("event_type", act.start, act.end, code=code, score=sure)
        if not self.story.named:
            yield self.make("event_type", acts[0].start, acts[0].end, score=0.5)
        unfinished = [act for act in acts if act.stage != "accomplished"]
        if unfinished and all(act.stage != "accomplished" for act in acts if act.strong):
            yield self.make("stage", unfinished[0].start, unfinished[0].end, code=unfinished[0].stage)

    def _evidence(self) -> Iterator[Mention]:
        told = [
            act.words or (self.sentences[act.sentence].start, self.sentences[act.sentence].end)
            for act in self.story.acts
        ]
        for start, end in dict.fromkeys(told):
            yield self.make("evidence", start, end)

    def _scene(self) -> Iterator[Mention]:
        acts = self.story.acts
        spoken = [act.dates for act in acts if act.dates]
        dates = next((some for some in spoken if any(one.form != "since" for one in some)), spoken[0] if spoken else [])
        if dates and all(map(_wide, dates)):
            dates = [*dates, *(one for act in acts for one in act.dates if not _wide(one) and one not in dates)][:DAYS]
        told = next((act.told_on for act in acts if act.told_on), [])
        for date in dates or told:
            yield self.make("date", date.start, date.end, score=1.0 if dates else TOLD_SCORE)
        seen: set[int] = set()
        for place in (one for act in acts for one in act.places):
            if place.start not in seen:
                seen.add(place.start)
                yield self.make("place", place.start, place.end)
        for place in (one for act in acts for one in act.on_the_way):
            if place.start not in seen:
                seen.add(place.start)
                yield self.make("area", place.start, place.end)
        for phrase in self._sites():
            yield self.make("site", phrase.core_start, phrase.end, code=phrase.entry.category if phrase.entry else None)

    def _sites(self) -> list[Phrase]:
        sites = [site for act in self.story.acts for site in act.sites]
        sites += [harm.phrase for harm in self.story.harms]
        fixed = [
            one
            for one in sites
            if one.kind == "thing" and one.entry is not None and one.entry.kind in ("facility", "infrastructure")
        ]
        return list({one.start: one for one in fixed}.values())[:SITES]

    def _perpetrators(self) -> Iterator[Mention]:
        for party, score in _parties(self.story):
            if party.phrase.actor is not None:
                yield self.make(
                    "perpetrator", party.phrase.actor.start, party.phrase.actor.end, code=party.status, score=score
                )
            words = descriptor(party.phrase)
            if words is not None:
                yield self.make("perpetrator", *words, code=party.status, score=score)

    def _harms(self) -> Iterator[Mention]:
        told = _Told()
        parts = load_role_words().parts
        for harm, act, score in _gravest(self.story):
            phrase = harm.phrase
            if phrase.kind in ("number", "pronoun", "toll", "place", "weapon", "event") or not phrase.tokens:
                continue
            if told.before(phrase) or (phrase.kind == "thing" and phrase.low.split()[-1] in parts):
                continue
            told.add(phrase)
            made = self.make("target", phrase.core_start, phrase.end, code=target_code(phrase), score=score)
            yield made
            yield from self._aliases(phrase, made)
            yield from self._harm_details(harm, act, made)
        for phrase in _scenes(self.story)[:SITES]:
            if not told.before(phrase) and phrase.low.split()[-1] not in parts:
                told.add(phrase)
                yield self.make("target", phrase.core_start, phrase.end, code=target_code(phrase))

    def _aliases(self, phrase: Phrase, made: Mention) -> Iterator[Mention]:
        """The full form of a name that is printed short here."""
        if phrase.kind != "name" or len(phrase.low.split()) > 2:
            return
        full = self.reader.full_name(phrase)
        if full != phrase.low:
            at = self.reader.lower.find(full)
            if at >= 0:
                yield self.make("alias", at, at + len(full), of=made.id)

    def _harm_details(self, harm: Harm, act: Act, made: Mention) -> Iterator[Mention]:
        phrase = harm.phrase
        if harm.effect and harm.effect != "attacked":
            yield self.make("effect", act.start, act.end, code=harm.effect, of=made.id)
        if phrase.quantity is not None and phrase.quantity.form != "zero":
            yield self.make("number", phrase.quantity.start, phrase.quantity.end, of=made.id)
        if phrase.title:
            yield self.make("title", phrase.title[0].start, phrase.title[-1].end, of=made.id)

    def _weapons(self) -> Iterator[Mention]:
        cast = self.story.cast
        named = [(phrase, 1.0) for act in self.story.acts for phrase in act.weapons] if cast is None else cast.weapons
        seen: set[str] = set()
        traces = load_role_words().traces
        for phrase, score in named:
            if phrase.low not in seen and phrase.entry is not None and phrase.head not in traces:
                seen.add(phrase.low)
                yield self.make("weapon", phrase.core_start, phrase.end, code=phrase.entry.category, score=score)
        if cast is not None and not seen:
            yield from self._means()

    def _means(self) -> Iterator[Mention]:
        """The kind of weapon that the word for the act tells ("was machinegunned"), which no name of one stands for."""
        act = next((one for one in self.story.acts if one.means is not None), None)
        if act is not None:
            word = self.make("event_type", act.start, act.end, code=act.event, score=0.9 if act.strong else 0.6)
            yield self.make("weapon", act.start, act.end, code=act.means, of=word.id, score=MEANS_SCORE)

    def _of_strangers(self, figure: Figure) -> bool:
        """Whether a figure counts people who were weighed and are hardly among those hit."""
        cast, group = self.story.cast, figure.group
        return cast is not None and group is not None and not cast.strangers.isdisjoint((group.start, group.core_start))

    def _figure(self, figure: Figure) -> Iterator[Mention]:
        made = self.make("casualty", figure.start, figure.end, code=figure.outcome, score=0.7 if figure.soft else 0.85)
        yield made
        group = figure.group
        if group is not None and group.tokens:
            code = group.actor.actor if group.actor else None
            yield self.make("group", self._group_start(figure, group), group.end, of=made.id, code=code)
        if figure.scope != "total":
            yield self.make("scope", *(figure.scope_cue or (figure.start, figure.end)), code=figure.scope, of=made.id)
        if figure.side != "victims":
            start, end = (group.start, group.end) if group is not None else (figure.start, figure.end)
            yield self.make("side", start, end, code=figure.side, of=made.id)
        if figure.said_by is not None:
            yield self.make("speaker", figure.said_by.start, figure.said_by.end, of=made.id)
        if figure.mood != "asserted":
            yield self.make("mood", figure.start, figure.end, code=figure.mood, of=made.id)

    def _group_start(self, figure: Figure, group: Phrase) -> int:
        """Where the words for a group begin: "other men" and "another man" with the word that says so."""
        if figure.quantity is None:
            return group.start if figure.more else group.core_start
        between = self.document.text[figure.end : group.core_start] if figure.beside else ""
        return group.core_start - len(between.lstrip()) if between.strip() else group.core_start

    def _responsibility(self) -> Iterator[Mention]:
        """Who claimed or denied it, by the first act of which anything of the kind is told."""
        said = next((act.responsibility for act in self.story.acts if act.responsibility), [])
        for status, span, actor in said:
            made = self.make("responsibility", span.start, span.end, code=status)
            yield made
            if actor is not None:
                hit = actor.actor
                start, end = (hit.start, hit.end) if hit else (actor.core_start, actor.end)
                yield self.make("perpetrator", start, end, code=status, of=made.id)


def _wide(one: TimeExpression) -> bool:
    """Whether words of time are a longer stretch than a day, which a later sentence may tell: "last week"."""
    return one.form in WIDE_FORMS or one.unit in WIDE_UNITS


def _parties(story: Story) -> list[tuple[Party, float]]:
    """Who is said to have done it, each words once; those handed down by a heading only where nobody else is named."""
    if story.cast is not None:
        return list(story.cast.parties)
    named = [party for party in story.perpetrators if party.phrase.kind != "pronoun" and party.phrase.tokens]
    if not any(party.phrase.actor for party in named):
        named += story.heir
    once = {party.phrase.start: party for party in named}.values()
    return [(party, COREFERENT_SCORE if party.coreferent else NAMED_SCORE) for party in once]


def _scenes(story: Story) -> list[Phrase]:
    """Buildings and vehicles in which people were attacked: what the attack was on, though only people were hurt.

    Where somebody died or was treated is none of them. A cast says itself what was hit.
    """
    if story.cast is not None:
        return []
    deaths = load_clause_words().deaths
    told = [act for act in story.acts if act.lemma not in deaths and (act.event or act.weapons or act.harms)]
    return [
        site
        for act in told
        for site in act.sites
        if site.kind == "thing"
        and site.entry is not None
        and not (site.entry.category == "medical" and act.event is None)
    ]


def _gravest(story: Story) -> list[tuple[Harm, Act, float]]:
    """Each harm in the order of the text with its act; one for each phrase, that of the gravest effect."""
    if story.cast is not None:
        return list(story.cast.harms)
    kept: dict[int, tuple[Harm, Act]] = {}
    for act in story.acts:
        for harm in act.harms:
            before = kept.get(harm.phrase.start)
            if before is None or _gravity(harm) < _gravity(before[0]):
                kept[harm.phrase.start] = (harm, act)
    return [(*kept[start], 1.0) for start in sorted(kept)]


def _gravity(harm: Harm) -> int:
    return GRAVITY.index(harm.effect) if harm.effect in GRAVITY else len(GRAVITY)


class _Told:
    """Those hit whom a report named so far."""

    def __init__(self) -> None:
        self._lows: set[str] = set()
        self._names: dict[str, list[set[str]]] = {}
        self._categories: set[str] = set()
        self._people = False

    def add(self, phrase: Phrase) -> None:
        """Takes somebody or something in."""
        self._lows.add(phrase.low)
        words = set(phrase.low.split())
        if phrase.kind == "name":
            for word in words:
                self._names.setdefault(word, []).append(words)
        if phrase.kind in ("people", "name"):
            self._people = True
            self._categories |= {phrase.entry.category} if phrase.entry else set()

    def before(self, phrase: Phrase) -> bool:
        """Whether somebody or something was named before: the same words, part of a longer name, "the victims"."""
        if phrase.low in self._lows:
            return True
        words = phrase.low.split()
        if phrase.kind == "name" and self._part_of_name(set(words)):
            return True
        if not (phrase.kind == "people" and phrase.definite and phrase.quantity is None and self._people):
            return False
        known = phrase.entry is not None and phrase.entry.category in self._categories
        return known or words[-1] in load_role_words().pointing_back

    def _part_of_name(self, words: set[str]) -> bool:
        """Whether a name told before holds all these words; looked up by the rarest of them."""
        return any(words <= name for name in min((self._names.get(word, []) for word in words), key=len))


def descriptor(phrase: Phrase) -> tuple[int, int] | None:
    """The words for the doers themselves, beside the name of their organisation: "guerrillas" in "ELN guerrillas"."""
    actor = phrase.actor
    if actor is None or actor.start >= phrase.end or actor.end <= phrase.core_start:
        return None if phrase.kind == "actor" else (phrase.core_start, phrase.end)
    rest = [token for token in phrase.tokens if token.start >= actor.end and token.tag != "'s"]
    return (rest[0].start, rest[-1].end) if rest else None


def target_code(phrase: Phrase) -> str | None:
    """Kind and category of what was hit, as ``kind:category``; ``person:`` for a name, None where nothing is known."""
    if phrase.title and phrase.entry is not None:
        return f"person:{phrase.entry.category}"
    if phrase.entry is not None:
        kind = {"organization": "group"}.get(phrase.entry.kind, phrase.entry.kind)
        if kind == "person" and phrase.plural:
            kind = "group"
        return f"{kind}:{phrase.entry.category}"
    if phrase.kind in ("actor", "people"):
        return "group:"
    return "person:" if phrase.kind == "name" else None
