"""Verbs and event nouns with what depends on them: who did what to whom, read off the chunks of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tallybook.extract.acts import Act, Figure, Harm, Party
from tallybook.extract.chunks import Chunk
from tallybook.extract.phrases import Phrase, Reader
from tallybook.lang.base import Lexicon
from tallybook.lang.triggers import NounSense, VerbSense

TARGET_PREPOSITIONS = frozenset(
    ("on", "against", "at", "upon", "into", "targeting", "toward", "towards", "outside", "near", "inside")
)
WEAPON_PREPOSITIONS = frozenset(("with", "using", "by", "from", "of", "in"))
SITE_PREPOSITIONS = frozenset(("in", "at", "outside", "near", "inside", "on", "into", "aboard", "through"))
AIMED = frozenset(("against", "at", "on", "into", "toward", "towards"))
AIRCRAFT = frozenset(
    "warplane warplanes plane planes jet jets aircraft helicopter helicopters gunship gunships bomber bombers antonov drone drones airplanes airplane".split()
)
"""Things that stand as the doer of an air strike."""
SAYING = frozenset(
    "reported confirmed announced added stated claimed noted declared indicated revealed alleged warned explained suggested".split()
)
"""Verbs of saying that end like participles."""
MEMBERS = frozenset(
    [
        "member",
        "members",
        "militant",
        "militants",
        "fighter",
        "fighters",
        "guerrilla",
        "guerrillas",
        "terrorist",
        "terrorists",
        "troop",
        "troops",
        "elements",
        "element",
        "unit",
        "column",
        "commando",
        "command",
        "cadre",
        "cadres",
        "faction",
        "wing",
        "leader",
        "combatants",
        "rebels",
    ]
)
"""Heads that an organisation's name may follow after "of": the people and the organisation are both named."""
BANDS = frozenset(
    [
        "group",
        "groups",
        "band",
        "number",
        "handful",
        "dozens",
        "team",
        "column",
        "unit",
        "squad",
        "pair",
        "crowd",
        "gang",
        "mob",
        "majority",
        "rest",
    ]
)
"""Heads that only say how people came: "a group of armed men" are armed men."""
OFFICES = frozenset(
    [
        "office",
        "offices",
        "branch",
        "branches",
        "headquarters",
        "facility",
        "facilities",
        "installation",
        "installations",
        "residence",
        "residences",
        "house",
        "houses",
        "home",
        "homes",
        "building",
        "buildings",
        "premises",
    ]
)
"""Heads that say little without whose they are: "the offices of the development bank"."""
MEMBER_CUES = frozenset(("including", "include", "includes", "included", "among"))
_CLAUSE_ENDS = frozenset((".", "S", "VG", "R"))
_NOMINAL = ("NP", "O")


