"""Who did it: the mentions of a report to one claim for each distinct actor, and the claims of responsibility."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, cast, get_args

from tallybook.codebook.actor_table import ActorHit, ActorTable, fold
from tallybook.codebook.inference import load_inference
from tallybook.lang.base import Entry, Lexicon, load_lexicon, read_mapping, split_words
from tallybook.model import Actor, Claim, Document, Mention, Responsibility, Span, claim
from tallybook.model.values import ActorKind, Status

RESOLVER = "actors/1"
STRENGTH: tuple[Status, ...] = ("claimed", "attributed", "suspected", "denied", "unknown")
"""Which status stands when several are spoken (coding rule 13); a denial stands beside it, as a claim of its own."""

_STATUSES = frozenset(get_args(Status))
_RESPONSIBILITY = frozenset(("claimed", "denied", "none_reported"))
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Words:
    """``lang/<language>/perpetrators.yaml`` as sets of folded words."""

    determiners: tuple[str, ...]
    group_words: frozenset[str]
    pointing: frozenset[str]
    state_categories: frozenset[str]
    off_duty: tuple[str, ...]
    people_heads: frozenset[str]
    organization_heads: frozenset[str]
    nobody: frozenset[str]


@dataclass(slots=True)
class _Party:
    """Mentions that speak of the same actor with statuses of one kind (denied, or any other)."""

    code: str | None
    kind: ActorKind
    mentions: list[Mention] = field(default_factory=list)
    aliases: list[Mention] = field(default_factory=list)
    name: str | None = None


def resolve_perpetrators(document: Document, mentions: Sequence[Mention], *, actors: ActorTable) -> list[Claim]:
    """One ``perpetrator`` claim for each distinct actor that the perpetrator mentions speak of, report by report.

    Mentions that qualify a claim of responsibility are left to :func:`resolve_responsibility`.
    """
    others = _children(mentions, "alias")
    told = {one.id for one in mentions if one.role == "responsibility"}
    reports: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.role == "perpetrator" and one.subject == "incident" and one.of not in told:
            reports.setdefault(one.report_id, []).append(one)
    return [
        _claim(document, party)
        for spoken in reports.values()
        for party in _parties(document, spoken, others, actors)
    ]  # fmt: skip


def resolve_responsibility(document: Document, mentions: Sequence[Mention], *, actors: ActorTable) -> list[Claim]:
    """One ``responsibility`` claim for each time somebody is said to claim or deny it, or nobody to have done so.

    ``by`` is the code of the actor, or the words where the table does not know it; ``said_by`` who says so.
    """
    claimants, speakers = _children(mentions, "perpetrator"), _children(mentions, "speaker")
    found: list[Claim] = []
    for one in mentions:
        if one.role != "responsibility" or one.code not in _RESPONSIBILITY:
            continue
        who, said = claimants.get(one.id, []), speakers.get(one.id, [])
        status = cast(Literal["claimed", "denied", "none_reported"], one.code)
        by = _claimant(document, who or said, actors, certain=bool(who)) if status != "none_reported" else None
        if by is not None and fold(by) in _words().group_words:
            by = _only_organization(document, one.report_id, mentions, actors)
        value = Responsibility(status=status, by=by, said_by=said[0].span.text if said else None)
        evidence = _spans([one, *who, *said])
        found.append(
            claim(document.id, one.report_id, "responsibility", value, evidence, score=one.score, resolver=RESOLVER)
        )
    return found


def _claimant(document: Document, who: Sequence[Mention], actors: ActorTable, *, certain: bool) -> str | None:
    """The code of the first that the table knows; else the words of the first, where it is sure that they claim it."""
    for one in who:
        codes = _codes(document, one.span, actors)
        if codes:
            return codes[0]
    return _stripped(who[0].span.text, _words()) if certain and who else None


def _only_organization(
    document: Document, report_id: str, mentions: Iterable[Mention], actors: ActorTable
) -> str | None:
    """The one organization that the report names as perpetrator, whom "the group" means; ``None`` for several."""
    spans = [one.span for one in mentions if one.role == "perpetrator" and one.report_id == report_id]
    codes = {code for span in spans for code in _codes(document, span, actors)}
    found = [code for code in codes if actors.get(code).kind == "organization"]
    return found[0] if len(found) == 1 else None


def homes_named(document: Document, actors: ActorTable) -> tuple[tuple[Span, str], ...]:
    """The names of groups that act in their own country, with that country; states and wide networks have none."""
    codes = load_inference()
    named = ((hit, actors.get(hit.actor)) for hit in _hits(actors, document.text, document.published.start))
    return tuple(
        (document.span(hit.start, hit.end), entry.countries[0])
        for hit, entry in named
        if entry.countries and entry.type not in codes.homeless_types and entry.code not in codes.homeless
    )


def _children(mentions: Iterable[Mention], role: str) -> dict[str, list[Mention]]:
    children: dict[str, list[Mention]] = {}
    for one in mentions:
        if one.role == role and one.of is not None:
            children.setdefault(one.of, []).append(one)
    return children


def _parties(
    document: Document, spoken: Sequence[Mention], others: Mapping[str, list[Mention]], actors: ActorTable
) -> list[_Party]:
    """The mentions of one report, grouped by actor; "the group" joins the one organization that the report names."""
    parties: dict[tuple[str, bool], _Party] = {}
    backward: list[Mention] = []
    for one in sorted(spoken, key=lambda mention: mention.span.start):
        aliases = others.get(one.id, [])
        codes = (
            _codes(document, one.span, actors)
            or [code for other in aliases for code in _codes(document, other.span, actors)][:1]
        )
        denied = one.code == "denied"
        for code in codes:
            party = parties.setdefault((code, denied), _Party(code, actors.get(code).kind))
            party.mentions.append(one)
            party.aliases += aliases
            party.name = party.name or _printed(document, one.span, code, actors)
        if not codes and _points_back(document, one.span, _words()):
            backward.append(one)
        elif not codes:
            _add_unknown(parties, one, aliases, denied=denied)
    organizations = [
        party for (_, denied), party in parties.items() if party.code and party.kind == "organization" and not denied
    ]
    for one in backward:
        if len(organizations) == 1 and one.code != "denied":
            organizations[0].mentions.append(one)
        else:
            _add_unknown(parties, one, others.get(one.id, []), denied=one.code == "denied")
    return list(parties.values())


def _add_unknown(
    parties: dict[tuple[str, bool], _Party], one: Mention, aliases: list[Mention], *, denied: bool
) -> None:
    words = _words()
    entry, name = _entry(one.span.text, load_lexicon()), _stripped(one.span.text, words)
    key = f"?{entry.lemma}" if entry is not None else f"?{fold(name)}"
    party = parties.setdefault(
        (key, denied), _Party(None, _kind(one.span.text, entry, words), name=_description(one.span.text, words))
    )
    party.mentions.append(one)
    party.aliases += aliases


def _claim(document: Document, party: _Party) -> Claim:
    spoken = [*party.mentions, *party.aliases]
    status = min((_status(one) for one in party.mentions), key=STRENGTH.index)
    value = Actor(
        name=party.name or spoken[0].span.text, actor=party.code, kind=party.kind, status=status,
        mentions=tuple(dict.fromkeys(one.span.text for one in spoken)),
    )  # fmt: skip
    score = max(one.score for one in party.mentions)
    return claim(document.id, spoken[0].report_id, "perpetrator", value, _spans(spoken), score=score, resolver=RESOLVER)


def _status(one: Mention) -> Status:
    return cast(Status, one.code) if one.code in _STATUSES else "unknown"


def _spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(one.span for one in mentions))


@lru_cache(maxsize=1)
def _hits(actors: ActorTable, text: str, when: date | None) -> tuple[ActorHit, ...]:
    """The actors named in a document; kept for the last one, since its reports come one after the other."""
    return tuple(actors.find(text, when=when))


def _codes(document: Document, span: Span, actors: ActorTable) -> list[str]:
    """The actors that the words name, in order: by what stands there, else by the words as a name.

    A branch named with its parent ("the Haqqani network of the Taliban") is the branch alone.
    """
    inside = _inside(document, span, actors)
    if inside:
        codes = list(dict.fromkeys(hit.actor for hit in inside))
        above = {parent for code in codes for parent in actors.parents(code, when=document.published.start)}
        return [code for code in codes if code not in above]
    name = _stripped(span.text, _words())
    code = actors.match(name, when=document.published.start)
    if code is None and " " not in name:
        code = actors.state_named(name)
    return [code] if code is not None else []


def _inside(document: Document, span: Span, actors: ActorTable) -> list[ActorHit]:
    found = _hits(actors, document.text, document.published.start)
    return [hit for hit in found if span.start <= hit.start and hit.end <= span.end]


def _printed(document: Document, span: Span, code: str, actors: ActorTable) -> str:
    """The name as printed: the actor's own words inside the mention, else the mention without its article."""
    own = next((hit.text for hit in _inside(document, span, actors) if hit.actor == code), None)
    return own or _stripped(span.text, _words())


