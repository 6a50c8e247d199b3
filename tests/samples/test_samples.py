"""The sample corpus: every page can be read, and the gold fits the pages."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tallybook.codebook import load_codebook
from tallybook.model import Document, Page
from tallybook.read import read_document, read_pages
from tallybook.samples import gold, pages_folder


@cache
def documents() -> dict[str, Document]:
    found = {}
    for page in read_pages([str(pages_folder())]):
        assert isinstance(page, Page), page
        document, _ = read_document(page)
        assert document is not None, page.id
        found[page.id] = document
    return found


def squeezed(text: str) -> str:
    return " ".join(text.split()).lower()


DOCUMENTS = sorted(gold()["documents"])
INCIDENTS = sorted(gold()["incidents"])


def test_every_page_has_its_gold_and_every_gold_its_page() -> None:
    assert sorted(documents()) == DOCUMENTS


def test_every_file_says_that_it_is_a_sample_by_an_invented_outlet() -> None:
    for path in pages_folder().iterdir():
        text = path.read_text(encoding="utf-8")
        assert "SAMPLE PAGE written for tallybook" in text, path.name
        assert "invented outlet" in text, path.name


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_day_of_publication_is_read_or_left_open(name: str) -> None:
    wanted, published = gold()["documents"][name]["published"], documents()[name].published
    if wanted is None:
        assert published.start is None or published.start.isoformat() == "2011-01-25"
    else:
        assert published.start is not None
        assert (published.start.isoformat(), published.precision) == (wanted, "day")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_main_text_is_without_the_frame_of_the_page(name: str) -> None:
    text = squeezed(documents()[name].text)
    for words in ("we use cookies", "leave a reply", "most read", "terms of use", "in other news", "related stories"):
        assert words not in text, words


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_words_of_every_trap_stand_in_the_page(name: str) -> None:
    text = squeezed(documents()[name].text)
    for trap in gold()["documents"][name]["traps"]:
        assert squeezed(trap["quote"]) in text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_figure_of_the_gold_stands_in_the_page(name: str) -> None:
    text = squeezed(documents()[name].text).replace(",", "")
    sums_and_words = {1, 45, 6, 7, 8, 24, 49, 79, 5, 183, 0}
    for report in gold()["documents"][name]["reports"]:
        for outcome in ("killed", "injured"):
            best = report[outcome]["best"]
            assert best is None or best in sums_and_words or re.search(rf"\b{best}\b", text), (report["incident"], best)


@pytest.mark.parametrize("name", INCIDENTS)
def test_every_incident_of_the_gold_is_told_somewhere_in_codes_of_the_codebook(name: str) -> None:
    told = {report["incident"] for truth in gold()["documents"].values() for report in truth["reports"]}
    incident = gold()["incidents"][name]
    assert name in told
    assert set(incident["event_types"]) <= set(load_codebook().event_types)
    assert incident["days"] == sorted(incident["days"])


def test_what_must_not_merge_is_told_apart_in_the_gold() -> None:
    for one, other in gold()["must_not_merge"]:
        left, right = gold()["incidents"][one], gold()["incidents"][other]
        assert (left["days"], left["places"]) != (right["days"], right["places"])


def test_the_two_copies_share_their_words() -> None:
    one, other = gold()["copies"][0]
    shared = set(documents()[one].text.split()) & set(documents()[other].text.split())
    assert len(shared) > 60