@dataclass(slots=True)
class Clause:
    """The chunks of one sentence with the noun phrases understood; asks for subjects, objects and complements."""

    chunks: list[Chunk]
    phrases: list[Phrase | None]

    # -- leftwards

    def subject(self, place: int) -> list[Phrase]:
        """The noun phrases that the verb group at ``place`` is about, conjoined ones all."""
        left = place - 1
        while left >= 0 and self.chunks[left].kind not in (".", "S", "VG"):
            left -= 1
        segment = list(range(left + 1, place))
        relative = [number for number in segment if self.chunks[number].kind == "R"]
        if relative and all(
            self.chunks[number].kind in ("A", ",", "R", "T", '"') for number in range(relative[-1], place)
        ):
            return self._antecedent(relative[-1])
        if relative:
            segment = [number for number in segment if number > relative[-1]]
        verb_before = left >= 0 and self.chunks[left].kind == "VG"
        if verb_before and self._describes(left):
            return self.subject(left)
        if verb_before and segment and all(self.chunks[number].kind in ("C", "A", ",") for number in segment):
            return self.subject(left)
        if verb_before:
            own = self._own_part(segment)
            if not own and segment:
                return self.subject(left) or self._nearest_person(segment)
            segment = own
        return self._heads(segment) or self._nearest_person(segment)

    def _nearest_person(self, segment: Sequence[int]) -> list[Phrase]:
        """Where no head stands free ("in the presence of X, the leader, in the capital, was killed"), the person named last."""
        people = [
            phrase
            for number in segment
            if (phrase := self.phrases[number]) is not None and phrase.kind in ("name", "people")
        ]
        names = [phrase for phrase in people if phrase.kind == "name"]
        return (names or people)[-1:]

    def _describes(self, place: int) -> bool:
        """Whether a verb group only describes the noun before it ("staff returning from a visit were abducted")."""
        if (
            not self._reduced(place)
            or place == 0
            or self.chunks[place - 1].kind != "NP"
            or place + 1 >= len(self.chunks)
        ):
            return False
        return self.chunks[place + 1].kind in ("P", "T") and self.chunks[place].tokens[0].low not in SAYING

    def _own_part(self, segment: list[int]) -> list[int]:
        """After another verb only what follows the last "and", "but" or comma belongs to this one."""
        breaks = [number for number in segment if self.chunks[number].kind in ("C", ",")]
        return [number for number in segment if number > breaks[-1]] if breaks else segment

    def _antecedent(self, relative: int) -> list[Phrase]:
        number = relative - 1
        while number >= 0 and self.chunks[number].kind in (",", "A", "T", "P"):
            number -= 1
        nearest: Phrase | None = None
        while number >= 0 and self.chunks[number].kind == "NP":
            phrase = self.phrases[number]
            nearest = nearest or phrase
            if phrase is not None and (phrase.victim_like or phrase.kind in ("event", "weapon")):
                return [phrase]
            number -= 2 if number >= 1 and self.chunks[number - 1].kind == "P" else 1
        return [nearest] if nearest else []

    def _heads(self, segment: Sequence[int]) -> list[Phrase]:
        """The heads of a stretch: leading "in Kabul on Friday," passed over, "of" and other attachments left out."""
        number = 0
        kinds = [self.chunks[one].kind for one in segment]
        while number < len(kinds) and kinds[number] not in _NOMINAL:
            if kinds[number] == "P":
                number += 1
                while (
                    number < len(kinds)
                    and kinds[number] in ("NP", "P", "T", "O")
                    and not (kinds[number] == "NP" and kinds[number - 1] not in ("P",))
                ):
                    number += 1
            else:
                number += 1
        return self._list(segment[number] if number < len(segment) else -1, stop=segment[-1] + 1 if segment else 0)

    # -- rightwards

    def objects(self, place: int) -> list[Phrase]:
        """The noun phrases straight after the verb group at ``place``."""
        right = place + 1
        while right < len(self.chunks) and self.chunks[right].kind in ("A", '"'):
            right += 1
        if right < len(self.chunks) and self.chunks[right].kind in _NOMINAL:
            return self._list(right, stop=len(self.chunks))
        return []

    def _list(self, place: int, *, stop: int) -> list[Phrase]:
        """A noun phrase and those joined to it by commas and "and", attachments passed over."""
        found: list[Phrase] = []
        while 0 <= place < stop and self.chunks[place].kind in _NOMINAL:
            phrase = self._partitive(place)
            if phrase is not None and not self._apposed(found, phrase, place):
                found.append(phrase)
            following = self._after_attachments(place, stop)
            joint = following
            while joint < stop and self.chunks[joint].kind in (",", "C", "A"):
                joint += 1
            if joint == following or joint >= stop or self.chunks[joint].kind != "NP":
                break
            after = self._after_attachments(joint, len(self.chunks))
            if (
                stop == len(self.chunks)
                and after < len(self.chunks)
                and self.chunks[after].kind == "VG"
                and not self._reduced(after)
            ):
                break
            place = joint
        return found

    def _apposed(self, found: list[Phrase], phrase: Phrase, place: int) -> bool:
        """ "Ana Ruiz, leader of the party", "the dealer, Juan Gil": two names of one person, put together; and what is no
        further member of a list of people ("leader of the party and the union").
        """
        if not found:
            return False
        last, joined = found[-1], self.chunks[place - 1].kind == "C"
        people = found[0].kind in ("people", "name") and found[0].quantity is None
        if people and phrase.kind in ("actor", "other", "place", "thing", "event", "weapon"):
            return True
        if joined or place < 1 or self.chunks[place - 1].kind != ",":
            return False
        after = self._after_attachments(place, len(self.chunks))
        ends = after >= len(self.chunks) or self.chunks[after].kind != "C"
        role = (
            phrase.kind == "people" and not phrase.plural and phrase.quantity is None and (ends or not phrase.article)
        )
        if last.kind == "name" and role:
            return True
        if (
            last.kind == "people"
            and not last.plural
            and last.quantity is None
            and phrase.kind == "name"
            and not phrase.title
        ):
            found[-1] = replace(phrase, title=last.tokens, entry=last.entry)
            return True
        return False

    def _partitive(self, place: int) -> Phrase | None:
        """ "Two of the soldiers": the number with the group it is taken from."""
        phrase = self.phrases[place]
        if phrase is None or place + 2 >= len(self.chunks) or self.chunks[place + 1].low not in ("of", "from"):
            return phrase
        group = self.phrases[place + 2]
        if phrase.kind == "number" and group is not None and group.kind == "pronoun":
            return None
        words = phrase.low.split()
        if words and group is not None and words[-1] in MEMBERS and group.actor is not None:
            return replace(phrase, actor=group.actor, kind="people")
        if words and group is not None and words[-1] in BANDS and group.kind == "people":
            return replace(
                group,
                start=phrase.start,
                core_start=phrase.core_start,
                quantity=phrase.quantity or group.quantity,
                place=phrase.place,
            )
        if words and words[-1] in OFFICES and group is not None and self.chunks[place + 1].low == "of":
            return replace(phrase, end=group.end)
        if phrase.kind != "number":
            return phrase
        if group is None or group.quantity is not None or group.kind not in ("people", "actor", "name"):
            return phrase
        return replace(group, start=phrase.start, quantity=phrase.quantity, place=phrase.place)

    def _reduced(self, place: int) -> bool:
        """Whether a verb group is a participle that only describes what stands before it."""
        group = self.chunks[place]
        low = group.tokens[0].low
        return len(group.tokens) == 1 and group.trigger is None and low.endswith(("ed", "ing")) and low not in SAYING

    def _after_attachments(self, place: int, stop: int) -> int:
        number = place + 1
        while number + 1 < stop:
            kind = self.chunks[number].kind
            if (
                kind == "P"
                and self.chunks[number].low not in MEMBER_CUES
                and self.chunks[number + 1].kind in ("NP", "T", "O")
            ):
                number += 2
            elif kind == "T":
                number += 1
            elif kind == "(":
                close = next(
                    (one for one in range(number, min(stop, number + 9)) if self.chunks[one].kind == ")"), number
                )
                number = close + 1
            else:
                break
        return number

    def complements(self, place: int, *, across: bool = False) -> list[tuple[str, Phrase]]:
        """Preposition and noun phrase pairs after ``place``, to the end of the clause; with ``across`` to that of the next
        verb ("the explosion took place in a market").
        """
        found: list[tuple[str, Phrase]] = []
        number = place + 1
        while number < len(self.chunks):
            kind = self.chunks[number].kind
            if across and kind == "VG":
                across = False
            elif kind in _CLAUSE_ENDS and not (kind == "VG" and self._reduced(number)):
                break
            if kind == "P" and number + 1 < len(self.chunks) and self.chunks[number + 1].kind in _NOMINAL:
                for phrase in self._list(number + 1, stop=len(self.chunks)):
                    found.append((self.chunks[number].low, phrase))
            number += 1
        return found

    def members(self, place: int) -> list[tuple[Chunk, Phrase]]:
        """Groups named as part of what stands before: "including three children", "among them a nurse"."""
        found = []
        for number in range(place + 1, len(self.chunks) - 1):
            if self.chunks[number].kind == ".":
                break
            if self.chunks[number].low in MEMBER_CUES:
                first = number + 1
                while first < len(self.chunks) and self.chunks[first].kind in ("O", "A", ","):
                    first += 1
                found += [(self.chunks[number], phrase) for phrase in self._list(first, stop=len(self.chunks))]
            found += self._of_them(number)
        return found

    def _of_them(self, number: int) -> list[tuple[Chunk, Phrase]]:
        """ "132 of them children": a number taken from those just counted."""
        phrase = self.phrases[number]
        if phrase is None or phrase.kind != "number" or number + 2 >= len(self.chunks):
            return []
        back = self.chunks[number + 2]
        if (
            self.chunks[number + 1].low != "of"
            or back.kind not in ("O", "R")
            or back.low not in ("them", "whom", "these", "those")
        ):
            return []
        group = self.phrases[number + 3] if number + 3 < len(self.chunks) else None
        who = group if group is not None and group.kind == "people" and group.quantity is None else phrase
        return [(back, replace(who, quantity=phrase.quantity))]


