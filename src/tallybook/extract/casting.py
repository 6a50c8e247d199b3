"""Who and what of all that a document names plays a part in each of its stories: candidates, weighed by learnt weights.

The rules say how a candidate stands to a story; a small logistic model for each part says how likely it plays it. The
weights are data of a profile (``tallybook.codebook.casting``); without them the rules alone decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import exp, fsum

from tallybook.codebook.casting import Casting, PartWeights
from tallybook.extract.acts import Act, Harm, Party
from tallybook.extract.assembly import Cast, Story
from tallybook.extract.candidates import PARTS, Candidate, Part, candidates
from tallybook.extract.clause import Clause
from tallybook.extract.forms import Form, forms
from tallybook.extract.phrases import Phrase, Reader
from tallybook.extract.standing import Rivals, View, own, rivals_of, standing, views
from tallybook.lang.aftermath import load_aftermath

MOST_STORIES = 20
"""A page of more stories is a list, whose entries say themselves who plays a part in them."""
GRAVITY = ("killed", "captured", "injured", "destroyed", "damaged", "attacked", None)
"""Effects, the gravest first."""
OPEN = ("captured", "attacked", None)
"""Effects that leave open how somebody or something came out of it."""
REPEATED = 0.7
"""What is left of the chance to play a part in a story where another story of the page is likelier: few do in two."""
LEAST_DOER = 0.15
"""From here on the likeliest doer has done what nobody else is likely enough to have done."""
DOERS = ("individual", "organization")
BESIDE_LIKELIER = {"individual": 0.7, "weapon": 0.85}
"""What is left of the chance beside a likelier one for the part: several words mostly mean one doer or weapon."""
STRANGER = 0.1
"""Below this chance people are not among those hit, and figures of them are of something else."""
FORM = "form"
"""The name of the weights that tell by which of its forms a candidate is called."""
Chosen = Sequence[tuple[Candidate, float]]
Shown = Callable[[Candidate], Phrase]
"""The words by which a candidate is shown in a story."""
Aftermath = dict[str, tuple[str, Act]]
"""By kind of those hit: the effect that a story's sentences tell of all, and the words that do."""


def cast(stories: Sequence[Story], clauses: Sequence[Clause | None], reader: Reader, weights: Casting) -> None:
    """Gives each story those of the document's candidates who are likely to play a part in it."""
    if not stories or len(stories) > MOST_STORIES:
        return
    found = candidates(clauses, reader)
    rivals = by_part(found)
    naming = Naming(reader.lower, rivals, weights.get(FORM))
    alone = [(one, reach(own(one, rivals[one.part]), weights[one.part])) for one in found]
    seen = views(stories)
    told = [
        [
            (one, likely(weights[one.part].bias + first + reach(standing(one, view), weights[one.part])))
            for one, first in alone
        ]
        for view in seen
    ]
    for story, view, chances in zip(stories, seen, _apart(told), strict=True):
        chosen = _chosen(chances, weights, naming.sure)
        made = _cast(chosen, story, naming.of(view), aftermath(story, clauses, reader.lower))
        story.cast = replace(made, strangers=_strangers(chances))


def _apart(told: Sequence[Chosen]) -> list[Chosen]:
    """The chances of all candidates in each story, less in all stories but the likeliest one of each candidate."""
    likeliest = [max(range(len(told)), key=lambda story: told[story][one][1]) for one in range(len(told[0]))]
    return [
        [
            (one, chance if best == number else chance * REPEATED)
            for (one, chance), best in zip(chances, likeliest, strict=True)
        ]
        for number, chances in enumerate(told)
    ]


def _chosen(chances: Chosen, weights: Casting, sure: Callable[[Candidate], float]) -> Chosen:
    """Those who are likely enough to play their part and to be called by the right words; of doers at least one."""
    near = [(one, chance) for one, chance in chances if chance >= min(LEAST_DOER, weights[one.part].threshold)]
    near = _beside([(one, chance * sure(one)) for one, chance in near])
    chosen = [(one, chance) for one, chance in near if chance >= weights[one.part].threshold]
    if any(one.part in DOERS for one, _ in chosen):
        return chosen
    doers = [pair for pair in near if pair[0].part in DOERS and pair[1] >= LEAST_DOER]
    return [*chosen, max(doers, key=lambda pair: pair[1])] if doers else chosen


