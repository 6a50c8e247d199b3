"""One incident as a card: every value beside the words it rests on, ready to be shown on a terminal or a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tallybook.export import words
from tallybook.export.base import IncidentRecord
from tallybook.export.contract import (
    incident_line,
    incident_perpetrators,
    incident_types,
    incident_when,
    incident_where,
    independent_sources,
)
from tallybook.export.objects import Line
from tallybook.model import Actor, Claim, Count, Disagreement, Document, Finding, Place, Range, Span, Target, Weapon

__all__ = ["Card", "Figure", "Piece", "Quote", "Said", "Source", "card_of", "headline_of", "quote"]

CONTEXT = 160
"""Characters shown before and after the words at most, so that a sentence is understood and no article is reprinted."""

FIELD_NAMES = {"event_type": "what", "perpetrators": "who"}
"""Fields that the card calls otherwise than the lines."""

SENTENCE_ENDS = (". ", "! ", "? ", "\n", "。", "؟ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a quotation; ``marked`` when it is the very words that a value rests on."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words in their context, and the document they stand in; ``also`` are documents with the very same words."""

    document_id: str
    source: str
    start: int
    pieces: tuple[Piece, ...]
    plain: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One value as some document has it: ``stands`` is ``for`` or ``against`` a finding, or ``beside`` it.

    ``private`` says who a private person is, by role or category, where the text names one.
    """

    text: str
    detail: str | None
    quotes: tuple[Quote, ...]
    stands: str = "beside"
    private: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A reconciled figure, its rule, and every statement of it."""

    name: str
    text: str
    value: Range
    rule: str | None
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that tells of the incident, as a list of sources names it."""

    document_id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    copy_of: str | None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that is shown of one incident."""

    id: str
    headline: str
    event_type: str
    types: str
    stage: str
    when: str
    where: str
    precision: str
    country: str | None
    year: str
    who: tuple[Said, ...]
    whom: tuple[Said, ...]
    weapons: tuple[Said, ...]
    typed: tuple[Said, ...]
    responsibility: tuple[Said, ...]
    dated: tuple[Said, ...]
    placed: tuple[Said, ...]
    figures: tuple[Figure, ...]
    disagreements: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sources: tuple[Source, ...]
    independent: int
    confidence: str
    review: str


def card_of(record: IncidentRecord, *, countries: Mapping[str, str] | None = None) -> Card:
    """The card of one incident; ``countries`` gives the names of country codes."""
    line, place, when = incident_line(record), incident_where(record), incident_when(record)
    country = (countries or {}).get(place.country or "", place.country)
    return Card(
        id=line["incident_id"],
        headline=headline_of(record, countries=countries),
        event_type=line["event_type"],
        types=", ".join(words.code_in_words(code) for code in line["event_types"]),
        stage=line["stage"],
        when=words.date_in_words(when),
        where=words.place_in_words(place, country=country),
        precision=place.precision,
        country=country,
        year=str(when.start.year) if when.start else "",
        who=_who(record),
        whom=_values(record, "target"),
        weapons=_values(record, "weapon"),
        typed=(*_values(record, "event_type"), *_values(record, "stage")),
        responsibility=_values(record, "responsibility"),
        dated=_values(record, "when"),
        placed=_values(record, "where", countries=countries),
        figures=(_figure(record, "killed"), _figure(record, "injured"), *_other_figures(record)),
        disagreements=tuple(map(_disagreement, record.disagreements)),
        sources=tuple(_source(name, record.documents.get(name)) for name in record.incident.documents),
        independent=independent_sources(record),
        confidence=_confidence(line),
        review=record.review,
    )


def headline_of(record: IncidentRecord, *, countries: Mapping[str, str] | None = None) -> str:
    """The card's headline alone: what, where, when."""
    place = incident_where(record)
    country = (countries or {}).get(place.country or "", place.country)
    kind = words.code_in_words(incident_types(record)[0])
    return _headline(kind, words.place_in_words(place, country=country), words.date_in_words(incident_when(record)))


def _confidence(line: Line) -> str:
    """How likely the stated fields are right, in percent: together, and the fields one by one."""
    stated = [(name, value) for name, value in line["confidence_by_field"].items() if value is not None]
    if not stated:
        return "not known"
    fields = ", ".join(f"{FIELD_NAMES.get(name, name)} {value:.0%}" for name, value in stated)
    return f"{line['confidence']:.0%} ({fields})"


