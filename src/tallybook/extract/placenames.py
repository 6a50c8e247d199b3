"""Place names in a text: runs of words that the gazetteer knows, judged by case, neighbours and the rest of the text.

Every run of up to five words is looked up. What decides between a place, a person and an organisation is a sum of
signs for and against, each a named weight below. The weights are round numbers set by hand on news text, not fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tallybook.extract import caseless
from tallybook.extract.place_forms import SHORT_NAME, Forms
from tallybook.extract.place_runs import OWNS, joined, persons, printed_as_name
from tallybook.extract.place_spellings import as_spans, spelled_otherwise
from tallybook.extract.place_strength import WEIGHTS_KEPT, strength, strongest_of, weights_kept
from tallybook.lang.places import PlaceWords, Token, load_place_words, read_tokens
from tallybook.model import Span
from tallybook_gazetteer import Entry, Gazetteer, Hit, words
from tallybook_gazetteer.layout import ABBREVIATION

ACCEPT = 1.0
"""A capitalised run is a place from this sum on."""
ACCEPT_SHOUTED = 1.8
"""The same where capitals say nothing: ALL-CAPS text and headlines."""
ACCEPT_LOWER = 2.3
"""The same for text without capitals."""
SURE = 1.0
"""A run this far above the bar is a place wherever else the text has it."""

# What the gazetteer says of the name, beside ``place_strength``.
GREAT_PEOPLE = 5_000_000
"""From this many people on, a name means the place even if it is a common word or a name of persons."""
HYPHENS = ("-", "–")
"""Between the two ends of a road, with blanks or without."""

# What the words of the name say.
COMMON_WORD, COMMON_WORD_OPENING, ALSO_LOWER = -1.6, -3.0, -1.5
GIVEN_NAME, SURNAME = -0.8, -0.4

# What stands before and behind.
STRONG_PREPOSITION, PREPOSITION, FEATURE, NAMED_SO, LISTED, BEHIND_COMMA = 1.3, 0.3, 1.2, 1.8, 0.9, 1.3
TITLE, AFTER_GIVEN, AFTER_CAPITAL, BEFORE_CAPITAL = -4.0, -3.5, -1.8, -1.6
ORGANIZATION, OTHER_THING, SPEAKS, COMPOUND = -2.6, -5.0, -1.2, -2.0

# What the rest of the text says.
PERSON_ELSEWHERE, PLACE_ELSEWHERE = -2.5, 0.8


def find_place_names(text: str, *, gazetteer: Gazetteer, language: str = "en") -> list[Span]:
    """The names of places in a text, in order, none inside another; names of persons and organisations are left out."""
    found = words(text)
    tokens = read_tokens(text)
    judge = _Judge(text, tokens, load_place_words(language), gazetteer)
    accepted = judge.accepted(gazetteer.scan(found))
    return as_spans(text, [*accepted, *spelled_otherwise(tokens, accepted, judge.lists, gazetteer)])


class _Judge:
    """Weighs the runs of one text; holds what the text as a whole says about its words."""

    def __init__(self, text: str, tokens: list[Token], lists: PlaceWords, gazetteer: Gazetteer) -> None:
        self.text, self.tokens, self.lists, self.gazetteer = text, tokens, lists, gazetteer
        self.lower_text = caseless.is_small(tokens)
        self.lower_seen = set() if self.lower_text else {token.lower for token in tokens if not token.capital}
        self.persons = persons(tokens, self.lists)
        self.weights = weights_kept(gazetteer, lists)
        self.sure: set[str] = set()
        self.told: set[str] = set()
        """Names that words of place stand beside, where capitals say nothing."""
        self.begun: dict[int, int] = {}
        """First words of the names that the pass before accepted, with their keys."""
        self.ends: set[int] = set()
        """Words right behind the names that this pass has accepted so far."""

    def accepted(self, hits: Sequence[Hit]) -> list[tuple[int, int]]:
        """Spans of the runs that are places: longest first at each word; what a first pass finds helps the second."""
        possible = [(hit, weight) for hit in hits if (weight := self._possible(hit)) is not None]
        self._pass(possible)
        return [(self.tokens[hit.first].start, self._end(hit)) for hit in self._pass(possible)]

    def _end(self, hit: Hit) -> int:
        """Where the name ends: the stop of an abbreviation belongs to it."""
        end = self.tokens[hit.last - 1].end
        dotted = self.text[end : end + 1] == "." and any(e.flags & ABBREVIATION for e in self.gazetteer.by_key(hit.key))
        return end + 1 if dotted and self.tokens[hit.first].gap == ", " else end

    def _pass(self, possible: Sequence[tuple[Hit, float]]) -> list[Hit]:
        chosen: list[Hit] = []
        self.ends, blocked = set(), -1
        for hit, weight in possible:
            if hit.first < blocked:
                continue
            beside = self._left(hit) + self._right(hit)
            lead = weight + beside + self._elsewhere(hit) - self._bar(hit)
            if lead < 0:
                continue
            chosen.append(hit)
            blocked = hit.last
            self.ends.add(hit.last)
            if lead >= SURE:
                self.sure.add(self._name(hit))
            if beside >= STRONG_PREPOSITION and self._quiet(self.tokens[hit.first]):
                self.told.add(self._name(hit))
        self.begun = {hit.first: hit.key for hit in chosen}
        return chosen

    def _name(self, hit: Hit) -> str:
        return " ".join([token.folded for token in self.tokens[hit.first : hit.last]])

    def _quiet(self, token: Token) -> bool:
        """Whether capitals say nothing where a word stands."""
        return self.lower_text or token.shouted

    def _nothing_else(self, hit: Hit) -> bool:
        """Whether, in words without case to go by, every word of a name is no other word and no name of persons."""
        run = self.tokens[hit.first : hit.last]
        return self._quiet(run[0]) and all(caseless.listed_nowhere(token, self.lists) for token in run)

    def _in_a_place(self, hit: Hit, *, plainly: bool, outright: bool = False) -> float:
        """What words of place before a name add where capitals say nothing; "the town of" says it of any word."""
        run = self.tokens[hit.first : hit.last]
        if not self._quiet(run[0]):
            return 0.0
        known = caseless.is_name if plainly else caseless.listed_nowhere
        if outright or all(known(token, self.lists) for token in run):
            return caseless.IN_A_PLACE
        great = plainly and caseless.is_great(self.gazetteer.by_key(hit.key))
        return caseless.IN_A_PLACE if great else 0.0

    def _bar(self, hit: Hit) -> float:
        if self.lower_text:
            return ACCEPT_LOWER
        return ACCEPT_SHOUTED if self.tokens[hit.first].shouted else ACCEPT

    # ---- the name itself

    def _possible(self, hit: Hit) -> float | None:
        """The weight of a run from the gazetteer and its own words; ``None`` when it cannot be a place at all."""
        run = self.tokens[hit.first : hit.last]
        if not printed_as_name(run, small=self.lower_text) or not joined(run):
            return None
        strongest, marked = strongest_of(self.gazetteer, hit.key, len(run) > 1)
        short = len(run) == 1 and len(run[0].folded) <= SHORT_NAME
        if len(run) == 1 and not marked:
            if self._never_alone(run[0]):
                return None  # most hits are small words, told before anything else is looked at
            if not short:
                return self._kept(hit, run, strongest)
        entries: Sequence[Entry] = self.gazetteer.by_key(hit.key)
        if marked or short:
            forms = Forms(self.text, self.tokens, self.lists, quiet=self._quiet(run[0]))
            entries = [entry for entry in entries if forms.fit(entry, run, hit.first)]
            strongest = max((strength(entry, len(run)) for entry in entries), default=0.0)
        return self._weight(run, entries, strongest)

    def _kept(self, hit: Hit, run: Sequence[Token], strongest: float) -> float | None:
        """The weight of a long word alone, which hangs on nothing else in the text than is in the key here."""
        token = run[0]
        also_lower = token.lower in self.lower_seen
        key = (hit.key, token.text, token.shouted, token.opens, also_lower, self.lower_text)
        if key not in self.weights:
            if len(self.weights) > WEIGHTS_KEPT:
                self.weights.clear()
            self.weights[key] = self._weight(run, self.gazetteer.by_key(hit.key), strongest)
        return self.weights[key]

    def _weight(self, run: Sequence[Token], entries: Sequence[Entry], strongest: float) -> float | None:
        """The weight of a run that can be printed like its places, the strongest of which is given."""
        if not entries or self._never(run, entries):
            return None
        if self._quiet(run[0]) and caseless.is_word(run, entries[0], self.lists):
            return None
        return strongest + self._own_words(run, entries)

    def _never(self, run: Sequence[Token], entries: Sequence[Entry]) -> bool:
        lists, first = self.lists, run[0]
        if " ".join([token.lower for token in run]) in lists.never_phrases:
            return True
        quiet = self._quiet(first)
        if len(run) > 1 and first.lower == "the" and (quiet or first.opens or not first.capital):
            plain = (lists.common_words, lists.features, lists.never)
            return all(any(token.lower in words for words in plain) for token in run[1:])
        if len(run) > 1 and run[-1].lower in lists.prepositions and (quiet or not run[-1].capital):
            return True
        if any(entry.flags & ABBREVIATION for entry in entries):
            return "'" in first.text or "’" in first.text
        if len(run) == 1:
            code = first.text.isupper() and not first.shouted and any(entry.kind == "country" for entry in entries)
            return (first.lower in lists.never and not code) or first.folded in self.gazetteer.demonyms
        return all(token.lower in lists.never or token.folded.isdigit() for token in run)

    def _never_alone(self, token: Token) -> bool:
        """Whether a word is no place, whatever place has its name, unless as a code or an abbreviation."""
        if token.lower in self.lists.never:
            return token.shouted or not token.text.isupper()
        return token.folded in self.gazetteer.demonyms

    def _own_words(self, run: Sequence[Token], entries: Sequence[Entry]) -> float:
        lists, token = self.lists, run[0]
        great = entries[0].kind in ("country", "continent") or entries[0].population > GREAT_PEOPLE
        if len(run) > 1:
            plain = all(word.lower in lists.common_words or word.lower in self.lower_seen for word in run)
            known = great or run[-1].lower in lists.features or entries[0].population > GREAT_PEOPLE / 10
            return COMMON_WORD if plain and not known else 0.0
        weight = ALSO_LOWER if token.lower in self.lower_seen else 0.0
        only = self._quiet(token) and caseless.only_a_place(token, entries, self.lists)
        if only and entries[0].kind not in ("country", "continent"):
            return weight + caseless.NOTHING_ELSE
        if great:
            return weight
        if token.lower in lists.common_words:
            weight += COMMON_WORD_OPENING if token.opens or token.shouted else COMMON_WORD
        weight += GIVEN_NAME if token.lower in lists.given_names else 0.0
        surname = SURNAME * 2 if token.shouted else SURNAME
        return weight + (surname if token.lower in lists.surnames else 0.0)

    # ---- what stands before

    def _left(self, hit: Hit) -> float:
        token = self.tokens[hit.first]
        if hit.first == 0:
            return 0.0
        before = self.tokens[hit.first - 1]
        if token.gap.rstrip() == "," and hit.first in self.ends:
            return BEHIND_COMMA
        if token.gap == ", " and self._unknown_place(hit.first - 1):
            return LISTED
        if token.gap == "-" and before.lower in ("al", "el") and self._of_a_person(hit.first - 2):
            return AFTER_GIVEN
        stop = token.gap.rstrip() == "." and (before.lower in self.lists.titles or len(before.folded) == 1)
        if not (token.near or stop):
            return 0.0
        return next(self._left_signs(hit, before, token), 0.0)

    def _of_a_person(self, first: int) -> bool:
        """Whether the word before the article of a name is a given name or a title: "Ahmed al-Northi"."""
        word = self.tokens[max(0, first)].lower
        return first >= 0 and (word in self.lists.given_names or word in self.lists.titles)

    def _unknown_place(self, last: int) -> bool:
        """Whether a word that no list knows stands where a place does: "in Qwertyabad, Kunduz"."""
        lists = self.lists
        if last > 1 and self.tokens[last].lower in lists.features and not self.tokens[last].capital:
            last -= 1  # "in Qwertyabad village, Kunduz"
        word = self.tokens[last]
        if not word.capital or word.shouted or last < 1:
            return False
        low = word.lower
        known = low in lists.common_words or low in lists.given_names or low in lists.surnames or low in lists.never
        before = self.tokens[last - 1]
        return not known and word.near and before.lower in ("in", "near", "at") and not before.capital

    def _left_signs(self, hit: Hit, before: Token, token: Token) -> Iterator[float]:
        """The weights of what the word before says; the first one counts."""
        lists = self.lists
        two = f"{self.tokens[hit.first - 2].lower} {before.lower}" if hit.first > 1 else ""
        if before.lower in lists.titles and (before.capital or self.lower_text):
            yield TITLE
        if two in lists.before_organization:
            yield ORGANIZATION
        if f"{before.lower} {token.lower}" in lists.never_phrases:
            yield OTHER_THING
        if two in lists.features_before or (before.lower in lists.features_before and before.lower != "of"):
            outright = two in lists.named_so
            yield (NAMED_SO if outright else FEATURE) + self._in_a_place(hit, plainly=True, outright=outright)
        home = self._quiet(token) and caseless.is_of_home(before)
        if before.lower in lists.strong_prepositions or two in lists.strong_prepositions or home:
            yield STRONG_PREPOSITION + self._in_a_place(hit, plainly=before.lower in caseless.PLAINLY)
        if before.lower in lists.bearings:
            weak = before.lower in ("far", "upper", "lower")
            yield 0.0 if weak else FEATURE + self._in_a_place(hit, plainly=False)
        if before.lower in ("and", "or") and hit.first - 1 in self.ends:
            yield LISTED
        if before.lower in lists.prepositions:
            yield PREPOSITION
        yield from self._names_before(hit, before, token)

    def _names_before(self, hit: Hit, before: Token, token: Token) -> Iterator[float]:
        """The same of a word that is itself a name, of a person or of the other end of a road."""
        lists = self.lists
        if self._quiet(token):
            named = caseless.is_given_name(before, lists)
        else:
            named = before.capital and before.lower in lists.given_names
        if named:
            yield AFTER_GIVEN
        if before.shouted and hit.last - hit.first == 1 and before.lower in lists.surnames:
            yield AFTER_CAPITAL
        if token.gap.strip() in HYPHENS and self._ends_of_road(hit.last):
            yield FEATURE
        if before.capital and not before.shouted and not self._plain(hit, before):
            yield AFTER_GIVEN if len(before.folded) == 1 else AFTER_CAPITAL

    def _plain(self, hit: Hit, before: Token) -> bool:
        """Whether the capital of the word before is no part of a longer name: sentence opening, place, people."""
        opening = before.opens and (before.lower in self.lower_seen or before.lower in self.lists.common_words)
        other = before.lower in ("the", "a", "an") or before.folded in self.gazetteer.demonyms
        return opening or other or hit.first in self.ends

    # ---- what stands behind

    def _lies_in_next(self, hit: Hit) -> bool:
        """Whether the name behind the comma is that of a unit or country around one of the places of this name."""
        outer = self.begun.get(hit.last)
        return outer is not None and caseless.lies_in(self.gazetteer.by_key(hit.key), self.gazetteer.by_key(outer))

    def _right(self, hit: Hit) -> float:
        if hit.last >= len(self.tokens):
            return 0.0
        after = self.tokens[hit.last]
        if after.gap.rstrip() == ",":
            dated = (self.lower_text or after.shouted) and after.lower[0].isdigit() and self.tokens[hit.first].opens
            if self._quiet(after) and hit.last in self.begun and self._lies_in_next(hit):
                return BEHIND_COMMA + caseless.IN_A_PLACE
            return BEHIND_COMMA if hit.last in self.begun or dated else 0.0
        if self._quiet(after) and self.tokens[hit.first].opens and caseless.is_dash(after.gap):
            return caseless.IN_A_PLACE
        if after.gap[:2] in OWNS:
            saint = self.tokens[hit.first].folded == "st" and after.capital
            return ORGANIZATION if saint else FEATURE / 2 if after.lower in self.lists.features else 0.0
        return next(self._right_signs(hit, after), 0.0) if after.near else 0.0

    def _right_signs(self, hit: Hit, after: Token) -> Iterator[float]:
        """The weights of what the word behind says; the first one counts."""
        lists, last = self.lists, self.tokens[hit.last - 1].lower
        following = self.tokens[hit.last + 1].lower if hit.last + 1 < len(self.tokens) else ""
        if after.lower in lists.not_before or (following in lists.not_before and not after.capital and not after.opens):
            yield OTHER_THING if after.lower in lists.not_before else 0.0
        if after.lower in lists.bearings and after.capital:
            yield FEATURE / 2
        if after.gap == "-" or (after.gap.strip() in HYPHENS and self._ends_of_road(hit.last + 1)):
            yield self._compound(hit, after)
        if after.lower in lists.speech_verbs:
            named = last in lists.given_names or last in lists.surnames
            yield SPEAKS if named and not self._placed(hit) else 0.0
        if self._quiet(self.tokens[hit.first]):
            yield from self._right_signs_without_case(hit, after)
        if after.lower in lists.ways and self.tokens[hit.first].gap.strip() in HYPHENS:
            yield FEATURE
        if (after.lower in lists.public_words or last in lists.counties) and after.capital:
            yield 0.0
        if after.lower in lists.features and (not after.capital or after.lower not in lists.organization_words):
            yield FEATURE
        if after.lower in lists.organization_words and (after.capital or after.shouted):
            yield ORGANIZATION / 2 if after.shouted else ORGANIZATION
        if (
            after.shouted
            and hit.last - hit.first == 1
            and (after.lower in lists.surnames or after.lower in lists.given_names)
        ):
            yield BEFORE_CAPITAL
        other = after.capital and not after.shouted and after.folded not in self.gazetteer.demonyms
        if other and after.lower not in lists.titles and after.lower not in lists.never:
            yield AFTER_GIVEN if hit.last - hit.first == 1 and last in lists.given_names else BEFORE_CAPITAL

    def _compound(self, hit: Hit, after: Token) -> float:
        """What a word joined to the name by a hyphen says ("Northtown-based")."""
        if self._ends_of_road(hit.last + 1):
            return FEATURE
        if self._quiet(after) and after.lower == "based":
            return FEATURE
        if hit.last in self.begun:
            return 0.0
        return COMPOUND if after.capital and not self._quiet(after) else COMPOUND / 4

    def _right_signs_without_case(self, hit: Hit, after: Token) -> Iterator[float]:
        """The same where capitals say nothing; small letters say less still, and nothing else is asked of them."""
        lists, known = self.lists, after.lower in self.lists.features
        if known and self._nothing_else(hit):
            yield FEATURE + caseless.IN_A_PLACE
        if caseless.is_of_a_town(after, lists):
            yield FEATURE
        if not self.lower_text:
            return
        if caseless.is_organization(after, lists):
            yield ORGANIZATION / 2
        if hit.last - hit.first == 1 and caseless.is_person(self.tokens[hit.first], after, lists):
            yield BEFORE_CAPITAL
        yield FEATURE / 2 if known else 0.0

    def _ends_of_road(self, place: int) -> bool:
        """Whether the word tells that the two names before it, joined by a hyphen, are where a road ends."""
        return place < len(self.tokens) and self.tokens[place].near and self.tokens[place].lower in self.lists.ways

    def _placed(self, hit: Hit) -> bool:
        """Whether a preposition of place stands before the name."""
        return hit.first > 0 and self.tokens[hit.first - 1].lower in self.lists.strong_prepositions

    # ---- what the rest of the text says

    def _elsewhere(self, hit: Hit) -> float:
        name = self._name(hit)
        if name in self.told and self._quiet(self.tokens[hit.first]):
            return caseless.TOLD_ELSEWHERE
        if name in self.sure:
            return PLACE_ELSEWHERE
        if hit.last - hit.first == 1 and name in self.persons:
            return PERSON_ELSEWHERE / 2 if self._placed(hit) else PERSON_ELSEWHERE
        return 0.0