def _beside(chances: Chosen) -> list[tuple[Candidate, float]]:
    """The chances, less where another one is likelier for a part that mostly one plays."""
    most = {part: max((chance for one, chance in chances if one.part == part), default=0.0) for part in BESIDE_LIKELIER}
    return [
        (one, chance * BESIDE_LIKELIER[one.part] if chance < most.get(one.part, 0.0) else chance)
        for one, chance in chances
    ]


def _strangers(chances: Chosen) -> frozenset[int]:
    """Where people stand who are too unlikely to be among those hit, by any that they may be."""
    likeliest: dict[int, float] = {}
    for one, chance in chances:
        if one.part in ("victim", "people"):
            for place in one.places:
                for start in {*place.starts, place.phrase.start, place.phrase.core_start}:
                    likeliest[start] = max(chance, likeliest.get(start, 0.0))
    return frozenset(start for start, chance in likeliest.items() if chance < STRANGER)


def by_part(found: Sequence[Candidate]) -> Mapping[Part, Rivals]:
    """The candidates for each part, as one of them sees the others."""
    return {part: rivals_of([one for one in found if one.part == part]) for part in PARTS}


def chance(told: Iterable[str], model: PartWeights) -> float:
    """How likely somebody of whom all this is told plays the part."""
    return likely(model.bias + reach(told, model))


def reach(told: Iterable[str], model: PartWeights) -> float:
    """What all that is told of somebody weighs together; exact, so that the order does not matter."""
    known = model.weights
    return fsum(known[one] for one in told if one in known)


def likely(weight: float) -> float:
    """A weight as a chance from 0 to 1."""
    return 1 / (1 + exp(-weight))


class Naming:
    """The words by which candidates are shown; with weights for forms the likeliest form of each."""

    def __init__(self, lower: str, rivals: Mapping[Part, Rivals], weights: PartWeights | None) -> None:
        self.lower, self._rivals, self._weights = lower, rivals, weights
        self._best: dict[tuple[Part, str], tuple[Form, float]] = {}

    def of(self, view: View) -> Callable[[Candidate], Phrase]:
        """How candidates are shown in a story."""
        return lambda one: self._called(one, view)

    def sure(self, one: Candidate) -> float:
        """How likely the words by which a candidate is shown are the right ones of its forms."""
        return self.form(one, self._weights)[1] if self._weights is not None else 1.0

    def form(self, one: Candidate, weights: PartWeights) -> tuple[Form, float]:
        """The likeliest form of a candidate, of equally likely ones the first, and how likely it is among all."""
        key = one.part, one.key
        if key not in self._best:
            weighed = [(reach(form.told, weights), form) for form in forms(one, self._rivals[one.part], self.lower)]
            most, best = max(weighed, key=lambda pair: pair[0])
            self._best[key] = best, 1 / fsum(exp(weight - most) for weight, _ in weighed)
        return self._best[key]

    def _called(self, one: Candidate, view: View) -> Phrase:
        shown = _shown(one, view)
        if self._weights is None:
            return shown
        form, _ = self.form(one, self._weights)
        words = " ".join(self.lower[shown.core_start : shown.end].split())
        return shown if words == form.low else _reshaped(shown, form, one.part, view)


def _reshaped(shown: Phrase, form: Form, part: Part, view: View) -> Phrase:
    """A phrase in another form, where the story tells of it, else where it comes first."""
    told = [span for span in form.spans if span[2].sentence in view.told]
    start, end, place = (told or form.spans)[0]
    phrase = replace(place.phrase, start=start, core_start=start, end=end, low=form.low)
    if part == "organization" and shown.actor is not None:
        actor = replace(shown.actor, start=start, end=end, text=form.low)
        return replace(phrase, kind="actor", entry=None, actor=actor)
    if part == "individual":
        kind = "people" if phrase.kind == "actor" else phrase.kind
        return replace(phrase, kind=kind, actor=None, title=())
    title = shown.title if part == "victim" else phrase.title
    return replace(phrase, kind=shown.kind, entry=shown.entry or phrase.entry, title=title)