def clause_of(chunks: list[Chunk], reader: Reader) -> Clause:
    """The clause over chunks, each noun phrase understood."""
    return Clause(chunks, [reader.phrase(one) if one.kind in _NOMINAL else None for one in chunks])


def verb_act(clause: Clause, group: Chunk, sense: VerbSense, *, sentence: int, reader: Reader) -> Act | None:
    """What a verb group says, or None where it says nothing that happened."""
    trigger = group.trigger
    if trigger is None or trigger.trigger is None:
        return None
    act = Act(
        sentence=sentence,
        start=trigger.start,
        end=trigger.end,
        lemma=sense.lemma,
        event=sense.event,
        strong=sense.strong,
    )
    objects = clause.objects(group.place)
    subject = clause.subject(group.place)
    passive = _is_passive(group, sense, objects, subject)
    agents, patients = ([], subject) if passive else (subject, objects)
    if not passive and trigger.trigger.form == "ing" and _after_passive(clause, group):
        agents = []
    if sense.patient == "subject":
        agents, patients = [], subject or objects
    elif sense.patient == "none":
        agents, patients = subject, []
    complements = clause.complements(group.place)
    if passive or sense.patient != "object":
        agents = agents + [phrase for word, phrase in complements if word == "by"]
    if sense.weapon:
        _weapon_frame(act, sense, agents, patients, complements)
    else:
        _fill(act, sense, agents, patients)
    _fill_complements(act, complements)
    _members(act, clause, group.place, sense)
    return act


