"""Who did it and who suffered: noun phrases put in their parts of an act, with the figures that they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tallybook.codebook.actor_table import ActorHit, load_actors
from tallybook.extract.acts import Act, Figure, Harm, Party
from tallybook.extract.phrases import Phrase
from tallybook.extract.words import Token
from tallybook.lang.clauses import load_clause_words
from tallybook.lang.roles import load_role_words

HELD = ("captured", "missing")
"""What was known of people to whom something graver is done: "beheaded four captives"."""


BARE = frozenset(("no",))
"""A zero that needs a noun for what it counts; alone it counts no people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffering:
    """What an act does to whom: ``outcome`` for people, ``thing`` for things (as in ``triggers.yaml``).

    ``soft`` where the verb only implies the outcome ("shot"), ``joined`` where several phrases share the verb.
    """

    outcome: str | None
    thing: str | None
    soft: bool = False
    joined: bool = False


def add_agent(act: Act, phrase: Phrase, *, outright: bool = False) -> None:
    """Who or what stands as the doer: a person or group, a weapon, or another act that caused this one.

    ``outright`` where the grammar leaves no doubt, as after the "by" of a passive: workers or neighbours did it, too.
    """
    words = load_role_words()
    flown = phrase.kind in ("actor", "thing", "name") and phrase.low.rpartition(" ")[2] in words.aircraft
    if flown or phrase.head in words.air_arms:
        act.events.append("air_strike")
    if phrase.kind == "weapon":
        act.weapons.append(phrase)
    elif is_strike(phrase):
        act.events.append("air_strike")
    elif phrase.kind == "place" and (state := as_state(phrase.tokens)) is not None:
        act.perpetrators.append(Party(state))
    elif phrase.kind == "event":
        if phrase.noun is not None and phrase.noun.event:
            act.events.append(phrase.noun.event)
        act.definite = act.definite or phrase.definite
    elif phrase.doer_like or (outright and phrase.kind == "people"):
        act.perpetrators.append(Party(phrase))
    elif is_force(phrase):
        act.perpetrators.append(Party(replace(phrase, kind="people")))


def is_strike(phrase: Phrase) -> bool:
    """Whether a phrase names a strike of arms: "an Israeli strike"; no event names a strike of labour."""
    words = load_role_words()
    told = [token.low for token in phrase.tokens]
    return bool(told) and told[-1] in words.strikes and words.labour.isdisjoint(told)


def is_force(phrase: Phrase) -> bool:
    """Whether a word that is no list's people is a force: "the coalition", "the regime"."""
    return phrase.kind == "other" and bool(phrase.tokens) and phrase.tokens[-1].low in load_role_words().forces


def as_state(tokens: Sequence[Token]) -> Phrase | None:
    """A country as the one that acts: "accuses Russia of", "Russia shelled the town"."""
    named = tuple(token for token in tokens if token.tag != "'s")
    name = " ".join(token.low for token in named)
    code = load_actors().match(name) if name else None
    if code is None:
        return None
    start, end = named[0].start, named[-1].end
    hit = ActorHit(start=start, end=end, text=name, actor=code)
    return Phrase(start=start, end=end, core_start=start, low=name, head=name, kind="actor", actor=hit, tokens=named)


def add_patient(act: Act, phrase: Phrase, suffering: Suffering) -> None:
    """Who or what it was done to, with the figure that the phrase gives."""
    outcome, thing = suffering.outcome, suffering.thing
    if thing and outcome is None and _taken_for_thing(phrase, thing):
        phrase = replace(phrase, kind="thing")
    if phrase.kind == "thing":
        act.harms.append(Harm(phrase, thing or _broken(outcome)))
    elif phrase.kind == "weapon":
        act.weapons.append(phrase)
    elif phrase.kind == "place":
        act.sites += [phrase] if thing else []
    elif phrase.kind == "toll" and phrase.outcome in HELD and outcome:
        _add_people(act, replace(phrase, kind="people"), suffering)
    elif phrase.kind not in ("event", "toll") and not (phrase.kind == "other" and _unlikely(phrase, outcome)):
        _add_people(act, phrase, suffering)


