"""The pattern extractor: rules driven by the codebook and the language's word lists; no model needed."""

from __future__ import annotations

from collections.abc import Sequence

from tallybook.codebook import Codebook
from tallybook.codebook.actor_table import ActorTable
from tallybook.codebook.casting import load_casting
from tallybook.extract.acts import Act
from tallybook.extract.aggregates import aggregates
from tallybook.extract.assembly import Scene, Story, assemble, date_or_none
from tallybook.extract.casting import cast
from tallybook.extract.clause import Clause
from tallybook.extract.dateline import dateline_end, in_capitals
from tallybook.extract.emit import Emitter
from tallybook.extract.entries import as_items, find_entries, hand_on
from tallybook.extract.headings import handed_down
from tallybook.extract.make_believe import told_as_real
from tallybook.extract.openings import lend_openings
from tallybook.extract.phrases import Reader
from tallybook.extract.placenames import find_place_names
from tallybook.extract.profile import counts
from tallybook.extract.references import resolve_references
from tallybook.extract.rounds import find_rounds
from tallybook.extract.segment import Sentence, segment
from tallybook.extract.settled import towns_of
from tallybook.extract.statements import StatementDraft, read_statement
from tallybook.extract.streets import without_streets
from tallybook.extract.strengths import StrengthDraft, read_strengths
from tallybook.extract.tallies import TallyDraft, TallyReader
from tallybook.extract.tally_signs import OUTCOMES
from tallybook.extract.telling import acts_of, parse
from tallybook.extract.tools import Tools
from tallybook.extract.traits import Telling, weighed
from tallybook.extract.words import Layer
from tallybook.lang.base import load_lexicon
from tallybook.lang.dates import TimeExpression, brought_up_to_date, find_dates, resolve_date
from tallybook.lang.places import is_office, load_place_words
from tallybook.lang.quantities import find_quantities
from tallybook.lang.triggers import load_cues, load_triggers
from tallybook.lang.words import load_word_classes
from tallybook.model import Document, Mention, PartialDate, Span, mention
from tallybook_gazetteer import Gazetteer

WITH_HOURS = 3
"""Words of time of one sentence, hours among them, of which one may be the day of what the next one tells."""
OLD_DAYS = 300
"""What lies further back than so many days is background to a story that gives no day."""


def extract(
    document: Document, *, codebook: Codebook, actors: ActorTable, gazetteer: Gazetteer, language: str = "en"
) -> list[Mention]:
    """The mentions of every incident that a document tells of, in document order.

    Every mention's words stand where its span says (``document.text[start:end] == span.text``).
    """
    reading = Reading(document, actors=actors, gazetteer=gazetteer, language=language)
    mentions: list[Mention] = []
    stories = counting_stories(reading, codebook)
    if stories and codebook.profile.casting is not None:
        cast(stories, reading.clauses(), reading.reader, load_casting(codebook.profile.casting))
    for story in stories:
        mentions += Emitter(document, story, reading.sentences, reading.reader).mentions()
    mentions += reading.other_places(mentions)
    if codebook.profile.aggregates != "drop":
        mentions += aggregates(document, reading.tallies, reading.strengths, reading.statements, reading.sentences)
    return mentions


def told_stories(reading: Reading, codebook: Codebook) -> list[Story]:
    """Every story of a document, before it is asked whether it counts; a profile with a scale weighs loose ones too."""
    profile = codebook.profile
    return reading.stories(frozenset(profile.own_types), loose=profile.keeping is not None)


def counting_stories(reading: Reading, codebook: Codebook) -> list[Story]:
    """The stories of a document that count under the codebook's profile."""
    document, stories = reading.document, told_stories(reading, codebook)
    heavy = weighed(Telling.of(document, reading.sentences, stories), codebook)
    return [
        story
        for rank, story in enumerate(stories)
        if counts(story, codebook=codebook, document=document) and heavy(rank)
    ]