def _after_passive(clause: Clause, group: Chunk) -> bool:
    """Whether a participle hangs on a passive clause, whose subject did nothing: "X was hit, killing three"."""
    before = next((one for one in reversed(clause.chunks[: group.place]) if one.kind == "VG"), None)
    return before is not None and before.passive


def _is_passive(group: Chunk, sense: VerbSense, objects: Sequence[Phrase], subject: Sequence[Phrase]) -> bool:
    form = group.trigger.trigger.form if group.trigger and group.trigger.trigger else "base"
    if group.passive:
        return True
    if form not in ("past", "participle") or group.perfect:
        return False
    if objects and not (objects[0].kind == "number" and not subject):
        return False
    return bool(subject) or not objects


def _fill(act: Act, sense: VerbSense, agents: Sequence[Phrase], patients: Sequence[Phrase]) -> None:
    for phrase in agents:
        add_agent(act, phrase)
    for number, phrase in enumerate(patients):
        add_patient(act, phrase, outcome=sense.outcome, thing=sense.thing, joined=len(patients) > 1, soft=sense.event == "armed_assault" and sense.outcome == "injured", more=number > 0)  # fmt: skip


def _weapon_frame(
    act: Act,
    sense: VerbSense,
    agents: Sequence[Phrase],
    patients: Sequence[Phrase],
    complements: Sequence[tuple[str, Phrase]],
) -> None:
    """ "A car bomb exploded", "they fired four missiles at", "militants threw a grenade"."""
    act.harms += [
        Harm(phrase, "attacked")
        for word, phrase in complements
        if word in AIMED and phrase.kind in ("thing", "other") and not phrase.low[:1].isdigit()
    ]
    for phrase in [*agents, *patients]:
        if phrase.kind == "weapon" and (sense.stage is None or _one_bomb(phrase)):
            act.weapons.append(phrase)
            act.count = act.count or phrase.quantity
        elif phrase.kind == "thing" and phrase in patients:
            act.sites.append(phrase)
        elif phrase in agents:
            add_agent(act, phrase)
    if act.weapons:
        act.strong = True
    elif not act.strong:
        act.event = None


def _one_bomb(phrase: Phrase) -> bool:
    """Whether it is a bomb laid somewhere rather than arms in store."""
    laid = phrase.entry is not None and phrase.entry.category in ("bomb", "vehicle_bomb", "ied", "suicide_vest")
    return laid and not (phrase.plural and phrase.quantity is None)