def _cast(chosen: Chosen, story: Story, shown: Shown, after: Aftermath) -> Cast:
    parties = [(_party(one, story, shown), sure) for one, sure in chosen if one.part in ("individual", "organization")]
    harms = [
        (*_came_out(*_harm(one, story, shown), after), sure)
        for one, sure in chosen
        if one.part in ("target", "victim", "people")
    ]
    weapons = [(shown(one), sure) for one, sure in chosen if one.part == "weapon"]
    return Cast(
        parties=tuple(sorted(parties, key=lambda one: one[0].phrase.start)),
        harms=tuple(sorted(harms, key=lambda one: one[0].phrase.start)),
        weapons=tuple(sorted(weapons, key=lambda one: one[0].start)),
    )


def _shown(one: Candidate, view: View) -> Phrase:
    """The words that a story shows of a candidate: where the rules took it up, else where it is told, else the first.

    A person is shown by the fullest form of the name, with the title that any place gives.
    """
    phrases = [place.phrase for place in one.places if any(start in view.slots for start in place.starts)]
    phrases += [place.phrase for place in one.places if place.sentence in view.told]
    shown = phrases[0] if phrases else one.places[0].phrase
    if one.part != "victim":
        return shown
    shown = max([shown, *(place.phrase for place in one.places)], key=lambda phrase: len(phrase.low))
    titled = next((place.phrase for place in one.places if place.phrase.title), None)
    if titled is None or shown.title:
        return shown
    return replace(shown, title=titled.title, entry=titled.entry)


def _party(one: Candidate, story: Story, shown: Shown) -> Party:
    starts = {start for place in one.places for start in place.starts}
    for party in story.perpetrators:
        named = party.phrase.actor
        if party.phrase.core_start in starts or (named is not None and named.start in starts):
            return Party(shown(one), party.status)
    return Party(shown(one))


def _harm(one: Candidate, story: Story, shown: Shown) -> tuple[Harm, Act]:
    """What happened to a candidate by the gravest act that the rules tell of it; nothing known where they tell none."""
    starts = {place.phrase.start for place in one.places}
    told = [(harm, act) for act in story.acts for harm in act.harms if harm.phrase.start in starts]
    phrase = shown(one)
    if one.part == "target" and phrase.kind != "thing":
        phrase = replace(phrase, kind="thing")
    if told:
        harm, act = min(told, key=lambda pair: _gravity(pair[0].effect))
        return Harm(phrase, harm.effect), act
    sentence = one.places[0].sentence
    return Harm(phrase), min(story.acts, key=lambda act: abs(act.sentence - sentence))


def aftermath(story: Story, clauses: Sequence[Clause | None], low: str) -> Aftermath:
    """How a story's sentences say that all came out; for each kind of those hit the first that is said."""
    found: Aftermath = {}
    for number in sorted({act.sentence for act in story.acts}):
        clause = clauses[number]
        if clause is None or not clause.chunks:
            continue
        for kind, pattern in load_aftermath().items():
            match = pattern.search(low, clause.chunks[0].start, clause.chunks[-1].end)
            if match is not None and match.lastgroup is not None:
                told = Act(sentence=number, start=match.start(), end=match.end(), lemma=match.group())
                found.setdefault(kind, (match.lastgroup, told))
    return found


def _came_out(harm: Harm, act: Act, after: Aftermath) -> tuple[Harm, Act]:
    """Somebody or something hit with what its story says of all such, where nothing nearer is told of it."""
    kind = "things" if harm.phrase.kind == "thing" else "captives" if harm.effect == "captured" else "people"
    if harm.effect not in OPEN or kind not in after:
        return harm, act
    effect, told = after[kind]
    return Harm(harm.phrase, effect), told


def _gravity(effect: str | None) -> int:
    return GRAVITY.index(effect) if effect in GRAVITY else len(GRAVITY)
