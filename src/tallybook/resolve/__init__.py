"""Mentions to claims: what the words mean.

``resolve`` composes the resolvers, one per kind of value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from tallybook.codebook import Codebook, excluded
from tallybook.codebook.actor_table import ActorTable
from tallybook.model import Claim, Code, Document, Mention, PartialDate, Span, claim, reports_of
from tallybook.resolve.actors import homes_named, resolve_perpetrators, resolve_responsibility
from tallybook.resolve.contradictions import contradictions, doubted
from tallybook.resolve.counts import resolve_counts
from tallybook.resolve.dates import by_then, resolve_when
from tallybook.resolve.locality import settle_locally
from tallybook.resolve.located import Located
from tallybook.resolve.outlets import home_of
from tallybook.resolve.places import locate, resolve_where
from tallybook.resolve.tallies import resolve_statement, resolve_strength, resolve_tally
from tallybook.resolve.targets import resolve_targets, resolve_weapons
from tallybook.resolve.types import resolve_types
from tallybook_gazetteer import Gazetteer

__all__ = ["contradictions", "resolve"]

RESOLVER = "resolve/1"


def resolve(
    document: Document, mentions: Sequence[Mention], *, codebook: Codebook, actors: ActorTable, gazetteer: Gazetteer
) -> list[Claim]:  # fmt: skip
    """The claims of every reported thing in a document, in the order of the mentions."""
    spans = sorted({one.span for one in mentions if one.role in ("place", "area")})
    home = home_of(document, gazetteer)
    located = locate(document.text, spans, gazetteer=gazetteer, home=home) if spans else []
    claims: list[Claim] = []
    context: list[PartialDate] = []
    homes = homes_named(document, actors)
    scope = _scope(codebook, document, actors)
    for grouped in _by_report(mentions):
        subject = grouped[0].subject
        if subject == "incident":
            made = [
                *resolve_types(document, grouped),
                *by_then(document, resolve_when(document, grouped, context=context), codebook.profile.stretch_days),
                *_where(document, grouped, located, homes, gazetteer=gazetteer, wanted=codebook.profile.countries),
                *resolve_perpetrators(document, [one for one in grouped if not _of_claim(one)], actors=actors),
                *resolve_targets(document, grouped),
                *resolve_weapons(document, grouped),
                *resolve_counts(document, grouped),
                *resolve_responsibility(document, grouped, actors=actors),
                *_evidence(document, grouped),
            ]
        elif subject == "tally":
            made = [resolve_tally(document, grouped, context=context)]
        elif subject == "estimate":
            made = [resolve_strength(document, grouped)]
        else:
            made = [resolve_statement(document, grouped)]
        if subject == "incident":
            if _left_out(made, scope, actors):
                continue
            made = doubted(document, made)
        claims += made
        context += [one.value for one in made if isinstance(one.value, PartialDate) and one.value.start]
    return claims


def _where(
    document: Document,
    mentions: Sequence[Mention],
    located: Sequence[Located],
    homes: Sequence[tuple[Span, str]],
    *,
    gazetteer: Gazetteer,
    wanted: Sequence[str] | None,
) -> list[Claim]:
    made = resolve_where(document, mentions, gazetteer=gazetteer, located=located, homes=homes, wanted=wanted)
    return settle_locally(document, mentions, made, located=located, gazetteer=gazetteer)


def _scope(codebook: Codebook, document: Document, actors: ActorTable) -> Codebook:
    """The codebook, without its limit to countries where the document itself speaks of one of them.

    A name that was placed abroad by mistake must not leave the report out.
    """
    wanted = codebook.profile.countries
    if wanted is None or not set(wanted) & set(actors.countries_named(document.text)):
        return codebook
    return replace(codebook, profile=replace(codebook.profile, countries=None))


def _left_out(claims: Sequence[Claim], codebook: Codebook, actors: ActorTable) -> bool:
    """Whether the codebook's profile leaves the report out, now that its place, doers and victims are known."""
    reports = reports_of(claims)
    return bool(reports) and excluded(reports[0], codebook=codebook, actor_countries=_countries(actors)) is not None


@lru_cache(maxsize=2)
def _countries(actors: ActorTable) -> dict[str, tuple[str, ...]]:
    return {entry.code: tuple(entry.countries) for entry in actors}


def _of_claim(one: Mention) -> bool:
    """Whether a mention only tells who claimed responsibility."""
    return one.role == "perpetrator" and one.of is not None


def _evidence(document: Document, mentions: Iterable[Mention]) -> Iterator[Claim]:
    for one in mentions:
        if one.role == "evidence":
            yield claim(
                document.id,
                one.report_id,
                "evidence",
                Code(code="told"),
                (one.span,),
                score=one.score,
                resolver=RESOLVER,
            )


def _by_report(mentions: Iterable[Mention]) -> list[list[Mention]]:
    grouped: dict[str, list[Mention]] = {}
    for one in mentions:
        grouped.setdefault(one.report_id, []).append(one)
    return list(grouped.values())