def add_agent(act: Act, phrase: Phrase) -> None:
    """Who or what stands as the doer: a person or group, a weapon, or another act that caused this one."""
    if phrase.kind == "actor" and phrase.low.split()[-1] in AIRCRAFT:
        act.events.append("air_strike")
    if phrase.kind == "weapon":
        act.weapons.append(phrase)
    elif phrase.kind == "thing" and phrase.low.split()[-1] in AIRCRAFT:
        act.events.append("air_strike")
    elif phrase.kind == "event":
        if phrase.noun is not None and phrase.noun.event:
            act.events.append(phrase.noun.event)
        act.definite = act.definite or phrase.definite
    elif phrase.doer_like:
        act.perpetrators.append(Party(phrase))


def add_patient(
    act: Act, phrase: Phrase, *, outcome: str | None, thing: str | None, joined: bool = False, soft: bool = False, more: bool = False
) -> None:  # fmt: skip
    """Who or what it was done to, with the figure that the phrase gives."""
    if (
        thing
        and outcome is None
        and not phrase.title
        and (phrase.kind == "other" or (phrase.kind == "name" and thing != "attacked"))
    ):
        phrase = replace(phrase, kind="thing")
    if phrase.kind == "thing":
        act.harms.append(
            Harm(phrase, thing or ("destroyed" if outcome == "killed" else "damaged" if outcome else None))
        )
        return
    if phrase.kind in ("event", "weapon", "toll", "place"):
        if phrase.kind == "place" and thing:
            act.sites.append(phrase)
        elif phrase.kind == "weapon":
            act.weapons.append(phrase)
        return
    if phrase.kind == "other" and (outcome is None or _common(phrase)):
        return
    if (
        phrase.kind == "other"
        and outcome is not None
        and len(phrase.tokens) == 1
        and phrase.quantity is None
        and phrase.tokens[0].capital
        and not phrase.shouted
    ):
        phrase = replace(phrase, kind="name")
    if phrase.kind not in {"number", "pronoun"} and not (phrase.quantity and phrase.quantity.form == "zero"):
        act.harms.append(Harm(phrase, outcome))
    figure = figure_of(phrase, outcome)
    if figure is not None:
        figure.joined, figure.soft, figure.more = joined, soft, more and phrase.low in ("others", "other", "")
        act.figures.append(figure)


def _common(phrase: Phrase) -> bool:
    """Whether an unknown word with an article is more likely a thing than a person."""
    return phrase.quantity is None and (phrase.article or phrase.definite)


def figure_of(phrase: Phrase, outcome: str | None) -> Figure | None:
    """The count a phrase gives: its number, or one for a single person; none for an uncounted plural."""
    if outcome is None or phrase.kind == "pronoun":
        return None
    if phrase.quantity is not None:
        return Figure(outcome, phrase.quantity.start, phrase.quantity.end, group=phrase, quantity=phrase.quantity)
    single = phrase.kind in ("people", "name") and not phrase.plural and not _is_collective(phrase)
    if not single:
        return None
    return Figure(outcome, phrase.start, phrase.end, group=phrase, scope="individual")


def _is_collective(phrase: Phrase) -> bool:
    return phrase.entry is not None and phrase.entry.kind in ("group", "organization")


def _fill_complements(act: Act, complements: Iterable[tuple[str, Phrase]]) -> None:
    for word, phrase in complements:
        if phrase.kind == "weapon" and word in WEAPON_PREPOSITIONS:
            act.weapons.append(phrase)
        elif phrase.kind == "event" and phrase.noun is not None:
            if word in ("in", "by", "during", "from", "following", "of", "with"):
                act.events.extend([phrase.noun.event] if phrase.noun.event else [])
        elif phrase.kind == "thing" and (
            word in SITE_PREPOSITIONS or (word == "of" and phrase.entry is not None and phrase.entry.kind == "facility")
        ):
            act.sites.append(phrase)


def _members(act: Act, clause: Clause, place: int, sense: VerbSense) -> None:
    if sense.outcome is None:
        return
    for cue, phrase in clause.members(place):
        figure = figure_of(phrase, sense.outcome)
        if figure is not None and phrase.victim_like:
            figure.scope, figure.scope_cue = "subgroup", (cue.start, cue.end)
            act.figures.append(figure)
        if phrase.kind in ("people", "name"):
            act.harms.append(Harm(phrase, sense.outcome))


