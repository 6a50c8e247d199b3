"""What the first words of a list entry lend to the words after them, where they have no verb of their own.

"Northtown, 4 May 2011: car bomb beside a bus. Four dead." names weapon and bus before the toll; "Ana Ruiz, mayor.
Shot dead in May 2011." names the victim in a sentence of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from tallybook.codebook.inference import load_inference
from tallybook.extract.acts import Act, Harm, Party
from tallybook.extract.clause import Clause
from tallybook.extract.parties import Suffering, add_patient
from tallybook.extract.phrases import Phrase
from tallybook.extract.segment import Sentence

FIXED = frozenset(("facility", "infrastructure", "vehicle"))
"""Kinds of things by which an entry says what was hit."""
Parsed = Callable[[int], Clause]


def lend_openings(groups: Sequence[list[Act]], sentences: Sequence[Sentence], parsed: Parsed) -> None:
    """Gives the first act of every list entry what stands before it, and a participle the name it is said of."""
    items = ((number, one.paragraph) for number, one in enumerate(sentences) if one.kind == "item")
    for _, entry in groupby(items, key=lambda one: one[1]):
        numbers = [number for number, _ in entry]
        acts = sorted((act for number in numbers for act in groups[number]), key=lambda act: act.start)
        if acts:
            _lend(acts, _before(acts[0], numbers, parsed))
            _name(acts, numbers, groups, parsed)


def _before(act: Act, numbers: Sequence[int], parsed: Parsed) -> list[Phrase]:
    """What an entry names before an act, up to the first verb."""
    found: list[Phrase] = []
    for number in numbers:
        if number > act.sentence:
            break
        clause = parsed(number)
        verb = next((one.start for one in clause.chunks if one.kind == "VG"), act.start)
        found += [one for one in clause.phrases if one is not None and one.end <= min(verb, act.start)]
    return found


def _lend(acts: Sequence[Act], named: Sequence[Phrase]) -> None:
    first = acts[0]
    if not any(act.weapons for act in acts):
        first.weapons += [one for one in named if one.kind == "weapon"][:1]
    if not any(act.perpetrators for act in acts):
        first.perpetrators += [Party(one) for one in named if _attacks(one)][:1]
    if not any(act.sites or _things(act) for act in acts):
        first.sites += [one for one in named if one.kind == "thing" and one.entry and one.entry.kind in FIXED]


def _attacks(phrase: Phrase) -> bool:
    """Whether people are named by an attack alone: gunmen, bombers."""
    return phrase.kind == "people" and phrase.entry is not None and phrase.entry.category in load_inference().assailants


def _things(act: Act) -> bool:
    return any(harm.phrase.kind == "thing" for harm in act.harms)


def _name(acts: Sequence[Act], numbers: Sequence[int], groups: Sequence[list[Act]], parsed: Parsed) -> None:
    """Puts the one whom an entry names in its first sentence in the place of the victim left out, or of "him"."""
    if len(numbers) == 1 or groups[numbers[0]]:
        return
    head = next((one for one in parsed(numbers[0]).phrases if one is not None and one.tokens), None)
    if head is None or head.kind != "name" or any(one.kind == "VG" for one in parsed(numbers[0]).chunks):
        return
    opening = parsed(numbers[1]).chunks[0]
    sense = opening.trigger.trigger.verb if opening.trigger and opening.trigger.trigger else None
    for act in acts:
        if act.start == opening.start and sense is not None and sense.outcome and not act.harms:
            add_patient(act, head, Suffering(outcome=sense.outcome, thing=None))
        elif act.fates:
            act.harms.insert(0, Harm(head, "killed"))
