"""How news tells when: a table of our own sentences, each with what its report should say."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest
from told import GAZETTEER

from tallybook.codebook import load_codebook
from tallybook.codebook.actor_table import load_actors
from tallybook.extract.patterns import extract
from tallybook.model import Document, PartialDate
from tallybook.resolve import resolve

PUBLISHED = date(2016, 5, 19)
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "days.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
"""When and text, in the notation that the head of the file explains."""


def told(text: str) -> list[str]:
    """When each report of a page happened, in the notation of the table."""
    day = PartialDate(start=PUBLISHED, end=PUBLISHED, precision="day")
    document = Document(id="d1", text=text, published=day, published_basis="metadata")
    codebook, actors = load_codebook(), load_actors()
    mentions = extract(document, codebook=codebook, actors=actors, gazetteer=GAZETTEER)
    claims = resolve(document, mentions, codebook=codebook, actors=actors, gazetteer=GAZETTEER)
    whens = {one.report_id: one.value for one in claims if one.prop == "when"}
    return [written(whens.get(report)) for report in dict.fromkeys(one.report_id for one in claims)]


def written(when: object) -> str:
    """An interval as the table writes it."""
    if not isinstance(when, PartialDate) or when.start is None or when.end is None:
        return "-"
    return str(when.start) if when.start == when.end else f"{when.start}..{when.end}"


def spelled_out(when: str) -> str:
    """A month or a year of the table as the stretch of its days."""
    if len(when) == len("2016-05"):
        return f"{when}-01..{when}-{monthrange(int(when[:4]), int(when[5:]))[1]}"
    return f"{when}-01-01..{when}-12-31" if len(when) == len("2016") else when


@pytest.mark.parametrize(("when", "text"), ROWS, ids=[text[:60] for _, text in ROWS])
def test_when_it_happened(when: str, text: str) -> None:
    assert told(text.replace("//", "\n\n")) == [spelled_out(when)]