def _stripped(text: str, words: _Words) -> str:
    """The words without what stands before a name ("the", "suspected", "a group of")."""
    left = text.strip()
    while True:
        low = fold(left)
        cut = next(
            (word for word in words.determiners if low.startswith(f"{word} ") and len(low) > len(word) + 1), None
        )
        if cut is None:
            return left
        left = left[len(cut) :].strip()


def _description(text: str, words: _Words) -> str:
    """The words for somebody without a name, from where they say so: "unidentified men" says more than "men"."""
    stripped = _stripped(text, words)
    before = text[: len(text) - len(stripped)].split()
    known = next((number for number, word in enumerate(before) if fold(word) in words.nobody), len(before))
    return " ".join([*before[known:], stripped])


def _points_back(document: Document, span: Span, words: _Words) -> bool:
    """Whether the words are "the group" or the like, with the article inside the span or right before it."""
    told = [fold(word) for word in _WORD.findall(span.text)]
    if not told:
        return False
    before = _WORD.findall(document.text[max(0, span.start - 20) : span.start])
    pointed = told[0] in words.pointing or (bool(before) and fold(before[-1]) in words.pointing)
    core = told[1:] if told[0] in words.pointing else told
    return pointed and " ".join(core) in words.group_words


def _entry(text: str, lexicon: Lexicon) -> Entry | None:
    """What the lexicon knows of the head of the words: the longest phrase that ends where the head ends."""
    tokens = re.split(r"\s+(?:of the|from|with|on|in|belonging to|who|wearing|dressed)\s+", text.lower(), maxsplit=1)[
        0
    ].split()
    tokens = [token.strip(".,;:()\"'“”") for token in tokens]
    for start in range(max(0, len(tokens) - lexicon.longest), len(tokens)):
        phrase = " ".join(tokens[start:])
        if phrase in lexicon.people:
            return lexicon.people[phrase]
    return None