def _disagreement(found: Disagreement) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The field and its readings, each with the documents that have it, in plain words."""
    is_code = found.field in ("event_type", "stage")
    readings = ((words.code_in_words(one.value) if is_code else one.value, one.documents) for one in found.readings)
    return words.code_in_words(found.field), tuple((value, ", ".join(documents)) for value, documents in readings)


def quote(document: Document | None, spans: Iterable[Span], *, document_id: str) -> tuple[Quote, ...]:
    """The words in their sentences; spans of one sentence share a quotation."""
    ordered = sorted(set(spans))
    if document is None or not document.text:
        return tuple(_bare(span, document_id) for span in ordered)
    groups: list[tuple[int, int, list[Span]]] = []
    for span in ordered:
        start, end = _context(document.text, span)
        if groups and start <= groups[-1][1]:
            first, last, members = groups.pop()
            groups.append((first, max(last, end), [*members, span]))
        else:
            groups.append((start, end, [span]))
    return tuple(_quote(document, start, end, members) for start, end, members in groups)


def _quote(document: Document, start: int, end: int, spans: Sequence[Span]) -> Quote:
    pieces: list[Piece] = []
    at = start
    for span in spans:
        if span.start > at:
            pieces.append(Piece(text=_flat(document.text[at : span.start]), marked=False))
        if span.end > at:
            pieces.append(Piece(text=_flat(document.text[max(at, span.start) : span.end]), marked=True))
            at = span.end
    if end > at:
        pieces.append(Piece(text=_flat(document.text[at:end]), marked=False))
    plain = " … ".join(_flat(span.text) for span in spans)
    source = document.publisher or document.title or document.id
    return Quote(document_id=document.id, source=source, start=spans[0].start, pieces=tuple(pieces), plain=plain)


def _context(text: str, span: Span) -> tuple[int, int]:
    """The sentence around a span, within ``CONTEXT`` characters, cut at words."""
    earliest, latest = max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)
    ends = [at + len(mark) for mark in SENTENCE_ENDS if (at := text.rfind(mark, earliest, span.start)) >= 0]
    start = max(ends) if ends else _next_word(text, earliest, span.start)
    stops = [at + len(mark.rstrip()) for mark in SENTENCE_ENDS if (at := text.find(mark, span.end, latest)) >= 0]
    end = min(stops) if stops else _last_word(text, latest, span.end)
    return start, end


def _next_word(text: str, at: int, limit: int) -> int:
    space = text.find(" ", at, limit)
    return at if at == 0 or space < 0 else space + 1


def _last_word(text: str, at: int, limit: int) -> int:
    space = text.rfind(" ", limit, at)
    return at if at == len(text) or space < 0 else space


def _bare(span: Span, document_id: str) -> Quote:
    piece = Piece(text=_flat(span.text), marked=True)
    return Quote(document_id=document_id, source=document_id, start=span.start, pieces=(piece,), plain=piece.text)


def _flat(text: str) -> str:
    """White space as single blanks; a blank at either end stays, since pieces are set side by side."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def _headline(kind: str, where: str, when: str) -> str:
    place = "" if where == "place not stated" else f", {where}"
    return f"{kind[:1].upper()}{kind[1:]}{place}, {when}"


def _quotes(record: IncidentRecord, claims: Iterable[Claim]) -> tuple[Quote, ...]:
    """The quotations of claims; the very same words in several documents (copies) are shown once."""
    found: dict[tuple[Piece, ...], Quote] = {}
    for claim in claims:
        document = record.documents.get(claim.document_id)
        for one in quote(document, claim.evidence, document_id=claim.document_id):
            first = found.setdefault(one.pieces, one)
            if one.document_id not in (first.document_id, *first.also):
                found[one.pieces] = replace(first, also=(*first.also, one.document_id))
    return tuple(found.values())


def _who(record: IncidentRecord) -> tuple[Said, ...]:
    """Each held to be a perpetrator, with the words of all claims that mean the same actor."""
    said = []
    for actor in incident_perpetrators(record):
        claims = [
            claim
            for claim in record.incident.claims
            if isinstance(claim.value, Actor) and _same_actor(claim.value, actor)
        ]
        quotes = _quotes(record, claims)
        private = "an individual" if actor.kind == "individual" and actor.actor is None else None
        said.append(Said(text=actor.name, detail=words.STATUS[actor.status], quotes=quotes, private=private))
    return tuple(said)