class Reading:
    """One document being read: what was found in it, and the stories made of that."""

    def __init__(self, document: Document, *, actors: ActorTable, gazetteer: Gazetteer, language: str) -> None:
        self.document, self.gazetteer, self.language = document, gazetteer, language
        text = document.text
        sentences: list[Sentence] = segment(text)
        lexicon, cues = load_lexicon(language), load_cues(language)
        named = Layer(actors.find(text))
        found = find_place_names(text, gazetteer=gazetteer, language=language)
        found = without_streets(text, found, gazetteer=gazetteer, language=language)
        self.places: list[Span] = [one for one in found if (hit := named.at(one.start)) is None or hit.end < one.end]
        self._towns = towns_of(self.places, gazetteer)
        dates = find_dates(text, language=language)
        self.entries = find_entries(sentences, text, Layer(dates), Layer(self.places))
        self.sentences = as_items(sentences, self.entries)
        self.dateline = dateline_end(text, self.sentences, language=language, gazetteer=gazetteer)
        self.reader = Reader(
            text=text, lexicon=lexicon, cues=cues, quantities=Layer(find_quantities(text, language=language)),
            actors=named, places=Layer(self.places), capitals=in_capitals(text) or text.islower(),
            names=load_place_words(language),
            lower=_lower(text),
            demonyms=frozenset(gazetteer.demonyms),
        )  # fmt: skip
        self.tools = Tools(
            reader=self.reader, lexicon=lexicon, classes=load_word_classes(language), cues=cues,
            triggers=load_triggers(language), dateline=self.dateline,
            dates=Layer([one for one in dates if not self._in_dateline(one.start)]),
        )  # fmt: skip
        self._written = brought_up_to_date(document.published, dates)
        self.tallies: list[TallyDraft] = []
        self.strengths: list[StrengthDraft] = []
        self.statements: list[StatementDraft] = []
        self._tally_reader = TallyReader(self.tools)
        self._resolved: dict[int, PartialDate | None] = {}
        self._parsed: dict[int, Clause] = {}

    def stories(self, own_types: frozenset[str] = frozenset(), *, loose: bool = False) -> list[Story]:
        """The stories this document tells, headings' gifts and references settled.

        ``own_types`` are the event types that the codebook's profile takes for incidents of their own; ``loose`` lets
        those through that no day, place, number or name pins down.
        """
        groups: list[list[Act]] = []
        for number, sentence in enumerate(self.sentences):
            acts, clause = acts_of(sentence, number, self.tools) if sentence.kind != "heading" else ([], None)
            if clause is not None:
                self._parsed[number] = clause
            groups.append(self._without_aggregates(number, sentence, clause, acts))
        hand_on(self.entries, groups)
        lend_openings(groups, self.sentences, self._clause)
        resolve_references(groups, self.sentences, self.reader)
        several = any(one.measure in OUTCOMES for one in self.tallies)
        rounds = find_rounds(groups, self.sentences, self.tools, several=several)
        stories = assemble(groups, self.sentences, self.scene_of, own_types, loose=loose, rounds=rounds)
        stories = stories or self._from_headings()
        stories = told_as_real(stories, self.sentences, self.reader.lower)
        for story in stories:
            self._take_day_before(story)
            story.heir = handed_down(story, self.sentences, self.reader)
        return stories

    def _take_day_before(self, story: Story) -> None:
        """Gives a story without a day that of the sentence right before it: "On 4 May it was full. A mine went off"."""
        first = story.acts[0].sentence
        if any(act.dates for act in story.acts) or first == 0:
            return
        before, here = self.sentences[first - 1], self.sentences[first]
        if before.paragraph != here.paragraph or acts_of(before, first - 1, self.tools)[0]:
            return
        named = self.tools.dates.within(before.start, before.end)
        found = [one for one in named if one.form in ("day", "numeric") and days(self.resolved(one)) == 1]
        if len(found) == 1 and len(named) <= WITH_HOURS:
            story.acts[0].dates = found

    def _clause(self, number: int) -> Clause:
        """A sentence taken apart."""
        if number not in self._parsed:
            self._parsed[number] = parse(self.sentences[number], self.tools)
        return self._parsed[number]

    def clauses(self) -> list[Clause | None]:
        """Every sentence but headings taken apart, whether it tells of violence or not."""
        return [None if one.kind == "heading" else self._clause(number) for number, one in enumerate(self.sentences)]

    def _without_aggregates(self, number: int, sentence: Sentence, clause: Clause | None, acts: list[Act]) -> list[Act]:
        """The acts of a sentence that are no counts over many incidents.

        Those, and what is only said, are kept aside.
        """
        dates = self.tools.dates.within(sentence.start, sentence.end)
        lengths = {one.start: days(self.resolved(one)) for one in dates if one.form != "clock"}
        found = self._tally_reader.read(number, sentence, clause, acts, lengths)
        self.tallies += found
        taken = [one.number.start for one in found] + [figure.start for act in acts for figure in act.figures]
        self.strengths += read_strengths(number, sentence, self.tools, taken=taken)
        statement = read_statement(number, sentence, clause, self.tools)
        if statement is not None:
            self.statements.append(statement)
        return acts

    def _from_headings(self) -> list[Story]:
        """A page with nothing but a headline still tells of its incident."""
        groups = [
            acts_of(one, number, self.tools)[0] if one.kind == "heading" else []
            for number, one in enumerate(self.sentences)
        ]
        return assemble(groups, self.sentences, self.scene_of)[:1]

    def scene_of(self, acts: Sequence[Act]) -> Scene:
        """Where and when acts are set, as far as comparing them needs."""
        dates = [self.resolved(one) for act in acts for one in act.dates]
        when = next((one for one in dates if one is not None), None)
        spoken = [one for act in acts for one in act.dates]
        weekday = next((one.weekday for one in spoken if one.weekday is not None), None)
        named = (one for act in acts for one in act.places if not is_office(self.document.text, one.end))
        cities = frozenset(self._towns[place.text] for place in named if place.text in self._towns)
        return Scene(when=when, cities=cities, weekday=weekday, spoken=bool(spoken), old=self._old(when))

    def _old(self, when: PartialDate | None) -> bool:
        """Whether a day lies far before the day on which the report appeared."""
        published = self.document.published.start
        return bool(when and when.end and published and (published - when.end).days > OLD_DAYS)

    def resolved(self, expression: TimeExpression) -> PartialDate | None:
        """A time expression as an interval, by the publication date or the dates read before it."""
        if expression.start not in self._resolved:
            context = [one for start, one in self._resolved.items() if one is not None and start < expression.start]
            value = resolve_date(expression, published=self._written, context=context)
            self._resolved[expression.start] = date_or_none(value)
        return self._resolved[expression.start]

    def other_places(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The places named outside the sentences of all reports, as areas of the first one: what the page is about."""
        if not mentions:
            return []
        told = Layer([one.span for one in mentions if one.role == "evidence"])
        known = {one.span.start for one in mentions if one.role in ("place", "area")}
        return [
            mention(self.document.id, mentions[0].report_id, "area", self.document.span(one.start, one.end))
            for one in self.places
            if not self._in_dateline(one.start) and one.start not in known and told.at(one.start) is None
        ]

    def _in_dateline(self, start: int) -> bool:
        """Whether something stands in the dateline; what the headline over it names does not."""
        return self.document.text.rfind("\n", 0, self.dateline) <= start < self.dateline


def _lower(text: str) -> str:
    """The text in lower case, as long as before: a letter whose lower case is two characters stays."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


def days(when: PartialDate | None) -> int:
    """The length of an interval in days; 10,000 where an end is open, 0 where nothing is known."""
    if when is None:
        return 0
    return (when.end - when.start).days + 1 if when.start and when.end else 10_000