BY_REACH = 5
"""Chunks between an event noun and the "by" that names its doer; farther off it belongs to something else."""


def _close(clause: Clause, event: Phrase, agent: Phrase) -> bool:
    between = clause.chunks[event.place + 1 : agent.place]
    return len(between) <= BY_REACH and not any(one.kind == "," for one in between)


def _weapon_inside(phrase: Phrase, lexicon: Lexicon) -> Phrase | None:
    """The weapon in "car bomb attack": the longest weapon name among the words before the head."""
    pieces = [
        (token.start + match.start(), token.start + match.end(), match.group())
        for token in phrase.tokens
        for match in _PIECE.finditer(token.low)
    ]
    for length in (3, 2, 1):
        for first in range(len(pieces) - length):
            low = " ".join(piece[2] for piece in pieces[first : first + length])
            entry = lexicon.weapons.get(low)
            if entry is not None and entry.category not in EFFECTS:
                start, end = pieces[first][0], pieces[first + length - 1][1]
                return Phrase(
                    start=start,
                    end=end,
                    core_start=start,
                    low=low,
                    head=low,
                    kind="weapon",
                    entry=entry,
                    place=phrase.place,
                    tokens=phrase.tokens,
                )
    return None


_PIECE = re.compile(r"[\w-]+")
EFFECTS = frozenset(("fire", "torture"))
"""Weapon categories that are rather what happened than what it was done with, when only a noun names them."""


def noun_act(clause: Clause, phrase: Phrase, sense: NounSense, *, sentence: int, lexicon: Lexicon) -> Act:
    """What an event noun with its attachments says."""
    first = phrase.tokens[0] if phrase.tokens else None
    across = [
        other
        for word, other in clause.complements(phrase.place, across=True)
        if other.kind == "thing" and word in SITE_PREPOSITIONS
    ]
    act = Act(
        sentence=sentence, start=phrase.start, end=phrase.end, lemma=sense.lemma, event=sense.event, strong=sense.strong,
        plural=phrase.noun_plural, count=phrase.quantity, definite=phrase.definite, generic=sense.generic,
    )  # fmt: skip
    if phrase.actor is not None:
        actor = phrase.actor
        act.perpetrators.append(Party(actor_phrase(phrase, actor.start, actor.end, actor.text)))
    inside = _weapon_inside(phrase, lexicon)
    if inside is not None:
        act.weapons.append(inside)
    act.fresh = first is not None and first.low in ("another", "other", "similar", "second", "third", "separate", "new")
    for word, other in clause.complements(phrase.place):
        if word == "of" and sense.of in ("victim", "target"):
            add_patient(act, other, outcome=sense.outcome, thing="attacked")
        elif word == "by" and _close(clause, phrase, other):
            add_agent(act, other)
        elif word in TARGET_PREPOSITIONS and other.kind in ("thing", "people", "name", "actor"):
            if other.kind == "thing" and word in ("at", "outside", "near", "inside"):
                act.sites.append(other)
            elif other.kind == "thing":
                act.harms.append(Harm(other, "attacked"))
            elif sense.strong:
                act.harms.append(Harm(other, None))
        elif word in ("in", "at") and other.kind == "thing":
            act.sites.append(other)
        elif word in ("with", "using") and other.kind == "weapon":
            act.weapons.append(other)
        elif word == "between" and sense.event == "armed_clash":
            act.perpetrators.append(Party(other))
    hit = [harm.phrase for harm in act.harms]
    act.sites += [other for other in across if other not in act.sites and other not in hit]
    act.generic = act.generic or (act.plural and act.count is None and not act.figures)
    return act


def actor_phrase(phrase: Phrase, start: int, end: int, text: str) -> Phrase:
    """The actor's name inside a larger phrase as a phrase of its own."""
    return Phrase(
        start=start, end=end, core_start=start, low=text.lower(), head=text.lower(), kind="actor", actor=phrase.actor,
        place=phrase.place, tokens=tuple(token for token in phrase.tokens if start <= token.start < end),
    )  # fmt: skip