def _same_actor(left: Actor, right: Actor) -> bool:
    if left.actor or right.actor:
        return left.actor == right.actor
    return left.name.casefold() == right.name.casefold()


def _values(record: IncidentRecord, prop: str, *, countries: Mapping[str, str] | None = None) -> tuple[Said, ...]:
    """The values of a property as the reports have them, equal ones together."""
    grouped: dict[str, list[Claim]] = {}
    for claim in record.incident.claims:
        if claim.prop == prop:
            grouped.setdefault(_text_of(claim, countries or {}), []).append(claim)
    finding = record.finding(prop)
    return tuple(
        Said(
            text=text,
            detail=_detail_of(claims[0]),
            quotes=_quotes(record, claims),
            stands=_stands(claims, finding),
            private=next((_role(claim.value) for claim in claims if isinstance(claim.value, Target)), None),
        )
        for text, claims in grouped.items()
    )


def _text_of(claim: Claim, countries: Mapping[str, str]) -> str:
    value = claim.value
    if isinstance(value, Place):
        return words.place_in_words(value, country=countries.get(value.country or "", value.country))
    if isinstance(value, Target):
        return value.name
    return words.value_in_words(value)


def _detail_of(claim: Claim) -> str | None:
    value = claim.value
    if isinstance(value, Target):
        parts = [value.role, words.code_in_words(value.category) if value.category else None, *value.effects]
        return ", ".join(part for part in parts if part) or None
    if isinstance(value, Weapon):
        return words.code_in_words(value.category) if value.category else None
    precision = getattr(value, "precision", None)
    return f"precision: {precision}" if isinstance(precision, str) else None


def _role(target: Target) -> str | None:
    """Who a person is whom the text names, without the name."""
    if not target.named:
        return None
    return target.role or (words.code_in_words(target.category) if target.category else "a person")


def _stands(claims: Sequence[Claim], finding: Finding | None) -> str:
    if finding is None:
        return "beside"
    ids = {claim.id for claim in claims}
    if ids & set(finding.supporting):
        return "for"
    return "against" if ids & set(finding.opposing) else "beside"


def _figure(record: IncidentRecord, outcome: str) -> Figure:
    finding = record.finding(outcome)
    value = finding.value if finding and isinstance(finding.value, Range) else Range()
    return Figure(
        name=outcome,
        text=words.range_in_words(value),
        value=value,
        rule=finding.rule if finding else None,
        said=_statements(record, outcome, finding),
    )


def _other_figures(record: IncidentRecord) -> tuple[Figure, ...]:
    """Statements of outcomes that are not reconciled: casualties of either kind, missing, captured."""
    made = [(outcome, _statements(record, outcome, None)) for outcome in ("casualties", "missing", "captured")]
    return tuple(
        Figure(name=outcome, text="as stated", value=Range(), rule=None, said=said) for outcome, said in made if said
    )


def _statements(record: IncidentRecord, outcome: str, finding: Finding | None) -> tuple[Said, ...]:
    return tuple(
        Said(
            text=words.count_in_words(claim.value),
            detail=_speaker(claim.value, record.documents.get(claim.document_id)),
            quotes=_quotes(record, [claim]),
            stands=_stands([claim], finding),
        )
        for claim in record.incident.claims
        if isinstance(claim.value, Count) and claim.value.outcome == outcome
    )


def _speaker(count: Count, document: Document | None) -> str | None:
    parts = [
        f"in a copy of {document.copy_of}, counts once" if document and document.copy_of else None,
        f"said by {count.said_by}" if count.said_by else None,
        {"subgroup": "part of a total", "individual": "one person"}.get(count.scope),
        {"denied": "denied", "suspected": "feared or suspected"}.get(count.mood),
    ]
    return ", ".join(part for part in parts if part) or None


def _source(document_id: str, document: Document | None) -> Source:
    if document is None:
        return Source(
            document_id=document_id, title=document_id, publisher=None, published=None, url=None, copy_of=None
        )
    published = words.date_in_words(document.published) if document.published.start else None
    return Source(
        document_id=document.id,
        title=document.title or document.id,
        publisher=document.publisher,
        published=published,
        url=document.url,
        copy_of=document.copy_of,
        language=document.language,
    )
