"""The chunks of a sentence as a clause: what stands before a verb as its subject, and after it as its object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.extract.asides import (
    before_of_whom,
    is_apposed,
    nearest_person,
    relative_before,
    telling_more,
    verb_around,
    whom_before,
)
from tallybook.extract.chunks import Chunk
from tallybook.extract.partitives import (
    accompanying,
    by_verb,
    counted_member,
    goes_on_list,
    goes_on_passive,
    hangs_on,
    inverted,
    is_among,
    joined_by,
    led_together,
    of_two_callings,
    only_fatal,
    only_joints,
    reduced,
    said_aside,
    shares_doer,
    siding_with,
    taken_for,
    two_of_one_verb,
    whole_before,
    without_parts,
)
from tallybook.extract.phrases import YEAR_OLD, Phrase, Reader
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

KIN = "relatives"
"""The category of the people lexicon whose words, in a list, name one more: "Tom Varley, his wife and two sons"."""
_CLAUSE_ENDS = frozenset((".", "S", "VG", "R"))
_NOMINAL = ("NP", "O")


@dataclass(slots=True)
class Clause:
    """The chunks of one sentence with the noun phrases understood, and its words; asks for subjects and objects."""

    chunks: list[Chunk]
    phrases: list[Phrase | None]
    words: frozenset[str]

    def subject(self, place: int) -> list[Phrase]:
        """The noun phrases that the verb group at ``place`` is about, conjoined ones all."""
        passed: list[list[int]] = []
        if counted := accompanying(self.chunks, self.phrases, place):
            return counted
        while True:
            left, segment = self._before_verb(place)
            relative = [number for number in segment if self.chunks[number].kind == "R"]
            if relative:
                if all(self.chunks[number].kind in ("A", ",", "R", "T", '"') for number in range(relative[-1], place)):
                    found = self._antecedent(relative[-1])
                    break
                segment = [number for number in segment if number > relative[-1]]
            if passed and (outer := verb_around(self.chunks, left, place)) is not None:
                place = outer
                continue
            if left >= 0 and self.chunks[left].kind == "VG":
                if (opens := relative_before(self.chunks, left, place)) is not None:
                    found = self._antecedent(before_of_whom(self.chunks, self.phrases, opens))
                    break
                if whom_before(self.chunks, left, place):
                    found = self._antecedent(left - 2)
                    break
                tried = left == place - 1 and self.chunks[left].low in load_clause_words().trying
                taken = taken_for(self.chunks, left - 1)
                left -= taken
                aside = said_aside(self.chunks, left, place)
                described = tried or taken or aside or self._describes(left) or hangs_on(self.chunks, left, place)
                if described or goes_on_passive(self.chunks, left, place) or only_joints(self.chunks, segment, place):
                    place = left - aside
                    continue
                if led_together(self.chunks, left, place):
                    return []
                told = relative[-1:] == [left + 1]  # "police learned that X, of Northtown, had"
                said = told or self.chunks[left].tokens[-1].low in load_clause_words().saying
                own = self._without_aside(segment)
                own = own if said and own and self.chunks[own[0]].kind in _NOMINAL else self._own_part(own, place)
                if segment and not own:
                    passed.append(segment)
                    place = left
                    continue
                segment = own
            found = self._heads(segment) or nearest_person(self.phrases, segment)
            break
        return found or next((people for one in reversed(passed) if (people := nearest_person(self.phrases, one))), [])

    def _before_verb(self, place: int) -> tuple[int, list[int]]:
        """The chunk that bounds the words before a verb group on the left (-1 for none), and the chunks in between."""
        left = place - 1
        while left >= 0 and self.chunks[left].kind not in (".", "S", "VG"):
            left -= 1
        return left, without_parts(self.chunks, range(left + 1, place))

    def _without_aside(self, segment: list[int]) -> list[int]:
        """A stretch without its closing aside: "five people, including a boy, were killed"."""
        commas = [number for number in segment if self.chunks[number].kind == ","]
        if len(commas) > 1 and segment[-1] == commas[-1]:
            return [number for number in segment if number < commas[-2]]
        return segment

    def _describes(self, place: int) -> bool:
        """Whether a verb group only describes the noun before it ("staff returning from a visit were abducted")."""
        if not (
            0 < place < len(self.chunks) - 1 and self.chunks[place - 1].kind == "NP" and reduced(self.chunks, place)
        ):
            return False
        low = self.chunks[place].tokens[0].low
        after = next((one.kind for one in self.chunks[place + 1 :] if one.kind != "A"), ".")  # "dressed up in"
        bare = after in ("P", "T") or low.endswith("ing")
        return bare and low not in load_clause_words().saying

    def _own_part(self, segment: list[int], place: int) -> list[int]:
        """After another verb only what follows the last "and", "but" or comma belongs to this one."""
        breaks = [number for number in segment if self.chunks[number].kind in ("C", ",")]
        if not breaks:
            return segment
        first = breaks[-1]
        if two_of_one_verb(self.chunks, breaks, place):
            return [number for number in segment if number > breaks[-2]]
        first -= 2 * (self.chunks[first].kind == "C" and counted_member(self.chunks, self.phrases, first, breaks))
        return [number for number in segment if number > first]

    def _antecedent(self, relative: int) -> list[Phrase]:
        number = relative - 1
        while number >= 0 and self.chunks[number].kind in (",", "A", "T", "P"):
            number -= 1
        nearest: Phrase | None = None
        while number >= 0 and self.chunks[number].kind == "NP":
            phrase = self.phrases[number]
            nearest = nearest or phrase
            told = phrase is not None and (phrase.victim_like or phrase.kind in ("event", "weapon"))
            site = number > 1 and self.chunks[number - 1].low in load_clause_words().site_leads
            if phrase is not None and told and not (site and phrase.kind == "name"):
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
        while number + 1 < len(segment) and kinds[number] == kinds[number + 1] == "NP":
            number += 1  # a verb that was taken for a noun stands between: "the government confirms 64 people died"
        number += kinds[number : number + 2] == ["NP", "O"] and self.chunks[segment[number] - 1].kind == "VG"
        return self._list(segment[number] if number < len(segment) else -1, stop=segment[-1] + 1 if segment else 0)

    def objects(self, place: int) -> list[Phrase]:
        """The noun phrases straight after the verb group at ``place``."""
        behind = self._after_attachments(place, len(self.chunks))
        turned = place + 1 < behind < len(self.chunks) and inverted(self.chunks, behind, group=place)
        right = behind + 1 if turned else place + 1  # "killed in the raid were a nurse and …"
        while right < len(self.chunks) and (self.chunks[right].kind in ("A", '"') or inverted(self.chunks, right)):
            right += 1
        if right < len(self.chunks) and self.chunks[right].kind in _NOMINAL:
            return self._list(right, stop=len(self.chunks))
        verb = self.chunks[right + 1] if right + 1 < len(self.chunks) and self.chunks[right].kind == "C" else None
        if verb is not None and verb.kind == "VG" and not verb.passive:
            return self.objects(right + 1)  # "killed and wounded 12 people"
        return []

    def joined(self, place: int) -> list[Phrase]:
        """Those whom a verb group takes up after its subject: "was killed along with two guards"."""
        after = self._after_attachments(place, len(self.chunks))
        low = self.chunks[after].low if after < len(self.chunks) else ""
        return self._list(after + 1, stop=len(self.chunks)) if low in load_clause_words().joining else []

    def _list(self, place: int, *, stop: int) -> list[Phrase]:
        """A noun phrase and those joined to it by commas and "and", attachments passed over."""
        found: list[Phrase] = []
        while 0 <= place < stop and self.chunks[place].kind in _NOMINAL:
            phrase = self.whole(place)
            if phrase is not None and not self._apposed(found, phrase, place):
                found.append(phrase)
            following = self._after_attachments(place, stop)
            joint = following
            while joint < stop and goes_on_list(self.chunks[joint]):
                joint += 1
            if joint == following or joint >= stop or self.chunks[joint].kind != "NP":
                break
            if stop == len(self.chunks) and not self._goes_on(following, joint):
                break
            if only_fatal(self.chunks, self.phrases, joint):
                break
            place = joint
        return found

    def _goes_on(self, joint: int, place: int) -> bool:
        """Whether a noun phrase goes on with the list before it; not so in "killing 24, the priest told reporters".

        Its chain ends in no verb; after a comma it is counted or a name, or an "and" still follows.
        """
        joined = closed = any(self.chunks[number].kind == "C" for number in range(joint, place))
        number, last, bare = place, place, False
        while True:
            number = self._after_attachments(last, len(self.chunks))
            step = number
            while step < len(self.chunks) and self.chunks[step].kind in (",", "C", "A"):
                step += 1
            if step == number or step >= len(self.chunks) or self.chunks[step].kind != "NP":
                break
            bare = not any(self.chunks[one].kind == "C" for one in range(number, step))
            closed, joined = joined, joined or not bare
            last = step
        if number < len(self.chunks) and self.chunks[number].kind == "VG" and not reduced(self.chunks, number):
            return closed and bare  # "13 troops and 170 Afghans, an inquiry has found"
        phrase = self.phrases[place]
        if phrase is None:
            return joined
        placed = self.chunks[joint - 2].low in load_clause_words().site_leads  # "by gunmen in Northtown, Northland"
        told = phrase.quantity is not None or (phrase.kind == "name" and not placed)
        return joined or told or (phrase.kind == "people" and not phrase.definite)

    def _apposed(self, found: list[Phrase], phrase: Phrase, place: int) -> bool:
        """Whether a phrase is no further member of a list: "Ana Ruiz, leader of the party", "the party and the union".

        Two names of one person ("the dealer, Juan Gil") are put together.
        """
        if not found or of_two_callings(self.chunks, found[-1], phrase, place):
            return bool(found)
        people = found[0].kind in ("people", "name") and found[0].quantity is None
        if people and phrase.kind in ("actor", "other", "place", "thing", "event", "weapon"):
            return not (phrase.kind == "other" and phrase.article and self.chunks[place - 1].kind == "C")
        if place < 1 or self.chunks[place - 1].kind != ",":
            return False
        if len(found) == 1 and is_apposed(self.chunks, found[0], phrase, place):
            found[0] = telling_more(found[0], phrase)
            return True
        counted = found[-1].quantity
        if counted is not None and counted.best == 1 and found[-1].head in load_role_words().somebody:
            return phrase.article and self._is_office(phrase, place)
        return self._put_together(found, phrase, place)

    def _put_together(self, found: list[Phrase], phrase: Phrase, place: int) -> bool:
        """Whether a name and an office before or after it are one person, who is then put together in the list."""
        last = found[-1]
        bare = last.kind == "other" and not last.article and len(last.tokens) > 1 and phrase.definite
        if (last.kind == "name" or bare) and self._is_office(phrase, place):
            if not last.title:
                found[-1] = replace(last, kind="name", title=phrase.tokens, entry=phrase.entry)
            return True
        aged = phrase.kind == "name" and all(one.low.endswith(YEAR_OLD) for one in phrase.title)
        if aged and last.kind == "people" and not last.plural and last.quantity is None:
            found[-1] = replace(phrase, title=last.tokens, entry=last.entry)
            return True
        return False

    def _is_office(self, phrase: Phrase, place: int) -> bool:
        """Whether a phrase can say what the person named before it is."""
        after = self._after_attachments(place, len(self.chunks))
        ends = after >= len(self.chunks) or self.chunks[after].kind != "C"
        single = phrase.kind == "people" and not phrase.plural and phrase.quantity is None
        kin = phrase.entry is not None and phrase.entry.category == KIN and not ends
        return single and not kin and (ends or not phrase.article)

    def whole(self, place: int) -> Phrase | None:
        """The number with the group it is taken from: "two of the soldiers"; so "members of X", "a group of men"."""
        phrase = self.phrases[place]
        first = whole_before(self.chunks, place) if phrase is not None and phrase.kind == "number" else None
        whole = self.phrases[first] if first is not None else None
        if phrase is None or whole is not None or place + 2 >= len(self.chunks):
            return phrase if phrase is None or whole is None else joined_by(phrase, whole, "of") or phrase
        group, link = self.phrases[place + 2], self.chunks[place + 1].low
        if phrase.kind == "number" and link == "of" and self.chunks[place + 2].kind == "R":
            return None  # "one of whom"
        if link in load_clause_words().siding:
            return siding_with(phrase, self.chunks[place + 2].low, self.phrases[place + 3 : place + 4])
        if group is None or link not in load_clause_words().partitive:
            return phrase
        if phrase.kind == "number" and group.kind == "pronoun":
            return replace(phrase, definite=True) if by_verb(self.chunks, place, place + 3) else None
        return joined_by(phrase, group, link) or phrase

    def _after_attachments(self, place: int, stop: int) -> int:
        number = place + 1
        while number + 1 < stop:
            kind = self.chunks[number].kind
            if (
                kind == "P"
                and self.chunks[number].low not in load_clause_words().including
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
        """Preposition and noun phrase pairs after ``place``, to the end of the clause.

        With ``across`` to that of the next verb ("the explosion took place in a market").
        """
        found: list[tuple[str, Phrase]] = []
        number = place + 1
        while number < len(self.chunks):
            kind = self.chunks[number].kind
            if across and kind == "VG":
                across = False
            elif number > place + 1 and shares_doer(self.chunks, number):
                pass  # "was seized and held by": the doer of the second is the doer of the first
            elif kind in _CLAUSE_ENDS and not (kind == "VG" and reduced(self.chunks, number)):
                break
            behind = [one.kind for one in self.chunks[number + 1 : number + 3]] if kind == "P" else []
            if "A" in behind[:1] or set(behind[:1]) & set(_NOMINAL):  # "by rebels", "by allegedly the army"
                first = number + 1 + (behind[0] == "A")
                found += [(self.chunks[number].low, one) for one in self._list(first, stop=len(self.chunks))]
            number += 1
        return found

    def belonging(self, place: int) -> list[Phrase]:
        """What the first "of" after a noun brings, past where and when: "the killing in the town of two men"."""
        number = place + 1
        while number + 1 < len(self.chunks) and self.chunks[number].kind in ("P", "T", "A", "V"):
            if self.chunks[number].low == "of":
                first = number + 2 if self.chunks[number + 1].kind == "A" else number + 1
                return self._list(first, stop=len(self.chunks))
            number += 2 if self.chunks[number].kind == "P" else 1
        return []

    def members(self, place: int) -> list[tuple[Chunk, Phrase]]:
        """Groups named as part of what stands before: "including three children", "among them a nurse"."""
        including = load_clause_words().including
        found = []
        for number in range(place + 1, len(self.chunks) - 1):
            if self.chunks[number].kind == ".":
                break
            if self.chunks[number].low in including and not is_among(self.chunks, number):
                first = number + 1
                while first < len(self.chunks) and self.chunks[first].kind in ("O", "A", ","):
                    first += 1
                found += [(self.chunks[number], phrase) for phrase in self._list(first, stop=len(self.chunks))]
            found += self._of_them(number)
        return found

    def _of_them(self, number: int) -> list[tuple[Chunk, Phrase]]:
        """A number taken from those just counted: "132 of them children"."""
        phrase = self.phrases[number]
        if phrase is None or phrase.kind != "number" or number + 2 >= len(self.chunks):
            return []
        back = self.chunks[number + 2]
        them = back.kind in ("O", "R") and back.low in load_clause_words().of_them
        if (
            not them
            or self.chunks[number + 1].low != "of"
            or (back.kind == "O" and by_verb(self.chunks, number, number + 3))
        ):
            return []
        group = self.phrases[number + 3] if number + 3 < len(self.chunks) else None
        who = group if group is not None and group.kind == "people" and group.quantity is None else phrase
        return [(back, replace(who, quantity=phrase.quantity))]


def clause_of(chunks: list[Chunk], reader: Reader) -> Clause:
    """The clause over chunks, each noun phrase understood."""
    words = frozenset(" ".join([one.low for one in chunks]).split())
    return Clause(chunks, [reader.phrase(one) if one.kind in _NOMINAL else None for one in chunks], words)