def _kind(text: str, entry: Entry | None, words: _Words) -> ActorKind:
    """What kind of actor unresolved words speak of."""
    low = fold(text)
    tokens = low.split()
    if not tokens or low in words.nobody:
        return "unknown"
    if entry is None:
        return _kind_of_name(text, tokens, words)
    if entry.category in words.state_categories and not any(word in low for word in words.off_duty):
        return "individual" if entry.kind == "person" or tokens[-1] in words.people_heads else "state"
    if entry.kind == "person":
        return "unknown" if entry.plural and entry.category == "armed_opposition" else "individual"
    if tokens[-1] in words.people_heads:
        return "individual"
    return "organization" if _has_own_name(text, entry, words) else "unknown"


def _has_own_name(text: str, entry: Entry, words: _Words) -> bool:
    """Whether a name of its own stands before what the lexicon knows ("Blue Rose" in "Blue Rose Liberation Army")."""
    before = _WORD.findall(_stripped(text, words))[: -len(entry.lemma.split())]
    people = load_lexicon().people
    return any(word[0].isupper() and word.lower() not in people for word in before)


def _kind_of_name(text: str, tokens: Sequence[str], words: _Words) -> ActorKind:
    """A name with a word such as "Front" is an organization's, other names of two or three words are a person's."""
    names = [word for word in _WORD.findall(text) if word[0].isupper()]
    if not names:
        return "unknown"
    if any(token in words.organization_heads for token in tokens) or (
        len(names) == 1 and len(tokens) == 1 and text.isupper()
    ):
        return "organization"
    return "individual" if 2 <= len(names) == len(tokens) <= 3 else "unknown"


@cache
def _words(language: str = "en") -> _Words:
    name = "perpetrators.yaml"
    text = resources.files("tallybook.lang").joinpath(language).joinpath(name).read_text(encoding="utf-8")
    lists = dict(_folded(read_mapping(text, source=f"{language}/{name}")))
    longest_first = sorted(lists["determiners"], key=len, reverse=True)
    return _Words(
        determiners=tuple(longest_first), group_words=frozenset(lists["group_words"]),
        pointing=frozenset(lists["pointing"]), state_categories=frozenset(lists["state_categories"]),
        off_duty=tuple(lists["off_duty"]), people_heads=frozenset(lists["people_heads"]),
        organization_heads=frozenset(lists["organization_heads"]), nobody=frozenset(lists["nobody"]),
    )  # fmt: skip


def _folded(data: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for key, value in data.items():
        keep = key == "state_categories"
        yield key, [word if keep else fold(word) for word in split_words(value)]
