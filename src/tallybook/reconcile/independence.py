"""Who repeats whom, so that one voice counts once (coding rule 10).

Voices are traced in this order: the agency or outlet that a figure is quoted from, the agency that a copy's original
credits, the publisher, the document. Copies of one text are one voice whoever prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from tallybook.model import Document

CREDIT_AREA = 400
"""Characters at the head of a text in which an agency is credited: "KABUL (Reuters) - …"."""
_CREDIT = re.compile(r"\(([A-Z][\w/ -]{1,40})\)")
_WORD = re.compile(r"\w+")


def _load(name: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = yaml.load(
        Path(__file__).with_name(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return table


@cache
def _agencies() -> Mapping[str, str]:
    return {form: agency for agency, forms in _load("agencies.yaml").items() for form in forms}


@cache
def _official_words() -> frozenset[str]:
    return frozenset(_load("officials.yaml")["words"])


def agency(name: str | None) -> str | None:
    """The agency or outlet that a name stands for; ``None`` for any other speaker."""
    return None if name is None else _agencies().get(" ".join(name.lower().split()))


def official(speaker: str | None) -> bool:
    """Whether a speaker is an authority: police, a ministry, a hospital, a spokesman."""
    return speaker is not None and not _official_words().isdisjoint(_WORD.findall(speaker.lower()))


def credited(document: Document) -> str | None:
    """The agency that a document credits in its first lines, in brackets behind the dateline."""
    found = (agency(match[1]) for match in _CREDIT.finditer(document.text[:CREDIT_AREA]))
    return next((name for name in found if name is not None), None)


def voice(document: Document | None, document_id: str, *, documents: Mapping[str, Document]) -> str:
    """Whose voice a document is: that of its original, of the agency it credits, of its publisher, or its own."""
    if document is None:
        return f"document {document_id}"
    original = documents.get(document.copy_of) if document.copy_of else None
    if document.copy_of and original is None:
        return f"document {document.copy_of}"
    source = original or document
    named = credited(source) or agency(source.publisher)
    if named:
        return f"agency {named}"
    if source.publisher:
        return f"publisher {_plain(source.publisher)}"
    return f"document {source.id}"


def outlets(documents: Iterable[Document], *, among: Mapping[str, Document]) -> dict[str, str]:
    """The publishers of documents by name, each with the voice of its documents: who may be quoted by the others."""
    voices: dict[str, set[str]] = {}
    for document in documents:
        if document.publisher:
            voices.setdefault(_plain(document.publisher), set()).add(voice(document, document.id, documents=among))
    return {name: min(found) if len(found) == 1 else f"publisher {name}" for name, found in voices.items()}


def _plain(name: str) -> str:
    """The name of an outlet without case and article."""
    words = name.lower().split()
    return " ".join(words[words[:1] == ["the"] :])


def voice_of_figure(said_by: str | None, voice_of_document: str, *, quoted: Mapping[str, str] | None = None) -> str:
    """Whose voice a figure is: the agency or outlet it is quoted from, else that of the document.

    ``quoted`` are the :func:`outlets` that tell of the same incident: "the Northtown Post reported" is their voice.
    """
    named = agency(said_by)
    if named:
        return f"agency {named}"
    own = None if said_by is None or quoted is None else quoted.get(_plain(said_by))
    return own or voice_of_document