def _taken_for_thing(phrase: Phrase, thing: str) -> bool:
    """Whether an unknown word after a verb that only hits things is a thing; a name only where it was destroyed."""
    named = phrase.kind == "name" and thing != "attacked"
    return not phrase.title and (phrase.kind == "other" or named)


def _broken(outcome: str | None) -> str | None:
    """What happens to a thing by a verb that says what happens to people: "the bus was hit, killing"."""
    return "destroyed" if outcome == "killed" else "damaged" if outcome else None


def _unlikely(phrase: Phrase, outcome: str | None) -> bool:
    """Whether an unknown word is more likely a thing than people: it has an article, and no number."""
    return outcome is None or phrase.spot or (phrase.quantity is None and (phrase.article or phrase.definite))


def _add_people(act: Act, phrase: Phrase, suffering: Suffering) -> None:
    if phrase.kind == "other" and _one_capital(phrase):
        phrase = replace(phrase, kind="name")
    nobody = phrase.quantity is not None and phrase.quantity.form == "zero"
    if nobody and phrase.kind == "number" and phrase.quantity is not None and phrase.quantity.text.lower() in BARE:
        return  # "no shot was fired" counts nobody
    if phrase.kind not in ("number", "pronoun") and not nobody:
        act.harms.append(Harm(phrase, suffering.outcome))
    both = phrase.low in load_clause_words().both
    if suffering.outcome == "killed" and (both or phrase.kind == "pronoun"):
        act.fates += [phrase] if both or phrase.low in load_role_words().one_person else []
    if phrase.kind == "pronoun" and suffering.soft and suffering.outcome == "injured":
        act.struck += [phrase] if phrase.low in load_role_words().one_person else []
    if suffering.outcome == "killed":
        act.events += befallen(phrase)
    figure = figure_of(phrase, suffering.outcome)
    if figure is not None:
        figure.joined, figure.soft, figure.more = suffering.joined, suffering.soft, phrase.more
        act.figures.append(figure)


def befallen(phrase: Phrase) -> list[str]:
    """What is said to have been done to people before: "the kidnapped engineer"."""
    triggers = [token.trigger for token in phrase.tokens if token.trigger is not None and token.tag == "W"]
    done = [one.verb for one in triggers if one.form in ("past", "participle")]  # not so "a fire chief"
    return [verb.event for verb in done if verb is not None and verb.event]


def _one_capital(phrase: Phrase) -> bool:
    """Whether a word that no list knows is somebody's name: "Ruiz was killed"."""
    return len(phrase.tokens) == 1 and phrase.quantity is None and phrase.tokens[0].capital and not phrase.shouted


def _captioned(phrase: Phrase) -> bool:
    """Whether a number is an age before the next word of a caption: "Tom Varley, 11 Handout"."""
    if phrase.quantity is None or phrase.kind not in ("name", "other") or len(phrase.tokens) != 1 or phrase.shouted:
        return False
    word = phrase.tokens[0]
    return word.capital and not word.low.endswith("s") and phrase.quantity.text[:1].isdigit()


def figure_of(phrase: Phrase, outcome: str | None) -> Figure | None:
    """The count a phrase gives: its number, or one for a single person; none for an uncounted plural."""
    if outcome is None or phrase.kind == "pronoun" or _captioned(phrase):
        return None
    if phrase.quantity is not None:
        return Figure(outcome, phrase.quantity.start, phrase.quantity.end, group=phrase, quantity=phrase.quantity)
    if phrase.kind == "number":
        return Figure(outcome, phrase.start, phrase.end, group=phrase, scope="individual")
    collective = phrase.entry is not None and phrase.entry.kind in ("group", "organization")
    several = phrase.plural or (phrase.entry is None and phrase.kind == "people" and phrase.low.endswith("s"))
    if phrase.kind not in ("people", "name") or several or collective:
        return None
    return Figure(outcome, phrase.start, phrase.end, group=phrase, scope="individual")
